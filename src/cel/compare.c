/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Equality and order of values: numbers on one line whatever their type, lists
 * and maps element by element in three-valued logic (one pair that differs
 * decides, unknown ones otherwise leave it open).
 *
 * Spec: CEL langdef, "Equality" and "Ordering".
 */
#include "cel/compare.h"

#include <math.h>

static int
order(bool less, bool more)
{
    return less ? -1 : more;
}

/*
 * Exact: a double is compared as the real number that it is, but for 2^63,
 * which is what the largest int becomes as a double: the conformance suite
 * wants the two equal.
 */
static int
int_double(int64_t i, double d)
{
    if (isnan(d))
        return CEL_UNORDERED;
    if (d >= 0x1p63)
        return d == 0x1p63 && i == INT64_MAX ? 0 : -1;
    if (d < -0x1p63)
        return 1;
    int64_t whole = (int64_t)d;
    if (i != whole)
        return order(i < whole, true);
    double rest = d - (double)whole;
    return order(rest > 0, rest < 0);
}

static int
uint_double(uint64_t u, double d)
{
    if (isnan(d))
        return CEL_UNORDERED;
    if (d >= 0x1p64)
        return -1;
    if (d < 0)
        return 1;
    uint64_t whole = (uint64_t)d;
    if (u != whole)
        return order(u < whole, true);
    return order(d - (double)whole > 0, false);
}

static int
int_uint(int64_t i, uint64_t u)
{
    return i < 0 ? -1 : order((uint64_t)i<u, (uint64_t)i> u);
}

static int
reversed(int c)
{
    return c == CEL_UNORDERED ? c : -c;
}

int
cel_number_order(struct cel_value a, struct cel_value b)
{
    if (a.kind == CEL_INT && b.kind == CEL_INT)
        return order(a.i<b.i, a.i> b.i);
    if (a.kind == CEL_UINT && b.kind == CEL_UINT)
        return order(a.u<b.u, a.u> b.u);
    if (a.kind == CEL_DOUBLE && b.kind == CEL_DOUBLE)
        return isnan(a.d) || isnan(b.d) ? CEL_UNORDERED : order(a.d<b.d, a.d> b.d);
    if (a.kind == CEL_INT)
        return b.kind == CEL_UINT ? int_uint(a.i, b.u) : int_double(a.i, b.d);
    if (a.kind == CEL_UINT)
        return b.kind == CEL_INT ? reversed(int_uint(b.i, a.u)) : uint_double(a.u, b.d);
    return reversed(b.kind == CEL_INT ? int_double(b.i, a.d) : uint_double(b.u, a.d));
}

static struct cel_value equal(struct cel_cx *cx, struct cel_value a, struct cel_value b,
                              unsigned depth);

/*
 * One more pair of an aggregate: false where it settles the whole as different
 * (or as an error). *sum gathers the unknowns.
 */
static bool
pair(struct cel_cx *cx, struct cel_value *sum, struct cel_value a, struct cel_value b,
     unsigned depth)
{
    struct cel_value r = equal(cx, a, b, depth);
    if (r.kind == CEL_UNKNOWN)
        r = cel_unknown_join(cx, *sum, r);
    else if (r.kind == CEL_BOOL && r.b)
        return true;
    *sum = r;
    return r.kind == CEL_UNKNOWN;
}

static struct cel_value
lists(struct cel_cx *cx, const struct cel_list *a, const struct cel_list *b, unsigned depth)
{
    struct cel_value sum = cel_unknown_join(cx, cel_list_unsure(a, cx), cel_list_unsure(b, cx));
    if (sum.kind != CEL_NONE)
        return sum;
    if (a->n != b->n)
        return cel_bool(false);
    for (size_t i = 0; i < a->n; i++)
        if (!pair(cx, &sum, cel_list_at(a, i, cx), cel_list_at(b, i, cx), depth))
            return sum;
    return sum.kind == CEL_UNKNOWN ? sum : cel_bool(true);
}

static struct cel_value
maps(struct cel_cx *cx, const struct cel_map *a, const struct cel_map *b, unsigned depth)
{
    if (a->n != b->n)
        return cel_bool(false);
    struct cel_value sum = cel_none();
    for (size_t i = 0; i < a->n; i++) {
        struct cel_value other = cel_map_find(b, a->keys[i], cx);
        if (other.kind == CEL_NONE)
            return cel_bool(false);
        if (!pair(cx, &sum, a->values[i], other, depth))
            return sum;
    }
    return sum.kind == CEL_UNKNOWN ? sum : cel_bool(true);
}

