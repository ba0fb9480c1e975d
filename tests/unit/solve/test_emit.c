/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the emitters write, without running it (tests/system/emit_live.c does):
 * gaps with what could close them, duties, names that must not leave their line.
 */
#include "solve/emit.h"
#include "support/cases.h"
#include "support/configuration.h"
#include "support/random_evidence.h"
#include "support/scan.h"

#include <stdio.h>

static struct scanner world;
static struct because_request all, dutch;

static void
emit(struct emitted *out, enum emit_server server, const char *lines,
     const struct because_request *because)
{
    struct evidence *ev = NEW(&case_arena, struct evidence);
    struct err e = {0};
    configuration_make(ev, &case_arena, &world.catalog, lines);
    const struct emit_request rq = {
        .server = server, .configuration = ev, .catalog = &world.catalog, .because = *because};
    if (!emit_config(out, &case_arena, &rq, &e))
        fail_msg("%s", e.msg);
}

/* --- gaps ------------------------------------------------------------------------------------- */

static const struct gap_row {
    const char *name;
    enum emit_server server;
    const char *lines;
    const char *rule, *wanted, *would;
} gaps[] = {
    {"TLCP", EMIT_NGINX, "versions: TLCP 1.1, TLS 1.3\n", "versions-tlcp", "TLCP 1.1", "Tengine"},
    {"SM in TLS 1.3", EMIT_NGINX, "tls13_suites: TLS_SM4_GCM_SM3\n", "suites-sm", "TLS_SM4_GCM_SM3",
     "OpenSSL 4.0"},
    {"GOST in TLS 1.2", EMIT_APACHE, "tls12_suites: TLS_GOSTR341112_256_WITH_KUZNYECHIK_CTR_OMAC\n",
     "suites-gost", "KUZNYECHIK", "gost-engine"},
    {"GOST in TLS 1.3", EMIT_NGINX, "tls13_suites: TLS_GOSTR341112_256_WITH_MAGMA_MGM_S\n",
     "suites-gost-tls13", "MAGMA", "patches"},
    {"a hybrid group", EMIT_HAPROXY, "tls13_groups: X25519MLKEM768\n", "groups-post-quantum",
     "X25519MLKEM768", "OpenSSL 3.5"},
    {"pure ML-KEM", EMIT_OPENSSL, "tls13_groups: MLKEM1024\n", "groups-post-quantum", "MLKEM1024",
     "OpenSSL 3.5"},
    {"ML-DSA", EMIT_NGINX, "tls13_signature_schemes: mldsa87\nauthentication: ML-DSA\n",
     "schemes-ml-dsa", "mldsa87", "OpenSSL 3.5"},
    {"an SM2 key", EMIT_NGINX, "cert: key.algorithm=SM2 key.curve=sm2p256v1\n", "key-sm2", "SM2",
     "Tongsuo"},
    {"brainpool in TLS 1.3", EMIT_NGINX, "tls13_groups: brainpoolP256r1tls13\n",
     "groups-brainpool-tls13", "brainpoolP256r1tls13", "OpenSSL 3.2"},
    {"groups apart", EMIT_NGINX, "tls12_groups: x25519\ntls13_groups: secp256r1\n",
     "one-list-groups", "", "Two listeners"},
    {"schemes apart", EMIT_NGINX,
     "tls12_signature_schemes: ecdsa_secp256r1_sha256\n"
     "tls13_signature_schemes: ecdsa_secp384r1_sha384\n",
     "one-list-schemes-ecdsa", "", "Two listeners"},
    {"suites of TLS 1.0 apart", EMIT_APACHE,
     "versions: TLS 1.0, TLS 1.2\ntls10_suites: TLS_RSA_WITH_AES_128_CBC_SHA\n", "one-list-tls10",
     "", "Two listeners"},
    {"early data on Apache", EMIT_APACHE, "early_data: true\n", "early-data", "", "nginx"},
    {"two certificates on HAProxy", EMIT_HAPROXY, "authentication: RSA, ECDSA\n", "one-certificate",
     "", "listener"},
    {"ticket lifetime of s_server", EMIT_OPENSSL, "", "lifetime", "300", "nginx"},
    {"a prime of no standard size", EMIT_NGINX,
     "tls12_suites: TLS_DHE_RSA_WITH_AES_128_GCM_SHA256\ndh_bits: 3000\n", "dh-parameters", "",
     "openssl dhparam"},
    {"a suite without encryption", EMIT_NGINX, "tls12_suites: TLS_RSA_WITH_NULL_SHA\n", "suites",
     "TLS_RSA_WITH_NULL_SHA", ""},
    {"a version without suites", EMIT_NGINX, "tls12_suites: none\n", "tls12-suites", "", ""},
    {"TLS 1.3 without suites", EMIT_NGINX, "tls13_suites: none\n", "tls13-suites", "", ""},
    {"TLS 1.3 without groups", EMIT_NGINX, "tls13_groups: none\n", "tls13-some-group", "", ""},
    {"TLS compression", EMIT_NGINX, "compression: true\n", "compression", "", ""},
    {"renegotiation by the client", EMIT_NGINX, "client_renegotiation: true\n",
     "client-renegotiation", "", ""},
};

