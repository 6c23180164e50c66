#!/usr/bin/env bash
# Has the AutoRest test server judge clients that are rendered from its own descriptions. What it finds and what is not hit is printed.
# Needs node 20.19 or newer and, the first time, the npm registry. The first time builds the clients: a minute or two.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

# npm ci replaces the folder, so it runs only when the lock file is newer than what it installed.
if [ ! -e node_modules/.package-lock.json ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
  npm ci --loglevel=error
fi

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
server=$PWD/node_modules/@microsoft.azure/autorest.testserver
AUTOREST_SWAGGER=$server/swagger cargo run --quiet --locked --package conformance -- "$server/dist/cli/cli.js" "$folder"
