/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Work on files from outside, in a process of its own: this program again, as
 * `comity worker TASK`, which loads the data it needs, gives up files, network
 * and new processes (seccomp, limits of memory and time), reads the file from
 * standard input and writes one JSON object.
 *
 * What a worker says is believed no more than the file: it is checked
 * JSON, bounded, and shown escaped.
 */
#pragma once

#include "base/arena.h"
#include "base/env.h"
#include "base/err.h"

enum worker_task {
    WORKER_EVIDENCE,  /* a CycloneDX file: what products it has, or why it cannot be read */
    WORKER_MATRIX,    /* the same judged: options regimes, on. As `comity check --format json` */
    WORKER_CONFLICTS, /* … and why not: options regimes, on. As `comity conflicts` */
    WORKER_PLAN,      /* … and what to do: options regimes, on, server. As `comity plan --emit` */
    WORKER_TABLE,     /* a comment table, CSV or XLSX: its rows, good and bad: options name */
    WORKER_DRAFT,     /* a draft: its clauses and findings */
    WORKER_IMPACT,    /* evidence judged by a draft: options draft (its text), on */
};
#define WORKER_OUTPUT_MAX ((size_t)16 << 20)

struct workers; /* how many run at once; who waits for a free place, within the deadline */

#define WORKER_WAITING_MAX 64 /* more than these are turned away at once */

MUST_USE bool workers_make(struct workers **out, struct arena *a, const struct env *env,
                           const char *data, unsigned at_once, struct err *e);
void workers_free(struct workers *w);

/* Another program than this one, for tests that are none themselves. `path` stays. */
void workers_program(struct workers *w, const char *path);

/*
 * The task's JSON: an object, well-formed, of at most WORKER_OUTPUT_MAX octets. `options_json`
 * empty: none. ERR_INPUT: what is wrong with the file, in the task's own words; ERR_LIMIT: it
 * took too long or too much memory; ERR_SYSTEM: no worker could be started, or too many wait:
 * worth another try. Blocks: never called by the thread that accepts connections.
 */
MUST_USE bool worker_run(struct slice *out, struct arena *a, struct workers *w,
                         enum worker_task task, struct slice options_json, struct slice file,
                         unsigned deadline_ms, struct err *e);

/* The same by the task's name: "matrix"; a test may have more of them than we do. */
MUST_USE bool worker_run_named(struct slice *out, struct arena *a, struct workers *w,
                               const char *task, struct slice options_json, struct slice file,
                               unsigned deadline_ms, struct err *e);

/* What a worker said, and its exit status, believed no more than the file: false with *e as above.
 * Pure; for tests. */
MUST_USE bool worker_hear(struct slice said, int exit_status, struct err *e);
