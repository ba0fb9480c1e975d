/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Certificates that are odd: what an extension does not say in a readable way
 * is unknown, not absent. Each is made here, signed by its own key.
 */
#include "collect/cert.h"
#include "support/cases.h"
#include "support/words.h"

#include <openssl/x509v3.h>

static struct catalog words;
static struct arena forever;
static EVP_PKEY *key;

#define GOOD_NAMES "\x30\x07\x82\x05\x61\x2e\x62\x2e\x63"         /* DNS:a.b.c */
#define NUL_NAME "\x30\x07\x82\x05\x61\x2e\x62\x00\x63"           /* DNS:a.b<NUL>c */
#define SIGNS "\x03\x02\x07\x80"                                  /* digitalSignature */
#define IS_CA "\x30\x03\x01\x01\xff"                              /* cA */
#define SERVER "\x30\x0a\x06\x08\x2b\x06\x01\x05\x05\x07\x03\x01" /* serverAuth */
#define BROKEN "\x30\x05\x01"

struct extension {
    int nid;
    struct slice value;
};

struct row {
    const char *name;
    struct extension extensions[3];
    size_t names; /* so many alternative names, in one extension */
    const char *unknown[3];
    const char *known[3];
};

static const struct row rows[] = {
    {.name = "no extensions at all", .known = {"subject_alternative_names", "key_usage", "ca"}},
    {.name = "names",
     .extensions = {{NID_subject_alt_name, SL_INIT(GOOD_NAMES)}},
     .known = {"subject_alternative_names", "subject", "revocation"}},
    {.name = "a NUL in a name",
     .extensions = {{NID_subject_alt_name, SL_INIT(NUL_NAME)}},
     .known = {"subject_alternative_names"}},
    {.name = "names twice",
     .extensions = {{NID_subject_alt_name, SL_INIT(GOOD_NAMES)},
                    {NID_subject_alt_name, SL_INIT(GOOD_NAMES)}},
     .unknown = {"subject_alternative_names"},
     .known = {"key_usage"}},
    {.name = "broken names",
     .extensions = {{NID_subject_alt_name, SL_INIT(BROKEN)}, {NID_key_usage, SL_INIT(SIGNS)}},
     .unknown = {"subject_alternative_names"},
     .known = {"key_usage", "usage"}},
    {.name = "broken key usage",
     .extensions = {{NID_key_usage, SL_INIT(BROKEN)}},
     .unknown = {"key_usage", "usage"},
     .known = {"ca"}},
    {.name = "key usage twice",
     .extensions = {{NID_key_usage, SL_INIT(SIGNS)}, {NID_key_usage, SL_INIT(SIGNS)}},
     .unknown = {"key_usage", "usage"}},
    {.name = "broken constraints",
     .extensions = {{NID_basic_constraints, SL_INIT(BROKEN)}},
     .unknown = {"ca"},
     .known = {"key_usage"}},
    {.name = "constraints twice",
     .extensions = {{NID_basic_constraints, SL_INIT(IS_CA)},
                    {NID_basic_constraints, SL_INIT(IS_CA)}},
     .unknown = {"ca"}},
    {.name = "broken extended usage",
     .extensions = {{NID_ext_key_usage, SL_INIT(BROKEN)}},
     .unknown = {"extended_key_usage"},
     .known = {"revocation"}},
    {.name = "extended usage twice",
     .extensions = {{NID_ext_key_usage, SL_INIT(SERVER)}, {NID_ext_key_usage, SL_INIT(SERVER)}},
     .unknown = {"extended_key_usage"}},
    {.name = "broken access to revocation",
     .extensions = {{NID_info_access, SL_INIT(BROKEN)}},
     .unknown = {"revocation"}},
    {.name = "as many names as are listed",
     .names = CERT_NAMES_MAX,
     .known = {"subject_alternative_names"}},
    {.name = "more names than are listed",
     .names = CERT_NAMES_MAX + 1,
     .unknown = {"subject_alternative_names"}},
};

static void
add_raw(X509 *x, int nid, const void *p, size_t n)
{
    ASN1_OCTET_STRING *value = ASN1_OCTET_STRING_new();
    assert_int_equal(ASN1_OCTET_STRING_set(value, p, (int)n), 1);
    X509_EXTENSION *ext = X509_EXTENSION_create_by_NID(NULL, nid, 0, value);
    assert_int_equal(X509_add_ext(x, ext, -1), 1);
    X509_EXTENSION_free(ext);
    ASN1_OCTET_STRING_free(value);
}

