#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The judge: nanoseconds per requirement and asset (bench/judge.c). Argument: the build directory.
set -eu
exec "$1/bench/bench_judge" "$(dirname "$0")/../data"
