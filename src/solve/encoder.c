/* SPDX-License-Identifier: Apache-2.0 */
#include "solve/encoder.h"

#include "model/bits.h"

typedef VEC(int) literals;

void
encoder_init(struct encoder *en, struct arena *a, struct instance *in, const struct space *s,
             const struct judge *j)
{
    *en = (struct encoder){
        .a = a, .in = in, .space = s, .judge = j, .nodes = NEW_ARRAY(a, struct encoded *, s->n)};
}

static const struct form *
form_of(const struct encoder *en, size_t slot)
{
    return &en->judge->units[en->space->slots[slot].unit].form;
}

/* --- clauses -------------------------------------------------------------------------------- */

/* What can hold of the literals; LIT_TRUE alone where one of them always does. */
static void
add_literals(struct encoder *en, literals *out, const int *lits, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (lits[i] != LIT_FALSE)
            vec_push(en->a, out, lits[i]);
}

static bool
always(const int *lits, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (lits[i] == LIT_TRUE)
            return true;
    return false;
}

void
encoder_clause(struct encoder *en, const int *lits, size_t n)
{
    int few[16];
    size_t kept = 0;
    if (always(lits, n))
        return;
    int *v = n <= COUNT_OF(few) ? few : NEW_ARRAY(en->a, int, n);
    for (size_t i = 0; i < n; i++)
        if (lits[i] != LIT_FALSE)
            v[kept++] = lits[i];
    instance_clause(en->in, v, kept);
}

/* --- gates ---------------------------------------------------------------------------------- */

static void
define_any(struct encoder *en, int lit, const int *lits, size_t n, bool up, bool down)
{
    for (size_t i = 0; down && i < n; i++)
        ENCODER_CLAUSE(en, lit, -lits[i]);
    if (!up)
        return;
    literals clause = {0};
    vec_push(en->a, &clause, -lit);
    add_literals(en, &clause, lits, n);
    instance_clause(en->in, clause.v, clause.n);
}

/* The literal itself where there is but one that matters, a constant, or 0: it needs a gate. */
static int
simple_any(const int *lits, size_t n)
{
    int only = LIT_FALSE;
    if (always(lits, n))
        return LIT_TRUE;
    for (size_t i = 0; i < n; i++) {
        if (lits[i] == LIT_FALSE || lits[i] == only)
            continue;
        if (only != LIT_FALSE)
            return 0;
        only = lits[i];
    }
    return only;
}

int
encoder_any(struct encoder *en, const int *lits, size_t n, bool up, bool down)
{
    int lit = simple_any(lits, n);
    if (lit)
        return lit;
    lit = instance_var(en->in);
    define_any(en, lit, lits, n, up, down);
    return lit;
}

/* Exactly: x or (y and z). */
static int
or_and(struct encoder *en, int x, int y, int z)
{
    if (x == LIT_TRUE || y == LIT_FALSE || z == LIT_FALSE)
        return x;
    if (x == LIT_FALSE && (y == LIT_TRUE || z == LIT_TRUE))
        return y == LIT_TRUE ? z : y;
    int lit = instance_var(en->in);
    ENCODER_CLAUSE(en, -lit, x, y);
    ENCODER_CLAUSE(en, -lit, x, z);
    ENCODER_CLAUSE(en, lit, -x);
    ENCODER_CLAUSE(en, lit, -y, -z);
    return lit;
}

int
encoder_at_least(struct encoder *en, const int *lits, size_t n, int64_t k)
{
    if (k <= 0)
        return LIT_TRUE;
    if ((uint64_t)k > n)
        return LIT_FALSE;
    /* reached[c]: of the literals so far at least c hold */
    size_t want = (size_t)k;
    int *reached = NEW_ARRAY(en->a, int, want + 1);
    for (size_t c = 1; c <= want; c++)
        reached[c] = LIT_FALSE;
    reached[0] = LIT_TRUE;
    for (size_t i = 0; i < n; i++)
        for (size_t c = want; c > 0; c--)
            reached[c] = or_and(en, reached[c], reached[c - 1], lits[i]);
    return reached[want];
}

