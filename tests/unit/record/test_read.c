/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tampering, by a table: what was done to a record that was sound, and the name
 * that its reader must give it. The record has 600 leaves: two full bundles and
 * one of 88, signed at 100, 300 and 600.
 */
#include "record/read.h"

#include "record/keys.h"
#include "record/proof.h"
#include "support/cases.h"
#include "support/record_case.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#define SIZE 600

static struct record_case c;

/* --- hands on the files --- */

struct bundle {
    struct slice v[TILE_WIDTH + 2];
    unsigned n;
};

static const char *
bundle_path(uint64_t n, uint64_t size)
{
    char path[TILE_PATH_MAX];
    tile_path(path, (struct tile_id){TILE_ENTRIES, tile_width(TILE_ENTRIES, n, size), n});
    return arena_str(&case_arena, slice_str(path));
}

static struct bundle
take(uint64_t n)
{
    struct bundle b;
    struct slice octets = record_case_get(&c, bundle_path(n, SIZE));
    for (b.n = 0; octets.n > 0; b.n++)
        assert_true(slice_vec16(&octets, &b.v[b.n]));
    return b;
}

static void
give(uint64_t n, const struct bundle *b)
{
    struct buf out;
    buf_init(&out, &case_arena, TILE_BUNDLE_MAX);
    for (unsigned i = 0; i < b->n; i++)
        tile_bundle_add(&out, b->v[i]);
    record_case_put(&c, bundle_path(n, SIZE), buf_slice(&out));
}

static void
flip(const char *path, size_t at)
{
    struct slice s = arena_dup(&case_arena, record_case_get(&c, path));
    uint8_t *p = arena_alloc(&case_arena, s.n, 1);
    memcpy(p, s.p, s.n);
    p[at < s.n ? at : s.n - 1] ^= 1;
    record_case_put(&c, path, slice_of(p, s.n));
}

static void
set_length(const char *path, long more)
{
    struct slice s = record_case_get(&c, path);
    size_t n = (size_t)((long)s.n + more);
    uint8_t *p = arena_alloc(&case_arena, n, 1);
    memcpy(p, s.p, n < s.n ? n : s.n);
    record_case_put(&c, path, slice_of(p, n));
}

/* The whole record again, from other leaves, and then the genuine checkpoint over it. */
static void
remade(uint64_t other, bool keep_checkpoint)
{
    struct slice genuine = record_case_get(&c, "checkpoint");
    record_case_remove(&c);
    record_case_make(&c);
    c.other = other;
    record_case_publish(&c, SIZE);
    if (keep_checkpoint)
        record_case_put(&c, "checkpoint", genuine);
}

/* --- one tamper each --- */

