/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the engine is asked about: a plain instance of propositional logic.
 *
 *   variable   1 … nvars; a literal is a variable or its negation, -v
 *   clause     literals of which one has to hold
 *   condition  a selector variable: while it holds, the condition's clauses do,
 *              which are the clauses that name the selector negated. No clause
 *              does so with two; un-negated a selector may stand anywhere.
 *              Identical conditions must be one condition; this decides whether
 *              an enumeration ends (docs/internals/solve.md)
 *   group      a set of conditions that is wanted as a whole (a regime), with
 *              what it is worth
 *
 * It knows nothing of compliance. It is built by an encoder, checked once
 * (instance_check), and only read afterwards. All of it lies in one arena.
 *
 * Each group has a selector variable, too, behind the instance's own ones:
 * instance_group_var. No clause may name those.
 */
#pragma once

#include "base/arena.h"
#include "base/err.h"
#include "base/vec.h"

#define INSTANCE_VARS_MAX (1 << 22)
#define INSTANCE_LITS_MAX ((size_t)1 << 26) /* literals and terminators of all clauses */
#define INSTANCE_CONDITIONS_MAX (1 << 18)
#define INSTANCE_GROUPS_MAX 4096
#define INSTANCE_WEIGHT_MAX (INT64_C(1) << 40)

struct instance_condition {
    struct slice name; /* for people: dumps, messages */
    int selector;
};

struct instance_group {
    struct slice name;
    int64_t weight;             /* 0 or more */
    const uint32_t *conditions; /* indices, ascending, each once */
    size_t n;
};

struct instance {
    struct arena *a;
    int nvars;
    VEC(int) lits; /* the clauses, each ended by 0 */
    size_t nclauses;
    VEC(struct instance_condition) conditions;
    VEC(struct instance_group) groups;
};

void instance_init(struct instance *in, struct arena *a);

/* A new variable. */
int instance_var(struct instance *in);

/* A clause that always holds. It is copied. n == 0 makes the instance contradictory. */
void instance_clause(struct instance *in, const int *lits, size_t n);
#define INSTANCE_CLAUSE(in, ...) \
    instance_clause(in, (int[]){__VA_ARGS__}, sizeof((int[]){__VA_ARGS__}) / sizeof(int))

/* A new condition with a selector of its own; gives its index. */
uint32_t instance_condition(struct instance *in, struct slice name);

/* A clause that holds while the condition does. */
void instance_under(struct instance *in, uint32_t condition, const int *lits, size_t n);
#define INSTANCE_UNDER(in, condition, ...) \
    instance_under(in, condition, (int[]){__VA_ARGS__}, sizeof((int[]){__VA_ARGS__}) / sizeof(int))

/* A new group; gives its index. The conditions may come in any order, and more than once. */
uint32_t instance_group(struct instance *in, struct slice name, int64_t weight,
                        const uint32_t *conditions, size_t n);

/* Every number in range, nothing past a limit. To be called once, before anything is asked. */
MUST_USE bool instance_check(const struct instance *in, struct err *e);

static inline int
instance_group_var(const struct instance *in, size_t group)
{
    return in->nvars + 1 + (int)group;
}
