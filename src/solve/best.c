/* SPDX-License-Identifier: Apache-2.0 */
#include "solve/best.h"

/* What the engine knows already spares the optimiser finding it. */
static void
add_cores(struct optimise *o, struct arena *a, const struct engine *e)
{
    size_t n;
    const struct engine_core *cores = engine_cores(e, &n);
    const struct instance *in = engine_instance(e);
    for (size_t i = 0; i < n; i++) {
        struct arena_mark mark = arena_mark(a);
        int *clause = NEW_ARRAY(a, int, cores[i].n);
        for (size_t k = 0; k < cores[i].n; k++)
            clause[k] = -in->conditions.v[cores[i].v[k]].selector;
        optimise_clause(o, clause, cores[i].n);
        arena_reset(a, mark);
    }
}

static enum optimum
solve(struct optimise *o, struct arena *a, const struct instance *in, const uint64_t *among,
      struct budget *b)
{
    size_t n = 0;
    struct soft *worth = NEW_ARRAY(a, struct soft, in->groups.n);
    struct soft *number = NEW_ARRAY(a, struct soft, in->groups.n);
    int *order = NEW_ARRAY(a, int, in->groups.n);
    for (size_t g = 0; g < in->groups.n; g++) {
        int lit = instance_group_var(in, g);
        if (among && !bits_has(among, g))
            continue;
        worth[n] = (struct soft){lit, in->groups.v[g].weight};
        number[n] = (struct soft){lit, 1};
        order[n++] = lit;
    }
    enum optimum optimum = optimise_goal(o, worth, n, NULL, b);
    if (optimum == OPTIMUM_PROVEN)
        optimum = optimise_goal(o, number, n, NULL, b);
    if (optimum == OPTIMUM_PROVEN)
        optimum = optimise_order(o, order, n, b);
    return optimum;
}

void
best_find(struct best *out, struct arena *a, struct engine *e, const uint64_t *among,
          struct budget *b)
{
    const struct instance *in = engine_instance(e);
    size_t nfixed;
    const int *fixed = engine_fixed(e, &nfixed);
    AUTO_OPTIMISE o = optimise_new(a, in, fixed, nfixed);
    add_cores(o, a, e);
    *out = (struct best){.groups = bits_new(a, in->groups.n),
                         .values = bits_new(a, (size_t)in->nvars + 1)};
    out->optimum = solve(o, a, in, among, b);
    if (out->optimum != OPTIMUM_PROVEN && out->optimum != OPTIMUM_FOUND)
        return;
    const uint64_t *model = optimise_model(o);
    for (size_t v = 1; v <= (size_t)in->nvars; v++) {
        if (bits_has(model, v))
            bits_set(out->values, v);
    }
    for (size_t g = 0; g < in->groups.n; g++) {
        if (!bits_has(model, (size_t)instance_group_var(in, g)) || (among && !bits_has(among, g)))
            continue;
        bits_set(out->groups, g);
        out->weight += in->groups.v[g].weight;
    }
}
