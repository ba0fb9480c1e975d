/* SPDX-License-Identifier: Apache-2.0 */
#include "text/sheet.h"

const struct sheet_cell *
sheet_cell(const struct sheet_row *row, uint32_t column)
{
    size_t from = 0, to = row->n;
    while (from < to) {
        size_t mid = from + (to - from) / 2;
        if (row->cells[mid].column < column)
            from = mid + 1;
        else
            to = mid;
    }
    return from < row->n && row->cells[from].column == column ? &row->cells[from] : NULL;
}

struct slice
sheet_column_name(uint32_t column, char room[8])
{
    size_t at = 8;
    for (uint64_t n = (uint64_t)column + 1; n; n = (n - 1) / 26)
        room[--at] = (char)('A' + (n - 1) % 26);
    return slice_of(room + at, 8 - at);
}
