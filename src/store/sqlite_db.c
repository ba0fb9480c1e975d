/* SPDX-License-Identifier: Apache-2.0 */
#include "store/sqlite_db.h"

#include <errno.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#define LENGTH_MAX (32 << 20)   /* octets of one value or row */
#define BACKUP_PAGES 2048       /* copied at a time */
#define BACKUP_PAUSE_NS 2000000 /* between two tries on a locked page */
#define WAIT_STEP_NS 1500000    /* between two tries for a lock, at first */
#define WAIT_STEP_NS_MAX 6000000

struct db {
    sqlite3 *h;
    char *path;
    db_guard guard;
    void *ctx;
    bool hard;
    unsigned wait_ms;
    int64_t waited_ns;
    unsigned seed; /* so that two who wait do not wake together */
};

struct db_stmt {
    sqlite3_stmt *h;
    struct db *db;
};

/* --- failures ------------------------------------------------------------------------------- */

static bool
fail_system(const struct db *db, int code, struct err *e)
{
    int why = sqlite3_system_errno(db->h);
    switch (code & 0xff) {
    case SQLITE_FULL:
        return err_set(e, ERR_SYSTEM,
                       "%s: no room left on the disk; nothing was written: make room, then try "
                       "again",
                       db->path);
    case SQLITE_READONLY:
    case SQLITE_PERM:
        return err_set(e, ERR_SYSTEM,
                       "%s: the file or its folder is read-only; nothing was written", db->path);
    case SQLITE_BUSY:
        return err_set(e, ERR_SYSTEM,
                       "%s: another process has been writing for more than %u seconds; try again",
                       db->path, db->wait_ms / 1000);
    case SQLITE_CANTOPEN:
        return err_set(e, ERR_SYSTEM,
                       "%s: cannot be opened%s%s (is the folder there, and may it be written?)",
                       db->path, why ? ": " : "", why ? strerrordesc_np(why) : "");
    case SQLITE_IOERR:
        if (why == EFBIG || why == ENOSPC || why == EDQUOT)
            return err_set(e, ERR_SYSTEM,
                           "%s: no room left (%s); nothing was written: make room, then try again",
                           db->path, strerrordesc_np(why));
        if (why == EROFS)
            return err_set(e, ERR_SYSTEM, "%s: the disk is read-only; nothing was written",
                           db->path);
        /* SQLite keeps no errno of a write that failed for another reason than a full disk. */
        if (code == SQLITE_IOERR_WRITE || code == SQLITE_IOERR_SHMSIZE)
            return err_set(e, ERR_SYSTEM,
                           "%s: writing failed; nothing was written: is there room left, and may "
                           "the file grow?",
                           db->path);
        return err_set(e, ERR_SYSTEM, "%s: reading or writing failed (%s%s%d)", db->path,
                       why ? strerrordesc_np(why) : "", why ? ", " : "SQLite's code ", code);
    default:
        return err_set(e, ERR_SYSTEM, "%s: %s", db->path, sqlite3_errmsg(db->h));
    }
}

/* False, with what SQLite said in our words. */
static bool
fail(const struct db *db, int code, struct err *e)
{
    switch (code & 0xff) {
    case SQLITE_NOTADB:
        return err_set(e, ERR_INPUT, "%s: not a database of Comity", db->path);
    case SQLITE_CORRUPT:
        return err_set(e, ERR_INPUT, "%s: the database is damaged (%s): restore it from a backup",
                       db->path, sqlite3_errmsg(db->h));
    case SQLITE_CONSTRAINT:
    case SQLITE_AUTH:
    case SQLITE_TOOBIG:
    case SQLITE_MISMATCH:
    case SQLITE_SCHEMA:
    case SQLITE_ERROR:
        return err_set(e, ERR_INPUT, "%s: %s", db->path, sqlite3_errmsg(db->h));
    default:
        return fail_system(db, code, e);
    }
}

/* --- opening -------------------------------------------------------------------------------- */

static enum db_action
action_of(int code)
{
    switch (code) {
    case SQLITE_INSERT:
        return DB_INSERT;
    case SQLITE_UPDATE:
        return DB_UPDATE;
    case SQLITE_DELETE:
        return DB_DELETE;
    case SQLITE_CREATE_TABLE:
    case SQLITE_CREATE_INDEX:
    case SQLITE_DROP_TABLE:
    case SQLITE_DROP_INDEX:
        return DB_SHAPE;
    default:
        return DB_OTHER;
    }
}

