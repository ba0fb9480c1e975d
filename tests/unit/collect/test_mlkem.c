/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ML-KEM against the accumulated vectors of Go's crypto/mlkem (TestAccumulated:
 * a hundred exchanges drawn from SHAKE128, all results hashed), and each
 * parameter set against itself.
 */
#include "collect/mlkem.h"
#include "crypto/crypto.h"
#include "support/cases.h"

#include <stdio.h>

static void
from_hex(uint8_t *out, const char *text)
{
    for (size_t i = 0; text[2 * i]; i++)
        sscanf(text + 2 * i, "%2hhx", &out[i]);
}

static void
accumulated_vectors(void **state UNUSED)
{
    enum { ROUNDS = 100, DRAWN = MLKEM_SEED + 32 + 1088, KEPT = 1184 + 1088 + 32 + 32 };
    uint8_t *drawn = NEW_ARRAY(&case_arena, uint8_t, (size_t)ROUNDS * DRAWN);
    uint8_t *kept = NEW_ARRAY(&case_arena, uint8_t, (size_t)ROUNDS * KEPT);
    crypto_shake(drawn, (size_t)ROUNDS * DRAWN, 128, SL(""));
    for (size_t i = 0; i < ROUNDS; i++) {
        const uint8_t *in = drawn + i * DRAWN;
        uint8_t *out = kept + i * KEPT, secret[MLKEM_SECRET];
        struct mlkem_key *k = NEW(&case_arena, struct mlkem_key);
        mlkem_key_init(k, MLKEM_768, in);
        memcpy(out, k->public, 1184);
        assert_true(mlkem_encapsulate(out + 1184 + 1088, out + 1184, MLKEM_768,
                                      slice_of(k->public, 1184), in + MLKEM_SEED));
        assert_true(mlkem_decapsulate(secret, k, slice_of(out + 1184, 1088)));
        assert_memory_equal(secret, out + 1184 + 1088, MLKEM_SECRET);
        assert_true(
            mlkem_decapsulate(out + 1184 + 1088 + 32, k, slice_of(in + MLKEM_SEED + 32, 1088)));
    }
    uint8_t got[32], want[32];
    from_hex(want, "1114b1b6699ed191734fa339376afa7e285c9e6acf6ff0177d346696ce564415");
    crypto_shake(got, sizeof got, 128, slice_of(kept, (size_t)ROUNDS * KEPT));
    assert_memory_equal(got, want, 32);
}

struct row {
    const char *name;
    enum mlkem_set set;
    size_t public, ciphertext; /* FIPS 203, table 3 */
};

static const struct row rows[] = {
    {"ML-KEM-512", MLKEM_512, 800, 768},
    {"ML-KEM-768", MLKEM_768, 1184, 1088},
    {"ML-KEM-1024", MLKEM_1024, 1568, 1568},
};

static void
both_sides(void **state)
{
    const struct row *r = *state;
    assert_int_equal(mlkem_public_size(r->set), r->public);
    assert_int_equal(mlkem_ciphertext_size(r->set), r->ciphertext);
    for (uint8_t round = 0; round < 10; round++) {
        uint8_t seed[MLKEM_SEED] = {round}, m[32] = {round, 1};
        uint8_t ours[MLKEM_SECRET], theirs[MLKEM_SECRET], ciphertext[MLKEM_CIPHERTEXT_MAX];
        struct mlkem_key *k = NEW(&case_arena, struct mlkem_key);
        mlkem_key_init(k, r->set, seed);
        struct slice public = slice_of(k->public, r->public);
        assert_true(mlkem_encapsulate(theirs, ciphertext, r->set, public, m));
        assert_true(mlkem_decapsulate(ours, k, slice_of(ciphertext, r->ciphertext)));
        assert_memory_equal(ours, theirs, MLKEM_SECRET);
        ciphertext[round * 70] ^= 1;
        assert_true(mlkem_decapsulate(ours, k, slice_of(ciphertext, r->ciphertext)));
        assert_memory_not_equal(ours, theirs, MLKEM_SECRET);
        assert_false(mlkem_decapsulate(ours, k, slice_of(ciphertext, r->ciphertext - 1)));
        assert_false(mlkem_decapsulate(ours, k, SL("")));
        assert_false(
            mlkem_encapsulate(theirs, ciphertext, r->set, slice_of(public.p, public.n - 1), m));
        /* A coefficient of 4095 is none. */
        k->public[0] = 0xff;
        k->public[1] |= 0x0f;
        assert_false(mlkem_encapsulate(theirs, ciphertext, r->set, public, m));
    }
}

int
main(void)
{
    CASES_TEST(accumulated_vectors);
    CASES_TABLE(rows, both_sides);
    return cases_run("collect/mlkem");
}
