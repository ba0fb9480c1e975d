/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The eight regimes against Z3: which of all 256 sets of them one product can
 * satisfy, and so pairs, minimal conflicts, maximal sets, best set and least variants; what
 * conflicts_find and plan_make say of them; and that no change is smaller than the plan's.
 */
#include "solve/change.h"
#include "solve/plan.h"
#include "solve/today.h"
#include "support/cases.h"
#include "support/product.h"
#include "support/z3_oracle.h"

#include <stdio.h>

static struct arena data_arena;
static struct catalog catalog;
static const struct regime **regimes;
static size_t nregimes;

struct day {
    const char *name, *on;
};

static date_t
date_of(const char *text)
{
    date_t on;
    assert_true(date_parse(slice_str(text), &on));
    return on;
}

static struct problem *
problem_of(date_t on)
{
    struct problem *p;
    struct err e = {0};
    const struct problem_options o = {
        .catalog = &catalog, .regimes = regimes, .n = nregimes, .on = on};
    if (!problem_make(&p, &case_arena, &o, &e))
        fail_msg("%s", e.msg);
    return p;
}

/* --- every set of regimes ------------------------------------------------------------------- */

static void
engine_agrees(void **state)
{
    const struct day *day = *state;
    const struct problem *p = problem_of(date_of(day->on));
    struct oracle o;
    z3_oracle_table(&o, &case_arena, &p->instance, true);
    const char *wrong = oracle_compare(&o, &case_arena, &p->instance);
    if (wrong)
        fail_msg("%s", wrong);
    assert_int_equal(z3_oracle_best(&p->instance), oracle_best(&o, &p->instance));
}

static void
conflicts_agree(void **state)
{
    const struct day *day = *state;
    struct conflicts c;
    struct err e = {0};
    struct oracle o;
    date_t on = date_of(day->on);
    const struct conflicts_options co = {
        .catalog = &catalog, .regimes = regimes, .n = nregimes, .on = on};
    z3_oracle_table(&o, &case_arena, &problem_of(on)->instance, true);
    if (!conflicts_find(&c, &case_arena, &co, &e))
        fail_msg("%s", e.msg);
    assert_true(c.complete);
    assert_int_equal(c.npairs, nregimes * (nregimes - 1) / 2);
    for (size_t i = 0; i < c.npairs; i++) {
        const struct pair *p = &c.pairs[i];
        bool possible = o.possible[(size_t)1 << p->a | (size_t)1 << p->b];
        assert_int_equal(p->together, possible ? TOGETHER_YES : TOGETHER_NO);
        assert_int_equal(p->nconflicts != 0, !possible);
        assert_int_equal(p->example != NULL, possible);
    }
    for (size_t i = 0; i < c.n; i++) {
        size_t set = 0;
        for (size_t r = 0; r < c.list[i].nregimes; r++)
            set |= (size_t)1 << c.list[i].regimes[r];
        assert_false(o.possible[set]);
        for (size_t r = 0; r < c.list[i].nregimes; r++)
            assert_true(o.possible[set & ~((size_t)1 << c.list[i].regimes[r])]);
    }
}

static void
plan_agrees(void **state)
{
    const struct day *day = *state;
    struct plan plan;
    struct err e = {0};
    struct oracle o;
    date_t on = date_of(day->on);
    const struct plan_options po = {
        .common = {.catalog = &catalog, .regimes = regimes, .n = nregimes, .on = on}};
    z3_oracle_table(&o, &case_arena, &problem_of(on)->instance, true);
    if (!plan_make(&plan, &case_arena, &po, &e))
        fail_msg("%s", e.msg);
    assert_true(plan.complete && plan.minimum && plan.best_proven);
    assert_int_equal(plan.n, oracle_variants(&o));
    size_t served = 0;
    for (size_t i = 0; i < plan.n; i++) {
        size_t set = 0;
        for (size_t r = 0; r < plan.variants[i].nregimes; r++)
            set |= (size_t)1 << plan.variants[i].regimes[r];
        assert_true(o.possible[set]);
        assert_int_equal(served & set, 0);
        served |= set;
    }
    for (size_t i = 0; i < nregimes; i++)
        assert_int_equal(served >> i & 1, o.possible[(size_t)1 << i]);
}

static const struct day DAYS[] = {
    {"2026-11-23", "2026-11-23"},
    {"2031-01-01", "2031-01-01"},
    {"2036-01-01", "2036-01-01"},
};

/* --- the smallest change -------------------------------------------------------------------- */

