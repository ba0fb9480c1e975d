/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a budget cuts short claims nothing that the whole answer does not say: whatever is called
 * found, proven, minimal or complete under a budget is so without one. And nobody is blamed for
 * what others demand.
 */
#include "solve/plan.h"
#include "support/cases.h"
#include "support/product.h"

#include <stdio.h>

static struct arena data_arena;
static struct catalog catalog;
static const struct regime **regimes;
static size_t nregimes;
static struct evidence old;

/* Long-lived: the answers without a budget. */
static struct conflicts whole;

struct asking {
    const char *name;
    bool from;
    const char *server;
    size_t max_variants;
};

static const struct asking ASKINGS[] = {
    {"for all", false, NULL, 0},
    {"from what is old", true, NULL, 0},
    {"for nginx", false, "nginx-1.22-openssl-3.0", 0},
    {"two variants", true, NULL, 2},
};
static struct plan plans[COUNT_OF(ASKINGS)];

static const int64_t BUDGETS[] = {1, 10, 100, 150, 200, 400, 1000, 10000};

static const char OLD[] =
    "[tls: {role: server, versions: [TLS 1.0, TLS 1.2], tls10_suites: "
    "[TLS_RSA_WITH_AES_128_CBC_SHA], tls12_suites: [TLS_RSA_WITH_AES_128_CBC_SHA, "
    "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256], tls13_suites: [], suites: "
    "[TLS_RSA_WITH_AES_128_CBC_SHA, TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256], groups: [secp256r1], "
    "tls12_groups: [secp256r1], dh_bits: 1024}, cert: {role: leaf, usage: both, key.algorithm: "
    "RSA, key.bits: 2048, signature.algorithm: RSA-PKCS1, signature.hash: SHA-256}]";

static struct conflicts_options
options(int64_t budget)
{
    date_t on;
    assert_true(date_parse(SL("2026-11-23"), &on));
    return (struct conflicts_options){
        .catalog = &catalog, .regimes = regimes, .n = nregimes, .on = on, .budget = budget};
}

static void
make_plan(struct plan *out, struct arena *a, const struct asking *q, int64_t budget)
{
    struct err e = {0};
    struct plan_options o = {.common = options(budget), .max_variants = q->max_variants};
    o.common.from = q->from ? &old : NULL;
    for (size_t i = 0; i < catalog.nservers; i++)
        if (q->server && slice_eq_str(catalog.servers[i].id, q->server))
            o.common.server = &catalog.servers[i];
    assert_int_equal(q->server != NULL, o.common.server != NULL);
    if (!plan_make(out, a, &o, &e))
        fail_msg("%s", e.msg);
}

/* --- conflicts ------------------------------------------------------------------------------ */

static bool
same_set(const size_t *x, size_t nx, const size_t *y, size_t ny)
{
    return nx == ny && memcmp(x, y, nx * sizeof *x) == 0;
}

static bool
same_conflict(const struct conflict *x, const struct conflict *y)
{
    bool same = x->n == y->n && x->class == y->class &&
                same_set(x->regimes, x->nregimes, y->regimes, y->nregimes);
    for (size_t i = 0; same && i < x->n; i++)
        same = x->members[i].condition == y->members[i].condition;
    return same;
}

static bool
is_conflict(const struct conflict *c)
{
    for (size_t i = 0; i < whole.n; i++)
        if (same_conflict(c, &whole.list[i]))
            return true;
    return false;
}

static bool
is_largest(const struct largest *l)
{
    for (size_t i = 0; i < whole.nlargest; i++)
        if (same_set(l->regimes, l->n, whole.largest[i].regimes, whole.largest[i].n))
            return true;
    return false;
}

