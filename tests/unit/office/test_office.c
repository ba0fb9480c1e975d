/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The office: acts once and in order, what a start notices and mends or refuses, sealed
 * ballots, a new key, copies. Damage is done to the files as a hand or a bad disk would.
 */
#include "base/buf.h"
#include "office/verify.h"
#include "record/files.h"
#include "record/proof.h"
#include "support/bureau.h"
#include "text/json_build.h"

#include "support/cases.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static void
must(bool ok, const struct err *e)
{
    if (!ok)
        fail_msg("%s", e->msg);
}

static void
by_hand(const struct bureau *b, const char *sql)
{
    char path[4096];
    sqlite3 *h;
    char *why = NULL;
    snprintf(path, sizeof path, "%s/comity.db", b->dir);
    assert_int_equal(sqlite3_open(path, &h), SQLITE_OK);
    if (sqlite3_exec(h, sql, NULL, NULL, &why) != SQLITE_OK)
        fail_msg("%s: %s", sql, why);
    sqlite3_close(h);
}

static char *
in_dir(const struct bureau *b, const char *name)
{
    return arena_str(&case_arena, arena_printf(&case_arena, "%s/%s", b->dir, name));
}

static void
verified_at(struct verified *v, struct bureau *b, const char *dir, const char *earlier)
{
    struct err e = {0};
    char *where = arena_str(&case_arena, arena_printf(&case_arena, "%s/record", dir));
    must(verify_record(v, &case_arena, &b->env,
                       &(struct verify_options){.where = where, .earlier = earlier}, &e),
         &e);
}

static void
is_sound(struct bureau *b)
{
    struct verified v;
    verified_at(&v, b, b->dir, NULL);
    if (!v.sound)
        fail_msg("%.*s: %.*s", SL_FMT(v.kind), SL_FMT(v.difference));
    assert_int_equal(v.leaves, b->office.seen);
}

/* A committee with a project, three comments and two votes in it. */
static const char *
busy(struct bureau *b)
{
    bureau_make(b, 3);
    const char *id = arena_str(&b->arena, bureau_project(b));
    for (uint64_t i = 0; i < 3; i++)
        bureau_act(b, 1 + i, "comment.filed", id, bureau_comment(&b->arena, i));
    bureau_act(b, 0, "ballot.opened", id, "{}");
    bureau_act(b, 1, "vote.cast", id, bureau_vote(&b->arena, "b-1", 0));
    bureau_act(b, 2, "vote.cast", id, bureau_vote(&b->arena, "b-1", 3));
    return id;
}

static void
reopened(struct bureau *b)
{
    struct err e = {0};
    must(bureau_reopen(b, &e), &e);
}

/* --- acts ----------------------------------------------------------------------------------- */

static void
states_follow(void **state)
{
    (void)state;
    struct bureau b;
    struct err e = {0};
    const struct project *p;
    const char *id = busy(&b);
    uint64_t seen = b.office.seen;
    must(office_project(&p, &b.office, slice_str(id), &e), &e);
    struct slice live = arena_dup(&case_arena, project_octets(&case_arena, p));
    struct slice whole = committee_octets(&case_arena, &b.office.committee);
    reopened(&b);
    assert_int_equal(b.notes.n, 0);
    assert_int_equal(b.office.seen, seen);
    must(office_project(&p, &b.office, slice_str(id), &e), &e);
    assert_true(slice_eq(live, project_octets(&case_arena, p)));
    assert_true(slice_eq(whole, committee_octets(&case_arena, &b.office.committee)));
    must(office_project(&p, &b.office, SL("P-999"), &e), &e);
    assert_null(p);
    must(office_project(&p, &b.office, SL("no id"), &e), &e);
    assert_null(p);
    is_sound(&b);
    bureau_done(&b);
}

