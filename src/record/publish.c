/* SPDX-License-Identifier: Apache-2.0 */
#include "record/publish.h"

#include "base/cleanup.h"
#include "record/proof.h"
#include "record/put.h"
#include "record/tree.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

void
record_publisher_init(struct record_publisher *p, struct arena *a, const char *dir,
                      const struct record_source *source)
{
    *p = (struct record_publisher){.dir = dir, .source = source, .a = a};
    p->edge = NEW(a, struct tile_edge);
    p->hasher = crypto_hasher_new();
}

void
record_publisher_done(struct record_publisher *p)
{
    crypto_hasher_free(p->hasher);
    *p = (struct record_publisher){0};
}

/* --- where the folder stands --- */

/* What is found out about a folder: its checkpoint and the edge that its tiles make. */
struct look {
    struct record_publisher *p;
    struct files files;
    struct arena *scratch;
    struct tile_edge *edge;
    struct slice note;
    struct checkpoint checkpoint;
    bool genuine;  /* the checkpoint is signed by a key of this log */
    uint64_t size; /* of the source */
    enum record_tip tip;
    char why[256];
};

/* Names what is wrong; always true: it is an answer. */
static bool PRINTF_LIKE(3, 4) found(struct look *l, enum record_tip tip, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(l->why, sizeof l->why, fmt, ap);
    va_end(ap);
    l->tip = tip;
    return true;
}

static bool
look_at_checkpoint(struct look *l, struct err *e)
{
    enum files_state there;
    if (!l->files.get(l->files.ctx, &there, &l->note, l->scratch, RECORD_CHECKPOINT, CHECKPOINT_MAX,
                      e))
        return false;
    if (there == FILES_ABSENT)
        return found(l, RECORD_TIP_ABSENT, "there is no checkpoint");
    struct err why = {0};
    if (there == FILES_TOO_LARGE || !checkpoint_parse(&l->checkpoint, l->scratch, l->note, &why))
        return found(l, RECORD_TIP_DAMAGED, "the checkpoint is damaged: %.150s", why.msg);
    l->genuine = checkpoint_verify(&l->checkpoint, l->p->keys, l->p->nkeys, NULL) == NOTE_GOOD;
    if (!l->genuine)
        return found(l, RECORD_TIP_DAMAGED, "the checkpoint is not signed by this log's keys");
    if (l->checkpoint.size > l->size)
        return found(l, RECORD_TIP_AHEAD,
                     "the record was signed with %" PRIu64 " leaves, the database holds %" PRIu64,
                     l->checkpoint.size, l->size);
    return true;
}

/* A tile or bundle that must be there; *ok false where it is not, which is then found. */
static bool
look_at_file(struct look *l, struct slice *out, bool *ok, int level, uint64_t n, struct err *e)
{
    struct tile_id id = {level, tile_width(level, n, l->checkpoint.size), n};
    enum tree_state state;
    char path[TILE_PATH_MAX];
    tile_path(path, id);
    if (!tree_file(&state, out, l->scratch, &l->files, id, e))
        return false;
    *ok = state == TREE_HERE;
    return *ok || found(l, RECORD_TIP_DAMAGED, "%s is %s", path,
                        state == TREE_MISSING ? "missing" : "damaged");
}

static bool
look_at_edge(struct look *l, struct err *e)
{
    uint64_t size = l->checkpoint.size;
    l->edge->size = size;
    for (unsigned level = 0; level < TILE_LEVELS; level++) {
        unsigned width = tile_edge_width(l->edge, level);
        struct slice octets;
        bool ok = true;
        if (width == 0)
            continue;
        if (!look_at_file(l, &octets, &ok, (int)level, size >> 8 * (level + 1), e))
            return false;
        if (!ok)
            return true;
        memcpy(l->edge->v[level], octets.p, octets.n);
    }
    struct merkle_hash root;
    tile_edge_root(&root, l->p->hasher, l->edge);
    return merkle_same(&root, &l->checkpoint.root) ||
           found(l, RECORD_TIP_DAMAGED, "the last tiles do not give the signed root");
}

