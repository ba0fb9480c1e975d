#!/bin/sh
# conflicts and plan over the real regimes: what they answer, in each format, and what a wrong command line gets.
# Usage: solve_commands.sh COMITY DATA-DIR SOURCE-DIR
set -u
comity=$(realpath "$1") source=$(realpath "$3")
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
passed=0 failed=0
COMITY_DATA=$(realpath "$2")
export NO_COLOR=1 COMITY_DATA COLUMNS=100

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
    elif [ -n "$says" ] && ! grep -qE -- "$says" "$where"; then
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
cat >"$tmp/old.cdx.json" <<'JSON'
{"bomFormat": "CycloneDX", "specVersion": "1.7", "version": 1, "services": [{"bom-ref": "x", "name": "old.example:443", "properties": [
  {"name": "comity:kind", "value": "tls"},
  {"name": "comity:fact:versions:offered", "value": "0303"},
  {"name": "comity:fact:versions:refused", "value": "0304,0101"},
  {"name": "comity:fact:tls12_suites:offered", "value": "C02B"},
  {"name": "comity:fact:suites:offered", "value": "C02B"}]}]}
JSON
echo '{"bomFormat": "CycloneDX", "specVersion": "1.7", "version": 1, "services": [{"bom-ref": "x", "name": "c", "properties": [{"name": "comity:kind", "value": "cert"}]}]}' >"$tmp/cert.cdx.json"
# A file of ours with a foreign part: two targets.
sed 's/"services": \[/"components": [{"type": "cryptographic-asset", "name": "TLS 1.2", "bom-ref": "p", "cryptoProperties": {"assetType": "protocol", "protocolProperties": {"type": "tls", "version": "1.2"}}}], &/' \
    "$tmp/old.cdx.json" >"$tmp/two.cdx.json"
echo '{"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1, "services": [{"bom-ref": "x", "name": "a", "properties": [{"name": "comity:kind", "value": "tls"}]}, {"bom-ref": "y", "name": "b", "properties": [{"name": "comity:kind", "value": "tls"}]}]}' >"$tmp/ends.cdx.json"
echo '{"bomFormat": "CycloneDX"}' >"$tmp/none.cdx.json"
echo 'nothing of the kind' >"$tmp/text.cdx.json"

