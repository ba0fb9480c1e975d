/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Octets to a small instance; all that the engine says about its groups, or its
 * conditions, agrees with trying all values (tests/support/oracle.h).
 *
 *   octet 0     1 to 10 variables, groups or conditions
 *   octet 1     up to 8 conditions, up to 6 groups
 *   one octet each: a group's conditions, as a mask, and its weight
 *   the rest    clauses: an octet for the condition or none, up to three of literals
 */
#include "support/oracle.h"

#include <stdio.h>
#include <stdlib.h>

#define CLAUSES_MAX 64

static uint8_t
next(struct slice *s)
{
    uint8_t v = 0;
    return slice_u8(s, &v) ? v : 0;
}

static void
make_groups(struct instance *in, struct slice *data, size_t n)
{
    for (size_t g = 0; g < n; g++) {
        uint32_t v[8];
        size_t count = 0;
        uint8_t mask = next(data), weight = next(data);
        for (uint32_t c = 0; c < in->conditions.n; c++) {
            if (mask >> c & 1)
                v[count++] = c;
        }
        instance_group(in, SL("group"), weight % 8, v, count);
    }
}

static void
make_clauses(struct instance *in, struct slice *data, int vars)
{
    for (size_t i = 0; i < CLAUSES_MAX && data->n; i++) {
        int lits[3];
        uint8_t head = next(data);
        size_t n = head % 4;
        for (size_t k = 0; k < n; k++) {
            uint8_t v = next(data);
            lits[k] = v % vars + 1;
            lits[k] = v & 0x80 ? -lits[k] : lits[k];
        }
        size_t c = head / 4;
        if (c < in->conditions.n)
            instance_under(in, (uint32_t)c, lits, n);
        else
            instance_clause(in, lits, n);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    struct slice data = slice_of(bytes, n);
    struct arena a = {0};
    struct instance in;
    struct oracle o;
    struct err e = {0};
    uint8_t kinds = next(&data), counts = next(&data);
    int vars = kinds % 10 + 1;
    instance_init(&in, &a);
    for (int i = 0; i < vars; i++)
        (void)instance_var(&in);
    for (size_t i = 0; i < counts % 9; i++)
        instance_condition(&in, SL("condition"));
    make_groups(&in, &data, counts / 9 % 7);
    make_clauses(&in, &data, vars);
    if (!instance_check(&in, &e)) {
        fprintf(stderr, "%s\n", e.msg);
        abort();
    }
    oracle_exhaust(&o, &a, &in, kinds < 0x80);
    const char *wrong = oracle_compare(&o, &a, &in);
    if (wrong) {
        fprintf(stderr, "the engine and exhaustion differ: %s\n", wrong);
        abort();
    }
    arena_free(&a);
    return 0;
}
