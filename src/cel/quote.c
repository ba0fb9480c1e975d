/* SPDX-License-Identifier: Apache-2.0 */
#include "cel/quote.h"

#include "cel/number.h"

#include <math.h>

/* The letter behind the backslash, or 0 where the octet needs none of these. */
static char
escape_letter(uint8_t c)
{
    switch (c) {
    case '\a':
        return 'a';
    case '\b':
        return 'b';
    case '\f':
        return 'f';
    case '\n':
        return 'n';
    case '\r':
        return 'r';
    case '\t':
        return 't';
    case '\v':
        return 'v';
    case '"':
    case '\\':
        return (char)c;
    default:
        return 0;
    }
}

static void
quote(struct buf *b, struct slice s, bool ascii_only)
{
    buf_str(b, "\"");
    for (size_t i = 0; i < s.n; i++) {
        uint8_t c = s.p[i];
        char letter = escape_letter(c);
        if (letter) {
            uint8_t two[] = {'\\', (uint8_t)letter};
            buf_add(b, slice_of(two, 2));
        } else if (c < 0x20 || c == 0x7F || (ascii_only && c >= 0x80)) {
            buf_printf(b, "\\x%02x", c);
        } else {
            buf_add(b, slice_of(&c, 1));
        }
    }
    buf_str(b, "\"");
}

void
cel_quote_string(struct buf *b, struct slice s)
{
    quote(b, s, false);
}

void
cel_quote_bytes(struct buf *b, struct slice s)
{
    buf_str(b, "b");
    quote(b, s, true);
}

void
cel_quote_double(struct buf *b, double v)
{
    if (!isfinite(v)) {
        buf_str(b, "double(\"");
        cel_double_print(b, v);
        buf_str(b, "\")");
        return;
    }
    size_t from = b->n;
    cel_double_print(b, v);
    for (size_t i = from; i < b->n; i++)
        if (b->p[i] == '.' || b->p[i] == 'e')
            return;
    buf_str(b, ".0");
}
