/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where a committee's events, objects and projections are kept: what every
 * database must be able to do, as a table of functions, so that nothing above
 * it knows which one it is. store/sqlite.c is the first.
 *
 * A writer takes the write lock first (begin_write), reads what it needs, adds,
 * and commits: two writers never act on the same state. What commit has
 * acknowledged survives kill -9 and loss of power.
 *
 * Failures are ERR_SYSTEM (disk full, read-only, locked for longer than the
 * wait: the message says which and what to do) or ERR_INPUT (the file is no
 * store of ours, is newer than this program, or is damaged).
 */
#pragma once

#include "base/arena.h"
#include "base/err.h"
#include "committee/rows.h"

#define STORE_OBJECT_MAX ((size_t)16 << 20) /* octets */

struct store; /* one connection; not shared between threads */

struct store_event {
    uint64_t index;
    struct slice octets;  /* the leaf */
    struct slice project; /* empty: of the committee */
    struct slice once;    /* the caller's key: an act that comes twice is done once; may be empty */
};

struct store_where {
    const char *column;
    union row_value value;
};

struct store_ops {
    void (*close)(struct store *s);

    bool (*begin_read)(struct store *s, struct err *e); /* one consistent view until end */
    bool (*begin_write)(struct store *s, struct err *e);
    bool (*commit)(struct store *s, struct err *e);
    void (*rollback)(struct store *s); /* also ends a read */

    /* Number of events; the index that the next one gets. */
    bool (*size)(struct store *s, uint64_t *out, struct err *e);
    bool (*append)(struct store *s, const struct store_event *ev, struct err *e);
    /* The index of the event of that key, or UINT64_MAX. */
    bool (*once)(struct store *s, struct slice key, uint64_t *index, struct err *e);
    bool (*event)(struct store *s, uint64_t index, struct slice *out, struct arena *a,
                  struct err *e);
    /* In order, from `from`, below `to`; of one project, of the committee alone (empty), or all
     * (null). */
    bool (*each)(struct store *s, uint64_t from, uint64_t to, const struct slice *project,
                 bool (*visit)(void *ctx, const struct store_event *ev, struct err *e), void *ctx,
                 struct err *e);

    /* Octets by their SHA-256. Absent (forgotten): *out is empty and *there false. */
    bool (*object_put)(struct store *s, const uint8_t digest[32], struct slice octets, bool open,
                       struct err *e);
    bool (*object_get)(struct store *s, const uint8_t digest[32], struct slice *out, bool *there,
                       struct arena *a, struct err *e);
    bool (*object_forget)(struct store *s, const uint8_t digest[32], struct err *e);

    /* Small values by name: the log's frontier, what is published, versions. */
    bool (*meta_get)(struct store *s, const char *name, struct slice *out, struct arena *a,
                     struct err *e);
    bool (*meta_put)(struct store *s, const char *name, struct slice value, struct err *e);

    /* Projections. */
    bool (*rows_put)(struct store *s, const struct rows *rows, struct err *e);
    /* Rows whose columns have these values, ordered by key; `where` has n entries. */
    bool (*rows_get)(struct store *s, enum row_table_id table, const struct store_where *where,
                     size_t n, struct rows *out, struct arena *a, struct err *e);
    /* Whether the tables are what the events made of them: cheap enough for every start. */
    bool (*rows_sound)(struct store *s, bool *sound, struct slice *why, struct arena *a,
                       struct err *e);
    bool (*rows_clear)(struct store *s, struct err *e); /* empties and remakes the tables */
    bool (*rows_seal)(struct store *s, struct err *e);  /* after a rebuild: sound from here on */

    /* A copy of everything, taken while others may write. */
    bool (*backup)(struct store *s, const char *path, struct err *e);
};
