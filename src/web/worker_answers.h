/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Answers of workers, kept for a while, and tasks that go on while nobody
 * waits: a page asks, waits a moment, says that it takes long, and asks again.
 *
 * The key is the digest of task, options and file. An answer holds for as long as
 * this process runs: what lies under data/ is taken to be the same.
 */
#pragma once

#include "web/worker.h"

#define ANSWERS_MAX 200                       /* kept; the one longest not asked for goes first */
#define ANSWERS_OCTETS_MAX ((size_t)24 << 20) /* of all of them */
#define ANSWERS_TASKS_MAX 24                  /* under way or waiting */

enum worker_state {
    WORKER_READY,   /* *out is the answer */
    WORKER_WORKING, /* not yet: ask again */
    WORKER_FAILED,  /* *e as of worker_run */
};

struct worker_question {
    enum worker_task task;
    struct slice options_json, file; /* copied where the task goes on */
    unsigned deadline_ms;            /* of the task */
    unsigned patience_ms;            /* of the one who asks */
};

/* May be asked by many threads at once: the same question is worked on once. */
MUST_USE enum worker_state worker_ask(struct slice *out, struct arena *a, struct workers *w,
                                      const struct worker_question *q, struct err *e);
