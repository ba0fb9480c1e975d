/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A small made-up vocabulary for tests of the judge: a kind "toy" with a field
 * of every type, over two registries.
 *
 * Suites S00 … S69: family AES, DES, SM4 in turn (by index modulo 3); bits 64,
 * 128, 256 (modulo 3 of index / 3); aead where the index is odd; versions
 * ["v1"] below S35, ["v1", "v2"] from there on. Groups A to E: pq for D and E.
 */
#pragma once

#include "model/evidence.h"

#define WORLD_SUITES 70
#define WORLD_GROUPS 5

enum world_field {
    F_SUITES,   /* set */
    F_GROUPS,   /* set */
    F_ON,       /* bool */
    F_BITS,     /* int, bit */
    F_KEY_BITS, /* key.bits: int, bit */
    F_ALG,      /* key.alg: string, one of RSA, EC, DSA */
    F_CURVE,    /* string */
    F_USES,     /* strings */
    F_UNTIL,    /* time */
    F_FROM,     /* time */
    WORLD_FIELDS,
};

struct world {
    struct registry registries[2];
    struct kind kind;
};

/* Everything comes from `a`. */
void world_make(struct world *w, struct arena *a);

/*
 * An asset from a line of facts: "suites=S01,S02 groups=A?,B on key.bits=2048
 * key.alg=RSA uses=a,b until=100". A set lists its true elements, a name with a
 * question mark is not known, "!" in front is known to be absent, "..." at the end
 * leaves all others unknown (else they are absent), "+x" offers the strange name x.
 * What is not mentioned is unknown. "on" is true, "!on" false. "uses=" is the empty list.
 */
void world_asset(struct asset *out, struct arena *a, const struct world *w, const char *facts);

/* The mask of elements whose names are listed with commas; "~" in front: all others. */
uint64_t *world_mask(struct arena *a, const struct registry *r, const char *names);
