/* SPDX-License-Identifier: Apache-2.0 */
#include "crypto/crypto.h"

#include "base/buf.h"
#include "base/cleanup.h"
#include "wire/tls.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/dh.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <stdio.h>
#include <stdlib.h>

static void
must(bool ok)
{
    if (ok)
        return;
    fputs("comity: libcrypto refused a primitive that it has\n", stderr);
    abort();
}

/*
 * Configuration files name engines and providers: an evidence must not depend on them. And
 * what libcrypto holds goes with the process, which need not wait until it is given back.
 */
static void
start(void)
{
    OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG | OPENSSL_INIT_NO_ATEXIT, NULL);
}

static const EVP_MD *
digest(enum crypto_hash h)
{
    switch (h) {
    case CRYPTO_SHA256:
        return EVP_sha256();
    case CRYPTO_SHA384:
        return EVP_sha384();
    case CRYPTO_SM3:
        return EVP_sm3();
    case CRYPTO_SHA3_256:
        return EVP_sha3_256();
    case CRYPTO_SHA3_512:
        return EVP_sha3_512();
    case CRYPTO_SHA1:
        return EVP_sha1();
    }
    return NULL;
}

size_t
crypto_hash_size(enum crypto_hash h)
{
    return (size_t)EVP_MD_get_size(digest(h));
}

void
crypto_hash(uint8_t *out, enum crypto_hash h, struct slice in)
{
    start();
    must(EVP_Digest(in.p, in.n, out, NULL, digest(h), NULL) == 1);
}

void
crypto_hmac(uint8_t *out, enum crypto_hash h, struct slice key, struct slice in)
{
    start();
    must(HMAC(digest(h), key.p, (int)key.n, in.p, in.n, out, NULL) != NULL);
}

struct crypto_digest *
crypto_digest_new(void)
{
    start();
    EVP_MD_CTX *ctx = EVP_MD_CTX_new();
    must(ctx && EVP_DigestInit_ex(ctx, EVP_sha256(), NULL) == 1);
    return (struct crypto_digest *)ctx;
}

void
crypto_digest_add(struct crypto_digest *d, struct slice in)
{
    must(EVP_DigestUpdate((EVP_MD_CTX *)d, in.p, in.n) == 1);
}

void
crypto_digest_end(struct crypto_digest *d, uint8_t out[32])
{
    must(EVP_DigestFinal_ex((EVP_MD_CTX *)d, out, NULL) == 1);
    EVP_MD_CTX_free((EVP_MD_CTX *)d);
}

struct crypto_hasher *
crypto_hasher_new(void)
{
    start();
    EVP_MD *md = EVP_MD_fetch(NULL, "SHA256", NULL);
    EVP_MD_CTX *ctx = EVP_MD_CTX_new();
    must(md && ctx && EVP_DigestInit_ex(ctx, md, NULL) == 1);
    EVP_MD_free(md); /* the context holds on to it */
    return (struct crypto_hasher *)ctx;
}

void
crypto_hasher_free(struct crypto_hasher *h)
{
    EVP_MD_CTX_free((EVP_MD_CTX *)h);
}

void
crypto_hasher_run(struct crypto_hasher *h, uint8_t out[32], struct slice first, struct slice then)
{
    EVP_MD_CTX *ctx = (EVP_MD_CTX *)h;
    must(EVP_DigestInit_ex(ctx, NULL, NULL) == 1 && EVP_DigestUpdate(ctx, first.p, first.n) == 1 &&
         EVP_DigestUpdate(ctx, then.p, then.n) == 1 && EVP_DigestFinal_ex(ctx, out, NULL) == 1);
}

void
crypto_shake(uint8_t *out, size_t n, unsigned strength, struct slice in)
{
    start();
    EVP_MD_CTX *ctx = EVP_MD_CTX_new();
    const EVP_MD *md = strength == 128 ? EVP_shake128() : EVP_shake256();
    must(ctx && EVP_DigestInit_ex(ctx, md, NULL) == 1 && EVP_DigestUpdate(ctx, in.p, in.n) == 1 &&
         EVP_DigestFinalXOF(ctx, out, n) == 1);
    EVP_MD_CTX_free(ctx);
}

