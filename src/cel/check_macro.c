/* SPDX-License-Identifier: Apache-2.0 */
/* The checker: macros, their ranges and the variables they bring. */
#include "cel/check.h"

/* What a macro's range gives to its variables. */
struct ranged {
    const struct cel_type *first, *second;
};

/* The type of the range as far as known; a free variable is settled as dyn. */
static const struct cel_type *
range_type(struct checker *c, const struct cel_expr *range)
{
    const struct cel_type *t = unify_head(range->type);
    if (t->kind == CEL_WRAPPER)
        t = t->params[0];
    if (t->kind != CEL_PARAM)
        return t;
    bool ok = unify_assignable(&c->u, t, &cel_type_dyn);
    return ok ? &cel_type_dyn : t;
}

static bool
wrong_range(struct checker *c, struct cel_expr *x, const char *wanted)
{
    struct slice t = cel_type_text(c->a, unify_resolve(&c->u, x->macro.range->type));
    return check_fault(c, x, x->macro.range->at, "%.*s() wants %s, this is %.*s",
                       SL_FMT(x->macro.name), wanted, SL_FMT(t));
}

/* Lists and maps: one variable is the element or key, two are index or key and value. */
static bool
iterate(struct checker *c, struct cel_expr *x, struct ranged *out)
{
    bool two = x->macro.var2.n > 0;
    const struct cel_type *t = range_type(c, x->macro.range);
    *out = (struct ranged){&cel_type_dyn, &cel_type_dyn};
    if (t->kind == CEL_LIST)
        *out = (struct ranged){two ? &cel_type_int : t->params[0], t->params[0]};
    else if (t->kind == CEL_MAP && x->macro.macro != CEL_MACRO_SORT_BY)
        *out = (struct ranged){t->params[0], t->params[1]};
    else if (t->kind != CEL_DYN && t->kind != CEL_ERROR)
        return wrong_range(c, x, "a list or map");
    return true;
}

static bool
optional_content(struct checker *c, struct cel_expr *x, struct ranged *out)
{
    const struct cel_type *t = range_type(c, x->macro.range);
    *out = (struct ranged){&cel_type_dyn, &cel_type_dyn};
    if (t->kind == CEL_OPTIONAL)
        out->first = t->params[0];
    else if (t->kind != CEL_DYN && t->kind != CEL_ERROR)
        return wrong_range(c, x, "an optional value");
    return true;
}

static bool
range_of(struct checker *c, struct cel_expr *x, struct ranged *out)
{
    switch (x->macro.macro) {
    case CEL_MACRO_BIND:
        *out = (struct ranged){x->macro.range->type, NULL};
        return true;
    case CEL_MACRO_OPT_MAP:
    case CEL_MACRO_OPT_FLAT_MAP:
        return optional_content(c, x, out);
    case CEL_MACRO_ALL:
    case CEL_MACRO_EXISTS:
    case CEL_MACRO_EXISTS_ONE:
    case CEL_MACRO_FILTER:
    case CEL_MACRO_MAP:
    case CEL_MACRO_TRANSFORM_LIST:
    case CEL_MACRO_TRANSFORM_MAP:
    case CEL_MACRO_TRANSFORM_MAP_ENTRY:
    case CEL_MACRO_SORT_BY:
        break;
    }
    return iterate(c, x, out);
}

static uint32_t
push(struct checker *c, struct slice name, const struct cel_type *type)
{
    uint32_t slot = cel_env_slots(c->env) + (uint32_t)c->locals.n;
    vec_push(c->a, &c->locals, (struct local){name, type, slot});
    if (slot + 1 > c->nslots)
        c->nslots = slot + 1;
    return slot;
}

static bool
want(struct checker *c, struct cel_expr *x, struct cel_expr *part, const struct cel_type *type,
     const char *what)
{
    if (unify_assignable(&c->u, type, part->type))
        return true;
    return check_fault(c, x, part->at, "%.*s() wants %s, this is %.*s", SL_FMT(x->macro.name), what,
                       SL_FMT(cel_type_text(c->a, unify_resolve(&c->u, part->type))));
}

static bool
sortable(struct checker *c, struct cel_expr *x)
{
    enum cel_kind k = unify_head(x->macro.body->type)->kind;
    bool ok = k == CEL_BOOL || k == CEL_INT || k == CEL_UINT || k == CEL_DOUBLE ||
              k == CEL_STRING || k == CEL_BYTES || k == CEL_TIMESTAMP || k == CEL_DURATION ||
              k == CEL_DYN || k == CEL_PARAM;
    x->type = x->macro.range->type;
    return ok || check_fault(c, x, x->macro.body->at, "values of this key have no order");
}

/* The entries of transformMapEntry's body. */
static bool
entry_result(struct checker *c, struct cel_expr *x)
{
    const struct cel_type *k = unify_fresh(&c->u), *v = unify_fresh(&c->u);
    x->type = cel_type_map(c->a, k, v);
    return want(c, x, x->macro.body, x->type, "a map");
}

static bool
flat_result(struct checker *c, struct cel_expr *x)
{
    x->type = cel_type_optional(c->a, unify_fresh(&c->u));
    return want(c, x, x->macro.body, x->type, "an optional value");
}

/* The macro's own type, from its parts'. */
static bool
result(struct checker *c, struct cel_expr *x, const struct ranged *r)
{
    struct cel_macro_expr *m = &x->macro;
    switch (m->macro) {
    case CEL_MACRO_ALL:
    case CEL_MACRO_EXISTS:
    case CEL_MACRO_EXISTS_ONE:
        x->type = &cel_type_bool;
        return want(c, x, m->body, &cel_type_bool, "a bool");
    case CEL_MACRO_FILTER:
        x->type = cel_type_list(c->a, r->first);
        return want(c, x, m->body, &cel_type_bool, "a bool");
    case CEL_MACRO_MAP:
    case CEL_MACRO_TRANSFORM_LIST:
        x->type = cel_type_list(c->a, m->body->type);
        return true;
    case CEL_MACRO_TRANSFORM_MAP:
        x->type = cel_type_map(c->a, r->first, m->body->type);
        return true;
    case CEL_MACRO_TRANSFORM_MAP_ENTRY:
        return entry_result(c, x);
    case CEL_MACRO_SORT_BY:
        return sortable(c, x);
    case CEL_MACRO_BIND:
        x->type = m->body->type;
        return true;
    case CEL_MACRO_OPT_MAP:
        x->type = cel_type_optional(c->a, m->body->type);
        return true;
    case CEL_MACRO_OPT_FLAT_MAP:
        return flat_result(c, x);
    }
    return false;
}

bool
check_macro(struct checker *c, struct cel_expr *x)
{
    struct cel_macro_expr *m = &x->macro;
    struct ranged r;
    if (!check_expr(c, m->range) || !range_of(c, x, &r))
        return false;
    size_t outer = c->locals.n;
    m->slot = push(c, m->var, r.first);
    if (m->var2.n > 0)
        m->slot2 = push(c, m->var2, r.second);
    if ((m->where && (!check_expr(c, m->where) ||
                      !want(c, x, m->where, &cel_type_bool, "a bool as its filter"))) ||
        !check_expr(c, m->body))
        return false;
    c->locals.n = outer;
    return result(c, x, &r);
}
