/* SPDX-License-Identifier: Apache-2.0 */
#include "report/html_text.h"

#include "text/visible.h"

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

void
html_text(struct buf *b, struct slice s)
{
    while (s.n > 0) {
        char room[VISIBLE_ROOM];
        bool blank = s.p[0] == '\n' || s.p[0] == '\t';
        const char *e = entity(s.p[0]);
        struct slice first = slice_sub(s, 0, 1), c = visible_next(&s, room);
        if (e)
            buf_str(b, e);
        else
            buf_add(b, blank ? first : c);
    }
}

void
html_foreign(struct buf *b, struct slice s)
{
    buf_str(b, "<bdi>");
    html_text(b, s);
    buf_str(b, "</bdi>");
}
