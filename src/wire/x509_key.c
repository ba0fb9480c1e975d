/* SPDX-License-Identifier: Apache-2.0 */
#include "wire/x509_key.h"

#include "base/attr.h"

enum {
    DER_INTEGER = 0x02,
    DER_BIT_STRING = 0x03,
    DER_OID = 0x06,
    DER_SEQUENCE = 0x30,
    DER_CONTEXT_0 = 0xa0,
};

/* One element: its tag and content. Lengths of up to 4 octets; the indefinite form is not DER. */
static bool
der_take(struct slice *in, uint8_t *tag, struct slice *content)
{
    struct slice s = *in;
    uint8_t first;
    if (!slice_u8(&s, tag) || !slice_u8(&s, &first))
        return false;
    size_t n = first;
    if (first & 0x80) {
        size_t width = first & 0x7f;
        if (width == 0 || width > 4)
            return false;
        n = 0;
        for (uint8_t octet; width > 0; width--) {
            if (!slice_u8(&s, &octet))
                return false;
            n = n << 8 | octet;
        }
    }
    if (!slice_take(&s, n, content))
        return false;
    *in = s;
    return true;
}

static bool
der_expect(struct slice *in, uint8_t want, struct slice *content)
{
    struct slice s = *in;
    uint8_t tag;
    if (!der_take(&s, &tag, content) || tag != want)
        return false;
    *in = s;
    return true;
}

/* The content octets of object identifiers. */
static const struct {
    struct slice oid;
    enum x509_algorithm algorithm;
    unsigned bits;
} keys[] = {
    {SL_INIT("\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01"), X509_RSA, 0},
    {SL_INIT("\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0a"), X509_RSA_PSS, 0},
    {SL_INIT("\x2a\x86\x48\xce\x3d\x02\x01"), X509_EC, 0},
    {SL_INIT("\x2b\x65\x70"), X509_ED25519, 253},
    {SL_INIT("\x2b\x65\x71"), X509_ED448, 446},
    {SL_INIT("\x2a\x86\x48\xce\x38\x04\x01"), X509_DSA, 0},
    {SL_INIT("\x2a\x85\x03\x02\x02\x13"), X509_GOST_2001, 256},
    {SL_INIT("\x2a\x85\x03\x07\x01\x01\x01\x01"), X509_GOST_2012_256, 256},
    {SL_INIT("\x2a\x85\x03\x07\x01\x01\x01\x02"), X509_GOST_2012_512, 512},
    {SL_INIT("\x60\x86\x48\x01\x65\x03\x04\x03\x11"), X509_ML_DSA_44, 0},
    {SL_INIT("\x60\x86\x48\x01\x65\x03\x04\x03\x12"), X509_ML_DSA_65, 0},
    {SL_INIT("\x60\x86\x48\x01\x65\x03\x04\x03\x13"), X509_ML_DSA_87, 0},
};

static const struct {
    struct slice oid;
    enum x509_algorithm algorithm;
} signatures[] = {
    {SL_INIT("\x2a\x81\x1c\xcf\x55\x01\x83\x75"), X509_SM2},
    {SL_INIT("\x2a\x85\x03\x02\x02\x03"), X509_GOST_2001},
    {SL_INIT("\x2a\x85\x03\x07\x01\x01\x03\x02"), X509_GOST_2012_256},
    {SL_INIT("\x2a\x85\x03\x07\x01\x01\x03\x03"), X509_GOST_2012_512},
    {SL_INIT("\x60\x86\x48\x01\x65\x03\x04\x03\x11"), X509_ML_DSA_44},
    {SL_INIT("\x60\x86\x48\x01\x65\x03\x04\x03\x12"), X509_ML_DSA_65},
    {SL_INIT("\x60\x86\x48\x01\x65\x03\x04\x03\x13"), X509_ML_DSA_87},
};