static void
nothing(void)
{
}
static void
no_checkpoint(void)
{
    record_case_delete(&c, "checkpoint");
}
static void
checkpoint_cut(void)
{
    set_length("checkpoint", -1);
}
static void
checkpoint_of_megabytes(void)
{
    set_length("checkpoint", 1 << 18);
}
static void
checkpoint_size_raised(void)
{
    struct slice s = record_case_get(&c, "checkpoint");
    struct buf b;
    size_t at = slice_find(s, SL("\n600\n"));
    buf_init(&b, &case_arena, 4096);
    buf_add(&b, slice_sub(s, 0, at));
    buf_str(&b, "\n601\n");
    buf_add(&b, slice_sub(s, at + 5, s.n));
    record_case_put(&c, "checkpoint", buf_slice(&b));
}
static void
checkpoint_bit(void)
{
    flip("checkpoint", record_case_get(&c, "checkpoint").n - 40);
}
static void
checkpoint_by_another_key(void)
{
    static const uint8_t seed[32] = {66};
    struct note_skey key;
    struct slice text;
    note_skey_make(&key, SL(RECORD_CASE_NAME), seed);
    assert_true(checkpoint_sign(&text, &case_arena, SIZE, &c.publisher.mark.root, &key, NULL));
    record_case_put(&c, "checkpoint", text);
}
static void
forged_and_larger(void)
{
    static const uint8_t seed[32] = {66};
    struct note_skey key;
    struct slice text;
    note_skey_make(&key, SL(RECORD_CASE_NAME), seed);
    assert_true(checkpoint_sign(&text, &case_arena, UINT64_MAX, &merkle_empty, &key, NULL));
    record_case_put(&c, "checkpoint", text);
}
static void
checkpoint_of_another_log(void)
{
    struct note_skey key;
    struct slice text;
    note_skey_make(&key, SL("example.org/other"), c.key.seed);
    assert_true(checkpoint_sign(&text, &case_arena, SIZE, &c.publisher.mark.root, &key, NULL));
    record_case_put(&c, "checkpoint", text);
}
static void
bundle_missing(void)
{
    record_case_delete(&c, "tile/entries/001");
}
static void
partial_bundle_missing(void)
{
    record_case_delete(&c, "tile/entries/002.p/88");
}
static void
tile_missing(void)
{
    record_case_delete(&c, "tile/0/000");
}
static void
upper_tile_missing(void)
{
    record_case_delete(&c, "tile/1/000.p/2");
}
static void
tile_short(void)
{
    set_length("tile/0/001", -32);
}
static void
tile_long(void)
{
    set_length("tile/0/002.p/88", 1);
}
static void
upper_tile_short(void)
{
    set_length("tile/1/000.p/2", -1);
}
static void
tile_of_megabytes(void)
{
    set_length("tile/0/000", 1 << 19);
}
static void
bundle_cut_in_a_leaf(void)
{
    set_length("tile/entries/001", -5);
}
static void
bundle_with_junk(void)
{
    set_length("tile/entries/002.p/88", 1);
}
static void
bundle_empty(void)
{
    record_case_put(&c, "tile/entries/001", SL(""));
}
static void
a_bit_of_a_leaf(void)
{
    flip("tile/entries/001", 3000);
}
static void
a_letter_of_a_leaf(void)
{
    struct bundle b = take(1);
    uint8_t *p = arena_alloc(&case_arena, b.v[7].n, 1);
    memcpy(p, b.v[7].p, b.v[7].n);
    p[slice_find(b.v[7], SL("leaf 263")) + 7] = '4'; /* canonical JSON still */
    b.v[7].p = p;
    give(1, &b);
}
static void
the_index_in_a_leaf(void)
{
    struct bundle b = take(1);
    uint8_t *p = arena_alloc(&case_arena, b.v[7].n, 1);
    memcpy(p, b.v[7].p, b.v[7].n);
    p[slice_find(b.v[7], SL(":263")) + 3] = '4';
    b.v[7].p = p;
    give(1, &b);
}
static void
a_length_in_a_bundle(void)
{
    flip("tile/entries/001", 1);
}
static void
leaf_removed(void)
{
    struct bundle b = take(1);
    memmove(&b.v[20], &b.v[21], (b.n - 21) * sizeof *b.v);
    b.n--;
    give(1, &b);
}
static void
leaf_removed_and_the_next_bundle_moved_up(void)
{
    struct bundle b = take(1), next = take(2);
    memmove(&b.v[20], &b.v[21], (b.n - 21) * sizeof *b.v);
    b.v[b.n - 1] = next.v[0];
    give(1, &b);
}
static void
last_leaf_removed(void)
{
    struct bundle b = take(2);
    b.n--;
    give(2, &b);
}
static void
leaf_added(void)
{
    struct bundle b = take(1);
    memmove(&b.v[21], &b.v[20], (b.n - 20) * sizeof *b.v);
    b.v[20] = SL("{\"index\":276}");
    b.n++;
    give(1, &b);
}
static void
leaf_added_and_the_last_pushed_out(void)
{
    struct bundle b = take(1);
    memmove(&b.v[21], &b.v[20], (b.n - 21) * sizeof *b.v);
    b.v[20] = SL("{\"index\":276}");
    give(1, &b);
}
static void
leaf_added_at_the_end(void)
{
    struct bundle b = take(2);
    b.v[b.n++] = SL("{\"index\":600}");
    give(2, &b);
}
static void
two_leaves_swapped(void)
{
    struct bundle b = take(1);
    struct slice t = b.v[9];
    b.v[9] = b.v[10];
    b.v[10] = t;
    give(1, &b);
}
static void
a_leaf_moved_far(void)
{
    struct bundle b = take(1);
    struct slice t = b.v[9];
    b.v[9] = b.v[200];
    b.v[200] = t;
    give(1, &b);
}
static void
a_leaf_repeated(void)
{
    struct bundle b = take(1);
    b.v[9] = b.v[8];
    give(1, &b);
}
static void
a_hash_of_a_tile(void)
{
    flip("tile/0/001", (size_t)7 * 32 + 3);
}
static void
a_hash_of_the_last_tile(void)
{
    flip("tile/0/002.p/88", (size_t)80 * 32);
}
static void
a_hash_of_an_upper_tile(void)
{
    flip("tile/1/000.p/2", 33);
}
static void
leaf_and_tile_together(void)
{
    struct bundle b = take(1);
    struct crypto_hasher *h = crypto_hasher_new();
    struct merkle_hash hash;
    b.v[7] = SL("{\"index\":263}");
    give(1, &b);
    merkle_leaf(&hash, h, b.v[7]);
    crypto_hasher_free(h);
    struct slice s = record_case_get(&c, "tile/0/001");
    uint8_t *p = arena_alloc(&case_arena, s.n, 1);
    memcpy(p, s.p, s.n);
    memcpy(p + (size_t)7 * 32, hash.b, 32);
    record_case_put(&c, "tile/0/001", slice_of(p, s.n));
}
static void
everything_but_the_signature(void)
{
    remade(450, true);
}
static void
last_bundle_but_the_signature(void)
{
    remade(599, true);
}
static void
rewritten_and_signed(void)
{
    remade(450, false);
}
static void
rewritten_early_and_signed(void)
{
    remade(5, false);
}
static void
rolled_back_to_300(void)
{
    record_case_remove(&c);
    record_case_make(&c);
    record_case_publish(&c, 300);
}

