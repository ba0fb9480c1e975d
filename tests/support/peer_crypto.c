/* SPDX-License-Identifier: Apache-2.0 */
#include "support/peer_crypto.h"

#include "base/buf.h"
#include "base/env.h"

#include <openssl/bn.h>
#include <openssl/crypto.h>
#include <openssl/dh.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rsa.h>
#include <stdlib.h>

#define NONCE 12
#define BLOCK 16
#define MLKEM_Q 3329
#define MLKEM_RHO 32 /* octets of the seed behind the coefficients */

/* libcrypto failed at something that cannot fail: our own mistake. */
static void
must(bool ok)
{
    if (!ok)
        abort();
}

void
peer_crypto_random(uint8_t *out, size_t n)
{
    struct env env;
    env_system(&env);
    env.random(env.ctx, out, n);
}

struct slice
peer_crypto_hash(struct arena *a, const char *hash, struct slice data)
{
    uint8_t *out = NEW_ARRAY(a, uint8_t, CRYPTO_HASH_MAX);
    unsigned n = 0;
    must(EVP_Digest(data.p, data.n, out, &n, EVP_get_digestbyname(hash), NULL) == 1);
    return slice_of(out, n);
}

struct slice
peer_crypto_hmac(struct arena *a, const char *hash, struct slice key, struct slice data)
{
    uint8_t *out = NEW_ARRAY(a, uint8_t, CRYPTO_HASH_MAX);
    unsigned n = 0;
    must(HMAC(EVP_get_digestbyname(hash), key.p, (int)key.n, data.p, data.n, out, &n) != NULL);
    return slice_of(out, n);
}

struct slice
peer_crypto_expand_label(struct arena *a, const char *hash, struct slice secret, const char *label,
                         struct slice context, size_t n)
{
    struct buf info;
    buf_init(&info, a, 512);
    buf_u16(&info, (uint32_t)n);
    size_t at = buf_open(&info, 1);
    buf_str(&info, "tls13 ");
    buf_str(&info, label);
    buf_close(&info, at, 1);
    at = buf_open(&info, 1);
    buf_add(&info, context);
    buf_close(&info, at, 1);
    buf_u8(&info, 1); /* HKDF-Expand's counter: one block is enough for every use in TLS 1.3 */
    struct slice t = peer_crypto_hmac(a, hash, secret, buf_slice(&info));
    must(n <= t.n);
    return slice_of(t.p, n);
}

static const struct peer_crypto_suite suites[] = {
    {0x1301, "SHA256", "AES-128-GCM", 16, 16, CRYPTO_EVP},
    {0x1302, "SHA384", "AES-256-GCM", 32, 16, CRYPTO_EVP},
    {0x1303, "SHA256", "ChaCha20-Poly1305", 32, 16, CRYPTO_EVP},
    {0x1304, "SHA256", "AES-128-CCM", 16, 16, CRYPTO_EVP_CCM},
    {0x1305, "SHA256", "AES-128-CCM", 16, 8, CRYPTO_EVP_CCM},
    {0x00c6, "SM3", "SM4-ECB", 16, 16, CRYPTO_SM4_GCM},
    {0x00c7, "SM3", "SM4-ECB", 16, 16, CRYPTO_SM4_CCM},
};

const struct peer_crypto_suite *
peer_crypto_suite(uint16_t code)
{
    for (size_t i = 0; i < COUNT_OF(suites); i++)
        if (suites[i].code == code)
            return &suites[i];
    return NULL;
}

static void
sm4_block(struct slice key, const uint8_t in[BLOCK], uint8_t out[BLOCK])
{
    EVP_CIPHER_CTX *ctx = EVP_CIPHER_CTX_new();
    EVP_CIPHER *c = EVP_CIPHER_fetch(NULL, "SM4-ECB", NULL);
    int n = 0;
    must(ctx && c && EVP_EncryptInit_ex2(ctx, c, key.p, NULL, NULL) == 1);
    must(EVP_CIPHER_CTX_set_padding(ctx, 0) == 1);
    must(EVP_EncryptUpdate(ctx, out, &n, in, BLOCK) == 1 && n == BLOCK);
    EVP_CIPHER_free(c);
    EVP_CIPHER_CTX_free(ctx);
}

