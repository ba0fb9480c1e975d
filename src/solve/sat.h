/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A propositional solver: clauses in, a model or a refutation out. The one
 * module that knows CaDiCaL (1.5.3, its C interface).
 *
 * Variables are 1, 2, …; a literal is a variable or its negation, -v. Clauses
 * stay; assumptions hold for the next question only. One solver belongs to one
 * thread; making and freeing are guarded here, because CaDiCaL's construction
 * writes static tables.
 *
 * Questions are paid from a budget of conflicts, not of seconds, so that every
 * machine gives the same answer. The solver draws no random numbers: the same
 * calls give the same model.
 */
#pragma once

#include "base/attr.h"

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SAT_VARS_MAX (1 << 26)

enum sat_answer {
    SAT_UNKNOWN, /* the budget ended, or somebody wants us to stop */
    SAT_YES,
    SAT_NO,
};

/*
 * What questions may still cost. Each costs its conflicts, and one for the
 * asking. One budget may pay for any number of solvers of one thread.
 */
struct budget {
    int64_t left;                      /* 0 or less: nothing more is asked */
    const volatile sig_atomic_t *stop; /* null, or not 0 once somebody wants us to stop */
};

/* More than anything ends: for tests, and for questions that are known to be small. */
#define BUDGET_ENDLESS ((struct budget){.left = INT64_MAX})

static inline bool
budget_ended(const struct budget *b)
{
    return b->left <= 0 || (b->stop && *b->stop);
}

struct sat; /* private */

/* Never null. */
struct sat *sat_new(void);
void sat_free(struct sat *s); /* null is fine */

static inline void
sat_cleanup(struct sat *const *s)
{
    sat_free(*s);
}
#define AUTO_SAT __attribute__((cleanup(sat_cleanup))) struct sat *

/* The literals are variables that exist by being named; n == 0 makes everything contradictory. */
void sat_clause(struct sat *s, const int *lits, size_t n);

/* A run of clauses, each ended by 0, as struct instance has them. */
void sat_clauses(struct sat *s, const int *lits, size_t n);

#define SAT_CLAUSE(s, ...) \
    sat_clause(s, (int[]){__VA_ARGS__}, sizeof((int[]){__VA_ARGS__}) / sizeof(int))

/* For the next question only. They are decided in this order. */
void sat_assume(struct sat *s, int lit);

enum sat_answer sat_solve(struct sat *s, struct budget *b) MUST_USE;

/* After SAT_YES and before anything is added: is the literal true in the model? */
bool sat_true(struct sat *s, int lit);

/* After SAT_NO and before anything is added: did the refutation use this assumption? */
bool sat_failed(struct sat *s, int lit);

/* Questions asked and conflicts met so far. */
struct sat_cost {
    uint64_t questions, conflicts;
};
struct sat_cost sat_cost(const struct sat *s);
