/* SPDX-License-Identifier: Apache-2.0 */
/* Timestamps and durations: cel/time.h. */
#include "cel/civil.h"
#include "cel/time.h"
#include "support/cases.h"

#include <inttypes.h>
#include <time.h>

static const struct time_row {
    const char *name;
    struct slice in;
    int64_t sec;
    int32_t nsec;
    const char *printed; /* null: refused, `says` is in the message */
    const char *says;
} time_rows[] = {
    {"epoch", SL_INIT("1970-01-01T00:00:00Z"), 0, 0, "1970-01-01T00:00:00Z", NULL},
    {"common", SL_INIT("2009-02-13T23:31:30Z"), 1234567890, 0, "2009-02-13T23:31:30Z", NULL},
    {"lower case", SL_INIT("2009-02-13t23:31:30z"), 1234567890, 0, "2009-02-13T23:31:30Z", NULL},
    {"east", SL_INIT("2009-02-14T05:01:30+05:30"), 1234567890, 0, "2009-02-13T23:31:30Z", NULL},
    {"west", SL_INIT("2009-02-13T15:31:30-08:00"), 1234567890, 0, "2009-02-13T23:31:30Z", NULL},
    {"minus zero", SL_INIT("1970-01-01T00:00:00-00:00"), 0, 0, "1970-01-01T00:00:00Z", NULL},
    {"before the epoch", SL_INIT("1969-12-31T23:59:59.75Z"), -1, 750000000,
     "1969-12-31T23:59:59.75Z", NULL},
    {"nanosecond", SL_INIT("1970-01-01T00:00:00.000000001Z"), 0, 1,
     "1970-01-01T00:00:00.000000001Z", NULL},
    {"ten digits of fraction", SL_INIT("1970-01-01T00:00:00.9999999999Z"), 0, 999999999,
     "1970-01-01T00:00:00.999999999Z", NULL},
    {"leap day", SL_INIT("2000-02-29T00:00:00Z"), 951782400, 0, "2000-02-29T00:00:00Z", NULL},
    {"first", SL_INIT("0001-01-01T00:00:00Z"), CEL_TIME_MIN, 0, "0001-01-01T00:00:00Z", NULL},
    {"last", SL_INIT("9999-12-31T23:59:59.999999999Z"), CEL_TIME_MAX, 999999999,
     "9999-12-31T23:59:59.999999999Z", NULL},
    {"first by its offset", SL_INIT("0001-01-01T01:00:00+01:00"), CEL_TIME_MIN, 0,
     "0001-01-01T00:00:00Z", NULL},
    {"year 0", SL_INIT("0000-12-31T23:59:59Z"), 0, 0, NULL, "range"},
    {"too early by its offset", SL_INIT("0001-01-01T00:00:00+00:01"), 0, 0, NULL, "range"},
    {"too late by its offset", SL_INIT("9999-12-31T23:59:59-00:01"), 0, 0, NULL, "range"},
    {"year of five digits", SL_INIT("10000-01-01T00:00:00Z"), 0, 0, NULL, "range"},
    {"no leap day", SL_INIT("1900-02-29T00:00:00Z"), 0, 0, NULL, "no such date"},
    {"day 0", SL_INIT("2000-01-00T00:00:00Z"), 0, 0, NULL, "no such date"},
    {"day 31 of 30", SL_INIT("2000-04-31T00:00:00Z"), 0, 0, NULL, "no such date"},
    {"month 0", SL_INIT("2000-00-01T00:00:00Z"), 0, 0, NULL, "no such date"},
    {"month 13", SL_INIT("2000-13-01T00:00:00Z"), 0, 0, NULL, "no such date"},
    {"hour 24", SL_INIT("2000-01-01T24:00:00Z"), 0, 0, NULL, "no such date"},
    {"minute 60", SL_INIT("2000-01-01T00:60:00Z"), 0, 0, NULL, "no such date"},
    {"leap second", SL_INIT("2016-12-31T23:59:60Z"), 0, 0, NULL, "no such date"},
    {"offset of 24 hours", SL_INIT("2000-01-01T00:00:00+24:00"), 0, 0, NULL, "RFC 3339"},
    {"offset of 60 minutes", SL_INIT("2000-01-01T00:00:00+00:60"), 0, 0, NULL, "RFC 3339"},
    {"offset without colon", SL_INIT("2000-01-01T00:00:00+0000"), 0, 0, NULL, "RFC 3339"},
    {"no offset", SL_INIT("2000-01-01T00:00:00"), 0, 0, NULL, "RFC 3339"},
    {"empty fraction", SL_INIT("2000-01-01T00:00:00.Z"), 0, 0, NULL, "RFC 3339"},
    {"comma", SL_INIT("2000-01-01T00:00:00,5Z"), 0, 0, NULL, "RFC 3339"},
    {"space for T", SL_INIT("2000-01-01 00:00:00Z"), 0, 0, NULL, "octet 10"},
    {"date only", SL_INIT("2000-01-01"), 0, 0, NULL, "RFC 3339"},
    {"one digit", SL_INIT("2000-1-01T00:00:00Z"), 0, 0, NULL, "octet 5"},
    {"sign in front", SL_INIT("-2000-01-01T00:00:00Z"), 0, 0, NULL, "octet 0"},
    {"tail", SL_INIT("2000-01-01T00:00:00Zx"), 0, 0, NULL, "octet 20"},
    {"NUL behind", SL_INIT("2000-01-01T00:00:00Z\0"), 0, 0, NULL, "octet 20"},
    {"NUL for Z", SL_INIT("2000-01-01T00:00:00\0"), 0, 0, NULL, "octet 19"},
    {"empty", SL_INIT(""), 0, 0, NULL, "RFC 3339"},
};

