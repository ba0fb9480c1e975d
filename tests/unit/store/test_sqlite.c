/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The store in SQLite: what it keeps, what it refuses, what it notices. Damage is done
 * through SQLite itself, as a hand with its command line would.
 */
#include "store/sqlite.h"

#include "support/cases.h"
#include "support/temp.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static const struct column pets[] = {
    {"id", COLUMN_TEXT, true, false},
    {"group", COLUMN_TEXT, false, true}, /* a word of SQL */
    {"age", COLUMN_INTEGER, false, false},
};
static const struct column tags[] = {
    {"pet", COLUMN_TEXT, true, false},
    {"tag", COLUMN_TEXT, true, true},
};
static const struct row_table tables[] = {
    {"pet", pets, COUNT_OF(pets)},
    {"tag", tags, COUNT_OF(tags)},
};
/* Their places stand for those of the real ones. */
#define PET ((enum row_table_id)0)
#define TAG ((enum row_table_id)1)

struct place {
    struct temp temp;
    char *path;
    struct store *s;
    const struct store_ops *ops;
};

static void
must(bool ok, const struct err *e)
{
    if (!ok)
        fail_msg("%s", e->msg);
}

static bool
try_open(struct place *p, bool fresh, struct err *e)
{
    struct sqlite_options o = {
        .path = p->path, .tables = tables, .ntables = COUNT_OF(tables), .wait_ms = 300};
    bool ok = fresh ? store_sqlite_create(&p->s, &o, e) : store_sqlite_open(&p->s, &o, e);
    p->ops = ok ? p->s->ops : NULL;
    return ok;
}

static void
setup(struct place *p)
{
    struct err e = {0};
    *p = (struct place){0};
    must(temp_make(&p->temp, &e), &e);
    p->path = temp_path(&case_arena, &p->temp, "c.db");
    must(try_open(p, true, &e), &e);
}

static void
teardown(struct place *p)
{
    if (p->s)
        p->s->ops->close(p->s);
    temp_remove(&p->temp);
}

static void
reopen(struct place *p)
{
    struct err e = {0};
    p->s->ops->close(p->s);
    p->s = NULL;
    must(try_open(p, false, &e), &e);
}

static struct store_event
event_n(uint64_t n, const char *project, const char *once)
{
    struct store_event ev = {.index = n,
                             .octets = arena_printf(&case_arena, "{\"n\":%d}", (int)n),
                             .project = slice_str(project),
                             .once = slice_str(once)};
    memset(ev.hash, (int)n + 1, sizeof ev.hash);
    return ev;
}

static bool
append_one(struct place *p, const struct store_event *ev, struct err *e)
{
    if (!p->ops->begin_write(p->s, e))
        return false;
    bool ok = p->ops->append(p->s, ev, e) && p->ops->commit(p->s, e);
    p->ops->rollback(p->s);
    return ok;
}

static void
append(struct place *p, uint64_t from, uint64_t to)
{
    struct err e = {0};
    for (uint64_t i = from; i < to; i++) {
        struct store_event ev = event_n(i, i % 3 ? "P-1" : "", NULL);
        must(append_one(p, &ev, &e), &e);
    }
}

/* A statement as by another program. */
static void
by_hand(const struct place *p, const char *sql)
{
    sqlite3 *h;
    char *why = NULL;
    assert_int_equal(sqlite3_open(p->path, &h), SQLITE_OK);
    if (sqlite3_exec(h, sql, NULL, NULL, &why) != SQLITE_OK)
        fail_msg("%s: %s", sql, why);
    sqlite3_close(h);
}

static bool
put_pet(struct place *p, const char *id, const char *group, int64_t age, struct err *e)
{
    union row_value v[] = {{.text = slice_str(id)}, {.text = slice_str(group)}, {.integer = age}};
    union row_value t[] = {{.text = slice_str(id)}, {.text = SL("tame")}};
    struct row row[] = {{PET, v}, {TAG, t}};
    struct rows rows = {row, 2};
    return p->ops->rows_put(p->s, &rows, e);
}