static void
check_pairs(const struct conflicts *c)
{
    bool all = true;
    assert_int_equal(c->npairs, whole.npairs);
    for (size_t i = 0; i < c->npairs; i++) {
        const struct pair *p = &c->pairs[i];
        all &= p->together != TOGETHER_UNKNOWN;
        if (p->together != TOGETHER_UNKNOWN)
            assert_int_equal(p->together, whole.pairs[i].together);
        assert_int_equal(p->example != NULL, p->together == TOGETHER_YES);
        if (p->together == TOGETHER_YES)
            assert_int_equal(p->ndifferences, whole.pairs[i].ndifferences);
    }
    assert_true(all || !c->complete);
    for (size_t i = 0; i < nregimes; i++)
        assert_true(c->alone[i] || !whole.alone[i]);
}

static void
conflicts_hold(void **state)
{
    const int64_t *budget = *state;
    struct conflicts c;
    struct err e = {0};
    const struct conflicts_options o = options(*budget);
    if (!conflicts_find(&c, &case_arena, &o, &e))
        fail_msg("%s", e.msg);
    check_pairs(&c);
    for (size_t i = 0; i < c.n; i++)
        assert_true(is_conflict(&c.list[i]));
    for (size_t i = 0; i < c.nlargest; i++) {
        assert_true(is_largest(&c.largest[i]));
        assert_non_null(c.largest[i].example);
    }
    if (c.complete)
        assert_true(c.n == whole.n && c.nlargest == whole.nlargest);
    assert_true(*budget > 100 || !c.complete); /* else this test tests nothing */
}

/* --- plans ---------------------------------------------------------------------------------- */

static bool
told(const size_t *v, size_t n, size_t g)
{
    for (size_t i = 0; i < n; i++)
        if (v[i] == g)
            return true;
    return false;
}

/* The variant of the whole answer for the same regimes, if there is one. */
static const struct variant *
same_variant(const struct plan *p, const struct variant *v)
{
    for (size_t i = 0; i < p->n; i++)
        if (same_set(v->regimes, v->nregimes, p->variants[i].regimes, p->variants[i].nregimes))
            return &p->variants[i];
    return NULL;
}

static void
check_variant(const struct variant *v, const struct variant *same)
{
    assert_true(v->nregimes > 0);
    assert_true(v->configuration.n > 0);
    if (!same)
        return;
    assert_true(same->proven && v->cost >= same->cost && v->weight == same->weight);
    if (!v->proven)
        return;
    assert_int_equal(v->cost, same->cost);
    assert_int_equal(v->nchanges, same->nchanges);
    assert_int_equal(v->configuration.n, same->configuration.n);
}

static void
check_each(const struct plan *p, const struct plan *all)
{
    assert_int_equal(p->neach, all->neach);
    for (size_t i = 0; i < p->neach; i++) {
        if (p->each[i].nregimes)
            check_variant(&p->each[i], &all->each[i]);
        else if (p->each[i].proven)
            assert_int_equal(all->each[i].nregimes, 0);
        else
            assert_false(p->complete);
    }
}

static void
check_plan(const struct plan *p, const struct plan *all)
{
    size_t served = 0;
    assert_true(all->complete && all->minimum && all->best_proven);
    for (size_t i = 0; i < p->n; i++) {
        check_variant(&p->variants[i], same_variant(all, &p->variants[i]));
        served += p->variants[i].nregimes;
        for (size_t k = 0; k < p->variants[i].nregimes; k++)
            assert_false(told(p->unserved, p->nunserved, p->variants[i].regimes[k]));
        assert_true(p->variants[i].proven || !p->complete);
    }
    assert_int_equal(served + p->nunserved, nregimes); /* each in one place only */
    if (p->minimum) {
        assert_int_equal(p->n, all->n);
        assert_int_equal(p->nunserved, all->nunserved);
    }
    if (p->best_proven)
        assert_int_equal(p->best.weight, all->best.weight);
    check_each(p, all);
    assert_true((p->minimum && p->best_proven) || !p->complete);
}

static void
plans_hold(void **state)
{
    const int64_t *budget = *state;
    for (size_t i = 0; i < COUNT_OF(ASKINGS); i++) {
        struct plan p;
        make_plan(&p, &case_arena, &ASKINGS[i], *budget);
        check_plan(&p, &plans[i]);
        assert_true(*budget > 100 || !p.complete);
    }
}

