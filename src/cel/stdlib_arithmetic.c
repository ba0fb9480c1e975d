/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Arithmetic: + - * / % and negation. Integers never wrap: a result that does
 * not fit is an error. Doubles follow IEEE 754.
 */
#include "cel/library.h"
#include "cel/time.h"

static struct cel_value
overflow(struct cel_cx *cx)
{
    return cel_fail(cx, CEL_E_OVERFLOW, "the result is out of range");
}

static struct cel_value
divide_by_zero(struct cel_cx *cx, const char *what)
{
    return cel_fail(cx, CEL_E_DIVIDE_BY_ZERO, "%s by zero", what);
}

static struct cel_value
add_int(struct cel_cx *cx, const struct cel_value *v)
{
    int64_t r;
    return __builtin_add_overflow(v[0].i, v[1].i, &r) ? overflow(cx) : cel_int(r);
}

static struct cel_value
sub_int(struct cel_cx *cx, const struct cel_value *v)
{
    int64_t r;
    return __builtin_sub_overflow(v[0].i, v[1].i, &r) ? overflow(cx) : cel_int(r);
}

static struct cel_value
mul_int(struct cel_cx *cx, const struct cel_value *v)
{
    int64_t r;
    return __builtin_mul_overflow(v[0].i, v[1].i, &r) ? overflow(cx) : cel_int(r);
}

static struct cel_value
div_int(struct cel_cx *cx, const struct cel_value *v)
{
    if (v[1].i == 0)
        return divide_by_zero(cx, "divide");
    return v[0].i == INT64_MIN && v[1].i == -1 ? overflow(cx) : cel_int(v[0].i / v[1].i);
}

static struct cel_value
mod_int(struct cel_cx *cx, const struct cel_value *v)
{
    if (v[1].i == 0)
        return divide_by_zero(cx, "modulus");
    return v[0].i == INT64_MIN && v[1].i == -1 ? overflow(cx) : cel_int(v[0].i % v[1].i);
}

static struct cel_value
neg_int(struct cel_cx *cx, const struct cel_value *v)
{
    return v[0].i == INT64_MIN ? overflow(cx) : cel_int(-v[0].i);
}

static struct cel_value
add_uint(struct cel_cx *cx, const struct cel_value *v)
{
    uint64_t r;
    return __builtin_add_overflow(v[0].u, v[1].u, &r) ? overflow(cx) : cel_uint(r);
}

static struct cel_value
sub_uint(struct cel_cx *cx, const struct cel_value *v)
{
    return v[0].u < v[1].u ? overflow(cx) : cel_uint(v[0].u - v[1].u);
}

static struct cel_value
mul_uint(struct cel_cx *cx, const struct cel_value *v)
{
    uint64_t r;
    return __builtin_mul_overflow(v[0].u, v[1].u, &r) ? overflow(cx) : cel_uint(r);
}

static struct cel_value
div_uint(struct cel_cx *cx, const struct cel_value *v)
{
    return v[1].u == 0 ? divide_by_zero(cx, "divide") : cel_uint(v[0].u / v[1].u);
}

static struct cel_value
mod_uint(struct cel_cx *cx, const struct cel_value *v)
{
    return v[1].u == 0 ? divide_by_zero(cx, "modulus") : cel_uint(v[0].u % v[1].u);
}

static struct cel_value
add_double(struct cel_cx *cx UNUSED, const struct cel_value *v)
{
    return cel_double(v[0].d + v[1].d);
}

static struct cel_value
sub_double(struct cel_cx *cx UNUSED, const struct cel_value *v)
{
    return cel_double(v[0].d - v[1].d);
}

static struct cel_value
mul_double(struct cel_cx *cx UNUSED, const struct cel_value *v)
{
    return cel_double(v[0].d * v[1].d);
}

static struct cel_value
div_double(struct cel_cx *cx UNUSED, const struct cel_value *v)
{
    return cel_double(v[0].d / v[1].d);
}

static struct cel_value
neg_double(struct cel_cx *cx UNUSED, const struct cel_value *v)
{
    return cel_double(-v[0].d);
}

/* Two runs of octets in one. */
static struct cel_value
concat(struct cel_cx *cx, const struct cel_value *v)
{
    uint8_t *p = cel_alloc(cx, (size_t)v[0].n + v[1].n, 1);
    if (!p)
        return cel_fail_limit(cx);
    if (v[0].n > 0)
        memcpy(p, v[0].p, v[0].n);
    if (v[1].n > 0)
        memcpy(p + v[0].n, v[1].p, v[1].n);
    struct cel_value r = v[0];
    r.n = v[0].n + v[1].n;
    r.p = p;
    return r;
}