/* --- atoms ---------------------------------------------------------------------------------- */

static const struct column *
column_of(const struct encoder *en, size_t slot, const struct atom *at)
{
    return &en->space->slots[slot].columns[at->field];
}

static bool
has_value(const struct slices *list, struct slice v)
{
    for (size_t i = 0; i < list->n; i++)
        if (slice_eq(list->v[i], v))
            return true;
    return false;
}

/* The literals of which one holds where the atom does, for atoms that are an OR. */
static void
alternatives(struct encoder *en, literals *out, size_t slot, const struct atom *at)
{
    const struct column *c = column_of(en, slot, at);
    if (at->op == ATOM_SET) {
        for (size_t e = 0; e < c->field->registry->n; e++)
            if (bits_has(at->mask, e))
                vec_push(en->a, out, c->elements[e]);
        return;
    }
    bool among = at->op != ATOM_LIST_OTHER;
    for (size_t i = 0; i < c->choices.named.n; i++)
        if (has_value(&at->values, c->choices.named.v[i]) == among)
            vec_push(en->a, out, c->choices.is[i]);
    if (!among)
        vec_push(en->a, out, c->choices.other);
}

static bool
is_any(const struct atom *at)
{
    return (at->op == ATOM_SET && at->k == 1) || at->op == ATOM_STRING ||
           at->op == ATOM_LIST_SOME || at->op == ATOM_LIST_OTHER;
}

/* Atoms that are one literal, or a count: exact in both directions. */
static int
atom_lit(struct encoder *en, size_t slot, const struct atom *at)
{
    literals lits = {0};
    switch (at->op) {
    case ATOM_SET:
        alternatives(en, &lits, slot, at);
        return encoder_at_least(en, lits.v, lits.n, at->k);
    case ATOM_BOOL:
        return column_of(en, slot, at)->yes;
    case ATOM_INT:
    case ATOM_LIST_SIZE:
        return column_reaches(column_of(en, slot, at), at->k);
    case ATOM_TIME:
        return column_reaches(column_of(en, slot, at), space_instant(en->space, at));
    case ATOM_NOW:
        return en->space->now >= at->k ? LIT_TRUE : LIT_FALSE;
    case ATOM_OPAQUE:
        return instance_var(en->in); /* free: it may be met or not */
    case ATOM_STRING:
    case ATOM_LIST_SOME:
    case ATOM_LIST_OTHER:
        break;
    }
    return 0; /* is_any */
}

/* --- nodes ---------------------------------------------------------------------------------- */

static struct encoded *
encoded_of(struct encoder *en, size_t slot, ref_t r)
{
    if (!en->nodes[slot])
        en->nodes[slot] = NEW_ARRAY(en->a, struct encoded, form_of(en, slot)->nodes.n);
    return &en->nodes[slot][r >> 1];
}

/*
 * The node as "one of these": `sign` is -1 where it is the negation of that. Where one literal does
 * and it stands for another node (sign -1), that node has its own clauses to come in the other
 * direction: only a constant is exact.
 */
static void
encode_any(struct encoder *en, struct encoded *e, const literals *lits, int sign, bool up,
           bool down)
{
    if (!e->lit) {
        int simple = simple_any(lits->v, lits->n);
        e->simple = simple != 0;
        e->exact = simple && (sign > 0 || simple == LIT_TRUE || simple == LIT_FALSE);
        e->lit = sign * (simple ? simple : instance_var(en->in));
    }
    if (e->simple)
        return;
    up = up && !e->up;
    down = down && !e->down;
    define_any(en, sign * e->lit, lits->v, lits->n, sign > 0 ? up : down, sign > 0 ? down : up);
}

static int lit_at(struct encoder *en, size_t slot, ref_t r, bool up, bool down, unsigned depth);