static void
xor_into(uint8_t *to, const uint8_t *from, size_t n)
{
    for (size_t i = 0; i < n; i++)
        to[i] ^= from[i];
}

/* Big-endian counter in the last `width` octets of a block. */
static void
count_up(uint8_t block[BLOCK], size_t width)
{
    for (size_t i = BLOCK; i-- > BLOCK - width;)
        if (++block[i] != 0)
            break;
}

/* XORs the key stream from counter block `ctr` on over `data`. */
static void
sm4_ctr(struct slice key, const uint8_t ctr[BLOCK], size_t width, uint8_t *data, size_t n)
{
    uint8_t block[BLOCK], stream[BLOCK];
    memcpy(block, ctr, BLOCK);
    for (size_t at = 0; at < n; at += BLOCK) {
        sm4_block(key, block, stream);
        xor_into(data + at, stream, n - at < BLOCK ? n - at : BLOCK);
        count_up(block, width);
    }
}

/* y = y * h in GF(2^128) as GCM writes it: bit by bit (SP 800-38D, section 6.3). */
static void
gf_mul(uint8_t y[BLOCK], const uint8_t h[BLOCK])
{
    uint8_t z[BLOCK] = {0}, v[BLOCK];
    memcpy(v, h, BLOCK);
    for (unsigned i = 0; i < 128; i++) {
        if (y[i / 8] >> (7 - i % 8) & 1)
            xor_into(z, v, BLOCK);
        uint8_t low = v[BLOCK - 1] & 1;
        for (size_t j = BLOCK; j-- > 1;)
            v[j] = (uint8_t)(v[j] >> 1 | v[j - 1] << 7);
        v[0] = (uint8_t)(v[0] >> 1 ^ (low ? 0xe1 : 0));
    }
    memcpy(y, z, BLOCK);
}

static void
ghash(uint8_t y[BLOCK], const uint8_t h[BLOCK], struct slice data)
{
    for (; data.n > 0; data = slice_sub(data, BLOCK, data.n)) {
        xor_into(y, data.p, data.n < BLOCK ? data.n : BLOCK);
        gf_mul(y, h);
    }
}

static void
put_u64(uint8_t *p, uint64_t v)
{
    for (size_t i = 0; i < 8; i++)
        p[i] = (uint8_t)(v >> (56 - 8 * i));
}

static void
sm4_gcm_tag(uint8_t tag[BLOCK], struct slice key, struct slice nonce, struct slice aad,
            struct slice sealed)
{
    uint8_t h[BLOCK] = {0}, lengths[BLOCK], j0[BLOCK] = {0};
    sm4_block(key, h, h);
    memset(tag, 0, BLOCK);
    ghash(tag, h, aad);
    ghash(tag, h, sealed);
    put_u64(lengths, (uint64_t)aad.n * 8);
    put_u64(lengths + 8, (uint64_t)sealed.n * 8);
    ghash(tag, h, slice_of(lengths, BLOCK));
    memcpy(j0, nonce.p, NONCE);
    j0[BLOCK - 1] = 1;
    sm4_ctr(key, j0, 4, tag, BLOCK);
}

static void
sm4_gcm_stream(struct slice key, struct slice nonce, uint8_t *data, size_t n)
{
    uint8_t ctr[BLOCK] = {0};
    memcpy(ctr, nonce.p, NONCE);
    ctr[BLOCK - 1] = 2;
    sm4_ctr(key, ctr, 4, data, n);
}

static void
cbc_mac(uint8_t x[BLOCK], struct slice key, struct slice data)
{
    for (; data.n > 0; data = slice_sub(data, BLOCK, data.n)) {
        xor_into(x, data.p, data.n < BLOCK ? data.n : BLOCK);
        sm4_block(key, x, x);
    }
}

