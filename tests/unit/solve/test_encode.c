/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Conditions over a made-up world, by the judge and by the encoding: every sort of
 * atom from both sides, and what joins them.
 */
#include "compile.h"
#include "model/bits.h"
#include "solve/decode.h"
#include "solve/optimise.h"
#include "solve/sat.h"
#include "support/cases.h"

struct row {
    const char *name;
    const char *when; /* or null */
    const char *must;
    const char *facts; /* all of them; see world.h */
    bool holds;
};

#define ALL "groups= !on bits=0 key.bits=0 key.alg=RSA curve= uses= until=0 from=0 "

static const struct row ROWS[] = {
    {"some, there", NULL, "toy.groups.exists(g, g.pq)", ALL "groups=D suites=", true},
    {"some, not there", NULL, "toy.groups.exists(g, g.pq)", ALL "groups=A,B suites=", false},
    {"some of one", NULL, "toy.groups.exists(g, g.name == 'C')", ALL "groups=C suites=", true},
    {"none", NULL, "toy.groups.all(g, !g.pq)", ALL "groups=A,B suites=", true},
    {"one too many", NULL, "toy.groups.all(g, !g.pq)", ALL "groups=A,E suites=", false},
    {"none of nothing", NULL, "toy.groups.all(g, g.pq)", ALL "groups= suites=", true},
    {"past the first word", NULL, "toy.suites.exists(s, s.name == 'S69')", ALL "suites=S69", true},
    {"at least two", NULL, "size(toy.groups) >= 2", ALL "groups=A,E suites=", true},
    {"only one", NULL, "size(toy.groups) >= 2", ALL "groups=E suites=", false},
    {"all five", NULL, "size(toy.groups) >= 5", ALL "groups=A,B,C,D,E suites=", true},
    {"four of five", NULL, "size(toy.groups) >= 5", ALL "groups=A,B,C,E suites=", false},
    {"exactly one", NULL, "toy.groups.exists_one(g, g.pq)", ALL "groups=A,D suites=", true},
    {"exactly one, two", NULL, "toy.groups.exists_one(g, g.pq)", ALL "groups=D,E suites=", false},
    {"at most two", NULL, "size(toy.suites) <= 2", ALL "suites=S01,S02", true},
    {"at most two, three", NULL, "size(toy.suites) <= 2", ALL "suites=S01,S02,S69", false},
    {"a flag", NULL, "toy.on", ALL "on suites=", true},
    {"a flag that is off", NULL, "toy.on", ALL "suites=", false},
    {"not a flag", NULL, "!toy.on", ALL "suites=", true},
    {"a bound, reached", NULL, "toy.bits >= 128", ALL "bits=128 suites=", true},
    {"a bound, missed by one", NULL, "toy.bits >= 128", ALL "bits=127 suites=", false},
    {"exactly", NULL, "toy.bits == 128", ALL "bits=128 suites=", true},
    {"exactly, one more", NULL, "toy.bits == 128", ALL "bits=129 suites=", false},
    {"between", NULL, "toy.bits >= 10 && toy.bits <= 20", ALL "bits=20 suites=", true},
    {"past the end", NULL, "toy.bits >= 10 && toy.bits <= 20", ALL "bits=21 suites=", false},
    {"no number is negative", NULL, "toy.bits >= -1", ALL "bits=0 suites=", true},
    {"a closed text", NULL, "toy.key.alg == 'EC'", ALL "key.alg=EC suites=", true},
    {"another closed text", NULL, "toy.key.alg == 'EC'", ALL "key.alg=DSA suites=", false},
    {"not one of two", NULL, "!(toy.key.alg in ['EC', 'DSA'])", ALL "key.alg=RSA suites=", true},
    {"an open text", NULL, "toy.curve in ['p', 'q']", ALL "curve=q suites=", true},
    {"a text that nobody names", NULL, "toy.curve in ['p', 'q']", ALL "curve=z suites=", false},
    {"not a text that nobody names", NULL, "toy.curve != 'p'", ALL "curve=z suites=", true},
    {"an empty text", NULL, "toy.curve == ''", ALL "suites=", true},
    {"an item", NULL, "'a' in toy.uses", ALL "uses=b,a suites=", true},
    {"no such item", NULL, "'a' in toy.uses", ALL "uses=b,c suites=", false},
    {"some other item", NULL, "toy.uses.all(u, u in ['a', 'b'])", ALL "uses=a,x suites=", false},
    {"no other item", NULL, "toy.uses.all(u, u in ['a', 'b'])", ALL "uses=a suites=", true},
    {"no item, no other", NULL, "toy.uses.all(u, u in ['a', 'b'])", ALL "suites=", true},
    {"a size of others", NULL, "size(toy.uses) >= 2", ALL "uses=x,y suites=", true},
    {"a size too small", NULL, "size(toy.uses) >= 2", ALL "uses=x suites=", false},
    {"a size and an item", NULL, "size(toy.uses) == 2 && 'a' in toy.uses",
     ALL "uses=a,y suites=", true},
    {"a time", NULL, "toy.until >= timestamp('1970-01-01T00:01:40Z')",
     ALL "until=100 suites=", true},
    {"a time, a second early", NULL, "toy.until >= timestamp('1970-01-01T00:01:40Z')",
     ALL "until=99 suites=", false},
    {"later than now", NULL, "toy.until > now", ALL "until=86400 suites=", true},
    {"now", NULL, "toy.until > now", ALL "until=86399 suites=", false},
    {"an hour from now", NULL, "toy.until - now >= duration('3600s')",
     ALL "until=89999 suites=", true},
    {"now is known", NULL, "now >= timestamp('1970-01-01T00:00:00Z') && toy.on",
     ALL "on suites=", true},
    {"now is not later", NULL, "now >= timestamp('1970-01-02T00:00:00Z') || toy.on",
     ALL "suites=", false},
    {"does not apply", "toy.on", "toy.bits >= 5", ALL "suites=", true},
    {"applies", "toy.on", "toy.bits >= 5", ALL "on suites=", false},
    {"an alternative", NULL, "toy.on || toy.bits >= 5 && 'a' in toy.uses",
     ALL "bits=5 uses=a suites=", true},
    {"half an alternative", NULL, "toy.on || toy.bits >= 5 && 'a' in toy.uses",
     ALL "bits=5 uses=b suites=", false},
    {"a choice", NULL, "toy.on ? toy.bits >= 5 : toy.key.bits >= 5",
     ALL "key.bits=5 suites=", true},
    {"the other choice", NULL, "toy.on ? toy.bits >= 5 : toy.key.bits >= 5",
     ALL "on key.bits=5 suites=", false},
    {"deep", NULL, "!(toy.on && !(toy.bits >= 5 || !('a' in toy.uses && toy.key.bits >= 7)))",
     ALL "on uses=a key.bits=7 suites=", false},
    {"always", NULL, "true", ALL "suites=", true},
    {"never", NULL, "false", ALL "suites=", false},
};

