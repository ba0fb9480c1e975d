/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One connection to an SQLite database, made safe: write-ahead log, full
 * synchronisation, defensive mode, no trusted schema, no attaching, and a
 * guard that is asked before any statement that writes. The only module that
 * includes sqlite3.h.
 *
 * SQL is text of this program: literals, or made of the constant tables of
 * committee/rows.h. Values are bound.
 *
 * Failures: ERR_SYSTEM (no room, read-only, locked too long) or ERR_INPUT (not a database,
 * damaged); the message names the file and what to do.
 */
#pragma once

#include "base/arena.h"
#include "base/err.h"

struct db;
struct db_stmt;

enum db_action {
    DB_INSERT,
    DB_UPDATE,
    DB_DELETE,
    DB_SHAPE, /* makes or drops a table, an index, a trigger */
    DB_OTHER, /* a pragma, a function that reaches out, attaching */
};

/* Whether a statement may do this to that table. Asked when it is prepared. */
typedef bool (*db_guard)(void *ctx, enum db_action action, const char *table);

struct db_options {
    const char *path;
    unsigned wait_ms; /* for another's lock, before a failure says so */
    db_guard guard;   /* null: everything is allowed */
    void *ctx;
};

/* The file must exist; an empty one becomes a database. */
MUST_USE bool db_open(struct db **out, const struct db_options *o, struct err *e);
void db_close(struct db *db); /* its statements are freed before; null is allowed */

/*
 * Write-ahead log, full synchronisation, what is deleted is overwritten; 64 MiB of pages in
 * memory, the log taken in every 16 MiB. Writes to the file: only once it is known to be ours.
 */
MUST_USE bool db_settle(struct db *db, struct err *e);

/* From here on the guard is asked, and pragmas are refused without asking. */
void db_harden(struct db *db);

/* One or more statements without values. */
MUST_USE bool db_exec(struct db *db, const char *sql, struct err *e);
/* The first column of the first row of a statement; 0 where there is none. */
MUST_USE bool db_number(struct db *db, const char *sql, int64_t *out, struct err *e);

MUST_USE bool db_prepare(struct db_stmt **out, struct db *db, const char *sql, struct err *e);
void db_stmt_free(struct db_stmt *st);

/* Values are numbered from 1 and borrowed until the statement is reset. */
void db_bind_int(struct db_stmt *st, int i, int64_t v);
void db_bind_text(struct db_stmt *st, int i, struct slice v);
void db_bind_blob(struct db_stmt *st, int i, struct slice v);

enum db_step {
    DB_ROW,
    DB_DONE,
    DB_FAILED,
};
enum db_step db_step(struct db_stmt *st, struct err *e);
/* Steps to the end and resets. */
MUST_USE bool db_run(struct db_stmt *st, struct err *e);
void db_reset(struct db_stmt *st); /* also forgets the values */

/* Of the row at hand; columns are numbered from 0. Slices live until the next step. */
int64_t db_int(struct db_stmt *st, int column);
struct slice db_octets(struct db_stmt *st, int column);

/*
 * For a transaction that makes large tables again: many pages in memory, and what is dropped is not
 * overwritten. Off again afterwards.
 */
void db_bulk(struct db *db, bool on);

/* Empties the write-ahead log where nobody reads it: nothing deleted stays behind in it. */
void db_truncate_log(struct db *db);

bool db_in_transaction(struct db *db);
void db_rollback(struct db *db); /* nothing where none is open */

/* A copy of all of it into a new file, while others may write. */
MUST_USE bool db_backup(struct db *db, const char *to, struct err *e);
