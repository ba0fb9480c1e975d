#!/bin/sh
# The whole life of a standard at the command line, the clock given: proposal, draft, 60 days of comments, a foreign
# member's comments, dispositions, ballot, approval, publication; then a recount from a copy of the record alone.
# Usage: committee_life.sh COMITY DATA-DIR
set -u
comity=$(realpath "$1")
export COMITY_DATA=$2 NO_COLOR=1 COLUMNS=120 LC_ALL=C.UTF-8
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp" || exit 2
passed=0 failed=0
export COMITY_COMMITTEE=$tmp/tc COMITY_AS=m-1 COMITY_NOW=2026-01-05T08:00:00Z

fail() {
    failed=$((failed + 1))
    echo "FAIL $1: $2"
    sed 's/^/    /' stdout stderr
}

# does NAME 'WHAT IT SAYS' ARGUMENTS…: exit 0, and that text on standard output.
does() {
    name=$1 says=$2
    shift 2
    "$comity" "$@" >stdout 2>stderr </dev/null
    got=$?
    if [ $got -ne 0 ]; then
        fail "$name" "exit $got, not 0"
    elif ! grep -qF -- "$says" stdout; then
        fail "$name" "does not say '$says'"
    else
        passed=$((passed + 1))
    fi
}

# refuses NAME CODE ARGUMENTS…: exit 1, and the refusal's code.
refuses() {
    name=$1 code=$2
    shift 2
    "$comity" "$@" --json >stdout 2>stderr </dev/null
    got=$?
    if [ $got -ne 1 ]; then
        fail "$name" "exit $got, not 1"
    elif ! grep -qF "\"code\": \"$code\"" stdout; then
        fail "$name" "is not refused as '$code'"
    else
        passed=$((passed + 1))
    fi
}

c() {
    "$comity" committee "$@" >stdout 2>stderr </dev/null || fail "committee $*" "exit $?"
}
at() {
    COMITY_NOW=$1T08:00:00Z
}

# ---- a committee of nine seats, two of them of foreign capital -------------------------------------------------------
does "init" "a rehearsal" committee init tc --id TC-9 --name-en "Committee nine" --name-zh 第九委员会 \
    --record tc9.example/record --organisation-en "Secretariat" --organisation-zh 秘书处 --secretary-en "Ada" \
    --process SAC-GBT --rehearsal
for i in 2 3 4 5 6 7 8 9 10; do
    origin=domestic
    [ $i -lt 9 ] || origin=foreign-invested
    c organisation add --name-en "Member $i" --name-zh "成员$i" --origin $origin --country XC --category user
    c person add o-$i --name-en "Person $i"
    c member add o-$i --person p-$i
    c mandate give p-$i delegate
done
c group open WG1 --name-en "Group one" --name-zh 第一组 --access open
for i in 2 3 4 10; do
    c member add o-$i --body WG1
    c mandate give p-$i delegate --body WG1 --as m-$i # a delegate gives the organisation's further mandates
done
c mandate give p-2 convenor --body WG1
does "status" "9 seats, 2 of them not domestic" committee status
does "claimed by the committee, confirmed by the member" "membership.confirmed" committee member confirm ms-9 --as m-10
does "mandates" "m-15  convenor" committee mandate list

# ---- proposal --------------------------------------------------------------------------------------------------------
at 2026-01-06
does "propose" "project.proposed" committee project propose SAC-GBT --title-en "Encryption of stored data" \
    --title-zh 数据存储加密 --lead o-2 --group WG1
p=$("$comity" committee project list --json | sed -n 's/.*"id": "\(P-[0-9]*\)".*/\1/p')
echo paper >paper.txt
does "a paper" "document.filed" committee document file "$p" study-report paper.txt
does "to proposal" "stage.entered" committee project advance "$p" proposal
for d in proposal-form outline plan; do
    c document file "$p" $d paper.txt
done
does "the committee votes on the proposal" "ballot.opened b-1" committee ballot open "$p" --rule-key other-decision
at 2026-01-08
for i in 2 3 4 5 6 10; do
    c vote cast "$p" b-1 yes --as m-$i
done
c vote cast "$p" b-1 no --reason "Too early." --as m-9
at 2026-02-10
does "close" "ballot.closed" committee ballot close "$p" b-1
does "the result, with its arithmetic" "approved" committee ballot result "$p" b-1 --all
refuses "the authority decides, on paper" role committee project advance "$p" drafting
does "to drafting" "stage.entered" committee project advance "$p" drafting --shown-by paper.txt

# ---- drafting, comments ----------------------------------------------------------------------------------------------
does "post" "draft.posted d-1" committee draft post "$p" "$2/sample/draft-1.yaml" --as m-15
c document file "$p" explanation paper.txt
does "the group votes" "ballot.opened b-2" committee ballot open "$p" --rule-key wg-vote --as m-15
at 2026-02-12
for i in 11 12 14; do
    c vote cast "$p" b-2 yes --as m-$i
done
at 2026-03-01
does "close" "ballot.closed" committee ballot close "$p" b-2
does "to comment" "stage.entered" committee project advance "$p" comment
does "comments" "comments.opened" committee comment open "$p"
echo "$passed passed, $failed failed"
"$comity" committee project status "$p"
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
