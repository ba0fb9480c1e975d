/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Text to AST: recursive descent, binary operators by precedence climbing.
 * Spec: CEL langdef, "Syntax"; the optional syntax (a.?b, a[?b], [?x],
 * {?k: v}) as in cel-go.
 */
#include "cel/parse.h"

#include "base/vec.h"
#include "cel/lex.h"
#include "cel/number.h"
#include "cel/utf8.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>

/* Levels of recursion for one level of written nesting; past it the text is refused. */
#define NESTING_MAX CEL_DEPTH_MAX

struct parser {
    struct build b;
    struct lexer lx;
    struct token tok; /* the one under the eyes */
    uint32_t nesting;
};

typedef VEC(struct cel_expr *) exprs_t;

static bool expression(struct parser *p, struct cel_expr **out, struct err *e);
static bool unary(struct parser *p, struct cel_expr **out, struct err *e);

bool
cel_fault_(struct build *b, uint32_t at, struct err *e, enum err_code code, const char *fmt, ...)
{
    char text[ERR_MSG_MAX];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    b->at = at;
    return err_set(e, code, "%s", text);
}

bool
cel_node_new(struct build *b, struct cel_expr **out, enum cel_expr_kind kind, uint32_t at,
             uint32_t deepest, struct err *e)
{
    if (deepest >= CEL_DEPTH_MAX) {
        cel_fault(b, at, e, ERR_LIMIT, "nested deeper than %d levels", CEL_DEPTH_MAX);
        return false;
    }
    struct cel_expr *x = NEW(b->a, struct cel_expr);
    x->kind = kind;
    x->at = at;
    x->depth = deepest + 1;
    *out = x;
    return true;
}

static uint32_t
max_depth(uint32_t a, const struct cel_expr *x)
{
    return x && x->depth > a ? x->depth : a;
}

static bool
advance(struct parser *p, struct err *e)
{
    if (cel_lex(&p->lx, &p->tok, e))
        return true;
    p->b.at = p->lx.at;
    return false;
}

/* Gives false. */
static bool
unexpected(struct parser *p, const char *wanted, struct err *e)
{
    if (p->tok.kind == TOKEN_END)
        cel_fault(&p->b, p->tok.at, e, ERR_INPUT, "the expression ends where %s should be", wanted);
    else
        cel_fault(&p->b, p->tok.at, e, ERR_INPUT, "'%.*s' where %s should be",
                  SL_FMT(slice_sub(p->tok.text, 0, 40)), wanted);
    return false;
}

static bool
expect(struct parser *p, enum token_kind kind, const char *wanted, struct err *e)
{
    return p->tok.kind == kind ? advance(p, e) : unexpected(p, wanted, e);
}

/* If the token is there, step over it and set *was. */
static bool
accept(struct parser *p, enum token_kind kind, bool *was, struct err *e)
{
    *was = p->tok.kind == kind;
    return !*was || advance(p, e);
}

/* `?` in front of an element, entry or field, where the library is on. */
static bool
accept_optional(struct parser *p, bool *optional, struct err *e)
{
    if (p->tok.kind == TOKEN_QUESTION && !(p->b.libraries & CEL_LIB_OPTIONALS))
        return unexpected(p, "an expression", e);
    return accept(p, TOKEN_QUESTION, optional, e);
}

static bool
too_many(struct parser *p, size_t n, struct err *e)
{
    if (n < CEL_ARGS_MAX)
        return true;
    return cel_fault(&p->b, p->tok.at, e, ERR_LIMIT, "more than %d parts in one list",
                     CEL_ARGS_MAX);
}

/* --- literals --- */

