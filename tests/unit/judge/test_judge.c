/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The judge as a whole: which rules a regime holds, dates, keywords, what cannot
 * be checked, things that were not seen, several assets, the regime's verdict.
 */
#include "base/cleanup.h"
#include "compile.h"
#include "judge/compiled.h"
#include "judge/judge.h"
#include "judge/timeline.h"
#include "support/cases.h"

/* Kinds "tls" and "cert" with the made-up world's fields, and what a test builds. */
struct house {
    struct world world;
    struct kind kinds[2];
    struct compiler tls, cert;
    struct catalog catalog;
    struct standard standard;
    VEC(struct requirement) rules;
};

static date_t
day(const char *s)
{
    date_t d = 0;
    assert_true(date_parse(slice_str(s), &d));
    return d;
}

static void
house_init(struct house *h)
{
    struct err e = {0};
    *h = (struct house){0};
    world_make(&h->world, &case_arena);
    h->kinds[0] = h->kinds[1] = h->world.kind;
    h->kinds[0].name = SL("tls");
    h->kinds[1].name = SL("cert");
    assert_true(conditions_new(&h->catalog.conditions, &case_arena, h->world.registries, 2,
                               h->kinds, 2, &e));
    h->catalog.kinds = h->kinds;
    h->catalog.nkinds = 2;
    h->standard = (struct standard){.id = SL("S-1"), .read = READ_PRIMARY};
    struct compiler *cs[] = {&h->tls, &h->cert};
    for (size_t i = 0; i < 2; i++) {
        *cs[i] = (struct compiler){&h->world, h->catalog.conditions, NULL};
        assert_true(
            conditions_env(&cs[i]->env, &case_arena, cs[i]->conditions, &h->kinds[i], NULL, 0, &e));
    }
}

/* A shall in force for ever; the kind is the word before the first dot. */
static struct requirement *
rule(struct house *h, const char *id, const char *when, const char *must)
{
    bool cert = strncmp(must + strspn(must, "!("), "cert", 4) == 0;
    struct requirement *r = vec_add(&case_arena, &h->rules);
    r->standard = &h->standard;
    r->id = slice_str(id);
    r->kind = &h->kinds[cert];
    r->read = READ_PRIMARY;
    r->from = DATE_MIN;
    r->until = DATE_MAX;
    r->must.source = slice_str(must);
    r->must.ast = compiler_ast(cert ? &h->cert : &h->tls, &case_arena, must);
    if (when)
        r->when.ast = compiler_ast(cert ? &h->cert : &h->tls, &case_arena, when);
    return r;
}

/* As a rule without condition. */
static struct requirement *
uncheckable(struct house *h, const char *id, size_t kind)
{
    struct requirement *r = vec_add(&case_arena, &h->rules);
    *r = (struct requirement){.standard = &h->standard,
                              .id = slice_str(id),
                              .kind = &h->kinds[kind],
                              .from = DATE_MIN,
                              .until = DATE_MAX,
                              .cannot_check = SL("the text is secret")};
    return r;
}

/* One asset per line of facts, "cert " in front for a certificate. */
static struct evidence
seen(struct house *h, const char *const *lines, size_t n)
{
    struct evidence ev = {.target = SL("t"), .n = n};
    ev.assets = NEW_ARRAY(&case_arena, struct asset, n);
    for (size_t i = 0; i < n; i++) {
        bool cert = strncmp(lines[i], "cert", 4) == 0;
        world_asset(&ev.assets[i], &case_arena, &h->world, lines[i] + (cert ? 4 : 0));
        ev.assets[i].kind = &h->kinds[cert];
        ev.assets[i].id = arena_printf(&case_arena, "%s:%zu", cert ? "cert" : "tls", i);
    }
    return ev;
}

