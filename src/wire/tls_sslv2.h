/* SPDX-License-Identifier: Apache-2.0 */
/*
 * SSL 2.0: enough to see whether a server still answers it.
 *
 * Spec: "The SSL Protocol", Hickman, February 1995, sections 1.1 and 2.5;
 * RFC 6176 forbids it.
 */
#pragma once

#include "base/buf.h"

/* A CLIENT-HELLO that offers every SSL 2.0 cipher kind; `challenge` is 16 octets. */
void tls_sslv2_hello_write(struct buf *b, const uint8_t *challenge);

struct tls_sslv2_hello {
    struct slice certificate; /* DER; may be empty */
    size_t ciphers;           /* kinds that the server offers */
};

enum tls_sslv2_read {
    TLS_SSLV2_OK,
    TLS_SSLV2_MORE,
    TLS_SSLV2_ERROR, /* an SSL 2.0 ERROR message: it speaks SSL 2.0 and shares no cipher */
    TLS_SSLV2_BAD,   /* something else */
};

/* The server's first record, as far as it has arrived. */
MUST_USE enum tls_sslv2_read tls_sslv2_hello_parse(struct tls_sslv2_hello *out, struct slice in);
