/* SPDX-License-Identifier: Apache-2.0 */
/* Against a tree worked out by the letter of RFC 6962 section 2.1, slowly. */
#include "record/merkle.h"

#include "record/tile.h"
#include "support/cases.h"

#include <stdio.h>
#include <stdlib.h>

static struct crypto_hasher *hasher;

static struct merkle_hash
leaf_hash(uint64_t i)
{
    struct merkle_hash out;
    char text[32];
    int n = snprintf(text, sizeof text, "leaf %llu", (unsigned long long)i);
    merkle_leaf(&out, hasher, slice_of(text, (size_t)n));
    return out;
}

/* MTH(D[low:high]) */
static struct merkle_hash
mth(const struct merkle_hash *d, uint64_t low, uint64_t high)
{
    struct merkle_hash left, right;
    if (high == low)
        return merkle_empty;
    if (high - low == 1)
        return d[low];
    uint64_t k = 1;
    while (k * 2 < high - low)
        k *= 2;
    left = mth(d, low, low + k);
    right = mth(d, low + k, high);
    merkle_node(&left, hasher, &left, &right);
    return left;
}

/* PATH(m, D[low:high]) */
static void
path(struct merkle_proof *out, const struct merkle_hash *d, uint64_t m, uint64_t low, uint64_t high)
{
    if (high - low == 1)
        return;
    uint64_t k = 1;
    while (k * 2 < high - low)
        k *= 2;
    if (m < k) {
        path(out, d, m, low, low + k);
        out->v[out->n++] = mth(d, low + k, high);
    } else {
        path(out, d, m - k, low + k, high);
        out->v[out->n++] = mth(d, low, low + k);
    }
}

/* SUBPROOF(m, D[low:high], b) */
static void
subproof(struct merkle_proof *out, const struct merkle_hash *d, uint64_t m, uint64_t low,
         uint64_t high, bool b)
{
    if (m == high - low) {
        if (!b)
            out->v[out->n++] = mth(d, low, high);
        return;
    }
    uint64_t k = 1;
    while (k * 2 < high - low)
        k *= 2;
    if (m <= k) {
        subproof(out, d, m, low, low + k, b);
        out->v[out->n++] = mth(d, low + k, high);
    } else {
        subproof(out, d, m - k, low + k, high, false);
        out->v[out->n++] = mth(d, low, low + k);
    }
}

struct tree {
    const struct merkle_hash *d;
    uint64_t size;
};

static bool
node(void *ctx, struct merkle_hash *out, unsigned level, uint64_t index, struct err *e UNUSED)
{
    const struct tree *t = ctx;
    assert_true((index + 1) << level <= t->size); /* full subtrees alone are asked for */
    *out = mth(t->d, index << level, (index + 1) << level);
    return true;
}

static bool
same_proof(const struct merkle_proof *x, const struct merkle_proof *y)
{
    return x->n == y->n && memcmp(x->v, y->v, x->n * sizeof *x->v) == 0;
}

static struct merkle_hash *
leaves(uint64_t n)
{
    struct merkle_hash *d = NEW_ARRAY(&case_arena, struct merkle_hash, n + 1);
    for (uint64_t i = 0; i < n; i++)
        d[i] = leaf_hash(i);
    return d;
}

static void
check_inclusion(struct tree *t, const struct merkle_hash *root, uint64_t index)
{
    struct merkle_source s = {t, node, hasher};
    struct merkle_proof ours, want = {0};
    assert_true(merkle_prove_inclusion(&ours, &s, index, t->size, NULL));
    path(&want, t->d, index, 0, t->size);
    assert_true(same_proof(&ours, &want));
    assert_true(merkle_check_inclusion(hasher, &ours, &t->d[index], index, t->size, root));
    assert_false(merkle_check_inclusion(hasher, &ours, &t->d[t->size], index, t->size, root));
    if (t->size > 1) {
        uint64_t other = (index + 1) % t->size;
        assert_false(merkle_check_inclusion(hasher, &ours, &t->d[index], other, t->size, root));
    }
    assert_false(merkle_check_inclusion(hasher, &ours, &t->d[index], t->size, t->size, root));
    for (size_t i = 0; i < ours.n; i++) {
        ours.v[i].b[i % MERKLE_HASH] ^= 1;
        assert_false(merkle_check_inclusion(hasher, &ours, &t->d[index], index, t->size, root));
        ours.v[i].b[i % MERKLE_HASH] ^= 1;
    }
    if (ours.n > 0) {
        ours.n--;
        assert_false(merkle_check_inclusion(hasher, &ours, &t->d[index], index, t->size, root));
        ours.n++;
    }
    ours.v[ours.n++] = *root;
    assert_false(merkle_check_inclusion(hasher, &ours, &t->d[index], index, t->size, root));
}

