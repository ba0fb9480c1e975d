#!/bin/sh
# Each standard's normal form against tests/golden/standards/ID.txt, so that a change of data shows what it changes.
# COMITY_UPDATE_GOLDEN=1 rewrites them. Usage: standards.sh COMITY DATA-DIR GOLDEN-DIR
set -eu
comity=$1 golden=$3/standards
export COMITY_DATA="$2" NO_COLOR=1 COLUMNS=100
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
for id in $("$comity" standards list --format ids); do
    "$comity" standards show "$id" >"$tmp/$id.txt"
done
if [ -n "${COMITY_UPDATE_GOLDEN-}" ]; then
    rm -rf "$golden"
    cp -r "$tmp" "$golden"
    chmod 755 "$golden"
fi
diff -ru "$golden" "$tmp"
echo "$(find "$tmp" -name '*.txt' | wc -l) normal forms are as expected"
