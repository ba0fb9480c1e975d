/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Verification from the static files: what is changed by somebody without the key, what by
 * somebody who has it. Each difference is named.
 */
#include "office/verify.h"
#include "record/files.h"
#include "record/keys.h"
#include "record/publish.h"
#include "support/bureau.h"
#include "text/json_build.h"

#include "support/cases.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static void
must(bool ok, const struct err *e)
{
    if (!ok)
        fail_msg("%s", e->msg);
}

static char *text(const char *fmt, ...) PRINTF_LIKE(1, 2);

static char *
text(const char *fmt, ...)
{
    char piece[4096];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(piece, sizeof piece, fmt, ap);
    va_end(ap);
    return arena_str(&case_arena, slice_str(piece));
}

static void
verify(struct verified *v, struct bureau *b, const char *earlier, struct slice vkey)
{
    struct err e = {0};
    struct verify_options o = {
        .where = text("%s/record", b->dir), .earlier = earlier, .vkey = vkey};
    must(verify_record(v, &case_arena, &b->env, &o, &e), &e);
}

/* A project whose ballot is closed: 2 yes, 1 no. */
static const char *
voted(struct bureau *b)
{
    bureau_make(b, 3);
    const char *id = arena_str(&b->arena, bureau_project(b));
    bureau_act(b, 1, "comment.filed", id, bureau_comment(&b->arena, 1));
    bureau_act(b, 0, "ballot.opened", id, "{}");
    bureau_act(b, 1, "vote.cast", id, "{\"ballot\":\"b-1\",\"choice\":\"yes\"}");
    bureau_act(b, 2, "vote.cast", id, "{\"ballot\":\"b-1\",\"choice\":\"yes\"}");
    bureau_act(b, 3, "vote.cast", id, "{\"ballot\":\"b-1\",\"choice\":\"no\"}");
    b->now += 15 * BUREAU_DAY;
    bureau_act(b, 0, "ballot.closed", id, "{\"ballot\":\"b-1\"}");
    return id;
}

static void
sound(void **state)
{
    (void)state;
    struct bureau b;
    struct verified v;
    const char *id = voted(&b);
    struct slice vkey = arena_dup(&case_arena, b.office.committee.keys.v[0]);
    verify(&v, &b, NULL, (struct slice){0});
    assert_true(v.sound);
    assert_int_equal(v.leaves, b.office.seen);
    assert_int_equal(v.projects, 1);
    assert_int_equal(v.comments, 1);
    assert_int_equal(v.votes, 3);
    assert_int_equal(v.nballots, 1);
    assert_int_equal(v.ballots[0].outcome, OUTCOME_APPROVED);
    assert_int_equal(v.ballots[0].tally.voted, 3);
    assert_true(v.ballots[0].tally.objectors.n == 1 &&
                slice_eq_str(v.ballots[0].tally.objectors.v[0], "o-4"));
    assert_true(slice_eq_str(v.ballots[0].project, id));
    size_t limits = v.limits.n; /* it vouches for itself; the draft is no public text */
    verify(&v, &b, NULL, vkey);
    assert_true(v.sound);
    assert_int_equal(v.limits.n, limits - 1);
    struct note_skey stranger;
    static const uint8_t seed[CRYPTO_ED25519_SEED] = {1};
    note_skey_make(&stranger, SL("tests.example/tc1"), seed);
    verify(&v, &b, NULL, note_vkey_write(&case_arena, &stranger.vkey));
    assert_true(slice_eq_str(v.kind, "checkpoint-unknown-key"));
    bureau_done(&b);
}

/* --- without the key ------------------------------------------------------------------------ */

/* Changes octets of a file: `was` by `is`, of the same length, or a bit at `at`. */
static const struct change {
    const char *name, *file, *was, *is;
    const char *kind;
} changes[] = {
    {"a vote turned", "tile/entries/000.p/%d", "\"choice\":\"no\"", "\"choice\":\"on\"",
     "leaf-changed"},
    {"a clock turned back", "tile/entries/000.p/%d", "2026-01-16", "2026-01-15", "leaf-changed"},
    {"the size of the checkpoint", "checkpoint", "\n%d\n", "\n%d\n", "checkpoint-forged"},
    {"the origin of the checkpoint", "checkpoint", "tests.example/tc1\n", "tests.example/tc2\n",
     NULL},
};

