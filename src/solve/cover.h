/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The fewest variants that together serve all groups; or, where only so many
 * may be built, the most valuable groups that they can serve.
 *
 * A set of groups can share a variant when it can be satisfied; so this is the
 * colouring of a hypergraph whose edges are the minimal conflicts. The edges
 * are found lazily: a second solver colours against those known, the engine
 * refutes a colour or confirms all.
 */
#pragma once

#include "solve/engine.h"

struct cover {
    uint64_t **variants; /* bits by group, each satisfiable; most valuable first */
    size_t n;

    /*
     * No fewer variants serve as many groups; with a limit, no such number of
     * variants serves groups worth more. False: the budget ended. The variants
     * are satisfiable all the same.
     */
    bool minimum;
    size_t at_least; /* so many are proven to be needed for all satisfiable groups */

    uint64_t *unserved; /* bits: contradict themselves, or past the limit */
    int64_t weight;     /* of what is served */
};

/*
 * Of the groups of `among` (bits; null: all). max_variants 0: as many as it takes.
 * A group stands in each variant in which it fits: variants are maximal.
 */
void cover_find(struct cover *out, struct arena *a, struct engine *e, const uint64_t *among,
                size_t max_variants, struct budget *b);