/* A limit on variants says nothing about what could be served alone. */
static void
a_limit_is_no_impossibility(void **state)
{
    (void)state;
    const struct plan *two = &plans[3];
    assert_true(two->n == 2 && two->nunserved > 0);
    for (size_t i = 0; i < two->neach; i++)
        assert_true(two->each[i].nregimes == 1 && two->each[i].proven);
}

/* --- who is to blame ------------------------------------------------------------------------ */

static bool
has_rule_of(const struct clash_member *m, const struct regime *r)
{
    for (size_t i = 0; i < m->nrules; i++)
        for (size_t k = 0; k < r->n; k++)
            if (m->rules[i]->standard == r->parts[k].standard)
                return true;
    return false;
}

static bool
is_of_a_regime(const struct conflict *c, const struct clash_member *m)
{
    for (size_t i = 0; i < c->nregimes; i++)
        if (has_rule_of(m, regimes[c->regimes[i]]))
            return true;
    return false;
}

/* The server is part of a conflict where one of the clauses is its own, and each regime has one. */
static void
blame_is_due(void **state)
{
    (void)state;
    size_t here = 0, anywhere = 0;
    const struct plan *p = &plans[2];
    for (size_t i = 0; i < p->nwhy; i++) {
        const struct conflict *c = &p->why[i];
        bool of_server = false;
        for (size_t k = 0; k < c->n; k++)
            of_server |= !is_of_a_regime(c, &c->members[k]);
        assert_int_equal(c->class, of_server ? RECONCILE_NOT_HERE : RECONCILE_NOT);
        here += of_server;
        anywhere += !of_server;
        for (size_t r = 0; r < c->nregimes; r++) {
            bool takes_part = false;
            for (size_t k = 0; k < c->n; k++)
                takes_part |= has_rule_of(&c->members[k], regimes[c->regimes[r]]);
            assert_true(takes_part);
        }
    }
    assert_true(here > 0 && anywhere > 0);
}

/* --- all of it ------------------------------------------------------------------------------ */

static void
answer_wholly(void)
{
    struct err e = {0};
    const struct conflicts_options o = options(0);
    product_read(&old, &data_arena, &catalog, OLD);
    if (!conflicts_find(&whole, &data_arena, &o, &e))
        fail_msg("%s", e.msg);
    for (size_t i = 0; i < COUNT_OF(ASKINGS); i++)
        make_plan(&plans[i], &data_arena, &ASKINGS[i], 0);
}

static void
whole_is_complete(void **state)
{
    (void)state;
    answer_wholly();
    assert_true(whole.complete && whole.n > 0 && whole.nlargest > 0);
}

int
main(int argc, char **argv)
{
    struct env env;
    struct err e = {0};
    if (argc != 2)
        return 2;
    env_system(&env);
    if (!catalog_load(&catalog, &data_arena, &env, argv[1], &e)) {
        fprintf(stderr, "%s\n", e.msg);
        return 1;
    }
    regimes = NEW_ARRAY(&data_arena, const struct regime *, catalog.nregimes);
    for (size_t i = 0; i < catalog.nregimes; i++)
        if (catalog.regimes[i].variant_of.n == 0)
            regimes[nregimes++] = &catalog.regimes[i];
    CASES_TEST(whole_is_complete);
    for (size_t i = 0; i < COUNT_OF(BUDGETS); i++) {
        const char *of =
            arena_str(&data_arena, arena_printf(&data_arena, "of %lld", (long long)BUDGETS[i]));
        cases_add(of, conflicts_hold, &BUDGETS[i]);
        cases_add(of, plans_hold, &BUDGETS[i]);
    }
    CASES_TEST(a_limit_is_no_impossibility);
    CASES_TEST(blame_is_due);
    int failed = cases_run("solve/budgets");
    arena_free(&data_arena);
    return failed;
}
