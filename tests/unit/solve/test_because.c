/* SPDX-License-Identifier: Apache-2.0 */
/* Why a fact is as it is: against the judge, asked about each change by itself. */
#include "solve/because.h"
#include "support/cases.h"
#include "support/configuration.h"
#include "support/scan.h"

#include <stdio.h>

static struct scanner world; /* the catalog; nothing is scanned */
static struct because_request all;

#define STRONG                                                                         \
    "cert: key.algorithm=EC key.curve=secp384r1 key.bits=384 signature.hash=SHA-384\n" \
    "tls13_suites: TLS_AES_256_GCM_SHA384\ntls12_suites: "                             \
    "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384\ntls12_groups: secp384r1\n"               \
    "tls13_groups: secp384r1\ntls12_signature_schemes: ecdsa_secp384r1_sha384\n"       \
    "tls13_signature_schemes: ecdsa_secp384r1_sha384\nocsp_stapling: true\n"
#define WEAK                                                                            \
    "versions: TLS 1.0, TLS 1.2\ntls10_suites: TLS_RSA_WITH_AES_128_CBC_SHA\n"          \
    "tls12_suites: TLS_RSA_WITH_AES_128_CBC_SHA, TLS_DHE_RSA_WITH_AES_128_GCM_SHA256\n" \
    "dh_bits: 1024\ncert: key.algorithm=RSA key.bits=1024 key.curve=\n"

static const struct row {
    const char *name, *lines, *path;
} rows[] = {
    {"versions", STRONG, "versions"},
    {"suites", STRONG, "suites"},
    {"groups of TLS 1.2", STRONG, "tls12_groups"},
    {"groups", STRONG, "groups"},
    {"schemes of TLS 1.3", STRONG, "tls13_signature_schemes"},
    {"schemes", STRONG, "signature_schemes"},
    {"authentication", STRONG, "authentication"},
    {"stapling", STRONG, "ocsp_stapling"},
    {"early data", STRONG, "early_data"},
    {"compression", STRONG, "compression"},
    {"EMS", STRONG, "extended_master_secret"},
    {"versions of a weak one", WEAK, "versions"},
    {"suites of a weak one", WEAK, "suites"},
    {"suites of TLS 1.2 of a weak one", WEAK, "tls12_suites"},
    {"tickets", WEAK, "session_tickets"},
};

static enum verdict
verdict_of(const struct judgement *j, const struct because *b)
{
    for (size_t i = 0; i < j->targets[0].n; i++) {
        const struct regime_result *r = &j->targets[0].regimes[i];
        for (size_t k = 0; r->regime == b->regime && k < r->n; k++)
            if (r->findings[k].requirement == b->requirement)
                return r->findings[k].verdict;
    }
    return VERDICT_NOT_APPLICABLE;
}

static void
judged(struct judgement *out, const struct evidence *ev)
{
    struct err e = {0};
    if (!judge_run(out, &case_arena, all.judge, ev, 1, all.on, &e))
        fail_msg("%s", e.msg);
}

static bool
has(const struct becauses *list, const struct because *b)
{
    for (size_t i = 0; i < list->n; i++)
        if (list->v[i].regime == b->regime && list->v[i].requirement == b->requirement)
            return true;
    return false;
}

/* Every shall rule about the endpoint: broken by the change, and said to be. */
static void
compare(const struct judgement *before, const struct judgement *after, const struct becauses *said,
        struct slice what)
{
    for (size_t i = 0; i < before->targets[0].n; i++) {
        const struct regime_result *r = &before->targets[0].regimes[i];
        for (size_t k = 0; k < r->n; k++) {
            const struct because b = {r->regime, r->findings[k].requirement};
            if (b.requirement->keyword != KEYWORD_SHALL ||
                !slice_eq_str(b.requirement->kind->name, "tls"))
                continue;
            bool broken =
                r->findings[k].verdict == VERDICT_PASS && verdict_of(after, &b) == VERDICT_FAIL;
            if (broken != has(said, &b))
                fail_msg("%.*s, %.*s %.*s: %s", SL_FMT(what), SL_FMT(b.regime->id),
                         SL_FMT(b.requirement->id), broken ? "not said" : "said in vain");
        }
    }
}

static void
against_the_judge(void **state)
{
    const struct row *row = *state;
    struct evidence ev;
    configuration_make(&ev, &case_arena, &world.catalog, row->lines);
    struct asset *as = &ev.assets[0];
    const struct field *field = kind_field(as->kind, slice_str(row->path));
    struct fact *f = asset_fact(as, slice_str(row->path));
    struct judgement before, after;
    struct becauses said, whole, sum = {0};
    judged(&before, &ev);
    size_t n = field->registry ? field->registry->n : 1;
    because_of(&whole, &case_arena, &all, as, slice_str(row->path), BECAUSE_WHOLE);
    for (size_t i = 0; i < n; i++) {
        because_of(&said, &case_arena, &all, as, slice_str(row->path), i);
        if (field->registry)
            f->truth_bits[i / 64] ^= (uint64_t)1 << i % 64;
        else
            f->b = !f->b;
        judged(&after, &ev);
        if (field->registry)
            f->truth_bits[i / 64] ^= (uint64_t)1 << i % 64;
        else
            f->b = !f->b;
        compare(&before, &after, &said,
                field->registry ? field->registry->elements[i].name : field->path);
        because_join(&sum, &case_arena, &said);
    }
    /* The whole adds nothing but what emptying the set breaks. */
    for (size_t i = 0; i < sum.n; i++)
        assert_true(has(&whole, &sum.v[i]));
    if (!field->registry)
        assert_int_equal(whole.n, sum.n);
}

