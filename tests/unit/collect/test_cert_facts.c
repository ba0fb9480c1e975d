/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Certificates that openssl's library makes for the test, read back as facts;
 * and octets that are none.
 */
#include "collect/cert.h"
#include "support/cases.h"
#include "support/certs.h"
#include "support/words.h"

#include <stdio.h>

static const struct cert_spec specs[] = {
    {.name = "ca", .key = "rsa2048", .ca = true, .usage = "keyCertSign,cRLSign", .days = 365},
    {.name = "leaf",
     .key = "p256",
     .cn = "a.example",
     .sans = "DNS:a.example,DNS:*.b.example,IP:192.0.2.1,IP:2001:db8:0:0:0:0:0:1",
     .usage = "digitalSignature,keyEncipherment",
     .issuer = "ca",
     .days = 90},
    {.name = "rsa", .key = "rsa2048", .hash = "SHA1"},
    {.name = "p521", .key = "p521", .hash = "SHA512", .issuer = "ca"},
    {.name = "ed25519", .key = "ed25519"},
    {.name = "ed448", .key = "ed448"},
    {.name = "bp256", .key = "bp256"},
    {.name = "pss", .key = "rsapss2048"},
    {.name = "sm2sign", .key = "sm2", .usage = "digitalSignature,nonRepudiation"},
    {.name = "sm2enc", .key = "sm2", .usage = "keyEncipherment,keyAgreement", .issuer = "sm2sign"},
};

static struct certs certs;
static struct catalog words;
static struct arena forever;
static const struct kind *kind;

static struct asset
read_cert(struct slice der, enum cert_role role)
{
    struct asset as;
    cert_asset(&as, &case_arena, kind, der, role);
    return as;
}

static const struct fact *
fact(const struct asset *as, const char *path)
{
    const struct fact *f = asset_fact(as, slice_str(path));
    assert_non_null(f);
    return f;
}

static void
text_is(const struct asset *as, const char *path, const char *want)
{
    const struct fact *f = fact(as, path);
    assert_true(f->known);
    if (!slice_eq_str(f->s, want))
        fail_msg("%s is %.*s, not %s", path, SL_FMT(f->s), want);
}

struct row {
    const char *name; /* of the certificate */
    const char *key, *curve, *signature, *hash, *usage;
    int bits;
    bool self_signed;
};

static const struct row rows[] = {
    {"ca", "RSA", "", "RSA-PKCS1", "SHA-256", "signing", 2048, true},
    {"leaf", "EC", "secp256r1", "RSA-PKCS1", "SHA-256", "both", 256, false},
    {"rsa", "RSA", "", "RSA-PKCS1", "SHA-1", "both", 2048, true},
    {"p521", "EC", "secp521r1", "RSA-PKCS1", "SHA-512", "both", 521, false},
    {"ed25519", "Ed25519", "", "EdDSA", "", "both", 253, true},
    {"ed448", "Ed448", "", "EdDSA", "", "both", 446, true},
    {"bp256", "EC", "brainpoolP256r1", "ECDSA", "SHA-256", "both", 256, true},
    {"pss", "RSA-PSS", "", "RSA-PSS", "SHA-256", "both", 2048, true},
    {"sm2sign", "SM2", "sm2p256v1", "SM2", "SM3", "signing", 256, true},
    {"sm2enc", "SM2", "sm2p256v1", "SM2", "SM3", "encryption", 256, false},
};

static void
row(void **state)
{
    const struct row *r = *state;
    struct asset as = read_cert(certs_get(&certs, r->name)->der, CERT_LEAF);
    text_is(&as, "role", "leaf");
    text_is(&as, "key.algorithm", r->key);
    text_is(&as, "key.curve", r->curve);
    text_is(&as, "signature.algorithm", r->signature);
    text_is(&as, "signature.hash", r->hash);
    text_is(&as, "usage", r->usage);
    assert_int_equal(fact(&as, "key.bits")->i, r->bits);
    assert_int_equal(fact(&as, "version")->i, 3);
    assert_int_equal(fact(&as, "self_signed")->b, r->self_signed);
    for (size_t i = 0; i < kind->n; i++)
        assert_true(as.facts[i].known);
}

static void
list_is(const struct asset *as, const char *path, const char *want)
{
    const struct fact *f = fact(as, path);
    struct slice got = SL("");
    for (size_t i = 0; i < f->list.n; i++)
        got = arena_printf(&case_arena, "%.*s%.*s ", SL_FMT(got), SL_FMT(f->list.v[i]));
    assert_true(f->known);
    if (!slice_eq_str(got, want))
        fail_msg("%s is %.*s, not %s", path, SL_FMT(got), want);
}

