/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Projections: what tables hold so that lists and searches need no fold. Each
 * row is derived from the state after an event, replaces the one with the same
 * key, and can be made again from the events at any time. The tables are
 * described here once; every store makes them from this description.
 */
#pragma once

#include "committee/act.h"

#define ROW_COLUMNS_MAX 16

enum column_type { COLUMN_TEXT, COLUMN_INTEGER };

struct column {
    const char *name;
    enum column_type type;
    bool key;     /* part of the primary key */
    bool indexed; /* searched by */
};

struct row_table {
    const char *name;
    const struct column *columns;
    size_t n;
};

enum row_table_id {
    ROWS_ORGANISATION,
    ROWS_PERSON,
    ROWS_MEMBERSHIP,
    ROWS_MANDATE,
    ROWS_GROUP,
    ROWS_PROJECT,
    ROWS_DRAFT,
    ROWS_COMMENT,
    ROWS_PERIOD,
    ROWS_BALLOT,
    ROWS_VOTE,
    ROWS_PUBLICATION,
    ROWS_CORRECTION,
};

extern const struct row_table row_tables[ROWS_CORRECTION + 1];

union row_value {
    struct slice text;
    int64_t integer;
};

struct row {
    enum row_table_id table;
    const union row_value *values; /* by column */
};

struct rows {
    struct row *v;
    size_t n;
};

/* What `ev`, just applied, changed. Rows live in `a`, their texts there or in the state. */
void rows_of(struct rows *out, struct arena *a, const struct committee *c, const struct project *p,
             const struct event *ev);
