/* SPDX-License-Identifier: Apache-2.0 */
#include "cel/number.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define DIGITS_MAX 17 /* decimal digits that tell any two doubles apart */

static bool
is_digit(uint8_t c)
{
    return c >= '0' && c <= '9';
}

/* Takes a sign off the front; true for a minus. */
static bool
take_sign(struct slice *s)
{
    if (s->n == 0 || (s->p[0] != '-' && s->p[0] != '+'))
        return false;
    bool minus = s->p[0] == '-';
    *s = slice_sub(*s, 1, s->n);
    return minus;
}

static int
digit_value(uint8_t c)
{
    if (is_digit(c))
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return 16;
}

static enum cel_number_result
magnitude(uint64_t *out, struct slice s, unsigned base)
{
    uint64_t v = 0;
    bool over = false;
    if (s.n == 0 || s.n > CEL_NUMBER_MAX)
        return CEL_NUMBER_SYNTAX;
    for (size_t i = 0; i < s.n; i++) {
        unsigned d = (unsigned)digit_value(s.p[i]);
        if (d >= base)
            return CEL_NUMBER_SYNTAX;
        over |= __builtin_mul_overflow(v, base, &v);
        over |= __builtin_add_overflow(v, d, &v);
    }
    *out = v;
    return over ? CEL_NUMBER_RANGE : CEL_NUMBER_OK;
}

enum cel_number_result
cel_int_parse(int64_t *out, struct slice s)
{
    bool minus = take_sign(&s);
    uint64_t v;
    enum cel_number_result r = magnitude(&v, s, 10);
    if (r != CEL_NUMBER_OK)
        return r;
    if (v > (uint64_t)INT64_MAX + minus)
        return CEL_NUMBER_RANGE;
    *out = minus ? (int64_t)(0 - v) : (int64_t)v;
    return CEL_NUMBER_OK;
}

enum cel_number_result
cel_uint_parse(uint64_t *out, struct slice s)
{
    if (s.n > 0 && s.p[0] == '+')
        s = slice_sub(s, 1, s.n);
    return magnitude(out, s, 10);
}

enum cel_number_result
cel_hex_parse(uint64_t *out, struct slice digits)
{
    return magnitude(out, digits, 16);
}

static bool
same_letters(struct slice s, const char *lower)
{
    if (s.n != strlen(lower))
        return false;
    for (size_t i = 0; i < s.n; i++)
        if ((s.p[i] | 0x20) != (uint8_t)lower[i])
            return false;
    return true;
}

static size_t
skip_digits(struct slice s, size_t at)
{
    while (at < s.n && is_digit(s.p[at]))
        at++;
    return at;
}

/* digits [. digits] [e [+-] digits], a digit on at least one side of the point. */
static bool
is_decimal(struct slice s)
{
    size_t at = skip_digits(s, 0), digits = at;
    if (at < s.n && s.p[at] == '.') {
        size_t end = skip_digits(s, at + 1);
        digits += end - at - 1;
        at = end;
    }
    if (digits == 0)
        return false;
    if (at < s.n && (s.p[at] == 'e' || s.p[at] == 'E')) {
        at++;
        if (at < s.n && (s.p[at] == '+' || s.p[at] == '-'))
            at++;
        size_t end = skip_digits(s, at);
        if (end == at)
            return false;
        at = end;
    }
    return at == s.n;
}

enum cel_number_result
cel_double_parse(double *out, struct slice s)
{
    if (same_letters(s, "nan")) {
        *out = (double)NAN;
        return CEL_NUMBER_OK;
    }
    bool minus = take_sign(&s);
    if (same_letters(s, "inf") || same_letters(s, "infinity")) {
        *out = minus ? -(double)INFINITY : (double)INFINITY;
        return CEL_NUMBER_OK;
    }
    if (s.n > CEL_NUMBER_MAX || !is_decimal(s))
        return CEL_NUMBER_SYNTAX;

    char text[CEL_NUMBER_MAX + 1];
    memcpy(text, s.p, s.n);
    text[s.n] = '\0';
    double v = strtod(text, NULL); /* the syntax is checked: all of it is read */
    if (isinf(v))
        return CEL_NUMBER_RANGE;
    *out = minus ? -v : v;
    return CEL_NUMBER_OK;
}

