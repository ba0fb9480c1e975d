/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One conflict, from the solver's indices to what a person can read.
 */
#pragma once

#include "solve/conflicts.h"
#include "solve/example.h"

/* Groups or conditions of an instance. */
struct index_set {
    uint32_t *v;
    size_t n;
};

struct clashes {
    struct arena *a; /* of what is made */
    const struct problem *problem;
    struct engine *engine;
    struct budget *budget;
    struct examples *examples;
};

/* Whether the condition belongs to one of the groups. */
bool clash_is_of(const struct problem *p, uint32_t condition, const struct index_set *groups);

/* The conditions of the groups, each once, ascending. */
struct index_set clash_conditions(const struct clashes *c, const struct index_set *groups);

/*
 * Solves again: contradictory with all conditions, satisfiable without each. Fails with
 * ERR_UNSUPPORTED where that does not hold, which is our own mistake. *out is SAT_NO, or
 * SAT_UNKNOWN where the budget ended.
 */
MUST_USE bool clash_confirm(enum sat_answer *out, const struct clashes *c,
                            const struct index_set *conditions, struct err *e);

/*
 * Keeps of the groups only those without which the conditions would not all be somebody's: the last
 * go first, so that neither a server nor a regime is blamed for what others demand anyway.
 */
void clash_blame(const struct clashes *c, struct index_set *groups,
                 const struct index_set *conditions);

/*
 * The conflict of these conditions, which are those of the groups. `breaks`: tell how a product
 * that meets all but one of them breaks that one.
 */
MUST_USE bool clash_make(struct conflict *out, const struct clashes *c,
                         const struct index_set *groups, const struct index_set *conditions,
                         bool breaks, struct err *e);
