/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writing configuration files (private to the emitters): lines, and above each
 * the rules that ask for it as a comment.
 */
#pragma once

#include "solve/emit_settings.h"

/* One file that is being written. All the programs here know "# comment". */
struct emit_writer {
    const struct emit_settings *s;
    struct arena *a;
    struct buf out;
    int indent;
};

/* The head of a file: what it is, whom it serves, what is missing. */
void emit_begin(struct emit_writer *w, const struct emit_settings *s, struct arena *a,
                const struct emitted *so_far, const char *what);

/*
 * A line of configuration. `fields` are the facts that it settles, with blanks
 * between them: paths of the endpoint, or of the certificates behind "cert/":
 * "versions suites", "cert/key.bits". The rules behind them stand above it.
 */
void emit_line(struct emit_writer *w, const char *fields, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* The same for one certificate. */
void emit_cert_line(struct emit_writer *w, const struct emit_cert *c, const char *fields,
                    const char *fmt, ...) __attribute__((format(printf, 4, 5)));

/* With escapes for what steers a display or ends a line: what is quoted stays in its line. */
struct slice emit_tame(struct arena *a, struct slice s);

/* Lines of comment, wrapped, tamed. */
void emit_comment(struct emit_writer *w, struct slice text);
void emit_remark(struct emit_writer *w, const char *text);
/*
 * The suites up to TLS 1.2 with the security level that they need, as OpenSSL's cipher list; that
 * the level is lowered is remarked. Empty where the program's default stands.
 */
struct slice emit_cipher_list(struct emit_writer *w);
/* A remark about facts that need no line, and the rules behind those. */
void emit_noted(struct emit_writer *w, const char *fields, const char *text);
void emit_blank(struct emit_writer *w);

/* Adds the file to `to`. */
MUST_USE bool emit_end(struct emitted *to, struct emit_writer *w, const char *name,
                       const char *about, struct err *e);

/* Fields that stand behind several programs' lines. */
#define EMIT_CIPHERS "suites tls10_suites tls11_suites tls12_suites"
#define EMIT_GROUPS "groups tls12_groups tls13_groups"
#define EMIT_SCHEMES "signature_schemes tls12_signature_schemes tls13_signature_schemes"
/* What OpenSSL and these programs do by themselves, or what the defaults already are. */
#define EMIT_FIXED                                                                  \
    "compression client_renegotiation secure_renegotiation extended_master_secret " \
    "encrypt_then_mac fallback_scsv point_format_uncompressed role"
#define EMIT_DH "dh_bits tls12_groups"
#define EMIT_KEY "authentication cert/key.algorithm cert/key.bits cert/key.curve"

/* One function for each program: its own file, and what that needs beside it. */
MUST_USE bool emit_nginx(struct emitted *to, struct arena *a, const struct emit_settings *s,
                         struct err *e);
MUST_USE bool emit_apache(struct emitted *to, struct arena *a, const struct emit_settings *s,
                          struct err *e);
MUST_USE bool emit_haproxy(struct emitted *to, struct arena *a, const struct emit_settings *s,
                           struct err *e);
MUST_USE bool emit_openssl(struct emitted *to, struct arena *a, const struct emit_settings *s,
                           struct err *e);
/* openssl.cnf; `all`: every setting that it can hold, else those that HAProxy 2.6 has no word for.
 */
MUST_USE bool emit_openssl_cnf(struct emitted *to, struct arena *a, const struct emit_settings *s,
                               bool all, struct err *e);
/* keys.sh and test-ca.sh. */
MUST_USE bool emit_keys(struct emitted *to, struct arena *a, const struct emit_settings *s,
                        struct err *e);