/* Leaf by leaf: what the bundle holds hashes to the tile, and is what the source holds. */
static bool
look_at_leaves(struct look *l, const struct merkle_hash *tile, uint64_t first, unsigned width,
               struct err *e)
{
    struct slice bundle, leaves[TILE_WIDTH], ours;
    bool ok;
    unsigned n;
    if (!look_at_file(l, &bundle, &ok, TILE_ENTRIES, first / TILE_WIDTH, e))
        return false;
    if (!ok)
        return true;
    if (!tile_bundle_parse(leaves, &n, width, bundle, NULL))
        return found(l, RECORD_TIP_DAMAGED, "the last bundle is damaged");
    for (unsigned i = 0; i < width; i++) {
        struct merkle_hash hash, own;
        if (!l->p->source->leaf(l->p->source->ctx, first + i, &ours, e))
            return false;
        merkle_leaf(&hash, l->p->hasher, leaves[i]);
        merkle_leaf(&own, l->p->hasher, ours);
        if (!merkle_same(&own, &tile[i]))
            return found(l, RECORD_TIP_FORKED,
                         "leaf %" PRIu64 " of the database is not the one that was signed",
                         first + i);
        if (!merkle_same(&hash, &tile[i]))
            return found(l, RECORD_TIP_DAMAGED, "leaf %" PRIu64 " in the last bundle is damaged",
                         first + i);
    }
    return true;
}

/*
 * The last tile of level 0. Where it is partial it is part of the edge, which the root vouches
 * for. Where it is full, so does the hash of it one level up, through as many full tiles as end at
 * the same leaf.
 */
static bool
look_at_last_tile(struct look *l, struct err *e)
{
    uint64_t size = l->checkpoint.size, last = (size - 1) / TILE_WIDTH;
    unsigned width = tile_width(0, last, size);
    if (width < TILE_WIDTH)
        return look_at_leaves(l, l->edge->v[0], last * TILE_WIDTH, width, e);
    struct merkle_hash tile[TILE_WIDTH], copy[TILE_WIDTH], below = {{0}};
    for (unsigned level = 0;; level++) {
        unsigned edge = tile_edge_width(l->edge, level);
        uint64_t n = (size >> 8 * level) - 1; /* number of the last hash of this level */
        struct slice octets = slice_of(l->edge->v[level], (size_t)edge * MERKLE_HASH);
        bool ok = true;
        if (edge == 0 && !look_at_file(l, &octets, &ok, (int)level, n / TILE_WIDTH, e))
            return false;
        if (!ok)
            return true;
        memcpy(copy, octets.p, octets.n);
        if (level == 0)
            memcpy(tile, copy, sizeof tile);
        else if (!merkle_same(&copy[n % TILE_WIDTH], &below))
            return found(l, RECORD_TIP_DAMAGED, "the last full tile of level %u is damaged",
                         level - 1);
        if (edge > 0)
            return look_at_leaves(l, tile, last * TILE_WIDTH, width, e);
        merkle_fold(&below, l->p->hasher, copy, TILE_WIDTH);
    }
}

static bool
look(struct look *l, struct err *e)
{
    const struct record_source *s = l->p->source;
    l->tip = RECORD_TIP_CURRENT;
    if (!s->size(s->ctx, &l->size, e))
        return false;
    if (l->p->mark.size > l->size)
        return found(l, RECORD_TIP_AHEAD,
                     "%" PRIu64 " leaves were signed, the database holds %" PRIu64, l->p->mark.size,
                     l->size);
    if (!look_at_checkpoint(l, e))
        return false;
    if (l->tip != RECORD_TIP_CURRENT)
        return true;
    if (!look_at_edge(l, e))
        return false;
    if (l->tip != RECORD_TIP_CURRENT)
        return true;
    if (l->checkpoint.size > 0 && !look_at_last_tile(l, e))
        return false;
    if (l->tip != RECORD_TIP_CURRENT)
        return true;
    if (l->checkpoint.size > 0 && l->checkpoint.size == l->p->mark.size &&
        !merkle_same(&l->checkpoint.root, &l->p->mark.root))
        return found(l, RECORD_TIP_FORKED, "another root was signed for %" PRIu64 " leaves",
                     l->checkpoint.size);
    if (l->checkpoint.size < l->size)
        return found(l, RECORD_TIP_BEHIND, "the record holds %" PRIu64 " of %" PRIu64 " leaves",
                     l->checkpoint.size, l->size);
    return true;
}

