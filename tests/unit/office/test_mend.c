/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The office: what a start notices and mends or refuses, copies, everything made again. Damage is
 * done to the files as a hand or a bad disk would.
 */
#include "base/buf.h"
#include "hands.h"
#include "record/files.h"
#include "text/json_build.h"

#include "support/cases.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* --- what a start mends --------------------------------------------------------------------- */

static const struct damage {
    const char *name, *sql, *says;
} damages[] = {
    {"a row deleted", "DELETE FROM row_comment WHERE leaf = (SELECT min(leaf) FROM row_comment)",
     "comment"},
    {"a row changed", "UPDATE row_project SET stage = 'done'", "project"},
    {"a row added", "INSERT INTO row_person VALUES (999, 'p-99', 'o-1', '')", "person"},
    {"a table dropped", "DROP TABLE row_vote", "row_vote"},
    {"a checksum gone", "DELETE FROM checksum WHERE name = 'vote'", "vote"},
    {"all rows of all votes", "DELETE FROM row_vote; DELETE FROM row_ballot", "ballot"},
    {"the checksum of the events", "DELETE FROM checksum WHERE name = 'event'", "signed root"},
};

static void
tables_mended(void **state)
{
    const struct damage *d = *state;
    struct bureau b;
    struct err e = {0};
    struct rows before, after;
    bool sound;
    struct slice why;
    const char *id = busy(&b);
    struct store_where w = {"project", {.text = slice_str(id)}};
    must(b.office.store->ops->rows_get(b.office.store, ROWS_VOTE, &w, 1, &before, &case_arena, &e),
         &e);
    assert_int_equal(before.n, 2);
    bureau_close(&b);
    by_hand(&b, d->sql);
    reopened(&b);
    assert_int_equal(b.notes.n, 1);
    assert_true(slice_find(b.notes.v[0], slice_str(d->says)) != SIZE_MAX);
    must(b.office.store->ops->rows_sound(b.office.store, &sound, &why, &case_arena, &e), &e);
    assert_true(sound);
    must(b.office.store->ops->rows_get(b.office.store, ROWS_VOTE, &w, 1, &after, &case_arena, &e),
         &e);
    assert_int_equal(after.n, 2);
    bureau_act(&b, 1, "comment.filed", id, bureau_comment(&b.arena, 1));
    reopened(&b);
    assert_int_equal(b.notes.n, 0);
    bureau_done(&b);
}

static void
cut(const char *path, off_t n)
{
    struct stat st;
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(truncate(path, n < 0 ? st.st_size + n : n), 0);
}

static void
flip(const char *path, off_t at)
{
    int fd = open(path, O_RDWR);
    uint8_t c = 0;
    assert_true(fd >= 0 && pread(fd, &c, 1, at) == 1);
    c ^= 1;
    assert_true(pwrite(fd, &c, 1, at) == 1);
    close(fd);
}

/* The partial tile or bundle of so many leaves. */
static char *
partial(const struct bureau *b, const char *level)
{
    return in_dir(b, arena_str(&case_arena, arena_printf(&case_arena, "record/tile/%s/000.p/%d",
                                                         level, (int)b->office.seen)));
}

enum harm {
    HARM_TILE_CUT,
    HARM_TILE_EMPTY,
    HARM_TILE_FLIPPED,
    HARM_TILE_GONE,
    HARM_BUNDLE_CUT,
    HARM_BUNDLE_FLIPPED,
    HARM_BUNDLE_GONE,
    HARM_CHECKPOINT_GONE,
    HARM_CHECKPOINT_EMPTY,
    HARM_CHECKPOINT_FORGED,
    HARM_ALL_GONE,
};

