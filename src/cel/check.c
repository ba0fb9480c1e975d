/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The type checker: names, selections and literals here, calls in check_call.c,
 * macros in check_macro.c. It walks the tree once and writes types and
 * references into it, then once more to replace type variables by what they
 * turned out to be.
 *
 * Spec: CEL langdef, "Name Resolution", "Gradual Type Checking".
 */
#include "cel/check.h"

#include "cel/parse.h"
#include "cel/signature.h"

#include <stdarg.h>
#include <stdio.h>

bool
check_fault(struct checker *c, struct cel_expr *x, uint32_t at, const char *fmt, ...)
{
    x->type = &cel_type_dyn;
    if (c->lenient)
        return true;
    char text[ERR_MSG_MAX];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    c->at = at;
    return err_set(c->e, ERR_INPUT, "%s", text);
}

/* --- names --- */

const struct local *
check_local(const struct checker *c, const struct cel_ident *id)
{
    for (size_t i = c->locals.n; i-- > 0 && !id->absolute;)
        if (slice_eq(c->locals.v[i].name, id->name))
            return &c->locals.v[i];
    return NULL;
}

bool
check_candidate(const struct checker *c, struct slice name, bool absolute, size_t i,
                struct slice *out)
{
    struct slice container = absolute ? (struct slice){0} : cel_env_container_of(c->env);
    for (; i > 0; i--) { /* the i-th: i segments of the container fewer */
        if (container.n == 0)
            return false;
        while (container.n > 0 && container.p[--container.n] != '.')
            ;
    }
    *out =
        container.n == 0 ? name : arena_printf(c->a, "%.*s.%.*s", SL_FMT(container), SL_FMT(name));
    return true;
}

static const struct cel_decl *
find_decl(const struct checker *c, struct slice name, bool absolute)
{
    struct slice full;
    for (size_t i = 0; check_candidate(c, name, absolute, i, &full); i++) {
        const struct cel_decl *d = cel_env_find(c->env, full);
        if (d)
            return d;
    }
    return NULL;
}

struct slice
check_qualified(struct checker *c, const struct cel_expr *x, bool *absolute)
{
    struct slice tail = {0};
    for (; x->kind == CEL_EXPR_SELECT; x = x->select.operand) {
        if (x->select.test || x->select.optional)
            return (struct slice){0};
        tail = tail.n ? arena_printf(c->a, "%.*s.%.*s", SL_FMT(x->select.field), SL_FMT(tail))
                      : x->select.field;
    }
    if (x->kind != CEL_EXPR_IDENT || check_local(c, &x->ident))
        return (struct slice){0};
    *absolute = x->ident.absolute;
    if (tail.n == 0)
        return x->ident.name;
    return arena_printf(c->a, "%.*s.%.*s", SL_FMT(x->ident.name), SL_FMT(tail));
}

static void
refer(struct cel_expr *x, const struct cel_decl *d)
{
    x->kind = CEL_EXPR_IDENT;
    x->ident = (struct cel_ident){.name = d->name, .decl = d, .slot = d->slot};
    x->type = d->type;
}

static bool
undeclared(struct checker *c, struct cel_expr *x, const char *what, struct slice name,
           struct slices known)
{
    struct slice near = check_nearest(name, known.v, known.n);
    if (near.n > 0)
        return check_fault(c, x, x->at, "undeclared %s '%.*s'; did you mean '%.*s'?", what,
                           SL_FMT(name), SL_FMT(near));
    return check_fault(c, x, x->at, "undeclared %s '%.*s'", what, SL_FMT(name));
}

static bool
check_ident(struct checker *c, struct cel_expr *x)
{
    const struct local *l = check_local(c, &x->ident);
    if (l) {
        x->ident.slot = l->slot;
        x->type = l->type;
        return true;
    }
    const struct cel_decl *d = find_decl(c, x->ident.name, x->ident.absolute);
    if (!d)
        return undeclared(c, x, "reference to", x->ident.name, cel_env_names(c->a, c->env));
    refer(x, d);
    return true;
}

/* --- selections --- */

static struct slices
field_names(struct checker *c, const struct cel_struct *s)
{
    struct slices out = {NEW_ARRAY(c->a, struct slice, s->n), s->n};
    for (size_t i = 0; i < s->n; i++)
        out.v[i] = s->fields[i].name;
    return out;
}

static bool
no_field(struct checker *c, struct cel_expr *x, uint32_t at, const struct cel_struct *s,
         struct slice field)
{
    struct slices names = field_names(c, s);
    struct slice near = check_nearest(field, names.v, names.n);
    if (near.n > 0)
        return check_fault(c, x, at, "%.*s has no field '%.*s'; did you mean '%.*s'?",
                           SL_FMT(s->name), SL_FMT(field), SL_FMT(near));
    return check_fault(c, x, at, "%.*s has no field '%.*s'", SL_FMT(s->name), SL_FMT(field));
}

