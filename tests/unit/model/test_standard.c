/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Standards and regimes: what loads, and where the errors are said to be.
 */
#include "files.h"
#include "model/catalog.h"
#include "model/condition.h"
#include "support/cases.h"

/* Lines 1 to 7; the row's text starts on line 8. */
#define HEAD                                      \
    "standard: S\ntitle: {en: T}\nauthority: A\n" \
    "edition: E\npublished: 2020-01-01\nstatus: published\nsource: {title: t, read: primary}\n"
#define SETS "sets:\n  good: {registry: suites, members: [AES_GCM]}\n"
/* A requirement up to its condition; `must` comes on the fourth line. */
#define RULE(id)                                          \
    "  - id: " id "\n    clause: c\n    keyword: shall\n" \
    "    kind: tls\n    text: {en: t}\n"
#define CASES "    cases: {pass: [{tickets: true}], fail: [{tickets: false}]}\n"
#define FILE "data/standards/XX/s.yaml"

struct row {
    const char *name;
    const char *text; /* the whole file */
    const char *says; /* null: it loads */
};

static const struct row rows[] = {
    {"smallest", HEAD "requirements:\n" RULE("r") "    must: tls.tickets\n" CASES, NULL},
    {"with a set",
     HEAD SETS "requirements:\n" RULE("r") "    must: tls.suites.all(s, s.name in good)\n" CASES,
     NULL},
    {"cannot be checked", HEAD "requirements:\n" RULE("r") "    cannot_check: secret\n", NULL},
    {"everything optional",
     HEAD "note: n\nrequirements:\n" RULE("r") "    when: 'tls.role == \"server\"'\n    must: "
                                               "tls.tickets\n    remedy: m\n    note: n\n"
                                               "    disputed: true\n    levels: [a, b]\n    from: "
                                               "2020-01-01\n    until: 2020-01-01\n"
                                               "    source: {read: recalled, url: u}\n" CASES,
     NULL},

    {"unknown key", HEAD "requirments: []\n",
     FILE ":8:1: unknown key 'requirments', did you mean 'requirements'?"},
    {"missing key", "standard: S\n", FILE ":1:1: key 'title' is missing"},
    {"no requirements", HEAD "requirements: []\n", FILE ":8:15: a standard has 1 to"},
    {"bad date",
     "standard: S\ntitle: {en: T}\nauthority: A\nedition: E\npublished: 2020-02-30\n"
     "status: published\nsource: {title: t, read: primary}\nrequirements: []\n",
     FILE ":5:12: 'published' must be a day"},
    {"bad status",
     "standard: S\ntitle: {en: T}\nauthority: A\nedition: E\npublished: 2020-02-03\n"
     "status: publishd\nsource: {title: t, read: primary}\nrequirements: []\n",
     FILE ":6:9: unknown value 'publishd', did you mean 'published'?"},
    {"no English",
     "standard: S\ntitle: {zh: T}\nauthority: A\nedition: E\npublished: 2020-02-03\n"
     "status: published\nsource: {title: t, read: primary}\nrequirements: []\n",
     FILE ":2:8: the English text ('en') is missing"},
    {"no language",
     "standard: S\ntitle: {en: T, english: x}\nauthority: A\nedition: E\npublished: 2020-02-03\n"
     "status: published\nsource: {title: t, read: primary}\nrequirements: []\n",
     FILE ":2:16: 'english' is no language code"},
    {"source without a title",
     "standard: S\ntitle: {en: T}\nauthority: A\nedition: E\npublished: 2020-02-03\n"
     "status: published\nsource: {read: primary}\nrequirements: []\n",
     FILE ":7:9: key 'title' is missing"},
    {"unknown reading",
     "standard: S\ntitle: {en: T}\nauthority: A\nedition: E\npublished: 2020-02-03\n"
     "status: published\nsource: {title: t, read: primry}\nrequirements: []\n",
     FILE ":7:26: unknown value 'primry', did you mean 'primary'?"},

    {"set of an unknown registry",
     HEAD "sets:\n  x: {registry: suite, members: []}\nrequirements: []\n",
     FILE ":9:17: unknown registry 'suite', did you mean 'suites'?"},
    {"set with an unknown element",
     HEAD "sets:\n  x: {registry: suites, members: [AES_GMC]}\nrequirements: []\n",
     FILE ":9:35: 'AES_GMC' is not in suites, did you mean 'AES_GCM'?"},
    {"set with an element twice",
     HEAD "sets:\n  x: {registry: suites, members: [AES_GCM, AES_GCM]}\nrequirements: []\n",
     FILE ":9:44: 'AES_GCM' stands in this set twice"},
    {"set called as a kind",
     HEAD "sets:\n  tls: {registry: suites, members: []}\nrequirements: []\n",
     FILE ":9:3: a set cannot be called 'tls'"},
    {"set called now", HEAD "sets:\n  now: {registry: suites, members: []}\nrequirements: []\n",
     "a set cannot be called 'now'"},
    {"set called as no name can be",
     HEAD "sets:\n  a-b: {registry: suites, members: []}\nrequirements:\n" RULE(
         "r") "    must: tls.tickets\n" CASES,
     FILE ":9:3: "},

    {"unknown keyword",
     HEAD "requirements:\n  - {id: r, clause: c, keyword: must, kind: tls, text: {en: t}, "
          "cannot_check: x}\n",
     FILE ":9:33: unknown value 'must'"},
    {"unknown kind",
     HEAD "requirements:\n  - {id: r, clause: c, keyword: may, kind: tsl, text: {en: t}, "
          "cannot_check: x}\n",
     FILE ":9:44: unknown kind 'tsl', did you mean 'tls'?"},
    {"neither must nor cannot_check", HEAD "requirements:\n" RULE("r"),
     FILE ":9:5: give either 'must' or 'cannot_check', not none"},
    {"both must and cannot_check",
     HEAD "requirements:\n" RULE("r") "    must: tls.tickets\n    cannot_check: x\n", "not both"},
    {"id twice",
     HEAD "requirements:\n" RULE("r") "    cannot_check: x\n" RULE("r") "    cannot_check: x\n",
     FILE ":15:5: id 'r' stands in this file twice"},
    {"until before from",
     HEAD "requirements:\n" RULE(
         "r") "    cannot_check: x\n    from: 2020-01-02\n    until: 2020-01-01\n",
     FILE ":16:12: 'until' lies before 'from'"},
    {"misspelt member", HEAD "requirements:\n" RULE("r") "    cannot_chek: x\n",
     "did you mean 'cannot_check'?"},

    {"condition: syntax", HEAD "requirements:\n" RULE("r") "    must: tls.tickets &&\n" CASES,
     FILE ":14:"},
    {"condition: misspelt field",
     HEAD "requirements:\n" RULE("r") "    must: tls.suits.all(s, s.aead)\n" CASES,
     FILE ":14:15: tls has no field 'suits'; did you mean 'suites'?"},
    {"condition: misspelt field in quotes",
     HEAD "requirements:\n" RULE("r") "    must: 'tls.suits.all(s, s.aead)'\n" CASES,
     FILE ":14:16: tls has no field 'suits'"},
    {"condition: misspelt attribute",
     HEAD "requirements:\n" RULE("r") "    must: tls.suites.all(s, s.aed)\n" CASES,
     FILE ":14:31: suites has no field 'aed'; did you mean 'aead'?"},
    {"condition: misspelt set",
     HEAD SETS "requirements:\n" RULE("r") "    must: tls.suites.all(s, s.name in god)\n" CASES,
     FILE ":16:39: "},
    {"condition: another kind's fields",
     HEAD "requirements:\n" RULE("r") "    must: cert.key.bits > 1\n" CASES, FILE ":14:11: "},
    {"condition: wrong type",
     HEAD "requirements:\n" RULE("r") "    must: tls.lifetime > \"1\"\n" CASES, FILE ":14:24: "},
    {"condition: not a bool", HEAD "requirements:\n" RULE("r") "    must: tls.lifetime\n" CASES,
     FILE ":14:"},
    {"condition: in the second line of a block",
     HEAD "requirements:\n" RULE("r") "    must: |\n      tls.tickets &&\n      tls.tikets\n" CASES,
     FILE ":16:11: tls has no field 'tikets'"},
    {"condition: after a doubled quote",
     HEAD "requirements:\n" RULE("r") "    must: '\"it''s\" == \"x\" || tls.tikets'\n" CASES,
     FILE ":14:34: tls has no field 'tikets'"},
    {"when: misspelt field",
     HEAD
     "requirements:\n" RULE("r") "    when: tls.rolle == \"server\"\n    must: tls.tickets\n" CASES,
     FILE ":14:15: tls has no field 'rolle'"},

    {"literal: misspelt element",
     HEAD "requirements:\n" RULE("r") "    must: tls.suites.all(s, s.name == \"AES_GMC\")\n" CASES,
     FILE ":14:39: 'AES_GMC' is not in suites, did you mean 'AES_GCM'?"},
    {"literal: on the left",
     HEAD "requirements:\n" RULE("r") "    must: tls.suites.all(s, \"AES_GMC\" != s.name)\n" CASES,
     FILE ":14:29: 'AES_GMC'"},
    {"literal: in a list",
     HEAD "requirements:\n" RULE(
         "r") "    must: tls.suites.all(s, s.name in [\"AES_GCM\", \"CBC\"])\n" CASES,
     FILE ":14:51: 'CBC' is not in suites"},
    {"literal: misspelt attribute value",
     HEAD "requirements:\n" RULE("r") "    must: tls.suites.all(s, s.kx == \"ECDH\")\n" CASES,
     FILE ":14:37: no element of suites has 'ECDH' as its kx, did you mean 'ECDHE'?"},
    {"literal: misspelt in a list attribute",
     HEAD "requirements:\n" RULE("r") "    must: tls.suites.all(s, \"T9\" in s.versions)\n" CASES,
     FILE ":14:29: no element of suites has 'T9' as its versions"},
    {"literal: closed field",
     HEAD "requirements:\n" RULE("r") "    must: tls.role == \"sever\"\n" CASES,
     FILE ":14:23: 'sever' is no value of role, did you mean 'server'?"},
    {"literal: closed field in a list",
     HEAD "requirements:\n" RULE("r") "    must: tls.role in [\"server\", \"clint\"]\n" CASES,
     FILE ":14:34: 'clint' is no value of role, did you mean 'client'?"},
    {"literal: nested deep",
     HEAD "requirements:\n" RULE("r") "    must: '!(true ? tls.suites.filter(s, s.aead).exists(s, "
                                      "s.kx == \"X\") : false)'\n" CASES,
     "no element of suites has 'X' as its kx"},
    {"literal: set of another registry",
     HEAD SETS "requirements:\n" RULE("r") "    must: tls.versions.all(v, v.name in good)\n" CASES,
     FILE ":16:41: 'good' holds names of suites, but these are versions"},
    {"literal: set against an attribute",
     HEAD SETS "requirements:\n" RULE("r") "    must: tls.suites.all(s, s.kx in good)\n" CASES,
     FILE ":16:37: 'good' holds names of elements"},
    {"literal: open field",
     HEAD
     "requirements:\n" RULE("r") "    must: tls.suites.all(s, s.name.startsWith(\"XX\"))\n" CASES,
     NULL},
};