static struct regime_result
judged(struct house *h, const struct evidence *ev, date_t on, struct slices levels)
{
    struct judge *j;
    struct judgement g;
    struct err e = {0};
    h->standard.requirements = h->rules.v;
    h->standard.n = h->rules.n;
    struct regime_part part = {&h->standard, levels};
    const struct regime regime = {.id = SL("R"), .parts = &part, .n = 1};
    const struct regime *one = &regime;
    assert_true(judge_compile(&j, &case_arena, &h->catalog, &one, 1, &e));
    assert_true(judge_run(&g, &case_arena, j, ev, 1, on, &e));
    assert_int_equal(g.on, on);
    return g.targets[0].regimes[0];
}

static struct regime_result
judged_on(struct house *h, const char *const *lines, size_t n, const char *on)
{
    struct evidence *ev = NEW(&case_arena, struct evidence);
    *ev = seen(h, lines, n);
    return judged(h, ev, day(on), (struct slices){0});
}

#define ON "2026-11-23"
#define JUDGED(h, ...)                               \
    judged_on(h, (const char *const[]){__VA_ARGS__}, \
              COUNT_OF(((const char *const[]){__VA_ARGS__})), ON)

static void
verdict_is(enum verdict got, enum verdict want)
{
    assert_string_equal(verdict_name(got), verdict_name(want));
}

static void
reason_is(const struct finding *f, const char *want)
{
    assert_string_equal(arena_str(&case_arena, f->reason), want);
}

/* --- dates ---------------------------------------------------------------------------------- */

struct date_row {
    const char *name;
    const char *from, *until; /* null: open */
    const char *on;
    enum verdict want;
    const char *reason;
};

static const struct date_row DATES[] = {
    {"open", NULL, NULL, "2026-11-23", VERDICT_FAIL, NULL},
    {"the day before it comes into force", "2027-01-01", NULL, "2026-12-31", VERDICT_NOT_APPLICABLE,
     "not in force before 2027-01-01"},
    {"the first day", "2027-01-01", NULL, "2027-01-01", VERDICT_FAIL, NULL},
    {"the last day", NULL, "2031-12-31", "2031-12-31", VERDICT_FAIL, NULL},
    {"the day after the last", NULL, "2031-12-31", "2032-01-01", VERDICT_NOT_APPLICABLE,
     "not in force after 2031-12-31"},
    {"one day only", "2027-05-05", "2027-05-05", "2027-05-05", VERDICT_FAIL, NULL},
    {"one day only, the day before", "2027-05-05", "2027-05-05", "2027-05-04",
     VERDICT_NOT_APPLICABLE, "not in force before 2027-05-05"},
    {"one day only, the day after", "2027-05-05", "2027-05-05", "2027-05-06",
     VERDICT_NOT_APPLICABLE, "not in force after 2027-05-05"},
    {"a leap day", "2028-02-29", "2028-02-29", "2028-02-29", VERDICT_FAIL, NULL},
    {"before 1970", "1969-12-31", "1969-12-31", "1969-12-31", VERDICT_FAIL, NULL},
};

static void
in_force(void **state)
{
    const struct date_row *r = *state;
    struct house h;
    house_init(&h);
    struct requirement *req = rule(&h, "r", NULL, "tls.on");
    if (r->from)
        req->from = day(r->from);
    if (r->until)
        req->until = day(r->until);
    struct regime_result got = judged_on(&h, (const char *const[]){"!on"}, 1, r->on);
    assert_int_equal(got.n, 1);
    verdict_is(got.findings[0].verdict, r->want);
    verdict_is(got.verdict, r->want);
    if (r->reason)
        reason_is(&got.findings[0], r->reason);
}

/* `now` is the last second of the day: what ends on it at noon has ended. */
static void
now_is_the_end_of_the_day(void **state)
{
    (void)state;
    struct house h;
    house_init(&h);
    rule(&h, "grounded", NULL, "cert.until >= now");
    rule(&h, "opaque", NULL, "cert.until >= now || cert.bits * 2 > 5");
    static const struct {
        const char *facts;
        enum verdict want;
    } ROWS[] = {
        {"cert until=172799 bits=1", VERDICT_PASS},
        {"cert until=172798 bits=1", VERDICT_FAIL},
    };
    for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
        struct regime_result got = judged_on(&h, &ROWS[i].facts, 1, "1970-01-02");
        verdict_is(got.findings[0].verdict, ROWS[i].want);
        verdict_is(got.findings[1].verdict, ROWS[i].want);
    }
}

