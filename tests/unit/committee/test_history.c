/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Laws that hold of every committee's life: what was decided is folded, once
 * read back from its octets, into the very same state; what is refused changes nothing.
 */
#include "support/cases.h"
#include "support/history.h"

#include <stdio.h>
#include <stdlib.h>

#define SEEDS 40
#define STEPS 400

struct life {
    struct arena arena; /* of the leaves */
    VEC(struct slice) leaves;
};

/* Everything that a later decision could depend on. */
static struct slice
all_octets(struct arena *a, const struct committee *c, struct history_project *const *p, size_t n)
{
    struct slice all = committee_octets(a, c);
    for (size_t i = 0; i < n; i++)
        all = arena_printf(a, "%.*s\n%.*s", SL_FMT(all), SL_FMT(project_octets(a, &p[i]->state)));
    return all;
}

/* The leaves again: read, decided, applied, on states of their own. */
static void
replay(struct history *again, const struct life *life, bool decides)
{
    history_begin(again, 0);
    for (size_t i = 0; i < life->leaves.n; i++) {
        struct err e = {0};
        struct event ev;
        arena_free(&again->arena);
        if (!event_read(&ev, &again->arena, life->leaves.v[i], &e))
            fail_msg("leaf %zu: %s", i, e.msg);
        struct project *p = history_project(again, ev.project);
        struct refusal r = {0};
        struct act_world w = {&again->committee, p, 0};
        if (decides && !act_decide(&again->arena, &w, &ev, &r))
            fail_msg("leaf %zu, %s: %.*s", i, ev.kind->name, SL_FMT(r.en));
        if (ev.kind->opens)
            p = history_open(again);
        act_apply(&again->committee, p, &ev);
    }
}

static void
live(struct life *life, struct history *h, uint64_t seed, size_t steps)
{
    history_begin(h, seed);
    for (size_t i = 0; i < steps; i++)
        if (history_step(h))
            vec_push(&life->arena, &life->leaves, arena_dup(&life->arena, h->leaf));
}

static void
replays_to_the_same(void **state)
{
    const uint64_t *seed = *state;
    struct life life = {0};
    struct history first, again;
    live(&life, &first, *seed, STEPS);
    for (int decides = 0; decides < 2; decides++) {
        replay(&again, &life, decides);
        struct slice x = all_octets(&life.arena, &first.committee, first.projects, first.nprojects);
        struct slice y = all_octets(&life.arena, &again.committee, again.projects, again.nprojects);
        assert_int_equal(first.nprojects, again.nprojects);
        assert_int_equal(x.n, y.n);
        assert_memory_equal(x.p, y.p, x.n);
        history_end(&again);
    }
    history_end(&first);
    arena_free(&life.arena);
}

/* What is written, read and written again is the same leaf. */
static void
writes_back(void **state)
{
    const uint64_t *seed = *state;
    struct life life = {0};
    struct history h;
    live(&life, &h, *seed, STEPS);
    for (size_t i = 0; i < life.leaves.n; i++) {
        struct err e = {0};
        struct event ev;
        struct slice octets;
        arena_free(&h.arena);
        assert_true(event_read(&ev, &h.arena, life.leaves.v[i], &e));
        assert_true(event_write(&octets, &h.arena, &ev, &e));
        assert_true(slice_eq(octets, life.leaves.v[i]));
        assert_int_equal(ev.index, i);
    }
    history_end(&h);
    arena_free(&life.arena);
}

/* A refusal says which rule it was and why, in both languages; the states stay as they were. */
static void
refusals_change_nothing(void **state)
{
    const uint64_t *seed = *state;
    struct arena a = {0};
    struct history h;
    history_begin(&h, *seed);
    for (size_t i = 0; i < STEPS; i++) {
        struct slice before = all_octets(&a, &h.committee, h.projects, h.nprojects);
        if (!history_step(&h)) {
            struct slice after = all_octets(&a, &h.committee, h.projects, h.nprojects);
            assert_true(slice_eq(before, after));
            assert_int_not_equal(h.refusal.code, REFUSED_NOT);
            assert_true(h.refusal.rule.n > 0 && h.refusal.en.n > 0 && h.refusal.zh.n > 0);
            assert_int_equal(slice_find(h.refusal.en, SL("{")), SIZE_MAX);
            assert_int_equal(slice_find(h.refusal.zh, SL("{")), SIZE_MAX);
        }
        arena_free(&a);
    }
    history_end(&h);
}

/* The generator is worth something: every kind is accepted at times, and every code refuses. */
static void
covers_everything(void **state)
{
    (void)state;
    size_t accepted[64] = {0}, refused[REFUSED_CLOCK + 1] = {0}, all = 0, yes = 0;
    for (uint64_t seed = 1; seed <= 150; seed++) {
        struct history h;
        history_begin(&h, seed);
        for (size_t i = 0; i < 600; i++, all++)
            if (history_step(&h)) {
                for (size_t k = 0; k < nevent_kinds; k++)
                    accepted[k] += event_kinds[k] == h.event.kind;
                yes++;
            } else {
                refused[h.refusal.code]++;
            }
        history_end(&h);
    }
    size_t missing = 0;
    if (getenv("HISTORY_SHOW"))
        printf("# %zu of %zu accepted\n", yes, all);
    for (size_t k = 0; k < nevent_kinds; k++) {
        missing += accepted[k] == 0;
        if (accepted[k] == 0 || getenv("HISTORY_SHOW"))
            printf("# %s: %zu\n", event_kinds[k]->name, accepted[k]);
    }
    for (size_t c = REFUSED_NOT + 1; c <= REFUSED_CLOCK; c++)
        if (refused[c] == 0 || getenv("HISTORY_SHOW"))
            printf("# refused %s: %zu\n", refusal_name((enum refusal_code)c), refused[c]);
    assert_int_equal(missing, 0);
    assert_true(yes * 3 > all);
}

int
main(void)
{
    static uint64_t seeds[SEEDS];
    static char names[SEEDS][3][48];
    CASES_TEST(covers_everything);
    for (size_t i = 0; i < SEEDS; i++) {
        seeds[i] = i + 1;
        snprintf(names[i][0], sizeof names[i][0], "replays to the same, seed %zu", i + 1);
        snprintf(names[i][1], sizeof names[i][1], "writes back, seed %zu", i + 1);
        snprintf(names[i][2], sizeof names[i][2], "refusals change nothing, seed %zu", i + 1);
        cases_add(names[i][0], replays_to_the_same, &seeds[i]);
        cases_add(names[i][1], writes_back, &seeds[i]);
        if (i < 5)
            cases_add(names[i][2], refusals_change_nothing, &seeds[i]);
    }
    return cases_run("committee_history");
}
