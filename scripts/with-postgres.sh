#!/usr/bin/env bash
# with-postgres.sh COMMAND…: runs a command beside a throw-away PostgreSQL server.
#
# The server lives in a temporary folder and on a free port; its address is in
# PASSPORT_TEST_POSTGRES. It sorts text as a trust's server would (British
# English, not by code point), so that no query relies on SQLite's order. An
# address that is set already is used as it is.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

[ -z "${PASSPORT_TEST_POSTGRES:-}" ] || exec "$@"

programs=$(postgres_programs) || die "PostgreSQL's server is missing: run make test"
folder=$(mktemp -d)
as_user=()
if [ "$(id -u)" -eq 0 ]; then
  # PostgreSQL refuses to run as root.
  chown postgres "$folder"
  as_user=(runuser -u postgres --)
fi
server() { (cd "$folder" && "${as_user[@]}" "$programs/$1" "${@:2}") }

stop() {
  server pg_ctl -D "$folder/data" -m immediate -s stop >/dev/null 2>&1 || true
  rm -rf "$folder"
}
trap stop EXIT

locale=(--locale=C.UTF-8)
if "$programs/initdb" --help | grep -q -- --icu-locale; then
  locale+=(--locale-provider=icu --icu-locale=en-GB)
fi
server initdb -D "$folder/data" -U postgres -A trust -E UTF8 "${locale[@]}" --no-sync \
  >"$folder/initdb.log" 2>&1 || { cat "$folder/initdb.log" >&2; die "initdb failed (above)"; }
port=$(free_port)
# Nothing here must survive a power cut.
options="-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories=$folder"
options="$options -c fsync=off -c full_page_writes=off -c max_connections=300"
server pg_ctl -D "$folder/data" -l "$folder/log" -w -s -o "$options" start \
  || { cat "$folder/log" >&2; die "PostgreSQL did not start (above)"; }

export PASSPORT_TEST_POSTGRES="postgres://postgres@127.0.0.1:$port/postgres"
status=0
"$@" || status=$?
exit "$status"
