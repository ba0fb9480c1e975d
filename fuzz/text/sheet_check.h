/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What holds for every struct sheet, whatever it was made of; aborts where it does not.
 */
#pragma once

#include "text/sheet.h"
#include "text/utf8.h"

#include <stdlib.h>

static inline void
sheet_check_must(bool ok)
{
    if (!ok)
        abort();
}

static inline void
sheet_check_row(const struct sheet_row *row)
{
    for (size_t k = 0; k < row->n; k++) {
        const struct sheet_cell *cell = &row->cells[k];
        sheet_check_must(cell->text.n > 0 && cell->text.n <= SHEET_TEXT_MAX + 1);
        sheet_check_must(utf8_valid(cell->text) == cell->text.n);
        sheet_check_must(cell->column < SHEET_COLUMNS_MAX);
        sheet_check_must(k == 0 || cell->column > row->cells[k - 1].column);
        sheet_check_must(sheet_cell(row, cell->column) == cell);
        sheet_check_must(cell->from_row <= row->number);
    }
}

static inline void
sheet_check(const struct sheet *s)
{
    sheet_check_must(s->n <= SHEET_ROWS_MAX && s->nfaults <= SHEET_FAULTS_MAX + 1);
    sheet_check_must(s->nfaults <= s->all_faults);
    for (size_t i = 0; i < s->n; i++) {
        sheet_check_must(s->rows[i].number > (i ? s->rows[i - 1].number : 0));
        sheet_check_must(!s->rows[i].broken || s->all_faults > 0);
        sheet_check_row(&s->rows[i]);
    }
}
