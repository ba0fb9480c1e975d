/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a change of conditions means: on the project's own vocabulary, registries
 * and laws. What is said to be proven is tried with drawn evidence; what is shown
 * is judged again here.
 */
#include "base/buf.h"
#include "draft/meaning.h"
#include "drafts.h"
#include "judge/judge.h"
#include "support/cases.h"
#include "support/random.h"

#include <stdio.h>

static struct arena world;
static struct catalog catalog;

struct rule {
    const char *id, *keyword, *kind, *when, *must; /* `must` empty: cannot be checked */
};

#define RULES 4

struct row {
    const char *name;
    struct rule from[RULES], to[RULES];
    const char *want; /* as told() says it */
};

#define STORE(id, must)                \
    {                                  \
        id, "shall", "store", "", must \
    }
#define TLS(id, must)                \
    {                                \
        id, "shall", "tls", "", must \
    }

static const struct row rows[] = {
    {"same", {STORE("a", "store.encrypted")}, {STORE("a", "store.encrypted")}, "same"},
    {"said otherwise",
     {STORE("a", "store.log_days > 179")},
     {STORE("a", "!(store.log_days < 180)")},
     "same [a = =]"},
    {"by other words of the registry",
     {STORE("a", "store.ciphers.all(c, c.cipher == 'SM4')")},
     {STORE("a", "store.ciphers.all(c, c.name in ['SM4-XTS', 'SM4-GCM', 'SM4-CBC', 'SM4-CTR', "
                 "'SM4-ECB'])")},
     "same [a = =]"},
    {"the same in two rules",
     {STORE("a", "store.encrypted && store.integrity")},
     {STORE("a", "store.encrypted"), STORE("b", "store.integrity")},
     "same [a = =] [b = =]"},
    {"stricter",
     {STORE("a", "store.log_days >= 180")},
     {STORE("a", "store.log_days >= 365")},
     "forbidden [a + =] log_days 180 to 364: forbidden;"},
    {"looser",
     {STORE("a", "store.log_days >= 365")},
     {STORE("a", "store.log_days >= 180")},
     "allowed [a = +] log_days 180 to 364: allowed;"},
    {"both",
     {STORE("a", "store.key.place == 'hsm'")},
     {STORE("a", "store.key.place == 'kms'")},
     "forbidden allowed [a + +] key.place hsm: forbidden; key.place kms: allowed;"},
    {"stricter, but another rule said so",
     {STORE("a", "store.log_days >= 180"), STORE("b", "store.log_days >= 400")},
     {STORE("a", "store.log_days >= 365"), STORE("b", "store.log_days >= 400")},
     "same [a = =]"},
    {"added",
     {STORE("a", "store.encrypted")},
     {STORE("a", "store.encrypted"), STORE("b", "store.integrity")},
     "forbidden [b + =] integrity false: forbidden;"},
    {"removed",
     {STORE("a", "store.encrypted"), STORE("b", "store.integrity")},
     {STORE("a", "store.encrypted")},
     "allowed [b = +] integrity false: allowed;"},
    {"only a should now",
     {STORE("a", "store.encrypted")},
     {{"a", "should", "store", "", "store.encrypted"}},
     "allowed [a = +] encrypted false: allowed;"},
    {"a should changed",
     {{"a", "should", "store", "", "store.encrypted"}},
     {{"a", "should", "store", "", "store.integrity"}},
     "same"},
    {"only where it applies",
     {{"a", "shall", "store", "store.backup.made", "store.encrypted"}},
     {STORE("a", "store.encrypted")},
     "forbidden [a + =] encrypted false: forbidden;"},
    {"an element required",
     {TLS("a", "tls.versions.exists(v, v.name in ['TLS 1.2', 'TLS 1.3'])")},
     {TLS("a", "tls.versions.exists(v, v.name == 'TLS 1.3')")},
     "forbidden [a + =] versions TLS 1.3: required;"},
    {"an element forbidden takes others along, by the laws",
     {TLS("a", "tls.versions.all(v, v.name != 'SSL 2.0')")},
     {TLS("a", "tls.versions.all(v, v.name in ['TLS 1.3', 'TLS 1.2', 'TLCP 1.1', 'TLS 1.1', 'TLS "
               "1.0'])")},
     "forbidden [a + =] versions SSL 3.0: forbidden;"},
    {"what no endpoint can be changes nothing",
     {TLS("a", "tls.versions.all(v, v.name in ['TLS 1.2', 'TLS 1.3'])")},
     {TLS("a", "tls.versions.all(v, v.name in ['TLS 1.2', 'TLS 1.3']) && "
               "tls.ssl3_suites.all(s, false)")},
     "same [a = =]"},
    {"certificates: one of several breaks it",
     {{"a", "shall", "cert", "cert.key.algorithm == 'RSA'", "cert.key.bits >= 2048"}},
     {{"a", "shall", "cert", "cert.key.algorithm == 'RSA'", "cert.key.bits >= 3072"}},
     "forbidden [a + =]"},
    {"a contradiction forbids all",
     {STORE("a", "store.encrypted")},
     {STORE("a", "store.encrypted"), STORE("b", "!store.encrypted")},
     "new-impossible forbidden [b + =] encrypted true: forbidden;"},
    {"from a contradiction on",
     {STORE("a", "store.encrypted && !store.encrypted")},
     {STORE("a", "store.encrypted")},
     "old-impossible allowed [a = +] encrypted true: allowed;"},
    {"no machine can check it",
     {STORE("a", "store.encrypted")},
     {STORE("a", "store.encrypted"), STORE("b", "")},
     "forbidden? allowed? [b ? ?] open"},
    {"unchecked on both sides",
     {STORE("a", "store.encrypted"), STORE("b", "")},
     {STORE("a", "store.integrity"), STORE("b", "")},
     "forbidden allowed [a + +] encrypted false: allowed; integrity false: forbidden; open open"},
    {"an expression beyond the solver, unchanged",
     {STORE("a", "store.log_days % 7 == 0"), STORE("b", "store.log_days >= 7")},
     {STORE("a", "store.log_days % 7 == 0"), STORE("b", "store.log_days >= 14")},
     "forbidden? [b ? =] incomplete open open"},
    {"an expression beyond the solver, changed",
     {STORE("a", "store.log_days % 7 == 0")},
     {STORE("a", "store.log_days % 14 == 0")},
     "forbidden? allowed? [a ? ?] open open"},
    {"lists",
     {STORE("a", "store.key.module.exists(m, m == 'GM/T 0028')")},
     {STORE("a", "store.key.module.exists(m, m in ['GM/T 0028', 'FIPS 140-3'])")},
     "allowed [a = +] key.module GM/T 0028: optional;"},
    {"no rules at all",
     {STORE("a", "store.encrypted")},
     {STORE("a", "true")},
     "allowed [a = +] encrypted false: allowed;"},
};

