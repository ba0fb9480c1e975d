/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The cheapest model, by a list of goals of which the first counts most.
 *
 * A goal is a set of literals that each cost something where they do not hold.
 * Its least cost is found by OLL (Andres et al., ICLP 2012; Morgado et al., CP
 * 2014): cores tell what cannot be had together, totalizers count how much of
 * it is given up; dear literals come first (stratification). An optimum is then
 * held while the next goal is sought. With optimise_order as the last step one
 * model remains, and it is the same on every machine.
 */
#pragma once

#include "solve/instance.h"
#include "solve/sat.h"
#include "solve/sets.h"

struct soft {
    int lit;        /* of the instance, or a group's (instance_group_var) */
    int64_t weight; /* what it costs where the literal does not hold; 0 or more */
};

enum optimum {
    OPTIMUM_UNKNOWN, /* the budget ended before there was any model */
    OPTIMUM_NONE,    /* there is no model at all */
    OPTIMUM_FOUND,   /* a model, but the budget ended: there may be a cheaper one */
    OPTIMUM_PROVEN,
};

struct optimise; /* private: a solver of its own */

/* `fixed` literals hold in every model. The instance outlives it. */
struct optimise *optimise_new(struct arena *a, const struct instance *in, const int *fixed,
                              size_t nfixed);
void optimise_free(struct optimise *o);

static inline void
optimise_cleanup(struct optimise *const *o)
{
    optimise_free(*o);
}
#define AUTO_OPTIMISE __attribute__((cleanup(optimise_cleanup))) struct optimise *

/* A clause that holds from now on. */
void optimise_clause(struct optimise *o, const int *lits, size_t n);

/*
 * The next goal; its cost into *cost (null is fine). A proven optimum is held
 * from now on. Where it is not proven its model's cost is not held, and later
 * goals are of no use.
 */
enum optimum optimise_goal(struct optimise *o, const struct soft *v, size_t n, int64_t *cost,
                           struct budget *b) MUST_USE;

/* Make literals hold one after another, where that is possible: the last word on equal answers. */
enum optimum optimise_order(struct optimise *o, const int *lits, size_t n,
                            struct budget *b) MUST_USE;

/* Bits by variable (bit v), groups' variables included; after FOUND or PROVEN; checked. */
const uint64_t *optimise_model(const struct optimise *o);
