/* SPDX-License-Identifier: Apache-2.0 */
#include "text/sheet_build.h"

#include "base/err.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

/* A cell that a merged range fills. */
struct spread {
    size_t row; /* index */
    struct sheet_cell cell;
    size_t order; /* the first range wins */
};

struct spreads {
    struct spread *v;
    size_t n, cap;
};

void
sheet_build_init(struct sheet_builder *b, struct arena *a)
{
    *b = (struct sheet_builder){.a = a};
}

void
sheet_build_fault(struct sheet_builder *b, uint32_t row, uint32_t column, const char *fmt, ...)
{
    char what[ERR_MSG_MAX];
    va_list ap;
    if (row && row == b->row.number)
        b->row.broken = true;
    if (b->all_faults++ >= SHEET_FAULTS_MAX)
        return;
    va_start(ap, fmt);
    vsnprintf(what, sizeof what, fmt, ap);
    va_end(ap);
    vec_push(b->a, &b->faults, (struct sheet_fault){row, column, arena_dup(b->a, slice_str(what))});
}

void
sheet_build_row(struct sheet_builder *b, uint32_t number)
{
    assert(b->row.number == 0);
    b->cells.n = 0;
    if (b->full)
        return;
    if (number <= b->last) {
        sheet_build_fault(b, number, SHEET_NO_COLUMN,
                          "the row stands behind row %u in the file, or twice", b->last);
        return;
    }
    if (b->rows.n == SHEET_ROWS_MAX || b->ncells >= SHEET_CELLS_MAX) {
        b->full = true;
        sheet_build_fault(b, number, SHEET_NO_COLUMN,
                          "more rows or cells than we accept: from here on all is left out");
        return;
    }
    b->row = (struct sheet_row){.number = number};
    b->last = number;
}

void
sheet_build_cell(struct sheet_builder *b, const struct sheet_cell *cell)
{
    if (b->row.number == 0)
        return;
    if (cell->text.n == 0)
        return;
    char room[8];
    if (cell->column >= SHEET_COLUMNS_MAX) {
        if (!b->row.broken)
            sheet_build_fault(b, b->row.number, cell->column,
                              "text in column %.*s, we read %u columns",
                              SL_FMT(sheet_column_name(cell->column, room)), SHEET_COLUMNS_MAX);
        return;
    }
    if (b->cells.n && b->cells.v[b->cells.n - 1].column >= cell->column) {
        sheet_build_fault(b, b->row.number, cell->column, "a cell stands there twice");
        return;
    }
    vec_push(b->a, &b->cells, *cell);
    b->ncells++;
}

void
sheet_build_row_done(struct sheet_builder *b)
{
    struct sheet_row row = b->row;
    b->row = (struct sheet_row){0};
    if (row.number == 0 || (b->cells.n == 0 && !row.broken))
        return;
    struct sheet_cell *cells = NEW_ARRAY(b->a, struct sheet_cell, b->cells.n);
    if (b->cells.n)
        memcpy(cells, b->cells.v, b->cells.n * sizeof *cells);
    row.cells = cells;
    row.n = b->cells.n;
    vec_push(b->a, &b->rows, row);
}

void
sheet_build_merged(struct sheet_builder *b, const struct sheet_range *range)
{
    vec_push(b->a, &b->merged, *range);
}

/* Index of the first row with that number or a higher one. */
static size_t
row_from(const struct sheet_builder *b, uint32_t number)
{
    size_t from = 0, to = b->rows.n;
    while (from < to) {
        size_t mid = from + (to - from) / 2;
        if (b->rows.v[mid].number < number)
            from = mid + 1;
        else
            to = mid;
    }
    return from;
}

/* False where there are more of them than we accept. */
static bool
spread_range(struct sheet_builder *b, const struct sheet_range *m, struct spreads *out)
{
    size_t i = row_from(b, m->row);
    if (i == b->rows.n || b->rows.v[i].number != m->row)
        return true;
    const struct sheet_cell *from = sheet_cell(&b->rows.v[i], m->column);
    if (!from)
        return true;
    struct sheet_cell cell = *from;
    cell.from_row = m->row;
    cell.from_column = m->column;
    for (; i < b->rows.n && b->rows.v[i].number <= m->last_row; i++)
        for (uint32_t c = m->column; c <= m->last_column && c < SHEET_COLUMNS_MAX; c++) {
            if (b->rows.v[i].number == m->row && c == m->column)
                continue;
            if (out->n == SHEET_SPREAD_MAX)
                return false;
            cell.column = c;
            vec_push(b->a, out, (struct spread){i, cell, out->n});
        }
    return true;
}

static int
spread_cmp(const void *x, const void *y)
{
    const struct spread *p = x, *q = y;
    if (p->row != q->row)
        return p->row < q->row ? -1 : 1;
    if (p->cell.column != q->cell.column)
        return p->cell.column < q->cell.column ? -1 : 1;
    return (p->order > q->order) - (p->order < q->order);
}

/* The row's own cells and n spread ones, which stand over its own. */
static void
spread_row(struct sheet_builder *b, struct sheet_row *row, const struct spread *s, size_t n)
{
    struct sheet_cell *v = NEW_ARRAY(b->a, struct sheet_cell, row->n + n);
    size_t to = 0;
    for (size_t own = 0, i = 0; own < row->n || i < n;) {
        if (i == n || (own < row->n && row->cells[own].column < s[i].cell.column)) {
            v[to++] = row->cells[own++];
            continue;
        }
        uint32_t column = s[i].cell.column;
        v[to++] = s[i].cell;
        while (i < n && s[i].cell.column == column)
            i++;
        own += own < row->n && row->cells[own].column == column;
    }
    row->cells = v;
    row->n = to;
}

static void
spread_all(struct sheet_builder *b)
{
    struct spreads all = {0};
    bool fits = true;
    for (size_t i = 0; fits && i < b->merged.n; i++)
        fits = spread_range(b, &b->merged.v[i], &all);
    if (!fits)
        sheet_build_fault(
            b, 0, SHEET_NO_COLUMN,
            "merged cells cover more than we accept: some keep their value in the first "
            "cell alone");
    if (all.n)
        qsort(all.v, all.n, sizeof *all.v, spread_cmp);
    for (size_t i = 0, n; i < all.n; i += n) {
        for (n = 1; i + n < all.n && all.v[i + n].row == all.v[i].row;)
            n++;
        spread_row(b, &b->rows.v[all.v[i].row], &all.v[i], n);
    }
}

void
sheet_build_done(struct sheet_builder *b, struct sheet *out)
{
    assert(b->row.number == 0);
    spread_all(b);
    out->rows = b->rows.v;
    out->n = b->rows.n;
    out->faults = b->faults.v;
    out->nfaults = b->faults.n;
    out->all_faults = b->all_faults;
}
