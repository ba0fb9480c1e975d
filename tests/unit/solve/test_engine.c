/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the exhaustive tests do not reach: fixed literals, assumptions, cores,
 * order, budgets that end, results that come as long as they last.
 */
#include "solve/engine.h"

#include "solve/best.h"
#include "solve/cover.h"
#include "solve/enumerate.h"
#include "solve/pairs.h"
#include "solve/shrink.h"
#include "support/cases.h"
#include "support/market.h"

/*
 * x, y, z; conditions 0: x, 1: not x, 2: y, 3: y => z, 4: not z. Groups 0 {0}, 1 {1},
 * 2 {2, 3}, 3 {4}, 4 {0, 1}.
 */
static void
make(struct instance *in)
{
    static const char *const names[] = {"x", "not x", "y", "y => z", "not z"};
    instance_init(in, &case_arena);
    for (int v = 0; v < 3; v++)
        (void)instance_var(in);
    for (size_t i = 0; i < COUNT_OF(names); i++)
        instance_condition(in, slice_str(names[i]));
    INSTANCE_UNDER(in, 0, 1);
    INSTANCE_UNDER(in, 1, -1);
    INSTANCE_UNDER(in, 2, 2);
    INSTANCE_UNDER(in, 3, -2, 3);
    INSTANCE_UNDER(in, 4, -3);
    instance_group(in, SL("x"), 3, (uint32_t[]){0}, 1);
    instance_group(in, SL("not x"), 4, (uint32_t[]){1}, 1);
    instance_group(in, SL("y, z"), 2, (uint32_t[]){2, 3}, 2);
    instance_group(in, SL("not z"), 2, (uint32_t[]){4}, 1);
    instance_group(in, SL("never"), 9, (uint32_t[]){0, 1}, 2);
}

static uint64_t
set(const uint32_t *v, size_t n)
{
    uint64_t bits = 0;
    for (size_t i = 0; i < n; i++)
        bits |= (uint64_t)1 << v[i];
    return bits;
}
#define SET(...) \
    set((const uint32_t[]){__VA_ARGS__}, sizeof((const uint32_t[]){__VA_ARGS__}) / sizeof(uint32_t))

static void
models_and_cores(void **state)
{
    (void)state;
    struct budget b = BUDGET_ENDLESS;
    struct instance in;
    make(&in);
    AUTO_ENGINE e = engine_new(&case_arena, &in, NULL, 0);
    uint64_t s = SET(0, 2);
    assert_int_equal(engine_ask_groups(e, &s, &b), SAT_YES);
    assert_true(engine_value(e, 1) && engine_value(e, 2) && engine_value(e, 3));
    assert_true((engine_model(e)->groups[0] & s) == s);
    assert_true(bits_has(engine_model(e)->values, (size_t)in.conditions.v[2].selector));
    s = SET(0, 2, 3);
    assert_int_equal(engine_ask_groups(e, &s, &b), SAT_NO);
    assert_int_equal(engine_core(e)[0], SET(2, 3, 4));
    uint64_t asked = engine_cost(e).questions;
    s = SET(2, 3); /* known by now */
    assert_int_equal(engine_ask_groups(e, &s, &b), SAT_NO);
    assert_int_equal(engine_cost(e).questions, asked);
    struct engine_question anew = {.groups = &s, .anew = true};
    assert_int_equal(engine_ask(e, &anew, &b), SAT_NO);
    assert_int_equal(engine_cost(e).questions, asked + 1);
    assert_int_equal(engine_ask(e, &(struct engine_question){0}, &b), SAT_YES);
}