/* The type of a field of a value of type `t`. */
static bool
field_type(struct checker *c, struct cel_expr *x, const struct cel_type *t,
           const struct cel_type **out)
{
    struct cel_select *s = &x->select;
    *out = &cel_type_dyn;
    if (t->kind == CEL_MAP) {
        *out = t->params[1];
        return true;
    }
    if (t->kind == CEL_OBJECT) {
        s->index = cel_struct_field(t->object, s->field);
        if (s->index == CEL_FIELD_NONE)
            return no_field(c, x, x->at, t->object, s->field);
        *out = t->object->fields[s->index].type;
        return true;
    }
    if (t->kind == CEL_PARAM) /* so that it is not taken for anything else later on */
        return unify_assignable(&c->u, t, &cel_type_dyn);
    if (t->kind == CEL_DYN || t->kind == CEL_ERROR)
        return true;
    return check_fault(c, x, x->at, "a value of type %.*s has no fields",
                       SL_FMT(cel_type_text(c->a, unify_resolve(&c->u, t))));
}

static bool
check_select(struct checker *c, struct cel_expr *x)
{
    bool absolute;
    struct slice whole = check_qualified(c, x, &absolute);
    const struct cel_decl *d = whole.n > 0 ? find_decl(c, whole, absolute) : NULL;
    if (d) {
        refer(x, d);
        return true;
    }
    struct cel_select *s = &x->select;
    if (!check_expr(c, s->operand))
        return false;
    const struct cel_type *t = unify_head(s->operand->type), *field;
    bool optional = t->kind == CEL_OPTIONAL || s->optional;
    if (t->kind == CEL_OPTIONAL)
        t = unify_head(t->params[0]);
    if (!field_type(c, x, t, &field))
        return false;
    if (optional && unify_head(field)->kind != CEL_OPTIONAL)
        field = cel_type_optional(c->a, field);
    x->type = s->test ? &cel_type_bool : field;
    return true;
}

/* --- literals --- */

/* What a part marked with `?` contributes: the content of an optional. */
static bool
element_type(struct checker *c, struct cel_expr *part, bool optional, const struct cel_type **out)
{
    *out = part->type;
    if (!optional)
        return true;
    const struct cel_type *content = unify_fresh(&c->u);
    if (!unify_assignable(&c->u, cel_type_optional(c->a, content), part->type)) {
        *out = &cel_type_dyn;
        return check_fault(c, part, part->at, "'?' wants an optional value, this is %.*s",
                           SL_FMT(cel_type_text(c->a, unify_resolve(&c->u, part->type))));
    }
    *out = content;
    return true;
}

static bool
check_list(struct checker *c, struct cel_expr *x)
{
    const struct cel_list_expr *l = &x->list;
    const struct cel_type *joined = NULL, *t;
    for (size_t i = 0; i < l->n; i++) {
        if (!check_expr(c, l->v[i]) || !element_type(c, l->v[i], l->optional && l->optional[i], &t))
            return false;
        joined = unify_join(&c->u, joined, t);
    }
    x->type = cel_type_list(c->a, joined ? joined : unify_fresh(&c->u));
    return true;
}

static bool
may_be_key(const struct cel_type *t)
{
    enum cel_kind k = unify_head(t)->kind;
    return k == CEL_BOOL || k == CEL_INT || k == CEL_UINT || k == CEL_STRING || k == CEL_DYN ||
           k == CEL_PARAM || k == CEL_ERROR;
}

static bool
check_map(struct checker *c, struct cel_expr *x)
{
    const struct cel_type *key = NULL, *value = NULL, *t;
    for (size_t i = 0; i < x->map.n; i++) {
        const struct cel_entry *en = &x->map.v[i];
        if (!check_expr(c, en->key) || !check_expr(c, en->value) ||
            !element_type(c, en->value, en->optional, &t))
            return false;
        if (!may_be_key(en->key->type) &&
            !check_fault(c, en->key, en->key->at, "a map's key is bool, int, uint or string"))
            return false;
        key = unify_join(&c->u, key, en->key->type);
        value = unify_join(&c->u, value, t);
    }
    x->type =
        cel_type_map(c->a, key ? key : unify_fresh(&c->u), value ? value : unify_fresh(&c->u));
    return true;
}

static const struct cel_struct *
find_struct(const struct checker *c, struct slice name)
{
    bool absolute = name.p[0] == '.';
    struct slice full;
    name = slice_sub(name, absolute, name.n);
    for (size_t i = 0; check_candidate(c, name, absolute, i, &full); i++) {
        const struct cel_struct *s = cel_env_find_struct(c->env, full);
        if (s)
            return s;
    }
    return NULL;
}

