/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ML-KEM, because libcrypto 3.0 has none: without it a server that takes only
 * post-quantum groups would show neither certificate nor signature scheme.
 *
 * For keys that live for one scan and guard nothing: it is plain, not constant
 * in time. Encapsulation is the servers' half; it is here because
 * decapsulation repeats it to check the ciphertext.
 *
 * Spec: FIPS 203, algorithms 4 to 18.
 */
#pragma once

#include "base/attr.h"
#include "base/slice.h"

#define MLKEM_RANK_MAX 4
#define MLKEM_SEED 64   /* octets: d and z */
#define MLKEM_SECRET 32 /* octets of a shared secret */
#define MLKEM_PUBLIC_MAX 1568
#define MLKEM_CIPHERTEXT_MAX 1568

enum mlkem_set {
    MLKEM_512,
    MLKEM_768,
    MLKEM_1024,
};

struct mlkem_poly {
    uint16_t c[256]; /* below 3329 */
};

struct mlkem_key {
    enum mlkem_set set;
    struct mlkem_poly s[MLKEM_RANK_MAX]; /* the secret vector, transformed */
    uint8_t public[MLKEM_PUBLIC_MAX];    /* the encapsulation key */
    uint8_t z[32];                       /* for what a wrong ciphertext gives */
};

size_t mlkem_public_size(enum mlkem_set set);
size_t mlkem_ciphertext_size(enum mlkem_set set);

/* `seed`: d, then z. */
void mlkem_key_init(struct mlkem_key *out, enum mlkem_set set, const uint8_t seed[MLKEM_SEED]);

/* False where the ciphertext has the wrong length; a wrong ciphertext gives a secret of its own. */
MUST_USE bool mlkem_decapsulate(uint8_t secret[MLKEM_SECRET], const struct mlkem_key *k,
                                struct slice ciphertext);

/* `ciphertext` has room for mlkem_ciphertext_size. False where `public` is no encapsulation key. */
MUST_USE bool mlkem_encapsulate(uint8_t secret[MLKEM_SECRET], uint8_t *ciphertext,
                                enum mlkem_set set, struct slice public, const uint8_t m[32]);
