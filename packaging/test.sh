#!/usr/bin/env bash
# test.sh BINARY: builds the Debian package twice from a binary, looks at what is in
# it, and as root installs, upgrades, removes and purges it in a copy of this
# system that is gone afterwards. The last line says how many things it proved.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "${BASH_SOURCE[0]}")/../scripts/lib.sh"
. packaging/proves.sh

if ! have dpkg-deb; then
  echo "Packaging skipped: there is no dpkg-deb here"
  exit 0
fi
binary=$(realpath -- "${1:?say which binary to package}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/one" "$work/other" "$work/units"
# A binary for debugging is most of the work, and its symbols most of the binary.
if have strip && strip -o "$work/passport" "$binary" 2>/dev/null; then
  binary=$work/passport
fi

# Not compressed: that takes longer than all the rest.
package=$(packaging/deb.sh "$binary" "$work/one" -Znone)
packaging/deb.sh "$binary" "$work/other" -Znone >/dev/null
proves "the same binary gives the same package" \
  cmp "$package" "$work/other/$(basename "$package")"

tree=$work/tree
dpkg-deb --raw-extract "$package" "$tree"
dpkg-deb --contents "$package" >"$work/contents"
dpkg-deb --info "$package" >"$work/info"

everything_is_roots() { ! awk '{ print $2 }' "$work/contents" | grep -qvx root/root; }
nothing_is_for_all_to_write() { ! awk '{ print $1 }' "$work/contents" | grep -qE '^.(....w|.......w)'; }
has_mode() { grep -qE "^$1 .* \./$2\$" "$work/contents"; }
proves "every file belongs to root" everything_is_roots
proves "nobody but root may write to a file" nothing_is_for_all_to_write
proves "root alone reads the settings" has_mode -rw------- etc/passport/passport.conf
proves "root alone enters the secrets" has_mode drwx------ etc/passport/secrets/
proves "everyone may run the binary" has_mode -rwxr-xr-x usr/bin/passport
proves "the settings are a file that upgrades keep" \
  grep -qx /etc/passport/passport.conf "$tree/DEBIAN/conffiles"
proves "the C library and its version are named" \
  grep -qE 'Depends: .*libc6 \(>= 2\.[0-9]+' "$work/info"
version() { [ "$("$1/usr/bin/passport" --version)" = "passport $(dpkg-deb -f "$package" Version)" ]; }
proves "the unpacked binary runs and has the package's version" version "$tree"

# Only the binary was made on this machine; nothing else may speak of it.
no_path_of_here() { ! grep -rIlF -e "$ROOT" -e "${HOME:-/nobody}/" -e "$work" "$tree"; }
proves "no script, unit or document names a path of the machine that built it" no_path_of_here

scripts=(packaging/deb/{postinst,prerm,postrm,passport-admin})
for script in "${scripts[@]}"; do
  proves "$script is a shell script" sh -n "$script"
done
if have shellcheck; then
  proves "shellcheck finds nothing" \
    shellcheck --external-sources "${scripts[@]}" packaging/*.sh packaging/container/healthy
fi

if have systemd-analyze; then
  for unit in "$tree"/usr/lib/systemd/system/*; do
    sed "s#/usr/bin/passport#$tree&#" "$unit" >"$work/units/$(basename "$unit")"
  done
  units_are_right() {
    local said
    said=$(systemd-analyze verify --man=no "$work"/units/* 2>&1) || true
    echo "$said"
    [ -z "$said" ]
  }
  proves "systemd finds nothing wrong with the units" units_are_right
  # In tenths: 10 is harmless, 100 knows no bounds.
  for unit in "$work"/units/*.service; do
    proves "$(basename "$unit") may do little harm" \
      systemd-analyze security --no-pager --offline=true --threshold=20 "$unit"
  done
fi

# copied COMMAND FILE…: runs a command beside copies of the files, in a copy of this
# system that lies in memory: what is written there is gone with it, and dpkg's own
# records here are not touched.
copied() {
  # shellcheck disable=SC2016 # the inner shell expands it
  unshare --mount --propagation private bash -euc '
    folder=$1 command=$2
    shift 2
    mount -t tmpfs tmpfs "$folder"
    mkdir "$folder/upper" "$folder/work" "$folder/root"
    cd "$folder"
    mount -t overlay overlay -o lowerdir=/,upperdir=upper,workdir=work root
    mount --rbind /proc root/proc
    mount --rbind /dev root/dev
    mount -t tmpfs tmpfs root/run
    mkdir root/run/packaging
    cp "$@" root/run/packaging
    exec chroot root env --chdir=/run/packaging PASSPORT_COPY=1 $command
  ' - "$work/copy" "$1" "${@:2}" </dev/null
}
mkdir "$work/copy"
files=("$package" "$ROOT"/packaging/{proves.sh,test-installed.sh,container/healthy})
if [ "$(id -u)" -ne 0 ]; then
  echo "Not installed: that takes root"
elif getent passwd passport >/dev/null || [ -e /etc/passport ] || [ -e /var/lib/passport ]; then
  echo "Not installed: Training Passport is on this machine already"
elif ! copied true "${files[@]}" >/dev/null 2>&1; then
  echo "Not installed: no copy of this system can be mounted here"
else
  copied "bash test-installed.sh $(basename "$package")" "${files[@]}" | tee "$work/installed" \
    || die "the installed package is not as it should be (above)"
  passed=$((passed + $(awk '/^Proved/ { print $2 }' "$work/installed")))
fi

echo "Packaging: $passed things proved of $(basename "$package")"
