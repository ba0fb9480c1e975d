/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Files over http and https, by libcurl: GET alone, at most HTTP_REDIRECTS_MAX
 * redirects and to http(s) alone, bounded size, bounded time, certificates
 * checked. No cookies, no credentials, no proxy but the environment's.
 */
#pragma once

#include "base/arena.h"
#include "base/err.h"

#define HTTP_REDIRECTS_MAX 3
#define HTTP_CONNECT_SECONDS 15
#define HTTP_SECONDS 120     /* for one file */
#define HTTP_SLOW_SECONDS 20 /* below HTTP_SLOW_OCTETS a second for that long ends it */
#define HTTP_SLOW_OCTETS 1024

struct http; /* one connection, kept for the next file */

MUST_USE bool http_new(struct http **out, struct err *e);
void http_free(struct http *h); /* null is fine */

enum http_answer {
    HTTP_OK,        /* status 200 */
    HTTP_ABSENT,    /* 404 or 410 */
    HTTP_TOO_LARGE, /* past `max` octets, after decompression */
};

/* False: no connection, a certificate that does not fit, time out, any other status. */
MUST_USE bool http_get(struct http *h, enum http_answer *answer, struct slice *out, struct arena *a,
                       const char *url, size_t max, struct err *e);
