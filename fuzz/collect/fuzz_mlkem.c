/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A server's half of an ML-KEM exchange: any octets as a ciphertext for our
 * keys, alone and in the hybrids, and as an encapsulation key, which the
 * servers' half reads. The first octet chooses the parameter set and the group.
 *
 * A ciphertext of the right length gives a secret, the same one each time; one
 * that was made for the key gives the secret that it was made with, and with an
 * octet changed another one.
 */
#include "base/cleanup.h"
#include "collect/tls_share.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static const uint16_t groups[] = {TLS_GROUP_MLKEM512,           TLS_GROUP_MLKEM768,
                                  TLS_GROUP_MLKEM1024,          TLS_GROUP_X25519_MLKEM768,
                                  TLS_GROUP_SECP256R1_MLKEM768, TLS_GROUP_SECP384R1_MLKEM1024,
                                  TLS_GROUP_CURVESM2_MLKEM768};

static void
check(bool ok)
{
    if (!ok)
        abort();
}

static void
as_ciphertext(const struct mlkem_key *k, struct slice in)
{
    uint8_t first[MLKEM_SECRET], again[MLKEM_SECRET];
    bool fits = in.n == mlkem_ciphertext_size(k->set);
    check(mlkem_decapsulate(first, k, in) == fits);
    if (!fits)
        return;
    check(mlkem_decapsulate(again, k, in));
    check(memcmp(first, again, sizeof first) == 0);
}

/* The octets as the randomness of an honest server; the last one chooses what is changed. */
static void
honest_then_changed(const struct mlkem_key *k, struct slice in)
{
    uint8_t m[32] = {0}, theirs[MLKEM_SECRET], ours[MLKEM_SECRET];
    uint8_t ciphertext[MLKEM_CIPHERTEXT_MAX];
    size_t size = mlkem_ciphertext_size(k->set);
    memcpy(m, in.p, in.n < sizeof m ? in.n : sizeof m);
    check(mlkem_encapsulate(theirs, ciphertext, k->set,
                            slice_of(k->public, mlkem_public_size(k->set)), m));
    check(mlkem_decapsulate(ours, k, slice_of(ciphertext, size)));
    check(memcmp(theirs, ours, sizeof ours) == 0);
    ciphertext[(size_t)in.p[in.n - 1] * 7 % size] ^= (uint8_t)(1u << in.p[0] % 8);
    check(mlkem_decapsulate(ours, k, slice_of(ciphertext, size)));
    check(memcmp(theirs, ours, sizeof ours) != 0);
}

static void
as_public_key(enum mlkem_set set, struct slice in)
{
    static const uint8_t m[32] = {1};
    uint8_t secret[MLKEM_SECRET], ciphertext[MLKEM_CIPHERTEXT_MAX];
    if (mlkem_encapsulate(secret, ciphertext, set, in, m))
        check(in.n == mlkem_public_size(set));
}

/* Our shares are made once: that is most of the work. */
static struct tls_shares *
our_shares(void)
{
    static struct arena kept;
    static struct env env;
    static struct tls_shares shares;
    if (!shares.a) {
        env_system(&env);
        tls_shares_init(&shares, &kept, &env);
    }
    return &shares;
}

static void
as_share(uint16_t group, struct slice in)
{
    AUTO_ARENA a = {0};
    struct tls_share mine;
    struct slice secret;
    struct err e = {0};
    check(tls_shares_get(our_shares(), group, &mine, &e));
    if (tls_shares_agree(&secret, &a, our_shares(), group, in, &e))
        check(secret.n >= MLKEM_SECRET && secret.n <= MLKEM_SECRET + CRYPTO_SHARED_MAX);
    else
        check(e.code != ERR_NONE);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    static const uint8_t seed[MLKEM_SEED] = {3};
    struct mlkem_key k;
    if (n < 2)
        return 0;
    enum mlkem_set set = (enum mlkem_set)(data[0] % 3);
    struct slice in = slice_of(data + 1, n - 1);
    mlkem_key_init(&k, set, seed);
    as_ciphertext(&k, in);
    honest_then_changed(&k, in);
    as_public_key(set, in);
    as_share(groups[data[0] % COUNT_OF(groups)], in);
    return 0;
}
