#!/usr/bin/env bash
# Has Stoplight Prism judge every operation's requests, in both versions: a mock server that validates what the client sends.
# Needs node 20.19 or newer and, the first time, the npm registry. About a minute; what Prism cannot see is printed at the end.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

# npm ci replaces the folder, so it runs only when the lock file is newer than what it installed.
if [ ! -e node_modules/.package-lock.json ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
  npm ci --loglevel=error
fi

NO_COLOR=1 cargo run --quiet --locked --package prism -- node_modules/.bin/prism
