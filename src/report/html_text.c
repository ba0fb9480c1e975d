/* SPDX-License-Identifier: Apache-2.0 */
#include "report/html_text.h"

static const char *
entity(uint8_t c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    }
    return NULL;
}

/* Length of the UTF-8 sequence at the front (RFC 3629, section 4), or 0. */
static size_t
utf8_length(struct slice s)
{
    uint8_t c = s.p[0];
    size_t n = c < 0x80                ? 1
               : c >= 0xc2 && c < 0xe0 ? 2
               : (c & 0xf0) == 0xe0    ? 3
               : c >= 0xf0 && c < 0xf5 ? 4
                                       : 0;
    if (n == 0 || n > s.n)
        return 0;
    for (size_t i = 1; i < n; i++)
        if ((s.p[i] & 0xc0) != 0x80)
            return 0;
    bool overlong = (c == 0xe0 && s.p[1] < 0xa0) || (c == 0xf0 && s.p[1] < 0x90);
    bool surrogate = c == 0xed && s.p[1] >= 0xa0;
    bool past_end = c == 0xf4 && s.p[1] >= 0x90;
    return overlong || surrogate || past_end ? 0 : n;
}

static bool
is_control(struct slice s)
{
    bool c0 = s.p[0] < 0x20 && s.p[0] != '\n' && s.p[0] != '\t';
    bool c1 = s.p[0] == 0xc2 && s.n > 1 && s.p[1] < 0xa0;
    return c0 || c1 || s.p[0] == 0x7f;
}

void
html_text(struct buf *b, struct slice s)
{
    while (s.n > 0) {
        size_t n = utf8_length(s);
        const char *e = entity(s.p[0]);
        if (n == 0 || is_control(s))
            buf_str(b, "\xef\xbf\xbd");
        else if (e)
            buf_str(b, e);
        else
            buf_add(b, slice_sub(s, 0, n));
        s = slice_sub(s, n ? n : 1, s.n);
    }
}