static void
three_pets(struct place *p)
{
    struct err e = {0};
    must(p->ops->begin_write(p->s, &e), &e);
    must(put_pet(p, "a", "cat", 1, &e) && put_pet(p, "b", "dog", 2, &e) &&
             put_pet(p, "c", "cat", 3, &e) && put_pet(p, "b", "dog", 4, &e) &&
             p->ops->commit(p->s, &e),
         &e);
}

/* --- events --------------------------------------------------------------------------------- */

struct seen {
    uint64_t v[32];
    size_t n, stop;
};

static bool
see(void *ctx, const struct store_event *ev, struct err *e)
{
    struct seen *s = ctx;
    if (s->n == s->stop)
        return err_set(e, ERR_LIMIT, "enough");
    s->v[s->n++] = ev->index;
    assert_int_equal(ev->hash[31], ev->index + 1);
    return true;
}

static void
events_are_kept(void **state)
{
    (void)state;
    struct place p;
    struct err e = {0};
    setup(&p);
    append(&p, 0, 7);
    reopen(&p);
    uint64_t size;
    must(p.ops->size(p.s, &size, &e), &e);
    assert_int_equal(size, 7);
    struct slice none = {0}, one = SL("P-1"), two = SL("P-2");
    static const struct {
        int which;
        uint64_t from, to;
        size_t n;
        uint64_t first;
    } rows[] = {{0, 0, STORE_NONE, 7, 0}, {0, 2, 4, 2, 2},          {0, 7, STORE_NONE, 0, 0},
                {1, 0, STORE_NONE, 3, 0}, {2, 0, STORE_NONE, 4, 1}, {2, 3, 7, 2, 4},
                {3, 0, STORE_NONE, 0, 0}};
    const struct slice *which[] = {NULL, &none, &one, &two};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct seen s = {.stop = 32};
        must(p.ops->each(p.s, rows[i].from, rows[i].to, which[rows[i].which], see, &s, &e), &e);
        assert_int_equal(s.n, rows[i].n);
        if (s.n)
            assert_int_equal(s.v[0], rows[i].first);
    }
    struct seen s = {.stop = 3};
    assert_false(p.ops->each(p.s, 0, 7, NULL, see, &s, &e));
    assert_string_equal(e.msg, "enough");
    struct store_event ev;
    must(p.ops->event(p.s, 4, &ev, &case_arena, &e), &e);
    assert_true(slice_eq_str(ev.octets, "{\"n\":4}") && slice_eq_str(ev.project, "P-1"));
    assert_false(p.ops->event(p.s, 7, &ev, &case_arena, &e));
    teardown(&p);
}

static void
once_is_once(void **state)
{
    (void)state;
    struct place p;
    struct err e = {0};
    uint64_t at, size;
    setup(&p);
    struct store_event first = event_n(0, "", "k-1"), again = event_n(1, "", "k-1");
    must(append_one(&p, &first, &e), &e);
    assert_false(append_one(&p, &again, &e)); /* and nothing of it stays */
    must(p.ops->size(p.s, &size, &e), &e);
    assert_int_equal(size, 1);
    must(p.ops->once(p.s, SL("k-1"), &at, &e), &e);
    assert_int_equal(at, 0);
    must(p.ops->once(p.s, SL("k-2"), &at, &e), &e);
    assert_true(at == STORE_NONE);
    char longer[STORE_KEY_MAX + 2];
    memset(longer, 'x', sizeof longer - 1);
    longer[sizeof longer - 1] = 0;
    again = event_n(1, "", longer);
    assert_false(append_one(&p, &again, &e));
    assert_int_equal(e.code, ERR_LIMIT);
    teardown(&p);
}

