/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An asset's facts as CEL values: conditions over facts that are known, partly
 * known and unknown, with the trail of what is missing.
 */
#include "files.h"
#include "model/catalog.h"
#include "model/condition.h"
#include "support/cases.h"

/* Facts as in a case, but a set may leave elements open: "?NAME" is not asked. */
enum fact_kind { SUITES_ALL_REFUSED, SUITES_SOME_OPEN, SUITES_UNKNOWN, SUITES_FOREIGN };

struct row {
    const char *name;
    const char *kind;
    enum fact_kind suites;
    const char *condition;
    const char *want; /* "true", "false", or the trails that are missing, with commas */
};

/*
 * SUITES_ALL_REFUSED: AES_GCM offered, all others refused. SOME_OPEN: AES_GCM offered, RSA_CBC not
 * asked, the others refused. FOREIGN: AES_GCM and a name that the registry lacks.
 */
static const struct row rows[] = {
    {"known field", "tls", SUITES_ALL_REFUSED, "tls.role == \"server\"", "true"},
    {"known int", "tls", SUITES_ALL_REFUSED, "tls.lifetime > 3600", "false"},
    {"unknown bool", "tls", SUITES_ALL_REFUSED, "tls.tickets", "tickets"},
    {"unknown or true", "tls", SUITES_ALL_REFUSED, "tls.tickets || true", "true"},
    {"unknown and unknown", "tls", SUITES_UNKNOWN, "tls.tickets && tls.suites.all(s, s.aead)",
     "suites,tickets"},
    {"all offered", "tls", SUITES_ALL_REFUSED, "tls.suites.all(s, s.aead)", "true"},
    {"refused ones are not there", "tls", SUITES_ALL_REFUSED,
     "tls.suites.exists(s, s.kx == \"RSA\")", "false"},
    {"attribute list", "tls", SUITES_ALL_REFUSED, "tls.suites.all(s, \"T3\" in s.versions)",
     "true"},
    {"code", "tls", SUITES_ALL_REFUSED, "tls.suites.exists(s, s.code == 0x1301)", "true"},
    {"size", "tls", SUITES_ALL_REFUSED, "tls.suites.size() == 1", "true"},
    {"open element decides", "tls", SUITES_SOME_OPEN, "tls.suites.all(s, s.aead)",
     "suites: RSA_CBC"},
    {"open element does not matter", "tls", SUITES_SOME_OPEN, "tls.suites.all(s, s.bits >= 128)",
     "true"},
    {"false whatever the open one", "tls", SUITES_SOME_OPEN, "tls.suites.all(s, s.kx == \"RSA\")",
     "false"},
    {"exists by a known one", "tls", SUITES_SOME_OPEN, "tls.suites.exists(s, s.aead)", "true"},
    {"exists by an open one", "tls", SUITES_SOME_OPEN, "tls.suites.exists(s, s.kx == \"RSA\")",
     "suites: RSA_CBC"},
    {"size with an open one", "tls", SUITES_SOME_OPEN, "tls.suites.size() == 1", "suites: RSA_CBC"},
    {"nothing asked", "tls", SUITES_UNKNOWN, "tls.suites.exists(s, s.aead)", "suites"},
    {"foreign name", "tls", SUITES_FOREIGN, "tls.suites.all(s, s.aead)", "suites: 0xABCD"},
    {"foreign name, exists by another", "tls", SUITES_FOREIGN, "tls.suites.exists(s, s.aead)",
     "true"},
    {"foreign name is not told by name", "tls", SUITES_FOREIGN, "tls.suites.all(s, s.name in good)",
     "suites: 0xABCD"},
    {"named set", "tls", SUITES_ALL_REFUSED, "tls.suites.all(s, s.name in good)", "true"},
    {"nested field", "cert", SUITES_UNKNOWN, "cert.key.bits >= 3000", "true"},
    {"nested twice, unknown", "cert", SUITES_UNKNOWN, "cert.key.curve.name == \"x\"",
     "key.curve.name"},
    {"has is of the type", "cert", SUITES_UNKNOWN, "cert.names.exists(n, n.endsWith(\".org\"))",
     "true"},
    {"time before the end of the day", "cert", SUITES_UNKNOWN, "cert.until <= now", "true"},
    {"time compared with a duration", "cert", SUITES_UNKNOWN,
     "cert.until - now > duration(\"-86400s\")", "true"},
    {"now", "cert", SUITES_UNKNOWN, "now == timestamp(\"2026-01-31T23:59:59Z\")", "true"},
};

