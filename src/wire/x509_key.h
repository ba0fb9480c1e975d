/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The algorithms of a certificate, read from its DER without a library: which
 * kind of key it carries, on which curve, and how it is signed. That is what
 * the scanner's strategy needs of each answer, and what a libcrypto too old
 * for the algorithm cannot tell.
 *
 * A view, not a validator: only the outer shape down to the key is looked at.
 *
 * Spec: RFC 5280 section 4.1; object identifiers from RFC 3279, RFC 4055,
 * RFC 5480, RFC 5639, RFC 8410, RFC 9215 (GOST), GB/T 33560 (SM2), RFC 9881
 * (ML-DSA).
 */
#pragma once

#include "base/err.h"
#include "base/slice.h"

enum x509_algorithm {
    X509_OTHER,
    X509_RSA,
    X509_RSA_PSS,
    X509_EC,
    X509_SM2,
    X509_ED25519,
    X509_ED448,
    X509_DSA,
    X509_GOST_2001,
    X509_GOST_2012_256,
    X509_GOST_2012_512,
    X509_ML_DSA_44,
    X509_ML_DSA_65,
    X509_ML_DSA_87,
};

struct x509_key {
    enum x509_algorithm algorithm; /* of the subject's key */
    const char *curve;             /* "secp256r1", "sm2p256v1"; null where not EC or not named */
    uint16_t group;                /* TLS code point of that curve up to TLS 1.2, or 0 */
    unsigned bits;                 /* where the algorithm or curve fixes it, or 0 */
    struct slice key;              /* subjectPublicKey without its count of unused bits */
    struct slice signature_oid;    /* content octets of the certificate's signatureAlgorithm */
};

/* The OIDs of signatures, for those that libcrypto 3.0 does not know. */
enum x509_algorithm x509_signature_algorithm(struct slice oid);

MUST_USE bool x509_key_read(struct x509_key *out, struct slice der, struct err *e);
