/* SPDX-License-Identifier: Apache-2.0 */
/* What no statement of this program may do, even if somebody wrote it by mistake. */
#include "store/sqlite_parts.h"

#include "support/cases.h"
#include "support/temp.h"

static const struct column columns[] = {{"id", COLUMN_TEXT, true, false}};
static const struct row_table tables[] = {{"pet", columns, COUNT_OF(columns)}};

static const struct attempt {
    const char *name, *sql;
    bool may;
} attempts[] = {
    {"events are read", "SELECT count(*) FROM event", true},
    {"events are added", "INSERT INTO event VALUES (0, '', x'7b7d', zeroblob(32))", true},
    {"an event changed", "UPDATE event SET leaf = x'00'", false},
    {"an event's project changed", "UPDATE event SET project = 'P-2' WHERE idx = 0", false},
    {"events deleted", "DELETE FROM event", false},

    {"a key changed", "UPDATE once SET idx = 7", false},
    {"a key deleted", "DELETE FROM once WHERE key = x'00'", false},
    {"events dropped", "DROP TABLE event", false},
    {"a trigger dropped", "DROP TRIGGER event_stays", false},
    {"an index dropped", "DROP INDEX event_by_project", false},
    {"a table more", "CREATE TABLE more (x)", false},
    {"a table for a while", "CREATE TEMP TABLE more (x)", false},
    {"a projection dropped", "DROP TABLE row_pet", false},
    {"a projection more", "CREATE TABLE row_more (x)", false},
    {"a trigger more", "CREATE TRIGGER sly AFTER INSERT ON event BEGIN SELECT 1; END", false},
    {"a view", "CREATE VIEW v AS SELECT 1", false},
    {"a table changed", "ALTER TABLE event ADD COLUMN more", false},
    {"the schema written", "UPDATE sqlite_master SET sql = ''", false},
    {"the schema made writable", "PRAGMA writable_schema = ON", false},
    {"synchronisation off", "PRAGMA synchronous = OFF", false},
    {"no log", "PRAGMA journal_mode = OFF", false},
    {"another version", "PRAGMA user_version = 9", false},
    {"another file", "ATTACH 'other.db' AS other", false},
    {"a copy", "VACUUM INTO 'copy.db'", false},
    {"objects deleted", "DELETE FROM object", true},
    {"what was signed deleted", "DELETE FROM meta", false},
    {"rows of projections", "INSERT INTO row_pet VALUES ('a'); DELETE FROM row_pet", true},
};

static void
guarded(void **state)
{
    const struct attempt *r = *state;
    struct temp t;
    struct err e = {0};
    struct store *s;
    if (!temp_make(&t, &e))
        fail_msg("%s", e.msg);
    struct sqlite_options o = {
        .path = temp_path(&case_arena, &t, "c.db"), .tables = tables, .ntables = 1};
    if (!store_sqlite_create(&s, &o, &e))
        fail_msg("%s", e.msg);
    bool ok = db_exec(sqlite_of(s)->db, r->sql, &e);
    if (ok != r->may)
        fail_msg("%s: %s", r->sql, ok ? "done" : e.msg);
    s->ops->close(s);
    temp_remove(&t);
}

/* A row that comes in the place of another one deletes that one, past the authorizer. */
static void
replacing_is_out_of_order(void **state)
{
    (void)state;
    struct temp t;
    struct err e = {0};
    struct store *s;
    if (!temp_make(&t, &e))
        fail_msg("%s", e.msg);
    struct sqlite_options o = {
        .path = temp_path(&case_arena, &t, "c.db"), .tables = tables, .ntables = 1};
    if (!store_sqlite_create(&s, &o, &e))
        fail_msg("%s", e.msg);
    struct db *db = sqlite_of(s)->db;
    int64_t n = 0;
    assert_true(db_exec(db, "INSERT INTO event VALUES (0, '', x'7b7d', zeroblob(32))", &e));
    assert_false(db_exec(db, "REPLACE INTO event VALUES (0, 'P-1', x'00', zeroblob(32))", &e));
    assert_true(db_number(db, "SELECT count(*) FROM event WHERE leaf = x'7b7d'", &n, &e));
    assert_int_equal(n, 1);
    s->ops->close(s);
    temp_remove(&t);
}

int
main(void)
{
    CASES_TABLE(attempts, guarded);
    CASES_TEST(replacing_is_out_of_order);
    return cases_run("guard");
}