static bool
look_init(struct look *l, struct arena *scratch, struct record_publisher *p, struct err *e)
{
    *l = (struct look){.p = p, .scratch = scratch, .edge = NEW(scratch, struct tile_edge)};
    return files_open(&l->files, scratch, p->dir, e);
}

bool
record_tip_check(enum record_tip *out, struct slice *why, struct arena *a,
                 struct record_publisher *p, struct err *e)
{
    AUTO_ARENA scratch = {0};
    AUTO_FD lock = -1;
    struct look l;
    if (!put_lock(&lock, p->dir, e) || !look_init(&l, &scratch, p, e))
        return false;
    bool ok = look(&l, e);
    files_close(&l.files);
    *out = l.tip;
    if (why)
        *why = arena_dup(a, slice_str(l.why));
    return ok;
}

/* --- writing --- */

struct writer {
    struct record_publisher *p;
    int dir_fd;
    struct arena *scratch; /* cleared bundle by bundle */
    struct tile_edge *edge;
    struct buf bundle;
    bool filled; /* a tile, in this publication */
};

static bool
write_tile(struct writer *w, int level, uint64_t n, unsigned width, struct slice octets,
           struct err *e)
{
    char path[TILE_PATH_MAX];
    tile_path(path, (struct tile_id){level, width, n});
    return put_uncalled(w->dir_fd, path, octets, e);
}

static struct slice
hashes(const struct writer *w, unsigned level, size_t width)
{
    return slice_of(w->edge->v[level], width * MERKLE_HASH);
}

/* The tiles that the last leaf filled, and their bundle. */
static bool
write_full(struct writer *w, unsigned levels, struct err *e)
{
    w->filled = true;
    uint64_t n = w->edge->size / TILE_WIDTH - 1;
    if (!write_tile(w, TILE_ENTRIES, n, TILE_WIDTH, buf_slice(&w->bundle), e))
        return false;
    for (unsigned level = 0; level < levels; level++)
        if (!write_tile(w, (int)level, (w->edge->size >> 8 * (level + 1)) - 1, TILE_WIDTH,
                        hashes(w, level, TILE_WIDTH), e))
            return false;
    return true;
}

/* The right edge, as it stands at a size that is published; what is as it was at `from` stands. */
static bool
write_partial(struct writer *w, uint64_t from, struct err *e)
{
    unsigned width = tile_edge_width(w->edge, 0);
    if (width > 0 &&
        !write_tile(w, TILE_ENTRIES, w->edge->size / TILE_WIDTH, width, buf_slice(&w->bundle), e))
        return false;
    for (unsigned level = 0; level < TILE_LEVELS; level++) {
        width = tile_edge_width(w->edge, level);
        if (from >> 8 * level == w->edge->size >> 8 * level)
            break;
        if (width > 0 && !write_tile(w, (int)level, w->edge->size >> 8 * (level + 1), width,
                                     hashes(w, level, width), e))
            return false;
    }
    return true;
}

static void
new_bundle(struct writer *w, struct arena_mark mark)
{
    arena_reset(w->scratch, mark);
    buf_init(&w->bundle, w->scratch, TILE_BUNDLE_MAX);
}

