/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Types and conversions: int() uint() double() bool() string() bytes()
 * timestamp() duration() type() dyn(). A value that does not fit is an error.
 */
#include "cel/library.h"
#include "cel/number.h"
#include "cel/time.h"
#include "cel/utf8.h"

#include <inttypes.h>

#define NUMBER_TEXT_MAX 64 /* octets of any number or time as text */

static struct cel_value
same(struct cel_cx *cx UNUSED, const struct cel_value *v)
{
    return v[0];
}

static struct cel_value
out_of_range(struct cel_cx *cx, const char *type)
{
    return cel_fail(cx, CEL_E_OVERFLOW, "the value is out of range of %s", type);
}

/* What a parser of numbers said, when it was not CEL_NUMBER_OK. */
static struct cel_value
unparsed(struct cel_cx *cx, enum cel_number_result r, const char *type)
{
    if (r == CEL_NUMBER_RANGE)
        return out_of_range(cx, type);
    return cel_fail(cx, CEL_E_VALUE, "the string is no %s", type);
}

/* --- int --- */

static struct cel_value
int_uint(struct cel_cx *cx, const struct cel_value *v)
{
    return v[0].u > (uint64_t)INT64_MAX ? out_of_range(cx, "int") : cel_int((int64_t)v[0].u);
}

static struct cel_value
int_double(struct cel_cx *cx, const struct cel_value *v)
{
    int64_t i;
    return cel_double_to_int(&i, v[0].d) ? cel_int(i) : out_of_range(cx, "int");
}

static struct cel_value
int_string(struct cel_cx *cx, const struct cel_value *v)
{
    int64_t i;
    enum cel_number_result r = cel_int_parse(&i, cel_octets(v[0]));
    return r == CEL_NUMBER_OK ? cel_int(i) : unparsed(cx, r, "int");
}

static struct cel_value
int_time(struct cel_cx *cx UNUSED, const struct cel_value *v)
{
    return cel_int(v[0].i);
}

/* --- uint --- */

static struct cel_value
uint_int(struct cel_cx *cx, const struct cel_value *v)
{
    return v[0].i < 0 ? out_of_range(cx, "uint") : cel_uint(v[0].u);
}

static struct cel_value
uint_double(struct cel_cx *cx, const struct cel_value *v)
{
    uint64_t u;
    return cel_double_to_uint(&u, v[0].d) ? cel_uint(u) : out_of_range(cx, "uint");
}

static struct cel_value
uint_string(struct cel_cx *cx, const struct cel_value *v)
{
    uint64_t u;
    enum cel_number_result r = cel_uint_parse(&u, cel_octets(v[0]));
    return r == CEL_NUMBER_OK ? cel_uint(u) : unparsed(cx, r, "uint");
}

/* --- double, bool --- */

static struct cel_value
double_int(struct cel_cx *cx UNUSED, const struct cel_value *v)
{
    return cel_double((double)v[0].i);
}

static struct cel_value
double_uint(struct cel_cx *cx UNUSED, const struct cel_value *v)
{
    return cel_double((double)v[0].u);
}

static struct cel_value
double_string(struct cel_cx *cx, const struct cel_value *v)
{
    double d;
    enum cel_number_result r = cel_double_parse(&d, cel_octets(v[0]));
    return r == CEL_NUMBER_OK ? cel_double(d) : unparsed(cx, r, "double");
}

/* The spellings of the reference implementations, and no other. */
static struct cel_value
bool_string(struct cel_cx *cx, const struct cel_value *v)
{
    static const char *const yes[] = {"1", "t", "true", "TRUE", "True"};
    static const char *const no[] = {"0", "f", "false", "FALSE", "False"};
    for (size_t i = 0; i < COUNT_OF(yes); i++) {
        if (slice_eq_str(cel_octets(v[0]), yes[i]))
            return cel_bool(true);
        if (slice_eq_str(cel_octets(v[0]), no[i]))
            return cel_bool(false);
    }
    return cel_fail(cx, CEL_E_VALUE, "Type conversion error: the string is no bool");
}

/* --- string, bytes --- */

/* What was printed, charged to the evaluation. */
static struct cel_value
printed(struct cel_cx *cx, const struct buf *b)
{
    return cel_string_copy(cx, buf_slice(b));
}

static struct cel_value
string_bool(struct cel_cx *cx UNUSED, const struct cel_value *v)
{
    return cel_string(v[0].b ? SL("true") : SL("false"));
}

