/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Any octets as CSV: every row has a field per column, and what is read reads
 * the same when it is written with quotes around every field.
 */
#include "base/buf.h"
#include "text/csv.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void
write_row(struct buf *b, const struct slice *text, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (text[i].n > CSV_FIELD_MAX)
            abort();
        buf_str(b, i ? ",\"" : "\"");
        for (size_t k = 0; k < text[i].n; k++) {
            if (text[i].p[k] == '"')
                buf_u8(b, '"');
            buf_u8(b, text[i].p[k]);
        }
        buf_str(b, "\"");
    }
    buf_str(b, "\r\n");
}

static bool
same_row(const struct slice *x, const struct slice *y, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!slice_eq(x[i], y[i]))
            return false;
    return true;
}

static void
round_trip(struct arena *a, const struct csv_table *t)
{
    struct buf b;
    struct csv_table again;
    struct err e = {0};
    buf_init(&b, a, CSV_TEXT_MAX);
    write_row(&b, t->columns, t->ncolumns);
    for (size_t i = 0; i < t->n; i++) {
        if (i && t->rows[i].line <= t->rows[i - 1].line)
            abort();
        write_row(&b, t->rows[i].text, t->ncolumns);
    }
    if (b.full || !csv_read(&again, a, a, SL("again"), buf_slice(&b), &e) || again.n != t->n ||
        again.ncolumns != t->ncolumns || !same_row(again.columns, t->columns, t->ncolumns))
        abort();
    for (size_t i = 0; i < t->n; i++)
        if (!same_row(again.rows[i].text, t->rows[i].text, t->ncolumns))
            abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct arena a = {0};
    struct csv_table t;
    struct err e = {0};
    if (csv_read(&t, &a, &a, SL("f"), slice_of(data, n), &e))
        round_trip(&a, &t);
    else if (e.code == ERR_NONE || e.msg[0] == '\0')
        abort();
    arena_free(&a);
    return 0;
}