static bool
take_leaf(const struct record_publisher *p, uint64_t index, struct slice *octets,
          struct merkle_hash *hash, struct err *e)
{
    if (!p->source->leaf(p->source->ctx, index, octets, e))
        return false;
    if (octets->n > TILE_LEAF_MAX)
        return err_set(e, ERR_LIMIT, "leaf %" PRIu64 " has %zu octets, a record takes %d", index,
                       octets->n, TILE_LEAF_MAX);
    merkle_leaf(hash, p->hasher, *octets);
    return true;
}

/* The leaves that the last bundle holds already: they must be the same as ever. */
static bool
begin_bundle(struct writer *w, struct err *e)
{
    unsigned width = tile_edge_width(w->edge, 0);
    uint64_t first = w->edge->size - width;
    for (unsigned i = 0; i < width; i++) {
        struct slice octets;
        struct merkle_hash hash;
        if (!take_leaf(w->p, first + i, &octets, &hash, e))
            return false;
        if (!merkle_same(&hash, &w->edge->v[0][i]))
            return err_set(e, ERR_INPUT,
                           "leaf %" PRIu64 " of the database is not the one that was signed: "
                           "nothing is published; see the manual on a damaged database",
                           first + i);
        tile_bundle_add(&w->bundle, octets);
    }
    return true;
}

static bool
write_leaves(struct writer *w, uint64_t size, struct err *e)
{
    uint64_t from = w->edge->size;
    struct arena_mark mark = arena_mark(w->scratch);
    new_bundle(w, mark);
    if (!begin_bundle(w, e))
        return false;
    while (w->edge->size < size) {
        struct slice octets;
        struct merkle_hash hash;
        if (!take_leaf(w->p, w->edge->size, &octets, &hash, e))
            return false;
        tile_bundle_add(&w->bundle, octets);
        unsigned levels = tile_edge_add(w->edge, w->p->hasher, &hash);
        if (levels == 0)
            continue;
        if (!write_full(w, levels, e))
            return false;
        new_bundle(w, mark);
    }
    return write_partial(w, from, e);
}

/* Partial tiles and bundles whose full ones stand. */
static void
remove_partial(struct writer *w, uint64_t from)
{
    for (int level = TILE_ENTRIES; level < TILE_LEVELS; level++) {
        unsigned shift = level == TILE_ENTRIES ? 8 : 8 * ((unsigned)level + 1);
        for (uint64_t n = shift < 64 ? from >> shift : 0; n < w->edge->size >> shift; n++) {
            char path[TILE_PATH_MAX + 2];
            tile_path(path, (struct tile_id){level, TILE_WIDTH, n});
            memcpy(path + strlen(path), ".p", 3);
            put_remove_dir(w->dir_fd, path);
        }
        if (shift >= 56)
            break;
    }
}

/* --- what was signed is kept --- */

/* That the leaves which the source holds now lead to what was signed: roots at two sizes, at most.
 */
static bool
keeps(struct record_publisher *p, const struct tile_edge *from, const struct record_mark *mark,
      struct arena *scratch, struct err *e)
{
    if (mark->size <= from->size)
        return true;
    struct tile_edge *trial = NEW(scratch, struct tile_edge);
    *trial = *from;
    while (trial->size < mark->size) {
        struct slice octets;
        struct merkle_hash hash;
        if (!take_leaf(p, trial->size, &octets, &hash, e))
            return false;
        (void)tile_edge_add(trial, p->hasher, &hash);
    }
    struct merkle_hash root;
    tile_edge_root(&root, p->hasher, trial);
    if (merkle_same(&root, &mark->root))
        return true;
    return err_set(e, ERR_INPUT,
                   "the database's leaves are not those that were signed (at %" PRIu64 " leaves): "
                   "a second history is not published; see the manual on a damaged database",
                   mark->size);
}

/* --- publication --- */

static bool
write_vkey(const struct record_publisher *p, int lock, struct arena *a, struct err *e)
{
    struct slice vkey = note_vkey_write(a, &p->signer->vkey);
    return put_whole(lock, RECORD_VKEY, arena_printf(a, "%.*s\n", SL_FMT(vkey)), e);
}

