/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Exclusion against servers that are a rule: which of two lists do they take?
 * Independent servers must come out exactly; one that ties the lists together
 * must never have something called refused that some pair would have got.
 */
#include "collect/tls_exclusion.h"
#include "support/cases.h"

#define MAX 12 /* codes 1 to MAX in each dimension */

struct server {
    uint16_t main[MAX], second[MAX]; /* accepted, best first; zero behind the last */
    bool own_order;                  /* its order decides, not ours */
    bool tied;                       /* takes main[i] only with second[i] */
    bool ignores_second;             /* always second[0], whatever is offered */
    bool never_names_second;
};

static bool
has(struct tls_codes list, uint16_t code)
{
    for (size_t i = 0; i < list.n; i++)
        if (list.v[i] == code)
            return true;
    return false;
}

static size_t
place(const uint16_t *v, uint16_t code)
{
    for (size_t i = 0; i < MAX && v[i]; i++)
        if (v[i] == code)
            return i;
    return MAX;
}

static bool
pair_allowed(const struct server *s, uint16_t m, uint16_t n)
{
    size_t i = place(s->main, m), k = place(s->second, n);
    return i < MAX && k < MAX && (!s->tied || i == k);
}

/* The best pair by the order that decides; false: it refuses. */
static bool
choose(const struct server *s, struct tls_codes main, struct tls_codes second, uint16_t *m,
       uint16_t *n)
{
    struct tls_codes first = s->own_order ? (struct tls_codes){s->main, MAX} : main;
    struct tls_codes then = s->own_order ? (struct tls_codes){s->second, MAX} : second;
    for (size_t i = 0; i < first.n; i++) {
        for (size_t k = 0; k < then.n; k++) {
            *m = first.v[i];
            *n = then.v[k];
            if (*m && *n && has(main, *m) && (has(second, *n) || s->ignores_second) &&
                pair_allowed(s, *m, *n))
                return true;
        }
    }
    return false;
}

static uint16_t all[MAX] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};

static size_t
run(const struct server *s, struct tls_exclusion *x)
{
    size_t asked = 0;
    while (x->round != TLS_ROUND_DONE) {
        uint16_t m, n;
        struct tls_codes main = tls_exclusion_main(x), second = tls_exclusion_second(x);
        assert_true(++asked < 100);
        assert_true(main.n > 0);
        if (!x->second)
            second = (struct tls_codes){all, MAX};
        if (s->ignores_second && choose(s, main, (struct tls_codes){s->second, 1}, &m, &n))
            tls_exclusion_named(x, m, s->second[0]);
        else if (choose(s, main, second, &m, &n))
            tls_exclusion_named(x, m, s->never_names_second ? 0 : n);
        else
            tls_exclusion_refused(x);
    }
    return asked;
}

static void
named_exactly(const struct tls_dimension *d, const uint16_t *want)
{
    size_t n = 0;
    while (n < MAX && want[n])
        n++;
    assert_true(d->settled);
    assert_int_equal(d->nnamed, n);
    for (size_t i = 0; i < n; i++)
        assert_true(has((struct tls_codes){d->named, d->nnamed}, want[i]));
    assert_int_equal(d->nnamed + d->nleft, d->all.n);
}

struct row {
    const char *name;
    struct server s;
    size_t at_most; /* questions */
};

static const struct row rows[] = {
    {"nothing at all", {.own_order = true}, 1},
    {"one of each", {.main = {3}, .second = {7}}, 4},
    {"more suites than schemes", {.main = {1, 5, 2, 9}, .second = {2, 1}}, 7},
    {"more schemes than suites", {.main = {4}, .second = {9, 1, 2, 3, 5}}, 8},
    {"as many", {.main = {1, 2, 3}, .second = {1, 2, 3}}, 6},
    {"the server's own order", {.main = {9, 1, 5}, .second = {8, 2}, .own_order = true}, 6},
    {"everything",
     {.main = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12},
      .second = {12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1}},
     12},
    {"all suites, one scheme",
     {.main = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}, .second = {4}},
     15},
};

