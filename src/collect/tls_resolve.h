/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Names to addresses, before the loop starts: looking up blocks, and a loop
 * that is blocked would take it for the servers' silence. Several names are
 * looked up at a time, each in a thread of its own; struct env's resolve has
 * to bear that. Numeric addresses need no looking up.
 */
#pragma once

#include "base/env.h"
#include "collect/tls.h"

#define TLS_RESOLVE_THREADS 16

struct tls_resolve {
    struct slice host;
    uint16_t port;
    struct env_addresses addresses; /* n is 0 where there is none: see `failed` */
    bool numeric;                   /* the host is an address itself */
    struct err failed;
};

/* Fills in all of them. */
void tls_resolve_all(struct tls_resolve *v, size_t n, const struct env *env);
