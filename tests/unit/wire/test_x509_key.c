/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The algorithms of certificates that are built here, DER element by element,
 * with everything else left empty; and each way in which the shape can break.
 */
#include "base/buf.h"
#include "support/cases.h"
#include "wire/x509_key.h"

static void
put(struct buf *b, uint8_t tag, struct slice content)
{
    buf_u8(b, tag);
    if (content.n > 127)
        buf_u8(b, 0x82);
    if (content.n > 127)
        buf_u16(b, (uint32_t)content.n);
    else
        buf_u8(b, (uint32_t)content.n);
    buf_add(b, content);
}

static struct buf
fresh(void)
{
    struct buf b;
    buf_init(&b, &case_arena, 10000);
    return b;
}

/* SEQUENCE { OBJECT IDENTIFIER oid, OBJECT IDENTIFIER parameters } */
static struct slice
algorithm(struct slice oid, struct slice parameters)
{
    struct buf b = fresh();
    put(&b, 6, oid);
    if (parameters.n > 0)
        put(&b, 6, parameters);
    return buf_slice(&b);
}

static struct slice
certificate(struct slice key_oid, struct slice curve, struct slice signature, bool version)
{
    struct buf spki = fresh(), tbs = fresh(), outer = fresh(), all = fresh();
    put(&spki, 0x30, algorithm(key_oid, curve));
    put(&spki, 3, SL("\0KEY"));
    if (version)
        put(&tbs, 0xa0, SL("\2\1\2"));
    put(&tbs, 2, SL("\1"));
    put(&tbs, 0x30, algorithm(signature, SL("")));
    for (int i = 0; i < 3; i++)
        put(&tbs, 0x30, SL(""));
    put(&tbs, 0x30, buf_slice(&spki));
    put(&outer, 0x30, buf_slice(&tbs));
    put(&outer, 0x30, SL(""));
    put(&outer, 3, SL("\0"));
    put(&all, 0x30, buf_slice(&outer));
    return buf_slice(&all);
}

#define EC "\x2a\x86\x48\xce\x3d\x02\x01"
#define SIGNATURE "\x2a\x81\x1c\xcf\x55\x01\x83\x75"

struct key_row {
    const char *name;
    struct slice oid, curve;
    enum x509_algorithm want;
    const char *curve_name;
    uint16_t group;
    unsigned bits;
};

static const struct key_row keys[] = {
    {"RSA", SL_INIT("\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01"), SL_INIT(""), X509_RSA, NULL, 0, 0},
    {"RSA-PSS", SL_INIT("\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0a"), SL_INIT(""), X509_RSA_PSS, NULL, 0,
     0},
    {"P-256", SL_INIT(EC), SL_INIT("\x2a\x86\x48\xce\x3d\x03\x01\x07"), X509_EC, "secp256r1", 23,
     256},
    {"P-521", SL_INIT(EC), SL_INIT("\x2b\x81\x04\x00\x23"), X509_EC, "secp521r1", 25, 521},
    {"brainpool 384", SL_INIT(EC), SL_INIT("\x2b\x24\x03\x03\x02\x08\x01\x01\x0b"), X509_EC,
     "brainpoolP384r1", 27, 384},
    {"SM2", SL_INIT(EC), SL_INIT("\x2a\x81\x1c\xcf\x55\x01\x82\x2d"), X509_SM2, "sm2p256v1", 41,
     256},
    {"a curve of nobody", SL_INIT(EC), SL_INIT("\x2a\x03\x04"), X509_EC, NULL, 0, 0},
    {"EC without a curve", SL_INIT(EC), SL_INIT(""), X509_EC, NULL, 0, 0},
    {"Ed25519", SL_INIT("\x2b\x65\x70"), SL_INIT(""), X509_ED25519, NULL, 0, 253},
    {"GOST 256", SL_INIT("\x2a\x85\x03\x07\x01\x01\x01\x01"), SL_INIT(""), X509_GOST_2012_256, NULL,
     0, 256},
    {"ML-DSA-65", SL_INIT("\x60\x86\x48\x01\x65\x03\x04\x03\x12"), SL_INIT(""), X509_ML_DSA_65,
     NULL, 0, 0},
    {"an algorithm of nobody", SL_INIT("\x2a\x03"), SL_INIT(""), X509_OTHER, NULL, 0, 0},
    {"an empty identifier", SL_INIT(""), SL_INIT(""), X509_OTHER, NULL, 0, 0},
};

