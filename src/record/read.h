/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads a record, from a folder or an address, and believes none of it: every
 * leaf is hashed, every tile compared with what the leaves give, the root with
 * the checkpoint, the checkpoint with the key that the caller trusts, and with
 * what the caller kept from before. The first difference is named.
 *
 * A difference is an answer (struct record_difference); an err says that the
 * record could not be read at all.
 */
#pragma once

#include "record/checkpoint.h"
#include "record/files.h"
#include "record/tile.h"
#include "text/json.h"

#define RECORD_KEYS_MAX 64 /* that one record may have had, one after the other */

enum record_fault {
    RECORD_SOUND,
    RECORD_NO_CHECKPOINT,
    RECORD_CHECKPOINT_MALFORMED,
    RECORD_CHECKPOINT_UNKNOWN_KEY, /* signed by no key that we trust or are led to */
    RECORD_CHECKPOINT_FORGED,      /* a trusted key's signature does not fit */
    RECORD_CHECKPOINT_RETIRED_KEY, /* signed by a key that the record itself had replaced */
    RECORD_BUNDLE_MISSING,
    RECORD_BUNDLE_MALFORMED, /* cut off, too short, something behind */
    RECORD_TILE_MISSING,
    RECORD_TILE_MALFORMED,
    RECORD_LEAF_CHANGED, /* a leaf is not the one that the signed tree holds: a flipped bit */
    RECORD_LEAF_REMOVED,
    RECORD_LEAF_ADDED,
    RECORD_LEAF_MOVED,
    RECORD_TILE_CHANGED, /* a tile is not what the leaves and the signed root say */
    RECORD_ROOT_DIFFERS, /* leaves and tiles agree with each other, not with the signed root */
    RECORD_LEAF_NOT_CANONICAL,
    RECORD_LEAF_INDEX,    /* a leaf in the signed tree says that it is another number */
    RECORD_KEY_ROTATION,  /* a key.rotated that the key before it did not sign */
    RECORD_SPLIT_VIEW,    /* signed twice for one size: this is not the history shown before */
    RECORD_INCONSISTENT,  /* the history shown before is no beginning of this one */
    RECORD_ROLLED_BACK,   /* shorter than what was shown before */
    RECORD_RECEIPT_FALSE, /* a receipt that does not lead from its leaf to its own checkpoint */
};

/* "leaf-changed": for programs; never changes. */
const char *record_fault_name(enum record_fault f);

struct record_difference {
    enum record_fault fault;
    uint64_t leaf;     /* which one; UINT64_MAX where it is about none */
    struct slice path; /* of the file; may be empty */
    struct slice says; /* one sentence: what and where */
};

struct record_leaf {
    uint64_t index;
    struct slice octets;
    const struct json_node *json; /* parsed; null where `any` was asked for */
    struct merkle_hash hash;
};

/* A checkpoint that somebody kept: the file itself, or the one inside a receipt. */
struct record_kept {
    struct slice name; /* for messages */
    struct checkpoint checkpoint;
    bool receipt; /* and then: of which leaf, and how it leads to the checkpoint's root */
    uint64_t index;
    struct merkle_proof path;
};

/* From the octets of a checkpoint or proof file; form only. */
MUST_USE bool record_kept_parse(struct record_kept *out, struct arena *a, struct slice name,
                                struct slice text, struct err *e);

struct record_options {
    const struct files *files;
    const struct note_vkey *trusted; /* null: the record's own log.vkey is believed, and said so */
    const struct record_kept *kept;
    size_t nkept;
    bool any; /* leaves of any octets: not canonical JSON, no index (logs that are not ours) */

    /*
     * Each leaf, in order, after it was compared with its tile. What it points to
     * lives until it returns. False ends the reading, and record_read returns
     * false with the err that it set. May be null.
     */
    bool (*leaf)(void *ctx, const struct record_leaf *leaf, struct err *e);
    void (*progress)(void *ctx, uint64_t leaves); /* now and then; may be null */
    void *ctx;
};

struct record_result {
    struct record_difference first;         /* RECORD_SOUND where there is none */
    struct checkpoint checkpoint;           /* the record's; zero where it could not be read */
    uint64_t leaves;                        /* read, in order, before the first difference */
    bool own_key;                           /* no key was given: the record vouches for itself */
    struct note_vkey keys[RECORD_KEYS_MAX]; /* the trusted one and those it led to */
    size_t nkeys;
};

/*
 * All of it, in one pass; memory does not grow with its size. The result lives in `a`.
 *
 * Leaves are handed out before the root is reached: what was made of them counts
 * only if the result is RECORD_SOUND. ERR_INPUT also where a kept checkpoint is
 * signed by no key of this log: it says nothing about it.
 */
MUST_USE bool record_read(struct record_result *out, struct arena *a,
                          const struct record_options *o, struct err *e);

/*
 * Only whether what was kept and what is shown now are one history: a proof from the tiles, a
 * few files read. Both must be signed by `trusted`: past a rotation it takes record_read.
 */
MUST_USE bool record_compare(struct record_difference *out, struct arena *a,
                             const struct files *files, const struct note_vkey *trusted,
                             const struct record_kept *kept, struct err *e);

enum record_object {
    RECORD_OBJECT_HERE,
    RECORD_OBJECT_ABSENT,  /* forgotten, withheld, or never public */
    RECORD_OBJECT_CHANGED, /* other octets than its digest says, or more than `max` */
};

/* A public text by its digest, checked; `out` counts only where it is here. */
MUST_USE bool record_object_read(struct slice *out, enum record_object *state, struct arena *a,
                                 const struct files *files, const uint8_t digest[32], size_t max,
                                 struct err *e);
