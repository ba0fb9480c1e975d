/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is true of a small instance, worked out without the engine: a table of
 * which sets of its items (groups, or conditions) can be satisfied, filled by
 * exhaustion here or by Z3 (support/z3.h). From the table follow all answers that the
 * engine gives, by trying all sets.
 */
#pragma once

#include "solve/engine.h"

#define ORACLE_ITEMS_MAX 14
#define ORACLE_VARS_MAX 20

struct oracle {
    size_t n;       /* items */
    bool groups;    /* they are groups; else conditions */
    bool *possible; /* by set, as a mask: 1 << n of them */
};

/*
 * By trying all values of the variables that select nothing (at most
 * ORACLE_VARS_MAX); for instances in which each clause has at most one selector,
 * negated.
 */
void oracle_exhaust(struct oracle *o, struct arena *a, const struct instance *in, bool groups);

/*
 * Compare all that the engine says with the table; what differs, as text, or
 * null. A fresh engine is used for each kind of question, and one for all.
 */
const char *oracle_compare(const struct oracle *o, struct arena *a, const struct instance *in);

/* What the table says. Weights are those of the groups. */
int64_t oracle_best(const struct oracle *o, const struct instance *in);
size_t oracle_variants(const struct oracle *o);