static void
two_offices(void **state)
{
    (void)state;
    struct bureau b;
    struct office other;
    struct slices notes;
    struct err e = {0};
    const struct project *p;
    const char *id = busy(&b);
    must(office_open(&other, b.dir, &b.env, &notes, &e), &e);
    must(office_project(&p, &other, slice_str(id), &e), &e);
    assert_int_equal(p->comments.n, 3);
    bureau_act(&b, 1, "comment.filed", id, bureau_comment(&b.arena, 9));
    must(office_project(&p, &other, slice_str(id), &e), &e);
    assert_int_equal(p->comments.n, 4); /* acts of one are seen by the other */
    office_close(&other);
    bureau_done(&b);
}

static void
once_is_once(void **state)
{
    (void)state;
    struct bureau b;
    struct office_done first, again;
    const char *id = busy(&b);
    b.once = "key-1";
    bureau_try(&first, &b, 1, "comment.filed", id, bureau_comment(&b.arena, 5));
    assert_int_equal(first.answer, OFFICE_DONE);
    reopened(&b);
    b.once = "key-1";
    bureau_try(&again, &b, 1, "comment.filed", id, bureau_comment(&b.arena, 5));
    assert_int_equal(again.answer, OFFICE_REPEATED);
    assert_int_equal(again.event.index, first.event.index);
    assert_true(slice_eq(again.leaf, first.leaf));
    assert_true(again.receipt.n > 0);
    b.once = "key-1"; /* by somebody else */
    bureau_try(&again, &b, 2, "comment.filed", id, bureau_comment(&b.arena, 5));
    assert_int_equal(again.answer, OFFICE_REFUSED);
    assert_int_equal(again.refusal.code, REFUSED_REPEATED);
    const char *other = "{\"clause\":\"c-other\",\"language\":\"en\",\"type\":\"ge\"}";
    b.once = "key-1"; /* that says something else: who sent it must not believe that it is done */
    bureau_try(&again, &b, 1, "comment.filed", id, other);
    assert_int_equal(again.answer, OFFICE_REFUSED);
    assert_int_equal(again.refusal.code, REFUSED_REPEATED);
    b.once = "key-1"; /* of another kind */
    bureau_try(&again, &b, 1, "vote.cast", id, bureau_vote(&b.arena, "b-1", 1));
    assert_int_equal(again.answer, OFFICE_REFUSED);
    bureau_done(&b);
}

static void
asking_writes_nothing(void **state)
{
    (void)state;
    struct bureau b;
    struct err e = {0};
    struct office_done done;
    struct json_node data;
    const char *id = busy(&b);
    uint64_t seen = b.office.seen, size;
    must(json_parse(&data, &case_arena, SL("t"), slice_str(bureau_comment(&case_arena, 4)), &e),
         &e);
    struct office_request r = {.type = SL("comment.filed"),
                               .project = slice_str(id),
                               .by = bureau_actor(&case_arena, 1),
                               .data = &data,
                               .once = SL("k"),
                               .dry = true};
    must(office_act(&done, &case_arena, &b.office, &r, &e), &e);
    assert_int_equal(done.answer, OFFICE_DONE);
    assert_int_equal(done.event.index, seen);
    assert_int_equal(done.receipt.n, 0);
    must(b.office.store->ops->size(b.office.store, &size, &e), &e);
    assert_int_equal(size, seen);
    r.by = bureau_actor(&case_arena, 77);
    must(office_act(&done, &case_arena, &b.office, &r, &e), &e);
    assert_int_equal(done.answer, OFFICE_REFUSED);
    bureau_done(&b);
}

static const struct no {
    const char *name;
    size_t member;
    const char *type, *data;
    enum refusal_code code;
} noes[] = {
    {"no such act", 1, "comment.shouted", "{}", REFUSED_SHAPE},
    {"no mandate", 40, "comment.filed", NULL, REFUSED_MANDATE},
    {"incomplete", 1, "comment.filed", "{\"type\":\"te\"}", REFUSED_SHAPE},
    {"no right", 1, "ballot.closed", "{\"ballot\":\"b-1\"}", REFUSED_NOT},
};