static void
gap_is_told(void **state)
{
    const struct gap_row *row = *state;
    struct emitted em;
    emit(&em, row->server, row->lines, &all);
    const struct emit_gap *gap = NULL;
    for (size_t i = 0; i < em.ngaps; i++)
        if (slice_eq_str(em.gaps[i].rule->id, row->rule))
            gap = &em.gaps[i];
    if (!gap) {
        fail_msg("no gap %s among %zu", row->rule, em.ngaps);
        return;
    }
    assert_true(gap->wanted.n > 0 && gap->why.n > 0);
    assert_true(slice_find(gap->wanted, slice_str(row->wanted)) != SIZE_MAX);
    assert_true(slice_find(gap->would, slice_str(row->would)) != SIZE_MAX);
    assert_true(slice_find(em.files[0].text, SL("# CANNOT: ")) != SIZE_MAX);
}

static void
what_it_can_has_no_gap(void **state)
{
    (void)state;
    for (enum emit_server s = EMIT_NGINX; s <= EMIT_OPENSSL; s++) {
        struct emitted em;
        emit(&em, s, s == EMIT_OPENSSL ? "ticket_lifetime: 7200\ncert: \n" : "cert: \n", &all);
        assert_int_equal(em.ngaps, 0);
        assert_true(slice_find(em.files[0].text, SL("CANNOT")) == SIZE_MAX);
    }
}

/* --- duties ----------------------------------------------------------------------------------- */

static void
a_validated_module_is_a_duty(void **state)
{
    (void)state;
    struct emitted em;
    emit(&em, EMIT_NGINX, "cert: \n", &all);
    bool fips = false;
    for (size_t i = 0; i < em.duties.n; i++)
        fips |= slice_find(em.duties.v[i], SL("FIPS 140-3")) != SIZE_MAX &&
                slice_find(em.duties.v[i], SL("US-FED")) != SIZE_MAX;
    assert_true(fips);
    assert_true(slice_find(em.files[0].text, SL("# DUTY: ")) != SIZE_MAX);
    emit(&em, EMIT_NGINX, "cert: \n", &dutch);
    assert_int_equal(em.duties.n, 0);
}

/* --- what comes from outside ------------------------------------------------------------------ */

static const struct bad_row {
    const char *name;
    struct slice server, address, port, dir;
    bool bad;
} names[] = {
    {"all empty", SL_INIT(""), SL_INIT(""), SL_INIT(""), SL_INIT(""), false},
    {"plain ones", SL_INIT("www.example.org"), SL_INIT("[::1]"), SL_INIT("8443"),
     SL_INIT("/srv/tls"), false},
    {"a directive in the name", SL_INIT("a; root /etc"), SL_INIT(""), SL_INIT(""), SL_INIT(""),
     true},
    {"a line in the name", SL_INIT("a\nb"), SL_INIT(""), SL_INIT(""), SL_INIT(""), true},
    {"a NUL in the name", SL_INIT("a\0b"), SL_INIT(""), SL_INIT(""), SL_INIT(""), true},
    {"a quote in the folder", SL_INIT(""), SL_INIT(""), SL_INIT(""), SL_INIT("/a\"b"), true},
    {"a command in the folder", SL_INIT(""), SL_INIT(""), SL_INIT(""), SL_INIT("$(id)"), true},
    {"a blank in the port", SL_INIT(""), SL_INIT(""), SL_INIT("443 quic"), SL_INIT(""), true},
    {"a brace in the address", SL_INIT(""), SL_INIT("0.0.0.0{"), SL_INIT(""), SL_INIT(""), true},
    {"UTF-8 in the name", SL_INIT("\xc3\xa4.example"), SL_INIT(""), SL_INIT(""), SL_INIT(""), true},
};

static void
names_stay_in_their_line(void **state)
{
    const struct bad_row *row = *state;
    struct evidence ev;
    struct emitted em;
    struct err e = {0};
    configuration_make(&ev, &case_arena, &world.catalog, "cert: \n");
    const struct emit_request rq = {.server = EMIT_NGINX,
                                    .configuration = &ev,
                                    .catalog = &world.catalog,
                                    .because = all,
                                    .name = row->server,
                                    .address = row->address,
                                    .port = row->port,
                                    .dir = row->dir};
    bool ok = emit_config(&em, &case_arena, &rq, &e);
    assert_int_equal(ok, !row->bad);
    assert_int_equal(e.code, row->bad ? ERR_INPUT : ERR_NONE);
}

