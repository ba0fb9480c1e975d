/* SPDX-License-Identifier: Apache-2.0 */
#include "record/read.h"

#include "base/cleanup.h"
#include "record/keys.h"
#include "record/proof.h"
#include "record/publish.h"
#include "record/tree.h"
#include "text/json_canonical.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

#define PROGRESS_EVERY 64 /* bundles */

const char *
record_fault_name(enum record_fault f)
{
    static const char *const names[] = {
        [RECORD_SOUND] = "sound",
        [RECORD_NO_CHECKPOINT] = "checkpoint-missing",
        [RECORD_CHECKPOINT_MALFORMED] = "checkpoint-malformed",
        [RECORD_CHECKPOINT_UNKNOWN_KEY] = "checkpoint-unknown-key",
        [RECORD_CHECKPOINT_FORGED] = "checkpoint-forged",
        [RECORD_CHECKPOINT_RETIRED_KEY] = "checkpoint-retired-key",
        [RECORD_BUNDLE_MISSING] = "bundle-missing",
        [RECORD_BUNDLE_MALFORMED] = "bundle-malformed",
        [RECORD_TILE_MISSING] = "tile-missing",
        [RECORD_TILE_MALFORMED] = "tile-malformed",
        [RECORD_LEAF_CHANGED] = "leaf-changed",
        [RECORD_LEAF_REMOVED] = "leaf-removed",
        [RECORD_LEAF_ADDED] = "leaf-added",
        [RECORD_LEAF_MOVED] = "leaf-moved",
        [RECORD_TILE_CHANGED] = "tile-changed",
        [RECORD_ROOT_DIFFERS] = "root-differs",
        [RECORD_LEAF_NOT_CANONICAL] = "leaf-not-canonical",
        [RECORD_LEAF_INDEX] = "leaf-index",
        [RECORD_KEY_ROTATION] = "key-rotation",
        [RECORD_SPLIT_VIEW] = "split-view",
        [RECORD_INCONSISTENT] = "inconsistent",
        [RECORD_ROLLED_BACK] = "rolled-back",
        [RECORD_RECEIPT_FALSE] = "receipt-false",
    };
    return names[f];
}

bool
record_kept_parse(struct record_kept *out, struct arena *a, struct slice name, struct slice text,
                  struct err *e)
{
    struct proof proof;
    *out = (struct record_kept){.name = name};
    if (!slice_has_prefix(text, SL("c2sp.org/tlog-proof@")))
        return checkpoint_parse(&out->checkpoint, a, text, e) || err_in(e, "%.*s", SL_FMT(name));
    if (!proof_parse(&proof, a, text, e))
        return err_in(e, "%.*s", SL_FMT(name));
    out->checkpoint = proof.checkpoint;
    out->receipt = true;
    out->index = proof.index;
    out->path = proof.path;
    return true;
}

/* A tile above level 0 that is not what the leaves give: who is wrong, the root tells at the end.
 */
struct doubt {
    bool any;
    int level;
    uint64_t n;
    unsigned at;
};

struct reading {
    const struct record_options *o;
    struct record_result *out;
    struct arena *a;      /* the result's */
    struct arena scratch; /* cleared bundle by bundle */
    struct crypto_hasher *hasher;
    struct tile_edge *edge;
    bool verified;           /* the checkpoint, by a key that we know so far */
    bool any_rotation;       /* and `active` signs since the last one */
    struct note_vkey active; /* whether we trust it or not */
    struct doubt doubt;
    struct record_difference kept; /* held back until the log itself is found sound */
    bool *receipts;                /* of the kept ones: its leaf was met, and it holds for it */

    /* the bundle at hand */
    uint64_t n;
    unsigned width, nleaves;
    struct slice leaves[TILE_WIDTH];
    struct merkle_hash tile[TILE_WIDTH];
};

/* Notes the difference and ends the reading: always false, with *e untouched. */
static bool PRINTF_LIKE(4, 5)
    differs(struct reading *r, enum record_fault fault, uint64_t leaf, const char *fmt, ...)
{
    char says[1024];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(says, sizeof says, fmt, ap);
    va_end(ap);
    r->out->first = (struct record_difference){fault, leaf, {0}, arena_dup(r->a, slice_str(says))};
    return false;
}

