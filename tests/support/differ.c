/* SPDX-License-Identifier: Apache-2.0 */
#include "support/differ.h"

#include "base/cleanup.h"
#include "model/bits.h"
#include "solve/decode.h"
#include "solve/sat.h"

struct differ {
    struct problem *p;
    struct sat *sat;
    int *facts; /* variables of facts and of presence */
    size_t nfacts;
    uint32_t *first; /* by literal (2v, 2v + 1): where its clauses start in `in` */
    uint32_t *in;    /* offsets into the instance's literals */
};

const struct problem *
differ_problem(const struct differ *d)
{
    return d->p;
}

/* --- making --------------------------------------------------------------------------------- */

typedef VEC(int) literals;

static void
add(struct arena *a, literals *out, int lit)
{
    if (lit != LIT_TRUE && lit != LIT_FALSE)
        vec_push(a, out, lit);
}

static void
add_column(struct arena *a, literals *out, const struct column *c)
{
    for (size_t e = 0; c->elements && e < c->field->registry->n; e++)
        add(a, out, c->elements[e]);
    if (c->field->type == FIELD_BOOL)
        add(a, out, c->yes);
    for (size_t i = 0; i < c->steps.n; i++)
        add(a, out, c->steps.reached[i]);
    for (size_t i = 0; i < c->choices.named.n; i++)
        add(a, out, c->choices.is[i]);
    if (c->field->type == FIELD_STRINGS || c->field->type == FIELD_STRING)
        add(a, out, c->choices.other);
}

static void
add_facts(struct differ *d, struct arena *a)
{
    literals facts = {0};
    for (size_t i = 0; i < d->p->space.n; i++) {
        const struct slot *slot = &d->p->space.slots[i];
        add(a, &facts, slot->present);
        for (size_t f = 0; f < slot->kind->n; f++)
            add_column(a, &facts, &slot->columns[f]);
    }
    d->facts = facts.v;
    d->nfacts = facts.n;
}

static size_t
index_of(int lit)
{
    return lit < 0 ? (size_t)-lit * 2 + 1 : (size_t)lit * 2;
}

/* Which clauses a literal stands in. */
static void
add_index(struct differ *d, struct arena *a)
{
    const struct instance *in = &d->p->instance;
    size_t n = ((size_t)in->nvars + 1) * 2, start = 0;
    d->first = NEW_ARRAY(a, uint32_t, n + 1);
    d->in = NEW_ARRAY(a, uint32_t, in->lits.n);
    for (size_t i = 0; i < in->lits.n; i++)
        if (in->lits.v[i])
            d->first[index_of(in->lits.v[i]) + 1]++;
    for (size_t i = 0; i < n; i++)
        d->first[i + 1] += d->first[i];
    uint32_t *at = NEW_ARRAY(a, uint32_t, n);
    memcpy(at, d->first, n * sizeof *at);
    for (size_t i = 0; i < in->lits.n; i++) {
        if (in->lits.v[i])
            d->in[at[index_of(in->lits.v[i])]++] = (uint32_t)start;
        else
            start = i + 1;
    }
}

struct differ *
differ_new(struct arena *a, const struct catalog *c, date_t on, struct err *e)
{
    const struct regime **all = NEW_ARRAY(a, const struct regime *, c->nregimes);
    struct differ *d = NEW(a, struct differ);
    for (size_t i = 0; i < c->nregimes; i++)
        all[i] = &c->regimes[i];
    const struct problem_options o = {
        .catalog = c, .regimes = all, .n = c->nregimes, .on = on, .should = true};
    if (!problem_make(&d->p, a, &o, e))
        return NULL;
    add_facts(d, a);
    add_index(d, a);
    d->sat = sat_new();
    sat_clauses(d->sat, d->p->instance.lits.v, d->p->instance.lits.n);
    return d;
}

void
differ_free(struct differ *d)
{
    if (d)
        sat_free(d->sat);
}

/* --- a configuration ------------------------------------------------------------------------ */