static void
order_is_kept(void **state)
{
    (void)state;
    struct place p;
    setup(&p);
    append(&p, 0, 2);
    static const uint64_t wrong[] = {0, 1, 3, 100};
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        struct err e = {0};
        struct store_event ev = event_n(wrong[i], "", NULL);
        assert_false(append_one(&p, &ev, &e));
        assert_int_equal(e.code, ERR_INPUT);
    }
    append(&p, 2, 3);
    teardown(&p);
}

static void
rollback_leaves_nothing(void **state)
{
    (void)state;
    struct place p;
    struct err e = {0};
    uint64_t size;
    setup(&p);
    three_pets(&p);
    struct store_event ev = event_n(0, "", "k");
    must(p.ops->begin_write(p.s, &e) && p.ops->append(p.s, &ev, &e) &&
             put_pet(&p, "a", "ox", 9, &e) && p.ops->meta_put(p.s, "m", SL("v"), &e),
         &e);
    p.ops->rollback(p.s);
    must(p.ops->size(p.s, &size, &e), &e);
    assert_int_equal(size, 0);
    struct slice v;
    must(p.ops->meta_get(p.s, "m", &v, &case_arena, &e), &e);
    assert_int_equal(v.n, 0);
    bool sound;
    must(p.ops->rows_sound(p.s, &sound, &v, &case_arena, &e), &e);
    assert_true(sound);
    append(&p, 0, 1);
    must(p.ops->events_sound(p.s, &sound, &v, &case_arena, &e), &e);
    assert_true(sound);
    teardown(&p);
}

/* --- values --------------------------------------------------------------------------------- */

static bool
see_object(void *ctx, const struct store_object *o, struct err *e)
{
    (void)e;
    struct slice *all = ctx;
    *all = arena_printf(&case_arena, "%.*s%d:%.*s:%d ", SL_FMT(*all), (int)o->seq,
                        SL_FMT(o->octets), o->open);
    return true;
}

static void
objects_by_digest(void **state)
{
    (void)state;
    struct place p;
    struct err e = {0};
    uint8_t d[3][32];
    bool there;
    struct slice out, all = {0};
    setup(&p);
    for (int i = 0; i < 3; i++)
        memset(d[i], i, 32);
    must(p.ops->begin_write(p.s, &e) && p.ops->object_put(p.s, d[0], SL("zero"), false, &e) &&
             p.ops->object_put(p.s, d[1], SL(""), true, &e) &&
             p.ops->object_put(p.s, d[0], SL("zero"), true, &e) &&
             p.ops->object_put(p.s, d[0], SL("zero"), false, &e) && p.ops->commit(p.s, &e),
         &e);
    must(p.ops->object_get(p.s, d[0], &out, &there, &case_arena, &e), &e);
    assert_true(there && slice_eq_str(out, "zero"));
    must(p.ops->object_get(p.s, d[1], &out, &there, &case_arena, &e), &e);
    assert_true(there && out.n == 0);
    must(p.ops->object_get(p.s, d[2], &out, &there, &case_arena, &e), &e);
    assert_false(there);
    bool open[3];
    for (int i = 0; i < 3; i++)
        must(p.ops->object_open(p.s, d[i], &open[i], &e), &e);
    assert_true(open[0] && open[1] && !open[2]);
    must(p.ops->object_each(p.s, 0, see_object, &all, &e), &e);
    assert_true(slice_eq_str(all, "2::1 3:zero:1 "));
    must(p.ops->begin_write(p.s, &e) && p.ops->object_forget(p.s, d[1], &e) &&
             p.ops->commit(p.s, &e) && p.ops->begin_write(p.s, &e) &&
             p.ops->object_put(p.s, d[2], SL("two"), true, &e) && p.ops->commit(p.s, &e),
         &e);
    all = (struct slice){0}; /* numbers are not used twice */
    must(p.ops->object_each(p.s, 3, see_object, &all, &e), &e);
    assert_true(slice_has_suffix(all, SL(":two:1 ")) && all.p[0] > '3');
    teardown(&p);
}

