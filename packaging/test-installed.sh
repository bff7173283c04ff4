#!/usr/bin/env bash
# test-installed.sh PACKAGE: what an operator does with the package, from the first
# day to the last. Run by test.sh in a copy of a system, never on a real one.
set -euo pipefail
[ -n "${PASSPORT_COPY:-}" ] || { echo "this is for test.sh: it deletes what it finds" >&2; exit 1; }
# shellcheck source-path=SCRIPTDIR
. ./proves.sh

package=$1
data=/var/lib/passport
key=/etc/passport/secrets/key
settings=/etc/passport/passport.conf
unset "${!PASSPORT_@}"
# Nothing here must survive a power cut.
echo force-unsafe-io >/etc/dpkg/dpkg.cfg.d/packaging-test
export DEBIAN_FRONTEND=noninteractive PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin

is() { [ "$1" = "$2" ] || { echo "$1 is not $2"; return 1; }; }
about() { stat -c '%U:%G %a' "$1"; }
as_stranger() { setpriv --reuid=nobody --regid=nogroup --clear-groups "$@"; }
fails() { ! "$@"; }

# The first day.
dpkg --install "$package" >installed 2>&1 || { cat installed; exit 1; }
proves "what to do next is said" grep -q 'journalctl -u passport' installed
proves "root alone reads the key" is "$(about $key)" "root:root 600"
proves "the key is 64 hexadecimal digits" grep -qxE '[0-9a-f]{64}' $key
proves "the data folder is the service's alone" is "$(about $data)" "passport:passport 700"
proves "the backups are the service's alone" is "$(about /var/backups/passport)" "passport:passport 700"
proves "others cannot read the settings" fails as_stranger cat $settings

# The first start: the database is made, and a link says where to begin.
port=$((20000 + RANDOM % 20000))
echo 'PASSPORT_SITE_ADDRESS=https://passport.example.nhs.uk' >>$settings
timeout --preserve-status 20 passport-admin serve --listen 127.0.0.1:$port >served 2>&1 &
server=$!
for _ in $(seq 50); do
  ! bash healthy $port 2>/dev/null || break
  sleep 0.1
done
proves "the server is ready" bash healthy $port
proves "a link to begin with is printed" grep -q '^https://passport.example.nhs.uk/set-up/' served
kill -TERM $server
status=0
wait $server || status=$?
proves "it stops when it is asked to" is $status 0
proves "it made no other key" is "$(find $data -name '*.key')" ""

proves "the database is the service's alone" is "$(about $data/passport.db)" "passport:passport 600"
proves "passport-admin is for root" fails as_stranger passport-admin check
proves "an organisation can be added" \
  passport-admin organisation add 999 "Hartwell NHS Trust" --vpd 999 --ods RZZ
proves "passport check finds nothing that stops it" passport-admin check
proves "the exit status is passport's" is "$(passport-admin undo 99 >/dev/null 2>&1; echo $?)" \
  "$(cd $data && setpriv --reuid=passport --regid=passport --clear-groups \
    passport --database sqlite:passport.db undo 99 >/dev/null 2>&1; echo $?)"
proves "no secret is left behind" fails compgen -G '/run/passport-admin.*'

# What is in the settings is taken as it stands.
cp -p $settings kept
printf 'PASSPORT_DATABASE_URL="sqlite:%s" \n' "$data/a&b \$(id).db" >>$settings
proves "an address may hold what the shell would read" passport-admin migrate
proves "the address is taken as it stands" test -f "$data/a&b \$(id).db"
cp -p kept $settings

# The commands of the nightly backup.
touch -d '40 days ago' /var/backups/passport/old.backup
chown passport: /var/backups/passport/old.backup
sed -n 's/^ExecStart=//p' /usr/lib/systemd/system/passport-backup.service \
  | sed 's/\$\$/$/g; s/%%/%/g; s/\*\.backup/"&"/' >backup.sh
backup() {
  (cd $data && setpriv --reuid=passport --regid=passport --clear-groups env PASSPORT_BACKUP_DAYS=30 \
    PASSPORT_DATABASE_URL=sqlite:$data/passport.db sh -eu) <backup.sh
}
proves "the nightly backup is written" backup
proves "today's backup is there" test -s "/var/backups/passport/$(date +%F).backup"
proves "an old backup is deleted" fails test -e /var/backups/passport/old.backup

# An upgrade.
echo 'PASSPORT_BACKUP_DAYS=90' >>$settings
before=$(cat $key $settings | sha256sum)
proves "it can be upgraded" dpkg --install "$package"
proves "an upgrade keeps the settings and the key" is "$(cat $key $settings | sha256sum)" "$before"
if [ -x /usr/bin/systemd-analyze ]; then
  proves "systemd finds nothing wrong with the installed units" \
    systemd-analyze verify --man=no passport.service passport-backup.timer passport-check.timer
fi

# The last day.
proves "it can be removed" dpkg --remove passport
proves "the binary is gone" fails test -e /usr/bin/passport
proves "the settings stay" test -f $settings
proves "the database stays" test -f $data/passport.db
dpkg --purge passport >purged 2>&1 || { cat purged; exit 1; }
proves "the settings are purged" fails test -e $settings
proves "a purge says where the data is" grep -q "  $data" purged
proves "the database survives a purge" test -f $data/passport.db
proves "the backups survive a purge" test -s "/var/backups/passport/$(date +%F).backup"
proves "the key survives a purge" is "$(cat $key $settings 2>/dev/null | wc -l)" 1
proves "it can be installed again" dpkg --install "$package"
proves "it finds what it kept" bash -c 'passport-admin organisation list | grep -q Hartwell'

echo "Proved $passed things of the installed package"
