/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Counting in clauses: "at most k of these". Written into an instance or
 * straight into a solver, through a sink.
 */
#pragma once

#include "solve/instance.h"
#include "solve/sat.h"

/* Where clauses go and new variables come from. */
struct sink {
    void *ctx;
    int (*var)(void *ctx);
    void (*clause)(void *ctx, const int *lits, size_t n);
};

struct sink sink_instance(struct instance *in);

/* Under a condition of the instance: each clause holds while the condition does. */
struct sink_under {
    struct instance *in;
    uint32_t condition;
};
struct sink sink_under(struct sink_under *under);

/* A solver does not count its variables: nvars is the last one used so far. */
struct sink_solver {
    struct sat *sat;
    int nvars;
};
struct sink sink_solver(struct sink_solver *solver);

/*
 * A totalizer (Bailleux and Boufkhad, CP 2003): counts the literals that hold.
 * totalizer_more(k) gives a literal that holds whenever more than k of them do,
 * so that its negation says "at most k". Only that direction is written, and
 * only as far up as was asked; asking for more adds what is missing.
 */
struct totalizer; /* private */

struct totalizer *totalizer_new(struct arena *a, const int *lits, size_t n);
int totalizer_more(struct totalizer *t, struct sink to, size_t k); /* k < n */

/* At most k of the literals hold. */
void at_most(struct arena *scratch, struct sink to, const int *lits, size_t n, size_t k);
