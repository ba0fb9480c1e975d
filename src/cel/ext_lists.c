/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The lists extension; sortBy() is a macro (macro.c). Spec: cel-go,
 * ext/README.md, "Lists".
 */
#include "cel/compare.h"
#include "cel/library.h"

/* A new array of `n` values, charged. */
static struct cel_value *
array(struct cel_cx *cx, size_t n)
{
    struct cel_value *v = cel_alloc(cx, n, sizeof *v);
    return v && cel_charge(cx, n) ? v : NULL;
}

static struct cel_value
range(struct cel_cx *cx, const struct cel_value *v)
{
    size_t n = v[0].i < 0 ? 0 : (size_t)v[0].i;
    struct cel_value *all = array(cx, n);
    if (!all)
        return cel_fail_limit(cx);
    for (size_t i = 0; i < n; i++)
        all[i] = cel_int((int64_t)i);
    return cel_list_of(cx->arena, all, n);
}

static struct cel_value
reverse(struct cel_cx *cx, const struct cel_value *v)
{
    const struct cel_list *l = v[0].list;
    struct cel_value *all = array(cx, l->n);
    if (!all)
        return cel_fail_limit(cx);
    for (size_t i = 0; i < l->n; i++)
        all[i] = cel_list_at(l, l->n - 1 - i, cx);
    return cel_list_of(cx->arena, all, l->n);
}

static struct cel_value
slice(struct cel_cx *cx, const struct cel_value *v)
{
    const struct cel_list *l = v[0].list;
    int64_t from = v[1].i, to = v[2].i;
    if (from < 0 || to < from || (uint64_t)to > l->n)
        return cel_fail(cx, CEL_E_INDEX, "cannot slice(%lld, %lld) a list of %zu", (long long)from,
                        (long long)to, l->n);
    size_t n = (size_t)(to - from);
    struct cel_value *part = array(cx, n);
    if (!part)
        return cel_fail_limit(cx);
    for (size_t i = 0; i < n; i++)
        part[i] = cel_list_at(l, (size_t)from + i, cx);
    return cel_list_of(cx->arena, part, n);
}

/* --- flatten --- */

struct flat {
    struct cel_value *v; /* null while counting */
    size_t n;
    struct cel_value unknown;
};

static bool
flatten(struct cel_cx *cx, struct flat *f, const struct cel_list *l, int64_t levels, unsigned depth)
{
    if (depth == 0 || !cel_charge(cx, l->n))
        return false;
    for (size_t i = 0; i < l->n; i++) {
        struct cel_value e = cel_list_at(l, i, cx);
        if (e.kind == CEL_LIST && levels > 0) {
            if (!flatten(cx, f, e.list, levels - 1, depth - 1))
                return false;
            continue;
        }
        if (e.kind == CEL_UNKNOWN) /* it may be a list or not */
            f->unknown = cel_unknown_join(cx, f->unknown, e);
        if (f->v)
            f->v[f->n] = e;
        f->n++;
    }
    return true;
}

static struct cel_value
flatten_to(struct cel_cx *cx, const struct cel_value *v, int64_t levels)
{
    struct flat f = {0};
    if (levels < 0)
        return cel_fail(cx, CEL_E_VALUE, "flatten() to a negative depth");
    if (!flatten(cx, &f, v[0].list, levels, CEL_VALUE_DEPTH_MAX))
        return cel_fail_limit(cx);
    if (f.unknown.kind != CEL_NONE)
        return f.unknown;
    f.v = array(cx, f.n);
    f.n = 0;
    if (!f.v || !flatten(cx, &f, v[0].list, levels, CEL_VALUE_DEPTH_MAX))
        return cel_fail_limit(cx);
    return cel_list_of(cx->arena, f.v, f.n);
}

static struct cel_value
flatten_once(struct cel_cx *cx, const struct cel_value *v)
{
    return flatten_to(cx, v, 1);
}

static struct cel_value
flatten_deep(struct cel_cx *cx, const struct cel_value *v)
{
    return flatten_to(cx, v, v[1].i);
}

/* --- distinct, sort, ends --- */

static struct cel_value
distinct(struct cel_cx *cx, const struct cel_value *v)
{
    const struct cel_list *l = v[0].list;
    struct cel_value *kept = array(cx, l->n), unknown = cel_none();
    size_t n = 0;
    for (size_t i = 0; i < l->n && kept; i++) {
        struct cel_value e = cel_list_at(l, i, cx);
        bool seen = false;
        if (!cel_is_value(e))
            unknown = cel_unknown_join(cx, unknown, e);
        for (size_t k = 0; k < n && !seen; k++) {
            struct cel_value r = cel_equal(cx, e, kept[k]);
            if (r.kind == CEL_ERROR)
                return r;
            unknown = cel_unknown_join(cx, unknown, r.kind == CEL_UNKNOWN ? r : unknown);
            seen = r.kind == CEL_BOOL && r.b;
        }
        if (!seen)
            kept[n++] = e;
    }
    if (!kept || cx->exhausted)
        return cel_fail_limit(cx);
    return unknown.kind == CEL_NONE ? cel_list_of(cx->arena, kept, n) : unknown;
}

static struct cel_value
sort(struct cel_cx *cx, const struct cel_value *v)
{
    const struct cel_list *l = v[0].list;
    struct cel_value *all = array(cx, l->n), unknown = cel_none();
    for (size_t i = 0; i < l->n && all; i++) {
        all[i] = cel_list_at(l, i, cx);
        if (all[i].kind == CEL_UNKNOWN)
            unknown = cel_unknown_join(cx, unknown, all[i]);
    }
    if (!all)
        return cel_fail_limit(cx);
    return unknown.kind == CEL_NONE ? cel_sorted(cx, all, all, l->n) : unknown;
}

/* Orders of T that have one; the code is the same. */
#define SORT(type)                                                 \
    {                                                              \
        "sort", "list(" type ").() -> list(" type ")", sort, false \
    }

static const struct cel_row rows[] = {
    {"lists.range", "(int) -> list(int)", range, false},
    {"reverse", "list(T).() -> list(T)", reverse, false},
    {"slice", "list(T).(int, int) -> list(T)", slice, false},
    {"flatten", "list(list(T)).() -> list(T)", flatten_once, false},
    {"flatten", "list(dyn).(int) -> list(dyn)", flatten_deep, false},
    {"distinct", "list(T).() -> list(T)", distinct, false},
    SORT("int"),
    SORT("uint"),
    SORT("double"),
    SORT("bool"),
    SORT("duration"),
    SORT("timestamp"),
    SORT("string"),
    SORT("bytes"),
};

const struct cel_table cel_ext_lists = {rows, COUNT_OF(rows)};
