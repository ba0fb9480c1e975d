/* SPDX-License-Identifier: Apache-2.0 */
/* Time zones: cel/zone.h. The C library is the oracle for the zones of the system. */
#include "base/env.h"
#include "cel/time.h"
#include "cel/zone.h"
#include "support/cases.h"

#include <stdlib.h>
#include <time.h>
#include <unistd.h>

/* A TZif file in pieces: version, header counts, data, footer. */
#define FIFTEEN "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
#define HEAD(version, isut, isstd, leap, time, type, chars)                                       \
    "TZif" version FIFTEEN "\0\0\0" isut "\0\0\0" isstd "\0\0\0" leap "\0\0\0" time "\0\0\0" type \
    "\0\0\0" chars
#define UTC0 "\0\0\0\0\0\0"      /* a type: offset 0, no daylight saving, first name */
#define EAST1 "\0\0\x0e\x10\1\0" /* one hour */
#define NAME "UTC\0"
#define EMPTY_V1 HEAD("2", "\0", "\0", "\0", "\0", "\1", "\4") UTC0 NAME
#define AT_0 "\0\0\0\0\0\0\0\0"
#define AT_1000 "\0\0\0\0\0\0\3\xe8"

struct moment {
    int64_t sec;
    int32_t want;
};

static const struct file_row {
    const char *name;
    struct slice file;
    const char *says; /* null: sound */
    struct moment at[5];
} file_rows[] = {
    {"version 1, one type",
     SL_INIT(HEAD("\0", "\0", "\0", "\0", "\0", "\1", "\4") UTC0 NAME),
     NULL,
     {{0, 0}, {CEL_TIME_MAX, 0}}},
    {"version 1, a transition",
     SL_INIT(HEAD("\0", "\0", "\0", "\0", "\1", "\2", "\4") "\0\0\0\x0a\1" UTC0 EAST1 NAME),
     NULL,
     {{9, 0}, {10, 3600}, {CEL_TIME_MIN, 0}, {CEL_TIME_MAX, 3600}}},
    {"version 2, no footer string",
     SL_INIT(EMPTY_V1 HEAD("2", "\0", "\0", "\0", "\2", "\2", "\4") AT_0 AT_1000
             "\1\0" UTC0 EAST1 NAME "\n\n"),
     NULL,
     {{-1, 0}, {0, 3600}, {999, 3600}, {1000, 0}, {CEL_TIME_MAX, 0}}},
    {"version 2, footer from the last transition on",
     SL_INIT(EMPTY_V1 HEAD("2", "\0", "\0", "\0", "\2", "\2", "\4") AT_0 AT_1000
             "\1\0" UTC0 EAST1 NAME "\nWST-5\n"),
     NULL,
     {{999, 3600}, {1000, 18000}, {CEL_TIME_MAX, 18000}}},
    {"indicators are skipped",
     SL_INIT(EMPTY_V1 HEAD("2", "\1", "\1", "\0", "\0", "\1", "\4") UTC0 NAME "\0\0\nX-X-1\n"),
     "footer",
     {{0, 0}}},
    {"empty", SL_INIT(""), "no header", {{0, 0}}},
    {"not TZif",
     SL_INIT("# tzdb timezone descriptions, as in zone.tab or so"),
     "no header",
     {{0, 0}}},
    {"only magic", SL_INIT("TZif2"), "no header", {{0, 0}}},
    {"no types",
     SL_INIT(HEAD("\0", "\0", "\0", "\0", "\0", "\0", "\4") NAME),
     "no types",
     {{0, 0}}},
    {"cut off in the types",
     SL_INIT(HEAD("\0", "\0", "\0", "\0", "\0", "\1", "\4") "\0\0"),
     "cut off",
     {{0, 0}}},
    {"counts beyond the file",
     SL_INIT("TZif\0" FIFTEEN "\0\0\0\0\0\0\0\0\0\0\0\0\xff\xff\xff\xff"
             "\0\0\0\1\xff\xff\xff\xff" UTC0),
     "cut off",
     {{0, 0}}},
    {"257 types",
     SL_INIT("TZif\0" FIFTEEN "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1\1\0\0\0\4"),
     "more than 256",
     {{0, 0}}},
    {"a transition to no type",
     SL_INIT(HEAD("\0", "\0", "\0", "\0", "\1", "\1", "\4") "\0\0\0\0\1" UTC0 NAME),
     "to no type",
     {{0, 0}}},
    {"transitions out of order",
     SL_INIT(HEAD("\0", "\0", "\0", "\0", "\2", "\1", "\4") "\0\0\0\1\0\0\0\1\0\0" UTC0 NAME),
     "out of order",
     {{0, 0}}},
    {"an offset of 25 hours",
     SL_INIT(HEAD("\0", "\0", "\0", "\0", "\0", "\1", "\4") "\0\1\x6d\xa0\0\0" NAME),
     "out of range",
     {{0, 0}}},
    {"the smallest offset",
     SL_INIT(HEAD("\0", "\0", "\0", "\0", "\0", "\1", "\4") "\x80\0\0\0\0\0" NAME),
     "out of range",
     {{0, 0}}},
    {"leap seconds",
     SL_INIT(HEAD("\0", "\0", "\0", "\1", "\0", "\1", "\4") UTC0 NAME "\0\0\0\0\0\0\0\1"),
     "leap",
     {{0, 0}}},
    {"a UT indicator for two types",
     SL_INIT(HEAD("\0", "\1", "\0", "\0", "\0", "\2", "\4") UTC0 EAST1 NAME "\0"),
     "indicators",
     {{0, 0}}},
    {"a wall indicator for two types",
     SL_INIT(HEAD("\0", "\0", "\1", "\0", "\0", "\2", "\4") UTC0 EAST1 NAME "\0"),
     "indicators",
     {{0, 0}}},
    {"two indicators for one type",
     SL_INIT(HEAD("\0", "\2", "\0", "\0", "\0", "\1", "\4") UTC0 NAME "\0\0"),
     "indicators",
     {{0, 0}}},
    {"no second header", SL_INIT(EMPTY_V1), "no header", {{0, 0}}},
    {"no footer", SL_INIT(EMPTY_V1 EMPTY_V1), "no footer", {{0, 0}}},
    {"footer without end", SL_INIT(EMPTY_V1 EMPTY_V1 "\nUTC0"), "no footer", {{0, 0}}},
};

