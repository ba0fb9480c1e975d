/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The cryptography that test peers need, on OpenSSL's libcrypto; what that
 * lacks in version 3.0 (SM4-GCM, SM4-CCM) is composed from its block cipher.
 */
#pragma once

#include "base/arena.h"

#define CRYPTO_HASH_MAX 64
#define CRYPTO_TAG 16 /* octets of an AEAD tag, all suites but CCM_8 */

/* Hash functions by OpenSSL's names: "SHA256", "SHA384", "SM3". */
struct slice peer_crypto_hash(struct arena *a, const char *hash, struct slice data);
struct slice peer_crypto_hmac(struct arena *a, const char *hash, struct slice key,
                              struct slice data);

/* RFC 8446, section 7.1. */
struct slice peer_crypto_expand_label(struct arena *a, const char *hash, struct slice secret,
                                      const char *label, struct slice context, size_t n);

/* A TLS 1.3 suite as far as its records need it. */
struct peer_crypto_suite {
    uint16_t code;
    const char *hash;
    const char *cipher; /* OpenSSL's name; for SM4 the block cipher */
    size_t key;         /* octets */
    size_t tag;
    enum {
        CRYPTO_EVP,
        CRYPTO_EVP_CCM,
        CRYPTO_SM4_GCM,
        CRYPTO_SM4_CCM,
    } how;
};

/* Null for a suite that only its negotiation is known of. */
const struct peer_crypto_suite *peer_crypto_suite(uint16_t code);

/* AEAD with a nonce of 12 octets: the ciphertext and the tag behind it. */
struct slice peer_crypto_seal(struct arena *a, const struct peer_crypto_suite *s, struct slice key,
                              struct slice nonce, struct slice aad, struct slice plain);
/* False where the tag is wrong. */
MUST_USE bool peer_crypto_open(struct slice *out, struct arena *a,
                               const struct peer_crypto_suite *s, struct slice key,
                               struct slice nonce, struct slice aad, struct slice sealed);

/* How long the shares of a group are, on the client's side and on the server's. */
struct peer_crypto_group {
    uint16_t code;
    const char *type; /* OpenSSL's key type of the classical part; null: unknown to it */
    const char *name; /* and its group */
    size_t client;    /* octets of the whole share */
    size_t server;
    size_t kem_at;     /* where the ML-KEM part begins in both shares */
    size_t kem_client; /* octets of the ML-KEM encapsulation key in it, or 0 */
    size_t kem_server; /* octets of the ML-KEM ciphertext in it, or 0 */
};

const struct peer_crypto_group *peer_crypto_group(uint16_t code);

/*
 * The server's answer to a client's share: its own share and, where libcrypto
 * can form it, the shared secret (else empty: the ML-KEM ciphertext is then
 * random octets of the right length). False, with a reason, for a share that a
 * server must refuse: wrong length, point not on the curve, ML-KEM coefficient
 * of 3329 or more (FIPS 203, section 7.2).
 */
MUST_USE bool peer_crypto_agree(struct slice *share, struct slice *secret, struct arena *a,
                                const struct peer_crypto_group *g, struct slice client,
                                const char **why);

/* The public part of a fresh key of a classical group: points uncompressed. */
struct slice peer_crypto_point(struct arena *a, uint16_t group);

/* A safe prime: RFC 2409 (768, 1024 bits), RFC 3526 (1536, 2048, 3072). */
struct slice peer_crypto_dh_prime(struct arena *a, unsigned bits);

/* 2^x mod the prime, for a fresh x. */
struct slice peer_crypto_dh_public(struct arena *a, struct slice prime);

/* A signature with an EVP_PKEY. `id` is SM2's identity, null for other keys; `pss` asks RSA for it.
 */
struct slice peer_crypto_sign(struct arena *a, void *key, const char *hash, const char *id,
                              bool pss, struct slice data);

void peer_crypto_random(uint8_t *out, size_t n);
