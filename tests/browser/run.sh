#!/bin/sh
# Runs the browser tests, or says why not (77: skipped). Usage: run.sh COMITY DATA WEB [FILE…]
set -u
here=$(dirname "$(realpath "$0")")
COMITY=$(realpath "$1") COMITY_DATA=$(realpath "$2") COMITY_WEB=$(realpath "$3")
shift 3
export COMITY COMITY_DATA COMITY_WEB
skip() {
    echo "skipped: $1"
    exit 77
}
command -v node >/dev/null || skip "no node here; ./dev test installs Debian's nodejs"
[ -d "$here/node_modules/playwright-core" ] || skip "no playwright-core; run 'npm ci' in tests/browser, or ./dev test"
for name in ${COMITY_CHROMIUM-} chromium chromium-browser google-chrome; do
    COMITY_CHROMIUM=$(command -v "$name") && break
done
[ -n "${COMITY_CHROMIUM-}" ] || skip "no Chromium here; ./dev test installs Debian's chromium"
export COMITY_CHROMIUM
cd "$here" || exit 2
[ $# -gt 0 ] || set -- all.mjs
exec node --test-reporter=spec "$@"