static void
encode_node(struct encoder *en, struct encoded *e, size_t slot, ref_t r, bool up, bool down,
            unsigned depth)
{
    const struct form *f = form_of(en, slot);
    const struct node *node = ref_node(f, r);
    const struct atom *at = node->op == NODE_ATOM ? &f->atoms.v[node->atom] : NULL;
    literals lits = {0};
    if (node->op == NODE_AND) {
        for (size_t i = 0; i < node->n; i++)
            vec_push(en->a, &lits, -lit_at(en, slot, node->kids[i], up, down, depth + 1));
        encode_any(en, e, &lits, -1, up, down);
    } else if (at && is_any(at)) {
        alternatives(en, &lits, slot, at);
        encode_any(en, e, &lits, 1, up, down);
    } else if (!e->lit) {
        e->lit = at ? atom_lit(en, slot, at) : LIT_TRUE;
        e->exact = true;
    }
}

static int
lit_at(struct encoder *en, size_t slot, ref_t r, bool up, bool down, unsigned depth)
{
    if (depth >= ENCODER_DEPTH_MAX) {
        en->deep = true;
        return LIT_TRUE;
    }
    if (ref_negated(r)) {
        bool swap = up;
        up = down;
        down = swap;
    }
    struct encoded *e = encoded_of(en, slot, r);
    if (!e->lit || (!e->exact && ((up && !e->up) || (down && !e->down)))) {
        encode_node(en, e, slot, r, up, down, depth);
        e->up |= up;
        e->down |= down;
    }
    return ref_negated(r) ? -e->lit : e->lit;
}

int
encoder_lit(struct encoder *en, size_t slot, ref_t r, bool up, bool down)
{
    return lit_at(en, slot, r, up, down, 0);
}

/* --- requirements --------------------------------------------------------------------------- */

/* The literals of a disjunction, flat as far as it is made of ORs. */
static void
disjuncts(struct encoder *en, literals *out, size_t slot, ref_t r, unsigned depth)
{
    const struct form *f = form_of(en, slot);
    const struct node *node = ref_node(f, r);
    if (node->op == NODE_AND && ref_negated(r) && depth < ENCODER_DEPTH_MAX) {
        for (size_t i = 0; i < node->n; i++)
            disjuncts(en, out, slot, ref_not(node->kids[i]), depth + 1);
    } else if (node->op == NODE_ATOM && !ref_negated(r) && is_any(&f->atoms.v[node->atom])) {
        alternatives(en, out, slot, &f->atoms.v[node->atom]);
    } else {
        vec_push(en->a, out, encoder_lit(en, slot, r, true, false));
    }
}

/* One part of a requirement that is no conjunction. */
static void
require_part(struct encoder *en, size_t slot, ref_t r, const int *unless, size_t n)
{
    const struct form *f = form_of(en, slot);
    const struct node *node = ref_node(f, r);
    literals lits = {0};
    for (size_t i = 0; i < n; i++)
        vec_push(en->a, &lits, unless[i]);
    if (node->op == NODE_ATOM && ref_negated(r) && is_any(&f->atoms.v[node->atom])) {
        literals banned = {0};
        alternatives(en, &banned, slot, &f->atoms.v[node->atom]);
        vec_push(en->a, &lits, 0);
        for (size_t i = 0; i < banned.n; i++) {
            lits.v[n] = -banned.v[i];
            encoder_clause(en, lits.v, lits.n);
        }
    } else {
        disjuncts(en, &lits, slot, r, 0);
        encoder_clause(en, lits.v, lits.n);
    }
}

void
encoder_require(struct encoder *en, size_t slot, ref_t r, const int *unless, size_t n)
{
    const struct node *node = ref_node(form_of(en, slot), r);
    bool parts = node->op == NODE_AND && !ref_negated(r);
    if (always(unless, n))
        return;
    for (size_t i = 0; parts && i < node->n; i++)
        require_part(en, slot, node->kids[i], unless, n); /* none is a conjunction: form.h */
    if (!parts)
        require_part(en, slot, r, unless, n);
}
