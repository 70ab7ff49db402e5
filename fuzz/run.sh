#!/usr/bin/env bash
# Runs every fuzz target for SECONDS each, with seeds and words made from the samples and the sources.
#
#   fuzz/run.sh SECONDS [TARGET…]
#
# Our own code has no unsafe part, so that no sanitizer is the default; SANITIZER=address looks into the libraries too.
#
# Needs a nightly toolchain and cargo-fuzz (`cargo install cargo-fuzz`). What a target finds is in fuzz/artifacts/TARGET/;
# make it a named test before it is mended. Corpora are kept in fuzz/corpus/, which is not committed.
set -euo pipefail
cd "$(dirname "$0")/.."
seconds=${1:?how many seconds for each target}
shift
targets=("$@")
[ ${#targets[@]} -gt 0 ] || targets=(package document styles_numbering grid values schema scan_oracle writers doc compound markup)
cargo +nightly fuzz --version >/dev/null || {
  echo "run.sh: needs a nightly toolchain and cargo-fuzz: rustup toolchain install nightly; cargo install cargo-fuzz" >&2
  exit 1
}
python3 fuzz/seeds.py
failed=()
for target in "${targets[@]}"; do
  printf '\n== %s\n' "$target"
  cargo +nightly fuzz run --sanitizer "${SANITIZER:-none}" "$target" "fuzz/corpus/$target" "fuzz/seeds/$target" -- \
    -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -max_len="${MAX_LEN:-16384}" \
    -dict=fuzz/words.dict -print_final_stats=1 || failed+=("$target")
done
[ ${#failed[@]} -eq 0 ] || { echo "found something: ${failed[*]}" >&2; exit 1; }
