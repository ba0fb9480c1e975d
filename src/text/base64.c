/* SPDX-License-Identifier: Apache-2.0 */
#include "text/base64.h"

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

struct slice
base64_encode(struct arena *a, struct slice octets)
{
    size_t n = (octets.n + 2) / 3 * 4;
    uint8_t *p = arena_alloc(a, n, 1);
    for (size_t i = 0, o = 0; i < octets.n; i += 3, o += 4) {
        size_t left = octets.n - i;
        uint32_t v = (uint32_t)octets.p[i] << 16;
        v |= left > 1 ? (uint32_t)octets.p[i + 1] << 8 : 0;
        v |= left > 2 ? octets.p[i + 2] : 0;
        for (unsigned k = 0; k < 4; k++)
            p[o + k] = k > left ? '=' : (uint8_t)alphabet[v >> (18 - 6 * k) & 63];
    }
    return slice_of(p, n);
}

/* 64 for what is no digit. */
static uint32_t
value_of(uint8_t c)
{
    if (c >= 'A' && c <= 'Z')
        return (uint32_t)(c - 'A');
    if (c >= 'a' && c <= 'z')
        return (uint32_t)(c - 'a') + 26;
    if (c >= '0' && c <= '9')
        return (uint32_t)(c - '0') + 52;
    if (c == '+')
        return 62;
    return c == '/' ? 63 : 64;
}

bool
base64_decode(struct slice *out, struct arena *a, struct slice text)
{
    if (text.n % 4 != 0)
        return false;
    size_t pad = slice_has_suffix(text, SL("==")) ? 2 : slice_has_suffix(text, SL("="));
    uint8_t *p = arena_alloc(a, text.n / 4 * 3, 1);
    for (size_t i = 0, o = 0; i < text.n; i += 4, o += 3) {
        size_t digits = i + 4 < text.n ? 4 : 4 - pad;
        uint32_t v = 0;
        for (size_t k = 0; k < 4; k++) {
            uint32_t d = k < digits ? value_of(text.p[i + k]) : 0;
            if (d > 63)
                return false;
            v = v << 6 | d;
        }
        if (digits < 4 && v << (8 * (digits - 1) + 8) != 0) /* bits behind the end */
            return false;
        p[o] = (uint8_t)(v >> 16);
        p[o + 1] = (uint8_t)(v >> 8);
        p[o + 2] = (uint8_t)v;
    }
    *out = slice_of(p, text.n / 4 * 3 - pad);
    return true;
}
