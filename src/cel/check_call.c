/* SPDX-License-Identifier: Apache-2.0 */
/* The checker: calls and operators. */
#include "cel/check.h"

#include "cel/library.h"

/* "(int, string)" of the arguments, for messages. */
static struct slice
argument_types(struct checker *c, struct cel_expr *const *args, size_t n)
{
    struct buf b;
    buf_init(&b, c->a, 300);
    buf_str(&b, "(");
    for (size_t i = 0; i < n; i++) {
        buf_str(&b, i > 0 ? ", " : "");
        buf_add(&b, cel_type_text(c->a, unify_resolve(&c->u, args[i]->type)));
    }
    buf_str(&b, ")");
    return b.full ? SL("these types") : buf_slice(&b);
}

/* One overload against the arguments. Its result as far as known; null where it does not fit. */
static const struct cel_type *
try_overload(struct checker *c, const struct cel_overload *o, struct cel_expr *const *args)
{
    const struct cel_type *have[CEL_TYPE_PARAMS_MAX + 1], *want[CEL_TYPE_PARAMS_MAX + 2];
    for (size_t i = 0; i < o->n; i++) {
        have[i] = args[i]->type;
        want[i] = o->args[i];
    }
    want[o->n] = o->result;
    unify_instantiate(&c->u, want, o->n + 1);
    return unify_assignable_all(&c->u, have, want, o->n) ? unify_head(want[o->n]) : NULL;
}

/*
 * The result of the overload that the arguments fit; null where none does.
 * Where several fit, because types are not known, nothing more is learnt of the
 * arguments, and the result is dyn unless all agree.
 */
static const struct cel_type *
match(struct checker *c, const struct cel_function *f, bool receiver, struct cel_expr *const *args,
      size_t n)
{
    const struct cel_type *result = NULL;
    const struct cel_overload *only = NULL;
    size_t mark = c->u.trail.n, fitting = 0;
    for (size_t i = 0; i < f->n; i++) {
        const struct cel_overload *o = &f->overloads[i];
        if (o->receiver != receiver || o->n != n)
            continue;
        const struct cel_type *r = try_overload(c, o, args);
        if (!r)
            continue;
        r = unify_resolve(&c->u, r);
        unify_undo(&c->u, mark);
        only = o;
        result = fitting++ == 0 || cel_type_eq(r, result) ? r : &cel_type_dyn;
    }
    return fitting == 1 ? try_overload(c, only, args) : result;
}

/* The function of that name, looked for in the container. */
static const struct cel_function *
find_function(const struct checker *c, struct slice name, bool absolute)
{
    struct slice full;
    for (size_t i = 0; check_candidate(c, name, absolute, i, &full); i++) {
        const struct cel_function *f = cel_env_find_function(c->env, full);
        if (f)
            return f;
    }
    return NULL;
}

static bool
apply(struct checker *c, struct cel_expr *x, const struct cel_function *f, const char *shown)
{
    struct cel_call *call = &x->call;
    bool receiver = call->target != NULL;
    size_t n = call->n + receiver;
    struct cel_expr **args = call->args;
    if (receiver) {
        args = NEW_ARRAY(c->a, struct cel_expr *, n);
        args[0] = call->target;
        for (size_t i = 0; i < call->n; i++)
            args[i + 1] = call->args[i];
    }
    call->function = f;
    x->type = match(c, f, receiver, args, n);
    if (x->type)
        return true;
    struct slice types = argument_types(c, receiver ? args + 1 : args, call->n);
    if (receiver)
        return check_fault(c, x, x->at, "no overload of %.*s.%s%.*s",
                           SL_FMT(cel_type_text(c->a, unify_resolve(&c->u, args[0]->type))), shown,
                           SL_FMT(types));
    return check_fault(c, x, x->at, "no overload of '%s' for %.*s", shown, SL_FMT(types));
}

/* && || and the condition of ?: take bools and nothing else. */
static bool
want_bool(struct checker *c, struct cel_expr *x)
{
    if (unify_assignable(&c->u, &cel_type_bool, x->type))
        return true;
    struct slice t = cel_type_text(c->a, unify_resolve(&c->u, x->type));
    const struct cel_type *keep = x->type;
    bool go_on = check_fault(c, x, x->at, "a bool is wanted here, this is %.*s", SL_FMT(t));
    x->type = keep;
    return go_on;
}

static bool
check_logic(struct checker *c, struct cel_expr *x)
{
    for (size_t i = 0; i < x->call.n; i++)
        if (!want_bool(c, x->call.args[i]))
            return false;
    x->type = &cel_type_bool;
    return true;
}

static bool
check_conditional(struct checker *c, struct cel_expr *x)
{
    struct cel_expr *const *a = x->call.args;
    if (!want_bool(c, a[0]))
        return false;
    const struct cel_type *t = unify_fresh(&c->u);
    const struct cel_type *have[] = {a[1]->type, a[2]->type}, *want[] = {t, t};
    if (unify_assignable_all(&c->u, have, want, 2)) {
        x->type = t;
        return true;
    }
    return check_fault(c, x, x->at, "the two results of ?: are of types %.*s",
                       SL_FMT(argument_types(c, a + 1, 2)));
}

static bool
check_operator(struct checker *c, struct cel_expr *x)
{
    enum cel_op op = x->call.op;
    if (op == CEL_OP_AND || op == CEL_OP_OR)
        return check_logic(c, x);
    if (op == CEL_OP_COND)
        return check_conditional(c, x);
    const struct cel_function *f = cel_env_find_function(c->env, slice_str(cel_op_function(op)));
    return apply(c, x, f, cel_op_name(op));
}

static bool
no_function(struct checker *c, struct cel_expr *x, struct slice name)
{
    return check_fault(c, x, x->at, "undeclared function '%.*s'", SL_FMT(name));
}

/* f(x), or a.b.f(x) where a.b.f is a function's name. Not when a is a macro's variable. */
static const struct cel_function *
find_plain(struct checker *c, struct cel_call *call)
{
    struct slice name = call->name;
    bool absolute = false;
    if (call->target) {
        struct slice space = check_qualified(c, call->target, &absolute);
        if (space.n == 0)
            return NULL;
        name = arena_printf(c->a, "%.*s.%.*s", SL_FMT(space), SL_FMT(call->name));
    } else if (name.n > 0 && name.p[0] == '.') {
        absolute = true;
        name = slice_sub(name, 1, name.n);
    }
    return find_function(c, name, absolute);
}

bool
check_call(struct checker *c, struct cel_expr *x)
{
    struct cel_call *call = &x->call;
    for (size_t i = 0; i < call->n; i++)
        if (!check_expr(c, call->args[i]))
            return false;
    if (call->op != CEL_OP_CALL)
        return check_operator(c, x);
    const struct cel_function *f = find_plain(c, call);
    if (f) {
        call->target = NULL;
        call->name = f->name;
    } else if (call->target) {
        if (!check_expr(c, call->target))
            return false;
        f = cel_env_find_function(c->env, call->name);
    }
    if (!f)
        return no_function(c, x, call->name);
    return apply(c, x, f, arena_str(c->a, f->name));
}
