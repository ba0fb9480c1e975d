/* SPDX-License-Identifier: Apache-2.0 */
/*
 * string.format(list) of the strings extension: "%s", "%d", "%.2f" and so on.
 *
 * Errors carry the conformance suite's words. Elements that are unknown make
 * the result unknown; the others are still looked at, since an error wins.
 *
 * Spec: cel-spec, doc/extensions/strings.md, "string.format".
 */
#include "cel/library.h"

#include "cel/number.h"
#include "cel/time.h"
#include "cel/utf8.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define PRECISION_DEFAULT 6
#define PRECISION_MAX 1000 /* digits; no double has more that are not 0 */

/* One call of format(), or one key of a map on its own. */
struct writer {
    struct cel_cx *cx;
    struct buf b;
    struct cel_value unknown; /* CEL_NONE or the union of those met */
    struct cel_value error;   /* CEL_NONE or the first */
};

/* A "%.3f" without the percent sign. */
struct clause {
    uint8_t verb;
    int precision;
};

static bool
failed(struct writer *w, struct cel_value error)
{
    w->error = error;
    return false;
}

static void
begin(struct writer *w, struct cel_cx *cx)
{
    *w = (struct writer){.cx = cx, .unknown = cel_none(), .error = cel_none()};
    buf_init(&w->b, cx->arena, cel_room(cx));
}

/* Memory is charged when the text is whole, work as it grows. */
static bool
charge(struct writer *w, size_t before)
{
    if (w->b.full || !cel_charge(w->cx, 1 + (w->b.n - before) / 16))
        return failed(w, cel_fail_limit(w->cx));
    return true;
}

static bool
wrong_type(struct writer *w, const char *rule, struct cel_value v)
{
    return failed(w, cel_fail(w->cx, CEL_E_VALUE, "error during formatting: %s, was given %.*s",
                              rule, SL_FMT(cel_type_of(v)->name)));
}

/* Runs of octets that are no UTF-8 become one U+FFFD each. */
static void
put_bytes(struct buf *b, struct slice s)
{
    bool bad = false;
    while (s.n > 0) {
        uint32_t cp;
        size_t n = cel_utf8_decode(s, &cp);
        if (n > 0)
            buf_add(b, slice_sub(s, 0, n));
        else if (!bad)
            buf_str(b, "\xef\xbf\xbd");
        bad = n == 0;
        s = slice_sub(s, n ? n : 1, s.n);
    }
}

static bool put_string(struct writer *w, struct cel_value v, unsigned depth);

static bool
put_list(struct writer *w, const struct cel_list *l, unsigned depth)
{
    struct cel_value unsure = cel_list_unsure(l, w->cx);
    if (unsure.kind != CEL_NONE) {
        w->unknown = cel_unknown_join(w->cx, w->unknown, unsure);
        return true;
    }
    buf_str(&w->b, "[");
    for (size_t i = 0; i < l->n; i++) {
        if (i > 0)
            buf_str(&w->b, ", ");
        if (!put_string(w, cel_list_at(l, i, w->cx), depth))
            return false;
    }
    buf_str(&w->b, "]");
    return true;
}

struct entry {
    struct slice key;
    size_t at;
};

static int
by_key(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;
    int order = slice_cmp(x->key, y->key);
    return order ? order : (x->at > y->at) - (x->at < y->at);
}

/* The keys as text, in order. Null after a failure. */
static struct entry *
sorted_keys(struct writer *w, const struct cel_map *m, unsigned depth)
{
    struct entry *v = cel_alloc(w->cx, m->n + 1, sizeof *v);
    if (!v) {
        failed(w, cel_fail_limit(w->cx));
        return NULL;
    }
    for (size_t i = 0; i < m->n; i++) {
        struct writer one;
        begin(&one, w->cx);
        bool ok = put_string(&one, m->keys[i], depth);
        if (!ok) {
            w->error = one.error;
            return NULL;
        }
        v[i] = (struct entry){buf_slice(&one.b), i};
    }
    qsort(v, m->n, sizeof *v, by_key);
    return v;
}

static bool
put_map(struct writer *w, const struct cel_map *m, unsigned depth)
{
    const struct entry *v = sorted_keys(w, m, depth);
    if (!v)
        return false;
    buf_str(&w->b, "{");
    for (size_t i = 0; i < m->n; i++) {
        if (i > 0)
            buf_str(&w->b, ", ");
        buf_add(&w->b, v[i].key);
        buf_str(&w->b, ": ");
        if (!put_string(w, m->values[v[i].at], depth))
            return false;
    }
    buf_str(&w->b, "}");
    return true;
}

