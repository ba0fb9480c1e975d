#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The solver against Z3, and at three times the size (bench/solve.c). Argument: the build directory.
set -eu
if [ ! -x "$1/bench/bench_solve" ]; then
    echo "bench solve: libz3-dev is not installed: skipped"
    exit 0
fi
"$1/bench/bench_solve"
"$1/bench/bench_solve" 120
