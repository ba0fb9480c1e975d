/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The interpreter: && || ! ?:, comparisons, `in`. Comparisons have fast ways
 * for the common pairs of types and fall back to compare.c.
 *
 * Spec: CEL langdef, "Logical Operators", "Equality"; unknowns as in eval.proto.
 */
#include "cel/compare.h"
#include "cel/program.h"

/* A part of && or || that is no bool and no value gets here as it is. */
static struct cel_value
not_bool(const struct cel_node *n, struct cel_value v, struct cel_cx *cx)
{
    if (!cel_is_value(v))
        return v;
    cx->at = n->at;
    return cel_fail(cx, CEL_E_NO_SUCH_OVERLOAD, "no such overload: %.*s where a bool is wanted",
                    SL_FMT(cel_type_of(v)->name));
}

/* Any argument that is `decides` decides; else unknown wins over error. */
static struct cel_value
junction(const struct cel_node *n, struct cel_value *slots, struct cel_cx *cx, bool decides)
{
    struct cel_value unknown = cel_none(), error = cel_none();
    for (size_t i = 0; i < n->call.n; i++) {
        struct cel_value v = run(n->call.args[i], slots, cx);
        if (v.kind == CEL_BOOL) {
            if (v.b == decides)
                return v;
            continue;
        }
        v = not_bool(n, v, cx);
        if (v.kind == CEL_UNKNOWN)
            unknown = cel_unknown_join(cx, unknown, v);
        else
            error = v;
    }
    if (unknown.kind != CEL_NONE)
        return unknown;
    return error.kind != CEL_NONE ? error : cel_bool(!decides);
}

struct cel_value
run_and(const struct cel_node *n, struct cel_value *slots, struct cel_cx *cx)
{
    return junction(n, slots, cx, false);
}

struct cel_value
run_or(const struct cel_node *n, struct cel_value *slots, struct cel_cx *cx)
{
    return junction(n, slots, cx, true);
}

struct cel_value
run_not(const struct cel_node *n, struct cel_value *slots, struct cel_cx *cx)
{
    struct cel_value v = run(n->call.args[0], slots, cx);
    return v.kind == CEL_BOOL ? cel_bool(!v.b) : not_bool(n, v, cx);
}

struct cel_value
run_cond(const struct cel_node *n, struct cel_value *slots, struct cel_cx *cx)
{
    struct cel_value v = run(n->call.args[0], slots, cx);
    if (v.kind != CEL_BOOL)
        return not_bool(n, v, cx);
    return run(n->call.args[v.b ? 1 : 2], slots, cx);
}

static inline struct cel_value
equality(const struct cel_node *n, struct cel_value *slots, struct cel_cx *cx, bool want)
{
    struct cel_value v[] = {run(n->call.args[0], slots, cx), run(n->call.args[1], slots, cx)};
    if (v[0].kind == v[1].kind) {
        if (v[0].kind == CEL_STRING && v[0].n < 256)
            return cel_bool(slice_eq(cel_octets(v[0]), cel_octets(v[1])) == want);
        if (v[0].kind == CEL_INT || v[0].kind == CEL_BOOL)
            return cel_bool((v[0].u == v[1].u) == want);
    }
    struct cel_value bad = cel_not_values(cx, v, 2);
    if (bad.kind != CEL_NONE)
        return bad;
    cx->at = n->at;
    struct cel_value r = cel_equal(cx, v[0], v[1]);
    return r.kind == CEL_BOOL ? cel_bool(r.b == want) : r;
}

struct cel_value
run_eq(const struct cel_node *n, struct cel_value *slots, struct cel_cx *cx)
{
    return equality(n, slots, cx, true);
}

struct cel_value
run_ne(const struct cel_node *n, struct cel_value *slots, struct cel_cx *cx)
{
    return equality(n, slots, cx, false);
}

/* -1, 0, 1, CEL_UNORDERED as an int; else what the operator is to give. */
static inline struct cel_value
ordering(const struct cel_node *n, struct cel_value *slots, struct cel_cx *cx)
{
    struct cel_value v[] = {run(n->call.args[0], slots, cx), run(n->call.args[1], slots, cx)};
    if (v[0].kind == CEL_INT && v[1].kind == CEL_INT)
        return cel_int((v[0].i > v[1].i) - (v[0].i < v[1].i));
    struct cel_value bad = cel_not_values(cx, v, 2);
    if (bad.kind != CEL_NONE)
        return bad;
    cx->at = n->at;
    return cel_compare(cx, v[0], v[1]);
}