static void
load_catalog(struct catalog *c, struct env *env, struct data_folder *d, const char *text)
{
    data_folder_init(d);
    data_folder_put(d, "standards/XX/s.yaml", text);
    *env = data_folder_env(d);
    *c = (struct catalog){0};
}

static void
standard_row(void **state)
{
    const struct row *r = *state;
    struct data_folder d;
    struct env env;
    struct catalog c;
    struct err e = {0};
    load_catalog(&c, &env, &d, r->text);
    bool ok = catalog_load(&c, &case_arena, &env, "data", &e);
    if (!r->says)
        assert_string_equal(e.msg, "");
    assert_int_equal(ok, r->says == NULL);
    if (r->says && !strstr(e.msg, r->says))
        fail_msg("'%s' does not say '%s'", e.msg, r->says);
}

/* ---- cases are read by lint only ------------------------------------------------------------ */

static const struct row case_rows[] = {
    {"two cases", CASES, NULL},
    {"all types",
     "    cases: {pass: [{role: server, suites: [], versions: [T1, T3], tickets: true, lifetime: "
     "0x10}], fail: [{}]}\n",
     NULL},
    {"no cases", "", FILE ":9:5: 'cases' is missing"},
    {"no failing case", "    cases: {pass: [{tickets: true}]}\n",
     FILE ":15:12: key 'fail' is missing"},
    {"empty list of cases", "    cases: {pass: [], fail: [{}]}\n",
     FILE ":15:19: 'pass' has no case"},
    {"unknown field", "    cases: {pass: [{tickts: true}], fail: [{}]}\n",
     FILE ":15:21: tls has no field 'tickts', did you mean 'tickets'?"},
    {"unknown element", "    cases: {pass: [{suites: [RSA_CBD]}], fail: [{}]}\n",
     FILE ":15:30: 'RSA_CBD' is not in suites, did you mean 'RSA_CBC'?"},
    {"unknown value", "    cases: {pass: [{role: servr}], fail: [{}]}\n",
     FILE ":15:27: 'servr' is no value of role"},
    {"wrong type", "    cases: {pass: [{tickets: 1}], fail: [{}]}\n",
     FILE ":15:30: 'tickets' must be true or false"},
    {"set is a text", "    cases: {pass: [{suites: AES_GCM}], fail: [{}]}\n",
     FILE ":15:29: 'suites' must be a list"},
    {"case is a list", "    cases: {pass: [[]], fail: [{}]}\n",
     FILE ":15:20: here must stand a mapping"},
};