/* RFC 3610 with L = 3 and a tag of 16 octets. */
static void
sm4_ccm_tag(uint8_t tag[BLOCK], struct arena *a, struct slice key, struct slice nonce,
            struct slice aad, struct slice plain)
{
    struct buf head;
    buf_init(&head, a, 64 + aad.n);
    buf_u8(&head, (aad.n > 0 ? 0x40 : 0) | (BLOCK - 2) / 2 << 3 | (3 - 1));
    buf_add(&head, nonce);
    buf_u24(&head, (uint32_t)plain.n);
    memset(tag, 0, BLOCK);
    cbc_mac(tag, key, buf_slice(&head));
    struct buf with_length;
    buf_init(&with_length, a, 64 + aad.n);
    buf_u16(&with_length, (uint32_t)aad.n);
    buf_add(&with_length, aad);
    cbc_mac(tag, key, buf_slice(&with_length));
    cbc_mac(tag, key, plain);
    uint8_t ctr[BLOCK] = {3 - 1};
    memcpy(ctr + 1, nonce.p, NONCE);
    sm4_ctr(key, ctr, 3, tag, BLOCK);
}

static void
sm4_ccm_stream(struct slice key, struct slice nonce, uint8_t *data, size_t n)
{
    uint8_t ctr[BLOCK] = {3 - 1};
    memcpy(ctr + 1, nonce.p, NONCE);
    ctr[BLOCK - 1] = 1;
    sm4_ctr(key, ctr, 3, data, n);
}

/* One pass of an AEAD of libcrypto; `tag` is written when sealing, read when opening. */
static bool
evp_aead(const struct peer_crypto_suite *s, struct slice key, struct slice nonce, struct slice aad,
         struct slice in, uint8_t *out, uint8_t *tag, int seal)
{
    EVP_CIPHER_CTX *ctx = EVP_CIPHER_CTX_new();
    EVP_CIPHER *c = EVP_CIPHER_fetch(NULL, s->cipher, NULL);
    bool ccm = s->how == CRYPTO_EVP_CCM;
    int n = 0, tail = 0;
    bool ok = ctx && c && EVP_CipherInit_ex(ctx, c, NULL, NULL, NULL, seal) == 1;
    ok = ok && EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_AEAD_SET_IVLEN, NONCE, NULL) == 1;
    if (ok && (ccm || !seal))
        ok = EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_AEAD_SET_TAG, (int)s->tag, seal ? NULL : tag) == 1;
    ok = ok && EVP_CipherInit_ex(ctx, NULL, NULL, key.p, nonce.p, seal) == 1;
    if (ok && ccm)
        ok = EVP_CipherUpdate(ctx, NULL, &n, NULL, (int)in.n) == 1;
    ok = ok && EVP_CipherUpdate(ctx, NULL, &n, aad.p, (int)aad.n) == 1;
    ok = ok && EVP_CipherUpdate(ctx, out, &n, in.p, (int)in.n) == 1;
    ok = ok && (ccm || EVP_CipherFinal_ex(ctx, out + n, &tail) == 1);
    if (ok && seal)
        ok = EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_AEAD_GET_TAG, (int)s->tag, tag) == 1;
    EVP_CIPHER_free(c);
    EVP_CIPHER_CTX_free(ctx);
    return ok;
}

struct slice
peer_crypto_seal(struct arena *a, const struct peer_crypto_suite *s, struct slice key,
                 struct slice nonce, struct slice aad, struct slice plain)
{
    uint8_t *out = NEW_ARRAY(a, uint8_t, plain.n + BLOCK);
    uint8_t *tag = out + plain.n;
    if (s->how == CRYPTO_EVP || s->how == CRYPTO_EVP_CCM) {
        must(evp_aead(s, key, nonce, aad, plain, out, tag, 1));
        return slice_of(out, plain.n + s->tag);
    }
    memcpy(out, plain.p, plain.n);
    if (s->how == CRYPTO_SM4_GCM) {
        sm4_gcm_stream(key, nonce, out, plain.n);
        sm4_gcm_tag(tag, key, nonce, aad, slice_of(out, plain.n));
    } else {
        sm4_ccm_tag(tag, a, key, nonce, aad, plain);
        sm4_ccm_stream(key, nonce, out, plain.n);
    }
    return slice_of(out, plain.n + s->tag);
}

