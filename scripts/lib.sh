# Shared by the scripts beside it: where the project is, and how to speak.
# shellcheck shell=bash
set -euo pipefail
ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$ROOT"
# Where cargo builds; relative to the project if the caller's setting is.
TARGET=${CARGO_TARGET_DIR:-target}
PYTHON=$ROOT/.venv/bin/python

step() { printf '\n== %s\n' "$*"; }
die() { printf '%s: %s\n' "$(basename "$0")" "$*" >&2; exit 1; }
have() { command -v "$1" >/dev/null 2>&1; }

# A TCP port on which nothing listens.
free_port() {
  node -e 's = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close() })'
}

# The folder of PostgreSQL's server programs: Debian keeps them off the path.
postgres_programs() {
  local initdb
  initdb=$(command -v initdb || find /usr/lib/postgresql -name initdb 2>/dev/null | sort -V | tail -n 1)
  [ -n "$initdb" ] && dirname "$initdb"
}
