/* SPDX-License-Identifier: Apache-2.0 */
/* What the supervisor and the keeper of answers share. */
#pragma once

#include "web/worker.h"

#include <pthread.h>

struct answers;

struct workers {
    const struct env *env;
    const char *data, *program;
    pthread_mutex_t lock;
    pthread_cond_t free_place;
    unsigned at_once, running, slow, waiting; /* under the lock */
    _Atomic bool closing;                     /* what is under way is to end */
    struct answers *answers;                  /* has a lock of its own */
};

MUST_USE bool answers_make(struct answers **out, struct arena *a, struct err *e);
void answers_free(struct answers *k); /* waits for what is under way */

/* A lock and a condition that is waited for by CLOCK_MONOTONIC. */
MUST_USE bool worker_lock_make(pthread_mutex_t *lock, pthread_cond_t *cond, struct err *e);