bool
peer_crypto_open(struct slice *out, struct arena *a, const struct peer_crypto_suite *s,
                 struct slice key, struct slice nonce, struct slice aad, struct slice sealed)
{
    if (sealed.n < s->tag)
        return false;
    size_t n = sealed.n - s->tag;
    uint8_t *plain = NEW_ARRAY(a, uint8_t, n + BLOCK);
    uint8_t tag[BLOCK];
    memcpy(tag, sealed.p + n, s->tag);
    *out = slice_of(plain, n);
    if (s->how == CRYPTO_EVP || s->how == CRYPTO_EVP_CCM)
        return evp_aead(s, key, nonce, aad, slice_of(sealed.p, n), plain, tag, 0);
    uint8_t want[BLOCK];
    memcpy(plain, sealed.p, n);
    if (s->how == CRYPTO_SM4_GCM) {
        sm4_gcm_tag(want, key, nonce, aad, slice_of(sealed.p, n));
        sm4_gcm_stream(key, nonce, plain, n);
    } else {
        sm4_ccm_stream(key, nonce, plain, n);
        sm4_ccm_tag(want, a, key, nonce, aad, *out);
    }
    return memcmp(want, tag, s->tag) == 0;
}

/*
 * Shares: RFC 8446, section 4.2.8 (classical); RFC 9367, section 4 (GOST: X and Y, little-endian);
 * draft-ietf-tls-mlkem; draft-ietf-tls-ecdhe-mlkem, section 4.1 (X25519MLKEM768 puts ML-KEM
 * first, the others behind); draft-yang-tls-hybrid-sm2-mlkem.
 */
static const struct peer_crypto_group groups[] = {
    {21, "EC", "P-224", 57, 57, 0, 0, 0},
    {22, "EC", "secp256k1", 65, 65, 0, 0, 0},
    {23, "EC", "P-256", 65, 65, 0, 0, 0},
    {24, "EC", "P-384", 97, 97, 0, 0, 0},
    {25, "EC", "P-521", 133, 133, 0, 0, 0},
    {26, "EC", "brainpoolP256r1", 65, 65, 0, 0, 0}, /* TLS 1.2's numbers */
    {27, "EC", "brainpoolP384r1", 97, 97, 0, 0, 0},
    {28, "EC", "brainpoolP512r1", 129, 129, 0, 0, 0},
    {29, "X25519", NULL, 32, 32, 0, 0, 0},
    {30, "X448", NULL, 56, 56, 0, 0, 0},
    {31, "EC", "brainpoolP256r1", 65, 65, 0, 0, 0},
    {32, "EC", "brainpoolP384r1", 97, 97, 0, 0, 0},
    {33, "EC", "brainpoolP512r1", 129, 129, 0, 0, 0},
    {34, NULL, NULL, 64, 64, 0, 0, 0}, /* GC256A */
    {35, NULL, NULL, 64, 64, 0, 0, 0},
    {36, NULL, NULL, 64, 64, 0, 0, 0},
    {37, NULL, NULL, 64, 64, 0, 0, 0},
    {38, NULL, NULL, 128, 128, 0, 0, 0}, /* GC512A */
    {39, NULL, NULL, 128, 128, 0, 0, 0},
    {40, NULL, NULL, 128, 128, 0, 0, 0},
    {41, "EC", "SM2", 65, 65, 0, 0, 0},
    {256, "DH", "ffdhe2048", 256, 256, 0, 0, 0},
    {257, "DH", "ffdhe3072", 384, 384, 0, 0, 0},
    {258, "DH", "ffdhe4096", 512, 512, 0, 0, 0},
    {259, "DH", "ffdhe6144", 768, 768, 0, 0, 0},
    {260, "DH", "ffdhe8192", 1024, 1024, 0, 0, 0},
    {0x0200, NULL, NULL, 800, 768, 0, 800, 768},     /* MLKEM512 */
    {0x0201, NULL, NULL, 1184, 1088, 0, 1184, 1088}, /* MLKEM768 */
    {0x0202, NULL, NULL, 1568, 1568, 0, 1568, 1568}, /* MLKEM1024 */
    {0x11eb, "EC", "P-256", 65 + 1184, 65 + 1088, 65, 1184, 1088},
    {0x11ec, "X25519", NULL, 1184 + 32, 1088 + 32, 0, 1184, 1088},
    {0x11ed, "EC", "P-384", 97 + 1568, 97 + 1568, 97, 1568, 1568},
    {0x11ee, "EC", "SM2", 65 + 1184, 65 + 1088, 65, 1184, 1088},
};

