/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The messages of a server's flight behind its hello: certificates, key
 * exchange parameters, stapled status, signature, tickets.
 *
 * Pure: each function reads the body of one message; slices in the results
 * point into it. Nothing is verified.
 *
 * Spec: RFC 5246 section 7.4, RFC 8446 sections 4.3 to 4.6, RFC 8422 (EC),
 * RFC 4279 and RFC 5489 (PSK), RFC 6066 section 8 (status), GB/T 38636
 * section 6.4.5 (TLCP: two end certificates in front).
 */
#pragma once

#include "wire/tls_hello.h"

#define TLS_CHAIN_MAX 16 /* certificates that we read of one message; our limit */

struct tls_chain {
    struct slice v[TLS_CHAIN_MAX]; /* DER */
    size_t n;
    bool stapled; /* TLS 1.3: a status stands beside a certificate */
    bool more;    /* there were more than TLS_CHAIN_MAX: those are left out */
};

/* SSL 3.0 to TLS 1.2, TLCP. An empty list is accepted: the caller reads it as "no certificate". */
MUST_USE bool tls_certificate_parse(struct tls_chain *out, struct slice body, struct err *e);

/* TLS 1.3: with a context and extensions. */
MUST_USE bool tls13_certificate_parse(struct tls_chain *out, struct slice body, struct err *e);

/* What a ServerKeyExchange looks like follows from the suite. */
struct tls_kx_form {
    bool ec;     /* EC parameters, else finite-field ones */
    bool psk;    /* an identity hint stands in front */
    bool signs;  /* parameters are signed */
    bool scheme; /* TLS 1.2: the signature names its scheme */
};

struct tls_kx {
    uint8_t curve_type; /* EC: 3 is a named curve, 1 and 2 spell it out */
    uint16_t group;     /* EC, named curve; else 0 */
    struct slice point; /* EC */
    struct slice p, g, y;
    uint16_t scheme; /* 0 where none is named */
    struct slice signature;
};

MUST_USE bool tls_kx_parse(struct tls_kx *out, struct slice body, struct tls_kx_form form,
                           struct err *e);

/* Bits of a big-endian number, leading zeros not counted. */
size_t tls_bits(struct slice number);

/* CertificateStatus with an OCSP response in it? */
bool tls_status_present(struct slice body);

/* EncryptedExtensions */
MUST_USE bool tls13_encrypted_extensions_parse(struct tls_extensions *out, struct slice body,
                                               struct err *e);

/* CertificateVerify: the scheme. */
MUST_USE bool tls13_verify_parse(uint16_t *scheme, struct slice body, struct err *e);

struct tls_ticket {
    uint32_t lifetime; /* seconds */
    bool early_data;   /* with a size above zero */
};

MUST_USE bool tls13_ticket_parse(struct tls_ticket *out, struct slice body, struct err *e);
