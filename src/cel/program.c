/* SPDX-License-Identifier: Apache-2.0 */
/*
 * AST to program: picks the function that evaluates each node, computes what
 * is constant, prepares literal patterns and sets of strings.
 */
#include "cel/program.h"

#include "cel/compare.h"

#include <assert.h>
#include <stdlib.h>

/* What folding may cost: a constant that is dearer is computed at run time. */
#define FOLD_STEPS 2000
#define FOLD_MEMORY ((size_t)8 << 10)

struct builder {
    struct arena *a;
    uint32_t nslots;
    struct cel_value *slots; /* for folding */
};

static struct cel_node *build(struct builder *b, const struct cel_expr *x);

static struct cel_node *
node(struct builder *b, node_fn *fn, uint32_t at)
{
    struct cel_node *n = NEW(b->a, struct cel_node);
    n->run = fn;
    n->at = at;
    n->weight = 1;
    n->least = UINT32_MAX;
    return n;
}

/* What a child says of its parent. */
static const struct cel_node *
adopt(struct cel_node *parent, const struct cel_node *child)
{
    parent->weight += child->weight;
    parent->impure |= child->impure;
    if (child->least < parent->least)
        parent->least = child->least;
    return child;
}

/* Data that no host answers for: values that may be looked into before there is a host. */
static bool
is_plain(struct cel_value v)
{
    if (v.kind == CEL_LIST)
        return v.list->v && !v.list->unsure;
    if (v.kind == CEL_MAP)
        return !v.map->find;
    return v.kind != CEL_OBJECT && v.kind != CEL_OPAQUE && cel_is_value(v);
}

static bool
all_plain(const struct cel_value *v, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!is_plain(v[i]) || v[i].kind == CEL_LIST || v[i].kind == CEL_MAP ||
            v[i].kind == CEL_OPTIONAL)
            return false;
    return true;
}

/* A declared constant: folded only where it is a plain value or a list or map of such. */
static bool
is_foldable(struct cel_value v)
{
    if (!is_plain(v) || v.kind == CEL_OPTIONAL)
        return false;
    if (v.kind == CEL_LIST)
        return all_plain(v.list->v, v.list->n);
    return v.kind != CEL_MAP || all_plain(v.map->values, v.map->n);
}

/* --- leaves --- */

static struct cel_node *
constant(struct builder *b, struct cel_value v, uint32_t at)
{
    struct cel_node *n = node(b, run_constant, at);
    n->value = v;
    n->constant = true;
    return n;
}

static struct cel_node *
ident(struct builder *b, const struct cel_expr *x)
{
    const struct cel_decl *d = x->ident.decl;
    if (d && d->is_constant) {
        struct cel_node *n = constant(b, d->constant, x->at);
        n->impure = !is_foldable(d->constant);
        return n;
    }
    bool known = x->ident.slot < b->nslots;
    struct cel_node *n = node(b, known ? run_ident : run_undeclared, x->at);
    n->ident.slot = x->ident.slot;
    n->ident.name = x->ident.name;
    n->least = known ? x->ident.slot : UINT32_MAX;
    n->impure = !known;
    return n;
}

static struct cel_node *
select_node(struct builder *b, const struct cel_expr *x)
{
    const struct cel_select *s = &x->select;
    struct cel_node *n = node(b, run_select, x->at);
    const struct cel_type *t = s->operand->type;
    if (t->kind == CEL_OPTIONAL)
        t = t->params[0];
    n->select = (struct node_select){
        .field = s->field,
        .object = t->kind == CEL_OBJECT ? t->object : NULL,
        .index = s->index,
        .test = s->test,
        .optional = s->optional,
    };
    n->select.operand = adopt(n, build(b, s->operand));
    if (n->select.object && s->index != CEL_FIELD_NONE && !s->test && !s->optional)
        n->run = run_field;
    return n;
}

/* --- literals --- */

static struct cel_node *
list_node(struct builder *b, const struct cel_expr *x)
{
    struct cel_node *n = node(b, run_list, x->at);
    const struct cel_node **v = NEW_ARRAY(b->a, const struct cel_node *, x->list.n);
    for (size_t i = 0; i < x->list.n; i++)
        v[i] = adopt(n, build(b, x->list.v[i]));
    n->parts = (struct node_parts){.values = v, .optional = x->list.optional, .n = x->list.n};
    return n;
}