static bool
number_value(struct parser *p, bool negative, struct cel_value *out, struct err *e)
{
    struct slice s = p->tok.text;
    enum token_kind kind = p->tok.kind;
    enum cel_number_result r;
    if (kind == TOKEN_DOUBLE) {
        double d = 0;
        r = cel_double_parse(&d, s);
        *out = cel_double(negative ? -d : d);
    } else {
        uint64_t u = 0;
        bool hex = slice_has_prefix(s, SL("0x"));
        r = hex ? cel_hex_parse(&u, slice_sub(s, 2, s.n)) : cel_uint_parse(&u, s);
        uint64_t top = kind == TOKEN_UINT ? UINT64_MAX : (uint64_t)INT64_MAX + negative;
        if (r == CEL_NUMBER_OK && u > top)
            r = CEL_NUMBER_RANGE;
        if (kind == TOKEN_UINT)
            *out = cel_uint(u);
        else
            *out = cel_int((int64_t)(negative ? 0 - u : u));
    }
    if (r == CEL_NUMBER_OK)
        return true;
    return cel_fault(&p->b, p->tok.at, e, ERR_INPUT, "%.*s does not fit its type",
                     SL_FMT(slice_sub(s, 0, 40)));
}

static bool
constant(struct parser *p, struct cel_expr **out, bool negative, struct err *e)
{
    uint32_t fault = 0;
    struct slice s;
    struct cel_value v = cel_null();
    enum token_kind kind = p->tok.kind;
    if (kind == TOKEN_TRUE || kind == TOKEN_FALSE) {
        v = cel_bool(kind == TOKEN_TRUE);
    } else if (kind == TOKEN_STRING || kind == TOKEN_BYTES) {
        if (!cel_literal_string(&s, p->b.a, p->tok.text, &fault, e)) {
            p->b.at = p->tok.at + fault;
            return false;
        }
        v = kind == TOKEN_STRING ? cel_string(s) : cel_bytes(s);
    } else if (kind != TOKEN_NULL && !number_value(p, negative, &v, e)) {
        return false;
    }
    if (!cel_node_new(&p->b, out, CEL_EXPR_CONST, p->tok.at, 0, e))
        return false;
    (*out)->constant = v;
    return advance(p, e);
}

/* --- primaries --- */

/* Behind an opening bracket, up to and over the closing one. `optional` may be null. */
static bool
sequence(struct parser *p, enum token_kind close, exprs_t *out, bool **optional, struct err *e)
{
    VEC(bool) flags = {0};
    bool any = false;
    while (p->tok.kind != close) {
        bool opt = false;
        struct cel_expr *x = NULL;
        if ((optional && !accept_optional(p, &opt, e)) || !expression(p, &x, e) ||
            !too_many(p, out->n, e))
            return false;
        any |= opt;
        vec_push(p->b.a, out, x);
        vec_push(p->b.a, &flags, opt);
        bool comma = false;
        if (!accept(p, TOKEN_COMMA, &comma, e))
            return false;
        bool may_trail = close == TOKEN_RBRACKET;
        if (comma ? !may_trail && p->tok.kind == close : p->tok.kind != close)
            return unexpected(p, comma ? "an expression" : "',' or a closing bracket", e);
    }
    if (optional)
        *optional = any ? flags.v : NULL;
    return advance(p, e);
}

static bool
list_literal(struct parser *p, struct cel_expr **out, struct err *e)
{
    uint32_t at = p->tok.at, deepest = 0;
    exprs_t v = {0};
    bool *optional = NULL;
    if (!advance(p, e) || !sequence(p, TOKEN_RBRACKET, &v, &optional, e))
        return false;
    for (size_t i = 0; i < v.n; i++)
        deepest = max_depth(deepest, v.v[i]);
    if (!cel_node_new(&p->b, out, CEL_EXPR_LIST, at, deepest, e))
        return false;
    (*out)->list = (struct cel_list_expr){v.v, optional, v.n};
    return true;
}

/* One `key: value` or, in a struct, `field: value`. */
static bool
entry(struct parser *p, struct cel_entry *en, bool is_struct, struct err *e)
{
    if (!accept_optional(p, &en->optional, e))
        return false;
    en->at = p->tok.at;
    en->index = CEL_FIELD_NONE;
    if (is_struct) {
        if (p->tok.kind != TOKEN_IDENT && p->tok.kind != TOKEN_QUOTED)
            return unexpected(p, "a field's name", e);
        en->field = p->tok.text;
        if (!advance(p, e))
            return false;
    } else if (!expression(p, &en->key, e)) {
        return false;
    }
    return expect(p, TOKEN_COLON, "':'", e) && expression(p, &en->value, e);
}

