/* SPDX-License-Identifier: Apache-2.0 */
#include "report/html_text.h"

#include "text/utf8.h"

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
        size_t n = utf8_next(s);
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