/* A refusal names its rule, and nothing of the act stays. */
static void
refused(void **state)
{
    const struct no *no = *state;
    struct bureau b;
    struct office_done done;
    struct err e = {0};
    uint64_t size;
    const char *id = busy(&b);
    bureau_try(&done, &b, no->member, no->type, id,
               no->data ? no->data : bureau_comment(&b.arena, 8));
    assert_int_equal(done.answer, OFFICE_REFUSED);
    if (no->code != REFUSED_NOT)
        assert_int_equal(done.refusal.code, no->code);
    assert_true(done.refusal.rule.n > 0 && done.refusal.en.n > 0 && done.refusal.zh.n > 0);
    must(b.office.store->ops->size(b.office.store, &size, &e), &e);
    assert_int_equal(size, b.office.seen);
    bureau_act(&b, 1, "comment.filed", id, bureau_comment(&b.arena, 8));
    is_sound(&b);
    bureau_done(&b);
}

static void
clock_goes_back(void **state)
{
    (void)state;
    struct bureau b;
    struct office_done done;
    const char *id = busy(&b);
    b.now += 1000;
    bureau_try(&done, &b, 1, "comment.filed", id, bureau_comment(&b.arena, 1));
    int64_t last = done.event.at;
    b.now -= 300; /* a little: the entry takes the time of the one in front */
    bureau_try(&done, &b, 1, "comment.filed", id, bureau_comment(&b.arena, 2));
    assert_int_equal(done.answer, OFFICE_DONE);
    assert_int_equal(done.event.at, last);
    b.now -= 1; /* more than that is no slip */
    bureau_try(&done, &b, 1, "comment.filed", id, bureau_comment(&b.arena, 3));
    assert_int_equal(done.answer, OFFICE_REFUSED);
    assert_int_equal(done.refusal.code, REFUSED_CLOCK);
    b.now = -5;
    bureau_try(&done, &b, 1, "comment.filed", id, bureau_comment(&b.arena, 3));
    assert_int_equal(done.answer, OFFICE_REFUSED);
    reopened(&b);
    b.now = last + 5;
    bureau_act(&b, 1, "comment.filed", id, bureau_comment(&b.arena, 3));
    is_sound(&b);
    bureau_done(&b);
}

static void
receipts(void **state)
{
    (void)state;
    struct bureau b;
    struct err e = {0};
    struct proof proof;
    struct note_vkey key;
    const char *id = busy(&b);
    struct crypto_hasher *h = crypto_hasher_new();
    must(note_vkey_read(&key, &case_arena, b.office.committee.keys.v[0], &e), &e);
    b.later = true;
    struct office_done late;
    bureau_try(&late, &b, 1, "comment.filed", id, bureau_comment(&b.arena, 7));
    assert_int_equal(late.receipt.n, 0);
    for (uint64_t i = b.office.seen; i-- > 0;) {
        struct slice text;
        struct store_event ev;
        must(office_receipt(&text, &case_arena, &b.office, i, &e), &e);
        must(b.office.store->ops->event(b.office.store, i, &ev, &case_arena, &e), &e);
        must(proof_parse(&proof, &case_arena, text, &e), &e);
        assert_int_equal(proof.index, i);
        assert_int_equal(proof_check(&proof, h, ev.octets, &key, 1), PROOF_GOOD);
        assert_int_equal(proof_check(&proof, h, SL("{}"), &key, 1), PROOF_WRONG_LEAF);
    }
    struct slice text;
    assert_false(office_receipt(&text, &case_arena, &b.office, b.office.seen, &e));
    crypto_hasher_free(h);
    is_sound(&b);
    bureau_done(&b);
}