/* A catalog of one standard with one rule, and a regime that wants it. */
struct toy {
    struct world world;
    struct compiler compiler;
    struct catalog catalog;
    struct standard standard;
    struct regime_part part;
    struct regime regime;
};

static void
toy_make(struct toy *t, const char *when, const char *must)
{
    world_make(&t->world, &case_arena);
    compiler_init(&t->compiler, &case_arena, &t->world);
    t->catalog = (struct catalog){.arena = &case_arena,
                                  .registries = t->world.registries,
                                  .nregistries = 2,
                                  .kinds = &t->world.kind,
                                  .nkinds = 1,
                                  .conditions = t->compiler.conditions};
    struct requirement *r = compiler_requirement(&t->compiler, &case_arena, when, must);
    r->standard = &t->standard;
    t->standard = (struct standard){.id = SL("TOY-1"), .requirements = r, .n = 1};
    t->part = (struct regime_part){.standard = &t->standard};
    t->regime = (struct regime){.id = SL("TOY"), .parts = &t->part, .n = 1};
}

static struct problem *
toy_problem(struct toy *t)
{
    const struct regime *regimes[] = {&t->regime};
    const struct problem_options o = {.catalog = &t->catalog, .regimes = regimes, .n = 1};
    struct problem *p = NULL;
    struct err e = {0};
    if (!problem_make(&p, &case_arena, &o, &e))
        fail_msg("%s", e.msg);
    return p;
}

static enum sat_answer
answer(const struct problem *p, const struct literals *facts, bool with_condition)
{
    AUTO_SAT s = sat_new();
    struct budget b = BUDGET_ENDLESS;
    sat_clauses(s, p->instance.lits.v, p->instance.lits.n);
    for (size_t i = 0; i < facts->n; i++)
        sat_assume(s, facts->v[i]);
    if (with_condition)
        sat_assume(s, p->instance.conditions.v[0].selector);
    return sat_solve(s, &b);
}

