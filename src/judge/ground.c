/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Grounding: the Boolean structure of a condition, and what to do where a part
 * cannot be followed.
 */
#include "judge/ground.h"

#include "judge/grounder.h"
#include "model/bits.h"

#include <assert.h>

size_t
ground_field(const struct grounder *g, const struct cel_expr *x)
{
    const struct field *f = condition_field(g->conditions, g->form->kind, x);
    return f ? kind_index(g->form->kind, f) : ATOM_NO_FIELD;
}

ref_t
ground_threshold(struct form *f, const struct atom *at, enum cel_op op, int64_t k)
{
    struct atom here = *at, next = *at;
    here.k = k;
    ref_t ge = form_atom(f, &here), gt = REF_FALSE;
    if (!__builtin_add_overflow(k, 1, &next.k))
        gt = form_atom(f, &next);
    bool negated = op == CEL_OP_LT || op == CEL_OP_LE || op == CEL_OP_NE;
    ref_t r = form_and2(f, ge, ref_not(gt));
    if (op == CEL_OP_GE || op == CEL_OP_LT)
        r = ge;
    else if (op == CEL_OP_GT || op == CEL_OP_LE)
        r = gt;
    return r ^ (ref_t)negated;
}

ref_t
ground_open(struct grounder *g)
{
    return form_atom(g->form, &(struct atom){.op = ATOM_OPAQUE,
                                             .field = ATOM_NO_FIELD,
                                             .k = ++g->opens,
                                             .text = SL("open"),
                                             .scope = g});
}

bool
ground_is_open(const struct atom *at)
{
    return at->op == ATOM_OPAQUE && !at->expr;
}

/* --- structure ------------------------------------------------------------------------------ */

static bool
ground_joined(struct grounder *g, const struct cel_expr *x, unsigned depth, ref_t *out)
{
    ref_t *kids = NEW_ARRAY(g->a, ref_t, x->call.n);
    for (size_t i = 0; i < x->call.n; i++)
        if (!ground_expr(g, x->call.args[i], depth, &kids[i]))
            return false;
    *out = x->call.op == CEL_OP_AND ? form_and(g->form, kids, x->call.n)
                                    : form_or(g->form, kids, x->call.n);
    return true;
}

static bool
ground_choice(struct grounder *g, const struct cel_expr *x, unsigned depth, ref_t *out)
{
    ref_t c, a, b;
    if (!ground_expr(g, x->call.args[0], depth, &c) ||
        !ground_expr(g, x->call.args[1], depth, &a) || !ground_expr(g, x->call.args[2], depth, &b))
        return false;
    *out = form_if(g->form, c, a, b);
    return true;
}

static bool
ground_call(struct grounder *g, const struct cel_expr *x, unsigned depth, ref_t *out)
{
    switch (x->call.op) {
    case CEL_OP_AND:
    case CEL_OP_OR:
        return ground_joined(g, x, depth, out);
    case CEL_OP_NOT:
        if (!ground_expr(g, x->call.args[0], depth, out))
            return false;
        *out = ref_not(*out);
        return true;
    case CEL_OP_COND:
        return ground_choice(g, x, depth, out);
    case CEL_OP_EQ:
    case CEL_OP_NE:
    case CEL_OP_LT:
    case CEL_OP_LE:
    case CEL_OP_GT:
    case CEL_OP_GE:
        return ground_compare(g, x, depth, out);
    case CEL_OP_IN:
        return ground_in(g, x, depth, out);
    case CEL_OP_CALL:
    case CEL_OP_NEG:
    case CEL_OP_ADD:
    case CEL_OP_SUB:
    case CEL_OP_MUL:
    case CEL_OP_DIV:
    case CEL_OP_MOD:
    case CEL_OP_INDEX:
    case CEL_OP_OPT_INDEX:
        return false;
    }
    return false;
}

static bool
ground_bool_field(struct grounder *g, const struct cel_expr *x, ref_t *out)
{
    size_t field = ground_field(g, x);
    if (field == ATOM_NO_FIELD || x->select.test || x->select.optional ||
        g->form->kind->fields[field].type != FIELD_BOOL)
        return false;
    *out = form_atom(g->form, &(struct atom){.op = ATOM_BOOL, .field = field});
    return true;
}

/* --- one closed string field: try its values ------------------------------------------------ */

struct fact_walk {
    const struct grounder *g;
    size_t field; /* the one field, or ATOM_NO_FIELD so far */
    size_t variables, fields;
    bool other; /* speaks of `now`, or of a second field */
};

static enum expr_visit
visit_fact(void *ctx, const struct cel_expr *x)
{
    struct fact_walk *w = ctx;
    if (x->kind == CEL_EXPR_IDENT && x->ident.decl && !x->ident.decl->is_constant)
        w->variables++;
    if (x->kind != CEL_EXPR_SELECT)
        return EXPR_INTO;
    size_t field = ground_field(w->g, x);
    if (field == ATOM_NO_FIELD)
        return EXPR_INTO;
    w->fields++;
    w->other |= w->field != ATOM_NO_FIELD && w->field != field;
    w->other |= x->select.test;
    w->field = field;
    return EXPR_INTO;
}

