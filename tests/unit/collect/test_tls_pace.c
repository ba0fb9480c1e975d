/* SPDX-License-Identifier: Apache-2.0 */
/*
 * When a closed connection is believed to be a refusal, and how far the
 * scanner steps back. A row is a story: what each exchange came to.
 */
#include "collect/tls_pace.h"
#include "support/cases.h"

static const struct tls_ask ask_a, ask_b;

static struct slice why;

static enum tls_verdict
judge(struct tls_pace *p, const struct tls_try *t, enum tls_outcome outcome, int64_t now)
{
    struct tls_answer answer = {.outcome = outcome, .alert = 40, .note = SL("noise")};
    return tls_pace_judge(p, &case_arena, t, &answer, now, &why);
}

/* A server that answered one hello, and the first try of another. */
static struct tls_try
second_try(struct tls_pace *p)
{
    tls_pace_init(p, 8);
    struct tls_try t = tls_pace_fresh(p, &ask_b);
    judge(p, &t, TLS_ANSWERED, 0);
    return tls_pace_fresh(p, &ask_a);
}

static struct tls_try
due(struct tls_pace *p, int64_t now, bool force)
{
    struct tls_try t;
    int64_t next;
    assert_true(tls_pace_due(p, now, force, &t, &next));
    return t;
}

static bool
none_due(struct tls_pace *p, int64_t now, bool force)
{
    struct tls_try t;
    int64_t next;
    return !tls_pace_due(p, now, force, &t, &next);
}

static void
the_first_answer_opens_the_limit(void **state UNUSED)
{
    struct tls_pace p;
    tls_pace_init(&p, 8);
    assert_int_equal(p.limit, 1);
    struct tls_try t = tls_pace_fresh(&p, &ask_a);
    assert_int_equal(judge(&p, &t, TLS_ANSWERED, 0), TLS_VERDICT_TAKE);
    assert_int_equal(p.limit, 8);
}

static void
resets_halve_and_answers_restore(void **state UNUSED)
{
    struct tls_pace p;
    tls_pace_init(&p, 8);
    struct tls_try t = tls_pace_fresh(&p, &ask_a);
    judge(&p, &t, TLS_ALERTED, 0);
    t = tls_pace_fresh(&p, &ask_a);
    judge(&p, &t, TLS_RESET, 0);
    assert_int_equal(p.limit, 4);
    t = tls_pace_fresh(&p, &ask_a);
    judge(&p, &t, TLS_RESET, 0);
    assert_int_equal(p.limit, 2);
    for (int i = 0; i < 20; i++) {
        t = tls_pace_fresh(&p, &ask_b);
        judge(&p, &t, TLS_ANSWERED, 0);
    }
    assert_int_equal(p.limit, 8);
}

/* Closed twice, and something dialled in between was answered: that is a refusal. */
static void
closed_beside_an_answer(void **state UNUSED)
{
    struct tls_pace p;
    struct tls_try t = second_try(&p);
    assert_int_equal(judge(&p, &t, TLS_CLOSED, 0), TLS_VERDICT_AGAIN);
    assert_true(none_due(&p, 1000, false)); /* held until the server shows that it lives */
    struct tls_try other = tls_pace_fresh(&p, &ask_b);
    judge(&p, &other, TLS_ALERTED, 0);
    t = due(&p, 1000, false);
    assert_int_equal(t.attempt, 2);
    assert_ptr_equal(t.ask, &ask_a);
    assert_int_equal(judge(&p, &t, TLS_CLOSED, 0), TLS_VERDICT_TAKE);
}

/* An answer to something dialled earlier says nothing about now. */
static void
an_older_answer_does_not_count(void **state UNUSED)
{
    struct tls_pace p;
    tls_pace_init(&p, 8);
    struct tls_try early = tls_pace_fresh(&p, &ask_b);
    struct tls_try t = tls_pace_fresh(&p, &ask_a);
    judge(&p, &t, TLS_RESET, 0);
    judge(&p, &early, TLS_ANSWERED, 0); /* dialled before the reset one */
    assert_true(none_due(&p, 0, false));
    t = due(&p, 0, true);
    assert_int_equal(judge(&p, &t, TLS_RESET, 0), TLS_VERDICT_AGAIN);
}

