/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Macros: calls by name and shape that become nodes of their own. A new one is
 * a row here, a value of enum cel_macro, and its rules in check_macro.c and
 * eval_macro.c.
 */
#include "cel/parse.h"

struct macro_row {
    const char *name;
    unsigned library; /* 0: standard */
    enum cel_macro macro;
    const char *receiver; /* the name that must stand in front; null: any value */
    size_t nargs, nvars;
    bool where; /* the argument behind the variables is a filter */
};

static const struct macro_row rows[] = {
    {"all", 0, CEL_MACRO_ALL, NULL, 2, 1, false},
    {"exists", 0, CEL_MACRO_EXISTS, NULL, 2, 1, false},
    {"exists_one", 0, CEL_MACRO_EXISTS_ONE, NULL, 2, 1, false},
    {"existsOne", 0, CEL_MACRO_EXISTS_ONE, NULL, 2, 1, false},
    {"filter", 0, CEL_MACRO_FILTER, NULL, 2, 1, false},
    {"map", 0, CEL_MACRO_MAP, NULL, 2, 1, false},
    {"map", 0, CEL_MACRO_MAP, NULL, 3, 1, true},
    {"all", CEL_LIB_TWO_VARIABLES, CEL_MACRO_ALL, NULL, 3, 2, false},
    {"exists", CEL_LIB_TWO_VARIABLES, CEL_MACRO_EXISTS, NULL, 3, 2, false},
    {"exists_one", CEL_LIB_TWO_VARIABLES, CEL_MACRO_EXISTS_ONE, NULL, 3, 2, false},
    {"existsOne", CEL_LIB_TWO_VARIABLES, CEL_MACRO_EXISTS_ONE, NULL, 3, 2, false},
    {"transformList", CEL_LIB_TWO_VARIABLES, CEL_MACRO_TRANSFORM_LIST, NULL, 3, 2, false},
    {"transformList", CEL_LIB_TWO_VARIABLES, CEL_MACRO_TRANSFORM_LIST, NULL, 4, 2, true},
    {"transformMap", CEL_LIB_TWO_VARIABLES, CEL_MACRO_TRANSFORM_MAP, NULL, 3, 2, false},
    {"transformMap", CEL_LIB_TWO_VARIABLES, CEL_MACRO_TRANSFORM_MAP, NULL, 4, 2, true},
    {"transformMapEntry", CEL_LIB_TWO_VARIABLES, CEL_MACRO_TRANSFORM_MAP_ENTRY, NULL, 3, 2, false},
    {"transformMapEntry", CEL_LIB_TWO_VARIABLES, CEL_MACRO_TRANSFORM_MAP_ENTRY, NULL, 4, 2, true},
    {"sortBy", CEL_LIB_LISTS, CEL_MACRO_SORT_BY, NULL, 2, 1, false},
    {"optMap", CEL_LIB_OPTIONALS, CEL_MACRO_OPT_MAP, NULL, 2, 1, false},
    {"optFlatMap", CEL_LIB_OPTIONALS, CEL_MACRO_OPT_FLAT_MAP, NULL, 2, 1, false},
    {"bind", CEL_LIB_BINDINGS, CEL_MACRO_BIND, "cel", 3, 1, false},
};

const char *
cel_macro_name(enum cel_macro m)
{
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        if (rows[i].macro == m)
            return rows[i].name;
    return "";
}

static bool
is_name(const struct cel_expr *x, const char *name)
{
    return x && x->kind == CEL_EXPR_IDENT && slice_eq_str(x->ident.name, name);
}

static const struct macro_row *
find(const struct build *b, const struct cel_call *c)
{
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        const struct macro_row *r = &rows[i];
        if (c->n == r->nargs && slice_eq_str(c->name, r->name) &&
            (r->library == 0 || (b->libraries & r->library)) &&
            (!r->receiver || is_name(c->target, r->receiver)))
            return r;
    }
    return NULL;
}

static bool
variable(struct build *b, struct slice *out, const struct cel_expr *x, struct err *e)
{
    if (x->kind != CEL_EXPR_IDENT || x->ident.absolute)
        return cel_fault(b, x->at, e, ERR_INPUT, "a macro's variable must be a simple name");
    *out = x->ident.name;
    return true;
}

/* has(e.f): the selection itself, as a test. */
static bool
apply_has(struct build *b, struct cel_expr *x, struct err *e)
{
    struct cel_expr *arg = x->call.args[0];
    if (arg->kind != CEL_EXPR_SELECT || arg->select.test || arg->select.optional)
        return cel_fault(b, arg->at, e, ERR_INPUT, "has() wants a field selection, has(e.f)");
    *x = *arg;
    x->select.test = true;
    return true;
}

/* math.greatest(a, b, c) means math.greatest([a, b, c]). */
static bool
apply_extremum(struct build *b, struct cel_expr *x, struct err *e)
{
    struct cel_expr *list;
    if (!cel_node_new(b, &list, CEL_EXPR_LIST, x->at, x->depth - 1, e))
        return false;
    list->list = (struct cel_list_expr){.v = x->call.args, .n = x->call.n};
    x->depth = list->depth + 1;
    x->call.args = NEW_ARRAY(b->a, struct cel_expr *, 1);
    x->call.args[0] = list;
    x->call.n = 1;
    return true;
}

bool
cel_macro_apply(struct build *b, struct cel_expr *x, struct err *e)
{
    struct cel_call c = x->call;
    if (!c.target)
        return c.n == 1 && slice_eq_str(c.name, "has") ? apply_has(b, x, e) : true;
    if ((b->libraries & CEL_LIB_MATH) && c.n > 2 && is_name(c.target, "math") &&
        (slice_eq_str(c.name, "greatest") || slice_eq_str(c.name, "least")))
        return apply_extremum(b, x, e);
    const struct macro_row *r = find(b, &c);
    if (!r)
        return true;
    struct cel_macro_expr m = {
        .macro = r->macro, .name = c.name, .slot = CEL_SLOT_NONE, .slot2 = CEL_SLOT_NONE};
    if (!variable(b, &m.var, c.args[0], e) ||
        (r->nvars == 2 && !variable(b, &m.var2, c.args[1], e)))
        return false;
    if (r->nvars == 2 && slice_eq(m.var, m.var2))
        return cel_fault(b, c.args[1]->at, e, ERR_INPUT, "the two variables have the same name");
    m.range = r->receiver ? c.args[1] : c.target;
    m.where = r->where ? c.args[r->nvars] : NULL;
    m.body = c.args[c.n - 1];
    x->kind = CEL_EXPR_MACRO;
    x->macro = m;
    return true;
}
