/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Output that appears whole or not at all: a file is written beside its place
 * under another name, synced, and moved there by output_commit.
 */
#pragma once

#include "base/arena.h"
#include "base/err.h"

#include <stdio.h>

struct output {
    FILE *f;
    const char *path; /* null: standard output */
    char *tmp;        /* null after commit */
};

/* `path` null or "-" means standard output. */
MUST_USE bool output_open(struct output *out, struct arena *a, const char *path, struct err *e);
MUST_USE bool output_write(struct output *out, struct slice s, struct err *e);
MUST_USE bool output_commit(struct output *out, struct err *e);

/* For CLEANUP: what was not committed disappears. */
void output_abandon(struct output *out);
