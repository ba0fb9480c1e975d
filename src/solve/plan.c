/* SPDX-License-Identifier: Apache-2.0 */
#include "solve/plan.h"

#include "base/cleanup.h"
#include "solve/best.h"
#include "solve/change.h"
#include "solve/clash.h"
#include "solve/cover.h"
#include "solve/decode.h"
#include "solve/product.h"
#include "solve/settle.h"
#include "solve/shrink.h"
#include "solve/today.h"

#include <stdlib.h>

struct planner {
    struct arena *a;
    const struct plan_options *o;
    struct plan *out;
    struct problem *p;
    struct engine *engine; /* the server holds in every question */
    struct budget budget;
    struct examples examples;
    bool server;                 /* is demanded */
    const struct evidence *from; /* or null, and then no mapping */
    struct mapping today;
    struct wishes changes, detail;
};

static void
progress(const struct planner *f, const char *phase, size_t done, size_t of)
{
    if (f->o->common.progress)
        f->o->common.progress(f->o->common.ctx, phase, done, of);
}

static size_t
ngroups(const struct planner *f)
{
    return f->p->instance.groups.n;
}

/* --- one configuration ---------------------------------------------------------------------- */

/*
 * Today's product first, then the margin, then the fixed order. What comes out is proven only
 * where every step was.
 */
static enum optimum
closest(struct planner *f, struct optimise *o)
{
    enum optimum found = OPTIMUM_PROVEN;
    if (f->from) {
        found = optimise_goal(o, f->changes.soft, f->changes.n, NULL, &f->budget);
        if (found == OPTIMUM_PROVEN)
            found = optimise_goal(o, f->detail.soft, f->detail.n, NULL, &f->budget);
    }
    for (size_t i = 0; i < MARGIN_GOALS && found == OPTIMUM_PROVEN; i++)
        found =
            optimise_goal(o, f->examples.margin[i].soft, f->examples.margin[i].n, NULL, &f->budget);
    if (found == OPTIMUM_PROVEN)
        found = optimise_order(o, f->examples.order.v, f->examples.order.n, &f->budget);
    return found;
}

/* The rules of some of the judge's regimes that break where the change is not made. */
static void
rules_behind(const struct planner *f, struct change *c, const struct asset *as,
             const size_t *regimes, size_t n)
{
    struct becauses b = {0}, whole = {0};
    const struct product_part *part = product_part(c->field->path);
    const struct because_request rq = {f->p->judge, regimes, n, f->p->on};
    const struct element *el = NULL;
    if (c->field->type == FIELD_SET)
        el = registry_by_name(c->field->registry, c->to);
    size_t element = el ? registry_index(c->field->registry, el) : BECAUSE_WHOLE;
    because_of(&b, f->a, &rq, as, c->field->path, element);
    if (part)
        because_of(&whole, f->a, &rq, as, part->whole, element);
    because_join(&b, f->a, &whole);
    c->rules = NEW_ARRAY(f->a, const struct requirement *, b.n);
    for (size_t i = 0; i < b.n; i++)
        c->rules[c->nrules++] = b.v[i].requirement;
}

/* Those of the regimes that are served; where none asks for it, what the server can do or a law. */
static void
add_rules(const struct planner *f, const struct variant *v, struct change *c,
          const struct asset *as)
{
    if (!as || !c->field)
        return;
    rules_behind(f, c, as, v->regimes, v->nregimes);
    size_t first = f->p->nregimes, n = f->p->judge->nregimes - first;
    size_t *others = NEW_ARRAY(f->a, size_t, n);
    for (size_t i = 0; i < n; i++)
        others[i] = first + i;
    if (c->nrules == 0)
        rules_behind(f, c, as, others, n);
}

static const struct asset *
asset_named(const struct planner *f, const struct evidence *ev, struct slice name)
{
    for (size_t i = 0; i < ev->n; i++)
        if (slice_eq(change_name(f->a, &ev->assets[i]), name))
            return &ev->assets[i];
    return NULL;
}

static void
add_changes(struct planner *f, struct variant *v)
{
    if (!f->from)
        return;
    change_list(&v->changes, &v->nchanges, f->a, f->from, &v->configuration);
    for (size_t i = 0; i < v->nchanges; i++) {
        struct change *c = &v->changes[i];
        add_rules(f, v, c, asset_named(f, &v->configuration, c->asset));
    }
}

