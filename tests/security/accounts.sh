#!/bin/sh
# Accounts from the command line, and what a backup brings back.
# Usage: accounts.sh COMITY DATA-DIR
set -u
comity=$(realpath "$1")
COMITY_DATA=$(realpath "$2")
export COMITY_DATA NO_COLOR=1 COLUMNS=120 LC_ALL=C.UTF-8
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp" || exit 2
passed=0 failed=0

# says NAME EXIT WHAT ARGUMENTS…
says() {
    name=$1 want=$2 what=$3
    shift 3
    "$comity" "$@" >stdout 2>stderr </dev/null
    got=$?
    if [ $got -eq "$want" ] && cat stdout stderr | grep -qE -- "$what"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAIL $name: exit $got, or does not say '$what'"
        head -5 stdout stderr
    fi
}

# kept NAME N PREFIX DIR: so many values of the portal begin so.
kept() {
    got=$(sqlite3 "$4/comity.db" "SELECT count(*) FROM private WHERE owner = CAST('portal' AS BLOB) AND CAST(name AS TEXT) LIKE '$3%'")
    if [ "$got" = "$2" ]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAIL $1: $got, not $2"
    fi
}


"$comity" committee sample tc --now 2026-11-24 >/dev/null || exit 2
"$comity" committee init real --name-en Real --record real.example/r --organisation-en O --secretary-en S >/dev/null || exit 2

says 'no accounts yet' 0 'no accounts; comity committee account invite' committee account list --dir tc
says 'nobody to invite' 2 'invite' committee account invite --dir tc
says 'a person that there is not' 2 'there is no person p-9999' committee account invite p-9999 --dir tc
says 'a link for an administrator' 0 '^http://127\.0\.0\.1:8080/invitations/[0-9a-f]{64}$' committee account invite --administrator --dir tc
says 'a link for a person' 0 '^https://tc\.example/invitations/[0-9a-f]{64}$' committee account invite p-3 --dir tc --url https://tc.example/
says 'a link as JSON' 0 '"until": "20' committee account invite p-4 --dir tc --json
kept 'three invitations wait' 3 invitation/ tc
says 'another one for the same person' 0 '/invitations/' committee account invite p-4 --dir tc
kept 'it takes the place of the first' 3 invitation/ tc
says 'accounts to try, of a real committee' 2 'only a rehearsal' committee account rehearse --dir real
says 'accounts to try' 0 '^secretary +correct horse battery +p-' committee account rehearse --dir tc --password 'correct horse battery'
says 'a random password for each' 0 '^delegate +[a-z2-9]{5}(-[a-z2-9]{5}){3} +p-' committee account rehearse --dir tc
says 'they are listed' 0 '^admin +- +never +administrator' committee account list --dir tc
says 'as JSON' 0 '"administrator": true' committee account list --dir tc --json
says 'one is disabled' 0 'disabled; its sessions' committee account disable foreign --dir tc
says 'and listed so' 0 '^foreign .*disabled' committee account list --dir tc
says 'and enabled' 0 'enabled' committee account enable foreign --dir tc
says 'one that there is not' 2 'there is no account nobody' committee account disable nobody --dir tc
says 'no password of an account comes out' 0 '"account": "admin"' committee account list --dir tc --json
if grep -q argon2 stdout; then
    failed=$((failed + 1))
    echo 'FAIL a password hash is printed'
fi

# Sessions and tokens as a server would have made them.
for name in session/secretary/0a token/secretary/0b; do
    sqlite3 tc/comity.db "INSERT INTO private (owner, name, value) VALUES (CAST('portal' AS BLOB), CAST('$name' AS BLOB), CAST('{}' AS BLOB))"
done
says 'a backup' 0 'without the signing keys' backup tc saved
kept 'which has all of it' 3 invitation/ saved
says 'restored' 0 'sessions, API tokens and invitations of the portal were left out' restore saved back
kept 'no invitation comes back' 0 invitation/ back
kept 'no session comes back' 0 session/ back
kept 'no token comes back' 0 token/ back
kept 'accounts do' 7 account/ back
says 'they are listed again' 0 '^secretary' committee account list --dir back
kept 'the folder itself has them still' 3 invitation/ tc
if grep -q restored back/comity.db; then
    passed=$((passed + 1))
else
    failed=$((failed + 1))
    echo 'FAIL the trail does not say that it was restored'
fi

echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
