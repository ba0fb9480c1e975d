/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Both drafts become regimes of one problem; each of their conditions has a
 * literal for "is broken". Allowed by the one and forbidden by the other is the
 * one's group together with that literal of one of the other's conditions.
 */
#include "draft/meaning.h"

#include "base/cleanup.h"
#include "base/vec.h"
#include "draft/diff.h"
#include "draft/values.h"
#include "judge/judge.h"
#include "solve/example.h"

#include <assert.h>

#define OLD 0
#define NEW_ONE 1

const char *const meaning_fate_names[FATE_OPTIONAL + 1] = {"forbidden", "allowed", "required",
                                                           "optional"};

struct weighing {
    struct arena *a;
    const struct meaning_options *o;
    const struct draft *drafts[2];
    struct problem *p;
    struct examples examples;
    struct engine *engine;
    struct budget budget;
    struct map condition_of; /* requirement -> index of the condition, plus one */
    uint64_t *allowed[2];    /* the conditions of each draft */
    struct meaning *out;
    VEC(struct meaning_rule) rules;
};

/* ---- rules and conditions ------------------------------------------------------------------- */

static struct slice
key_of(const struct requirement *const *q)
{
    return slice_of(q, sizeof *q);
}

static void
map_conditions(struct weighing *w)
{
    for (size_t c = 0; c < w->p->conditions.n; c++)
        for (size_t i = 0; i < w->p->conditions.v[c].rules.n; i++) {
            const struct requirement *q = w->p->conditions.v[c].rules.v[i].requirement;
            map_put(w->a, &w->condition_of, arena_dup(w->a, key_of(&q)),
                    (void *)(uintptr_t)(c + 1));
        }
}

/* SIZE_MAX where the rule is none of those solved for. */
static size_t
condition_of(const struct weighing *w, const struct requirement *q)
{
    return q ? (uintptr_t)map_get(&w->condition_of, key_of(&q)) - 1 : SIZE_MAX;
}

static bool
in_force(const struct requirement *q, date_t on)
{
    return q->from <= on && on <= q->until;
}

/* A rule that forbids something: a shall that is in force. */
static bool
binds(const struct weighing *w, const struct requirement *q)
{
    return q && q->keyword == KEYWORD_SHALL && in_force(q, w->o->on);
}

/* ---- one direction -------------------------------------------------------------------------- */

static struct meaning_way
undecided(struct slice why)
{
    return (struct meaning_way){.answer = MEANING_UNDECIDED, .why = why};
}

/* Whether a draft allows the product: no shall rule of it fails or stays unknown. */
static bool
is_allowed(bool *out, struct weighing *w, size_t side, const struct evidence *ev, struct err *e)
{
    AUTO_ARENA scratch = {0};
    struct judgement j;
    if (!judge_run(&j, &scratch, w->p->judge, ev, 1, w->o->on, e))
        return false;
    const struct verdict_counts *shall = &j.targets[0].regimes[side].shall;
    *out = shall->fail == 0 && shall->unknown == 0;
    return true;
}

/* How the product breaks the rule; null where it does not. */
static bool
how_broken(const struct finding **out, struct weighing *w, const struct requirement *rule,
           const struct evidence *ev, struct err *e)
{
    *out = NULL;
    for (size_t i = 0; i < ev->n && !*out; i++) {
        if (ev->assets[i].kind != rule->kind)
            continue;
        struct finding *f = NEW(w->a, struct finding);
        if (!judge_one(f, w->a, w->o->catalog, rule, &ev->assets[i], w->o->on, e))
            return false;
        if (f->verdict == VERDICT_FAIL)
            *out = f;
    }
    return true;
}

/* Only the kinds that the drafts speak of: the rest of a product is of no interest here. */
static void
keep_spoken_of(const struct weighing *w, struct evidence *ev)
{
    size_t n = 0;
    for (size_t i = 0; i < ev->n; i++) {
        bool spoken = false;
        for (size_t side = 0; side < 2; side++)
            for (size_t k = 0; k < w->drafts[side]->standard.n; k++)
                spoken =
                    spoken || w->drafts[side]->standard.requirements[k].kind == ev->assets[i].kind;
        if (spoken)
            ev->assets[n++] = ev->assets[i];
    }
    ev->n = n;
}