static struct cel_value
string_number(struct cel_cx *cx, const struct cel_value *v)
{
    struct buf b;
    buf_init(&b, cx->arena, NUMBER_TEXT_MAX);
    if (v[0].kind == CEL_INT)
        buf_printf(&b, "%" PRId64, v[0].i);
    else if (v[0].kind == CEL_UINT)
        buf_printf(&b, "%" PRIu64, v[0].u);
    else
        cel_double_print(&b, v[0].d);
    return printed(cx, &b);
}

static struct cel_value
string_bytes(struct cel_cx *cx, const struct cel_value *v)
{
    if (!cel_charge(cx, v[0].n / 16))
        return cel_fail_limit(cx);
    if (!cel_utf8_valid(cel_octets(v[0])))
        return cel_fail(cx, CEL_E_VALUE, "invalid UTF-8 in bytes, cannot convert to string");
    return cel_string(cel_octets(v[0]));
}

static struct cel_value
string_time(struct cel_cx *cx, const struct cel_value *v)
{
    struct buf b;
    buf_init(&b, cx->arena, NUMBER_TEXT_MAX);
    if (v[0].kind == CEL_TIMESTAMP)
        cel_time_print(&b, (struct cel_time){v[0].i, (int32_t)v[0].n});
    else
        cel_duration_print(&b, v[0].i);
    return printed(cx, &b);
}

static struct cel_value
bytes_string(struct cel_cx *cx UNUSED, const struct cel_value *v)
{
    return cel_bytes(cel_octets(v[0]));
}

/* --- time --- */

static struct cel_value
time_string(struct cel_cx *cx, const struct cel_value *v)
{
    struct cel_time t;
    struct err e = {0};
    if (!cel_time_parse(&t, cel_octets(v[0]), &e))
        return cel_fail_err(cx, &e);
    return cel_timestamp(t.sec, t.nsec);
}

static struct cel_value
time_int(struct cel_cx *cx, const struct cel_value *v)
{
    struct cel_time t;
    struct err e = {0};
    if (!cel_time_from_unix(&t, v[0].i, &e))
        return cel_fail_err(cx, &e);
    return cel_timestamp(t.sec, t.nsec);
}

static struct cel_value
duration_string(struct cel_cx *cx, const struct cel_value *v)
{
    int64_t ns;
    struct err e = {0};
    return cel_duration_parse(&ns, cel_octets(v[0]), &e) ? cel_duration(ns) : cel_fail_err(cx, &e);
}

/* --- types --- */

static struct cel_value
type_of(struct cel_cx *cx UNUSED, const struct cel_value *v)
{
    return cel_type_value(cel_type_of(v[0]));
}

static const struct cel_row rows[] = {
    {"int", "(int) -> int", same, false},
    {"int", "(uint) -> int", int_uint, false},
    {"int", "(double) -> int", int_double, false},
    {"int", "(string) -> int", int_string, false},
    {"int", "(timestamp) -> int", int_time, false},
    {"uint", "(uint) -> uint", same, false},
    {"uint", "(int) -> uint", uint_int, false},
    {"uint", "(double) -> uint", uint_double, false},
    {"uint", "(string) -> uint", uint_string, false},
    {"double", "(double) -> double", same, false},
    {"double", "(int) -> double", double_int, false},
    {"double", "(uint) -> double", double_uint, false},
    {"double", "(string) -> double", double_string, false},
    {"bool", "(bool) -> bool", same, false},
    {"bool", "(string) -> bool", bool_string, false},
    {"string", "(string) -> string", same, false},
    {"string", "(bool) -> string", string_bool, false},
    {"string", "(int) -> string", string_number, false},
    {"string", "(uint) -> string", string_number, false},
    {"string", "(double) -> string", string_number, false},
    {"string", "(bytes) -> string", string_bytes, false},
    {"string", "(timestamp) -> string", string_time, false},
    {"string", "(duration) -> string", string_time, false},
    {"bytes", "(bytes) -> bytes", same, false},
    {"bytes", "(string) -> bytes", bytes_string, false},
    {"timestamp", "(timestamp) -> timestamp", same, false},
    {"timestamp", "(string) -> timestamp", time_string, false},
    {"timestamp", "(int) -> timestamp", time_int, false},
    {"duration", "(duration) -> duration", same, false},
    {"duration", "(string) -> duration", duration_string, false},
    {"type", "(T) -> type(T)", type_of, false},
    {"dyn", "(T) -> dyn", same, false},
};

const struct cel_table cel_stdlib_convert = {rows, COUNT_OF(rows)};
