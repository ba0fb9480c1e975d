/* SPDX-License-Identifier: Apache-2.0 */
/* The math extension. Spec: cel-go, ext/README.md, "Math". */
#include "cel/compare.h"
#include "cel/library.h"

#include <math.h>

/* --- greatest and least: of one, two, or a list of numbers of any type --- */

static struct cel_value
extremum(struct cel_cx *cx, struct cel_value a, struct cel_value b, int sign)
{
    if (!cel_is_number(a) || !cel_is_number(b))
        return cel_fail(cx, CEL_E_NO_SUCH_OVERLOAD,
                        "no such overload: numbers are wanted, not %.*s",
                        SL_FMT(cel_type_of(cel_is_number(a) ? b : a)->name));
    int c = cel_number_order(a, b);
    return c != CEL_UNORDERED && c * sign < 0 ? b : a;
}

static struct cel_value
of_list(struct cel_cx *cx, const struct cel_value *v, int sign)
{
    const struct cel_list *l = v[0].list;
    if (l->n == 0)
        return cel_fail(cx, CEL_E_VALUE, "an empty list has no %s",
                        sign > 0 ? "greatest" : "least");
    if (!cel_charge(cx, l->n))
        return cel_fail_limit(cx);
    struct cel_value best = cel_none(), unknown = cel_none();
    for (size_t i = 0; i < l->n; i++) {
        struct cel_value e = cel_list_at(l, i, cx);
        if (e.kind == CEL_UNKNOWN) {
            unknown = cel_unknown_join(cx, unknown, e);
            continue;
        }
        best = extremum(cx, best.kind == CEL_NONE ? e : best, e, sign);
        if (best.kind == CEL_ERROR)
            return best;
    }
    return unknown.kind == CEL_NONE ? best : unknown;
}

static struct cel_value
greatest_one(struct cel_cx *cx, const struct cel_value *v)
{
    return extremum(cx, v[0], v[0], 1);
}

static struct cel_value
greatest_two(struct cel_cx *cx, const struct cel_value *v)
{
    return extremum(cx, v[0], v[1], 1);
}

static struct cel_value
greatest_list(struct cel_cx *cx, const struct cel_value *v)
{
    return of_list(cx, v, 1);
}

static struct cel_value
least_two(struct cel_cx *cx, const struct cel_value *v)
{
    return extremum(cx, v[0], v[1], -1);
}

static struct cel_value
least_list(struct cel_cx *cx, const struct cel_value *v)
{
    return of_list(cx, v, -1);
}

/* --- doubles --- */

static struct cel_value
ceil_of(struct cel_cx *cx UNUSED, const struct cel_value *v)
{
    return cel_double(ceil(v[0].d));
}

static struct cel_value
floor_of(struct cel_cx *cx UNUSED, const struct cel_value *v)
{
    return cel_double(floor(v[0].d));
}

static struct cel_value
round_of(struct cel_cx *cx UNUSED, const struct cel_value *v)
{
    return cel_double(round(v[0].d));
}

static struct cel_value
trunc_of(struct cel_cx *cx UNUSED, const struct cel_value *v)
{
    return cel_double(trunc(v[0].d));
}

static struct cel_value
is_inf(struct cel_cx *cx UNUSED, const struct cel_value *v)
{
    return cel_bool(isinf(v[0].d));
}

static struct cel_value
is_nan(struct cel_cx *cx UNUSED, const struct cel_value *v)
{
    return cel_bool(isnan(v[0].d));
}

static struct cel_value
is_finite(struct cel_cx *cx UNUSED, const struct cel_value *v)
{
    return cel_bool(isfinite(v[0].d));
}

static struct cel_value
sqrt_of(struct cel_cx *cx UNUSED, const struct cel_value *v)
{
    double d = v[0].kind == CEL_INT    ? (double)v[0].i
               : v[0].kind == CEL_UINT ? (double)v[0].u
                                       : v[0].d;
    return cel_double(sqrt(d));
}

/* --- sign and size --- */

static struct cel_value
abs_double(struct cel_cx *cx UNUSED, const struct cel_value *v)
{
    return cel_double(fabs(v[0].d));
}

static struct cel_value
abs_int(struct cel_cx *cx, const struct cel_value *v)
{
    if (v[0].i == INT64_MIN)
        return cel_fail(cx, CEL_E_OVERFLOW, "integer overflow: the result is out of range");
    return cel_int(v[0].i < 0 ? -v[0].i : v[0].i);
}

static struct cel_value
abs_uint(struct cel_cx *cx UNUSED, const struct cel_value *v)
{
    return v[0];
}

static struct cel_value
sign_double(struct cel_cx *cx UNUSED, const struct cel_value *v)
{
    return isnan(v[0].d) ? v[0] : cel_double((v[0].d > 0) - (v[0].d < 0));
}