/* The regimes that the configuration passes although it was not built for them. */
static bool
add_also(struct planner *f, struct variant *v, const uint64_t *groups, struct err *e)
{
    AUTO_ARENA scratch = {0};
    struct judgement j;
    size_t *also = NEW_ARRAY(f->a, size_t, f->p->nregimes);
    if (!judge_run(&j, &scratch, f->p->judge, &v->configuration, 1, f->p->on, e))
        return false;
    v->also = also;
    for (size_t g = 0; g < f->p->nregimes; g++)
        if (!bits_has(groups, g) && j.targets[0].regimes[g].verdict == VERDICT_PASS)
            also[v->nalso++] = g;
    return true;
}

/* What it costs to get there from today's product. */
static int64_t
cost_of(const struct planner *f, const uint64_t *values)
{
    int64_t sum = 0;
    for (size_t i = 0; f->from && i < f->changes.n; i++) {
        int lit = f->changes.soft[i].lit;
        if (bits_has(values, (size_t)abs(lit)) != (lit > 0))
            sum += f->changes.soft[i].weight;
    }
    return sum;
}

/* Whether the server can have what the regimes ask for; as far as one is named. */
static bool
can_be_on_server(struct planner *f, const uint64_t *groups)
{
    if (f->p->server_group == SIZE_MAX || f->server)
        return f->server;
    uint64_t *with = bits_new(f->a, ngroups(f));
    sets_copy(with, groups, BITS_WORDS(ngroups(f)));
    bits_set(with, f->p->server_group);
    return engine_ask_groups(f->engine, with, &f->budget) == SAT_YES;
}

/*
 * The configuration for these regimes (bits), which can be satisfied together. Where the budget
 * ended it is any that is known; there may be none.
 */
static bool
make_variant(struct planner *f, struct variant *v, const uint64_t *groups, struct err *e)
{
    AUTO_ARENA scratch = {0};
    VEC(int) fixed = {0};
    size_t *regimes = NEW_ARRAY(f->a, size_t, f->p->nregimes);
    *v = (struct variant){.regimes = regimes};
    SETS_EACH (g, groups, f->p->nregimes) {
        regimes[v->nregimes++] = g;
        v->weight += f->out->weights[g];
        vec_push(&scratch, &fixed, instance_group_var(&f->p->instance, g));
    }
    if (can_be_on_server(f, groups))
        vec_push(&scratch, &fixed, instance_group_var(&f->p->instance, f->p->server_group));
    AUTO_OPTIMISE o = optimise_new(&scratch, &f->p->instance, fixed.v, fixed.n);
    enum optimum found = closest(f, o);
    v->proven = found == OPTIMUM_PROVEN;
    f->out->complete &= v->proven;
    const uint64_t *values = found == OPTIMUM_PROVEN || found == OPTIMUM_FOUND
                                 ? optimise_model(o)
                                 : example_known(&f->examples, groups);
    if (!values)
        return true;
    v->cost = cost_of(f, values);
    decode(&v->configuration, f->a, f->p, values, f->from ? &f->today : NULL);
    if (f->from && !settle(&v->configuration, f->from, f->p, groups, e))
        return false;
    if (!example_confirm(&f->examples, &v->configuration, groups, e) || !add_also(f, v, groups, e))
        return false;
    add_changes(f, v);
    return true;
}

/* --- the fewest ----------------------------------------------------------------------------- */

/* A regime that fits several variants belongs to the first, the most valuable, of them. */
static void
share_out(const struct planner *f, struct cover *c)
{
    uint64_t *taken = bits_new(f->a, ngroups(f));
    for (size_t i = 0; i < c->n; i++) {
        for (size_t w = 0; w < BITS_WORDS(ngroups(f)); w++) {
            c->variants[i][w] &= ~taken[w];
            taken[w] |= c->variants[i][w];
        }
    }
}

static bool
find_variants(struct planner *f, const struct cover *c, struct err *e)
{
    struct plan *out = f->out;
    out->variants = NEW_ARRAY(f->a, struct variant, c->n);
    for (size_t i = 0; i < c->n; i++) {
        progress(f, "variants", i, c->n);
        if (!make_variant(f, &out->variants[out->n++], c->variants[i], e))
            return false;
    }
    return true;
}