static void
left_for_later(void **state)
{
    (void)state;
    struct bureau b;
    const char *id = busy(&b);
    struct verified v;
    uint64_t before = b.office.seen;
    b.later = true;
    for (uint64_t i = 0; i < 700; i++)
        bureau_act(&b, 1, "comment.filed", id, bureau_comment(&b.arena, i));
    verified_at(&v, &b, b.dir, NULL);
    assert_int_equal(v.leaves, before);
    bureau_close(&b); /* settles */
    verified_at(&v, &b, b.dir, NULL);
    assert_true(v.sound);
    assert_int_equal(v.leaves, before + 700);
    reopened(&b);
    assert_int_equal(b.notes.n, 0);
    bureau_done(&b);
}

static void
objects_come_along(void **state)
{
    (void)state;
    struct bureau b;
    struct err e = {0};
    struct office_done done;
    struct json_node data;
    struct slice octets;
    bool there;
    const char *id = busy(&b);
    struct office_object objects[] = {{SL("the text of a comment"), true}, {SL("stray"), false}};
    struct slice digest = digest_of(&case_arena, objects[0].octets);
    struct slice json = arena_printf(
        &case_arena, "{\"clause\":\"c1\",\"language\":\"en\",\"object\":\"%.*s\",\"type\":\"te\"}",
        SL_FMT(digest));
    must(json_parse(&data, &case_arena, SL("t"), json, &e), &e);
    struct office_request r = {.type = SL("comment.filed"),
                               .project = slice_str(id),
                               .by = bureau_actor(&case_arena, 1),
                               .data = &data,
                               .objects = objects,
                               .nobjects = 2};
    assert_false(office_act(&done, &case_arena, &b.office, &r, &e)); /* one is named nowhere */
    r.nobjects = 1;
    must(office_act(&done, &case_arena, &b.office, &r, &e), &e);
    must(office_object(&octets, &there, &case_arena, &b.office, digest, &e), &e);
    assert_true(there && slice_eq(octets, objects[0].octets));
    char *file = in_dir(&b, arena_str(&case_arena, arena_printf(&case_arena, "record/object/%.*s",
                                                                SL_FMT(slice_sub(digest, 7, 64)))));
    assert_int_equal(access(file, F_OK), 0);
    assert_int_equal(unlink(file), 0);
    assert_int_equal(unlink(in_dir(&b, "record/checkpoint")), 0);
    reopened(&b); /* a record that is made again has its texts again */
    assert_int_equal(access(file, F_OK), 0);
    must(office_forget(&b.office, digest, &e), &e);
    assert_int_equal(access(file, F_OK), -1);
    must(office_object(&octets, &there, &case_arena, &b.office, digest, &e), &e);
    assert_false(there);
    assert_false(office_object(&octets, &there, &case_arena, &b.office, SL("sha256:xyz"), &e));
    is_sound(&b);
    bureau_done(&b);
}

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

/* --- ballots that are sealed ---------------------------------------------------------------- */

static bool
count_opening(void *ctx, struct slice name, struct slice value, struct err *e)
{
    (void)name, (void)e;
    struct slices *all = ctx;
    struct slice *v = NEW_ARRAY(&case_arena, struct slice, all->n + 1);
    for (size_t i = 0; i < all->n; i++)
        v[i] = all->v[i];
    v[all->n++] = arena_dup(&case_arena, value);
    all->v = v;
    return true;
}

/* How many openings the database holds for the second ballot, and the first one. */
static int
in_escrow(struct bureau *b, const char *project, struct slice *first)
{
    struct err e = {0};
    struct slices all = {0};
    struct slice owner = arena_printf(&case_arena, "escrow/%s/b-2", project);
    must(
        b->office.store->ops->private_each(b->office.store, owner, SL(""), count_opening, &all, &e),
        &e);
    if (first) {
        size_t at = slice_find(all.v[0], SL("\"opening\":")) + 10;
        *first = slice_sub(all.v[0], at, all.v[0].n - at - 1);
    }
    return (int)all.n;
}

