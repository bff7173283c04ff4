#!/usr/bin/env bash
# Speed and memory: a line on the machine, the crates' own benchmarks, then the
# whole command on trusts of $STAFF people. Medians; nothing here is a test.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

model=$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo 2>/dev/null | head -n 1)
memory=$(awk '/^MemTotal/ { printf "%.0f GB", $2 / 1048576 }' /proc/meminfo 2>/dev/null)
echo "Machine: ${model:-$(uname -m)}, $(nproc) cores, $memory memory, $(rustc --version)"

benches=()
for file in crates/*/benches/*.rs; do
  benches+=(--bench "$(basename "$file" .rs)")
done
cargo bench --quiet --workspace "${benches[@]}"

cargo build --release --quiet --bin passport
python3 -B scripts/bench.py "$TARGET/release/passport" ${STAFF:-2440 30000}