/* --- verdict of a regime -------------------------------------------------------------------- */

/*
 * A rule per letter: P passes, F fails, U is unknown, N does not apply, C cannot be checked;
 * lower case: as a should. Behind a colon the reading of each: p(rimary), r(endering).
 */
struct score_row {
    const char *name;
    const char *rules, *readings;
    enum verdict want;
    bool weak, unchecked;
    struct verdict_counts shall, should;
};

static const struct score_row SCORES[] = {
    {"nothing", "", "", VERDICT_NOT_APPLICABLE, false, false, {0}, {0}},
    {"pass", "P", "p", VERDICT_PASS, false, false, {1, 0, 0, 0, 0}, {0}},
    {"fail", "F", "p", VERDICT_FAIL, false, false, {0, 1, 0, 0, 0}, {0}},
    {"unknown", "U", "p", VERDICT_UNKNOWN, false, false, {0, 0, 1, 0, 0}, {0}},
    {"none applies", "N", "p", VERDICT_NOT_APPLICABLE, false, false, {0, 0, 0, 1, 0}, {0}},
    {"none can be checked", "C", "p", VERDICT_CANNOT_CHECK, false, true, {0, 0, 0, 0, 1}, {0}},
    {"fail before all", "PUFNC", "ppppp", VERDICT_FAIL, false, true, {1, 1, 1, 1, 1}, {0}},
    {"unknown before pass", "PUN", "ppp", VERDICT_UNKNOWN, false, false, {1, 0, 1, 1, 0}, {0}},
    {"pass, but a part cannot be checked",
     "PC",
     "pp",
     VERDICT_PASS,
     false,
     true,
     {1, 0, 0, 0, 1},
     {0}},
    {"unknown, and a part cannot be checked",
     "UC",
     "pp",
     VERDICT_UNKNOWN,
     false,
     true,
     {0, 0, 1, 0, 1},
     {0}},
    {"a failing should does not fail it",
     "Pf",
     "pp",
     VERDICT_PASS,
     false,
     false,
     {1, 0, 0, 0, 0},
     {0, 1, 0, 0, 0}},
    {"an unknown should does not make it unknown",
     "Pu",
     "pp",
     VERDICT_PASS,
     false,
     false,
     {1, 0, 0, 0, 0},
     {0, 0, 1, 0, 0}},
    {"a should that cannot be checked leaves it checked",
     "Pc",
     "pp",
     VERDICT_PASS,
     false,
     false,
     {1, 0, 0, 0, 0},
     {0, 0, 0, 0, 1}},
    {"only shoulds", "pf", "pp", VERDICT_NOT_APPLICABLE, false, false, {0}, {1, 1, 0, 0, 0}},
    {"pass on a rendering", "P", "r", VERDICT_PASS, true, false, {1, 0, 0, 0, 0}, {0}},
    {"pass, one on a rendering", "PP", "pr", VERDICT_PASS, true, false, {2, 0, 0, 0, 0}, {0}},
    {"what does not apply bears nothing",
     "PN",
     "pr",
     VERDICT_PASS,
     false,
     false,
     {1, 0, 0, 1, 0},
     {0}},
    {"a should bears nothing",
     "Pp",
     "pr",
     VERDICT_PASS,
     false,
     false,
     {1, 0, 0, 0, 0},
     {1, 0, 0, 0, 0}},
    {"fail on a rendering", "F", "r", VERDICT_FAIL, true, false, {0, 1, 0, 0, 0}, {0}},
    {"fail, one on the original", "FF", "rp", VERDICT_FAIL, false, false, {0, 2, 0, 0, 0}, {0}},
    {"fail on the original, pass on a rendering",
     "FP",
     "pr",
     VERDICT_FAIL,
     false,
     false,
     {1, 1, 0, 0, 0},
     {0}},
    {"unknown on a rendering", "U", "r", VERDICT_UNKNOWN, true, false, {0, 0, 1, 0, 0}, {0}},
};