static void
encoded(void **state)
{
    const struct row *r = *state;
    struct toy t;
    struct asset as;
    struct finding f;
    struct mapping m;
    struct err e = {0};
    toy_make(&t, r->when, r->must);
    world_asset(&as, &case_arena, &t.world, r->facts);
    assert_true(judge_one(&f, &case_arena, &t.catalog, t.standard.requirements, &as, 0, &e));
    assert_true((f.verdict == VERDICT_PASS || f.verdict == VERDICT_NOT_APPLICABLE) == r->holds);
    assert_true(r->holds || f.verdict == VERDICT_FAIL);

    const struct problem *p = toy_problem(&t);
    const struct evidence ev = {.assets = &as, .n = 1};
    mapping_make(&m, &case_arena, &p->space, &ev);
    assert_ptr_equal(m.assets[0], &as);
    struct literals facts = mapping_literals(&case_arena, &p->space, &m);
    assert_int_equal(answer(p, &facts, false), SAT_YES);
    assert_int_equal(answer(p, &facts, true), r->holds ? SAT_YES : SAT_NO);
}

/* ---- what is shared, and what is left out ---------------------------------------------------- */

static void
same_condition_once(void **state)
{
    (void)state;
    struct toy t;
    toy_make(&t, NULL, "toy.groups.all(g, g.name in ['A', 'B', 'C'])");
    struct requirement *two = NEW_ARRAY(&case_arena, struct requirement, 3);
    two[0] = *t.standard.requirements;
    two[1] = *compiler_requirement(&t.compiler, &case_arena, NULL, "!toy.groups.exists(g, g.pq)");
    two[2] = *compiler_requirement(&t.compiler, &case_arena, "toy.groups.exists(g, g.pq)", "false");
    for (size_t i = 0; i < 3; i++)
        two[i].standard = &t.standard;
    t.standard.requirements = two;
    t.standard.n = 3;
    const struct problem *p = toy_problem(&t);
    const struct requirement *rules[4];
    assert_int_equal(p->conditions.n, 1);
    assert_int_equal(p->instance.groups.v[0].n, 1);
    assert_int_equal(problem_rules_of(p, 0, 0, rules, 4), 3);
}

static void
left_out(void **state)
{
    (void)state;
    struct toy t;
    toy_make(&t, NULL, "toy.curve.startsWith('brain') && toy.on");
    struct requirement *v = NEW_ARRAY(&case_arena, struct requirement, 5);
    v[0] = *t.standard.requirements;
    v[1] = *compiler_requirement(&t.compiler, &case_arena, NULL, "toy.curve.startsWith('x')");
    v[2] = (struct requirement){.id = SL("c"),
                                .kind = &t.world.kind,
                                .cannot_check = SL("secret"),
                                .from = DATE_MIN,
                                .until = DATE_MAX};
    v[3] = v[0];
    v[3].from = 1; /* not in force yet */
    v[4] = v[0];
    v[4].keyword = KEYWORD_SHOULD;
    for (size_t i = 0; i < 5; i++)
        v[i].standard = &t.standard;
    t.standard.requirements = v;
    t.standard.n = 5;
    const struct problem *p = toy_problem(&t);
    assert_int_equal(p->unanalysed.n, 3);
    assert_true(p->unanalysed.v[0].partly);
    assert_false(p->unanalysed.v[1].partly);
    assert_non_null(strstr(arena_str(&case_arena, p->unanalysed.v[1].why), "startsWith(\"x\")"));
    assert_true(slice_eq_str(p->unanalysed.v[2].why, "secret"));
    assert_int_equal(p->conditions.n, 2);

    /* The open part counts as met, the other part does not. */
    struct asset as;
    struct mapping m;
    world_asset(&as, &case_arena, &t.world, ALL "curve=nist suites=");
    const struct evidence ev = {.assets = &as, .n = 1};
    mapping_make(&m, &case_arena, &p->space, &ev);
    struct literals facts = mapping_literals(&case_arena, &p->space, &m);
    assert_int_equal(answer(p, &facts, true), SAT_NO); /* it is not on */
    world_asset(&as, &case_arena, &t.world, ALL "on curve=nist suites=");
    facts = mapping_literals(&case_arena, &p->space, &m);
    assert_int_equal(answer(p, &facts, true), SAT_YES);
}