static void
check_consistency(struct tree *t, const struct merkle_hash *root, uint64_t from)
{
    struct merkle_source s = {t, node, hasher};
    struct merkle_proof ours, want = {0};
    struct merkle_hash from_root = mth(t->d, 0, from);
    assert_true(merkle_prove_consistency(&ours, &s, from, t->size, NULL));
    if (from > 0)
        subproof(&want, t->d, from, 0, t->size, true);
    assert_true(same_proof(&ours, &want));
    assert_true(merkle_check_consistency(hasher, &ours, from, &from_root, t->size, root));
    from_root.b[9] ^= 4;
    assert_false(merkle_check_consistency(hasher, &ours, from, &from_root, t->size, root));
    from_root.b[9] ^= 4;
    for (size_t i = 0; i < ours.n; i++) {
        ours.v[i].b[i % MERKLE_HASH] ^= 128;
        assert_false(merkle_check_consistency(hasher, &ours, from, &from_root, t->size, root));
        ours.v[i].b[i % MERKLE_HASH] ^= 128;
    }
    ours.v[ours.n++] = from_root;
    assert_false(merkle_check_consistency(hasher, &ours, from, &from_root, t->size, root));
    ours.n--;
    if (ours.n > 0) {
        ours.n--;
        assert_false(merkle_check_consistency(hasher, &ours, from, &from_root, t->size, root));
    }
}

/* Every index of every size, every pair of sizes. */
static void
small_trees_in_full(void **state)
{
    (void)state;
    struct merkle_hash *d = leaves(70);
    struct merkle_range range = {0};
    for (uint64_t size = 0; size < 70; size++) {
        struct tree t = {d, size};
        struct merkle_hash root, want = mth(d, 0, size);
        merkle_range_root(&root, hasher, &range);
        assert_true(merkle_same(&root, &want));
        for (uint64_t i = 0; i < size; i++)
            check_inclusion(&t, &root, i);
        for (uint64_t from = 0; from <= size; from++)
            check_consistency(&t, &root, from);
        merkle_range_add(&range, hasher, &d[size]);
    }
}

static void
large_trees_at_random(void **state)
{
    (void)state;
    static const uint64_t sizes[] = {255, 256, 257, 511, 1000, 4097, 65535, 65536, 65537, 70000};
    struct merkle_hash *d = leaves(70001);
    struct tile_edge *edge = NEW(&case_arena, struct tile_edge);
    struct merkle_range range = {0};
    unsigned seed = 4711;
    for (size_t i = 0; i < COUNT_OF(sizes); i++) {
        struct tree t = {d, sizes[i]};
        struct merkle_hash root, other, want = mth(d, 0, sizes[i]);
        while (range.size < sizes[i]) {
            (void)tile_edge_add(edge, hasher, &d[range.size]);
            merkle_range_add(&range, hasher, &d[range.size]);
        }
        merkle_range_root(&root, hasher, &range);
        tile_edge_root(&other, hasher, edge);
        assert_true(merkle_same(&root, &want));
        assert_true(merkle_same(&other, &want));
        for (int k = 0; k < 3; k++) {
            seed = seed * 1103515245 + 12345;
            check_inclusion(&t, &root, (seed >> 8) % sizes[i]);
            check_consistency(&t, &root, (seed >> 6) % (sizes[i] + 1));
        }
    }
}

