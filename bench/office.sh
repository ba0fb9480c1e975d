#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# A committee's office of a million events (bench/office.c). Argument: the build directory.
set -eu
exec "$1/bench/bench_office"