static struct slice
read_all(const char *path)
{
    struct slice out;
    struct err e = {0};
    must(temp_read(&out, &case_arena, path, 1 << 20, &e), &e);
    return out;
}

static void
write_all(const char *path, struct slice s)
{
    int fd = open(path, O_WRONLY | O_TRUNC | O_CREAT, 0644);
    assert_true(fd >= 0 && write(fd, s.p, s.n) == (ssize_t)s.n);
    close(fd);
}

static void
changed(void **state)
{
    const struct change *c = *state;
    struct bureau b;
    struct verified v;
    char file[128], was[64], is[64];
    voted(&b);
    int n = (int)b.office.seen;
    snprintf(file, sizeof file, strchr(c->file, '%') ? "tile/entries/000.p/%d" : "%d", n);
    snprintf(was, sizeof was, "%s", c->was);
    snprintf(is, sizeof is, "%s", c->is);
    if (strchr(c->was, '%')) {
        snprintf(was, sizeof was, "\n%d\n", n);
        snprintf(is, sizeof is, "\n%d\n", n - 1);
    }
    char *path = text("%s/record/%s", b.dir, strchr(c->file, '%') ? file : c->file);
    struct slice octets = read_all(path);
    size_t at = slice_find(octets, slice_str(was));
    assert_true(at != SIZE_MAX);
    uint8_t *copy = (uint8_t *)arena_str(&case_arena, octets);
    memcpy(copy + at, is, strlen(is));
    write_all(path, slice_of(copy, octets.n));
    verify(&v, &b, NULL, (struct slice){0});
    assert_false(v.sound);
    assert_true(v.difference.n > 0);
    if (c->kind && !slice_eq_str(v.kind, c->kind))
        fail_msg("%.*s: %.*s", SL_FMT(v.kind), SL_FMT(v.difference));
    bureau_done(&b);
}

/* Every bit of bundle, tile and checkpoint's text counts. */
static void
any_bit(void **state)
{
    (void)state;
    struct bureau b;
    struct verified v;
    uint64_t seed = 5;
    voted(&b);
    int n = (int)b.office.seen;
    char *files[] = {text("%s/record/tile/entries/000.p/%d", b.dir, n),
                     text("%s/record/tile/0/000.p/%d", b.dir, n),
                     text("%s/record/checkpoint", b.dir)};
    for (size_t f = 0; f < COUNT_OF(files); f++) {
        struct slice octets = read_all(files[f]);
        for (int i = 0; i < 40; i++) {
            uint8_t *copy = (uint8_t *)arena_str(&case_arena, octets);
            copy[random_below(&seed, (uint32_t)octets.n)] ^=
                (uint8_t)(1u << random_below(&seed, 8));
            write_all(files[f], slice_of(copy, octets.n));
            verify(&v, &b, NULL, (struct slice){0});
            assert_false(v.sound);
            assert_true(v.kind.n > 0 && v.difference.n > 0);
        }
        write_all(files[f], octets);
    }
    verify(&v, &b, NULL, (struct slice){0});
    assert_true(v.sound);
    bureau_done(&b);
}

/* --- with the key: a secretary who writes another history ------------------------------------ */

struct forged {
    struct slice leaves[128];
    size_t n;
};

static bool
forged_size(void *ctx, uint64_t *out, struct err *e)
{
    (void)e;
    *out = ((const struct forged *)ctx)->n;
    return true;
}

static bool
forged_leaf(void *ctx, uint64_t index, struct slice *octets, struct err *e)
{
    (void)e;
    *octets = ((const struct forged *)ctx)->leaves[index];
    return true;
}

static bool
take(void *ctx, const struct store_event *ev, struct err *e)
{
    (void)e;
    struct forged *f = ctx;
    f->leaves[f->n++] = arena_dup(&case_arena, ev->octets);
    return true;
}

/* A record of these leaves in a new folder, rightly signed. */
static void
publish_forged(struct bureau *b, struct forged *f)
{
    struct err e = {0};
    struct note_skey key;
    struct record_publisher p;
    struct record_source source = {f, forged_size, forged_leaf};
    char *dir = text("%s/record", b->dir);
    must(keys_load(&key, &case_arena, text("%s/keys", b->dir), KEYS_FILE, &e), &e);
    assert_int_equal(system(text("rm -r '%s' && mkdir '%s'", dir, dir)), 0);
    record_publisher_init(&p, &case_arena, dir, &source);
    p.keys = &key.vkey;
    p.nkeys = 1;
    p.signer = &key;
    must(record_publish(&p, &e), &e);
    record_publisher_done(&p);
}