/* Two octets a wish: a fact, or every eighth time a condition; the lowest bit is its sign. */
static literals
wishes(const struct differ *d, struct arena *a, const uint8_t *p, size_t n)
{
    literals out = {0};
    const struct instance *in = &d->p->instance;
    for (size_t i = 0; i + 1 < n; i += 2) {
        uint32_t x = (uint32_t)p[i] << 8 | p[i + 1];
        bool negated = x & 1;
        size_t k = x >> 1;
        int lit = k % 8 == 0 && !negated ? in->conditions.v[k / 8 % in->conditions.n].selector
                                         : d->facts[(k * 7 + i * 131) % d->nfacts];
        vec_push(a, &out, negated ? -lit : lit);
    }
    return out;
}

/* Drops wishes until the rest can be had; the laws alone always can. */
static bool
find(const struct differ *d, literals *wanted, struct err *e)
{
    struct budget b = BUDGET_ENDLESS;
    for (;;) {
        for (size_t i = 0; i < wanted->n; i++)
            sat_assume(d->sat, wanted->v[i]);
        if (sat_solve(d->sat, &b) == SAT_YES)
            return true;
        size_t kept = 0;
        for (size_t i = 0; i < wanted->n; i++)
            if (!sat_failed(d->sat, wanted->v[i]))
                wanted->v[kept++] = wanted->v[i];
        if (kept == wanted->n)
            return err_set(e, ERR_INPUT, "the laws contradict each other");
        wanted->n = kept;
    }
}

static const uint64_t *
model_of(const struct differ *d, struct arena *a)
{
    uint64_t *values = bits_new(a, (size_t)d->p->instance.nvars + 1);
    for (int v = 1; v <= d->p->instance.nvars; v++)
        if (sat_true(d->sat, v))
            bits_set(values, (size_t)v);
    return values;
}

/* --- propagation ---------------------------------------------------------------------------- */

struct trail {
    const struct differ *d;
    int8_t *value; /* by variable: 1, -1, 0 is open */
    int *lits;
    size_t n, done;
    bool conflict;
};

static int
value_of(const struct trail *t, int lit)
{
    return lit < 0 ? -t->value[-lit] : t->value[lit];
}

static void
assign(struct trail *t, int lit)
{
    int v = value_of(t, lit);
    t->conflict = t->conflict || v < 0;
    if (v)
        return;
    t->value[lit < 0 ? -lit : lit] = lit < 0 ? -1 : 1;
    t->lits[t->n++] = lit;
}

/* One clause: its last literal that is not false has to hold. */
static void
visit(struct trail *t, const int *clause)
{
    int open = 0;
    for (; *clause; clause++) {
        int v = value_of(t, *clause);
        if (v > 0 || (v == 0 && open))
            return;
        if (v == 0)
            open = *clause;
    }
    if (open)
        assign(t, open);
    else
        t->conflict = true;
}

static void
propagate(struct trail *t)
{
    while (t->done < t->n && !t->conflict) {
        size_t gone = index_of(-t->lits[t->done++]);
        for (uint32_t i = t->d->first[gone]; i < t->d->first[gone + 1]; i++)
            visit(t, t->d->p->instance.lits.v + t->d->in[i]);
    }
}

/* What was decoded is what the model says, fact by fact. */
static bool
same_facts(const struct literals *facts, const uint64_t *values, struct err *e)
{
    for (size_t i = 0; i < facts->n; i++)
        if (!decode_holds(values, facts->v[i]))
            return err_set(e, ERR_INPUT, "variable %d was decoded as something else", facts->v[i]);
    return true;
}

/* Facts in; which conditions cannot hold comes out as selectors that are false. */
static bool
trail_of(struct trail *t, const struct differ *d, struct arena *a, const struct literals *facts,
         struct err *e)
{
    size_t n = (size_t)d->p->instance.nvars + 1;
    *t = (struct trail){.d = d, .value = NEW_ARRAY(a, int8_t, n), .lits = NEW_ARRAY(a, int, n)};
    assign(t, LIT_TRUE);
    for (size_t i = 0; i < facts->n; i++)
        assign(t, facts->v[i]);
    propagate(t);
    return !t->conflict || err_set(e, ERR_INPUT, "the decoded product breaks a law");
}

/* --- the judge ------------------------------------------------------------------------------ */

/* Rules, as keys, to the verdict of their condition. */
static void
map_rules(struct map *out, struct arena *a, const struct problem *p, enum verdict *verdicts)
{
    for (size_t c = 0; c < p->conditions.n; c++)
        for (size_t i = 0; i < p->conditions.v[c].rules.n; i++)
            map_put(a, out, slice_of(&p->conditions.v[c].rules.v[i].requirement, sizeof(void *)),
                    &verdicts[c]);
    for (size_t i = 0; i < p->advice.n; i++)
        map_put(a, out, slice_of(&p->advice.v[i].requirement, sizeof(void *)),
                &verdicts[p->advice.v[i].condition]);
}