static const struct file_harm {
    const char *name;
    enum harm harm;
} harms[] = {
    {"a tile cut off", HARM_TILE_CUT},
    {"a tile empty", HARM_TILE_EMPTY},
    {"a bit of a tile", HARM_TILE_FLIPPED},
    {"a tile gone", HARM_TILE_GONE},
    {"a bundle cut off", HARM_BUNDLE_CUT},
    {"a bit of a bundle", HARM_BUNDLE_FLIPPED},
    {"a bundle gone", HARM_BUNDLE_GONE},
    {"the checkpoint gone", HARM_CHECKPOINT_GONE},
    {"the checkpoint empty", HARM_CHECKPOINT_EMPTY},
    {"the checkpoint changed", HARM_CHECKPOINT_FORGED},
    {"the record gone", HARM_ALL_GONE},
};

static void
do_harm(struct bureau *b, enum harm harm)
{
    char *tile = partial(b, "0"), *bundle = partial(b, "entries");
    char *checkpoint = in_dir(b, "record/checkpoint");
    char command[8192];
    switch (harm) {
    case HARM_TILE_CUT:
        cut(tile, -7);
        break;
    case HARM_TILE_EMPTY:
        cut(tile, 0);
        break;
    case HARM_TILE_FLIPPED:
        flip(tile, 40);
        break;
    case HARM_TILE_GONE:
        unlink(tile);
        break;
    case HARM_BUNDLE_CUT:
        cut(bundle, -7);
        break;
    case HARM_BUNDLE_FLIPPED:
        flip(bundle, 300);
        break;
    case HARM_BUNDLE_GONE:
        unlink(bundle);
        break;
    case HARM_CHECKPOINT_GONE:
        unlink(checkpoint);
        break;
    case HARM_CHECKPOINT_EMPTY:
        cut(checkpoint, 0);
        break;
    case HARM_CHECKPOINT_FORGED:
        flip(checkpoint, 30);
        break;
    case HARM_ALL_GONE:
        snprintf(command, sizeof command, "rm -r '%s/record'", b->dir);
        assert_int_equal(system(command), 0);
        break;
    }
}

static void
files_mended(void **state)
{
    const struct file_harm *h = *state;
    struct bureau b;
    const char *id = busy(&b);
    do_harm(&b, h->harm);
    reopened(&b);
    assert_int_equal(b.notes.n, 1);
    assert_true(slice_find(b.notes.v[0], SL("public files were made again")) != SIZE_MAX);
    is_sound(&b);
    bureau_act(&b, 1, "comment.filed", id, bureau_comment(&b.arena, 1));
    is_sound(&b);
    reopened(&b);
    assert_int_equal(b.notes.n, 0);
    bureau_done(&b);
}

/* --- what a start refuses ------------------------------------------------------------------- */

#define FIXED                                                \
    "CREATE TRIGGER event_is_fixed BEFORE UPDATE ON event\n" \
    "BEGIN SELECT RAISE(ABORT, 'events are never changed'); END;"

static const struct damage refusals[] = {
    {"a vote changed in the database",
     "DROP TRIGGER event_is_fixed; UPDATE event SET leaf = CAST(replace(CAST(leaf AS TEXT), "
     "'\"choice\":\"no\"', '\"choice\":\"yes\"') AS BLOB) WHERE idx = (SELECT max(idx) FROM "
     "event);" FIXED,
     "event 22|not the one"},
    {"an event of the committee changed",
     "DROP TRIGGER event_is_fixed; UPDATE event SET leaf = x'7b7d' WHERE idx = 3;" FIXED,
     "event 3|not the one"},
    {"the last event gone",
     "DROP TRIGGER event_stays; DELETE FROM event WHERE idx = (SELECT max(idx) FROM event);"
     "CREATE TRIGGER event_stays BEFORE DELETE ON event\n"
     "BEGIN SELECT RAISE(ABORT, 'events are never deleted'); END;",
     "there are"},
    {"the last event gone, and its checksum",
     "DROP TRIGGER event_stays; DELETE FROM event WHERE idx = (SELECT max(idx) FROM event);"
     "DELETE FROM checksum WHERE name = 'event';"
     "CREATE TRIGGER event_stays BEFORE DELETE ON event\n"
     "BEGIN SELECT RAISE(ABORT, 'events are never deleted'); END;",
     "cannot vouch"},
    {"triggers gone", "DROP TRIGGER event_is_fixed", "changed its tables"},
    {"a newer version", "PRAGMA user_version = 77", "newer Comity"},
};