struct aead {
    size_t key, tag;
    bool ccm, sm4;
};

static const struct aead aeads[] = {
    [CRYPTO_AES_128_GCM] = {16, 16, false, false},
    [CRYPTO_AES_256_GCM] = {32, 16, false, false},
    [CRYPTO_CHACHA20_POLY1305] = {32, 16, false, false},
    [CRYPTO_AES_128_CCM] = {16, 16, true, false},
    [CRYPTO_AES_128_CCM_8] = {16, 8, true, false},
    [CRYPTO_SM4_GCM] = {16, 16, false, true},
    [CRYPTO_SM4_CCM] = {16, 16, true, true},
};

size_t
crypto_aead_key_size(enum crypto_aead c)
{
    return aeads[c].key;
}

static const EVP_CIPHER *
cipher(enum crypto_aead c)
{
    switch (c) {
    case CRYPTO_AES_128_GCM:
        return EVP_aes_128_gcm();
    case CRYPTO_AES_256_GCM:
        return EVP_aes_256_gcm();
    case CRYPTO_CHACHA20_POLY1305:
        return EVP_chacha20_poly1305();
    case CRYPTO_AES_128_CCM:
    case CRYPTO_AES_128_CCM_8:
        return EVP_aes_128_ccm();
    case CRYPTO_SM4_GCM:
    case CRYPTO_SM4_CCM:
        return NULL;
    }
    return NULL;
}

/* --- SM4 by blocks, and GCM and CCM on top (NIST SP 800-38D, SP 800-38C) --- */

static void
sm4_run(uint8_t *out, const EVP_CIPHER *mode, const uint8_t *key, const uint8_t *iv,
        struct slice in)
{
    start();
    EVP_CIPHER_CTX *ctx = EVP_CIPHER_CTX_new();
    int n = 0;
    must(ctx && EVP_EncryptInit_ex(ctx, mode, NULL, key, iv) == 1 &&
         EVP_CIPHER_CTX_set_padding(ctx, 0) == 1 &&
         EVP_EncryptUpdate(ctx, out, &n, in.p, (int)in.n) == 1);
    EVP_CIPHER_CTX_free(ctx);
}

/* X = X * H in GF(2^128), bit by bit: a few kilo-octets are all that is ever read. */
static void
ghash_multiply(uint8_t x[16], const uint8_t h[16])
{
    uint8_t z[16] = {0}, v[16];
    memcpy(v, h, 16);
    for (int i = 0; i < 128; i++) {
        if (x[i / 8] >> (7 - i % 8) & 1)
            for (int j = 0; j < 16; j++)
                z[j] ^= v[j];
        uint8_t carry = v[15] & 1;
        for (int j = 15; j > 0; j--)
            v[j] = (uint8_t)(v[j] >> 1 | v[j - 1] << 7);
        v[0] >>= 1;
        if (carry)
            v[0] ^= 0xe1;
    }
    memcpy(x, z, 16);
}

static void
ghash_add(uint8_t x[16], const uint8_t h[16], struct slice in)
{
    for (size_t at = 0; at < in.n; at += 16) {
        struct slice block = slice_sub(in, at, 16);
        for (size_t j = 0; j < block.n; j++)
            x[j] ^= block.p[j];
        ghash_multiply(x, h);
    }
}

static void
put_u64(uint8_t *p, uint64_t v)
{
    for (int i = 7; i >= 0; i--, v >>= 8)
        p[i] = (uint8_t)v;
}

