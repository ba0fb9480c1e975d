/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Grounding macros over lists. A range becomes items: the elements of a set,
 * the values that a list of strings may hold, or constants. The body is grounded
 * once per item; what is left of it, the item's rest, is mostly true or false,
 * and items with the same rest form one atom.
 */
#include "judge/grounder.h"
#include "model/bits.h"

#include <stdlib.h>

struct item {
    size_t field; /* the set or list that it may be in; ATOM_NO_FIELD: it is always there */
    size_t bit;   /* of a set: the element; of a list: index into items.values */
    bool strange; /* of a set: any name that the registry lacks */
    struct cel_value value; /* what the macro's variable is */
    ref_t guard;            /* filters that it has to pass */
    ref_t hit;              /* what the macro asks of it */
};

struct items {
    VEC(struct item) v;
    struct slices values; /* of a list of strings: the values told apart; bit n is any other */
};

/* Items with the same hit, of the same field. */
struct rest {
    size_t field;
    ref_t hit;
    uint64_t *bits;
    bool strange;
};

typedef VEC(struct slice) value_list;

static const struct cel_unknown STRANGE = {.trail = SL_INIT("a name that the registry lacks")};

static const struct field *
field_of(const struct grounder *g, size_t field)
{
    return &g->form->kind->fields[field];
}

/* --- ranges --------------------------------------------------------------------------------- */

static bool
constant_items(struct grounder *g, struct items *out, const struct cel_list *l)
{
    if (l->n > GROUND_ITEMS_MAX || l->unsure)
        return false;
    for (size_t i = 0; i < l->n; i++) {
        struct cel_cx cx = {.arena = g->a};
        struct cel_value v = l->v ? l->v[i] : l->at(l, i, &cx);
        if (!cel_is_value(v))
            return false;
        vec_push(g->a, &out->v, (struct item){.field = ATOM_NO_FIELD, .value = v});
    }
    return true;
}

static void
set_items(struct grounder *g, struct items *out, size_t field)
{
    const struct registry *r = field_of(g, field)->registry;
    for (size_t i = 0; i < r->n; i++)
        vec_push(g->a, &out->v,
                 (struct item){
                     .field = field, .bit = i, .value = condition_element(g->conditions, r, i)});
    vec_push(g->a, &out->v,
             (struct item){.field = field, .strange = true, .value = cel_unknown(&STRANGE)});
}

/* What a variable is compared with. */
struct value_walk {
    struct grounder *g;
    uint32_t slot;
    value_list values;
    size_t seen, understood; /* occurrences of the variable */
};

static bool
is_variable(const struct cel_expr *x, uint32_t slot)
{
    return x->kind == CEL_EXPR_IDENT && !x->ident.decl && x->ident.slot == slot;
}

static bool
push_string(struct value_walk *w, struct cel_value v)
{
    if (v.kind != CEL_STRING)
        return false;
    vec_push(w->g->a, &w->values, cel_octets(v));
    return true;
}

static bool
push_compared(struct value_walk *w, const struct cel_expr *other)
{
    struct cel_value v;
    if (!closed_eval(&w->g->closed, other, &v))
        return false;
    w->understood++;
    if (v.kind != CEL_LIST)
        return push_string(w, v);
    for (size_t i = 0; i < v.list->n; i++) {
        struct cel_cx cx = {.arena = w->g->a};
        if (!push_string(w, v.list->v ? v.list->v[i] : v.list->at(v.list, i, &cx)))
            return false;
    }
    return true;
}

static bool
visit_value(void *ctx, const struct cel_expr *x)
{
    struct value_walk *w = ctx;
    if (is_variable(x, w->slot))
        w->seen++;
    if (x->kind != CEL_EXPR_CALL)
        return true;
    bool equal = x->call.op == CEL_OP_EQ || x->call.op == CEL_OP_NE;
    if ((equal || x->call.op == CEL_OP_IN) && is_variable(x->call.args[0], w->slot))
        return push_compared(w, x->call.args[1]);
    if (equal && is_variable(x->call.args[1], w->slot))
        return push_compared(w, x->call.args[0]);
    return true;
}

