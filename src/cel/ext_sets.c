/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The sets extension: lists taken as sets. Three-valued: an unknown element
 * leaves the answer open unless the known ones decide it. Spec: cel-go,
 * ext/README.md, "Sets".
 */
#include "cel/library.h"

/* Is v among the elements? A bool, an unknown, or an error. */
static struct cel_value
member(struct cel_cx *cx, struct cel_value v, const struct cel_list *l)
{
    struct cel_value unknown = cel_none();
    for (size_t i = 0; i < l->n; i++) {
        struct cel_value r = cel_equal(cx, v, cel_list_at(l, i, cx));
        if (r.kind == CEL_ERROR || (r.kind == CEL_BOOL && r.b))
            return r;
        if (r.kind == CEL_UNKNOWN)
            unknown = cel_unknown_join(cx, unknown, r);
    }
    return unknown.kind == CEL_NONE ? cel_bool(false) : unknown;
}

/* Over the elements of `b`: one whose membership of `a` is `decides` decides. */
static struct cel_value
each(struct cel_cx *cx, const struct cel_list *a, const struct cel_list *b, bool decides)
{
    struct cel_value unknown = cel_none();
    for (size_t i = 0; i < b->n; i++) {
        struct cel_value r = member(cx, cel_list_at(b, i, cx), a);
        if (r.kind == CEL_ERROR || (r.kind == CEL_BOOL && r.b == decides))
            return r;
        if (r.kind == CEL_UNKNOWN)
            unknown = cel_unknown_join(cx, unknown, r);
    }
    return unknown.kind == CEL_NONE ? cel_bool(!decides) : unknown;
}

static struct cel_value
contains(struct cel_cx *cx, const struct cel_value *v)
{
    return each(cx, v[0].list, v[1].list, false);
}

static struct cel_value
intersects(struct cel_cx *cx, const struct cel_value *v)
{
    return each(cx, v[0].list, v[1].list, true);
}

static struct cel_value
equivalent(struct cel_cx *cx, const struct cel_value *v)
{
    struct cel_value a = each(cx, v[0].list, v[1].list, false);
    if (a.kind == CEL_ERROR || (a.kind == CEL_BOOL && !a.b))
        return a;
    struct cel_value b = each(cx, v[1].list, v[0].list, false);
    if (a.kind == CEL_BOOL || b.kind != CEL_UNKNOWN)
        return b.kind == CEL_BOOL && b.b ? a : b;
    return cel_unknown_join(cx, a, b);
}

static const struct cel_row rows[] = {
    {"sets.contains", "(list(T), list(T)) -> bool", contains, false},
    {"sets.equivalent", "(list(T), list(T)) -> bool", equivalent, false},
    {"sets.intersects", "(list(T), list(T)) -> bool", intersects, false},
};

const struct cel_table cel_ext_sets = {rows, COUNT_OF(rows)};
