/* SPDX-License-Identifier: Apache-2.0 */
#include "support/certs.h"

#include "base/cleanup.h"

#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/ocsp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#define SM2_ID "1234567812345678" /* GM/T 0009: the identity used where none is agreed */
#define DAY 86400

struct key_kind {
    const char *name;
    const char *type;  /* OpenSSL's name of the algorithm */
    const char *group; /* of an EC key, or null */
    size_t bits;       /* of an RSA key, or 0 */
    const char *hash;  /* default; null: the algorithm has its own */
};

static const struct key_kind key_kinds[] = {
    {"rsa2048", "RSA", NULL, 2048, "SHA256"},
    {"rsa3072", "RSA", NULL, 3072, "SHA256"},
    {"rsapss2048", "RSA-PSS", NULL, 2048, "SHA256"},
    {"p256", "EC", "P-256", 0, "SHA256"},
    {"p384", "EC", "P-384", 0, "SHA384"},
    {"p521", "EC", "P-521", 0, "SHA512"},
    {"bp256", "EC", "brainpoolP256r1", 0, "SHA256"},
    {"bp384", "EC", "brainpoolP384r1", 0, "SHA384"},
    {"ed25519", "ED25519", NULL, 0, NULL},
    {"ed448", "ED448", NULL, 0, NULL},
    {"sm2", "SM2", NULL, 0, "SM3"},
};

#define LOCAL "DNS:localhost,DNS:comity.test,IP:127.0.0.1,IP:::1"

const struct cert_spec certs_standard[] = {
    {.name = "rsa", .key = "rsa2048", .sans = LOCAL},
    {.name = "rsapss", .key = "rsapss2048", .sans = LOCAL},
    {.name = "p256", .key = "p256", .sans = LOCAL},
    {.name = "p384", .key = "p384", .sans = LOCAL},
    {.name = "p521", .key = "p521", .sans = LOCAL},
    {.name = "bp256", .key = "bp256", .sans = LOCAL},
    {.name = "ed25519", .key = "ed25519", .sans = LOCAL},
    {.name = "ed448", .key = "ed448", .sans = LOCAL},
    {.name = "ca", .key = "p256", .ca = true, .usage = "keyCertSign,cRLSign"},
    {.name = "issued", .key = "p256", .sans = LOCAL, .issuer = "ca"},
    {.name = "other", .key = "p256", .sans = "DNS:other.comity.test"},
    {.name = "sm2", .key = "sm2", .sans = LOCAL},
    {.name = "sm2ca", .key = "sm2", .ca = true, .usage = "keyCertSign,cRLSign"},
    {.name = "sm2sign",
     .key = "sm2",
     .sans = LOCAL,
     .issuer = "sm2ca",
     .usage = "digitalSignature,nonRepudiation"},
    {.name = "sm2enc",
     .key = "sm2",
     .sans = LOCAL,
     .issuer = "sm2ca",
     .usage = "keyEncipherment,dataEncipherment,keyAgreement"},
};
const size_t certs_nstandard = COUNT_OF(certs_standard);

static bool
openssl_failed(struct err *e, const char *what)
{
    char why[200];
    ERR_error_string_n(ERR_get_error(), why, sizeof why);
    ERR_clear_error();
    return err_set(e, ERR_SYSTEM, "%s: %s", what, why);
}

static const struct key_kind *
kind_of(const char *name)
{
    for (size_t i = 0; i < COUNT_OF(key_kinds); i++)
        if (strcmp(key_kinds[i].name, name) == 0)
            return &key_kinds[i];
    return NULL;
}

static EVP_PKEY *
key_new(const struct key_kind *k)
{
    EVP_PKEY *key = NULL;
    EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name(NULL, k->type, NULL);
    bool ok = ctx && EVP_PKEY_keygen_init(ctx) > 0;
    ok = ok && (!k->bits || EVP_PKEY_CTX_set_rsa_keygen_bits(ctx, (int)k->bits) > 0);
    ok = ok && (!k->group || EVP_PKEY_CTX_set_group_name(ctx, k->group) > 0);
    if (ok && EVP_PKEY_generate(ctx, &key) <= 0)
        key = NULL;
    EVP_PKEY_CTX_free(ctx);
    return key;
}

