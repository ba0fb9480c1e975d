/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Any octets as a table of whoever wrote it: what is read is a sheet, and reads
 * the same when it is written as CSV.
 */
#include "sheet_check.h"
#include "text/csv_loose.h"
#include "text/csv_write.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

/* The row's texts by column. */
static void
write_row(struct buf *b, const struct sheet_row *row)
{
    struct slice texts[SHEET_COLUMNS_MAX];
    size_t n = row->n ? row->cells[row->n - 1].column + 1 : 1;
    memset(texts, 0, sizeof texts);
    for (size_t k = 0; k < row->n; k++)
        texts[row->cells[k].column] = row->cells[k].text;
    csv_write_row(b, texts, n);
}

static void
check_same(const struct sheet_row *x, const struct sheet_row *y)
{
    sheet_check_must(x->n == y->n);
    for (size_t k = 0; k < x->n; k++)
        sheet_check_must(x->cells[k].column == y->cells[k].column &&
                         slice_eq(x->cells[k].text, y->cells[k].text));
}

static void
round_trip(struct arena *a, const struct sheet *s)
{
    struct buf b;
    struct sheet again;
    struct err e = {0};
    buf_init(&b, a, (size_t)32 << 20);
    csv_write_start(&b);
    for (size_t i = 0; i < s->n; i++)
        write_row(&b, &s->rows[i]);
    sheet_check_must(!b.full && csv_loose_read(&again, a, buf_slice(&b), &e));
    size_t k = 0;
    for (size_t i = 0; i < s->n; i++) {
        if (s->rows[i].n == 0)
            continue; /* nothing but a fault */
        sheet_check_must(k < again.n);
        check_same(&s->rows[i], &again.rows[k++]);
    }
    sheet_check_must(k == again.n && again.nfaults == 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct arena a = {0};
    struct sheet s;
    struct err e = {0};
    if (csv_loose_read(&s, &a, slice_of(data, n), &e)) {
        sheet_check(&s);
        round_trip(&a, &s);
    } else {
        sheet_check_must(e.code != ERR_NONE && e.msg[0]);
    }
    arena_free(&a);
    return 0;
}