static void
add_scored(struct house *h, char letter, char reading)
{
    struct requirement *r;
    switch (letter & ~0x20) {
    case 'P':
        r = rule(h, "pass", NULL, "tls.on");
        break;
    case 'F':
        r = rule(h, "fail", NULL, "!tls.on");
        break;
    case 'U':
        r = rule(h, "unknown", NULL, "tls.bits > 5");
        break;
    case 'N':
        r = rule(h, "not applicable", "!tls.on", "!tls.on");
        break;
    default:
        r = uncheckable(h, "cannot", 0);
        break;
    }
    r->keyword = letter & 0x20 ? KEYWORD_SHOULD : KEYWORD_SHALL;
    r->read = reading == 'p' ? READ_PRIMARY : READ_RENDERING;
}

static void
tallies_are(const struct verdict_counts *got, const struct verdict_counts *want)
{
    assert_int_equal(got->pass, want->pass);
    assert_int_equal(got->fail, want->fail);
    assert_int_equal(got->unknown, want->unknown);
    assert_int_equal(got->not_applicable, want->not_applicable);
    assert_int_equal(got->cannot_check, want->cannot_check);
}

static void
scores(void **state)
{
    const struct score_row *r = *state;
    struct house h;
    house_init(&h);
    for (size_t i = 0; r->rules[i]; i++)
        add_scored(&h, r->rules[i], r->readings[i]);
    struct regime_result got = JUDGED(&h, "on");
    verdict_is(got.verdict, r->want);
    tallies_are(&got.shall, &r->shall);
    tallies_are(&got.should, &r->should);
    assert_int_equal(got.weak_reading, r->weak);
    assert_int_equal(got.unchecked, r->unchecked);
}

static void
may_and_can_are_found_but_not_tallied(void **state)
{
    (void)state;
    struct house h;
    house_init(&h);
    rule(&h, "may", NULL, "!tls.on")->keyword = KEYWORD_MAY;
    rule(&h, "can", NULL, "!tls.on")->keyword = KEYWORD_CAN;
    struct regime_result got = JUDGED(&h, "on");
    assert_int_equal(got.n, 2);
    verdict_is(got.findings[0].verdict, VERDICT_FAIL);
    verdict_is(got.findings[1].verdict, VERDICT_FAIL);
    verdict_is(got.verdict, VERDICT_NOT_APPLICABLE);
    tallies_are(&got.shall, &(struct verdict_counts){0});
    tallies_are(&got.should, &(struct verdict_counts){0});
}

/* --- when, levels, assets ------------------------------------------------------------------- */

struct when_row {
    const char *name;
    const char *facts;
    enum verdict want;
};

/* when: on; must: bits >= 5 */
static const struct when_row WHENS[] = {
    {"applies, met", "on bits=5", VERDICT_PASS},
    {"applies, fails", "on bits=4", VERDICT_FAIL},
    {"applies, unknown", "on", VERDICT_UNKNOWN},
    {"does not apply, met", "!on bits=5", VERDICT_NOT_APPLICABLE},
    {"does not apply, fails", "!on bits=4", VERDICT_NOT_APPLICABLE},
    {"does not apply, unknown", "!on", VERDICT_NOT_APPLICABLE},
    {"may apply, met in any case", "bits=5", VERDICT_PASS},
    {"may apply, fails", "bits=4", VERDICT_UNKNOWN},
    {"may apply, unknown", "", VERDICT_UNKNOWN},
};

