/* SPDX-License-Identifier: Apache-2.0 */
#include "solve/example.h"

#include "base/cleanup.h"
#include "solve/change.h"
#include "solve/decode.h"

#define BLAMED_MAX 64 /* wishes that are told apart; of more the first goes */

static bool
is_open(int lit)
{
    return lit != LIT_TRUE && lit != LIT_FALSE;
}

/* How gladly an element is taken up: IANA's column, where the registry has it. */
static unsigned
rank_of(const struct registry *r, size_t element)
{
    const struct attribute *at = registry_attribute(r, SL("recommended"));
    struct slice says = at ? r->elements[element].attr[at - r->attributes].s : SL("N");
    return slice_eq(says, SL("Y")) ? 0 : slice_eq(says, SL("D")) ? 2 : 1;
}
#define RANKS 3

static void
nothing_in(struct literals *out, const struct slot *slot, unsigned rank)
{
    for (size_t f = 0; f < slot->kind->n; f++) {
        const struct column *c = &slot->columns[f];
        if (c->field->type != FIELD_SET || change_is_union(slot->kind, c->field))
            continue;
        for (size_t k = 0; k < c->field->registry->n; k++)
            if (is_open(c->elements[k]) && rank_of(c->field->registry, k) == rank)
                out->v[out->n++] = -c->elements[k];
    }
}

/* What makes a product more than nothing, in the order in which it may be given up. */
static struct literals
nothing_of(struct arena *a, const struct space *s)
{
    struct literals out = {NEW_ARRAY(a, int, (size_t)s->in->nvars), 0};
    for (unsigned rank = 0; rank < RANKS; rank++)
        for (size_t i = 0; i < s->n; i++)
            nothing_in(&out, &s->slots[i], rank);
    for (size_t i = 0; i < s->n; i++)
        if (is_open(s->slots[i].present))
            out.v[out.n++] = -s->slots[i].present;
    return out;
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
 * Which of the wishes stand in the contradiction that was just found: first what the solver says,
 * then without what turns out not to be needed. Gives their places in lits, ascending.
 */
static size_t
blamed(struct examples *x, const uint64_t *conditions, const int *lits, size_t n, size_t *out)
{
    size_t k = 0;
    for (size_t i = 0; i < n; i++)
        if (engine_core_lit(x->engine, i))
            out[k++] = i;
    int some[BLAMED_MAX];
    for (size_t drop = k; k <= BLAMED_MAX && drop-- > 0;) {
        size_t m = 0;
        for (size_t i = 0; i < k; i++)
            if (i != drop)
                some[m++] = lits[out[i]];
        struct engine_question q = {.conditions = conditions, .lits = some, .nlits = m};
        if (engine_ask(x->engine, &q, x->budget) != SAT_NO)
            continue;
        memmove(out + drop, out + drop + 1, (k - drop - 1) * sizeof *out);
        k--;
    }
    return k;
}

/*
 * Nothing is offered but what must be: as long as the conditions contradict that, the first of
 * the wishes that are to blame is given up.
 */
static bool
least(struct examples *x, struct arena *scratch, const uint64_t *conditions)
{
    size_t n = x->nothing.n;
    int *lits = NEW_ARRAY(scratch, int, n);
    size_t *core = NEW_ARRAY(scratch, size_t, n);
    memcpy(lits, x->nothing.v, n * sizeof *lits);
    for (;;) {
        struct engine_question q = {.conditions = conditions, .lits = lits, .nlits = n};
        enum sat_answer answer = engine_ask(x->engine, &q, x->budget);
        if (answer != SAT_NO)
            return answer == SAT_YES;
        if (blamed(x, conditions, lits, n, core) == 0)
            return false;
        memmove(lits + core[0], lits + core[0] + 1, (n - core[0] - 1) * sizeof *lits);
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
