#!/usr/bin/env bash
# Installs what the tests need, where it is missing:
#   from Debian      PostgreSQL's server, Chromium, poppler-utils, Python
#   in frontend/     the npm packages, those for tests included
#   in .venv/        the Python packages of scripts/requirements.txt
# What is there already is left alone, so a second run needs no network.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

for tool in cargo node npm; do
  have "$tool" || die "$tool is missing: install Rust (rustup) and Node 20 or later first"
done

packages=()
need() { # need PACKAGE TEST…: the package is wanted where the test fails.
  local package=$1
  shift
  "$@" >/dev/null 2>&1 || packages+=("$package")
}
need postgresql postgres_programs
need chromium test -x "${CHROMIUM:-/usr/bin/chromium}"
need poppler-utils have pdftotext
need python3-venv python3 -c 'import ensurepip, venv'
if [ ${#packages[@]} -gt 0 ]; then
  step "Installing from Debian: ${packages[*]}"
  as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    have sudo || die "not root, and no sudo: install ${packages[*]} first"
    as_root=(sudo)
  fi
  have apt-get || die "this is not Debian: install the equivalents of ${packages[*]} first"
  install=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends)
  log=$(mktemp)
  { "${as_root[@]}" apt-get update -qq && "${install[@]}" "${packages[@]}" fonts-liberation; } \
    >"$log" 2>&1 </dev/null || { tail -n 30 "$log" >&2; die "apt-get failed (above)"; }
  rm -f "$log"
fi

if [ ! -d frontend/node_modules/axe-core ] || [ ! -d frontend/node_modules/nhsuk-frontend ]; then
  step "Installing the packages of frontend/"
  (cd frontend && npm ci --ignore-scripts --silent </dev/null)
fi

if ! cmp -s scripts/requirements.txt .venv/installed.txt; then
  step "Installing the packages of scripts/requirements.txt into .venv"
  python3 -m venv .venv
  "$PYTHON" -m pip install --quiet --disable-pip-version-check --requirement scripts/requirements.txt
  cp scripts/requirements.txt .venv/installed.txt
fi