static void
name_path(struct reading *r, const char *path)
{
    r->out->first.path = arena_dup(r->a, slice_str(path));
}

/* --- checkpoint and keys --- */

static bool
read_own_key(struct note_vkey *out, struct reading *r, struct err *e)
{
    enum files_state there;
    struct slice text;
    const struct files *f = r->o->files;
    if (!f->get(f->ctx, &there, &text, r->a, RECORD_VKEY, 1024, e))
        return false;
    if (there != FILES_HERE)
        return err_set(e, ERR_INPUT, "%s has no %s: name the verifier key of this record", f->name,
                       RECORD_VKEY);
    return note_vkey_read(out, r->a, slice_trim(text), e) || err_in(e, RECORD_VKEY);
}

static bool
read_checkpoint(struct reading *r, struct err *e)
{
    enum files_state there;
    struct slice text;
    struct err why = {0};
    const struct files *f = r->o->files;
    r->out->own_key = !r->o->trusted;
    if (r->o->trusted)
        r->out->keys[0] = *r->o->trusted;
    else if (!read_own_key(&r->out->keys[0], r, e))
        return false;
    r->out->nkeys = 1;
    if (!f->get(f->ctx, &there, &text, r->a, RECORD_CHECKPOINT, CHECKPOINT_MAX, e))
        return false;
    if (there == FILES_ABSENT)
        return differs(r, RECORD_NO_CHECKPOINT, UINT64_MAX, "there is no checkpoint");
    if (there == FILES_TOO_LARGE || !checkpoint_parse(&r->out->checkpoint, r->a, text, &why))
        return differs(r, RECORD_CHECKPOINT_MALFORMED, UINT64_MAX, "the checkpoint: %s",
                       there == FILES_TOO_LARGE ? "far too large" : why.msg);
    switch (checkpoint_verify(&r->out->checkpoint, r->out->keys, 1, NULL)) {
    case NOTE_FORGED:
        return differs(r, RECORD_CHECKPOINT_FORGED, UINT64_MAX,
                       "the checkpoint's signature by %.*s+%08x does not fit its text",
                       SL_FMT(r->out->keys[0].name), r->out->keys[0].id);
    case NOTE_GOOD:
        r->verified = true;
        break;
    case NOTE_UNKNOWN: /* perhaps by a key that the leaves lead to */
        break;
    }
    return true;
}

/*
 * The statement must be signed by both keys that it names, and continue the one before it. Only
 * those that start from a key that we trust lead anywhere.
 */
static bool
rotate(struct reading *r, uint64_t leaf, const struct json_node *data)
{
    struct note_vkey old, fresh;
    struct err why = {0};
    struct slice named = json_text(json_get(data, "old"));
    struct record_result *out = r->out;
    if (!note_vkey_read(&old, r->a, arena_dup(r->a, named), &why) ||
        !keys_follow(&fresh, r->a, data, &old, &why))
        return differs(r, RECORD_KEY_ROTATION, leaf, "leaf %" PRIu64 ", %s: %s", leaf, KEYS_EVENT,
                       why.msg);
    if (!slice_eq(old.name, out->checkpoint.origin) ||
        (r->any_rotation && !note_vkey_same(&old, &r->active)))
        return differs(r, RECORD_KEY_ROTATION, leaf,
                       "leaf %" PRIu64 ", %s: the key that is replaced (%.*s+%08x) is not the one "
                       "that signs this record",
                       leaf, KEYS_EVENT, SL_FMT(old.name), old.id);
    r->any_rotation = true;
    r->active = fresh;
    if (!note_vkey_same(&old, &out->keys[out->nkeys - 1]))
        return true;
    if (out->nkeys == RECORD_KEYS_MAX)
        return differs(r, RECORD_KEY_ROTATION, leaf, "more than %d keys", RECORD_KEYS_MAX);
    out->keys[out->nkeys++] = fresh;
    return true;
}

