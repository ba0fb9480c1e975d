/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Servers that mean harm or are broken: a table of behaviours by name. Each
 * row also says what an honest scanner may at most come to know from it.
 */
#pragma once

#include "support/peer_tls12.h"

/* What a hostile server truly says; nothing else may be claimed of it. */
struct hostile_truth {
    uint16_t versions[4]; /* zero behind the last */
    uint16_t suites[4];
    uint16_t groups[4];
    bool any_suite;  /* it agrees to whatever is offered: every suite is said */
    bool must_fail;  /* nothing that is TLS is ever said: the target has to fail */
    bool must_speak; /* and here something has to be learnt in spite of it all */
    bool all;        /* … everything: each of these suites, and every other one settled */
    bool no_denial;  /* none of what it has may be taken for refused */
};

struct hostile {
    const char *name;
    struct peer_behaviour b;
    struct hostile_truth truth;
};

#define HOSTILE_MAX 128

struct hostile_set {
    struct hostile v[HOSTILE_MAX];
    size_t n;
    struct peer_tls12 tls12; /* the honest part of those that have one */
    struct peer_tls13 tls13;
};

/* `certs` is the standard set. */
void hostile_init(struct hostile_set *s, const struct certs *certs);
