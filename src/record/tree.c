/* SPDX-License-Identifier: Apache-2.0 */
#include "record/tree.h"

#include "base/cleanup.h"

struct tree *
tree_new(struct arena *a, const struct files *files, struct crypto_hasher *h, uint64_t size)
{
    struct tree *t = NEW(a, struct tree);
    t->files = files;
    t->hasher = h;
    t->size = size;
    return t;
}

static size_t
octets_max(struct tile_id id)
{
    return id.level == TILE_ENTRIES ? TILE_BUNDLE_MAX : TILE_OCTETS;
}

/* The first `width` hashes or leaves of a full tile or bundle; short where it is not that long. */
static struct slice
front(struct slice octets, struct tile_id id)
{
    if (id.level != TILE_ENTRIES)
        return slice_sub(octets, 0, (size_t)id.width * MERKLE_HASH);
    struct slice rest = octets, leaf;
    for (unsigned i = 0; i < id.width; i++)
        if (!slice_vec16(&rest, &leaf))
            return octets;
    return slice_sub(octets, 0, octets.n - rest.n);
}

bool
tree_file(enum tree_state *state, struct slice *out, struct arena *a, const struct files *files,
          struct tile_id id, struct err *e)
{
    char path[TILE_PATH_MAX];
    enum files_state there;
    tile_path(path, id);
    if (!files->get(files->ctx, &there, out, a, path, octets_max(id), e))
        return false;
    if (there == FILES_ABSENT && id.width < TILE_WIDTH) {
        struct tile_id full = {id.level, TILE_WIDTH, id.n};
        tile_path(path, full);
        if (!files->get(files->ctx, &there, out, a, path, octets_max(id), e))
            return false;
        *out = front(*out, id);
    }
    *state = there == FILES_HERE     ? TREE_HERE
             : there == FILES_ABSENT ? TREE_MISSING
                                     : TREE_MALFORMED;
    if (there == FILES_HERE && id.level != TILE_ENTRIES && out->n != (size_t)id.width * MERKLE_HASH)
        *state = TREE_MALFORMED;
    return true;
}

static bool
load(struct tree *t, unsigned level, uint64_t n, struct err *e)
{
    if (t->kept[level].any && t->kept[level].n == n)
        return true;
    AUTO_ARENA scratch = {0};
    struct tile_id id = {(int)level, tile_width((int)level, n, t->size), n};
    enum tree_state state;
    struct slice octets;
    char path[TILE_PATH_MAX];
    if (!tree_file(&state, &octets, &scratch, t->files, id, e))
        return false;
    tile_path(path, id);
    t->kept[level].any = false;
    if (state == TREE_MISSING)
        return err_set(e, ERR_INPUT, "%s is missing", path);
    if (!tile_parse(t->kept[level].v, id.width, octets, e))
        return err_in(e, "%s", path);
    t->kept[level].n = n;
    t->kept[level].any = true;
    return true;
}

/* A node between two levels of tiles is folded out of the hashes below it. */
static bool
node(void *ctx, struct merkle_hash *out, unsigned level, uint64_t index, struct err *e)
{
    struct tree *t = ctx;
    unsigned tile_level = level / 8, height = level % 8;
    uint64_t first = index << height;
    if (!load(t, tile_level, first / TILE_WIDTH, e))
        return false;
    struct merkle_hash copy[TILE_WIDTH / 2];
    size_t n = (size_t)1 << height;
    memcpy(copy, &t->kept[tile_level].v[first % TILE_WIDTH], n * sizeof *copy);
    merkle_fold(out, t->hasher, copy, n);
    return true;
}

static struct merkle_source
source(struct tree *t)
{
    return (struct merkle_source){t, node, t->hasher};
}

bool
tree_inclusion(struct merkle_proof *out, struct tree *t, uint64_t index, struct err *e)
{
    struct merkle_source s = source(t);
    return merkle_prove_inclusion(out, &s, index, t->size, e);
}

bool
tree_consistency(struct merkle_proof *out, struct tree *t, uint64_t from, struct err *e)
{
    struct merkle_source s = source(t);
    return merkle_prove_consistency(out, &s, from, t->size, e);
}
