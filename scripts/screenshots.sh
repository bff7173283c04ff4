#!/usr/bin/env bash
# Takes the README's pictures again: the demonstration of 2,440 people in a
# temporary folder, on a free port, as a person sees it in a browser.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

cargo build --release --quiet --bin passport
work=$(mktemp -d)
port=$(free_port)
"$TARGET/release/passport" demo --dir "$work/demo" --port "$port" >"$work/log" 2>&1 &
demo=$!
trap 'kill "$demo" 2>/dev/null || true; wait "$demo" 2>/dev/null || true; rm -rf "$work"' EXIT
node frontend/tests/screenshots.mjs "http://127.0.0.1:$port" docs/images || { cat "$work/log" >&2; exit 1; }

# The PDF as a picture: one page, as it is printed. Everyone's PDF is alike, so
# the first person with something to do will serve.
number=$("$TARGET/release/passport" --database "sqlite:$work/demo/passport.db" report people --format csv \
  | awk -F, '/,expired,/ { print $1; exit }')
"$TARGET/release/passport" --database "sqlite:$work/demo/passport.db" show "$number" --format pdf >"$work/passport.pdf"
pdftoppm -png -r 70 -f 1 -l 1 -singlefile "$work/passport.pdf" docs/images/passport-pdf
echo "Pictures are in docs/images."