static void
case_row(void **state)
{
    const struct row *r = *state;
    struct data_folder d;
    struct env env;
    struct catalog c;
    struct err e = {0};
    struct problems problems = {0};
    struct slice text = arena_printf(
        &case_arena, "%s%s", HEAD "requirements:\n" RULE("r") "    must: tls.tickets\n", r->text);
    load_catalog(&c, &env, &d, (const char *)text.p);
    assert_true(catalog_lint(&c, &problems, &case_arena, &env, "data", &e));
    assert_int_equal(problems.list.n, r->says ? 1 : 0);
    if (r->says && slice_find(problems.list.v[0], slice_str(r->says)) == SIZE_MAX)
        fail_msg("'%.*s' does not say '%s'", SL_FMT(problems.list.v[0]), r->says);
}

/* One bad place hides no other. */
static void
lint_collects(void **state)
{
    (void)state;
    static const char *const says[] = {
        FILE ":9:38: 'X' is not in suites",
        FILE ":15:11: unknown kind 'X'",
        FILE ":20:12: 'xxxxx' is no language code",
        FILE ":21:11: 'from' must be a day",
        FILE ":24:12: key 'fail' is missing",
        "data/regimes/R.yaml:5:24: unknown standard 'T', did you mean 'S'?",
    };
    struct data_folder d;
    struct env env;
    struct catalog c;
    struct err e = {0};
    struct problems problems = {0};
    load_catalog(&c, &env, &d,
                 HEAD "sets:\n  good: {registry: suites, members: [X]}\nrequirements:\n"
                      "  - id: a\n    clause: c\n    keyword: shall\n    text: {en: t}\n    kind: "
                      "X\n    cannot_check: x\n"
                      "  - id: b\n    clause: c\n    keyword: shall\n    text: {xxxxx: t}\n    "
                      "from: x\n    kind: tls\n"
                      "    must: tls.nonsense\n    cases: {pass: [{}]}\n");
    data_folder_put(
        &d, "regimes/R.yaml",
        "regime: R\ntitle: {en: t}\nmarket: X\naudience: {en: t}\nstandards: [{standard: T}]\n");
    assert_true(catalog_lint(&c, &problems, &case_arena, &env, "data", &e));
    /* The bad set makes conditions of this file unreadable: they are not complained about. */
    assert_int_equal(problems.list.n, COUNT_OF(says));
    for (size_t i = 0; i < COUNT_OF(says); i++)
        if (!slice_has_prefix(problems.list.v[i], slice_str(says[i])))
            fail_msg("'%.*s' does not say '%s'", SL_FMT(problems.list.v[i]), says[i]);
}

