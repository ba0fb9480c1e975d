/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Goals one after another against trying all values; and an optimum that the
 * budget does not let it prove.
 */
#include "solve/optimise.h"

#include "support/cases.h"
#include "support/random.h"

#define VARS 9
#define GOALS 3
#define SEEDS 400

struct problem {
    struct instance in;
    struct soft goals[GOALS][12];
    size_t n[GOALS];
    int order[VARS];
    int fixed[2], further[3];
};

static int
any_lit(uint64_t *random)
{
    int v = 1 + (int)random_below(random, VARS);
    return random_percent(random, 50) ? v : -v;
}

static void
make(struct problem *p, uint64_t seed)
{
    uint64_t random = seed;
    uint32_t dearest = seed % 3 ? 6 : 1; /* every third with equal weights */
    instance_init(&p->in, &case_arena);
    for (int v = 0; v < VARS; v++)
        (void)instance_var(&p->in);
    uint32_t clauses = 5 + random_below(&random, 25);
    for (uint32_t i = 0; i < clauses; i++)
        INSTANCE_CLAUSE(&p->in, any_lit(&random), any_lit(&random), any_lit(&random));
    for (size_t g = 0; g < GOALS; g++) {
        p->n[g] = random_below(&random, COUNT_OF(p->goals[g]) + 1);
        for (size_t i = 0; i < p->n[g]; i++)
            p->goals[g][i] =
                (struct soft){any_lit(&random), dearest > 1 ? random_below(&random, dearest) : 1};
    }
    for (int v = 0; v < VARS; v++)
        p->order[v] = random_percent(&random, 50) ? v + 1 : -(v + 1);
    for (size_t i = 0; i < COUNT_OF(p->fixed); i++)
        p->fixed[i] = any_lit(&random);
    for (size_t i = 0; i < COUNT_OF(p->further); i++)
        p->further[i] = any_lit(&random);
}

static bool
holds(uint32_t values, int lit)
{
    return (values >> (lit < 0 ? -lit : lit) & 1) == (lit > 0);
}

static bool
allowed(const struct problem *p, uint32_t values, bool further)
{
    bool clause = false;
    for (size_t i = 0; i < p->in.lits.n; i++) {
        int lit = p->in.lits.v[i];
        if (!lit && !clause)
            return false;
        clause = lit && (clause || holds(values, lit));
    }
    for (size_t i = 0; i < COUNT_OF(p->fixed); i++) {
        if (!holds(values, p->fixed[i]))
            return false;
    }
    for (size_t i = 0; i < COUNT_OF(p->further); i++) {
        if (holds(values, p->further[i]))
            return true;
    }
    return !further;
}

static int64_t
cost(const struct problem *p, size_t goal, uint32_t values)
{
    int64_t sum = 0;
    for (size_t i = 0; i < p->n[goal]; i++)
        sum += holds(values, p->goals[goal][i].lit) ? 0 : p->goals[goal][i].weight;
    return sum;
}

/* Which of two is the better: goal by goal, then by the order of literals. */
static bool
better(const struct problem *p, uint32_t x, uint32_t y)
{
    for (size_t g = 0; g < GOALS; g++) {
        if (cost(p, g, x) != cost(p, g, y))
            return cost(p, g, x) < cost(p, g, y);
    }
    for (size_t i = 0; i < VARS; i++) {
        if (holds(x, p->order[i]) != holds(y, p->order[i]))
            return holds(x, p->order[i]);
    }
    return false;
}

/* The best values, as bits by variable; 0 where there are none. */
static uint32_t
exhaust(const struct problem *p, bool further, bool *any)
{
    uint32_t best = 0;
    *any = false;
    for (uint32_t v = 0; v < (uint32_t)1 << VARS; v++) {
        if (!allowed(p, v << 1, further))
            continue;
        if (!*any || better(p, v << 1, best))
            best = v << 1;
        *any = true;
    }
    return best;
}