static void
parse_file(void **state)
{
    const struct file_row *r = *state;
    struct cel_zone z;
    struct err e = {0};
    bool ok = cel_zone_parse(&z, r->file, &e);
    if (r->says) {
        assert_false(ok);
        assert_non_null(strstr(e.msg, r->says));
        return;
    }
    assert_true(ok);
    for (size_t i = 0; i < COUNT_OF(r->at); i++)
        if (r->at[i].sec != 0 || r->at[i].want != 0)
            assert_int_equal(cel_zone_at(&z, r->at[i].sec), r->at[i].want);
}

/* The footer alone. Moments: 2021-01-01, 2021-03-28T00:59:59Z and a second later, 2021-07-01,
 * 2021-10-31T01:00:00Z. */
#define JAN 1609459200
#define MAR 1616893199
#define JUL 1625097600
#define OCT 1635642000

static const struct footer_row {
    const char *name;
    const char *tz; /* null offsets: refused */
    bool ok;
    int32_t jan, mar, apr, jul, oct;
} footer_rows[] = {
    {"fixed", "JST-9", true, 32400, 32400, 32400, 32400, 32400},
    {"fixed, in angle brackets", "<+0545>-5:45", true, 20700, 20700, 20700, 20700, 20700},
    {"with seconds", "LMT0:01:15", true, -75, -75, -75, -75, -75},
    {"Central Europe", "CET-1CEST,M3.5.0,M10.5.0/3", true, 3600, 3600, 7200, 7200, 3600},
    {"south", "AEST-10AEDT,M10.1.0,M4.1.0/3", true, 39600, 39600, 39600, 36000, 39600},
    {"dst offset given", "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", true, 39600, 39600, 39600, 37800,
     39600},
    {"negative saving", "IST-1GMT0,M10.5.0,M3.5.0/1", true, 0, 0, 3600, 3600, 0},
    {"all year", "XXX3EDT4,0/0,J365/23", true, -14400, -14400, -14400, -14400, -14400},
    {"julian", "AAA0BBB,J87/1,J304/2", true, 0, 0, 3600, 3600, 0},
    {"ordinal", "AAA0BBB,86/1,303/2", true, 0, 0, 3600, 3600, 0},
    {"time beyond the day", "AAA0BBB,M3.4.4/73,M10.5.0/2", true, 0, 0, 3600, 3600, 0},
    {"negative time", "AAA0BBB,J88/-23,J304/2", true, 0, 0, 3600, 3600, 0},
    {"leap year's day in julian days", "AAA0BBB,J60/0,J304/2", true, 0, 3600, 3600, 3600, 0},
    {"second name missing", "CET-1,M3.5.0,M10.5.0", false, 0, 0, 0, 0, 0},
    {"second offset wrong", "CET-1CEST-x,M3.5.0,M10.5.0", false, 0, 0, 0, 0, 0},
    {"seconds 60", "CET-1:00:60", false, 0, 0, 0, 0, 0},
    {"no seconds", "CET-1:00:", false, 0, 0, 0, 0, 0},
    {"month 0", "CET-1CEST,M0.5.0,M10.5.0", false, 0, 0, 0, 0, 0},
    {"week 6", "CET-1CEST,M3.6.0,M10.5.0", false, 0, 0, 0, 0, 0},
    {"no week", "CET-1CEST,M3,M10.5.0", false, 0, 0, 0, 0, 0},
    {"no weekday", "CET-1CEST,M3.5,M10.5.0", false, 0, 0, 0, 0, 0},
    {"julian day 366", "CET-1CEST,J366,J365", false, 0, 0, 0, 0, 0},
    {"second rule wrong", "CET-1CEST,M3.5.0,X", false, 0, 0, 0, 0, 0},
    {"short name", "CE-1", false, 0, 0, 0, 0, 0},
    {"no offset", "CET", false, 0, 0, 0, 0, 0},
    {"offset of 25 hours", "CET-25", false, 0, 0, 0, 0, 0},
    {"minute 60", "CET-1:60", false, 0, 0, 0, 0, 0},
    {"saving without rules", "CET-1CEST", false, 0, 0, 0, 0, 0},
    {"one rule", "CET-1CEST,M3.5.0", false, 0, 0, 0, 0, 0},
    {"month 13", "CET-1CEST,M13.5.0,M10.5.0", false, 0, 0, 0, 0, 0},
    {"week 0", "CET-1CEST,M3.0.0,M10.5.0", false, 0, 0, 0, 0, 0},
    {"weekday 7", "CET-1CEST,M3.5.7,M10.5.0", false, 0, 0, 0, 0, 0},
    {"julian day 0", "CET-1CEST,J0,J365", false, 0, 0, 0, 0, 0},
    {"ordinal 366", "CET-1CEST,0,366", false, 0, 0, 0, 0, 0},
    {"time of 168 hours", "CET-1CEST,M3.5.0/168,M10.5.0", false, 0, 0, 0, 0, 0},
    {"bracket not closed", "<+01-1", false, 0, 0, 0, 0, 0},
    {"tail", "CET-1CEST,M3.5.0,M10.5.0x", false, 0, 0, 0, 0, 0},
    {"file name", ":Europe/Berlin", false, 0, 0, 0, 0, 0},
};

