#!/usr/bin/env bash
# Speed and memory: every benchmark of every crate, on SQLite and, where
# PostgreSQL's server is installed, beside a throw-away one. They print medians;
# nothing here is a test.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

model=$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo 2>/dev/null | head -n 1)
memory=$(awk '/^MemTotal/ { printf "%.0f GB", $2 / 1048576 }' /proc/meminfo 2>/dev/null)
echo "Machine: ${model:-$(uname -m)}, $(nproc) cores, $memory memory, $(rustc --version)"

benches=()
for path in crates/*/benches/*.rs; do
  [ ! -e "$path" ] || benches+=(--bench "$(basename "$path" .rs)")
done
for path in crates/*/benches/*/main.rs; do
  [ ! -e "$path" ] || benches+=(--bench "$(basename "$(dirname "$path")")")
done
beside=()
[ -z "$(postgres_programs || true)" ] || beside=(scripts/with-postgres.sh)
"${beside[@]}" cargo bench --quiet --workspace "${benches[@]}"
