/* SPDX-License-Identifier: Apache-2.0 */
#include "model/bom_tables.h"

/* RFC 4055, 5758, 8410, 9215, 9881; GM/T 0006 for SM2. */
const struct bom_algorithm bom_signatures[] = {
    {"1.2.840.113549.1.1.4", "MD5withRSA", "RSASSA-PKCS1", "RSA-PKCS1", "MD5"},
    {"1.2.840.113549.1.1.5", "SHA1withRSA", "RSASSA-PKCS1", "RSA-PKCS1", "SHA-1"},
    {"1.2.840.113549.1.1.14", "SHA224withRSA", "RSASSA-PKCS1", "RSA-PKCS1", "SHA-224"},
    {"1.2.840.113549.1.1.11", "SHA256withRSA", "RSASSA-PKCS1", "RSA-PKCS1", "SHA-256"},
    {"1.2.840.113549.1.1.12", "SHA384withRSA", "RSASSA-PKCS1", "RSA-PKCS1", "SHA-384"},
    {"1.2.840.113549.1.1.13", "SHA512withRSA", "RSASSA-PKCS1", "RSA-PKCS1", "SHA-512"},
    {"1.2.840.113549.1.1.10", "RSASSA-PSS", "RSASSA-PSS", "RSA-PSS", NULL},
    {"1.2.840.10045.4.1", "SHA1withECDSA", "ECDSA", "ECDSA", "SHA-1"},
    {"1.2.840.10045.4.3.1", "SHA224withECDSA", "ECDSA", "ECDSA", "SHA-224"},
    {"1.2.840.10045.4.3.2", "SHA256withECDSA", "ECDSA", "ECDSA", "SHA-256"},
    {"1.2.840.10045.4.3.3", "SHA384withECDSA", "ECDSA", "ECDSA", "SHA-384"},
    {"1.2.840.10045.4.3.4", "SHA512withECDSA", "ECDSA", "ECDSA", "SHA-512"},
    {"1.3.101.112", "Ed25519", "EdDSA", "EdDSA", NULL},
    {"1.3.101.113", "Ed448", "EdDSA", "EdDSA", NULL},
    {"1.2.840.10040.4.3", "SHA1withDSA", "DSA", "DSA", "SHA-1"},
    {"2.16.840.1.101.3.4.3.1", "SHA224withDSA", "DSA", "DSA", "SHA-224"},
    {"2.16.840.1.101.3.4.3.2", "SHA256withDSA", "DSA", "DSA", "SHA-256"},
    {"1.2.156.10197.1.501", "SM3withSM2", "SM2", "SM2", "SM3"},
    {"1.2.643.2.2.3", "GOST3411withECGOST3410", "GOST", "GOST-2001", NULL},
    {"1.2.643.7.1.1.3.2", "GOST3411-2012-256withECGOST3410-2012-256", NULL, "GOST-2012-256",
     "Streebog-256"},
    {"1.2.643.7.1.1.3.3", "GOST3411-2012-512withECGOST3410-2012-512", NULL, "GOST-2012-512",
     "Streebog-512"},
    {"2.16.840.1.101.3.4.3.17", "ML-DSA-44", "ML-DSA", "ML-DSA-44", NULL},
    {"2.16.840.1.101.3.4.3.18", "ML-DSA-65", "ML-DSA", "ML-DSA-65", NULL},
    {"2.16.840.1.101.3.4.3.19", "ML-DSA-87", "ML-DSA", "ML-DSA-87", NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

const struct bom_algorithm bom_keys[] = {
    {"1.2.840.113549.1.1.1", "RSA", NULL, "RSA", NULL},
    {"1.2.840.113549.1.1.10", "RSASSA-PSS", "RSASSA-PSS", "RSA-PSS", NULL},
    {"1.2.840.10045.2.1", "EC", NULL, "EC", NULL},
    {NULL, "ECDSA", "ECDSA", "EC", NULL},
    {"1.3.101.112", "Ed25519", "EdDSA", "Ed25519", NULL},
    {"1.3.101.113", "Ed448", "EdDSA", "Ed448", NULL},
    {"1.2.840.10040.4.1", "DSA", "DSA", "DSA", NULL},
    {"1.2.156.10197.1.301", "SM2", "SM2", "SM2", NULL},
    {"1.2.643.2.2.19", "ECGOST3410", "GOST", "GOST-2001", NULL},
    {"1.2.643.7.1.1.1.1", "ECGOST3410-2012-256", NULL, "GOST-2012-256", NULL},
    {"1.2.643.7.1.1.1.2", "ECGOST3410-2012-512", NULL, "GOST-2012-512", NULL},
    {"2.16.840.1.101.3.4.3.17", "ML-DSA-44", "ML-DSA", "ML-DSA-44", NULL},
    {"2.16.840.1.101.3.4.3.18", "ML-DSA-65", "ML-DSA", "ML-DSA-65", NULL},
    {"2.16.840.1.101.3.4.3.19", "ML-DSA-87", "ML-DSA", "ML-DSA-87", NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static const struct bom_curve curves[] = {
    {"secp256r1", "nist/P-256"},
    {"secp384r1", "nist/P-384"},
    {"secp521r1", "nist/P-521"},
    {"secp256k1", "secg/secp256k1"},
    {"brainpoolP256r1", "brainpool/brainpoolP256r1"},
    {"brainpoolP384r1", "brainpool/brainpoolP384r1"},
    {"brainpoolP512r1", "brainpool/brainpoolP512r1"},
    {"sm2p256v1", "oscaa/SM2"},
};

const struct bom_version bom_versions[] = {
    {"SSL 2.0", "tls", "SSL 2.0", NULL, NULL, NULL},
    {"SSL 3.0", "tls", "SSL 3.0", "ssl3_suites", NULL, NULL},
    {"TLS 1.0", "tls", "1.0", "tls10_suites", "tls12_groups", NULL},
    {"TLS 1.1", "tls", "1.1", "tls11_suites", "tls12_groups", NULL},
    {"TLS 1.2", "tls", "1.2", "tls12_suites", "tls12_groups", "tls12_signature_schemes"},
    {"TLS 1.3", "tls", "1.3", "tls13_suites", "tls13_groups", "tls13_signature_schemes"},
    {"TLCP 1.1", "other", "TLCP 1.1", "tlcp_suites", NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL, NULL},
};

const struct bom_algorithm *
bom_algorithm_find(const struct bom_algorithm *table, struct slice algorithm, struct slice hash)
{
    for (; table->algorithm; table++)
        if (slice_eq_str(algorithm, table->algorithm) && slice_eq(hash, slice_str(table->hash)))
            return table;
    return NULL;
}

const struct bom_curve *
bom_curve_find(struct slice name)
{
    for (size_t i = 0; i < COUNT_OF(curves); i++)
        if (slice_eq_str(name, curves[i].name))
            return &curves[i];
    return NULL;
}

const struct bom_version *
bom_version_find(struct slice version)
{
    for (const struct bom_version *v = bom_versions; v->version; v++)
        if (slice_eq_str(version, v->version))
            return v;
    return NULL;
}