/* Forgotten is gone from the files, too, not only from the tables. */
static void
forgotten_is_gone(void **state)
{
    (void)state;
    struct place p;
    struct err e = {0};
    uint8_t d[32] = {5};
    setup(&p);
    must(p.ops->begin_write(p.s, &e) &&
             p.ops->object_put(p.s, d, SL("Zhang San, zhang@example.org"), false, &e) &&
             p.ops->commit(p.s, &e),
         &e);
    must(p.ops->begin_write(p.s, &e) && p.ops->object_forget(p.s, d, &e) && p.ops->commit(p.s, &e),
         &e);
    static const char *const files[] = {"c.db", "c.db-wal"};
    for (size_t i = 0; i < COUNT_OF(files); i++) {
        struct slice octets;
        must(
            temp_read(&octets, &case_arena, temp_path(&case_arena, &p.temp, files[i]), 1 << 24, &e),
            &e);
        assert_true(slice_find(octets, SL("zhang@example")) == SIZE_MAX);
    }
    teardown(&p);
}

static bool
see_private(void *ctx, struct slice name, struct slice value, struct err *e)
{
    (void)e;
    struct slice *all = ctx;
    *all = arena_printf(&case_arena, "%.*s%.*s=%.*s ", SL_FMT(*all), SL_FMT(name), SL_FMT(value));
    return true;
}

static void
private_by_owner(void **state)
{
    (void)state;
    struct place p;
    struct err e = {0};
    bool there;
    struct slice out, all = {0};
    setup(&p);
    must(p.ops->begin_write(p.s, &e) &&
             p.ops->private_put(p.s, SL("o-1"), SL("desk/2"), SL("b"), &e) &&
             p.ops->private_put(p.s, SL("o-1"), SL("desk/1"), SL("a"), &e) &&
             p.ops->private_put(p.s, SL("o-1"), SL("desk/1"), SL("c"), &e) &&
             p.ops->private_put(p.s, SL("o-1"), SL("x"), SL("y"), &e) &&
             p.ops->private_put(p.s, SL("o-2"), SL("desk/1"), SL("z"), &e) &&
             p.ops->commit(p.s, &e),
         &e);
    must(p.ops->private_each(p.s, SL("o-1"), SL("desk/"), see_private, &all, &e), &e);
    assert_true(slice_eq_str(all, "desk/1=c desk/2=b "));
    must(p.ops->private_get(p.s, SL("o-2"), SL("desk/1"), &out, &there, &case_arena, &e), &e);
    assert_true(there && slice_eq_str(out, "z"));
    must(p.ops->begin_write(p.s, &e) && p.ops->private_forget(p.s, SL("o-2"), SL("desk/1"), &e) &&
             p.ops->commit(p.s, &e),
         &e);
    must(p.ops->private_get(p.s, SL("o-2"), SL("desk/1"), &out, &there, &case_arena, &e), &e);
    assert_false(there);
    teardown(&p);
}

/* --- projections ---------------------------------------------------------------------------- */

static void
rows_are_found(void **state)
{
    (void)state;
    struct place p;
    struct err e = {0};
    struct rows rows;
    setup(&p);
    three_pets(&p);
    reopen(&p);
    struct store_where w[] = {{"group", {.text = SL("cat")}}, {"age", {.integer = 3}}};
    static const struct {
        size_t n;
        const char *ids;
    } want[] = {{0, "abc"}, {1, "ac"}, {2, "c"}};
    for (size_t i = 0; i < COUNT_OF(want); i++) {
        must(p.ops->rows_get(p.s, PET, w, want[i].n, &rows, &case_arena, &e), &e);
        assert_int_equal(rows.n, strlen(want[i].ids));
        for (size_t k = 0; k < rows.n; k++)
            assert_int_equal(rows.v[k].values[0].text.p[0], want[i].ids[k]);
    }
    w[0] = (struct store_where){"id", {.text = SL("b")}};
    must(p.ops->rows_get(p.s, PET, w, 1, &rows, &case_arena, &e), &e);
    assert_int_equal(rows.v[0].values[2].integer, 4);
    w[0] = (struct store_where){"id", {.text = SL("a' OR '1'='1")}};
    must(p.ops->rows_get(p.s, PET, w, 1, &rows, &case_arena, &e), &e);
    assert_int_equal(rows.n, 0);
    w[0].column = "id\" OR 1 --";
    assert_false(p.ops->rows_get(p.s, PET, w, 1, &rows, &case_arena, &e));
    teardown(&p);
}

