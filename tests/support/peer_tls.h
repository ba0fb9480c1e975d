/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Scripted servers of the protocols that no server packaged in Debian 12
 * speaks: TLCP (GB/T 38636), TLS 1.3 with RFC 8998's suites, with hybrid and
 * pure ML-KEM groups, with RFC 9367's suites (negotiation only), and SSL 2.0
 * (its SERVER-HELLO only).
 *
 * They answer as a careful server would: they choose from what was offered,
 * refuse with the alert that the specification names, and complain in
 * peer_stats about a hello that breaks its specification.
 */
#pragma once

#include "support/certs.h"
#include "support/peer_msg.h"

/* Lists in the server's order of preference. */
struct peer_list {
    const uint16_t *v;
    size_t n;
};
#define PEER_LIST(...)                                                 \
    {                                                                  \
        (const uint16_t[]){__VA_ARGS__},                               \
            sizeof((const uint16_t[]){__VA_ARGS__}) / sizeof(uint16_t) \
    }

/*
 * GB/T 38636-2020, version 0x0101. The suites whose messages we know from a
 * running implementation are E011, E051 (ECDHE: key exchange with curveSM2 and
 * a certificate request) and E013, E053 (ECC). For any other suite configured
 * the flight is ServerHello, Certificate, ServerHelloDone.
 */
struct peer_tlcp {
    struct peer_list suites;
    bool client_order; /* choose by the client's order instead of ours */
    const struct certs *certs;
    const char *sign, *enc; /* names in `certs`; `enc` null: one certificate only */
};
extern const struct peer_behaviour peer_tlcp; /* copy it and set config */

struct peer_tls13 {
    struct peer_list suites, groups, schemes;
    bool client_order; /* of the suites */
    bool strict_sm;    /* RFC 8998, section 3: 00C6, 00C7 only with group 41 and scheme 0708 */
    bool eager_retry;  /* ask for our favourite group even where another one's share came */
    const struct certs *certs;
    const char *cert;                     /* name in `certs` */
    const char *alpn;                     /* the one protocol that is selected, or null */
    unsigned tickets;                     /* NewSessionTickets after the client's Finished */
    uint32_t ticket_lifetime, early_data; /* in them; seconds, octets (0: no early data) */
    bool cookie;                          /* a cookie in each HelloRetryRequest */
};
extern const struct peer_behaviour peer_tls13;

/* Both on one port: a hello whose version is 0x0101 goes to TLCP, any other to TLS 1.3. */
struct peer_dual {
    const struct peer_tlcp *tlcp;
    const struct peer_tls13 *tls13;
};
extern const struct peer_behaviour peer_dual;

/* SSL 2.0: answers a CLIENT-HELLO that offers version 0x0002; everything else gets nothing. */
struct peer_ssl2 {
    struct slice ciphers; /* cipher kinds, three octets each */
    const struct certs *certs;
    const char *cert;
};
extern const struct peer_behaviour peer_ssl2;

/* For behaviours that join protocols: the answer to one hello, and what comes behind it. */
void peer_tlcp_answer(struct peer_conn *c, const struct peer_tlcp *t, const struct msg_hello *h);
void peer_tls13_answer(struct peer_conn *c, const struct peer_tls13 *p, const struct msg_hello *h);
void peer_tls13_heard(struct peer_conn *c, const struct peer_tls13 *p);