static bool
is_open(const struct weighing *w, const struct requirement *q)
{
    size_t c = condition_of(w, q);
    return c != SIZE_MAX && w->p->conditions.v[c].partly;
}

static bool
any_open(const struct weighing *w, size_t side)
{
    for (size_t i = 0; i < w->p->unanalysed.n; i++)
        if (w->p->unanalysed.v[i].requirement->standard == &w->drafts[side]->standard &&
            is_open(w, w->p->unanalysed.v[i].requirement))
            return true;
    return false;
}

/* A product was found: the judge has the last word, on both sides. */
static bool
confirm(struct meaning_way *out, struct weighing *w, size_t side, const struct requirement *rule,
        struct evidence *ev, struct err *e)
{
    bool allowed;
    const struct finding *f;
    if (!is_allowed(&allowed, w, side, ev, e) || !how_broken(&f, w, rule, ev, e))
        return false;
    if (allowed && f) {
        keep_spoken_of(w, ev);
        *out = (struct meaning_way){
            .answer = MEANING_SOME, .example = ev, .breaks = rule, .finding = f};
        return true;
    }
    if (!is_open(w, rule) && !any_open(w, side))
        return err_set(e, ERR_UNSUPPORTED,
                       "the solver and the judge disagree about a product found for %.*s %.*s: "
                       "please report this",
                       SL_FMT(rule->standard->id), SL_FMT(rule->id));
    *out = undecided(SL("it rests on an expression that is judged, but not solved for"));
    return true;
}

/* A product that draft `side` allows and that breaks the rule, which is of the other. */
static bool
find_way(struct meaning_way *out, struct weighing *w, size_t side, const struct requirement *rule,
         struct err *e)
{
    const struct evidence *ev;
    size_t c = condition_of(w, rule);
    *out = (struct meaning_way){.answer = MEANING_NONE};
    if (!binds(w, rule) || bits_has(w->allowed[side], c))
        return true;
    const int broken = w->p->conditions.v[c].broken;
    switch (example_plain(&ev, &w->examples, w->allowed[side], &broken, 1)) {
    case SAT_YES:
        return confirm(out, w, side, rule, (struct evidence *)(uintptr_t)ev, e);
    case SAT_NO:
        return true;
    case SAT_UNKNOWN:
        *out = undecided(SL("the search was ended before it was decided"));
        return true;
    }
    return true;
}

/* ---- rules that changed --------------------------------------------------------------------- */

/* Why a rule cannot be solved for at all; empty where it can. */
static struct slice
not_solved(const struct weighing *w, const struct requirement *q)
{
    if (!binds(w, q) || condition_of(w, q) != SIZE_MAX)
        return (struct slice){0};
    return arena_printf(w->a, "no machine can check it: %.*s", SL_FMT(q->cannot_check));
}

static bool
weigh_rule(struct weighing *w, const struct requirement *from, const struct requirement *to,
           struct err *e)
{
    struct meaning_rule *r = vec_add(w->a, &w->rules);
    r->from = from;
    r->to = to;
    struct slice old = not_solved(w, from), new = not_solved(w, to);
    r->why = new.n ? new : old;
    if (r->why.n) {
        r->now_forbidden = r->now_allowed = undecided(r->why);
        return true;
    }
    return find_way(&r->now_forbidden, w, OLD, to, e) &&
           find_way(&r->now_allowed, w, NEW_ONE, from, e);
}

/* The rule says the same to the letter, and is as strong. */
static bool
is_same(const struct weighing *w, const struct diff_requirement *d)
{
    bool matters = binds(w, d->from) || binds(w, d->to);
    return !matters || (d->from && d->to && !d->condition_changed && !d->keyword_changed);
}

