/* SPDX-License-Identifier: Apache-2.0 */
/* The encoders extension: base64, padding optional on reading. Spec: RFC 4648, section 4. */
#include "cel/library.h"

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static struct cel_value
encode(struct cel_cx *cx, const struct cel_value *v)
{
    size_t n = ((size_t)v[0].n + 2) / 3 * 4;
    uint8_t *p = cel_alloc(cx, n, 1);
    if (!p)
        return cel_fail_limit(cx);
    for (size_t i = 0, o = 0; i < v[0].n; i += 3, o += 4) {
        size_t left = v[0].n - i;
        uint32_t w = (uint32_t)v[0].p[i] << 16;
        w |= left > 1 ? (uint32_t)v[0].p[i + 1] << 8 : 0;
        w |= left > 2 ? v[0].p[i + 2] : 0;
        for (size_t k = 0; k < 4; k++)
            p[o + k] = k <= left ? (uint8_t)alphabet[w >> (18 - 6 * k) & 63] : '=';
    }
    return cel_string(slice_of(p, n));
}

static int
digit(uint8_t c)
{
    const char *at = c ? strchr(alphabet, c) : NULL;
    return at ? (int)(at - alphabet) : -1;
}

static struct cel_value
decode(struct cel_cx *cx, const struct cel_value *v)
{
    struct slice s = cel_octets(v[0]);
    if (s.n % 4 == 0) /* padding is right or absent */
        for (size_t i = 0; i < 2 && s.n > 0 && s.p[s.n - 1] == '='; i++)
            s.n--;
    uint8_t *p = cel_alloc(cx, s.n / 4 * 3 + 3, 1);
    if (!p)
        return cel_fail_limit(cx);
    uint32_t w = 0, bits = 0;
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        int d = digit(s.p[i]);
        if (d < 0)
            return cel_fail(cx, CEL_E_VALUE, "illegal base64 data at octet %zu", i);
        w = w << 6 | (uint32_t)d;
        bits += 6;
        if (bits >= 8) {
            bits -= 8;
            p[n++] = (uint8_t)(w >> bits);
            w &= (1u << bits) - 1;
        }
    }
    if (s.n % 4 == 1 || w != 0)
        return cel_fail(cx, CEL_E_VALUE, "illegal base64 data: its end is cut off");
    return cel_bytes(slice_of(p, n));
}

static const struct cel_row rows[] = {
    {"base64.encode", "(bytes) -> string", encode, false},
    {"base64.decode", "(string) -> bytes", decode, false},
};

const struct cel_table cel_ext_encoders = {rows, COUNT_OF(rows)};