static void
add_rule(struct buf *b, const struct rule *r)
{
    buf_printf(b, "  - id: %s\n    clause: c\n    keyword: %s\n    kind: %s\n    text: {en: t}\n",
               r->id, r->keyword, r->kind);
    if (r->when[0])
        buf_printf(b, "    when: \"%s\"\n", r->when);
    if (!r->must[0]) {
        buf_str(b, "    cannot_check: on paper\n");
        return;
    }
    /* Cases are not run here: any will do. */
    buf_printf(b, "    must: \"%s\"\n    cases: {pass: [{}], fail: [{}]}\n", r->must);
}

static struct draft *
draft_of(const struct rule rules[RULES])
{
    struct draft *d = NEW(&case_arena, struct draft);
    struct err e = {0};
    struct buf b;
    buf_init(&b, &case_arena, (size_t)1 << 20);
    buf_str(&b, DRAFTS_HEAD "clauses: [{id: c, kind: body, number: \"4\"}]\nrequirements:\n");
    for (size_t i = 0; i < RULES && rules[i].id; i++)
        add_rule(&b, &rules[i]);
    if (!draft_read(d, NULL, &case_arena, &catalog, SL("d.yaml"), buf_slice(&b), &e))
        fail_msg("%s", e.msg);
    return d;
}

/* ---- what is told --------------------------------------------------------------------------- */

static const char *
sign(const struct meaning_way *w)
{
    return w->answer == MEANING_SOME ? "+" : w->answer == MEANING_NONE ? "=" : "?";
}

static void
tell_way(struct buf *b, const char *name, const struct meaning_way *w)
{
    if (w->answer == MEANING_UNDECIDED)
        assert_true(w->why.n > 0);
    if (w->answer != MEANING_NONE)
        buf_printf(b, "%s%s ", name, w->answer == MEANING_SOME ? "" : "?");
}

static struct slice
told(const struct meaning *m)
{
    struct buf b;
    buf_init(&b, &case_arena, 65536);
    buf_printf(&b, "%s%s%s", m->possible[0] ? "" : "old-impossible ",
               m->possible[1] ? "" : "new-impossible ", m->same ? "same " : "");
    tell_way(&b, "forbidden", &m->now_forbidden);
    tell_way(&b, "allowed", &m->now_allowed);
    for (size_t i = 0; i < m->nrules; i++)
        buf_printf(&b, "[%.*s %s %s] ",
                   SL_FMT((m->rules[i].to ? m->rules[i].to : m->rules[i].from)->id),
                   sign(&m->rules[i].now_forbidden), sign(&m->rules[i].now_allowed));
    for (size_t i = 0; i < m->nvalues; i++)
        buf_printf(&b, "%.*s %.*s: %s; ", SL_FMT(m->values[i].field->path),
                   SL_FMT(m->values[i].value), meaning_fate_names[m->values[i].fate]);
    buf_str(&b, m->values_complete ? "" : "incomplete ");
    for (size_t i = 0; i < m->nopen; i++)
        buf_str(&b, "open ");
    struct slice s = slice_trim(buf_slice(&b));
    return arena_dup(&case_arena, s);
}

