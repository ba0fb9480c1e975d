/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Child processes of tests: run one to its end and take what it prints, or
 * start one and stop it again. A child dies with the test that started it, and
 * is only ever stopped by its own process group.
 */
#pragma once

#include "base/arena.h"
#include "base/err.h"

#include <sys/types.h>

#define COMMAND_OUTPUT_MAX ((size_t)8 << 20) /* octets of standard output that are kept */

struct command {
    const char *const *argv; /* argv[0] is looked for in PATH and the sbin folders */
    const char *const *env;  /* further "NAME=value", null at the end; or null */
    const char *log;         /* file for what is not captured; null: /dev/null */
};

/* The program's full path, or null where it is not installed. */
const char *command_find(struct arena *a, const char *name);

/* Standard output and the exit status (128 + n where signal n ended it). */
MUST_USE bool command_run(struct slice *out, int *status, struct arena *a, const struct command *c,
                          unsigned timeout_ms, struct err *e);

/* As command_run; fails where the status is not zero. */
MUST_USE bool command_output(struct slice *out, struct arena *a, const struct command *c,
                             unsigned timeout_ms, struct err *e);

/* In the background, in a process group of its own. */
MUST_USE bool command_start(pid_t *pid, const struct command *c, struct err *e);

/* True while it runs. Where it has ended, *pid becomes 0. */
bool command_alive(pid_t *pid);

/* SIGTERM, and SIGKILL where that does not help within a second. *pid becomes 0. */
void command_stop(pid_t *pid);

/* "a b  c" to {"a", "b", "c", NULL}, behind `head` (null-terminated, may be null). */
const char *const *command_split(struct arena *a, const char *const *head, struct slice words);
