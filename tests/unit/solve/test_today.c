/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How far one product is from another, in wishes that are not granted; and that
 * the margin prefers what it should.
 */
#include "model/bits.h"
#include "solve/decode.h"
#include "solve/today.h"
#include "support/cases.h"
#include "support/product.h"

#include <stdio.h>

static struct arena data_arena;
static struct catalog catalog;

/* All regimes, so that their thresholds are there; none is asked for. */
static struct problem *
problem(void)
{
    struct problem *p = NULL;
    struct err e = {0};
    const struct regime **all = NEW_ARRAY(&case_arena, const struct regime *, catalog.nregimes);
    for (size_t i = 0; i < catalog.nregimes; i++)
        all[i] = &catalog.regimes[i];
    const struct problem_options o = {
        .catalog = &catalog, .regimes = all, .n = catalog.nregimes, .on = 20780};
    if (!problem_make(&p, &case_arena, &o, &e))
        fail_msg("%s", e.msg);
    return p;
}

struct row {
    const char *name;
    const char *today, *then;
    int64_t changes;
};

#define OLD "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA"
#define NEW12 "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"
#define NEW13 "TLS_AES_128_GCM_SHA256"
#define BOTH                                                                              \
    "versions: [TLS 1.3, TLS 1.2], suites: [" NEW12 ", " NEW13 "], tls12_suites: [" NEW12 \
    "], tls13_suites: [" NEW13 "]"
#define ONLY_13 \
    "versions: [TLS 1.3], suites: [" NEW13 "], tls12_suites: [], tls13_suites: [" NEW13 "]"
#define RSA_LEAF "cert: {role: leaf, \"key.algorithm\": RSA, \"key.bits\": 2048}"
#define EC_LEAF "cert: {role: leaf, \"key.algorithm\": EC, \"key.curve\": secp256r1}"

static const struct row ROWS[] = {
    {"the same", "[tls: {" BOTH "}]", "[tls: {" BOTH "}]", 0},
    {"a version goes, its suites go free", "[tls: {" BOTH "}]", "[tls: {" ONLY_13 "}]", 1},
    {"a version comes with a suite", "[tls: {" ONLY_13 "}]", "[tls: {" BOTH "}]", 2},
    {"a suite of two versions goes once",
     "[tls: {versions: [TLS 1.1, TLS 1.2], suites: [" OLD ", TLS_RSA_WITH_AES_128_CBC_SHA], "
     "tls11_suites: [" OLD ", TLS_RSA_WITH_AES_128_CBC_SHA], "
     "tls12_suites: [" OLD ", TLS_RSA_WITH_AES_128_CBC_SHA]}]",
     "[tls: {versions: [TLS 1.1, TLS 1.2], suites: [" OLD "]}]", 1},
    {"a suite by version is a detail",
     "[tls: {versions: [TLS 1.1, TLS 1.2], suites: [" OLD ", " NEW12 "], "
     "tls11_suites: [" OLD "], tls12_suites: [" OLD ", " NEW12 "]}]",
     "[tls: {versions: [TLS 1.1, TLS 1.2], suites: [" OLD ", " NEW12 "], "
     "tls12_suites: [" NEW12 "]}]",
     0},
    {"a flag", "[tls: {session_tickets: true}]", "[tls: {session_tickets: false}]", 1},
    {"a flag of older versions, one of which stays",
     "[tls: {versions: [TLS 1.2], extended_master_secret: true}]",
     "[tls: {versions: [TLS 1.2], extended_master_secret: false}]", 1},
    {"a flag of older versions goes with them",
     "[tls: {versions: [TLS 1.2, TLS 1.3], extended_master_secret: true}]",
     "[tls: {versions: [TLS 1.3], extended_master_secret: false}]", 1},
    {"a number past a bound", "[tls: {versions: [TLS 1.2], dh_bits: 1024}]",
     "[tls: {versions: [TLS 1.2], dh_bits: 3072}]", 1},
    {"a number within its bounds", "[tls: {dh_bits: 1030}]", "[tls: {dh_bits: 1031}]", 0},
    {"an item more", "[tls: {validated_module: []}]", "[tls: {validated_module: [FIPS 140-3]}]", 1},
    {"what was not known costs nothing", "[tls: {}]", "[tls: {" BOTH ", compression: true}]", 0},
    {"a longer key", "[" RSA_LEAF "]",
     "[cert: {role: leaf, \"key.algorithm\": RSA, \"key.bits\": 3072}]", WISH_REISSUED},
    {"another certificate, schemes with it",
     "[tls: {signature_schemes: [rsa_pss_rsae_sha256], "
     "tls13_signature_schemes: [rsa_pss_rsae_sha256]}, " RSA_LEAF "]",
     "[tls: {signature_schemes: [ecdsa_secp256r1_sha256], "
     "tls13_signature_schemes: [ecdsa_secp256r1_sha256]}, " EC_LEAF "]",
     1 + WISH_NEW},
    {"a scheme of a certificate that stays",
     "[tls: {versions: [TLS 1.3], signature_schemes: [rsa_pss_rsae_sha256, rsa_pss_rsae_sha384], "
     "tls13_signature_schemes: [rsa_pss_rsae_sha256, rsa_pss_rsae_sha384]}, " RSA_LEAF "]",
     "[tls: {versions: [TLS 1.3], signature_schemes: [rsa_pss_rsae_sha256]}, " RSA_LEAF "]", 1},
    {"an issuer", "[cert: {role: leaf, \"key.algorithm\": EC, issuer: CN=I}]",
     "[cert: {role: leaf, \"key.algorithm\": EC, issuer: CN=I}, "
     "cert: {role: intermediate, \"key.algorithm\": EC, subject: CN=I}]",
     WISH_NEW},
};

