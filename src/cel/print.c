/* SPDX-License-Identifier: Apache-2.0 */
/*
 * AST to text that parses to the same AST (before checking; afterwards with
 * qualified names in full).
 */
#include "cel/ast.h"
#include "cel/quote.h"

static const struct {
    const char *text;
    unsigned level; /* as in the parser; 6: prefix, 7: behind a primary */
} ops[] = {
    [CEL_OP_CALL] = {"", 7},   [CEL_OP_OR] = {"||", 1},        [CEL_OP_AND] = {"&&", 2},
    [CEL_OP_NOT] = {"!", 6},   [CEL_OP_NEG] = {"-", 6},        [CEL_OP_COND] = {"?:", 0},
    [CEL_OP_EQ] = {"==", 3},   [CEL_OP_NE] = {"!=", 3},        [CEL_OP_LT] = {"<", 3},
    [CEL_OP_LE] = {"<=", 3},   [CEL_OP_GT] = {">", 3},         [CEL_OP_GE] = {">=", 3},
    [CEL_OP_IN] = {"in", 3},   [CEL_OP_ADD] = {"+", 4},        [CEL_OP_SUB] = {"-", 4},
    [CEL_OP_MUL] = {"*", 5},   [CEL_OP_DIV] = {"/", 5},        [CEL_OP_MOD] = {"%", 5},
    [CEL_OP_INDEX] = {"[", 7}, [CEL_OP_OPT_INDEX] = {"[?", 7},
};
#define LEVEL_PREFIX 6
#define LEVEL_PRIMARY 7

const char *
cel_op_name(enum cel_op op)
{
    return ops[op].text;
}

static unsigned
level_of(const struct cel_expr *x)
{
    if (x->kind == CEL_EXPR_CALL)
        return ops[x->call.op].level;
    return LEVEL_PRIMARY;
}

static void print(struct buf *b, const struct cel_expr *x, unsigned least, unsigned depth);

static void
print_all(struct buf *b, struct cel_expr *const *v, const bool *optional, size_t n, unsigned depth)
{
    for (size_t i = 0; i < n; i++) {
        if (i > 0)
            buf_str(b, ", ");
        if (optional && optional[i])
            buf_str(b, "?");
        print(b, v[i], 0, depth);
    }
}

static void
print_constant(struct buf *b, struct cel_value v)
{
    if (v.kind == CEL_DOUBLE)
        cel_quote_double(b, v.d);
    else
        cel_value_print(b, v);
}

static bool
is_plain_name(struct slice s)
{
    for (size_t i = 0; i < s.n; i++) {
        uint8_t c = s.p[i];
        bool digit = c >= '0' && c <= '9';
        if (!(c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (digit && i > 0)))
            return false;
    }
    return !slice_eq_str(s, "in") && !slice_eq_str(s, "true") && !slice_eq_str(s, "false") &&
           !slice_eq_str(s, "null");
}

static void
print_field(struct buf *b, struct slice field)
{
    const char *quote = is_plain_name(field) ? "" : "`";
    buf_str(b, quote);
    buf_add(b, field);
    buf_str(b, quote);
}

static void
print_select(struct buf *b, const struct cel_select *s, unsigned depth)
{
    if (s->test)
        buf_str(b, "has(");
    print(b, s->operand, LEVEL_PRIMARY, depth);
    buf_str(b, s->optional ? ".?" : ".");
    print_field(b, s->field);
    if (s->test)
        buf_str(b, ")");
}

static void
print_braces(struct buf *b, const struct cel_map_expr *m, unsigned depth)
{
    buf_add(b, m->name);
    buf_str(b, "{");
    for (size_t i = 0; i < m->n; i++) {
        buf_str(b, i > 0 ? ", " : "");
        buf_str(b, m->v[i].optional ? "?" : "");
        if (m->v[i].key)
            print(b, m->v[i].key, 0, depth);
        else
            print_field(b, m->v[i].field);
        buf_str(b, ": ");
        print(b, m->v[i].value, 0, depth);
    }
    buf_str(b, "}");
}

static void
print_macro(struct buf *b, const struct cel_macro_expr *m, unsigned depth)
{
    bool bind = m->macro == CEL_MACRO_BIND;
    if (bind)
        buf_str(b, "cel");
    else
        print(b, m->range, LEVEL_PRIMARY, depth);
    buf_str(b, ".");
    buf_add(b, m->name);
    buf_str(b, "(");
    buf_add(b, m->var);
    buf_str(b, m->var2.n > 0 ? ", " : "");
    buf_add(b, m->var2);
    struct cel_expr *parts[] = {bind ? m->range : m->where, m->body};
    for (size_t i = 0; i < COUNT_OF(parts); i++) {
        buf_str(b, parts[i] ? ", " : "");
        if (parts[i])
            print(b, parts[i], 0, depth);
    }
    buf_str(b, ")");
}

static void
print_function(struct buf *b, const struct cel_call *c, unsigned depth)
{
    if (c->target) {
        print(b, c->target, LEVEL_PRIMARY, depth);
        buf_str(b, ".");
    }
    buf_add(b, c->name);
    buf_str(b, "(");
    print_all(b, c->args, NULL, c->n, depth);
    buf_str(b, ")");
}

