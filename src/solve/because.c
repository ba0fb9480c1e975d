/* SPDX-License-Identifier: Apache-2.0 */
#include "solve/because.h"

#include "base/buf.h"
#include "base/cleanup.h"
#include "judge/compiled.h"

#define BECAUSE_TEXT_MAX ((size_t)1 << 16)

/* A value that no rule names. */
static const struct slice OTHER = SL_INIT("\x7f");

/* The asset in other forms: each differs in one fact. */
struct variants {
    struct arena *a;
    const struct asset *from;
    size_t field;
    VEC(const struct asset *) list;
};

/* One more form; gives the fact to change, its bitmaps and list its own. */
static struct fact *
variant(struct variants *v)
{
    const struct kind *k = v->from->kind;
    struct asset *as = NEW(v->a, struct asset);
    *as = *v->from;
    as->facts = NEW_ARRAY(v->a, struct fact, k->n);
    memcpy(as->facts, v->from->facts, k->n * sizeof *as->facts);
    vec_push(v->a, &v->list, as);
    struct fact *f = &as->facts[v->field];
    const struct registry *r = k->fields[v->field].registry;
    if (r) {
        uint64_t *bits = bits_new(v->a, r->n);
        memcpy(bits, f->truth_bits, BITS_WORDS(r->n) * sizeof *bits);
        f->truth_bits = bits;
        f->order = NULL;
        f->norder = 0;
    }
    return f;
}

static void
flip(struct variants *v, size_t element)
{
    uint64_t *bits = variant(v)->truth_bits;
    if (bits_has(bits, element))
        bits_clear(bits, element);
    else
        bits_set(bits, element);
}

static void
vary_set(struct variants *v, size_t element)
{
    size_t n = v->from->kind->fields[v->field].registry->n;
    if (element < n) {
        flip(v, element);
        return;
    }
    for (size_t i = 0; i < n; i++)
        flip(v, i);
    memset(variant(v)->truth_bits, 0, BITS_WORDS(n) * sizeof(uint64_t));
}

/* Without item `skip`, and with `more` where that is not empty. */
static void
vary_list(struct variants *v, size_t skip, struct slice more)
{
    struct fact *f = variant(v);
    struct slices old = f->list;
    f->list = (struct slices){NEW_ARRAY(v->a, struct slice, old.n + 1), 0};
    for (size_t i = 0; i < old.n; i++)
        if (i != skip)
            f->list.v[f->list.n++] = old.v[i];
    if (more.n)
        f->list.v[f->list.n++] = more;
}

static void
vary_by_atom(struct variants *v, const struct atom *at)
{
    switch (v->from->kind->fields[v->field].type) {
    case FIELD_INT:
    case FIELD_TIME:
        variant(v)->i = at->k;
        variant(v)->i = at->k - 1;
        break;
    case FIELD_STRING:
        for (size_t i = 0; i < at->values.n; i++)
            variant(v)->s = at->values.v[i];
        break;
    case FIELD_STRINGS:
        for (size_t i = 0; i < at->values.n; i++)
            vary_list(v, SIZE_MAX, at->values.v[i]);
        break;
    case FIELD_BOOL:
    case FIELD_SET:
        break;
    }
}

static void
vary(struct variants *v, const struct form *form, size_t element)
{
    const struct fact *f = &v->from->facts[v->field];
    switch (v->from->kind->fields[v->field].type) {
    case FIELD_BOOL:
        variant(v)->b = !f->b;
        break;
    case FIELD_SET:
        vary_set(v, element);
        break;
    case FIELD_STRING:
        variant(v)->s = OTHER;
        break;
    case FIELD_STRINGS:
        vary_list(v, SIZE_MAX, OTHER);
        for (size_t i = 0; i < f->list.n; i++)
            vary_list(v, i, (struct slice){0});
        variant(v)->list = (struct slices){0};
        break;
    case FIELD_INT:
    case FIELD_TIME:
        break;
    }
    for (size_t i = 0; i < form->atoms.n; i++)
        if (form->atoms.v[i].field == v->field)
            vary_by_atom(v, &form->atoms.v[i]);
}

/* One block of assets, evaluated. */
struct evaluated {
    const struct unit *unit;
    struct lanes lanes;
    struct truth *truth;
    date_t on;
};

static void
evaluate(struct evaluated *ev, struct arena *a, const struct asset *const *assets, size_t n)
{
    lanes_load(&ev->lanes, &ev->unit->program, assets, n);
    opaque_load(&ev->lanes, a, &ev->unit->opaque, ev->on);
    eval_run(ev->truth, &ev->unit->program, &ev->lanes, date_seconds(ev->on) + 86399);
}

static struct truth
truth_of(const struct evaluated *ev, ref_t r)
{
    return eval_truth(ev->truth, &ev->unit->program, r);
}

static bool
counts(const struct because_request *rq, const struct requirement *r)
{
    return r->keyword == KEYWORD_SHALL && r->from <= rq->on && rq->on <= r->until;
}

static void
note(struct becauses *to, struct arena *a, const struct because *b)
{
    for (size_t i = 0; i < to->n; i++)
        if (to->v[i].regime == b->regime && to->v[i].requirement == b->requirement)
            return;
    struct because *v = NEW_ARRAY(a, struct because, to->n + 1);
    if (to->n)
        memcpy(v, to->v, to->n * sizeof *v);
    v[to->n] = *b;
    *to = (struct becauses){v, to->n + 1};
}

