/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One table as a workbook (.xlsx), by libxlsxwriter. Every cell is text: what
 * looks like a formula, a number or a link stays what it is. The same table
 * gives the same octets: the file says it was made on 1980-01-01.
 *
 * Nothing reaches the disk but what libxlsxwriter keeps in tmpfile(3).
 */
#pragma once

#include "base/arena.h"
#include "base/err.h"

#define XLSX_WRITE_ROWS_MAX 1000000
#define XLSX_WRITE_COLUMNS_MAX 256
#define XLSX_WRITE_CELL_MAX 32767 /* UTF-16 code units, what the format allows */

enum xlsx_look {
    XLSX_TEXT = 0, /* wrapped, at the top of its cell, with a border */
    XLSX_HEADING,  /* names of columns: also bold, on grey */
    XLSX_PLAIN,    /* above and below the table: neither border nor wrapping */
    XLSX_TITLE,    /* likewise, large and bold */
};

struct xlsx_line {
    const struct slice *cells;
    size_t n;
    enum xlsx_look look;
};

struct xlsx_table {
    struct slice name;      /* of the sheet: 1 to 31 characters, none of []:*?/\ */
    const uint16_t *widths; /* of the columns, in characters */
    size_t ncolumns;        /* that have one */
    size_t frozen;          /* lines at the top that stay in sight; 0: none */
    const struct xlsx_line *lines;
    size_t n;
};

/*
 * ERR_LIMIT for a text that no cell can hold, ERR_INPUT for one that is not
 * UTF-8 or holds NUL: the message names row and column. The octets come from `a`.
 */
MUST_USE bool xlsx_write(struct slice *out, struct arena *a, const struct xlsx_table *table,
                         struct err *e);