static void
applies(void **state)
{
    const struct when_row *r = *state;
    struct house h;
    house_init(&h);
    rule(&h, "r", "tls.on", "tls.bits >= 5");
    struct regime_result got = judged_on(&h, &r->facts, 1, ON);
    verdict_is(got.findings[0].verdict, r->want);
    struct finding one;
    struct err e = {0};
    struct evidence ev = seen(&h, &r->facts, 1);
    assert_true(
        judge_one(&one, &case_arena, &h.catalog, &h.rules.v[0], &ev.assets[0], day(ON), &e));
    verdict_is(one.verdict, r->want);
    assert_string_equal(arena_str(&case_arena, one.reason),
                        arena_str(&case_arena, got.findings[0].reason));
}

static void
what_cannot_be_checked_still_has_a_scope(void **state)
{
    (void)state;
    struct house h;
    house_init(&h);
    uncheckable(&h, "r", 0)->when.ast = compiler_ast(&h.tls, &case_arena, "tls.on");
    verdict_is(JUDGED(&h, "on").findings[0].verdict, VERDICT_CANNOT_CHECK);
    reason_is(&JUDGED(&h, "on").findings[0], "the text is secret");
    verdict_is(JUDGED(&h, "!on").findings[0].verdict, VERDICT_NOT_APPLICABLE);
    verdict_is(JUDGED(&h, "bits=1").findings[0].verdict, VERDICT_CANNOT_CHECK);
    h.rules.v[0].from = day("2027-01-01");
    verdict_is(JUDGED(&h, "on").findings[0].verdict, VERDICT_NOT_APPLICABLE);
}

static void
levels_choose_rules(void **state)
{
    (void)state;
    struct house h;
    static struct slice low[] = {SL_INIT("low")}, high[] = {SL_INIT("high")},
                        both[] = {SL_INIT("low"), SL_INIT("high")};
    house_init(&h);
    rule(&h, "any", NULL, "tls.on");
    rule(&h, "low", NULL, "tls.on")->levels = (struct slices){low, 1};
    rule(&h, "high", NULL, "tls.on")->levels = (struct slices){high, 1};
    rule(&h, "both", NULL, "tls.on")->levels = (struct slices){both, 2};
    static const struct {
        struct slices levels;
        const char *want;
    } ROWS[] = {
        {{NULL, 0}, "any low high both "},
        {{low, 1}, "any low both "},
        {{high, 1}, "any high both "},
        {{both, 2}, "any low high both "},
    };
    struct evidence ev = seen(&h, (const char *const[]){"on"}, 1);
    for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
        struct regime_result got = judged(&h, &ev, day(ON), ROWS[i].levels);
        struct buf b;
        buf_init(&b, &case_arena, 1000);
        for (size_t k = 0; k < got.n; k++)
            buf_printf(&b, "%.*s ", SL_FMT(got.findings[k].requirement->id));
        assert_string_equal(arena_str(&case_arena, buf_slice(&b)), ROWS[i].want);
    }
}

static void
each_certificate_is_judged(void **state)
{
    (void)state;
    struct house h;
    house_init(&h);
    rule(&h, "size", NULL, "cert.bits >= 5");
    rule(&h, "tls", NULL, "tls.on");
    rule(&h, "flag", "cert.key.alg == 'RSA'", "cert.on");
    struct regime_result got =
        JUDGED(&h, "cert bits=7 key.alg=RSA on", "on", "cert bits=1 key.alg=EC");
    static const struct {
        const char *rule, *asset;
        enum verdict want;
    } WANT[] = {
        {"size", "cert:0", VERDICT_PASS},
        {"size", "cert:2", VERDICT_FAIL},
        {"tls", "tls:1", VERDICT_PASS},
        {"flag", "cert:0", VERDICT_PASS},
        {"flag", "cert:2", VERDICT_NOT_APPLICABLE},
    };
    assert_int_equal(got.n, COUNT_OF(WANT));
    for (size_t i = 0; i < got.n; i++) {
        assert_true(slice_eq_str(got.findings[i].requirement->id, WANT[i].rule));
        assert_true(slice_eq_str(got.findings[i].asset->id, WANT[i].asset));
        verdict_is(got.findings[i].verdict, WANT[i].want);
    }
    tallies_are(&got.shall, &(struct verdict_counts){3, 1, 0, 1, 0});
}