static struct slice
not_canonical(struct arena *a, uint64_t index, const struct record_case *x)
{
    struct slice leaf = record_case_leaf(a, index, x);
    return index == 77 ? arena_printf(a, "%.*s ", SL_FMT(leaf)) : leaf;
}
static struct slice
one_dropped(struct arena *a, uint64_t index, const struct record_case *x)
{
    return record_case_leaf(a, index >= 77 ? index + 1 : index, x);
}
static struct slice
one_repeated(struct arena *a, uint64_t index, const struct record_case *x)
{
    return record_case_leaf(a, index >= 77 ? index - 1 : index, x);
}
static struct slice
no_index(struct arena *a, uint64_t index, const struct record_case *x)
{
    return index == 77 ? SL("{\"type\":\"x\"}") : record_case_leaf(a, index, x);
}
static struct slice
index_is_text(struct arena *a, uint64_t index, const struct record_case *x)
{
    return index == 77 ? SL("{\"index\":\"77\"}") : record_case_leaf(a, index, x);
}
static struct slice
no_object(struct arena *a, uint64_t index, const struct record_case *x)
{
    return index == 77 ? SL("77") : record_case_leaf(a, index, x);
}

static void signed_from(struct slice (*leaf)(struct arena *, uint64_t, const struct record_case *))
{
    record_case_remove(&c);
    record_case_make(&c);
    c.leaf = leaf;
    record_case_publish(&c, SIZE);
}
static void
signed_not_canonical(void)
{
    signed_from(not_canonical);
}
static void
signed_without_a_leaf(void)
{
    signed_from(one_dropped);
}
static void
signed_with_a_leaf_twice(void)
{
    signed_from(one_repeated);
}
static void
signed_without_index(void)
{
    signed_from(no_index);
}
static void
signed_index_as_text(void)
{
    signed_from(index_is_text);
}
static void
signed_no_object(void)
{
    signed_from(no_object);
}

struct row {
    const char *name;
    void (*tamper)(void);
    enum record_fault fault;
    uint64_t leaf; /* UINT64_MAX: about none */
    const char *path, *says;
    uint64_t kept; /* size of the checkpoint that somebody kept; 0: none */
};

#define NONE UINT64_MAX