static void
sm4_gcm_tag(uint8_t tag[16], const uint8_t *key, const uint8_t *nonce, struct slice aad,
            struct slice ciphertext)
{
    static const uint8_t zero[16];
    uint8_t h[16], x[16] = {0}, lengths[16], first[16] = {0};
    sm4_run(h, EVP_sm4_ecb(), key, NULL, slice_of(zero, 16));
    ghash_add(x, h, aad);
    ghash_add(x, h, ciphertext);
    put_u64(lengths, (uint64_t)aad.n * 8);
    put_u64(lengths + 8, (uint64_t)ciphertext.n * 8);
    ghash_add(x, h, slice_of(lengths, 16));
    memcpy(first, nonce, CRYPTO_NONCE);
    first[15] = 1;
    sm4_run(tag, EVP_sm4_ecb(), key, NULL, slice_of(first, 16));
    for (int i = 0; i < 16; i++)
        tag[i] ^= x[i];
}

/* CBC-MAC over B0, the associated data and the plaintext; a 12-octet nonce leaves L = 3. */
static void
sm4_ccm_tag(uint8_t tag[16], const uint8_t *key, const uint8_t *nonce, struct slice aad,
            struct slice plaintext)
{
    static const uint8_t zero[16];
    AUTO_ARENA scratch = {0};
    struct buf b;
    buf_init(&b, &scratch, (size_t)1 << 20);
    buf_u8(&b, (aad.n ? 0x40 : 0) | (16 - 2) / 2 << 3 | (3 - 1));
    buf_add(&b, slice_of(nonce, CRYPTO_NONCE));
    buf_u24(&b, (uint32_t)plaintext.n);
    if (aad.n) {
        buf_u16(&b, (uint32_t)aad.n);
        buf_add(&b, aad);
        buf_add(&b, slice_of(zero, (16 - b.n % 16) % 16));
    }
    buf_add(&b, plaintext);
    buf_add(&b, slice_of(zero, (16 - b.n % 16) % 16));
    uint8_t *mac = NEW_ARRAY(&scratch, uint8_t, b.n);
    sm4_run(mac, EVP_sm4_cbc(), key, zero, buf_slice(&b));
    uint8_t first[16] = {3 - 1};
    memcpy(first + 1, nonce, CRYPTO_NONCE);
    sm4_run(tag, EVP_sm4_ecb(), key, NULL, slice_of(first, 16));
    for (int i = 0; i < 16; i++)
        tag[i] ^= mac[b.n - 16 + (size_t)i];
}

/* Counter mode from the first counter of data: 2 in GCM, 1 in CCM. */
static void
sm4_counter(uint8_t *out, bool ccm, const uint8_t *key, const uint8_t *nonce, struct slice in)
{
    uint8_t iv[16] = {0};
    if (ccm) {
        iv[0] = 3 - 1;
        memcpy(iv + 1, nonce, CRYPTO_NONCE);
        iv[15] = 1;
    } else {
        memcpy(iv, nonce, CRYPTO_NONCE);
        iv[15] = 2;
    }
    sm4_run(out, EVP_sm4_ctr(), key, iv, in);
}

static bool
sm4_open(uint8_t *out, size_t *n, bool ccm, const uint8_t *key, const uint8_t *nonce,
         struct slice aad, struct slice in)
{
    if (in.n < 16)
        return false;
    struct slice ciphertext = slice_sub(in, 0, in.n - 16);
    uint8_t tag[16];
    sm4_counter(out, ccm, key, nonce, ciphertext);
    *n = ciphertext.n;
    if (ccm)
        sm4_ccm_tag(tag, key, nonce, aad, slice_of(out, *n));
    else
        sm4_gcm_tag(tag, key, nonce, aad, ciphertext);
    return memcmp(tag, in.p + *n, 16) == 0;
}

static bool
sm4_seal(uint8_t *out, size_t *n, bool ccm, const uint8_t *key, const uint8_t *nonce,
         struct slice aad, struct slice in)
{
    sm4_counter(out, ccm, key, nonce, in);
    if (ccm)
        sm4_ccm_tag(out + in.n, key, nonce, aad, in);
    else
        sm4_gcm_tag(out + in.n, key, nonce, aad, slice_of(out, in.n));
    *n = in.n + 16;
    return true;
}