# shellcheck disable=SC2086 # $on is two words
conflicts() {
    gives "two that go together" 0 '1 can share a product, 0 cannot' conflicts $on --regimes US-FED,NL-NCSC
    gives "what settles their differences" 0 'protocol versions: TLS 1\.3' conflicts $on --regimes US-FED,NL-NCSC --all
    gives "two that collide" 1 '0 can share a product, 1 cannot' conflicts $on --regimes CN-SM,US-FED
    gives "by which clauses" 1 'US-FED: US-SP800-52r2 §3\.3\.1.*3\.3\.1-suites' conflicts $on --regimes CN-SM,US-FED
    gives "a regime alone" 0 '1 regime, 0 pairs' conflicts $on --regimes US-FED
    gives "a regime named twice" 0 '1 regime, 0 pairs' conflicts $on --regimes US-FED,US-FED
    gives "rules about certificates alone" 0 'kind cert only' conflicts $on --regimes CN-SM,US-FED --kind cert
    gives "a weak source is told" 1 'rests on: RU-SKZI' conflicts $on --regimes RU-GOST,US-FED
    gives "what nginx can do" 1 'nginx-1\.22' conflicts $on --regimes CN-SM,FR-ANSSI --server nginx
    gives "what is offered today" 1 'old\.cdx\.json offers today only' conflicts $on --regimes CN-SM,FR-ANSSI --from "$tmp/old.cdx.json"
    gives "no budget, no answer" 3 'Incomplete' conflicts $on --regimes US-FED,NL-NCSC --budget 1
    gives "JSON" 1 '' conflicts $on --regimes CN-SM,US-FED,NL-NCSC --format json -o "$tmp/conflicts.json"
    check "is as published" python3 "$source/tests/support/validate_json.py" "$source/docs/schema/conflicts.schema.json" "$tmp/conflicts.json"
    gives "JSON of one" 0 '"pairs": \[\]' conflicts $on --regimes US-FED --format json
    gives "OSCAL" 1 '' conflicts $on --regimes CN-SM,US-FED,NL-NCSC --format oscal -o "$tmp/oscal.json"
    check "is as NIST has it" python3 "$source/tests/support/oscal_valid.py" "$source/../shared/data" "$tmp/oscal.json"
    gives "the same again" 1 '' conflicts $on --regimes CN-SM,US-FED,NL-NCSC --format oscal -o "$tmp/again.json"
    sed -i '/"last-modified"/d' "$tmp/oscal.json" "$tmp/again.json"
    check "is the same but for the time" cmp "$tmp/oscal.json" "$tmp/again.json"
    gives "DIMACS" 0 '^p cnf [0-9]+ [0-9]+' conflicts $on --regimes CN-SM,US-FED --dump dimacs
    gives "SMT-LIB" 0 '^\(check-sat\)' conflicts $on --regimes CN-SM,US-FED --dump smt2

    gives "OSCAL of one" 2 'neither collide nor differ' conflicts $on --regimes US-FED --format oscal -o "$tmp/out"
    gives "OSCAL of nothing yet" 2 'none was found before the search was cut short' conflicts $on --regimes CN-SM,US-FED --format oscal --budget 1 -o "$tmp/out"
    gives "unknown regime" 2 "no regime 'US-FEDD'; did you mean 'US-FED'" conflicts --regimes US-FEDD -o "$tmp/out"
    gives "no regime" 2 "no regime ''" conflicts --regimes ,
    gives "bad date" 2 "'2026-02-30' is not a date" conflicts --on 2026-02-30 -o "$tmp/out"
    gives "unknown kind" 2 "no kind of thing 'certt'; did you mean 'cert'" conflicts --kind certt
    gives "a kind like none" 2 "no kind of thing 'zzzzzz'; there are: cert, store, tls" conflicts --kind zzzzzz
    gives "unknown server" 2 "no server 'iis'; there are: .*nginx-1\.22" conflicts --server iis
    gives "a server with a name cut short" 2 "no server 'ngin'" conflicts --server ngin
    gives "an empty server" 2 "no server ''" conflicts --server ''
    gives "no such evidence" 2 'absent\.cdx\.json: No such file' conflicts --from "$tmp/absent.cdx.json" -o "$tmp/out"
    gives "evidence that is no BOM" 2 'text\.cdx\.json' conflicts --from "$tmp/text.cdx.json"
    gives "a BOM of nothing" 2 'none\.cdx\.json' conflicts --from "$tmp/none.cdx.json"
    gives "a BOM of two" 2 'two\.cdx\.json: holds 2 targets, --from takes one' conflicts --from "$tmp/two.cdx.json"
    gives "no endpoint in it" 2 'cert\.cdx\.json: holds no TLS endpoint' conflicts --from "$tmp/cert.cdx.json"
    gives "more endpoints than one" 2 'ends\.cdx\.json: holds more than one TLS endpoint' conflicts --from "$tmp/ends.cdx.json" --dump smt2
    gives "unknown format" 2 "one of text, json, html, oscal, not 'xml'" conflicts --format xml
    gives "unknown dump" 2 "one of dimacs, smt2, not 'lp'" conflicts --dump lp
    gives "no budget" 2 'from 1 to' conflicts --budget 0
    gives "a stray argument" 2 "what is 'US-FED'" conflicts US-FED
    gives "output nowhere" 2 'none/out' conflicts $on --regimes US-FED -o "$tmp/none/out"
}
conflicts