static const struct row rows[] = {
    {"sound", nothing, RECORD_SOUND, NONE, "", "", 0},
    {"sound, and kept from before", nothing, RECORD_SOUND, NONE, "", "", 300},
    {"sound, and kept from now", nothing, RECORD_SOUND, NONE, "", "", SIZE},

    {"no checkpoint", no_checkpoint, RECORD_NO_CHECKPOINT, NONE, "", "", 0},
    {"checkpoint cut", checkpoint_cut, RECORD_CHECKPOINT_MALFORMED, NONE, "", "last line", 0},
    {"checkpoint far too large", checkpoint_of_megabytes, RECORD_CHECKPOINT_MALFORMED, NONE, "",
     "too large", 0},
    {"size raised by hand", checkpoint_size_raised, RECORD_CHECKPOINT_FORGED, NONE, "",
     "does not fit", 0},
    {"a bit of the signature", checkpoint_bit, RECORD_CHECKPOINT_FORGED, NONE, "", "", 0},
    {"signed by another key", checkpoint_by_another_key, RECORD_CHECKPOINT_UNKNOWN_KEY, NONE, "",
     "no key that we trust", 0},
    {"forged and far larger", forged_and_larger, RECORD_CHECKPOINT_UNKNOWN_KEY, NONE, "", "", 0},
    {"checkpoint of another log", checkpoint_of_another_log, RECORD_CHECKPOINT_UNKNOWN_KEY, NONE,
     "", "example.org/other", 0},

    {"bundle missing", bundle_missing, RECORD_BUNDLE_MISSING, 256, "tile/entries/001", "", 0},
    {"last bundle missing", partial_bundle_missing, RECORD_BUNDLE_MISSING, 512,
     "tile/entries/002.p/88", "", 0},
    {"tile missing", tile_missing, RECORD_TILE_MISSING, 0, "tile/0/000", "", 0},
    {"upper tile missing", upper_tile_missing, RECORD_TILE_MISSING, NONE, "tile/1/000.p/2", "", 0},
    {"tile short", tile_short, RECORD_TILE_MALFORMED, 256, "tile/0/001", "", 0},
    {"tile long", tile_long, RECORD_TILE_MALFORMED, 512, "tile/0/002.p/88", "", 0},
    {"upper tile short", upper_tile_short, RECORD_TILE_MALFORMED, NONE, "tile/1/000.p/2", "", 0},
    {"tile far too large", tile_of_megabytes, RECORD_TILE_MALFORMED, 0, "tile/0/000", "", 0},
    {"bundle cut", bundle_cut_in_a_leaf, RECORD_BUNDLE_MALFORMED, 256, "tile/entries/001",
     "cut off inside leaf 255", 0},
    {"junk behind a bundle", bundle_with_junk, RECORD_BUNDLE_MALFORMED, 512,
     "tile/entries/002.p/88", "1 octets behind", 0},
    {"bundle empty", bundle_empty, RECORD_LEAF_REMOVED, 256, "tile/entries/001", "0 leaves", 0},

    {"a flipped bit in a leaf", a_bit_of_a_leaf, RECORD_LEAF_CHANGED, 305, "tile/entries/001",
     "entry 49 of bundle 1", 0},
    {"a letter of a leaf", a_letter_of_a_leaf, RECORD_LEAF_CHANGED, 263, "tile/entries/001",
     "changed", 0},
    {"the index in a leaf", the_index_in_a_leaf, RECORD_LEAF_CHANGED, 263, "tile/entries/001", "",
     0},
    {"a length in a bundle", a_length_in_a_bundle, RECORD_LEAF_CHANGED, 256, "tile/entries/001", "",
     0},
    {"a leaf removed", leaf_removed, RECORD_LEAF_REMOVED, 276, "tile/entries/001", "missing", 0},
    {"a leaf removed, the rest moved up", leaf_removed_and_the_next_bundle_moved_up,
     RECORD_LEAF_REMOVED, 276, "tile/entries/001", "missing", 0},
    {"the last leaf removed", last_leaf_removed, RECORD_LEAF_REMOVED, 599, "tile/entries/002.p/88",
     "87 leaves, 88", 0},
    {"a leaf added", leaf_added, RECORD_LEAF_ADDED, 276, "tile/entries/001", "never signed", 0},
    {"a leaf added, the last pushed out", leaf_added_and_the_last_pushed_out, RECORD_LEAF_ADDED,
     276, "tile/entries/001", "never signed", 0},
    {"a leaf added at the end", leaf_added_at_the_end, RECORD_LEAF_ADDED, 600,
     "tile/entries/002.p/88", "behind", 0},
    {"two leaves swapped", two_leaves_swapped, RECORD_LEAF_MOVED, 265, "tile/entries/001", "order",
     0},
    {"a leaf moved far", a_leaf_moved_far, RECORD_LEAF_MOVED, 265, "tile/entries/001", "order", 0},
    {"a leaf repeated", a_leaf_repeated, RECORD_LEAF_MOVED, 265, "tile/entries/001", "", 0},
    {"a hash of a tile", a_hash_of_a_tile, RECORD_TILE_CHANGED, 263, "tile/0/001", "hash 7", 0},
    {"a hash of the last tile", a_hash_of_the_last_tile, RECORD_TILE_CHANGED, 592,
     "tile/0/002.p/88", "hash 80", 0},
    {"a hash of an upper tile", a_hash_of_an_upper_tile, RECORD_TILE_CHANGED, NONE,
     "tile/1/000.p/2", "hash 1", 0},
    {"leaf and tile together", leaf_and_tile_together, RECORD_TILE_CHANGED, 256, "tile/0/001",
     "changed together", 0},
    {"all of it, but the signature", everything_but_the_signature, RECORD_ROOT_DIFFERS, NONE, "",
     "", 0},
    {"the last bundle and tile", last_bundle_but_the_signature, RECORD_ROOT_DIFFERS, NONE, "", "",
     0},

    {"signed, not canonical", signed_not_canonical, RECORD_LEAF_NOT_CANONICAL, 77, "", "behind", 0},
    {"signed without a leaf", signed_without_a_leaf, RECORD_LEAF_INDEX, 77, "", "number 78", 0},
    {"signed with a leaf twice", signed_with_a_leaf_twice, RECORD_LEAF_INDEX, 77, "", "number 76",
     0},
    {"signed without index", signed_without_index, RECORD_LEAF_INDEX, 77, "", "does not say", 0},
    {"signed with an index in quotes", signed_index_as_text, RECORD_LEAF_INDEX, 77, "", "", 0},
    {"signed, no object", signed_no_object, RECORD_LEAF_INDEX, 77, "", "", 0},

    {"rewritten, nobody kept anything", rewritten_and_signed, RECORD_SOUND, NONE, "", "", 0},
    {"rewritten, kept before it", rewritten_and_signed, RECORD_SOUND, NONE, "", "", 300},
    {"rewritten, kept from before", rewritten_early_and_signed, RECORD_INCONSISTENT, NONE, "",
     "rewritten", 300},
    {"two histories of one size", rewritten_and_signed, RECORD_SPLIT_VIEW, NONE, "",
     "two histories", SIZE},
    {"rolled back", rolled_back_to_300, RECORD_ROLLED_BACK, NONE, "", "600 leaves", SIZE},
    {"rolled back, kept from there", rolled_back_to_300, RECORD_SOUND, NONE, "", "", 300},
};

