/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The outside world: clocks, randomness, names, connections and files. All of
 * it comes in through this one struct, so that a test can replace any part and
 * "as of a date" costs nothing. Nothing outside base/ asks the system for
 * time or randomness; connections are also opened by collect/ and record/http.c,
 * files by record/, store/ and office/, which keep a committee's folder.
 */
#pragma once

#include "base/arena.h"
#include "base/err.h"

#include <netinet/in.h>
#include <sys/socket.h>

#define ENV_ADDRESSES_MAX 16      /* per name */
#define ENV_DIR_ENTRIES_MAX 10000 /* per folder */

struct env_addresses {
    struct sockaddr_storage v[ENV_ADDRESSES_MAX]; /* port filled in */
    size_t n;
};

struct env {
    void *ctx; /* handed to every function */

    int64_t (*wall_ns)(void *ctx); /* since 1970-01-01T00:00:00Z */
    int64_t (*mono_ns)(void *ctx); /* never goes back */
    void (*random)(void *ctx, uint8_t *out, size_t n);

    /* IPv4 and IPv6 addresses of a host name or numeric address. May block. */
    bool (*resolve)(void *ctx, struct env_addresses *out, const char *host, uint16_t port,
                    struct err *e);

    /* A non-blocking, close-on-exec TCP socket whose connect is under way; -1 with errno set. */
    int (*dial)(void *ctx, const struct sockaddr *to, socklen_t n);

    /* A whole regular file of at most `max` octets (ERR_LIMIT past that). */
    bool (*read_file)(void *ctx, struct slice *out, struct arena *a, const char *path, size_t max,
                      struct err *e);

    /* The names in a folder, in octet order, without those that start with a dot. */
    bool (*list_dir)(void *ctx, struct slices *out, struct arena *a, const char *path,
                     struct err *e);
};

/* The real one. */
void env_system(struct env *env);
