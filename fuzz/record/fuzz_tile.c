/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Any octets as the path of a tile, as a tile and as a bundle: what is read is
 * written again the same. The first octet is the width.
 */
#include "record/tile.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void
as_path(struct slice path)
{
    struct tile_id id;
    char again[TILE_PATH_MAX];
    if (!tile_path_parse(&id, path))
        return;
    tile_path(again, id);
    if (!slice_eq_str(path, again) || id.width == 0 || id.width > TILE_WIDTH)
        abort();
}

static void
as_bundle(struct arena *a, struct slice octets, unsigned width)
{
    struct slice leaves[TILE_WIDTH];
    unsigned count;
    struct err e = {0};
    struct buf b;
    bool ok = tile_bundle_parse(leaves, &count, width, octets, &e);
    if (!ok && (count > width || e.msg[0] == '\0'))
        abort();
    buf_init(&b, a, TILE_BUNDLE_MAX);
    for (unsigned i = 0; i < count; i++)
        tile_bundle_add(&b, leaves[i]);
    if (!slice_has_prefix(octets, buf_slice(&b)) || (ok && (b.n != octets.n || count != width)))
        abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct arena a = {0};
    struct merkle_hash tile[TILE_WIDTH];
    struct slice octets = slice_of(data, n);
    as_path(octets);
    if (n > 0) {
        unsigned width = data[0] + 1u;
        octets = slice_sub(octets, 1, n);
        as_bundle(&a, octets, width);
        if (tile_parse(tile, width, octets, NULL) != (octets.n == (size_t)width * MERKLE_HASH))
            abort();
    }
    arena_free(&a);
    return 0;
}
