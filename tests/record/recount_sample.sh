#!/bin/sh
# The made-up committee's record, checked twice: by comity verify and by the script that shares no code with it. Both
# count every ballot, to the same numbers, and both refuse the record when one octet of it is another.
# Usage: recount_sample.sh COMITY DATA-DIR
set -eu
comity=$(realpath "$1")
COMITY_DATA=$(realpath "$2")
recount=$(realpath "$(dirname "$0")/recount.py")
export COMITY_DATA NO_COLOR=1 COLUMNS=120 LC_ALL=C.UTF-8
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"

"$comity" committee sample tc >made
vkey=$(cat tc/record/log.vkey)
"$comity" verify tc/record --key "$vkey" --json >verified
python3 "$recount" tc/record "$vkey" >recounted
python3 - verified recounted <<'PYTHON'
import json, re, sys

verified = json.load(open(sys.argv[1]))
ballots = {"%s/%s" % (b["project"], b["ballot"]): b["outcome"] for b in verified["ballots"]}
again = dict(re.findall(r"^ballot (\S+): (\S+), as declared", open(sys.argv[2]).read(), re.M))
if not verified["sound"] or len(ballots) < 10 or ballots != again:
    sys.exit("verify says %s, the script %s" % (ballots, again))
print("%d leaves, %d ballots: both agree" % (verified["entries"], len(ballots)))
PYTHON

# One octet of a vote, in the middle of the record.
python3 - tc/record <<'PYTHON'
import glob, os, sys

for path in sorted(glob.glob(sys.argv[1] + "/tile/entries/**", recursive=True)):
    if not os.path.isfile(path):
        continue
    at = open(path, "rb").read().find(b'"choice":"yes"')
    if at >= 0:
        with open(path, "r+b") as f:
            f.seek(at + 10)
            f.write(b"Y")
        sys.exit(0)
sys.exit("no vote found")
PYTHON
for program in "$comity verify" "python3 $recount"; do
    status=0
    $program tc/record >said 2>&1 || status=$?
    if [ $status -ne 1 ]; then
        echo "$program: exit $status after a vote was changed"
        cat said
        exit 1
    fi
done
echo "both refuse a changed vote"
