#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Tables of comments: 10,000 rows written and read (bench/comments.c). Argument: the build directory,
# best one of buildtype release.
set -eu
exec "$1/bench/bench_comments"
