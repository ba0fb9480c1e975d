/* SPDX-License-Identifier: Apache-2.0 */
#include "record/tile.h"

#include "record/number.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>

/* --- paths --- */

void
tile_path(char out[TILE_PATH_MAX], struct tile_id id)
{
    char level[8] = "entries", groups[8 * 4] = "", last[8];
    if (id.level != TILE_ENTRIES)
        snprintf(level, sizeof level, "%d", id.level);
    snprintf(last, sizeof last, "%03u", (unsigned)(id.n % 1000));
    size_t from = sizeof groups - 1; /* the groups in front, from the back */
    groups[from] = 0;
    for (uint64_t n = id.n / 1000; n > 0; n /= 1000) {
        char group[8];
        snprintf(group, sizeof group, "x%03u/", (unsigned)(n % 1000));
        from -= 5;
        memcpy(groups + from, group, 5);
    }
    int n = snprintf(out, TILE_PATH_MAX, "tile/%s/%s%s", level, groups + from, last);
    if (id.width < TILE_WIDTH)
        snprintf(out + n, TILE_PATH_MAX - (size_t)n, ".p/%u", id.width);
}

/* Reads more than tile_path writes, and then asks whether it would write the same. */
static bool
loosely(struct tile_id *out, struct slice path)
{
    struct slice part, level;
    uint64_t v;
    if (path.n >= TILE_PATH_MAX || !slice_cut(&path, '/', &part) || !slice_eq_str(part, "tile") ||
        !slice_cut(&path, '/', &level))
        return false;
    *out = (struct tile_id){.level = TILE_ENTRIES, .width = TILE_WIDTH};
    if (!slice_eq_str(level, "entries")) {
        if (!number_read(&v, level) || v > TILE_LEVEL_MAX)
            return false;
        out->level = (int)v;
    }
    size_t point = slice_find(path, SL(".p/"));
    if (point != SIZE_MAX) {
        if (!number_read(&v, slice_sub(path, point + 3, path.n)) || v == 0 || v >= TILE_WIDTH)
            return false;
        out->width = (unsigned)v;
        path = slice_sub(path, 0, point);
    }
    for (; slice_cut(&path, '/', &part);)
        for (size_t i = 0; i < part.n; i++) {
            if (i == 0 && part.p[0] == 'x')
                continue;
            if (part.p[i] < '0' || part.p[i] > '9' ||
                __builtin_mul_overflow(out->n, (uint64_t)10, &out->n) ||
                __builtin_add_overflow(out->n, (uint64_t)(part.p[i] - '0'), &out->n))
                return false;
        }
    return true;
}

bool
tile_path_parse(struct tile_id *out, struct slice path)
{
    char same[TILE_PATH_MAX];
    if (!loosely(out, path))
        return false;
    tile_path(same, *out);
    return slice_eq_str(path, same);
}

unsigned
tile_width(int level, uint64_t n, uint64_t size)
{
    unsigned shift = level == TILE_ENTRIES ? 0 : 8 * (unsigned)level;
    uint64_t count = shift < 64 ? size >> shift : 0;
    if (n < count / TILE_WIDTH)
        return TILE_WIDTH;
    return n == count / TILE_WIDTH ? (unsigned)(count % TILE_WIDTH) : 0;
}

/* --- contents --- */

bool
tile_parse(struct merkle_hash *out, unsigned width, struct slice octets, struct err *e)
{
    if (octets.n != (size_t)width * MERKLE_HASH)
        return err_set(e, ERR_INPUT, "%zu octets, %zu are expected for %u hashes", octets.n,
                       (size_t)width * MERKLE_HASH, width);
    memcpy(out, octets.p, octets.n);
    return true;
}

bool
tile_bundle_parse(struct slice out[TILE_WIDTH], unsigned *n, unsigned width, struct slice octets,
                  struct err *e)
{
    assert(width <= TILE_WIDTH);
    for (*n = 0; *n < width; ++*n) {
        if (octets.n == 0)
            return err_set(e, ERR_INPUT, "%u leaves, %u are expected", *n, width);
        if (!slice_vec16(&octets, &out[*n]))
            return err_set(e, ERR_INPUT, "cut off inside leaf %u of %u", *n, width);
    }
    if (octets.n > 0)
        return err_set(e, ERR_INPUT, "%zu octets behind the %u leaves", octets.n, width);
    return true;
}

void
tile_bundle_add(struct buf *bundle, struct slice leaf)
{
    assert(leaf.n <= TILE_LEAF_MAX);
    buf_u16(bundle, (uint32_t)leaf.n);
    buf_add(bundle, leaf);
}

/* --- the edge --- */

unsigned
tile_edge_add(struct tile_edge *t, struct crypto_hasher *h, const struct merkle_hash *leaf)
{
    t->v[0][t->size % TILE_WIDTH] = *leaf;
    t->size++;
    unsigned level = 0;
    while (level < TILE_LEVELS - 1 && tile_edge_width(t, level) == 0) {
        struct merkle_hash copy[TILE_WIDTH];
        uint64_t above = (t->size >> 8 * (level + 1)) - 1; /* number of the hash one level up */
        memcpy(copy, t->v[level], sizeof copy);
        merkle_fold(&t->v[level + 1][above % TILE_WIDTH], h, copy, TILE_WIDTH);
        level++;
    }
    return level;
}

/* From the right: the smallest full subtree stands last, on level 0. */
void
tile_edge_root(struct merkle_hash *out, struct crypto_hasher *h, const struct tile_edge *t)
{
    *out = merkle_empty;
    bool any = false;
    for (unsigned level = 0; level < TILE_LEVELS; level++) {
        size_t width = tile_edge_width(t, level);
        for (size_t span = 1; span < TILE_WIDTH; span *= 2) {
            if (!(width & span))
                continue;
            struct merkle_hash copy[TILE_WIDTH / 2], one;
            memcpy(copy, &t->v[level][width & ~(2 * span - 1)], span * sizeof *copy);
            merkle_fold(&one, h, copy, span);
            if (any)
                merkle_node(out, h, &one, out);
            else
                *out = one;
            any = true;
        }
    }
}
