#!/bin/sh
# Wrong input of every sort: the exact error on standard error, exit 2, no crash, no partial output.
# Usage: bad_input.sh COMITY DATA-DIR
set -u
comity=$1 data=$2
tmp=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null; rm -rf "$tmp"' EXIT
passed=0 failed=0
export NO_COLOR=1 COMITY_DATA="$data"

# wrong NAME EXIT 'WHAT STDERR SAYS (extended regular expression)' ARGUMENTS…
wrong() {
    name=$1 want=$2 says=$3
    shift 3
    rm -f "$tmp/out"
    timeout 60 "$comity" "$@" >"$tmp/stdout" 2>"$tmp/stderr" </dev/null
    got=$?
    if [ $got -ne "$want" ]; then
        why="exit $got, not $want"
    elif ! grep -qE "$says" "$tmp/stderr"; then
        why="does not say /$says/"
    elif [ "$(wc -l <"$tmp/stderr")" -gt 32 ]; then
        why="says too much"
    elif ls "$tmp"/out* >/dev/null 2>&1; then
        why="left an output file behind"
    else
        passed=$((passed + 1))
        return
    fi
    failed=$((failed + 1))
    echo "FAIL $name: $why"
    sed 's/^/    /' "$tmp/stderr"
}

cat >"$tmp/good.cdx.json" <<'JSON'
{"bomFormat": "CycloneDX", "specVersion": "1.7", "version": 1, "components": [
  {"type": "cryptographic-asset", "name": "TLS 1.2", "bom-ref": "p", "cryptoProperties": {"assetType": "protocol",
   "protocolProperties": {"type": "tls", "version": "1.2", "cipherSuites": [{"name": "TLS_RSA_WITH_RC4_128_SHA", "identifiers": ["0x00", "0x05"]}]}}}]}
JSON
head -c 200 "$tmp/good.cdx.json" >"$tmp/truncated.cdx.json"
sed 's/"1.7"/"1.2"/' "$tmp/good.cdx.json" >"$tmp/old.cdx.json"
sed 's/CycloneDX/SPDX/' "$tmp/good.cdx.json" >"$tmp/other.cdx.json"
echo 'not JSON at all' >"$tmp/text.cdx.json"
: >"$tmp/empty.cdx.json"
echo '{"bomFormat": "CycloneDX", "specVersion": "1.7", "version": 1}' >"$tmp/nothing.cdx.json"
printf '{"bomFormat": "CycloneDX", "specVersion": "1.7", "components": %s' "$(printf '[%.0s' $(seq 5000))" >"$tmp/deep.cdx.json"
truncate -s 2G "$tmp/huge.cdx.json"
mkdir "$tmp/folder.cdx.json"
printf '%s' '{"bomFormat": "CycloneDX", "specVersion": "1.7", "services": [{"bom-ref": "x", "name": "n",
  "properties": [{"name": "comity:kind", "value": "\u001b[31mred\u009b\u202e"}]}]}' >"$tmp/escape.cdx.json"

wrong "no command" 2 'usage: comity'
wrong "misspelt command" 2 "did you mean 'check'" chek
wrong "no arguments" 2 'Give a target' check
wrong "unknown option" 2 'did you mean --regimes' check --regime all x.json
wrong "unknown format" 2 "one of text, json, html, cyclonedx, not 'pdf'" check --format pdf "$tmp/good.cdx.json"
wrong "report of no known sort" 2 'ending must be' check --report "$tmp/out.pdf" "$tmp/good.cdx.json"

wrong "escapes in a quoted word" 2 'unknown kind .\\x1B\[31mred\\u009B\\u202E' check "$tmp/escape.cdx.json"
wrong "unknown host" 2 'no-such-host\.invalid' check no-such-host.invalid -o "$tmp/out"
wrong "refused port" 2 '127\.0\.0\.1:1: .*refused' check 127.0.0.1:1 -o "$tmp/out"
wrong "port out of range" 2 '70000' check 127.0.0.1:70000
wrong "port is a word" 2 'http' check 127.0.0.1:http
wrong "empty target" 2 'target' check ""
wrong "bracket not closed" 2 '\[::1' check "[::1:443"

