/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Conflicts: between regimes first, then inside each of those between clauses.
 */
#include "solve/conflicts.h"

#include "base/cleanup.h"
#include "solve/clash.h"
#include "solve/difference.h"
#include "solve/enumerate.h"

#include <stdlib.h>

const char *const reconciling_names[RECONCILE_NOT_HERE + 1] = {
    [RECONCILE_STRICTER] = "stricter",
    [RECONCILE_SUBSET] = "subset",
    [RECONCILE_NOT] = "exclusive",
    [RECONCILE_NOT_HERE] = "product",
};

struct index_sets {
    struct arena *a;
    VEC(struct index_set) conflicts, compatible;
};

static bool
keep(void *ctx, const struct found *f)
{
    struct index_sets *s = ctx;
    struct index_set set = {NEW_ARRAY(s->a, uint32_t, f->n), f->n};
    if (f->n)
        memcpy(set.v, f->v, f->n * sizeof *set.v);
    if (f->conflict)
        vec_push(s->a, &s->conflicts, set);
    else
        vec_push(s->a, &s->compatible, set);
    return true;
}

/* Fewest first, then by the indices. */
static int
set_order(const void *x, const void *y)
{
    const struct index_set *a = x, *b = y;
    if (a->n != b->n)
        return a->n < b->n ? -1 : 1;
    for (size_t i = 0; i < a->n; i++)
        if (a->v[i] != b->v[i])
            return a->v[i] < b->v[i] ? -1 : 1;
    return 0;
}

struct finder {
    struct arena *a; /* of what is found */
    const struct conflicts_options *o;
    struct conflicts *out;
    struct problem *p;
    struct engine *engine;
    struct budget budget;
    struct examples examples;
    struct clashes clashes;
    uint64_t *
        always; /* bits: the groups that are no regime (server, product), wanted in each question */
    struct index_sets groups;
    VEC(struct conflict) list;
};

static void
progress(const struct finder *f, const char *phase, size_t done, size_t of)
{
    if (f->o->progress)
        f->o->progress(f->o->ctx, phase, done, of);
}

/* --- between regimes ------------------------------------------------------------------------ */

static size_t
ngroups(const struct finder *f)
{
    return f->p->instance.groups.n;
}

/* The groups that are always wanted, and these two (which may be one). */
static enum sat_answer
ask_two(struct finder *f, uint64_t *groups, size_t x, size_t y)
{
    sets_copy(groups, f->always, BITS_WORDS(ngroups(f)));
    bits_set(groups, x);
    bits_set(groups, y);
    return engine_ask_groups(f->engine, groups, &f->budget);
}

static enum together
together_of(enum sat_answer answer)
{
    switch (answer) {
    case SAT_YES:
        return TOGETHER_YES;
    case SAT_NO:
        return TOGETHER_NO;
    case SAT_UNKNOWN:
        break;
    }
    return TOGETHER_UNKNOWN;
}

static void
find_pairs(struct finder *f)
{
    struct conflicts *c = f->out;
    uint64_t *groups = bits_new(f->a, ngroups(f));
    size_t all = f->o->n * (f->o->n - (f->o->n > 0)) / 2;
    c->alone = NEW_ARRAY(f->a, bool, f->o->n);
    c->pairs = NEW_ARRAY(f->a, struct pair, all);
    for (size_t x = 0; x < f->o->n; x++) {
        c->alone[x] = ask_two(f, groups, x, x) != SAT_NO;
        for (size_t y = x + 1; y < f->o->n; y++) {
            enum sat_answer answer = ask_two(f, groups, x, y);
            c->pairs[c->npairs++] = (struct pair){.a = x, .b = y, .together = together_of(answer)};
            progress(f, "pairs", c->npairs, all);
        }
    }
}

static void
find_groups(struct finder *f)
{
    AUTO_ARENA scratch = {0};
    uint32_t *v = NEW_ARRAY(f->a, uint32_t, ngroups(f));
    for (size_t i = 0; i < ngroups(f); i++)
        v[i] = (uint32_t)i;
    f->groups.a = f->a;
    struct enumerated all =
        enumerate_groups(f->engine, &scratch, v, ngroups(f), keep, &f->groups, &f->budget);
    f->out->complete = all.complete;
    if (f->groups.conflicts.n)
        qsort(f->groups.conflicts.v, f->groups.conflicts.n, sizeof *f->groups.conflicts.v,
              set_order);
}

