/* SPDX-License-Identifier: Apache-2.0 */
#include "solve/sat.h"

#include "solve/cardinality.h"
#include "support/cases.h"

#include <pthread.h>
#include <stdio.h>
#include <unistd.h>

/* n + 1 pigeons in n holes: short to say, long to refute. */
static void
add_pigeons(struct sat *s, int holes)
{
    for (int p = 0; p <= holes; p++) {
        int some[32];
        for (int h = 0; h < holes; h++) {
            some[h] = p * holes + h + 1;
            for (int q = 0; q < p; q++)
                SAT_CLAUSE(s, -some[h], -(q * holes + h + 1));
        }
        sat_clause(s, some, (size_t)holes);
    }
}

static void
answers(void **state)
{
    (void)state;
    struct budget b = BUDGET_ENDLESS;
    AUTO_SAT s = sat_new();
    assert_int_equal(sat_solve(s, &b), SAT_YES); /* nothing is asked for */
    SAT_CLAUSE(s, 1, 2);
    SAT_CLAUSE(s, -1, 2);
    assert_int_equal(sat_solve(s, &b), SAT_YES);
    assert_true(sat_true(s, 2));
    assert_false(sat_true(s, -2));
    sat_assume(s, 3);
    sat_assume(s, -2);
    assert_int_equal(sat_solve(s, &b), SAT_NO);
    assert_true(sat_failed(s, -2));
    assert_false(sat_failed(s, 3));
    assert_int_equal(sat_solve(s, &b), SAT_YES); /* assumptions are gone */
    sat_clauses(s, (int[]){-2, 0, 4, 0}, 4);
    assert_int_equal(sat_solve(s, &b), SAT_NO);
    assert_int_equal(sat_cost(s).questions, 5);
}

static void
empty_clause(void **state)
{
    (void)state;
    struct budget b = BUDGET_ENDLESS;
    AUTO_SAT s = sat_new();
    sat_clause(s, NULL, 0);
    sat_assume(s, 1);
    assert_int_equal(sat_solve(s, &b), SAT_NO);
    assert_false(sat_failed(s, 1));
}

/* The budget is conflicts: it ends the search, at the same place each time, and is told. */
static void
budget_ends(void **state)
{
    (void)state;
    uint64_t conflicts[2];
    for (size_t i = 0; i < 2; i++) {
        struct budget b = {.left = 500};
        AUTO_SAT s = sat_new();
        add_pigeons(s, 10);
        assert_int_equal(sat_solve(s, &b), SAT_UNKNOWN);
        assert_true(budget_ended(&b));
        conflicts[i] = sat_cost(s).conflicts;
        assert_in_range(conflicts[i], 400, 600);
        assert_int_equal(sat_solve(s, &b), SAT_UNKNOWN); /* at once */
        assert_int_equal(sat_cost(s).conflicts, conflicts[i]);
    }
    assert_int_equal(conflicts[0], conflicts[1]);
}

/* A question that was not asked for want of budget leaves no assumption behind. */
static void
no_budget_no_assumptions(void **state)
{
    (void)state;
    struct budget none = {.left = 0}, b = BUDGET_ENDLESS;
    AUTO_SAT s = sat_new();
    SAT_CLAUSE(s, 1, 2);
    sat_assume(s, -1);
    sat_assume(s, -2);
    assert_int_equal(sat_solve(s, &none), SAT_UNKNOWN);
    assert_int_equal(sat_solve(s, &b), SAT_YES);
    struct budget one = {.left = 1};
    assert_int_equal(sat_solve(s, &one), SAT_YES); /* needs no conflict */
    assert_true(budget_ended(&one));
}

static volatile sig_atomic_t stop;

static void *
stop_soon(void *ctx)
{
    (void)ctx;
    usleep(50000);
    stop = 1;
    return NULL;
}

static void
somebody_stops_it(void **state)
{
    (void)state;
    pthread_t thread;
    struct budget b = {.left = INT64_MAX, .stop = &stop};
    AUTO_SAT s = sat_new();
    add_pigeons(s, 14); /* takes hours */
    stop = 0;
    assert_int_equal(pthread_create(&thread, NULL, stop_soon, NULL), 0);
    enum sat_answer answer = sat_solve(s, &b);
    pthread_join(thread, NULL);
    assert_int_equal(answer, SAT_UNKNOWN);
    assert_true(budget_ended(&b));
    stop = 0;
    sat_assume(s, 1);
    sat_assume(s, -1);
    assert_int_equal(sat_solve(s, &b), SAT_NO); /* and goes on afterwards */
}