wrong "no such file" 2 'absent\.cdx\.json: No such file' check "$tmp/absent.cdx.json" -o "$tmp/out"
wrong "a folder" 2 'folder\.cdx\.json: not a regular file' check "$tmp/folder.cdx.json"
wrong "truncated" 2 'truncated\.cdx\.json' check "$tmp/truncated.cdx.json" -o "$tmp/out"
wrong "wrong version" 2 'old\.cdx\.json.*1\.2' check "$tmp/old.cdx.json"
wrong "another format" 2 'other\.cdx\.json.*CycloneDX' check "$tmp/other.cdx.json"
wrong "not JSON" 2 'text\.cdx\.json' check "$tmp/text.cdx.json"
wrong "empty file" 2 'empty\.cdx\.json' check "$tmp/empty.cdx.json"
wrong "nothing to judge in it" 2 'nothing\.cdx\.json' check "$tmp/nothing.cdx.json"
wrong "nested too deep" 2 'deep\.cdx\.json' check "$tmp/deep.cdx.json"
wrong "2 GB" 2 'huge\.cdx\.json: 2147483648 octets, we accept' check "$tmp/huge.cdx.json" -o "$tmp/out"

wrong "unknown regime" 2 "no regime 'US-FEDD'; did you mean 'US-FED'" check --regimes US-FEDD "$tmp/good.cdx.json"
wrong "no regime at all" 2 'no regime' check --regimes , "$tmp/good.cdx.json"
wrong "bad date" 2 "'2023-02-30' is not a date" check --on 2023-02-30 "$tmp/good.cdx.json"
wrong "date in another order" 2 'YYYY-MM-DD' check --on 01.02.2023 "$tmp/good.cdx.json"
wrong "data nowhere" 2 'must name Comity.s data folder' check --data "$tmp/none" "$tmp/good.cdx.json"
wrong "output nowhere" 2 'none/out' check "$tmp/good.cdx.json" -o "$tmp/none/out"
wrong "report nowhere" 2 'none/out\.html' check "$tmp/good.cdx.json" --report "$tmp/none/out.html"
wrong "no such standard" 2 'did you mean' standards show US-SP800-52r3
wrong "no such regime to show" 2 'did you mean' regimes show US-FEDS
wrong "scan without a target" 2 'target' scan

# Standards that cannot be read: the error says where.
cp -r "$data" "$tmp/data"
chmod -R u+w "$tmp/data"
file=$(find "$tmp/data/standards/US" -name '*52*.yaml')
sed 's/tls\.versions/tls.verzions/' "$file" >"$tmp/x" && cp "$tmp/x" "$file"
wrong "misspelt field in a standard" 2 '52r2\.yaml:[0-9]+:[0-9]+: .*verzions' check --data "$tmp/data" "$tmp/good.cdx.json"
printf 'standard: [unclosed\n' >"$file"
wrong "standard is not YAML" 2 '52r2\.yaml:[0-9]+' check --data "$tmp/data" "$tmp/good.cdx.json"
rm "$file" && mkdir "$file"
wrong "standard is a folder" 2 '52r2\.yaml' check --data "$tmp/data" "$tmp/good.cdx.json"

# A server that does not speak TLS.
python3 -u -m http.server --bind 127.0.0.1 --directory "$tmp" 0 >"$tmp/http.log" 2>&1 &
server=$!
tries=0
until port=$(sed -n 's/.* port \([0-9]*\).*/\1/p' "$tmp/http.log") && [ -n "$port" ]; do
    tries=$((tries + 1))
    if [ $tries -gt 100 ]; then
        echo "FAIL: no HTTP server"
        exit 1
    fi
    sleep 0.1
done
wrong "plain-text server" 2 "127\.0\.0\.1:$port: .*TLS" check "127.0.0.1:$port" -o "$tmp/out"

echo "$passed passed, $failed failed"
[ $failed -eq 0 ] && [ $passed -gt 0 ]