static bool
weigh_rules(struct weighing *w, struct err *e)
{
    struct diff d;
    diff_make(&d, w->a, w->drafts[OLD], w->drafts[NEW_ONE]);
    for (size_t i = 0; i < d.nrequirements; i++)
        if (!is_same(w, &d.requirements[i]) &&
            !weigh_rule(w, d.requirements[i].from, d.requirements[i].to, e))
            return false;
    w->out->rules = w->rules.v;
    w->out->nrules = w->rules.n;
    return true;
}

/* ---- as a whole ----------------------------------------------------------------------------- */

static const struct meaning_way *
way_of(const struct meaning_rule *r, size_t side)
{
    return side == OLD ? &r->now_forbidden : &r->now_allowed;
}

/* Some rule's example; else what is undecided; else it is proven of all. */
static struct meaning_way
sum_up(const struct weighing *w, size_t side)
{
    struct meaning_way sum = {.answer = MEANING_NONE};
    for (size_t i = 0; i < w->rules.n; i++) {
        const struct meaning_way *way = way_of(&w->rules.v[i], side);
        if (way->answer == MEANING_SOME)
            return *way;
        if (way->answer == MEANING_UNDECIDED)
            sum = *way;
    }
    return sum;
}

static void
list_open(struct weighing *w)
{
    const struct problem *p = w->p;
    w->out->open = NEW_ARRAY(w->a, struct meaning_open, p->unanalysed.n);
    for (size_t i = 0; i < p->unanalysed.n; i++)
        w->out->open[w->out->nopen++] =
            (struct meaning_open){p->unanalysed.v[i].requirement, p->unanalysed.v[i].why};
}

static void
ask_possible(struct weighing *w)
{
    for (size_t side = 0; side < 2; side++)
        w->out->possible[side] =
            engine_ask_conditions(w->engine, w->allowed[side], &w->budget) != SAT_NO;
}

static bool
weigh(struct weighing *w, struct err *e)
{
    struct meaning *out = w->out;
    map_conditions(w);
    for (size_t side = 0; side < 2; side++) {
        w->allowed[side] = bits_new(w->a, w->p->conditions.n);
        sets_copy(w->allowed[side], engine_group(w->engine, side), BITS_WORDS(w->p->conditions.n));
    }
    ask_possible(w);
    if (!weigh_rules(w, e))
        return false;
    out->now_forbidden = sum_up(w, OLD);
    out->now_allowed = sum_up(w, NEW_ONE);
    out->same =
        out->now_forbidden.answer == MEANING_NONE && out->now_allowed.answer == MEANING_NONE;
    list_open(w);
    values_find(out, w->a, w->p, w->engine, w->allowed, &w->budget);
    return true;
}

static struct regime *
regime_of(struct arena *a, const struct draft *d)
{
    struct regime *r = NEW(a, struct regime);
    *r = (struct regime){.id = d->standard.id, .parts = NEW(a, struct regime_part), .n = 1};
    r->parts[0].standard = &d->standard;
    return r;
}

bool
meaning_make(struct meaning *out, struct arena *a, const struct draft *from, const struct draft *to,
             const struct meaning_options *o, struct err *e)
{
    const struct regime *regimes[] = {regime_of(a, from), regime_of(a, to)};
    const struct problem_options po = {
        .catalog = o->catalog, .regimes = regimes, .n = 2, .on = o->on, .broken = true};
    struct weighing w = {.a = a, .o = o, .drafts = {from, to}, .out = out};
    assert(o->catalog == from->catalog && o->catalog == to->catalog);
    *out = (struct meaning){.on = o->on};
    if (!problem_make(&w.p, a, &po, e))
        return false;
    AUTO_ENGINE engine = engine_new(a, &w.p->instance, NULL, 0);
    w.engine = engine;
    w.budget = (struct budget){o->budget ? o->budget : MEANING_BUDGET, o->stop};
    examples_init(&w.examples, a, w.p, o->catalog, engine, &w.budget);
    return weigh(&w, e);
}