/* ---- the judge ------------------------------------------------------------------------------ */

static bool
allows(const struct draft *d, const struct evidence *ev)
{
    struct regime_part part = {.standard = &d->standard};
    struct regime r = {.id = SL("R"), .parts = &part, .n = 1};
    const struct regime *list = &r;
    struct judge *j;
    struct judgement out;
    struct err e = {0};
    if (!judge_compile(&j, &case_arena, &catalog, &list, 1, &e) ||
        !judge_run(&out, &case_arena, j, ev, 1, d->standard.published, &e))
        fail_msg("%s", e.msg);
    return out.targets[0].regimes[0].shall.fail == 0;
}

static void
check_example(const struct meaning_way *w, const struct draft *yes, const struct draft *no)
{
    if (w->answer != MEANING_SOME)
        return;
    assert_true(allows(yes, w->example));
    assert_false(allows(no, w->example));
    assert_non_null(w->finding);
    assert_int_equal(w->finding->verdict, VERDICT_FAIL);
    assert_true(w->finding->reason.n > 0);
}

static struct meaning
meaning_of(const struct draft *from, const struct draft *to)
{
    struct meaning m;
    struct err e = {0};
    const struct meaning_options o = {.catalog = &catalog, .on = from->standard.published};
    if (!meaning_make(&m, &case_arena, from, to, &o, &e))
        fail_msg("%s", e.msg);
    check_example(&m.now_forbidden, from, to);
    check_example(&m.now_allowed, to, from);
    for (size_t i = 0; i < m.nrules; i++) {
        check_example(&m.rules[i].now_forbidden, from, to);
        check_example(&m.rules[i].now_allowed, to, from);
    }
    return m;
}

static void
run_row(void **state)
{
    const struct row *r = *state;
    struct meaning m = meaning_of(draft_of(r->from), draft_of(r->to));
    assert_string_equal(arena_str(&case_arena, told(&m)), r->want);
}

/* ---- the budget ----------------------------------------------------------------------------- */

static void
no_budget(void **state)
{
    (void)state;
    const struct rule old[RULES] = {STORE("a", "store.log_days >= 180")},
                      new[RULES] = {STORE("a", "store.log_days >= 365")};
    const struct draft *from = draft_of(old), *to = draft_of(new);
    for (int64_t budget = 1; budget < 12; budget++) {
        struct meaning m;
        struct err e = {0};
        const struct meaning_options o = {
            .catalog = &catalog, .on = from->standard.published, .budget = budget};
        assert_true(meaning_make(&m, &case_arena, from, to, &o, &e));
        assert_int_not_equal(m.now_forbidden.answer, MEANING_NONE);
        assert_int_not_equal(m.now_allowed.answer, MEANING_SOME);
        check_example(&m.now_forbidden, from, to);
    }
}

/* ---- drawn conditions ----------------------------------------------------------------------- */

static const char *const atoms[] = {
    "store.encrypted",
    "store.integrity",
    "store.log_days >= 180",
    "store.log_days < 400",
    "store.key.place in ['kms', 'hsm']",
    "store.key.control != 'provider'",
    "store.ciphers.all(c, c.bits >= 128)",
    "store.ciphers.all(c, c.name in ['SM4-GCM', 'AES-256-GCM'])",
    "store.ciphers.exists(c, c.aead)",
    "store.places.all(p, p in ['CN', 'DE'])",
};

static const char *
random_condition(uint64_t *r)
{
    const char *s[3];
    for (size_t i = 0; i < 3; i++)
        s[i] = (const char *)arena_printf(&case_arena, "%s(%s)", random_percent(r, 25) ? "!" : "",
                                          atoms[random_below(r, COUNT_OF(atoms))])
                   .p;
    static const char *const ops[][2] = {{" && (", " || "}, {" || ", " && "}};
    const char *const *op = ops[random_below(r, 2)];
    return (const char *)arena_printf(&case_arena, "%s%s%s%s%s%s", s[0], op[0], s[1], op[1], s[2],
                                      op[0][4] == '(' ? ")" : "")
        .p;
}