/* By condition: the judge's word on its rules. */
static bool
judge_all(enum verdict *out, const struct differ *d, struct arena *a, const struct evidence *ev,
          struct err *e)
{
    struct judgement j;
    const struct problem *p = d->p;
    struct map by_rule = {0};
    if (!judge_run(&j, a, p->judge, ev, 1, p->on, e))
        return false;
    for (size_t c = 0; c < p->conditions.n; c++)
        out[c] = VERDICT_PASS;
    map_rules(&by_rule, a, p, out);
    for (size_t r = 0; r < p->nregimes; r++)
        for (size_t i = 0; i < j.targets[0].regimes[r].n; i++) {
            const struct finding *f = &j.targets[0].regimes[r].findings[i];
            enum verdict *v = map_get(&by_rule, slice_of(&f->requirement, sizeof(void *)));
            if (v && (f->verdict == VERDICT_FAIL || f->verdict == VERDICT_UNKNOWN))
                *v = f->verdict;
        }
    const struct regime_result *laws = &j.targets[0].regimes[p->judge->nregimes - 1];
    for (size_t i = 0; i < laws->n; i++)
        if (laws->findings[i].verdict == VERDICT_FAIL)
            return err_set(e, ERR_INPUT, "law %.*s: %.*s",
                           SL_FMT(laws->findings[i].requirement->id),
                           SL_FMT(laws->findings[i].reason));
    return true;
}

/* --- both ----------------------------------------------------------------------------------- */

static bool
compare(const struct differ *d, struct differ_seen *seen, const struct trail *t,
        const enum verdict *judged, struct err *e)
{
    const struct problem *p = d->p;
    for (size_t c = 0; c < p->conditions.n; c++) {
        bool can = value_of(t, p->instance.conditions.v[c].selector) >= 0;
        bool met = judged[c] == VERDICT_PASS;
        seen->met += met;
        seen->unmet += !met;
        if (can != met && !(can && p->conditions.v[c].partly))
            return err_set(e, ERR_INPUT, "%.*s: the judge says %s, the encoding that it %s",
                           SL_FMT(p->instance.conditions.v[c].name), verdict_name(judged[c]),
                           can ? "holds" : "cannot hold");
    }
    return true;
}

/* What the judge says is met can hold all together; propagation alone might not have noticed. */
static bool
hold_together(const struct differ *d, const struct literals *facts, const enum verdict *judged,
              struct err *e)
{
    struct budget b = BUDGET_ENDLESS;
    for (size_t i = 0; i < facts->n; i++)
        sat_assume(d->sat, facts->v[i]);
    for (size_t c = 0; c < d->p->conditions.n; c++)
        if (judged[c] == VERDICT_PASS)
            sat_assume(d->sat, d->p->instance.conditions.v[c].selector);
    return sat_solve(d->sat, &b) == SAT_YES ||
           err_set(e, ERR_INPUT, "conditions that the judge says are met cannot hold together");
}

bool
differ_try(struct differ *d, struct differ_seen *seen, const uint8_t *p, size_t n, struct err *e)
{
    AUTO_ARENA a = {0};
    struct evidence ev;
    struct mapping m;
    struct trail t;
    literals wanted = wishes(d, &a, p, n);
    enum verdict *judged = NEW_ARRAY(&a, enum verdict, d->p->conditions.n);
    if (!find(d, &wanted, e))
        return false;
    const uint64_t *values = model_of(d, &a);
    decode(&ev, &a, d->p, values, NULL);
    mapping_make(&m, &a, &d->p->space, &ev);
    if (m.nunmapped)
        return err_set(e, ERR_INPUT, "%.*s has no slot", SL_FMT(m.unmapped[0]->id));
    struct literals facts = mapping_literals(&a, &d->p->space, &m);
    return same_facts(&facts, values, e) && judge_all(judged, d, &a, &ev, e) &&
           trail_of(&t, d, &a, &facts, e) && compare(d, seen, &t, judged, e) &&
           hold_together(d, &facts, judged, e);
}