/* --- the AEADs that libcrypto has --- */

/* Nonce, tag and key, in the order that CCM insists on (EVP_EncryptInit(3), CCM mode). */
static bool
evp_begin(EVP_CIPHER_CTX *ctx, enum crypto_aead c, bool seal, const uint8_t *key,
          const uint8_t *nonce, const uint8_t *tag)
{
    int len = (int)aeads[c].tag;
    if (EVP_CipherInit_ex(ctx, cipher(c), NULL, NULL, NULL, seal) != 1 ||
        EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_AEAD_SET_IVLEN, CRYPTO_NONCE, NULL) != 1)
        return false;
    uint8_t copy[16];
    if (tag)
        memcpy(copy, tag, (size_t)len);
    if ((tag || aeads[c].ccm) &&
        EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_AEAD_SET_TAG, len, tag ? copy : NULL) != 1)
        return false;
    return EVP_CipherInit_ex(ctx, NULL, NULL, key, nonce, seal) == 1;
}

static bool
evp_run(EVP_CIPHER_CTX *ctx, uint8_t *out, bool ccm, struct slice aad, struct slice in)
{
    int n = 0;
    if (ccm && EVP_CipherUpdate(ctx, NULL, &n, NULL, (int)in.n) != 1)
        return false;
    if (EVP_CipherUpdate(ctx, NULL, &n, aad.p, (int)aad.n) != 1 ||
        EVP_CipherUpdate(ctx, out, &n, in.p, (int)in.n) != 1)
        return false;
    return ccm || EVP_CipherFinal_ex(ctx, out + in.n, &n) == 1;
}

bool
crypto_open(uint8_t *out, size_t *n, enum crypto_aead c, const uint8_t *key, const uint8_t *nonce,
            struct slice aad, struct slice in)
{
    const struct aead *x = &aeads[c];
    if (x->sm4)
        return sm4_open(out, n, x->ccm, key, nonce, aad, in);
    if (in.n <= x->tag)
        return false;
    start();
    *n = in.n - x->tag;
    EVP_CIPHER_CTX *ctx = EVP_CIPHER_CTX_new();
    bool ok = ctx && evp_begin(ctx, c, false, key, nonce, in.p + *n) &&
              evp_run(ctx, out, x->ccm, aad, slice_sub(in, 0, *n));
    EVP_CIPHER_CTX_free(ctx);
    return ok;
}

bool
crypto_seal(uint8_t *out, size_t *n, enum crypto_aead c, const uint8_t *key, const uint8_t *nonce,
            struct slice aad, struct slice in)
{
    const struct aead *x = &aeads[c];
    if (x->sm4)
        return sm4_seal(out, n, x->ccm, key, nonce, aad, in);
    start();
    EVP_CIPHER_CTX *ctx = EVP_CIPHER_CTX_new();
    bool ok = ctx && evp_begin(ctx, c, true, key, nonce, NULL) &&
              evp_run(ctx, out, x->ccm, aad, in) &&
              EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_AEAD_GET_TAG, (int)x->tag, out + in.n) == 1;
    EVP_CIPHER_CTX_free(ctx);
    *n = in.n + x->tag;
    return ok;
}

/* --- key agreement --- */

struct crypto_pair {
    EVP_PKEY *key;
};

struct group_name {
    uint16_t group;
    const char *type, *name; /* name null: the type says it all */
};

static const struct group_name group_names[] = {
    {TLS_GROUP_SECP256R1, "EC", "P-256"},
    {TLS_GROUP_SECP384R1, "EC", "P-384"},
    {TLS_GROUP_SECP521R1, "EC", "P-521"},
    {TLS_GROUP_X25519, "X25519", NULL},
    {TLS_GROUP_X448, "X448", NULL},
    {TLS_GROUP_BRAINPOOL256_13, "EC", "brainpoolP256r1"},
    {TLS_GROUP_BRAINPOOL384_13, "EC", "brainpoolP384r1"},
    {TLS_GROUP_BRAINPOOL512_13, "EC", "brainpoolP512r1"},
    {TLS_GROUP_CURVESM2, "EC", "SM2"},
    {TLS_GROUP_FFDHE2048, "DH", "ffdhe2048"},
    {TLS_GROUP_FFDHE2048 + 1, "DH", "ffdhe3072"},
    {TLS_GROUP_FFDHE2048 + 2, "DH", "ffdhe4096"},
    {TLS_GROUP_FFDHE2048 + 3, "DH", "ffdhe6144"},
    {TLS_GROUP_FFDHE8192, "DH", "ffdhe8192"},
};

