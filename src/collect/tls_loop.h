/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Moves the octets: many connections to many targets in one epoll loop, each
 * with a deadline. What to ask and what to make of it is the jobs' business.
 */
#pragma once

#include "collect/tls_job.h"

struct tls_loop {
    const struct env *env;
    const struct tls_options *o; /* with the defaults filled in */
    struct arena *results;       /* where evidence goes */
    struct tls_job *jobs;
    size_t n;
};

/* Runs all jobs to their end. Fails only where the system gives no epoll. */
MUST_USE bool tls_loop_run(struct tls_loop *l, struct err *e);
