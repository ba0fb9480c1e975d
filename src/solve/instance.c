/* SPDX-License-Identifier: Apache-2.0 */
#include "solve/instance.h"

#include "base/cleanup.h"

#include <assert.h>
#include <stdlib.h>

void
instance_init(struct instance *in, struct arena *a)
{
    *in = (struct instance){.a = a};
}

int
instance_var(struct instance *in)
{
    assert(in->nvars < INT32_MAX);
    return ++in->nvars;
}

void
instance_clause(struct instance *in, const int *lits, size_t n)
{
    for (size_t i = 0; i < n; i++)
        vec_push(in->a, &in->lits, lits[i]);
    vec_push(in->a, &in->lits, 0);
    in->nclauses++;
}

uint32_t
instance_condition(struct instance *in, struct slice name)
{
    int selector = instance_var(in);
    vec_push(in->a, &in->conditions,
             (struct instance_condition){.name = name, .selector = selector});
    return (uint32_t)in->conditions.n - 1;
}

void
instance_under(struct instance *in, uint32_t condition, const int *lits, size_t n)
{
    assert(condition < in->conditions.n);
    vec_push(in->a, &in->lits, -in->conditions.v[condition].selector);
    instance_clause(in, lits, n);
}

static int
compare(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

uint32_t
instance_group(struct instance *in, struct slice name, int64_t weight, const uint32_t *conditions,
               size_t n)
{
    uint32_t *v = NEW_ARRAY(in->a, uint32_t, n);
    if (n) {
        memcpy(v, conditions, n * sizeof *v);
        qsort(v, n, sizeof *v, compare);
    }
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        if (i == 0 || v[i] != v[i - 1])
            v[kept++] = v[i];
    }
    vec_push(in->a, &in->groups,
             (struct instance_group){.name = name, .weight = weight, .conditions = v, .n = kept});
    return (uint32_t)in->groups.n - 1;
}

static bool
check_limits(const struct instance *in, struct err *e)
{
    if (in->nvars > INSTANCE_VARS_MAX)
        return err_set(e, ERR_LIMIT, "%d variables, we accept %d", in->nvars, INSTANCE_VARS_MAX);
    if (in->lits.n > INSTANCE_LITS_MAX)
        return err_set(e, ERR_LIMIT, "%zu literals, we accept %zu", in->lits.n, INSTANCE_LITS_MAX);
    if (in->conditions.n > INSTANCE_CONDITIONS_MAX)
        return err_set(e, ERR_LIMIT, "%zu conditions, we accept %d", in->conditions.n,
                       INSTANCE_CONDITIONS_MAX);
    if (in->groups.n > INSTANCE_GROUPS_MAX)
        return err_set(e, ERR_LIMIT, "%zu groups, we accept %d", in->groups.n, INSTANCE_GROUPS_MAX);
    return true;
}

static bool
check_group(const struct instance *in, const struct instance_group *g, struct err *e)
{
    if (g->weight < 0 || g->weight > INSTANCE_WEIGHT_MAX)
        return err_set(e, ERR_INPUT, "group '%.*s': a weight of %lld, not 0 to %lld",
                       SL_FMT(g->name), (long long)g->weight, (long long)INSTANCE_WEIGHT_MAX);
    for (size_t i = 0; i < g->n; i++) {
        if (g->conditions[i] >= in->conditions.n)
            return err_set(e, ERR_INPUT, "group '%.*s': there is no condition %u", SL_FMT(g->name),
                           g->conditions[i]);
    }
    return true;
}

/* A clause is under one condition at most: so its conditions can be judged one by one. */
static bool
check_selectors(const struct instance *in, struct err *e)
{
    AUTO_ARENA scratch = {0};
    bool *selects = NEW_ARRAY(&scratch, bool, (size_t)in->nvars + 1);
    for (size_t i = 0; i < in->conditions.n; i++)
        selects[in->conditions.v[i].selector] = true;
    size_t clause = 1;
    int under = 0;
    bool ok = true;
    for (size_t i = 0; i < in->lits.n && ok; i++) {
        int lit = in->lits.v[i];
        ok = !(lit < 0 && selects[-lit] && under && under != lit);
        under = lit == 0 ? 0 : lit < 0 && selects[-lit] ? lit : under;
        clause += lit == 0;
    }
    return ok || err_set(e, ERR_INPUT, "clause %zu: it is under two conditions", clause);
}

bool
instance_check(const struct instance *in, struct err *e)
{
    if (!check_limits(in, e))
        return false;
    size_t clause = 0;
    for (size_t i = 0; i < in->lits.n; i++) {
        int lit = in->lits.v[i];
        clause += lit == 0;
        if (lit < -in->nvars || lit > in->nvars)
            return err_set(e, ERR_INPUT, "clause %zu: there is no variable %d", clause + 1, lit);
    }
    for (size_t i = 0; i < in->groups.n; i++) {
        if (!check_group(in, &in->groups.v[i], e))
            return false;
    }
    return check_selectors(in, e);
}
