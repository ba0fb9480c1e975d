/* SPDX-License-Identifier: Apache-2.0 */
#include "record/publish.h"

#include "record/proof.h"
#include "support/cases.h"
#include "support/record_case.h"

#include <stdio.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static struct record_case c;

static int
make(void **state)
{
    (void)state;
    record_case_make(&c);
    return 0;
}

static void
is_sound(uint64_t size)
{
    struct record_result *r = NEW(&case_arena, struct record_result);
    record_case_read(r, &c, NULL);
    if (r->first.fault != RECORD_SOUND)
        fail_msg("%.*s", SL_FMT(r->first.says));
    assert_int_equal(r->leaves, size);
    assert_int_equal(r->checkpoint.size, size);
}

/* However it came to that size, the record is the same; and nothing partial is left behind full. */
static void
growth_in_steps_and_at_once(void **state)
{
    static const uint64_t steps[] = {0,   1,   2,   3,   100, 255,  256,
                                     257, 300, 511, 512, 700, 1023, 1025};
    make(state);
    for (size_t i = 0; i < COUNT_OF(steps); i++) {
        record_case_publish(&c, steps[i]);
        is_sound(steps[i]);
        assert_int_equal(c.publisher.mark.size, steps[i]);
    }
    struct slice checkpoint = record_case_get(&c, "checkpoint");
    struct slice bundle = record_case_get(&c, "tile/entries/004.p/1");
    struct slice tile = record_case_get(&c, "tile/0/003"),
                 top = record_case_get(&c, "tile/1/000.p/4");
    assert_false(record_case_has(&c, "tile/0/000.p"));
    assert_false(record_case_has(&c, "tile/entries/000.p"));
    assert_false(record_case_has(&c, "tile/0/003.p"));
    assert_true(record_case_has(&c, "tile/1/000.p/2")); /* of a size that was published */
    record_case_remove(&c);
    make(state);
    record_case_publish(&c, 1025);
    assert_true(slice_eq(checkpoint, record_case_get(&c, "checkpoint")));
    assert_true(slice_eq(bundle, record_case_get(&c, "tile/entries/004.p/1")));
    assert_true(slice_eq(tile, record_case_get(&c, "tile/0/003")));
    assert_true(slice_eq(top, record_case_get(&c, "tile/1/000.p/4")));
    record_case_remove(&c);
}

static void
three_levels(void **state)
{
    make(state);
    record_case_publish(&c, 65535);
    record_case_publish(&c, 65536);
    is_sound(65536);
    assert_true(record_case_has(&c, "tile/1/000"));
    assert_true(record_case_has(&c, "tile/2/000.p/1"));
    enum record_tip tip;
    assert_true(record_tip_check(&tip, NULL, &case_arena, &c.publisher, NULL));
    assert_int_equal(tip, RECORD_TIP_CURRENT);
    record_case_publish(&c, 70000);
    is_sound(70000);
    assert_true(record_case_has(&c, "tile/0/273.p/112"));
    assert_true(record_case_has(&c, "tile/1/001.p/17"));
    record_case_remove(&c);
}

static void
nothing_new_writes_nothing(void **state)
{
    make(state);
    record_case_publish(&c, 300);
    struct stat before, after;
    char *path = temp_path(&case_arena, &c.temp, "checkpoint");
    assert_int_equal(stat(path, &before), 0);
    record_case_publish(&c, 300);
    /* another process, too */
    struct record_publisher other;
    record_publisher_init(&other, &case_arena, c.temp.path, &c.source);
    other.keys = c.keys;
    other.nkeys = 1;
    other.signer = &c.key;
    assert_true(record_publish(&other, NULL));
    assert_int_equal(other.mark.size, 300);
    assert_int_equal(stat(path, &after), 0);
    assert_int_equal(before.st_ino, after.st_ino);
    record_publisher_done(&other);
    record_case_remove(&c);
}