static bool
find_best(struct planner *f, const uint64_t *among, struct err *e)
{
    struct best best;
    best_find(&best, f->a, f->engine, among, &f->budget);
    f->out->best_proven = best.optimum == OPTIMUM_PROVEN;
    f->out->complete &= f->out->best_proven;
    if (best.optimum == OPTIMUM_UNKNOWN || best.optimum == OPTIMUM_NONE)
        return true;
    return make_variant(f, &f->out->best, best.groups, e);
}

/* From today's product to each regime by itself. */
static bool
find_each(struct planner *f, struct err *e)
{
    if (!f->from)
        return true;
    f->out->each = NEW_ARRAY(f->a, struct variant, f->p->nregimes);
    f->out->neach = f->p->nregimes;
    for (size_t g = 0; g < f->p->nregimes; g++) {
        uint64_t *one = bits_new(f->a, ngroups(f));
        bits_set(one, g);
        progress(f, "regimes", g, f->p->nregimes);
        struct variant *v = &f->out->each[g];
        enum sat_answer answer = engine_ask_groups(f->engine, one, &f->budget);
        *v = (struct variant){.proven = answer == SAT_NO};
        f->out->complete &= answer != SAT_UNKNOWN;
        if (answer == SAT_YES && !make_variant(f, v, one, e))
            return false;
    }
    return true;
}

/* --- why not fewer -------------------------------------------------------------------------- */

struct reasons {
    struct planner *f;
    struct clashes clashes; /* its engine lets go of the server, so that it can be blamed */
    VEC(struct conflict) list;
};

/* One minimal conflict within these groups, if there is one; those without a part in it go. */
static bool
add_reason(struct reasons *r, struct index_set *groups, bool *found, struct err *e)
{
    struct index_set c = clash_conditions(&r->clashes, groups);
    *found = false;
    switch (shrink(r->clashes.engine, c.v, &c.n, r->clashes.budget)) {
    case SAT_YES:
        return true;
    case SAT_UNKNOWN:
        r->f->out->complete = false;
        return true;
    case SAT_NO:
        break;
    }
    *found = true;
    struct conflict made;
    enum sat_answer sure;
    clash_blame(&r->clashes, groups, &c);
    if (!clash_confirm(&sure, &r->clashes, &c, e) ||
        !clash_make(&made, &r->clashes, groups, &c, true, e))
        return false;
    made.like = r->list.n;
    vec_push(r->f->a, &r->list, made);
    return true;
}

/* Two regimes (or one, twice) and the server. */
static struct index_set
groups_of(const struct planner *f, size_t x, size_t y)
{
    struct index_set g = {NEW_ARRAY(f->a, uint32_t, 3), 0};
    g.v[g.n++] = (uint32_t)x;
    if (y != x)
        g.v[g.n++] = (uint32_t)y;
    if (f->server)
        g.v[g.n++] = (uint32_t)f->p->server_group;
    return g;
}

/* What keeps two variants apart: two of their regimes, where two alone collide; else all. */
static bool
keep_apart(struct reasons *r, const struct variant *v, const struct variant *w, struct err *e)
{
    bool found = false;
    for (size_t i = 0; i < v->nregimes; i++)
        for (size_t k = 0; k < w->nregimes && !found; k++) {
            struct index_set two = groups_of(r->f, v->regimes[i], w->regimes[k]);
            if (!add_reason(r, &two, &found, e))
                return false;
        }
    if (found)
        return true;
    struct index_set all = {NEW_ARRAY(r->f->a, uint32_t, v->nregimes + w->nregimes + 1), 0};
    for (size_t i = 0; i < v->nregimes; i++)
        all.v[all.n++] = (uint32_t)v->regimes[i];
    for (size_t i = 0; i < w->nregimes; i++)
        all.v[all.n++] = (uint32_t)w->regimes[i];
    if (r->f->server)
        all.v[all.n++] = (uint32_t)r->f->p->server_group;
    return add_reason(r, &all, &found, e);
}

