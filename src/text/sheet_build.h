/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Makes a struct sheet of rows and cells in the order of the file, within the
 * limits of sheet.h. For the readers of files.
 */
#pragma once

#include "base/vec.h"
#include "text/sheet.h"

struct sheet_range {
    uint32_t row, column, last_row, last_column; /* rows from 1, columns from 0, both ends in it */
};

struct sheet_builder {
    struct arena *a;
    VEC(struct sheet_row) rows;
    VEC(struct sheet_cell) cells; /* of the row at hand */
    VEC(struct sheet_fault) faults;
    VEC(struct sheet_range) merged;
    struct sheet_row row; /* at hand; number 0: none is open */
    uint32_t last;        /* number of the row before */
    size_t ncells, all_faults;
    bool full; /* more rows or cells than we accept: the rest is left out, one fault says so */
};

void sheet_build_init(struct sheet_builder *b, struct arena *a);

/* Also marks the row at hand as broken where `row` is its number. */
void sheet_build_fault(struct sheet_builder *b, uint32_t row, uint32_t column, const char *fmt, ...)
    PRINTF_LIKE(4, 5);

/*
 * Rows come by number; one whose number is not above the last is a fault and
 * what is added to it is lost. A row without cells that is not broken leaves no trace.
 */
void sheet_build_row(struct sheet_builder *b, uint32_t number);
void sheet_build_row_done(struct sheet_builder *b);

/* To the row at hand; the text is not copied. Empty text adds nothing. */
void sheet_build_cell(struct sheet_builder *b, const struct sheet_cell *cell);

void sheet_build_merged(struct sheet_builder *b, const struct sheet_range *range);

/* Fills in rows and faults of *out; its other fields are the caller's. */
void sheet_build_done(struct sheet_builder *b, struct sheet *out);
