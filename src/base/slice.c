/* SPDX-License-Identifier: Apache-2.0 */
#include "base/slice.h"

int
slice_cmp(struct slice a, struct slice b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    int c = n ? memcmp(a.p, b.p, n) : 0;
    if (c != 0)
        return c;
    return (a.n > b.n) - (a.n < b.n);
}

bool
slice_has_prefix(struct slice s, struct slice prefix)
{
    return s.n >= prefix.n && slice_eq(slice_sub(s, 0, prefix.n), prefix);
}

bool
slice_has_suffix(struct slice s, struct slice suffix)
{
    return s.n >= suffix.n && slice_eq(slice_sub(s, s.n - suffix.n, suffix.n), suffix);
}

size_t
slice_find(struct slice s, struct slice what)
{
    if (what.n == 0)
        return 0;
    const uint8_t *at = s.n ? memmem(s.p, s.n, what.p, what.n) : NULL;
    return at ? (size_t)(at - s.p) : SIZE_MAX;
}

static bool
is_space(uint8_t c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

struct slice
slice_trim(struct slice s)
{
    while (s.n > 0 && is_space(s.p[0]))
        s = slice_sub(s, 1, s.n);
    while (s.n > 0 && is_space(s.p[s.n - 1]))
        s.n--;
    return s;
}

struct slice
slice_sub(struct slice s, size_t from, size_t n)
{
    if (from >= s.n)
        return (struct slice){s.n ? s.p + s.n : s.p, 0};
    size_t left = s.n - from;
    return (struct slice){s.p + from, n < left ? n : left};
}

bool
slice_cut(struct slice *s, uint8_t sep, struct slice *head)
{
    *head = (struct slice){0};
    if (s->n == 0)
        return false;
    const uint8_t *at = memchr(s->p, sep, s->n);
    size_t n = at ? (size_t)(at - s->p) : s->n;
    *head = slice_sub(*s, 0, n);
    *s = slice_sub(*s, n + 1, s->n);
    return true;
}

bool
slice_take(struct slice *s, size_t n, struct slice *out)
{
    if (s->n < n)
        return false;
    *out = (struct slice){s->p, n};
    if (n > 0)
        *s = (struct slice){s->p + n, s->n - n};
    return true;
}

/* The next n octets as a big-endian number; n is at most 4. */
static bool
take_be(struct slice *s, size_t n, uint32_t *out)
{
    struct slice octets;
    if (!slice_take(s, n, &octets))
        return false;
    uint32_t v = 0;
    for (size_t i = 0; i < n; i++)
        v = v << 8 | octets.p[i];
    *out = v;
    return true;
}

bool
slice_u8(struct slice *s, uint8_t *out)
{
    uint32_t v;
    if (!take_be(s, 1, &v))
        return false;
    *out = (uint8_t)v;
    return true;
}

bool
slice_u16(struct slice *s, uint16_t *out)
{
    uint32_t v;
    if (!take_be(s, 2, &v))
        return false;
    *out = (uint16_t)v;
    return true;
}

bool
slice_u24(struct slice *s, uint32_t *out)
{
    return take_be(s, 3, out);
}

bool
slice_u32(struct slice *s, uint32_t *out)
{
    return take_be(s, 4, out);
}

/* A length of `width` octets and that many octets behind it, all or nothing. */
static bool
take_vec(struct slice *s, size_t width, struct slice *out)
{
    struct slice rest = *s;
    uint32_t n;
    if (!take_be(&rest, width, &n) || !slice_take(&rest, n, out))
        return false;
    *s = rest;
    return true;
}

bool
slice_vec8(struct slice *s, struct slice *out)
{
    return take_vec(s, 1, out);
}

bool
slice_vec16(struct slice *s, struct slice *out)
{
    return take_vec(s, 2, out);
}

bool
slice_vec24(struct slice *s, struct slice *out)
{
    return take_vec(s, 3, out);
}

static int
digit_value(uint8_t c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return 16;
}

bool
slice_to_u64(struct slice s, uint64_t *out)
{
    bool hex = s.n > 2 && s.p[0] == '0' && (s.p[1] == 'x' || s.p[1] == 'X');
    uint64_t base = hex ? 16 : 10;
    size_t i = hex ? 2 : 0;
    if (i == s.n)
        return false;
    uint64_t v = 0;
    for (; i < s.n; i++) {
        uint64_t d = (uint64_t)digit_value(s.p[i]);
        if (d >= base || v > (UINT64_MAX - d) / base)
            return false;
        v = v * base + d;
    }
    *out = v;
    return true;
}

bool
slice_to_i64(struct slice s, int64_t *out)
{
    bool minus = s.n > 0 && s.p[0] == '-';
    bool sign = minus || (s.n > 0 && s.p[0] == '+');
    uint64_t v;
    if (!slice_to_u64(slice_sub(s, sign ? 1 : 0, s.n), &v))
        return false;
    if (v > (uint64_t)INT64_MAX + (minus ? 1 : 0))
        return false;
    /* Negate in unsigned arithmetic: INT64_MIN has no positive twin. */
    *out = (int64_t)(minus ? 0 - v : v);
    return true;
}
