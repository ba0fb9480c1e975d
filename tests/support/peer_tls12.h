/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A scripted server for SSL 3.0 to TLS 1.2, up to its ServerHelloDone: what
 * current libraries no longer do (SSL 3.0, export suites, short Diffie-Hellman
 * primes, compression), and the ground that hostile servers stand on.
 *
 * Spec: RFC 6101, RFC 2246, RFC 4346, RFC 5246, RFC 8422, and the RFCs of the
 * extensions in enum peer_tls12_extension.
 */
#pragma once

#include "support/peer_tls.h"

/* Extensions that it answers where the client sent them. */
enum peer_tls12_extension {
    PEER_EMS = 1,         /* extended_master_secret, RFC 7627 */
    PEER_ETM = 2,         /* encrypt_then_mac with CBC suites, RFC 7366 */
    PEER_TICKET = 4,      /* session_ticket, RFC 5077 */
    PEER_RENEGOTIATE = 8, /* renegotiation_info, RFC 5746; also for its SCSV */
    PEER_STAPLE = 16,     /* status_request, RFC 6066, section 8 */
    PEER_POINTS = 32,     /* ec_point_formats, RFC 8422, section 5.1.2 */
    PEER_SNI = 64,        /* server_name, RFC 6066, section 3 */
};

struct peer_tls12 {
    uint16_t min, max; /* versions, 0x0300 to 0x0303 */
    struct peer_list suites, groups, schemes;
    bool client_order;
    const struct certs *certs;
    const char *rsa, *ecdsa; /* certificates by name; null: none of that kind */
    unsigned dh_bits;        /* 768, 1024, 1536, 2048 or 3072 */
    unsigned extensions;     /* enum peer_tls12_extension */
    bool deflate;            /* chooses DEFLATE where it is offered */
    bool fallback_scsv;      /* RFC 7507 */
    bool intolerant;         /* closes, without a word, on a hello above its highest version */
};

extern const struct peer_behaviour peer_tls12;

void peer_tls12_answer(struct peer_conn *c, const struct peer_tls12 *p, const struct msg_hello *h);

/* The pieces, for hostile servers. Messages come with their handshake header. */
struct tls12_choice {
    uint16_t version, suite, group, scheme;
    uint8_t compression;
    const struct cert *cert; /* null: anonymous */
    uint8_t random[32];
};

/* False where nothing fits; *alert then says why. */
MUST_USE bool tls12_choose(struct tls12_choice *out, const struct peer_tls12 *p,
                           const struct msg_hello *h, uint8_t *alert);
void tls12_add_hello(struct buf *b, const struct peer_tls12 *p, const struct msg_hello *h,
                     const struct tls12_choice *x);
void tls12_add_certificate(struct buf *b, const struct peer_tls12 *p, const struct tls12_choice *x);
/* Nothing where the suite's key exchange needs none. */
void tls12_add_key_exchange(struct buf *b, struct arena *a, const struct peer_tls12 *p,
                            const struct msg_hello *h, const struct tls12_choice *x);
