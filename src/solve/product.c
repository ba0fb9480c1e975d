/* SPDX-License-Identifier: Apache-2.0 */
#include "solve/product.h"

const struct product_version product_versions[PRODUCT_VERSIONS] = {
    {SL_INIT("TLS 1.3"), SL_INIT("tls13_suites")},
    {SL_INIT("TLS 1.2"), SL_INIT("tls12_suites")},
    {SL_INIT("TLS 1.1"), SL_INIT("tls11_suites")},
    {SL_INIT("TLS 1.0"), SL_INIT("tls10_suites")},
    {SL_INIT("SSL 3.0"), SL_INIT("ssl3_suites")},
    {SL_INIT("TLCP 1.1"), SL_INIT("tlcp_suites")},
    {SL_INIT("SSL 2.0"), SL_INIT("")},
};

const struct product_part product_parts[PRODUCT_PARTS] = {
    {SL_INIT("tls13_suites"), SL_INIT("suites"), {SL_INIT("TLS 1.3")}},
    {SL_INIT("tls12_suites"), SL_INIT("suites"), {SL_INIT("TLS 1.2")}},
    {SL_INIT("tls11_suites"), SL_INIT("suites"), {SL_INIT("TLS 1.1")}},
    {SL_INIT("tls10_suites"), SL_INIT("suites"), {SL_INIT("TLS 1.0")}},
    {SL_INIT("ssl3_suites"), SL_INIT("suites"), {SL_INIT("SSL 3.0")}},
    {SL_INIT("tlcp_suites"), SL_INIT("suites"), {SL_INIT("TLCP 1.1")}},
    {SL_INIT("tls13_groups"), SL_INIT("groups"), {SL_INIT("TLS 1.3")}},
    {SL_INIT("tls12_groups"),
     SL_INIT("groups"),
     {SL_INIT("TLS 1.2"), SL_INIT("TLS 1.1"), SL_INIT("TLS 1.0")}},
    {SL_INIT("tls13_signature_schemes"), SL_INIT("signature_schemes"), {SL_INIT("TLS 1.3")}},
    {SL_INIT("tls12_signature_schemes"), SL_INIT("signature_schemes"), {SL_INIT("TLS 1.2")}},
};

#define LEAF(key, usage, id, name, authenticates)                                \
    {                                                                            \
        SL_INIT(key), SL_INIT(usage), SL_INIT(id), SL_INIT(name " certificate"), \
            SL_INIT(authenticates)                                               \
    }

const struct product_leaf product_leaves[PRODUCT_LEAVES] = {
    LEAF("RSA", "", "rsa", "RSA", "RSA"),
    LEAF("RSA-PSS", "", "rsa-pss", "RSA-PSS", "RSA-PSS"),
    LEAF("EC", "", "ec", "ECDSA", "ECDSA"),
    LEAF("Ed25519", "", "ed25519", "Ed25519", "EdDSA"),
    LEAF("Ed448", "", "ed448", "Ed448", "EdDSA"),
    LEAF("DSA", "", "dsa", "DSA", "DSA"),
    LEAF("SM2", "", "sm2", "SM2", "SM2"),
    LEAF("SM2", "encryption", "sm2-enc", "SM2 encryption", "SM2-double"),
    LEAF("GOST-2001", "", "gost-2001", "GOST R 34.10-2001", "GOST-2001"),
    LEAF("GOST-2012-256", "", "gost-256", "GOST R 34.10-2012 (256 bits)", "GOST-2012-256"),
    LEAF("GOST-2012-512", "", "gost-512", "GOST R 34.10-2012 (512 bits)", "GOST-2012-512"),
    LEAF("ML-DSA-44", "", "mldsa-44", "ML-DSA-44", "ML-DSA"),
    LEAF("ML-DSA-65", "", "mldsa-65", "ML-DSA-65", "ML-DSA"),
    LEAF("ML-DSA-87", "", "mldsa-87", "ML-DSA-87", "ML-DSA"),
    LEAF("other", "", "other", "Diffie-Hellman", ""),
};

