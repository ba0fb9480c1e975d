/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Missing facts: gathered from the unknown parts of a condition, field by field.
 */
#include "judge/missing.h"

#include "judge/words.h"
#include "model/bits.h"

void
missing_init(struct missing *m, struct arena *a, const struct kind *k)
{
    *m = (struct missing){
        .whole = NEW_ARRAY(a, bool, k->n),
        .bits = NEW_ARRAY(a, uint64_t *, k->n),
        .strange = NEW_ARRAY(a, bool, k->n),
    };
}

/* --- gathering ------------------------------------------------------------------------------ */

static uint64_t *
bits_for(struct missing *m, struct arena *a, const struct witness *w, size_t field)
{
    if (!m->bits[field])
        m->bits[field] = bits_new(a, witness_form(w)->kind->fields[field].registry->n);
    return m->bits[field];
}

static void
add_set(struct missing *m, struct arena *a, const struct witness *w, const struct atom *at)
{
    const struct fact *f = &w->asset->facts[at->field];
    uint64_t *bits = bits_for(m, a, w, at->field);
    for (size_t i = 0; i < BITS_WORDS(witness_form(w)->kind->fields[at->field].registry->n); i++)
        bits[i] |= at->mask[i] & ~f->known_bits[i];
    m->strange[at->field] |= f->extra.n != 0;
}

static void
add_leaf(struct missing *m, struct arena *a, const struct witness *w, const struct fact_leaf *leaf)
{
    const struct kind *k = witness_form(w)->kind;
    size_t field = kind_index(k, leaf->field);
    size_t n = leaf->field->type == FIELD_SET ? leaf->field->registry->n : 0;
    if (n == 0) {
        m->whole[field] = true;
    } else if (leaf->name.n) {
        m->strange[field] = true;
    } else {
        uint64_t *bits = bits_for(m, a, w, field);
        for (size_t i = 0; i < n; i++)
            if (leaf->element == SIZE_MAX ? !bits_has(w->asset->facts[field].known_bits, i)
                                          : leaf->element == i)
                bits_set(bits, i);
    }
}

static void
add_opaque(struct missing *m, struct arena *a, const struct witness *w, size_t column)
{
    struct cel_value v = opaque_eval(a, w->opaque, column, w->asset, w->on);
    if (v.kind == CEL_ERROR)
        m->error = v.error->text;
    if (v.kind != CEL_UNKNOWN)
        return;
    const struct cel_unknown *const *leaves;
    size_t n;
    cel_unknown_leaves(a, v.unknown, &leaves, &n);
    for (size_t i = 0; i < n; i++)
        add_leaf(m, a, w, fact_leaf_of(leaves[i]));
}

static void
add_atom(struct missing *m, struct arena *a, const struct witness *w, uint32_t index)
{
    const struct program *p = w->program;
    const struct atom *at = &p->form->atoms.v[index];
    switch (at->op) {
    case ATOM_SET:
        add_set(m, a, w, at);
        break;
    case ATOM_BOOL:
    case ATOM_INT:
    case ATOM_TIME:
    case ATOM_STRING:
    case ATOM_LIST_SOME:
    case ATOM_LIST_OTHER:
    case ATOM_LIST_SIZE:
        m->whole[at->field] = true;
        break;
    case ATOM_OPAQUE:
        for (size_t i = 0; i < p->nopaque; i++)
            if (p->opaque[i] == index)
                add_opaque(m, a, w, i);
        break;
    case ATOM_NOW:
        break;
    }
}

/* Children come before parents: one pass downwards through the unknown parts. */
void
missing_add(struct missing *m, struct arena *a, const struct witness *w, ref_t r)
{
    const struct form *f = witness_form(w);
    uint64_t *open = bits_new(a, (r >> 1) + 1);
    bits_set(open, r >> 1);
    for (size_t i = (r >> 1) + 1; i-- > 0;) {
        const struct node *n = &f->nodes.v[i];
        if (!bits_has(open, i) || witness_holds(w, (ref_t)(i << 1)) != HOLDS_UNKNOWN)
            continue;
        if (n->op == NODE_ATOM)
            add_atom(m, a, w, n->atom);
        for (size_t k = 0; n->op == NODE_AND && k < n->n; k++)
            bits_set(open, n->kids[k] >> 1);
    }
}

/* --- telling -------------------------------------------------------------------------------- */

static size_t
count(const struct missing *m, const struct kind *k, size_t field)
{
    return m->bits[field] ? bits_count(m->bits[field], k->fields[field].registry->n) : 0;
}

static bool
lacks(const struct missing *m, const struct kind *k, size_t field)
{
    return m->whole[field] || m->strange[field] || count(m, k, field) != 0;
}

bool
missing_any(const struct missing *m, const struct kind *k)
{
    for (size_t i = 0; i < k->n; i++)
        if (lacks(m, k, i))
            return true;
    return false;
}

/* The elements that matter, or only the field's name where all of them do; strange names. */
static void
elements(struct buf *b, const struct missing *m, const struct registry *r, const struct fact *f,
         size_t field)
{
    struct slices names = {NEW_ARRAY(b->a, struct slice, r->n), 0};
    for (size_t i = 0; m->bits[field] && i < r->n; i++)
        if (bits_has(m->bits[field], i))
            names.v[names.n++] = r->elements[i].name;
    if (names.n && names.n < r->n) {
        buf_str(b, ": ");
        words_list(b, names);
    }
    if (m->strange[field]) {
        buf_str(b, names.n ? "; not in our registry: " : ": not in our registry: ");
        words_list(b, f->extra);
    }
}

struct slices
missing_facts(const struct missing *m, struct arena *a, const struct witness *w)
{
    const struct kind *k = witness_form(w)->kind;
    struct slices out = {NEW_ARRAY(a, struct slice, k->n), 0};
    for (size_t i = 0; i < k->n; i++) {
        const struct fact *f = &w->asset->facts[i];
        struct buf b;
        if (!lacks(m, k, i))
            continue;
        buf_init(&b, a, SIZE_MAX / 2);
        buf_add(&b, k->fields[i].path);
        if (k->fields[i].type == FIELD_SET)
            elements(&b, m, k->fields[i].registry, f, i);
        if (f->reason.n)
            buf_printf(&b, " (%.*s)", SL_FMT(f->reason));
        out.v[out.n++] = buf_slice(&b);
    }
    return out;
}

struct slices
missing_hints(const struct missing *m, struct arena *a, const struct kind *k)
{
    struct slices out = {NEW_ARRAY(a, struct slice, k->n), 0};
    for (size_t i = 0; i < k->n; i++) {
        bool told = k->fields[i].collect.n == 0;
        for (size_t j = 0; j < out.n; j++)
            told |= slice_eq(out.v[j], k->fields[i].collect);
        if (lacks(m, k, i) && !told)
            out.v[out.n++] = k->fields[i].collect;
    }
    return out;
}

void
missing_print(struct buf *b, const struct missing *m, const struct kind *k)
{
    const char *sep = "";
    for (size_t i = 0; i < k->n; i++) {
        const struct field *f = &k->fields[i];
        size_t n = count(m, k, i);
        if (!lacks(m, k, i))
            continue;
        buf_str(b, sep);
        if (n && n < f->registry->n)
            buf_printf(b, "%zu of ", n);
        buf_add(b, field_label(f));
        if (!n && m->strange[i])
            buf_str(b, " that our registry lacks");
        sep = ", ";
    }
}