/* The root at every size: the edge is the tree, whatever its last tiles look like. */
static void
the_edge_at_every_size(void **state)
{
    (void)state;
    struct tile_edge *edge = NEW(&case_arena, struct tile_edge);
    struct merkle_range range = {0};
    for (uint64_t i = 0; i < 66000; i++) {
        struct merkle_hash leaf = leaf_hash(i), x, y;
        unsigned filled = tile_edge_add(edge, hasher, &leaf);
        merkle_range_add(&range, hasher, &leaf);
        assert_int_equal(filled, (i + 1) % 65536 == 0 ? 2 : (i + 1) % 256 == 0);
        if (i % 37 != 0 && i % 256 < 253)
            continue;
        tile_edge_root(&x, hasher, edge);
        merkle_range_root(&y, hasher, &range);
        assert_true(merkle_same(&x, &y));
    }
}

static void
the_empty_tree(void **state)
{
    (void)state;
    struct merkle_range range = {0};
    struct merkle_proof none = {0}, one = {.n = 1};
    struct merkle_hash root, leaf = leaf_hash(0);
    uint8_t of_nothing[32];
    crypto_hash(of_nothing, CRYPTO_SHA256, (struct slice){0});
    assert_memory_equal(merkle_empty.b, of_nothing, 32);
    merkle_range_root(&root, hasher, &range);
    assert_true(merkle_same(&root, &merkle_empty));
    /* Nothing is the beginning of everything, and only the empty root is nothing. */
    assert_true(merkle_check_consistency(hasher, &none, 0, &merkle_empty, 1, &leaf));
    assert_true(merkle_check_consistency(hasher, &none, 0, &merkle_empty, 0, &merkle_empty));
    assert_false(merkle_check_consistency(hasher, &none, 0, &leaf, 1, &leaf));
    assert_false(merkle_check_consistency(hasher, &none, 0, &leaf, 0, &leaf));
    assert_false(merkle_check_consistency(hasher, &one, 0, &merkle_empty, 1, &leaf));
    assert_false(merkle_check_consistency(hasher, &none, 1, &leaf, 0, &merkle_empty));
    assert_false(merkle_check_inclusion(hasher, &none, &leaf, 0, 0, &leaf));
}

/* Sizes that overflow a careless verifier. */
static void
hostile_sizes(void **state)
{
    (void)state;
    struct merkle_proof p = {.n = MERKLE_PROOF_MAX};
    struct merkle_hash leaf = leaf_hash(0);
    static const uint64_t sizes[] = {
        1, 2, UINT64_MAX / 2, UINT64_MAX / 2 + 1, UINT64_MAX - 1, UINT64_MAX};
    for (size_t i = 0; i < COUNT_OF(sizes); i++)
        for (size_t j = 0; j < COUNT_OF(sizes); j++)
            for (p.n = 0; p.n <= MERKLE_PROOF_MAX; p.n++) {
                bool same = sizes[i] == sizes[j] && p.n == 0;
                assert_false(merkle_check_inclusion(hasher, &p, &leaf, sizes[i], sizes[j], &leaf));
                assert_int_equal(
                    merkle_check_consistency(hasher, &p, sizes[i], &leaf, sizes[j], &leaf), same);
            }
}

/* Leaves and nodes are told apart, so that a node cannot be passed off as a leaf. */
static void
domains_are_separate(void **state)
{
    (void)state;
    struct merkle_hash a = leaf_hash(1), b = leaf_hash(2), n, l;
    uint8_t both[64];
    memcpy(both, a.b, 32);
    memcpy(both + 32, b.b, 32);
    merkle_node(&n, hasher, &a, &b);
    merkle_leaf(&l, hasher, slice_of(both, 64));
    assert_false(merkle_same(&n, &l));
}

int
main(void)
{
    hasher = crypto_hasher_new();
    CASES_TEST(small_trees_in_full);
    CASES_TEST(large_trees_at_random);
    CASES_TEST(the_edge_at_every_size);
    CASES_TEST(the_empty_tree);
    CASES_TEST(hostile_sizes);
    CASES_TEST(domains_are_separate);
    int failed = cases_run("record/merkle");
    crypto_hasher_free(hasher);
    return failed;
}