static void
parse_time(void **state)
{
    const struct time_row *r = *state;
    struct cel_time t;
    struct err e = {0};
    bool ok = cel_time_parse(&t, r->in, &e);
    if (!r->printed) {
        assert_false(ok);
        assert_int_equal(e.code, ERR_INPUT);
        assert_non_null(strstr(e.msg, r->says));
        return;
    }
    assert_true(ok);
    assert_true(t.sec == r->sec);
    assert_int_equal(t.nsec, r->nsec);
    struct buf b;
    buf_init(&b, &case_arena, 100);
    cel_time_print(&b, t);
    assert_string_equal(arena_str(&case_arena, buf_slice(&b)), r->printed);
}

/* Nothing may be missing and nothing may stand in another's place. */
static void
every_octet_of_a_timestamp_counts(void **state)
{
    (void)state;
    static const char good[] = "2009-02-13T23:31:30.25+05:30";
    static const char others[] = "x:/";
    struct cel_time t;
    assert_true(cel_time_parse(&t, slice_str(good), NULL));
    for (size_t n = 0; n < sizeof good - 1; n++)
        assert_false(cel_time_parse(&t, slice_of(good, n), NULL));
    for (size_t i = 0; i < sizeof good - 1; i++)
        for (size_t o = 0; o < sizeof others - 1; o++) {
            char bad[sizeof good];
            memcpy(bad, good, sizeof good);
            bad[i] = others[o];
            assert_int_equal(cel_time_parse(&t, slice_str(bad), NULL), bad[i] == good[i]);
        }
}

