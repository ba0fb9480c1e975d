/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Agreement of types with variables in them. As in the reference checker, it is
 * not plain unification: dyn agrees with all, null with what may be null, and
 * a variable bound once takes the more general of two types that agree.
 */
#include "cel/check.h"

/*
 * Types may share parts (a pair of a pair of ...), so that walking one can take far
 * longer than the expression is long. No honest one comes near this.
 */
#define WORK_MAX 2000000
#define DEPTH_MAX 1000

static struct variable *
as_variable(const struct cel_type *t)
{
    struct variable *v;
    memcpy(&v, &t, sizeof v); /* made by unify_fresh, not const */
    return v;
}

const struct cel_type *
unify_fresh(struct unify *u)
{
    struct variable *v = NEW(u->a, struct variable);
    v->type = (struct cel_type){.kind = CEL_PARAM, .name = SL("dyn")};
    return &v->type;
}

const struct cel_type *
unify_head(const struct cel_type *t)
{
    while (t->kind == CEL_PARAM && as_variable(t)->bound)
        t = as_variable(t)->bound;
    return t;
}

static void
bind(struct unify *u, const struct cel_type *var, const struct cel_type *to)
{
    struct variable *v = as_variable(var);
    vec_push(u->a, &u->trail, (struct binding){v, v->bound});
    v->bound = to;
}

void
unify_undo(struct unify *u, size_t mark)
{
    while (u->trail.n > mark) {
        struct binding b = u->trail.v[--u->trail.n];
        b.var->bound = b.before;
    }
}

/* Going into a part of a type; false where it is too deep or took too long. Undone by ascend. */
static bool
descend(struct unify *u)
{
    u->depth++;
    return ++u->work <= WORK_MAX && u->depth <= DEPTH_MAX;
}

static bool
ascend(struct unify *u, bool result)
{
    u->depth--;
    return result;
}

/* Does `var` occur in `t`? Binding it to `t` would then never end. */
static bool
occurs(struct unify *u, const struct cel_type *var, const struct cel_type *t)
{
    t = unify_head(t);
    bool found = !descend(u) || t == var;
    for (size_t i = 0; i < t->nparams && !found; i++)
        found = occurs(u, var, t->params[i]);
    return ascend(u, found);
}

/* dyn above everything, free variables as well; parameters one by one. */
static bool
as_general(struct unify *u, const struct cel_type *a, const struct cel_type *b)
{
    a = unify_head(a);
    b = unify_head(b);
    if (a == b || a->kind == CEL_DYN || a->kind == CEL_PARAM)
        return true;
    if (b->kind == CEL_DYN || b->kind == CEL_PARAM)
        return false;
    if (a->kind == CEL_WRAPPER && b->kind != CEL_WRAPPER)
        return true;
    if (!cel_type_eq_erased(a, b))
        return b->kind == CEL_NULL;
    if (a->kind == CEL_TYPE)
        return true;
    bool general = descend(u) && a->nparams == b->nparams;
    for (size_t i = 0; i < a->nparams && general; i++)
        general = as_general(u, a->params[i], b->params[i]);
    return ascend(u, general);
}

static const struct cel_type *
more_general(struct unify *u, const struct cel_type *a, const struct cel_type *b)
{
    return as_general(u, a, b) ? a : b;
}

static bool
nullable(enum cel_kind k)
{
    return k == CEL_NULL || k == CEL_WRAPPER || k == CEL_OBJECT || k == CEL_OPAQUE ||
           k == CEL_OPTIONAL || k == CEL_TIMESTAMP || k == CEL_DURATION;
}

static bool agree(struct unify *u, const struct cel_type *a, const struct cel_type *b);

/* A variable that is bound already: agree with its type, and widen that where needed. */
static bool
agree_bound(struct unify *u, const struct cel_type *t, const struct cel_type *var)
{
    const struct cel_type *bound = as_variable(var)->bound;
    if (t == bound)
        return true;
    if (!agree(u, t, bound))
        return false;
    const struct cel_type *wider = more_general(u, t, bound);
    if (wider != bound && !occurs(u, var, wider))
        bind(u, var, wider);
    return true;
}

static bool
agree_variable(struct unify *u, const struct cel_type *t, const struct cel_type *var)
{
    if (as_variable(var)->bound)
        return agree_bound(u, t, var);
    if (occurs(u, var, t))
        return false;
    bind(u, var, t);
    return true;
}