static struct cel_value
sign_int(struct cel_cx *cx UNUSED, const struct cel_value *v)
{
    return cel_int((v[0].i > 0) - (v[0].i < 0));
}

static struct cel_value
sign_uint(struct cel_cx *cx UNUSED, const struct cel_value *v)
{
    return cel_uint(v[0].u > 0);
}

/* --- bits: the kind of the first operand stays --- */

static struct cel_value
with_bits(struct cel_value like, uint64_t u)
{
    like.u = u;
    return like;
}

static struct cel_value
bit_and(struct cel_cx *cx UNUSED, const struct cel_value *v)
{
    return with_bits(v[0], v[0].u & v[1].u);
}

static struct cel_value
bit_or(struct cel_cx *cx UNUSED, const struct cel_value *v)
{
    return with_bits(v[0], v[0].u | v[1].u);
}

static struct cel_value
bit_xor(struct cel_cx *cx UNUSED, const struct cel_value *v)
{
    return with_bits(v[0], v[0].u ^ v[1].u);
}

static struct cel_value
bit_not(struct cel_cx *cx UNUSED, const struct cel_value *v)
{
    return with_bits(v[0], ~v[0].u);
}

static struct cel_value
shift(struct cel_cx *cx, const struct cel_value *v, bool left)
{
    if (v[1].i < 0)
        return cel_fail(cx, CEL_E_VALUE, "negative offset: a shift by %lld bits",
                        (long long)v[1].i);
    if (v[1].i >= 64)
        return with_bits(v[0], 0);
    return with_bits(v[0], left ? v[0].u << v[1].i : v[0].u >> v[1].i);
}

static struct cel_value
shift_left(struct cel_cx *cx, const struct cel_value *v)
{
    return shift(cx, v, true);
}

static struct cel_value
shift_right(struct cel_cx *cx, const struct cel_value *v)
{
    return shift(cx, v, false);
}

/* One, two, or a list; of two different types the result may be either. */
#define EXTREMUM(name, one, two, list)                                                           \
    {name, "(int) -> int", one, false}, {name, "(uint) -> uint", one, false},                    \
        {name, "(double) -> double", one, false}, {name, "(int, int) -> int", two, false},       \
        {name, "(uint, uint) -> uint", two, false},                                              \
        {name, "(double, double) -> double", two, false},                                        \
        {name, "(int, uint) -> dyn", two, false}, {name, "(int, double) -> dyn", two, false},    \
        {name, "(uint, int) -> dyn", two, false}, {name, "(uint, double) -> dyn", two, false},   \
        {name, "(double, int) -> dyn", two, false}, {name, "(double, uint) -> dyn", two, false}, \
        {name, "(list(int)) -> int", list, false}, {name, "(list(uint)) -> uint", list, false},  \
    {                                                                                            \
        name, "(list(double)) -> double", list, false                                            \
    }

#define BITS(name, fn)                          \
    {name, "(int, int) -> int", fn, false},     \
    {                                           \
        name, "(uint, uint) -> uint", fn, false \
    }

static const struct cel_row rows[] = {
    EXTREMUM("math.greatest", greatest_one, greatest_two, greatest_list),
    EXTREMUM("math.least", greatest_one, least_two, least_list),
    {"math.ceil", "(double) -> double", ceil_of, false},
    {"math.floor", "(double) -> double", floor_of, false},
    {"math.round", "(double) -> double", round_of, false},
    {"math.trunc", "(double) -> double", trunc_of, false},
    {"math.isInf", "(double) -> bool", is_inf, false},
    {"math.isNaN", "(double) -> bool", is_nan, false},
    {"math.isFinite", "(double) -> bool", is_finite, false},
    {"math.sqrt", "(double) -> double", sqrt_of, false},
    {"math.sqrt", "(int) -> double", sqrt_of, false},
    {"math.sqrt", "(uint) -> double", sqrt_of, false},
    {"math.abs", "(double) -> double", abs_double, false},
    {"math.abs", "(int) -> int", abs_int, false},
    {"math.abs", "(uint) -> uint", abs_uint, false},
    {"math.sign", "(double) -> double", sign_double, false},
    {"math.sign", "(int) -> int", sign_int, false},
    {"math.sign", "(uint) -> uint", sign_uint, false},
    BITS("math.bitAnd", bit_and),
    BITS("math.bitOr", bit_or),
    BITS("math.bitXor", bit_xor),
    {"math.bitNot", "(int) -> int", bit_not, false},
    {"math.bitNot", "(uint) -> uint", bit_not, false},
    {"math.bitShiftLeft", "(int, int) -> int", shift_left, false},
    {"math.bitShiftLeft", "(uint, int) -> uint", shift_left, false},
    {"math.bitShiftRight", "(int, int) -> int", shift_right, false},
    {"math.bitShiftRight", "(uint, int) -> uint", shift_right, false},
};

const struct cel_table cel_ext_math = {rows, COUNT_OF(rows)};