const struct peer_crypto_group *
peer_crypto_group(uint16_t code)
{
    for (size_t i = 0; i < COUNT_OF(groups); i++)
        if (groups[i].code == code)
            return &groups[i];
    return NULL;
}

/* The modulus check of FIPS 203, section 7.2: twelve bits each, all below q. */
static bool
mlkem_valid(struct slice key)
{
    size_t n = key.n - MLKEM_RHO;
    for (size_t i = 0; i + 2 < n; i += 3) {
        unsigned lo = key.p[i] | (key.p[i + 1] & 0x0fU) << 8;
        unsigned hi = key.p[i + 1] >> 4 | (unsigned)key.p[i + 2] << 4;
        if (lo >= MLKEM_Q || hi >= MLKEM_Q)
            return false;
    }
    return true;
}

static EVP_PKEY *
fresh_key(const struct peer_crypto_group *g)
{
    EVP_PKEY *key = NULL;
    EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name(NULL, g->type, NULL);
    must(ctx && EVP_PKEY_keygen_init(ctx) > 0);
    must(!g->name || EVP_PKEY_CTX_set_group_name(ctx, g->name) > 0);
    must(EVP_PKEY_generate(ctx, &key) > 0);
    EVP_PKEY_CTX_free(ctx);
    return key;
}

static struct slice
public_of(struct arena *a, EVP_PKEY *key)
{
    uint8_t *p = NULL;
    size_t n = EVP_PKEY_get1_encoded_public_key(key, &p);
    must(n > 0);
    struct slice out = arena_dup(a, slice_of(p, n));
    OPENSSL_free(p);
    return out;
}

/* Classical agreement. False where the client's share is no element of the group. */
static bool
derive(struct slice *share, struct slice *secret, struct arena *a,
       const struct peer_crypto_group *g, struct slice client)
{
    EVP_PKEY *ours = fresh_key(g), *theirs = EVP_PKEY_new();
    bool ok = EVP_PKEY_copy_parameters(theirs, ours) == 1 ||
              EVP_PKEY_set_type_str(theirs, g->type, -1) == 1;
    ok = ok && EVP_PKEY_set1_encoded_public_key(theirs, client.p, client.n) == 1;
    EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new(ours, NULL);
    ok = ok && ctx && EVP_PKEY_derive_init(ctx) > 0;
    if (ok && strcmp(g->type, "DH") == 0)
        ok = EVP_PKEY_CTX_set_dh_pad(ctx, 1) > 0;
    size_t n = 0;
    ok = ok && EVP_PKEY_derive_set_peer(ctx, theirs) > 0 && EVP_PKEY_derive(ctx, NULL, &n) > 0;
    uint8_t *p = ok ? NEW_ARRAY(a, uint8_t, n) : NULL;
    ok = ok && EVP_PKEY_derive(ctx, p, &n) > 0;
    if (ok) {
        *share = public_of(a, ours);
        *secret = slice_of(p, n);
    }
    EVP_PKEY_CTX_free(ctx);
    EVP_PKEY_free(theirs);
    EVP_PKEY_free(ours);
    return ok;
}

static struct slice
random_octets(struct arena *a, size_t n)
{
    uint8_t *p = NEW_ARRAY(a, uint8_t, n);
    peer_crypto_random(p, n);
    return slice_of(p, n);
}

