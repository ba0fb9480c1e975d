/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Small instances for tests of the solver: sets of options, numbers in order
 * encoding, implications between them, and groups of random requirements with
 * contradictions planted between them. The same seed gives the same instance.
 */
#pragma once

#include "solve/instance.h"

struct instances_size {
    uint32_t sets, options; /* so many sets of so many options */
    uint32_t numbers, top;  /* so many numbers from 0 to top */
    uint32_t conditions;    /* different ones */
    uint32_t groups, wants; /* so many groups of up to so many conditions */
};

void instances_make(struct instance *in, struct arena *a, uint64_t seed,
                    const struct instances_size *size);
