/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writes a record's folder from its leaves: bundles, tiles, and the checkpoint
 * last. The leaves are the database's; everything here follows from them and
 * can be made again, so a publication waits for no disk, but for one that fills
 * a tile: each file is written aside and put in place in one step.
 *
 *     <dir>/checkpoint   <dir>/log.vkey   <dir>/tile/…   <dir>/object/<sha256>
 *
 * What was signed is never taken back: record_publish refuses to sign a tree
 * that does not hold everything that the last checkpoint (in the folder, or kept
 * by the caller) said.
 *
 * Several processes may publish to one folder: it is locked (flock) meanwhile.
 */
#pragma once

#include "record/checkpoint.h"
#include "record/tile.h"

#define RECORD_CHECKPOINT "checkpoint"
#define RECORD_VKEY "log.vkey"
#define RECORD_OBJECTS "object"

/*
 * The leaves, as the database has them at the moment: how many (asked under the folder's lock,
 * so that it must not be an older view; the caller also brings the publisher's `keys` and
 * `signer` up to date there, where another process has rotated the key meanwhile), and each by its
 * number, mostly in rising order. *octets live until the next call.
 */
struct record_source {
    void *ctx;
    bool (*size)(void *ctx, uint64_t *out, struct err *e);
    bool (*leaf)(void *ctx, uint64_t index, struct slice *octets, struct err *e);
};

/* What was signed before: the caller keeps it in its database. size 0: nothing yet. */
struct record_mark {
    uint64_t size;
    struct merkle_hash root;
};

enum record_tip {
    RECORD_TIP_CURRENT, /* stands at the source's size, and is sound */
    RECORD_TIP_BEHIND,  /* sound as far as it goes */
    RECORD_TIP_ABSENT,  /* no checkpoint: a new folder, or files deleted */
    RECORD_TIP_DAMAGED, /* files missing or altered: all of it is to be made again */
    RECORD_TIP_AHEAD,   /* signed for more leaves than there are: the database has lost some */
    RECORD_TIP_FORKED, /* signed for other leaves than these: ours, or the files, are not genuine */
};

/*
 * A publisher: one per open folder. Set `dir`, `source`, `keys`, `nkeys` and
 * `signer`, zero the rest; it then remembers where the folder stands, so that the
 * next time costs only what is new.
 */
struct record_publisher {
    const char *dir; /* exists */
    const struct record_source *source;
    const struct note_vkey *keys; /* all that ever signed this log, oldest first; borrowed */
    size_t nkeys;
    const struct note_skey *signer; /* of the last of `keys`; null: record_tip_check only */

    struct record_mark mark;      /* in and out: the last that was signed */
    struct slice receipt_note;    /* out: the signed checkpoint that stands in the folder */
    struct arena *a;              /* for the fields below; grows by nothing per publication */
    struct tile_edge *edge;       /* private: the edge at the checkpoint's size, or null */
    struct crypto_hasher *hasher; /* private */
    uint8_t note[4096];           /* private: octets of the checkpoint that the edge belongs to */
    size_t nnote;
};

void record_publisher_init(struct record_publisher *p, struct arena *a, const char *dir,
                           const struct record_source *source);
void record_publisher_done(struct record_publisher *p);

/*
 * What a start must notice, cheaply: the signature, the last tile of every level
 * and the last bundle against the root and against at most 256 leaves of the
 * source. *why (may be null) says what is wrong, from `a`. Reads only.
 */
MUST_USE bool record_tip_check(enum record_tip *out, struct slice *why, struct arena *a,
                               struct record_publisher *p, struct err *e);

/*
 * Brings the folder to all leaves of the source, from wherever it stands: nothing to do, a
 * few more, or all of it again. Afterwards p->mark and p->receipt_note are those
 * of the folder. ERR_INPUT for RECORD_TIP_AHEAD and RECORD_TIP_FORKED: nothing is then
 * written, and nothing signed.
 */
MUST_USE bool record_publish(struct record_publisher *p, struct err *e);

/*
 * The proof file (record/proof.h) of a leaf that stands in the folder, against
 * the checkpoint there, from `a`. Reads a tile per level. `extra` may be empty.
 */
MUST_USE bool record_receipt(struct slice *out, struct arena *a, struct record_publisher *p,
                             uint64_t index, struct slice extra, struct err *e);

/* A public text: dir/object/<64 hex>. The digest is computed here. Written again where damaged. */
MUST_USE bool record_object_write(const char *dir, struct slice octets, struct err *e);
/* It was forgotten. Nothing to do where it is not there. */
MUST_USE bool record_object_remove(const char *dir, const uint8_t digest[32], struct err *e);
