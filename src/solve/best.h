/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The most valuable set of groups that can be satisfied together. Among equals:
 * more groups, then the groups with the lower indices.
 */
#pragma once

#include "solve/engine.h"
#include "solve/optimise.h"

struct best {
    enum optimum optimum; /* FOUND and PROVEN: there is a set, which may be empty */
    uint64_t *groups;     /* bits */
    int64_t weight;
    uint64_t *values; /* bits by variable: a model of them */
};

/* Out of the groups of `among` (bits; null: all). The engine's fixed literals hold. */
void best_find(struct best *out, struct arena *a, struct engine *e, const uint64_t *among,
               struct budget *b);
