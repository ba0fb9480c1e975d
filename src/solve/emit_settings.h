/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A configuration in OpenSSL's terms (private to the emitters): lists by
 * OpenSSL's names, numbers, and which certificates are presented. Every server
 * program here hands these to the same library.
 *
 * An empty list, a negative number: not known, or of no effect; the program's
 * default is left alone then.
 */
#pragma once

#include "solve/emit.h"

#define EMIT_CERTS_MAX 5 /* OpenSSL holds one of each kind of key */

enum emit_version {
    EMIT_TLS10,
    EMIT_TLS11,
    EMIT_TLS12,
    EMIT_TLS13,
    EMIT_VERSIONS,
};

enum emit_flag {
    EMIT_NO,
    EMIT_YES,
    EMIT_LEAVE, /* not known */
};

struct emit_cert {
    const struct asset *as;
    const struct asset *issuer; /* of it, where the configuration speaks of it; or null */
    const char *stem;           /* of its files: "rsa", "rsa-pss", "ecdsa", "ed25519", "ed448" */
};

struct emit_settings {
    const struct emit_request *rq;
    const struct asset *tls;
    struct emit_cert certs[EMIT_CERTS_MAX];
    size_t ncerts;

    struct slice name, address, port, dir;

    bool on[EMIT_VERSIONS];
    struct slice ciphers;      /* up to TLS 1.2 "ECDHE-RSA-AES128-GCM-SHA256:…" */
    struct slice suites;       /* of TLS 1.3 "TLS_AES_128_GCM_SHA256:…" */
    struct slice groups;       /* "x25519:secp256r1" */
    struct slice schemes;      /* "rsa_pss_rsae_sha256:ECDSA+SHA224" */
    bool cbc;                  /* one of the ciphers is a block cipher in CBC mode */
    struct slice options;      /* of SSL_CONF_cmd(3) "-EncryptThenMac,-SessionTicket" */
    const char *option_fields; /* the facts that those settle */
    const char *dh;            /* OpenSSL's name of the group "ffdhe3072", "modp_2048"; or null */
    int level;                 /* security level to ask for; negative: the default is enough */
    struct slice level_why;    /* what asks for it */
    enum emit_flag server_preference, tickets, early_data, stapling;
    int64_t lifetime; /* of tickets, seconds */
    bool h2;          /* HTTP/2 is among the application protocols */
};

/* Fails where there is no endpoint, or a name or path that would not stay inside its line. */
MUST_USE bool emit_settings(struct emit_settings *out, struct arena *a,
                            const struct emit_request *rq, struct err *e);

/* OpenSSL's name of a suite below TLS 1.3, from its attributes; empty where it has none. */
struct slice emit_cipher_name(struct arena *a, const struct registry *r, const struct element *el);
