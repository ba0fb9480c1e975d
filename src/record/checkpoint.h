/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Checkpoints: a signed note that says how large a log is and what its root is.
 *
 *     example.com/committee          origin
 *     1234                           leaves
 *     base64(root)
 *
 *     — example.com/committee …
 *
 * Spec: C2SP tlog-checkpoint v1.0.0. Extension lines are read over and never written.
 */
#pragma once

#include "record/merkle.h"
#include "record/note.h"

#define CHECKPOINT_MAX ((size_t)64 << 10) /* octets that we read */

struct checkpoint {
    struct slice origin;
    uint64_t size;
    struct merkle_hash root;
    struct note note; /* empty where it was not read from one */
};

/* Form only: nothing is verified (checkpoint_verify). Slices point into `text` and `a`. */
MUST_USE bool checkpoint_parse(struct checkpoint *out, struct arena *a, struct slice text,
                               struct err *e);

/* note_verify, with keys whose name is the checkpoint's origin alone. */
enum note_trust checkpoint_verify(const struct checkpoint *c, const struct note_vkey *keys,
                                  size_t nkeys, size_t *by);

/* The origin is the key's name. */
MUST_USE bool checkpoint_sign(struct slice *out, struct arena *a, uint64_t size,
                              const struct merkle_hash *root, const struct note_skey *key,
                              struct err *e);