static const struct group_name *
find_group(uint16_t group)
{
    for (size_t i = 0; i < COUNT_OF(group_names); i++)
        if (group_names[i].group == group)
            return &group_names[i];
    return NULL;
}

bool
crypto_pair_possible(uint16_t group)
{
    return find_group(group) != NULL;
}

bool
crypto_pair_new(struct crypto_pair **out, uint16_t group, struct err *e)
{
    const struct group_name *g = find_group(group);
    if (!g)
        return err_set(e, ERR_UNSUPPORTED, "no key agreement for group %u", group);
    start();
    EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name(NULL, g->type, NULL);
    EVP_PKEY *key = NULL;
    bool ok = ctx && EVP_PKEY_keygen_init(ctx) == 1 &&
              (!g->name || EVP_PKEY_CTX_set_group_name(ctx, g->name) == 1) &&
              EVP_PKEY_generate(ctx, &key) == 1;
    EVP_PKEY_CTX_free(ctx);
    if (!ok)
        return err_set(e, ERR_UNSUPPORTED, "libcrypto makes no key for group %u", group);
    *out = malloc(sizeof **out);
    must(*out != NULL);
    (*out)->key = key;
    return true;
}

void
crypto_pair_free(struct crypto_pair *k)
{
    if (!k)
        return;
    EVP_PKEY_free(k->key);
    free(k);
}

bool
crypto_pair_public(struct slice *out, struct arena *a, const struct crypto_pair *k, struct err *e)
{
    unsigned char *p = NULL;
    size_t n = EVP_PKEY_get1_encoded_public_key(k->key, &p);
    if (n == 0)
        return err_set(e, ERR_UNSUPPORTED, "libcrypto does not encode its key");
    *out = arena_dup(a, slice_of(p, n));
    OPENSSL_free(p);
    return true;
}

bool
crypto_pair_agree(struct slice *out, struct arena *a, const struct crypto_pair *k,
                  struct slice peer, struct err *e)
{
    uint8_t secret[CRYPTO_SHARED_MAX];
    size_t n = sizeof secret;
    EVP_PKEY *other = EVP_PKEY_new();
    EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new(k->key, NULL);
    bool ok = other && ctx && EVP_PKEY_copy_parameters(other, k->key) == 1 &&
              EVP_PKEY_set1_encoded_public_key(other, peer.p, peer.n) == 1 &&
              EVP_PKEY_derive_init(ctx) == 1;
    /* RFC 8446 section 7.4.1: finite-field secrets keep their leading zeros. */
    if (ok && EVP_PKEY_is_a(k->key, "DH"))
        ok = EVP_PKEY_CTX_set_dh_pad(ctx, 1) == 1;
    ok = ok && EVP_PKEY_derive_set_peer(ctx, other) == 1 && EVP_PKEY_derive(ctx, secret, &n) == 1;
    EVP_PKEY_CTX_free(ctx);
    EVP_PKEY_free(other);
    if (!ok)
        return err_set(e, ERR_INPUT, "the server's key share is no key of its group");
    *out = arena_dup(a, slice_of(secret, n));
    return true;
}

