#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The portal on the sample committee: a signed-in page at 200 requests a second, evenly (bench/steady.py:
# wrk knows no rate, and h2load's clients ask all at once), a tile of the record beside libmicrohttpd's bare rate (bench/mhd_bare.c; wrk,
# in turns), the octets of the first page, the memory of an idle server. Client and server share the machine.
# Arguments: the build directory [seconds of each run].
set -eu
build=$(realpath "$1") seconds=${2-8}
root=$(dirname "$(dirname "$(realpath "$0")")")
for tool in wrk curl python3; do
    command -v $tool >/dev/null || {
        echo "portal: skipped, no $tool here"
        exit 0
    }
done
export COMITY_DATA="$root/data"
if [ -w /dev/shm ]; then tmp=$(mktemp -d /dev/shm/comity-bench-XXXXXX); else tmp=$(mktemp -d); fi
serve='' bare=''
trap 'kill $serve $bare 2>/dev/null || true; rm -rf "$tmp"' EXIT
trap 'exit 130' INT TERM

"$build/comity" committee sample "$tmp/tc" >/dev/null
"$build/comity" committee account rehearse --dir "$tmp/tc" --password for-the-bench-alone >/dev/null
"$build/comity" serve --dir "$tmp/tc" --listen 127.0.0.1:0 >"$tmp/log" 2>&1 &
serve=$!
until url=$(sed -n 's/.*visitors see \(.*\)$/\1/p' "$tmp/log") && [ -n "$url" ] && curl -sf -o /dev/null "$url/sign-in"; do
    kill -0 $serve || exit 2
    sleep 0.1
done
sleep 1
awk '/VmRSS/ { printf "memory of an idle server: %.1f MB (target: under 40)\n", $2 / 1000 }' "/proc/$serve/status"

# --- signed in, as a browser does it
jar=$tmp/jar
token=$(curl -s -c "$jar" "$url/sign-in" | sed -n 's/.*name="form_token" value="\([^"]*\)".*/\1/p' | head -1)
curl -s -b "$jar" -c "$jar" -o /dev/null -H "Origin: $url" --data-urlencode "form_token=$token" \
    --data-urlencode name=secretary --data-urlencode password=for-the-bench-alone "$url/sign-in"
cookie=$(awk '$6 == "comity" { print $7 }' "$jar")
[ -n "$cookie" ] || {
    echo "portal: nobody could sign in"
    exit 1
}
# The project with most on its page: it has a ballot that is open.
page=$(curl -s -b "$jar" "$url/projects" | grep -oE '"/projects/P-[0-9]+"' | tr -d '"' | sort -u | while read -r p; do
    echo "$(curl -s -b "$jar" "$url$p" | wc -c) $p"
done | sort -rn | head -1 | cut -d' ' -f2)
page=${page:-/acts}

first=$(curl -s "$url/" | wc -c)
style=$(curl -s "$url/" | grep -oE '/static/[^"]*\.(css|svg|js)' | sort -u | while read -r f; do curl -s "$url$f" | wc -c; done | awk '{ s += $1 } END { print s + 0 }')
echo "first page: $(((first + 500) / 1000)) KB, and $(((style + 500) / 1000)) KB of style and pictures, not compressed (target: under 60 together)"

# Three turns, the one in the middle: others may be at work on the machine.
turns=$(for _ in 1 2 3; do python3 "$root/bench/steady.py" "$url$page" 200 "$seconds" "comity=$cookie"; done)
echo "$turns" | sort -n -k4 | awk -v page="$page" '
    { bad += $2; all += $1 }
    NR == 2 { median = $3; p99 = $4; longest = $5 }
    END { printf "%s, signed in, 200 requests a second: median %s ms, p99 %s ms (target: under 10), longest %s ms; %d of %d not 200\n", page, median, p99, longest, bad, all }'
peak() { wrk -t1 -c32 -d"$2" "$1" | awk '/Requests\/sec/ { print $2 }'; }
echo "the same as fast as it goes: $(wrk -t1 -c8 -d"$seconds" -H "Cookie: comity=$cookie" "$url$page" | awk '/Requests\/sec/ { print int($2) }') requests a second"

# --- a tile, beside the library itself
mkfifo "$tmp/in"
"$build/bench/bench_mhd_bare" <"$tmp/in" >"$tmp/port" &
bare=$!
exec 9>"$tmp/in"
until [ -s "$tmp/port" ]; do sleep 0.1; done
ours=0 theirs=0
for _ in 1 2 3; do
    a=$(peak "$url/record/tile/0/000" "$seconds")
    b=$(peak "http://127.0.0.1:$(cat "$tmp/port")/" "$seconds")
    ours=$(echo "$a $ours" | awk '{ print ($1 > $2) ? $1 : $2 }')
    theirs=$(echo "$b $theirs" | awk '{ print ($1 > $2) ? $1 : $2 }')
done
exec 9>&-
echo "$ours $theirs" | awk '{ printf "a full tile: %d a second, libmicrohttpd alone %d: %.0f %% (target: at least 60 %%)\n", $1, $2, 100 * $1 / $2 }'
