/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The primitives against published vectors where the code is ours (SM4 in GCM
 * and CCM: RFC 8998, appendix A), and against themselves where it is
 * libcrypto's: what is sealed opens, what is touched does not.
 */
#include "crypto/crypto.h"
#include "support/cases.h"
#include "wire/tls.h"

#include <stdlib.h>

static struct slice
unhex(const char *text)
{
    size_t n = strlen(text) / 2;
    uint8_t *p = NEW_ARRAY(&case_arena, uint8_t, n);
    for (size_t i = 0; i < n; i++) {
        const char two[] = {text[2 * i], text[2 * i + 1], 0};
        p[i] = (uint8_t)strtoul(two, NULL, 16);
    }
    return slice_of(p, n);
}

#define SM4_KEY "0123456789abcdeffedcba9876543210"
#define SM4_NONCE "00001234567800000000abcd"
#define SM4_AAD "feedfacedeadbeeffeedfacedeadbeefabaddad2"
#define SM4_PLAIN                                                      \
    "aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbccccccccccccccccdddddddddddddddd" \
    "eeeeeeeeeeeeeeeeffffffffffffffffeeeeeeeeeeeeeeeeaaaaaaaaaaaaaaaa"

struct vector {
    const char *name;
    enum crypto_aead aead;
    const char *key, *nonce, *aad, *plain, *sealed;
};

static const struct vector vectors[] = {
    {"RFC 8998 A.1: SM4-GCM", CRYPTO_SM4_GCM, SM4_KEY, SM4_NONCE, SM4_AAD, SM4_PLAIN,
     "17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735"
     "d82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397b4024a2691233b8d"
     "83de3541e4c2b58177e065a9bf7b62ec"},
    {"RFC 8998 A.2: SM4-CCM", CRYPTO_SM4_CCM, SM4_KEY, SM4_NONCE, SM4_AAD, SM4_PLAIN,
     "48af93501fa62adbcd414cce6034d895dda1bf8f132f042098661572e7483094"
     "fd12e518ce062c98acee28d95df4416bed31a2f04476c18bb40c84a74b97dc5b"
     "16842d4fa186f56ab33256971fa110f4"},
};

static void
vector_row(void **state)
{
    const struct vector *v = *state;
    uint8_t out[256];
    size_t n;
    struct slice key = unhex(v->key), nonce = unhex(v->nonce), want = unhex(v->sealed);
    assert_true(crypto_seal(out, &n, v->aead, key.p, nonce.p, unhex(v->aad), unhex(v->plain)));
    assert_int_equal(n, want.n);
    assert_memory_equal(out, want.p, n);
    assert_true(crypto_open(out, &n, v->aead, key.p, nonce.p, unhex(v->aad), want));
    assert_true(slice_eq(slice_of(out, n), unhex(v->plain)));
}

struct aead_row {
    const char *name;
    enum crypto_aead aead;
    size_t tag;
};

static const struct aead_row aeads[] = {
    {"AES-128-GCM", CRYPTO_AES_128_GCM, 16},
    {"AES-256-GCM", CRYPTO_AES_256_GCM, 16},
    {"ChaCha20-Poly1305", CRYPTO_CHACHA20_POLY1305, 16},
    {"AES-128-CCM", CRYPTO_AES_128_CCM, 16},
    {"AES-128-CCM-8", CRYPTO_AES_128_CCM_8, 8},
    {"SM4-GCM", CRYPTO_SM4_GCM, 16},
    {"SM4-CCM", CRYPTO_SM4_CCM, 16},
};

static void
sealed_opens(void **state)
{
    const struct aead_row *r = *state;
    static const uint8_t key[CRYPTO_KEY_MAX] = {1, 2, 3}, nonce[CRYPTO_NONCE] = {4, 5};
    for (size_t size = 1; size <= 100; size += 11) {
        uint8_t plain[100], sealed[120], opened[120];
        size_t n, m;
        memset(plain, (int)size, sizeof plain);
        assert_true(
            crypto_seal(sealed, &n, r->aead, key, nonce, SL("head"), slice_of(plain, size)));
        assert_int_equal(n, size + r->tag);
        assert_true(crypto_open(opened, &m, r->aead, key, nonce, SL("head"), slice_of(sealed, n)));
        assert_true(slice_eq(slice_of(opened, m), slice_of(plain, size)));
        for (size_t i = 0; i < n; i++) {
            sealed[i] ^= 0x40;
            assert_false(
                crypto_open(opened, &m, r->aead, key, nonce, SL("head"), slice_of(sealed, n)));
            sealed[i] ^= 0x40;
        }
        assert_false(crypto_open(opened, &m, r->aead, key, nonce, SL("hEad"), slice_of(sealed, n)));
        assert_false(
            crypto_open(opened, &m, r->aead, key, nonce, SL("head"), slice_of(sealed, n - 1)));
    }
    size_t m;
    uint8_t opened[16];
    assert_false(crypto_open(opened, &m, r->aead, key, nonce, SL(""), SL("")));
    assert_false(crypto_open(opened, &m, r->aead, key, nonce, SL(""), SL("1234567")));
}

struct group_row {
    const char *name;
    uint16_t group;
    size_t share;
};

static const struct group_row groups[] = {
    {"x25519", 29, 32},          {"x448", 30, 56},
    {"secp256r1", 23, 65},       {"secp384r1", 24, 97},
    {"secp521r1", 25, 133},      {"brainpoolP256r1", 31, 65},
    {"brainpoolP384r1", 32, 97}, {"brainpoolP512r1", 33, 129},
    {"curveSM2", 41, 65},        {"ffdhe2048", 256, 256},
    {"ffdhe3072", 257, 384},
};

