/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The Merkle tree of a log: hashes of leaves and nodes, the root of a growing
 * tree, proofs that a leaf is in it and that a larger tree holds a smaller one.
 *
 * Pure: hashes in, hashes out. Where the nodes come from is the caller's.
 *
 * Spec: RFC 6962 section 2.1 (the tree and its proofs); RFC 9162 sections
 * 2.1.3.2 and 2.1.4.2 (how they are verified).
 */
#pragma once

#include "base/err.h"
#include "base/slice.h"
#include "crypto/crypto.h"

#define MERKLE_HASH 32      /* octets: SHA-256 */
#define MERKLE_PROOF_MAX 65 /* hashes in a proof of a tree of at most 2^64 - 1 leaves */

struct merkle_hash {
    uint8_t b[MERKLE_HASH];
};

/* The root of the tree without leaves: SHA-256 of nothing. */
extern const struct merkle_hash merkle_empty;

static inline bool
merkle_same(const struct merkle_hash *x, const struct merkle_hash *y)
{
    return memcmp(x->b, y->b, MERKLE_HASH) == 0;
}

/* SHA-256(0x00 || data) and SHA-256(0x01 || left || right). `out` may be one of the inputs. */
void merkle_leaf(struct merkle_hash *out, struct crypto_hasher *h, struct slice data);
void merkle_node(struct merkle_hash *out, struct crypto_hasher *h, const struct merkle_hash *left,
                 const struct merkle_hash *right);

/* The root over `n` hashes of one level, standing side by side; n > 0, they are overwritten. */
void merkle_fold(struct merkle_hash *out, struct crypto_hasher *h, struct merkle_hash *v, size_t n);

/*
 * A tree that grows at its right: the roots of the full subtrees that it is made
 * of, the largest first; as many as `size` has bits set. All zero is the empty tree.
 */
struct merkle_range {
    uint64_t size;
    struct merkle_hash v[64];
};

void merkle_range_add(struct merkle_range *r, struct crypto_hasher *h,
                      const struct merkle_hash *leaf);
void merkle_range_root(struct merkle_hash *out, struct crypto_hasher *h,
                       const struct merkle_range *r);

/*
 * Where proofs take their nodes from: the root of the full subtree over the
 * leaves index << level up to (index + 1) << level. Only asked for subtrees that
 * are full in the tree that is proved from.
 */
struct merkle_source {
    void *ctx;
    bool (*node)(void *ctx, struct merkle_hash *out, unsigned level, uint64_t index, struct err *e);
    struct crypto_hasher *hasher;
};

struct merkle_proof {
    size_t n;
    struct merkle_hash v[MERKLE_PROOF_MAX];
};

/* PATH(index, D[size]) and PROOF(from, D[to]); index < size, from <= to. Empty where from is 0. */
MUST_USE bool merkle_prove_inclusion(struct merkle_proof *out, const struct merkle_source *s,
                                     uint64_t index, uint64_t size, struct err *e);
MUST_USE bool merkle_prove_consistency(struct merkle_proof *out, const struct merkle_source *s,
                                       uint64_t from, uint64_t to, struct err *e);

/* True where the proof leads from the leaf to the root. Every input may be hostile. */
MUST_USE bool merkle_check_inclusion(struct crypto_hasher *h, const struct merkle_proof *proof,
                                     const struct merkle_hash *leaf, uint64_t index, uint64_t size,
                                     const struct merkle_hash *root);

/*
 * True where the tree of `to` leaves and root `to_root` begins with that of `from` and
 * `from_root`. The empty tree is the beginning of every other: its proof is empty, its root
 * merkle_empty (C2SP tlog-witness; some libraries refuse to ask).
 */
MUST_USE bool merkle_check_consistency(struct crypto_hasher *h, const struct merkle_proof *proof,
                                       uint64_t from, const struct merkle_hash *from_root,
                                       uint64_t to, const struct merkle_hash *to_root);