/* At `{`; `name` is empty for a map. */
static bool
braces(struct parser *p, struct cel_expr **out, struct slice name, uint32_t at, struct err *e)
{
    VEC(struct cel_entry) v = {0};
    uint32_t deepest = 0;
    if (!advance(p, e))
        return false;
    while (p->tok.kind != TOKEN_RBRACE) {
        struct cel_entry en = {0};
        bool comma = false;
        if (!entry(p, &en, name.n > 0, e) || !too_many(p, v.n, e) ||
            !accept(p, TOKEN_COMMA, &comma, e))
            return false;
        if (!comma && p->tok.kind != TOKEN_RBRACE)
            return unexpected(p, "',' or '}'", e);
        deepest = max_depth(max_depth(deepest, en.key), en.value);
        vec_push(p->b.a, &v, en);
    }
    enum cel_expr_kind kind = name.n > 0 ? CEL_EXPR_STRUCT : CEL_EXPR_MAP;
    if (!advance(p, e) || !cel_node_new(&p->b, out, kind, at, deepest, e))
        return false;
    (*out)->map = (struct cel_map_expr){name, v.v, v.n};
    return true;
}

/* At `(`: arguments, then the node, then macros. */
static bool
call(struct parser *p, struct cel_expr **out, struct cel_expr *target, struct slice name,
     uint32_t at, struct err *e)
{
    exprs_t args = {0};
    if (!advance(p, e) || !sequence(p, TOKEN_RPAREN, &args, NULL, e))
        return false;
    uint32_t deepest = max_depth(0, target);
    for (size_t i = 0; i < args.n; i++)
        deepest = max_depth(deepest, args.v[i]);
    if (!cel_node_new(&p->b, out, CEL_EXPR_CALL, at, deepest, e))
        return false;
    (*out)->call = (struct cel_call){
        .op = CEL_OP_CALL, .name = name, .target = target, .args = args.v, .n = args.n};
    return cel_macro_apply(&p->b, *out, e);
}

/* [.] name, or [.] name(...) */
static bool
name(struct parser *p, struct cel_expr **out, struct err *e)
{
    uint32_t at = p->tok.at;
    bool dot;
    if (!accept(p, TOKEN_DOT, &dot, e))
        return false;
    struct token t = p->tok;
    if (t.kind != TOKEN_IDENT)
        return unexpected(p, "a name", e);
    if (cel_is_reserved(t.text))
        return cel_fault(&p->b, t.at, e, ERR_INPUT, "'%.*s' is a reserved word", SL_FMT(t.text));
    if (!advance(p, e))
        return false;
    if (p->tok.kind == TOKEN_LPAREN) {
        struct slice fn = dot ? arena_printf(p->b.a, ".%.*s", SL_FMT(t.text)) : t.text;
        return call(p, out, NULL, fn, t.at, e);
    }
    if (!cel_node_new(&p->b, out, CEL_EXPR_IDENT, at, 0, e))
        return false;
    (*out)->ident = (struct cel_ident){.name = t.text, .absolute = dot, .slot = CEL_SLOT_NONE};
    return true;
}

