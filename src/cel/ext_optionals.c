/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Optional values: optional.of(x), optional.none() and what is done with them.
 * or() and orValue() stop at the first value (eval_call.c). Spec: cel-go,
 * OptionalTypes.
 */
#include "cel/library.h"

static struct cel_value
of(struct cel_cx *cx, const struct cel_value *v)
{
    struct cel_value *content = cel_alloc(cx, 1, sizeof *content);
    if (!content)
        return cel_fail_limit(cx);
    *content = v[0];
    return cel_optional(content);
}

/* false, 0, "", [], {}, null, optional.none(); a struct whose fields are all unset. */
static struct cel_value
is_zero(struct cel_cx *cx, struct cel_value v)
{
    switch (v.kind) {
    case CEL_NONE:
    case CEL_NULL:
        return cel_bool(true);
    case CEL_BOOL:
    case CEL_INT:
    case CEL_UINT:
    case CEL_DURATION:
        return cel_bool(v.u == 0);
    case CEL_DOUBLE:
        return cel_bool(v.d == 0);
    case CEL_STRING:
    case CEL_BYTES:
        return cel_bool(v.n == 0);
    case CEL_TIMESTAMP: /* Go's zero time, year 1, as the reference implementation has it */
    case CEL_TYPE:
    case CEL_OPAQUE:
        return cel_bool(false);
    case CEL_LIST:
        return cel_bool(v.list->n == 0);
    case CEL_MAP:
        return cel_bool(v.map->n == 0);
    case CEL_OPTIONAL:
        return cel_bool(v.content == NULL);
    case CEL_OBJECT:
        for (uint32_t i = 0; i < v.object->cls->type->object->n; i++) {
            struct cel_value f = v.object->cls->get(v.object, v.n, i, cx);
            if (f.kind != CEL_NONE)
                return cel_is_value(f) ? cel_bool(false) : f;
        }
        return cel_bool(true);
    case CEL_ERROR:
    case CEL_UNKNOWN:
        return v;
    case CEL_DYN:
    case CEL_PARAM:
    case CEL_WRAPPER:
        break;
    }
    return cel_bool(false);
}

static struct cel_value
of_non_zero(struct cel_cx *cx, const struct cel_value *v)
{
    struct cel_value zero = is_zero(cx, v[0]);
    if (zero.kind != CEL_BOOL)
        return zero;
    return zero.b ? cel_optional(NULL) : of(cx, v);
}

static struct cel_value
none(struct cel_cx *cx UNUSED, const struct cel_value *v UNUSED)
{
    return cel_optional(NULL);
}

static struct cel_value
has_value(struct cel_cx *cx UNUSED, const struct cel_value *v)
{
    return cel_bool(v[0].content != NULL);
}

static struct cel_value
value(struct cel_cx *cx, const struct cel_value *v)
{
    return v[0].content ? *v[0].content : cel_fail(cx, CEL_E_VALUE, "optional.none() dereference");
}

static struct cel_value
or_else(struct cel_cx *cx UNUSED, const struct cel_value *v)
{
    return v[0].content ? v[0] : v[1];
}

static struct cel_value
or_value(struct cel_cx *cx UNUSED, const struct cel_value *v)
{
    return v[0].content ? *v[0].content : v[1];
}

static struct cel_value
end_of(struct cel_cx *cx, const struct cel_value *v, size_t i)
{
    if (v[0].list->n == 0)
        return cel_optional(NULL);
    struct cel_value e = cel_list_at(v[0].list, i, cx);
    return cel_is_value(e) ? of(cx, &e) : e;
}

static struct cel_value
first(struct cel_cx *cx, const struct cel_value *v)
{
    return end_of(cx, v, 0);
}

static struct cel_value
last(struct cel_cx *cx, const struct cel_value *v)
{
    return end_of(cx, v, v[0].list->n - 1);
}

/* The contents of those that have one. */
static struct cel_value
unwrap(struct cel_cx *cx, const struct cel_value *v)
{
    const struct cel_list *l = v[0].list;
    struct cel_value *kept = cel_alloc(cx, l->n, sizeof *kept), unknown = cel_none();
    if (!kept || !cel_charge(cx, l->n))
        return cel_fail_limit(cx);
    size_t n = 0;
    for (size_t i = 0; i < l->n; i++) {
        struct cel_value e = cel_list_at(l, i, cx);
        if (e.kind == CEL_UNKNOWN)
            unknown = cel_unknown_join(cx, unknown, e);
        else if (e.kind != CEL_OPTIONAL)
            return cel_fail(cx, CEL_E_NO_SUCH_OVERLOAD, "no such overload: unwrap() of %.*s",
                            SL_FMT(cel_type_of(e)->name));
        else if (e.content)
            kept[n++] = *e.content;
    }
    return unknown.kind == CEL_NONE ? cel_list_of(cx->arena, kept, n) : unknown;
}

static const struct cel_row rows[] = {
    {"optional.of", "(T) -> optional(T)", of, false},
    {"optional.ofNonZeroValue", "(T) -> optional(T)", of_non_zero, false},
    {"optional.none", "() -> optional(T)", none, false},
    {"optional.unwrap", "(list(optional(T))) -> list(T)", unwrap, false},
    {"unwrapOpt", "list(optional(T)).() -> list(T)", unwrap, false},
    {"hasValue", "optional(T).() -> bool", has_value, false},
    {"value", "optional(T).() -> T", value, false},
    {"or", "optional(T).(optional(T)) -> optional(T)", or_else, false},
    {"orValue", "optional(T).(T) -> T", or_value, false},
    {"first", "list(T).() -> optional(T)", first, false},
    {"last", "list(T).() -> optional(T)", last, false},
};

const struct cel_table cel_ext_optionals = {rows, COUNT_OF(rows)};
