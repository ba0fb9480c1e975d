/* SPDX-License-Identifier: Apache-2.0 */
#include "solve/sat.h"

#include <assert.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include <ccadical.h>

struct sat {
    CCaDiCaL *solver;
    struct sat_cost cost;
    const volatile sig_atomic_t *stop; /* of the question under way */
    enum sat_answer last;
};

static pthread_mutex_t making = PTHREAD_MUTEX_INITIALIZER;

/* Called for every clause learned, which is once per conflict. */
static void
count_conflict(void *ctx, int *clause) /* NOLINT(readability-non-const-parameter): its type */
{
    (void)clause;
    ((struct sat *)ctx)->cost.conflicts++;
}

static int
want_stop(void *ctx)
{
    const struct sat *s = ctx;
    return s->stop && *s->stop;
}

struct sat *
sat_new(void)
{
    struct sat *s = calloc(1, sizeof *s);
    if (!s) {
        fprintf(stderr, "comity: out of memory\n");
        abort();
    }
    pthread_mutex_lock(&making);
    s->solver = ccadical_init();
    ccadical_set_option(s->solver, "quiet", 1);
    pthread_mutex_unlock(&making);
    ccadical_set_learn(s->solver, s, INT_MAX, count_conflict);
    ccadical_set_terminate(s->solver, s, want_stop);
    return s;
}

void
sat_free(struct sat *s)
{
    if (!s)
        return;
    pthread_mutex_lock(&making);
    ccadical_release(s->solver);
    pthread_mutex_unlock(&making);
    free(s);
}

void
sat_clause(struct sat *s, const int *lits, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        assert(lits[i] != 0 && lits[i] != INT_MIN && abs(lits[i]) <= SAT_VARS_MAX);
        ccadical_add(s->solver, lits[i]);
    }
    ccadical_add(s->solver, 0);
    s->last = SAT_UNKNOWN;
}

void
sat_clauses(struct sat *s, const int *lits, size_t n)
{
    assert(n == 0 || lits[n - 1] == 0);
    for (size_t i = 0; i < n; i++) {
        assert(lits[i] != INT_MIN && abs(lits[i]) <= SAT_VARS_MAX);
        ccadical_add(s->solver, lits[i]);
    }
    s->last = SAT_UNKNOWN;
}

void
sat_assume(struct sat *s, int lit)
{
    assert(lit != 0 && lit != INT_MIN && abs(lit) <= SAT_VARS_MAX);
    ccadical_assume(s->solver, lit);
    s->last = SAT_UNKNOWN;
}

enum sat_answer
sat_solve(struct sat *s, struct budget *b)
{
    static const int satisfiable = 10, unsatisfiable = 20;
    s->last = SAT_UNKNOWN;
    if (budget_ended(b)) {
        /* A solver forgets its assumptions when it solves; here that costs nothing. */
        ccadical_limit(s->solver, "conflicts", 0);
        ccadical_limit(s->solver, "decisions", 0);
        (void)ccadical_solve(s->solver);
        return SAT_UNKNOWN;
    }
    uint64_t before = s->cost.conflicts;
    s->stop = b->stop;
    if (b->left <= INT_MAX)
        ccadical_limit(s->solver, "conflicts", (int)b->left);
    int answer = ccadical_solve(s->solver);
    s->stop = NULL;
    s->cost.questions++;
    if (b->left != INT64_MAX)
        b->left -= 1 + (int64_t)(s->cost.conflicts - before);
    if (answer == satisfiable)
        s->last = SAT_YES;
    else if (answer == unsatisfiable)
        s->last = SAT_NO;
    return s->last;
}

bool
sat_true(struct sat *s, int lit)
{
    assert(s->last == SAT_YES);
    /* Asked about a variable only: what it says of a negated literal has changed between versions.
     */
    return (ccadical_val(s->solver, abs(lit)) > 0) == (lit > 0);
}

bool
sat_failed(struct sat *s, int lit)
{
    assert(s->last == SAT_NO);
    return ccadical_failed(s->solver, lit) != 0;
}

struct sat_cost
sat_cost(const struct sat *s)
{
    return s->cost;
}