static void
key_row(void **state)
{
    const struct key_row *r = *state;
    for (int version = 0; version < 2; version++) {
        struct x509_key k;
        struct err e = {0};
        struct slice in = certificate(r->oid, r->curve, SL(SIGNATURE), version);
        assert_true(x509_key_read(&k, in, &e));
        assert_int_equal(k.algorithm, r->want);
        assert_int_equal(k.group, r->group);
        assert_int_equal(k.bits, r->bits);
        assert_int_equal(k.curve != NULL, r->curve_name != NULL);
        if (k.curve)
            assert_string_equal(k.curve, r->curve_name);
        assert_true(slice_eq(k.key, SL("KEY")));
        assert_int_equal(x509_signature_algorithm(k.signature_oid), X509_SM2);
    }
}

/* No beginning of a certificate is one, and nothing is read past its end. */
static void
every_prefix(void **state UNUSED)
{
    struct slice whole = certificate(SL(EC), SL("\x2b\x81\x04\x00\x23"), SL(SIGNATURE), true);
    for (size_t n = 0; n < whole.n; n++) {
        struct x509_key k;
        struct slice part = arena_dup(&case_arena, slice_sub(whole, 0, n));
        assert_false(x509_key_read(&k, part, NULL));
    }
}

/* One octet changed: whatever is said, nothing is read past the end (the sanitizers watch). */
static void
every_octet_changed(void **state UNUSED)
{
    struct slice whole = certificate(SL(EC), SL("\x2b\x81\x04\x00\x23"), SL(SIGNATURE), true);
    size_t good = 0;
    for (size_t i = 0; i < whole.n; i++) {
        for (unsigned v = 0; v < 256; v++) {
            struct x509_key k;
            uint8_t copy[256];
            memcpy(copy, whole.p, whole.n);
            copy[i] = (uint8_t)v;
            good += x509_key_read(&k, slice_of(copy, whole.n), NULL);
        }
    }
    assert_true(good > whole.n); /* the unchanged one each time, and changes that do not matter */
}

struct broken_row {
    const char *name;
    struct slice in;
};

static const struct broken_row broken[] = {
    {"empty", SL_INIT("")},
    {"a set", SL_INIT("\x31\0")},
    {"indefinite length", SL_INIT("\x30\x80\0\0")},
    {"length of 5 octets", SL_INIT("\x30\x85\0\0\0\0\2\x30\0")},
    {"length of 4 octets, all ones", SL_INIT("\x30\x84\xff\xff\xff\xff")},
    {"length cut", SL_INIT("\x30\x82\1")},
    {"only headers, nested", SL_INIT("\x30\x82\x10\0\x30\x82\x10\0\x30\x82\x10\0")},
    {"an empty certificate", SL_INIT("\x30\0")},
    {"an empty body", SL_INIT("\x30\2\x30\0")},
};

static void
broken_row(void **state)
{
    const struct broken_row *r = *state;
    struct x509_key k;
    struct err e = {0};
    assert_false(x509_key_read(&k, r->in, &e));
    assert_int_equal(e.code, ERR_INPUT);
}

int
main(void)
{
    CASES_TABLE(keys, key_row);
    CASES_TEST(every_prefix);
    CASES_TEST(every_octet_changed);
    CASES_TABLE(broken, broken_row);
    return cases_run("wire/x509_key");
}
