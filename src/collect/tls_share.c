/* SPDX-License-Identifier: Apache-2.0 */
#include "collect/tls_share.h"

#include "base/buf.h"

/* Groups with an ML-KEM part; all others are classical. */
static const struct kem_group {
    uint16_t group, classical; /* 0: no classical part */
    enum mlkem_set set;
    bool kem_first;
} kem_groups[] = {
    {TLS_GROUP_MLKEM512, 0, MLKEM_512, true},
    {TLS_GROUP_MLKEM768, 0, MLKEM_768, true},
    {TLS_GROUP_MLKEM1024, 0, MLKEM_1024, true},
    {TLS_GROUP_X25519_MLKEM768, TLS_GROUP_X25519, MLKEM_768, true},
    {TLS_GROUP_SECP256R1_MLKEM768, TLS_GROUP_SECP256R1, MLKEM_768, false},
    {TLS_GROUP_SECP384R1_MLKEM1024, TLS_GROUP_SECP384R1, MLKEM_1024, false},
    {TLS_GROUP_CURVESM2_MLKEM768, TLS_GROUP_CURVESM2, MLKEM_768, false},
};

static const struct kem_group *
kem_group(uint16_t group)
{
    for (size_t i = 0; i < COUNT_OF(kem_groups); i++)
        if (kem_groups[i].group == group)
            return &kem_groups[i];
    return NULL;
}

void
tls_shares_init(struct tls_shares *s, struct arena *a, const struct env *env)
{
    *s = (struct tls_shares){.a = a, .env = env};
}

void
tls_shares_done(struct tls_shares *s)
{
    for (size_t i = 0; i < s->n; i++)
        crypto_pair_free(s->v[i].pair);
    s->n = 0;
}

bool
tls_shares_possible(uint16_t group)
{
    return kem_group(group) || crypto_pair_possible(group);
}

static const struct tls_share_key *
find(const struct tls_shares *s, uint16_t group)
{
    for (size_t i = 0; i < s->n; i++)
        if (s->v[i].share.group == group)
            return &s->v[i];
    return NULL;
}

static struct slice
join(struct arena *a, struct slice first, struct slice second)
{
    struct buf b;
    buf_init(&b, a, first.n + second.n);
    buf_add(&b, first);
    buf_add(&b, second);
    return buf_slice(&b);
}

/* The classical half, which may be the whole. */
static bool
make_pair(struct tls_shares *s, struct tls_share_key *k, uint16_t group, struct slice *public,
          struct err *e)
{
    if (!crypto_pair_new(&k->pair, group, e))
        return false;
    if (!crypto_pair_public(public, s->a, k->pair, e))
        return false;
    k->pair_octets = public->n;
    return true;
}

static void
make_kem(struct tls_shares *s, struct tls_share_key *k, enum mlkem_set set, struct slice *public)
{
    uint8_t seed[MLKEM_SEED];
    s->env->random(s->env->ctx, seed, sizeof seed);
    k->kem = NEW(s->a, struct mlkem_key);
    mlkem_key_init(k->kem, set, seed);
    *public = slice_of(k->kem->public, mlkem_public_size(set));
}

bool
tls_shares_get(struct tls_shares *s, uint16_t group, struct tls_share *out, struct err *e)
{
    const struct tls_share_key *have = find(s, group);
    if (have) {
        *out = have->share;
        return true;
    }
    if (s->n == TLS_SHARES_MAX)
        return err_set(e, ERR_LIMIT, "more than %d key shares", TLS_SHARES_MAX);
    const struct kem_group *g = kem_group(group);
    struct tls_share_key *k = &s->v[s->n];
    struct slice pair = {0}, kem = {0};
    *k = (struct tls_share_key){.share = {.group = group}, .kem_first = g && g->kem_first};
    bool ok = (g && !g->classical) || make_pair(s, k, g ? g->classical : group, &pair, e);
    if (!ok) {
        crypto_pair_free(k->pair);
        return false;
    }
    if (g)
        make_kem(s, k, g->set, &kem);
    k->share.key = k->kem_first ? join(s->a, kem, pair) : join(s->a, pair, kem);
    s->n++;
    *out = k->share;
    return true;
}

bool
tls_shares_agree(struct slice *out, struct arena *a, const struct tls_shares *s, uint16_t group,
                 struct slice peer, struct err *e)
{
    const struct tls_share_key *k = find(s, group);
    if (!k)
        return err_set(e, ERR_INPUT, "the server chose group %u, which has no share", group);
    size_t kem_octets = k->kem ? mlkem_ciphertext_size(k->kem->set) : 0;
    /* Both sides' classical keys are equally long, padded if need be. */
    if (peer.n != k->pair_octets + kem_octets)
        return err_set(e, ERR_INPUT, "the server's key share has %zu octets, %zu are right", peer.n,
                       k->pair_octets + kem_octets);
    struct slice kem = slice_sub(peer, k->kem_first ? 0 : k->pair_octets, kem_octets);
    struct slice pair = slice_sub(peer, k->kem_first ? kem_octets : 0, k->pair_octets);
    uint8_t octets[MLKEM_SECRET];
    struct slice kem_secret = {0}, pair_secret = {0};
    if (k->pair && !crypto_pair_agree(&pair_secret, a, k->pair, pair, e))
        return false;
    if (k->kem && mlkem_decapsulate(octets, k->kem, kem))
        kem_secret = slice_of(octets, sizeof octets);
    *out = k->kem_first ? join(a, kem_secret, pair_secret) : join(a, pair_secret, kem_secret);
    return true;
}