static const struct damage {
    const char *name, *sql, *says;
} damages[] = {
    {"a row deleted", "DELETE FROM row_pet WHERE id = 'b'", "pet"},
    {"all rows deleted", "DELETE FROM row_tag", "tag"},
    {"a number changed", "UPDATE row_pet SET age = 5 WHERE id = 'b'", "pet"},
    {"a text changed", "UPDATE row_pet SET \"group\" = 'dok' WHERE id = 'b'", "pet"},
    {"two values exchanged",
     "UPDATE row_pet SET age = CASE id WHEN 'a' THEN 3 WHEN 'c' THEN 1 ELSE age END", "pet"},
    {"a row added", "INSERT INTO row_pet VALUES ('d', 'cat', 3)", "pet"},
    {"a row renamed", "UPDATE row_pet SET id = 'z' WHERE id = 'a'", "pet"},
    {"a table dropped", "DROP TABLE row_tag", "row_tag"},
    {"a table of another shape",
     "DROP TABLE row_tag; CREATE TABLE row_tag (pet TEXT, tag TEXT, more TEXT)", "row_tag"},
    {"an index dropped", "DROP INDEX row_pet_by_group", "row_pet_by_group"},
    {"a checksum gone", "DELETE FROM checksum WHERE name = 'pet'", "checksum"},
    {"a checksum changed", "UPDATE checksum SET n = n + 1 WHERE name = 'tag'", "tag"},
    {"behind the events", "INSERT INTO event VALUES (0, '', x'7b7d', zeroblob(32))",
     "0 of 1 events"},
    {"all checksums gone", "DELETE FROM checksum WHERE name <> 'event'", "checksum"},
};

/* Noticed at the next start, and mended by making them again. */
static void
damage_is_noticed(void **state)
{
    const struct damage *d = *state;
    struct place p;
    struct err e = {0};
    bool sound;
    struct slice why = {0};
    setup(&p);
    three_pets(&p);
    must(p.ops->rows_sound(p.s, &sound, &why, &case_arena, &e), &e);
    assert_true(sound);
    p.ops->close(p.s);
    p.s = NULL;
    by_hand(&p, d->sql);
    must(try_open(&p, false, &e), &e);
    must(p.ops->rows_sound(p.s, &sound, &why, &case_arena, &e), &e);
    assert_false(sound);
    assert_true(slice_find(why, slice_str(d->says)) != SIZE_MAX);
    must(p.ops->begin_write(p.s, &e) && p.ops->rows_clear(p.s, &e) &&
             put_pet(&p, "a", "cat", 1, &e) && put_pet(&p, "a", "cat", 2, &e) &&
             p.ops->rows_seal(p.s, &e) && p.ops->commit(p.s, &e),
         &e);
    must(p.ops->rows_sound(p.s, &sound, &why, &case_arena, &e), &e);
    assert_true(sound);
    teardown(&p);
}