/* The value of `x` where the field has this value and nothing else is known. */
static bool
try_value(struct grounder *g, const struct cel_expr *x, size_t field, struct slice value,
          bool *holds)
{
    const struct kind *k = g->form->kind;
    struct asset as;
    asset_init(&as, g->a, k, SL(""), SL(""));
    fact_string(&as.facts[field], value);
    struct cel_program *p = cel_program_of(g->a, g->closed.ast, x);
    struct cel_value *slots = NEW_ARRAY(g->a, struct cel_value, p->nslots);
    for (size_t i = 0; i < p->nslots; i++)
        slots[i] = g->closed.slots[i];
    condition_bind(g->conditions, g->a, &as, 0, slots);
    struct cel_cx cx = {.arena = g->a, .steps_max = CLOSED_STEPS_MAX};
    struct cel_value v = cel_eval(p, slots, &cx);
    *holds = v.kind == CEL_BOOL && v.b;
    return v.kind == CEL_BOOL;
}

/* tls.role.startsWith("s"): a function of one field that has few values. */
static bool
ground_by_value(struct grounder *g, const struct cel_expr *x, ref_t *out)
{
    struct fact_walk w = {.g = g, .field = ATOM_NO_FIELD};
    if (!expr_walk(x, visit_fact, &w) || w.other || w.fields == 0 || w.variables != w.fields)
        return false;
    const struct field *f = &g->form->kind->fields[w.field];
    if (f->type != FIELD_STRING || f->one_of.n == 0)
        return false;
    struct slices in = {NEW_ARRAY(g->a, struct slice, f->one_of.n), 0};
    for (size_t i = 0; i < f->one_of.n; i++) {
        bool holds;
        if (!try_value(g, x, w.field, f->one_of.v[i], &holds))
            return false;
        if (holds)
            in.v[in.n++] = f->one_of.v[i];
    }
    *out = form_atom(g->form, &(struct atom){.op = ATOM_STRING, .field = w.field, .values = in});
    return true;
}

/* --- all of it ------------------------------------------------------------------------------ */

static bool
ground_strict(struct grounder *g, const struct cel_expr *x, unsigned depth, ref_t *out)
{
    struct cel_value v = cel_none();
    if (closed_eval(&g->closed, x, &v)) {
        *out = v.b ? REF_TRUE : REF_FALSE;
        return v.kind == CEL_BOOL;
    }
    if (v.kind == CEL_UNKNOWN) {
        *out = ground_open(g);
        return true;
    }
    switch (x->kind) {
    case CEL_EXPR_SELECT:
        return ground_bool_field(g, x, out);
    case CEL_EXPR_CALL:
        return ground_call(g, x, depth, out) || ground_by_value(g, x, out);
    case CEL_EXPR_MACRO:
        return ground_macro(g, x, depth, out);
    case CEL_EXPR_CONST:
    case CEL_EXPR_IDENT:
    case CEL_EXPR_LIST:
    case CEL_EXPR_MAP:
    case CEL_EXPR_STRUCT:
        return false;
    }
    return false;
}

/* Stops at a macro variable that has a value from outside: an opaque part would not see it. */
static enum expr_visit
visit_unbound(void *ctx, const struct cel_expr *x)
{
    const struct closed *c = ctx;
    bool variable = x->kind == CEL_EXPR_IDENT && !x->ident.decl && x->ident.slot < c->ast->nslots;
    return variable && c->slots[x->ident.slot].kind != CEL_NONE ? EXPR_STOP : EXPR_INTO;
}

bool
ground_expr(struct grounder *g, const struct cel_expr *x, unsigned depth, ref_t *out)
{
    if (depth == 0)
        return false;
    if (ground_strict(g, x, depth - 1, out))
        return true;
    if (x->type->kind != CEL_BOOL || !expr_walk(x, visit_unbound, &g->closed))
        return false;
    *out = form_atom(g->form, &(struct atom){.op = ATOM_OPAQUE,
                                             .field = ATOM_NO_FIELD,
                                             .ast = g->closed.ast,
                                             .expr = x,
                                             .text = cel_expr_text(g->a, x),
                                             .scope = g->scope});
    return true;
}

static bool
ground_one(ref_t *out, struct grounder *g, const struct cel_ast *ast, struct err *e)
{
    *out = REF_TRUE;
    if (!ast)
        return true;
    assert(ast->checked);
    closed_init(&g->closed, g->a, ast);
    g->work = 0;
    if (!ground_expr(g, ast->root, CEL_DEPTH_MAX + 1, out))
        return err_set(e, ERR_INPUT, "a condition must be true or false");
    return form_ok(g->form, e);
}

bool
ground_condition(ref_t *out, struct form *f, const struct conditions *c, const struct cel_ast *ast,
                 const void *scope, struct err *e)
{
    struct grounder g = {.a = f->scratch, .form = f, .conditions = c, .scope = scope};
    return ground_one(out, &g, ast, e);
}

bool
ground_rule(struct rule *out, struct form *f, const struct conditions *c,
            const struct requirement *r, struct err *e)
{
    assert(r->kind == f->kind);
    *out = (struct rule){.requirement = r};
    out->unlisted = NEW_ARRAY(f->arena, uint64_t *, f->kind->n);
    struct grounder g = {.a = f->scratch, .form = f, .conditions = c, .scope = r->standard};
    if (!ground_one(&out->when, &g, r->when.ast, e))
        return err_in(e, "%.*s: when", SL_FMT(r->id));
    g.unlisted = out->unlisted;
    if (!ground_one(&out->must, &g, r->must.ast, e))
        return err_in(e, "%.*s: must", SL_FMT(r->id));
    return true;
}
