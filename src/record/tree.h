/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The nodes of a record's tree, from its tiles: what proofs are made of. A tile
 * that was read is kept until another of its level is asked for.
 *
 * Nothing is verified here: a proof made of false tiles does not lead to the
 * signed root, which is what its reader checks.
 */
#pragma once

#include "record/files.h"
#include "record/merkle.h"
#include "record/tile.h"

enum tree_state {
    TREE_HERE,
    TREE_MISSING,   /* neither the tile nor, for a partial one, the full one in its place */
    TREE_MALFORMED, /* not as many hashes as it should hold */
};

struct tree {
    const struct files *files;
    struct crypto_hasher *hasher;
    uint64_t size; /* of the checkpoint that proofs are made for */
    struct {
        bool any;
        uint64_t n;
        struct merkle_hash v[TILE_WIDTH];
    } kept[TILE_LEVELS];
};

/* In an arena: 64 kB. */
struct tree *tree_new(struct arena *a, const struct files *files, struct crypto_hasher *h,
                      uint64_t size);

/*
 * A tile or bundle as it should stand in a tree of that size. A partial one
 * that is gone because the log has grown is read out of the full one.
 * Where it is TREE_MALFORMED *out is what was there.
 */
MUST_USE bool tree_file(enum tree_state *state, struct slice *out, struct arena *a,
                        const struct files *files, struct tile_id id, struct err *e);

/* Proofs out of the tree; ERR_INPUT, naming the file, where a tile is missing or malformed. */
MUST_USE bool tree_inclusion(struct merkle_proof *out, struct tree *t, uint64_t index,
                             struct err *e);
MUST_USE bool tree_consistency(struct merkle_proof *out, struct tree *t, uint64_t from,
                               struct err *e);
