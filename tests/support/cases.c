/* SPDX-License-Identifier: Apache-2.0 */
#include "support/cases.h"

#include <stdio.h>
#include <stdlib.h>

struct arena case_arena;

static struct CMUnitTest tests[CASES_MAX];
static size_t ntests;

/* A failing assert jumps out of the row: its memory is freed here in any case. */
static int
clear_arena(void **state)
{
    (void)state;
    arena_free(&case_arena);
    return 0;
}

void
cases_add(const char *name, CMUnitTestFunction run, const void *row)
{
    if (ntests == CASES_MAX) {
        fprintf(stderr, "more than %d cases\n", CASES_MAX);
        exit(1);
    }
    tests[ntests++] = (struct CMUnitTest){
        .name = name,
        .test_func = run,
        .teardown_func = clear_arena,
        .initial_state = (void *)(uintptr_t)row,
    };
}

int
cases_run(const char *group)
{
    if (ntests == 0) {
        fprintf(stderr, "%s: no cases\n", group);
        return 1;
    }
    /* cmocka's macro wants an array; the function behind it takes any count. */
    return _cmocka_run_group_tests(group, tests, ntests, NULL, NULL);
}