static void
fill(struct asset *as, enum fact_kind how)
{
    struct fact *suites = asset_fact(as, SL("suites"));
    static struct slice foreign[] = {SL_INIT("0xABCD")};
    fact_string(asset_fact(as, SL("role")), SL("server"));
    fact_int(asset_fact(as, SL("lifetime")), 60);
    for (size_t i = 0; i < 4 && how != SUITES_UNKNOWN; i++)
        if (how != SUITES_SOME_OPEN || i != 2)
            fact_element(suites, i, i == 0);
    fact_settle(suites, 4);
    if (how == SUITES_FOREIGN)
        suites->extra = (struct slices){foreign, 1};
}

static void
fill_cert(struct asset *as)
{
    static struct slice names[] = {SL_INIT("a.example"), SL_INIT("b.org")};
    struct fact *f = asset_fact(as, SL("names"));
    date_t day;
    assert_true(date_parse(SL("2026-01-31"), &day));
    fact_int(asset_fact(as, SL("key.bits")), 4096);
    fact_int(asset_fact(as, SL("until")), date_seconds(day) + 86399);
    f->list = (struct slices){names, 2};
    f->known = true;
}

static struct slice
evaluate(const struct catalog *c, const struct asset *as, const char *text)
{
    static const char *const members[] = {"AES_GCM"};
    struct arena *a = &case_arena;
    struct slice *v = NEW(a, struct slice);
    *v = slice_str(members[0]);
    struct element_set set = {.name = SL("good"), .registry = &c->registries[0], .members = {v, 1}};
    struct yaml_doc d;
    struct err e = {0};
    struct condition cond = {0};
    struct condition_scope scope = {c->conditions, NULL, as->kind, &set, 1};
    struct slice yaml = arena_printf(a, "c: '%s'", text);
    date_t on;
    if (!yaml_parse(&d, a, SL("f"), yaml, &e) ||
        !conditions_env(&scope.env, a, c->conditions, as->kind, &set, 1, &e) ||
        !condition_read(&cond, a, &d, &scope, d.root->first, &e))
        fail_msg("%s", e.msg);
    assert_true(date_parse(SL("2026-01-31"), &on));
    struct cel_program *p = cel_program_new(a, cond.ast);
    struct cel_value *slots = NEW_ARRAY(a, struct cel_value, p->nslots);
    struct cel_cx cx = {.arena = a};
    condition_bind(c->conditions, a, as, on, slots);
    struct cel_value result = cel_eval(p, slots, &cx);
    if (result.kind != CEL_UNKNOWN)
        return cel_value_text(a, result);
    const struct cel_unknown *const *leaves;
    size_t n;
    struct buf b;
    buf_init(&b, a, 10000);
    cel_unknown_leaves(a, result.unknown, &leaves, &n);
    for (size_t i = 0; i < n; i++) {
        buf_printf(&b, "%s%.*s", i ? "," : "", SL_FMT(leaves[i]->trail));
        assert_non_null(fact_leaf_of(leaves[i])->field);
    }
    return buf_slice(&b);
}

static void
row(void **state)
{
    const struct row *r = *state;
    struct data_folder d;
    struct catalog c;
    struct err e = {0};
    data_folder_init(&d);
    struct env env = data_folder_env(&d);
    if (!catalog_load(&c, &case_arena, &env, "data", &e))
        fail_msg("%s", e.msg);
    struct asset as;
    asset_init(&as, &case_arena, catalog_kind(&c, slice_str(r->kind)), SL("id"), SL("n"));
    if (strcmp(r->kind, "tls") == 0)
        fill(&as, r->suites);
    else
        fill_cert(&as);
    struct slice got = evaluate(&c, &as, r->condition);
    if (!slice_eq_str(got, r->want))
        fail_msg("%.*s instead of %s", SL_FMT(got), r->want);
}

/* Walking: a select of a field is that field, nothing else is. */
static void
fields(void **state)
{
    (void)state;
    struct data_folder d;
    struct catalog c;
    struct err e = {0};
    data_folder_init(&d);
    struct env env = data_folder_env(&d);
    assert_true(catalog_load(&c, &case_arena, &env, "data", &e));
    const struct kind *k = catalog_kind(&c, SL("cert"));
    const struct cel_env *cenv;
    struct cel_ast *ast;
    assert_true(conditions_env(&cenv, &case_arena, c.conditions, k, NULL, 0, &e));
    assert_true(cel_compile(&ast, &case_arena, cenv, SL("cert.key.curve.name"), NULL, &e));
    assert_true(slice_eq(condition_field(c.conditions, k, ast->root)->path, SL("key.curve.name")));
    assert_null(condition_field(c.conditions, k, ast->root->select.operand));
    assert_null(condition_registry(c.conditions, ast->root->type));
    struct cel_value v = condition_element(c.conditions, &c.registries[0], 1);
    assert_int_equal(v.kind, CEL_OBJECT);
    assert_ptr_equal(condition_registry(c.conditions, v.object->cls->type), &c.registries[0]);
}

int
main(void)
{
    CASES_TABLE(rows, row);
    CASES_TEST(fields);
    return cases_run("model/condition");
}
