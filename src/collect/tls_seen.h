/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the answers of one target add up to, apart from the lists that are
 * enumerated: extensions, certificates, tickets, Diffie-Hellman sizes.
 *
 * Pure. Everything kept is copied into the target's arena, within limits.
 */
#pragma once

#include "collect/tls_space.h"
#include "model/bits.h"

#define TLS_CHAINS_MAX 16 /* different certificate chains of one target */
#define TLS_CHAIN_OCTETS_MAX ((size_t)128 << 10)

/* Asked at least once in a way that shows it, and what came. */
struct tls_tri {
    bool asked, yes;
};

struct tls_seen_chain {
    struct tls_chain chain;
    struct x509_key leaf;
    enum tls_v v; /* in which it was first seen */
};

struct tls_seen {
    bool version[TLS_VS]; /* accepted */
    /* Protections, up to TLS 1.2: one no is a no, so they hold in every version and suite. */
    struct tls_tri extended_master_secret, encrypt_then_mac, renegotiation;
    /* One yes is a yes. */
    struct tls_tri compression, tickets_12, tickets_13, early_data, staple, server_name;
    struct tls_tri uncompressed, client_auth;
    bool read_13;     /* a flight of TLS 1.3 was decrypted */
    bool finished_13; /* … and the handshake finished, whether tickets came or not */
    uint32_t ticket_lifetime;
    unsigned dh_bits;                                      /* the smallest; 0: none seen */
    uint64_t groups_12[BITS_WORDS(REGISTRY_ELEMENTS_MAX)]; /* seen below TLS 1.3, by index */
    uint64_t groups_13[BITS_WORDS(REGISTRY_ELEMENTS_MAX)];
    struct tls_seen_chain chains[TLS_CHAINS_MAX];
    size_t nchains;
    bool more_chains;       /* than TLS_CHAINS_MAX, or than the octets we keep */
    unsigned shown, hidden; /* bit per enum tls_auth: a certificate came, or its flight was cut */
    size_t chain_octets;
    struct slice alert;   /* name of the last fatal alert */
    struct slice trouble; /* last note on an answer that could not be read to its end */
};

/* Are there, or may there be, certificates that are not among the chains? */
bool tls_seen_lacks_certificates(const struct tls_seen *s);

/* Takes a hello that was accepted. */
void tls_seen_take(struct tls_seen *s, struct arena *a, const struct tls_space *space,
                   const struct tls_ask *ask, const struct tls_answer *answer);