/* What somebody kept: the checkpoint of then, inside a receipt where the size is 300. */
static struct record_kept
keep(uint64_t size)
{
    struct record_kept k;
    struct slice text = c.publisher.receipt_note;
    assert_int_equal(c.publisher.mark.size, size);
    if (size == 300)
        assert_true(record_receipt(&text, &case_arena, &c.publisher, 299, SL(""), NULL));
    text = arena_dup(&case_arena, text);
    assert_true(record_kept_parse(&k, &case_arena, SL("kept"), text, NULL));
    return k;
}

static void
expect(const struct row *r, const struct record_difference *d)
{
    if (d->fault != r->fault)
        fail_msg("%s: %.*s, expected %s", record_fault_name(d->fault), SL_FMT(d->says),
                 record_fault_name(r->fault));
    if (d->leaf != r->leaf)
        fail_msg("leaf %llu: %.*s", (unsigned long long)d->leaf, SL_FMT(d->says));
    if (!slice_eq_str(d->path, r->path))
        fail_msg("path %.*s", SL_FMT(d->path));
    if (slice_find(d->says, slice_str(r->says)) == SIZE_MAX)
        fail_msg("'%.*s' does not say '%s'", SL_FMT(d->says), r->says);
    assert_int_equal(d->says.n == 0, d->fault == RECORD_SOUND);
}

static void
row(void **state)
{
    const struct row *r = *state;
    struct record_kept kept = {0};
    struct record_result *result = NEW(&case_arena, struct record_result);
    record_case_make(&c);
    static const uint64_t sizes[] = {100, 300, SIZE};
    for (size_t i = 0; i < COUNT_OF(sizes); i++) {
        record_case_publish(&c, sizes[i]);
        if (sizes[i] == r->kept)
            kept = keep(r->kept);
    }
    r->tamper();
    struct record_options o = {.trusted = &c.keys[0], .kept = &kept, .nkept = r->kept > 0};
    record_case_read(result, &c, &o);
    expect(r, &result->first);
    if (r->kept) { /* the short way says the same */
        struct files files;
        struct record_difference d;
        struct err e = {0};
        assert_true(files_open(&files, &case_arena, c.temp.path, &e));
        assert_true(record_compare(&d, &case_arena, &files, &c.keys[0], &kept, &e));
        expect(r, &d);
        files_close(&files);
    }
    record_case_remove(&c);
}