static struct cel_node *
braces_node(struct builder *b, const struct cel_expr *x)
{
    bool is_struct = x->kind == CEL_EXPR_STRUCT;
    size_t count = x->map.n;
    struct cel_node *n = node(b, is_struct ? run_struct : run_map, x->at);
    const struct cel_node **keys = NEW_ARRAY(b->a, const struct cel_node *, count);
    const struct cel_node **values = NEW_ARRAY(b->a, const struct cel_node *, count);
    bool *optional = NEW_ARRAY(b->a, bool, count), known = true;
    for (size_t i = 0; i < count; i++) {
        const struct cel_entry *en = &x->map.v[i];
        keys[i] =
            adopt(n, is_struct ? constant(b, cel_uint(en->index), en->at) : build(b, en->key));
        values[i] = adopt(n, build(b, en->value));
        optional[i] = en->optional;
        known &= !is_struct || en->index != CEL_FIELD_NONE;
    }
    n->parts =
        (struct node_parts){.keys = keys, .values = values, .optional = optional, .n = count};
    if (!is_struct)
        return n;
    n->parts.object = x->type && x->type->kind == CEL_OBJECT ? x->type->object : NULL;
    n->impure = true; /* the record is cheap to make, its fields are not plain data */
    if (n->parts.object && known)
        return n;
    n = node(b, run_undeclared, x->at);
    n->ident.name = x->map.name;
    n->impure = true;
    return n;
}

/* --- calls --- */

static node_fn *
operator_fn(enum cel_op op)
{
    static node_fn *const table[] = {
        [CEL_OP_CALL] = run_call,   [CEL_OP_OR] = run_or,
        [CEL_OP_AND] = run_and,     [CEL_OP_NOT] = run_not,
        [CEL_OP_NEG] = run_call,    [CEL_OP_COND] = run_cond,
        [CEL_OP_EQ] = run_eq,       [CEL_OP_NE] = run_ne,
        [CEL_OP_LT] = run_lt,       [CEL_OP_LE] = run_le,
        [CEL_OP_GT] = run_gt,       [CEL_OP_GE] = run_ge,
        [CEL_OP_IN] = run_in,       [CEL_OP_ADD] = run_add,
        [CEL_OP_SUB] = run_sub,     [CEL_OP_MUL] = run_mul,
        [CEL_OP_DIV] = run_call,    [CEL_OP_MOD] = run_call,
        [CEL_OP_INDEX] = run_index, [CEL_OP_OPT_INDEX] = run_opt_index,
    };
    return table[op];
}

static int
by_set_order(const void *a, const void *b)
{
    const struct cel_value *x = a, *y = b;
    return cel_set_order(cel_octets(*x), cel_octets(*y));
}

/* x in [strings known now] */
static void
prepare_in(struct builder *b, struct cel_node *n)
{
    const struct cel_node *list = n->call.args[1];
    if (!list->constant || list->value.kind != CEL_LIST || !is_plain(list->value))
        return;
    const struct cel_list *l = list->value.list;
    for (size_t i = 0; i < l->n; i++)
        if (l->v[i].kind != CEL_STRING)
            return;
    struct cel_value *sorted = NEW_ARRAY(b->a, struct cel_value, l->n);
    memcpy(sorted, l->v, l->n * sizeof *sorted);
    qsort(sorted, l->n, sizeof *sorted, by_set_order);
    const struct cel_node *needle = n->call.args[0];
    n->run = run_in_set;
    n->set = (struct node_set){needle, sorted, l->n, list->value};
}

/* s.matches("literal"), where the pattern is good; a bad one is an error of each evaluation. */
static void
prepare_matches(struct builder *b, struct cel_node *n)
{
    const struct cel_node *pattern = n->call.args[1];
    if (pattern->constant && pattern->value.kind == CEL_STRING &&
        cel_regex_compile(&n->call.regex, b->a, cel_octets(pattern->value), NULL))
        n->run = run_matches;
}

static void
prepare(struct builder *b, struct cel_node *n, enum cel_op op)
{
    const struct node_call *c = &n->call;
    if (op == CEL_OP_IN)
        prepare_in(b, n);
    if (op != CEL_OP_CALL || c->n != 2)
        return;
    if (slice_eq(c->name, SL("matches")))
        prepare_matches(b, n);
    else if (c->receiver && slice_eq(c->name, SL("or")))
        n->run = run_opt_or;
    else if (c->receiver && slice_eq(c->name, SL("orValue")))
        n->run = run_opt_or_value;
}

static bool
is_foldable_function(const struct cel_function *f)
{
    for (size_t i = 0; f && i < f->n; i++)
        if (!f->overloads[i].foldable)
            return false;
    return true;
}

