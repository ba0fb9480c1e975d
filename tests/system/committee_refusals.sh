#!/bin/sh
# What is not allowed is refused, with the rule named, and nothing of it is recorded.
# Usage: committee_refusals.sh COMITY DATA-DIR
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
at() {
    COMITY_NOW=$1T08:00:00Z
}

# refuses NAME CODE RULE ARGUMENTS…: exit 1 with code and rule, in words and in JSON; the record is as before.
refuses() {
    name=$1 code=$2 rule=$3
    shift 3
    cp tc/record/checkpoint before
    "$comity" committee "$@" --json >stdout 2>stderr </dev/null
    got=$?
    "$comity" committee "$@" >words 2>&1 </dev/null
    "$comity" committee "$@" --lang zh >chinese 2>&1 </dev/null
    "$comity" committee "$@" --dry-run >dry 2>&1 </dev/null
    dry=$?
    if [ $got -ne 1 ] || [ $dry -ne 1 ]; then
        fail "$name" "exit $got, asked only: $dry; not 1"
    elif ! grep -qF "\"code\": \"$code\"" stdout || ! grep -qF "$rule\"" stdout; then
        fail "$name" "is not refused as '$code' by '$rule'"
    elif ! grep -q '^comity: refused (' words || ! grep -q '^next: ' words; then
        fail "$name" "does not say so, and what to do next"
    elif ! grep -q '^comity: 不予受理' chinese || ! grep -q '^下一步' chinese; then
        fail "$name" "does not say so in Chinese"
    elif ! cmp -s before tc/record/checkpoint; then
        fail "$name" "changed the record"
    else
        passed=$((passed + 1))
    fi
}

# Votes are once for all in this process of our own.
mkdir own
sed 's/^  - key: wg-vote/&\n    revote: never/; s/^edition: .*/edition: "one"/' "$COMITY_DATA/processes/SAC-GBT.yaml" >own/SAC-GBT.yaml
c init tc --id TC-7 --name-en "Committee seven" --record tc7.example/record --organisation-en "Secretariat" \
    --secretary-en "Ada" --rehearsal --process own/SAC-GBT.yaml
for i in 2 3 4 5; do
    origin=domestic
    [ $i -lt 5 ] || origin=foreign
    c organisation add --name-en "Member $i" --origin $origin --country XC
    c person add o-$i --name-en "Person $i"
    c member add o-$i --person p-$i
    c mandate give p-$i delegate
done
c person add o-2 --name-en "Second of 2"
c group open WG1 --name-en "Group one" --access open
c group open WG2 --name-en "Group two" --access closed --admits domestic --reason "A state secret."
for i in 2 3 4; do
    c member add o-$i --body WG1
    c mandate give p-$i delegate --body WG1 --as m-$i
done
c mandate give p-2 convenor --body WG1
echo paper >paper.txt

# ---- who may act -----------------------------------------------------------------------------------------------------
refuses "no mandate" mandate mandate organisation add --name-en X --origin domestic --as o-2/p-2/m-99
refuses "somebody else's mandate" mandate mandate organisation add --name-en X --origin domestic --as o-2/p-2/m-1
refuses "not that role" role "" organisation add --name-en X --origin domestic --as m-2
refuses "closed group" group "" member add o-5 --body WG2
refuses "not even by invitation" group "" group invite WG2 o-5
c mandate give p-6 expert --until 2026-01-20 --as m-2
c project propose SAC-GBT --title-en "A project" --lead o-2 --group WG1
p=$("$comity" committee project list --json | sed -n 's/.*"id": "\(P-[0-9]*\)".*/\1/p')
at 2026-01-25
refuses "an expired mandate" mandate mandate document file "$p" study-report paper.txt --as m-10
at 2026-01-24
refuses "time goes back" clock "" organisation add --name-en X --origin domestic --now 2026-01-01
COMITY_NOW=2026-01-26T08:00:00Z

# ---- stages ----------------------------------------------------------------------------------------------------------
refuses "without the paper" open "" project advance "$p" proposal
refuses "no such way" stage "" project advance "$p" published
refuses "no such project" unknown "" project advance P-9999 proposal
c document file "$p" study-report paper.txt
c project advance "$p" proposal
refuses "not at this stage" stage "" comment open "$p"
c document file "$p" proposal-form paper.txt
c document file "$p" outline paper.txt