/* Two publishers take turns: each finds what the other left. */
static void
two_publishers(void **state)
{
    make(state);
    struct record_publisher other;
    record_publisher_init(&other, &case_arena, c.temp.path, &c.source);
    other.keys = c.keys;
    other.nkeys = 1;
    other.signer = &c.key;
    for (uint64_t size = 0; size < 600; size += 7) {
        c.size = size;
        assert_true(record_publish(size % 2 ? &other : &c.publisher, NULL));
    }
    is_sound(595);
    record_publisher_done(&other);
    record_case_remove(&c);
}

#define SHARED_LEAVES UINT64_C(150)

static uint64_t *shared; /* number of leaves, of all processes */

static bool
shared_size(void *ctx UNUSED, uint64_t *out, struct err *e UNUSED)
{
    *out = __atomic_load_n(shared, __ATOMIC_SEQ_CST);
    return true;
}

/* Ends the process: status 0 where each of its publications went well. */
static _Noreturn void
write_on(void)
{
    bool ok = true;
    while (ok && __atomic_add_fetch(shared, 1, __ATOMIC_SEQ_CST) < SHARED_LEAVES)
        ok = record_publish(&c.publisher, NULL);
    _exit(ok ? 0 : 1);
}

/* While two processes publish, whoever reads finds a sound record of some size. */
static void
readers_see_whole_records(void **state)
{
    make(state);
    record_case_publish(&c, 1);
    c.size = 2 * SHARED_LEAVES;
    shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    assert_true(shared != MAP_FAILED);
    *shared = 1;
    struct record_source source = {&c, shared_size, c.source.leaf};
    c.publisher.source = &source;
    pid_t writers[2];
    for (size_t w = 0; w < COUNT_OF(writers); w++) {
        writers[w] = fork();
        assert_true(writers[w] >= 0);
        if (writers[w] == 0)
            write_on();
    }
    size_t running = COUNT_OF(writers), reads = 0;
    while (running > 0) {
        struct record_result *r = NEW(&case_arena, struct record_result);
        int status;
        record_case_read(r, &c, NULL);
        if (r->first.fault != RECORD_SOUND)
            fail_msg("%.*s", SL_FMT(r->first.says));
        reads++;
        if (waitpid(-1, &status, WNOHANG) > 0) {
            assert_int_equal(status, 0);
            running--;
        }
    }
    assert_true(reads > 2);
    assert_true(record_publish(&c.publisher, NULL));
    is_sound(*shared);
    munmap(shared, sizeof *shared);
    record_case_remove(&c);
}

/* --- the tip --- */

struct tip_row {
    const char *name;
    uint64_t signed_, now; /* leaves */
    const char *path;      /* a file that is changed; null: none */
    const char *how;       /* "delete", "cut", "flip", "empty", "more", "junk" */
    uint64_t other;        /* leaf of the source that is another now, or UINT64_MAX */
    enum record_tip tip;
    const char *says;
};

#define SAME UINT64_MAX

