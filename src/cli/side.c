/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/side.h"

#include "cli/table.h"

#define GAP 3

/* Octets of the character at `i`. */
static size_t
character(struct slice s, size_t i)
{
    size_t n = 1;
    while (i + n < s.n && (s.p[i + n] & 0xC0) == 0x80)
        n++;
    return n;
}

bool
side_line(struct slice *rest, size_t width, struct slice *line)
{
    struct slice s = *rest;
    size_t at = 0, used = 0, space = 0; /* space: where the last word may end */
    bool chinese = false;               /* what stands before `at` */
    if (s.n == 0)
        return false;
    while (at < s.n && s.p[at] != '\n') {
        size_t n = character(s, at), w = table_width(slice_sub(s, at, n));
        if (used + w > width && used > 0)
            break;
        if (s.p[at] == ' ' || n > 1 || chinese) /* a line may end there, and beside Chinese */
            space = at;
        chinese = n > 1;
        used += w;
        at += n;
    }
    bool whole = at == s.n || s.p[at] == '\n' || s.p[at] == ' ' || character(s, at) > 1 || chinese;
    size_t end = whole || space == 0 ? at : space, text = end;
    while (text > 0 && s.p[text - 1] == ' ')
        text--;
    *line = slice_sub(s, 0, text);
    while (end < s.n && (s.p[end] == ' ' || s.p[end] == '\n')) {
        bool newline = s.p[end++] == '\n';
        if (newline)
            break;
    }
    *rest = slice_sub(s, end, s.n);
    return true;
}

static void
print_line(struct printer *p, struct slice line)
{
    printer_safe(p, line);
    buf_str(p->out, "\n");
}

static void
stacked(struct printer *p, struct slice left, struct slice right)
{
    struct slice line;
    while (side_line(&left, p->columns, &line))
        print_line(p, line);
    while (side_line(&right, p->columns, &line))
        print_line(p, line);
}

void
side_print(struct printer *p, struct slice left, struct slice right)
{
    if (p->columns < SIDE_COLUMNS_MIN || !left.n || !right.n) {
        stacked(p, left, right);
        return;
    }
    size_t half = (p->columns - GAP) / 2;
    for (;;) {
        struct slice l = {0}, r = {0};
        bool any = side_line(&left, half, &l);
        any |= side_line(&right, half, &r);
        if (!any)
            return;
        printer_safe(p, l);
        printer_spaces(p, half - table_width(l));
        printer_ink(p, INK_DIM);
        buf_str(p->out, p->utf8 ? " │ " : " | ");
        printer_ink(p, INK_NONE);
        print_line(p, r);
    }
}