cat >"$tmp/weights.yaml" <<'YAML'
# What they buy
CN-SM: 40
US: 2
YAML
printf 'CN-SM: -4\n' >"$tmp/negative.yaml"
printf 'US-FED: 1\nUS-FEDD: 1\n' >"$tmp/misspelt.yaml"
printf 'RU-GOST: 4\n' >"$tmp/foreign.yaml"
printf -- '- CN-SM\n' >"$tmp/list.yaml"
# shellcheck disable=SC2086 # $on is two words
plan() {
    gives "one variant for two" 0 '1 product variant serves all 2 regimes' plan $on --markets US-FED,NL-NCSC
    gives "two that need two" 0 '2 product variants serve all 2 regimes; fewer cannot \(proven\)' plan $on --markets US-FED,CN-SM
    gives "why" 0 'US-FED: US-SP800-52r2 §3\.3\.1' plan $on --markets US-FED,CN-SM
    gives "a market is all its regimes" 0 'serves all 2 regimes' plan $on --markets US
    gives "a market and one of its regimes" 0 'serves all 2 regimes' plan $on --markets US-CNSA2,US
    gives "at most one" 1 'Not served: (US-FED|CN-SM)' plan $on --markets US-FED,CN-SM --max-variants 1
    gives "the heavier one" 1 'Not served: US-FED' plan $on --markets US-FED,CN-SM --max-variants 1 --weights "$tmp/weights.yaml"
    gives "its worth" 0 'worth 40' plan $on --markets US-FED,CN-SM --weights "$tmp/weights.yaml"
    gives "what nginx cannot" 1 'Not served: CN-SM' plan $on --markets US-FED,CN-SM --server nginx
    gives "no budget, no answer" 3 'No product was found that serves any of the 2' plan $on --markets US-FED,CN-SM --budget 1
    gives "a small budget, any product" 3 'not proven: a stronger' plan $on --budget 200 --emit nginx
    gives "a limit is no impossibility" 1 'RU-GOST: [0-9]+ change' plan $on --markets US-FED,RU-GOST --max-variants 1 --from "$tmp/old.cdx.json"
    gives "who is to blame: not the server" 1 'DE-FED × US-CNSA2  exclusive' plan $on --server nginx
    gives "the smallest change" 0 'switch off TLS_|switch on TLS 1\.3' plan $on --markets US-FED --from "$tmp/old.cdx.json"
    gives "what nginx is told" 0 '^    ssl_protocols TLSv1' plan $on --markets US-FED --emit nginx
    gives "and what it cannot" 0 'What nginx cannot do' plan $on --markets CN-SM --emit nginx
    gives "files of their own" 0 "Files: $tmp/emitted/variant-1" plan $on --markets US-FED,CN-SM --emit haproxy --emit-dir "$tmp/emitted"
    check "are there" test -s "$tmp/emitted/variant-1/haproxy.cfg" -a -s "$tmp/emitted/variant-2/keys.sh"
    gives "folders on the way" 0 'Files:' plan $on --markets US-FED --emit openssl --emit-dir "$tmp/emitted/on/the/way"
    check "are there, too" test -s "$tmp/emitted/on/the/way/variant-1/openssl.cnf"
    gives "over those of before" 0 'Files:' plan $on --markets US-FED --emit apache --emit-dir "$tmp/emitted"
    gives "JSON" 0 '' plan $on --markets US-FED,CN-SM --from "$tmp/old.cdx.json" --emit openssl --format json -o "$tmp/plan.json"
    check "is as published" python3 "$source/tests/support/validate_json.py" "$source/docs/schema/plan.schema.json" "$tmp/plan.json"
    gives "the same again" 0 '' plan $on --markets US-FED,CN-SM --from "$tmp/old.cdx.json" --emit openssl --format json -o "$tmp/again.json"
    sed -i '/^  "made"/d' "$tmp/plan.json" "$tmp/again.json"
    check "is the same but for the time" cmp "$tmp/plan.json" "$tmp/again.json"
    gives "a page" 0 '<h3>Variant 2</h3>' plan $on --markets US-FED,CN-SM --format html

    gives "unknown market" 2 "no regime 'UK'" plan --markets US,UK -o "$tmp/out"
    gives "misspelt regime" 2 "no regime 'US-FEDD'; did you mean 'US-FED'" plan --markets US-FEDD
    gives "a market in small letters" 2 "no regime 'us'; did you mean 'US'" plan --markets us
    gives "no market" 2 "no regime ''" plan --markets ,
    gives "no such weights" 2 'absent\.yaml: No such file' plan --weights "$tmp/absent.yaml" -o "$tmp/out"
    gives "a negative weight" 2 "negative\.yaml:1:8: 'CN-SM' must be from 1 to 1000000, not -4" plan --weights "$tmp/negative.yaml"
    gives "a weight of no market" 2 "misspelt\.yaml:2:1: 'US-FEDD' is no market or regime of this plan; did you mean 'US-FED'" plan --weights "$tmp/misspelt.yaml"
    gives "a weight of another market" 2 "foreign\.yaml:1:1: 'RU-GOST' is no market" plan --markets US-FED --weights "$tmp/foreign.yaml"
    gives "weights that are no map" 2 'list\.yaml:1:1: ' plan --weights "$tmp/list.yaml"
    gives "bad date" 2 "'tomorrow' is not a date" plan --on tomorrow
    gives "evidence that is no BOM" 2 'text\.cdx\.json' plan --from "$tmp/text.cdx.json"
    gives "a BOM of two" 2 'holds 2 targets' plan --from "$tmp/two.cdx.json"
    gives "a product without an endpoint" 2 'cert\.cdx\.json: holds no TLS endpoint' plan --from "$tmp/cert.cdx.json"
    gives "unknown server to emit" 2 "one of nginx, apache, haproxy, openssl, not 'iis'" plan --emit iis
    gives "a folder and no server" 2 'emit-dir needs --emit' plan --emit-dir "$tmp/out"
    gives "a folder without a name" 2 "emit-dir '': No such file" plan $on --markets US-FED --emit nginx --emit-dir ''
    gives "a folder that is a file" 2 'emit-dir.*weights\.yaml' plan $on --markets US-FED --emit nginx --emit-dir "$tmp/weights.yaml"
    gives "no variants" 2 'from 1 to 256' plan --max-variants 0
    gives "unknown format" 2 "one of text, json, html, not 'oscal'" plan --format oscal
    gives "a stray argument" 2 "what is 'US'" plan US
}
plan