/* Literals asked with a set belong to that question, and not to what is known of the set. */
static void
literals(void **state)
{
    (void)state;
    struct budget b = BUDGET_ENDLESS;
    struct instance in;
    make(&in);
    AUTO_ENGINE e = engine_new(&case_arena, &in, NULL, 0);
    uint64_t s = SET(2, 3);
    struct engine_question q = {.conditions = &s, .lits = (int[]){1, -3}, .nlits = 2};
    assert_int_equal(engine_ask(e, &q, &b), SAT_NO);
    assert_false(engine_core_lit(e, 0));
    assert_true(engine_core_lit(e, 1));
    assert_int_equal(engine_core(e)[0], s);
    assert_int_equal(engine_ask_conditions(e, &s, &b), SAT_YES);
    q.lits = (int[]){-1, 3};
    assert_int_equal(engine_ask(e, &q, &b), SAT_YES);
    assert_true(!engine_value(e, 1) && engine_value(e, 3));
    q.lits = (int[]){1, 3};
    assert_int_equal(engine_ask(e, &q, &b), SAT_YES);
    assert_true(engine_value(e, 1) && engine_value(e, 3));
}

static void
fixed_literals(void **state)
{
    (void)state;
    struct budget b = BUDGET_ENDLESS;
    struct instance in;
    struct best best;
    struct cover cover;
    make(&in);
    AUTO_ENGINE e = engine_new(&case_arena, &in, (int[]){1, -3}, 2);
    best_find(&best, &case_arena, e, NULL, &b);
    assert_int_equal(best.optimum, OPTIMUM_PROVEN);
    assert_int_equal(best.groups[0], SET(0, 3));
    assert_int_equal(best.weight, 5);
    assert_true(bits_has(best.values, 1) && !bits_has(best.values, 3));
    cover_find(&cover, &case_arena, e, NULL, 0, &b);
    assert_int_equal(cover.n, 1);
    assert_int_equal(cover.variants[0][0], SET(0, 3));
    assert_int_equal(cover.unserved[0], SET(1, 2, 4));
}

static void
fixed_contradiction(void **state)
{
    (void)state;
    struct budget b = BUDGET_ENDLESS;
    struct instance in;
    struct best best;
    struct cover cover;
    struct pairs pairs;
    make(&in);
    AUTO_ENGINE e = engine_new(&case_arena, &in, (int[]){1, -1}, 2);
    assert_int_equal(engine_ask(e, &(struct engine_question){0}, &b), SAT_NO);
    assert_int_equal(engine_core(e)[0], 0);
    best_find(&best, &case_arena, e, NULL, &b);
    assert_int_equal(best.optimum, OPTIMUM_NONE);
    cover_find(&cover, &case_arena, e, NULL, 0, &b);
    assert_int_equal(cover.n, 0);
    assert_int_equal(cover.unserved[0], SET(0, 1, 2, 3, 4));
    pairs_find(&pairs, &case_arena, e, NULL, &b);
    assert_int_equal(pairs_get(&pairs, 2, 2), SAT_NO);
}

static void
among(void **state)
{
    (void)state;
    struct budget b = BUDGET_ENDLESS;
    struct instance in;
    struct best best;
    struct cover cover;
    struct pairs pairs;
    make(&in);
    AUTO_ENGINE e = engine_new(&case_arena, &in, NULL, 0);
    uint64_t few = SET(0, 2, 3, 4);
    best_find(&best, &case_arena, e, &few, &b);
    assert_int_equal(best.weight, 5);
    assert_int_equal(best.groups[0], SET(0, 2)); /* as many and as much as {0, 3} */
    cover_find(&cover, &case_arena, e, &few, 0, &b);
    assert_int_equal(cover.n, 2);
    assert_int_equal(cover.variants[0][0], SET(0, 2));
    assert_int_equal(cover.variants[1][0], SET(0, 3));
    assert_int_equal(cover.unserved[0], SET(4));
    pairs_find(&pairs, &case_arena, e, &few, &b);
    assert_true(pairs.complete);
    assert_int_equal(pairs_get(&pairs, 2, 3), SAT_NO);
    assert_int_equal(pairs_get(&pairs, 3, 0), SAT_YES);
}

/* -- shrink ------------------------------------------------------------------------------- */

/* a, b, c … each says not-d; d wants it: which of them is blamed is a matter of order. */
struct shrink_row {
    const char *name;
    uint32_t in[4], out[4];
    size_t nin, nout;
    enum sat_answer want;
};

