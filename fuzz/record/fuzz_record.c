/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A sound record of 300 leaves in memory, and the input as a list of tamperings:
 * change an octet, cut a file, make it longer, take it away, put another in its
 * place. Whatever was done, the reader says sound exactly where no file differs.
 */
#include "record/read.h"
#include "text/json_build.h"
#include "text/json_canonical.h"

#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

#define LEAVES 300
#define FILES_MAX 16

struct file {
    char path[TILE_PATH_MAX];
    struct slice octets; /* as it is now */
    struct slice genuine;
    bool gone;
};

struct record {
    struct arena *a;
    struct file v[FILES_MAX];
    size_t n;
    struct note_skey key;
};

static void
put(struct record *r, const char *path, struct slice octets)
{
    struct file *f = &r->v[r->n++];
    snprintf(f->path, sizeof f->path, "%s", path);
    f->octets = f->genuine = arena_dup(r->a, octets);
}

static void
put_tile(struct record *r, int level, uint64_t n, struct slice octets)
{
    char path[TILE_PATH_MAX];
    tile_path(path, (struct tile_id){level, tile_width(level, n, LEAVES), n});
    put(r, path, octets);
}

static struct slice
leaf_octets(struct arena *a, int64_t i)
{
    struct json_node *o = json_new_object(a);
    struct slice out = {0};
    json_put_int(a, o, "index", i);
    json_put_text(a, o, "type", SL("t"));
    if (!json_canonical(&out, a, o, 1000, NULL))
        abort();
    return out;
}

static void
make(struct record *r)
{
    static const uint8_t seed[CRYPTO_ED25519_SEED] = {5};
    struct crypto_hasher *h = crypto_hasher_new();
    struct tile_edge *edge = NEW(r->a, struct tile_edge);
    struct merkle_hash root;
    struct slice note;
    struct buf b;
    note_skey_make(&r->key, SL("f.example"), seed);
    buf_init(&b, r->a, TILE_BUNDLE_MAX);
    for (int64_t i = 0; i < LEAVES; i++) {
        struct merkle_hash hash;
        struct slice leaf = leaf_octets(r->a, i);
        merkle_leaf(&hash, h, leaf);
        tile_bundle_add(&b, leaf);
        if (tile_edge_add(edge, h, &hash) == 0)
            continue;
        put_tile(r, TILE_ENTRIES, 0, buf_slice(&b));
        put_tile(r, 0, 0, slice_of(edge->v[0], TILE_OCTETS));
        buf_init(&b, r->a, TILE_BUNDLE_MAX);
    }
    put_tile(r, TILE_ENTRIES, 1, buf_slice(&b));
    put_tile(r, 0, 1, slice_of(edge->v[0], (size_t)(LEAVES - 256) * MERKLE_HASH));
    put_tile(r, 1, 0, slice_of(edge->v[1], MERKLE_HASH));
    tile_edge_root(&root, h, edge);
    if (!checkpoint_sign(&note, r->a, LEAVES, &root, &r->key, NULL))
        abort();
    put(r, "checkpoint", note);
    crypto_hasher_free(h);
}

/* Five octets each: which file, what, where (two), and an octet. */
static void
tamper(struct record *r, const uint8_t *t)
{
    struct file *f = &r->v[t[0] % r->n];
    size_t at = (size_t)t[2] << 8 | t[3];
    size_t n = f->octets.n;
    uint8_t *p = arena_alloc(r->a, n + 1, 1);
    memcpy(p, f->octets.p, n);
    switch (t[1] % 5) {
    case 0:
        if (n > 0)
            p[at % n] ^= t[4];
        break;
    case 1:
        n -= n > at ? at : 0;
        break;
    case 2:
        p[n++] = t[4];
        break;
    case 3:
        f->gone = !f->gone;
        break;
    default:
        f->octets = r->v[t[4] % r->n].octets;
        return;
    }
    f->octets = slice_of(p, n);
}

static bool
get(void *ctx, enum files_state *state, struct slice *out, struct arena *a UNUSED, const char *path,
    size_t max, struct err *e UNUSED)
{
    struct record *r = ctx;
    *state = FILES_ABSENT;
    for (size_t i = 0; i < r->n; i++) {
        if (strcmp(r->v[i].path, path) != 0 || r->v[i].gone)
            continue;
        *out = r->v[i].octets;
        *state = out->n > max ? FILES_TOO_LARGE : FILES_HERE;
    }
    return true;
}

static bool
genuine(const struct record *r)
{
    for (size_t i = 0; i < r->n; i++)
        if (r->v[i].gone || !slice_eq(r->v[i].octets, r->v[i].genuine))
            return false;
    return true;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct arena a = {0};
    struct record r = {.a = &a};
    struct err e = {0};
    make(&r);
    for (size_t i = 0; i + 5 <= n && i < 50; i += 5)
        tamper(&r, data + i);
    const struct files files = {.ctx = &r, .name = "memory", .get = get};
    const struct record_options o = {.files = &files, .trusted = &r.key.vkey};
    struct record_result *result = NEW(&a, struct record_result);
    if (!record_read(result, &a, &o, &e))
        abort();
    /* A checkpoint of other octets may say the same: a second, unknown signature is ignored. */
    bool sound = result->first.fault == RECORD_SOUND;
    if (genuine(&r) != sound)
        abort();
    if (sound != (result->first.says.n == 0) || (sound && result->leaves != LEAVES))
        abort();
    arena_free(&a);
    return 0;
}