/* Any one octet of any one file, at random: always found, and said where. */
static void
any_octet(void **state)
{
    (void)state;
    static const char *const files[] = {
        "checkpoint",     "tile/0/000",       "tile/0/001",       "tile/0/002.p/88",
        "tile/1/000.p/2", "tile/entries/000", "tile/entries/001", "tile/entries/002.p/88"};
    unsigned seed = 42;
    record_case_make(&c);
    record_case_publish(&c, SIZE);
    struct arena_mark mark = arena_mark(&case_arena);
    for (int i = 0; i < 400; i++) {
        const char *path = files[(size_t)i % COUNT_OF(files)];
        struct record_result *result = NEW(&case_arena, struct record_result);
        struct slice before = arena_dup(&case_arena, record_case_get(&c, path));
        seed = seed * 1103515245 + 12345;
        flip(path, (seed >> 7) % before.n);
        record_case_read(result, &c, NULL);
        if (result->first.fault == RECORD_SOUND)
            fail_msg("octet %zu of %s", (size_t)(seed >> 7) % before.n, path);
        assert_true(result->first.says.n > 0);
        record_case_put(&c, path, before);
        arena_reset(&case_arena, mark);
    }
    record_case_remove(&c);
}

/* --- keys --- */

static void
make_key(struct note_skey *k, uint8_t first)
{
    uint8_t seed[32] = {first};
    note_skey_make(k, SL(RECORD_CASE_NAME), seed);
}

/* 100 leaves by the first key, leaf 100 names the second, which signs 150. */
static void
rotated(struct note_skey *second)
{
    struct json_node *data;
    record_case_make(&c);
    record_case_publish(&c, 100);
    make_key(second, 8);
    assert_true(keys_rotation(&data, &case_arena, &c.key, second, NULL));
    c.rotation = data;
    c.rotation_at = 100;
    c.keys[1] = second->vkey;
    c.publisher.nkeys = 2;
    c.publisher.signer = second;
    record_case_publish(&c, 150);
}

static void
trust_follows_a_rotation(void **state)
{
    (void)state;
    struct note_skey second, third;
    struct record_result *result = NEW(&case_arena, struct record_result);
    rotated(&second);
    make_key(&third, 9);
    const struct note_vkey *trusted[] = {&c.keys[0], &second.vkey, NULL, &third.vkey};
    for (size_t i = 0; i < COUNT_OF(trusted); i++) {
        struct record_options o = {.trusted = trusted[i]};
        record_case_read(result, &c, &o);
        assert_int_equal(result->first.fault, i < 3 ? RECORD_SOUND : RECORD_CHECKPOINT_UNKNOWN_KEY);
        assert_int_equal(result->nkeys, i == 0 ? 2 : 1);
        assert_int_equal(result->own_key, trusted[i] == NULL);
    }
    record_case_remove(&c);
}

/* Whoever stole the key that was replaced signs on. */
static void
a_retired_key_signs_no_more(void **state)
{
    (void)state;
    struct note_skey second;
    struct slice text;
    struct record_result *result = NEW(&case_arena, struct record_result);
    rotated(&second);
    assert_true(checkpoint_sign(&text, &case_arena, 150, &c.publisher.mark.root, &c.key, NULL));
    record_case_put(&c, "checkpoint", text);
    record_case_read(result, &c, NULL);
    assert_int_equal(result->first.fault, RECORD_CHECKPOINT_RETIRED_KEY);
    record_case_remove(&c);
}

/* Leaves 100 and 120 each name a new key. */
static struct json_node *two_rotations[2];

static struct slice
rotated_twice(struct arena *a, uint64_t index, const struct record_case *x)
{
    struct record_case y = *x;
    y.rotation_at = index == 120 ? 120 : 100;
    y.rotation = two_rotations[index == 120];
    return record_case_leaf(a, index, &y);
}

struct twice_row {
    const char *name;
    unsigned by; /* which key the second rotation replaces: the first or the second */
    unsigned signer;
    size_t trusted;
    enum record_fault fault;
    bool bent; /* a bit of the last signature */
};

static const struct twice_row twice[] = {
    {"replaced twice", 1, 2, 0, RECORD_SOUND, false},
    {"replaced twice, the second one trusted", 1, 2, 1, RECORD_SOUND, false},
    {"replaced twice, the last one trusted", 1, 2, 2, RECORD_SOUND, false},
    {"replaced twice, and a bit of the signature", 1, 2, 0, RECORD_CHECKPOINT_FORGED, true},
    {"replaced twice, the second key signs on", 1, 1, 0, RECORD_CHECKPOINT_RETIRED_KEY, false},
    {"the first key replaces itself again", 0, 2, 0, RECORD_KEY_ROTATION, false},
    {"the first key replaces itself again, the last trusted", 0, 2, 2, RECORD_KEY_ROTATION, false},
};