static bool
add_extension(X509 *x, X509 *issuer, int nid, const char *value)
{
    if (!value)
        return true;
    X509V3_CTX ctx;
    X509V3_set_ctx(&ctx, issuer, x, NULL, NULL, 0);
    X509_EXTENSION *ext = X509V3_EXT_conf_nid(NULL, &ctx, nid, value);
    bool ok = ext && X509_add_ext(x, ext, -1) == 1;
    X509_EXTENSION_free(ext);
    return ok;
}

static bool
name_it(X509 *x, const struct cert_spec *s)
{
    X509_NAME *name = X509_get_subject_name(x);
    const char *cn = s->cn ? s->cn : s->name;
    return X509_NAME_add_entry_by_txt(name, "O", MBSTRING_UTF8, (const uint8_t *)"Comity tests", -1,
                                      -1, 0) == 1 &&
           X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, (const uint8_t *)cn, -1, -1, 0) ==
               1;
}

static bool
number_it(X509 *x)
{
    uint8_t octets[16];
    if (RAND_bytes(octets, sizeof octets) != 1)
        return false;
    octets[0] = (octets[0] & 0x7f) | 0x40; /* positive, 127 bits */
    BIGNUM *n = BN_bin2bn(octets, sizeof octets, NULL);
    bool ok = n && BN_to_ASN1_INTEGER(n, X509_get_serialNumber(x));
    BN_free(n);
    return ok;
}

static bool
sign_it(X509 *x, EVP_PKEY *by, const char *hash)
{
    EVP_MD_CTX *ctx = EVP_MD_CTX_new();
    EVP_PKEY_CTX *pctx = NULL;
    bool sm2 = EVP_PKEY_is_a(by, "SM2");
    const EVP_MD *md = hash ? EVP_get_digestbyname(hash) : NULL;
    bool ok = ctx && EVP_DigestSignInit(ctx, &pctx, md, NULL, by) == 1;
    if (ok && sm2)
        ok = EVP_PKEY_CTX_set1_id(pctx, SM2_ID, (int)strlen(SM2_ID)) > 0;
    ok = ok && X509_sign_ctx(x, ctx) > 0;
    EVP_MD_CTX_free(ctx);
    return ok;
}

static bool
fill_x509(X509 *x, EVP_PKEY *key, const struct cert_spec *s, X509 *issuer)
{
    long days = s->days ? s->days : 30;
    return X509_set_version(x, X509_VERSION_3) == 1 && number_it(x) && name_it(x, s) &&
           X509_gmtime_adj(X509_getm_notBefore(x), -3600) &&
           X509_gmtime_adj(X509_getm_notAfter(x), days * DAY - 3600) &&
           X509_set_issuer_name(x, X509_get_subject_name(issuer)) == 1 &&
           X509_set_pubkey(x, key) == 1 &&
           add_extension(x, issuer, NID_basic_constraints,
                         s->ca ? "critical,CA:TRUE" : "critical,CA:FALSE") &&
           add_extension(x, issuer, NID_key_usage, s->usage) &&
           add_extension(x, issuer, NID_subject_alt_name, s->sans);
}

static bool
make(struct certs *set, const struct cert_spec *s, struct err *e)
{
    const struct key_kind *k = kind_of(s->key);
    const struct cert *issuer = s->issuer ? certs_get(set, s->issuer) : NULL;
    if (!k || set->n == CERTS_MAX || (s->issuer && !issuer))
        return err_set(e, ERR_INPUT, "certificate %s: no such key or issuer", s->name);
    struct cert *c = &set->v[set->n++];
    *c = (struct cert){.spec = s, .key = key_new(k), .x509 = X509_new()};
    if (!c->key || !c->x509)
        return openssl_failed(e, s->key);
    X509 *above = issuer ? issuer->x509 : c->x509;
    const struct key_kind *by = issuer ? kind_of(issuer->spec->key) : k;
    if (!fill_x509(c->x509, c->key, s, above) ||
        !sign_it(c->x509, issuer ? issuer->key : c->key, s->hash ? s->hash : by->hash))
        return openssl_failed(e, s->name);
    uint8_t *der = NULL;
    int n = i2d_X509(c->x509, &der);
    if (n <= 0)
        return openssl_failed(e, s->name);
    c->der = arena_dup(&set->arena, slice_of(der, (size_t)n));
    OPENSSL_free(der);
    return true;
}