static void
two_sides_agree(void **state)
{
    const struct group_row *r = *state;
    struct crypto_pair *a, *b;
    struct slice pa, pb, sa, sb;
    struct err e = {0};
    assert_true(crypto_pair_possible(r->group));
    assert_true(crypto_pair_new(&a, r->group, &e) && crypto_pair_new(&b, r->group, &e));
    assert_true(crypto_pair_public(&pa, &case_arena, a, &e));
    assert_true(crypto_pair_public(&pb, &case_arena, b, &e));
    assert_int_equal(pa.n, r->share);
    assert_true(crypto_pair_agree(&sa, &case_arena, a, pb, &e));
    assert_true(crypto_pair_agree(&sb, &case_arena, b, pa, &e));
    assert_true(slice_eq(sa, sb));
    static const uint8_t zeros[512];
    const struct slice hostile[] = {
        SL(""), slice_of(zeros, pb.n), slice_of(zeros, 512),
        r->share > 200 ? SL("\1") : slice_sub(pb, 0, pb.n - 1), /* 1 is in no safe group */
    };
    for (size_t i = 0; i < COUNT_OF(hostile); i++)
        if (crypto_pair_agree(&sa, &case_arena, a, hostile[i], &e))
            fail_msg("a peer's key of %zu octets, row %zu, is taken", hostile[i].n, i);
    crypto_pair_free(a);
    crypto_pair_free(b);
}

static void
groups_without_key_agreement(void **state UNUSED)
{
    struct crypto_pair *k;
    struct err e = {0};
    const uint16_t none[] = {0, 34, 0x200, 0x5a5a, 0xffff};
    for (size_t i = 0; i < COUNT_OF(none); i++) {
        assert_false(crypto_pair_possible(none[i]));
        assert_false(crypto_pair_new(&k, none[i], &e));
        assert_int_equal(e.code, ERR_UNSUPPORTED);
    }
}

/* RFC 7919's primes start and end alike; one that only looks so is none of them. */
static void
named_primes(void **state UNUSED)
{
    uint8_t p[256];
    memset(p, 0xff, sizeof p);
    assert_int_equal(crypto_ffdhe_bits(slice_of(p, sizeof p)), 0);
    assert_int_equal(crypto_ffdhe_bits(SL("")), 0);
    assert_int_equal(crypto_ffdhe_bits(slice_of(p, 128)), 0);
}

static void
digests(void **state UNUSED)
{
    uint8_t out[CRYPTO_HASH_MAX];
    crypto_hash(out, CRYPTO_SHA256, SL("abc"));
    assert_memory_equal(
        out, unhex("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad").p, 32);
    crypto_hash(out, CRYPTO_SM3, SL("abc")); /* GB/T 32905, example 1 */
    assert_memory_equal(
        out, unhex("66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0").p, 32);
    struct crypto_digest *d = crypto_digest_new();
    crypto_digest_add(d, SL("a"));
    crypto_digest_add(d, SL("bc"));
    crypto_digest_end(d, out);
    assert_memory_equal(
        out, unhex("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad").p, 32);
}

/* RFC 8032 section 7.1, TEST 1 and TEST 2. */
static const struct signed_row {
    const char *name, *seed, *pub;
    struct slice text;
    const char *signature;
} signed_rows[] = {
    {"Ed25519, empty text", "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
     "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", SL_INIT(""),
     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
     "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"},
    {"Ed25519, one octet", "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
     "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", SL_INIT("\x72"),
     "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
     "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"},
};

static void
signed_row(void **state)
{
    const struct signed_row *r = *state;
    uint8_t seed[32], pub[32], got[64];
    memcpy(seed, unhex(r->seed).p, 32);
    crypto_ed25519_public(pub, seed);
    crypto_ed25519_sign(got, seed, r->text);
    assert_memory_equal(unhex(r->pub).p, pub, 32);
    assert_memory_equal(unhex(r->signature).p, got, 64);
    assert_true(crypto_ed25519_verify(pub, r->text, slice_of(got, 64)));
    assert_false(crypto_ed25519_verify(pub, r->text, slice_of(got, 63)));
    assert_false(crypto_ed25519_verify(pub, SL("another text"), slice_of(got, 64)));
    for (size_t bit = 0; bit < 512; bit++) {
        got[bit / 8] ^= (uint8_t)(1 << bit % 8);
        assert_false(crypto_ed25519_verify(pub, r->text, slice_of(got, 64)));
        got[bit / 8] ^= (uint8_t)(1 << bit % 8);
    }
    crypto_wipe(seed, sizeof seed);
    for (size_t i = 0; i < sizeof seed; i++)
        assert_int_equal(seed[i], 0);
}

static void
a_hasher_is_used_again_and_again(void **state)
{
    (void)state;
    struct crypto_hasher *h = crypto_hasher_new();
    for (size_t n = 0; n < 200; n++) {
        uint8_t text[200], one[32], two[32];
        memset(text, (int)n, sizeof text);
        crypto_hash(one, CRYPTO_SHA256, slice_of(text, n));
        crypto_hasher_run(h, two, slice_of(text, n / 3), slice_of(text, n - n / 3));
        assert_memory_equal(one, two, 32);
    }
    crypto_hasher_free(h);
}

int
main(void)
{
    CASES_TABLE(vectors, vector_row);
    CASES_TABLE(aeads, sealed_opens);
    CASES_TABLE(groups, two_sides_agree);
    CASES_TEST(groups_without_key_agreement);
    CASES_TEST(named_primes);
    CASES_TEST(digests);
    CASES_TABLE(signed_rows, signed_row);
    CASES_TEST(a_hasher_is_used_again_and_again);
    return cases_run("crypto/crypto");
}