static struct cel_value
add_list(struct cel_cx *cx, const struct cel_value *v)
{
    const struct cel_list *a = v[0].list, *b = v[1].list;
    struct cel_value *all = cel_alloc(cx, a->n + b->n, sizeof *all);
    if (!all || !cel_charge(cx, a->n + b->n))
        return cel_fail_limit(cx);
    for (size_t i = 0; i < a->n; i++)
        all[i] = cel_list_at(a, i, cx);
    for (size_t i = 0; i < b->n; i++)
        all[a->n + i] = cel_list_at(b, i, cx);
    return cel_list_of(cx->arena, all, a->n + b->n);
}

/* --- time --- */

static struct cel_time
time_of(struct cel_value v)
{
    return (struct cel_time){v.i, (int32_t)v.n};
}

static struct cel_value
add_time(struct cel_cx *cx, const struct cel_value *v)
{
    struct cel_time t;
    struct err e = {0};
    if (!cel_time_add(&t, time_of(v[0]), v[1].i, &e))
        return cel_fail_err(cx, &e);
    return cel_timestamp(t.sec, t.nsec);
}

static struct cel_value
add_to_duration(struct cel_cx *cx, const struct cel_value *v)
{
    struct cel_value turned[] = {v[1], v[0]};
    return add_time(cx, turned);
}

static struct cel_value
sub_time(struct cel_cx *cx, const struct cel_value *v)
{
    struct cel_time t;
    struct err e = {0};
    if (!cel_time_sub(&t, time_of(v[0]), v[1].i, &e))
        return cel_fail_err(cx, &e);
    return cel_timestamp(t.sec, t.nsec);
}

static struct cel_value
time_diff(struct cel_cx *cx, const struct cel_value *v)
{
    int64_t ns;
    struct err e = {0};
    if (!cel_time_diff(&ns, time_of(v[0]), time_of(v[1]), &e))
        return cel_fail_err(cx, &e);
    return cel_duration(ns);
}

static struct cel_value
add_duration(struct cel_cx *cx, const struct cel_value *v)
{
    int64_t ns;
    struct err e = {0};
    return cel_duration_add(&ns, v[0].i, v[1].i, &e) ? cel_duration(ns) : cel_fail_err(cx, &e);
}

static struct cel_value
sub_duration(struct cel_cx *cx, const struct cel_value *v)
{
    int64_t ns;
    struct err e = {0};
    return cel_duration_sub(&ns, v[0].i, v[1].i, &e) ? cel_duration(ns) : cel_fail_err(cx, &e);
}

static const struct cel_row rows[] = {
    {"_+_", "(int, int) -> int", add_int, false},
    {"_+_", "(uint, uint) -> uint", add_uint, false},
    {"_+_", "(double, double) -> double", add_double, false},
    {"_+_", "(string, string) -> string", concat, false},
    {"_+_", "(bytes, bytes) -> bytes", concat, false},
    {"_+_", "(list(T), list(T)) -> list(T)", add_list, false},
    {"_+_", "(timestamp, duration) -> timestamp", add_time, false},
    {"_+_", "(duration, timestamp) -> timestamp", add_to_duration, false},
    {"_+_", "(duration, duration) -> duration", add_duration, false},
    {"_-_", "(int, int) -> int", sub_int, false},
    {"_-_", "(uint, uint) -> uint", sub_uint, false},
    {"_-_", "(double, double) -> double", sub_double, false},
    {"_-_", "(timestamp, duration) -> timestamp", sub_time, false},
    {"_-_", "(timestamp, timestamp) -> duration", time_diff, false},
    {"_-_", "(duration, duration) -> duration", sub_duration, false},
    {"_*_", "(int, int) -> int", mul_int, false},
    {"_*_", "(uint, uint) -> uint", mul_uint, false},
    {"_*_", "(double, double) -> double", mul_double, false},
    {"_/_", "(int, int) -> int", div_int, false},
    {"_/_", "(uint, uint) -> uint", div_uint, false},
    {"_/_", "(double, double) -> double", div_double, false},
    {"_%_", "(int, int) -> int", mod_int, false},
    {"_%_", "(uint, uint) -> uint", mod_uint, false},
    {"-_", "(int) -> int", neg_int, false},
    {"-_", "(double) -> double", neg_double, false},
};

const struct cel_table cel_stdlib_arithmetic = {rows, COUNT_OF(rows)};
