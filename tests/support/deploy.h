/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the emitters wrote, put to work: the emitted scripts make the keys and a
 * test authority, the emitted configuration starts the real server on a
 * loopback port.
 */
#pragma once

#include "solve/emit.h"
#include "support/server.h"

#define DEPLOY_AUTHORITIES 5 /* one for each certificate */

struct deployment {
    struct temp dir; /* of keys and certificates: request.dir */
    struct server server;
    pid_t responders[DEPLOY_AUTHORITIES]; /* OCSP, where answers are stapled; 0: none */
    uint16_t ports[DEPLOY_AUTHORITIES];   /* theirs */
    int held[DEPLOY_AUTHORITIES];
};

/* A folder. The names in *rq are filled in to suit: localhost, the folder, a port to be put in. */
MUST_USE bool deploy_make(struct deployment *d, struct emit_request *rq, struct err *e);

/* ERR_UNSUPPORTED where the program is not installed. */
MUST_USE bool deploy_start(struct deployment *d, struct arena *a, const struct emit_request *rq,
                           const struct emitted *em, struct err *e);

void deploy_stop(struct deployment *d);