static const struct tip_row tips[] = {
    {"current", 300, 300, NULL, NULL, SAME, RECORD_TIP_CURRENT, ""},
    {"empty and current", 0, 0, NULL, NULL, SAME, RECORD_TIP_CURRENT, ""},
    {"current at a full tile", 512, 512, NULL, NULL, SAME, RECORD_TIP_CURRENT, ""},
    {"behind", 300, 301, NULL, NULL, SAME, RECORD_TIP_BEHIND, "300 of 301"},
    {"behind from nothing", 0, 301, NULL, NULL, SAME, RECORD_TIP_BEHIND, "0 of 301"},
    {"no checkpoint", 300, 300, "checkpoint", "delete", SAME, RECORD_TIP_ABSENT, "no checkpoint"},
    {"checkpoint empty", 300, 300, "checkpoint", "empty", SAME, RECORD_TIP_DAMAGED, "checkpoint"},
    {"checkpoint cut", 300, 300, "checkpoint", "cut", SAME, RECORD_TIP_DAMAGED, "checkpoint"},
    {"checkpoint flipped", 300, 300, "checkpoint", "flip", SAME, RECORD_TIP_DAMAGED, "signed"},
    {"checkpoint is junk", 300, 300, "checkpoint", "junk", SAME, RECORD_TIP_DAMAGED, "checkpoint"},
    {"last tile gone", 300, 300, "tile/0/001.p/44", "delete", SAME, RECORD_TIP_DAMAGED,
     "tile/0/001.p/44 is missing"},
    {"last tile cut", 300, 300, "tile/0/001.p/44", "cut", SAME, RECORD_TIP_DAMAGED, "damaged"},
    {"last tile longer", 300, 300, "tile/0/001.p/44", "more", SAME, RECORD_TIP_DAMAGED, "damaged"},
    {"last tile flipped", 300, 300, "tile/0/001.p/44", "flip", SAME, RECORD_TIP_DAMAGED, "root"},
    {"upper tile flipped", 300, 300, "tile/1/000.p/1", "flip", SAME, RECORD_TIP_DAMAGED, "root"},
    {"upper tile gone", 300, 300, "tile/1/000.p/1", "delete", SAME, RECORD_TIP_DAMAGED, "missing"},
    {"last bundle gone", 300, 300, "tile/entries/001.p/44", "delete", SAME, RECORD_TIP_DAMAGED,
     "missing"},
    {"last bundle empty", 300, 300, "tile/entries/001.p/44", "empty", SAME, RECORD_TIP_DAMAGED,
     "bundle"},
    {"last bundle flipped", 300, 300, "tile/entries/001.p/44", "flip", SAME, RECORD_TIP_DAMAGED,
     "damaged"},
    {"last full tile flipped", 512, 512, "tile/0/001", "flip", SAME, RECORD_TIP_DAMAGED,
     "last full tile"},
    {"last full bundle cut", 512, 512, "tile/entries/001", "cut", SAME, RECORD_TIP_DAMAGED,
     "bundle"},
    {"behind and damaged", 300, 400, "tile/0/001.p/44", "flip", SAME, RECORD_TIP_DAMAGED, "root"},
    {"the database lost leaves", 300, 299, NULL, NULL, SAME, RECORD_TIP_AHEAD, "299"},
    {"the database is empty", 300, 0, NULL, NULL, SAME, RECORD_TIP_AHEAD, "holds 0"},
    {"the database has another last leaf", 300, 300, NULL, NULL, 299, RECORD_TIP_FORKED,
     "leaf 299"},
    {"the database has another leaf in the last bundle", 300, 310, NULL, NULL, 256,
     RECORD_TIP_FORKED, "leaf 256"},
    {"another leaf in the last full bundle", 512, 512, NULL, NULL, 256, RECORD_TIP_FORKED,
     "leaf 256"},
};

static void
harm(const char *path, const char *how)
{
    if (strcmp(how, "delete") == 0) {
        record_case_delete(&c, path);
        return;
    }
    struct slice s = arena_dup(&case_arena, record_case_get(&c, path));
    uint8_t *p = arena_alloc(&case_arena, s.n + 1, 1);
    memcpy(p, s.p, s.n);
    if (strcmp(how, "flip") == 0) /* inside the first line of a checkpoint it is a letter still */
        p[s.n > 100 ? 8 : s.n / 2] ^= 1;
    size_t n = s.n;
    if (strcmp(how, "cut") == 0)
        n = s.n - 1;
    if (strcmp(how, "more") == 0)
        n = s.n + 1;
    if (strcmp(how, "empty") == 0)
        n = 0;
    if (strcmp(how, "junk") == 0)
        memset(p, 'x', n);
    record_case_put(&c, path, slice_of(p, n));
}