/* A server as old installations have it: TLS 1.0 to 1.2, CBC and static RSA, a short DH prime. */
static const char WEAK[] =
    "[tls: {role: server, versions: [TLS 1.0, TLS 1.1, TLS 1.2], ssl3_suites: [], tls10_suites: "
    "[TLS_RSA_WITH_AES_128_CBC_SHA, TLS_RSA_WITH_3DES_EDE_CBC_SHA], tls11_suites: "
    "[TLS_RSA_WITH_AES_128_CBC_SHA, TLS_RSA_WITH_3DES_EDE_CBC_SHA], tls12_suites: "
    "[TLS_RSA_WITH_AES_128_CBC_SHA, TLS_RSA_WITH_AES_128_GCM_SHA256, "
    "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, TLS_DHE_RSA_WITH_AES_128_GCM_SHA256, "
    "TLS_RSA_WITH_3DES_EDE_CBC_SHA], tls13_suites: [], tlcp_suites: [], suites: "
    "[TLS_RSA_WITH_AES_128_CBC_SHA, TLS_RSA_WITH_AES_128_GCM_SHA256, "
    "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, TLS_DHE_RSA_WITH_AES_128_GCM_SHA256, "
    "TLS_RSA_WITH_3DES_EDE_CBC_SHA], groups: [x25519, secp256r1], tls12_groups: [x25519, "
    "secp256r1], tls13_groups: [], signature_schemes: [rsa_pkcs1_sha256, rsa_pkcs1_sha1], "
    "tls12_signature_schemes: [rsa_pkcs1_sha256, rsa_pkcs1_sha1], tls13_signature_schemes: [], "
    "authentication: [RSA], server_preference: false, dh_bits: 1024, extended_master_secret: true, "
    "encrypt_then_mac: true, secure_renegotiation: true, compression: false, session_tickets: "
    "true, early_data: false, ocsp_stapling: false, sni: true, fallback_scsv: true}, cert: {role: "
    "leaf, usage: both, version: 3, key.algorithm: RSA, key.bits: 2048, key.curve: \"\", "
    "signature.algorithm: RSA-PKCS1, signature.hash: SHA-256, validity_days: 90, self_signed: "
    "false, ca: false, key_usage: [digitalSignature, keyEncipherment], extended_key_usage: "
    "[serverAuth], subject_alternative_names: [www.example.com], revocation: [ocsp], serial_bits: "
    "120}]";

static void
no_change_is_smaller(void **state)
{
    (void)state;
    struct evidence weak;
    struct plan plan;
    struct err e = {0};
    date_t on = date_of("2026-11-23");
    product_read(&weak, &case_arena, &catalog, WEAK);
    const struct plan_options po = {
        .common = {
            .catalog = &catalog, .regimes = regimes, .n = nregimes, .on = on, .from = &weak}};
    if (!plan_make(&plan, &case_arena, &po, &e))
        fail_msg("%s", e.msg);
    assert_int_equal(plan.neach, nregimes);
    struct problem *p = problem_of(on);
    struct mapping m;
    struct wishes w;
    mapping_make(&m, &case_arena, &p->space, &weak);
    wishes_today(&w, &case_arena, p, &m);
    for (size_t g = 0; g < nregimes; g++) {
        int64_t least = z3_oracle_cheapest(&p->instance, g, w.soft, w.n);
        print_message("%.*s: %lld\n", SL_FMT(regimes[g]->id), (long long)least);
        assert_true(plan.each[g].proven);
        assert_int_equal(plan.each[g].cost, least);
        assert_true(plan.each[g].nchanges > 0);
    }
}

/* A server that is wanted costs no market; where it can serve a variant, it does. */
static void
a_wanted_server_is_kept_to(void **state)
{
    (void)state;
    struct plan plan, strict;
    struct err e = {0};
    struct plan_options po = {.common = {.catalog = &catalog,
                                         .regimes = regimes,
                                         .n = nregimes,
                                         .on = date_of("2026-11-23"),
                                         .server = catalog_server(&catalog, SL("haproxy-2.6-"
                                                                               "openssl-3.0"))},
                              .server_wanted = true};
    assert_non_null(po.common.server);
    if (!plan_make(&plan, &case_arena, &po, &e))
        fail_msg("%s", e.msg);
    assert_int_equal(plan.nunserved, 0);
    po.server_wanted = false;
    if (!plan_make(&strict, &case_arena, &po, &e))
        fail_msg("%s", e.msg);
    assert_true(strict.nunserved > 0 && strict.n < plan.n);
    for (size_t i = 0; i < plan.n; i++) {
        const struct variant *v = &plan.variants[i];
        size_t leaves = 0;
        for (size_t k = 0; k < v->configuration.n; k++)
            leaves += slice_eq(v->configuration.assets[k].kind->name, SL("cert")) &&
                      slice_eq(asset_fact(&v->configuration.assets[k], SL("role"))->s, SL("leaf"));
        bool servable = true;
        for (size_t r = 0; r < v->nregimes; r++)
            for (size_t u = 0; u < strict.nunserved; u++)
                servable &= v->regimes[r] != strict.unserved[u];
        if (servable)
            assert_int_equal(leaves, 1); /* HAProxy's profile allows no second certificate */
    }
}

int
main(int argc, char **argv)
{
    struct env env;
    struct err e = {0};
    (void)argc;
    env_system(&env);
    if (!catalog_load(&catalog, &data_arena, &env, argv[1], &e)) {
        fprintf(stderr, "%s\n", e.msg);
        return 1;
    }
    regimes = NEW_ARRAY(&data_arena, const struct regime *, catalog.nregimes);
    for (size_t i = 0; i < catalog.nregimes; i++)
        if (catalog.regimes[i].variant_of.n == 0)
            regimes[nregimes++] = &catalog.regimes[i];
    CASES_TABLE(DAYS, engine_agrees);
    CASES_TABLE(DAYS, conflicts_agree);
    CASES_TABLE(DAYS, plan_agrees);
    CASES_TEST(no_change_is_smaller);
    CASES_TEST(a_wanted_server_is_kept_to);
    int failed = cases_run("solve/regimes");
    arena_free(&data_arena);
    return failed;
}