/* Alone with a server that closes: a control is sent first, and decides. */
static void
control_story(void **state)
{
    const bool *lives = *state;
    struct tls_pace p;
    struct tls_try t = second_try(&p);
    judge(&p, &t, TLS_RESET, 0);
    t = due(&p, 0, true);
    assert_int_equal(judge(&p, &t, TLS_RESET, 0), TLS_VERDICT_AGAIN);
    assert_int_equal(p.limit, 1);
    assert_true(none_due(&p, 0, false)); /* a pause */
    int64_t later = INT64_C(1000000000);
    struct tls_try control = due(&p, later, false);
    assert_true(control.control);
    assert_ptr_equal(control.ask, &ask_b);
    judge(&p, &control, *lives ? TLS_ANSWERED : TLS_RESET, later);
    t = due(&p, later, !*lives);
    assert_false(t.control);
    if (*lives) {
        assert_int_equal(judge(&p, &t, TLS_RESET, later), TLS_VERDICT_TAKE);
        return;
    }
    assert_int_equal(judge(&p, &t, TLS_RESET, later), TLS_VERDICT_AGAIN);
    control = due(&p, 2 * later, false);
    assert_true(control.control);
    judge(&p, &control, TLS_RESET, 2 * later);
    t = due(&p, 2 * later, true);
    assert_int_equal(t.attempt, 4);
    why = SL("");
    assert_int_equal(judge(&p, &t, TLS_RESET, 2 * later), TLS_VERDICT_FAIL);
    assert_true(slice_find(why, SL("4 times")) != SIZE_MAX);
    assert_true(none_due(&p, INT64_MAX, true));
}

/* A server that never answered anything is not asked four times. */
static void
never_an_answer(void **state)
{
    const enum tls_outcome *outcome = *state;
    struct tls_pace p;
    tls_pace_init(&p, 8);
    struct tls_try t = tls_pace_fresh(&p, &ask_a);
    enum tls_verdict v = judge(&p, &t, *outcome, 0);
    size_t attempts = 1;
    while (v == TLS_VERDICT_AGAIN) {
        t = due(&p, INT64_MAX, true);
        v = judge(&p, &t, *outcome, 0);
        assert_true(++attempts <= 2);
    }
    assert_int_equal(v, TLS_VERDICT_FAIL);
    assert_int_equal(p.answered, 0);
    assert_int_equal(p.failures, attempts);
}

/* Silence and noise from a server that answered before: once more, then given up. */
static void
once_more(void **state)
{
    const enum tls_outcome *outcome = *state;
    struct tls_pace p;
    struct tls_try t = second_try(&p);
    assert_int_equal(judge(&p, &t, *outcome, 0), TLS_VERDICT_AGAIN);
    t = due(&p, 0, true);
    assert_int_equal(judge(&p, &t, *outcome, 0), TLS_VERDICT_FAIL);
    assert_int_not_equal(why.n, 0);
}

/* --- alerts --- */

static enum tls_verdict
alert(struct tls_pace *p, const struct tls_try *t, unsigned description)
{
    struct tls_answer answer = {.outcome = TLS_ALERTED, .alert = (uint8_t)description};
    return tls_pace_judge(p, &case_arena, t, &answer, 0, &why);
}

/* Which of the 255 speak of what was offered; all others are a server in trouble. */
static void
alerts_that_refuse(void **state UNUSED)
{
    static const uint8_t refuse[] = {40, 47, 70, 71, 86, 109, 110, 112, 115, 120};
    for (unsigned i = 1; i < 256; i++) {
        struct tls_pace p;
        tls_pace_init(&p, 8);
        struct tls_try t = tls_pace_fresh(&p, &ask_a);
        bool refusal = memchr(refuse, (int)i, sizeof refuse);
        assert_int_equal(alert(&p, &t, i), refusal ? TLS_VERDICT_TAKE : TLS_VERDICT_AGAIN);
        assert_int_equal(p.answered, refusal);
    }
}

static void
other_hello(struct tls_pace *p, enum tls_outcome outcome)
{
    struct tls_try t = tls_pace_fresh(p, &ask_b);
    judge(p, &t, outcome, 0);
}