static void
distance(void **state)
{
    const struct row *r = *state;
    struct problem *p = problem();
    struct evidence today, then;
    struct mapping from, to;
    struct wishes w;
    struct budget b = BUDGET_ENDLESS;
    int64_t cost = -1;
    product_read(&today, &case_arena, &catalog, r->today);
    product_read(&then, &case_arena, &catalog, r->then);
    mapping_make(&from, &case_arena, &p->space, &today);
    mapping_make(&to, &case_arena, &p->space, &then);
    wishes_today(&w, &case_arena, p, &from);
    struct literals fixed = mapping_literals(&case_arena, &p->space, &to);
    AUTO_OPTIMISE o = optimise_new(&case_arena, &p->instance, fixed.v, fixed.n);
    assert_int_equal(optimise_goal(o, w.soft, w.n, &cost, &b), OPTIMUM_PROVEN);
    assert_int_equal(cost, r->changes);
}

/* The best product under no regime at all: nothing weak, everything recommended. */
static void
margin(void **state)
{
    (void)state;
    struct problem *p = problem();
    struct wishes goals[MARGIN_GOALS];
    struct budget b = BUDGET_ENDLESS;
    struct evidence ev;
    int64_t cost = -1;
    wishes_margin(goals, &case_arena, p);
    AUTO_OPTIMISE o = optimise_new(&case_arena, &p->instance, NULL, 0);
    for (size_t i = 0; i < MARGIN_GOALS; i++)
        assert_int_equal(optimise_goal(o, goals[i].soft, goals[i].n, &cost, &b), OPTIMUM_PROVEN);
    decode(&ev, &case_arena, p, optimise_model(o), NULL);
    const struct fact *suites = asset_fact(&ev.assets[0], SL("suites"));
    const struct registry *r = catalog_registry(&catalog, SL("tls-suites"));
    const struct {
        const char *suite;
        bool offered;
    } wanted[] = {
        {"TLS_AES_128_GCM_SHA256", true},
        {"TLS_AES_256_GCM_SHA384", true},
        {"TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", true},
        {"TLS_AES_128_CCM_8_SHA256", false},            /* not recommended */
        {"TLS_RSA_WITH_AES_128_GCM_SHA256", false},     /* not forward secret */
        {"TLS_DH_anon_WITH_AES_128_GCM_SHA256", false}, /* nobody */
        {"TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA", false}, /* 112 bits */
    };
    for (size_t i = 0; i < COUNT_OF(wanted); i++) {
        const struct element *el = registry_by_name(r, slice_str(wanted[i].suite));
        if (bits_has(suites->truth_bits, registry_index(r, el)) != wanted[i].offered)
            fail_msg("%s", wanted[i].suite);
    }
    assert_false(asset_fact(&ev.assets[0], SL("compression"))->b);
    assert_true(asset_fact(&ev.assets[0], SL("extended_master_secret"))->b);
}

/* Of two runs, and with the fixed order as the last word, one product. */
static void
one_answer(void **state)
{
    (void)state;
    const uint64_t *first = NULL;
    for (size_t run = 0; run < 2; run++) {
        struct problem *p = problem();
        struct literals order = wishes_order(&case_arena, p);
        struct budget b = BUDGET_ENDLESS;
        /* Something else has been asked before. */
        const int odd[] = {p->space.slots[0].columns[1].elements[run]};
        AUTO_OPTIMISE o = optimise_new(&case_arena, &p->instance, NULL, 0);
        assert_int_equal(optimise_goal(o, &(struct soft){odd[0], 0}, 1, NULL, &b), OPTIMUM_PROVEN);
        assert_int_equal(optimise_order(o, order.v, order.n, &b), OPTIMUM_PROVEN);
        const uint64_t *model = optimise_model(o);
        for (size_t i = 0; i < order.n && run; i++)
            assert_true(decode_holds(model, order.v[i]) == decode_holds(first, order.v[i]));
        uint64_t *kept = bits_new(&case_arena, (size_t)p->instance.nvars + 1);
        memcpy(kept, model, BITS_WORDS((size_t)p->instance.nvars + 1) * sizeof *kept);
        first = kept;
    }
}

int
main(int argc, char **argv)
{
    struct env env;
    struct err e = {0};
    env_system(&env);
    if (argc < 2 || !catalog_load(&catalog, &data_arena, &env, argv[1], &e)) {
        fprintf(stderr, "%s\n", e.msg);
        return 1;
    }
    CASES_TABLE(ROWS, distance);
    CASES_TEST(margin);
    CASES_TEST(one_answer);
    int failed = cases_run("solve today");
    arena_free(&data_arena);
    return failed;
}
