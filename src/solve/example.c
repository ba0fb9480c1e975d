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

static bool
is_unanalysed(const struct problem *p, const struct requirement *r)
{
    for (size_t i = 0; i < p->unanalysed.n; i++)
        if (p->unanalysed.v[i].requirement == r)
            return true;
    return false;
}

/* Rules about things that were not asked about may fail, and those that are told as not analysed.
 */
static const struct finding *
first_failure(const struct regime_result *r, const struct problem *p)
{
    for (size_t i = 0; i < r->n; i++) {
        const struct finding *f = &r->findings[i];
        bool asked = p->kind.n == 0 || slice_eq(f->requirement->kind->name, p->kind);
        if (asked && !is_unanalysed(p, f->requirement) && f->verdict == VERDICT_FAIL &&
            f->requirement->keyword == KEYWORD_SHALL)
            return f;
    }
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
        const struct finding *bad = first_failure(r, x->problem);
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

const uint64_t *
example_known(struct examples *x, const uint64_t *groups)
{
    if (engine_ask_groups(x->engine, groups, x->budget) != SAT_YES)
        return NULL;
    return engine_model(x->engine)->values;
}

/* The strongest product of the groups that the budget finds; null where it finds none. */
static const uint64_t *
strongest_of(struct examples *x, struct arena *scratch, const uint64_t *groups)
{
    const struct instance *in = &x->problem->instance;
    VEC(int) fixed = {0};
    if (budget_ended(x->budget)) /* making an optimiser costs, too */
        return NULL;
    SETS_EACH (g, groups, in->groups.n)
        vec_push(scratch, &fixed, instance_group_var(in, g));
    AUTO_OPTIMISE o = optimise_new(scratch, in, fixed.v, fixed.n);
    const uint64_t *values = strongest(x, o);
    if (!values)
        return NULL;
    uint64_t *kept = bits_new(scratch, (size_t)in->nvars + 1);
    sets_copy(kept, values, BITS_WORDS((size_t)in->nvars + 1));
    return kept;
}

bool
example_of(const struct evidence **out, struct examples *x, const uint64_t *groups, struct err *e)
{
    AUTO_ARENA scratch = {0};
    *out = NULL;
    const uint64_t *values = strongest_of(x, &scratch, groups);
    if (!values)
        values = example_known(x, groups);
    if (!values)
        return true;
    struct evidence *ev = NEW(x->a, struct evidence);
    decode(ev, x->a, x->problem, values, NULL);
    *out = ev;
    return example_confirm(x, ev, groups, e);
}

/* --- the least ------------------------------------------------------------------------------ */

static enum sat_answer
ask_with(struct examples *x, const uint64_t *conditions, const int *lits, size_t n)
{
    struct engine_question q = {.conditions = conditions, .lits = lits, .nlits = n};
    return engine_ask(x->engine, &q, x->budget);
}

/*
 * Nothing is offered but what must be: as long as the conditions and the first `nfixed` literals
 * contradict that, the first of the wishes that stand in the contradiction is given up. Some of
 * those were not to blame: in the end each that was given up is wished for again, the last first.
 */
static bool
least(struct examples *x, struct arena *scratch, const uint64_t *conditions, const int *fixed,
      size_t nfixed)
{
    size_t n = nfixed + x->nothing.n, ngone = 0;
    int *lits = NEW_ARRAY(scratch, int, n), *gone = NEW_ARRAY(scratch, int, n);
    enum sat_answer answer;
    if (nfixed)
        memcpy(lits, fixed, nfixed * sizeof *lits);
    memcpy(lits + nfixed, x->nothing.v, x->nothing.n * sizeof *lits);
    while ((answer = ask_with(x, conditions, lits, n)) == SAT_NO) {
        size_t i = nfixed;
        while (i < n && !engine_core_lit(x->engine, i))
            i++;
        if (i == n)
            return false;
        gone[ngone++] = lits[i];
        memmove(lits + i, lits + i + 1, (n - i - 1) * sizeof *lits);
        n--;
    }
    while (answer == SAT_YES && ngone-- > 0) {
        lits[n] = gone[ngone];
        n += ask_with(x, conditions, lits, n + 1) == SAT_YES;
    }
    return ask_with(x, conditions, lits, n) == SAT_YES;
}

enum sat_answer
example_plain(const struct evidence **out, struct examples *x, const uint64_t *conditions,
              const int *lits, size_t n)
{
    AUTO_ARENA scratch = {0};
    *out = NULL;
    enum sat_answer answer = ask_with(x, conditions, lits, n);
    if (answer != SAT_YES)
        return answer;
    size_t vars = (size_t)x->problem->instance.nvars + 1;
    uint64_t *values = bits_new(&scratch, vars);
    sets_copy(values, engine_model(x->engine)->values, BITS_WORDS(vars));
    if (least(x, &scratch, conditions, lits, n))
        sets_copy(values, engine_model(x->engine)->values, BITS_WORDS(vars));
    struct evidence *ev = NEW(x->a, struct evidence);
    decode(ev, x->a, x->problem, values, NULL);
    *out = ev;
    return SAT_YES;
}

static struct plain *
plain_known(const struct examples *x, const uint64_t *conditions, uint32_t broken)
{
    for (size_t i = 0; i < x->plains.n; i++) {
        struct plain *p = &x->plains.v[i];
        if (sets_within(conditions, p->conditions, BITS_WORDS(x->problem->conditions.n)) &&
            !bits_has(p->conditions, broken))
            return p;
    }
    return NULL;
}

static struct plain *
plain_of(struct examples *x, const uint64_t *conditions, uint32_t broken)
{
    AUTO_ARENA scratch = {0};
    struct plain *known = plain_known(x, conditions, broken);
    if (known || !least(x, &scratch, conditions, NULL, 0))
        return known;
    const struct engine_model *m = engine_model(x->engine);
    size_t words = BITS_WORDS(x->problem->conditions.n);
    struct plain *p = vec_add(x->a, &x->plains);
    p->conditions = NEW_ARRAY(x->a, uint64_t, words);
    sets_copy(p->conditions, m->conditions, words);
    p->product = NEW(x->a, struct evidence);
    decode(p->product, x->a, x->problem, m->values, NULL);
    return p;
}

/* The first thing of the product that fails the rule. */
static bool
judge_plain(const struct finding **out, const struct examples *x, const struct plain *p,
            const struct requirement *rule, struct err *e)
{
    *out = NULL;
    for (size_t i = 0; i < p->product->n && !*out; i++) {
        const struct asset *as = &p->product->assets[i];
        if (as->kind != rule->kind)
            continue;
        struct finding *f = NEW(x->a, struct finding);
        if (!judge_one(f, x->a, x->catalog, rule, as, x->problem->on, e))
            return false;
        if (f->verdict == VERDICT_FAIL)
            *out = f;
    }
    return true;
}

bool
example_breaks(const struct finding **out, struct examples *x, const uint64_t *conditions,
               uint32_t broken, const struct requirement *rule, struct err *e)
{
    struct plain *p = plain_of(x, conditions, broken);
    *out = NULL;
    if (!p)
        return true;
    for (size_t i = 0; i < p->judged.n; i++) {
        if (p->judged.v[i].rule != rule)
            continue;
        *out = p->judged.v[i].finding;
        return true;
    }
    if (!judge_plain(out, x, p, rule, e))
        return false;
    vec_push(x->a, &p->judged, (struct broken){rule, *out});
    return true;
}