static void
tip_row(void **state)
{
    const struct tip_row *r = *state;
    enum record_tip tip;
    struct slice why;
    struct err e = {0};
    record_case_make(&c);
    record_case_publish(&c, r->signed_);
    if (r->path)
        harm(r->path, r->how);
    c.size = r->now;
    c.other = r->other;
    if (!record_tip_check(&tip, &why, &case_arena, &c.publisher, &e))
        fail_msg("%s", e.msg);
    assert_int_equal(tip, r->tip);
    if (slice_find(why, slice_str(r->says)) == SIZE_MAX)
        fail_msg("'%.*s' does not say '%s'", SL_FMT(why), r->says);

    /* A fresh process publishes: mends what follows from the leaves, signs no second history. */
    struct record_publisher other;
    record_publisher_init(&other, &case_arena, c.temp.path, &c.source);
    other.keys = c.keys;
    other.nkeys = 1;
    other.signer = &c.key;
    bool refused = tip == RECORD_TIP_AHEAD || tip == RECORD_TIP_FORKED;
    struct slice before = refused ? record_case_get(&c, "checkpoint") : (struct slice){0};
    assert_int_equal(record_publish(&other, &e), !refused);
    record_publisher_done(&other);
    if (refused) {
        assert_int_equal(e.code, ERR_INPUT);
        assert_true(slice_eq(before, record_case_get(&c, "checkpoint")));
    } else {
        is_sound(r->now);
    }
    record_case_remove(&c);
}

/* The folder lost its checkpoint, or all of it; what the database remembers is enough to refuse. */
static void
a_second_history_is_not_signed(void **state)
{
    static const char *const gone[] = {"checkpoint", "tile/0/002.p/88"};
    for (size_t i = 0; i < COUNT_OF(gone); i++) {
        struct err e = {0};
        make(state);
        record_case_publish(&c, 600);
        struct record_mark mark = c.publisher.mark;
        record_case_delete(&c, gone[i]);
        c.other = 5; /* a leaf long ago, far from the tip */
        c.size = 700;
        struct record_publisher other;
        record_publisher_init(&other, &case_arena, c.temp.path, &c.source);
        other.keys = c.keys;
        other.nkeys = 1;
        other.signer = &c.key;
        other.mark = mark;
        assert_false(record_publish(&other, &e));
        assert_int_equal(e.code, ERR_INPUT);
        assert_non_null(strstr(e.msg, "second history"));
        assert_int_equal(record_case_has(&c, "checkpoint"), i != 0);
        c.other = UINT64_MAX;
        assert_true(record_publish(&other, &e));
        is_sound(700);
        record_publisher_done(&other);
        record_case_remove(&c);
    }
}

/* The folder was put back from an old copy: what was signed since then still binds. */
static void
an_old_copy_of_the_folder(void **state)
{
    struct err e = {0};
    make(state);
    record_case_publish(&c, 600);
    struct record_mark mark = c.publisher.mark;
    record_case_remove(&c);
    make(state);
    record_case_publish(&c, 300);
    c.publisher.mark = mark;
    c.size = 599;
    assert_false(record_publish(&c.publisher, &e));
    struct record_publisher other;
    record_publisher_init(&other, &case_arena, c.temp.path, &c.source);
    other.keys = c.keys;
    other.nkeys = 1;
    other.signer = &c.key;
    other.mark = mark;
    c.size = 600;
    c.other = 450;
    assert_false(record_publish(&other, &e));
    assert_non_null(strstr(e.msg, "second history"));
    c.other = UINT64_MAX;
    assert_true(record_publish(&other, &e));
    is_sound(600);
    record_publisher_done(&other);
    record_case_remove(&c);
}

/* The database remembers another root for the size at which the folder stands. */
static void
another_root_was_signed(void **state)
{
    enum record_tip tip;
    struct slice why;
    struct err e = {0};
    make(state);
    record_case_publish(&c, 300);
    c.publisher.mark.root.b[0] ^= 1;
    assert_true(record_tip_check(&tip, &why, &case_arena, &c.publisher, &e));
    assert_int_equal(tip, RECORD_TIP_FORKED);
    assert_true(slice_find(why, SL("another root")) != SIZE_MAX);
    struct record_publisher other;
    record_publisher_init(&other, &case_arena, c.temp.path, &c.source);
    other.keys = c.keys;
    other.nkeys = 1;
    other.signer = &c.key;
    other.mark = c.publisher.mark;
    c.size = 301;
    assert_false(record_publish(&other, &e));
    record_publisher_done(&other);
    record_case_remove(&c);
}

