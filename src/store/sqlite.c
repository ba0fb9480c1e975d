/* SPDX-License-Identifier: Apache-2.0 */
#include "store/sqlite.h"

#include "base/cleanup.h"
#include "store/sqlite_parts.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

static const char *const statements[Q_STATEMENTS] = {
    [Q_BEGIN_READ] = "BEGIN",
    [Q_BEGIN_WRITE] = "BEGIN IMMEDIATE",
    [Q_COMMIT] = "COMMIT",
    [Q_SIZE] = "SELECT coalesce(max(idx) + 1, 0) FROM event",
    [Q_APPEND] = "INSERT INTO event (idx, project, leaf, hash) VALUES (?1, ?2, ?3, ?4)",
    [Q_ONCE_PUT] = "INSERT INTO once (key, idx) VALUES (?1, ?2)",
    [Q_ONCE_GET] = "SELECT idx FROM once WHERE key = ?1",
    [Q_EVENT] = "SELECT idx, leaf, hash, project FROM event WHERE idx = ?1",
    [Q_EACH_ALL] = "SELECT idx, leaf, hash, project FROM event WHERE idx >= ?1 AND idx < ?2 "
                   "ORDER BY idx",
    [Q_EACH_OF] = "SELECT idx, leaf, hash, project FROM event WHERE idx >= ?1 AND idx < ?2 "
                  "AND project = ?3 ORDER BY idx",
    [Q_OBJECT_PUT] = "INSERT INTO object (digest, open, octets) VALUES (?1, ?2, ?3) "
                     "ON CONFLICT (digest) DO UPDATE SET open = max(open, excluded.open), "
                     "seq = CASE WHEN excluded.open > open "
                     "THEN (SELECT max(seq) + 1 FROM object) ELSE seq END",
    [Q_OBJECT_GET] = "SELECT octets FROM object WHERE digest = ?1",
    [Q_OBJECT_OPEN] = "SELECT open FROM object WHERE digest = ?1",
    [Q_OBJECT_FORGET] = "DELETE FROM object WHERE digest = ?1",
    [Q_OBJECT_EACH] = "SELECT seq, digest, octets, open FROM object WHERE seq > ?1 ORDER BY seq",
    [Q_PRIVATE_PUT] = "INSERT INTO private (owner, name, value) VALUES (?1, ?2, ?3) "
                      "ON CONFLICT (owner, name) DO UPDATE SET value = excluded.value",
    [Q_PRIVATE_GET] = "SELECT value FROM private WHERE owner = ?1 AND name = ?2",
    [Q_PRIVATE_FORGET] = "DELETE FROM private WHERE owner = ?1 AND name = ?2",
    [Q_PRIVATE_EACH] = "SELECT name, value FROM private WHERE owner = ?1 AND name >= ?2 "
                       "ORDER BY name",
    [Q_META_GET] = "SELECT value FROM meta WHERE name = ?1",
    [Q_META_PUT] = "INSERT INTO meta (name, value) VALUES (?1, ?2) "
                   "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
    [Q_SUM_GET] = "SELECT n, sum FROM checksum WHERE name = ?1",
    [Q_SUM_PUT] = "INSERT INTO checksum (name, n, sum) VALUES (?1, ?2, ?3) "
                  "ON CONFLICT (name) DO UPDATE SET n = excluded.n, sum = excluded.sum",
};

bool
sqlite_use(struct db_stmt **out, struct sqlite *s, enum sqlite_statement q, struct err *e)
{
    if (!s->st[q] && !db_prepare(&s->st[q], s->db, statements[q], e))
        return false;
    db_reset(s->st[q]);
    *out = s->st[q];
    return true;
}

/* --- transactions --------------------------------------------------------------------------- */

static bool
run(struct sqlite *s, enum sqlite_statement q, struct err *e)
{
    struct db_stmt *st;
    return sqlite_use(&st, s, q, e) && db_run(st, e);
}

static bool
sqlite_begin_read(struct store *store, struct err *e)
{
    return run(sqlite_of(store), Q_BEGIN_READ, e);
}

static bool
sqlite_begin_write(struct store *store, struct err *e)
{
    return run(sqlite_of(store), Q_BEGIN_WRITE, e);
}

