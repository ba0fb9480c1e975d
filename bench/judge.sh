#!/bin/sh
# The judge: nanoseconds per requirement and asset. Usage: bench/judge.sh BUILD-DIR
set -eu
echo "Judge, 1,000 grounded requirements over the real registries (target: at most 5 ns per requirement and asset)"
"$1/bench/bench_judge" "$(dirname "$0")/../data"