static bool
primary(struct parser *p, struct cel_expr **out, struct err *e)
{
    switch (p->tok.kind) {
    case TOKEN_LPAREN:
        return advance(p, e) && expression(p, out, e) && expect(p, TOKEN_RPAREN, "')'", e);
    case TOKEN_LBRACKET:
        return list_literal(p, out, e);
    case TOKEN_LBRACE:
        return braces(p, out, (struct slice){0}, p->tok.at, e);
    case TOKEN_IDENT:
    case TOKEN_DOT:
        return name(p, out, e);
    case TOKEN_INT:
    case TOKEN_UINT:
    case TOKEN_DOUBLE:
    case TOKEN_STRING:
    case TOKEN_BYTES:
    case TOKEN_TRUE:
    case TOKEN_FALSE:
    case TOKEN_NULL:
        return constant(p, out, false, e);
    case TOKEN_END:
    case TOKEN_QUOTED:
    case TOKEN_IN:
    case TOKEN_RPAREN:
    case TOKEN_RBRACKET:
    case TOKEN_RBRACE:
    case TOKEN_COMMA:
    case TOKEN_COLON:
    case TOKEN_QUESTION:
    case TOKEN_NOT:
    case TOKEN_MINUS:
    case TOKEN_PLUS:
    case TOKEN_STAR:
    case TOKEN_SLASH:
    case TOKEN_PERCENT:
    case TOKEN_EQ:
    case TOKEN_NE:
    case TOKEN_LT:
    case TOKEN_LE:
    case TOKEN_GT:
    case TOKEN_GE:
    case TOKEN_AND:
    case TOKEN_OR:
        break;
    }
    return unexpected(p, "an expression", e);
}

/* --- what stands behind a primary --- */

/* "a.b.c" of a chain of plain selections, or the empty slice. */
static struct slice
qualified(struct parser *p, const struct cel_expr *x)
{
    struct slice tail = {0};
    for (; x->kind == CEL_EXPR_SELECT; x = x->select.operand) {
        if (x->select.optional || x->select.test)
            return (struct slice){0};
        tail = tail.n ? arena_printf(p->b.a, "%.*s.%.*s", SL_FMT(x->select.field), SL_FMT(tail))
                      : x->select.field;
    }
    if (x->kind != CEL_EXPR_IDENT)
        return (struct slice){0};
    const char *dot = x->ident.absolute ? "." : "";
    if (tail.n == 0)
        return arena_printf(p->b.a, "%s%.*s", dot, SL_FMT(x->ident.name));
    return arena_printf(p->b.a, "%s%.*s.%.*s", dot, SL_FMT(x->ident.name), SL_FMT(tail));
}

/* At `.`: field, .?field, method. */
static bool
selection(struct parser *p, struct cel_expr **x, struct err *e)
{
    bool optional = false;
    if (!advance(p, e) || !accept_optional(p, &optional, e))
        return false;
    struct token t = p->tok;
    if (t.kind != TOKEN_IDENT && t.kind != TOKEN_QUOTED)
        return unexpected(p, "a field's name", e);
    if (!advance(p, e))
        return false;
    if (p->tok.kind == TOKEN_LPAREN && t.kind == TOKEN_IDENT && !optional)
        return call(p, x, *x, t.text, t.at, e);
    struct cel_expr *operand = *x;
    if (!cel_node_new(&p->b, x, CEL_EXPR_SELECT, t.at, operand->depth, e))
        return false;
    (*x)->select = (struct cel_select){
        .operand = operand, .field = t.text, .optional = optional, .index = CEL_FIELD_NONE};
    return true;
}

static bool
operation(struct parser *p, struct cel_expr **out, enum cel_op op, uint32_t at, const exprs_t *args,
          struct err *e)
{
    uint32_t deepest = 0;
    for (size_t i = 0; i < args->n; i++)
        deepest = max_depth(deepest, args->v[i]);
    if (!cel_node_new(&p->b, out, CEL_EXPR_CALL, at, deepest, e))
        return false;
    (*out)->call = (struct cel_call){.op = op, .args = args->v, .n = args->n};
    return true;
}

/* At `[` behind a value. */
static bool
indexing(struct parser *p, struct cel_expr **x, struct err *e)
{
    uint32_t at = p->tok.at;
    bool optional = false;
    exprs_t args = {0};
    vec_push(p->b.a, &args, *x);
    struct cel_expr *key = NULL;
    if (!advance(p, e) || !accept_optional(p, &optional, e) || !expression(p, &key, e) ||
        !expect(p, TOKEN_RBRACKET, "']'", e))
        return false;
    vec_push(p->b.a, &args, key);
    return operation(p, x, optional ? CEL_OP_OPT_INDEX : CEL_OP_INDEX, at, &args, e);
}