/* value = d.ddd * 10^exponent; the last digit is not 0, except that of zero. */
struct decimal {
    char d[DIGITS_MAX + 1];
    int n;
    int exponent;
};

/* `text` is what "%.*e" printed, a nonnegative number. */
static void
split_e(struct decimal *out, const char *text)
{
    const char *e = strchr(text, 'e');
    out->n = 0;
    for (const char *p = text; p < e; p++)
        if (is_digit((uint8_t)*p))
            out->d[out->n++] = *p;
    out->exponent = (int)strtol(e + 1, NULL, 10);
    while (out->n > 1 && out->d[out->n - 1] == '0')
        out->n--;
    out->d[out->n] = '\0';
}

static bool
reads_back(const struct decimal *d, double v)
{
    char text[40];
    snprintf(text, sizeof text, "%c.%se%d", d->d[0], d->d + 1, d->exponent);
    return strtod(text, NULL) == v;
}

/* The next decimal of as many digits. */
static void
step_up(struct decimal *d, int digits)
{
    while (d->n < digits)
        d->d[d->n++] = '0';
    int i = digits - 1;
    while (i >= 0 && d->d[i] == '9')
        d->d[i--] = '0';
    if (i >= 0) {
        d->d[i]++;
    } else {
        d->d[0] = '1';
        d->exponent++;
    }
    while (d->n > 1 && d->d[d->n - 1] == '0')
        d->n--;
    d->d[d->n] = '\0';
}

/*
 * The fewest digits that read back as v (finite, not negative). Mostly the
 * correctly rounded ones; only at a power of two, where the doubles below lie
 * twice as dense as those above, the neighbour above can be shorter.
 */
static void
shortest(struct decimal *out, double v)
{
    int binary;
    bool power = frexp(v, &binary) == 0.5;
    for (int digits = 1; digits <= DIGITS_MAX; digits++) {
        char text[40];
        snprintf(text, sizeof text, "%.*e", digits - 1, v);
        split_e(out, text);
        if (reads_back(out, v))
            return;
        if (power) {
            step_up(out, digits);
            if (reads_back(out, v))
                return;
        }
    }
}

static void
print_scientific(struct buf *b, const struct decimal *d)
{
    buf_printf(b, "%c%s%se%c%02d", d->d[0], d->n > 1 ? "." : "", d->d + 1,
               d->exponent < 0 ? '-' : '+', abs(d->exponent));
}

static void
print_zeros(struct buf *b, int n)
{
    for (int i = 0; i < n; i++)
        buf_u8(b, '0');
}

static void
print_positional(struct buf *b, const struct decimal *d)
{
    int before = d->exponent + 1; /* digits in front of the point */
    if (before <= 0) {
        buf_str(b, "0.");
        print_zeros(b, -before);
        buf_str(b, d->d);
    } else if (before >= d->n) {
        buf_str(b, d->d);
        print_zeros(b, before - d->n);
    } else {
        buf_printf(b, "%.*s.%s", before, d->d, d->d + before);
    }
}

void
cel_double_print(struct buf *b, double v)
{
    if (isnan(v)) {
        buf_str(b, "NaN");
        return;
    }
    if (isinf(v)) {
        buf_str(b, v < 0 ? "-Inf" : "+Inf");
        return;
    }
    struct decimal d;
    shortest(&d, fabs(v));
    if (signbit(v))
        buf_u8(b, '-');
    if (d.exponent < -4 || d.exponent >= 6) /* the bounds of C's %g, which cel-go keeps */
        print_scientific(b, &d);
    else
        print_positional(b, &d);
}

void
cel_double_print_plain(struct buf *b, double v)
{
    if (isnan(v)) {
        buf_str(b, "NaN");
        return;
    }
    if (signbit(v))
        buf_u8(b, '-');
    if (isinf(v)) {
        buf_str(b, "Infinity");
        return;
    }
    struct decimal d;
    shortest(&d, fabs(v));
    print_positional(b, &d);
}

/* Two to the 63rd is no int; neither is its negative, by the conformance suite. */
bool
cel_double_to_int(int64_t *out, double v)
{
    if (!(v > -0x1p63 && v < 0x1p63))
        return false;
    *out = (int64_t)v;
    return true;
}

bool
cel_double_to_uint(uint64_t *out, double v)
{
    if (!(v >= 0 && v < 0x1p64))
        return false;
    *out = (uint64_t)v;
    return true;
}