static bool
sign(struct writer *w, struct err *e)
{
    struct record_publisher *p = w->p;
    struct merkle_hash root;
    struct slice note;
    tile_edge_root(&root, p->hasher, w->edge);
    if (!checkpoint_sign(&note, w->scratch, w->edge->size, &root, p->signer, e))
        return false;
    if (note.n > sizeof p->note)
        return err_set(e, ERR_LIMIT, "the checkpoint has %zu octets", note.n);
    if (!write_vkey(p, w->dir_fd, w->scratch, e) ||
        !put_whole(w->dir_fd, RECORD_CHECKPOINT, note, e))
        return false;
    memcpy(p->note, note.p, note.n);
    p->nnote = note.n;
    p->receipt_note = slice_of(p->note, p->nnote);
    p->mark = (struct record_mark){w->edge->size, root};
    return true;
}

/* From where p->edge stands to `size`. */
static bool
extend(struct record_publisher *p, int lock, uint64_t size, struct err *e)
{
    AUTO_ARENA scratch = {0};
    struct writer w = {.p = p, .dir_fd = lock, .scratch = &scratch, .edge = p->edge};
    uint64_t from = p->edge->size;
    p->nnote = 0; /* until it is done the edge is no longer the folder's */
    if (!write_leaves(&w, size, e))
        return false;
    /* A loss of power must not take full tiles, which no start looks at again. */
    if (w.filled && !put_sync(lock, e))
        return false;
    if (!sign(&w, e))
        return false;
    if (w.filled)
        remove_partial(&w, from);
    return true;
}

/* The checkpoint in the folder is the one that we left there. */
static bool
is_ours(const struct look *l)
{
    return l->p->nnote > 0 && slice_eq(l->note, slice_of(l->p->note, l->p->nnote));
}

static bool
refuse(const struct look *l, struct err *e)
{
    return err_set(e, ERR_INPUT, "%s: nothing is published; see the manual on a damaged database",
                   l->why);
}

/* Of a folder that is sound as far as it goes: its edge becomes the publisher's. */
static bool
adopt(struct look *l, struct err *e)
{
    struct record_publisher *p = l->p;
    if (l->note.n > sizeof p->note)
        return err_set(e, ERR_LIMIT, "the checkpoint has %zu octets", l->note.n);
    *p->edge = *l->edge;
    memcpy(p->note, l->note.p, l->note.n);
    p->nnote = l->note.n;
    p->receipt_note = slice_of(p->note, p->nnote);
    return true;
}

static bool
catch_up(struct look *l, int lock, struct err *e)
{
    struct record_publisher *p = l->p;
    if (l->tip == RECORD_TIP_AHEAD || l->tip == RECORD_TIP_FORKED)
        return refuse(l, e);
    struct record_mark there = {l->checkpoint.size, l->checkpoint.root};
    if (l->tip == RECORD_TIP_ABSENT || l->tip == RECORD_TIP_DAMAGED) {
        p->edge->size = 0;
        p->nnote = 0;
        if (l->genuine && !keeps(p, p->edge, &there, l->scratch, e))
            return false;
    } else if (!adopt(l, e)) {
        return false;
    }
    if (!keeps(p, p->edge, &p->mark, l->scratch, e))
        return false;
    bool current = l->tip == RECORD_TIP_CURRENT &&
                   checkpoint_verify(&l->checkpoint, &p->signer->vkey, 1, NULL) == NOTE_GOOD;
    if (!current)
        return extend(p, lock, l->size, e);
    p->mark = there;
    return write_vkey(p, lock, l->scratch, e);
}

/* Nobody but us has written since the last time: the edge in memory is that of the folder. */
static bool
still_ours(struct look *l, bool *ours, struct err *e)
{
    enum files_state there;
    const struct record_source *s = l->p->source;
    if (!l->files.get(l->files.ctx, &there, &l->note, l->scratch, RECORD_CHECKPOINT, CHECKPOINT_MAX,
                      e))
        return false;
    *ours = there == FILES_HERE && is_ours(l) && l->p->mark.size == l->p->edge->size;
    return s->size(s->ctx, &l->size, e);
}