static const struct duration_row {
    const char *name;
    struct slice in;
    int64_t ns;
    const char *printed; /* null: refused */
    const char *says;
} duration_rows[] = {
    {"seconds", SL_INIT("1000000s"), 1000000000000000, "1000000s", NULL},
    {"all units", SL_INIT("1h2m3s4ms5us6ns"), 3723004005006, "3723.004005006s", NULL},
    {"both signs of micro", SL_INIT("1\xc2\xb5s1\xce\xbcs"), 2000, "0.000002s", NULL},
    {"fractions", SL_INIT("1.5h.5m2.s"), 5432000000000, "5432s", NULL},
    {"units in any order, twice", SL_INIT("1s1h1s"), 3602000000000, "3602s", NULL},
    {"minus", SL_INIT("-1.5s"), -1500000000, "-1.5s", NULL},
    {"minus below a second", SL_INIT("-1ns"), -1, "-0.000000001s", NULL},
    {"plus", SL_INIT("+5m"), 300000000000, "300s", NULL},
    {"zero without unit", SL_INIT("0"), 0, "0s", NULL},
    {"minus zero", SL_INIT("-0"), 0, "0s", NULL},
    {"less than a nanosecond is cut off", SL_INIT("0.9ns"), 0, "0s", NULL},
    {"long fraction", SL_INIT("0.33333333333333333333h"), 1199999999999, "1199.999999999s", NULL},
    {"exact ninths", SL_INIT("0.000000001s"), 1, "0.000000001s", NULL},
    {"largest", SL_INIT("9223372036.854775807s"), INT64_MAX, "9223372036.854775807s", NULL},
    {"smallest", SL_INIT("-9223372036.854775808s"), INT64_MIN, "-9223372036.854775808s", NULL},
    {"one too large", SL_INIT("9223372036.854775808s"), 0, NULL, "range"},
    {"one too small", SL_INIT("-9223372036.854775809s"), 0, NULL, "range"},
    {"far too large", SL_INIT("99999999999999999999999h"), 0, NULL, "range"},
    {"sum too large", SL_INIT("2562047h2562047h2562047h2562047h"), 0, NULL, "range"},
    {"fraction carries it over", SL_INIT("2562047788015215.9h"), 0, NULL, "range"},
    {"20 digits", SL_INIT("18446744073709551616ns"), 0, NULL, "range"},
    {"last of 64 bits", SL_INIT("18446744073709551615ns"), 0, NULL, "range"},
    {"last of 64 bits and a half", SL_INIT("18446744073709551615.5us"), 0, NULL, "range"},
    {"conformance: over", SL_INIT("320000000000s"), 0, NULL, "range"},
    {"empty", SL_INIT(""), 0, NULL, "units"},
    {"only a sign", SL_INIT("-"), 0, NULL, "units"},
    {"no unit", SL_INIT("1"), 0, NULL, "units"},
    {"zero point zero without unit", SL_INIT("0.0"), 0, NULL, "units"},
    {"unknown unit", SL_INIT("1d"), 0, NULL, "units"},
    {"unit with tail", SL_INIT("1sec"), 0, NULL, "units"},
    {"upper case", SL_INIT("1S"), 0, NULL, "units"},
    {"no digits", SL_INIT(".s"), 0, NULL, "units"},
    {"unit only", SL_INIT("s"), 0, NULL, "units"},
    {"two points", SL_INIT("1.2.3s"), 0, NULL, "units"},
    {"sign inside", SL_INIT("1h-1m"), 0, NULL, "units"},
    {"space", SL_INIT("1h 1m"), 0, NULL, "units"},
    {"NUL behind", SL_INIT("1s\0"), 0, NULL, "units"},
};

static void
parse_duration(void **state)
{
    const struct duration_row *r = *state;
    int64_t ns = 1;
    struct err e = {0};
    bool ok = cel_duration_parse(&ns, r->in, &e);
    if (!r->printed) {
        assert_false(ok);
        assert_non_null(strstr(e.msg, r->says));
        return;
    }
    assert_true(ok);
    assert_true(ns == r->ns);
    struct buf b;
    buf_init(&b, &case_arena, 100);
    cel_duration_print(&b, ns);
    assert_string_equal(arena_str(&case_arena, buf_slice(&b)), r->printed);
}

enum sum_op {
    ADD,
    SUB,
};

static const struct sum_row {
    const char *name;
    struct cel_time t;
    enum sum_op op;
    int64_t ns;
    bool ok;
    struct cel_time want;
} sum_rows[] = {
    {"add carries", {0, 999999999}, ADD, 1, true, {1, 0}},
    {"add borrows", {1, 0}, ADD, -1, true, {0, 999999999}},
    {"sub borrows", {1, 0}, SUB, 1, true, {0, 999999999}},
    {"sub of minus carries", {0, 999999999}, SUB, -1, true, {1, 0}},
    {"add past the end", {CEL_TIME_MAX, 999999999}, ADD, 1, false, {0, 0}},
    {"sub past the start", {CEL_TIME_MIN, 0}, SUB, 1, false, {0, 0}},
    {"sub the smallest", {0, 0}, SUB, INT64_MIN, true, {9223372036, 854775808}},
    {"add the smallest", {0, 0}, ADD, INT64_MIN, true, {-9223372037, 145224192}},
    {"add the largest past the end", {CEL_TIME_MAX, 0}, ADD, INT64_MAX, false, {0, 0}},
    {"add to the last nanosecond",
     {CEL_TIME_MAX, 0},
     ADD,
     999999999,
     true,
     {CEL_TIME_MAX, 999999999}},
};

