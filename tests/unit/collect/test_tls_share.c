/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Key shares of every kind against the server's half made here, part by part:
 * which part comes first is what the documents say, not what the module does.
 */
#include "base/buf.h"
#include "collect/tls_share.h"
#include "support/cases.h"

struct row {
    const char *name;
    uint16_t group, classical;
    int set; /* enum mlkem_set, or -1 */
    bool kem_first;
    size_t share; /* octets: RFC 10024 section 4, draft-ietf-tls-mlkem, draft-yang-…-sm2-mlkem */
};

static const struct row rows[] = {
    {"x25519", 29, 29, -1, false, 32},
    {"curveSM2", 41, 41, -1, false, 65},
    {"ffdhe2048", 256, 256, -1, false, 256},
    {"MLKEM512", 0x200, 0, MLKEM_512, true, 800},
    {"MLKEM768", 0x201, 0, MLKEM_768, true, 1184},
    {"MLKEM1024", 0x202, 0, MLKEM_1024, true, 1568},
    {"X25519MLKEM768", 0x11ec, 29, MLKEM_768, true, 1216},
    {"SecP256r1MLKEM768", 0x11eb, 23, MLKEM_768, false, 1249},
    {"SecP384r1MLKEM1024", 0x11ed, 24, MLKEM_1024, false, 1665},
    {"curveSM2MLKEM768", 0x11ee, 41, MLKEM_768, false, 1249},
};

static struct slice
join(struct slice a, struct slice b, bool swap)
{
    struct buf out;
    buf_init(&out, &case_arena, 10000);
    buf_add(&out, swap ? b : a);
    buf_add(&out, swap ? a : b);
    return buf_slice(&out);
}

struct server {
    struct slice share, secret;
};

static struct server
answer(const struct row *r, struct slice client)
{
    struct err e = {0};
    struct slice public = {0}, ecdh = {0}, ciphertext = {0}, kem = {0};
    size_t kem_n = r->set >= 0 ? mlkem_public_size((enum mlkem_set)r->set) : 0;
    struct slice first = slice_sub(client, 0, r->kem_first ? kem_n : client.n - kem_n);
    struct slice second = slice_sub(client, first.n, client.n);
    if (r->classical) {
        struct crypto_pair *pair;
        assert_true(crypto_pair_new(&pair, r->classical, &e));
        assert_true(crypto_pair_public(&public, &case_arena, pair, &e));
        assert_true(crypto_pair_agree(&ecdh, &case_arena, pair, r->kem_first ? second : first, &e));
        crypto_pair_free(pair);
    }
    if (r->set >= 0) {
        const uint8_t m[32] = {9, 8, 7};
        uint8_t *c = NEW_ARRAY(&case_arena, uint8_t, MLKEM_CIPHERTEXT_MAX + MLKEM_SECRET);
        enum mlkem_set set = (enum mlkem_set)r->set;
        assert_true(
            mlkem_encapsulate(c + MLKEM_CIPHERTEXT_MAX, c, set, r->kem_first ? first : second, m));
        ciphertext = slice_of(c, mlkem_ciphertext_size(set));
        kem = slice_of(c + MLKEM_CIPHERTEXT_MAX, MLKEM_SECRET);
    }
    return (struct server){join(public, ciphertext, r->kem_first), join(ecdh, kem, r->kem_first)};
}

static void
both_sides_agree(void **state)
{
    const struct row *r = *state;
    struct tls_shares s;
    struct tls_share share, again;
    struct slice secret;
    struct err e = {0};
    struct env env;
    env_system(&env);
    tls_shares_init(&s, &case_arena, &env);
    assert_true(tls_shares_possible(r->group));
    assert_false(tls_shares_agree(&secret, &case_arena, &s, r->group, SL(""), &e));
    assert_true(tls_shares_get(&s, r->group, &share, &e));
    assert_true(tls_shares_get(&s, r->group, &again, &e));
    assert_int_equal(share.key.n, r->share);
    assert_true(slice_eq(share.key, again.key)); /* made once */
    assert_int_equal(s.n, 1);
    struct server server = answer(r, share.key);
    assert_true(tls_shares_agree(&secret, &case_arena, &s, r->group, server.share, &e));
    assert_true(slice_eq(secret, server.secret));
    struct slice shorter = slice_sub(server.share, 0, server.share.n - 1);
    assert_false(tls_shares_agree(&secret, &case_arena, &s, r->group, shorter, &e));
    assert_false(tls_shares_agree(&secret, &case_arena, &s, r->group, SL(""), &e));
    assert_int_equal(e.code, ERR_INPUT);
    tls_shares_done(&s);
}

static void
no_share_for_these(void **state UNUSED)
{
    const uint16_t none[] = {0, 34, 40, 0x5a5a, 0x11ef, 0xffff};
    struct tls_shares s;
    struct tls_share share;
    struct err e = {0};
    tls_shares_init(&s, &case_arena, NULL);
    for (size_t i = 0; i < COUNT_OF(none); i++) {
        assert_false(tls_shares_possible(none[i]));
        assert_false(tls_shares_get(&s, none[i], &share, &e));
        assert_int_equal(e.code, ERR_UNSUPPORTED);
    }
    tls_shares_done(&s);
}

int
main(void)
{
    CASES_TABLE(rows, both_sides_agree);
    CASES_TEST(no_share_for_these);
    return cases_run("collect/tls_share");
}