static void
sealed_ballot(void **state)
{
    (void)state;
    struct bureau b;
    struct err e = {0};
    struct office_done done;
    const struct project *p;
    struct verified v;
    const char *id = busy(&b);
    bureau_act(&b, 3, "vote.cast", id, bureau_vote(&b.arena, "b-1", 1));
    b.now += 15 * BUREAU_DAY;
    bureau_act(&b, 0, "ballot.closed", id, "{\"ballot\":\"b-1\"}");
    bureau_act(&b, 0, "ballot.opened", id, "{\"sealed\":true}");
    bureau_try(&done, &b, 1, "vote.cast", id, "{\"ballot\":\"b-2\",\"choice\":\"maybe\"}");
    assert_int_equal(done.answer, OFFICE_REFUSED); /* told now, not when it is too late */
    static const char *const choices[] = {"yes", "no", "yes"};
    for (size_t i = 0; i < 3; i++) {
        const char *vote = arena_str(
            &case_arena,
            arena_printf(&case_arena, "{\"ballot\":\"b-2\",\"choice\":\"%s\"}", choices[i]));
        b.once = i == 2 ? "the third" : NULL;
        bureau_try(&done, &b, 1 + i, "vote.cast", id, vote);
        assert_int_equal(done.answer, OFFICE_DONE);
        assert_string_equal(done.event.kind->name, "vote.sealed");
        assert_true(slice_find(done.leaf, slice_str(choices[i])) == SIZE_MAX);
        assert_true(done.receipt.n > 0);
    }
    bureau_act(&b, 1, "vote.cast", id, "{\"ballot\":\"b-2\",\"choice\":\"no\"}"); /* again */
    assert_int_equal(in_escrow(&b, id, NULL), 3);
    bureau_try(&done, &b, 0, "ballot.closed", id, "{\"ballot\":\"b-2\"}");
    assert_int_equal(done.answer, OFFICE_REFUSED); /* before its time */
    assert_int_equal(done.refusal.code, REFUSED_EARLY);
    b.now += 15 * BUREAU_DAY;
    reopened(&b);
    /* A close that was interrupted had opened one of them. */
    struct slice opening;
    assert_int_equal(in_escrow(&b, id, &opening), 3);
    bureau_act(&b, 2, "vote.unsealed", id, arena_str(&case_arena, opening));
    bureau_act(&b, 0, "ballot.closed", id, "{\"ballot\":\"b-2\"}");
    assert_int_equal(in_escrow(&b, id, NULL), 0);
    b.once = "the third"; /* asked again by a client that had not heard the answer */
    bureau_try(&done, &b, 3, "vote.cast", id, "{\"ballot\":\"b-2\",\"choice\":\"yes\"}");
    assert_int_equal(done.answer, OFFICE_REPEATED);
    assert_string_equal(done.event.kind->name, "vote.sealed");
    must(office_project(&p, &b.office, slice_str(id), &e), &e);
    const struct ballot *ballot = project_ballot(p, SL("b-2"));
    assert_true(ballot->closed && ballot->unopened == 0);
    assert_int_equal(ballot->outcome, OUTCOME_NOT_APPROVED);
    verified_at(&v, &b, b.dir, NULL);
    assert_true(v.sound);
    assert_int_equal(v.nballots, 2);
    assert_int_equal(v.ballots[1].outcome, OUTCOME_NOT_APPROVED);
    assert_true(slice_eq_str(v.ballots[1].ballot, "b-2"));
    bureau_done(&b);
}

/* --- a new key ------------------------------------------------------------------------------ */