# The same question has the same answer: octet for octet, and in whatever order the regimes are named.
# same NAME EXIT WITHOUT ARGUMENTS…: twice the same, lines that match WITHOUT apart.
same() {
    name=$1 want=$2 without=$3
    shift 3
    gives "$name" "$want" '' "$@" -o "$tmp/one.txt"
    gives "$name, again" "$want" '' "$@" -o "$tmp/other.txt"
    sed -i "/$without/d" "$tmp/one.txt" "$tmp/other.txt"
    check "$name: the same" cmp "$tmp/one.txt" "$tmp/other.txt"
}
# shellcheck disable=SC2086 # $on is two words
again() {
    same "all conflicts as text" 1 ^made conflicts $on --all
    same "all conflicts as a page" 1 'written [0-9-]* [0-9:]* UTC' conflicts $on --format html
    same "all conflicts for OSCAL" 1 '"last-modified"' conflicts $on --format oscal
    same "some conflicts" 1 '"made"' conflicts $on --format json --budget 1000
    same "a plan as text" 0 ^made plan $on --from "$tmp/old.cdx.json" --emit nginx --all
    same "a plan as a page" 0 'written [0-9-]* [0-9:]* UTC' plan $on --from "$tmp/old.cdx.json" --emit nginx --format html
    order=0
    for regimes in CN-SM,DE-FED,EU-ACM2,FR-ANSSI,NL-NCSC,RU-GOST,US-CNSA2,US-FED US-FED,RU-GOST,FR-ANSSI,DE-FED,US-CNSA2,NL-NCSC,EU-ACM2,CN-SM; do
        order=$((order + 1))
        gives "conflicts, order $order" 1 '' conflicts $on --regimes $regimes --format json -o "$tmp/conflicts-$order.json"
        gives "plan, order $order" 0 '' plan $on --markets $regimes --from "$tmp/old.cdx.json" --format json -o "$tmp/plan-$order.json"
    done
    for what in conflicts plan; do
        check "$what there and back" python3 "$source/tests/support/same_answers.py" "$tmp/$what-1.json" "$tmp/$what-2.json"
    done
}
again

# Regimes of somebody's own: one that contradicts itself, one with a rule that is judged but not solved for.
mkdir "$tmp/data"
cp -r "$COMITY_DATA"/registry "$COMITY_DATA"/vocabulary "$COMITY_DATA"/standards "$COMITY_DATA"/regimes \
    "$COMITY_DATA"/law "$COMITY_DATA"/servers "$tmp/data"
# own ID KIND CONDITION…
own() {
    id=$1 kind=$2
    shift 2
    cat >"$tmp/data/regimes/$id.yaml" <<YAML
regime: $id
title: {en: "Own"}
market: ZZ
audience: {en: "Nobody"}
standards:
  - {standard: ZZ-$id}
YAML
    cat >"$tmp/data/standards/US/$id.yaml" <<YAML
standard: ZZ-$id
title: {en: "Own"}
authority: Nobody
edition: "1"
published: 2020-01-01
status: published
source: {title: "None", url: "https://example.org", read: primary}
requirements:
YAML
    for must; do
        cat >>"$tmp/data/standards/US/$id.yaml" <<YAML
  - id: "$must"
    clause: "1"
    keyword: shall
    kind: $kind
    text: {en: "Own rule."}
    must: '$must'
YAML
    done
}
own ZZ-NEVER tls 'tls.dh_bits >= 4096' 'tls.dh_bits <= 2048'
own ZZ-ODD cert 'cert.serial == cert.issuer'
data=$COMITY_DATA
COMITY_DATA=$tmp/data
# shellcheck disable=SC2086 # $on is two words
own_regimes() {
    gives "a contradiction in itself" 1 '1 cannot be met even by itself' conflicts $on --regimes ZZ-NEVER
    gives "with all its pairs" 1 '2 cannot; 1 cannot be met' conflicts $on --regimes ZZ-NEVER,US-FED,NL-NCSC
    gives "which nothing serves" 1 '^No product serves the 1 regime' plan $on --markets ZZ-NEVER
    gives "a rule that is not solved for" 0 'judged, but not solved for' conflicts $on --regimes ZZ-ODD,US-FED
    gives "and what a plan says of it" 0 'passes all that was analysed' plan $on --markets ZZ-ODD,US-FED
}
own_regimes
COMITY_DATA=$data

# Ctrl-C: what was found so far, or all of it where the machine is fast. One signal only: the second one ends it.
for command in conflicts plan; do
    (cd "$tmp" && timeout --foreground --preserve-status --signal=INT 1 "$comity" $command >stdout 2>stderr </dev/null)
    got=$?
    if { [ $got -eq 0 ] || [ $got -eq 1 ] || [ $got -eq 3 ]; } && grep -qE '^(Complete|Incomplete|Every configuration)' "$tmp/stdout"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAIL Ctrl-C during $command: exit $got"
    fi
done

echo "$passed passed, $failed failed"
[ $failed -eq 0 ] && [ $passed -gt 0 ]
