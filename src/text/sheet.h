/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A table as a spreadsheet shows it, whatever file it came from: rows with the
 * numbers that its reader sees, cells with text. Cells without text are left
 * out, and so are rows without cells.
 *
 * Merged cells are resolved: the value of the top left one stands in each cell
 * of its range, which says where it came from.
 *
 * What could not be read is a fault of its row and does not end the reading.
 */
#pragma once

#include "base/arena.h"

#define SHEET_ROWS_MAX 200000   /* with text */
#define SHEET_COLUMNS_MAX 256   /* text further to the right is a fault */
#define SHEET_CELLS_MAX 2000000 /* with text, of one sheet */
#define SHEET_TEXT_MAX 131072   /* octets of a cell: 32,767 characters of any script fit */
#define SHEET_SPREAD_MAX 100000 /* cells that get their value from a merged range */
#define SHEET_FAULTS_MAX 1000   /* told; all are counted */
#define SHEET_SHEETS_MAX 32     /* of a file; those behind are left out */

#define SHEET_NO_COLUMN UINT32_MAX

enum sheet_kind {
    SHEET_TEXT = 0,
    SHEET_NUMBER, /* as the spreadsheet would show it without a format: 15 digits */
    SHEET_DATE, /* a number that its format shows as a date: 2026-11-24, 13:05:00, or both with T */
    SHEET_BOOL, /* TRUE, FALSE */
    SHEET_ERROR, /* #N/A */
};

struct sheet_cell {
    struct slice text;              /* never empty */
    uint32_t column;                /* from 0 */
    uint32_t from_row, from_column; /* of the merged range's top left cell; row 0: its own text */
    enum sheet_kind kind;
    bool formula; /* text is the value shown, or "=…" where the file has none */
};

struct sheet_row {
    uint32_t number;                /* from 1 */
    bool hidden, broken;            /* broken: part of it could not be read; a fault says what */
    const struct sheet_cell *cells; /* by column */
    size_t n;
};

struct sheet_fault {
    uint32_t row;    /* 0: the sheet as a whole */
    uint32_t column; /* SHEET_NO_COLUMN: the row as a whole */
    struct slice what;
};

struct sheet {
    struct slice name;            /* empty for CSV */
    bool hidden;                  /* the user does not see it */
    const char *encoding;         /* of a CSV file: "UTF-8", "UTF-16LE", "GB18030"; else null */
    char separator;               /* of a CSV file, else 0 */
    const struct sheet_row *rows; /* by number */
    size_t n;
    const struct sheet_fault *faults; /* as they were met */
    size_t nfaults, all_faults;       /* those told, and how many there were */
};

struct sheets {
    const struct sheet *v;
    size_t n;
};

/* The cell of a column, or null where it has no text. */
const struct sheet_cell *sheet_cell(const struct sheet_row *row, uint32_t column);

/* "A" for 0, "AB" for 27; in `room`. */
struct slice sheet_column_name(uint32_t column, char room[8]);