/* What is one piece of text. False, and nothing written, for any other kind. */
static bool
put_scalar(struct buf *b, struct cel_value v)
{
    if (v.kind == CEL_STRING)
        buf_add(b, cel_octets(v));
    else if (v.kind == CEL_BYTES)
        put_bytes(b, cel_octets(v));
    else if (v.kind == CEL_NULL)
        buf_str(b, "null");
    else if (v.kind == CEL_BOOL)
        buf_str(b, v.b ? "true" : "false");
    else if (v.kind == CEL_INT)
        buf_printf(b, "%" PRId64, v.i);
    else if (v.kind == CEL_UINT)
        buf_printf(b, "%" PRIu64, v.u);
    else if (v.kind == CEL_DOUBLE)
        cel_double_print_plain(b, v.d);
    else if (v.kind == CEL_TIMESTAMP)
        cel_time_print(b, (struct cel_time){v.i, (int32_t)v.n});
    else if (v.kind == CEL_DURATION)
        cel_duration_print(b, v.i);
    else if (v.kind == CEL_TYPE)
        buf_add(b, v.type->name);
    else
        return false;
    return true;
}

/* %s, and what lists and maps are made of. */
static bool
put_string(struct writer *w, struct cel_value v, unsigned depth)
{
    size_t before = w->b.n;
    if (depth > CEL_VALUE_DEPTH_MAX)
        return failed(w,
                      cel_fail(w->cx, CEL_E_VALUE, "error during formatting: nested too deeply"));
    if (v.kind == CEL_UNKNOWN)
        w->unknown = cel_unknown_join(w->cx, w->unknown, v);
    else if (v.kind == CEL_ERROR)
        return failed(w, v);
    else if (v.kind == CEL_LIST)
        return put_list(w, v.list, depth + 1) && charge(w, before);
    else if (v.kind == CEL_MAP)
        return put_map(w, v.map, depth + 1) && charge(w, before);
    else if (!put_scalar(&w->b, v))
        return wrong_type(w,
                          "string clause can only be used on strings, bools, bytes, ints, doubles, "
                          "maps, lists, types, durations, and timestamps",
                          v);
    return charge(w, before);
}

static bool
put_decimal(struct writer *w, struct cel_value v)
{
    if (v.kind != CEL_INT && v.kind != CEL_UINT && v.kind != CEL_DOUBLE)
        return wrong_type(w, "decimal clause can only be used on integers", v);
    return put_scalar(&w->b, v);
}

/* %f and %e. The C library rounds halves to even, as asked. */
static bool
put_float(struct writer *w, struct cel_value v, struct clause c)
{
    /* At most 309 digits, a sign, a point, an exponent, and what stands behind the point. */
    char text[320 + PRECISION_MAX];
    double d = v.kind == CEL_INT ? (double)v.i : v.kind == CEL_UINT ? (double)v.u : v.d;
    if (v.kind != CEL_INT && v.kind != CEL_UINT && v.kind != CEL_DOUBLE)
        return wrong_type(w,
                          c.verb == 'f' ? "fixed-point clause can only be used on doubles"
                                        : "scientific clause can only be used on doubles",
                          v);
    if (!isfinite(d)) {
        cel_double_print_plain(&w->b, d);
        return true;
    }
    int n = c.verb == 'f' ? snprintf(text, sizeof text, "%.*f", c.precision, d)
                          : snprintf(text, sizeof text, "%.*e", c.precision, d);
    buf_add(&w->b, slice_of(text, (size_t)n));
    return true;
}

/* Digits of a power of two. */
static void
put_digits(struct buf *b, uint64_t v, unsigned bits, const char *digits)
{
    unsigned shift = 0;
    while (shift + bits < 64 && v >> (shift + bits))
        shift += bits;
    for (;; shift -= bits) {
        buf_u8(b, (uint8_t)digits[v >> shift & ((1u << bits) - 1)]);
        if (shift == 0)
            return;
    }
}

static bool
put_radix(struct writer *w, struct cel_value v, unsigned bits, const char *digits)
{
    bool minus = v.kind == CEL_INT && v.i < 0;
    if (minus)
        buf_str(&w->b, "-");
    put_digits(&w->b, minus ? 0 - v.u : v.u, bits, digits);
    return true;
}

static bool
is_integer(struct cel_value v)
{
    return v.kind == CEL_INT || v.kind == CEL_UINT;
}

static bool
put_hex(struct writer *w, struct cel_value v, const char *digits)
{
    if (is_integer(v))
        return put_radix(w, v, 4, digits);
    if (v.kind != CEL_STRING && v.kind != CEL_BYTES)
        return wrong_type(w, "only integers, byte buffers, and strings can be formatted as hex", v);
    for (size_t i = 0; i < v.n; i++) {
        buf_u8(&w->b, (uint8_t)digits[v.p[i] >> 4]);
        buf_u8(&w->b, (uint8_t)digits[v.p[i] & 15]);
    }
    return true;
}