/* The source may have found that there is no private key any more. */
static bool
may_sign(const struct record_publisher *p, struct err *e)
{
    if (p->signer && p->nkeys > 0 && note_vkey_same(&p->signer->vkey, &p->keys[p->nkeys - 1]))
        return true;
    return err_set(e, ERR_INPUT, "the private key of this record is not there: nothing is signed");
}

bool
record_publish(struct record_publisher *p, struct err *e)
{
    AUTO_ARENA scratch = {0};
    AUTO_FD lock = -1;
    struct look l;
    bool ours = false;
    if (!put_lock(&lock, p->dir, e) || !look_init(&l, &scratch, p, e))
        return false;
    bool ok = still_ours(&l, &ours, e);
    ok = ok && may_sign(p, e);
    if (ok && ours && l.size > p->edge->size)
        ok = extend(p, lock, l.size, e);
    else if (ok)
        ok = look(&l, e) && catch_up(&l, lock, e);
    files_close(&l.files);
    return ok;
}

/* --- receipts --- */

/* A publisher that has not published takes the checkpoint that stands in the folder. */
static bool
receipt_prove(struct proof *proof, struct arena *a, struct record_publisher *p, struct files *files,
              struct err *e)
{
    enum files_state there = FILES_HERE;
    struct checkpoint c;
    if (proof->signed_note.n == 0 && !files->get(files->ctx, &there, &proof->signed_note, a,
                                                 RECORD_CHECKPOINT, CHECKPOINT_MAX, e))
        return false;
    if (there != FILES_HERE)
        return err_set(e, ERR_INPUT, "nothing was published yet");
    if (!checkpoint_parse(&c, a, proof->signed_note, e))
        return err_in(e, "%s", RECORD_CHECKPOINT);
    if (proof->index >= c.size)
        return err_set(e, ERR_INPUT, "leaf %" PRIu64 " is not published: the record holds %" PRIu64,
                       proof->index, c.size);
    struct tree *tree = tree_new(a, files, p->hasher, c.size);
    return tree_inclusion(&proof->path, tree, proof->index, e)
               ? true
               : err_in(e, "the receipt of leaf %" PRIu64, proof->index);
}

bool
record_receipt(struct slice *out, struct arena *a, struct record_publisher *p, uint64_t index,
               struct slice extra, struct err *e)
{
    AUTO_ARENA scratch = {0};
    struct files files;
    struct proof proof = {
        .index = index, .extra = extra, .has_extra = extra.n > 0, .signed_note = p->receipt_note};
    if (!files_open(&files, &scratch, p->dir, e))
        return false;
    bool ok = receipt_prove(&proof, &scratch, p, &files, e);
    files_close(&files);
    if (!ok)
        return false;
    *out = proof_write(a, &proof);
    return true;
}

/* --- objects --- */

static void
object_path(char out[96], const uint8_t digest[32])
{
    int n = snprintf(out, 96, RECORD_OBJECTS "/");
    for (size_t i = 0; i < 32; i++)
        n += snprintf(out + n, 96 - (size_t)n, "%02x", digest[i]);
}

bool
record_object_write(const char *dir, struct slice octets, struct err *e)
{
    uint8_t digest[32];
    char path[96];
    AUTO_FD lock = -1;
    crypto_hash(digest, CRYPTO_SHA256, octets);
    object_path(path, digest);
    return put_lock(&lock, dir, e) && put_whole(lock, path, octets, e);
}

bool
record_object_remove(const char *dir, const uint8_t digest[32], struct err *e)
{
    char path[96];
    AUTO_FD lock = -1;
    object_path(path, digest);
    return put_lock(&lock, dir, e) && put_remove_file(lock, path, e);
}