static bool
save(const struct certs *set, const struct cert *c, struct err *e)
{
    AUTO_ARENA a = {0};
    BIO *crt = BIO_new(BIO_s_mem()), *key = BIO_new(BIO_s_mem());
    char *p = NULL, *q = NULL;
    bool ok = PEM_write_bio_X509(crt, c->x509) == 1 &&
              PEM_write_bio_PKCS8PrivateKey(key, c->key, NULL, NULL, 0, NULL, NULL) == 1;
    ok = ok || openssl_failed(e, c->spec->name);
    long n = BIO_get_mem_data(crt, &p), m = BIO_get_mem_data(key, &q);
    const char *crt_file = arena_str(&a, arena_printf(&a, "%s.crt", c->spec->name));
    const char *key_file = arena_str(&a, arena_printf(&a, "%s.key", c->spec->name));
    ok = ok && temp_write(&set->dir, crt_file, slice_of(p, (size_t)n), e) &&
         temp_write(&set->dir, key_file, slice_of(q, (size_t)m), e);
    BIO_free(crt);
    BIO_free(key);
    return ok;
}

bool
certs_make(struct certs *c, const struct cert_spec *specs, size_t n, struct err *e)
{
    *c = (struct certs){0};
    bool ok = temp_make(&c->dir, e);
    for (size_t i = 0; ok && i < n; i++)
        ok = make(c, &specs[i], e) && save(c, &c->v[i], e);
    if (!ok)
        certs_free(c);
    return ok;
}

void
certs_free(struct certs *c)
{
    for (size_t i = 0; i < c->n; i++) {
        EVP_PKEY_free(c->v[i].key);
        X509_free(c->v[i].x509);
    }
    c->n = 0;
    arena_free(&c->arena);
    temp_remove(&c->dir);
}

const struct cert *
certs_get(const struct certs *c, const char *name)
{
    for (size_t i = 0; i < c->n; i++)
        if (strcmp(c->v[i].spec->name, name) == 0)
            return &c->v[i];
    return NULL;
}

static OCSP_RESPONSE *
ocsp_good(const struct cert *subject, const struct cert *issuer)
{
    OCSP_BASICRESP *basic = OCSP_BASICRESP_new();
    OCSP_CERTID *id = OCSP_cert_to_id(EVP_sha1(), subject->x509, issuer->x509);
    ASN1_TIME *from = X509_gmtime_adj(NULL, -3600), *until = X509_gmtime_adj(NULL, DAY);
    OCSP_RESPONSE *r = NULL;
    if (basic && id && from && until &&
        OCSP_basic_add1_status(basic, id, V_OCSP_CERTSTATUS_GOOD, 0, NULL, from, until) &&
        OCSP_basic_sign(basic, issuer->x509, issuer->key, EVP_sha256(), NULL, 0) == 1)
        r = OCSP_response_create(OCSP_RESPONSE_STATUS_SUCCESSFUL, basic);
    ASN1_TIME_free(from);
    ASN1_TIME_free(until);
    OCSP_CERTID_free(id);
    OCSP_BASICRESP_free(basic);
    return r;
}

bool
certs_ocsp(struct certs *c, const char *name, const char *file, struct err *e)
{
    const struct cert *subject = certs_get(c, name);
    const struct cert *issuer =
        subject && subject->spec->issuer ? certs_get(c, subject->spec->issuer) : subject;
    if (!subject)
        return err_set(e, ERR_INPUT, "no certificate %s", name);
    OCSP_RESPONSE *r = ocsp_good(subject, issuer);
    uint8_t *der = NULL;
    int n = r ? i2d_OCSP_RESPONSE(r, &der) : 0;
    OCSP_RESPONSE_free(r);
    if (n <= 0)
        return openssl_failed(e, "OCSP response");
    bool ok = temp_write(&c->dir, file, slice_of(der, (size_t)n), e);
    OPENSSL_free(der);
    return ok;
}