/* Cleared and not sealed is not committed: half a rebuild is none. */
static void
half_a_rebuild(void **state)
{
    (void)state;
    struct place p;
    struct err e = {0};
    bool sound;
    struct slice why;
    struct rows rows;
    setup(&p);
    three_pets(&p);
    must(p.ops->begin_write(p.s, &e) && p.ops->rows_clear(p.s, &e), &e);
    assert_false(p.ops->commit(p.s, &e));
    p.ops->rollback(p.s);
    must(p.ops->rows_sound(p.s, &sound, &why, &case_arena, &e), &e);
    assert_true(sound);
    must(p.ops->rows_get(p.s, PET, NULL, 0, &rows, &case_arena, &e), &e);
    assert_int_equal(rows.n, 3);
    teardown(&p);
}

/* --- hands that should not be there --------------------------------------------------------- */

static const struct damage meddling[] = {
    {"an event changed",
     "DROP TRIGGER event_is_fixed; UPDATE event SET leaf = x'7b7d' WHERE idx = 1;"
     "CREATE TRIGGER event_is_fixed BEFORE UPDATE ON event\n"
     "BEGIN SELECT RAISE(ABORT, 'events are never changed'); END",
     "not the one"},
    {"an event's project changed",
     "DROP TRIGGER event_is_fixed; UPDATE event SET project = 'P-2' WHERE idx = 1;"
     "CREATE TRIGGER event_is_fixed BEFORE UPDATE ON event\n"
     "BEGIN SELECT RAISE(ABORT, 'events are never changed'); END",
     "not the one"},
    {"an event added", "INSERT INTO event VALUES (4, '', x'7b7d', zeroblob(32))",
     "4 events were appended, there are 5"},
    {"the last event deleted",
     "DROP TRIGGER event_stays; DELETE FROM event WHERE idx = 3;"
     "CREATE TRIGGER event_stays BEFORE DELETE ON event\n"
     "BEGIN SELECT RAISE(ABORT, 'events are never deleted'); END",
     "there are 3"},
    {"the checksum gone", "DELETE FROM checksum WHERE name = 'event'", "checksum"},
};

static void
meddling_is_noticed(void **state)
{
    const struct damage *d = *state;
    struct place p;
    struct err e = {0};
    bool sound;
    struct slice why = {0};
    setup(&p);
    append(&p, 0, 4);
    must(p.ops->events_sound(p.s, &sound, &why, &case_arena, &e), &e);
    assert_true(sound);
    p.ops->close(p.s);
    p.s = NULL;
    by_hand(&p, d->sql);
    must(try_open(&p, false, &e), &e);
    must(p.ops->events_sound(p.s, &sound, &why, &case_arena, &e), &e);
    assert_false(sound);
    assert_true(slice_find(why, slice_str(d->says)) != SIZE_MAX);
    teardown(&p);
}

static const struct damage refusals[] = {
    {"no trigger", "DROP TRIGGER event_stays", "changed its tables"},
    {"another trigger", "CREATE TRIGGER sly AFTER INSERT ON event BEGIN DELETE FROM object; END",
     "changed its tables"},
    {"a view", "CREATE VIEW v AS SELECT 1", "changed its tables"},
    {"a table more", "CREATE TABLE more (x)", "changed its tables"},
    {"an index gone", "DROP INDEX event_by_project", "changed its tables"},
    {"a newer version", "PRAGMA user_version = 900", "newer Comity"},
    {"version nought", "PRAGMA user_version = 0", "version is 0"},
    {"another application", "PRAGMA application_id = 7", "not a database of Comity"},
};

static void
refused_to_open(void **state)
{
    const struct damage *d = *state;
    struct place p;
    struct err e = {0};
    setup(&p);
    p.ops->close(p.s);
    p.s = NULL;
    by_hand(&p, d->sql);
    assert_false(try_open(&p, false, &e));
    assert_int_equal(e.code, ERR_INPUT);
    if (!strstr(e.msg, d->says))
        fail_msg("%s", e.msg);
    teardown(&p);
}