static void
add_names(X509 *x, size_t n)
{
    static const uint8_t one[] = {0x82, 1, 'a'};
    size_t octets = n * sizeof one;
    uint8_t *p = NEW_ARRAY(&case_arena, uint8_t, octets + 4);
    const uint8_t head[] = {0x30, 0x82, (uint8_t)(octets >> 8), (uint8_t)octets};
    memcpy(p, head, sizeof head);
    for (size_t i = 0; i < n; i++)
        memcpy(p + sizeof head + i * sizeof one, one, sizeof one);
    add_raw(x, NID_subject_alt_name, p, octets + 4);
}

static struct slice
make(const struct row *r)
{
    X509 *x = X509_new();
    X509_set_version(x, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(x), 1);
    X509_gmtime_adj(X509_getm_notBefore(x), 0);
    X509_gmtime_adj(X509_getm_notAfter(x), 86400);
    X509_set_pubkey(x, key);
    for (size_t i = 0; i < COUNT_OF(r->extensions) && r->extensions[i].nid; i++)
        add_raw(x, r->extensions[i].nid, r->extensions[i].value.p, r->extensions[i].value.n);
    if (r->names)
        add_names(x, r->names);
    assert_true(X509_sign(x, key, EVP_sha256()) > 0);
    unsigned char *der = NULL;
    int n = i2d_X509(x, &der);
    assert_true(n > 0);
    struct slice out = arena_dup(&case_arena, slice_of(der, (size_t)n));
    OPENSSL_free(der);
    X509_free(x);
    return out;
}

static const struct fact *
fact(const struct asset *as, const char *path)
{
    const struct fact *f = asset_fact(as, slice_str(path));
    assert_non_null(f);
    return f;
}

static void
odd(void **state)
{
    const struct row *r = *state;
    struct asset as;
    cert_asset(&as, &case_arena, catalog_kind(&words, SL("cert")), make(r), CERT_LEAF);
    for (size_t i = 0; i < COUNT_OF(r->unknown) && r->unknown[i]; i++) {
        if (fact(&as, r->unknown[i])->known)
            fail_msg("%s is known", r->unknown[i]);
        assert_int_not_equal(fact(&as, r->unknown[i])->reason.n, 0);
    }
    for (size_t i = 0; i < COUNT_OF(r->known) && r->known[i]; i++)
        if (!fact(&as, r->known[i])->known)
            fail_msg("%s is unknown", r->known[i]);
    const struct fact *names = fact(&as, "subject_alternative_names");
    if (slice_eq_str(slice_str(r->name), "a NUL in a name")) {
        assert_int_equal(names->list.n, 1);
        assert_true(slice_eq(names->list.v[0], SL("a.b\0c")));
    }
}

/* One octet changed, at every place: nothing may be read past an end, whatever is claimed. */
static void
one_octet_changed(void **state UNUSED)
{
    static const struct row r = {.extensions = {{NID_subject_alt_name, SL_INIT(GOOD_NAMES)},
                                                {NID_key_usage, SL_INIT(SIGNS)},
                                                {NID_ext_key_usage, SL_INIT(SERVER)}}};
    struct slice good = make(&r);
    for (size_t i = 0; i < good.n; i++) {
        struct arena a = {0};
        struct asset as;
        struct slice bad = arena_dup(&a, good);
        ((uint8_t *)(uintptr_t)bad.p)[i] ^= (uint8_t)(1u << i % 8);
        cert_asset(&as, &a, catalog_kind(&words, SL("cert")), bad, CERT_LEAF);
        for (size_t k = 0; k < as.kind->n; k++)
            assert_true(as.facts[k].known || as.facts[k].reason.n > 0);
        arena_free(&a);
    }
}

int
main(void)
{
    words_load(&words, &forever);
    key = EVP_EC_gen("P-256");
    if (!key)
        return 1;
    CASES_TABLE(rows, odd);
    CASES_TEST(one_octet_changed);
    int rc = cases_run("collect/cert");
    EVP_PKEY_free(key);
    arena_free(&forever);
    return rc;
}