static void
start_refused(void **state)
{
    const struct damage *d = *state;
    struct bureau b;
    struct err e = {0};
    busy(&b);
    bureau_close(&b);
    by_hand(&b, d->sql);
    assert_false(bureau_reopen(&b, &e));
    assert_int_equal(e.code, ERR_INPUT);
    const char *says = strchr(d->says, '|') ? strchr(d->says, '|') + 1 : d->says;
    if (!strstr(e.msg, says))
        fail_msg("%s", e.msg);
    bureau_done(&b);
}

static void
keys_are_private(void **state)
{
    (void)state;
    struct bureau b;
    struct err e = {0};
    struct office_done done;
    struct json_node data;
    const char *id = busy(&b);
    char *dir = in_dir(&b, "keys"), *key = in_dir(&b, "keys/log.key");
    struct stat st;
    assert_int_equal(stat(dir, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0700);
    assert_int_equal(stat(key, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    assert_int_equal(chmod(dir, 0750), 0);
    assert_false(bureau_reopen(&b, &e));
    assert_non_null(strstr(e.msg, "chmod 700"));
    assert_int_equal(chmod(dir, 0700), 0);

    /* A key that others may read signs nothing: the committee can be read, not acted in. */
    assert_int_equal(chmod(key, 0644), 0);
    reopened(&b);
    must(json_parse(&data, &case_arena, SL("t"), slice_str(bureau_comment(&case_arena, 4)), &e),
         &e);
    struct office_request r = {.type = SL("comment.filed"),
                               .project = slice_str(id),
                               .by = bureau_actor(&case_arena, 1),
                               .data = &data};
    uint64_t seen = b.office.seen;
    e = (struct err){0};
    assert_false(office_act(&done, &case_arena, &b.office, &r, &e));
    assert_non_null(strstr(e.msg, "nothing is recorded"));
    assert_int_equal(b.office.seen, seen);
    assert_int_equal(chmod(key, 0600), 0);
    assert_int_equal(rename(key, in_dir(&b, "elsewhere")), 0);
    reopened(&b);
    assert_false(office_act(&done, &case_arena, &b.office, &r, &e));
    assert_int_equal(rename(in_dir(&b, "elsewhere"), key), 0);
    reopened(&b);
    must(office_act(&done, &case_arena, &b.office, &r, &e), &e);
    is_sound(&b);
    bureau_done(&b);
}

static void
no_folder(void **state)
{
    (void)state;
    struct bureau b;
    struct err e = {0};
    struct office o;
    struct slices notes;
    busy(&b);
    assert_false(office_open(&o, "/nowhere/at/all", &b.env, &notes, &e));
    assert_false(office_create(b.dir, &b.env, NULL, NULL, 0, &e));
    assert_non_null(strstr(e.msg, "not empty"));
    assert_int_equal(access(in_dir(&b, "comity.db"), F_OK), 0);
    char *other = arena_str(&case_arena, arena_printf(&case_arena, "%s/other", b.temp.path));
    struct json_node founding;
    must(json_parse(&founding, &case_arena, SL("t"), SL("{\"record\":\"a.example/x\"}"), &e), &e);
    assert_false(office_create(other, &b.env, &founding, NULL, 0, &e)); /* incomplete */
    assert_int_equal(access(other, F_OK), -1);                          /* and nothing stays */
    bureau_done(&b);
}

/* --- copies --------------------------------------------------------------------------------- */

static char *
beside(const struct bureau *b, const char *name)
{
    return temp_path(&case_arena, &b->temp, name);
}

static void
backup_and_restore(void **state)
{
    (void)state;
    struct bureau b;
    struct err e = {0};
    const char *id = busy(&b);
    char *copy = beside(&b, "copy"), *bare = beside(&b, "bare"), *back = beside(&b, "back");
    uint64_t seen = b.office.seen, entries = 0;
    must(office_backup(&b.office, copy, true, &e), &e);
    must(office_backup(&b.office, bare, false, &e), &e);
    assert_false(office_backup(&b.office, copy, true, &e)); /* not over another */
    assert_int_equal(access(beside(&b, "copy.partial"), F_OK), -1);
    bureau_act(&b, 1, "comment.filed", id, bureau_comment(&b.arena, 4));
    /* Of what was signed since, the backup knows nothing: told by who kept it. */
    const char *newest =
        arena_str(&case_arena, arena_printf(&case_arena, "%s/record/checkpoint", b.dir));
    assert_false(office_restore(&entries, copy, back, newest, &b.env, &e));
    assert_non_null(strstr(e.msg, "rolled-back"));
    assert_int_equal(access(back, F_OK), -1);
    e = (struct err){0};
    must(office_restore(&entries, copy, back, beside(&b, "copy/record/checkpoint"), &b.env, &e),
         &e);
    assert_int_equal(entries, seen);
    bureau_close(&b);
    char *was = b.dir;
    b.dir = back;
    reopened(&b);
    assert_int_equal(b.notes.n, 0);
    assert_int_equal(b.office.seen, seen);
    bureau_act(&b, 1, "comment.filed", id, bureau_comment(&b.arena, 5));
    is_sound(&b);
    /* Without keys: to be read. */
    assert_int_equal(access(beside(&b, "bare/keys/log.key"), F_OK), -1);
    b.dir = beside(&b, "back2");
    must(office_restore(&entries, bare, b.dir, NULL, &b.env, &e), &e);
    reopened(&b);
    assert_int_equal(b.office.seen, seen);
    assert_false(office_restore(&entries, copy, was, NULL, &b.env,
                                &e)); /* a folder in use is not written over */
    assert_non_null(strstr(e.msg, "not empty"));
    bureau_done(&b);
}

/* A folder copied as it stood, with its log, is taken, too. */
static void
copied_by_hand(void **state)
{
    (void)state;
    struct bureau b;
    struct err e = {0};
    char command[8192];
    busy(&b);
    uint64_t seen = b.office.seen, entries;
    snprintf(command, sizeof command, "cp -a '%s' '%s'", b.dir, beside(&b, "copy"));
    assert_int_equal(system(command), 0);
    must(office_restore(&entries, beside(&b, "copy"), beside(&b, "back"), NULL, &b.env, &e), &e);
    b.dir = beside(&b, "back");
    reopened(&b);
    assert_int_equal(b.office.seen, seen);
    bureau_done(&b);
}

static const struct damage broken[] = {
    {"a bit of its record", NULL, "does not verify"},
    {"a vote changed in its database",
     "DROP TRIGGER event_is_fixed; UPDATE event SET leaf = CAST(replace(CAST(leaf AS TEXT), "
     "'\"choice\":\"no\"', '\"choice\":\"yes\"') AS BLOB);" FIXED,
     "not the one"},
    {"an event less in its database",
     "DROP TRIGGER event_stays; DELETE FROM event WHERE idx = (SELECT max(idx) FROM event);"
     "CREATE TRIGGER event_stays BEFORE DELETE ON event\n"
     "BEGIN SELECT RAISE(ABORT, 'events are never deleted'); END;",
     "the database"},
    {"an object changed",
     "INSERT INTO object (digest, open, octets) VALUES (zeroblob(32), 0, x'00')", "digest"},
    {"a newer version", "PRAGMA user_version = 77", "newer"},
};

static void
restore_refused(void **state)
{
    const struct damage *d = *state;
    struct bureau b;
    struct err e = {0};
    busy(&b);
    char *copy = beside(&b, "copy"), *back = beside(&b, "back");
    must(office_backup(&b.office, copy, true, &e), &e);
    bureau_close(&b);
    uint64_t seen = 0, entries;
    struct verified v;
    verified_at(&v, &b, copy, NULL);
    seen = v.leaves;
    b.dir = copy;
    if (d->sql)
        by_hand(&b, d->sql);
    else
        flip(arena_str(&case_arena, arena_printf(&case_arena, "%s/record/tile/entries/000.p/%d",
                                                 copy, (int)seen)),
             500);
    assert_false(office_restore(&entries, copy, back, NULL, &b.env, &e));
    if (!strstr(e.msg, d->says))
        fail_msg("%s", e.msg);
    assert_int_equal(access(back, F_OK), -1);
    assert_int_equal(access(beside(&b, "back.partial"), F_OK), -1);
    bureau_done(&b);
}

/* --- rebuild -------------------------------------------------------------------------------- */

struct ticks {
    uint64_t n, last;
};

static void
tick(void *ctx, uint64_t n)
{
    struct ticks *t = ctx;
    t->n++;
    t->last = n;
}

static struct slice
all_rows(struct bureau *b)
{
    struct err e = {0};
    struct buf out;
    buf_init(&out, &case_arena, (size_t)64 << 20);
    for (size_t t = 0; t < COUNT_OF(row_tables); t++) {
        struct rows rows;
        must(b->office.store->ops->rows_get(b->office.store, (enum row_table_id)t, NULL, 0, &rows,
                                            &case_arena, &e),
             &e);
        for (size_t i = 0; i < rows.n; i++)
            for (size_t c = 0; c < row_tables[t].n; c++)
                if (row_tables[t].columns[c].type == COLUMN_TEXT)
                    buf_add(&out, rows.v[i].values[c].text);
                else
                    buf_printf(&out, "|%lld", (long long)rows.v[i].values[c].integer);
    }
    assert_false(out.full);
    return buf_slice(&out);
}

/* What acts put into the tables one by one is what a rebuild puts there. */
static void
rebuilt_the_same(void **state)
{
    (void)state;
    struct bureau b;
    struct err e = {0};
    struct ticks ticks = {0};
    const char *id = busy(&b);
    bureau_act(&b, 1, "disposition.set", id,
               "{\"comment\":\"c-1\",\"decision\":\"accepted\",\"reason\":\"sha256:"
               "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\"}");
    struct slice before = all_rows(&b);
    must(office_rebuild(&b.office, NULL, NULL, &e), &e);
    assert_true(slice_eq(before, all_rows(&b)));
    bureau_fill(&b, 20000, 7);
    reopened(&b);
    assert_int_equal(b.notes.n, 0); /* the filling ends with a rebuild of tables and files */
    must(office_rebuild(&b.office, tick, &ticks, &e), &e);
    assert_int_equal(ticks.n, 2);
    assert_int_equal(ticks.last, 20000);
    is_sound(&b);
    /* A tile far from the end is no business of a start; a rebuild makes it again. */
    cut(in_dir(&b, "record/tile/0/011"), -32);
    unlink(in_dir(&b, "record/tile/entries/007"));
    reopened(&b);
    assert_int_equal(b.notes.n, 0);
    must(office_rebuild(&b.office, NULL, NULL, &e), &e);
    is_sound(&b);
    bureau_done(&b);
}

int
main(void)
{
    CASES_TABLE(damages, tables_mended);
    CASES_TABLE(harms, files_mended);
    CASES_TABLE(refusals, start_refused);
    CASES_TEST(keys_are_private);
    CASES_TEST(no_folder);
    CASES_TEST(backup_and_restore);
    CASES_TEST(copied_by_hand);
    CASES_TABLE(broken, restore_refused);
    CASES_TEST(rebuilt_the_same);
    return cases_run("mend");
}
