/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which facts are missing where a condition comes out unknown.
 */
#pragma once

#include "judge/witness.h"

/* By field of the kind. */
struct missing {
    bool *whole;        /* a scalar, or a set of which nothing is known */
    uint64_t **bits;    /* of a set: the elements that are not settled and matter; or null */
    bool *strange;      /* of a set: it matters what the names beyond the registry are */
    struct slice error; /* an OPAQUE condition failed rather than lacked a fact: why; or empty */
};

void missing_init(struct missing *m, struct arena *a, const struct kind *k);

/* Adds what an unknown condition lacks; nothing where it is not unknown. */
void missing_add(struct missing *m, struct arena *a, const struct witness *w, ref_t r);

bool missing_any(const struct missing *m, const struct kind *k);

/* "suites: A, B (not asked: …)", "key.bits", in the order of the vocabulary. */
struct slices missing_facts(const struct missing *m, struct arena *a, const struct witness *w);

/* The vocabulary's hints on how to come to know them, each once. */
struct slices missing_hints(const struct missing *m, struct arena *a, const struct kind *k);

/* "key.bits, 3 suites": for a sentence. */
void missing_print(struct buf *b, const struct missing *m, const struct kind *k);
