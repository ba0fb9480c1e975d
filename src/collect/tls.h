/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Collects what TLS, SSL and TLCP endpoints offer, by asking them: our own
 * hellos over many connections at once, never a TLS library's client.
 *
 * Everything that answers is hostile. Each step and each target has a
 * deadline, replies are bounded, and what could not be learnt is recorded as
 * unknown with its reason. A target that cannot be reached at all, or that
 * does not speak TLS, gets an error in its result; the other targets go on.
 */
#pragma once

#include "model/catalog.h"

struct tls_target {
    struct slice host; /* name or address, without brackets */
    uint16_t port;
    struct slice sni; /* empty: the host where it is a name, else none is sent */
};

struct tls_options {
    unsigned per_target;     /* connections in flight to one target; 0: 8 */
    unsigned total;          /* and in all; 0: 256 */
    unsigned step_ms;        /* one connection, from dial to answer; 0: 5000 */
    unsigned target_ms;      /* one target in all; 0: 60000 */
    const char *transcripts; /* folder that gets the raw bytes of each exchange; null: none */

    /* Called now and then with what is done; null: nobody looks. */
    void (*progress)(void *ctx, size_t done, size_t all, size_t connections);
    void *progress_ctx;
};

struct tls_result {
    struct tls_target target;
    struct err failed; /* code ERR_NONE: `evidence` holds */
    struct evidence evidence;
    size_t connections;
    uint64_t octets_in, octets_out;
    int64_t ms;
};

/* "host", "host:port", "[v6]:port", "https://host/…"; default port 443. */
MUST_USE bool tls_target_parse(struct tls_target *out, struct arena *a, struct slice s,
                               struct err *e);

/* Fails only where nothing can be done at all; see tls_result.failed for the rest. */
MUST_USE bool tls_collect(struct tls_result *out, struct arena *a, const struct env *env,
                          const struct catalog *c, const struct tls_target *targets, size_t n,
                          const struct tls_options *o, struct err *e);