static void
compare(struct problem *p, bool further)
{
    struct budget b = BUDGET_ENDLESS;
    bool any;
    uint32_t best = exhaust(p, further, &any);
    AUTO_OPTIMISE o = optimise_new(&case_arena, &p->in, p->fixed, COUNT_OF(p->fixed));
    if (further) { /* after a first model, which it may rule out */
        assert_int_not_equal(optimise_goal(o, NULL, 0, NULL, &b), OPTIMUM_UNKNOWN);
        optimise_clause(o, p->further, COUNT_OF(p->further));
    }
    for (size_t g = 0; g < GOALS; g++) {
        int64_t paid = -1;
        enum optimum optimum = optimise_goal(o, p->goals[g], p->n[g], &paid, &b);
        assert_int_equal(optimum, any ? OPTIMUM_PROVEN : OPTIMUM_NONE);
        if (!any)
            return;
        assert_int_equal(paid, cost(p, g, best));
    }
    assert_int_equal(optimise_order(o, p->order, VARS, &b), OPTIMUM_PROVEN);
    assert_int_equal(optimise_model(o)[0], best);
}

static void
goals_by_exhaustion(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        struct arena_mark mark = arena_mark(&case_arena);
        struct problem p;
        make(&p, seed);
        compare(&p, seed % 2);
        arena_reset(&case_arena, mark);
    }
}

/* Order alone, without a goal before. */
static void
order_alone(void **state)
{
    (void)state;
    struct budget b = BUDGET_ENDLESS;
    struct instance in;
    instance_init(&in, &case_arena);
    int x = instance_var(&in), y = instance_var(&in), z = instance_var(&in);
    INSTANCE_CLAUSE(&in, -x, -y);
    INSTANCE_CLAUSE(&in, y, z);
    AUTO_OPTIMISE o = optimise_new(&case_arena, &in, NULL, 0);
    assert_int_equal(optimise_order(o, (int[]){-z, x}, 2, &b), OPTIMUM_PROVEN);
    assert_int_equal(optimise_model(o)[0], (uint64_t)1 << y);
}

/* At most 2 of 40 literals: each costs 1, 38 have to be given up. */
static void
many_equal(void **state)
{
    (void)state;
    struct budget b = BUDGET_ENDLESS;
    struct instance in;
    struct soft soft[40];
    int64_t cost;
    instance_init(&in, &case_arena);
    for (size_t i = 0; i < COUNT_OF(soft); i++)
        soft[i] = (struct soft){instance_var(&in), 1};
    for (size_t i = 0; i < COUNT_OF(soft); i++) {
        for (size_t j = 0; j < i; j++) {
            if (i / 20 == j / 20)
                INSTANCE_CLAUSE(&in, -soft[i].lit, -soft[j].lit);
        }
    }
    AUTO_OPTIMISE o = optimise_new(&case_arena, &in, NULL, 0);
    assert_int_equal(optimise_goal(o, soft, COUNT_OF(soft), &cost, &b), OPTIMUM_PROVEN);
    assert_int_equal(cost, 38);
}

/* However early the budget ends: a model that costs what is said, or the word that there is none
 * yet. */
static void
budget_ends(void **state)
{
    (void)state;
    struct problem p;
    make(&p, 7);
    bool any, done = false;
    uint32_t best = exhaust(&p, false, &any);
    assert_true(any);
    for (int64_t left = 0; !done; left++) {
        struct budget b = {.left = left};
        int64_t paid = -1;
        AUTO_OPTIMISE o = optimise_new(&case_arena, &p.in, p.fixed, COUNT_OF(p.fixed));
        enum optimum optimum = optimise_goal(o, p.goals[0], p.n[0], &paid, &b);
        assert_int_not_equal(optimum, OPTIMUM_NONE);
        if (optimum == OPTIMUM_UNKNOWN)
            continue;
        assert_int_equal(paid, cost(&p, 0, (uint32_t)optimise_model(o)[0]));
        assert_true(paid >= cost(&p, 0, best));
        done = optimum == OPTIMUM_PROVEN;
        assert_true(!done || paid == cost(&p, 0, best));
        assert_true(left < 1000);
    }
}

int
main(void)
{
    CASES_TEST(goals_by_exhaustion);
    CASES_TEST(order_alone);
    CASES_TEST(many_equal);
    CASES_TEST(budget_ends);
    return cases_run("solve/optimise");
}
