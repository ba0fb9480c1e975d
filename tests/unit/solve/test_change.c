/* SPDX-License-Identifier: Apache-2.0 */
#include "base/buf.h"
#include "solve/change.h"
#include "support/cases.h"
#include "support/product.h"
#include "support/words.h"

struct row {
    const char *name;
    const char *today, *to;
    const char *want; /* a line per change */
};

/* "+ endpoint versions TLS 1.3", "- …", "endpoint dh_bits 1024 bits -> 2048 bits" */
static void
print(struct buf *b, const struct change *c)
{
    struct slice field = c->field ? c->field->path : SL("whole");
    switch (c->kind) {
    case CHANGE_ON:
    case CHANGE_OFF:
        buf_printf(b, "%s %.*s %.*s %.*s\n", c->kind == CHANGE_ON ? "+" : "-", SL_FMT(c->asset),
                   SL_FMT(field), SL_FMT(c->to));
        return;
    case CHANGE_REPLACE:
        buf_printf(b, "%.*s %.*s %.*s -> %.*s\n", SL_FMT(c->asset), SL_FMT(field), SL_FMT(c->from),
                   SL_FMT(c->to));
        return;
    }
}

static void
changes(void **state)
{
    const struct row *r = *state;
    struct catalog words;
    struct evidence today, to;
    struct change *v;
    size_t n;
    struct buf b;
    words_load(&words, &case_arena);
    product_read(&today, &case_arena, &words, r->today);
    product_read(&to, &case_arena, &words, r->to);
    change_list(&v, &n, &case_arena, &today, &to);
    buf_init(&b, &case_arena, 10000);
    for (size_t i = 0; i < n; i++)
        print(&b, &v[i]);
    assert_string_equal(arena_str(&case_arena, buf_slice(&b)), r->want);
}

#define RSA_LEAF "{role: leaf, usage: both, key.algorithm: RSA, key.bits: 2048}"

static const struct row ROWS[] = {
    {"nothing", "[tls: {versions: [TLS 1.2]}]", "[tls: {versions: [TLS 1.2]}]", ""},
    {"a version on, one off", "[tls: {versions: [TLS 1.1, TLS 1.2]}]",
     "[tls: {versions: [TLS 1.2, TLS 1.3]}]",
     "+ endpoint versions TLS 1.3\n- endpoint versions TLS 1.1\n"},
    {"what belongs to a version goes with it",
     "[tls: {versions: [TLS 1.1, TLS 1.2], tls11_suites: [TLS_RSA_WITH_AES_128_CBC_SHA]}]",
     "[tls: {versions: [TLS 1.2], tls11_suites: []}]", "- endpoint versions TLS 1.1\n"},
    {"a version that comes is told with its suites",
     "[tls: {versions: [TLS 1.2], tls13_suites: []}]",
     "[tls: {versions: [TLS 1.2, TLS 1.3], tls13_suites: [TLS_AES_256_GCM_SHA384]}]",
     "+ endpoint versions TLS 1.3\n+ endpoint tls13_suites TLS_AES_256_GCM_SHA384\n"},
    {"unions follow",
     "[tls: {suites: [TLS_AES_128_GCM_SHA256], groups: [x25519], signature_schemes: [ed25519]}]",
     "[tls: {suites: [], groups: [], signature_schemes: []}]", ""},
    {"what was not known of a set is not told", "[tls: {dh_bits: 1024}]",
     "[tls: {dh_bits: 1024, versions: [TLS 1.3]}]", ""},
    {"a flag", "[tls: {session_tickets: true, compression: true}]",
     "[tls: {session_tickets: true, compression: false}]", "- endpoint compression \n"},
    {"a flag that was not known", "[tls: {session_tickets: true}]",
     "[tls: {session_tickets: true, early_data: false}]", "endpoint early_data not known -> off\n"},
    {"what TLS 1.3 lacks goes with the older versions",
     "[tls: {versions: [TLS 1.2, TLS 1.3], extended_master_secret: true, session_tickets: true}]",
     "[tls: {versions: [TLS 1.3], extended_master_secret: false, session_tickets: false}]",
     "- endpoint versions TLS 1.2\n- endpoint session_tickets \n"},
    {"and is told while one of them stays",
     "[tls: {versions: [TLS 1.1, TLS 1.2], extended_master_secret: true}]",
     "[tls: {versions: [TLS 1.2], extended_master_secret: false}]",
     "- endpoint versions TLS 1.1\n- endpoint extended_master_secret \n"},
    {"nobody sets what follows", "[tls: {authentication: [RSA], preferred_suite: A}]",
     "[tls: {authentication: [], preferred_suite: B}]", ""},
    {"a number", "[tls: {dh_bits: 1024}]", "[tls: {dh_bits: 3072}]",
     "endpoint dh_bits 1024 bits -> 3072 bits\n"},
    {"a list", "[tls: {validated_module: []}]", "[tls: {validated_module: [FIPS 140-3]}]",
     "endpoint validated_module none -> FIPS 140-3\n"},
    {"what is no longer said is no change", "[tls: {dh_bits: 1024}]",
     "[tls: {versions: [TLS 1.3]}]", ""},
    {"a certificate more, one less", "[cert: " RSA_LEAF "]",
     "[cert: {role: leaf, usage: both, key.algorithm: EC, key.bits: 256}]",
     "+ ECDSA certificate whole \n- RSA certificate whole \n"},
    {"what a key may do is no other certificate", "[cert: " RSA_LEAF "]",
     "[cert: {role: leaf, usage: signing, key.algorithm: RSA, key.bits: 2048}]",
     "RSA certificate usage both -> signing\n"},
    {"the same certificate with a longer key", "[cert: " RSA_LEAF "]",
     "[cert: {role: leaf, usage: both, key.algorithm: RSA, key.bits: 3072}]",
     "RSA certificate key.bits 2048 bits -> 3072 bits\n"},
    {"TLCP's two certificates are told apart",
     "[cert: {role: leaf, usage: signing, key.algorithm: SM2, validity_days: 100}, cert: {role: "
     "leaf, usage: encryption, key.algorithm: SM2, validity_days: 100}]",
     "[cert: {role: leaf, usage: encryption, key.algorithm: SM2, validity_days: 90}, cert: {role: "
     "leaf, usage: signing, key.algorithm: SM2, validity_days: 100}]",
     "SM2 encryption certificate validity_days 100 days -> 90 days\n"},
    {"two alike are taken in their order", "[cert: " RSA_LEAF ", cert: " RSA_LEAF "]",
     "[cert: " RSA_LEAF "]", "- RSA certificate whole \n"},
    {"an issuer is no leaf", "[cert: " RSA_LEAF "]",
     "[cert: " RSA_LEAF ", cert: {role: intermediate, usage: both, key.algorithm: RSA}]",
     "+ CA's RSA certificate whole \n"},
};