static bool
check_struct_entry(struct checker *c, struct cel_expr *x, const struct cel_struct *s,
                   struct cel_entry *en)
{
    const struct cel_type *t;
    if (!check_expr(c, en->value) || !element_type(c, en->value, en->optional, &t))
        return false;
    en->index = cel_struct_field(s, en->field);
    if (en->index == CEL_FIELD_NONE)
        return no_field(c, x, en->at, s, en->field);
    const struct cel_type *want = s->fields[en->index].type;
    if (unify_assignable(&c->u, want, t))
        return true;
    return check_fault(c, x, en->at, "the field '%.*s' is of type %.*s, not %.*s",
                       SL_FMT(en->field), SL_FMT(cel_type_text(c->a, want)),
                       SL_FMT(cel_type_text(c->a, unify_resolve(&c->u, t))));
}

static bool
check_struct(struct checker *c, struct cel_expr *x)
{
    const struct cel_struct *s = find_struct(c, x->map.name);
    if (!s) {
        for (size_t i = 0; i < x->map.n; i++)
            if (!check_expr(c, x->map.v[i].value))
                return false;
        return check_fault(c, x, x->at, "undeclared struct type '%.*s'", SL_FMT(x->map.name));
    }
    x->map.name = s->name;
    for (size_t i = 0; i < x->map.n; i++) {
        if (!check_struct_entry(c, x, s, &x->map.v[i]))
            return false;
        for (size_t j = 0; j < i; j++)
            if (slice_eq(x->map.v[i].field, x->map.v[j].field) &&
                !check_fault(c, x, x->map.v[i].at, "the field '%.*s' stands twice",
                             SL_FMT(x->map.v[i].field)))
                return false;
    }
    x->type = &s->type;
    return true;
}

/* --- the walk --- */

bool
check_expr(struct checker *c, struct cel_expr *x)
{
    switch (x->kind) {
    case CEL_EXPR_CONST:
        x->type = cel_type_of(x->constant);
        return true;
    case CEL_EXPR_IDENT:
        return check_ident(c, x);
    case CEL_EXPR_SELECT:
        return check_select(c, x);
    case CEL_EXPR_CALL:
        return check_call(c, x);
    case CEL_EXPR_LIST:
        return check_list(c, x);
    case CEL_EXPR_MAP:
        return check_map(c, x);
    case CEL_EXPR_STRUCT:
        return check_struct(c, x);
    case CEL_EXPR_MACRO:
        return check_macro(c, x);
    }
    return false;
}

/* Type variables out of the tree. The tree's depth is bounded by the parser. */
static void
settle(struct checker *c, struct cel_expr *x)
{
    if (!x)
        return;
    x->type = unify_resolve(&c->u, x->type);
    switch (x->kind) {
    case CEL_EXPR_CONST:
    case CEL_EXPR_IDENT:
        return;
    case CEL_EXPR_SELECT:
        settle(c, x->select.operand);
        return;
    case CEL_EXPR_CALL:
        settle(c, x->call.target);
        for (size_t i = 0; i < x->call.n; i++)
            settle(c, x->call.args[i]);
        return;
    case CEL_EXPR_LIST:
        for (size_t i = 0; i < x->list.n; i++)
            settle(c, x->list.v[i]);
        return;
    case CEL_EXPR_MAP:
    case CEL_EXPR_STRUCT:
        for (size_t i = 0; i < x->map.n; i++) {
            settle(c, x->map.v[i].key);
            settle(c, x->map.v[i].value);
        }
        return;
    case CEL_EXPR_MACRO:
        settle(c, x->macro.range);
        settle(c, x->macro.where);
        settle(c, x->macro.body);
    }
}

static bool
run(struct checker *c, struct cel_ast *ast)
{
    if (!check_expr(c, ast->root))
        return false;
    c->u.work = 0;
    settle(c, ast->root);
    ast->resolved = true;
    ast->nslots = c->nslots;
    return true;
}

bool
cel_check(struct cel_ast *ast, struct arena *a, const struct cel_env *env, struct cel_place *at,
          struct err *e)
{
    struct checker c = {.u = {.a = a}, .env = env, .a = a, .e = e, .nslots = cel_env_slots(env)};
    if (!run(&c, ast))
        return cel_report(ast->text, c.at, at, e);
    ast->checked = true;
    return true;
}

void
cel_resolve(struct cel_ast *ast, struct arena *a, const struct cel_env *env)
{
    struct checker c = {
        .u = {.a = a}, .env = env, .a = a, .lenient = true, .nslots = cel_env_slots(env)};
    run(&c, ast);
}