static bool
put_binary(struct writer *w, struct cel_value v)
{
    if (v.kind == CEL_BOOL)
        buf_str(&w->b, v.b ? "1" : "0");
    else if (!is_integer(v))
        return wrong_type(w, "only integers and bools can be formatted as binary", v);
    return v.kind == CEL_BOOL || put_radix(w, v, 1, "01");
}

static bool
put_clause(struct writer *w, struct clause c, struct cel_value v)
{
    size_t before = w->b.n;
    bool ok = false;
    if (v.kind == CEL_UNKNOWN || v.kind == CEL_ERROR)
        return put_string(w, v, 0);
    switch (c.verb) {
    case 's':
        ok = put_string(w, v, 0);
        break;
    case 'd':
        ok = put_decimal(w, v);
        break;
    case 'f':
    case 'e':
        ok = put_float(w, v, c);
        break;
    case 'b':
        ok = put_binary(w, v);
        break;
    case 'x':
        ok = put_hex(w, v, "0123456789abcdef");
        break;
    case 'X':
        ok = put_hex(w, v, "0123456789ABCDEF");
        break;
    case 'o':
        if (!is_integer(v))
            return wrong_type(w, "octal clause can only be used on integers", v);
        ok = put_radix(w, v, 3, "01234567");
        break;
    default:
        break;
    }
    return ok && charge(w, before);
}

static bool
bad_clause(struct writer *w, const char *why)
{
    return failed(w, cel_fail(w->cx, CEL_E_VALUE, "could not parse formatting clause: %s", why));
}

/* Behind the percent sign: [.digits]verb, taken off the front. */
static bool
take_clause(struct writer *w, struct slice *s, struct clause *c)
{
    c->precision = PRECISION_DEFAULT;
    if (s->n > 0 && s->p[0] == '.') {
        size_t n = 1;
        c->precision = 0;
        for (; n < s->n && s->p[n] >= '0' && s->p[n] <= '9'; n++)
            c->precision =
                c->precision > PRECISION_MAX ? c->precision : c->precision * 10 + (s->p[n] - '0');
        if (n == 1)
            return bad_clause(w, "a precision without digits");
        if (c->precision > PRECISION_MAX)
            return bad_clause(w, "a precision above 1000");
        *s = slice_sub(*s, n, s->n);
    }
    if (s->n == 0)
        return bad_clause(w, "the string ends in it");
    c->verb = s->p[0];
    if (c->verb == '\0' || !strchr("sdfebxXo", c->verb)) {
        uint32_t cp;
        size_t n = cel_utf8_decode(*s, &cp);
        return failed(w, cel_fail(w->cx, CEL_E_VALUE,
                                  "could not parse formatting clause: unrecognized formatting "
                                  "clause \"%.*s\"",
                                  SL_FMT(slice_sub(*s, 0, n ? n : 1))));
    }
    *s = slice_sub(*s, 1, s->n);
    return true;
}

static bool
run_template(struct writer *w, struct slice s, const struct cel_list *args)
{
    size_t next = 0;
    while (s.n > 0) {
        size_t before = w->b.n, plain = slice_find(s, SL("%"));
        buf_add(&w->b, slice_sub(s, 0, plain));
        s = slice_sub(s, plain == SIZE_MAX ? s.n : plain + 1, s.n);
        if (!charge(w, before))
            return false;
        if (plain == SIZE_MAX)
            break;
        if (s.n > 0 && s.p[0] == '%') {
            buf_str(&w->b, "%");
            s = slice_sub(s, 1, s.n);
            continue;
        }
        struct clause c;
        if (next >= args->n)
            return failed(w, cel_fail(w->cx, CEL_E_INDEX, "index %zu out of range", next));
        if (!take_clause(w, &s, &c) || !put_clause(w, c, cel_list_at(args, next, w->cx)))
            return false;
        next++;
    }
    return true;
}

static struct cel_value
format(struct cel_cx *cx, const struct cel_value *v)
{
    struct writer w;
    begin(&w, cx);
    bool ok = run_template(&w, cel_octets(v[0]), v[1].list);
    if (!ok)
        return w.error;
    if (w.unknown.kind != CEL_NONE)
        return w.unknown;
    return w.b.full ? cel_fail_limit(cx) : cel_string(buf_slice(&w.b));
}

static const struct cel_row rows[] = {
    {"format", "string.(list(dyn)) -> string", format, false},
};

const struct cel_table cel_ext_format = {rows, COUNT_OF(rows)};
