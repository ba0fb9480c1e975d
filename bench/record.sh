#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The record: leaves per second, published and verified, beside bare SHA-256 (bench/record.c).
# Argument: the build directory, best one of buildtype release.
set -eu
cd "$1"
exec bench/bench_record
