#!/bin/sh
# conflicts and plan over the real regimes: what they answer, in each format, and what a wrong command line gets.
# Usage: solve_commands.sh COMITY DATA-DIR SOURCE-DIR
set -u
comity=$(realpath "$1") source=$3
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
passed=0 failed=0
export NO_COLOR=1 COMITY_DATA="$2" COLUMNS=100

# gives NAME EXIT 'WHAT IT SAYS' ARGUMENTS…: on standard output, or with exit 2 in one line on standard error.
gives() {
    name=$1 want=$2 says=$3
    shift 3
    (cd "$tmp" && timeout 120 "$comity" "$@" >stdout 2>stderr </dev/null)
    got=$?
    where=$tmp/stdout
    [ "$want" -ne 2 ] || where=$tmp/stderr
    if [ $got -ne "$want" ]; then
        why="exit $got, not $want"
    elif ! grep -qE -- "$says" "$where"; then
        why="does not say /$says/"
    elif [ "$want" -ne 2 ] && [ -s "$tmp/stderr" ]; then
        why="writes to standard error"
    elif [ "$want" -eq 2 ] && [ "$(wc -l <"$tmp/stderr")" -ne 1 ]; then
        why="does not complain in one line"
    elif ls "$tmp"/out* >/dev/null 2>&1 && [ "$want" -eq 2 ]; then
        why="left an output file behind"
    else
        passed=$((passed + 1))
        return
    fi
    failed=$((failed + 1))
    echo "FAIL $name: $why"
    head -20 "$where" | sed 's/^/    /'
}

# check NAME COMMAND…: the command succeeds (77: it skips).
check() {
    name=$1
    shift
    "$@" >"$tmp/check" 2>&1
    got=$?
    if [ $got -eq 0 ] || [ $got -eq 77 ]; then
        passed=$((passed + 1))
        return
    fi
    failed=$((failed + 1))
    echo "FAIL $name"
    sed 's/^/    /' "$tmp/check"
}

on="--on 2026-11-23"
# shellcheck disable=SC2086 # two words
{
gives "two that go together" 0 '1 can share a product, 0 cannot' conflicts $on --regimes US-FED,NL-NCSC
gives "what settles their differences" 0 'tls\.versions: TLS 1\.3' conflicts $on --regimes US-FED,NL-NCSC --all
gives "two that collide" 1 '0 can share a product, 1 cannot' conflicts $on --regimes CN-SM,US-FED
gives "by which clauses" 1 'US-FED: US-SP800-52r2 §3\.3\.1.*3\.3\.1-suites' conflicts $on --regimes CN-SM,US-FED
gives "a regime alone" 0 '1 regime, 0 pairs' conflicts $on --regimes US-FED
gives "a regime named twice" 0 '1 regime, 0 pairs' conflicts $on --regimes US-FED,US-FED
gives "rules about certificates alone" 0 'kind cert only' conflicts $on --regimes CN-SM,US-FED --kind cert
gives "a weak source is told" 1 'rests on: RU-SKZI' conflicts $on --regimes RU-GOST,US-FED
gives "no budget, no answer" 3 'Incomplete' conflicts $on --regimes US-FED,NL-NCSC --budget 1
gives "JSON" 1 '"format": "comity-conflicts/1"' conflicts $on --regimes CN-SM,US-FED,NL-NCSC --format json -o "$tmp/conflicts.json"
}