static int
authorize(void *ctx, int code, const char *a, const char *b, const char *schema UNUSED,
          const char *inner UNUSED)
{
    const struct db *db = ctx;
    switch (code) {
    case SQLITE_READ:
    case SQLITE_SELECT:
    case SQLITE_TRANSACTION:
    case SQLITE_SAVEPOINT:
    case SQLITE_RECURSIVE:
    case SQLITE_FUNCTION: /* extensions and their loading are not there at all */
    case SQLITE_REINDEX:  /* part of making an index */
        return SQLITE_OK;
    default:
        break;
    }
    if (!db->hard || !db->guard)
        return SQLITE_OK;
    /* Of an index, the table that it belongs to. */
    const char *table = code == SQLITE_CREATE_INDEX || code == SQLITE_DROP_INDEX ? b : a;
    return db->guard(db->ctx, action_of(code), table ? table : "") ? SQLITE_OK : SQLITE_DENY;
}

static int
wait_for_lock(void *ctx, int tries)
{
    struct db *db = ctx;
    if (tries == 0)
        db->waited_ns = 0;
    if (db->waited_ns / 1000000 >= (int64_t)db->wait_ms)
        return 0;
    int64_t step = (int64_t)WAIT_STEP_NS * (tries < 3 ? tries + 1 : 4);
    if (step > WAIT_STEP_NS_MAX)
        step = WAIT_STEP_NS_MAX;
    db->seed = db->seed * 1103515245U + 12345U;
    step = step / 4 + step * (int64_t)(db->seed >> 16 & 0xff) / 256;
    struct timespec t = {.tv_nsec = (long)step};
    nanosleep(&t, NULL);
    db->waited_ns += step;
    return 1;
}

static void
limit(sqlite3 *h)
{
    int was;
    sqlite3_db_config(h, SQLITE_DBCONFIG_DEFENSIVE, 1, &was);
    sqlite3_db_config(h, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, &was);
    sqlite3_db_config(h, SQLITE_DBCONFIG_ENABLE_FKEY, 1, &was);
    sqlite3_db_config(h, SQLITE_DBCONFIG_ENABLE_TRIGGER, 1, &was);
    sqlite3_db_config(h, SQLITE_DBCONFIG_ENABLE_VIEW, 0, &was);
    sqlite3_db_config(h, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, &was);
    sqlite3_db_config(h, SQLITE_DBCONFIG_DQS_DML, 0, &was);
    sqlite3_db_config(h, SQLITE_DBCONFIG_DQS_DDL, 0, &was);
    sqlite3_limit(h, SQLITE_LIMIT_LENGTH, LENGTH_MAX);
    sqlite3_limit(h, SQLITE_LIMIT_ATTACHED, 0);
}

bool
db_settle(struct db *db, struct err *e)
{
    return db_exec(db,
                   "PRAGMA cell_size_check = ON; PRAGMA temp_store = MEMORY;"
                   "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
                   "PRAGMA secure_delete = ON;",
                   e) &&
           db_exec(db,
                   "PRAGMA cache_size = -65536; PRAGMA journal_size_limit = 67108864;"
                   "PRAGMA wal_autocheckpoint = 4000;",
                   e);
}

