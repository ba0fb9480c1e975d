/* SPDX-License-Identifier: Apache-2.0 */
#include "solve/difference.h"

#include "base/cleanup.h"
#include "judge/words.h"
#include "solve/change.h"
#include "solve/sets.h"

#define SETTLED_MAX 400 /* octets of a value that is told */

/* The conditions of one group that the other has not, by the field that they speak of. */
struct demands {
    VEC(const struct requirement *) rules;
};

/* The first field of a set over the same registry stands for all of them. */
static size_t
topic_of(const struct kind *k, size_t field)
{
    for (size_t i = 0; k->fields[field].type == FIELD_SET && i < field; i++)
        if (k->fields[i].type == FIELD_SET && k->fields[i].registry == k->fields[field].registry)
            return i;
    return field;
}

/* What the rule itself asks, without `when`. */
static ref_t
must_of(const struct problem *p, const struct problem_rule *at)
{
    const struct compiled_regime *r = &p->judge->regimes[at->group];
    for (size_t i = 0; i < r->rules.n; i++)
        if (r->rules.v[i].requirement == at->requirement)
            return p->judge->units[r->rules.v[i].unit].rules.v[r->rules.v[i].rule].must;
    return REF_TRUE;
}

static const struct problem_rule *
rule_in(const struct problem_condition *c, size_t group)
{
    for (size_t i = 0; i < c->rules.n; i++)
        if (c->rules.v[i].group == group)
            return &c->rules.v[i];
    return NULL;
}

/* Into demands[topic], for each topic of the unit's kind that conditions of x alone speak of. */
static void
demands_of(struct demands *demands, struct arena *a, const struct problem *p, size_t unit, size_t x,
           size_t y)
{
    const struct form *form = &p->judge->units[unit].form;
    for (size_t i = 0; i < p->conditions.n; i++) {
        const struct problem_condition *c = &p->conditions.v[i];
        const struct problem_rule *at = rule_in(c, x);
        if (c->unit != unit || !at || rule_in(c, y))
            continue;
        uint64_t *fields = bits_new(a, form->kind->n);
        form_fields(form, a, must_of(p, at), fields);
        SETS_EACH (f, fields, form->kind->n) {
            struct demands *d = &demands[topic_of(form->kind, f)];
            if (d->rules.n == 0 || d->rules.v[d->rules.n - 1] != at->requirement)
                vec_push(a, &d->rules, at->requirement);
        }
    }
}

/* --- what settles it ------------------------------------------------------------------------ */

static void
settle_set(struct buf *b, struct arena *a, const struct field *f, const struct fact *x)
{
    struct slices names = {NEW_ARRAY(a, struct slice, f->registry->n), 0};
    SETS_EACH (i, x->truth_bits, f->registry->n)
        names.v[names.n++] = f->registry->elements[i].name;
    if (names.n)
        words_list(b, names);
    else
        buf_str(b, "none");
}

static struct slice
settled(struct arena *a, const struct evidence *ev, const struct kind *k, size_t field)
{
    struct buf b;
    const struct field *f = &k->fields[field];
    buf_init(&b, a, SETTLED_MAX);
    for (size_t i = 0; ev && i < ev->n; i++) {
        const struct asset *as = &ev->assets[i];
        if (as->kind != k)
            continue;
        if (b.n)
            buf_str(&b, "; ");
        if (ev->n > 1 && !slice_eq(k->name, SL("tls")))
            buf_printf(&b, "%.*s: ", SL_FMT(change_name(a, as)));
        if (f->type == FIELD_SET)
            settle_set(&b, a, f, &as->facts[field]);
        else
            words_scalar(&b, f, &as->facts[field]);
    }
    return buf_slice(&b);
}

static enum reconciling
class_of(const struct field *f)
{
    return f->type == FIELD_INT || f->type == FIELD_TIME ? RECONCILE_STRICTER : RECONCILE_SUBSET;
}

void
differences_find(struct difference **out, size_t *n, struct arena *a, const struct problem *p,
                 size_t x, size_t y, const struct evidence *example)
{
    VEC(struct difference) list = {0};
    for (size_t u = 0; u < p->judge->nunits; u++) {
        const struct kind *k = p->judge->units[u].kind;
        struct demands *of_x = NEW_ARRAY(a, struct demands, k->n);
        struct demands *of_y = NEW_ARRAY(a, struct demands, k->n);
        demands_of(of_x, a, p, u, x, y);
        demands_of(of_y, a, p, u, y, x);
        for (size_t f = 0; f < k->n; f++)
            if (of_x[f].rules.n && of_y[f].rules.n)
                vec_push(a, &list,
                         ((struct difference){.kind = k,
                                              .field = &k->fields[f],
                                              .class = class_of(&k->fields[f]),
                                              .rules = {of_x[f].rules.v, of_y[f].rules.v},
                                              .nrules = {of_x[f].rules.n, of_y[f].rules.n},
                                              .settled = settled(a, example, k, f)}));
    }
    *out = list.v;
    *n = list.n;
}