/* With all keys known that the leaves lead to. */
static bool
judge_checkpoint(struct reading *r)
{
    const struct record_result *out = r->out;
    const struct checkpoint *c = &out->checkpoint;
    const struct note_vkey *last = &out->keys[out->nkeys - 1];
    switch (checkpoint_verify(c, last, 1, NULL)) {
    case NOTE_GOOD:
        return true;
    case NOTE_FORGED:
        return differs(r, RECORD_CHECKPOINT_FORGED, UINT64_MAX,
                       "the checkpoint's signature by %.*s+%08x does not fit its text",
                       SL_FMT(last->name), last->id);
    case NOTE_UNKNOWN:
        break;
    }
    if (checkpoint_verify(c, out->keys, out->nkeys, NULL) == NOTE_GOOD)
        return differs(r, RECORD_CHECKPOINT_RETIRED_KEY, UINT64_MAX,
                       "the checkpoint is signed by a key that the record itself has replaced by "
                       "%.*s+%08x",
                       SL_FMT(last->name), last->id);
    return differs(r, RECORD_CHECKPOINT_UNKNOWN_KEY, UINT64_MAX,
                   "the checkpoint of \"%.*s\" is signed by no key that we trust; we know "
                   "%.*s+%08x%s",
                   SL_FMT(slice_sub(c->origin, 0, 200)), SL_FMT(last->name), last->id,
                   out->nkeys > 1 ? " and those before it" : "");
}

/*
 * A file that a checkpoint of nobody we know calls for: that the checkpoint is forged comes first.
 */
static bool
lacks(struct reading *r, enum record_fault fault, struct tile_id id, const char *why)
{
    char path[TILE_PATH_MAX];
    tile_path(path, id);
    if (!r->verified && !judge_checkpoint(r))
        return false;
    uint64_t leaf = id.level > 0 ? UINT64_MAX : id.n * TILE_WIDTH;
    (void)differs(r, fault, leaf, "%s %s", path, why);
    name_path(r, path);
    return false;
}

/* --- a leaf that is not the one in its tile --- */

/* Whether that hash at that place leads to the signed root, by the record's own tiles. */
static bool
leads_to_root(struct reading *r, const struct merkle_hash *hash, uint64_t index)
{
    AUTO_ARENA a = {0};
    struct merkle_proof proof;
    const struct checkpoint *c = &r->out->checkpoint;
    struct tree *tree = tree_new(&a, r->o->files, r->hasher, c->size);
    return tree_inclusion(&proof, tree, index, NULL) &&
           merkle_check_inclusion(r->hasher, &proof, hash, index, c->size, &c->root);
}

/* The place in the tile where that hash stands, or TILE_WIDTH. */
static unsigned
place_of(const struct reading *r, const struct merkle_hash *hash)
{
    unsigned i = 0;
    while (i < r->width && !merkle_same(&r->tile[i], hash))
        i++;
    return i < r->width ? i : TILE_WIDTH;
}

static enum record_fault
name_leaf_fault(struct reading *r, unsigned i, const struct merkle_hash *hash)
{
    unsigned place = place_of(r, hash), next = TILE_WIDTH;
    if (i + 1 < r->nleaves) {
        struct merkle_hash follower;
        merkle_leaf(&follower, r->hasher, r->leaves[i + 1]);
        next = place_of(r, &follower);
    }
    if (place == TILE_WIDTH)
        return next == i ? RECORD_LEAF_ADDED : RECORD_LEAF_CHANGED;
    if (place == i + 1 && (next == TILE_WIDTH || next == i + 2))
        return RECORD_LEAF_REMOVED;
    return RECORD_LEAF_MOVED;
}

static bool
leaf_differs(struct reading *r, unsigned i, const struct merkle_hash *hash)
{
    static const char *const says[] = {
        [RECORD_LEAF_CHANGED] = "it is not the leaf that was signed: it was changed",
        [RECORD_LEAF_REMOVED] = "the leaf that was signed is missing, the next stands in its place",
        [RECORD_LEAF_ADDED] = "it was put in and never signed; the one signed here stands behind",
        [RECORD_LEAF_MOVED] = "another leaf of the record stands here: the order was changed",
    };
    uint64_t index = r->n * TILE_WIDTH + i;
    struct tile_id id = {TILE_ENTRIES, r->width, r->n};
    char path[TILE_PATH_MAX];
    if (!leads_to_root(r, &r->tile[i], index) && leads_to_root(r, hash, index)) {
        id.level = 0;
        (void)differs(r, RECORD_TILE_CHANGED, index,
                      "hash %u of tile 0/%" PRIu64 " was changed: the leaf is the one that was "
                      "signed, the tile says otherwise",
                      i, r->n);
    } else {
        enum record_fault fault = name_leaf_fault(r, i, hash);
        (void)differs(r, fault, index, "leaf %" PRIu64 " (entry %u of bundle %" PRIu64 "): %s",
                      index, i, r->n, says[fault]);
    }
    tile_path(path, id);
    name_path(r, path);
    return false;
}