static struct cel_node *
call_node(struct builder *b, const struct cel_expr *x)
{
    const struct cel_call *c = &x->call;
    bool receiver = c->target != NULL, logic = c->op == CEL_OP_AND || c->op == CEL_OP_OR;
    size_t count = c->n + receiver;
    bool known = c->op != CEL_OP_CALL || c->function;
    if (!known || (count > CEL_CALL_MAX && !logic)) {
        struct cel_node *n = node(b, run_undeclared, x->at);
        n->ident.name = c->name;
        n->impure = true;
        return n;
    }
    struct cel_node *n = node(b, operator_fn(c->op), x->at);
    const struct cel_node **args = NEW_ARRAY(b->a, const struct cel_node *, count);
    if (receiver)
        args[0] = adopt(n, build(b, c->target));
    for (size_t i = 0; i < c->n; i++)
        args[i + receiver] = adopt(n, build(b, c->args[i]));
    n->impure |= !is_foldable_function(c->function);
    n->call = (struct node_call){
        .args = args,
        .n = count,
        .function = c->function,
        .receiver = receiver,
        .name = c->op == CEL_OP_CALL ? c->name : slice_str(cel_op_name(c->op)),
    };
    prepare(b, n, c->op);
    return n;
}

/* --- macros --- */

static node_fn *
macro_fn(enum cel_macro m)
{
    static node_fn *const table[] = {
        [CEL_MACRO_ALL] = run_quantifier,
        [CEL_MACRO_EXISTS] = run_quantifier,
        [CEL_MACRO_EXISTS_ONE] = run_exists_one,
        [CEL_MACRO_FILTER] = run_filter,
        [CEL_MACRO_MAP] = run_transform,
        [CEL_MACRO_TRANSFORM_LIST] = run_transform,
        [CEL_MACRO_TRANSFORM_MAP] = run_transform_map,
        [CEL_MACRO_TRANSFORM_MAP_ENTRY] = run_transform_entry,
        [CEL_MACRO_SORT_BY] = run_sort_by,
        [CEL_MACRO_BIND] = run_bind,
        [CEL_MACRO_OPT_MAP] = run_opt_map,
        [CEL_MACRO_OPT_FLAT_MAP] = run_opt_flat_map,
    };
    return table[m];
}

static struct cel_node *
macro_node(struct builder *b, const struct cel_expr *x)
{
    const struct cel_macro_expr *m = &x->macro;
    struct cel_node *n = node(b, macro_fn(m->macro), x->at);
    const struct cel_node *where = m->where ? adopt(n, build(b, m->where)) : NULL;
    const struct cel_node *body = adopt(n, build(b, m->body));
    n->macro.weight = n->weight; /* of one turn: the parts so far and this node */
    if (n->least >= m->slot && n->least != UINT32_MAX)
        n->least = UINT32_MAX; /* its own variables, and those of macros inside */
    n->macro.range = adopt(n, build(b, m->range));
    n->macro.where = where;
    n->macro.body = body;
    n->macro.slot = m->slot;
    n->macro.slot2 = m->slot2;
    n->macro.two = m->var2.n > 0;
    n->macro.stop = m->macro == CEL_MACRO_EXISTS;
    return n;
}

/* --- folding --- */

/* The value now, where it depends on nothing and comes cheap; errors wait for their time. */
static struct cel_node *
fold(struct builder *b, struct cel_node *n)
{
    if (n->constant || n->impure || n->least != UINT32_MAX)
        return n;
    struct arena_mark mark = arena_mark(b->a);
    struct cel_program p = {n, b->nslots};
    struct cel_cx cx = {.arena = b->a, .steps_max = FOLD_STEPS, .memory_max = FOLD_MEMORY};
    struct cel_value v = cel_eval(&p, b->slots, &cx);
    if (!is_plain(v)) {
        arena_reset(b->a, mark);
        n->impure = true; /* nor is what it stands in */
        return n;
    }
    struct cel_node *c = constant(b, v, n->at);
    c->weight = n->weight;
    return c;
}

static struct cel_node *
build(struct builder *b, const struct cel_expr *x)
{
    struct cel_node *n = NULL;
    switch (x->kind) {
    case CEL_EXPR_CONST:
        return constant(b, x->constant, x->at);
    case CEL_EXPR_IDENT:
        return ident(b, x);
    case CEL_EXPR_SELECT:
        n = select_node(b, x);
        break;
    case CEL_EXPR_CALL:
        n = call_node(b, x);
        break;
    case CEL_EXPR_LIST:
        n = list_node(b, x);
        break;
    case CEL_EXPR_MAP:
    case CEL_EXPR_STRUCT:
        n = braces_node(b, x);
        break;
    case CEL_EXPR_MACRO:
        n = macro_node(b, x);
        break;
    }
    return fold(b, n);
}

struct cel_program *
cel_program_of(struct arena *a, const struct cel_ast *ast, const struct cel_expr *x)
{
    assert(ast->resolved);
    struct builder b = {a, ast->nslots, NEW_ARRAY(a, struct cel_value, ast->nslots)};
    struct cel_program *p = NEW(a, struct cel_program);
    *p = (struct cel_program){build(&b, x), ast->nslots};
    return p;
}

struct cel_program *
cel_program_new(struct arena *a, const struct cel_ast *ast)
{
    return cel_program_of(a, ast, ast->root);
}
