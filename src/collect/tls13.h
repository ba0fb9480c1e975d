/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The TLS 1.3 key schedule and record protection, from the client's side: to
 * read the encrypted half of a server's flight (certificate, CertificateVerify,
 * tickets) and to finish the handshake so that tickets come.
 *
 * No I/O. The transcript is handed in as the octets of the messages themselves,
 * a flight is a few kilo-octets and is hashed twice.
 *
 * Spec: RFC 8446 sections 4.4, 5.2, 7.1 and 7.3; RFC 8998 (SM4, SM3).
 */
#pragma once

#include "crypto/crypto.h"
#include "wire/tls_handshake.h"

struct tls13_keys {
    uint8_t secret[CRYPTO_HASH_MAX]; /* the traffic secret they come from */
    uint8_t key[CRYPTO_KEY_MAX], iv[CRYPTO_NONCE];
    uint64_t sequence;
};

struct tls13 {
    enum crypto_hash hash;
    enum crypto_aead aead;
    uint8_t handshake_secret[CRYPTO_HASH_MAX];
    struct tls13_keys server, client; /* the ones in use */
};

/* Can we decrypt what this suite protects? */
bool tls13_suite_known(uint16_t suite);

/* Handshake keys. `transcript`: ClientHello and ServerHello messages. */
MUST_USE bool tls13_start(struct tls13 *t, uint16_t suite, struct slice shared,
                          struct slice transcript, struct err *e);

/*
 * Opens a record of type 23 from the server. `out` has room for the payload;
 * *type is the inner content type.
 */
MUST_USE bool tls13_open(struct tls13 *t, const struct tls_record *r, uint8_t *out, size_t *n,
                         uint8_t *type, struct err *e);

/* Does the server's Finished fit? `transcript`: all messages before it. */
bool tls13_finished_fits(const struct tls13 *t, struct slice transcript, struct slice body);

/*
 * The client's last flight: an empty Certificate where the server asked for one
 * (`context` is then its request context), Finished, and a close_notify so that
 * the server ends the connection when its tickets are sent. From here the
 * server's records are opened with application keys. `transcript`: ClientHello
 * to the server's Finished.
 */
MUST_USE bool tls13_finish(struct tls13 *t, struct buf *out, struct slice transcript,
                           const struct slice *context, struct err *e);
