/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The engine against Z3 on generated instances: which sets of groups (or single
 * conditions) are possible, and so all pairs, minimal conflicts, maximal sets, the
 * best set and the least variants; and the best weight by Z3's own optimiser.
 */
#include "support/cases.h"
#include "support/instances.h"
#include "support/z3_oracle.h"

#define SEEDS 52 /* per row */

struct row {
    const char *name;
    struct instances_size size;
    bool groups;
};

static const struct row rows[] = {
    {"sets", {6, 12, 0, 0, 40, 7, 9}, true},
    {"sets and numbers", {5, 10, 4, 8, 40, 7, 9}, true},
    {"numbers mostly", {2, 5, 8, 10, 40, 7, 10}, true},
    {"many that share", {4, 8, 2, 6, 16, 8, 6}, true},
    {"nearly all goes together", {8, 16, 2, 6, 60, 7, 4}, true},
    {"single conditions", {3, 5, 2, 5, 9, 2, 5}, false},
};

static void
compare_seed(const struct row *r, uint64_t seed)
{
    struct instance in;
    struct oracle o;
    struct err e = {0};
    instances_make(&in, &case_arena, seed, &r->size);
    if (!instance_check(&in, &e))
        fail_msg("seed %d: %s", (int)seed, e.msg);
    z3_oracle_table(&o, &case_arena, &in, r->groups);
    const char *wrong = oracle_compare(&o, &case_arena, &in);
    if (wrong)
        fail_msg("seed %d: %s", (int)seed, wrong);
    if (!r->groups)
        return;
    int64_t best = o.possible[0] ? oracle_best(&o, &in) : -1;
    assert_int_equal(z3_oracle_best(&in), best);
}

static void
compare_row(void **state)
{
    for (uint64_t seed = 1001; seed <= 1000 + SEEDS; seed++) {
        struct arena_mark mark = arena_mark(&case_arena);
        compare_seed(*state, seed);
        arena_reset(&case_arena, mark);
    }
}

int
main(void)
{
    CASES_TABLE(rows, compare_row);
    return cases_run("solve/z3");
}
