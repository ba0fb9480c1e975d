/* SPDX-License-Identifier: Apache-2.0 */
#include "model/date.h"
#include "support/cases.h"

#include <time.h>

struct row {
    const char *name;
    struct slice in;
    bool ok;
    date_t day;
};

static const struct row rows[] = {
    {"epoch", SL_INIT("1970-01-01"), true, 0},
    {"the day before", SL_INIT("1969-12-31"), true, -1},
    {"leap day", SL_INIT("2024-02-29"), true, 19782},
    {"leap day of 2000", SL_INIT("2000-02-29"), true, 11016},
    {"first day", SL_INIT("0001-01-01"), true, -719162},
    {"last day", SL_INIT("9999-12-31"), true, 2932896},
    {"no leap day in 1900", SL_INIT("1900-02-29"), false, 0},
    {"30 February", SL_INIT("2023-02-30"), false, 0},
    {"31 April", SL_INIT("2023-04-31"), false, 0},
    {"month 0", SL_INIT("2023-00-10"), false, 0},
    {"month 13", SL_INIT("2023-13-10"), false, 0},
    {"day 0", SL_INIT("2023-01-00"), false, 0},
    {"year 0", SL_INIT("0000-01-01"), false, 0},
    {"short", SL_INIT("2023-1-1"), false, 0},
    {"slashes", SL_INIT("2023/01/01"), false, 0},
    {"blank behind", SL_INIT("2023-01-01 "), false, 0},
    {"time behind", SL_INIT("2023-01-01T00:00:00Z"), false, 0},
    {"sign", SL_INIT("-023-01-01"), false, 0},
    {"NUL", SL_INIT("2023-01-0\0"), false, 0},
    {"empty", SL_INIT(""), false, 0},
};

static void
parse_row(void **state)
{
    const struct row *r = *state;
    date_t d = 77;
    assert_int_equal(date_parse(r->in, &d), r->ok);
    if (!r->ok)
        return;
    assert_int_equal(d, r->day);
    assert_true(slice_eq(date_print(&case_arena, d), r->in));
}

/* Every day of 200 years against the C library's calendar. */
static void
against_libc(void **state)
{
    (void)state;
    for (date_t d = -36524; d < 36525; d++) {
        time_t t = (time_t)date_seconds(d);
        struct tm tm;
        char text[16];
        assert_non_null(gmtime_r(&t, &tm));
        assert_int_equal(strftime(text, sizeof text, "%Y-%m-%d", &tm), 10);
        struct arena_mark mark = arena_mark(&case_arena);
        assert_true(slice_eq_str(date_print(&case_arena, d), text));
        date_t back;
        assert_true(date_parse(slice_str(text), &back));
        assert_int_equal(back, d);
        arena_reset(&case_arena, mark);
    }
}

/* Instants around midnights against the C library's clock. */
static void
instants_against_libc(void **state)
{
    (void)state;
    for (int64_t i = -2000; i < 2000; i++) {
        time_t t = (time_t)(i * 7873201 + i % 3);
        struct tm tm;
        char text[32];
        struct arena_mark mark = arena_mark(&case_arena);
        assert_non_null(gmtime_r(&t, &tm));
        strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &tm);
        assert_true(slice_eq_str(date_stamp(&case_arena, t), text));
        strftime(text, sizeof text, "%Y-%m-%d %H:%M UTC", &tm);
        assert_true(slice_eq_str(date_clock(&case_arena, t), text));
        arena_reset(&case_arena, mark);
    }
}

struct instant {
    const char *name;
    int64_t seconds;
    const char *stamp, *clock;
};

static const struct instant instants[] = {
    {"instant before 1970", -1, "1969-12-31T23:59:59Z", "1969-12-31 23:59 UTC"},
    {"first instant", -62135596800, "0001-01-01T00:00:00Z", "0001-01-01 00:00 UTC"},
    {"before the first instant", -62135596801, "", "-62135596801 seconds after 1970"},
    {"last instant", 253402300799, "9999-12-31T23:59:59Z", "9999-12-31 23:59 UTC"},
    {"after the last instant", 253402300800, "", "253402300800 seconds after 1970"},
    {"least instant", INT64_MIN, "", "-9223372036854775808 seconds after 1970"},
    {"greatest instant", INT64_MAX, "", "9223372036854775807 seconds after 1970"},
};

static void
instant_row(void **state)
{
    const struct instant *r = *state;
    assert_true(slice_eq_str(date_stamp(&case_arena, r->seconds), r->stamp));
    assert_true(slice_eq_str(date_clock(&case_arena, r->seconds), r->clock));
}

static void
seconds(void **state)
{
    (void)state;
    assert_int_equal(date_of_seconds(0), 0);
    assert_int_equal(date_of_seconds(86399), 0);
    assert_int_equal(date_of_seconds(86400), 1);
    assert_int_equal(date_of_seconds(-1), -1);
    assert_int_equal(date_of_seconds(-86400), -1);
    assert_int_equal(date_of_seconds(-86401), -2);
    assert_int_equal(date_print(&case_arena, DATE_MIN).n, 0);
    assert_int_equal(date_print(&case_arena, DATE_MAX).n, 0);
}

int
main(void)
{
    CASES_TABLE(rows, parse_row);
    CASES_TEST(against_libc);
    CASES_TEST(instants_against_libc);
    CASES_TABLE(instants, instant_row);
    CASES_TEST(seconds);
    return cases_run("model/date");
}