static const struct content {
    const char *name;
    struct slice octets;
} contents[] = {
    {"empty", SL_INIT("")},
    {"text", SL_INIT("This is a letter, and no database, however long one looks at it. It is here "
                     "to be more than a hundred octets long, as the header of a database is.")},
    {"a header and no more", SL_INIT("SQLite format 3\0\x10\0\1\1\0\x40\x20\x20")},
};

static void
no_database(void **state)
{
    const struct content *c = *state;
    struct place p = {0};
    struct err e = {0};
    must(temp_make(&p.temp, &e) && temp_write(&p.temp, "c.db", c->octets, &e), &e);
    p.path = temp_path(&case_arena, &p.temp, "c.db");
    assert_false(try_open(&p, false, &e));
    assert_int_equal(e.code, ERR_INPUT);
    struct slice after;
    struct err e2 = {0};
    must(temp_read(&after, &case_arena, p.path, 4096, &e2), &e2);
    assert_true(slice_eq(after, c->octets)); /* looked at, not touched */
    assert_false(try_open(&p, true, &e));    /* nor written over */
    temp_remove(&p.temp);
}

static void
no_file(void **state)
{
    (void)state;
    struct place p = {0};
    struct err e = {0};
    must(temp_make(&p.temp, &e), &e);
    p.path = temp_path(&case_arena, &p.temp, "c.db");
    assert_false(try_open(&p, false, &e));
    assert_int_equal(e.code, ERR_SYSTEM);
    assert_int_equal(access(p.path, F_OK), -1);
    p.path = temp_path(&case_arena, &p.temp, "no/folder/c.db");
    assert_false(try_open(&p, true, &e));
    temp_remove(&p.temp);
}

static void
mode_is_private(void **state)
{
    (void)state;
    struct place p;
    struct stat st;
    setup(&p);
    append(&p, 0, 1);
    static const char *const files[] = {"c.db", "c.db-wal", "c.db-shm"};
    for (size_t i = 0; i < COUNT_OF(files); i++) {
        assert_int_equal(stat(temp_path(&case_arena, &p.temp, files[i]), &st), 0);
        assert_int_equal(st.st_mode & 0777, 0600);
    }
    teardown(&p);
}

/* A page overwritten: said to be damaged, or not noticed by what was asked; never a crash. */
static void
damaged_pages(void **state)
{
    (void)state;
    int noticed = 0;
    for (int page = 0; page < 12; page++) {
        struct place p;
        struct err e = {0};
        bool sound;
        struct slice why = {0};
        setup(&p);
        append(&p, 0, 30);
        three_pets(&p);
        p.ops->close(p.s);
        p.s = NULL;
        int fd = open(p.path, O_WRONLY);
        uint8_t junk[4096 - 100];
        memset(junk, 0xa5, sizeof junk);
        assert_true(pwrite(fd, junk, sizeof junk, (off_t)page * 4096 + 100) > 0);
        close(fd);
        bool fine = try_open(&p, false, &e) &&
                    p.ops->events_sound(p.s, &sound, &why, &case_arena, &e) && sound &&
                    p.ops->rows_sound(p.s, &sound, &why, &case_arena, &e) && sound;
        if (!fine && e.code != ERR_NONE)
            assert_int_equal(e.code, ERR_INPUT);
        noticed += !fine;
        if (page == 0)
            assert_false(fine);
        teardown(&p);
    }
    assert_true(noticed >= 4); /* the schema, events, both tables, at least */
}

/* --- two of them ---------------------------------------------------------------------------- */

static void
second_writer_waits(void **state)
{
    (void)state;
    struct place p, q = {0};
    struct err e = {0};
    setup(&p);
    q.temp = p.temp;
    q.path = p.path;
    must(try_open(&q, false, &e), &e);
    must(p.ops->begin_write(p.s, &e), &e);
    assert_false(q.ops->begin_write(q.s, &e));
    assert_int_equal(e.code, ERR_SYSTEM);
    assert_non_null(strstr(e.msg, "another process"));
    p.ops->rollback(p.s);
    e = (struct err){0};
    must(q.ops->begin_write(q.s, &e), &e);
    q.ops->close(q.s); /* an open transaction ends with it */
    append(&p, 0, 1);
    teardown(&p);
}

