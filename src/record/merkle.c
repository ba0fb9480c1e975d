/* SPDX-License-Identifier: Apache-2.0 */
#include "record/merkle.h"

#include <assert.h>

const struct merkle_hash merkle_empty = {{0xe3, 0xb0, 0xc4, 0x42, 0x98, 0xfc, 0x1c, 0x14,
                                          0x9a, 0xfb, 0xf4, 0xc8, 0x99, 0x6f, 0xb9, 0x24,
                                          0x27, 0xae, 0x41, 0xe4, 0x64, 0x9b, 0x93, 0x4c,
                                          0xa4, 0x95, 0x99, 0x1b, 0x78, 0x52, 0xb8, 0x55}};

void
merkle_leaf(struct merkle_hash *out, struct crypto_hasher *h, struct slice data)
{
    crypto_hasher_run(h, out->b, slice_of("\0", 1), data);
}

void
merkle_node(struct merkle_hash *out, struct crypto_hasher *h, const struct merkle_hash *left,
            const struct merkle_hash *right)
{
    uint8_t both[1 + 2 * MERKLE_HASH] = {1};
    memcpy(both + 1, left->b, MERKLE_HASH);
    memcpy(both + 1 + MERKLE_HASH, right->b, MERKLE_HASH);
    crypto_hasher_run(h, out->b, slice_of(both, sizeof both), (struct slice){0});
}

/* Level by level; the last one of an odd number goes up as it is, as the RFC's split has it. */
void
merkle_fold(struct merkle_hash *out, struct crypto_hasher *h, struct merkle_hash *v, size_t n)
{
    assert(n > 0);
    for (; n > 1; n = n / 2 + n % 2) {
        for (size_t i = 0; i < n / 2; i++)
            merkle_node(&v[i], h, &v[2 * i], &v[2 * i + 1]);
        if (n % 2)
            v[n / 2] = v[n - 1];
    }
    *out = v[0];
}

/* --- a tree that grows --- */

void
merkle_range_add(struct merkle_range *r, struct crypto_hasher *h, const struct merkle_hash *leaf)
{
    size_t n = (size_t)__builtin_popcountll(r->size);
    struct merkle_hash fresh = *leaf;
    for (uint64_t bits = r->size; bits & 1; bits >>= 1)
        merkle_node(&fresh, h, &r->v[--n], &fresh);
    r->v[n] = fresh;
    r->size++;
}

/* Subtrees from the largest to the smallest, joined from the right. */
static void
join(struct merkle_hash *out, struct crypto_hasher *h, const struct merkle_hash *v, size_t n)
{
    *out = v[n - 1];
    for (size_t i = n - 1; i > 0; i--)
        merkle_node(out, h, &v[i - 1], out);
}

void
merkle_range_root(struct merkle_hash *out, struct crypto_hasher *h, const struct merkle_range *r)
{
    if (r->size == 0)
        *out = merkle_empty;
    else
        join(out, h, r->v, (size_t)__builtin_popcountll(r->size));
}

/* --- proofs --- */

/* The largest power of two below n, as its exponent; n > 1 (RFC 6962 section 2.1: k < n <= 2k). */
static unsigned
split(uint64_t n)
{
    return 63 - (unsigned)__builtin_clzll(n - 1);
}

/* MTH(D[low:high]): full subtrees side by side, one for each bit of the length. */
static bool
span(struct merkle_hash *out, const struct merkle_source *s, uint64_t low, uint64_t high,
     struct err *e)
{
    struct merkle_hash v[64];
    size_t n = 0;
    for (uint64_t left = high - low; left > 0;) {
        unsigned level = 63 - (unsigned)__builtin_clzll(left);
        if (!s->node(s->ctx, &v[n++], level, low >> level, e))
            return false;
        low += (uint64_t)1 << level;
        left -= (uint64_t)1 << level;
    }
    join(out, s->hasher, v, n);
    return true;
}

/* Both proofs are found from the root down and written from the leaf up. */
static void
turn_round(struct merkle_proof *p)
{
    for (size_t i = 0; i < p->n / 2; i++) {
        struct merkle_hash t = p->v[i];
        p->v[i] = p->v[p->n - 1 - i];
        p->v[p->n - 1 - i] = t;
    }
}

