/* SPDX-License-Identifier: Apache-2.0 */
#include "judge/column.h"

struct asked {
    struct grounder *g;
    const struct registry *r;
    uint32_t slot;
};

static bool column_at(struct column *out, const struct asked *q, const struct cel_expr *x,
                      unsigned depth);

static bool
is_element(const struct cel_expr *x, uint32_t slot)
{
    return x->kind == CEL_EXPR_IDENT && !x->ident.decl && x->ident.slot == slot;
}

static enum expr_visit
visit_slot(void *ctx, const struct cel_expr *x)
{
    return is_element(x, *(const uint32_t *)ctx) ? EXPR_STOP : EXPR_INTO;
}

bool
column_needed(const struct cel_expr *x, uint32_t slot)
{
    return !expr_walk(x, visit_slot, &slot);
}

/* The attribute that `x` selects from the element, or SIZE_MAX. */
static size_t
attribute_of(const struct asked *q, const struct cel_expr *x)
{
    if (x->kind != CEL_EXPR_SELECT || x->select.test || x->select.optional ||
        !is_element(x->select.operand, q->slot) || x->select.index >= q->r->nattributes ||
        condition_registry(q->g->conditions, x->select.operand->type) != q->r)
        return SIZE_MAX;
    return x->select.index;
}

static bool
is_name(const struct asked *q, const struct cel_expr *x)
{
    return attribute_of(q, x) == 0;
}

/* --- filling -------------------------------------------------------------------------------- */

static void
put(struct column *c, size_t element, bool yes)
{
    bits_set(yes ? c->yes : c->no, element);
}

static void
put_all(struct column *c, const struct registry *r, bool yes)
{
    bits_fill(yes ? c->yes : c->no, r->n);
    c->strange = yes ? COLUMN_YES : COLUMN_NO;
}

static void
turn(struct column *c)
{
    static const enum column_says turned[] = {COLUMN_ASK, COLUMN_NO, COLUMN_YES, COLUMN_OPEN};
    for (size_t i = 0; i < COLUMN_WORDS; i++) {
        uint64_t yes = c->yes[i];
        c->yes[i] = c->no[i];
        c->no[i] = yes;
    }
    memset(c->unlisted, 0, sizeof c->unlisted);
    c->strange = turned[c->strange];
}

/* --- what the registry says ----------------------------------------------------------------- */

static bool
has_string(const struct slices *list, struct slice s)
{
    for (size_t i = 0; i < list->n; i++)
        if (slice_eq(list->v[i], s))
            return true;
    return false;
}

static bool
attribute_is(const struct attribute_value *v, enum attribute_type t, struct cel_value k)
{
    if (t == ATTRIBUTE_STRING)
        return slice_eq(v->s, cel_octets(k));
    if (t == ATTRIBUTE_INT)
        return v->i == k.i;
    return v->b == k.b;
}

/* s.kx == "DHE", s.bits == 128. */
static bool
column_equal(struct column *out, const struct asked *q, const struct cel_expr *left,
             const struct cel_expr *right)
{
    static const enum cel_kind kinds[] = {
        [ATTRIBUTE_BOOL] = CEL_BOOL,
        [ATTRIBUTE_INT] = CEL_INT,
        [ATTRIBUTE_STRING] = CEL_STRING,
        [ATTRIBUTE_STRINGS] = CEL_NONE,
    };
    struct cel_value k;
    size_t at = attribute_of(q, left);
    if (at == SIZE_MAX || column_needed(right, q->slot) || !closed_eval(&q->g->closed, right, &k))
        return false;
    enum attribute_type t = q->r->attributes[at].type;
    if (k.kind != kinds[t])
        return false;
    for (size_t i = 0; i < q->r->n; i++)
        put(out, i, attribute_is(&q->r->elements[i].attr[at], t, k));
    out->strange = COLUMN_OPEN;
    return true;
}

static bool
names_string(const struct cel_list *l, struct slice s)
{
    for (size_t i = 0; i < l->n; i++)
        if (slice_eq(cel_octets(l->v[i]), s))
            return true;
    return false;
}

/* A list of constants that are all strings; null for anything else. */
static const struct cel_list *
strings_of(const struct asked *q, const struct cel_expr *x)
{
    struct cel_value v;
    if (column_needed(x, q->slot) || !closed_eval(&q->g->closed, x, &v) || v.kind != CEL_LIST ||
        !v.list->v || v.list->unsure || v.list->n == 0)
        return NULL;
    for (size_t i = 0; i < v.list->n; i++)
        if (v.list->v[i].kind != CEL_STRING)
            return NULL;
    return v.list;
}

static void
column_named(struct column *out, const struct registry *r, const struct cel_list *names)
{
    bits_fill(out->no, r->n);
    for (size_t i = 0; i < names->n; i++) {
        const struct element *el = registry_by_name(r, cel_octets(names->v[i]));
        if (!el)
            continue;
        bits_set(out->yes, registry_index(r, el));
        bits_clear(out->no, registry_index(r, el));
    }
}

/* s.name in approved, s.kx in ["DHE", "ECDHE"]. */
static bool
column_in_list(struct column *out, const struct asked *q, const struct cel_call *c)
{
    size_t at = attribute_of(q, c->args[0]);
    if (at == SIZE_MAX || q->r->attributes[at].type != ATTRIBUTE_STRING)
        return false;
    const struct cel_list *list = strings_of(q, c->args[1]);
    if (!list)
        return false;
    out->strange = COLUMN_OPEN;
    if (at == 0)
        column_named(out, q->r, list);
    for (size_t i = 0; i < q->r->n && at > 0; i++)
        put(out, i, names_string(list, q->r->elements[i].attr[at].s));
    return true;
}

