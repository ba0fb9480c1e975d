/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tables as comma-separated values (RFC 4180), read strictly.
 *
 * The first row names the columns; every other row has a field for each of
 * them. A field is text as it is written: spaces count, and "" says the same
 * as nothing between two commas. What a field means is its reader's to say, and
 * csv_fail puts its place in front of the complaint.
 *
 * Rows end with LF or CRLF, which the last may lack; a CRLF within quotes reads
 * as LF. A byte order mark, as spreadsheets write it, is skipped.
 *
 * Refused: a row with more or fewer fields than there are columns, columns
 * without a name or of the same name, empty lines, quotes within a field that
 * has none around it, text behind a closing quote, CR alone, NUL, and what is
 * not UTF-8. Errors read "file:line: what, what to do".
 */
#pragma once

#include "base/arena.h"
#include "base/err.h"

#define CSV_TEXT_MAX ((size_t)16 << 20) /* octets */
#define CSV_ROWS_MAX 1000000
#define CSV_COLUMNS_MAX 64
#define CSV_FIELD_MAX 65536 /* octets */

struct csv_row {
    uint32_t line;            /* where it starts, from 1 */
    const struct slice *text; /* by column */
};

struct csv_table {
    struct slice file;           /* as errors name it */
    const struct slice *columns; /* their names */
    size_t ncolumns;
    const struct csv_row *rows; /* those below the names */
    size_t n;
};

/*
 * The texts of the fields come from `a`, the rows from `rows`: they may go once
 * they have been read, while the texts stay. `text` may go at once, `file` must
 * outlive *out.
 */
MUST_USE bool csv_read(struct csv_table *out, struct arena *a, struct arena *rows,
                       struct slice file, struct slice text, struct err *e);

/* The column of that name, or SIZE_MAX. */
size_t csv_column(const struct csv_table *t, struct slice name);

/*
 * ERR_INPUT with "file:line: " in front, and "column 'x': " behind it for a
 * field. A null `row` is the first one, which names the columns.
 */
bool csv_fail(const struct csv_table *t, const struct csv_row *row, struct err *e, const char *fmt,
              ...) PRINTF_LIKE(4, 5);
bool csv_fail_field(const struct csv_table *t, const struct csv_row *row, size_t column,
                    struct err *e, const char *fmt, ...) PRINTF_LIKE(5, 6);
