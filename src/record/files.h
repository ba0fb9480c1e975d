/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where the files of a record come from: a folder or an http(s) address. Paths
 * are relative, made by us ("tile/0/000"), never taken from what was read.
 */
#pragma once

#include "base/arena.h"
#include "base/err.h"

enum files_state {
    FILES_HERE,
    FILES_ABSENT,    /* no such file (a folder), 404 or 410 (an address) */
    FILES_TOO_LARGE, /* more than `max` octets: no file of a record is */
};

struct files {
    void *ctx;
    const char *name; /* for people: the folder or the address */
    bool far;         /* an address: each file takes a while */
    /* False where it cannot be told: no permission, no connection, time out, status 500. */
    bool (*get)(void *ctx, enum files_state *state, struct slice *out, struct arena *a,
                const char *path, size_t max, struct err *e);
    void (*close)(void *ctx);
};

/* `where` starts with "http://" or "https://", or is a folder. ERR_SYSTEM where it is not there. */
MUST_USE bool files_open(struct files *out, struct arena *a, const char *where, struct err *e);

/* Safe on all zero. */
void files_close(struct files *f);