/* "TLS 1.2" in s.versions. */
static bool
column_holds(struct column *out, const struct asked *q, const struct cel_call *c)
{
    struct cel_value k;
    size_t at = attribute_of(q, c->args[1]);
    if (at == SIZE_MAX || q->r->attributes[at].type != ATTRIBUTE_STRINGS ||
        column_needed(c->args[0], q->slot) || !closed_eval(&q->g->closed, c->args[0], &k) ||
        k.kind != CEL_STRING)
        return false;
    for (size_t i = 0; i < q->r->n; i++)
        put(out, i, has_string(&q->r->elements[i].attr[at].list, cel_octets(k)));
    out->strange = COLUMN_OPEN;
    return true;
}

static bool
column_attribute(struct column *out, const struct asked *q, const struct cel_expr *x)
{
    size_t at = attribute_of(q, x);
    if (at == SIZE_MAX || q->r->attributes[at].type != ATTRIBUTE_BOOL)
        return false;
    for (size_t i = 0; i < q->r->n; i++)
        put(out, i, q->r->elements[i].attr[at].b);
    out->strange = COLUMN_OPEN;
    return true;
}

/* A comparison or membership; false where it is of another form. */
static bool
column_call(struct column *out, const struct asked *q, const struct cel_call *c)
{
    if (c->op == CEL_OP_IN)
        return column_in_list(out, q, c) || column_holds(out, q, c);
    if (c->op != CEL_OP_EQ && c->op != CEL_OP_NE)
        return false;
    if (!column_equal(out, q, c->args[0], c->args[1]) &&
        !column_equal(out, q, c->args[1], c->args[0]))
        return false;
    if (c->op == CEL_OP_NE)
        turn(out);
    return true;
}

/* --- all of it ------------------------------------------------------------------------------ */

/* Element by element, by CEL. */
static bool
column_tried(struct column *out, const struct asked *q, const struct cel_expr *x)
{
    if (__builtin_add_overflow(q->g->work, q->r->n, &q->g->work) || q->g->work > GROUND_WORK_MAX)
        return false;
    for (size_t i = 0; i < q->r->n; i++) {
        struct cel_value v;
        q->g->closed.slots[q->slot] = condition_element(q->g->conditions, q->r, i);
        if (closed_eval(&q->g->closed, x, &v) && v.kind == CEL_BOOL)
            put(out, i, v.b);
    }
    return true;
}

static enum column_says
both(enum column_says a, enum column_says b, bool and)
{
    enum column_says absorbs = and? COLUMN_NO : COLUMN_YES;
    if (a == absorbs || b == absorbs)
        return absorbs;
    if (a == COLUMN_ASK || b == COLUMN_ASK)
        return COLUMN_ASK;
    return a == COLUMN_OPEN || b == COLUMN_OPEN ? COLUMN_OPEN : a;
}

/* && and ||: false and true absorb errors. */
static bool
column_joined(struct column *out, const struct asked *q, const struct cel_call *c, unsigned depth)
{
    bool and = c->op == CEL_OP_AND;
    put_all(out, q->r, and);
    for (size_t i = 0; i < c->n; i++) {
        struct column kid;
        if (!column_at(&kid, q, c->args[i], depth))
            return false;
        for (size_t w = 0; w < COLUMN_WORDS; w++) {
            out->yes[w] = and? out->yes[w] & kid.yes[w] : out->yes[w] | kid.yes[w];
            out->no[w] = and? out->no[w] | kid.no[w] : out->no[w] & kid.no[w];
            out->unlisted[w] |= kid.unlisted[w];
        }
        out->strange = both(out->strange, kid.strange, and);
    }
    for (size_t w = 0; w < COLUMN_WORDS; w++)
        out->unlisted[w] &= out->no[w];
    return true;
}

/* Which comparisons with a name leave an element out, rather than name it. */
static void
note_unlisted(struct column *out, const struct asked *q, const struct cel_call *c)
{
    bool in = c->op == CEL_OP_IN && is_name(q, c->args[0]);
    bool equal = c->op == CEL_OP_EQ && (is_name(q, c->args[0]) || is_name(q, c->args[1]));
    if (in || equal)
        memcpy(out->unlisted, out->no, sizeof out->unlisted);
}

static bool
column_at(struct column *out, const struct asked *q, const struct cel_expr *x, unsigned depth)
{
    *out = (struct column){.strange = COLUMN_ASK};
    if (depth == 0)
        return false;
    struct cel_value v;
    if (!column_needed(x, q->slot) && closed_eval(&q->g->closed, x, &v) && v.kind == CEL_BOOL) {
        put_all(out, q->r, v.b);
        return true;
    }
    if (x->kind == CEL_EXPR_SELECT && column_attribute(out, q, x))
        return true;
    if (x->kind != CEL_EXPR_CALL)
        return column_tried(out, q, x);
    if (x->call.op == CEL_OP_AND || x->call.op == CEL_OP_OR)
        return column_joined(out, q, &x->call, depth - 1);
    if (x->call.op == CEL_OP_NOT) {
        if (!column_at(out, q, x->call.args[0], depth - 1))
            return false;
        turn(out);
        return true;
    }
    if (!column_call(out, q, &x->call) && !column_tried(out, q, x))
        return false;
    note_unlisted(out, q, &x->call);
    return true;
}

bool
column_of(struct column *out, struct grounder *g, const struct registry *r,
          const struct cel_expr *x, uint32_t slot, unsigned depth)
{
    const struct asked q = {g, r, slot};
    return column_at(out, &q, x, depth);
}