static void
parse_footer(void **state)
{
    const struct footer_row *r = *state;
    struct buf b;
    buf_init(&b, &case_arena, 1000);
    buf_add(&b, SL(EMPTY_V1 EMPTY_V1 "\n"));
    buf_str(&b, r->tz);
    buf_u8(&b, '\n');
    struct cel_zone z;
    struct err e = {0};
    assert_int_equal(cel_zone_parse(&z, buf_slice(&b), &e), r->ok);
    if (!r->ok) {
        assert_non_null(strstr(e.msg, "footer"));
        return;
    }
    assert_int_equal(cel_zone_at(&z, JAN), r->jan);
    assert_int_equal(cel_zone_at(&z, MAR), r->mar);
    assert_int_equal(cel_zone_at(&z, MAR + 1), r->apr);
    assert_int_equal(cel_zone_at(&z, JUL), r->jul);
    assert_int_equal(cel_zone_at(&z, OCT), r->oct);
}

/* Both blocks with everything in them, indicators too. */
#define WHOLE                                                                               \
    HEAD("2", "\2", "\2", "\0", "\1", "\2", "\4")                                           \
    "\0\0\0\x0a\1" UTC0 EAST1 NAME "\0\0\0\0" HEAD("2", "\2", "\2", "\0", "\1", "\2", "\4") \
        AT_1000 "\1" UTC0 EAST1 NAME "\0\0\0\0\nCET-1CEST,M3.5.0/2:00:00,M10.5.0/+3\n"

