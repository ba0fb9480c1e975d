/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A table of texts for a terminal: columns as wide as their widest cell,
 * Chinese characters counted as two. The last column is not padded.
 */
#pragma once

#include "base/vec.h"
#include "report/printer.h"

#define TABLE_COLUMNS_MAX 12

struct table {
    struct arena *a;
    size_t columns;
    const char *const *heads; /* null: without a head */
    VEC(struct slice) cells;
};

void table_init(struct table *t, struct arena *a, const char *const *heads, size_t columns);

/* Cells are given one after the other, row by row. */
void table_cell(struct table *t, struct slice text);
void table_int(struct table *t, int64_t i);

void table_print(struct printer *p, const struct table *t);

/* Columns that a text takes on a terminal. */
size_t table_width(struct slice text);
