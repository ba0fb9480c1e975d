/* SPDX-License-Identifier: Apache-2.0 */
#include "solve/example.h"

#include "base/cleanup.h"
#include "solve/change.h"
#include "solve/decode.h"

static bool
is_open(int lit)
{
    return lit != LIT_TRUE && lit != LIT_FALSE;
}

/* What makes a product more than nothing, in the order in which it may be given up. */
static struct literals
nothing_of(struct arena *a, const struct space *s)
{
    VEC(int) lits = {0};
    for (size_t i = 0; i < s->n; i++) {
        const struct slot *slot = &s->slots[i];
        for (size_t f = 0; f < slot->kind->n; f++) {
            const struct column *c = &slot->columns[f];
            if (c->field->type != FIELD_SET || change_is_union(slot->kind, c->field))
                continue;
            for (size_t k = 0; k < c->field->registry->n; k++)
                if (is_open(c->elements[k]))
                    vec_push(a, &lits, -c->elements[k]);
        }
        if (is_open(slot->present))
            vec_push(a, &lits, -slot->present);
    }
    return (struct literals){lits.v, lits.n};
}

void
examples_init(struct examples *x, struct arena *a, const struct problem *p, const struct catalog *c,
              struct engine *e, struct budget *b)
{
    *x = (struct examples){.a = a, .problem = p, .catalog = c, .engine = e, .budget = b};
    wishes_margin(x->margin, a, p);
    x->order = wishes_order(a, p);
    x->nothing = nothing_of(a, &p->space);
}

/* --- the judge has the last word ------------------------------------------------------------ */

static const struct finding *
first_failure(const struct regime_result *r)
{
    for (size_t i = 0; i < r->n; i++)
        if (r->findings[i].verdict == VERDICT_FAIL &&
            r->findings[i].requirement->keyword == KEYWORD_SHALL)
            return &r->findings[i];
    return NULL;
}

bool
example_confirm(const struct examples *x, const struct evidence *ev, const uint64_t *groups,
                struct err *e)
{
    AUTO_ARENA scratch = {0};
    struct judgement j;
    if (!judge_run(&j, &scratch, x->problem->judge, ev, 1, x->problem->on, e))
        return false;
    SETS_EACH (g, groups, x->problem->nregimes) {
        const struct regime_result *r = &j.targets[0].regimes[g];
        const struct finding *bad = first_failure(r);
        if (bad)
            return err_set(e, ERR_UNSUPPORTED,
                           "the solver and the judge disagree about %.*s %.*s on a product found "
                           "for %.*s (%.*s): please report this",
                           SL_FMT(bad->requirement->standard->id), SL_FMT(bad->requirement->id),
                           SL_FMT(r->regime->id), SL_FMT(bad->reason));
    }
    return true;
}

/* --- the strongest -------------------------------------------------------------------------- */

static const uint64_t *
strongest(struct examples *x, struct optimise *o)
{
    enum optimum found = OPTIMUM_PROVEN;
    for (size_t i = 0; i < MARGIN_GOALS && found == OPTIMUM_PROVEN; i++)
        found = optimise_goal(o, x->margin[i].soft, x->margin[i].n, NULL, x->budget);
    if (found == OPTIMUM_PROVEN)
        found = optimise_order(o, x->order.v, x->order.n, x->budget);
    return found == OPTIMUM_PROVEN || found == OPTIMUM_FOUND ? optimise_model(o) : NULL;
}

bool
example_of(const struct evidence **out, struct examples *x, const uint64_t *groups, struct err *e)
{
    AUTO_ARENA scratch = {0};
    const struct instance *in = &x->problem->instance;
    VEC(int) fixed = {0};
    *out = NULL;
    SETS_EACH (g, groups, in->groups.n)
        vec_push(&scratch, &fixed, instance_group_var(in, g));
    AUTO_OPTIMISE o = optimise_new(&scratch, in, fixed.v, fixed.n);
    const uint64_t *values = strongest(x, o);
    if (!values)
        return true;
    struct evidence *ev = NEW(x->a, struct evidence);
    decode(ev, x->a, x->problem, values, NULL);
    *out = ev;
    return example_confirm(x, ev, groups, e);
}

/* --- the least ------------------------------------------------------------------------------ */

/*
 * Nothing is offered but what must be: as long as the conditions contradict that, the first of
 * the wishes that stands in the contradiction is given up.
 */
static bool
least(struct examples *x, struct arena *scratch, const uint64_t *conditions)
{
    size_t n = x->nothing.n;
    int *lits = NEW_ARRAY(scratch, int, n);
    memcpy(lits, x->nothing.v, n * sizeof *lits);
    for (;;) {
        struct engine_question q = {.conditions = conditions, .lits = lits, .nlits = n};
        enum sat_answer answer = engine_ask(x->engine, &q, x->budget);
        if (answer != SAT_NO)
            return answer == SAT_YES;
        size_t i = 0;
        while (i < n && !engine_core_lit(x->engine, i))
            i++;
        if (i == n)
            return false;
        memmove(lits + i, lits + i + 1, (n - i - 1) * sizeof *lits);
        n--;
    }
}

bool
example_breaks(const struct finding **out, struct examples *x, const uint64_t *conditions,
               const struct requirement *rule, struct err *e)
{
    AUTO_ARENA scratch = {0};
    *out = NULL;
    if (!least(x, &scratch, conditions))
        return true;
    struct evidence ev;
    decode(&ev, x->a, x->problem, engine_model(x->engine)->values, NULL);
    for (size_t i = 0; i < ev.n; i++) {
        if (ev.assets[i].kind != rule->kind)
            continue;
        struct finding *f = NEW(x->a, struct finding);
        if (!judge_one(f, x->a, x->catalog, rule, &ev.assets[i], x->problem->on, e))
            return false;
        if (f->verdict == VERDICT_FAIL) {
            *out = f;
            return true;
        }
    }
    return true;
}
