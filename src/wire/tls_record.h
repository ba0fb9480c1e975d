/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The record layer as a reader sees it, and the handshake messages inside.
 *
 * Pure and incremental: the caller keeps the octets that have arrived and asks
 * again when there are more. Nothing here decrypts; a TLS 1.3 record of type
 * 23 is handed out as it came.
 *
 * Spec: RFC 8446 section 5.1, RFC 5246 section 6.2, GB/T 38636 section 6.3.
 */
#pragma once

#include "base/buf.h"

#include "wire/tls.h"

#define TLS_RECORD_MAX (16384 + 2048) /* octets; RFC 5246 section 6.2.3, the largest of all */

enum tls_read {
    TLS_READ_OK,
    TLS_READ_MORE, /* the octets so far are a proper beginning */
    TLS_READ_BAD,  /* not TLS, or larger than allowed: no more octets can repair it */
};

struct tls_record {
    uint8_t type;
    uint16_t version;
    struct slice header;  /* its 5 octets: additional data of TLS 1.3 records */
    struct slice payload; /* points into the input */
};

/* Takes one record from the front of *in. On anything but OK, *in is unchanged. */
MUST_USE enum tls_read tls_record_take(struct slice *in, struct tls_record *out, struct err *e);

struct tls_message {
    uint8_t type;
    struct slice header; /* its 4 octets */
    struct slice body;   /* points into the input */
};

/*
 * Takes one handshake message from the front of *in, the joined payloads of
 * handshake records. A message longer than `max` is BAD as soon as its header
 * is there, so that nobody waits for 16 MiB.
 */
MUST_USE enum tls_read tls_message_take(struct slice *in, size_t max, struct tls_message *out,
                                        struct err *e);

struct tls_alert {
    uint8_t level, description;
};

MUST_USE bool tls_alert_parse(struct tls_alert *out, struct slice payload, struct err *e);

/* "handshake_failure", …; "alert 200" has no name and gives null. */
const char *tls_alert_name(uint8_t description);

/* Writers. One record of at most 16384 octets around `payload`. */
void tls_record_write(struct buf *b, uint8_t type, uint16_t version, struct slice payload);
