#!/usr/bin/env bash
# Third-party validators on specs/*/*.yaml and what the import makes of its fixture, and on copies of them with the operations of x-ms-paths moved into paths.
# Needs node 20.19 or newer and, the first time, the npm registry. Other files to check can be given as arguments.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
export REDOCLY_TELEMETRY=off REDOCLY_SUPPRESS_UPDATE_NOTICE=true NO_COLOR=1

files=()
for file in "$@"; do files+=("$(realpath "$file")"); done
cd "$here"
if [ ${#files[@]} -eq 0 ]; then
  for file in ../../specs/*/*.yaml ../../generator/tests/fixtures/import/bundle/*.yaml; do
    case $file in *.overlay.yaml) ;; *) files+=("$file") ;; esac
  done
fi

# npm ci replaces the folder, so it runs only when the lock file is newer than what it installed.
if [ ! -e node_modules/.package-lock.json ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
  npm ci --loglevel=error
fi

OUT_DIR=$(mktemp -d)
export OUT_DIR
trap 'rm -rf "$OUT_DIR"' EXIT

status=0
node check.mjs "${files[@]}" || status=1
node_modules/.bin/redocly lint --config redocly.yaml "${files[@]}" "$OUT_DIR"/merged-*.yaml || status=1
exit $status