/* --- faults of the source and of the disk --- */

static bool
failing_leaf(void *ctx, uint64_t index, struct slice *out, struct err *e)
{
    if (index == 450)
        return err_set(e, ERR_SYSTEM, "the disk says no");
    return c.source.leaf(ctx, index, out, e);
}

static void
a_source_that_fails(void **state)
{
    struct err e = {0};
    make(state);
    record_case_publish(&c, 300);
    struct slice before = record_case_get(&c, "checkpoint");
    struct record_source failing = {&c, c.source.size, failing_leaf};
    c.publisher.source = &failing;
    c.size = 600;
    assert_false(record_publish(&c.publisher, &e));
    assert_int_equal(e.code, ERR_SYSTEM);
    assert_true(slice_eq(before, record_case_get(&c, "checkpoint")));
    c.publisher.source = &c.source;
    assert_true(record_publish(&c.publisher, &e));
    is_sound(600);
    record_case_remove(&c);
}

static struct slice
long_leaf(struct arena *a, uint64_t index, const struct record_case *x)
{
    if (index != 3)
        return record_case_leaf(a, index, x);
    return slice_of(arena_alloc(a, TILE_LEAF_MAX + 1, 1), TILE_LEAF_MAX + 1);
}

static void
a_leaf_too_long(void **state)
{
    struct err e = {0};
    make(state);
    c.leaf = long_leaf;
    c.size = 10;
    assert_false(record_publish(&c.publisher, &e));
    assert_int_equal(e.code, ERR_LIMIT);
    assert_false(record_case_has(&c, "checkpoint"));
    record_case_remove(&c);
}

static void
no_folder(void **state)
{
    struct err e = {0};
    make(state);
    temp_remove(&c.temp);
    c.publisher.dir = "/nonexistent/record";
    c.size = 1;
    assert_false(record_publish(&c.publisher, &e));
    assert_int_equal(e.code, ERR_SYSTEM);
    record_case_remove(&c);
}

static void
nobody_to_sign(void **state)
{
    struct err e = {0};
    struct note_vkey other = {.name = SL("example.org/committee")};
    make(state);
    record_case_publish(&c, 5);
    c.size = 6;
    c.publisher.signer = NULL;
    assert_false(record_publish(&c.publisher, &e));
    assert_non_null(strstr(e.msg, "nothing is signed"));
    c.publisher.signer = &c.key;
    c.keys[1] = other; /* the key was replaced, this process has the old one */
    c.publisher.nkeys = 2;
    assert_false(record_publish(&c.publisher, &e));
    is_sound(5);
    c.publisher.nkeys = 1;
    record_case_publish(&c, 6);
    is_sound(6);
    record_case_remove(&c);
}

/* --- receipts --- */

static void
every_receipt_proves_its_leaf(void **state)
{
    make(state);
    record_case_publish(&c, 600);
    struct crypto_hasher *h = crypto_hasher_new();
    for (uint64_t i = 0; i < 600; i += i < 520 ? 13 : 1) {
        struct slice text, leaf = record_case_leaf(&case_arena, i, &c);
        struct proof p;
        struct err e = {0};
        assert_true(record_receipt(&text, &case_arena, &c.publisher, i, SL(""), &e));
        assert_true(proof_parse(&p, &case_arena, text, &e));
        assert_int_equal(p.index, i);
        assert_false(p.has_extra);
        assert_int_equal(proof_check(&p, h, leaf, c.keys, 1), PROOF_GOOD);
        assert_int_equal(proof_check(&p, h, SL("another leaf"), c.keys, 1), PROOF_WRONG_LEAF);
        assert_int_equal(proof_check(&p, h, leaf, c.keys, 0), PROOF_UNKNOWN_KEY);
        assert_true(slice_eq(text, proof_write(&case_arena, &p)));
    }
    struct slice text;
    struct err e = {0};
    assert_false(record_receipt(&text, &case_arena, &c.publisher, 600, SL(""), &e));
    assert_non_null(strstr(e.msg, "not published"));
    /* The log grows past a publisher that does not know: its partial tiles are gone, full ones
     * stand. */
    struct record_publisher other;
    record_publisher_init(&other, &case_arena, c.temp.path, &c.source);
    other.keys = c.keys;
    other.nkeys = 1;
    other.signer = &c.key;
    c.size = 1000;
    assert_true(record_publish(&other, &e));
    assert_false(record_case_has(&c, "tile/0/002.p/88"));
    struct proof p;
    assert_true(record_receipt(&text, &case_arena, &c.publisher, 590, SL("more"), &e));
    assert_true(proof_parse(&p, &case_arena, text, &e));
    assert_int_equal(p.checkpoint.size, 600);
    assert_true(slice_eq_str(p.extra, "more"));
    struct slice leaf = record_case_leaf(&case_arena, 590, &c);
    assert_int_equal(proof_check(&p, h, leaf, c.keys, 1), PROOF_GOOD);
    record_publisher_done(&other);
    crypto_hasher_free(h);
    record_case_remove(&c);
}

