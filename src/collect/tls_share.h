/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The key shares that one target is sent: made when first wanted, then used
 * again for every hello, which spares the client a key generation each time.
 * Nothing secret is ever sent under these keys.
 *
 * A share is a key for classical agreement, an ML-KEM encapsulation key, or
 * both one behind the other.
 *
 * Spec: RFC 8446 section 4.2.8, RFC 10024 (hybrids: ML-KEM first with X25519,
 * last with the NIST curves), draft-ietf-tls-mlkem,
 * draft-yang-tls-hybrid-sm2-mlkem (curveSM2 first).
 */
#pragma once

#include "base/env.h"
#include "collect/mlkem.h"
#include "crypto/crypto.h"
#include "wire/tls_hello.h"

#define TLS_SHARES_MAX 24

struct tls_share_key {
    struct tls_share share;
    struct crypto_pair *pair; /* null where the group has no classical part */
    struct mlkem_key *kem;    /* null where it has no ML-KEM part */
    size_t pair_octets;       /* of a public key of the pair's group */
    bool kem_first;
};

struct tls_shares {
    struct arena *a;
    const struct env *env; /* for its random */
    struct tls_share_key v[TLS_SHARES_MAX];
    size_t n;
};

void tls_shares_init(struct tls_shares *s, struct arena *a, const struct env *env);
void tls_shares_done(struct tls_shares *s);

/* Can we complete a key exchange in this group? */
bool tls_shares_possible(uint16_t group);

MUST_USE bool tls_shares_get(struct tls_shares *s, uint16_t group, struct tls_share *out,
                             struct err *e);

/* The secret shared with the server's key; `group` was got before. */
MUST_USE bool tls_shares_agree(struct slice *out, struct arena *a, const struct tls_shares *s,
                               uint16_t group, struct slice peer, struct err *e);