static void
no_endpoint_no_configuration(void **state)
{
    (void)state;
    struct emitted em;
    struct err e = {0};
    const struct evidence none = {.target = SL("none")};
    const struct emit_request rq = {
        .server = EMIT_NGINX, .configuration = &none, .catalog = &world.catalog, .because = all};
    assert_false(emit_config(&em, &case_arena, &rq, &e));
    assert_int_equal(e.code, ERR_INPUT);
    assert_non_null(strstr(e.msg, "no TLS endpoint"));
}

/* A fact of an odd product does not get into the shell: only words that OpenSSL has do. */
static void
facts_stay_out_of_the_shell(void **state)
{
    (void)state;
    struct emitted em;
    struct evidence ev;
    struct err e = {0};
    configuration_make(&ev, &case_arena, &world.catalog,
                       "cert: key.curve=$(touch key_usage=`id`,digitalSignature "
                       "subject_alternative_names=\"a extended_key_usage=serverAuth,$(x)\n"
                       "preferred_suite: $(y)\nalpn: \"z\n");
    asset_string(&ev.assets[1], "signature.hash", SL("SHA\ntouch here\n"));
    const struct emit_request rq = {
        .server = EMIT_NGINX, .configuration = &ev, .catalog = &world.catalog, .because = all};
    if (!emit_config(&em, &case_arena, &rq, &e))
        fail_msg("%s", e.msg);
    assert_int_equal(em.nfiles, 3);
    for (size_t i = 0; i < em.nfiles; i++) {
        struct slice text = em.files[i].text;
        for (struct slice line; slice_cut(&text, '\n', &line);) {
            if (slice_has_prefix(slice_trim(line), SL("#")))
                continue;
            assert_true(slice_find(line, SL("touch")) == SIZE_MAX);
            assert_true(slice_find(line, SL("`id`")) == SIZE_MAX);
            assert_true(slice_find(line, SL("$(x)")) == SIZE_MAX);
            assert_true(slice_find(line, SL("$(y)")) == SIZE_MAX);
        }
    }
}

/* Nothing in a line that could end it, a quotation or a word; comments may quote all but controls.
 */
static void
line_is_safe(struct slice line)
{
    static const char *const odd[] = {"\r", "\033", "\x7f", "\"\"\"", "`",
                                      "&&", "||",   "$((",  "<!--"};
    const size_t controls = 3;
    bool comment = slice_has_prefix(slice_trim(line), SL("#"));
    for (size_t k = 0; k < (comment ? controls : COUNT_OF(odd)); k++)
        if (slice_find(line, slice_str(odd[k])) != SIZE_MAX)
            fail_msg("%.*s", SL_FMT(line));
}

static bool
emitted_safely(const struct evidence *ev, enum emit_server server)
{
    struct emitted em;
    struct err e = {0};
    const struct emit_request rq = {
        .server = server, .configuration = ev, .catalog = &world.catalog, .because = dutch};
    if (!emit_config(&em, &case_arena, &rq, &e)) {
        assert_non_null(strstr(e.msg, "no TLS endpoint"));
        return false;
    }
    for (size_t i = 0; i < em.nfiles; i++) {
        struct slice text = em.files[i].text;
        for (struct slice line; slice_cut(&text, '\n', &line);)
            line_is_safe(line);
    }
    return true;
}

/* Products of every shape, awkward texts among them. */
static void
odd_products_are_emitted_safely(void **state)
{
    (void)state;
    size_t emitted = 0;
    for (uint64_t seed = 1; seed <= 60; seed++) {
        const struct evidence *ev = random_evidence(&case_arena, &world.catalog, seed, 1);
        for (enum emit_server s = EMIT_NGINX; s <= EMIT_OPENSSL; s++)
            emitted += emitted_safely(ev, s);
    }
    assert_true(emitted > 40);
}

/* --- the files -------------------------------------------------------------------------------- */

static void
nginx_lines_are_whole(void **state)
{
    (void)state;
    struct emitted em;
    emit(&em, EMIT_NGINX, "cert: \ncert: key.algorithm=RSA key.bits=2048 key.curve=\n", &all);
    struct slice text = em.files[0].text;
    size_t n = 0;
    for (struct slice line; slice_cut(&text, '\n', &line); n++) {
        struct slice s = slice_trim(line);
        if (s.n == 0 || s.p[0] == '#') {
            assert_true(line.n <= 160);
            continue;
        }
        assert_true(memchr(";{}", s.p[s.n - 1], 3) != NULL);
    }
    assert_true(n > 20);
}