static void
independent_row(void **state)
{
    const struct row *r = *state;
    struct tls_dimension main, second;
    struct tls_exclusion x;
    tls_dimension_init(&main, &case_arena, (struct tls_codes){all, MAX});
    tls_dimension_init(&second, &case_arena, (struct tls_codes){all, MAX});
    tls_exclusion_init(&x, &main);
    tls_exclusion_attach(&x, &second);
    size_t asked = run(&r->s, &x);
    named_exactly(&main, r->s.main);
    if (r->s.main[0])
        named_exactly(&second, r->s.second);
    else
        assert_true(tls_dimension_open(&second)); /* there was nothing to ask it with */
    assert_true(asked <= r->at_most);
}

/* The second dimension taken on only after a few answers, as the plan does it. */
static void
late_row(void **state)
{
    const struct row *r = *state;
    struct tls_dimension main, second;
    struct tls_exclusion x;
    uint16_t m, n;
    tls_dimension_init(&main, &case_arena, (struct tls_codes){all, MAX});
    tls_dimension_init(&second, &case_arena, (struct tls_codes){all, MAX});
    tls_exclusion_init(&x, &main);
    if (!choose(&r->s, tls_exclusion_main(&x), (struct tls_codes){all, MAX}, &m, &n))
        return;
    tls_exclusion_named(&x, m, 0);
    tls_exclusion_attach(&x, &second);
    run(&r->s, &x);
    named_exactly(&main, r->s.main);
    named_exactly(&second, r->s.second);
}

/* … or after the main one is done with. */
static void
afterwards_row(void **state)
{
    const struct row *r = *state;
    struct tls_dimension main, second;
    struct tls_exclusion x;
    tls_dimension_init(&main, &case_arena, (struct tls_codes){all, MAX});
    tls_dimension_init(&second, &case_arena, (struct tls_codes){all, MAX});
    tls_exclusion_init(&x, &main);
    run(&r->s, &x);
    named_exactly(&main, r->s.main);
    if (!r->s.main[0])
        return;
    tls_exclusion_attach(&x, &second);
    run(&r->s, &x);
    named_exactly(&second, r->s.second);
}

/* Tied lists: whatever the ties, no pair that the server takes has a half called refused. */
static void
tied_lists(void **state UNUSED)
{
    uint32_t random = 12345;
    for (int round = 0; round < 2000; round++) {
        struct server s = {.tied = true, .own_order = round % 2 == 0};
        size_t n = 0;
        for (uint16_t c = 1; c <= MAX; c++) {
            random = random * 1664525 + 1013904223;
            if (random >> 30 == 0)
                s.main[n++] = c;
        }
        for (size_t i = 0; i < n; i++) {
            random = random * 1664525 + 1013904223;
            s.second[i] = (uint16_t)((s.main[i] * 5 + random / 65536 % 2) % MAX + 1);
        }
        struct tls_dimension main, second;
        struct tls_exclusion x;
        tls_dimension_init(&main, &case_arena, (struct tls_codes){all, MAX});
        tls_dimension_init(&second, &case_arena, (struct tls_codes){all, MAX});
        tls_exclusion_init(&x, &main);
        tls_exclusion_attach(&x, &second);
        run(&s, &x);
        for (size_t i = 0; i < n; i++) {
            size_t k = place(s.second, s.second[i]);
            if (k != i)
                continue; /* a second code twice: the rule takes only its first partner */
            assert_true(has((struct tls_codes){main.named, main.nnamed}, s.main[i]));
            assert_true(has((struct tls_codes){second.named, second.nnamed}, s.second[i]));
        }
    }
}

