#!/bin/sh
# CEL: nanoseconds per evaluation of typical conditions. Usage: bench/cel.sh BUILD-DIR
set -eu
echo "CEL, one evaluation of a prepared condition (target: typical conditions at most 100 ns)"
"$1/bench/bench_cel"
