/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One question to a server and what came back: the words in which the plan
 * (what to ask next), the exchange (octets both ways) and the retries talk.
 */
#pragma once

#include "wire/tls_handshake.h"
#include "wire/x509_key.h"

/* How far an answer is read: no further than what is asked for. */
enum tls_depth {
    TLS_DEPTH_HELLO,   /* ServerHello */
    TLS_DEPTH_FLIGHT,  /* up to TLS 1.2: certificate, status and key exchange too */
    TLS_DEPTH_VERIFY,  /* TLS 1.3: decrypted, up to CertificateVerify */
    TLS_DEPTH_TICKETS, /* TLS 1.3: finished, and the tickets behind it */
};

struct tls_ask {
    uint16_t version; /* wanted; TLS_SSL2 for the SSL 2.0 hello */
    bool older;       /* TLS 1.3: TLS 1.2 would do as well */
    bool fallback;    /* mark it as a downgrade: TLS_FALLBACK_SCSV */
    struct tls_codes suites, groups, schemes;
    struct tls_codes cert_schemes; /* TLS 1.3: for the certificates, where `schemes` is shortened */
    const struct slice *alpn;
    size_t nalpn;
    struct slice sni;
    bool retry;              /* TLS 1.3: empty key_share, so that a HelloRetryRequest comes */
    bool grease;             /* … with a share of a group that nobody has in place of none */
    struct tls_codes shares; /* TLS 1.3: groups to send a key for, else */
    enum tls_depth depth;
    unsigned tag; /* the plan's: which chain asked */
};

enum tls_outcome {
    TLS_ANSWERED,    /* a hello or retry request that could be read */
    TLS_ALERTED,     /* a fatal alert instead */
    TLS_CLOSED,      /* the connection ended in order, nothing said */
    TLS_RESET,       /* … by a reset */
    TLS_SILENT,      /* nothing (complete) before the deadline */
    TLS_UNREACHABLE, /* no connection */
    TLS_FOREIGN,     /* octets that are not TLS */
    TLS_MALFORMED,   /* TLS that cannot be read */
};

enum tls_answer_flags {
    TLS_SAW_EXTENDED_MASTER_SECRET = 1 << 0,
    TLS_SAW_ENCRYPT_THEN_MAC = 1 << 1,
    TLS_SAW_RENEGOTIATION_INFO = 1 << 2,
    TLS_SAW_SESSION_TICKET = 1 << 3,
    TLS_SAW_SERVER_NAME = 1 << 4,
    TLS_SAW_STAPLE = 1 << 5,
    TLS_SAW_POINT_FORMATS = 1 << 6,
    TLS_SAW_UNCOMPRESSED = 1 << 7, /* in the list of point formats, or a point that is */
    TLS_SAW_EARLY_DATA = 1 << 8,
    TLS_SAW_CLIENT_AUTH = 1 << 9,  /* the server asks for a certificate */
    TLS_SAW_FLIGHT = 1 << 10,      /* read to the end that a FLIGHT or VERIFY depth asks for */
    TLS_SAW_FINISHED = 1 << 11,    /* the server's Finished; ours went out */
    TLS_SAW_TICKETS_END = 1 << 12, /* … and the connection was read to its end */
};

struct tls_answer {
    enum tls_outcome outcome;
    uint8_t alert;          /* TLS_ALERTED: its description */
    struct slice note;      /* what went wrong, also behind a hello that was fine */
    int error;              /* TLS_UNREACHABLE: errno */
    struct slice beginning; /* TLS_FOREIGN: the first octets */

    uint16_t version, suite, group, scheme; /* group and scheme 0 where none was seen */
    uint8_t compression;
    bool retry; /* a HelloRetryRequest */
    struct slice alpn;
    unsigned flags;
    unsigned dh_bits;       /* 0: no finite-field parameters seen */
    bool explicit_curve;    /* EC parameters spelled out instead of named */
    struct tls_chain chain; /* empty where none was read; slices live as long as the arena given */
    struct x509_key leaf;   /* of chain.v[0] */
    unsigned tickets;
    uint32_t ticket_lifetime; /* the longest */
};

/* "handshake_failure", or "alert 200", for people. */
struct slice tls_answer_alert(struct arena *a, const struct tls_answer *answer);
