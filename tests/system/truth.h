/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Truth tests: a server in a known configuration is scanned, and what the
 * scanner says has to equal the configuration, and sslscan where that can see.
 *
 * Expectations are lines "field: value":
 *
 *   versions: TLS 1.2, TLS 1.3          exactly these, and every other one settled as refused
 *   tls12_suites: none                  the empty set, all settled
 *   tls12_suites: 0xC02F, 0xC030        by code
 *   tls12_suites: openssl -tls1_2 HIGH:!aNULL auth=RSA,ECDSA nokx=DH
 *                                       what `openssl ciphers -s` makes of the string, with these
 *                                       values of Au= and without those of Kx=
 *   tls12_suites: gnutls NORMAL TLS1.2 auth=RSA
 *                                       what `gnutls-cli -l` lists up to that version
 *   session_tickets: true               any other fact, as scan_fact prints it
 *   dh_bits: unknown                    unknown, with a reason
 *   leaf: rsa, p256                     the end certificates, by their names in the standard set
 *   chain: ca                           and those above them
 *   failed: text                        the target failed, and the error says so
 *
 * A field without a line is not checked.
 */
#pragma once

#include "support/peer_presets.h"
#include "support/scan.h"
#include "support/server.h"

struct truth {
    const char *name;
    const char *preset; /* a scripted peer; null: a server of `kind` */
    enum server_kind kind;
    const char *config;
    const char *const *env;
    const char *host; /* null: 127.0.0.1 */
    const char *sni;
    const char *needs; /* a file among the fixtures, without which the row is skipped */
    const char *want;
    bool sslscan; /* compare with it as well */
    bool lawless; /* a peer that no server could be: the laws of data/law are not asked */
};

/* The rows as tests; gives the exit code: 77 where a program or the scanner is absent. */
int truth_run(const char *group, const struct truth *rows, size_t n);