static struct slice
replaced(struct slice s, const char *was, const char *is)
{
    size_t at = slice_find(s, slice_str(was));
    if (at == SIZE_MAX)
        fail_msg("%s does not stand there", was);
    return arena_printf(&case_arena, "%.*s%s%.*s", (int)at, (const char *)s.p, is,
                        SL_FMT(slice_sub(s, at + strlen(was), s.n)));
}

static size_t
leaf_with(const struct forged *f, const char *what, size_t nth)
{
    for (size_t i = 0; i < f->n; i++)
        if (slice_find(f->leaves[i], slice_str(what)) != SIZE_MAX && nth-- == 0)
            return i;
    fail_msg("no leaf with %s", what);
    return 0;
}

/* Closes the gap at `at`, numbers told anew. */
static void
remove_leaf(struct forged *f, size_t at)
{
    for (size_t i = at; i + 1 < f->n; i++)
        f->leaves[i] =
            replaced(f->leaves[i + 1], text("\"index\":%zu", i + 1), text("\"index\":%zu", i));
    f->n--;
}

static void
turn_vote(struct forged *f)
{
    size_t i = leaf_with(f, "\"choice\":\"yes\"", 0);
    f->leaves[i] = replaced(f->leaves[i], "\"choice\":\"yes\"", "\"choice\":\"no\"");
    i = leaf_with(f, "\"choice\":\"yes\"", 0);
    f->leaves[i] = replaced(f->leaves[i], "\"choice\":\"yes\"", "\"choice\":\"no\"");
}

static void
drop_vote(struct forged *f)
{
    remove_leaf(f, leaf_with(f, "\"choice\":\"no\"", 0));
}

static void
drop_mandate(struct forged *f)
{
    remove_leaf(f, leaf_with(f, "mandate.granted", 1));
}

static void
vote_twice(struct forged *f)
{
    /* A second vote after the close, by the last leaf's successor. */
    struct slice vote = f->leaves[leaf_with(f, "\"choice\":\"no\"", 0)];
    size_t old = leaf_with(f, "\"choice\":\"no\"", 0);
    vote = replaced(vote, text("\"index\":%zu", old), text("\"index\":%zu", f->n));
    f->leaves[f->n++] = replaced(vote, "2026-01-01T", "2026-02-01T");
}

static void
other_rule(struct forged *f)
{
    size_t i = leaf_with(f, "ballot.opened", 0);
    f->leaves[i] = replaced(f->leaves[i], "\"den\":2", "\"den\":3");
}

static void
clock_back(struct forged *f)
{
    size_t i = leaf_with(f, "ballot.closed", 0);
    f->leaves[i] = replaced(f->leaves[i], "2026-01-16T", "2025-01-16T");
}

static void
swap_leaves(struct forged *f)
{
    size_t i = leaf_with(f, "comment.filed", 0);
    struct slice a = f->leaves[i], b = f->leaves[i + 1];
    f->leaves[i] = b;
    f->leaves[i + 1] = a;
}

static void
no_json(struct forged *f)
{
    f->leaves[f->n - 1] = SL("{\"not\": \"canonical\"}");
}

static void
unknown_type(struct forged *f)
{
    size_t i = leaf_with(f, "comment.filed", 0);
    f->leaves[i] = replaced(f->leaves[i], "comment.filed", "comment.eaten");
}

static const struct forgery {
    const char *name;
    void (*forge)(struct forged *f);
    const char *kind;
} forgeries[] = {
    {"votes turned", turn_vote, "ballot-miscounted"},
    {"a vote left out", drop_vote, "ballot-miscounted"},
    {"a vote by nobody's mandate", drop_mandate, NULL},
    {"a vote after the close", vote_twice, "vote-refused"},
    {"the rule of a ballot changed", other_rule, "act-refused"},
    {"closed before it opened", clock_back, "ballot-miscounted"},
    {"leaves exchanged", swap_leaves, "leaf-index"},
    {"no canonical leaf", no_json, "leaf-not-canonical"},
    {"an act that there is not", unknown_type, "event-malformed"},
};

