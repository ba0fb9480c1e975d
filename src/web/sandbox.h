/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a worker gives up before it looks at anything from outside: limits of
 * memory, time and files, and every call to the kernel but those on memory,
 * clocks, its standard input and its standard output. The one module that knows
 * libseccomp.
 *
 * Spec: seccomp(2), prctl(2), getrlimit(2). Linux alone: where the filter
 * cannot be set, a worker refuses to work.
 */
#pragma once

#include "base/err.h"

struct sandbox_limits {
    size_t memory;    /* octets of address space; not set under AddressSanitizer, which needs it */
    unsigned seconds; /* of processor time */
};

/* To begin with: what is left of the limits while data is loaded. */
MUST_USE bool sandbox_limit(const struct sandbox_limits *l, struct err *e);

/*
 * From here on: read from descriptor 0, write to 1 and 2, memory that is not
 * executable, exit. Anything else kills the process (SIGSYS). Final.
 */
MUST_USE bool sandbox_enter(struct err *e);

/* Whether this build's memory is watched by a sanitizer. */
bool sandbox_watched(void);
