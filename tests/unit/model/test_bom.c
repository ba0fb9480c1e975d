/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reading evidence from CycloneDX: what is refused and where, facts stated by
 * hand, and other tools' files. Round trips are in unit/report/test_cyclonedx.c.
 */
#include "base/buf.h"
#include "base/cleanup.h"
#include "model/bom.h"
#include "model/bom_fact.h"
#include "model/bom_read.h"
#include "support/cases.h"
#include "support/words.h"

#define HEAD "{\"bomFormat\": \"CycloneDX\", \"specVersion\": \"1.7\", "
#define SERVICE(props) \
    "\"services\": [{\"bom-ref\": \"tls:h\", \"name\": \"h\", \"properties\": [" props "]}]}"
#define P(name, value) "{\"name\": \"comity:" name "\", \"value\": \"" value "\"}"
#define KIND P("kind", "tls")

struct row {
    const char *name;
    const char *text;
    enum err_code want;
    const char *says;
};

static const struct row rows[] = {
    {"one fact by hand", HEAD SERVICE(KIND ", " P("fact:role", "server")), ERR_NONE, NULL},
    {"sets by hand",
     HEAD SERVICE(KIND ", " P("fact:suites:offered", "1301, =TLS_AES_256_GCM_SHA384 ,0xC02B")),
     ERR_NONE, NULL},
    {"reason and times", HEAD SERVICE(KIND ", " P("fact:suites:reason", "not asked")), ERR_NONE,
     NULL},
    {"carrier deep inside",
     HEAD "\"components\": [{\"components\": [{\"services\": [{\"bom-ref\": \"x\", \"properties\": "
          "[" KIND "]}]}]}]}",
     ERR_NONE, NULL},

    {"not JSON", "hello", ERR_INPUT, "f.json:1:1: not JSON"},
    {"truncated", HEAD "\"services\": [", ERR_INPUT, "the file ends too early"},
    {"empty", "", ERR_INPUT, "the file is empty"},
    {"XML", "<?xml version=\"1.0\"?><bom/>", ERR_UNSUPPORTED, "XML; convert it"},
    {"an array", "[]", ERR_INPUT, "an array instead of an object"},
    {"no bomFormat", "{\"specVersion\": \"1.7\"}", ERR_INPUT, "'bomFormat' is missing"},
    {"SPDX", "{\"spdxVersion\": \"SPDX-2.3\"}", ERR_INPUT, "'bomFormat' is missing"},
    {"wrong bomFormat", "{\"bomFormat\": \"SPDX\", \"specVersion\": \"1.7\"}", ERR_INPUT,
     "'bomFormat' is 'SPDX'"},
    {"bomFormat is a number", "{\"bomFormat\": 1, \"specVersion\": \"1.7\"}", ERR_INPUT,
     "'bomFormat' is ''"},
    {"old version", "{\"bomFormat\": \"CycloneDX\", \"specVersion\": \"1.4\"}", ERR_UNSUPPORTED,
     "'1.4', this program reads 1.6 and 1.7"},
    {"no version", "{\"bomFormat\": \"CycloneDX\"}", ERR_UNSUPPORTED, "this program reads"},
    {"version is a number", "{\"bomFormat\": \"CycloneDX\", \"specVersion\": 1.7}", ERR_UNSUPPORTED,
     "this program reads"},
    {"nothing to judge", HEAD "\"components\": [{\"type\": \"library\", \"name\": \"x\"}]}",
     ERR_INPUT, "nothing in it can be judged"},
    {"an algorithm alone",
     HEAD "\"components\": [{\"type\": \"cryptographic-asset\", \"name\": \"x\", "
          "\"cryptoProperties\": {\"assetType\": \"algorithm\"}}]}",
     ERR_INPUT, "nothing in it can be judged"},
    {"a protocol that is not TLS",
     HEAD "\"components\": [{\"type\": \"cryptographic-asset\", \"name\": \"x\", "
          "\"cryptoProperties\": {\"assetType\": \"protocol\", "
          "\"protocolProperties\": {\"type\": \"ssh\"}}}]}",
     ERR_INPUT, "nothing in it can be judged"},

    {"unknown kind", HEAD SERVICE(P("kind", "tsl")), ERR_INPUT,
     "f.json: services[0]: unknown kind 'tsl', did you mean 'tls'?"},
    {"no bom-ref", HEAD "\"services\": [{\"properties\": [" KIND "]}]}", ERR_INPUT,
     "services[0]: it has neither a bom-ref nor comity:id"},
    {"unknown field", HEAD SERVICE(KIND ", " P("fact:suits:offered", "1301")), ERR_INPUT,
     "f.json: services[0]: properties[1]: tls has no field 'suits', did you mean 'suites'?"},
    {"unknown part", HEAD SERVICE(KIND ", " P("fact:suites:ofered", "1301")), ERR_INPUT,
     "suites has no part 'ofered'"},
    {"part of a scalar", HEAD SERVICE(KIND ", " P("fact:role:offered", "1301")), ERR_INPUT,
     "role has no part 'offered'"},
    {"set without a part", HEAD SERVICE(KIND ", " P("fact:suites", "1301")), ERR_INPUT,
     "suites is a set, write suites:offered"},
    {"unknown code", HEAD SERVICE(KIND ", " P("fact:suites:offered", "1301,FEED")), ERR_INPUT,
     "'FEED' is no element of tls-suites"},
    {"misspelt name", HEAD SERVICE(KIND ", " P("fact:suites:offered", "=TLS_AES_128_GCM_SHA257")),
     ERR_INPUT, "did you mean '=TLS_AES_128_GCM_SHA256'?"},
    {"name without =", HEAD SERVICE(KIND ", " P("fact:suites:offered", "TLS_AES_128_GCM_SHA256")),
     ERR_INPUT, "did you mean '=TLS_AES_128_GCM_SHA256'?"},
    {"hole in a list", HEAD SERVICE(KIND ", " P("fact:suites:offered", "1301,,1302")), ERR_INPUT,
     "'' is no element"},
    {"offered and refused",
     HEAD SERVICE(KIND ", " P("fact:suites:offered", "1301") ", " P("fact:suites:refused", "1301")),
     ERR_INPUT, "TLS_AES_128_GCM_SHA256 is both offered and refused"},
    {"stated twice", HEAD SERVICE(KIND ", " P("fact:role", "server") ", " P("fact:role", "client")),
     ERR_INPUT, "role is stated twice"},
    {"value outside one_of", HEAD SERVICE(KIND ", " P("fact:role", "sever")), ERR_INPUT,
     "'sever' is no value of role, did you mean 'server'?"},
    {"bool as yes", HEAD SERVICE(KIND ", " P("fact:compression", "yes")), ERR_INPUT,
     "it must be true or false"},
    {"int in words", HEAD SERVICE(KIND ", " P("fact:dh_bits", "many")), ERR_INPUT,
     "it must be a whole number"},
    {"list that is no JSON", HEAD SERVICE(KIND ", " P("fact:alpn", "h2")), ERR_INPUT,
     "it must be a JSON array of strings"},
    {"list of numbers", HEAD SERVICE(KIND ", " P("fact:alpn", "[1]")), ERR_INPUT,
     "it must be a JSON array of strings"},
    {"origin that is not there", HEAD SERVICE(KIND ", " P("fact:role:by", "1")), ERR_INPUT,
     "it must be the number of an origin"},
    {"fact without a value", HEAD SERVICE(KIND ", {\"name\": \"comity:fact:role\"}"), ERR_INPUT,
     "comity:fact:role has no value"},
    {"target that is not there", HEAD SERVICE(KIND ", " P("target-of", "0")), ERR_INPUT,
     "comity:target-of '0' is no target"},
    {"asset twice",
     HEAD "\"services\": [{\"bom-ref\": \"x\", \"properties\": [" KIND
          "]}, {\"bom-ref\": \"y\", \"properties\": [" KIND ", " P("id", "x") "]}]}",
     ERR_INPUT, "services[1]: asset 'x' stands in its target twice"},
    {"newer format", HEAD "\"properties\": [" P("format", "2") "], " SERVICE(KIND), ERR_UNSUPPORTED,
     "comity:format is '2'"},
    {"targets out of order", HEAD "\"properties\": [" P("target:1", "x") "], " SERVICE(KIND),
     ERR_INPUT, "targets must be numbered 0, 1"},
    {"target twice",
     HEAD "\"properties\": [" P("target:0", "x") ", " P("target:0", "y") "], " SERVICE(KIND),
     ERR_INPUT, "target 0 stands here twice"},
    {"origin before its target",
     HEAD "\"properties\": [" P("target:0:origin:0", "{}") "], " SERVICE(KIND), ERR_INPUT,
     "is no property that this program knows"},
    {"origins out of order",
     HEAD
     "\"properties\": [" P("target:0", "x") ", " P("target:0:origin:1", "{}") "], " SERVICE(KIND),
     ERR_INPUT, "origins must be numbered"},
    {"origin that is no JSON",
     HEAD
     "\"properties\": [" P("target:0", "x") ", " P("target:0:origin:0", "x") "], " SERVICE(KIND),
     ERR_INPUT, "an origin must be a JSON object"},
    {"origin at no time",
     HEAD "\"properties\": [" P("target:0", "x") ", " P(
         "target:0:origin:0", "{\\\"when\\\": \\\"today\\\"}") "], " SERVICE(KIND),
     ERR_INPUT, "'when' must be a time"},
};