/* A product that cannot be extended: what it does not offer, nobody gets. */
static void
product_limits(void **state)
{
    (void)state;
    struct toy t;
    struct asset as;
    struct err e = {0};
    struct problem *p = NULL;
    toy_make(&t, NULL, "toy.groups.exists(g, g.name in ['C', 'D'])");
    world_asset(&as, &case_arena, &t.world, "groups=A,!B,!D,!E,... !on uses=a");
    const struct evidence ev = {.target = SL("mine"), .assets = &as, .n = 1};
    const struct regime *regimes[] = {&t.regime};
    const struct problem_options o = {
        .catalog = &t.catalog, .regimes = regimes, .n = 1, .product = &ev};
    if (!problem_make(&p, &case_arena, &o, &e))
        fail_msg("%s", e.msg);
    assert_int_equal(p->product_group, 1);
    const struct instance_group *g = &p->instance.groups.v[1];
    assert_int_equal(g->n, 2); /* groups, on; nobody names a use */
    const struct problem_condition *c = &p->conditions.v[g->conditions[0]];
    assert_int_equal(c->slot, 0);
    assert_int_equal(c->field, F_GROUPS);
    const int group = p->instance.conditions.v[g->conditions[0]].selector;
    const int with[] = {group, p->instance.conditions.v[0].selector};
    struct literals lits = {
        (int[]){with[0], with[1], -p->space.slots[0].columns[F_GROUPS].elements[2]}, 3};
    assert_int_equal(answer(p, &(struct literals){lits.v, 2}, false), SAT_YES); /* by C */
    assert_int_equal(answer(p, &lits, false), SAT_NO);
}

/* A server's profile is one more group; a kind that is not asked about has no conditions. */
static void
server_and_kind(void **state)
{
    (void)state;
    struct toy t;
    struct err e = {0};
    struct problem *p = NULL;
    toy_make(&t, NULL, "toy.on");
    struct requirement *r = compiler_requirement(&t.compiler, &case_arena, NULL, "!toy.on");
    const struct standard server = {.id = SL("SERVER"), .requirements = r, .n = 1};
    r->standard = &server;
    const struct regime *regimes[] = {&t.regime};
    struct problem_options o = {
        .catalog = &t.catalog, .regimes = regimes, .n = 1, .server = &server};
    assert_true(problem_make(&p, &case_arena, &o, &e));
    assert_int_equal(p->server_group, 1);
    assert_int_equal(p->product_group, SIZE_MAX);
    const int both[] = {instance_group_var(&p->instance, 0), instance_group_var(&p->instance, 1)};
    AUTO_OPTIMISE one = optimise_new(&case_arena, &p->instance, both, 1);
    AUTO_OPTIMISE two = optimise_new(&case_arena, &p->instance, both, 2);
    struct budget b = BUDGET_ENDLESS;
    assert_int_equal(optimise_goal(one, NULL, 0, NULL, &b), OPTIMUM_PROVEN);
    assert_int_equal(optimise_goal(two, NULL, 0, NULL, &b), OPTIMUM_NONE);

    o.kind = SL("other");
    assert_true(problem_make(&p, &case_arena, &o, &e));
    assert_int_equal(p->conditions.n, 0);
    assert_int_equal(p->instance.groups.n, 2);
}

/* Decoded, a product is the same on every machine, and says nothing that cannot be. */
static void
canonical_values(void **state)
{
    (void)state;
    struct toy t;
    struct evidence ev;
    toy_make(&t, NULL, "toy.curve in ['p', 'another-1'] || toy.bits >= 7 && size(toy.uses) >= 3");
    const struct problem *p = toy_problem(&t);
    uint64_t *values = bits_new(&case_arena, (size_t)p->instance.nvars + 1);
    const struct column *c = p->space.slots[0].columns;
    bits_set(values, LIT_TRUE);
    const int on[] = {c[F_CURVE].choices.other, c[F_BITS].steps.reached[0],
                      c[F_USES].steps.reached[0], c[F_USES].choices.other};
    for (size_t i = 0; i < COUNT_OF(on); i++)
        bits_set(values, (size_t)on[i]);
    decode(&ev, &case_arena, p, values, NULL);
    assert_int_equal(ev.n, 1);
    const struct fact *f = ev.assets[0].facts;
    assert_int_equal(f[F_BITS].i, 7);
    assert_int_equal(f[F_UNTIL].i, 0);
    assert_int_equal(f[F_USES].list.n, 3);
    assert_false(slice_eq(f[F_USES].list.v[0], f[F_USES].list.v[1]));
    assert_false(slice_eq_str(f[F_CURVE].s, "p") || slice_eq_str(f[F_CURVE].s, "another-1"));
    for (size_t i = 0; i < ev.assets[0].kind->n; i++)
        assert_true(f[i].known);
}

int
main(void)
{
    CASES_TABLE(ROWS, encoded);
    CASES_TEST(same_condition_once);
    CASES_TEST(left_out);
    CASES_TEST(product_limits);
    CASES_TEST(server_and_kind);
    CASES_TEST(canonical_values);
    return cases_run("solve encode");
}