static void *
solve_alone(void *ctx)
{
    for (int i = 0; i < 20; i++) {
        struct budget b = BUDGET_ENDLESS;
        AUTO_SAT s = sat_new();
        add_pigeons(s, 5);
        if (sat_solve(s, &b) != SAT_NO)
            *(bool *)ctx = true;
    }
    return NULL;
}

static void
a_solver_per_thread(void **state)
{
    (void)state;
    pthread_t threads[2];
    bool wrong[2] = {false, false};
    for (size_t i = 0; i < 2; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, solve_alone, &wrong[i]), 0);
    for (size_t i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    assert_false(wrong[0] || wrong[1]);
}

/* CaDiCaL would say "c found falsified original clause" on standard output. */
static void
prints_nothing(void **state)
{
    (void)state;
    int fds[2], old = dup(STDOUT_FILENO);
    char out[64];
    fflush(stdout);
    assert_int_equal(pipe(fds), 0);
    dup2(fds[1], STDOUT_FILENO);
    struct budget b = BUDGET_ENDLESS;
    struct sat *s = sat_new();
    SAT_CLAUSE(s, 1);
    SAT_CLAUSE(s, -1);
    enum sat_answer answer = sat_solve(s, &b);
    sat_free(s);
    fflush(stdout);
    dup2(old, STDOUT_FILENO);
    close(old);
    close(fds[1]);
    ssize_t n = read(fds[0], out, sizeof out);
    close(fds[0]);
    assert_int_equal(answer, SAT_NO);
    assert_int_equal(n, 0);
}

/* -- counting ----------------------------------------------------------------------------- */

struct count_row {
    const char *name;
    size_t n;
};

static const struct count_row counts[] = {
    {"1 literal", 1}, {"2 literals", 2}, {"3 literals", 3}, {"6 literals", 6}, {"7 literals", 7},
};

/* Is this set of the n literals (as a mask; every other one negated) allowed? */
static enum sat_answer
allows(struct sat *s, const int *lits, size_t n, uint32_t set)
{
    struct budget b = BUDGET_ENDLESS;
    for (size_t i = 0; i < n; i++)
        sat_assume(s, set >> i & 1 ? lits[i] : -lits[i]);
    return sat_solve(s, &b);
}

static void
at_most_row(void **state)
{
    const struct count_row *r = *state;
    int lits[8];
    for (size_t i = 0; i < r->n; i++)
        lits[i] = i % 2 ? -(int)i - 1 : (int)i + 1;
    for (size_t k = 0; k <= r->n; k++) {
        AUTO_SAT s = sat_new();
        struct sink_solver solver = {s, (int)r->n};
        at_most(&case_arena, sink_solver(&solver), lits, r->n, k);
        for (uint32_t set = 0; set < (uint32_t)1 << r->n; set++) {
            bool fine = (size_t)__builtin_popcount(set) <= k;
            assert_int_equal(allows(s, lits, r->n, set), fine ? SAT_YES : SAT_NO);
        }
    }
}

/* Bounds asked for one after another, in any order, on one totalizer. */
static void
totalizer_row(void **state)
{
    static const size_t orders[][8] = {
        {0, 1, 2, 3, 4, 5, 6}, {6, 5, 4, 3, 2, 1, 0}, {1, 4, 0, 6, 2, 5, 3}};
    const struct count_row *r = *state;
    int lits[8];
    for (size_t i = 0; i < r->n; i++)
        lits[i] = (int)i + 1;
    for (size_t o = 0; o < COUNT_OF(orders); o++) {
        AUTO_SAT s = sat_new();
        struct sink_solver solver = {s, (int)r->n};
        struct totalizer *t = totalizer_new(&case_arena, lits, r->n);
        for (size_t i = 0; i < 7; i++) {
            size_t k = orders[o][i];
            if (k >= r->n)
                continue;
            int more = totalizer_more(t, sink_solver(&solver), k);
            for (uint32_t set = 0; set < (uint32_t)1 << r->n; set++) {
                sat_assume(s, -more);
                bool fine = (size_t)__builtin_popcount(set) <= k;
                assert_int_equal(allows(s, lits, r->n, set), fine ? SAT_YES : SAT_NO);
            }
        }
    }
}

int
main(void)
{
    CASES_TEST(answers);
    CASES_TEST(empty_clause);
    CASES_TEST(budget_ends);
    CASES_TEST(no_budget_no_assumptions);
    CASES_TEST(somebody_stops_it);
    CASES_TEST(a_solver_per_thread);
    CASES_TEST(prints_nothing);
    CASES_TABLE(counts, at_most_row);
    CASES_TABLE(counts, totalizer_row);
    return cases_run("solve/sat");
}