bool
merkle_prove_inclusion(struct merkle_proof *out, const struct merkle_source *s, uint64_t index,
                       uint64_t size, struct err *e)
{
    assert(index < size);
    uint64_t low = 0, high = size;
    out->n = 0;
    while (high - low > 1) {
        uint64_t middle = low + ((uint64_t)1 << split(high - low));
        bool left = index < middle;
        if (!span(&out->v[out->n++], s, left ? middle : low, left ? high : middle, e))
            return false;
        *(left ? &high : &low) = middle;
    }
    turn_round(out);
    return true;
}

bool
merkle_prove_consistency(struct merkle_proof *out, const struct merkle_source *s, uint64_t from,
                         uint64_t to, struct err *e)
{
    assert(from <= to);
    uint64_t low = 0, high = to;
    out->n = 0;
    if (from == 0 || from == to)
        return true;
    while (high != from) {
        uint64_t middle = low + ((uint64_t)1 << split(high - low));
        bool left = from <= middle;
        if (!span(&out->v[out->n++], s, left ? middle : low, left ? high : middle, e))
            return false;
        *(left ? &high : &low) = middle;
    }
    if (low > 0 && !span(&out->v[out->n++], s, low, high, e))
        return false;
    turn_round(out);
    return true;
}

bool
merkle_check_inclusion(struct crypto_hasher *h, const struct merkle_proof *proof,
                       const struct merkle_hash *leaf, uint64_t index, uint64_t size,
                       const struct merkle_hash *root)
{
    if (index >= size)
        return false;
    uint64_t fn = index, sn = size - 1; /* the RFC's names */
    struct merkle_hash r = *leaf;
    for (size_t i = 0; i < proof->n; i++) {
        if (sn == 0)
            return false;
        if (fn & 1 || fn == sn) {
            merkle_node(&r, h, &proof->v[i], &r);
            for (; !(fn & 1) && fn != 0; fn >>= 1)
                sn >>= 1;
        } else {
            merkle_node(&r, h, &r, &proof->v[i]);
        }
        fn >>= 1;
        sn >>= 1;
    }
    return sn == 0 && merkle_same(&r, root);
}

/* The walk of both roots up from the subtree that they share; fn and sn as in the RFC. */
static bool
climb(struct crypto_hasher *h, const struct merkle_hash *v, size_t n, uint64_t fn, uint64_t sn,
      struct merkle_hash *from, struct merkle_hash *to)
{
    for (size_t i = 0; i < n; i++) {
        if (sn == 0)
            return false;
        if (fn & 1 || fn == sn) {
            merkle_node(from, h, &v[i], from);
            merkle_node(to, h, &v[i], to);
            for (; !(fn & 1) && fn != 0; fn >>= 1)
                sn >>= 1;
        } else {
            merkle_node(to, h, to, &v[i]);
        }
        fn >>= 1;
        sn >>= 1;
    }
    return sn == 0;
}

bool
merkle_check_consistency(struct crypto_hasher *h, const struct merkle_proof *proof, uint64_t from,
                         const struct merkle_hash *from_root, uint64_t to,
                         const struct merkle_hash *to_root)
{
    if (from > to || (from == 0 && !merkle_same(from_root, &merkle_empty)))
        return false;
    if (from == to)
        return proof->n == 0 && merkle_same(from_root, to_root);
    if (from == 0)
        return proof->n == 0;
    if (proof->n == 0)
        return false;
    uint64_t fn = from - 1, sn = to - 1;
    for (; fn & 1; fn >>= 1)
        sn >>= 1;
    bool whole = (from & (from - 1)) == 0; /* the smaller tree is itself a node of the larger */
    struct merkle_hash one = whole ? *from_root : proof->v[0], two = one;
    if (!climb(h, proof->v + !whole, proof->n - !whole, fn, sn, &one, &two))
        return false;
    return merkle_same(&one, from_root) && merkle_same(&two, to_root);
}