static void
names_and_times(void **state UNUSED)
{
    struct slice der = certs_get(&certs, "leaf")->der;
    struct asset as = read_cert(der, CERT_LEAF);
    struct slice print = cert_fingerprint(&case_arena, der);
    list_is(&as, "subject_alternative_names", "a.example *.b.example 192.0.2.1 2001:db8::1 ");
    list_is(&as, "key_usage", "digitalSignature keyEncipherment ");
    list_is(&as, "revocation", "");
    assert_int_equal(fact(&as, "validity_days")->i, 90);
    assert_false(fact(&as, "ca")->b);
    assert_non_null(
        strstr((const char *)arena_str(&case_arena, fact(&as, "subject")->s), "CN=a.example"));
    assert_true(slice_eq(as.id, arena_printf(&case_arena, "cert:%.*s", SL_FMT(print))));
    assert_int_equal(print.n, 64);
    assert_true(fact(&as, "serial_bits")->i > 0 && fact(&as, "serial_bits")->i <= 160);
}

/* The hash of an RSA-PSS signature stands in its parameters: 2.16.840.1.101.3.4.2.n. */
static void
hashes_in_parameters(void **state UNUSED)
{
    static const uint8_t sha2[] = {0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02};
    static const struct {
        uint8_t n;
        const char *hash; /* null: unknown */
    } hashes[] = {
        {1, "SHA-256"},  {3, "SHA-512"},  {5, "SHA-512/224"}, {6, "SHA-512/256"},
        {7, "SHA3-224"}, {9, "SHA3-384"}, {0x63, NULL},
    };
    for (size_t i = 0; i < COUNT_OF(hashes); i++) {
        struct slice der = certs_get(&certs, "pss")->der;
        uint8_t *copy = NEW_ARRAY(&case_arena, uint8_t, der.n);
        memcpy(copy, der.p, der.n);
        for (size_t at = 0; at + sizeof sha2 < der.n; at++)
            if (memcmp(copy + at, sha2, sizeof sha2) == 0)
                copy[at + sizeof sha2] = hashes[i].n;
        struct asset as = read_cert(slice_of(copy, der.n), CERT_LEAF);
        text_is(&as, "signature.algorithm", "RSA-PSS");
        if (hashes[i].hash)
            text_is(&as, "signature.hash", hashes[i].hash);
        else
            assert_false(fact(&as, "signature.hash")->known);
    }
}

static void
places_in_a_chain(void **state UNUSED)
{
    struct asset as = read_cert(certs_get(&certs, "ca")->der, CERT_BEHIND);
    text_is(&as, "role", "root");
    assert_true(fact(&as, "ca")->b);
    as = read_cert(certs_get(&certs, "leaf")->der, CERT_BEHIND);
    text_is(&as, "role", "intermediate");
}

static void
nothing_but_the_fingerprint(const struct asset *as)
{
    for (size_t i = 0; i < kind->n; i++) {
        if (slice_eq(kind->fields[i].path, SL("fingerprint"))) {
            assert_true(as->facts[i].known);
            continue;
        }
        assert_false(as->facts[i].known);
        assert_int_not_equal(as->facts[i].reason.n, 0);
    }
}

static void
octets_that_are_none(void **state UNUSED)
{
    struct slice good = certs_get(&certs, "rsa")->der;
    uint8_t *longer = NEW_ARRAY(&case_arena, uint8_t, good.n + 1);
    memcpy(longer, good.p, good.n);
    const struct slice none[] = {
        SL(""),
        SL("\x30\0"),
        SL("hello"),
        slice_sub(good, 0, good.n - 1),
        slice_of(longer, good.n + 1),
        slice_of(NEW_ARRAY(&case_arena, uint8_t, CERT_DER_MAX + 1), CERT_DER_MAX + 1),
    };
    for (size_t i = 0; i < COUNT_OF(none); i++) {
        struct asset as = read_cert(none[i], CERT_LEAF);
        nothing_but_the_fingerprint(&as);
    }
}

/* Any one octet changed: either it still reads, or it says that it does not. */
static void
an_octet_changed(void **state UNUSED)
{
    struct slice good = certs_get(&certs, "leaf")->der;
    size_t unreadable = 0;
    for (size_t i = 0; i < good.n; i++) {
        uint8_t *p = NEW_ARRAY(&case_arena, uint8_t, good.n);
        memcpy(p, good.p, good.n);
        p[i] ^= 0x81;
        struct asset as = read_cert(slice_of(p, good.n), CERT_LEAF);
        if (!fact(&as, "key.algorithm")->known) {
            nothing_but_the_fingerprint(&as);
            unreadable++;
        }
    }
    assert_true(unreadable > 20);
}

int
main(void)
{
    struct err e = {0};
    words_load(&words, &forever);
    kind = catalog_kind(&words, SL("cert"));
    if (!kind || !certs_make(&certs, specs, COUNT_OF(specs), &e)) {
        fprintf(stderr, "%s\n", e.msg);
        return 1;
    }
    CASES_TABLE(rows, row);
    CASES_TEST(names_and_times);
    CASES_TEST(hashes_in_parameters);
    CASES_TEST(places_in_a_chain);
    CASES_TEST(octets_that_are_none);
    CASES_TEST(an_octet_changed);
    int rc = cases_run("collect/cert facts");
    certs_free(&certs);
    arena_free(&forever);
    return rc;
}
