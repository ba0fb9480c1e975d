/* SPDX-License-Identifier: Apache-2.0 */
#include "report/printer.h"

#include "text/visible.h"

void
printer_init(struct printer *p, struct buf *out, unsigned columns, bool colour, bool utf8)
{
    *p = (struct printer){
        .out = out,
        .a = out->a,
        .columns = columns < PRINTER_COLUMNS_MIN ? PRINTER_COLUMNS_MIN : columns,
        .colour = colour,
        .utf8 = utf8,
    };
}

void
printer_ink(struct printer *p, enum ink k)
{
    static const char *const codes[] = {
        [INK_NONE] = "\033[0m",    [INK_GOOD] = "\033[32m", [INK_BAD] = "\033[1;31m",
        [INK_UNSURE] = "\033[33m", [INK_DIM] = "\033[2m",   [INK_BOLD] = "\033[1m",
    };
    if (p->colour)
        buf_str(p->out, codes[k]);
}

size_t
printer_width(struct slice s)
{
    size_t n = 0;
    while (s.n > 0) {
        char room[VISIBLE_ROOM];
        const uint8_t *at = s.p;
        struct slice c = visible_next(&s, room);
        n += c.p == at ? 1 : c.n;
    }
    return n;
}

void
printer_spaces(struct printer *p, size_t n)
{
    buf_printf(p->out, "%*s", (int)n, "");
}

void
printer_safe(struct printer *p, struct slice s)
{
    while (s.n > 0) {
        char room[VISIBLE_ROOM];
        buf_add(p->out, visible_next(&s, room));
    }
}

void
printer_wrapped(struct printer *p, size_t at, size_t indent, struct slice text)
{
    struct slice word;
    bool first = true;
    while (slice_cut(&text, ' ', &word)) {
        size_t w = printer_width(word);
        if (!first && at + 1 + w > p->columns) {
            buf_u8(p->out, '\n');
            printer_spaces(p, indent);
            at = indent;
            first = true;
        }
        if (!first) {
            buf_u8(p->out, ' ');
            at++;
        }
        printer_safe(p, word);
        at += w;
        first = false;
    }
    buf_u8(p->out, '\n');
}

void
printer_padded(struct printer *p, struct slice s, size_t width)
{
    printer_safe(p, s);
    size_t w = printer_width(s);
    printer_spaces(p, w < width ? width - w : 0);
}

void
printer_detail(struct printer *p, enum ink k, const char *label, struct slice text)
{
    if (text.n == 0)
        return;
    printer_spaces(p, 6);
    printer_ink(p, k);
    buf_str(p->out, label);
    printer_ink(p, INK_NONE);
    buf_u8(p->out, ' ');
    size_t at = 6 + printer_width(slice_str(label)) + 1;
    printer_wrapped(p, at, at, text);
}
