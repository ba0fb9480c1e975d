#!/bin/sh
# standards and regimes: what they print, what lint finds and where, and what a wrong command line gets.
# Usage: catalog_commands.sh COMITY DATA-DIR
set -u
comity=$(realpath "$1")
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
passed=0 failed=0
export NO_COLOR=1 COMITY_DATA="$tmp/data" COLUMNS=100
mkdir -p "$tmp/data/standards/XX" "$tmp/data/regimes" "$tmp/elsewhere"
cp -r "$2/registry" "$2/vocabulary" "$tmp/data/"

# standard FILE ID MUST CASES: a standard with one requirement; the condition stands in line 14.
standard() {
    cat >"$1" <<YAML
standard: $2
title: {en: "Made-up rules", zh: "规则"}
authority: Nobody
edition: "1"
published: 2020-01-01
status: draft
source: {title: "none", read: recalled}
requirements:
  - id: "1"
    clause: "§1"
    keyword: shall
    kind: tls
    text: {en: "Do not compress."}
    must: '$3'
    cases: $4
YAML
}
good='{pass: [{compression: false}], fail: [{compression: true}]}'
standard "$tmp/data/standards/XX/one.yaml" XX-1 '!tls.compression' "$good"
standard "$tmp/data/standards/XX/two.yaml" XX-2 '!tls.compression' "$good"
cat >"$tmp/data/regimes/XX.yaml" <<'YAML'
regime: XX
title: {en: "Made-up"}
market: XX
audience: {en: "nobody"}
standards: [{standard: XX-1}]
YAML

sed 's/regime: XX/regime: XX-OPEN/; s/market: XX/market: XX\nvariant_of: XX/' "$tmp/data/regimes/XX.yaml" >"$tmp/data/regimes/XX-OPEN.yaml"

# gives NAME EXIT 'WHAT IT SAYS' ARGUMENTS…: on standard output, or on standard error with exit 2.
gives() {
    name=$1 want=$2 says=$3
    shift 3
    (cd "$tmp" && "$comity" "$@" >stdout 2>stderr </dev/null)
    got=$?
    where=$tmp/stdout
    [ "$want" -ne 2 ] || where=$tmp/stderr
    if [ $got -ne "$want" ]; then
        why="exit $got, not $want"
    elif ! grep -qF -- "$says" "$where"; then
        why="does not say '$says'"
    elif [ "$want" -ne 2 ] && [ -s "$tmp/stderr" ]; then
        why="writes to standard error"
    elif [ "$want" -eq 2 ] && [ "$(wc -l <"$tmp/stderr")" -ne 1 ]; then
        why="does not complain in one line"
    else
        passed=$((passed + 1))
        return
    fi
    failed=$((failed + 1))
    echo "FAIL $name: $why"
    sed 's/^/    /' "$tmp/stdout" "$tmp/stderr"
}

gives "list" 0 'XX-1  Nobody  1; draft, 1 requirements, read in recalled' standards list
gives "list, ids" 0 'XX-2' standards list --format ids
gives "list, JSON" 0 '"id": "XX-1"' standards list --format json
gives "show" 0 'must       !tls.compression' standards show XX-1
gives "show, JSON" 0 '"must": "!tls.compression"' standards show XX-1 --format json
gives "show, Chinese" 0 'zh: 规则' standards show XX-1
gives "regimes" 0 'XX       XX  Made-up' regimes list
gives "regimes, a variant" 0 'variant of XX: XX-1' regimes list
gives "regimes, ids" 0 'XX-OPEN' regimes list --format ids
gives "regime" 0 '1 shall, 0 should' regimes show XX
gives "regime, a variant" 0 'variant of XX' regimes show XX-OPEN
gives "regime, a variant, JSON" 0 '"variant_of": "XX"' regimes list --format json
gives "regime, JSON" 0 '"standard": "XX-1"' regimes show XX --format json
gives "lint" 0 '2 standards, 2 requirements, 4 cases: 0 problems' standards lint
gives "lint of one file" 0 '1 standards, 1 requirements, 2 cases: 0 problems' standards lint data/standards/XX/one.yaml

gives "no subcommand" 2 'comity standards list' standards
gives "unknown subcommand" 2 'comity standards list' standards lst
gives "show without an id" 2 'comity regimes show ID' regimes show
gives "too many ids" 2 'comity standards show ID' standards show XX-1 XX-2
gives "misspelt standard" 2 "no standard 'XX-3'; did you mean 'XX-1'?" standards show XX-3
gives "unknown standard" 2 "'comity standards list' lists them" standards show zebra
gives "misspelt regime" 2 "did you mean 'XX'?" regimes show XY
gives "unknown format" 2 'text, json' standards list --format xml
gives "data folder that is none" 2 'must name' standards list --data elsewhere
gives "file that is not there" 2 'absent.yaml' standards lint absent.yaml

standard "$tmp/elsewhere/three.yaml" XX-3 '!tls.compresion' "$good"
gives "lint of a file elsewhere" 1 "elsewhere/three.yaml:14:17: tls has no field 'compresion'; did you mean 'compression'?" \
    standards lint elsewhere/three.yaml
standard "$tmp/elsewhere/three.yaml" XX-3 '!tls.compression' '{pass: [{compression: true}], fail: [{compression: false}, {role: server}]}'
gives "a case that must pass fails" 1 'elsewhere/three.yaml:15:20: 1: this case must pass, but it fails: ' standards lint elsewhere/three.yaml
gives "a case that must fail passes" 1 'elsewhere/three.yaml:15:49: 1: this case must fail, but it passes' standards lint elsewhere/three.yaml
gives "a case that says too little" 1 'elsewhere/three.yaml:15:71: 1: this case must fail, but it does not state enough: compression' \
    standards lint elsewhere/three.yaml
gives "all problems are counted" 1 '1 requirements, 3 cases: 3 problems' standards lint elsewhere/three.yaml
echo 'standard: [' >"$tmp/elsewhere/three.yaml"
gives "lint of what is no YAML" 1 'elsewhere/three.yaml:2:1: not YAML' standards lint elsewhere/three.yaml
gives "lint elsewhere leaves the rest alone" 0 '0 problems' standards lint

standard "$tmp/data/standards/XX/two.yaml" XX-2 'tls.suites.all(s, s.name == "TLS_AES_128_GMC_SHA256")' "$good"
gives "a name that does not exist" 1 "standards/XX/two.yaml:14:40: 'TLS_AES_128_GMC_SHA256' is not in tls-suites, did you mean 'TLS_AES_128_GCM_SHA256'?" \
    standards lint
gives "one bad file stops the others from being used" 2 'two.yaml:14:40' standards list
gives "but not from being linted" 0 '0 problems' standards lint data/standards/XX/one.yaml

echo "$passed passed, $failed failed"
[ $failed -eq 0 ] && [ $passed -gt 0 ]
