/* SPDX-License-Identifier: Apache-2.0 */
/* The test peers in ready configurations, by name. */
#pragma once

#include "support/peer_tls12.h"

#define PEER_PRESETS_MAX 32

struct peer_presets {
    struct peer_behaviour v[PEER_PRESETS_MAX];
    size_t n;
    struct peer_tlcp tlcp[4]; /* what the configurations point to */
    struct peer_tls13 tls13[16];
    struct peer_dual dual;
    struct peer_tls12 tls12[8];
    struct peer_ssl2 ssl2;
};

/* `certs` is the standard set; both must outlive the peers. */
void peer_presets_init(struct peer_presets *p, const struct certs *certs);

/* Null where there is no such name. */
const struct peer_behaviour *peer_preset(const struct peer_presets *p, const char *name);