static const struct shrink_row shrink_rows[] = {
    {"two that clash", {0, 1}, {0, 1}, 2, 2, SAT_NO},
    {"one more", {2, 0, 1}, {0, 1}, 3, 2, SAT_NO},
    {"three", {2, 3, 4}, {2, 3, 4}, 3, 3, SAT_NO},
    {"three, another order, one more", {4, 0, 3, 2}, {4, 3, 2}, 4, 3, SAT_NO},
    {"no conflict at all", {0, 2, 3}, {0, 2, 3}, 3, 3, SAT_YES},
    {"nothing", {0}, {0}, 0, 0, SAT_YES},
};

static void
shrink_one(void **state)
{
    const struct shrink_row *r = *state;
    struct budget b = BUDGET_ENDLESS;
    struct instance in;
    make(&in);
    AUTO_ENGINE e = engine_new(&case_arena, &in, NULL, 0);
    uint32_t v[4];
    size_t n = r->nin;
    memcpy(v, r->in, sizeof v);
    assert_int_equal(shrink(e, v, &n, &b), r->want);
    if (r->want != SAT_NO)
        return;
    assert_int_equal(n, r->nout);
    assert_memory_equal(v, r->out, n * sizeof *v);
    assert_int_equal(shrink_confirm(e, v, n, &b), SAT_NO);
    assert_int_equal(shrink_confirm(e, v, n - 1, &b), SAT_YES);
    assert_int_equal(shrink_confirm(e, r->in, r->nin, &b), r->nin == r->nout ? SAT_NO : SAT_YES);
    struct budget none = {.left = 0};
    assert_int_equal(shrink_confirm(e, v, n, &none), SAT_UNKNOWN);
}

/* -- budgets ------------------------------------------------------------------------------ */

struct results {
    size_t n, stop_at;
    bool wrong;
    struct engine *confirm;
};

static bool
take(void *ctx, const struct found *found)
{
    struct results *r = ctx;
    struct budget b = BUDGET_ENDLESS;
    uint64_t bits[2] = {0};
    for (size_t i = 0; i < found->n; i++)
        bits_set(bits, found->v[i]);
    enum sat_answer answer = engine_ask_groups(r->confirm, bits, &b);
    r->wrong = r->wrong || answer != (found->conflict ? SAT_NO : SAT_YES);
    return ++r->n != r->stop_at;
}

/* However early the budget ends, what was told is right, and that it is not all is told. */
static void
enumeration_is_anytime(void **state)
{
    (void)state;
    struct instance in;
    struct market m;
    uint32_t all[40];
    market_make(&m, &in, &case_arena, 3, COUNT_OF(all));
    for (uint32_t g = 0; g < COUNT_OF(all); g++)
        all[g] = g;
    AUTO_ENGINE confirm = engine_new(&case_arena, &in, NULL, 0);
    size_t before = 0;
    for (int64_t left = 0;; left = left ? left * 3 : 1) {
        struct budget b = {.left = left};
        struct results r = {.confirm = confirm};
        AUTO_ENGINE e = engine_new(&case_arena, &in, NULL, 0);
        struct enumerated n = enumerate_groups(e, &case_arena, all, COUNT_OF(all), take, &r, &b);
        assert_false(r.wrong);
        assert_int_equal(n.conflicts + n.compatible, r.n);
        assert_true(r.n >= before);
        before = r.n;
        if (n.complete)
            break;
        assert_true(budget_ended(&b));
        assert_true(left < 1000000);
    }
    assert_true(before > 50);
    struct budget b = BUDGET_ENDLESS;
    struct results r = {.confirm = confirm, .stop_at = 5};
    assert_false(enumerate_groups(confirm, &case_arena, all, COUNT_OF(all), take, &r, &b).complete);
    assert_int_equal(r.n, 5);
}