/* --- what a leaf says --- */

static bool
read_json(struct reading *r, struct record_leaf *leaf, struct json_node *node)
{
    struct err why = {0};
    if (!json_canonical_read(node, &r->scratch, leaf->octets, &why))
        return differs(r, RECORD_LEAF_NOT_CANONICAL, leaf->index, "leaf %" PRIu64 ": %s",
                       leaf->index, why.msg);
    const struct json_node *index = json_get(node, "index");
    if (!index || index->type != JSON_INT)
        return differs(r, RECORD_LEAF_INDEX, leaf->index,
                       "leaf %" PRIu64 " does not say which number it is", leaf->index);
    if (index->i < 0 || (uint64_t)index->i != leaf->index)
        return differs(r, RECORD_LEAF_INDEX, leaf->index,
                       "leaf %" PRIu64 " says that it is number %" PRId64
                       ": leaves were removed, added or moved before the record was signed",
                       leaf->index, index->i);
    leaf->json = node;
    if (slice_eq_str(json_text(json_get(node, "type")), KEYS_EVENT))
        return rotate(r, leaf->index, json_get(node, "data"));
    return true;
}

static bool
take_leaf(struct reading *r, unsigned i, struct err *e)
{
    struct json_node node;
    struct record_leaf leaf = {.index = r->n * TILE_WIDTH + i, .octets = r->leaves[i]};
    merkle_leaf(&leaf.hash, r->hasher, leaf.octets);
    if (!merkle_same(&leaf.hash, &r->tile[i]))
        return leaf_differs(r, i, &leaf.hash);
    struct arena_mark mark = arena_mark(&r->scratch);
    if (!r->o->any && !read_json(r, &leaf, &node))
        return false;
    if (r->o->leaf && !r->o->leaf(r->o->ctx, &leaf, e))
        return false;
    arena_reset(&r->scratch, mark);
    r->out->leaves++;
    return true;
}

/* --- tiles above the leaves, and what was kept --- */

static bool
compare_tile(struct reading *r, unsigned level, uint64_t n, unsigned width, struct err *e)
{
    AUTO_ARENA scratch = {0};
    struct tile_id id = {(int)level, width, n};
    enum tree_state state;
    struct slice octets;
    if (!tree_file(&state, &octets, &scratch, r->o->files, id, e))
        return false;
    if (state == TREE_MISSING)
        return lacks(r, RECORD_TILE_MISSING, id, "is missing");
    if (state == TREE_MALFORMED)
        return lacks(r, RECORD_TILE_MALFORMED, id, "does not hold as many hashes as it should");
    for (unsigned i = 0; i < width && !r->doubt.any; i++)
        if (memcmp(octets.p + (size_t)i * MERKLE_HASH, r->edge->v[level][i].b, MERKLE_HASH) != 0)
            r->doubt = (struct doubt){true, (int)level, n, i};
    return true;
}

static bool
is_signed_here(const struct reading *r, const struct record_kept *k, struct err *e)
{
    const struct record_result *out = r->out;
    switch (checkpoint_verify(&k->checkpoint, out->keys, out->nkeys, NULL)) {
    case NOTE_GOOD:
        return true;
    case NOTE_FORGED:
        return err_set(e, ERR_INPUT, "%.*s: its signature does not fit: it says nothing",
                       SL_FMT(k->name));
    case NOTE_UNKNOWN:
        break;
    }
    return err_set(e, ERR_INPUT, "%.*s: signed by no key of this record: it says nothing about it",
                   SL_FMT(k->name));
}