static void
readers_see_one_view(void **state)
{
    (void)state;
    struct place p, q = {0};
    struct err e = {0};
    uint64_t size;
    setup(&p);
    q.temp = p.temp;
    q.path = p.path;
    must(try_open(&q, false, &e), &e);
    append(&p, 0, 2);
    must(q.ops->begin_read(q.s, &e) && q.ops->size(q.s, &size, &e), &e);
    append(&p, 2, 5);
    must(q.ops->size(q.s, &size, &e), &e);
    assert_int_equal(size, 2);
    q.ops->rollback(q.s);
    must(q.ops->size(q.s, &size, &e), &e);
    assert_int_equal(size, 5);
    q.ops->close(q.s);
    teardown(&p);
}

static void
backup_is_whole(void **state)
{
    (void)state;
    struct place p, q = {0};
    struct err e = {0};
    bool sound;
    struct slice why;
    uint64_t size;
    setup(&p);
    append(&p, 0, 9);
    three_pets(&p);
    char *to = temp_path(&case_arena, &p.temp, "copy.db");
    must(p.ops->backup(p.s, to, &e), &e);
    assert_false(p.ops->backup(p.s, to, &e)); /* not over one that is there */
    append(&p, 9, 12);
    q.path = to;
    must(try_open(&q, false, &e), &e);
    must(q.ops->size(q.s, &size, &e), &e);
    assert_int_equal(size, 9);
    must(q.ops->events_sound(q.s, &sound, &why, &case_arena, &e), &e);
    assert_true(sound);
    must(q.ops->rows_sound(q.s, &sound, &why, &case_arena, &e), &e);
    assert_true(sound);
    q.ops->close(q.s);
    teardown(&p);
}

/* What was committed before a kill is there; what was not is not. */
static void
killed_writer(void **state)
{
    (void)state;
    struct place p;
    struct err e = {0};
    uint64_t size;
    bool sound;
    struct slice why;
    setup(&p);
    p.ops->close(p.s);
    p.s = NULL;
    pid_t child = fork();
    if (child == 0) {
        struct err none = {0};
        if (!try_open(&p, false, &none))
            _exit(1);
        append(&p, 0, 5);
        struct store_event ev = event_n(5, "", NULL);
        if (!p.ops->begin_write(p.s, &none) || !p.ops->append(p.s, &ev, &none))
            _exit(1);
        kill(getpid(), SIGKILL);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status));
    must(try_open(&p, false, &e), &e);
    must(p.ops->size(p.s, &size, &e), &e);
    assert_int_equal(size, 5);
    must(p.ops->events_sound(p.s, &sound, &why, &case_arena, &e), &e);
    assert_true(sound);
    append(&p, 5, 6);
    teardown(&p);
}

int
main(void)
{
    CASES_TEST(events_are_kept);
    CASES_TEST(once_is_once);
    CASES_TEST(order_is_kept);
    CASES_TEST(rollback_leaves_nothing);
    CASES_TEST(objects_by_digest);
    CASES_TEST(forgotten_is_gone);
    CASES_TEST(private_by_owner);
    CASES_TEST(rows_are_found);
    CASES_TABLE(damages, damage_is_noticed);
    CASES_TEST(half_a_rebuild);
    CASES_TABLE(meddling, meddling_is_noticed);
    CASES_TABLE(refusals, refused_to_open);
    CASES_TABLE(contents, no_database);
    CASES_TEST(no_file);
    CASES_TEST(mode_is_private);
    CASES_TEST(damaged_pages);
    CASES_TEST(second_writer_waits);
    CASES_TEST(readers_see_one_view);
    CASES_TEST(backup_is_whole);
    CASES_TEST(killed_writer);
    return cases_run("sqlite");
}