static void
sum(void **state)
{
    const struct sum_row *r = *state;
    struct cel_time got;
    struct err e = {0};
    bool ok =
        r->op == ADD ? cel_time_add(&got, r->t, r->ns, &e) : cel_time_sub(&got, r->t, r->ns, &e);
    assert_int_equal(ok, r->ok);
    if (ok)
        assert_int_equal(cel_time_cmp(got, r->want), 0);
    else
        assert_non_null(strstr(e.msg, "range"));
}

static const struct diff_row {
    const char *name;
    struct cel_time a, b;
    bool ok;
    int64_t want;
} diff_rows[] = {
    {"diff: same", {5, 5}, {5, 5}, true, 0},
    {"diff: borrow", {2, 0}, {0, 1}, true, 1999999999},
    {"diff: negative", {0, 1}, {2, 0}, true, -1999999999},
    {"diff: largest", {9223372036, 854775807}, {0, 0}, true, INT64_MAX},
    {"diff: largest by a borrow", {9223372037, 0}, {0, 145224193}, true, INT64_MAX},
    {"diff: one past", {9223372036, 854775808}, {0, 0}, false, 0},
    {"diff: smallest", {-9223372037, 145224192}, {0, 0}, true, INT64_MIN},
    {"diff: one below", {-9223372037, 145224191}, {0, 0}, false, 0},
    {"diff: ends of time", {CEL_TIME_MAX, 0}, {CEL_TIME_MIN, 0}, false, 0},
};

static void
diff(void **state)
{
    const struct diff_row *r = *state;
    int64_t got;
    struct err e = {0};
    assert_int_equal(cel_time_diff(&got, r->a, r->b, &e), r->ok);
    if (r->ok)
        assert_true(got == r->want);
    else
        assert_non_null(strstr(e.msg, "range"));
}

static void
duration_arithmetic(void **state)
{
    (void)state;
    int64_t ns;
    struct err e = {0};
    assert_true(cel_duration_add(&ns, INT64_MAX, INT64_MIN, &e) && ns == -1);
    assert_false(cel_duration_add(&ns, INT64_MAX, 1, &e));
    assert_false(cel_duration_sub(&ns, INT64_MIN, 1, &e));
    assert_true(cel_duration_neg(&ns, INT64_MAX, &e) && ns == -INT64_MAX);
    assert_false(cel_duration_neg(&ns, INT64_MIN, &e));
    assert_true(cel_duration_from_parts(&ns, -1, -500000000, &e) && ns == -1500000000);
    assert_false(cel_duration_from_parts(&ns, 1, -1, &e));
    assert_false(cel_duration_from_parts(&ns, -1, 1, &e));
    assert_false(cel_duration_from_parts(&ns, 0, CEL_SECOND, &e));
    assert_false(cel_duration_from_parts(&ns, 0, -CEL_SECOND, &e));
    assert_false(cel_duration_from_parts(&ns, 9223372037, 0, &e));
    assert_true(cel_duration_get(-3723004005006, CEL_TIME_HOURS) == -1);
    assert_true(cel_duration_get(-3723004005006, CEL_TIME_MINUTES) == -62);
    assert_true(cel_duration_get(-3723004005006, CEL_TIME_SECONDS) == -3723);
    assert_true(cel_duration_get(-3723004005006, CEL_TIME_MILLISECONDS) == -4);
}

static void
order(void **state)
{
    (void)state;
    struct cel_time a = {1, 5}, b = {2, 0}, c = {2, 1};
    assert_true(cel_time_cmp(a, b) < 0 && cel_time_cmp(b, a) > 0);
    assert_true(cel_time_cmp(b, c) < 0 && cel_time_cmp(c, b) > 0 && cel_time_cmp(c, c) == 0);
}

