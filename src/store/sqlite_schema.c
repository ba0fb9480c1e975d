/* SPDX-License-Identifier: Apache-2.0 */
/* Whose file it is, of which version, whether its tables are as we made them, and what our own
 * statements may do to them. */
#include "store/sqlite_parts.h"

#include "base/buf.h"
#include "base/cleanup.h"

#include <inttypes.h>

#define APPLICATION_ID 0x436d7479 /* "Cmty", in the file's header */
#define SHAPE_MAX ((size_t)1 << 20)

/* migrations/NNN_*.sql, ended by a NUL each; the n-th makes version n of version n - 1. */
static const char migration_001[] = {
#include "001_events.inc"
    0};

static const char *const migrations[] = {migration_001};
#define VERSION ((int64_t)COUNT_OF(migrations))

/* --- the guard ------------------------------------------------------------------------------ */

#define MAY(action) (1u << (action))

/* What any statement of ours may write, besides projections. */
static const struct {
    const char *table;
    unsigned actions;
} allowed[] = {
    {"event", MAY(DB_INSERT)},
    {"once", MAY(DB_INSERT)},
    {"object", MAY(DB_INSERT) | MAY(DB_UPDATE) | MAY(DB_DELETE)},
    {"private", MAY(DB_INSERT) | MAY(DB_UPDATE) | MAY(DB_DELETE)},
    {"meta", MAY(DB_INSERT) | MAY(DB_UPDATE)},
    {"checksum", MAY(DB_INSERT) | MAY(DB_UPDATE) | MAY(DB_DELETE)},
};

bool
sqlite_may(void *ctx, enum db_action action, const char *table)
{
    const struct sqlite *s = ctx;
    struct slice name = slice_str(table);
    if (action == DB_OTHER)
        return false;
    if (slice_has_prefix(name, SL("row_")))
        return action != DB_SHAPE || s->shaping;
    if (slice_eq_str(name, "sqlite_master"))
        return s->shaping && action != DB_SHAPE;
    for (size_t i = 0; i < COUNT_OF(allowed); i++)
        if (slice_eq_str(name, allowed[i].table))
            return (allowed[i].actions & MAY(action)) != 0;
    return false;
}

/* --- versions ------------------------------------------------------------------------------- */

static bool
migrate_locked(struct db *db, struct err *e)
{
    int64_t version;
    if (!db_number(db, "PRAGMA user_version", &version, e))
        return false;
    for (; version < VERSION; version++)
        if (!db_exec(db, migrations[version], e))
            return err_in(e, "migration to version %" PRId64, version + 1);
    char sql[96];
    snprintf(sql, sizeof sql, "PRAGMA application_id = %d; PRAGMA user_version = %" PRId64,
             APPLICATION_ID, VERSION);
    return db_exec(db, sql, e);
}

static bool
migrate(struct db *db, struct err *e)
{
    if (!db_exec(db, "BEGIN IMMEDIATE", e))
        return false;
    if (migrate_locked(db, e) && db_exec(db, "COMMIT", e))
        return true;
    db_rollback(db);
    return false;
}

/* Before anything is written to it. */
static bool
identify(struct db *db, const char *path, bool fresh, int64_t *version, struct err *e)
{
    int64_t id, tables;
    if (!db_number(db, "PRAGMA application_id", &id, e) ||
        !db_number(db, "PRAGMA user_version", version, e) ||
        !db_number(db, "SELECT count(*) FROM sqlite_schema", &tables, e))
        return false;
    if (fresh && tables == 0)
        return true;
    if (id != APPLICATION_ID)
        return err_set(e, ERR_INPUT, "%s: not a database of Comity", path);
    if (*version > VERSION)
        return err_set(e, ERR_INPUT,
                       "%s: written by a newer Comity (version %" PRId64
                       " of the tables; this program knows %" PRId64 "): use that one",
                       path, *version, VERSION);
    return *version >= 1 || err_set(e, ERR_INPUT, "%s: its version is %" PRId64, path, *version);
}

/* --- shape ---------------------------------------------------------------------------------- */

/* Every table, index and trigger but the projections', as text. */
static bool
shape(struct slice *out, struct arena *a, struct db *db, struct err *e)
{
    struct db_stmt *st;
    if (!db_prepare(&st, db,
                    "SELECT name, coalesce(sql, '') FROM sqlite_schema "
                    "WHERE substr(tbl_name, 1, 4) <> 'row_' AND substr(name, 1, 7) <> 'sqlite_' "
                    "ORDER BY name",
                    e))
        return false;
    struct buf b;
    buf_init(&b, a, SHAPE_MAX);
    enum db_step step;
    while ((step = db_step(st, e)) == DB_ROW) {
        buf_add(&b, db_octets(st, 1));
        buf_str(&b, "\n");
    }
    db_stmt_free(st);
    return step == DB_DONE && buf_done(&b, out, e);
}

/* As the migrations make it, in a database of its own. */
static bool
shape_wanted(struct slice *out, struct arena *a, struct err *e)
{
    struct db *db;
    if (!db_open(&db, &(struct db_options){.path = ":memory:"}, e))
        return false;
    bool ok = migrate(db, e) && shape(out, a, db, e);
    db_close(db);
    return ok;
}

static bool
shape_check(struct sqlite *s, const char *path, struct err *e)
{
    AUTO_ARENA a = {0};
    struct slice is, wanted;
    if (!shape(&is, &a, s->db, e) || !shape_wanted(&wanted, &a, e))
        return false;
    return slice_eq(is, wanted) ||
           err_set(e, ERR_INPUT,
                   "%s: another program changed its tables (a table, index or trigger is gone, "
                   "added or different): restore it from a backup",
                   path);
}

bool
sqlite_schema_ready(struct sqlite *s, const char *path, bool fresh, struct err *e)
{
    int64_t version = 0;
    if (!identify(s->db, path, fresh, &version, e) || !db_settle(s->db, e))
        return false;
    if (version < VERSION && !migrate(s->db, e))
        return false;
    if (!shape_check(s, path, e))
        return false;
    db_harden(s->db);
    return version > 0 || sqlite_rows_make(s, e);
}
