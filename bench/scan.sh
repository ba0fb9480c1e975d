#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The scanner beside sslscan, nmap and testssl.sh (bench/scan.c). Argument: the build directory.
set -eu
exec "$1/bench/bench_scan" "$1/comity" "$(dirname "$0")/../data"
