/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The two hellos: our ClientHello written, the server's ServerHello (or
 * HelloRetryRequest) read, and the extension lists that also stand in
 * EncryptedExtensions, certificate entries and tickets.
 *
 * Pure. Slices in the results point into the input.
 *
 * Spec: RFC 8446 section 4.1, RFC 5246 section 7.4.1, RFC 6101 section 5.6.1,
 * GB/T 38636 section 6.4.5; extensions as named in wire/tls.h.
 */
#pragma once

#include "wire/tls_record.h"

#define TLS_CLIENT_HELLO_MAX 16384 /* octets: it must fit one record; we stay far below */
#define TLS_EXTENSIONS_MAX 64      /* per list; our limit, no RFC gives one */

/* Extensions without content, or with a fixed one, that a hello may carry. */
enum tls_hello_flags {
    TLS_HELLO_EXTENDED_MASTER_SECRET = 1 << 0,
    TLS_HELLO_ENCRYPT_THEN_MAC = 1 << 1,
    TLS_HELLO_RENEGOTIATION_INFO = 1 << 2,
    TLS_HELLO_SESSION_TICKET = 1 << 3,
    TLS_HELLO_STATUS_REQUEST = 1 << 4,
    TLS_HELLO_POINT_FORMATS = 1 << 5,
    TLS_HELLO_PSK_MODES = 1 << 6,
};

struct tls_share {
    uint16_t group;
    struct slice key;
};

struct tls_client_hello {
    uint16_t version;        /* as the hello says it: at most TLS 1.2 (RFC 8446 section 4.1.2) */
    uint16_t record_version; /* of the record around it */
    const uint8_t *random;   /* 32 octets */
    struct slice session_id; /* at most 32 */
    struct tls_codes suites;
    struct slice compression; /* methods; at least the null method */
    bool no_extensions;       /* SSL 3.0 and TLCP: the hello ends behind the methods */

    /* Each is left out where it is empty. */
    struct slice server_name;
    struct tls_codes groups, schemes, cert_schemes, versions;
    const struct slice *alpn;
    size_t nalpn;
    unsigned flags; /* enum tls_hello_flags */

    bool key_share; /* send the extension, with `nshares` entries: none asks for a retry request */
    const struct tls_share *shares;
    size_t nshares;
};

/*
 * The whole record. A hello of 256 to 511 octets is padded to 512 (RFC 7685:
 * some load balancers hang on those). What does not fit sets b->full.
 */
void tls_client_hello_write(struct buf *b, const struct tls_client_hello *h);

struct tls_extension {
    uint16_t type;
    struct slice body;
};

struct tls_extensions {
    struct tls_extension v[TLS_EXTENSIONS_MAX];
    size_t n;
};

/* A list without its length prefix. Fails on truncation, duplicates and too many. */
MUST_USE bool tls_extensions_parse(struct tls_extensions *out, struct slice list, struct err *e);

/* Null where it is absent. */
const struct tls_extension *tls_extensions_get(const struct tls_extensions *x, uint16_t type);

/* The one protocol that the server selected; empty where the extension is absent or malformed. */
struct slice tls_extensions_alpn(const struct tls_extensions *x);

/* Does ec_point_formats list the uncompressed format? False where it is absent. */
bool tls_extensions_uncompressed(const struct tls_extensions *x);

struct tls_server_hello {
    uint16_t legacy_version; /* the field */
    uint16_t version;        /* what was agreed: supported_versions, else the field */
    const uint8_t *random;   /* 32 octets */
    struct slice session_id;
    uint16_t suite;
    uint8_t compression;
    bool retry; /* a HelloRetryRequest */
    struct tls_extensions extensions;
    uint16_t group;         /* key_share; 0 where it is absent */
    struct slice share_key; /* empty in a HelloRetryRequest */
};

MUST_USE bool tls_server_hello_parse(struct tls_server_hello *out, struct slice body,
                                     struct err *e);