const struct product_key product_keys[PRODUCT_KEYS] = {
    {SL_INIT("RSA"), {SL_INIT("RSA-PKCS1"), SL_INIT("RSA-PSS")}},
    {SL_INIT("RSA-PSS"), {SL_INIT("RSA-PSS")}},
    {SL_INIT("EC"), {SL_INIT("ECDSA")}},
    {SL_INIT("Ed25519"), {SL_INIT("EdDSA")}},
    {SL_INIT("Ed448"), {SL_INIT("EdDSA")}},
    {SL_INIT("DSA"), {SL_INIT("DSA")}},
    {SL_INIT("SM2"), {SL_INIT("SM2"), SL_INIT("ECDSA")}}, /* on the curve of SM2 */
    {SL_INIT("GOST-2001"), {SL_INIT("GOST-2001")}},
    {SL_INIT("GOST-2012-256"), {SL_INIT("GOST-2012-256")}},
    {SL_INIT("GOST-2012-512"), {SL_INIT("GOST-2012-512")}},
    {SL_INIT("ML-DSA-44"), {SL_INIT("ML-DSA-44")}},
    {SL_INIT("ML-DSA-65"), {SL_INIT("ML-DSA-65")}},
    {SL_INIT("ML-DSA-87"), {SL_INIT("ML-DSA-87")}},
};

const struct product_scheme product_schemes[PRODUCT_SCHEMES] = {
    {SL_INIT("RSA-PKCS1"), SL_INIT(""), SL_INIT("RSA")},
    {SL_INIT("RSA-PSS"), SL_INIT("rsa_pss_pss"), SL_INIT("RSA-PSS")},
    {SL_INIT("RSA-PSS"), SL_INIT(""), SL_INIT("RSA")},
    {SL_INIT("ECDSA"), SL_INIT(""), SL_INIT("EC")},
    {SL_INIT("EdDSA"), SL_INIT("ed25519"), SL_INIT("Ed25519")},
    {SL_INIT("EdDSA"), SL_INIT("ed448"), SL_INIT("Ed448")},
    {SL_INIT("DSA"), SL_INIT(""), SL_INIT("DSA")},
    {SL_INIT("SM2"), SL_INIT(""), SL_INIT("SM2")},
    {SL_INIT("GOST-2001"), SL_INIT(""), SL_INIT("GOST-2001")},
    {SL_INIT("GOST-2012-256"), SL_INIT(""), SL_INIT("GOST-2012-256")},
    {SL_INIT("GOST-2012-512"), SL_INIT(""), SL_INIT("GOST-2012-512")},
    {SL_INIT("ML-DSA"), SL_INIT("mldsa44"), SL_INIT("ML-DSA-44")},
    {SL_INIT("ML-DSA"), SL_INIT("mldsa65"), SL_INIT("ML-DSA-65")},
    {SL_INIT("ML-DSA"), SL_INIT("mldsa87"), SL_INIT("ML-DSA-87")},
};

const struct product_part *
product_part(struct slice path)
{
    for (size_t i = 0; i < PRODUCT_PARTS; i++)
        if (slice_eq(product_parts[i].path, path))
            return &product_parts[i];
    return NULL;
}

const struct product_scheme *
product_scheme(struct slice algorithm, struct slice name)
{
    for (size_t i = 0; i < PRODUCT_SCHEMES; i++)
        if (slice_eq(product_schemes[i].algorithm, algorithm) &&
            slice_has_prefix(name, product_schemes[i].starts))
            return &product_schemes[i];
    return NULL;
}

const struct slice product_old_versions[PRODUCT_OLD_VERSIONS] = {
    SL_INIT("TLS 1.2"), SL_INIT("TLS 1.1"), SL_INIT("TLS 1.0"),
    SL_INIT("SSL 3.0"), SL_INIT("SSL 2.0"),
};

bool
product_is_old(struct slice path)
{
    static const char *const fields[] = {
        "extended_master_secret",
        "encrypt_then_mac",
        "secure_renegotiation",
        "client_renegotiation",
        "point_format_uncompressed",
        "compression",
        "fallback_scsv",
        "dh_bits",
    };
    for (size_t i = 0; i < COUNT_OF(fields); i++)
        if (slice_eq_str(path, fields[i]))
            return true;
    return false;
}