static bool
member(struct parser *p, struct cel_expr **out, struct err *e)
{
    for (;;) {
        assert(*out);
        bool ok;
        if (p->tok.kind == TOKEN_DOT) {
            ok = selection(p, out, e);
        } else if (p->tok.kind == TOKEN_LBRACKET) {
            ok = indexing(p, out, e);
        } else if (p->tok.kind == TOKEN_LBRACE) {
            struct slice type = qualified(p, *out);
            if (type.n == 0)
                return unexpected(p, "an operator", e);
            ok = braces(p, out, type, (*out)->at, e);
        } else {
            return true;
        }
        if (!ok)
            return false;
    }
}

/* --- operators --- */

static bool
is_number_token(enum token_kind k)
{
    return k == TOKEN_INT || k == TOKEN_DOUBLE;
}

/* A primary and what is behind it. */
static bool
postfixed(struct parser *p, struct cel_expr **out, struct err *e)
{
    *out = NULL;
    if (!primary(p, out, e))
        return false;
    assert(*out);
    return member(p, out, e);
}

/* At ! or -: any number of the same, then a member. A minus before a number belongs to it. */
static bool
prefixed(struct parser *p, struct cel_expr **out, struct err *e)
{
    enum token_kind kind = p->tok.kind;
    uint32_t at = p->tok.at;
    if (!advance(p, e))
        return false;
    if (kind == TOKEN_MINUS && is_number_token(p->tok.kind)) {
        p->tok.at = at;
        return constant(p, out, true, e) && member(p, out, e);
    }
    exprs_t args = {0};
    struct cel_expr *x = NULL;
    bool again = p->tok.kind == kind;
    if (++p->nesting > NESTING_MAX)
        return cel_fault(&p->b, at, e, ERR_LIMIT, "nested deeper than %d levels", CEL_DEPTH_MAX);
    if (again ? !prefixed(p, &x, e) : !postfixed(p, &x, e))
        return false;
    assert(x);
    p->nesting--;
    vec_push(p->b.a, &args, x);
    return operation(p, out, kind == TOKEN_NOT ? CEL_OP_NOT : CEL_OP_NEG, at, &args, e);
}

static bool
unary(struct parser *p, struct cel_expr **out, struct err *e)
{
    if (p->tok.kind == TOKEN_NOT || p->tok.kind == TOKEN_MINUS)
        return prefixed(p, out, e);
    return postfixed(p, out, e);
}

/* How tightly a token binds as a binary operator (0: it is none), and which one it is. */
static unsigned
precedence(enum token_kind k, enum cel_op *op)
{
    static const struct {
        enum token_kind token;
        unsigned level;
        enum cel_op op;
    } table[] = {
        {TOKEN_OR, 1, CEL_OP_OR},     {TOKEN_AND, 2, CEL_OP_AND},     {TOKEN_EQ, 3, CEL_OP_EQ},
        {TOKEN_NE, 3, CEL_OP_NE},     {TOKEN_LT, 3, CEL_OP_LT},       {TOKEN_LE, 3, CEL_OP_LE},
        {TOKEN_GT, 3, CEL_OP_GT},     {TOKEN_GE, 3, CEL_OP_GE},       {TOKEN_IN, 3, CEL_OP_IN},
        {TOKEN_PLUS, 4, CEL_OP_ADD},  {TOKEN_MINUS, 4, CEL_OP_SUB},   {TOKEN_STAR, 5, CEL_OP_MUL},
        {TOKEN_SLASH, 5, CEL_OP_DIV}, {TOKEN_PERCENT, 5, CEL_OP_MOD},
    };
    for (size_t i = 0; i < COUNT_OF(table); i++)
        if (table[i].token == k) {
            *op = table[i].op;
            return table[i].level;
        }
    return 0;
}