static void
twice_row(void **state)
{
    const struct twice_row *r = *state;
    struct note_skey keys[3];
    struct record_result *result = NEW(&case_arena, struct record_result);
    record_case_make(&c);
    keys[0] = c.key;
    make_key(&keys[1], 8);
    make_key(&keys[2], 9);
    for (size_t i = 0; i < 3; i++)
        c.keys[i] = keys[i].vkey;
    assert_true(keys_rotation(&two_rotations[0], &case_arena, &keys[0], &keys[1], NULL));
    assert_true(keys_rotation(&two_rotations[1], &case_arena, &keys[r->by], &keys[2], NULL));
    c.leaf = rotated_twice;
    c.publisher.nkeys = r->signer + 1;
    c.publisher.signer = &keys[r->signer];
    record_case_publish(&c, 150);
    if (r->bent)
        flip("checkpoint", record_case_get(&c, "checkpoint").n - 40);
    struct record_options o = {.trusted = &c.keys[r->trusted]};
    record_case_read(result, &c, &o);
    if (result->first.fault != r->fault)
        fail_msg("%s: %.*s", record_fault_name(result->first.fault), SL_FMT(result->first.says));
    record_case_remove(&c);
}

struct rotation_row {
    const char *name, *member, *says;
};

static const struct rotation_row rotations[] = {
    {"the old key's signature", "signature", "not signed by the one before"},
    {"the new key's signature", "accepted", "has not signed"},
    {"the old key", "old", "leaf 100"},
    {"the new key", "new", "leaf 100"},
};

static void
rotation_row(void **state)
{
    const struct rotation_row *r = *state;
    struct note_skey second, third;
    struct json_node *data, *other;
    struct record_result *result = NEW(&case_arena, struct record_result);
    rotated(&second);
    make_key(&third, 9);
    assert_true(keys_rotation(&data, &case_arena, &c.key, &second, NULL));
    assert_true(keys_rotation(&other, &case_arena, &third, &second, NULL));
    if (strcmp(r->member, "new") == 0 || strcmp(r->member, "accepted") == 0)
        assert_true(keys_rotation(&other, &case_arena, &c.key, &third, NULL));
    for (uint32_t i = 0; i < data->n; i++)
        if (slice_eq_str(data->members[i].key, r->member))
            data->members[i].value = *json_get(other, r->member);
    record_case_remove(&c);
    record_case_make(&c);
    c.rotation = data;
    c.rotation_at = 100;
    record_case_publish(&c, 150);
    record_case_read(result, &c, NULL);
    assert_int_equal(result->first.fault, RECORD_KEY_ROTATION);
    assert_int_equal(result->first.leaf, 100);
    if (slice_find(result->first.says, slice_str(r->says)) == SIZE_MAX)
        fail_msg("%.*s", SL_FMT(result->first.says));
    record_case_remove(&c);
}

/* --- what a caller does --- */

struct seen {
    uint64_t n, stop_at, progress;
};

static bool
on_leaf(void *ctx, const struct record_leaf *leaf, struct err *e)
{
    struct seen *s = ctx;
    assert_int_equal(leaf->index, s->n);
    assert_int_equal(json_get(leaf->json, "index")->i, (int64_t)s->n);
    assert_true(slice_eq(leaf->octets, record_case_leaf(&case_arena, s->n, &c)));
    return s->n++ != s->stop_at || err_set(e, ERR_INPUT, "stop here");
}

static void
on_progress(void *ctx, uint64_t leaves UNUSED)
{
    ((struct seen *)ctx)->progress++;
}

static void
leaves_come_in_order(void **state)
{
    (void)state;
    struct seen seen = {.stop_at = SIZE};
    struct record_result *result = NEW(&case_arena, struct record_result);
    struct files files;
    struct err e = {0};
    record_case_make(&c);
    record_case_publish(&c, SIZE);
    assert_true(files_open(&files, &case_arena, c.temp.path, &e));
    struct record_options o = {.files = &files,
                               .trusted = &c.keys[0],
                               .leaf = on_leaf,
                               .progress = on_progress,
                               .ctx = &seen};
    assert_true(record_read(result, &case_arena, &o, &e));
    assert_int_equal(seen.n, SIZE);
    assert_true(seen.progress > 0);
    seen = (struct seen){.stop_at = 300};
    assert_false(record_read(result, &case_arena, &o, &e));
    assert_string_equal(e.msg, "stop here");
    assert_int_equal(result->leaves, 300);
    assert_int_equal(result->first.fault, RECORD_SOUND);
    files_close(&files);
    record_case_remove(&c);
}

/* A kept checkpoint that this log's keys did not sign says nothing: that is no verdict on the log.
 */
