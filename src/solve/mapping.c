/* SPDX-License-Identifier: Apache-2.0 */
#include "solve/mapping.h"

#include "base/vec.h"
#include "model/bits.h"

bool
mapping_has(const struct slices *list, struct slice item)
{
    for (size_t i = 0; i < list->n; i++)
        if (slice_eq(list->v[i], item))
            return true;
    return false;
}

/* --- which asset is which slot's ------------------------------------------------------------ */

static bool
is_certificate(const struct asset *as)
{
    return slice_eq_str(as->kind->name, "cert");
}

/* A text fact's value; empty where it is not known. */
static struct slice
text(const struct asset *as, const char *path)
{
    const struct fact *f = asset_fact(as, slice_str(path));
    return f && f->known ? f->s : (struct slice){0};
}

static bool
known_true(const struct asset *as, const char *path)
{
    const struct fact *f = asset_fact(as, slice_str(path));
    return f && f->known && f->b;
}

static size_t
slot_of(const struct space *s, const struct asset *as)
{
    if (!is_certificate(as))
        return space_thing(s, as->kind->name);
    if (!slice_eq_str(text(as, "role"), "leaf"))
        return SLOT_NONE;
    struct slice usage = text(as, "usage");
    size_t slot = space_leaf(s, text(as, "key.algorithm"), usage);
    return slot != SLOT_NONE ? slot : space_leaf(s, text(as, "key.algorithm"), SL(""));
}

/* Who signed the leaf: by name, or where that is not known the next certificate behind it. */
static const struct asset *
issuer_of(const struct evidence *ev, const struct asset *leaf)
{
    struct slice issuer = text(leaf, "issuer");
    bool behind = false;
    for (size_t i = 0; i < ev->n; i++) {
        const struct asset *as = &ev->assets[i];
        behind = behind || as == leaf;
        if (!is_certificate(as) || as == leaf || slice_eq_str(text(as, "role"), "leaf"))
            continue;
        if (issuer.n ? slice_eq(text(as, "subject"), issuer) : behind)
            return as;
    }
    return NULL;
}

static bool
is_mapped(const struct mapping *m, const struct space *s, const struct asset *as)
{
    for (size_t i = 0; i < s->n; i++)
        if (m->assets[i] == as)
            return true;
    return false;
}

void
mapping_make(struct mapping *out, struct arena *a, const struct space *s, const struct evidence *ev)
{
    *out = (struct mapping){.evidence = ev,
                            .assets = NEW_ARRAY(a, const struct asset *, s->n),
                            .unmapped = NEW_ARRAY(a, const struct asset *, ev->n)};
    for (size_t i = 0; i < ev->n; i++) {
        size_t slot = slot_of(s, &ev->assets[i]);
        if (slot != SLOT_NONE && !out->assets[slot] && s->slots[slot].kind == ev->assets[i].kind)
            out->assets[slot] = &ev->assets[i];
    }
    for (size_t i = 0; i < s->n; i++) {
        const struct asset *leaf = s->slots[i].part == SLOT_LEAF ? out->assets[i] : NULL;
        if (leaf && !known_true(leaf, "self_signed"))
            out->assets[s->slots[i].other] = issuer_of(ev, leaf);
    }
    for (size_t i = 0; i < ev->n; i++)
        if (!is_mapped(out, s, &ev->assets[i]))
            out->unmapped[out->nunmapped++] = &ev->assets[i];
}

/* --- literals ------------------------------------------------------------------------------- */

typedef VEC(int) literals;

/* What cannot be is passed over: evidence may hold what our laws exclude. */
static void
push(struct arena *a, literals *out, int lit, bool holds)
{
    if (lit != LIT_TRUE && lit != LIT_FALSE)
        vec_push(a, out, holds ? lit : -lit);
}

static void
push_steps(struct arena *a, literals *out, const struct steps *s, int64_t value)
{
    for (size_t i = 0; i < s->n; i++)
        push(a, out, s->reached[i], value >= s->at[i]);
}

static void
push_list(struct arena *a, literals *out, const struct column *c, const struct slices *list)
{
    const struct choices *in = &c->choices;
    bool other = false;
    for (size_t i = 0; i < in->named.n; i++)
        push(a, out, in->is[i], mapping_has(list, in->named.v[i]));
    for (size_t i = 0; i < list->n; i++)
        other = other || !mapping_has(&in->named, list->v[i]);
    push(a, out, in->other, other);
    push_steps(a, out, &c->steps, (int64_t)list->n);
}

static void
push_fact(struct arena *a, literals *out, const struct column *c, const struct fact *f)
{
    if (c->field->type == FIELD_SET) {
        for (size_t e = 0; e < c->field->registry->n; e++)
            if (bits_has(f->known_bits, e))
                push(a, out, c->elements[e], bits_has(f->truth_bits, e));
        return;
    }
    if (!f->known)
        return;
    switch (c->field->type) {
    case FIELD_BOOL:
        push(a, out, c->yes, f->b);
        break;
    case FIELD_INT:
    case FIELD_TIME:
        push_steps(a, out, &c->steps, f->i);
        break;
    case FIELD_STRING:
        push(a, out, column_is(c, f->s), true);
        break;
    case FIELD_STRINGS:
        push_list(a, out, c, &f->list);
        break;
    case FIELD_SET:
        break;
    }
}

struct literals
mapping_literals(struct arena *a, const struct space *s, const struct mapping *m)
{
    literals out = {0};
    bool certificates = false;
    for (size_t i = 0; i < m->evidence->n; i++)
        certificates = certificates || is_certificate(&m->evidence->assets[i]);
    for (size_t i = 0; i < s->n; i++) {
        const struct slot *slot = &s->slots[i];
        if (certificates)
            push(a, &out, slot->present, m->assets[i] != NULL);
        for (size_t f = 0; m->assets[i] && f < slot->kind->n; f++)
            push_fact(a, &out, &slot->columns[f], &m->assets[i]->facts[f]);
    }
    return (struct literals){out.v, out.n};
}
