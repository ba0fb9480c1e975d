/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One target on its way: its addresses, plan, pace and what came out. The loop
 * (tls_loop.h) moves the octets and tells the job how each connection ended.
 *
 * No sockets; time is handed in.
 */
#pragma once

#include "collect/tls.h"
#include "collect/tls_exchange.h"
#include "collect/tls_pace.h"
#include "collect/tls_plan.h"

/*
 * Connections to one target in all. Far more than any server that is configured by people
 * takes; one that names everything that it is offered, suite by suite, comes to its end.
 */
#define TLS_JOB_CONNECTIONS_MAX 2000

struct tls_transcript; /* collect/tls_transcript.h */

struct tls_job {
    const struct tls_target *target;
    struct tls_result *result;
    const struct tls_space *space;
    const struct env *env; /* for its random */
    const struct tls_options *o;
    struct arena arena; /* this target's memory; freed when it is finished */
    struct env_addresses addresses;
    size_t address; /* the one in use */
    bool connected; /* … has taken a connection */
    struct tls_plan plan;
    struct tls_shares shares;
    struct tls_pace pace;
    unsigned in_flight;
    int64_t begin, deadline; /* nanoseconds, monotonic */
    int64_t wall;            /* begin, in seconds since 1970 */
    struct err failed;       /* found so far; decides at the end if nothing was accepted */
    unsigned told;           /* how much `failed` says of a target that speaks no TLS */
    struct slice malformed;  /* what was wrong with its last unusable answer */
    bool started, stop, over;
    struct slice stopped; /* why it stopped before its end */
    struct tls_transcript *transcript;
};

/* The addresses are filled in by the caller, or `failed` is. */
void tls_job_init(struct tls_job *j, const struct tls_space *space, const struct env *env,
                  const struct tls_options *o, const struct tls_target *target,
                  struct tls_result *result);
void tls_job_start(struct tls_job *j, int64_t now, int64_t wall);
void tls_job_done(struct tls_job *j);

/* The next connection to dial; false: none now. *next is when to ask again, at the latest. */
bool tls_job_next(struct tls_job *j, int64_t now, struct tls_try *out, int64_t *next);

/* A connection ended. The answer's slices are copied. */
void tls_job_take(struct tls_job *j, const struct tls_try *tried, const struct tls_answer *answer,
                  int64_t now);

/* True when nothing is left to do; then tls_job_finish fills in the result, from `a`. */
bool tls_job_ended(const struct tls_job *j);
void tls_job_finish(struct tls_job *j, struct arena *a, int64_t now);

/* How long the connection may take to be established. */
int64_t tls_job_connect_ns(const struct tls_job *j);

/* "192.0.2.1:443", "[2001:db8::1]:443" */
struct slice tls_job_where(const struct tls_job *j, struct arena *a);