static void
read_row(void **state)
{
    const struct row *r = *state;
    struct catalog c;
    struct bom bom;
    struct err e = {0};
    words_load(&c, &case_arena);
    bool ok = bom_read(&bom, &case_arena, &c, SL("f.json"), slice_str(r->text), &e);
    if (!r->says)
        assert_string_equal(e.msg, "");
    assert_int_equal(ok, r->says == NULL);
    assert_int_equal(e.code, r->want);
    if (r->says && !strstr(e.msg, r->says))
        fail_msg("'%s' does not say '%s'", e.msg, r->says);
    if (r->says && !slice_has_prefix(slice_str(e.msg), SL("f.json")))
        fail_msg("'%s' does not name the file", e.msg);
}

static const struct asset *
read_one(struct catalog *c, struct bom *bom, const char *text)
{
    struct err e = {0};
    words_load(c, &case_arena);
    if (!bom_read(bom, &case_arena, c, SL("f.json"), slice_str(text), &e))
        fail_msg("%s", e.msg);
    return &bom->targets[bom->n - 1].assets[0];
}

static bool
offers(const struct asset *as, const char *path, const char *name)
{
    const struct fact *f = asset_fact(as, slice_str(path));
    const struct registry *r = kind_field(as->kind, slice_str(path))->registry;
    const struct element *el = registry_by_name(r, slice_str(name));
    assert_non_null(el);
    size_t i = registry_index(r, el);
    return bits_has(f->known_bits, i) && bits_has(f->truth_bits, i);
}