/* ---- what was read -------------------------------------------------------------------------- */

static void
contents(void **state)
{
    (void)state;
    struct data_folder d;
    struct env env;
    struct catalog c;
    struct err e = {0};
    load_catalog(&c, &env, &d,
                 HEAD SETS "requirements:\n" RULE(
                     "r1") "    must: tls.suites.all(s, s.name in good)\n"
                           "    source: {read: recalled, title: other}\n    levels: [a]\n" RULE(
                               "r2") "    cannot_check: x\n    until: 2031-12-31\n");
    data_folder_put(&d, "regimes/R.yaml",
                    "regime: R\ntitle: {en: t, zh: 标}\nmarket: X\naudience: {en: t}\nstandards: "
                    "[{standard: S, levels: [a]}]\n");
    if (!catalog_load(&c, &case_arena, &env, "data", &e))
        fail_msg("%s", e.msg);
    const struct standard *s = catalog_standard(&c, SL("S"));
    assert_int_equal(s->n, 2);
    const struct requirement *r = &s->requirements[0];
    assert_ptr_equal(r->standard, s);
    assert_int_equal(r->read, READ_RECALLED);
    assert_true(slice_eq(r->source_title, SL("other")));
    assert_int_equal(r->from, DATE_MIN);
    assert_non_null(r->must.ast);
    assert_null(r->when.ast);
    assert_int_equal(r->must.at.line, 16);
    assert_int_equal(s->requirements[1].read, READ_PRIMARY);
    assert_true(slice_eq(date_print(&case_arena, s->requirements[1].until), SL("2031-12-31")));
    assert_int_equal(bits_count(standard_set(s, SL("good"))->bits, 4), 1);
    assert_null(standard_set(s, SL("bad")));
    const struct regime *g = catalog_regime(&c, SL("R"));
    assert_ptr_equal(g->parts[0].standard, s);
    assert_true(slice_eq(text_get(&g->title, "zh"), SL("标")));
    assert_true(slice_eq(text_get(&g->title, "fr"), SL("t")));
}