static void
after(struct sqlite *s)
{
    sqlite_sums_forget(s);
    if (s->much)
        db_bulk(s->db, false);
    s->much = false;
}

static void
sqlite_rollback(struct store *store)
{
    struct sqlite *s = sqlite_of(store);
    after(s);
    if (s->bulk)
        sqlite_rows_free(s); /* they were made for that */
    s->bulk = s->forgot = false;
    db_rollback(s->db);
}

static bool
sqlite_commit(struct store *store, struct err *e)
{
    struct sqlite *s = sqlite_of(store);
    if (!sqlite_sums_settle(s, e) || !run(s, Q_COMMIT, e))
        return false;
    after(s);
    if (s->forgot)
        db_truncate_log(s->db);
    s->forgot = false;
    return true;
}

static bool
sqlite_backup(struct store *store, const char *path, struct err *e)
{
    AUTO_FD fd = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
    return fd >= 0 ? db_backup(sqlite_of(store)->db, path, e) : err_sys(e, "%s", path);
}

/* --- opening -------------------------------------------------------------------------------- */

static void
sqlite_close(struct store *store)
{
    if (!store)
        return;
    struct sqlite *s = sqlite_of(store);
    if (s->db)
        sqlite_rollback(store);
    for (size_t i = 0; i < Q_STATEMENTS; i++)
        db_stmt_free(s->st[i]);
    sqlite_rows_free(s);
    db_close(s->db);
    arena_free(&s->arena);
    arena_free(&s->work);
    free(s);
}

static const struct store_ops ops = {
    .close = sqlite_close,
    .begin_read = sqlite_begin_read,
    .begin_write = sqlite_begin_write,
    .commit = sqlite_commit,
    .rollback = sqlite_rollback,
    .size = sqlite_size,
    .append = sqlite_append,
    .once = sqlite_once,
    .event = sqlite_event,
    .each = sqlite_each,
    .events_sound = sqlite_events_sound,
    .events_seal = sqlite_events_seal,
    .object_put = sqlite_object_put,
    .object_get = sqlite_object_get,
    .object_open = sqlite_object_open,
    .object_forget = sqlite_object_forget,
    .object_each = sqlite_object_each,
    .private_put = sqlite_private_put,
    .private_get = sqlite_private_get,
    .private_forget = sqlite_private_forget,
    .private_each = sqlite_private_each,
    .meta_get = sqlite_meta_get,
    .meta_put = sqlite_meta_put,
    .rows_put = sqlite_rows_put,
    .rows_get = sqlite_rows_get,
    .rows_sound = sqlite_rows_sound,
    .rows_clear = sqlite_rows_clear,
    .rows_seal = sqlite_rows_seal,
    .backup = sqlite_backup,
};

static bool
open_file(struct store **out, const struct sqlite_options *o, bool fresh, struct err *e)
{
    if (o->ntables > ROW_TABLES_MAX)
        return err_set(e, ERR_LIMIT, "%zu projections, at most %d", o->ntables, ROW_TABLES_MAX);
    struct sqlite *s = calloc(1, sizeof *s);
    if (!s)
        abort(); /* as base/arena.c */
    *s = (struct sqlite){.store.ops = &ops, .tables = o->tables, .ntables = o->ntables};
    struct db_options d = {.path = o->path,
                           .wait_ms = o->wait_ms ? o->wait_ms : SQLITE_STORE_WAIT_MS,
                           .guard = sqlite_may,
                           .ctx = s};
    if (!db_open(&s->db, &d, e) || !sqlite_schema_ready(s, o->path, fresh, e)) {
        sqlite_close(&s->store);
        return false;
    }
    *out = &s->store;
    return true;
}

bool
store_sqlite_create(struct store **out, const struct sqlite_options *o, struct err *e)
{
    /* 0600: it holds names and openings of sealed votes. SQLite gives its logs the same mode. */
    int fd = open(o->path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
    if (fd < 0)
        return err_sys(e, "%s", o->path);
    close(fd);
    if (open_file(out, o, true, e))
        return true;
    unlink(o->path); /* made a moment ago, and nothing is in it */
    return false;
}

bool
store_sqlite_open(struct store **out, const struct sqlite_options *o, struct err *e)
{
    if (access(o->path, F_OK) < 0)
        return err_sys(e, "%s", o->path);
    return open_file(out, o, false, e);
}