# ---- votes -----------------------------------------------------------------------------------------------------------
refuses "no such ballot" unknown "" act vote.cast --project "$p" --data '{"ballot":"b-1","choice":"yes"}' --as m-6
refuses "a rule of one's own" frozen ballot.rule act ballot.opened --project "$p" \
    --data "{\"rule_digest\":\"sha256:$(printf %064d 0)\"}"
c ballot open "$p" --as m-9
refuses "a ballot is open" open "" project advance "$p" project-approval
refuses "not on the roll" role "" vote cast "$p" b-1 yes --as m-5
refuses "no such choice" rule "" vote cast "$p" b-1 perhaps --as m-6
c vote cast "$p" b-1 yes --as m-6
refuses "a second vote" repeated revote vote cast "$p" b-1 no --as m-6
refuses "closed too early" early "" ballot close "$p" b-1
sed 's/more than half agree/one is enough/; s/^edition: .*/edition: "two"/' own/SAC-GBT.yaml >own/new.yaml
mv own/new.yaml own/SAC-GBT.yaml
"$comity" committee ballot show "$p" b-1 --json | grep '"digest"' >before-rule
c process adopt own/SAC-GBT.yaml
refuses "a rule changed after opening" frozen ballot.rule project rules "$p" --reason "It suits us."
"$comity" committee ballot show "$p" b-1 --json | grep '"digest"' >after-rule
if cmp -s before-rule after-rule; then
    passed=$((passed + 1))
else
    fail "the ballot keeps its rule" "it changed"
fi
at 2026-02-10
refuses "a vote after the close" late "" vote cast "$p" b-1 yes --as m-7
c ballot close "$p" b-1
refuses "and once it is counted" late "" vote cast "$p" b-1 yes --as m-8
refuses "closed twice" repeated "" ballot close "$p" b-1

# ---- comments --------------------------------------------------------------------------------------------------------
c project advance "$p" project-approval
c document file "$p" plan paper.txt
c ballot open "$p"
for i in 2 3 4 5; do
    c vote cast "$p" b-2 yes --as m-$i
done
at 2026-03-20
c ballot close "$p" b-2
c project advance "$p" drafting --shown-by paper.txt
c draft post "$p" "$COMITY_DATA/sample/outline.yaml" --as m-9
refuses "no comments yet" stage "" comment file "$p" 4 --type te --text "Why?" --as m-7
c comment open "$p"
c comment file "$p" 4 --type te --text "Why?" --as m-7
c group change WG1 --access closed --admits domestic --reason "For a while."
refuses "a foreign member at a closed group's table" group group.closed comment file "$p" 4 --type te --text "Why?" --as m-5
refuses "an expert files nothing" mandate "" comment file "$p" 4 --type te --text "Why?" --as m-10
refuses "a disposition by a member" role "" comment dispose "$p" c-1 accepted --as m-8
refuses "half without a reason" shape disposition.reason comment dispose "$p" c-1 partly --as m-9
refuses "another's comment" role comment.own comment withdraw "$p" c-1 --as m-8
c document file "$p" explanation paper.txt
at 2026-04-10
refuses "a late comment" late comment.period comment file "$p" 4 --type te --text "Why?" --as m-7
c ballot open "$p" --as m-9
for i in 6 7 8; do
    c vote cast "$p" b-3 yes --as m-$i
done
at 2026-05-10
c ballot close "$p" b-3
c project advance "$p" comment
c draft post "$p" "$COMITY_DATA/sample/outline.yaml" --as m-9
c comment open "$p"
c comment file "$p" 4 --type te --text "Still: why?" --as m-7
at 2026-08-01
for d in explanation comment-table; do
    c document file "$p" $d paper.txt
done
c draft post "$p" "$COMITY_DATA/sample/outline.yaml" --as m-9
c ballot open "$p" --as m-9
for i in 6 7 8; do
    c vote cast "$p" b-4 yes --as m-$i
done
at 2026-09-01
c ballot close "$p" b-4
refuses "advance with open comments" open comments_disposed project advance "$p" review
c comment dispose "$p" c-1 noted --as m-9
c comment dispose "$p" c-2 noted --as m-9
c project advance "$p" review
refuses "corrections are of what is there" unknown "" correct "$p" 99999 --text "No."
refuses "nothing is published here" stage "" publish "$p" "X 1" --in-force 2027-01-01 --languages en
unset COMITY_COMMITTEE COMITY_AS COMITY_NOW
"$comity" verify tc >stdout 2>stderr || fail "the record is sound" "exit $?"
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
