/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Grounding macros over lists. The body is grounded once per item of the range;
 * what is left of it, the item's rest, is mostly true or false, and items with
 * the same rest form one atom.
 */
#include "judge/ground_items.h"

/* Items with the same hit, of the same field. */
struct rest {
    size_t field;
    ref_t hit;
    uint64_t *bits;
    bool strange;
};

static const struct field *
field_of(const struct grounder *g, size_t field)
{
    return &g->form->kind->fields[field];
}

/* --- from hits to atoms --------------------------------------------------------------------- */

static size_t
bits_of(const struct grounder *g, const struct items *items, size_t field)
{
    return field_of(g, field)->type == FIELD_SET ? field_of(g, field)->registry->n
                                                 : items->values.n + 1;
}

/* "Something of this rest is there." */
static ref_t
rest_atom(struct grounder *g, const struct items *items, const struct rest *r)
{
    struct atom at = {.op = ATOM_SET, .field = r->field, .k = 1, .mask = r->bits};
    if (field_of(g, r->field)->type == FIELD_SET) {
        at.any_name = r->strange;
        return form_atom(g->form, &at);
    }
    bool other = bits_has(r->bits, items->values.n);
    at.op = other ? ATOM_LIST_OTHER : ATOM_LIST_SOME;
    at.k = 0;
    at.mask = NULL;
    at.values.v = NEW_ARRAY(g->a, struct slice, items->values.n);
    for (size_t i = 0; i < items->values.n; i++)
        if (bits_has(r->bits, i) != other)
            at.values.v[at.values.n++] = items->values.v[i];
    return form_atom(g->form, &at);
}

typedef VEC(struct rest) rest_list;

/* `r` with each open atom, however signed, taken as true or as false. */
static ref_t
settled(struct grounder *g, ref_t r, bool as, unsigned depth)
{
    const struct node n = *ref_node(g->form, r); /* the table may move while we add to it */
    if (!n.opaque)
        return r;
    if (depth == 0 || (n.op == NODE_ATOM && ground_is_open(&g->form->atoms.v[n.atom])))
        return as ? REF_TRUE : REF_FALSE;
    if (n.op == NODE_ATOM)
        return r;
    ref_t *kids = NEW_ARRAY(g->a, ref_t, n.n);
    for (size_t i = 0; i < n.n; i++)
        kids[i] = settled(g, n.kids[i] ^ (r & 1), as, depth - 1);
    return ref_negated(r) ? form_or(g->form, kids, n.n) : form_and(g->form, kids, n.n);
}

static void
add_elements(const struct grounder *g, uint64_t *bits, const struct item *it)
{
    for (size_t i = 0; i < BITS_WORDS(field_of(g, it->field)->registry->n); i++)
        bits[i] |= it->elements[i];
}

static bool
add_to_rest(struct grounder *g, const struct items *items, rest_list *rests, const struct item *it,
            bool certain)
{
    struct rest *r = NULL;
    for (size_t i = 0; i < rests->n && !r; i++)
        if (rests->v[i].field == it->field && rests->v[i].hit == it->hit)
            r = &rests->v[i];
    if (!r) {
        if (rests->n == GROUND_RESTS_MAX)
            return false;
        r = vec_add(g->a, rests);
        *r = (struct rest){.field = it->field,
                           .hit = it->hit,
                           .bits = bits_new(g->a, bits_of(g, items, it->field))};
    }
    if (it->elements)
        add_elements(g, r->bits, it);
    else if (!it->strange)
        bits_set(r->bits, it->bit);
    else if (certain)
        r->strange = true;
    return true;
}

/*
 * A strange name is certainly hit where its hit holds whatever is open in it,
 * and may be hit where it is not false in any case. An atom over a set is never
 * certain where a strange name is: the second belongs to the rest of that hit, be
 * it otherwise empty.
 */
static bool
add_strange(struct grounder *g, const struct items *items, rest_list *rests, const struct item *it)
{
    struct item certain = *it, possible = *it;
    certain.hit = settled(g, it->hit, false, CEL_DEPTH_MAX);
    possible.hit = settled(g, it->hit, true, CEL_DEPTH_MAX);
    return (certain.hit == REF_FALSE || add_to_rest(g, items, rests, &certain, true)) &&
           (possible.hit == REF_FALSE || add_to_rest(g, items, rests, &possible, false));
}

/* Some item is there and is hit. */
static bool
some_hit(struct grounder *g, const struct items *items, ref_t *out)
{
    rest_list rests = {0};
    VEC(ref_t) any = {0};
    for (size_t i = 0; i < items->v.n; i++) {
        const struct item *it = &items->v.v[i];
        bool ok = true;
        if (it->field == ATOM_NO_FIELD)
            vec_push(g->a, &any, it->hit);
        else if (it->strange)
            ok = add_strange(g, items, &rests, it);
        else if (it->hit != REF_FALSE)
            ok = add_to_rest(g, items, &rests, it, true);
        if (!ok)
            return false;
    }
    for (size_t i = 0; i < rests.n; i++) {
        ref_t there = rest_atom(g, items, &rests.v[i]);
        vec_push(g->a, &any, form_and2(g->form, there, rests.v[i].hit));
    }
    *out = form_or(g->form, any.v, any.n);
    return true;
}

