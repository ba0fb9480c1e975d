#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# `comity check FILE --regimes all`, from the start of the process to its end, and as the floor under
# it `comity --version`. FILE is the evidence of one scan of OpenSSL's s_server. Argument: the build
# directory, best one of buildtype release.
set -eu
comity=$(cd "$1" && pwd)/comity
data=$(cd "$(dirname "$0")/../data" && pwd)
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=localhost -days 90 \
    -keyout "$tmp/key.pem" -out "$tmp/cert.pem" 2>"$tmp/req.log"
COMITY_DATA=$data python3 - "$comity" "$tmp" <<'PYTHON'
import os, re, statistics, subprocess, sys, time

ROUNDS, RUNS, WARM_UP, TARGET_MS = 5, 31, 5, 20
comity, tmp = sys.argv[1:]
evidence = tmp + "/evidence.cdx.json"


def port_of(server, log):
    """The free port that s_server took and says."""
    for _ in range(200):
        with open(log) as f:
            port = re.search(r"^ACCEPT .*:(\d+)$", f.read(), re.M)
        if port:
            return port[1]
        if server.poll() is not None:
            break
        time.sleep(0.05)
    sys.exit("bench check: no s_server")


def scan():
    log = tmp + "/server.log"
    with open(log, "w") as f:
        server = subprocess.Popen(
            ["openssl", "s_server", "-accept", "127.0.0.1:0", "-key", tmp + "/key.pem",
             "-cert", tmp + "/cert.pem"],
            stdin=subprocess.PIPE, stdout=f, stderr=subprocess.STDOUT)
    try:
        subprocess.run([comity, "scan", "127.0.0.1:" + port_of(server, log), "-o", evidence],
                       check=True)
    finally:
        server.kill()
        server.wait()


def once(args):
    start = time.perf_counter()
    p = subprocess.run([comity, *args], stdout=subprocess.DEVNULL)
    ms = (time.perf_counter() - start) * 1000
    if p.returncode not in (0, 1, 3):
        sys.exit("bench check: comity %s: exit %d" % (" ".join(args), p.returncode))
    return ms


def measure(name, args, target):
    for _ in range(WARM_UP):
        once(args)
    medians = [statistics.median(once(args) for _ in range(RUNS)) for _ in range(ROUNDS)]
    print("%-32s %6.1f ms, the median of %d runs, the best of %d such (worst %.1f); %s; load %.1f"
          % (name, min(medians), RUNS, ROUNDS, max(medians), target, os.getloadavg()[0]))


scan()
measure("comity check FILE --regimes all", ["check", evidence, "--regimes", "all"],
        "target <= %d ms" % TARGET_MS)
measure("comity --version", ["--version"], "the floor of it")
PYTHON