struct cel_value
run_lt(const struct cel_node *n, struct cel_value *slots, struct cel_cx *cx)
{
    struct cel_value c = ordering(n, slots, cx);
    return c.kind == CEL_INT ? cel_bool(c.i < 0) : c;
}

struct cel_value
run_le(const struct cel_node *n, struct cel_value *slots, struct cel_cx *cx)
{
    struct cel_value c = ordering(n, slots, cx);
    return c.kind == CEL_INT ? cel_bool(c.i <= 0) : c;
}

struct cel_value
run_gt(const struct cel_node *n, struct cel_value *slots, struct cel_cx *cx)
{
    struct cel_value c = ordering(n, slots, cx);
    return c.kind == CEL_INT ? cel_bool(c.i == 1) : c;
}

struct cel_value
run_ge(const struct cel_node *n, struct cel_value *slots, struct cel_cx *cx)
{
    struct cel_value c = ordering(n, slots, cx);
    return c.kind == CEL_INT ? cel_bool(c.i == 0 || c.i == 1) : c;
}

/* One element that is equal decides; unknown ones leave it open. */
static struct cel_value
in_list(struct cel_value v, const struct cel_list *l, struct cel_cx *cx)
{
    struct cel_value sum = cel_none();
    for (size_t i = 0; i < l->n; i++) {
        struct cel_value r = cel_equal(cx, v, cel_list_at(l, i, cx));
        if (r.kind == CEL_BOOL && r.b && l->unsure) {
            struct cel_value u = l->unsure(l, i, cx);
            r = u.kind == CEL_UNKNOWN ? u : r;
        }
        if (r.kind == CEL_ERROR || (r.kind == CEL_BOOL && r.b))
            return r;
        if (r.kind == CEL_UNKNOWN)
            sum = cel_unknown_join(cx, sum, r);
    }
    return sum.kind != CEL_NONE ? sum : cel_bool(false);
}

static struct cel_value
contained(struct cel_value v, struct cel_value in, struct cel_cx *cx)
{
    if (in.kind == CEL_LIST)
        return in_list(v, in.list, cx);
    if (in.kind == CEL_MAP) {
        struct cel_value found = cel_map_find(in.map, v, cx);
        return cel_is_value(found) ? cel_bool(found.kind != CEL_NONE) : found;
    }
    return cel_fail(cx, CEL_E_NO_SUCH_OVERLOAD,
                    "no such overload: 'in' wants a list or map, not %.*s",
                    SL_FMT(cel_type_of(in)->name));
}

struct cel_value
run_in(const struct cel_node *n, struct cel_value *slots, struct cel_cx *cx)
{
    struct cel_value v[] = {run(n->call.args[0], slots, cx), run(n->call.args[1], slots, cx)};
    struct cel_value bad = cel_not_values(cx, v, 2);
    if (bad.kind != CEL_NONE)
        return bad;
    cx->at = n->at;
    return contained(v[0], v[1], cx);
}

/* Shorter ones first: most comparisons need no look at the octets. */
int
cel_set_order(struct slice a, struct slice b)
{
    if (a.n != b.n)
        return a.n < b.n ? -1 : 1;
    return a.n == 0 ? 0 : memcmp(a.p, b.p, a.n);
}

struct cel_value
run_in_set(const struct cel_node *n, struct cel_value *slots, struct cel_cx *cx)
{
    struct cel_value v = run(n->set.needle, slots, cx);
    if (!cel_is_value(v))
        return v;
    if (v.kind != CEL_STRING) {
        cx->at = n->at;
        return contained(v, n->set.list, cx);
    }
    size_t lo = 0, hi = n->set.n;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        int c = cel_set_order(cel_octets(v), cel_octets(n->set.sorted[mid]));
        if (c == 0)
            return cel_bool(true);
        if (c < 0)
            hi = mid;
        else
            lo = mid + 1;
    }
    return cel_bool(false);
}
