/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where a committee's events, objects and projections are kept: what every
 * database must be able to do, as a table of functions, so that nothing above
 * it knows which one it is. store/sqlite.h is the first.
 *
 * A writer takes the write lock first (begin_write), reads what it needs, adds,
 * and commits: two writers never act on the same state. What commit has
 * acknowledged survives kill -9 and loss of power. A failure inside a
 * transaction leaves it open: the caller rolls back.
 *
 * Failures are ERR_SYSTEM (disk full, read-only, locked for longer than the
 * wait: the message says which and what to do) or ERR_INPUT (the file is no
 * store of ours, is newer than this program, or is damaged).
 */
#pragma once

#include "base/arena.h"
#include "base/err.h"
#include "committee/rows.h"

#define STORE_OBJECT_MAX ((size_t)16 << 20) /* octets; of a private value, too */
#define STORE_KEY_MAX 200                   /* octets of `once` and of names */
#define STORE_NONE UINT64_MAX
#define STORE_HASH 32

struct store_event {
    uint64_t index;
    struct slice octets;      /* the leaf */
    struct slice project;     /* empty: of the committee */
    struct slice once;        /* the caller's key: an act that comes twice is done once; may be
                                 empty; not given by `each` */
    uint8_t hash[STORE_HASH]; /* of the leaf in the log's tree: what was appended with it */
};

struct store_where {
    const char *column;
    union row_value value;
};

struct store;

typedef bool (*store_visit)(void *ctx, const struct store_event *ev, struct err *e);

struct store_object {
    uint64_t seq; /* rises with every object that comes; from 1 */
    const uint8_t *digest;
    struct slice octets;
    bool open;
};
typedef bool (*store_object_visit)(void *ctx, const struct store_object *o, struct err *e);
typedef bool (*store_private_visit)(void *ctx, struct slice name, struct slice value,
                                    struct err *e);

struct store_ops {
    void (*close)(struct store *s);

    bool (*begin_read)(struct store *s, struct err *e); /* one consistent view until end */
    bool (*begin_write)(struct store *s, struct err *e);
    bool (*commit)(struct store *s, struct err *e);
    void (*rollback)(struct store *s); /* also ends a read; nothing where none is open */

    /* Number of events; the index that the next one gets. */
    bool (*size)(struct store *s, uint64_t *out, struct err *e);
    bool (*append)(struct store *s, const struct store_event *ev, struct err *e);
    /* The index of the event of that key, or STORE_NONE. */
    bool (*once)(struct store *s, struct slice key, uint64_t *index, struct err *e);
    /* ERR_INPUT where there is none. The slices live in `a`. */
    bool (*event)(struct store *s, uint64_t index, struct store_event *out, struct arena *a,
                  struct err *e);
    /*
     * In order, from `from`, below `to`; of one project, of the committee alone (empty), or all
     * (null). What is visited is gone with the next one. The visitor may stop by failing.
     */
    bool (*each)(struct store *s, uint64_t from, uint64_t to, const struct slice *project,
                 store_visit visit, void *ctx, struct err *e);

    /*
     * Whether the events are those that were appended. One scan; *why says what is wrong. A seal
     * takes them as they are: after they were found to be what the record signed.
     */
    bool (*events_sound)(struct store *s, bool *sound, struct slice *why, struct arena *a,
                         struct err *e);
    bool (*events_seal)(struct store *s, struct err *e);

    /* Octets by their SHA-256. Absent (forgotten): *out is empty and *there false. */
    bool (*object_put)(struct store *s, const uint8_t digest[STORE_HASH], struct slice octets,
                       bool open, struct err *e);
    bool (*object_get)(struct store *s, const uint8_t digest[STORE_HASH], struct slice *out,
                       bool *there, struct arena *a, struct err *e);
    /* Whether it stands in the public record, too; false where it is absent. */
    bool (*object_open)(struct store *s, const uint8_t digest[STORE_HASH], bool *open,
                        struct err *e);
    bool (*object_forget)(struct store *s, const uint8_t digest[STORE_HASH], struct err *e);
    /* In the order in which they came, those with a seq above `after`. */
    bool (*object_each)(struct store *s, uint64_t after, store_object_visit visit, void *ctx,
                        struct err *e);

    /*
     * Values that never reach the record, by owner and name: an organisation's desk, where it
     * consolidates comments before it files them, and openings of sealed ballots held in escrow.
     */
    bool (*private_put)(struct store *s, struct slice owner, struct slice name, struct slice value,
                        struct err *e);
    bool (*private_get)(struct store *s, struct slice owner, struct slice name, struct slice *out,
                        bool *there, struct arena *a, struct err *e);
    bool (*private_forget)(struct store *s, struct slice owner, struct slice name, struct err *e);
    /* In octet order of names that begin with `prefix`. */
    bool (*private_each)(struct store *s, struct slice owner, struct slice prefix,
                         store_private_visit visit, void *ctx, struct err *e);

    /* Small values by name: the log's frontier, what is published. Absent: empty. */
    bool (*meta_get)(struct store *s, const char *name, struct slice *out, struct arena *a,
                     struct err *e);
    bool (*meta_put)(struct store *s, const char *name, struct slice value, struct err *e);

    /* Projections: rows of an event are put in the transaction that appends it; none, where it has
     * none. */
    bool (*rows_put)(struct store *s, const struct rows *rows, struct err *e);
    /* Rows whose columns have these values, ordered by key; `where` has n entries. */
    bool (*rows_get)(struct store *s, enum row_table_id table, const struct store_where *where,
                     size_t n, struct rows *out, struct arena *a, struct err *e);
    /*
     * Whether the tables hold what was put into them since they were sealed, with every event that
     * there is: no row changed, gone or added by somebody else. One scan: cheap enough for every
     * start. *why says what is wrong.
     */
    bool (*rows_sound)(struct store *s, bool *sound, struct slice *why, struct arena *a,
                       struct err *e);
    /* In a write: empties and remakes the tables; rows_put is then fast, and ends with seal. */
    bool (*rows_clear)(struct store *s, struct err *e);
    bool (*rows_seal)(struct store *s, struct err *e); /* sound from here on */

    /* A copy of everything into a new file, taken while others may write. */
    bool (*backup)(struct store *s, const char *path, struct err *e);
};

/* One connection; not shared between threads, nor taken across fork(). */
struct store {
    const struct store_ops *ops;
};
