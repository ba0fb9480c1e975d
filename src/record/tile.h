/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tiles: the Merkle tree as static files. A tile of level L holds up to 256
 * hashes side by side, each the root of a full tile one level below (level 0:
 * of a leaf). Bundles hold the leaves: 256 times a length of two octets and the
 * leaf. A tile or bundle that is not full says how many it holds in its path.
 *
 *     tile/0/x001/234        full        tile/entries/x001/234
 *     tile/0/x001/235.p/17   seventeen   tile/entries/x001/235.p/17
 *
 * Spec: C2SP tlog-tiles v0.1.0.
 */
#pragma once

#include "base/buf.h"
#include "record/merkle.h"

#define TILE_WIDTH 256
#define TILE_OCTETS ((size_t)TILE_WIDTH * MERKLE_HASH)
#define TILE_LEVELS 8       /* 256^8 leaves are more than there can be */
#define TILE_LEVEL_MAX 63   /* that a path may name */
#define TILE_LEAF_MAX 65535 /* octets of a leaf */
#define TILE_BUNDLE_MAX ((size_t)TILE_WIDTH * (2 + TILE_LEAF_MAX))
#define TILE_ENTRIES (-1) /* in place of a level: the bundle of leaves */
#define TILE_PATH_MAX 64  /* octets with the NUL */

struct tile_id {
    int level;      /* 0 to TILE_LEVEL_MAX, or TILE_ENTRIES */
    unsigned width; /* 1 to 256 */
    uint64_t n;
};

/* Relative to the log's prefix. */
void tile_path(char out[TILE_PATH_MAX], struct tile_id id);

/* Exactly the paths that tile_path makes. */
MUST_USE bool tile_path_parse(struct tile_id *out, struct slice path);

/* How many hashes tile n of the level holds in a tree of that size: 0 to 256. */
unsigned tile_width(int level, uint64_t n, uint64_t size);

/* A tile of that many hashes; ERR_INPUT where the octets are not as many. */
MUST_USE bool tile_parse(struct merkle_hash *out, unsigned width, struct slice octets,
                         struct err *e);

/*
 * The leaves of a bundle, pointing into it. ERR_INPUT where it holds fewer or
 * more than `width`, or is cut off; out[0] to out[*n - 1] are then what could be read.
 */
MUST_USE bool tile_bundle_parse(struct slice out[TILE_WIDTH], unsigned *n, unsigned width,
                                struct slice octets, struct err *e);

/* One more leaf into a bundle; at most TILE_LEAF_MAX octets. */
void tile_bundle_add(struct buf *bundle, struct slice leaf);

/*
 * The right edge of a growing tree: for each level the hashes of its last,
 * partial tile. As many as (size >> 8 * level) & 255 are valid. 64 kB: make it
 * in an arena. All zero is the empty tree.
 */
struct tile_edge {
    uint64_t size;
    struct merkle_hash v[TILE_LEVELS][TILE_WIDTH];
};

static inline unsigned
tile_edge_width(const struct tile_edge *t, unsigned level)
{
    return (unsigned)(t->size >> (8 * level)) & 255;
}

/*
 * One more leaf. Gives how many tiles it filled: levels 0 to that less one, whose
 * 256 hashes stand in v[level] until the next call; the tile's number at its level
 * is (size >> 8 * (level + 1)) - 1.
 */
unsigned tile_edge_add(struct tile_edge *t, struct crypto_hasher *h,
                       const struct merkle_hash *leaf);

void tile_edge_root(struct merkle_hash *out, struct crypto_hasher *h, const struct tile_edge *t);
