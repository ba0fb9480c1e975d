/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Grounding comparisons of one fact with a constant, and membership.
 */
#include "judge/grounder.h"

/* op with its sides exchanged. */
static enum cel_op
flipped(enum cel_op op)
{
    if (op == CEL_OP_LT)
        return CEL_OP_GT;
    if (op == CEL_OP_LE)
        return CEL_OP_GE;
    if (op == CEL_OP_GT)
        return CEL_OP_LT;
    if (op == CEL_OP_GE)
        return CEL_OP_LE;
    return op;
}

static enum field_type
type_of(const struct grounder *g, size_t field)
{
    return g->form->kind->fields[field].type;
}

static bool
is_size(const struct cel_expr *x)
{
    return x->kind == CEL_EXPR_CALL && x->call.op == CEL_OP_CALL &&
           slice_eq_str(x->call.name, "size");
}

/* a == b of two conditions: both or neither. */
static bool
compare_bools(struct grounder *g, enum cel_op op, const struct cel_expr *left,
              const struct cel_expr *right, unsigned depth, ref_t *out)
{
    ref_t a, b;
    if ((op != CEL_OP_EQ && op != CEL_OP_NE) || !ground_expr(g, left, depth, &a) ||
        !ground_expr(g, right, depth, &b))
        return false;
    *out = form_if(g->form, a, b, ref_not(b)) ^ (ref_t)(op == CEL_OP_NE);
    return true;
}

/* An integer fact: a field, or the size of a list. */
static bool
number(struct grounder *g, const struct cel_expr *x, unsigned depth, struct atom *at)
{
    if (is_size(x))
        return ground_size(g, x->call.target ? x->call.target : x->call.args[0], depth, at);
    size_t field = ground_field(g, x);
    if (field == ATOM_NO_FIELD || x->select.test || type_of(g, field) != FIELD_INT)
        return false;
    *at = (struct atom){.op = ATOM_INT, .field = field};
    return true;
}

static bool
compare_number(struct grounder *g, enum cel_op op, const struct cel_expr *x, struct cel_value k,
               unsigned depth, ref_t *out)
{
    struct atom at;
    if (k.kind != CEL_INT || !number(g, x, depth, &at))
        return false;
    *out = ground_threshold(g->form, &at, op, k.i);
    return true;
}

static bool
compare_string(struct grounder *g, enum cel_op op, const struct cel_expr *x, struct cel_value v,
               ref_t *out)
{
    size_t field = ground_field(g, x);
    if ((op != CEL_OP_EQ && op != CEL_OP_NE) || field == ATOM_NO_FIELD || x->select.test ||
        type_of(g, field) != FIELD_STRING)
        return false;
    struct slice s = cel_octets(v);
    *out = form_atom(g->form, &(struct atom){.op = ATOM_STRING, .field = field, .values = {&s, 1}});
    *out ^= (ref_t)(op == CEL_OP_NE);
    return true;
}

/* x == [] and x != []. */
static bool
compare_list(struct grounder *g, enum cel_op op, const struct cel_expr *x, struct cel_value v,
             unsigned depth, ref_t *out)
{
    struct atom at;
    if (v.list->n != 0 || (op != CEL_OP_EQ && op != CEL_OP_NE) || !ground_size(g, x, depth, &at))
        return false;
    *out = ground_threshold(g->form, &at, op, 0);
    return true;
}

bool
ground_compare(struct grounder *g, const struct cel_expr *x, unsigned depth, ref_t *out)
{
    const struct cel_expr *left = x->call.args[0], *right = x->call.args[1];
    enum cel_op op = x->call.op;
    if (left->type->kind == CEL_BOOL && right->type->kind == CEL_BOOL)
        return compare_bools(g, op, left, right, depth, out);
    if (left->type->kind == CEL_TIMESTAMP || left->type->kind == CEL_DURATION)
        return ground_time(g, op, left, right, out);

    struct cel_value v;
    if (closed_eval(&g->closed, left, &v)) {
        left = right;
        op = flipped(op);
    } else if (!closed_eval(&g->closed, right, &v)) {
        return false;
    }
    if (v.kind == CEL_INT)
        return compare_number(g, op, left, v, depth, out);
    if (v.kind == CEL_STRING)
        return compare_string(g, op, left, v, out);
    if (v.kind == CEL_LIST)
        return compare_list(g, op, left, v, depth, out);
    return false;
}

/* --- in ------------------------------------------------------------------------------------- */

static struct cel_value
list_at(struct grounder *g, const struct cel_list *l, size_t i)
{
    struct cel_cx cx = {.arena = g->a};
    return l->v ? l->v[i] : l->at(l, i, &cx);
}

/* A string field in a list of constants. */
static bool
string_in(struct grounder *g, size_t field, const struct cel_list *l, ref_t *out)
{
    struct slices values = {NEW_ARRAY(g->a, struct slice, l->n), l->n};
    for (size_t i = 0; i < l->n; i++) {
        struct cel_value v = list_at(g, l, i);
        if (v.kind != CEL_STRING)
            return false;
        values.v[i] = cel_octets(v);
    }
    *out = form_atom(g->form, &(struct atom){.op = ATOM_STRING, .field = field, .values = values});
    return true;
}

static bool
number_in(struct grounder *g, size_t field, const struct cel_list *l, ref_t *out)
{
    struct atom at = {.op = ATOM_INT, .field = field};
    ref_t *any = NEW_ARRAY(g->a, ref_t, l->n);
    for (size_t i = 0; i < l->n; i++) {
        struct cel_value v = list_at(g, l, i);
        if (v.kind != CEL_INT)
            return false;
        any[i] = ground_threshold(g->form, &at, CEL_OP_EQ, v.i);
    }
    *out = form_or(g->form, any, l->n);
    return true;
}

bool
ground_in(struct grounder *g, const struct cel_expr *x, unsigned depth, ref_t *out)
{
    const struct cel_expr *left = x->call.args[0], *right = x->call.args[1];
    struct cel_value v;
    if (closed_eval(&g->closed, left, &v))
        return right->type->kind == CEL_LIST && ground_member(g, v, right, depth, out);
    size_t field = ground_field(g, left);
    if (field == ATOM_NO_FIELD || left->select.test || !closed_eval(&g->closed, right, &v) ||
        v.kind != CEL_LIST)
        return false;
    if (type_of(g, field) == FIELD_STRING)
        return string_in(g, field, v.list, out);
    if (type_of(g, field) == FIELD_INT)
        return number_in(g, field, v.list, out);
    return false;
}