static void
kept_differs(struct record_difference *out, struct arena *a, const struct record_kept *k,
             const struct checkpoint *now)
{
    uint64_t size = k->checkpoint.size;
    out->leaf = UINT64_MAX;
    if (size > now->size) {
        out->fault = RECORD_ROLLED_BACK;
        out->says =
            arena_printf(a,
                         "%.*s was signed with %" PRIu64 " leaves, the record shows %" PRIu64
                         ": leaves that were signed are gone",
                         SL_FMT(k->name), size, now->size);
    } else if (size == now->size) {
        out->fault = RECORD_SPLIT_VIEW;
        out->says = arena_printf(a,
                                 "%.*s and the record are both signed for %" PRIu64
                                 " leaves, with different roots: two histories are shown",
                                 SL_FMT(k->name), size);
    } else {
        out->fault = RECORD_INCONSISTENT;
        out->says = arena_printf(a,
                                 "the record does not begin with the %" PRIu64
                                 " leaves that were signed in %.*s: history was rewritten",
                                 size, SL_FMT(k->name));
    }
}

/* The edge stands at a size: whoever kept a checkpoint of that size is answered. */
static void
compare_kept(struct reading *r)
{
    for (size_t i = 0; i < r->o->nkept; i++) {
        const struct record_kept *k = &r->o->kept[i];
        struct merkle_hash root;
        if (k->checkpoint.size != r->edge->size || r->kept.fault != RECORD_SOUND)
            continue;
        tile_edge_root(&root, r->hasher, r->edge);
        if (!merkle_same(&root, &k->checkpoint.root))
            kept_differs(&r->kept, r->a, k, &r->out->checkpoint);
    }
}

/* The leaf that was just added, and the receipts for it. */
static void
compare_receipts(struct reading *r, const struct merkle_hash *leaf)
{
    for (size_t i = 0; i < r->o->nkept; i++) {
        const struct record_kept *k = &r->o->kept[i];
        if (k->receipt && k->index == r->edge->size - 1)
            r->receipts[i] = merkle_check_inclusion(r->hasher, &k->path, leaf, k->index,
                                                    k->checkpoint.size, &k->checkpoint.root);
    }
}

/* --- bundle by bundle --- */

/* The bundle is not as long as it should be, and all leaves in it are the signed ones. */
static bool
wrong_length(struct reading *r, struct slice octets, const struct err *why)
{
    size_t used = 0;
    for (unsigned i = 0; i < r->nleaves; i++)
        used += 2 + r->leaves[i].n;
    struct slice rest = slice_sub(octets, used, octets.n), extra;
    struct tile_id id = {TILE_ENTRIES, r->width, r->n};
    bool whole = r->nleaves == r->width && slice_vec16(&rest, &extra) && rest.n == 0;
    if (!whole && (rest.n > 0 || r->nleaves == r->width))
        return lacks(r, RECORD_BUNDLE_MALFORMED, id, why->msg);
    enum record_fault fault = whole ? RECORD_LEAF_ADDED : RECORD_LEAF_REMOVED;
    (void)lacks(r, fault, id, why->msg);
    if (r->out->first.fault == fault)
        r->out->first.leaf = r->n * TILE_WIDTH + r->nleaves;
    return false;
}

static bool
read_level_0(struct reading *r, struct err *e)
{
    struct tile_id id = {0, r->width, r->n};
    enum tree_state state;
    struct slice octets;
    if (!tree_file(&state, &octets, &r->scratch, r->o->files, id, e))
        return false;
    if (state == TREE_MISSING)
        return lacks(r, RECORD_TILE_MISSING, id, "is missing");
    if (state == TREE_MALFORMED)
        return lacks(r, RECORD_TILE_MALFORMED, id, "does not hold as many hashes as it should");
    return tile_parse(r->tile, r->width, octets, e);
}

/* One more leaf is known to stand where the tile has it. */
static bool
grow(struct reading *r, unsigned i, struct err *e)
{
    unsigned filled = tile_edge_add(r->edge, r->hasher, &r->tile[i]);
    for (unsigned level = 1; level < filled; level++)
        if (!compare_tile(r, level, (r->edge->size >> 8 * (level + 1)) - 1, TILE_WIDTH, e))
            return false;
    if (r->o->nkept > 0) {
        compare_kept(r);
        compare_receipts(r, &r->tile[i]);
    }
    return true;
}

