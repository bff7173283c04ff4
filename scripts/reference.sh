#!/usr/bin/env bash
# Writes docs/reference again: commands from `passport --help`, settings and
# file headings from the code. The same tests check them in `make test`.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
PASSPORT_UPDATE_REFERENCE=1 cargo test --quiet --package passport --test integration -- guards::reference
git --no-pager diff --stat -- docs/reference 2>/dev/null || true