bool
peer_crypto_agree(struct slice *share, struct slice *secret, struct arena *a,
                  const struct peer_crypto_group *g, struct slice client, const char **why)
{
    *secret = (struct slice){0};
    *why = NULL;
    if (client.n != g->client)
        *why = "key share of the wrong length";
    else if (g->kem_client && !mlkem_valid(slice_sub(client, g->kem_at, g->kem_client)))
        *why = "ML-KEM encapsulation key with a coefficient of 3329 or more";
    if (*why)
        return false;
    struct slice kem = random_octets(a, g->kem_server), classical = {0};
    size_t after = g->kem_at == 0 ? g->kem_client : 0; /* where the classical part begins */
    struct slice part = slice_sub(client, after, client.n - g->kem_client);
    if (!g->type)
        classical = random_octets(a, g->server - g->kem_server);
    else if (!derive(&classical, secret, a, g, part)) {
        *why = "key share that is no element of its group";
        return false;
    }
    struct buf out;
    buf_init(&out, a, g->server);
    buf_add(&out, g->kem_at == 0 ? kem : classical);
    buf_add(&out, g->kem_at == 0 ? classical : kem);
    *share = buf_slice(&out);
    if (g->kem_client)
        *secret = (struct slice){0}; /* half of it is not a secret */
    return true;
}

struct slice
peer_crypto_dh_prime(struct arena *a, unsigned bits)
{
    static const struct {
        unsigned bits;
        BIGNUM *(*prime)(BIGNUM *);
    } primes[] = {
        {768, BN_get_rfc2409_prime_768},   {1024, BN_get_rfc2409_prime_1024},
        {1536, BN_get_rfc3526_prime_1536}, {2048, BN_get_rfc3526_prime_2048},
        {3072, BN_get_rfc3526_prime_3072},
    };
    size_t i = 0;
    while (i < COUNT_OF(primes) && primes[i].bits != bits)
        i++;
    must(i < COUNT_OF(primes));
    BIGNUM *p = primes[i].prime(NULL);
    uint8_t *out = NEW_ARRAY(a, uint8_t, bits / 8);
    must(p && BN_bn2binpad(p, out, (int)(bits / 8)) > 0);
    BN_free(p);
    return slice_of(out, bits / 8);
}

struct slice
peer_crypto_dh_public(struct arena *a, struct slice prime)
{
    BN_CTX *ctx = BN_CTX_new();
    BIGNUM *p = BN_bin2bn(prime.p, (int)prime.n, NULL), *g = BN_new(), *x = BN_new(), *y = BN_new();
    uint8_t *out = NEW_ARRAY(a, uint8_t, prime.n);
    must(ctx && p && g && x && y && BN_set_word(g, 2) == 1);
    must(BN_rand(x, 256, BN_RAND_TOP_ONE, BN_RAND_BOTTOM_ANY) == 1);
    must(BN_mod_exp(y, g, x, p, ctx) == 1);
    must(BN_bn2binpad(y, out, (int)prime.n) > 0);
    BN_free(p);
    BN_free(g);
    BN_free(x);
    BN_free(y);
    BN_CTX_free(ctx);
    return slice_of(out, prime.n);
}

struct slice
peer_crypto_point(struct arena *a, uint16_t group)
{
    const struct peer_crypto_group *g = peer_crypto_group(group);
    must(g && g->type && !g->kem_client);
    EVP_PKEY *key = fresh_key(g);
    struct slice out = public_of(a, key);
    EVP_PKEY_free(key);
    return out;
}

struct slice
peer_crypto_sign(struct arena *a, void *key, const char *hash, const char *id, bool pss,
                 struct slice data)
{
    EVP_MD_CTX *ctx = EVP_MD_CTX_new();
    EVP_PKEY_CTX *pctx = NULL;
    size_t n = 0;
    must(EVP_DigestSignInit(ctx, &pctx, hash ? EVP_get_digestbyname(hash) : NULL, NULL, key) == 1);
    if (id)
        must(EVP_PKEY_CTX_set1_id(pctx, id, (int)strlen(id)) > 0);
    if (pss) {
        must(EVP_PKEY_CTX_set_rsa_padding(pctx, RSA_PKCS1_PSS_PADDING) > 0);
        must(EVP_PKEY_CTX_set_rsa_pss_saltlen(pctx, RSA_PSS_SALTLEN_DIGEST) > 0);
    }
    must(EVP_DigestSign(ctx, NULL, &n, data.p, data.n) == 1);
    uint8_t *p = NEW_ARRAY(a, uint8_t, n);
    must(EVP_DigestSign(ctx, p, &n, data.p, data.n) == 1);
    EVP_MD_CTX_free(ctx);
    return slice_of(p, n);
}
