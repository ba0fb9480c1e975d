#!/bin/sh
# The sample committee: what it has to have, from its tables and from its record alone.
# Usage: committee_sample.sh COMITY DATA-DIR
set -u
comity=$(realpath "$1")
COMITY_DATA=$(realpath "$2")
export COMITY_DATA NO_COLOR=1 COLUMNS=120 LC_ALL=C.UTF-8
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp" || exit 2
passed=0 failed=0

# counts NAME WHAT N ARGUMENTS…: so many lines of --json match.
counts() {
    name=$1 what=$2 want=$3
    shift 3
    "$comity" "$@" --json >stdout 2>stderr </dev/null
    got=$(grep -cE -- "$what" stdout)
    if [ "$got" -eq "$want" ]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAIL $name: $got, not $want"
        head -5 stderr
    fi
}

# says NAME EXIT WHAT ARGUMENTS…
says() {
    name=$1 want=$2 what=$3
    shift 3
    "$comity" "$@" >stdout 2>stderr </dev/null
    got=$?
    if [ $got -eq "$want" ] && cat stdout stderr | grep -qF -- "$what"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAIL $name: exit $got, or does not say '$what'"
        head -5 stdout stderr
    fi
}

says "made" 0 "nobody in it is real" committee sample tc --now 2026-11-24
says "not twice" 2 "not an empty folder" committee sample tc
export COMITY_COMMITTEE=tc COMITY_NOW=2026-11-24T12:00:00Z
counts "81 seats" '"members": 81' 1 committee status
counts "four of foreign capital" '"members_not_domestic": 4' 1 committee status
counts "three closed groups" '"access": "closed"' 3 committee group list
counts "five open ones" '"access": "open"' 5 committee group list
for stage in pre-study proposal project-approval drafting comment review approval publication published periodic-review abolished; do
    says "a project at $stage" 0 " $stage " committee project list
done
says "one stopped" 0 "withdrawn" committee project list
p=$("$comity" committee project list --json | grep -B1 'encryption of stored data' | sed -n 's/.*"id": "\(.*\)",/\1/p')
counts "comments in Chinese" '"language": "zh"' 10 committee comment list "$p"
counts "and in English" '"language": "en"' 10 committee comment list "$p"
counts "each with a disposition" '"decision": "(accepted|partly|not-accepted|noted)"' 20 committee comment list "$p"
counts "closed ballots of it" '"outcome": "approved"' 4 committee ballot list "$p"
says "an open one" 0 "so far" committee ballot show "$p" b-5
says "shut out of cryptography" 0 "Laputa" committee group shut-out WG3
says "conditions" 0 "storage" committee draft show "$p" d-3
says "what a revision means" 1 "What it means" committee draft diff "$p" d-1 d-2
says "unsure anchors" 1 "to be placed by a person" committee comment anchors "$p"
says "in Chinese" 0 "数据存储加密安全要求" committee status --lang zh
cp -r tc/record copy
says "recounted from the record alone" 0 "sound" verify copy
counts "no country is a real one" '"country": "X[A-Z]"' 74 committee organisation list
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