static void
every_cut_file_is_refused(void **state)
{
    (void)state;
    struct slice whole = SL(WHOLE);
    struct cel_zone z;
    struct err e = {0};
    assert_true(cel_zone_parse(&z, whole, &e));
    assert_int_equal(cel_zone_at(&z, 999), 0);
    assert_int_equal(cel_zone_at(&z, JUL), 7200);
    for (size_t n = 0; n < whole.n; n++)
        assert_false(cel_zone_parse(&z, slice_sub(whole, 0, n), &e));
    uint8_t *large = NEW_ARRAY(&case_arena, uint8_t, CEL_ZONE_FILE_MAX + 1);
    assert_false(cel_zone_parse(&z, slice_of(large, CEL_ZONE_FILE_MAX + 1), &e));
    assert_int_equal(e.code, ERR_LIMIT);
}

/* A reader that counts, and knows one zone. */
static bool
one_zone(void *ctx, struct slice *out, struct arena *a UNUSED, const char *path, size_t max UNUSED,
         struct err *e)
{
    ++*(int *)ctx;
    if (strcmp(path, CEL_ZONE_DIR "/Area/City") != 0)
        return err_set(e, ERR_SYSTEM, "%s: No such file or directory", path);
    *out = SL(EMPTY_V1 EMPTY_V1 "\nWST-5\n");
    return true;
}

static const struct name_row {
    const char *name;
    struct slice zone;
    bool ok;
    int reads;
    int32_t want;
} name_rows[] = {
    {"name: UTC", SL_INIT("UTC"), true, 0, 0},
    {"name: plus", SL_INIT("+05:30"), true, 0, 19800},
    {"name: minus", SL_INIT("-08:00"), true, 0, -28800},
    {"name: minus zero", SL_INIT("-00:00"), true, 0, 0},
    {"name: no sign", SL_INIT("02:00"), true, 0, 7200},
    {"name: minus below an hour", SL_INIT("-00:30"), true, 0, -1800},
    {"name: of the database", SL_INIT("Area/City"), true, 1, 18000},
    {"name: unknown", SL_INIT("Area/Town"), false, 1, 0},
    {"name: other case", SL_INIT("area/city"), false, 1, 0},
    {"name: 24 hours", SL_INIT("+24:00"), false, 0, 0},
    {"name: 60 minutes", SL_INIT("+00:60"), false, 0, 0},
    {"name: one digit", SL_INIT("+5:30"), false, 0, 0},
    {"name: three digits", SL_INIT("+005:30"), false, 0, 0},
    {"name: two signs", SL_INIT("+-5:30"), false, 0, 0},
    {"name: seconds", SL_INIT("+05:30:00"), false, 0, 0},
    {"name: empty", SL_INIT(""), false, 0, 0},
    {"name: up", SL_INIT("../../../etc/passwd"), false, 0, 0},
    {"name: up in the middle", SL_INIT("Area/../City"), false, 0, 0},
    {"name: dot", SL_INIT("./Area/City"), false, 0, 0},
    {"name: absolute", SL_INIT("/etc/passwd"), false, 0, 0},
    {"name: two slashes", SL_INIT("Area//City"), false, 0, 0},
    {"name: slash behind", SL_INIT("Area/City/"), false, 0, 0},
    {"name: NUL behind", SL_INIT("Area/City\0"), false, 0, 0},
    {"name: NUL for colon", SL_INIT("05\00030"), false, 0, 0},
    {"name: percent", SL_INIT("%s%n"), false, 0, 0},
    {"name: newline", SL_INIT("Area\nCity"), false, 0, 0},
    {"name: space", SL_INIT(" UTC"), false, 0, 0},
    {"name: too long",
     SL_INIT("Area/Cityyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"), false, 0, 0},
};

