/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A TLS server as a rule: given a question of the plan, what would it answer?
 * No octets: the strategy is tested apart from the wire. Servers are made at
 * random from a seed, so that a failing one can be had again.
 */
#pragma once

#include "collect/tls_plan.h"

#define MODEL_LIST 64

struct model_list {
    uint16_t v[MODEL_LIST]; /* best first */
    size_t n;
};

enum model_refusal {
    MODEL_ALERTS, /* protocol_version and handshake_failure, as they should */
    MODEL_FAILS,  /* handshake_failure for everything */
    MODEL_CLOSES,
};

struct model_server {
    const struct tls_space *space;
    bool version[TLS_VS];
    struct model_list suites[TLS_VS];
    struct model_list groups_12, groups_13, ffdhe, schemes_12, schemes_13;
    struct model_list alpn; /* places in the space's list, + 1 */
    bool own_order;
    bool rsa, ecdsa;
    uint16_t curve;   /* of the ECDSA certificate; must be offered up to TLS 1.2 */
    unsigned dh_bits; /* without a named group */
    bool alpn_alert;  /* refuses when no protocol is shared, else goes on without */
    bool fallback;    /* honours TLS_FALLBACK_SCSV */
    bool needs_share; /* dislikes an empty key share */
    bool wants_name;  /* answers unrecognized_name to any name */
    enum model_refusal refusal;
};

/* A server from a seed. */
void model_server_init(struct model_server *m, const struct tls_space *space, uint32_t seed);

/* Certificates point into `a`. */
void model_server_answer(const struct model_server *m, struct arena *a, const struct tls_ask *ask,
                         struct tls_answer *out);

bool model_list_has(const struct model_list *l, uint16_t code);
