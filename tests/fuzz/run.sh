#!/usr/bin/env bash
# Fuzzes one target for a while: run.sh diff|import|lower|response|saved [SECONDS]. What is new goes to tests/fuzz/target, not to the
# committed corpus; an input that breaks something is written to tests/fuzz/artifacts and belongs into the corpus.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
target=${1:?diff, import, lower, response or saved}
found=tests/fuzz/target/corpus/$target
artifacts=tests/fuzz/artifacts/$target
mkdir -p "$found" "$artifacts"

# Our fixtures are seeds as well.
case $target in
  import) seeds=(generator/tests/fixtures/import/bad) ;;
  diff | lower) seeds=(generator/tests/fixtures/emit generator/tests/fixtures/refused generator/tests/fixtures/error) ;;
  *) seeds=() ;;
esac

cargo fuzz run --fuzz-dir tests/fuzz --sanitizer none "$target" "$found" "tests/fuzz/corpus/$target" "${seeds[@]}" -- \
  -max_total_time="${2:-600}" -rss_limit_mb=1024 -timeout=20 -max_len=16384 -print_final_stats=1 \
  -dict="tests/fuzz/dict/$target.dict" -artifact_prefix="$artifacts/"
