/* SPDX-License-Identifier: Apache-2.0 */
#include "record/tile.h"

#include "support/cases.h"

#include <stdio.h>

struct row {
    const char *name; /* the path */
    struct tile_id id;
};

/* C2SP tlog-tiles' own example and those of tessera's api/layout tests, and the corners. */
static const struct row rows[] = {
    {"tile/0/000", {0, 256, 0}},
    {"tile/0/000.p/1", {0, 1, 0}},
    {"tile/0/000.p/255", {0, 255, 0}},
    {"tile/0/001", {0, 256, 1}},
    {"tile/0/999", {0, 256, 999}},
    {"tile/0/x001/000", {0, 256, 1000}},
    {"tile/0/x001/x234/067", {0, 256, 1234067}},
    {"tile/0/x001/x234/067.p/89", {0, 89, 1234067}},
    {"tile/1/000", {1, 256, 0}},
    {"tile/15/x455/667", {15, 256, 455667}},
    {"tile/15/x123/x456/789.p/41", {15, 41, 123456789}},
    {"tile/63/x999/x999/x999/x999/x999/999.p/255", {63, 255, 999999999999999999}},
    {"tile/0/x018/x446/x744/x073/x709/x551/615.p/17", {0, 17, UINT64_MAX}},
    {"tile/entries/000", {TILE_ENTRIES, 256, 0}},
    {"tile/entries/000.p/8", {TILE_ENTRIES, 8, 0}},
    {"tile/entries/255.p/253", {TILE_ENTRIES, 253, 255}},
    {"tile/entries/x123/x456/789", {TILE_ENTRIES, 256, 123456789}},
};

static void
path_row(void **state)
{
    const struct row *r = *state;
    struct tile_id id;
    char path[TILE_PATH_MAX];
    tile_path(path, r->id);
    assert_string_equal(path, r->name);
    assert_true(tile_path_parse(&id, slice_str(r->name)));
    assert_int_equal(id.level, r->id.level);
    assert_int_equal(id.width, r->id.width);
    assert_true(id.n == r->id.n);
}

static const struct bad {
    const char *name;
} bads[] = {
    {""},
    {"tile"},
    {"tile/0"},
    {"tile/0/"},
    {"tile/0/0"},
    {"tile/0/00"},
    {"tile/0/0000"},
    {"tile/0/x000/000"},
    {"tile/0/x001"},
    {"tile/0/001/000"},
    {"tile/0/x001/234/067"},
    {"tile/0/x001/x000"},
    {"tile/0/xx01/000"},
    {"tile/0/x1/000"},
    {"tile/0/000.p"},
    {"tile/0/000.p/"},
    {"tile/0/000.p/0"},
    {"tile/0/000.p/01"},
    {"tile/0/000.p/256"},
    {"tile/0/000.p/-1"},
    {"tile/0/000.p/1/"},
    {"tile/0/000.p/1.p/1"},
    {"tile/00/000"},
    {"tile/64/000"},
    {"tile/-1/000"},
    {"tile/entry/000"},
    {"tile/entries/-01"},
    {"tile/0/+01"},
    {"tile/0/ 01"},
    {"/tile/0/000"},
    {"tile//000"},
    {"tile/0//000"},
    {"tile/0/000/"},
    {"tile/0/../000"},
    {"tile/0/x018/x446/x744/x073/x709/x551/616"},
    {"tile/0/x999/x999/x999/x999/x999/x999/999"},
    {"tile/0/x001/x001/x001/x001/x001/x001/x001/x001/x001/x001/x001/x001/x001/001"},
    {"Tile/0/000"},
};

static void
bad_row(void **state)
{
    const struct bad *r = *state;
    struct tile_id id;
    assert_false(tile_path_parse(&id, slice_str(r->name)));
}