static void
a_certificate_that_was_not_seen_is_missing(void **state)
{
    (void)state;
    struct house h;
    house_init(&h);
    rule(&h, "r", NULL, "cert.bits >= 5");
    struct regime_result got = JUDGED(&h, "on");
    assert_int_equal(got.n, 1);
    assert_null(got.findings[0].asset);
    verdict_is(got.findings[0].verdict, VERDICT_UNKNOWN);
    verdict_is(got.verdict, VERDICT_UNKNOWN);
    reason_is(&got.findings[0], "no certificate was seen");
    assert_int_equal(got.findings[0].missing_facts.n, 1);
    assert_int_equal(got.findings[0].collect.n, 1);
}

static void
what_need_not_be_there_does_not_apply(void **state)
{
    (void)state;
    struct house h;
    house_init(&h);
    rule(&h, "r", NULL, "tls.on");
    struct regime_result got = JUDGED(&h, "cert on");
    assert_int_equal(got.n, 1);
    assert_null(got.findings[0].asset);
    verdict_is(got.verdict, VERDICT_NOT_APPLICABLE);
    reason_is(&got.findings[0], "the evidence holds nothing of the kind tls");
    struct evidence nothing = {.target = SL("t")};
    got = judged(&h, &nothing, day(ON), (struct slices){0});
    verdict_is(got.verdict, VERDICT_NOT_APPLICABLE);
}

static void
dates_and_secrets_of_what_was_not_seen(void **state)
{
    (void)state;
    struct house h;
    house_init(&h);
    uncheckable(&h, "secret", 1);
    rule(&h, "later", NULL, "cert.on")->from = day("2027-01-01");
    struct regime_result got = JUDGED(&h, "on");
    verdict_is(got.findings[0].verdict, VERDICT_CANNOT_CHECK);
    verdict_is(got.findings[1].verdict, VERDICT_NOT_APPLICABLE);
    reason_is(&got.findings[1], "not in force before 2027-01-01");
}

/* More assets and targets than one block of lanes. */
static void
many_targets_keep_their_own_verdicts(void **state)
{
    (void)state;
    struct house h;
    house_init(&h);
    rule(&h, "r", NULL, "tls.bits >= 100");
    rule(&h, "slow", NULL, "tls.bits * 2 >= 200");
    struct evidence *ev = NEW_ARRAY(&case_arena, struct evidence, 200);
    for (size_t i = 0; i < 200; i++) {
        const char *facts = arena_str(&case_arena, arena_printf(&case_arena, "bits=%zu", i));
        const char *none = "";
        const char *const lines[] = {facts, none, "cert"};
        ev[i] = seen(&h, lines, i % 4);
    }
    struct judge *j;
    struct judgement g;
    struct err e = {0};
    h.standard.requirements = h.rules.v;
    h.standard.n = h.rules.n;
    struct regime_part part = {&h.standard, {0}};
    const struct regime regime = {.id = SL("R"), .parts = &part, .n = 1},
                        *both[] = {&regime, &regime};
    assert_true(judge_compile(&j, &case_arena, &h.catalog, both, 2, &e));
    assert_true(judge_run(&g, &case_arena, j, ev, 200, 0, &e));
    assert_int_equal(g.n, 200);
    for (size_t i = 0; i < 200; i++) {
        enum verdict want = i < 100 ? VERDICT_FAIL : VERDICT_PASS;
        assert_ptr_equal(g.targets[i].evidence, &ev[i]);
        assert_int_equal(g.targets[i].n, 2);
        if (i % 4 == 0)
            want = VERDICT_NOT_APPLICABLE;
        else if (i % 4 >= 2 && i >= 100)
            want = VERDICT_UNKNOWN; /* the second asset */
        verdict_is(g.targets[i].regimes[0].verdict, want);
        verdict_is(g.targets[i].regimes[1].verdict, want);
    }
}