/* --- between clauses ------------------------------------------------------------------------ */

/* The regimes, and of each member whose it is and which fields it speaks of. */
static struct slice
signature_of(struct finder *f, const struct index_set *groups, const struct index_set *conditions)
{
    struct buf b;
    buf_init(&b, f->a, (size_t)1 << 20);
    for (size_t i = 0; i < groups->n; i++)
        buf_u32(&b, groups->v[i]);
    for (size_t i = 0; i < conditions->n; i++) {
        const struct problem_condition *c = &f->p->conditions.v[conditions->v[i]];
        const struct form *form = &f->p->judge->units[c->unit].form;
        uint64_t *fields = bits_new(f->a, form->kind->n);
        form_fields(form, f->a, c->holds, fields);
        for (size_t g = 0; g < groups->n; g++) {
            struct index_set one = {&groups->v[g], 1};
            if (!clash_is_of(f->p, conditions->v[i], &one))
                continue;
            buf_u32(&b, (uint32_t)c->unit);
            buf_u32(&b, groups->v[g]);
            buf_add(&b, slice_of(fields, BITS_WORDS(form->kind->n) * sizeof *fields));
        }
    }
    return buf_slice(&b);
}

static bool
add_conflict(struct finder *f, const struct index_set *groups, const struct index_set *conditions,
             struct map *seen, struct err *e)
{
    struct slice key = signature_of(f, groups, conditions);
    const size_t *first = map_get(seen, key);
    struct conflict c;
    if (!clash_make(&c, &f->clashes, groups, conditions, !first, e))
        return false;
    size_t *own = NEW(f->a, size_t);
    *own = f->list.n;
    c.like = first ? *first : *own;
    if (!first)
        map_put(f->a, seen, key, own);
    vec_push(f->a, &f->list, c);
    return true;
}

/* All minimal sets of clauses in one minimal set of regimes; each confirmed. */
static bool
find_clauses(struct finder *f, const struct index_set *groups, struct map *seen, struct err *e)
{
    AUTO_ARENA scratch = {0};
    struct index_sets sets = {.a = f->a};
    struct index_set all = clash_conditions(&f->clashes, groups);
    struct enumerated done =
        enumerate_conditions(f->engine, &scratch, all.v, all.n, keep, &sets, &f->budget);
    f->out->complete &= done.complete;
    if (sets.conflicts.n)
        qsort(sets.conflicts.v, sets.conflicts.n, sizeof *sets.conflicts.v, set_order);
    for (size_t i = 0; i < sets.conflicts.n; i++) {
        const struct index_set *c = &sets.conflicts.v[i];
        enum sat_answer sure;
        if (!clash_confirm(&sure, &f->clashes, c, e))
            return false;
        f->out->complete &= sure != SAT_UNKNOWN;
        if (sure == SAT_NO && !add_conflict(f, groups, c, seen, e))
            return false;
    }
    return true;
}

static bool
find_conflicts(struct finder *f, struct err *e)
{
    struct map seen = {0};
    for (size_t i = 0; i < f->groups.conflicts.n; i++) {
        progress(f, "clauses", i, f->groups.conflicts.n);
        if (!find_clauses(f, &f->groups.conflicts.v[i], &seen, e))
            return false;
    }
    f->out->list = f->list.v;
    f->out->n = f->list.n;
    return true;
}

/* --- what goes together --------------------------------------------------------------------- */

static bool
find_largest(struct finder *f, struct err *e)
{
    struct conflicts *c = f->out;
    c->largest = NEW_ARRAY(f->a, struct largest, f->groups.compatible.n);
    for (size_t i = 0; i < f->groups.compatible.n; i++) {
        const struct index_set *set = &f->groups.compatible.v[i];
        uint64_t *groups = bits_new(f->a, ngroups(f));
        for (size_t k = 0; k < set->n; k++)
            bits_set(groups, set->v[k]);
        if (!sets_within(f->always, groups, BITS_WORDS(ngroups(f))))
            continue;
        size_t *regimes = NEW_ARRAY(f->a, size_t, set->n);
        struct largest *l = &c->largest[c->nlargest++];
        l->regimes = regimes;
        SETS_EACH (g, groups, f->p->nregimes)
            regimes[l->n++] = g;
        progress(f, "examples", i, f->groups.compatible.n);
        if (!example_of(&l->example, &f->examples, groups, e))
            return false;
    }
    return true;
}