/* Operators that bind at least as tightly as `least`; left-associative. Recurses once per level. */
static bool
binary(struct parser *p, struct cel_expr **out, unsigned least, struct err *e)
{
    if (!unary(p, out, e))
        return false;
    for (;;) {
        enum cel_op op = CEL_OP_CALL;
        enum token_kind kind = p->tok.kind;
        unsigned level = precedence(kind, &op);
        if (level == 0 || level < least)
            return true;
        uint32_t at = p->tok.at;
        exprs_t args = {0};
        vec_push(p->b.a, &args, *out);
        bool flat = op == CEL_OP_OR || op == CEL_OP_AND;
        do {
            struct cel_expr *right = NULL;
            if (!advance(p, e) || !binary(p, &right, level + 1, e) || !too_many(p, args.n, e))
                return false;
            vec_push(p->b.a, &args, right);
        } while (flat && p->tok.kind == kind);
        if (!operation(p, out, op, at, &args, e))
            return false;
    }
}

static bool
conditional(struct parser *p, struct cel_expr **out, struct err *e)
{
    if (!binary(p, out, 1, e))
        return false;
    if (p->tok.kind != TOKEN_QUESTION)
        return true;
    uint32_t at = p->tok.at;
    exprs_t args = {0};
    struct cel_expr *yes = NULL, *no = NULL;
    vec_push(p->b.a, &args, *out);
    if (!advance(p, e) || !binary(p, &yes, 1, e) || !expect(p, TOKEN_COLON, "':'", e) ||
        !expression(p, &no, e))
        return false;
    vec_push(p->b.a, &args, yes);
    vec_push(p->b.a, &args, no);
    return operation(p, out, CEL_OP_COND, at, &args, e);
}

static bool
expression(struct parser *p, struct cel_expr **out, struct err *e)
{
    if (++p->nesting > NESTING_MAX)
        return cel_fault(&p->b, p->tok.at, e, ERR_LIMIT, "nested deeper than %d levels",
                         CEL_DEPTH_MAX);
    bool ok = conditional(p, out, e);
    p->nesting--;
    return ok;
}

static bool
parse(struct parser *p, struct cel_ast *ast, struct err *e)
{
    if (p->lx.text.n > CEL_TEXT_MAX) {
        return cel_fault(&p->b, 0, e, ERR_LIMIT, "the expression has %zu octets, we accept %zu",
                         p->lx.text.n, CEL_TEXT_MAX);
    }
    if (!cel_utf8_valid(p->lx.text))
        return cel_fault(&p->b, 0, e, ERR_INPUT, "the expression is not valid UTF-8");
    if (!advance(p, e) || !expression(p, &ast->root, e))
        return false;
    return p->tok.kind == TOKEN_END || unexpected(p, "the end", e);
}

bool
cel_parse(struct cel_ast **out, struct arena *a, const struct cel_env *env, struct slice text,
          struct cel_place *at, struct err *e)
{
    struct cel_ast *ast = NEW(a, struct cel_ast);
    if (text.n <= CEL_TEXT_MAX)
        text = arena_dup(a, text);
    ast->text = text;
    struct parser p = {.b = {.a = a, .libraries = cel_env_libraries(env)}, .lx = {.text = text}};
    if (!parse(&p, ast, e))
        return cel_report(text, p.b.at, at, e);
    *out = ast;
    return true;
}

struct cel_place
cel_place_of(struct slice text, uint32_t at)
{
    struct cel_place place = {1, 1};
    for (size_t i = 0; i < at && i < text.n; i++) {
        if (text.p[i] == '\n')
            place = (struct cel_place){place.line + 1, 1};
        else if ((text.p[i] & 0xC0) != 0x80)
            place.column++;
    }
    return place;
}

bool
cel_report(struct slice text, uint32_t offset, struct cel_place *at, struct err *e)
{
    struct cel_place place = cel_place_of(text, offset);
    if (at)
        *at = place;
    else
        err_in(e, "%u:%u", place.line, place.column);
    return false;
}
