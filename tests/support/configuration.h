/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Configurations as the emitters take them, written as text; and whether what a
 * scan saw is what was configured.
 *
 *   versions: TLS 1.2, TLS 1.3
 *   tls12_suites: TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256
 *   session_tickets: false
 *   cert: key.algorithm=EC key.curve=secp256r1 signature.hash=SHA-384
 *
 * What no line names has the value that a careful server has (configuration.c);
 * the sets over all versions follow from those of each.
 */
#pragma once

#include "base/buf.h"
#include "model/catalog.h"

/* Fails the test where a line is wrong. */
void configuration_make(struct evidence *out, struct arena *a, const struct catalog *c,
                        const char *lines);

/*
 * Writes a line into `wrong` for each fact of the configuration that the scan saw
 * otherwise. What a scan left open agrees; so do the few facts that it cannot
 * see as they were configured (the table in configuration.c says which, and why).
 */
void same_where_seen(struct buf *wrong, const struct evidence *configuration,
                     const struct evidence *scanned);
