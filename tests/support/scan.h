/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The scanner as tests call it, and what is expected of its evidence, written
 * elsewhere as lines "field: value" (tests/system/truth.h).
 */
#pragma once

#include "collect/tls.h"

#define SCAN_DIFFERENCE_MAX 4096

struct scanner {
    struct arena arena;
    struct catalog catalog;
    struct env env;
};

/* Loads the catalog of the source tree. */
MUST_USE bool scanner_open(struct scanner *s, struct err *e);
void scanner_close(struct scanner *s);

/* One target. `sni` may be null. */
MUST_USE bool scan(struct tls_result *out, struct arena *a, const struct scanner *s,
                   const char *host, uint16_t port, const char *sni, const struct tls_options *o,
                   struct err *e);

/* The asset of kind "tls"; null where there is none. */
const struct asset *scan_endpoint(const struct tls_result *r);

/* True elements of a set, names in the registry's order with ", " between them. */
struct slice scan_set(struct arena *a, const struct asset *as, const char *path);

/* A fact as text: true, 2048, "h2, http/1.1", or "unknown: reason". */
struct slice scan_fact(struct arena *a, const struct asset *as, const char *path);