static void
no_receipt_before_publication(void **state)
{
    struct slice text;
    struct err e = {0};
    make(state);
    assert_false(record_receipt(&text, &case_arena, &c.publisher, 0, SL(""), &e));
    record_case_publish(&c, 0);
    assert_false(record_receipt(&text, &case_arena, &c.publisher, 0, SL(""), &e));
    record_case_remove(&c);
}

/* --- objects --- */

static void
objects(void **state)
{
    struct files files;
    struct slice out;
    struct err e = {0};
    uint8_t digest[32];
    enum record_object there;
    make(state);
    crypto_hash(digest, CRYPTO_SHA256, SL("a text"));
    struct slice hex = crypto_hex(&case_arena, slice_of(digest, 32));
    const char *path =
        arena_str(&case_arena, arena_printf(&case_arena, "object/%.*s", SL_FMT(hex)));
    assert_true(files_open(&files, &case_arena, c.temp.path, &e));
    assert_true(record_object_read(&out, &there, &case_arena, &files, digest, 1000, &e));
    assert_int_equal(there, RECORD_OBJECT_ABSENT);
    assert_true(record_object_write(c.temp.path, SL("a text"), &e));
    assert_true(record_object_read(&out, &there, &case_arena, &files, digest, 1000, &e));
    assert_true(there == RECORD_OBJECT_HERE && slice_eq_str(out, "a text"));
    assert_true(record_object_read(&out, &there, &case_arena, &files, digest, 5, &e));
    assert_int_equal(there, RECORD_OBJECT_CHANGED); /* larger than was asked for */
    record_case_put(&c, path, SL("b text"));
    assert_true(record_object_read(&out, &there, &case_arena, &files, digest, 1000, &e));
    assert_int_equal(there, RECORD_OBJECT_CHANGED); /* not what its name says */
    assert_true(record_object_write(c.temp.path, SL("a text"), &e));
    assert_true(slice_eq_str(record_case_get(&c, path), "a text"));
    assert_true(record_object_remove(c.temp.path, digest, &e));
    assert_false(record_case_has(&c, path));
    assert_true(record_object_remove(c.temp.path, digest, &e));
    files_close(&files);
    record_case_remove(&c);
}

int
main(void)
{
    CASES_TEST(growth_in_steps_and_at_once);
    CASES_TEST(three_levels);
    CASES_TEST(nothing_new_writes_nothing);
    CASES_TEST(two_publishers);
    CASES_TEST(readers_see_whole_records);
    CASES_TABLE(tips, tip_row);
    CASES_TEST(a_second_history_is_not_signed);
    CASES_TEST(an_old_copy_of_the_folder);
    CASES_TEST(another_root_was_signed);
    CASES_TEST(a_source_that_fails);
    CASES_TEST(a_leaf_too_long);
    CASES_TEST(no_folder);
    CASES_TEST(nobody_to_sign);
    CASES_TEST(every_receipt_proves_its_leaf);
    CASES_TEST(no_receipt_before_publication);
    CASES_TEST(objects);
    return cases_run("record/publish");
}
