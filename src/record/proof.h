/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Proof files: everything that shows, without a network, that a leaf stands in
 * a log. They are our receipts: who filed a comment or cast a vote keeps one.
 *
 *     c2sp.org/tlog-proof@v1
 *     extra base64(...)          optional; proves nothing
 *     index 17
 *     base64(hash)               from the leaf's neighbour up to the root's child
 *
 *     checkpoint, as signed
 *
 * Spec: C2SP tlog-proof v1. File name extension: .tlog-proof.
 */
#pragma once

#include "record/checkpoint.h"

#define PROOF_MAX (CHECKPOINT_MAX + ((size_t)64 << 10)) /* octets that we read */

struct proof {
    struct slice extra; /* decoded; has_extra tells an empty one from none */
    bool has_extra;
    uint64_t index;
    struct merkle_proof path;
    struct checkpoint checkpoint;
    struct slice signed_note; /* the checkpoint's octets */
};

/* Form only, hostile input. */
MUST_USE bool proof_parse(struct proof *out, struct arena *a, struct slice text, struct err *e);

/* `signed_note`, `index`, `path` and `extra` are taken; `checkpoint` is not looked at. */
struct slice proof_write(struct arena *a, const struct proof *p);

enum proof_verdict {
    PROOF_GOOD,
    PROOF_UNKNOWN_KEY, /* the checkpoint is signed by no key that we were given */
    PROOF_FORGED,      /* its signature by a key that we know does not fit */
    PROOF_WRONG_LEAF,  /* the path does not lead from these octets to the root */
};

/* Whether `leaf` (its octets) stands at the index it claims in the log of one of these keys. */
enum proof_verdict proof_check(const struct proof *p, struct crypto_hasher *h, struct slice leaf,
                               const struct note_vkey *keys, size_t nkeys);
const char *proof_verdict_says(enum proof_verdict v);