static void
best_and_cover_are_anytime(void **state)
{
    (void)state;
    struct instance in;
    struct market m;
    market_make(&m, &in, &case_arena, 2, 40);
    AUTO_ENGINE confirm = engine_new(&case_arena, &in, NULL, 0);
    struct budget endless = BUDGET_ENDLESS;
    bool best_done = false, cover_done = false;
    for (int64_t left = 0; !best_done || !cover_done; left = left ? left * 2 : 1) {
        struct best best;
        struct cover cover;
        AUTO_ENGINE e = engine_new(&case_arena, &in, NULL, 0);
        struct budget b = {.left = left};
        best_find(&best, &case_arena, e, NULL, &b);
        best_done = best.optimum == OPTIMUM_PROVEN;
        if (best.optimum == OPTIMUM_FOUND || best_done)
            assert_int_equal(engine_ask_groups(confirm, best.groups, &endless), SAT_YES);
        b.left = left;
        cover_find(&cover, &case_arena, e, NULL, 0, &b);
        cover_done = cover.minimum;
        assert_true(cover.at_least <= cover.n);
        for (size_t i = 0; i < cover.n; i++)
            assert_int_equal(engine_ask_groups(confirm, cover.variants[i], &endless), SAT_YES);
        assert_true(left < 1000000);
    }
}

/* With at most two variants: never worth more than what is proven in the end, never impossible. */
static void
limited_cover_is_anytime(void **state)
{
    (void)state;
    struct instance in;
    struct market m;
    market_make(&m, &in, &case_arena, 5, 40);
    AUTO_ENGINE confirm = engine_new(&case_arena, &in, NULL, 0);
    struct budget endless = BUDGET_ENDLESS;
    struct cover most;
    cover_find(&most, &case_arena, confirm, NULL, 2, &endless);
    assert_true(most.minimum);
    assert_int_equal(most.n, 2);
    bool done = false;
    for (int64_t left = 0; !done; left = left ? left * 2 : 1) {
        struct cover cover;
        AUTO_ENGINE e = engine_new(&case_arena, &in, NULL, 0);
        struct budget b = {.left = left};
        cover_find(&cover, &case_arena, e, NULL, 2, &b);
        done = cover.minimum;
        assert_true(cover.n <= 2);
        assert_true(done ? cover.weight == most.weight : cover.weight <= most.weight);
        for (size_t i = 0; i < cover.n; i++)
            assert_int_equal(engine_ask_groups(confirm, cover.variants[i], &endless), SAT_YES);
        assert_true(left < 1000000);
    }
}

/* The same questions give the same answers, to the last bit. */
static void
the_same_again(void **state)
{
    (void)state;
    uint64_t values[2][BITS_WORDS(1 << 13)] = {{0}};
    struct cover covers[2];
    struct instance in;
    struct market m;
    market_make(&m, &in, &case_arena, 4, 30);
    for (size_t i = 0; i < 2; i++) {
        struct budget b = BUDGET_ENDLESS;
        struct best best;
        AUTO_ENGINE e = engine_new(&case_arena, &in, NULL, 0);
        cover_find(&covers[i], &case_arena, e, NULL, 0, &b);
        best_find(&best, &case_arena, e, NULL, &b);
        sets_copy(values[i], best.values, BITS_WORDS(in.nvars + 1));
    }
    assert_memory_equal(values[0], values[1], sizeof values[0]);
    assert_int_equal(covers[0].n, covers[1].n);
    for (size_t i = 0; i < covers[0].n; i++)
        assert_int_equal(covers[0].variants[i][0], covers[1].variants[i][0]);
}

int
main(void)
{
    CASES_TEST(models_and_cores);
    CASES_TEST(literals);
    CASES_TEST(fixed_literals);
    CASES_TEST(fixed_contradiction);
    CASES_TEST(among);
    CASES_TABLE(shrink_rows, shrink_one);
    CASES_TEST(enumeration_is_anytime);
    CASES_TEST(best_and_cover_are_anytime);
    CASES_TEST(limited_cover_is_anytime);
    CASES_TEST(the_same_again);
    return cases_run("solve/engine");
}