/* What does not fit is an error and no crash, wherever the room comes to its end. */
static void
more_findings_than_there_is_room_for(void **state)
{
    (void)state;
    enum { ASSETS = 1000 };
    struct house h;
    house_init(&h);
    rule(&h, "r", NULL, "tls.bits >= 100");
    rule(&h, "a", NULL, "tls.groups.all(g, g.name in ['A', 'B', 'C'])");
    const char *lines[ASSETS];
    for (size_t i = 0; i < ASSETS; i++)
        lines[i] = "bits=7";
    struct evidence ev = seen(&h, lines, ASSETS);
    struct judge *j;
    struct err e = {0};
    h.standard.requirements = h.rules.v;
    h.standard.n = h.rules.n;
    struct regime_part part = {&h.standard, {0}};
    const struct regime regime = {.id = SL("R"), .parts = &part, .n = 1}, *one = &regime;
    assert_true(judge_compile(&j, &case_arena, &h.catalog, &one, 1, &e));
    bool fitted = false;
    for (size_t max = (size_t)128 << 10; max <= (size_t)16 << 20; max += (size_t)64 << 10) {
        AUTO_ARENA a = {.max = max};
        struct judgement g;
        e = (struct err){0};
        bool fits = judge_run(&g, &a, j, &ev, 1, 0, &e);
        assert_int_equal(e.code, fits ? ERR_NONE : ERR_LIMIT);
        assert_true(fits || !fitted);
        assert_true(!fits || arena_room(&a) >= max / 4 - 4096);
        assert_true(!fits || g.targets[0].regimes[0].n == (size_t)2 * ASSETS);
        fitted = fits;
    }
    assert_true(fitted);
}

static void
identical_conditions_are_one(void **state)
{
    (void)state;
    struct house h;
    house_init(&h);
    rule(&h, "a", NULL, "tls.groups.all(g, g.name in ['A', 'B', 'C'])");
    rule(&h, "b", NULL, "!tls.groups.exists(g, g.pq)");
    h.standard.requirements = h.rules.v;
    h.standard.n = h.rules.n;
    struct regime_part part = {&h.standard, {0}};
    const struct regime regime = {.id = SL("R"), .parts = &part, .n = 1}, *one = &regime;
    struct judge *j;
    struct err e = {0};
    assert_true(judge_compile(&j, &case_arena, &h.catalog, &one, 1, &e));
    assert_int_equal(j->nunits, 1);
    assert_int_equal(j->units[0].rules.n, 2);
    assert_int_equal(j->units[0].rules.v[0].must, j->units[0].rules.v[1].must);
}

static void
judge_one_wants_the_right_kind(void **state)
{
    (void)state;
    struct house h;
    struct finding f;
    struct err e = {0};
    house_init(&h);
    rule(&h, "r", NULL, "tls.on");
    struct evidence ev = seen(&h, (const char *const[]){"cert on"}, 1);
    assert_false(judge_one(&f, &case_arena, &h.catalog, &h.rules.v[0], &ev.assets[0], 0, &e));
    assert_non_null(strstr(e.msg, "tls"));
}

/* --- timeline ------------------------------------------------------------------------------- */