static bool
read_bundle(struct reading *r, struct err *e)
{
    struct tile_id id = {TILE_ENTRIES, r->width, r->n};
    enum tree_state state;
    struct slice octets;
    struct err why = {0};
    if (!tree_file(&state, &octets, &r->scratch, r->o->files, id, e))
        return false;
    if (state == TREE_MISSING)
        return lacks(r, RECORD_BUNDLE_MISSING, id, "is missing");
    if (state == TREE_MALFORMED)
        return lacks(r, RECORD_BUNDLE_MALFORMED, id, "is larger than a bundle can be");
    if (!read_level_0(r, e))
        return false;
    bool whole = tile_bundle_parse(r->leaves, &r->nleaves, r->width, octets, &why);
    for (unsigned i = 0; i < r->nleaves; i++)
        if (!take_leaf(r, i, e) || !grow(r, i, e))
            return false;
    return whole || wrong_length(r, octets, &why);
}

static bool
read_all(struct reading *r, struct err *e)
{
    uint64_t size = r->out->checkpoint.size;
    compare_kept(r);
    struct arena_mark mark = arena_mark(&r->scratch);
    for (r->n = 0; (r->width = tile_width(0, r->n, size)) > 0; r->n++) {
        if (!read_bundle(r, e))
            return false;
        arena_reset(&r->scratch, mark);
        if (r->o->progress && r->n % PROGRESS_EVERY == 0)
            r->o->progress(r->o->ctx, r->out->leaves);
    }
    for (unsigned level = 1; level < TILE_LEVELS; level++) {
        unsigned width = tile_edge_width(r->edge, level);
        if (width > 0 && !compare_tile(r, level, size >> 8 * (level + 1), width, e))
            return false;
    }
    return true;
}

/* --- the end --- */

/* Leaves and tiles of level 0 agree with each other. Do they with what was signed? */
static bool
judge_root(struct reading *r)
{
    const struct doubt *d = &r->doubt;
    struct merkle_hash root;
    tile_edge_root(&root, r->hasher, r->edge);
    bool same = merkle_same(&root, &r->out->checkpoint.root);
    if (same && !d->any)
        return true;
    if (!d->any)
        return differs(r, RECORD_ROOT_DIFFERS, UINT64_MAX,
                       "the leaves and all tiles give another root than the signed one");
    char path[TILE_PATH_MAX];
    struct tile_id id = {d->level, tile_width(d->level, d->n, r->edge->size), d->n};
    if (same) {
        (void)differs(r, RECORD_TILE_CHANGED, UINT64_MAX,
                      "hash %u of tile %d/%" PRIu64 " is not what the signed leaves give", d->at,
                      d->level, d->n);
    } else {
        id = (struct tile_id){d->level - 1, TILE_WIDTH, d->n * TILE_WIDTH + d->at};
        uint64_t first = id.n << 8 * (unsigned)d->level;
        (void)differs(r, RECORD_TILE_CHANGED, first,
                      "tile %d/%" PRIu64 " and the leaves under it, from %" PRIu64
                      " on, were changed together: they are not what was signed",
                      id.level, id.n, first);
    }
    tile_path(path, id);
    name_path(r, path);
    return false;
}

static bool
judge_kept(struct reading *r, struct err *e)
{
    for (size_t i = 0; i < r->o->nkept; i++) {
        const struct record_kept *k = &r->o->kept[i];
        if (!is_signed_here(r, k, e))
            return false;
        if (k->checkpoint.size > r->out->checkpoint.size && r->kept.fault == RECORD_SOUND)
            kept_differs(&r->kept, r->a, k, &r->out->checkpoint);
        if (k->receipt && !r->receipts[i] && r->kept.fault == RECORD_SOUND) {
            r->kept.fault = RECORD_RECEIPT_FALSE;
            r->kept.leaf = k->index;
            r->kept.says = arena_printf(r->a,
                                        "%.*s calls itself the receipt of leaf %" PRIu64
                                        ", and does not lead from there to what it signs",
                                        SL_FMT(k->name), k->index);
        }
    }
    if (r->kept.fault != RECORD_SOUND)
        r->out->first = r->kept;
    return true;
}