/* What is told in one breath: "A B C" per line. */
static void
groups(void **state)
{
    const struct row *r = *state;
    struct catalog words;
    struct evidence today, to;
    struct change *v;
    size_t n;
    struct buf b;
    struct slices names;
    words_load(&words, &case_arena);
    product_read(&today, &case_arena, &words, r->today);
    product_read(&to, &case_arena, &words, r->to);
    change_list(&v, &n, &case_arena, &today, &to);
    buf_init(&b, &case_arena, 10000);
    for (size_t i = 0; i < n; i++) {
        if (!change_group(&names, &case_arena, v, n, i))
            continue;
        for (size_t k = 0; k < names.n; k++)
            buf_printf(&b, "%.*s ", SL_FMT(names.v[k]));
        buf_str(&b, "\n");
    }
    assert_string_equal(arena_str(&case_arena, buf_slice(&b)), r->want);
}

static const struct row GROUPS[] = {
    {"on and off are two breaths, what stands between goes on",
     "[tls: {versions: [TLS 1.0, TLS 1.1, TLS 1.2]}]", "[tls: {versions: [TLS 1.2, TLS 1.3]}]",
     "TLS 1.3 \nTLS 1.1 TLS 1.0 \n"},
    {"another set is another breath",
     "[tls: {tls12_groups: [x25519, secp256r1], tls13_groups: [x25519]}]",
     "[tls: {tls12_groups: [], tls13_groups: []}]", "x25519 secp256r1 \nx25519 \n"},
    {"flags stand alone", "[tls: {sni: true, early_data: true}]",
     "[tls: {sni: false, early_data: false}]", " \n \n"},
};

struct endpoint_row {
    const char *name, *yaml, *error;
};

static void
endpoint(void **state)
{
    const struct endpoint_row *r = *state;
    struct catalog words;
    struct evidence ev;
    const struct asset *as;
    struct err e = {0};
    words_load(&words, &case_arena);
    product_read(&ev, &case_arena, &words, r->yaml);
    assert_int_equal(change_endpoint(&as, &ev, &e), r->error == NULL);
    assert_string_equal(e.msg, r->error ? r->error : "");
}

static const struct endpoint_row ENDPOINTS[] = {
    {"one", "[cert: " RSA_LEAF ", tls: {dh_bits: 1}]", NULL},
    {"none", "[cert: " RSA_LEAF "]",
     "product: holds no TLS endpoint; 'comity scan HOST:PORT -o FILE' makes one"},
    {"two", "[tls: {dh_bits: 1}, tls: {dh_bits: 1}]",
     "product: holds more than one TLS endpoint; give a file with the one that is meant"},
};

int
main(void)
{
    CASES_TABLE(ROWS, changes);
    CASES_TABLE(GROUPS, groups);
    CASES_TABLE(ENDPOINTS, endpoint);
    return cases_run("change");
}
