#!/usr/bin/env bash
# shellcheck source-path=SCRIPTDIR
# deb.sh BINARY FOLDER [OPTION…]: builds FOLDER/passport_VERSION_ARCHITECTURE.deb
# from a binary, and prints its name. Options go to dpkg-deb as they are.
#
# The same binary and commit give the same bytes: every date in the package is
# SOURCE_DATE_EPOCH, the commit's if it is not set.
. "$(dirname "${BASH_SOURCE[0]}")/../scripts/lib.sh"

[ $# -ge 2 ] || die "say which binary to package, and into which folder"
binary=$(realpath -- "$1")
out=$(realpath -- "$2")
shift 2
have dpkg-deb || die "dpkg-deb is missing: packages are built on Debian"
[ -x "$binary" ] || die "there is no binary $binary: build it with cargo build --release"

version=$("$binary" --version)
version=${version#passport }
architecture=$(dpkg --print-architecture)
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || stat -c %Y Cargo.lock)}
export SOURCE_DATE_EPOCH

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
tree=$work/tree

# What the binary needs of the system's libraries: from Debian's own lists, or from
# the newest symbol that it asks of the C library.
libraries() {
  if have dpkg-shlibdeps; then
    mkdir -p "$work/debian"
    printf 'Source: passport\n\nPackage: passport\nArchitecture: any\n' >"$work/debian/control"
    (cd "$work" && dpkg-shlibdeps -O -e"$binary" 2>/dev/null) | sed -n 's/^shlibs:Depends=//p'
  else
    local newest
    newest=$(grep -ao 'GLIBC_[0-9][0-9.]*' "$binary" | sort -uV | tail -n 1)
    printf 'libc6 (>= %s), libgcc-s1\n' "${newest#GLIBC_}"
  fi
}

file() { # file MODE FROM TO
  install -D -m "$1" "$2" "$tree/$3"
}

umask 022
file 755 "$binary" usr/bin/passport
file 755 packaging/deb/passport-admin usr/sbin/passport-admin
for unit in packaging/systemd/*; do
  file 644 "$unit" "usr/lib/systemd/system/$(basename "$unit")"
done
file 600 packaging/deb/passport.conf etc/passport/passport.conf
install -d -m 700 "$tree/etc/passport" "$tree/etc/passport/secrets"
documents=usr/share/doc/passport
file 644 packaging/deb/copyright $documents/copyright
file 644 packaging/proxy/nginx.conf $documents/examples/nginx.conf
file 644 packaging/proxy/Caddyfile $documents/examples/Caddyfile
gzip -9n <CHANGELOG.md >"$tree/$documents/changelog.gz"

for script in postinst prerm postrm; do
  file 755 packaging/deb/$script DEBIAN/$script
done
echo /etc/passport/passport.conf >"$tree/DEBIAN/conffiles"
(cd "$tree" && find usr etc -type f -print0 | sort -z | xargs -0 md5sum) >"$work/md5sums"
install -m 644 "$work/md5sums" "$tree/DEBIAN/md5sums"

depends=$(libraries)
[ -n "$depends" ] || die "the libraries that $binary needs could not be found out"
cat >"$tree/DEBIAN/control" <<CONTROL
Package: passport
Version: $version
Architecture: $architecture
Maintainer: The Training Passport contributors <training-passport@example.nhs.uk>
Installed-Size: $(du -sk --apparent-size "$tree" | cut -f 1)
Depends: $depends, adduser, ca-certificates
Recommends: systemd (>= 250), tzdata
Suggests: nginx | caddy, postgresql
Section: web
Priority: optional
Homepage: https://github.com/training-passport/training-passport
Description: training passports for the staff of an NHS trust
 Takes the extracts that a trust already has, works out who must hold which
 training and who is in date, and gives every person a training passport: on a
 page, as a PDF, and by email once a month.
CONTROL

find "$tree" -exec touch --no-dereference --date "@$SOURCE_DATE_EPOCH" {} +
package=$out/passport_${version}_$architecture.deb
dpkg-deb --root-owner-group "$@" --build "$tree" "$package" >/dev/null
echo "$package"