static int
by_octets(const void *a, const void *b)
{
    return slice_cmp(*(const struct slice *)a, *(const struct slice *)b);
}

/* A string that is none of them: longer than each. */
static struct slice
fresh_string(struct arena *a, struct slices values)
{
    size_t n = 1;
    for (size_t i = 0; i < values.n; i++)
        n = values.v[i].n >= n ? values.v[i].n + 1 : n;
    char *s = NEW_ARRAY(a, char, n);
    memset(s, '-', n);
    return slice_of(s, n);
}

static void
list_items(struct grounder *g, struct items *out, size_t field, value_list all)
{
    struct slices *values = &out->values;
    *values = (struct slices){all.v, 0};
    if (all.n)
        qsort(all.v, all.n, sizeof *all.v, by_octets);
    for (size_t i = 0; i < all.n; i++)
        if (values->n == 0 || !slice_eq(values->v[values->n - 1], all.v[i]))
            values->v[values->n++] = all.v[i];
    for (size_t i = 0; i <= values->n; i++) {
        struct slice s = i < values->n ? values->v[i] : fresh_string(g->a, *values);
        vec_push(g->a, &out->v, (struct item){.field = field, .bit = i, .value = cel_string(s)});
    }
}

/* A list of strings can be followed where the body only compares its variable with constants. */
static bool
field_items(struct grounder *g, struct items *out, size_t field, const struct cel_macro_expr *m)
{
    if (field_of(g, field)->type == FIELD_SET) {
        set_items(g, out, field);
        return true;
    }
    if (field_of(g, field)->type != FIELD_STRINGS || !m || m->where)
        return false;
    struct value_walk w = {.g = g, .slot = m->slot};
    if (!expr_walk(m->body, visit_value, &w) || w.seen != w.understood)
        return false;
    list_items(g, out, field, w.values);
    return true;
}

static bool items_of(struct grounder *g, struct items *out, const struct cel_expr *range,
                     const struct cel_macro_expr *m, unsigned depth);

/* Gives the macro's variable each item's value in turn, and `each` grounds what it says of it. */
static bool
for_each(struct grounder *g, struct items *items, const struct cel_macro_expr *m, unsigned depth,
         bool (*each)(struct grounder *g, const struct cel_macro_expr *m, unsigned depth,
                      struct item *it))
{
    struct cel_value *slot = &g->closed.slots[m->slot];
    const struct cel_value before = *slot;
    bool followed = true;
    for (size_t i = 0; i < items->v.n && followed; i++) {
        struct item *it = &items->v.v[i];
        *slot = it->value;
        followed = ++g->work <= GROUND_WORK_MAX && each(g, m, depth, it);
    }
    *slot = before;
    return followed;
}

/* A condition on an item; of a strange name it may well be open, even where CEL could not tell. */
static bool
ground_of_item(struct grounder *g, const struct cel_expr *x, unsigned depth, const struct item *it,
               ref_t *out)
{
    if (ground_expr(g, x, depth, out))
        return true;
    *out = ground_open(g);
    return it->strange;
}

/* range.filter(v, body), range.map(v[, where], body): what each item has to pass, and becomes. */
static bool
chain_item(struct grounder *g, const struct cel_macro_expr *m, unsigned depth, struct item *it)
{
    bool map = m->macro == CEL_MACRO_MAP;
    const struct cel_expr *where = map ? m->where : m->body;
    ref_t guard = REF_TRUE;
    if (where && !ground_of_item(g, where, depth, it, &guard))
        return false;
    if (map && !closed_eval(&g->closed, m->body, &it->value)) {
        if (!it->strange && it->value.kind != CEL_UNKNOWN)
            return false;
        it->value = cel_unknown(&STRANGE);
    }
    it->guard = form_and2(g->form, it->guard, guard);
    return true;
}

static bool
chained_items(struct grounder *g, struct items *out, const struct cel_macro_expr *m, unsigned depth)
{
    /* A list of strings is not followed: the next macro would tell other values apart. */
    return (m->macro == CEL_MACRO_MAP || m->macro == CEL_MACRO_FILTER) && m->var2.n == 0 &&
           items_of(g, out, m->range, NULL, depth) && for_each(g, out, m, depth, chain_item);
}