static void
seconds_outside_are_refused(void **state)
{
    (void)state;
    struct cel_time t;
    struct err e = {0};
    assert_true(cel_time_from_unix(&t, CEL_TIME_MIN, &e) &&
                cel_time_from_unix(&t, CEL_TIME_MAX, &e));
    assert_false(cel_time_from_unix(&t, CEL_TIME_MIN - 1, &e));
    assert_false(cel_time_from_unix(&t, CEL_TIME_MAX + 1, &e));
    assert_false(cel_time_from_unix(&t, INT64_MIN, &e));
    assert_false(cel_time_from_unix(&t, INT64_MAX, &e));
}

#define FIELDS 10

static const struct get_row {
    const char *name;
    struct cel_time t;
    int32_t offset;
    int64_t want[FIELDS]; /* in the order of enum cel_time_field */
} get_rows[] = {
    {"get: 2009", {1234567890, 123456789}, 0, {2009, 1, 12, 13, 43, 5, 23, 31, 30, 123}},
    {"get: next day in the east", {1234567890, 0}, 39600, {2009, 1, 13, 14, 44, 6, 10, 31, 30, 0}},
    {"get: day before in the west", {1234490400, 0}, -9000, {2009, 1, 11, 12, 42, 4, 23, 30, 0, 0}},
    {"get: before 1970", {-1, 999000000}, 0, {1969, 11, 30, 31, 364, 3, 23, 59, 59, 999}},
    {"get: leap day", {951782400, 0}, 0, {2000, 1, 28, 29, 59, 2, 0, 0, 0, 0}},
    {"get: first", {CEL_TIME_MIN, 0}, 0, {1, 0, 0, 1, 0, 1, 0, 0, 0, 0}},
    {"get: first, in the west", {CEL_TIME_MIN, 0}, -3600, {0, 11, 30, 31, 365, 0, 23, 0, 0, 0}},
    {"get: last", {CEL_TIME_MAX, 0}, 0, {9999, 11, 30, 31, 364, 5, 23, 59, 59, 0}},
};

static void
get(void **state)
{
    const struct get_row *r = *state;
    for (int f = 0; f < FIELDS; f++)
        assert_int_equal(cel_time_get(r->t, (enum cel_time_field)f, r->offset), r->want[f]);
}

/* The C library as oracle, over days spread from year 1 to 9999. */
static void
calendar_agrees_with_libc(void **state)
{
    (void)state;
    for (int64_t sec = CEL_TIME_MIN; sec <= CEL_TIME_MAX; sec += 86400 * 53 + 12345) {
        time_t clock = (time_t)sec;
        struct tm tm;
        assert_non_null(gmtime_r(&clock, &tm));
        struct cel_time t = {sec, 0};
        assert_int_equal(cel_time_get(t, CEL_TIME_FULL_YEAR, 0), tm.tm_year + 1900);
        assert_int_equal(cel_time_get(t, CEL_TIME_MONTH, 0), tm.tm_mon);
        assert_int_equal(cel_time_get(t, CEL_TIME_DATE, 0), tm.tm_mday);
        assert_int_equal(cel_time_get(t, CEL_TIME_DAY_OF_YEAR, 0), tm.tm_yday);
        assert_int_equal(cel_time_get(t, CEL_TIME_DAY_OF_WEEK, 0), tm.tm_wday);
        struct civil_date d = civil_from_days(civil_floor_div(sec, CIVIL_DAY));
        assert_true(civil_to_days(d.year, d.month, d.day) == civil_floor_div(sec, CIVIL_DAY));
    }
}

int
main(void)
{
    CASES_TABLE(time_rows, parse_time);
    CASES_TEST(every_octet_of_a_timestamp_counts);
    CASES_TABLE(duration_rows, parse_duration);
    CASES_TABLE(sum_rows, sum);
    CASES_TABLE(diff_rows, diff);
    CASES_TEST(duration_arithmetic);
    CASES_TEST(order);
    CASES_TEST(seconds_outside_are_refused);
    CASES_TABLE(get_rows, get);
    CASES_TEST(calendar_agrees_with_libc);
    return cases_run("cel time");
}
