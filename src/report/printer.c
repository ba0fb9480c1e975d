/* SPDX-License-Identifier: Apache-2.0 */
#include "report/printer.h"

#include "text/utf8.h"

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
    for (size_t i = 0; i < s.n; i++)
        n += (s.p[i] & 0xc0) != 0x80;
    return n;
}

void
printer_spaces(struct printer *p, size_t n)
{
    buf_printf(p->out, "%*s", (int)n, "");
}

/*
 * Controls of both blocks, and those that turn the direction of what follows:
 * U+200E, U+200F, U+202A to U+202E, U+2066 to U+2069.
 */
static bool
is_control(struct slice c)
{
    if (c.n == 1)
        return c.p[0] < 0x20 || c.p[0] == 0x7f;
    if (c.n == 2)
        return c.p[0] == 0xc2 && c.p[1] < 0xa0;
    if (c.n != 3 || c.p[0] != 0xe2)
        return false;
    uint8_t last = c.p[2];
    if (c.p[1] == 0x80)
        return last == 0x8e || last == 0x8f || (last >= 0xaa && last <= 0xae);
    return c.p[1] == 0x81 && last >= 0xa6 && last <= 0xa9;
}

void
printer_safe(struct printer *p, struct slice s)
{
    while (s.n > 0) {
        size_t n = utf8_next(s);
        struct slice c = slice_sub(s, 0, n ? n : 1);
        if (n == 0 || is_control(c))
            buf_u8(p->out, '?');
        else
            buf_add(p->out, c);
        s = slice_sub(s, c.n, s.n);
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
