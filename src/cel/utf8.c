/* SPDX-License-Identifier: Apache-2.0 */
#include "cel/utf8.h"

static bool
is_continuation(uint8_t c)
{
    return (c & 0xC0) == 0x80;
}

size_t
cel_utf8_decode(struct slice s, uint32_t *cp)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    if (s.n == 0)
        return 0;
    uint8_t c = s.p[0];
    if (c < 0x80) {
        *cp = c;
        return 1;
    }
    size_t n = c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : 2;
    if (c < 0xC2 || c > 0xF4 || s.n < n)
        return 0;
    uint32_t v = c & (0x7Fu >> n);
    for (size_t i = 1; i < n; i++) {
        if (!is_continuation(s.p[i]))
            return 0;
        v = v << 6 | (s.p[i] & 0x3F);
    }
    if (v < least[n] || v > 0x10FFFF || (v >= 0xD800 && v <= 0xDFFF))
        return 0;
    *cp = v;
    return n;
}

size_t
cel_utf8_encode(uint8_t out[4], uint32_t cp)
{
    if (cp > 0x10FFFF || (cp >= 0xD800 && cp <= 0xDFFF))
        return 0;
    if (cp < 0x80) {
        out[0] = (uint8_t)cp;
        return 1;
    }
    size_t n = cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4;
    for (size_t i = n - 1; i > 0; i--) {
        out[i] = (uint8_t)(0x80 | (cp & 0x3F));
        cp >>= 6;
    }
    out[0] = (uint8_t)((0xF00u >> n) | cp);
    return n;
}

bool
cel_utf8_valid(struct slice s)
{
    uint32_t cp;
    while (s.n > 0) {
        size_t n = cel_utf8_decode(s, &cp);
        if (n == 0)
            return false;
        s = slice_of(s.p + n, s.n - n);
    }
    return true;
}

size_t
cel_utf8_count(struct slice s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        n += !is_continuation(s.p[i]);
    return n;
}

size_t
cel_utf8_offset(struct slice s, size_t i)
{
    size_t at = 0;
    for (; at < s.n; at++) {
        if (is_continuation(s.p[at]))
            continue;
        if (i-- == 0)
            return at;
    }
    return i == 0 ? s.n : SIZE_MAX;
}