bool
record_read(struct record_result *out, struct arena *a, const struct record_options *o,
            struct err *e)
{
    struct err why = {0};
    struct reading *r = NEW(a, struct reading);
    *out = (struct record_result){.first = {.leaf = UINT64_MAX}};
    r->o = o;
    r->out = out;
    r->a = a;
    r->edge = NEW(a, struct tile_edge);
    r->receipts = NEW_ARRAY(a, bool, o->nkept);
    r->hasher = crypto_hasher_new();
    (void)!arena_alloc(&r->scratch, 1, 1); /* so that clearing it keeps a block */
    bool ok = read_checkpoint(r, &why) && read_all(r, &why) && judge_checkpoint(r) &&
              judge_root(r) && judge_kept(r, &why);
    crypto_hasher_free(r->hasher);
    arena_free(&r->scratch);
    if (ok || out->first.fault != RECORD_SOUND)
        return true;
    if (e)
        *e = why;
    return false;
}

/* --- two checkpoints --- */

static bool
compare_sizes(struct record_difference *out, struct arena *a, const struct files *files,
              const struct checkpoint *now, const struct record_kept *kept, struct err *e)
{
    AUTO_ARENA scratch = {0};
    struct err why = {0};
    struct merkle_proof proof = {0};
    const struct checkpoint *then = &kept->checkpoint;
    if (then->size > now->size) {
        kept_differs(out, a, kept, now);
        return true;
    }
    struct crypto_hasher *h = crypto_hasher_new();
    struct tree *tree = tree_new(&scratch, files, h, now->size);
    bool proved = tree_consistency(&proof, tree, then->size, &why);
    bool same = proved &&
                merkle_check_consistency(h, &proof, then->size, &then->root, now->size, &now->root);
    crypto_hasher_free(h);
    if (!proved && why.code != ERR_INPUT) {
        if (e)
            *e = why;
        return false;
    }
    if (!proved)
        *out = (struct record_difference){.fault = RECORD_TILE_MISSING,
                                          .leaf = UINT64_MAX,
                                          .says = arena_dup(a, slice_str(why.msg))};
    else if (!same)
        kept_differs(out, a, kept, now);
    return true;
}

bool
record_compare(struct record_difference *out, struct arena *a, const struct files *files,
               const struct note_vkey *trusted, const struct record_kept *kept, struct err *e)
{
    struct err why = {0};
    const struct record_options o = {.files = files, .trusted = trusted};
    struct record_result *result = NEW(a, struct record_result);
    struct reading *r = NEW(a, struct reading);
    r->o = &o;
    r->out = result;
    r->a = a;
    *out = (struct record_difference){.leaf = UINT64_MAX};
    bool ok = read_checkpoint(r, &why) && judge_checkpoint(r);
    if (result->first.fault != RECORD_SOUND) {
        *out = result->first;
        return true;
    }
    if (ok && is_signed_here(r, kept, &why))
        return compare_sizes(out, a, files, &result->checkpoint, kept, e);
    if (e)
        *e = why;
    return false;
}

/* --- objects --- */

bool
record_object_read(struct slice *out, enum record_object *state, struct arena *a,
                   const struct files *files, const uint8_t digest[32], size_t max, struct err *e)
{
    uint8_t own[32];
    enum files_state there;
    struct slice hex = crypto_hex(a, slice_of(digest, 32));
    char path[96];
    snprintf(path, sizeof path, RECORD_OBJECTS "/%.*s", SL_FMT(hex));
    if (!files->get(files->ctx, &there, out, a, path, max, e))
        return false;
    *state = there == FILES_ABSENT ? RECORD_OBJECT_ABSENT : RECORD_OBJECT_CHANGED;
    if (there != FILES_HERE)
        return true;
    crypto_hash(own, CRYPTO_SHA256, *out);
    if (memcmp(own, digest, sizeof own) == 0)
        *state = RECORD_OBJECT_HERE;
    return true;
}
