#!/usr/bin/env bash
# Every test, one kind after another; `test.sh KIND…` runs only those kinds:
#   rust            unit, rule, store (both databases), journey and guard tests
#   second-opinion  random histories, our answers beside a second implementation's
#   pdf             every PDF layout and many names against PDF/UA-1
#   pages           journeys and every page in a browser: logging in, and the demonstration
#   packaging       the Debian package: built, installed, upgraded, removed
# Each prints its counts; the first kind that fails ends the run.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
summary=()

# Compiles with progress shown, then runs; adds up cargo's own result lines.
rust() {
  step "Rust tests"
  cargo test --workspace --no-run
  local status=0
  scripts/with-postgres.sh cargo test --workspace --no-fail-fast --quiet 2>&1 \
    | tee "$work/rust" || status=$?
  local counts
  counts=$(awk '/^test result:/ { passed += $4; failed += $6; ignored += $8 }
    END { printf "%d passed, %d failed, %d ignored", passed, failed, ignored }' "$work/rust")
  echo "Rust tests: $counts"
  [ "$status" -eq 0 ] || die "the Rust tests failed"
  summary+=("Rust: $counts")
}

second_opinion() {
  step "The second opinion on the rules"
  local folder=crates/passport/tests/second-opinion
  (cd "$folder" && python3 -B -m unittest --quiet) 2>&1 | tee "$work/unittest"
  cargo build --quiet --bin passport
  python3 -B "$folder/compare.py" --binary "$TARGET/debug/passport" --seeds "1..${SEEDS:-20}" \
    | tee "$work/compare"
  summary+=("Second opinion: $(grep -m 1 '^Ran' "$work/unittest"); $(tail -n 1 "$work/compare")")
}

pdf() {
  step "PDF/UA-1"
  cargo run --quiet --package passport-document --example write_layouts -- "$work/pdf" 100
  "$PYTHON" -B crates/passport-document/tests/check_pdf_ua.py "$work/pdf" | tee "$work/pdf.txt"
  summary+=("PDF/UA-1: $(tail -n 1 "$work/pdf.txt")")
}

# Logging in is walked on one core while the demonstration is on the other.
pages() {
  step "Pages in a browser"
  cargo build --quiet --bin passport
  cargo run --quiet --package passport-pages --example render -- "$work/samples"
  node frontend/tests/log_in_journeys.mjs "$TARGET/debug/passport" >"$work/log-in" 2>&1 &
  local log_in=$! status=0
  node frontend/tests/journeys.mjs --start "$TARGET/debug/passport" | tee "$work/journeys" || status=$?
  for topic in team query reminder desk requirements; do
    node "frontend/tests/${topic}_journeys.mjs" "$TARGET/debug/passport" | tee -a "$work/topics" || status=$?
  done
  node frontend/tests/axe.mjs "$work"/samples/[!e]*.html --email "$work"/samples/email-*.html \
    | tee "$work/axe" || status=$?
  wait "$log_in" || status=$?
  cat "$work/log-in"
  [ "$status" -eq 0 ] || die "a journey failed, or a page has a fault"
  summary+=("Pages: $(tail -n 1 "$work/journeys") $(tail -n 1 "$work/log-in") $(grep -c '^ok' "$work/topics") more. $(tail -n 1 "$work/axe")")
}

# The newest binary there is: what is tested is how it is packaged.
packaging() {
  step "The Debian package"
  local binary
  binary=$(find "$TARGET/release/passport" "$TARGET/debug/passport" -printf '%T@ %p\n' 2>/dev/null \
    | sort -n | tail -n 1 | cut -d ' ' -f 2-) || true
  if [ -z "$binary" ]; then
    cargo build --quiet --bin passport
    binary=$TARGET/debug/passport
  fi
  packaging/test.sh "$binary" | tee "$work/packaging"
  summary+=("$(tail -n 1 "$work/packaging")")
}

for kind in "${@:-rust second-opinion pdf pages packaging}"; do
  for name in $kind; do
    case $name in
      rust | pdf | pages | packaging) "$name" ;;
      second-opinion) second_opinion ;;
      *) die "there is no kind of test called $name" ;;
    esac
  done
done

step "All passed"
printf '%s\n' "${summary[@]}"
