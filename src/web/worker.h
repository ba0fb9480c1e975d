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
    WORKER_MATRIX,    /* the same judged: options regimes, on */
    WORKER_CONFLICTS, /* … and why not: options regimes, on */
    WORKER_PLAN,      /* … and what to do: options regimes, on, servers */
    WORKER_TABLE,     /* a comment table, CSV or XLSX: its rows, good and bad */
    WORKER_DRAFT,     /* a draft: its clauses and findings */
};
#define WORKER_OUTPUT_MAX ((size_t)16 << 20)

struct workers; /* how many run at once; waits for a free place, within the deadline */

MUST_USE bool workers_make(struct workers **out, struct arena *a, const struct env *env,
                           const char *data, unsigned at_once, struct err *e);
void workers_free(struct workers *w);

/*
 * The task's JSON. ERR_INPUT: what is wrong with the file, in the task's own words; ERR_LIMIT: it
 * took too long or too much memory; ERR_SYSTEM: no worker could be started. Blocks: never called by
 * the thread that accepts connections.
 */
MUST_USE bool worker_run(struct slice *out, struct arena *a, struct workers *w,
                         enum worker_task task, struct slice options_json, struct slice file,
                         unsigned deadline_ms, struct err *e);
