/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Table-driven tests on cmocka: each row of a table becomes a test of its own
 * name, so that a failure names the row. Call cases_add for each row, then
 * cases_run. case_arena is cleared after each row, also after a failed one.
 */
#pragma once

#include "base/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define CASES_MAX 8192

extern struct arena case_arena;

void cases_add(const char *name, CMUnitTestFunction run, const void *row);
int cases_run(const char *group);

#define CASES_TABLE(rows, run)                                           \
    do {                                                                 \
        for (size_t i_ = 0; i_ < sizeof(rows) / sizeof((rows)[0]); i_++) \
            cases_add((rows)[i_].name, (run), &(rows)[i_]);              \
    } while (0)
#define CASES_TEST(fn) cases_add(#fn, fn, NULL)