/* By rule of the unit: met by the configuration, and broken by some other form of it. */
static void
mark(bool *behind, struct evaluated *ev, struct arena *a, const struct variants *v)
{
    size_t n = ev->unit->rules.n;
    bool *met = NEW_ARRAY(a, bool, n);
    evaluate(ev, a, &v->from, 1);
    for (size_t i = 0; i < n; i++) {
        const struct rule *r = &ev->unit->rules.v[i];
        met[i] = truth_of(ev, r->when).yes & truth_of(ev, r->must).yes & 1;
    }
    for (size_t at = 0; at < v->list.n; at += EVAL_LANES) {
        size_t rest = v->list.n - at;
        evaluate(ev, a, v->list.v + at, rest < EVAL_LANES ? rest : EVAL_LANES);
        for (size_t i = 0; i < n; i++) {
            const struct rule *r = &ev->unit->rules.v[i];
            if (met[i] && ~truth_of(ev, r->when).no & truth_of(ev, r->must).no)
                behind[i] = true;
        }
    }
}

static const struct compiled_regime *
regime_at(const struct because_request *rq, size_t i)
{
    return &rq->judge->regimes[rq->regimes ? rq->regimes[i] : i];
}

static void
collect(struct becauses *out, struct arena *a, const struct because_request *rq, size_t unit,
        const bool *behind)
{
    size_t n = rq->regimes ? rq->nregimes : rq->judge->nregimes;
    for (size_t g = 0; g < n; g++) {
        const struct compiled_regime *cr = regime_at(rq, g);
        for (size_t i = 0; i < cr->rules.n; i++) {
            const struct rule_at *at = &cr->rules.v[i];
            if (at->unit == unit && behind[at->rule] && counts(rq, at->requirement))
                note(out, a, &(struct because){cr->regime, at->requirement});
        }
    }
}

void
because_of(struct becauses *out, struct arena *a, const struct because_request *rq,
           const struct asset *as, struct slice path, size_t element)
{
    AUTO_ARENA scratch = {0};
    const struct field *field = kind_field(as->kind, path);
    *out = (struct becauses){0};
    for (size_t u = 0; field && u < rq->judge->nunits; u++) {
        const struct unit *unit = &rq->judge->units[u];
        if (unit->kind != as->kind)
            continue;
        struct variants v = {.a = &scratch, .from = as, .field = kind_index(as->kind, field)};
        struct evaluated ev = {.unit = unit, .on = rq->on};
        bool *behind = NEW_ARRAY(&scratch, bool, unit->rules.n);
        if (!as->facts[v.field].known)
            return;
        lanes_init(&ev.lanes, &scratch, &unit->program);
        ev.truth = NEW_ARRAY(&scratch, struct truth, unit->program.nsteps);
        vary(&v, &unit->form, element);
        mark(behind, &ev, &scratch, &v);
        collect(out, a, rq, u, behind);
    }
}

void
because_join(struct becauses *to, struct arena *a, const struct becauses *more)
{
    for (size_t i = 0; i < more->n; i++)
        note(to, a, &more->v[i]);
}

static bool
same_clause(const struct requirement *a, const struct requirement *b)
{
    return a->standard == b->standard && slice_eq(a->clause, b->clause);
}

/* The rules of one clause and regime, from `first` on: " STANDARD §3.1 (3.1-no-ssl, 3.1-tls13)". */
static void
print_clause(struct buf *b, const struct becauses *all, size_t first, const struct standard *last)
{
    const struct because *of = &all->v[first];
    const struct requirement *r = of->requirement;
    if (r->standard != last)
        buf_printf(b, "%s %.*s", last ? ";" : "", SL_FMT(r->standard->id));
    else
        buf_str(b, ",");
    buf_printf(b, " %.*s (%.*s", SL_FMT(r->clause), SL_FMT(r->id));
    for (size_t i = first + 1; i < all->n; i++)
        if (all->v[i].regime == of->regime && same_clause(all->v[i].requirement, r))
            buf_printf(b, ", %.*s", SL_FMT(all->v[i].requirement->id));
    buf_str(b, ")");
}

/* Whether an earlier entry of the regime stands in the same clause. */
static bool
printed(const struct becauses *all, size_t at)
{
    for (size_t i = 0; i < at; i++)
        if (all->v[i].regime == all->v[at].regime &&
            same_clause(all->v[i].requirement, all->v[at].requirement))
            return true;
    return false;
}

static struct slice
print_regime(struct arena *a, const struct becauses *all, size_t first)
{
    const struct regime *regime = all->v[first].regime;
    const struct standard *last = NULL;
    struct buf b;
    buf_init(&b, a, BECAUSE_TEXT_MAX);
    buf_printf(&b, "%.*s:", SL_FMT(regime->id));
    for (size_t i = first; i < all->n; i++) {
        if (all->v[i].regime != regime || printed(all, i))
            continue;
        print_clause(&b, all, i, last);
        last = all->v[i].requirement->standard;
    }
    return buf_slice(&b);
}

struct slices
because_texts(struct arena *a, const struct becauses *b)
{
    struct slices out = {NEW_ARRAY(a, struct slice, b->n), 0};
    for (size_t i = 0; i < b->n; i++) {
        bool again = false;
        for (size_t k = 0; k < i; k++)
            again |= b->v[k].regime == b->v[i].regime;
        if (!again)
            out.v[out.n++] = print_regime(a, b, i);
    }
    return out;
}