static void
rotation(void **state)
{
    (void)state;
    struct bureau b;
    struct err e = {0};
    struct office_done done;
    struct office other;
    struct slices notes;
    struct slice checkpoint;
    struct verified v;
    const char *id = busy(&b);
    must(temp_read(&checkpoint, &case_arena, in_dir(&b, "record/checkpoint"), 4096, &e), &e);
    must(temp_write(&b.temp, "kept", checkpoint, &e), &e);
    must(office_open(&other, b.dir, &b.env, &notes, &e), &e);
    for (int i = 0; i < 3; i++) {
        struct actor by = bureau_actor(&case_arena, 0);
        must(office_rotate_key(&done, &case_arena, &b.office, &by, &e), &e);
        assert_int_equal(done.answer, OFFICE_DONE);
        assert_int_equal(done.warning.n, 0);
        bureau_act(&b, 1, "comment.filed", id, bureau_comment(&b.arena, 4));
    }
    assert_int_equal(b.office.committee.keys.n, 4);
    /* An office that was open meanwhile signs with the new key, too. */
    struct json_node data;
    must(json_parse(&data, &case_arena, SL("t"), slice_str(bureau_comment(&case_arena, 4)), &e),
         &e);
    struct office_request r = {.type = SL("comment.filed"),
                               .project = slice_str(id),
                               .by = bureau_actor(&case_arena, 1),
                               .data = &data};
    must(office_act(&done, &case_arena, &other, &r, &e), &e);
    assert_int_equal(done.warning.n, 0);
    office_close(&other);
    verified_at(&v, &b, b.dir, temp_path(&case_arena, &b.temp, "kept"));
    if (!v.sound)
        fail_msg("%.*s", SL_FMT(v.difference));
    struct actor member = bureau_actor(&case_arena, 1);
    must(office_rotate_key(&done, &case_arena, &b.office, &member, &e), &e);
    assert_int_equal(done.answer, OFFICE_REFUSED);
    reopened(&b);
    bureau_act(&b, 1, "comment.filed", id, bureau_comment(&b.arena, 5));
    struct actor by = bureau_actor(&case_arena, 0); /* past the key that came to nothing */
    must(office_rotate_key(&done, &case_arena, &b.office, &by, &e), &e);
    is_sound(&b);
    bureau_done(&b);
}

/* Its event by hand: to a key that nobody holds, and signed by none. */
static void
rotation_by_hand(void **state)
{
    (void)state;
    struct bureau b;
    struct err e = {0};
    struct office_done done;
    struct note_skey fresh;
    static const uint8_t seed[CRYPTO_ED25519_SEED] = {9};
    busy(&b);
    const struct committee *c = &b.office.committee;
    note_skey_make(&fresh, c->record, seed);
    struct json_node *data = json_new_object(&case_arena);
    json_put_text(&case_arena, data, "accepted", SL("AAAA"));
    json_put_text(&case_arena, data, "new", note_vkey_write(&case_arena, &fresh.vkey));
    json_put_text(&case_arena, data, "old", c->keys.v[c->keys.n - 1]);
    json_put_text(&case_arena, data, "signature", SL("AAAA"));
    struct office_request r = {
        .type = SL("key.rotated"), .by = bureau_actor(&case_arena, 0), .data = data};
    must(office_act(&done, &case_arena, &b.office, &r, &e), &e);
    assert_int_equal(done.answer, OFFICE_REFUSED);
    assert_true(slice_eq_str(done.refusal.rule, "key.rotation"));
    reopened(&b);
    assert_int_equal(b.notes.n, 0);
    is_sound(&b);
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
    CASES_TEST(states_follow);
    CASES_TEST(two_offices);
    CASES_TEST(once_is_once);
    CASES_TEST(asking_writes_nothing);
    CASES_TABLE(noes, refused);
    CASES_TEST(clock_goes_back);
    CASES_TEST(receipts);
    CASES_TEST(left_for_later);
    CASES_TEST(objects_come_along);
    CASES_TABLE(damages, tables_mended);
    CASES_TABLE(harms, files_mended);
    CASES_TABLE(refusals, start_refused);
    CASES_TEST(keys_are_private);
    CASES_TEST(no_folder);
    CASES_TEST(sealed_ballot);
    CASES_TEST(rotation);
    CASES_TEST(rotation_by_hand);
    CASES_TEST(backup_and_restore);
    CASES_TEST(copied_by_hand);
    CASES_TABLE(broken, restore_refused);
    CASES_TEST(rebuilt_the_same);
    return cases_run("office");
}