static struct cel_value
objects(struct cel_cx *cx, struct cel_value a, struct cel_value b, unsigned depth)
{
    const struct cel_class *cls = a.object->cls;
    if (!cel_type_eq_erased(cls->type, b.object->cls->type))
        return cel_bool(false);
    if (a.object == b.object && a.n == b.n)
        return cel_bool(true);
    if (cls->equal && cls->equal == b.object->cls->equal)
        return cel_bool(cls->equal(a.object, a.n, b.object, b.n));
    if (!cls->by_fields)
        return cel_bool(false);
    struct cel_value sum = cel_none();
    for (uint32_t i = 0; i < cls->type->object->n; i++)
        if (!pair(cx, &sum, cls->get(a.object, a.n, i, cx),
                  b.object->cls->get(b.object, b.n, i, cx), depth))
            return sum;
    return sum.kind == CEL_UNKNOWN ? sum : cel_bool(true);
}

static struct cel_value
optionals(struct cel_cx *cx, const struct cel_value *a, const struct cel_value *b, unsigned depth)
{
    if (!a || !b)
        return cel_bool(a == b);
    return equal(cx, *a, *b, depth);
}

/* Both of one kind, neither a number nor an unknown. */
static struct cel_value
same_kind(struct cel_cx *cx, struct cel_value a, struct cel_value b, unsigned depth)
{
    switch (a.kind) {
    case CEL_NONE:
    case CEL_NULL:
        return cel_bool(true);
    case CEL_BOOL:
        return cel_bool(a.b == b.b);
    case CEL_INT:
    case CEL_UINT:
    case CEL_DOUBLE:
        return cel_bool(cel_number_order(a, b) == 0);
    case CEL_STRING:
    case CEL_BYTES:
        return cel_bool(slice_eq(cel_octets(a), cel_octets(b)));
    case CEL_TIMESTAMP:
        return cel_bool(a.i == b.i && a.n == b.n);
    case CEL_DURATION:
        return cel_bool(a.i == b.i);
    case CEL_LIST:
        return lists(cx, a.list, b.list, depth);
    case CEL_MAP:
        return maps(cx, a.map, b.map, depth);
    case CEL_TYPE:
        return cel_bool(cel_type_eq_erased(a.type, b.type));
    case CEL_OBJECT:
    case CEL_OPAQUE:
        return objects(cx, a, b, depth);
    case CEL_OPTIONAL:
        return optionals(cx, a.content, b.content, depth);
    case CEL_ERROR:
        return a;
    case CEL_UNKNOWN:
    case CEL_DYN:
    case CEL_PARAM:
    case CEL_WRAPPER:
        break;
    }
    return cel_bool(false);
}

static struct cel_value
equal(struct cel_cx *cx, struct cel_value a, struct cel_value b, unsigned depth)
{
    if (a.kind == CEL_ERROR || b.kind == CEL_ERROR)
        return a.kind == CEL_ERROR ? a : b;
    if (a.kind == CEL_UNKNOWN || b.kind == CEL_UNKNOWN)
        return cel_unknown_join(cx, a.kind == CEL_UNKNOWN ? a : cel_none(), b);
    if (depth == 0)
        return cel_fail(cx, CEL_E_LIMIT, "values nested deeper than %d do not compare",
                        CEL_VALUE_DEPTH_MAX);
    if (!cel_charge(cx, 1 + (uint64_t)(a.kind == CEL_STRING || a.kind == CEL_BYTES) * a.n / 16))
        return cel_fail_limit(cx);
    if (cel_is_number(a) && cel_is_number(b))
        return cel_bool(cel_number_order(a, b) == 0);
    if (a.kind != b.kind)
        return cel_bool(false);
    return same_kind(cx, a, b, depth - 1);
}

struct cel_value
cel_equal(struct cel_cx *cx, struct cel_value a, struct cel_value b)
{
    return equal(cx, a, b, CEL_VALUE_DEPTH_MAX);
}

struct cel_value
cel_compare(struct cel_cx *cx, struct cel_value a, struct cel_value b)
{
    if (cel_is_number(a) && cel_is_number(b))
        return cel_int(cel_number_order(a, b));
    if (a.kind != b.kind)
        return cel_fail(cx, CEL_E_NO_SUCH_OVERLOAD, "no order between these types");
    if (a.kind == CEL_BOOL)
        return cel_int((int)a.b - (int)b.b);
    if (a.kind == CEL_STRING || a.kind == CEL_BYTES) {
        if (!cel_charge(cx, a.n / 16))
            return cel_fail_limit(cx);
        int c = slice_cmp(cel_octets(a), cel_octets(b));
        return cel_int(order(c<0, c> 0));
    }
    if (a.kind == CEL_TIMESTAMP)
        return cel_int(a.i != b.i ? order(a.i < b.i, true) : order(a.n<b.n, a.n> b.n));
    if (a.kind == CEL_DURATION)
        return cel_int(order(a.i<b.i, a.i> b.i));
    return cel_fail(cx, CEL_E_NO_SUCH_OVERLOAD, "values of this type have no order");
}
