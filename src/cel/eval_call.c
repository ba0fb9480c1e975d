/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The interpreter: calls of functions. Arguments are evaluated first; only
 * proper values reach a function, chosen by their kinds at run time.
 */
#include "cel/program.h"

/* Does a value fit a parameter's type, as far as values show types? */
static bool
fits(const struct cel_type *t, struct cel_value v)
{
    switch (t->kind) {
    case CEL_DYN:
    case CEL_PARAM:
        return true;
    case CEL_WRAPPER:
        return v.kind == CEL_NULL || v.kind == t->params[0]->kind;
    case CEL_OBJECT:
    case CEL_OPAQUE:
        return v.kind == t->kind && cel_type_eq_erased(t, v.object->cls->type);
    case CEL_NONE:
    case CEL_NULL:
    case CEL_BOOL:
    case CEL_INT:
    case CEL_UINT:
    case CEL_DOUBLE:
    case CEL_STRING:
    case CEL_BYTES:
    case CEL_TIMESTAMP:
    case CEL_DURATION:
    case CEL_LIST:
    case CEL_MAP:
    case CEL_TYPE:
    case CEL_OPTIONAL:
    case CEL_ERROR:
    case CEL_UNKNOWN:
        break;
    }
    return v.kind == t->kind;
}

const struct cel_overload *
cel_dispatch(const struct cel_function *f, bool receiver, const struct cel_value *v, size_t n)
{
    for (size_t i = 0; i < f->n; i++) {
        const struct cel_overload *o = &f->overloads[i];
        if (o->n != n || o->receiver != receiver)
            continue;
        size_t k = 0;
        while (k < n && fits(o->args[k], v[k]))
            k++;
        if (k == n)
            return o;
    }
    return NULL;
}

struct cel_value
cel_no_overload(struct cel_cx *cx, struct slice name, const struct cel_value *v, size_t n)
{
    struct buf b;
    buf_init(&b, cx->arena, 300);
    for (size_t i = 0; i < n; i++) {
        buf_str(&b, i > 0 ? ", " : "");
        cel_type_print(&b, cel_type_of(v[i]));
    }
    struct slice types = b.full ? SL("...") : buf_slice(&b);
    return cel_fail(cx, CEL_E_NO_SUCH_OVERLOAD, "no such overload: %.*s(%.*s)", SL_FMT(name),
                    SL_FMT(types));
}

/* A list whose membership is open is unknown to every function but the macros. */
static struct cel_value
unsure_arguments(struct cel_cx *cx, const struct cel_value *v, size_t n)
{
    struct cel_value sum = cel_none();
    for (size_t i = 0; i < n; i++)
        if (v[i].kind == CEL_LIST && v[i].list->unsure)
            sum = cel_unknown_join(cx, sum, cel_list_unsure(v[i].list, cx));
    return sum;
}

static struct cel_value
call(const struct cel_node *n, const struct cel_value *v, struct cel_cx *cx)
{
    const struct node_call *c = &n->call;
    struct cel_value bad = cel_not_values(cx, v, c->n);
    if (bad.kind == CEL_NONE)
        bad = unsure_arguments(cx, v, c->n);
    if (bad.kind != CEL_NONE)
        return bad;
    cx->at = n->at;
    const struct cel_overload *o = cel_dispatch(c->function, c->receiver, v, c->n);
    if (!o)
        return cel_no_overload(cx, c->name, v, c->n);
    if (!o->fn)
        return cel_fail(cx, CEL_E_UNDECLARED, "the function '%.*s' is declared without a body",
                        SL_FMT(c->name));
    return o->fn(cx, v);
}

struct cel_value
run_call(const struct cel_node *n, struct cel_value *slots, struct cel_cx *cx)
{
    struct cel_value v[CEL_CALL_MAX];
    for (size_t i = 0; i < n->call.n; i++)
        v[i] = run(n->call.args[i], slots, cx);
    return call(n, v, cx);
}

/* + - * of two ints need no table; all else goes through it. */
static struct cel_value
binary(const struct cel_node *n, struct cel_value *slots, struct cel_cx *cx,
       bool (*ints)(int64_t, int64_t, int64_t *))
{
    struct cel_value v[] = {run(n->call.args[0], slots, cx), run(n->call.args[1], slots, cx)};
    int64_t r;
    if (v[0].kind == CEL_INT && v[1].kind == CEL_INT && !ints(v[0].i, v[1].i, &r))
        return cel_int(r);
    return call(n, v, cx);
}

static bool
add_overflows(int64_t a, int64_t b, int64_t *r)
{
    return __builtin_add_overflow(a, b, r);
}

static bool
sub_overflows(int64_t a, int64_t b, int64_t *r)
{
    return __builtin_sub_overflow(a, b, r);
}

static bool
mul_overflows(int64_t a, int64_t b, int64_t *r)
{
    return __builtin_mul_overflow(a, b, r);
}

struct cel_value
run_add(const struct cel_node *n, struct cel_value *slots, struct cel_cx *cx)
{
    return binary(n, slots, cx, add_overflows);
}

struct cel_value
run_sub(const struct cel_node *n, struct cel_value *slots, struct cel_cx *cx)
{
    return binary(n, slots, cx, sub_overflows);
}

struct cel_value
run_mul(const struct cel_node *n, struct cel_value *slots, struct cel_cx *cx)
{
    return binary(n, slots, cx, mul_overflows);
}

struct cel_value
run_matches(const struct cel_node *n, struct cel_value *slots, struct cel_cx *cx)
{
    struct cel_value v[] = {run(n->call.args[0], slots, cx), run(n->call.args[1], slots, cx)};
    if (v[0].kind != CEL_STRING)
        return call(n, v, cx);
    if (!cel_charge(cx, v[0].n))
        return cel_fail_limit(cx);
    return cel_bool(cel_regex_match(n->call.regex, cel_octets(v[0]), cx->arena));
}

/* a.or(b), a.orValue(b): b is evaluated only where a holds nothing. */
static struct cel_value
alternative(const struct cel_node *n, struct cel_value *slots, struct cel_cx *cx, bool unwrap)
{
    struct cel_value v[] = {run(n->call.args[0], slots, cx), cel_none()};
    if (v[0].kind == CEL_OPTIONAL && v[0].content)
        return unwrap ? *v[0].content : v[0];
    if (!cel_is_value(v[0]))
        return v[0];
    v[1] = run(n->call.args[1], slots, cx);
    return call(n, v, cx);
}

struct cel_value
run_opt_or(const struct cel_node *n, struct cel_value *slots, struct cel_cx *cx)
{
    return alternative(n, slots, cx, false);
}

struct cel_value
run_opt_or_value(const struct cel_node *n, struct cel_value *slots, struct cel_cx *cx)
{
    return alternative(n, slots, cx, true);
}