/* Three times the same, other hellos accepted in between: that is how it refuses. */
static void
trouble_every_time(void **state UNUSED)
{
    struct tls_pace p;
    struct tls_try t = second_try(&p);
    for (unsigned times = 1; times < 5; times++) {
        assert_int_equal(alert(&p, &t, 80), TLS_VERDICT_AGAIN);
        assert_true(none_due(&p, 0, false));
        other_hello(&p, TLS_ALERTED); /* a refusal does not show that it is well */
        assert_true(none_due(&p, 0, false));
        other_hello(&p, TLS_ANSWERED);
        t = due(&p, 0, false);
        assert_int_equal(t.attempt, times + 1);
    }
    assert_int_equal(alert(&p, &t, 80), TLS_VERDICT_TAKE);
    assert_true(none_due(&p, INT64_MAX, true));
}

/* A server that is well again answers. */
static void
trouble_that_passes(void **state UNUSED)
{
    struct tls_pace p;
    struct tls_try t = second_try(&p);
    assert_int_equal(alert(&p, &t, 80), TLS_VERDICT_AGAIN);
    other_hello(&p, TLS_ANSWERED);
    t = due(&p, 0, false);
    assert_int_equal(judge(&p, &t, TLS_ANSWERED, 0), TLS_VERDICT_TAKE);
}

/* A reset may be too many connections at a time: twice is not enough, where a close is. */
static void
reset_twice_is_asked_again(void **state)
{
    const enum tls_outcome *how = *state;
    struct tls_pace p;
    struct tls_try t = second_try(&p);
    unsigned times = 0;
    enum tls_verdict v;
    do {
        v = judge(&p, &t, *how, 0);
        times++;
        other_hello(&p, TLS_ANSWERED);
        if (v == TLS_VERDICT_AGAIN)
            for (t = due(&p, INT64_MAX, true); t.control; t = due(&p, INT64_MAX, true))
                judge(&p, &t, TLS_ANSWERED, 0);
    } while (v == TLS_VERDICT_AGAIN);
    assert_int_equal(v, TLS_VERDICT_TAKE);
    assert_int_equal(times, *how == TLS_RESET ? 3 : 2);
}

/* A server whose trouble passes is asked longer before its trouble is a refusal. */
static void
trouble_of_one_that_recovers(void **state UNUSED)
{
    struct tls_pace p;
    struct tls_try t = second_try(&p);
    assert_int_equal(alert(&p, &t, 80), TLS_VERDICT_AGAIN);
    other_hello(&p, TLS_ANSWERED);
    t = due(&p, 0, false);
    assert_int_equal(judge(&p, &t, TLS_ANSWERED, 0), TLS_VERDICT_TAKE);
    assert_int_equal(p.recovered, 1);
    t = tls_pace_fresh(&p, &ask_a);
    for (unsigned times = 1; times < 6; times++) {
        assert_int_equal(alert(&p, &t, 80), TLS_VERDICT_AGAIN);
        other_hello(&p, TLS_ANSWERED);
        t = due(&p, 0, false);
    }
    assert_int_equal(alert(&p, &t, 80), TLS_VERDICT_TAKE);
}

/* Nor is one given up at once whose controls fall into trouble, too. */
static void
trouble_all_around_one_that_recovers(void **state UNUSED)
{
    struct tls_pace p;
    struct tls_try t = second_try(&p);
    p.recovered = 1;
    for (unsigned times = 1; times < 6; times++) {
        assert_int_equal(alert(&p, &t, 80), TLS_VERDICT_AGAIN);
        do {
            t = due(&p, INT64_MAX, true);
            if (t.control)
                assert_int_equal(alert(&p, &t, 80), TLS_VERDICT_AGAIN);
        } while (t.control);
    }
    assert_int_equal(alert(&p, &t, 80), TLS_VERDICT_FAIL);
}

/* One that fell into trouble and stays there: nothing is concluded, controls or not. */
static void
trouble_that_stays(void **state)
{
    const bool *ever_well = *state;
    struct tls_pace p;
    tls_pace_init(&p, 8);
    if (*ever_well)
        other_hello(&p, TLS_ANSWERED);
    struct tls_try t = tls_pace_fresh(&p, &ask_a);
    enum tls_verdict v = alert(&p, &t, 80);
    unsigned times = 1, controls = 0;
    while (v == TLS_VERDICT_AGAIN) {
        t = due(&p, INT64_MAX, true);
        bool control = t.control;
        v = alert(&p, &t, 80);
        controls += control;
        times += !control;
        v = control ? TLS_VERDICT_AGAIN : v;
        assert_true(times + controls < 12);
    }
    assert_int_equal(v, TLS_VERDICT_FAIL);
    assert_int_equal(times, 2);
    assert_int_equal(controls, *ever_well);
    assert_true(slice_find(why, SL("internal_error")) != SIZE_MAX);
    assert_true(none_due(&p, INT64_MAX, true));
}