/* Neither a variable. */
static bool
agree_plain(struct unify *u, const struct cel_type *a, const struct cel_type *b)
{
    if (a->kind == CEL_DYN || b->kind == CEL_DYN || a->kind == CEL_ERROR || b->kind == CEL_ERROR)
        return true;
    if (a->kind == CEL_NULL || b->kind == CEL_NULL)
        return nullable(a->kind == CEL_NULL ? b->kind : a->kind);
    if (a->kind == CEL_WRAPPER && b->kind != CEL_WRAPPER)
        return agree(u, a->params[0], b);
    if (b->kind == CEL_WRAPPER && a->kind != CEL_WRAPPER)
        return agree(u, a, b->params[0]);
    if (!cel_type_eq_erased(a, b))
        return false;
    if (a->kind == CEL_TYPE)
        return true;
    if (a->nparams != b->nparams)
        return false;
    for (size_t i = 0; i < a->nparams; i++)
        if (!agree(u, a->params[i], b->params[i]))
            return false;
    return true;
}

static bool
agree(struct unify *u, const struct cel_type *a, const struct cel_type *b)
{
    if (a == b)
        return true;
    /* Chains of variables end in a free one or in one that holds a type. */
    while (a->kind == CEL_PARAM && as_variable(a)->bound &&
           as_variable(a)->bound->kind == CEL_PARAM)
        a = as_variable(a)->bound;
    while (b->kind == CEL_PARAM && as_variable(b)->bound &&
           as_variable(b)->bound->kind == CEL_PARAM)
        b = as_variable(b)->bound;
    if (a == b)
        return true;
    bool yes = descend(u);
    if (yes && b->kind == CEL_PARAM)
        yes = agree_variable(u, a, b);
    else if (yes && a->kind == CEL_PARAM)
        yes = agree_variable(u, b, a);
    else if (yes)
        yes = agree_plain(u, a, b);
    return ascend(u, yes);
}

bool
unify_assignable(struct unify *u, const struct cel_type *a, const struct cel_type *b)
{
    return unify_assignable_all(u, &a, &b, 1);
}

bool
unify_assignable_all(struct unify *u, const struct cel_type *const *a,
                     const struct cel_type *const *b, size_t n)
{
    size_t mark = u->trail.n;
    for (size_t i = 0; i < n; i++)
        if (!agree(u, a[i], b[i])) {
            unify_undo(u, mark);
            return false;
        }
    return true;
}

const struct cel_type *
unify_join(struct unify *u, const struct cel_type *a, const struct cel_type *b)
{
    if (!a)
        return b;
    return unify_assignable(u, a, b) ? more_general(u, a, b) : &cel_type_dyn;
}

const struct cel_type *
unify_resolve(struct unify *u, const struct cel_type *t)
{
    t = unify_head(t);
    if (t->kind == CEL_PARAM)
        return &cel_type_dyn;
    if (t->nparams == 0)
        return t;
    const struct cel_type **params = NEW_ARRAY(u->a, const struct cel_type *, t->nparams);
    bool changed = false, deeper = descend(u);
    for (size_t i = 0; i < t->nparams; i++) {
        params[i] = deeper ? unify_resolve(u, t->params[i]) : &cel_type_dyn;
        changed |= params[i] != t->params[i];
    }
    ascend(u, true);
    if (!changed)
        return t;
    struct cel_type *copy = NEW(u->a, struct cel_type);
    *copy = *t;
    copy->params = params;
    return copy;
}

/* The parameters of one signature and the variables that stand for them. */
struct renaming {
    struct slice names[CEL_TYPE_PARAMS_MAX];
    const struct cel_type *vars[CEL_TYPE_PARAMS_MAX];
    size_t n;
};

static const struct cel_type *
rename(struct unify *u, struct renaming *r, const struct cel_type *t)
{
    if (t->kind == CEL_PARAM) {
        for (size_t i = 0; i < r->n; i++)
            if (slice_eq(r->names[i], t->name))
                return r->vars[i];
        if (r->n == CEL_TYPE_PARAMS_MAX)
            return &cel_type_dyn;
        r->names[r->n] = t->name;
        return r->vars[r->n++] = unify_fresh(u);
    }
    if (t->nparams == 0)
        return t;
    const struct cel_type **params = NEW_ARRAY(u->a, const struct cel_type *, t->nparams);
    bool changed = false; /* a signature's types are a few levels deep */
    for (size_t i = 0; i < t->nparams; i++) {
        params[i] = rename(u, r, t->params[i]);
        changed |= params[i] != t->params[i];
    }
    if (!changed)
        return t;
    struct cel_type *copy = NEW(u->a, struct cel_type);
    *copy = *t;
    copy->params = params;
    return copy;
}

void
unify_instantiate(struct unify *u, const struct cel_type **types, size_t n)
{
    struct renaming r = {.n = 0};
    for (size_t i = 0; i < n; i++)
        types[i] = rename(u, &r, types[i]);
}
