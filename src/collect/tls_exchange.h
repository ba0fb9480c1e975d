/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One connection's worth of TLS, without the connection: an ask becomes the
 * octets to send, the octets that come back become an answer. It stops as soon
 * as the ask's depth is reached; in TLS 1.3 it decrypts, and finishes the
 * handshake where tickets are wanted.
 *
 * All memory is the caller's arena; what one server can make it hold is
 * bounded by the limits below.
 */
#pragma once

#include "collect/tls13.h"
#include "collect/tls_share.h"
#include "collect/tls_space.h"

#define TLS_EXCHANGE_IN_MAX ((size_t)256 << 10)      /* octets read of one server in one exchange */
#define TLS_EXCHANGE_MESSAGE_MAX ((size_t)128 << 10) /* octets of one handshake message */

struct tls_exchange {
    struct arena *a;
    const struct tls_space *space;
    const struct tls_ask *ask;
    struct tls_shares *shares;
    const struct tls_suite *suite; /* of the answer; null where the registry lacks it */

    struct buf out;   /* to be sent; grows when a handshake is finished */
    struct buf in;    /* all octets that arrived */
    size_t in_used;   /* … and were taken apart */
    struct buf said;  /* handshake messages, ours first: also the transcript */
    size_t said_used; /* up to here they are parsed */
    size_t records;   /* taken so far */
    bool encrypted;   /* TLS 1.3, behind the ServerHello */
    bool finished;    /* TLS 1.3, behind the server's Finished */
    bool asked_for_certificate;
    struct slice certificate_context;
    struct tls13 keys;
    uint8_t warning; /* last warning alert, + 1 */

    struct tls_answer answer;
    bool done; /* the answer holds; nothing more is to be read */
};

/* `random`: 64 fresh octets. All pointers must outlive the exchange. */
MUST_USE bool tls_exchange_start(struct tls_exchange *x, struct arena *a,
                                 const struct tls_space *space, struct tls_shares *shares,
                                 const struct tls_ask *ask, const uint8_t *random, struct err *e);

/* More octets from the server. Sets done, and may append to `out`. */
void tls_exchange_feed(struct tls_exchange *x, struct slice octets);

enum tls_end {
    TLS_END_CLOSED,
    TLS_END_RESET,
    TLS_END_SILENT,
};

/* No more octets will come. Sets done. */
void tls_exchange_end(struct tls_exchange *x, enum tls_end end);