/* `m` is the macro whose variable takes the items' values; null where there is none. */
static bool
items_of(struct grounder *g, struct items *out, const struct cel_expr *range,
         const struct cel_macro_expr *m, unsigned depth)
{
    struct cel_value v;
    if (depth == 0)
        return false;
    if (closed_eval(&g->closed, range, &v))
        return v.kind == CEL_LIST && constant_items(g, out, v.list);
    if (range->kind == CEL_EXPR_MACRO)
        return chained_items(g, out, &range->macro, depth - 1);
    if (range->kind == CEL_EXPR_CALL && range->call.op == CEL_OP_ADD) {
        struct items second = {0};
        if (!items_of(g, out, range->call.args[0], m, depth - 1) ||
            !items_of(g, &second, range->call.args[1], m, depth - 1) || out->values.n ||
            second.values.n)
            return false;
        for (size_t i = 0; i < second.v.n; i++)
            vec_push(g->a, &out->v, second.v.v[i]);
        return true;
    }
    size_t field = ground_field(g, range);
    return field != ATOM_NO_FIELD && !range->select.test && field_items(g, out, field, m);
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
    if (!it->strange)
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
        if ((it->hit != REF_TRUE && it->hit != REF_FALSE) || bits_has(seen, it->bit))
            return false;
        bits_set(seen, it->bit);
        if (it->hit == REF_TRUE)
            bits_set(mask, it->bit);
    }
    at->mask = mask;
    return true;
}

/* --- elements that are merely not listed ---------------------------------------------------- */

static bool
is_name(const struct cel_expr *x, uint32_t slot)
{
    return x->kind == CEL_EXPR_SELECT && slice_eq_str(x->select.field, "name") &&
           is_variable(x->select.operand, slot);
}

/* Whether `x` is false for the present element because a list of names does not hold it. */
static bool
unlisted(struct grounder *g, const struct cel_expr *x, uint32_t slot, unsigned depth)
{
    struct cel_value v;
    if (depth == 0 || x->kind != CEL_EXPR_CALL || !closed_eval(&g->closed, x, &v) ||
        v.kind != CEL_BOOL || v.b)
        return false;
    if (x->call.op == CEL_OP_IN)
        return is_name(x->call.args[0], slot);
    if (x->call.op == CEL_OP_EQ)
        return is_name(x->call.args[0], slot) || is_name(x->call.args[1], slot);
    bool found = false;
    if (x->call.op == CEL_OP_AND || x->call.op == CEL_OP_OR)
        for (size_t i = 0; i < x->call.n; i++)
            found |= unlisted(g, x->call.args[i], slot, depth - 1);
    return found;
}

static void
note_unlisted(struct grounder *g, const struct item *it, const struct cel_macro_expr *m)
{
    if (!g->unlisted || it->strange || it->field == ATOM_NO_FIELD ||
        field_of(g, it->field)->type != FIELD_SET || m->macro != CEL_MACRO_ALL ||
        !unlisted(g, m->body, m->slot, CEL_DEPTH_MAX))
        return;
    uint64_t **bits = &g->unlisted[it->field];
    if (!*bits)
        *bits = bits_new(g->form->arena, field_of(g, it->field)->registry->n);
    bits_set(*bits, it->bit);
}

/* --- the macros ----------------------------------------------------------------------------- */

/* What each item must not do (all) or must do (exists). */
static bool
hit_item(struct grounder *g, const struct cel_macro_expr *m, unsigned depth, struct item *it)
{
    ref_t body;
    if (!ground_of_item(g, m->body, depth, it, &body))
        return false;
    it->hit = form_and2(g->form, it->guard, body ^ (ref_t)(m->macro == CEL_MACRO_ALL));
    note_unlisted(g, it, m);
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
        !items_of(g, &items, m->range, m, depth) || !for_each(g, &items, m, depth, hit_item))
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
