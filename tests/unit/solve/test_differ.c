/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A few thousand products, from nearly free to nearly fixed: of none the judge
 * and the encoding say different things.
 */
#include "support/cases.h"
#include "support/differ.h"
#include "support/random.h"

#include <stdio.h>

#define OCTETS_MAX 4096

static struct arena data_arena;
static struct catalog catalog;

struct row {
    const char *name;
    const char *on;
    uint64_t seed;
    size_t products;
    uint32_t octets; /* at most */
};

static const struct row rows[] = {
    {"2026, few wishes", "2026-11-23", 1, 250, 16},
    {"2026, many wishes", "2026-11-23", 2, 250, OCTETS_MAX},
    {"2024, some wishes", "2024-06-30", 3, 150, 400},
    {"2027, some wishes", "2027-01-01", 4, 150, 400},
    {"2031, some wishes", "2031-06-30", 5, 150, 400},
    {"2036, some wishes", "2036-01-01", 6, 150, 400},
};

static void
agrees(void **state)
{
    const struct row *row = *state;
    struct err e = {0};
    struct differ_seen seen = {0};
    date_t on;
    uint64_t seed = row->seed;
    assert_true(date_parse(slice_str(row->on), &on));
    struct differ *d = differ_new(&case_arena, &catalog, on, &e);
    if (!d)
        fail_msg("%s", e.msg);
    for (size_t i = 0; i < row->products; i++) {
        uint8_t octets[OCTETS_MAX];
        size_t n = random_below(&seed, row->octets + 1);
        for (size_t k = 0; k < n; k++)
            octets[k] = (uint8_t)random_next(&seed);
        if (!differ_try(d, &seen, octets, n, &e)) {
            differ_free(d);
            fail_msg("product %zu: %s", i, e.msg);
        }
    }
    differ_free(d);
    /* A generator that meets everything, or nothing, tests nothing. */
    assert_true(seen.met > row->products * 10 && seen.unmet > row->products * 10);
}

int
main(int argc, char **argv)
{
    struct env env;
    struct err e = {0};
    env_system(&env);
    if (argc < 2 || !catalog_load(&catalog, &data_arena, &env, argv[1], &e)) {
        fprintf(stderr, "%s\n", e.msg);
        return 1;
    }
    CASES_TABLE(rows, agrees);
    int failed = cases_run("solve differ");
    arena_free(&data_arena);
    return failed;
}