static void
name_to_offset(void **state)
{
    const struct name_row *r = *state;
    int reads = 0;
    struct cel_zones zones = {.a = &case_arena, .read = one_zone, .ctx = &reads};
    int32_t got = 0;
    struct err e = {0};
    assert_int_equal(cel_zone_offset(&got, &zones, r->zone, 0, &e), r->ok);
    assert_int_equal(reads, r->reads);
    if (r->ok)
        assert_int_equal(got, r->want);
    else
        assert_int_equal(e.code, ERR_INPUT);
}

static void
zones_are_read_once(void **state)
{
    (void)state;
    int reads = 0;
    struct cel_zones zones = {.a = &case_arena, .read = one_zone, .ctx = &reads};
    int32_t got;
    struct err e = {0};
    for (int i = 0; i < 3; i++)
        assert_true(cel_zone_offset(&got, &zones, SL("Area/City"), i, &e));
    assert_int_equal(reads, 1);
    size_t used = case_arena.used;
    for (int i = 0; i < 1000; i++)
        assert_false(cel_zone_offset(&got, &zones, SL("Area/Town"), i, &e));
    assert_int_equal(case_arena.used, used);
}

static void
without_data_only_offsets(void **state)
{
    (void)state;
    int32_t got;
    struct err e = {0};
    assert_true(cel_zone_offset(&got, NULL, SL("-09:30"), 0, &e));
    assert_int_equal(got, -34200);
    assert_false(cel_zone_offset(&got, NULL, SL("Europe/Berlin"), 0, &e));
    assert_int_equal(e.code, ERR_UNSUPPORTED);
}

static const struct system_row {
    const char *name;
} system_rows[] = {
    {"Europe/Berlin"},     {"Europe/Dublin"},    {"America/New_York"},    {"America/St_Johns"},
    {"America/Sao_Paulo"}, {"Australia/Sydney"}, {"Australia/Lord_Howe"}, {"Asia/Kathmandu"},
    {"Asia/Shanghai"},     {"Asia/Tehran"},      {"Africa/Casablanca"},   {"Africa/Monrovia"},
    {"Antarctica/Troll"},  {"Pacific/Apia"},     {"America/Nuuk"},        {"Asia/Gaza"},
    {"Etc/GMT+12"},        {"US/Central"},       {"Pacific/Kiritimati"},
};

static void
system_zone(void **state)
{
    const struct system_row *r = *state;
    struct env env;
    env_system(&env);
    if (access(CEL_ZONE_DIR, R_OK) != 0) {
        print_message("no " CEL_ZONE_DIR "\n");
        skip();
    }
    struct cel_zones zones = {.a = &case_arena, .read = env.read_file, .ctx = env.ctx};
    setenv("TZ", r->name, 1);
    tzset();
    uint64_t x = 7;
    for (int i = 0; i < 4000; i++) {
        x = x * 6364136223846793005u + 1442695040888963407u;
        int64_t range = i % 2 ? CEL_TIME_MAX - CEL_TIME_MIN : (int64_t)200 * 365 * 86400;
        int64_t start = i % 2 ? CEL_TIME_MIN : (int64_t)-100 * 365 * 86400;
        time_t t = (time_t)(start + (int64_t)((x >> 1) % (uint64_t)range));
        struct tm tm;
        int32_t got;
        struct err e = {0};
        assert_non_null(localtime_r(&t, &tm));
        assert_true(cel_zone_offset(&got, &zones, slice_str(r->name), t, &e));
        assert_int_equal(got, tm.tm_gmtoff);
    }
}

int
main(void)
{
    CASES_TABLE(file_rows, parse_file);
    CASES_TABLE(footer_rows, parse_footer);
    CASES_TEST(every_cut_file_is_refused);
    CASES_TABLE(name_rows, name_to_offset);
    CASES_TEST(zones_are_read_once);
    CASES_TEST(without_data_only_offsets);
    CASES_TABLE(system_rows, system_zone);
    return cases_run("cel zone");
}
