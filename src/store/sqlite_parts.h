/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of store/sqlite.h share. Nobody else includes this. */
#pragma once

#include "store/row_sum.h"
#include "store/sqlite.h"
#include "store/sqlite_db.h"

#define ROW_TABLES_MAX 32
#define ROW_SQL_MAX 4096 /* octets of a statement made of a description */

/* Statements that are prepared once. sqlite.c has their texts. */
enum sqlite_statement {
    Q_BEGIN_READ,
    Q_BEGIN_WRITE,
    Q_COMMIT,
    Q_SIZE,
    Q_APPEND,
    Q_ONCE_PUT,
    Q_ONCE_GET,
    Q_EVENT,
    Q_EACH_ALL,
    Q_EACH_OF,
    Q_OBJECT_PUT,
    Q_OBJECT_GET,
    Q_OBJECT_OPEN,
    Q_OBJECT_FORGET,
    Q_OBJECT_EACH,
    Q_PRIVATE_PUT,
    Q_PRIVATE_GET,
    Q_PRIVATE_FORGET,
    Q_PRIVATE_EACH,
    Q_META_GET,
    Q_META_PUT,
    Q_SUM_GET,
    Q_SUM_PUT,
    Q_STATEMENTS,
};

/* The checksum of a table, as of the transaction that is open. */
struct sqlite_sum {
    struct row_sum sum;
    bool known, changed;
};

struct sqlite_table {
    struct db_stmt *put, *old; /* old: the row of the same key */
    struct sqlite_sum sum;
};

struct sqlite {
    struct store store;
    struct db *db;
    struct arena arena; /* for as long as the store is open */
    struct arena work;  /* cleared by whoever fills it */
    const struct row_table *tables;
    size_t ntables;
    struct db_stmt *st[Q_STATEMENTS];
    struct sqlite_table row[ROW_TABLES_MAX];
    struct sqlite_sum events;
    bool shaping;     /* making tables: the guard lets row_* be made and dropped */
    bool rows_follow; /* the projections stand at the events of this transaction */
    bool much;        /* more pages in memory than ever else: until the transaction ends */
    bool bulk;        /* between rows_clear and rows_seal */
    bool forgot;      /* something was deleted that must not stay in the log */
};

static inline struct sqlite *
sqlite_of(struct store *s)
{
    return (struct sqlite *)(void *)s;
}

/* The prepared statement, reset. */
MUST_USE bool sqlite_use(struct db_stmt **out, struct sqlite *s, enum sqlite_statement q,
                         struct err *e);

/* sqlite_schema.c */
bool sqlite_may(void *ctx, enum db_action action, const char *table); /* the guard */
MUST_USE bool sqlite_schema_ready(struct sqlite *s, const char *path, bool fresh, struct err *e);

/* sqlite_events.c */
bool sqlite_size(struct store *s, uint64_t *out, struct err *e);
bool sqlite_append(struct store *s, const struct store_event *ev, struct err *e);
bool sqlite_once(struct store *s, struct slice key, uint64_t *index, struct err *e);
bool sqlite_event(struct store *s, uint64_t index, struct store_event *out, struct arena *a,
                  struct err *e);
bool sqlite_each(struct store *s, uint64_t from, uint64_t to, const struct slice *project,
                 store_visit visit, void *ctx, struct err *e);
bool sqlite_events_sound(struct store *s, bool *sound, struct slice *why, struct arena *a,
                         struct err *e);
bool sqlite_events_seal(struct store *s, struct err *e);

/* sqlite_values.c */
bool sqlite_object_put(struct store *s, const uint8_t digest[STORE_HASH], struct slice octets,
                       bool open, struct err *e);
bool sqlite_object_get(struct store *s, const uint8_t digest[STORE_HASH], struct slice *out,
                       bool *there, struct arena *a, struct err *e);
bool sqlite_object_open(struct store *s, const uint8_t digest[STORE_HASH], bool *open,
                        struct err *e);
bool sqlite_object_forget(struct store *s, const uint8_t digest[STORE_HASH], struct err *e);
bool sqlite_object_each(struct store *s, uint64_t after, store_object_visit visit, void *ctx,
                        struct err *e);
bool sqlite_private_put(struct store *s, struct slice owner, struct slice name, struct slice value,
                        struct err *e);
bool sqlite_private_get(struct store *s, struct slice owner, struct slice name, struct slice *out,
                        bool *there, struct arena *a, struct err *e);
bool sqlite_private_forget(struct store *s, struct slice owner, struct slice name, struct err *e);
bool sqlite_private_each(struct store *s, struct slice owner, struct slice prefix,
                         store_private_visit visit, void *ctx, struct err *e);
bool sqlite_meta_get(struct store *s, const char *name, struct slice *out, struct arena *a,
                     struct err *e);
bool sqlite_meta_put(struct store *s, const char *name, struct slice value, struct err *e);

/* sqlite_sums.c */
/* Names of checksums that are no projection's: of the events, and how many of them the projections
 * stand at. */
#define SQLITE_EVENTS "event"
#define SQLITE_ROWS "rows"
MUST_USE bool sqlite_sum_get(struct row_sum *out, bool *there, struct sqlite *s, const char *name,
                             struct err *e);
MUST_USE bool sqlite_sum_put(struct sqlite *s, const char *name, const struct row_sum *sum,
                             struct err *e);
/* For a change: read where it is not known yet. ERR_INPUT where it is gone. */
MUST_USE bool sqlite_sum_ready(struct sqlite *s, struct sqlite_sum *sum, const char *name,
                               struct err *e);
/* Before a commit: the sums of what changed. After any end: forget them. */
MUST_USE bool sqlite_sums_settle(struct sqlite *s, struct err *e);
void sqlite_sums_forget(struct sqlite *s);

/* sqlite_rows.c */
MUST_USE bool sqlite_rows_make(struct sqlite *s, struct err *e); /* empty, sealed */
bool sqlite_rows_put(struct store *s, const struct rows *rows, struct err *e);
bool sqlite_rows_get(struct store *s, enum row_table_id table, const struct store_where *where,
                     size_t n, struct rows *out, struct arena *a, struct err *e);
bool sqlite_rows_sound(struct store *s, bool *sound, struct slice *why, struct arena *a,
                       struct err *e);
bool sqlite_rows_clear(struct store *s, struct err *e);
bool sqlite_rows_seal(struct store *s, struct err *e);
void sqlite_rows_free(struct sqlite *s); /* the prepared statements */