static size_t
count(const struct asset *as, const char *path, bool known)
{
    const struct fact *f = asset_fact(as, slice_str(path));
    size_t n = kind_field(as->kind, slice_str(path))->registry->n;
    return bits_count(known ? f->known_bits : f->truth_bits, n);
}

#define ASSET(name, rest)                                                              \
    "{\"type\": \"cryptographic-asset\", \"bom-ref\": \"" name "\", \"name\": \"" name \
    "\", \"cryptoProperties\": {" rest "}}"
#define PROTOCOL(name, type, version, suites)                                             \
    ASSET(name, "\"assetType\": \"protocol\", \"protocolProperties\": {\"type\": \"" type \
                "\", \"version\": \"" version "\", \"cipherSuites\": [" suites "]}")

/* A file with these components; `before` stands before them. */
static const char *
with_components(const char *before, const char *const *v)
{
    struct buf b;
    buf_init(&b, &case_arena, 1 << 16);
    buf_printf(&b, "%s%s\"components\": [", HEAD, before);
    for (size_t i = 0; v[i]; i++)
        buf_printf(&b, "%s%s", i ? ", " : "", v[i]);
    buf_str(&b, "]}");
    return arena_str(&case_arena, buf_slice(&b));
}

/* What is listed is offered; of the rest nothing is known. */
static void
foreign_protocols(void **state)
{
    (void)state;
    struct catalog c;
    struct bom bom;
    static const char *const protocols[] = {
        PROTOCOL("a", "tls", "1.3",
                 "{\"identifiers\": [\"0x1301\"], "
                 "\"tlsGroups\": [\"X25519\", \"P-256\", \"mystery\"], "
                 "\"tlsSignatureSchemes\": [\"ecdsa_secp256r1_sha256\"]}"),
        PROTOCOL("b", "tls", "TLSv1.2",
                 "{\"identifiers\": [\"0xC0\", \"0x2B\"]}, "
                 "{\"name\": \"TLS_RSA_WITH_AES_128_CBC_SHA\"}, "
                 "{\"name\": \"nonsense\"}, "
                 "{\"identifiers\": [\"0xFE\", \"0xED\"]}"),
        PROTOCOL("c", "tls", "9.9", ""),
        PROTOCOL("TLCP", "other", "TLCP 1.1", "{\"identifiers\": [\"0xE0\", \"0x53\"]}"),
        NULL,
    };
    static const char product[] = "\"metadata\": {\"timestamp\": \"2024-01-09T12:00:00Z\", "
                                  "\"component\": {\"name\": \"product\"}}, ";
    const struct asset *as = read_one(&c, &bom, with_components(product, protocols));
    assert_int_equal(bom.n, 1);
    assert_int_equal(bom.targets[0].n, 1);
    assert_true(slice_eq(as->name, SL("product")));
    assert_int_equal(bom.targets[0].origins[0].when, 1704801600);
    assert_true(offers(as, "versions", "TLS 1.3"));
    assert_true(offers(as, "versions", "TLS 1.2"));
    assert_true(offers(as, "versions", "TLCP 1.1"));
    assert_int_equal(count(as, "versions", true), 3);
    assert_int_equal(asset_fact(as, SL("versions"))->extra.n, 1);
    assert_true(offers(as, "suites", "TLS_AES_128_GCM_SHA256"));
    assert_true(offers(as, "tls13_suites", "TLS_AES_128_GCM_SHA256"));
    assert_true(offers(as, "tls12_suites", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"));
    assert_true(offers(as, "tls12_suites", "TLS_RSA_WITH_AES_128_CBC_SHA"));
    assert_int_equal(count(as, "tls12_suites", true), 2);
    assert_int_equal(count(as, "tlcp_suites", true), 1);
    assert_int_equal(asset_fact(as, SL("tls12_suites"))->extra.n, 2);
    assert_true(slice_eq(asset_fact(as, SL("tls12_suites"))->extra.v[1], SL("0xFEED")));
    assert_true(offers(as, "groups", "x25519"));
    assert_true(offers(as, "tls13_groups", "secp256r1"));
    assert_int_equal(asset_fact(as, SL("groups"))->extra.n, 1);
    assert_true(offers(as, "signature_schemes", "ecdsa_secp256r1_sha256"));
    assert_false(asset_fact(as, SL("suites"))->known);
    assert_false(asset_fact(as, SL("role"))->known);
}

/* Where name and number of a suite disagree, neither goes unseen. */
static void
foreign_contradiction(void **state)
{
    (void)state;
    struct catalog c;
    struct bom bom;
    const struct asset *as =
        read_one(&c, &bom,
                 HEAD "\"components\": [" PROTOCOL("a", "tls", "1.2",
                                                   "{\"name\": \"TLS_RSA_WITH_RC4_128_MD5\", "
                                                   "\"identifiers\": [\"0xC0\", \"0x2B\"]}") "]}");
    assert_true(offers(as, "suites", "TLS_RSA_WITH_RC4_128_MD5"));
    assert_true(offers(as, "suites", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"));
}

/* A foreign file may state what CycloneDX has no place for. */
static void
foreign_with_facts(void **state)
{
    (void)state;
    struct catalog c;
    struct bom bom;
    static const char *const protocols[] = {
        "{\"type\": \"cryptographic-asset\", \"name\": \"x\", "
        "\"properties\": [" P(
            "fact:role",
            "server") "], "
                      "\"cryptoProperties\": {\"assetType\": \"protocol\", "
                      "\"protocolProperties\": {\"type\": \"tls\", \"version\": \"1.3\"}}}",
        NULL,
    };
    const struct asset *as = read_one(&c, &bom, with_components("", protocols));
    assert_true(asset_fact(as, SL("role"))->known);
}

static void
foreign_certificate(void **state)
{
    (void)state;
    struct catalog c;
    struct bom bom;
    static const char *const assets[] = {
        ASSET("cert", "\"assetType\": \"certificate\", \"certificateProperties\": {"
                      "\"subjectName\": \"CN=a\", \"issuerName\": \"CN=b\", "
                      "\"notValidBefore\": \"2026-01-01T00:00:00.000Z\", "
                      "\"notValidAfter\": \"2026-03-31T23:59:59+00:00\", "
                      "\"signatureAlgorithmRef\": \"sig\", \"subjectPublicKeyRef\": \"key\", "
                      "\"fingerprint\": {\"alg\": \"SHA-256\", \"content\": "
                      "\"1E15E0FBD3CE95BDE5945633AE96ADD551341B11E5BAE7BBA12E98AD84A5BEB4\"}}"),
        ASSET("sig", "\"assetType\": \"algorithm\", \"oid\": \"1.2.840.113549.1.1.11\""),
        ASSET("key", "\"assetType\": \"related-crypto-material\", "
                     "\"relatedCryptoMaterialProperties\": {"
                     "\"type\": \"public-key\", \"size\": 2048, \"algorithmRef\": \"alg\"}"),
        ASSET("alg", "\"assetType\": \"algorithm\", \"oid\": \"oid:1.2.840.113549.1.1.1\""),
        NULL,
    };
    const struct asset *as = read_one(&c, &bom, with_components("", assets));
    assert_true(slice_eq(
        as->id, SL("cert:1e15e0fbd3ce95bde5945633ae96add551341b11e5bae7bba12e98ad84a5beb4")));
    assert_true(slice_eq(asset_fact(as, SL("subject"))->s, SL("CN=a")));
    assert_true(slice_eq(asset_fact(as, SL("signature.algorithm"))->s, SL("RSA-PKCS1")));
    assert_true(slice_eq(asset_fact(as, SL("signature.hash"))->s, SL("SHA-256")));
    assert_true(slice_eq(asset_fact(as, SL("key.algorithm"))->s, SL("RSA")));
    assert_int_equal(asset_fact(as, SL("key.bits"))->i, 2048);
    assert_int_equal(asset_fact(as, SL("validity_days"))->i, 90);
    assert_int_equal(asset_fact(as, SL("valid_from"))->i, 1767225600);
    assert_false(asset_fact(as, SL("role"))->known);
}

/* Refs that lead nowhere, in a circle, or to something else are no knowledge, and no fault. */
static void
foreign_bad_refs(void **state)
{
    (void)state;
    struct catalog c;
    struct bom bom;
    const struct asset *as =
        read_one(&c, &bom,
                 HEAD "\"components\": [" ASSET(
                     "cert", "\"assetType\": \"certificate\", \"certificateProperties\": "
                             "{\"notValidBefore\": \"yesterday\", "
                             "\"notValidAfter\": 5, \"signatureAlgorithmRef\": \"gone\", "
                             "\"subjectPublicKeyRef\": \"cert\"}") "]}");
    for (size_t i = 0; i < as->kind->n; i++)
        assert_false(as->facts[i].known);
}

static void
too_large(void **state)
{
    (void)state;
    struct catalog c;
    struct bom bom;
    struct err e = {0};
    words_load(&c, &case_arena);
    /* Only the start and the length are looked at. */
    uint8_t *text = NEW_ARRAY(&case_arena, uint8_t, 64);
    memset(text, ' ', 64);
    assert_false(
        bom_read(&bom, &case_arena, &c, SL("f.json"), slice_of(text, BOM_FILE_MAX + 1), &e));
    assert_int_equal(e.code, ERR_LIMIT);
}

/* An evidence file of `n` octets of white space and a little evidence. */
static bool
read_padded(void *ctx, struct slice *out, struct arena *a, const char *path UNUSED, size_t max,
            struct err *e)
{
    const size_t *n = ctx;
    static const char text[] = HEAD SERVICE(KIND ", " P("fact:role", "server"));
    uint8_t *p = NEW_ARRAY(a, uint8_t, *n + sizeof text);
    memset(p, ' ', *n);
    memcpy(p + *n, text, sizeof text - 1);
    *out = slice_of(p, *n + sizeof text - 1);
    return out->n <= max || err_set(e, ERR_LIMIT, "too large");
}

/* Of many large files only what they say is kept. */
static void
files_share_an_arena(void **state)
{
    (void)state;
    struct catalog c;
    struct bom boms[20];
    struct err e = {0};
    size_t n = (size_t)1 << 20;
    struct env env = {.ctx = &n, .read_file = read_padded};
    words_load(&c, &case_arena);
    AUTO_ARENA a = {.max = (size_t)1 << 20};
    for (size_t i = 0; i < COUNT_OF(boms); i++)
        if (!bom_load(&boms[i], &a, &env, &c, "dir/f.json", &e))
            fail_msg("file %zu: %s", i, e.msg);
    for (size_t i = 0; i < COUNT_OF(boms); i++) {
        assert_int_equal(boms[i].n, 1);
        assert_true(slice_eq(boms[i].targets[0].target, SL("dir/f.json")));
        const struct asset *as = &boms[i].targets[0].assets[0];
        assert_true(slice_eq(as->id, SL("tls:h")));
        assert_true(slice_eq(asset_fact(as, SL("role"))->s, SL("server")));
    }
}

static void
more_files_than_are_held(void **state)
{
    (void)state;
    struct catalog c;
    struct bom bom;
    struct err e = {0};
    size_t n = 0, held = 0;
    struct env env = {.ctx = &n, .read_file = read_padded};
    words_load(&c, &case_arena);
    AUTO_ARENA a = {.max = (size_t)256 << 10};
    while (held < 1000 && bom_load(&bom, &a, &env, &c, "f.json", &e))
        held++;
    assert_true(held > 2 && held < 1000);
    assert_int_equal(e.code, ERR_LIMIT);
    assert_string_equal(e.msg,
                        "f.json: more evidence than is held at once, give fewer files in one call");
    assert_true(a.used <= a.max / 2);
}

static void
more_facts_than_we_accept(void **state)
{
    (void)state;
    struct catalog c;
    struct asset as;
    struct err e = {0};
    words_load(&c, &case_arena);
    struct bom_reader r = {.a = &case_arena, .c = &c, .octets = BOM_FACTS_MAX};
    assert_true(bom_new_asset(&r, &as, &c.kinds[0], SL("a"), SL("a"), &e));
    assert_int_equal(r.nassets, 1);
    assert_true(r.octets >= BOM_FACTS_MAX + c.kinds[0].n * sizeof(struct fact));
    assert_false(bom_new_asset(&r, &as, &c.kinds[0], SL("b"), SL("b"), &e));
    assert_int_equal(e.code, ERR_LIMIT);
    r = (struct bom_reader){.a = &case_arena, .c = &c, .nassets = BOM_ASSETS_MAX};
    assert_false(bom_new_asset(&r, &as, &c.kinds[0], SL("b"), SL("b"), &e));
    assert_string_equal(e.msg, "more than the 1000000 assets that we accept, split the file");
}

int
main(void)
{
    CASES_TABLE(rows, read_row);
    CASES_TEST(foreign_protocols);
    CASES_TEST(foreign_contradiction);
    CASES_TEST(foreign_with_facts);
    CASES_TEST(foreign_certificate);
    CASES_TEST(foreign_bad_refs);
    CASES_TEST(too_large);
    CASES_TEST(files_share_an_arena);
    CASES_TEST(more_files_than_are_held);
    CASES_TEST(more_facts_than_we_accept);
    return cases_run("model/bom");
}
