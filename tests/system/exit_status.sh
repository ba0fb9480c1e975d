#!/bin/sh
# The exit status of check says what the verdicts are, over a made-up standard and stated facts; reports go where they are asked to.
# Usage: exit_status.sh COMITY DATA-DIR
set -u
comity=$(realpath "$1")
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
passed=0 failed=0
export NO_COLOR=1 COMITY_DATA="$tmp/data"
mkdir -p "$tmp/data/standards/XX" "$tmp/data/regimes"
cp -r "$2/registry" "$2/vocabulary" "$tmp/data/"

cat >"$tmp/data/standards/XX/xx-1.yaml" <<'YAML'
standard: XX-1
title: {en: "Made-up rules"}
authority: Nobody
edition: "1"
published: 2020-01-01
status: published
source: {title: "none", url: "https://standards.example/", read: primary}
requirements:
  - id: "1"
    clause: "1"
    keyword: shall
    kind: tls
    text: {en: "Do not compress."}
    must: '!tls.compression'
    cases: {pass: [{compression: false}], fail: [{compression: true}]}
  - id: "2"
    clause: "2"
    keyword: should
    kind: tls
    text: {en: "Issue no tickets."}
    must: '!tls.session_tickets'
    cases: {pass: [{session_tickets: false}], fail: [{session_tickets: true}]}
  - id: "3"
    clause: "3"
    keyword: shall
    kind: tls
    text: {en: "From 2030 on, extend the master secret."}
    must: 'tls.extended_master_secret'
    from: 2030-01-01
    cases: {pass: [{extended_master_secret: true}], fail: [{extended_master_secret: false}]}
YAML
cat >"$tmp/data/regimes/XX.yaml" <<'YAML'
regime: XX
title: {en: "Made-up"}
market: XX
audience: {en: "nobody"}
standards: [{standard: XX-1}]
YAML
sed 's/regime: XX/regime: XX-STRICT/; s/market: XX/market: XX\nvariant_of: XX/' "$tmp/data/regimes/XX.yaml" >"$tmp/data/regimes/XX-STRICT.yaml"
# A regime of the certificate alone: nothing in these files can be judged by it.
sed 's/standard: XX-1/standard: XX-2/; s/kind: tls/kind: cert/; s/!tls.compression/cert.ca/; s/compression: false/ca: true/; s/compression: true/ca: false/; /id: "2"/,$d' \
    "$tmp/data/standards/XX/xx-1.yaml" >"$tmp/data/standards/XX/xx-2.yaml"

# evidence FILE FACT…: an endpoint of which these facts are stated.
evidence() {
    file=$tmp/$1.cdx.json
    shift
    facts=
    for fact; do
        facts="$facts, {\"name\": \"comity:fact:${fact%%=*}\", \"value\": \"${fact#*=}\"}"
    done
    cat >"$file" <<JSON
{"bomFormat": "CycloneDX", "specVersion": "1.7", "version": 1, "services": [
  {"bom-ref": "x", "name": "x", "properties": [{"name": "comity:kind", "value": "tls"}$facts]}]}
JSON
}
evidence good compression=false session_tickets=false
evidence bad compression=true
evidence silent role=server
evidence advice compression=false session_tickets=true

# gives NAME EXIT 'WHAT STDOUT SAYS' ARGUMENTS…
gives() {
    name=$1 want=$2 says=$3
    shift 3
    (cd "$tmp" && "$comity" check "$@" >stdout 2>stderr </dev/null)
    got=$?
    if [ $got -ne "$want" ]; then
        why="exit $got, not $want"
    elif ! grep -qE "$says" "$tmp/stdout"; then
        why="does not say /$says/"
    elif [ "$want" -ne 2 ] && [ -s "$tmp/stderr" ]; then
        why="writes to standard error"
    else
        passed=$((passed + 1))
        return
    fi
    failed=$((failed + 1))
    echo "FAIL $name: $why"
    sed 's/^/    /' "$tmp/stdout" "$tmp/stderr"
}

gives "all met" 0 'XX pass' --regimes XX --on 2026-01-01 good.cdx.json
gives "a shall fails" 1 'XX fail' --regimes XX --on 2026-01-01 bad.cdx.json
gives "a fact is missing" 3 'XX unknown' --regimes XX --on 2026-01-01 silent.cdx.json
gives "a should alone never fails" 0 '1 recommended not met' --regimes XX --on 2026-01-01 advice.cdx.json
gives "a rule begins on its day" 3 'XX unknown' --regimes XX --on 2030-01-01 good.cdx.json
gives "and not the day before" 0 'XX pass' --regimes XX --on 2029-12-31 good.cdx.json
gives "a failure outweighs what is unknown" 1 'bad' --regimes XX --on 2026-01-01 silent.cdx.json bad.cdx.json good.cdx.json
gives "unknown outweighs a pass" 3 'silent' --regimes XX --on 2026-01-01 silent.cdx.json good.cdx.json
gives "an unreadable file outweighs all, the rest is judged" 2 'XX fail' --regimes XX --on 2026-01-01 absent.json bad.cdx.json
gives "variants are not among all" 0 '^target +XX$' --on 2026-01-01 good.cdx.json
gives "but can be named" 0 'XX-STRICT' --regimes XX-STRICT --on 2026-01-01 good.cdx.json
gives "JSON" 1 '"verdict": "fail"' --format json --on 2026-01-01 bad.cdx.json
gives "HTML" 1 '<!doctype html>' --format html --on 2026-01-01 bad.cdx.json
gives "CycloneDX" 1 '"attestations"' --format cyclonedx --on 2026-01-01 bad.cdx.json
gives "several reports" 0 'XX pass' --on 2026-01-01 good.cdx.json --report r.html --report r.json --report r.cdx.json --report r.txt
for ending in html json cdx.json txt; do
    if [ -s "$tmp/r.$ending" ]; then
        passed=$((passed + 1))
    else
        echo "FAIL report r.$ending is not there"
        failed=$((failed + 1))
    fi
done
gives "our attestations are evidence again" 0 'XX pass' --regimes XX --on 2026-01-01 r.cdx.json

echo "$passed passed, $failed failed"
[ $failed -eq 0 ] && [ $passed -gt 0 ]
