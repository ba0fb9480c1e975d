/* SPDX-License-Identifier: Apache-2.0 */
/*
 * All that the engine says about small instances, against trying all values of
 * their variables.
 */
#include "support/cases.h"
#include "support/instances.h"
#include "support/oracle.h"

#define SEEDS 100

struct row {
    const char *name;
    struct instances_size size;
    bool groups; /* compare groups; else conditions */
};

static const struct row rows[] = {
    {"sets alone", {3, 4, 0, 0, 12, 8, 4}, true},
    {"sets and numbers", {2, 4, 2, 3, 12, 8, 4}, true},
    {"many groups that share conditions", {2, 4, 1, 3, 6, 10, 3}, true},
    {"few conditions each", {3, 4, 1, 2, 14, 8, 2}, true},
    {"one option", {1, 1, 0, 0, 3, 5, 2}, true},
    {"no groups", {1, 3, 0, 0, 3, 0, 0}, true},
    {"groups without conditions", {1, 3, 0, 0, 3, 4, 0}, true},
    {"single conditions", {3, 4, 1, 3, 10, 1, 3}, false},
    {"single conditions, numbers", {2, 3, 3, 3, 11, 1, 3}, false},
};

static void
compare_row(void **state)
{
    const struct row *r = *state;
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        struct arena_mark mark = arena_mark(&case_arena);
        struct instance in;
        struct oracle o;
        struct err e = {0};
        instances_make(&in, &case_arena, seed, &r->size);
        if (!instance_check(&in, &e))
            fail_msg("seed %d: %s", (int)seed, e.msg);
        oracle_exhaust(&o, &case_arena, &in, r->groups);
        const char *wrong = oracle_compare(&o, &case_arena, &in);
        if (wrong)
            fail_msg("seed %d: %s", (int)seed, wrong);
        arena_reset(&case_arena, mark);
    }
}

int
main(void)
{
    CASES_TABLE(rows, compare_row);
    return cases_run("solve/exhaustive");
}