static void
a_server_that_ignores_the_second_list(void **state UNUSED)
{
    const struct server s = {.main = {1, 2, 3}, .second = {4}, .ignores_second = true};
    struct tls_dimension main, second;
    struct tls_exclusion x;
    tls_dimension_init(&main, &case_arena, (struct tls_codes){all, MAX});
    tls_dimension_init(&second, &case_arena, (struct tls_codes){all, MAX});
    tls_exclusion_init(&x, &main);
    tls_exclusion_attach(&x, &second);
    run(&s, &x);
    named_exactly(&main, s.main);
    assert_false(second.settled);
    assert_int_not_equal(second.stuck.n, 0);
    assert_int_equal(second.nnamed, 1);
}

static void
an_optional_one_ends_when_none_is_named(void **state UNUSED)
{
    const struct server s = {.main = {1, 2, 3}, .second = {4}, .never_names_second = true};
    struct tls_dimension main, second;
    struct tls_exclusion x;
    tls_dimension_init(&main, &case_arena, (struct tls_codes){all, MAX});
    tls_dimension_init(&second, &case_arena, (struct tls_codes){all, MAX});
    second.optional = true;
    tls_exclusion_init(&x, &main);
    tls_exclusion_attach(&x, &second);
    run(&s, &x);
    named_exactly(&main, s.main);
    assert_true(second.settled);
    assert_int_equal(second.nnamed, 0);
}

static void
a_main_code_never_offered_ends_it(void **state UNUSED)
{
    struct tls_dimension main;
    struct tls_exclusion x;
    tls_dimension_init(&main, &case_arena, (struct tls_codes){all, MAX});
    tls_exclusion_init(&x, &main);
    tls_exclusion_named(&x, 5, 0);
    tls_exclusion_named(&x, 5, 0); /* again */
    assert_int_equal(x.round, TLS_ROUND_DONE);
    assert_false(main.settled);
    assert_int_not_equal(main.stuck.n, 0);
    assert_int_equal(main.nnamed, 1);
}

static void
a_question_without_an_answer(void **state UNUSED)
{
    struct tls_dimension main, second;
    struct tls_exclusion x;
    tls_dimension_init(&main, &case_arena, (struct tls_codes){all, MAX});
    tls_dimension_init(&second, &case_arena, (struct tls_codes){all, MAX});
    tls_exclusion_init(&x, &main);
    tls_exclusion_attach(&x, &second);
    tls_exclusion_named(&x, 1, 1);
    tls_exclusion_failed(&x, SL("silence"));
    assert_int_equal(x.round, TLS_ROUND_DONE);
    assert_true(slice_eq(main.stuck, SL("silence")));
    assert_true(slice_eq(second.stuck, SL("silence")));
}

static void
a_pin_stays_until_it_is_named(void **state UNUSED)
{
    struct tls_dimension d;
    tls_dimension_init(&d, &case_arena, (struct tls_codes){all, 4});
    tls_dimension_pin(&d, 2);
    assert_int_equal(d.left[3], 2);
    assert_int_equal(d.nleft, 4);
    tls_dimension_pin(&d, 99); /* no candidate */
    assert_int_equal(d.nleft, 4);
}

static void
nothing_to_ask(void **state UNUSED)
{
    struct tls_dimension d;
    struct tls_exclusion x;
    tls_dimension_init(&d, &case_arena, (struct tls_codes){0});
    tls_exclusion_init(&x, &d);
    assert_int_equal(x.round, TLS_ROUND_DONE);
}

int
main(void)
{
    CASES_TABLE(rows, independent_row);
    CASES_TABLE(rows, late_row);
    CASES_TABLE(rows, afterwards_row);
    CASES_TEST(tied_lists);
    CASES_TEST(a_server_that_ignores_the_second_list);
    CASES_TEST(an_optional_one_ends_when_none_is_named);
    CASES_TEST(a_main_code_never_offered_ends_it);
    CASES_TEST(a_question_without_an_answer);
    CASES_TEST(a_pin_stays_until_it_is_named);
    CASES_TEST(nothing_to_ask);
    return cases_run("collect/tls_exclusion");
}