/* A rule that any one of two elements satisfies stands behind the set, and behind neither alone. */
static void
one_of_two_is_behind_the_whole(void **state)
{
    (void)state;
    struct evidence ev;
    struct becauses one, whole;
    configuration_make(&ev, &case_arena, &world.catalog,
                       "tls12_groups: secp256r1, secp384r1\ntls13_groups: secp256r1, secp384r1\n");
    const struct asset *as = &ev.assets[0];
    const struct registry *r = kind_field(as->kind, SL("groups"))->registry;
    because_of(&one, &case_arena, &all, as, SL("groups"),
               registry_index(r, registry_by_name(r, SL("secp256r1"))));
    because_of(&whole, &case_arena, &all, as, SL("groups"), BECAUSE_WHOLE);
    size_t n = 0;
    for (size_t i = 0; i < whole.n; i++)
        if (slice_eq_str(whole.v[i].requirement->id, "3.4.2.2-groups")) {
            n++;
            assert_false(has(&one, &whole.v[i]));
        }
    assert_int_equal(n, 1);
}

static void
numbers_and_text_move_past_their_bounds(void **state)
{
    (void)state;
    static const struct {
        const char *path, *id;
    } facts[] = {
        {"key.bits", "transition-key"},
        {"key.curve", "transition-key"},
        {"key.algorithm", "3.2.1-algorithm"},
        {"signature.hash", "transition-signature"},
        {"validity_days", "6.1.2-validity-leaf"},
        {"key_usage", "6.1.2-leaf-is-no-ca"},
        {"extended_key_usage", "3.2.1-server-auth"},
        {"extended_key_usage", "3.2.1-no-any-usage"},
        {"self_signed", "3.2-issued-by-ca"},
    };
    struct evidence ev;
    configuration_make(&ev, &case_arena, &world.catalog,
                       "cert: key.algorithm=RSA key.bits=3072 key.curve= signature.hash=SHA-384\n"
                       "cert: key.algorithm=EC key.curve=secp384r1 key.bits=384 "
                       "signature.hash=SHA-384\n");
    for (size_t i = 0; i < COUNT_OF(facts); i++) {
        bool found = false;
        for (size_t c = 1; c < ev.n; c++) {
            struct becauses b;
            because_of(&b, &case_arena, &all, &ev.assets[c], slice_str(facts[i].path),
                       BECAUSE_WHOLE);
            for (size_t k = 0; k < b.n; k++)
                found |= slice_eq_str(b.v[k].requirement->id, facts[i].id);
        }
        if (!found)
            fail_msg("%s is not behind %s", facts[i].id, facts[i].path);
    }
}

static void
nothing_is_behind_what_is_not_known(void **state)
{
    (void)state;
    struct evidence ev;
    struct becauses b;
    configuration_make(&ev, &case_arena, &world.catalog, "");
    because_of(&b, &case_arena, &all, &ev.assets[0], SL("validated_module"), BECAUSE_WHOLE);
    assert_int_equal(b.n, 0);
    because_of(&b, &case_arena, &all, &ev.assets[0], SL("no such field"), BECAUSE_WHOLE);
    assert_int_equal(b.n, 0);
    because_of(&b, &case_arena, &all, &ev.assets[0], SL("role"), BECAUSE_WHOLE);
    assert_int_equal(because_texts(&case_arena, &b).n, 0);
}

/* Only the regimes asked for, one text for each; clauses once. */
static void
texts_name_regime_and_clause(void **state)
{
    (void)state;
    struct evidence ev;
    struct becauses b;
    size_t only = SIZE_MAX;
    configuration_make(&ev, &case_arena, &world.catalog, "");
    for (size_t i = 0; i < world.catalog.nregimes; i++)
        if (slice_eq_str(world.catalog.regimes[i].id, "US-FED"))
            only = i;
    struct because_request rq = {all.judge, &only, 1, all.on};
    because_of(&b, &case_arena, &rq, &ev.assets[0], SL("versions"), BECAUSE_WHOLE);
    struct slices texts = because_texts(&case_arena, &b);
    assert_int_equal(texts.n, 1);
    assert_string_equal(arena_str(&case_arena, texts.v[0]),
                        "US-FED: US-SP800-52r2 §3.1 (3.1-no-ssl, 3.1-no-tls10, 3.1-tls12, "
                        "3.1-tls13)");
    because_of(&b, &case_arena, &all, &ev.assets[0], SL("versions"), BECAUSE_WHOLE);
    texts = because_texts(&case_arena, &b);
    assert_true(texts.n > 3);
    for (size_t i = 0; i < texts.n; i++)
        for (size_t k = 0; k < i; k++)
            assert_false(slice_has_prefix(texts.v[i], slice_sub(texts.v[k], 0, 6)) &&
                         slice_eq(texts.v[i], texts.v[k]));
}

int
main(void)
{
    struct err e = {0};
    struct judge *j;
    if (!scanner_open(&world, &e))
        return fprintf(stderr, "%s\n", e.msg), 1;
    const struct catalog *c = &world.catalog;
    const struct regime **regimes = NEW_ARRAY(&world.arena, const struct regime *, c->nregimes);
    for (size_t i = 0; i < c->nregimes; i++)
        regimes[i] = &c->regimes[i];
    if (!judge_compile(&j, &world.arena, c, regimes, c->nregimes, &e) ||
        !date_parse(SL("2026-11-23"), &all.on))
        return fprintf(stderr, "%s\n", e.msg), 1;
    all.judge = j;
    CASES_TABLE(rows, against_the_judge);
    CASES_TEST(one_of_two_is_behind_the_whole);
    CASES_TEST(numbers_and_text_move_past_their_bounds);
    CASES_TEST(nothing_is_behind_what_is_not_known);
    CASES_TEST(texts_name_regime_and_clause);
    int rc = cases_run("because");
    scanner_close(&world);
    return rc;
}
