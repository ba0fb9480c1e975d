/* SPDX-License-Identifier: Apache-2.0 */
#include "solve/colouring.h"

static int
new_vars(struct colouring *c, size_t n)
{
    int first = c->to.var(c->to.ctx);
    for (size_t i = 1; i < n; i++)
        (void)c->to.var(c->to.ctx);
    return first;
}

static void
unit(struct colouring *c, int lit)
{
    c->to.clause(c->to.ctx, &lit, 1);
}

void
colouring_init(struct colouring *c, struct arena *a, size_t clique, bool all)
{
    size_t n = c->n, k = c->k;
    c->condition_in = NEW_ARRAY(a, int, engine_instance(c->e)->conditions.n);
    c->room = NEW_ARRAY(a, int, engine_instance(c->e)->conditions.n);
    c->group_in = new_vars(c, n * k);
    c->served = all ? 0 : new_vars(c, n);
    int *some = NEW_ARRAY(a, int, k + 1);
    for (size_t i = 0; i < n; i++) {
        for (size_t v = 0; v < k; v++) {
            some[v] = colouring_in(c, i, v);
            if (v > i)
                unit(c, -some[v]);
        }
        some[k] = -(c->served + (int)i);
        c->to.clause(c->to.ctx, some, all ? k : k + 1);
        if (i < clique && i < k)
            unit(c, colouring_in(c, i, i));
    }
}

/* The variables that say that a variant has the condition. False where no group wants it. */
static bool
need_condition(struct colouring *c, uint32_t condition)
{
    bool wanted = c->condition_in[condition] != 0;
    for (size_t i = 0; i < c->n && !wanted; i++)
        wanted = bits_has(engine_group(c->e, c->order[i]), condition);
    if (!wanted || c->condition_in[condition])
        return wanted;
    c->condition_in[condition] = new_vars(c, c->k);
    for (size_t i = 0; i < c->n; i++) {
        if (!bits_has(engine_group(c->e, c->order[i]), condition))
            continue;
        for (size_t v = 0; v < c->k; v++) {
            int clause[] = {-colouring_in(c, i, v), c->condition_in[condition] + (int)v};
            c->to.clause(c->to.ctx, clause, 2);
        }
    }
    return true;
}

static void
learn_core(struct colouring *c, const struct engine_core *core)
{
    int *clause = c->room;
    bool relevant = true;
    for (size_t i = 0; i < core->n && relevant; i++)
        relevant = need_condition(c, core->v[i]);
    for (size_t v = 0; v < c->k && relevant; v++) {
        for (size_t i = 0; i < core->n; i++)
            clause[i] = -(c->condition_in[core->v[i]] + (int)v);
        c->to.clause(c->to.ctx, clause, core->n);
    }
}

void
colouring_learn(struct colouring *c)
{
    size_t n;
    const struct engine_core *cores = engine_cores(c->e, &n);
    for (; c->learned < n; c->learned++)
        learn_core(c, &cores[c->learned]);
}

void
colouring_classes(const struct colouring *c, const uint64_t *model, uint64_t **classes)
{
    for (size_t v = 0; v < c->k; v++)
        sets_clear(classes[v], BITS_WORDS(engine_instance(c->e)->groups.n));
    for (size_t i = 0; i < c->n; i++) {
        if (c->served && !bits_has(model, (size_t)c->served + i))
            continue;
        size_t v = 0;
        while (v < c->k && !bits_has(model, (size_t)colouring_in(c, i, v)))
            v++;
        if (v < c->k)
            bits_set(classes[v], c->order[i]);
    }
}
