/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The store in one SQLite file. Its tables: migrations/NNN_*.sql, and one named row_X per
 * projection X, made of its description. docs/internals/store.md has the whole of it.
 *
 *   sqlite_db      one connection, made safe
 *   sqlite_schema  making a file, bringing it up to date, what may be written where
 *   sqlite_events  events and keys of acts
 *   sqlite_values  objects, private values, small values
 *   sqlite_rows    projections, with row_sum
 */
#pragma once

#include "store/store.h"

#define SQLITE_STORE_WAIT_MS 10000 /* for another writer */

struct sqlite_options {
    const char *path;
    unsigned wait_ms;               /* 0: SQLITE_STORE_WAIT_MS */
    const struct row_table *tables; /* the projections, by row_table_id; outlive the store */
    size_t ntables;
};

/* A new file, 0600; refuses one that exists. */
MUST_USE bool store_sqlite_create(struct store **out, const struct sqlite_options *o,
                                  struct err *e);
/*
 * An existing one, brought up to this program's version. ERR_INPUT where it is none of ours,
 * newer than this program, or where somebody changed the shape of its tables.
 */
MUST_USE bool store_sqlite_open(struct store **out, const struct sqlite_options *o, struct err *e);
