/* SPDX-License-Identifier: Apache-2.0 */
#include "collect/tls_share.h"

void
tls_shares_init(struct tls_shares *s, struct arena *a)
{
    *s = (struct tls_shares){.a = a};
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
    return crypto_pair_possible(group);
}

static const struct tls_share_key *
find(const struct tls_shares *s, uint16_t group)
{
    for (size_t i = 0; i < s->n; i++)
        if (s->v[i].share.group == group)
            return &s->v[i];
    return NULL;
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
    struct tls_share_key *k = &s->v[s->n];
    if (!crypto_pair_new(&k->pair, group, e))
        return false;
    s->n++;
    k->share.group = group;
    if (!crypto_pair_public(&k->share.key, s->a, k->pair, e))
        return false;
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
    if (peer.n != k->share.key.n) /* both sides' keys are equally long, padded if need be */
        return err_set(e, ERR_INPUT, "the server's key share has %zu octets, %zu are right", peer.n,
                       k->share.key.n);
    return crypto_pair_agree(out, a, k->pair, peer, e);
}
