/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Configuration that a person can deploy, from a configuration that a plan has
 * found: the directives of a server program, and above each line the rules that
 * ask for it.
 *
 * A configuration is evidence in which all is known: one asset of the kind tls,
 * and one of the kind cert for each certificate that is to be presented. What
 * the program cannot do is listed as a gap, with the reason and what could; the
 * files are then as near as the program gets. What no configuration can bring
 * about (a validated module, an issuer's signature) is listed as a duty.
 *
 * Facts that are not known leave the program's default alone.
 */
#pragma once

#include "base/buf.h"
#include "solve/because.h"

#define EMIT_FILES_MAX 4
#define EMIT_SIZE_MAX ((size_t)1 << 20) /* octets of one file */

enum emit_server {
    EMIT_NGINX,
    EMIT_APACHE,
    EMIT_HAPROXY,
    EMIT_OPENSSL, /* openssl s_server: for trials, not for production */
};

/* "nginx", "apache", "haproxy", "openssl": as on the command line. */
extern const char *const emit_names[EMIT_OPENSSL + 1];

/* The profile of the program in data/servers: "nginx-1.22-openssl-3.0". */
struct slice emit_profile(enum emit_server s);

struct emit_request {
    enum emit_server server;
    const struct evidence *configuration;
    const struct catalog *catalog;
    struct because_request because; /* the regimes that the variant serves */

    /* Where they are empty these stand in: "tls.example", "0.0.0.0", "443", "/etc/comity". */
    struct slice name;    /* of the server */
    struct slice address; /* to listen on */
    struct slice port;
    struct slice dir; /* of keys, certificates and parameters */
};

struct emit_file {
    const char *name;  /* "nginx.conf" */
    const char *about; /* one line: what to do with it */
    struct slice text;
};

struct emit_gap {
    struct slice wanted;            /* "versions: TLCP 1.1" */
    struct slice why;               /* the program cannot */
    struct slice would;             /* what could; may be empty */
    const struct requirement *rule; /* of the program's profile */
};

struct emitted {
    struct emit_file files[EMIT_FILES_MAX]; /* the server's own first; then keys.sh, which makes
                                               keys and signing requests; test-ca.sh, which has a
                                               test authority issue the certificates; openssl.cnf
                                               where the program needs one */
    size_t nfiles;
    struct emit_gap *gaps;
    size_t ngaps;
    struct slices duties;
};

/* Fails where the configuration has no endpoint, or the catalog no profile of the program. */
MUST_USE bool emit_config(struct emitted *out, struct arena *a, const struct emit_request *rq,
                          struct err *e);