static const struct row regime_rows[] = {
    {"good",
     "regime: R\ntitle: {en: t}\nmarket: X\naudience: {en: t}\nstandards: [{standard: S}]\n", NULL},
    {"not the file's name",
     "regime: Q\ntitle: {en: t}\nmarket: X\naudience: {en: t}\nstandards: [{standard: S}]\n",
     "data/regimes/R.yaml:1:1: regime 'Q'"},
    {"no standards", "regime: R\ntitle: {en: t}\nmarket: X\naudience: {en: t}\nstandards: []\n",
     "R.yaml:5:12: a regime names"},
    {"unknown standard",
     "regime: R\ntitle: {en: t}\nmarket: X\naudience: {en: t}\nstandards: [{standard: SS}]\n",
     "R.yaml:5:24: unknown standard 'SS', did you mean 'S'?"},
    {"unknown level",
     "regime: R\ntitle: {en: t}\nmarket: X\naudience: {en: t}\nstandards: [{standard: S, levels: "
     "[hgih]}]\n",
     "R.yaml:5:36: no requirement of S has the level 'hgih', did you mean 'high'?"},
};

static void
regime_row(void **state)
{
    const struct row *r = *state;
    struct data_folder d;
    struct env env;
    struct catalog c;
    struct err e = {0};
    load_catalog(&c, &env, &d,
                 HEAD "requirements:\n" RULE("r") "    cannot_check: x\n    levels: [high]\n");
    data_folder_put(&d, "regimes/R.yaml", r->text);
    bool ok = catalog_load(&c, &case_arena, &env, "data", &e);
    if (!r->says)
        assert_string_equal(e.msg, "");
    assert_int_equal(ok, r->says == NULL);
    if (r->says && !strstr(e.msg, r->says))
        fail_msg("'%s' does not say '%s'", e.msg, r->says);
}

static void
standard_twice(void **state)
{
    (void)state;
    struct data_folder d;
    struct env env;
    struct catalog c;
    struct err e = {0};
    load_catalog(&c, &env, &d, HEAD "requirements:\n" RULE("r") "    cannot_check: x\n");
    data_folder_put(&d, "standards/YY/t.yaml",
                    HEAD "requirements:\n" RULE("r") "    cannot_check: x\n");
    assert_false(catalog_load(&c, &case_arena, &env, "data", &e));
    assert_non_null(strstr(e.msg, "standard 'S' is in"));
}

int
main(void)
{
    CASES_TABLE(rows, standard_row);
    CASES_TABLE(case_rows, case_row);
    CASES_TABLE(regime_rows, regime_row);
    CASES_TEST(lint_collects);
    CASES_TEST(contents);
    CASES_TEST(standard_twice);
    return cases_run("model/standard");
}