/* The specification's own sizes: 256 and 70,000. */
static void
widths(void **state)
{
    (void)state;
    assert_int_equal(tile_width(0, 0, 256), 256);
    assert_int_equal(tile_width(0, 1, 256), 0);
    assert_int_equal(tile_width(1, 0, 256), 1);
    assert_int_equal(tile_width(TILE_ENTRIES, 0, 256), 256);
    assert_int_equal(tile_width(0, 272, 70000), 256);
    assert_int_equal(tile_width(0, 273, 70000), 112);
    assert_int_equal(tile_width(0, 274, 70000), 0);
    assert_int_equal(tile_width(1, 0, 70000), 256);
    assert_int_equal(tile_width(1, 1, 70000), 17);
    assert_int_equal(tile_width(2, 0, 70000), 1);
    assert_int_equal(tile_width(3, 0, 70000), 0);
    assert_int_equal(tile_width(63, 0, UINT64_MAX), 0);
    assert_int_equal(tile_width(7, 0, UINT64_MAX), 255);
    assert_int_equal(tile_width(0, UINT64_MAX, UINT64_MAX), 0);
    assert_int_equal(tile_width(0, UINT64_MAX >> 8, UINT64_MAX), 255);
    assert_int_equal(tile_width(0, 0, 0), 0);
}

struct bundle {
    const char *name;
    struct slice octets;
    unsigned width, n;
    const char *says; /* null: it is read */
};

static const struct bundle bundles[] = {
    {"two leaves", SL_INIT("\0\3one\0\3two"), 2, 2, NULL},
    {"an empty leaf", SL_INIT("\0\0\0\1x"), 2, 2, NULL},
    {"one leaf less", SL_INIT("\0\3one"), 2, 1, "1 leaves, 2 are expected"},
    {"one leaf more", SL_INIT("\0\3one\0\3two\0\1x"), 2, 2, "3 octets behind"},
    {"nothing", SL_INIT(""), 1, 0, "0 leaves"},
    {"cut in the length", SL_INIT("\0\3one\0"), 2, 1, "cut off inside leaf 1"},
    {"cut in the leaf", SL_INIT("\0\3one\0\3tw"), 2, 1, "cut off inside leaf 1"},
    {"a length far too large", SL_INIT("\xff\xffone"), 1, 0, "cut off inside leaf 0"},
    {"one octet behind", SL_INIT("\0\3one\0"), 1, 1, "1 octets behind"},
};

static void
bundle_row(void **state)
{
    const struct bundle *r = *state;
    struct slice leaves[TILE_WIDTH];
    unsigned n = 99;
    struct err e = {0};
    bool ok = tile_bundle_parse(leaves, &n, r->width, r->octets, &e);
    assert_int_equal(ok, r->says == NULL);
    assert_int_equal(n, r->n);
    if (r->says && !strstr(e.msg, r->says))
        fail_msg("'%s' does not say '%s'", e.msg, r->says);
    if (n > 0 && r->octets.p[1] == 3)
        assert_true(slice_eq_str(leaves[0], "one"));
}

static void
a_bundle_of_the_longest_leaves(void **state)
{
    (void)state;
    struct buf b;
    struct slice leaves[TILE_WIDTH];
    unsigned n;
    uint8_t *leaf = arena_alloc(&case_arena, TILE_LEAF_MAX, 1);
    buf_init(&b, &case_arena, TILE_BUNDLE_MAX);
    for (unsigned i = 0; i < TILE_WIDTH; i++)
        tile_bundle_add(&b, slice_of(leaf, TILE_LEAF_MAX));
    assert_false(b.full);
    assert_int_equal(b.n, TILE_BUNDLE_MAX);
    assert_true(tile_bundle_parse(leaves, &n, TILE_WIDTH, buf_slice(&b), NULL));
    assert_int_equal(leaves[255].n, TILE_LEAF_MAX);
}

static void
tiles_have_their_length(void **state)
{
    (void)state;
    struct merkle_hash out[TILE_WIDTH];
    uint8_t octets[TILE_OCTETS + 1] = {0};
    struct err e = {0};
    for (unsigned width = 1; width <= TILE_WIDTH; width++) {
        size_t n = (size_t)width * MERKLE_HASH;
        assert_true(tile_parse(out, width, slice_of(octets, n), &e));
        assert_false(tile_parse(out, width, slice_of(octets, n - 1), &e));
        assert_false(tile_parse(out, width, slice_of(octets, n + 1), &e));
    }
}

int
main(void)
{
    CASES_TABLE(rows, path_row);
    CASES_TABLE(bads, bad_row);
    CASES_TABLE(bundles, bundle_row);
    CASES_TEST(widths);
    CASES_TEST(a_bundle_of_the_longest_leaves);
    CASES_TEST(tiles_have_their_length);
    return cases_run("record/tile");
}