static void
the_same_again(void **state)
{
    (void)state;
    for (enum emit_server s = EMIT_NGINX; s <= EMIT_OPENSSL; s++) {
        struct emitted one, two;
        emit(&one, s, "cert: \n", &all);
        emit(&two, s, "cert: \n", &all);
        assert_int_equal(one.nfiles, two.nfiles);
        for (size_t i = 0; i < one.nfiles; i++)
            assert_true(slice_eq(one.files[i].text, two.files[i].text));
    }
}

/* What is not known has no line: the program's default stays. */
static void
unknown_facts_have_no_line(void **state)
{
    (void)state;
    struct emitted em;
    struct evidence ev;
    struct err e = {0};
    configuration_make(&ev, &case_arena, &world.catalog, "cert: \n");
    static const char *const paths[] = {"session_tickets", "ticket_lifetime", "early_data",
                                        "ocsp_stapling", "server_preference"};
    for (size_t i = 0; i < COUNT_OF(paths); i++)
        fact_unknown(asset_fact(&ev.assets[0], slice_str(paths[i])), SL("left open"));
    const struct emit_request rq = {
        .server = EMIT_NGINX, .configuration = &ev, .catalog = &world.catalog, .because = all};
    if (!emit_config(&em, &case_arena, &rq, &e))
        fail_msg("%s", e.msg);
    static const char *const lines[] = {"ssl_session_tickets", "ssl_session_timeout",
                                        "ssl_early_data", "ssl_stapling",
                                        "ssl_prefer_server_ciphers"};
    for (size_t i = 0; i < COUNT_OF(lines); i++)
        assert_true(slice_find(em.files[0].text, slice_str(lines[i])) == SIZE_MAX);
    assert_true(slice_find(em.files[0].text, SL("ssl_protocols TLSv1.2 TLSv1.3;")) != SIZE_MAX);
}

/* Where no suite of a version is configured, the program's default list must not step in. */
static void
a_version_without_suites_is_off(void **state)
{
    (void)state;
    static const char *const lines[] = {"ssl_protocols TLSv1.3;", "SSLProtocol -all +TLSv1.3",
                                        "ssl-min-ver TLSv1.3 ssl-max-ver TLSv1.3",
                                        "Protocol = -ALL,TLSv1.3"};
    for (enum emit_server s = EMIT_NGINX; s <= EMIT_OPENSSL; s++) {
        struct emitted em;
        bool found = false;
        emit(&em, s, "cert: \ntls12_suites: none\n", &all);
        for (size_t i = 0; i < em.nfiles; i++)
            found |= slice_find(em.files[i].text, slice_str(lines[s])) != SIZE_MAX;
        if (!found)
            fail_msg("%s: no %s", emit_names[s], lines[s]);
    }
}

static bool
compile(struct because_request *out, const struct regime *const *regimes, size_t n, struct err *e)
{
    struct judge *j;
    if (!judge_compile(&j, &world.arena, &world.catalog, regimes, n, e))
        return false;
    *out = (struct because_request){.judge = j};
    return date_parse(SL("2026-11-23"), &out->on);
}

int
main(void)
{
    struct err e = {0};
    if (!scanner_open(&world, &e))
        return fprintf(stderr, "%s\n", e.msg), 1;
    const struct catalog *c = &world.catalog;
    const struct regime **regimes = NEW_ARRAY(&world.arena, const struct regime *, c->nregimes);
    for (size_t i = 0; i < c->nregimes; i++)
        regimes[i] = &c->regimes[i];
    const struct regime *nl = catalog_regime(c, SL("NL-NCSC"));
    if (!compile(&all, regimes, c->nregimes, &e) || !compile(&dutch, &nl, 1, &e))
        return fprintf(stderr, "%s\n", e.msg), 1;
    CASES_TABLE(gaps, gap_is_told);
    CASES_TABLE(names, names_stay_in_their_line);
    CASES_TEST(what_it_can_has_no_gap);
    CASES_TEST(a_validated_module_is_a_duty);
    CASES_TEST(no_endpoint_no_configuration);
    CASES_TEST(facts_stay_out_of_the_shell);
    CASES_TEST(odd_products_are_emitted_safely);
    CASES_TEST(nginx_lines_are_whole);
    CASES_TEST(the_same_again);
    CASES_TEST(unknown_facts_have_no_line);
    CASES_TEST(a_version_without_suites_is_off);
    int rc = cases_run("emit");
    scanner_close(&world);
    return rc;
}