unsigned
crypto_ffdhe_bits(struct slice p)
{
    static const struct {
        int nid;
        unsigned bits;
    } named[] = {
        {NID_ffdhe2048, 2048}, {NID_ffdhe3072, 3072}, {NID_ffdhe4096, 4096},
        {NID_ffdhe6144, 6144}, {NID_ffdhe8192, 8192},
    };
    for (size_t i = 0; i < COUNT_OF(named); i++) {
        if (p.n != named[i].bits / 8)
            continue;
        uint8_t prime[1024];
        EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name(NULL, "DH", NULL);
        EVP_PKEY *params = NULL;
        BIGNUM *bn = NULL;
        bool same = ctx && EVP_PKEY_paramgen_init(ctx) == 1 &&
                    EVP_PKEY_CTX_set_dh_nid(ctx, named[i].nid) == 1 &&
                    EVP_PKEY_paramgen(ctx, &params) == 1 &&
                    EVP_PKEY_get_bn_param(params, OSSL_PKEY_PARAM_FFC_P, &bn) == 1 &&
                    BN_bn2binpad(bn, prime, (int)p.n) == (int)p.n && memcmp(prime, p.p, p.n) == 0;
        BN_free(bn);
        EVP_PKEY_free(params);
        EVP_PKEY_CTX_free(ctx);
        return same ? named[i].bits : 0;
    }
    return 0;
}

/* --- Ed25519 --- */

static EVP_PKEY *
ed25519_private(const uint8_t *seed)
{
    start();
    EVP_PKEY *key = EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, NULL, seed, CRYPTO_ED25519_SEED);
    must(key != NULL);
    return key;
}

void
crypto_ed25519_public(uint8_t pub[CRYPTO_ED25519_PUBLIC], const uint8_t seed[CRYPTO_ED25519_SEED])
{
    EVP_PKEY *key = ed25519_private(seed);
    size_t n = CRYPTO_ED25519_PUBLIC;
    must(EVP_PKEY_get_raw_public_key(key, pub, &n) == 1 && n == CRYPTO_ED25519_PUBLIC);
    EVP_PKEY_free(key);
}

void
crypto_ed25519_sign(uint8_t signature[CRYPTO_ED25519_SIGNATURE],
                    const uint8_t seed[CRYPTO_ED25519_SEED], struct slice text)
{
    EVP_PKEY *key = ed25519_private(seed);
    EVP_MD_CTX *ctx = EVP_MD_CTX_new();
    size_t n = CRYPTO_ED25519_SIGNATURE;
    must(ctx && EVP_DigestSignInit(ctx, NULL, NULL, NULL, key) == 1 &&
         EVP_DigestSign(ctx, signature, &n, text.p, text.n) == 1 && n == CRYPTO_ED25519_SIGNATURE);
    EVP_MD_CTX_free(ctx);
    EVP_PKEY_free(key);
}

bool
crypto_ed25519_verify(const uint8_t pub[CRYPTO_ED25519_PUBLIC], struct slice text,
                      struct slice signature)
{
    if (signature.n != CRYPTO_ED25519_SIGNATURE)
        return false;
    start();
    EVP_PKEY *key = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL, pub, CRYPTO_ED25519_PUBLIC);
    EVP_MD_CTX *ctx = EVP_MD_CTX_new();
    bool ok = key && ctx && EVP_DigestVerifyInit(ctx, NULL, NULL, NULL, key) == 1 &&
              EVP_DigestVerify(ctx, signature.p, signature.n, text.p, text.n) == 1;
    EVP_MD_CTX_free(ctx);
    EVP_PKEY_free(key);
    return ok;
}

void
crypto_wipe(void *p, size_t n)
{
    OPENSSL_cleanse(p, n);
}

struct slice
crypto_hex(struct arena *a, struct slice octets)
{
    static const char digits[] = "0123456789abcdef";
    uint8_t *p = NEW_ARRAY(a, uint8_t, octets.n * 2 + 1);
    for (size_t i = 0; i < octets.n; i++) {
        p[2 * i] = (uint8_t)digits[octets.p[i] >> 4];
        p[2 * i + 1] = (uint8_t)digits[octets.p[i] & 15];
    }
    return slice_of(p, octets.n * 2);
}