static struct evidence *
random_store(uint64_t *r)
{
    static const struct slice places[] = {SL_INIT("CN"), SL_INIT("DE"), SL_INIT("US")};
    struct evidence *ev = NEW(&case_arena, struct evidence);
    struct asset *as = NEW(&case_arena, struct asset);
    const struct kind *k = catalog_kind(&catalog, SL("store"));
    asset_init(as, &case_arena, k, SL("store:x"), SL("x"));
    for (size_t f = 0; f < k->n; f++) {
        const struct field *field = &k->fields[f];
        struct fact *fact = &as->facts[f];
        if (field->type == FIELD_BOOL)
            fact_bool(fact, random_percent(r, 50));
        else if (field->type == FIELD_INT)
            fact_int(fact, (int64_t[]){0, 179, 180, 399, 400}[random_below(r, 5)]);
        else if (field->type == FIELD_STRING)
            fact_string(fact, field->one_of.v[random_below(r, (uint32_t)field->one_of.n)]);
        for (size_t e = 0; field->type == FIELD_SET && e < field->registry->n; e++)
            fact_element(fact, e, random_percent(r, 15));
        if (field->type == FIELD_SET)
            fact_settle(fact, field->registry->n);
        if (field->type == FIELD_STRINGS) {
            struct slice *v = NEW_ARRAY(&case_arena, struct slice, 2);
            fact->list = (struct slices){v, random_below(r, 3)};
            for (size_t i = 0; i < fact->list.n; i++)
                v[i] = places[random_below(r, COUNT_OF(places))];
            fact->known = true;
        }
    }
    *ev = (struct evidence){.target = SL("x"), .assets = as, .n = 1};
    ev->origins = NEW(&case_arena, struct origin);
    ev->norigins = 1;
    return ev;
}

/* Nothing that is drawn contradicts what is said to be proven. */
static void
run_drawn(void **state)
{
    uint64_t r = (uint64_t)(uintptr_t)*state;
    const struct rule old[RULES] = {STORE("a", random_condition(&r)),
                                    STORE("b", random_condition(&r))},
                      new[RULES] = {STORE("a", random_condition(&r)), STORE("b", old[1].must)};
    const struct draft *from = draft_of(old), *to = draft_of(new);
    struct meaning m = meaning_of(from, to);
    assert_int_not_equal(m.now_forbidden.answer, MEANING_UNDECIDED);
    assert_int_not_equal(m.now_allowed.answer, MEANING_UNDECIDED);
    for (size_t i = 0; i < 200; i++) {
        const struct evidence *ev = random_store(&r);
        bool before = allows(from, ev), after = allows(to, ev);
        assert_false(before && !m.possible[0]);
        assert_false(after && !m.possible[1]);
        assert_false(before && !after && m.now_forbidden.answer == MEANING_NONE);
        assert_false(!before && after && m.now_allowed.answer == MEANING_NONE);
    }
}

/* ---- the catalog's standards ---------------------------------------------------------------- */

static struct draft *
standard_as_draft(const struct standard *s)
{
    struct draft *d = NEW(&case_arena, struct draft);
    struct env env;
    struct err e = {0};
    env_system(&env);
    if (!draft_load(d, NULL, &case_arena, &env, &catalog, arena_str(&case_arena, s->file), &e))
        fail_msg("%s", e.msg);
    return d;
}

/* Each against the next: solver and judge agree about every product that is found. */
static void
run_standard(void **state)
{
    const struct standard *s = *state, *last = catalog.standards + catalog.nstandards - 1;
    meaning_of(standard_as_draft(s), standard_as_draft(s == last ? catalog.standards : s + 1));
}

/*
 * Two rules of the one share a part in opposite directions: what stands for a node that has one
 * part only has to be defined in both.
 */
static void
one_part_both_ways(void **state)
{
    (void)state;
    const struct standard *a = catalog_standard(&catalog, SL("CN-GB-T-38636")),
                          *b = catalog_standard(&catalog, SL("CN-RFC8998"));
    assert_non_null(a);
    assert_non_null(b);
    meaning_of(standard_as_draft(a), standard_as_draft(b));
}

int
main(int argc, char **argv)
{
    struct env env;
    struct err e = {0};
    static char names[40][16];
    if (argc != 2)
        return 2;
    env_system(&env);
    if (!catalog_load(&catalog, &world, &env, argv[1], &e)) {
        fprintf(stderr, "%s\n", e.msg);
        return 1;
    }
    CASES_TABLE(rows, run_row);
    CASES_TEST(no_budget);
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        snprintf(names[i], sizeof names[i], "drawn %zu", i);
        cases_add(names[i], run_drawn, (const void *)(uintptr_t)(i + 1));
    }
    CASES_TEST(one_part_both_ways);
    for (size_t i = 0; i < catalog.nstandards; i++)
        cases_add(arena_str(&world, catalog.standards[i].id), run_standard, &catalog.standards[i]);
    int failed = cases_run("meaning");
    arena_free(&world);
    return failed;
}
