/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What sslscan (not ours) found at an endpoint, read from its XML: code points
 * by version.
 */
#pragma once

#include "support/command.h"

#include <stdint.h>

#define SSLSCAN_MAX 512

enum sslscan_version {
    SSLSCAN_10,
    SSLSCAN_11,
    SSLSCAN_12,
    SSLSCAN_13,
    SSLSCAN_VERSIONS,
};

struct sslscan_codes {
    uint16_t v[SSLSCAN_MAX];
    size_t n;
};

struct sslscan {
    bool version[SSLSCAN_VERSIONS];
    struct sslscan_codes suites[SSLSCAN_VERSIONS];
    struct sslscan_codes groups[SSLSCAN_VERSIONS];
    struct sslscan_codes schemes[SSLSCAN_VERSIONS];
    struct slice certificates; /* "ecdsa-with-SHA256 EC prime256v1\n": signature and key of each */
    struct slice xml;
};

MUST_USE bool sslscan_run(struct sslscan *out, struct arena *a, const char *host, uint16_t port,
                          const char *sni, struct err *e);
bool sslscan_has(const struct sslscan_codes *c, uint32_t code);