static const struct {
    struct slice oid;
    const char *name;
    uint16_t group;
    unsigned bits;
} curves[] = {
    {SL_INIT("\x2a\x86\x48\xce\x3d\x03\x01\x07"), "secp256r1", 23, 256},
    {SL_INIT("\x2b\x81\x04\x00\x22"), "secp384r1", 24, 384},
    {SL_INIT("\x2b\x81\x04\x00\x23"), "secp521r1", 25, 521},
    {SL_INIT("\x2b\x24\x03\x03\x02\x08\x01\x01\x07"), "brainpoolP256r1", 26, 256},
    {SL_INIT("\x2b\x24\x03\x03\x02\x08\x01\x01\x0b"), "brainpoolP384r1", 27, 384},
    {SL_INIT("\x2b\x24\x03\x03\x02\x08\x01\x01\x0d"), "brainpoolP512r1", 28, 512},
    {SL_INIT("\x2b\x81\x04\x00\x0a"), "secp256k1", 22, 256},
    {SL_INIT("\x2b\x81\x04\x00\x21"), "secp224r1", 21, 224},
    {SL_INIT("\x2b\x81\x04\x00\x20"), "secp224k1", 20, 224},
    {SL_INIT("\x2a\x86\x48\xce\x3d\x03\x01\x01"), "secp192r1", 19, 192},
    {SL_INIT("\x2a\x81\x1c\xcf\x55\x01\x82\x2d"), "sm2p256v1", 41, 256},
};

static void
read_curve(struct x509_key *out, struct slice parameters)
{
    struct slice oid;
    if (!der_expect(&parameters, DER_OID, &oid))
        return;
    for (size_t i = 0; i < COUNT_OF(curves); i++) {
        if (!slice_eq(curves[i].oid, oid))
            continue;
        out->curve = curves[i].name;
        out->group = curves[i].group;
        out->bits = curves[i].bits;
        if (out->group == 41)
            out->algorithm = X509_SM2;
    }
}

static bool
read_key(struct x509_key *out, struct slice spki)
{
    struct slice algorithm, oid, bits;
    uint8_t unused;
    if (!der_expect(&spki, DER_SEQUENCE, &algorithm) || !der_expect(&algorithm, DER_OID, &oid) ||
        !der_expect(&spki, DER_BIT_STRING, &bits) || !slice_u8(&bits, &unused))
        return false;
    out->key = bits;
    for (size_t i = 0; i < COUNT_OF(keys); i++) {
        if (slice_eq(keys[i].oid, oid)) {
            out->algorithm = keys[i].algorithm;
            out->bits = keys[i].bits;
        }
    }
    if (out->algorithm == X509_EC)
        read_curve(out, algorithm);
    return true;
}

enum x509_algorithm
x509_signature_algorithm(struct slice oid)
{
    for (size_t i = 0; i < COUNT_OF(signatures); i++)
        if (slice_eq(signatures[i].oid, oid))
            return signatures[i].algorithm;
    return X509_OTHER;
}

bool
x509_key_read(struct x509_key *out, struct slice der, struct err *e)
{
    *out = (struct x509_key){0};
    struct slice cert, tbs, skip, algorithm, spki;
    if (!der_expect(&der, DER_SEQUENCE, &cert) || !der_expect(&cert, DER_SEQUENCE, &tbs))
        return err_set(e, ERR_INPUT, "not a certificate");
    struct slice version = tbs;
    if (der_expect(&version, DER_CONTEXT_0, &skip))
        tbs = version;
    if (!der_expect(&tbs, DER_INTEGER, &skip) || !der_expect(&tbs, DER_SEQUENCE, &algorithm) ||
        !der_expect(&algorithm, DER_OID, &out->signature_oid))
        return err_set(e, ERR_INPUT, "certificate: malformed serial or algorithm");
    /* issuer, validity, subject */
    for (int i = 0; i < 3; i++)
        if (!der_expect(&tbs, DER_SEQUENCE, &skip))
            return err_set(e, ERR_INPUT, "certificate: malformed names or validity");
    if (!der_expect(&tbs, DER_SEQUENCE, &spki) || !read_key(out, spki))
        return err_set(e, ERR_INPUT, "certificate: malformed public key");
    return true;
}
