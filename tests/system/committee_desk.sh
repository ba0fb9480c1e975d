#!/bin/sh
# Inside an organisation: comments are prepared, merged, approved and filed as one; nothing else enters the record.
# Usage: committee_desk.sh COMITY DATA-DIR
set -u
comity=$(realpath "$1")
COMITY_DATA=$(realpath "$2")
export COMITY_DATA NO_COLOR=1 COLUMNS=120 LC_ALL=C.UTF-8
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp" || exit 2
passed=0 failed=0
export COMITY_COMMITTEE="$tmp/tc" COMITY_AS=m-1 COMITY_NOW=2026-01-05T08:00:00Z

fail() {
    failed=$((failed + 1))
    echo "FAIL $1: $2"
    sed 's/^/    /' stdout stderr
}
c() {
    "$comity" committee "$@" >stdout 2>stderr </dev/null || fail "committee $*" "exit $?"
}
# does NAME TEXT ARGUMENTS…: exit 0, and TEXT stands in the answer.
does() {
    name=$1 text=$2
    shift 2
    "$comity" committee "$@" >stdout 2>stderr </dev/null
    got=$?
    if [ $got -ne 0 ] || ! grep -qF -- "$text" stdout; then
        fail "$name" "exit $got, expected '$text'"
    else
        passed=$((passed + 1))
    fi
}
# refuses NAME CODE RULE ARGUMENTS…: exit 1 with code and rule; the desk is as before.
refuses() {
    name=$1 code=$2 rule=$3
    shift 3
    "$comity" committee desk list "$p" --json --as m-2 >before 2>/dev/null </dev/null
    "$comity" committee "$@" --json >stdout 2>stderr </dev/null
    got=$?
    "$comity" committee desk list "$p" --json --as m-2 >after 2>/dev/null </dev/null
    if [ $got -ne 1 ]; then
        fail "$name" "exit $got, not 1"
    elif ! grep -qF "\"code\": \"$code\"" stdout || ! grep -qF "\"$rule\"" stdout; then
        fail "$name" "is not refused as '$code' by '$rule'"
    elif ! cmp -s before after; then
        fail "$name" "changed the desk"
    else
        passed=$((passed + 1))
    fi
}
# fails NAME TEXT ARGUMENTS…: exit 1, and TEXT stands in the answer.
fails() {
    name=$1 text=$2
    shift 2
    "$comity" committee "$@" >stdout 2>&1 </dev/null
    got=$?
    if [ $got -ne 1 ] || ! grep -qF -- "$text" stdout; then
        fail "$name" "exit $got, expected '$text'"
    else
        passed=$((passed + 1))
    fi
}
# wrong NAME TEXT ARGUMENTS…: exit 2, and TEXT stands in the message.
wrong() {
    name=$1 text=$2
    shift 2
    "$comity" committee "$@" >stdout 2>stderr </dev/null
    got=$?
    if [ $got -ne 2 ] || ! grep -qF -- "$text" stderr; then
        fail "$name" "exit $got, expected '$text'"
    else
        passed=$((passed + 1))
    fi
}

c init tc --id TC-9 --name-en "Committee nine" --record tc9.example/record --organisation-en "Secretariat" \
    --secretary-en "Ada" --rehearsal --process OASIS
for i in 2 3; do
    c organisation add --name-en "Member $i" --origin domestic
    c person add o-$i --name-en "Person $i"
    c member add o-$i
    c mandate give p-$i delegate
done
c person add o-2 --name-en "An engineer" --as m-2
c person add o-2 --name-en "Another engineer" --as m-2
c mandate give p-4 expert --as m-2
c mandate give p-5 expert --as m-2
c project propose OASIS --title-en "A project" --lead o-3
p=$("$comity" committee project list --json | sed -n 's/.*"id": "\(P-[0-9]*\)".*/\1/p')
c draft post "$p" "$COMITY_DATA/sample/draft-1.yaml" --with-errors --as m-3
c comment open "$p"
cp tc/record/checkpoint before-the-desk

does "an empty desk" "nothing lies" desk list "$p" --as m-2
does "an engineer prepares" "prepared: 1" desk prepare "$p" 4.2 --type te --text "Name the mode." --as m-4
does "another one prepares" "prepared: 2" desk prepare "$p" 4.2 --type te --text "应说明工作模式。" --as m-5
does "the delegate prepares" "prepared: 3" desk prepare "$p" --type ed --text "Too many commas." --as m-2
wrong "without a type" "what type" desk prepare "$p" --text "x" --as m-4
wrong "without words" "what is the comment" desk prepare "$p" --type te --as m-4
wrong "no such clause" "no clause '99'" desk prepare "$p" 99 --type te --text "x" --as m-4
wrong "a number that is none" "no entry 'two'" desk approve "$p" two --as m-2
wrong "no such number" "no entry '9'" desk drop "$p" 9 --as m-2
wrong "no such mandate" "no mandate" desk list "$p" --as m-99
wrong "another's desk, under one's own mandate" "is not of o-2" desk list "$p" --as o-2/p-2/m-3
refuses "an expert changes a colleague's" role desk.own desk change "$p" 2 --text "mine" --as m-4
refuses "an expert approves" role mandate.kind desk approve "$p" 1 --as m-4
refuses "the secretary prepares for itself, and has no say" role mandate.kind desk prepare "$p" --type te --text "x" --as m-1
fails "filed without approval" "not approved 3" desk file "$p" 3 --as m-2
c desk approve "$p" 3 --dry-run --as m-2
fails "only asked" "not approved 3" desk file "$p" 3 --as m-2
does "two become one" "merged into 4" desk merge "$p" 1,2 --text "Name the mode of operation." --as m-2
does "dropped" "dropped: 3" desk drop "$p" 3 --note "a matter of taste" --as m-2
does "approved" "approved: 4" desk approve "$p" 4 --as m-2
refuses "approved after it was merged" late desk.state desk approve "$p" 1 --as m-2
does "another organisation sees its own" "nothing lies" desk list "$p" --as m-3
if cmp -s before-the-desk tc/record/checkpoint; then passed=$((passed + 1)); else fail "the desk" "is in the record"; fi

fails "by an expert" "m-4" desk file "$p" 4 --as m-4
does "filed as one" "filed as c-1" desk file "$p" --as m-2
does "it says of how many it was made" '"consolidated": 2' log --json
does "the words are those that were approved" "Name the mode of operation." comment show "$p" c-1
does "the desk knows" "filed as c-1" desk list "$p" --as m-2
fails "filed twice" "is filed" desk file "$p" 4 --as m-2
if "$comity" verify tc/record >stdout 2>stderr </dev/null; then passed=$((passed + 1)); else fail "verify" "not sound"; fi
if grep -rqaF "a matter of taste" tc/record; then fail "the desk" "its notes are in the record"; else passed=$((passed + 1)); fi

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