/* Whether an element of the item is in `seen`; all of them are then. */
static bool
seen_before(uint64_t *seen, const struct item *it, size_t words)
{
    uint64_t again = 0;
    for (size_t i = 0; i < words; i++) {
        again |= seen[i] & it->elements[i];
        seen[i] |= it->elements[i];
    }
    return again != 0;
}

/* The items that are hit, as a mask over one set to be counted; not an element twice. */
static bool
counted(struct grounder *g, const struct items *items, struct atom *at)
{
    *at = (struct atom){.op = ATOM_SET, .field = ATOM_NO_FIELD};
    if (items->v.n == 0 || items->v.v[0].field == ATOM_NO_FIELD ||
        field_of(g, items->v.v[0].field)->type != FIELD_SET)
        return false;
    at->field = items->v.v[0].field;
    uint64_t *mask = bits_new(g->a, bits_of(g, items, at->field));
    uint64_t *seen = bits_new(g->a, bits_of(g, items, at->field));
    for (size_t i = 0; i < items->v.n; i++) {
        const struct item *it = &items->v.v[i];
        if (it->field != at->field)
            return false;
        if (it->strange) {
            at->any_name |= it->hit == REF_TRUE;
            continue;
        }
        if ((it->hit != REF_TRUE && it->hit != REF_FALSE) ||
            seen_before(seen, it, BITS_WORDS(bits_of(g, items, at->field))))
            return false;
        if (it->hit == REF_TRUE)
            add_elements(g, mask, it);
    }
    at->mask = mask;
    return true;
}

/* --- the macros ----------------------------------------------------------------------------- */

/* What each item must not do (all) or must do (exists). */
static bool
hit_item(struct grounder *g, const struct cel_macro_expr *m, unsigned depth, struct item *it)
{
    ref_t body;
    if (!items_ask(g, it, m->body, depth, &body))
        return false;
    it->hit = form_and2(g->form, it->guard, body ^ (ref_t)(m->macro == CEL_MACRO_ALL));
    return true;
}

/* cel.bind(v, range, body) with a constant. */
static bool
ground_bind(struct grounder *g, const struct cel_macro_expr *m, unsigned depth, ref_t *out)
{
    struct cel_value *slot = &g->closed.slots[m->slot];
    const struct cel_value before = *slot;
    struct cel_value v;
    if (!closed_eval(&g->closed, m->range, &v))
        return false;
    *slot = v;
    bool ok = ground_expr(g, m->body, depth, out);
    *slot = before;
    return ok;
}

bool
ground_macro(struct grounder *g, const struct cel_expr *x, unsigned depth, ref_t *out)
{
    const struct cel_macro_expr *m = &x->macro;
    bool one = m->macro == CEL_MACRO_EXISTS_ONE, all = m->macro == CEL_MACRO_ALL;
    struct items items = {0};
    if (m->macro == CEL_MACRO_BIND)
        return ground_bind(g, m, depth, out);
    if ((!one && !all && m->macro != CEL_MACRO_EXISTS) || m->var2.n ||
        !items_of(g, &items, m->range, m, depth) || !items_for_each(g, &items, m, depth, hit_item))
        return false;
    if (one) {
        struct atom at;
        if (!counted(g, &items, &at))
            return false;
        *out = ground_threshold(g->form, &at, CEL_OP_EQ, 1);
        return true;
    }
    if (!some_hit(g, &items, out))
        return false;
    *out ^= (ref_t)all;
    return true;
}

bool
ground_member(struct grounder *g, struct cel_value value, const struct cel_expr *range,
              unsigned depth, ref_t *out)
{
    size_t field = ground_field(g, range);
    if (field != ATOM_NO_FIELD && field_of(g, field)->type == FIELD_STRINGS &&
        value.kind == CEL_STRING) {
        struct slice s = cel_octets(value);
        *out = form_atom(g->form,
                         &(struct atom){.op = ATOM_LIST_SOME, .field = field, .values = {&s, 1}});
        return true;
    }
    struct items items = {0};
    if (!items_of(g, &items, range, NULL, depth))
        return false;
    items_part(g, &items);
    for (size_t i = 0; i < items.v.n; i++) {
        struct item *it = &items.v.v[i];
        struct cel_cx cx = {.arena = g->a};
        struct cel_value same = cel_equal(&cx, it->value, value);
        if (same.kind != CEL_BOOL && !it->strange)
            return false;
        ref_t equal = same.kind == CEL_BOOL ? REF_FALSE : ground_open(g);
        if (same.kind == CEL_BOOL && same.b)
            equal = REF_TRUE;
        it->hit = form_and2(g->form, it->guard, equal);
    }
    return some_hit(g, &items, out);
}

bool
ground_size(struct grounder *g, const struct cel_expr *range, unsigned depth, struct atom *at)
{
    size_t field = ground_field(g, range);
    if (field != ATOM_NO_FIELD && field_of(g, field)->type == FIELD_STRINGS) {
        *at = (struct atom){.op = ATOM_LIST_SIZE, .field = field};
        return true;
    }
    struct items items = {0};
    if (!items_of(g, &items, range, NULL, depth))
        return false;
    for (size_t i = 0; i < items.v.n; i++)
        items.v.v[i].hit = items.v.v[i].guard;
    return counted(g, &items, at);
}