/* Alone at the end: a control that is accepted, twice, decides. */
static void
trouble_beside_controls(void **state UNUSED)
{
    struct tls_pace p;
    struct tls_try t = second_try(&p);
    enum tls_verdict v = alert(&p, &t, 80);
    unsigned controls = 0;
    while (v == TLS_VERDICT_AGAIN) {
        t = due(&p, 0, true);
        controls += t.control;
        v = t.control ? judge(&p, &t, TLS_ANSWERED, 0) : alert(&p, &t, 80);
        assert_true(controls < 6);
    }
    assert_int_equal(v, TLS_VERDICT_TAKE);
    assert_int_equal(controls, 4);
}

/* One alert of trouble and one end without a word are not twice the same. */
static void
trouble_then_closed(void **state UNUSED)
{
    struct tls_pace p;
    struct tls_try t = second_try(&p);
    assert_int_equal(alert(&p, &t, 80), TLS_VERDICT_AGAIN);
    other_hello(&p, TLS_ANSWERED);
    t = due(&p, 0, false);
    assert_int_equal(judge(&p, &t, TLS_CLOSED, 0), TLS_VERDICT_AGAIN);
    other_hello(&p, TLS_ANSWERED);
    t = due(&p, 0, false);
    assert_int_equal(judge(&p, &t, TLS_CLOSED, 0), TLS_VERDICT_TAKE);
}

static void
refused_connections_wait_longer_each_time(void **state UNUSED)
{
    struct tls_pace p;
    struct tls_try t = second_try(&p);
    int64_t now = 0, waited = 0;
    for (int i = 0; i < 3; i++) {
        int64_t next;
        struct tls_try again;
        assert_int_equal(judge(&p, &t, TLS_UNREACHABLE, now), TLS_VERDICT_AGAIN);
        assert_false(tls_pace_due(&p, now, true, &again, &next));
        assert_true(next - now > waited);
        waited = next - now;
        now = next;
        t = due(&p, now, true);
    }
    assert_int_equal(judge(&p, &t, TLS_UNREACHABLE, now), TLS_VERDICT_FAIL);
}

int
main(void)
{
    static const bool lives[] = {true, false};
    static const struct {
        const char *name;
        enum tls_outcome outcome;
    } bad[] = {
        {"closed", TLS_CLOSED},   {"reset", TLS_RESET},         {"silent", TLS_SILENT},
        {"foreign", TLS_FOREIGN}, {"malformed", TLS_MALFORMED}, {"unreachable", TLS_UNREACHABLE},
    };
    CASES_TEST(the_first_answer_opens_the_limit);
    CASES_TEST(resets_halve_and_answers_restore);
    CASES_TEST(closed_beside_an_answer);
    CASES_TEST(an_older_answer_does_not_count);
    cases_add("a control is answered", control_story, &lives[0]);
    cases_add("a control is reset as well", control_story, &lives[1]);
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        cases_add(bad[i].name, never_an_answer, &bad[i].outcome);
    for (size_t i = 2; i < 5; i++)
        cases_add(bad[i].name, once_more, &bad[i].outcome);
    CASES_TEST(alerts_that_refuse);
    CASES_TEST(trouble_every_time);
    CASES_TEST(trouble_that_passes);
    static const enum tls_outcome ends[] = {TLS_RESET, TLS_CLOSED};
    cases_add("reset twice", reset_twice_is_asked_again, &ends[0]);
    cases_add("closed twice", reset_twice_is_asked_again, &ends[1]);
    CASES_TEST(trouble_of_one_that_recovers);
    CASES_TEST(trouble_all_around_one_that_recovers);
    cases_add("trouble that stays, once well", trouble_that_stays, &lives[0]);
    cases_add("trouble that stays, never well", trouble_that_stays, &lives[1]);
    CASES_TEST(trouble_beside_controls);
    CASES_TEST(trouble_then_closed);
    CASES_TEST(refused_connections_wait_longer_each_time);
    return cases_run("collect/tls_pace");
}