static bool
holds(const size_t *v, size_t n, size_t x)
{
    for (size_t i = 0; i < n; i++)
        if (v[i] == x)
            return true;
    return false;
}

static const struct evidence *
example_for(const struct conflicts *c, const struct pair *p)
{
    for (size_t i = 0; i < c->nlargest; i++)
        if (holds(c->largest[i].regimes, c->largest[i].n, p->a) &&
            holds(c->largest[i].regimes, c->largest[i].n, p->b))
            return c->largest[i].example;
    return NULL;
}

static bool
lies_within(const struct conflict *k, const struct pair *p)
{
    for (size_t i = 0; i < k->nregimes; i++)
        if (k->regimes[i] != p->a && k->regimes[i] != p->b)
            return false;
    return true;
}

/* The conflicts of the pair's regimes. */
static void
give_conflicts(const struct finder *f, struct pair *p)
{
    size_t n = 0;
    for (size_t i = 0; i < f->out->n; i++)
        n += lies_within(&f->out->list[i], p);
    size_t *in = NEW_ARRAY(f->a, size_t, n);
    p->conflicts = in;
    for (size_t i = 0; i < f->out->n; i++)
        if (lies_within(&f->out->list[i], p))
            in[p->nconflicts++] = i;
}

/* A pair that the enumeration did not get to has the product that was met when it was asked. */
static bool
find_example(struct finder *f, struct pair *p, struct err *e)
{
    p->example = example_for(f->out, p);
    if (p->example)
        return true;
    uint64_t *groups = bits_new(f->a, ngroups(f));
    sets_copy(groups, f->always, BITS_WORDS(ngroups(f)));
    bits_set(groups, p->a);
    bits_set(groups, p->b);
    return example_of(&p->example, &f->examples, groups, e);
}

static bool
finish_pairs(struct finder *f, struct err *e)
{
    struct conflicts *c = f->out;
    for (size_t i = 0; i < c->npairs; i++) {
        struct pair *p = &c->pairs[i];
        give_conflicts(f, p);
        if (p->together != TOGETHER_YES)
            continue;
        if (!find_example(f, p, e))
            return false;
        differences_find(&p->differences, &p->ndifferences, f->a, f->p, p->a, p->b, p->example);
    }
    return true;
}

/* --- all of it ------------------------------------------------------------------------------ */

static bool
find_all(struct finder *f, struct err *e)
{
    find_pairs(f);
    find_groups(f);
    if (!find_conflicts(f, e) || !find_largest(f, e) || !finish_pairs(f, e))
        return false;
    for (size_t i = 0; i < f->out->npairs; i++)
        f->out->complete &= f->out->pairs[i].together != TOGETHER_UNKNOWN;
    return true;
}

bool
conflicts_find(struct conflicts *out, struct arena *a, const struct conflicts_options *o,
               struct err *e)
{
    struct finder f = {.a = a, .o = o, .out = out};
    const struct problem_options po = {.catalog = o->catalog,
                                       .regimes = o->regimes,
                                       .n = o->n,
                                       .on = o->on,
                                       .kind = o->kind,
                                       .server = o->server,
                                       .product = o->from};
    *out = (struct conflicts){.on = o->on, .regimes = o->regimes, .nregimes = o->n};
    if (!problem_make(&f.p, a, &po, e))
        return false;
    AUTO_ENGINE engine = engine_new(a, &f.p->instance, NULL, 0);
    f.engine = engine;
    f.budget = conflicts_budget(o);
    f.always = bits_new(a, ngroups(&f));
    for (size_t i = f.p->nregimes; i < ngroups(&f); i++)
        bits_set(f.always, i);
    examples_init(&f.examples, a, f.p, o->catalog, engine, &f.budget);
    f.clashes = (struct clashes){a, f.p, engine, &f.budget, &f.examples};
    if (!find_all(&f, e))
        return false;
    out->unanalysed = f.p->unanalysed.v;
    out->nunanalysed = f.p->unanalysed.n;
    out->solves = engine_cost(engine).questions;
    return true;
}
