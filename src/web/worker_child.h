/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The child's side of web/worker.h: `comity worker TASK`. It loads what the
 * task needs, shuts itself in (web/sandbox.h), and only then reads what it was
 * given: standard input is the length of the options in 32 bits, the options as
 * JSON, and the file up to the end.
 *
 * It answers with one JSON object and status 0; or with
 * {"fault":{"code":"input","text":"…"}} and status 1.
 */
#pragma once

#include "base/buf.h"
#include "model/catalog.h"
#include "text/json.h"

#define WORKER_OPTIONS_MAX ((size_t)8 << 20)
#define WORKER_FILE_MAX ((size_t)16 << 20)

/* What a task works on. */
struct worker_in {
    struct arena *a;
    const struct env *env;
    const struct catalog *catalog;   /* null where the task needs none */
    const struct json_node *options; /* an object; may be empty */
    struct slice file;
};

struct worker_job {
    const char *name;
    /* Data of the portal's own, before the doors are shut; null: none. */
    bool (*load)(struct catalog *out, struct arena *a, const struct env *env, const char *dir,
                 struct err *e);
    bool (*prepare)(struct err *e); /* whatever else needs files; null: nothing */
    size_t memory;                  /* octets of address space */
    unsigned seconds;               /* of processor time */
    /* Appends one JSON object. ERR_INPUT: what is wrong with the file. */
    bool (*run)(struct buf *out, const struct worker_in *in, struct err *e);
};

/* The tasks, in the order of enum worker_task. */
extern const struct worker_job worker_jobs[];
extern const size_t nworker_jobs;

/*
 * Does `name`, one of worker_jobs or of `more` (a test's own; ends with a null name; may be null).
 * Gives the exit status; the caller ends with _exit, since nothing that runs at exit is allowed.
 */
int worker_child(const struct env *env, const char *name, const char *data,
                 const struct worker_job *more);