static bool
find_reasons(struct planner *f, struct err *e)
{
    struct plan *out = f->out;
    AUTO_ENGINE engine = engine_new(f->a, &f->p->instance, NULL, 0);
    struct reasons r = {f, {f->a, f->p, engine, &f->budget, &f->examples}, {0}};
    struct examples examples = f->examples;
    examples.engine = engine;
    r.clashes.examples = &examples;
    bool found;
    for (size_t i = 0; i < out->nunserved; i++) {
        struct index_set one = groups_of(f, out->unserved[i], out->unserved[i]);
        if (!add_reason(&r, &one, &found, e))
            return false;
    }
    for (size_t i = 0; i < out->n; i++)
        for (size_t k = i + 1; k < out->n; k++)
            if (!keep_apart(&r, &out->variants[i], &out->variants[k], e))
                return false;
    out->why = r.list.v;
    out->nwhy = r.list.n;
    return true;
}

/* --- all of it ------------------------------------------------------------------------------ */

static bool
find_all(struct planner *f, struct err *e)
{
    struct cover c;
    uint64_t *among = bits_new(f->a, ngroups(f));
    size_t *unserved = NEW_ARRAY(f->a, size_t, f->p->nregimes);
    for (size_t g = 0; g < f->p->nregimes; g++)
        bits_set(among, g);
    progress(f, "variants", 0, 0);
    cover_find(&c, f->a, f->engine, among, f->o->max_variants, &f->budget);
    share_out(f, &c);
    f->out->minimum = c.minimum;
    f->out->complete &= c.minimum;
    f->out->unserved = unserved;
    SETS_EACH (g, c.unserved, f->p->nregimes)
        unserved[f->out->nunserved++] = g;
    return find_variants(f, &c, e) && find_best(f, among, e) && find_each(f, e) &&
           find_reasons(f, e);
}

static bool
prepare(struct planner *f, struct err *e)
{
    const struct conflicts_options *o = &f->o->common;
    const struct problem_options po = {.catalog = o->catalog,
                                       .regimes = o->regimes,
                                       .n = o->n,
                                       .on = o->on,
                                       .weights = f->o->weights,
                                       .kind = o->kind,
                                       .server = o->server};
    const struct asset *endpoint;
    if ((o->from && !change_endpoint(&endpoint, o->from, e)) || !problem_make(&f->p, f->a, &po, e))
        return false;
    f->from = o->from;
    if (f->from) {
        mapping_make(&f->today, f->a, &f->p->space, f->from);
        wishes_today(&f->changes, f->a, f->p, &f->today);
        wishes_detail(&f->detail, f->a, f->p, &f->today);
    }
    return true;
}

/* The selectors of what the server can do. */
static struct literals
server_holds(const struct planner *f)
{
    struct literals out = {0};
    if (!f->server)
        return out;
    const struct instance_group *g = &f->p->instance.groups.v[f->p->server_group];
    out.v = NEW_ARRAY(f->a, int, g->n);
    for (; out.n < g->n; out.n++)
        out.v[out.n] = f->p->instance.conditions.v[g->conditions[out.n]].selector;
    return out;
}

static const int64_t *
weights_of(struct arena *a, const struct plan_options *o)
{
    int64_t *w = NEW_ARRAY(a, int64_t, o->common.n);
    for (size_t i = 0; i < o->common.n; i++)
        w[i] = o->weights ? o->weights[i] : 1;
    return w;
}

bool
plan_make(struct plan *out, struct arena *a, const struct plan_options *o, struct err *e)
{
    struct planner f = {.a = a, .o = o, .out = out, .budget = conflicts_budget(&o->common)};
    *out = (struct plan){.on = o->common.on,
                         .regimes = o->common.regimes,
                         .nregimes = o->common.n,
                         .weights = weights_of(a, o),
                         .complete = true};
    if (!prepare(&f, e))
        return false;
    f.server = f.p->server_group != SIZE_MAX && !o->server_wanted;
    struct literals server = server_holds(&f);
    AUTO_ENGINE engine = engine_new(a, &f.p->instance, server.v, server.n);
    f.engine = engine;
    examples_init(&f.examples, a, f.p, o->common.catalog, engine, &f.budget);
    if (!find_all(&f, e))
        return false;
    out->unanalysed = f.p->unanalysed.v;
    out->nunanalysed = f.p->unanalysed.n;
    return true;
}
