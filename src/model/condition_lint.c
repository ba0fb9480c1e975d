/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Literals in conditions that nothing can ever equal: well typed, and always
 * a mistake. Names of elements, values of closed fields and of attributes.
 */
#include "base/vec.h"
#include "model/condition_shape.h"
#include "text/nearest.h"

struct lint {
    const struct condition_scope *scope;
    struct arena *a;
    uint32_t *at;
    struct err *e;
};

/* What a side of a comparison can be: a closed list of texts. */
struct domain {
    const struct registry *registry; /* an attribute of its elements … */
    const struct attribute *attribute;
    const struct field *field; /* … or a field with one_of */
};

static bool lint_expr(struct lint *l, const struct cel_expr *x, unsigned depth);

static bool
find_domain(const struct lint *l, const struct cel_expr *x, struct domain *out)
{
    *out = (struct domain){0};
    if (x->kind != CEL_EXPR_SELECT || x->select.test)
        return false;
    out->registry = condition_registry(l->scope->conditions, x->select.operand->type);
    if (out->registry) {
        out->attribute = &out->registry->attributes[x->select.index];
        return out->attribute->type == ATTRIBUTE_STRING ||
               out->attribute->type == ATTRIBUTE_STRINGS;
    }
    out->field = condition_field(l->scope->conditions, l->scope->kind, x);
    return out->field && out->field->one_of.n > 0;
}

static bool
values_have(const struct slices *values, struct slice s)
{
    for (size_t i = 0; i < values->n; i++)
        if (slice_eq(values->v[i], s))
            return true;
    return false;
}

/* All texts of a domain, each once. */
static struct slices
domain_values(const struct lint *l, const struct domain *d)
{
    if (d->field)
        return d->field->one_of;
    size_t at = (size_t)(d->attribute - d->registry->attributes);
    VEC(struct slice) all = {0};
    for (size_t i = 0; i < d->registry->n; i++) {
        const struct attribute_value *v = &d->registry->elements[i].attr[at];
        bool list = d->attribute->type == ATTRIBUTE_STRINGS;
        for (size_t k = 0; k < (list ? v->list.n : 1); k++) {
            struct slice s = list ? v->list.v[k] : v->s;
            if (at == 0 || !values_have(&(struct slices){all.v, all.n}, s))
                vec_push(l->a, &all, s);
        }
    }
    return (struct slices){all.v, all.n};
}

/* As values_have of domain_values, without making the list. */
static bool
domain_has(const struct domain *d, struct slice s)
{
    if (d->field)
        return values_have(&d->field->one_of, s);
    size_t at = (size_t)(d->attribute - d->registry->attributes);
    bool list = d->attribute->type == ATTRIBUTE_STRINGS;
    for (size_t i = 0; i < d->registry->n; i++) {
        const struct attribute_value *v = &d->registry->elements[i].attr[at];
        if (list ? values_have(&v->list, s) : slice_eq(v->s, s))
            return true;
    }
    return false;
}

static bool
lint_literal(struct lint *l, const struct domain *d, const struct cel_expr *x)
{
    if (x->kind != CEL_EXPR_CONST || x->constant.kind != CEL_STRING)
        return true;
    struct slice s = cel_octets(x->constant);
    bool name = d->registry && d->attribute == d->registry->attributes;
    /* An attribute may name an element: the classical part of a hybrid group. */
    if (d->registry && registry_by_name(d->registry, s))
        return true;
    if (domain_has(d, s))
        return true;
    struct slices values = domain_values(l, d);
    *l->at = x->at;
    struct slice near = nearest_name(s, values.v, values.n);
    struct slice shown = slice_sub(s, 0, 80);
    const char *did = near.n ? ", did you mean '" : ", so this is never so",
               *end = near.n ? "'?" : "";
    if (d->field)
        return err_set(l->e, ERR_INPUT, "'%.*s' is no value of %.*s%s%.*s%s", SL_FMT(shown),
                       SL_FMT(d->field->path), did, SL_FMT(near), end);
    if (name)
        return err_set(l->e, ERR_INPUT, "'%.*s' is not in %.*s%s%.*s%s", SL_FMT(shown),
                       SL_FMT(d->registry->name), did, SL_FMT(near), end);
    return err_set(l->e, ERR_INPUT, "no element of %.*s has '%.*s' as its %.*s%s%.*s%s",
                   SL_FMT(d->registry->name), SL_FMT(shown), SL_FMT(d->attribute->name), did,
                   SL_FMT(near), end);
}

