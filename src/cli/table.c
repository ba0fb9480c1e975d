/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/table.h"

#include <assert.h>
#include <inttypes.h>

void
table_init(struct table *t, struct arena *a, const char *const *heads, size_t columns)
{
    *t = (struct table){.a = a, .columns = columns, .heads = heads};
}

void
table_cell(struct table *t, struct slice text)
{
    vec_push(t->a, &t->cells, text);
}

void
table_int(struct table *t, int64_t i)
{
    table_cell(t, arena_printf(t->a, "%" PRId64, i));
}

/* First code points of the wide blocks (East Asian Width W and F), each with its end. */
static const uint32_t wide[][2] = {
    {0x1100, 0x115F}, {0x2E80, 0x303E},   {0x3041, 0x33FF},   {0x3400, 0x4DBF}, {0x4E00, 0x9FFF},
    {0xA000, 0xA4CF}, {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},   {0xFE30, 0xFE4F}, {0xFF00, 0xFF60},
    {0xFFE0, 0xFFE6}, {0x1F300, 0x1F64F}, {0x20000, 0x3FFFD},
};

static bool
is_wide(uint32_t cp)
{
    for (size_t i = 0; i < COUNT_OF(wide); i++)
        if (cp >= wide[i][0] && cp <= wide[i][1])
            return true;
    return false;
}

/* The code point that starts at `i`; of broken UTF-8 any number will do. */
static uint32_t
code_point(struct slice s, size_t i)
{
    static const uint8_t masks[] = {0x7F, 0x1F, 0x0F, 0x07};
    uint8_t lead = s.p[i];
    size_t more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : lead >= 0xC0 ? 1 : 0;
    uint32_t cp = lead & masks[more];
    for (size_t k = 1; k <= more && i + k < s.n; k++)
        cp = cp << 6 | (s.p[i + k] & 0x3F);
    return cp;
}

size_t
table_width(struct slice text)
{
    size_t extra = 0;
    for (size_t i = 0; i < text.n; i++)
        if ((text.p[i] & 0xC0) != 0x80 && is_wide(code_point(text, i)))
            extra++;
    return printer_width(text) + extra;
}

static size_t
column_width(const struct table *t, size_t column)
{
    size_t most = t->heads ? table_width(slice_str(t->heads[column])) : 0;
    for (size_t i = column; i < t->cells.n; i += t->columns) {
        size_t w = table_width(t->cells.v[i]);
        most = w > most ? w : most;
    }
    return most;
}

static void
print_cell(struct printer *p, const struct table *t, size_t column, struct slice text, size_t width)
{
    printer_safe(p, text);
    if (column + 1 == t->columns)
        buf_str(p->out, "\n");
    else
        printer_spaces(p, width + 2 - table_width(text));
}

void
table_print(struct printer *p, const struct table *t)
{
    size_t widths[TABLE_COLUMNS_MAX] = {0};
    assert(t->columns > 0 && t->columns <= TABLE_COLUMNS_MAX);
    for (size_t c = 0; c < t->columns; c++)
        widths[c] = column_width(t, c);
    if (t->heads) {
        printer_ink(p, INK_DIM);
        for (size_t c = 0; c < t->columns; c++)
            print_cell(p, t, c, slice_str(t->heads[c]), widths[c]);
        printer_ink(p, INK_NONE);
    }
    for (size_t i = 0; i < t->cells.n; i++)
        print_cell(p, t, i % t->columns, t->cells.v[i], widths[i % t->columns]);
}
