/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which groups can be satisfied two by two, and each by itself. One model proves
 * every pair of groups that it satisfies, one core refutes every pair that
 * contains it, so that few questions decide all.
 */
#pragma once

#include "solve/engine.h"

struct pairs {
    size_t n;
    uint64_t *compatible, *decided; /* n * n bits, row by row, symmetric; see pairs_get */
    bool complete;                  /* all that was wanted is decided */
};

/* All pairs of the groups of `among` (bits; null: all). The others stay undecided. */
void pairs_find(struct pairs *out, struct arena *a, struct engine *e, const uint64_t *among,
                struct budget *b);

/* Of two groups; with x == y of one alone. */
static inline enum sat_answer
pairs_get(const struct pairs *p, size_t x, size_t y)
{
    if (!bits_has(p->decided, x * p->n + y))
        return SAT_UNKNOWN;
    return bits_has(p->compatible, x * p->n + y) ? SAT_YES : SAT_NO;
}