static void
the_future_is_told(void **state)
{
    (void)state;
    struct house h;
    struct err e = {0};
    struct judge *j;
    struct timeline t;
    struct days days;
    house_init(&h);
    struct requirement *r = rule(&h, "passing phase", NULL, "!tls.on");
    r->from = day("2027-03-01");
    r->until = day("2027-03-31");
    r = rule(&h, "without effect", NULL, "tls.on");
    r->from = day("2026-12-24");
    rule(&h, "expiry", NULL, "cert.until > now");
    struct evidence ev = seen(&h, (const char *const[]){"on", "cert"}, 2);
    fact_int(&ev.assets[1].facts[F_UNTIL], date_seconds(day("2027-06-15")) + 3600);
    h.standard.requirements = h.rules.v;
    h.standard.n = h.rules.n;
    struct regime_part part = {&h.standard, {0}};
    const struct regime regime = {.id = SL("R"), .parts = &part, .n = 1}, *one = &regime;
    assert_true(judge_compile(&j, &case_arena, &h.catalog, &one, 1, &e));

    timeline_days(&days, &case_arena, j, &ev, day(ON), day("2030-01-01"));
    static const char *const DAYS[] = {"2026-12-24", "2027-03-01", "2027-04-01", "2027-06-15"};
    assert_int_equal(days.n, COUNT_OF(DAYS));
    for (size_t i = 0; i < days.n; i++)
        assert_int_equal(days.v[i], day(DAYS[i]));

    assert_true(timeline_make(&t, &case_arena, j, &ev, day(ON), day("2030-01-01"), &e));
    static const struct {
        const char *on;
        enum verdict before, after;
    } WANT[] = {
        {"2027-03-01", VERDICT_PASS, VERDICT_FAIL},
        {"2027-04-01", VERDICT_FAIL, VERDICT_PASS},
        {"2027-06-15", VERDICT_PASS, VERDICT_FAIL},
    };
    assert_int_equal(t.n, COUNT_OF(WANT));
    assert_false(t.cut);
    for (size_t i = 0; i < t.n; i++) {
        assert_int_equal(t.v[i].on, day(WANT[i].on));
        verdict_is(t.v[i].before, WANT[i].before);
        verdict_is(t.v[i].after, WANT[i].after);
    }
    timeline_days(&days, &case_arena, j, &ev, day("2027-03-01"), day("2027-04-01"));
    assert_int_equal(days.n, 1);
}

/* A certificate that ends with the last second of a day is good on that day. */
static void
the_last_second_belongs_to_its_day(void **state)
{
    (void)state;
    struct house h;
    struct err e = {0};
    struct judge *j;
    struct timeline t;
    house_init(&h);
    rule(&h, "expiry", NULL, "cert.until >= now");
    struct evidence ev = seen(&h, (const char *const[]){"cert"}, 1);
    fact_int(&ev.assets[0].facts[F_UNTIL], date_seconds(day("2027-06-16")) - 1);
    h.standard.requirements = h.rules.v;
    h.standard.n = h.rules.n;
    struct regime_part part = {&h.standard, {0}};
    const struct regime regime = {.id = SL("R"), .parts = &part, .n = 1}, *one = &regime;
    assert_true(judge_compile(&j, &case_arena, &h.catalog, &one, 1, &e));
    assert_true(timeline_make(&t, &case_arena, j, &ev, day(ON), day("2030-01-01"), &e));
    assert_int_equal(t.n, 1);
    assert_int_equal(t.v[0].on, day("2027-06-16"));
    verdict_is(t.v[0].after, VERDICT_FAIL);
}

int
main(void)
{
    CASES_TABLE(DATES, in_force);
    CASES_TEST(now_is_the_end_of_the_day);
    CASES_TABLE(SCORES, scores);
    CASES_TEST(may_and_can_are_found_but_not_tallied);
    CASES_TABLE(WHENS, applies);
    CASES_TEST(what_cannot_be_checked_still_has_a_scope);
    CASES_TEST(levels_choose_rules);
    CASES_TEST(each_certificate_is_judged);
    CASES_TEST(a_certificate_that_was_not_seen_is_missing);
    CASES_TEST(what_need_not_be_there_does_not_apply);
    CASES_TEST(dates_and_secrets_of_what_was_not_seen);
    CASES_TEST(many_targets_keep_their_own_verdicts);
    CASES_TEST(more_findings_than_there_is_room_for);
    CASES_TEST(identical_conditions_are_one);
    CASES_TEST(judge_one_wants_the_right_kind);
    CASES_TEST(the_future_is_told);
    CASES_TEST(the_last_second_belongs_to_its_day);
    return cases_run("judge");
}
