/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The primitives that a TLS 1.3 handshake and the record take, from libcrypto:
 * hashes, HMAC, AEAD, key agreement. The only module that includes its EVP and
 * EC headers; collect/cert.c has the X.509 ones.
 *
 * Nothing here reads configuration files or engines: what it can do depends on
 * the library alone. SM4 in GCM and CCM is composed here, because libcrypto
 * 3.0 knows SM4 but not these modes of it.
 */
#pragma once

#include "base/arena.h"
#include "base/err.h"

#define CRYPTO_HASH_MAX 64     /* octets of the largest digest */
#define CRYPTO_NONCE 12        /* octets, for every AEAD here */
#define CRYPTO_KEY_MAX 32      /* octets of the largest AEAD key */
#define CRYPTO_SHARED_MAX 1024 /* octets of the largest shared secret: ffdhe8192 */

enum crypto_hash {
    CRYPTO_SHA256,
    CRYPTO_SHA384,
    CRYPTO_SM3,
    CRYPTO_SHA3_256,
    CRYPTO_SHA3_512,
    CRYPTO_SHA1, /* for names only: UUID version 5 */
};

enum crypto_aead {
    CRYPTO_AES_128_GCM,
    CRYPTO_AES_256_GCM,
    CRYPTO_CHACHA20_POLY1305,
    CRYPTO_AES_128_CCM,
    CRYPTO_AES_128_CCM_8,
    CRYPTO_SM4_GCM,
    CRYPTO_SM4_CCM,
};

size_t crypto_hash_size(enum crypto_hash h);
size_t crypto_aead_key_size(enum crypto_aead c);

/* Of `in`, into crypto_hash_size octets. A libcrypto that refuses them aborts: it has no memory. */
void crypto_hash(uint8_t *out, enum crypto_hash h, struct slice in);
void crypto_hmac(uint8_t *out, enum crypto_hash h, struct slice key, struct slice in);

/* SHA-256 of what comes piece by piece. */
struct crypto_digest;
struct crypto_digest *crypto_digest_new(void);
void crypto_digest_add(struct crypto_digest *d, struct slice in);
void crypto_digest_end(struct crypto_digest *d, uint8_t out[32]); /* frees it */

/*
 * SHA-256 a million times over: made once, so that no call looks the algorithm up
 * again. Of `first` and `then` behind each other.
 */
struct crypto_hasher;
struct crypto_hasher *crypto_hasher_new(void);
void crypto_hasher_free(struct crypto_hasher *h); /* null is fine */
void crypto_hasher_run(struct crypto_hasher *h, uint8_t out[32], struct slice first,
                       struct slice then);

/*
 * Ed25519 (RFC 8032). What verifies is what libcrypto takes: S below the group's
 * order, no cofactor. `text` is what is signed, whole.
 */
#define CRYPTO_ED25519_SEED 32
#define CRYPTO_ED25519_PUBLIC 32
#define CRYPTO_ED25519_SIGNATURE 64

void crypto_ed25519_public(uint8_t pub[CRYPTO_ED25519_PUBLIC],
                           const uint8_t seed[CRYPTO_ED25519_SEED]);
void crypto_ed25519_sign(uint8_t signature[CRYPTO_ED25519_SIGNATURE],
                         const uint8_t seed[CRYPTO_ED25519_SEED], struct slice text);
MUST_USE bool crypto_ed25519_verify(const uint8_t pub[CRYPTO_ED25519_PUBLIC], struct slice text,
                                    struct slice signature);

/* Overwrites a secret; the compiler does not leave it out. */
void crypto_wipe(void *p, size_t n);

/* Octets as a digest is written: hexadecimal, small letters. */
struct slice crypto_hex(struct arena *a, struct slice octets);

/* SHAKE128 or SHAKE256 (FIPS 202): `n` octets. */
void crypto_shake(uint8_t *out, size_t n, unsigned strength, struct slice in);

/*
 * AEAD with 12-octet nonces, the tag behind the ciphertext. `out` has room for
 * the input (open) or the input and 16 octets (seal); *n is what was written.
 * open is false where the tag does not fit.
 */
MUST_USE bool crypto_open(uint8_t *out, size_t *n, enum crypto_aead c, const uint8_t *key,
                          const uint8_t *nonce, struct slice aad, struct slice in);
MUST_USE bool crypto_seal(uint8_t *out, size_t *n, enum crypto_aead c, const uint8_t *key,
                          const uint8_t *nonce, struct slice aad, struct slice in);

/* One key pair for ephemeral key agreement. */
struct crypto_pair;

bool crypto_pair_possible(uint16_t group);

/* `group` by its TLS code point. ERR_UNSUPPORTED where libcrypto has none such. */
MUST_USE bool crypto_pair_new(struct crypto_pair **out, uint16_t group, struct err *e);
void crypto_pair_free(struct crypto_pair *k);

/* The public half as a key share carries it (RFC 8446 section 4.2.8). */
MUST_USE bool crypto_pair_public(struct slice *out, struct arena *a, const struct crypto_pair *k,
                                 struct err *e);

/* `peer` is hostile. ERR_INPUT where it is no key of the group. */
MUST_USE bool crypto_pair_agree(struct slice *out, struct arena *a, const struct crypto_pair *k,
                                struct slice peer, struct err *e);

/* The bits of the RFC 7919 prime that `p` is, 0 for any other number. */
unsigned crypto_ffdhe_bits(struct slice p);