bool
db_open(struct db **out, const struct db_options *o, struct err *e)
{
    struct db *db = calloc(1, sizeof *db);
    char *path = strdup(o->path);
    if (!db || !path)
        abort(); /* as base/arena.c */
    *db = (struct db){.path = path,
                      .guard = o->guard,
                      .ctx = o->ctx,
                      .wait_ms = o->wait_ms,
                      .seed = (unsigned)getpid()};
    /* Counting its memory takes one lock for all threads at each allocation. Refused, and without
     * effect, once a connection was opened: the first one has said it. */
    (void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    int rc = sqlite3_open_v2(
        path, &db->h, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL);
    bool ok = rc == SQLITE_OK || fail(db, rc, e);
    /* Instead of refusing it gives a connection that can only read. */
    if (ok && sqlite3_db_readonly(db->h, "main") == 1)
        ok = fail(db, SQLITE_READONLY, e);
    if (ok) {
        limit(db->h);
        sqlite3_busy_handler(db->h, wait_for_lock, db);
        sqlite3_set_authorizer(db->h, authorize, db);
    }
    if (!ok)
        db_close(db);
    else
        *out = db;
    return ok;
}

void
db_close(struct db *db)
{
    if (!db)
        return;
    sqlite3_close_v2(db->h);
    free(db->path);
    free(db);
}

void
db_harden(struct db *db)
{
    db->hard = true;
}

void
db_bulk(struct db *db, bool on)
{
    bool hard = db->hard;
    db->hard = false;
    /* Hints: nothing depends on them. */
    sqlite3_exec(db->h,
                 on ? "PRAGMA cache_size = -393216; PRAGMA secure_delete = FAST"
                    : "PRAGMA cache_size = -65536; PRAGMA secure_delete = ON",
                 NULL, NULL, NULL);
    db->hard = hard;
}

void
db_truncate_log(struct db *db)
{
    sqlite3_wal_checkpoint_v2(db->h, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
}

/* --- statements ----------------------------------------------------------------------------- */

bool
db_exec(struct db *db, const char *sql, struct err *e)
{
    int rc = sqlite3_exec(db->h, sql, NULL, NULL, NULL);
    return rc == SQLITE_OK || fail(db, rc, e);
}

bool
db_number(struct db *db, const char *sql, int64_t *out, struct err *e)
{
    struct db_stmt *st;
    if (!db_prepare(&st, db, sql, e))
        return false;
    enum db_step s = db_step(st, e);
    *out = s == DB_ROW ? db_int(st, 0) : 0;
    db_stmt_free(st);
    return s != DB_FAILED;
}

bool
db_prepare(struct db_stmt **out, struct db *db, const char *sql, struct err *e)
{
    sqlite3_stmt *h = NULL;
    int rc = sqlite3_prepare_v3(db->h, sql, -1, SQLITE_PREPARE_PERSISTENT, &h, NULL);
    if (rc != SQLITE_OK)
        return fail(db, rc, e);
    struct db_stmt *st = calloc(1, sizeof *st);
    if (!st)
        abort();
    *st = (struct db_stmt){h, db};
    *out = st;
    return true;
}

void
db_stmt_free(struct db_stmt *st)
{
    if (!st)
        return;
    sqlite3_finalize(st->h);
    free(st);
}

void
db_bind_int(struct db_stmt *st, int i, int64_t v)
{
    sqlite3_bind_int64(st->h, i, v);
}

/* An empty slice may have no address; SQLite takes that for NULL. */
static const void *
address(struct slice v)
{
    return v.n ? (const void *)v.p : "";
}

void
db_bind_text(struct db_stmt *st, int i, struct slice v)
{
    sqlite3_bind_text64(st->h, i, address(v), v.n, SQLITE_STATIC, SQLITE_UTF8);
}

void
db_bind_blob(struct db_stmt *st, int i, struct slice v)
{
    sqlite3_bind_blob64(st->h, i, address(v), v.n, SQLITE_STATIC);
}

enum db_step
db_step(struct db_stmt *st, struct err *e)
{
    int rc = sqlite3_step(st->h);
    if (rc == SQLITE_ROW)
        return DB_ROW;
    if (rc == SQLITE_DONE)
        return DB_DONE;
    (void)fail(st->db, rc, e);
    return DB_FAILED;
}

bool
db_run(struct db_stmt *st, struct err *e)
{
    enum db_step s;
    do
        s = db_step(st, e);
    while (s == DB_ROW);
    db_reset(st);
    return s == DB_DONE;
}

void
db_reset(struct db_stmt *st)
{
    sqlite3_reset(st->h);
    sqlite3_clear_bindings(st->h);
}

int64_t
db_int(struct db_stmt *st, int column)
{
    return sqlite3_column_int64(st->h, column);
}

struct slice
db_octets(struct db_stmt *st, int column)
{
    const void *p = sqlite3_column_blob(st->h, column);
    return slice_of(p, p ? (size_t)sqlite3_column_bytes(st->h, column) : 0);
}

bool
db_in_transaction(struct db *db)
{
    return !sqlite3_get_autocommit(db->h);
}

void
db_rollback(struct db *db)
{
    /* A full disk may have ended it already. */
    if (db_in_transaction(db))
        sqlite3_exec(db->h, "ROLLBACK", NULL, NULL, NULL);
}

/* --- a copy --------------------------------------------------------------------------------- */

static bool
copy_pages(struct db *db, sqlite3 *to, struct err *e)
{
    sqlite3_backup *b = sqlite3_backup_init(to, "main", db->h, "main");
    if (!b)
        return err_set(e, ERR_SYSTEM, "copy of %s: %s", db->path, sqlite3_errmsg(to));
    int rc;
    int64_t waited = 0;
    while ((rc = sqlite3_backup_step(b, BACKUP_PAGES)) != SQLITE_DONE) {
        if (rc == SQLITE_OK)
            continue;
        if ((rc != SQLITE_BUSY && rc != SQLITE_LOCKED) || waited / 1000000 > (int64_t)db->wait_ms)
            break;
        nanosleep(&(struct timespec){.tv_nsec = BACKUP_PAUSE_NS}, NULL);
        waited += BACKUP_PAUSE_NS;
    }
    sqlite3_backup_finish(b);
    return rc == SQLITE_DONE ||
           err_set(e, ERR_SYSTEM, "copy of %s: %s", db->path, sqlite3_errstr(rc));
}

bool
db_backup(struct db *db, const char *to, struct err *e)
{
    sqlite3 *h = NULL;
    int rc = sqlite3_open_v2(
        to, &h, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL);
    bool ok = rc == SQLITE_OK ||
              err_set(e, ERR_SYSTEM, "%s: %s", to, h ? sqlite3_errmsg(h) : sqlite3_errstr(rc));
    ok = ok && copy_pages(db, h, e);
    sqlite3_close_v2(h);
    return ok;
}
