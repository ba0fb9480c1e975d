#!/bin/sh
# The whole life of a standard at the command line, the clock given: proposal, draft, 60 days of comments, a foreign
# member's comments, dispositions, ballot, approval, publication; then a recount from a copy of the record alone.
# Usage: committee_life.sh COMITY DATA-DIR
set -u
comity=$(realpath "$1")
data=$(realpath "$2")
recount=$(realpath "$(dirname "$0")")/../record/recount.py
export COMITY_DATA="$data" NO_COLOR=1 COLUMNS=120 LC_ALL=C.UTF-8
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
    case $((i % 3)) in 0) category=user ;; 1) category=producer ;; *) category=research ;; esac
    c organisation add --name-en "Member $i" --name-zh "成员$i" --origin $origin --country XC --category $category
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
c document file "$p" proposal-form paper.txt
c document file "$p" outline paper.txt
does "the group votes" "ballot.opened b-1" committee ballot open "$p"
for i in 11 12 14; do
    c vote cast "$p" b-1 yes --as m-$i
done
at 2026-01-21
does "close" "ballot.closed" committee ballot close "$p" b-1
does "to approval of the project" "stage.entered" committee project advance "$p" project-approval
c document file "$p" plan paper.txt
does "the committee votes" "ballot.opened b-2" committee ballot open "$p"
at 2026-01-28
for i in 2 3 4 5 6 10; do
    c vote cast "$p" b-2 yes --as m-$i
done
c vote cast "$p" b-2 no --reason "Too early." --as m-9
at 2026-02-21
does "close" "ballot.closed" committee ballot close "$p" b-2
does "the result, with its arithmetic" "b-2: approved" committee ballot result "$p" b-2 --all
refuses "the authority decides, on paper" rule committee project advance "$p" drafting
does "to drafting" "stage.entered" committee project advance "$p" drafting --shown-by paper.txt

# ---- drafting, comments ----------------------------------------------------------------------------------------------
refuses "a draft with errors" rule committee draft post "$p" "$data/sample/draft-1.yaml" --as m-15
does "a working draft" "draft.posted d-1" committee draft post "$p" "$data/sample/draft-1.yaml" --with-errors --as m-15
c document file "$p" explanation paper.txt
does "the group votes" "ballot.opened b-3" committee ballot open "$p" --as m-15
for i in 11 12 14; do
    c vote cast "$p" b-3 yes --as m-$i
done
at 2026-03-08
does "close" "ballot.closed" committee ballot close "$p" b-3
does "to comment" "stage.entered" committee project advance "$p" comment
does "comments" "comments.opened" committee comment open "$p"
does "sixty days" "2026-05-07" committee project status "$p"
at 2026-04-01
does "a foreign member comments, in English" "comment.filed c-1" committee comment file "$p" 4.2 --type te \
    --text "The list leaves out AES-256-GCM, which is as strong." --proposed "Add AES-256-GCM to the list." --as m-14 \
    --receipt receipt.tlog-proof
does "and once more, on words" "comment.filed c-2" committee comment file "$p" 1 --type ed \
    --text "Say what is meant." --quote "specifies security requirements" --replace "specifies requirements" --as m-14
does "in Chinese" "comment.filed c-3" committee comment file "$p" c-key-rotation --type te \
    --text "更换周期中英文不一致。" --proposed "统一为365天。" --as m-12
does "by hand of the secretary, of the public" "comment.filed c-4" committee comment file "$p" --type ge \
    --text "Please publish the test cases." --public --from "A reader"
does "a comment, shown" "AES-256-GCM" committee comment show "$p" c-1
refuses "before the period ends" open committee project advance "$p" review
at 2026-05-08
refuses "while comments are open" open committee project advance "$p" review
refuses "no reason" shape committee comment dispose "$p" c-1 partly --as m-15
does "dispose" "disposition.set" committee comment dispose "$p" c-1 not-accepted \
    --reason "The algorithms are fixed by the law on cryptography." --as m-15
for k in 2 3; do
    c comment dispose "$p" c-$k accepted --as m-15
done
c comment dispose "$p" c-4 noted --as m-15
does "the revision" "draft.posted d-2" committee draft post "$p" "$data/sample/draft-2.yaml" --with-errors --as m-15
does "export" "AES-256-GCM" committee comment export "$p"
c comment export "$p" --form gb -o table.xlsx
c document file "$p" explanation paper.txt
c document file "$p" comment-table table.xlsx
does "the group votes" "ballot.opened b-4" committee ballot open "$p" --as m-15
for i in 11 12 14; do
    c vote cast "$p" b-4 yes --as m-$i
done
at 2026-05-23
c ballot close "$p" b-4
does "to review" "stage.entered" committee project advance "$p" review

# ---- review, ballot, approval, publication ---------------------------------------------------------------------------
c draft post "$p" "$data/sample/draft-2.yaml" --with-errors --as m-15
does "the committee votes on the draft" "ballot.opened b-5" committee ballot open "$p" --sealed
for i in 2 3 4 5 6 7 10; do
    does "a sealed vote" "vote.sealed" committee vote cast "$p" b-5 yes --as m-$i
done
does "its opening kept by the voter" "vote.sealed" committee vote cast "$p" b-5 abstain --as m-8 --opening mine.json
does "a sealed no" "vote.sealed" committee vote cast "$p" b-5 no --reason "Not yet." --as m-9
at 2026-06-23
does "opened by the voter" "vote.unsealed" committee vote open "$p" mine.json --as m-8
does "close" "ballot.closed" committee ballot close "$p" b-5
does "approved" "b-5: approved" committee ballot result "$p" b-5
for d in explanation minutes; do
    c document file "$p" $d paper.txt
done
c document file "$p" comment-table table.xlsx
does "to approval" "stage.entered" committee project advance "$p" approval
c document file "$p" approval-file paper.txt
does "approved above" "stage.entered" committee project advance "$p" publication --shown-by paper.txt
does "published" "text.published" committee publish "$p" "GB/T 99999-2026" --in-force 2027-01-01 --languages zh,en
does "in force" "stage.entered" committee project advance "$p" published
does "status" "GB/T 99999-2026" committee project status "$p"

# ---- from the record alone -------------------------------------------------------------------------------------------
c receipt 5 -o later.tlog-proof
cp -r tc/record copy
unset COMITY_COMMITTEE COMITY_AS COMITY_NOW
does "verify" "sound" verify copy
does "every ballot recounted" "5 ballots recounted" verify copy
does "what was kept is still in it" "sound" verify copy --earlier receipt.tlog-proof --key tc/record/log.vkey
does "a receipt given later is in it, too" "sound" verify copy --earlier later.tlog-proof
does "JSON" '"sound": true' verify copy --json
# ---- by a script that shares no code with comity ---------------------------------------------------------------------
if python3 "$recount" copy "$(cat tc/record/log.vkey)" >stdout 2>stderr &&
    [ "$(grep -c ', as declared' stdout)" -eq 5 ] && grep -q "b-5: approved.*abstain 1, no 1, yes 7" stdout; then
    passed=$((passed + 1))
else
    fail "the independent recount" "not all five ballots"
fi
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