static void
forged(void **state)
{
    const struct forgery *forgery = *state;
    struct bureau b;
    struct verified v;
    struct err e = {0};
    struct forged f = {.n = 0};
    voted(&b);
    must(b.office.store->ops->each(b.office.store, 0, STORE_NONE, NULL, take, &f, &e), &e);
    struct slice checkpoint = read_all(text("%s/record/checkpoint", b.dir));
    must(temp_write(&b.temp, "kept", checkpoint, &e), &e);
    publish_forged(&b, &f);
    verify(&v, &b, NULL, (struct slice){0});
    assert_true(v.sound); /* written so, the true leaves are a sound record */
    forgery->forge(&f);
    publish_forged(&b, &f);
    verify(&v, &b, NULL, (struct slice){0});
    assert_false(v.sound);
    assert_true(v.difference.n > 0);
    if (forgery->kind && !slice_eq_str(v.kind, forgery->kind))
        fail_msg("%.*s: %.*s", SL_FMT(v.kind), SL_FMT(v.difference));
    /* Whoever kept a checkpoint sees that it is another history, whatever the rules say. */
    verify(&v, &b, temp_path(&case_arena, &b.temp, "kept"), (struct slice){0});
    assert_false(v.sound);
    bureau_done(&b);
}

/* A history that breaks no rule, another than the one that was shown: only who kept something
 * can tell. */
static void
split_view(void **state)
{
    (void)state;
    struct bureau b;
    struct verified v;
    struct err e = {0};
    struct forged f = {.n = 0};
    voted(&b);
    must(b.office.store->ops->each(b.office.store, 0, STORE_NONE, NULL, take, &f, &e), &e);
    must(temp_write(&b.temp, "kept", read_all(text("%s/record/checkpoint", b.dir)), &e), &e);
    struct slice receipt;
    must(office_receipt(&receipt, &case_arena, &b.office, f.n - 2, &e), &e);
    must(temp_write(&b.temp, "receipt", receipt, &e), &e);
    size_t i = leaf_with(&f, "comment.filed", 0);
    f.leaves[i] = replaced(f.leaves[i], "\"type\":\"", "\"type\":\""); /* the same */
    f.leaves[i] = replaced(f.leaves[i], "\"clause\":\"c2\"", "\"clause\":\"c3\"");
    publish_forged(&b, &f);
    verify(&v, &b, NULL, (struct slice){0});
    assert_true(v.sound);
    static const char *const kept[] = {"kept", "receipt"};
    for (size_t k = 0; k < COUNT_OF(kept); k++) {
        verify(&v, &b, temp_path(&case_arena, &b.temp, kept[k]), (struct slice){0});
        assert_false(v.sound);
        if (!slice_eq_str(v.kind, "split-view"))
            fail_msg("%.*s: %.*s", SL_FMT(v.kind), SL_FMT(v.difference));
    }
    f.n -= 3;
    publish_forged(&b, &f);
    verify(&v, &b, temp_path(&case_arena, &b.temp, "kept"), (struct slice){0});
    assert_true(slice_eq_str(v.kind, "rolled-back"));
    bureau_done(&b);
}

static void
not_a_record(void **state)
{
    (void)state;
    struct bureau b;
    struct verified v;
    struct err e = {0};
    voted(&b);
    struct verify_options o = {.where = text("%s/nothing", b.dir)};
    assert_false(verify_record(&v, &case_arena, &b.env, &o, &e));
    o.where = text("%s/keys", b.dir); /* a folder of something else */
    bool read = verify_record(&v, &case_arena, &b.env, &o, &e);
    assert_true(!read || !v.sound);
    o.where = text("%s/record", b.dir);
    o.earlier = "/nowhere/at/all";
    assert_false(verify_record(&v, &case_arena, &b.env, &o, &e));
    o.earlier = NULL;
    o.vkey = SL("no key");
    assert_false(verify_record(&v, &case_arena, &b.env, &o, &e));
    bureau_done(&b);
}

int
main(void)
{
    CASES_TEST(sound);
    CASES_TABLE(changes, changed);
    CASES_TEST(any_bit);
    CASES_TABLE(forgeries, forged);
    CASES_TEST(split_view);
    CASES_TEST(not_a_record);
    return cases_run("verify");
}