static void
kept_from_somewhere_else(void **state)
{
    (void)state;
    static const uint8_t seed[32] = {66};
    struct note_skey key;
    struct slice text;
    struct files files;
    struct record_kept kept;
    struct record_difference d;
    struct record_result *result = NEW(&case_arena, struct record_result);
    struct err e = {0};
    record_case_make(&c);
    record_case_publish(&c, SIZE);
    note_skey_make(&key, SL(RECORD_CASE_NAME), seed);
    assert_true(checkpoint_sign(&text, &case_arena, 300, &merkle_empty, &key, NULL));
    assert_true(record_kept_parse(&kept, &case_arena, SL("kept.txt"), text, &e));
    assert_true(files_open(&files, &case_arena, c.temp.path, &e));
    struct record_options o = {.files = &files, .trusted = &c.keys[0], .kept = &kept, .nkept = 1};
    assert_false(record_read(result, &case_arena, &o, &e));
    assert_non_null(strstr(e.msg, "kept.txt: signed by no key"));
    assert_false(record_compare(&d, &case_arena, &files, &c.keys[0], &kept, &e));
    assert_false(record_kept_parse(&kept, &case_arena, SL("kept.txt"), SL("nonsense"), &e));
    assert_non_null(strstr(e.msg, "kept.txt: "));
    files_close(&files);
    record_case_remove(&c);
}

/* The short way meets damage: it says so, and proves nothing. */
static void
comparing_a_damaged_record(void **state)
{
    (void)state;
    static const char *const gone[] = {"tile/0/002.p/88", "tile/1/000.p/2", "checkpoint"};
    for (size_t i = 0; i < COUNT_OF(gone); i++) {
        struct files files;
        struct record_difference d;
        struct err e = {0};
        record_case_make(&c);
        record_case_publish(&c, 300);
        struct record_kept kept = keep(300);
        record_case_publish(&c, SIZE);
        record_case_delete(&c, gone[i]);
        assert_true(files_open(&files, &case_arena, c.temp.path, &e));
        assert_true(record_compare(&d, &case_arena, &files, &c.keys[0], &kept, &e));
        assert_int_equal(d.fault, i < 2 ? RECORD_TILE_MISSING : RECORD_NO_CHECKPOINT);
        files_close(&files);
        record_case_remove(&c);
    }
}

/* Its signature is of this log's key and does not fit: it was altered after it was kept. */
static void
kept_and_altered(void **state)
{
    (void)state;
    struct files files;
    struct record_kept kept;
    struct err e = {0};
    struct record_result *result = NEW(&case_arena, struct record_result);
    record_case_make(&c);
    record_case_publish(&c, SIZE);
    kept = keep(SIZE);
    uint8_t *text = arena_alloc(&case_arena, kept.checkpoint.note.text.n, 1);
    memcpy(text, kept.checkpoint.note.text.p, kept.checkpoint.note.text.n);
    text[kept.checkpoint.note.text.n - 5] ^= 1;
    kept.checkpoint.note.text.p = text;
    assert_true(files_open(&files, &case_arena, c.temp.path, &e));
    struct record_options o = {.files = &files, .trusted = &c.keys[0], .kept = &kept, .nkept = 1};
    assert_false(record_read(result, &case_arena, &o, &e));
    assert_non_null(strstr(e.msg, "does not fit"));
    files_close(&files);
    record_case_remove(&c);
}

static void
no_record_at_all(void **state)
{
    (void)state;
    struct files files;
    struct err e = {0};
    struct record_result *result = NEW(&case_arena, struct record_result);
    record_case_make(&c);
    assert_true(files_open(&files, &case_arena, c.temp.path, &e));
    struct record_options o = {.files = &files};
    assert_false(record_read(result, &case_arena, &o, &e));
    assert_non_null(strstr(e.msg, "log.vkey"));
    files_close(&files);
    assert_false(files_open(&files, &case_arena, "/nonexistent", &e));
    record_case_put(&c, "file", SL("x"));
    assert_false(files_open(&files, &case_arena, temp_path(&case_arena, &c.temp, "file"), &e));
    record_case_remove(&c);
}

int
main(void)
{
    CASES_TABLE(rows, row);
    CASES_TEST(any_octet);
    CASES_TEST(trust_follows_a_rotation);
    CASES_TEST(a_retired_key_signs_no_more);
    CASES_TABLE(twice, twice_row);
    CASES_TABLE(rotations, rotation_row);
    CASES_TEST(leaves_come_in_order);
    CASES_TEST(kept_from_somewhere_else);
    CASES_TEST(kept_and_altered);
    CASES_TEST(comparing_a_damaged_record);
    CASES_TEST(no_record_at_all);
    return cases_run("record/read");
}