/* Operands of a left-associative operator: the first may be of its level, the others not. */
static void
print_binary(struct buf *b, const struct cel_call *c, unsigned depth)
{
    unsigned level = ops[c->op].level;
    bool flat = c->op == CEL_OP_OR || c->op == CEL_OP_AND;
    for (size_t i = 0; i < c->n; i++) {
        if (i > 0)
            buf_printf(b, " %s ", ops[c->op].text);
        print(b, c->args[i], i == 0 && !flat ? level : level + 1, depth);
    }
}

/* What stands behind nothing but selections, indices and receivers: the 5 of 5.a[0].f(). */
static const struct cel_expr *
leftmost(const struct cel_expr *x)
{
    for (;;) {
        bool index = x->kind == CEL_EXPR_CALL &&
                     (x->call.op == CEL_OP_INDEX || x->call.op == CEL_OP_OPT_INDEX);
        if (x->kind == CEL_EXPR_SELECT)
            x = x->select.operand;
        else if (index)
            x = x->call.args[0];
        else if (x->kind == CEL_EXPR_CALL && x->call.op == CEL_OP_CALL && x->call.target)
            x = x->call.target;
        else
            return x;
    }
}

/* A prefix takes others of its own kind, nothing else; -(5) is not -5, nor -(5.a) -5.a. */
static void
print_prefix(struct buf *b, const struct cel_call *c, unsigned depth)
{
    const struct cel_expr *x = c->args[0], *first = leftmost(x);
    bool same = x->kind == CEL_EXPR_CALL && x->call.op == c->op;
    bool number = first->kind == CEL_EXPR_CONST &&
                  (first->constant.kind == CEL_INT || first->constant.kind == CEL_DOUBLE);
    buf_str(b, ops[c->op].text);
    buf_str(b, number ? "(" : "");
    print(b, x, same ? LEVEL_PREFIX : LEVEL_PRIMARY, depth);
    buf_str(b, number ? ")" : "");
}

static void
print_call(struct buf *b, const struct cel_call *c, unsigned depth)
{
    switch (c->op) {
    case CEL_OP_CALL:
        print_function(b, c, depth);
        return;
    case CEL_OP_NOT:
    case CEL_OP_NEG:
        print_prefix(b, c, depth);
        return;
    case CEL_OP_COND:
        print(b, c->args[0], 1, depth);
        buf_str(b, " ? ");
        print(b, c->args[1], 1, depth);
        buf_str(b, " : ");
        print(b, c->args[2], 0, depth);
        return;
    case CEL_OP_INDEX:
    case CEL_OP_OPT_INDEX:
        print(b, c->args[0], LEVEL_PRIMARY, depth);
        buf_str(b, ops[c->op].text);
        print(b, c->args[1], 0, depth);
        buf_str(b, "]");
        return;
    case CEL_OP_OR:
    case CEL_OP_AND:
    case CEL_OP_EQ:
    case CEL_OP_NE:
    case CEL_OP_LT:
    case CEL_OP_LE:
    case CEL_OP_GT:
    case CEL_OP_GE:
    case CEL_OP_IN:
    case CEL_OP_ADD:
    case CEL_OP_SUB:
    case CEL_OP_MUL:
    case CEL_OP_DIV:
    case CEL_OP_MOD:
        print_binary(b, c, depth);
    }
}

static void
print(struct buf *b, const struct cel_expr *x, unsigned least, unsigned depth)
{
    if (depth == 0 || b->full) {
        b->full = true;
        return;
    }
    bool wrap = level_of(x) < least;
    buf_str(b, wrap ? "(" : "");
    switch (x->kind) {
    case CEL_EXPR_CONST:
        print_constant(b, x->constant);
        break;
    case CEL_EXPR_IDENT:
        buf_str(b, x->ident.absolute ? "." : "");
        buf_add(b, x->ident.name);
        break;
    case CEL_EXPR_SELECT:
        print_select(b, &x->select, depth - 1);
        break;
    case CEL_EXPR_CALL:
        print_call(b, &x->call, depth - 1);
        break;
    case CEL_EXPR_LIST:
        buf_str(b, "[");
        print_all(b, x->list.v, x->list.optional, x->list.n, depth - 1);
        buf_str(b, "]");
        break;
    case CEL_EXPR_MAP:
    case CEL_EXPR_STRUCT:
        print_braces(b, &x->map, depth - 1);
        break;
    case CEL_EXPR_MACRO:
        print_macro(b, &x->macro, depth - 1);
        break;
    }
    buf_str(b, wrap ? ")" : "");
}

void
cel_expr_print(struct buf *b, const struct cel_expr *x)
{
    print(b, x, 0, CEL_DEPTH_MAX + 1);
}

struct slice
cel_expr_text(struct arena *a, const struct cel_expr *x)
{
    struct buf b;
    buf_init(&b, a, 8 * CEL_TEXT_MAX);
    cel_expr_print(&b, x);
    return b.full ? SL("(too long to print)") : buf_slice(&b);
}
