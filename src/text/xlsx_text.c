/* SPDX-License-Identifier: Apache-2.0 */
#include "text/xlsx_text.h"

#define ESCAPE 7 /* octets of _xHHHH_ */

const struct slice xlsx_namespaces[XLSX_NAMESPACES] = {
    SL_INIT("http://schemas.openxmlformats.org/spreadsheetml/2006/main"),
    SL_INIT("http://purl.oclc.org/ooxml/spreadsheetml/main"),
};

static int
hex(uint8_t c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

/* The code unit of the escape that `s` starts with. */
static bool
escape_at(struct slice s, uint32_t *unit)
{
    if (s.n < ESCAPE || s.p[0] != '_' || s.p[1] != 'x' || s.p[6] != '_')
        return false;
    *unit = 0;
    for (size_t i = 2; i < 6; i++) {
        int digit = hex(s.p[i]);
        if (digit < 0)
            return false;
        *unit = *unit << 4 | (uint32_t)digit;
    }
    return true;
}

static void
add_utf8(struct buf *b, uint32_t c)
{
    if (c < 0x80) {
        buf_u8(b, c);
        return;
    }
    if (c < 0x800) {
        buf_u8(b, 0xc0 | c >> 6);
    } else {
        if (c < 0x10000) {
            buf_u8(b, 0xe0 | c >> 12);
        } else {
            buf_u8(b, 0xf0 | c >> 18);
            buf_u8(b, 0x80 | (c >> 12 & 0x3f));
        }
        buf_u8(b, 0x80 | (c >> 6 & 0x3f));
    }
    buf_u8(b, 0x80 | (c & 0x3f));
}

/* Takes the escape or pair of escapes that `s` starts with; 0 where it says nothing. */
static size_t
decode_escape(struct buf *b, struct slice s)
{
    uint32_t unit, low;
    if (!escape_at(s, &unit) || unit == 0 || (unit >= 0xdc00 && unit <= 0xdfff))
        return 0;
    if (unit < 0xd800 || unit > 0xdbff) {
        add_utf8(b, unit);
        return ESCAPE;
    }
    if (!escape_at(slice_sub(s, ESCAPE, s.n), &low) || low < 0xdc00 || low > 0xdfff)
        return 0;
    add_utf8(b, 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00));
    return (size_t)2 * ESCAPE;
}

struct slice
xlsx_text_decode(struct arena *a, struct slice s)
{
    if (slice_find(s, SL("_x")) == SIZE_MAX)
        return s;
    struct buf b;
    buf_init(&b, a, s.n);
    while (s.n) {
        size_t plain = slice_find(s, SL("_x"));
        plain = plain < s.n ? plain : s.n;
        buf_add(&b, slice_sub(s, 0, plain));
        s = slice_sub(s, plain, s.n);
        size_t n = decode_escape(&b, s);
        if (n == 0) {
            n = s.n ? 1 : 0;
            buf_add(&b, slice_sub(s, 0, n));
        }
        s = slice_sub(s, n, s.n);
    }
    return buf_slice(&b);
}

/* Octets at the front that have to be escaped, and as which unit; 0: none. */
static size_t
wants_escape(struct slice s, uint32_t *unit)
{
    uint8_t c = s.p[0];
    *unit = c;
    if (c < 0x20)
        return c == '\t' || c == '\n' ? 0 : 1;
    uint32_t looks_like;
    if (c == '_')
        return escape_at(s, &looks_like) ? 1 : 0;
    if (c == 0xef && s.n > 2 && s.p[1] == 0xbf && s.p[2] >= 0xbe) {
        *unit = 0xff00U | (uint32_t)(s.p[2] + 0x40); /* U+FFFE, U+FFFF are no characters of XML */
        return 3;
    }
    return 0;
}

void
xlsx_text_encode(struct buf *b, struct slice s)
{
    size_t from = 0;
    for (size_t i = 0; i < s.n;) {
        uint32_t unit;
        size_t n = wants_escape(slice_sub(s, i, s.n), &unit);
        if (n == 0) {
            i++;
            continue;
        }
        buf_add(b, slice_sub(s, from, i - from));
        buf_printf(b, "_x%04X_", unit);
        from = i += n;
    }
    buf_add(b, slice_sub(s, from, s.n));
}