/* `d in x`: a list of literals, or one of the file's sets. */
static bool
lint_list(struct lint *l, const struct domain *d, const struct cel_expr *x)
{
    if (x->kind == CEL_EXPR_LIST) {
        for (size_t i = 0; i < x->list.n; i++)
            if (!lint_literal(l, d, x->list.v[i]))
                return false;
        return true;
    }
    if (x->kind != CEL_EXPR_IDENT || !x->ident.decl || !x->ident.decl->is_constant)
        return true;
    for (size_t i = 0; i < l->scope->nsets; i++) {
        const struct element_set *set = &l->scope->sets[i];
        if (!slice_eq(set->name, x->ident.name))
            continue;
        bool name = d->registry && d->attribute == d->registry->attributes;
        *l->at = x->at;
        if (!name)
            return err_set(l->e, ERR_INPUT, "'%.*s' holds names of elements: compare it with .name",
                           SL_FMT(set->name));
        if (set->registry != d->registry)
            return err_set(l->e, ERR_INPUT, "'%.*s' holds names of %.*s, but these are %.*s",
                           SL_FMT(set->name), SL_FMT(set->registry->name),
                           SL_FMT(d->registry->name));
    }
    return true;
}

static bool
lint_call(struct lint *l, const struct cel_call *c)
{
    struct domain d;
    if (c->n != 2)
        return true;
    if (c->op == CEL_OP_EQ || c->op == CEL_OP_NE) {
        if (find_domain(l, c->args[0], &d))
            return lint_literal(l, &d, c->args[1]);
        return !find_domain(l, c->args[1], &d) || lint_literal(l, &d, c->args[0]);
    }
    if (c->op != CEL_OP_IN)
        return true;
    if (find_domain(l, c->args[1], &d))
        return lint_literal(l, &d, c->args[0]);
    return !find_domain(l, c->args[0], &d) || lint_list(l, &d, c->args[1]);
}

static bool
lint_all(struct lint *l, struct cel_expr *const *v, size_t n, unsigned depth)
{
    for (size_t i = 0; i < n; i++)
        if (v[i] && !lint_expr(l, v[i], depth))
            return false;
    return true;
}

static bool
lint_map(struct lint *l, const struct cel_map_expr *m, unsigned depth)
{
    for (size_t i = 0; i < m->n; i++)
        if ((m->v[i].key && !lint_expr(l, m->v[i].key, depth)) ||
            !lint_expr(l, m->v[i].value, depth))
            return false;
    return true;
}

static bool
lint_expr(struct lint *l, const struct cel_expr *x, unsigned depth)
{
    if (depth == 0)
        return true; /* the parser has refused anything this deep */
    switch (x->kind) {
    case CEL_EXPR_CONST:
    case CEL_EXPR_IDENT:
        return true;
    case CEL_EXPR_SELECT:
        return lint_expr(l, x->select.operand, depth - 1);
    case CEL_EXPR_CALL:
        return lint_call(l, &x->call) &&
               (!x->call.target || lint_expr(l, x->call.target, depth - 1)) &&
               lint_all(l, x->call.args, x->call.n, depth - 1);
    case CEL_EXPR_LIST:
        return lint_all(l, x->list.v, x->list.n, depth - 1);
    case CEL_EXPR_MAP:
    case CEL_EXPR_STRUCT:
        return lint_map(l, &x->map, depth - 1);
    case CEL_EXPR_MACRO:
        return lint_all(l, (struct cel_expr *[]){x->macro.range, x->macro.where, x->macro.body}, 3,
                        depth - 1);
    }
    return true;
}

bool
condition_lint(const struct condition_scope *scope, struct arena *a, const struct cel_ast *ast,
               uint32_t *at, struct err *e)
{
    struct lint l = {scope, a, at, e};
    *at = 0;
    return lint_expr(&l, ast->root, CEL_DEPTH_MAX + 1);
}
