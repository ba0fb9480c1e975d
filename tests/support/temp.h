/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A folder of its own for one test, under $TMPDIR or /tmp, and the small files
 * in it. Nothing is left behind: temp_remove takes the folder with all in it.
 */
#pragma once

#include "base/arena.h"
#include "base/err.h"

#define TEMP_PATH_MAX 96

struct temp {
    char path[TEMP_PATH_MAX]; /* empty: none */
};

MUST_USE bool temp_make(struct temp *t, struct err *e);
void temp_remove(struct temp *t);

/* PATH/NAME, from the arena. */
char *temp_path(struct arena *a, const struct temp *t, const char *name);

MUST_USE bool temp_write(const struct temp *t, const char *name, struct slice content,
                         struct err *e);

/* A whole file of at most `max` octets; what is behind that is cut off. */
MUST_USE bool temp_read(struct slice *out, struct arena *a, const char *path, size_t max,
                        struct err *e);
