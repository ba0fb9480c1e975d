/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Keys and X.509 certificates for tests, made when they are needed and never
 * committed. Keys of each name are made once per process; they are drawn
 * anew in every run, so no test may depend on their bits.
 */
#pragma once

#include "support/temp.h"

/* What a key and certificate look like. */
struct cert_spec {
    const char *name; /* of the files: NAME.crt, NAME.key */
    const char *key;  /* see the table in certs.c: "rsa2048", "p256", "sm2", "ed25519", … */
    const char *hash; /* of the signature; null: SHA-256, SM3 for SM2, none for EdDSA */
    const char *cn;   /* common name; null: the name */
    const char
        *sans; /* subject alternative names in OpenSSL's form, "DNS:a,IP:127.0.0.1"; or null */
    const char *usage;  /* key usage in OpenSSL's form, "digitalSignature"; or null */
    const char *issuer; /* name of the certificate of this set that issues it; null: itself */
    bool ca;
    int days; /* 0: 30 */
};

struct cert {
    const struct cert_spec *spec;
    struct slice der; /* of the certificate */
    void *key, *x509; /* OpenSSL's; cert_free */
};

#define CERTS_MAX 24

/* A set in one folder. Issuers come before what they issue. */
struct certs {
    struct cert v[CERTS_MAX];
    size_t n;
    struct arena arena;
    struct temp dir;
};

/* The certificates that the tests share: one per kind of key, two for TLCP. */
extern const struct cert_spec certs_standard[];
extern const size_t certs_nstandard;

/* Makes the set and writes it as PEM into a folder of its own. */
MUST_USE bool certs_make(struct certs *c, const struct cert_spec *specs, size_t n, struct err *e);
void certs_free(struct certs *c);

/* Null where there is no such name. */
const struct cert *certs_get(const struct certs *c, const char *name);

/* An OCSP response "good" for `name`, signed by its issuer, as DER in the file DIR/`file`. */
MUST_USE bool certs_ocsp(struct certs *c, const char *name, const char *file, struct err *e);
