/* SPDX-License-Identifier: Apache-2.0 */
/* The getters of timestamps, in UTC or in a zone, and of durations. */
#include "cel/library.h"
#include "cel/time.h"

static struct cel_value
get(struct cel_cx *cx, const struct cel_value *v, enum cel_time_field field, bool zone)
{
    int32_t offset = 0;
    struct err e = {0};
    if (!cel_charge(cx, zone ? 100 : 1))
        return cel_fail_limit(cx);
    if (zone && !cel_zone_offset(&offset, cx->zones, cel_octets(v[1]), v[0].i, &e))
        return cel_fail_err(cx, &e);
    return cel_int(cel_time_get((struct cel_time){v[0].i, (int32_t)v[0].n}, field, offset));
}

/* One pair of functions for each field. */
#define GETTER(name, field)                                                         \
    static struct cel_value name(struct cel_cx *cx, const struct cel_value *v)      \
    {                                                                               \
        return get(cx, v, field, false);                                            \
    }                                                                               \
    static struct cel_value name##_in(struct cel_cx *cx, const struct cel_value *v) \
    {                                                                               \
        return get(cx, v, field, true);                                             \
    }

GETTER(full_year, CEL_TIME_FULL_YEAR)
GETTER(month, CEL_TIME_MONTH)
GETTER(day_of_month, CEL_TIME_DAY_OF_MONTH)
GETTER(date, CEL_TIME_DATE)
GETTER(day_of_year, CEL_TIME_DAY_OF_YEAR)
GETTER(day_of_week, CEL_TIME_DAY_OF_WEEK)
GETTER(hours, CEL_TIME_HOURS)
GETTER(minutes, CEL_TIME_MINUTES)
GETTER(seconds, CEL_TIME_SECONDS)
GETTER(milliseconds, CEL_TIME_MILLISECONDS)

static struct cel_value
duration_hours(struct cel_cx *cx UNUSED, const struct cel_value *v)
{
    return cel_int(cel_duration_get(v[0].i, CEL_TIME_HOURS));
}

static struct cel_value
duration_minutes(struct cel_cx *cx UNUSED, const struct cel_value *v)
{
    return cel_int(cel_duration_get(v[0].i, CEL_TIME_MINUTES));
}

static struct cel_value
duration_seconds(struct cel_cx *cx UNUSED, const struct cel_value *v)
{
    return cel_int(cel_duration_get(v[0].i, CEL_TIME_SECONDS));
}

static struct cel_value
duration_milliseconds(struct cel_cx *cx UNUSED, const struct cel_value *v)
{
    return cel_int(cel_duration_get(v[0].i, CEL_TIME_MILLISECONDS));
}

/* Zones come from the host: those overloads depend on more than their arguments. */
static const struct cel_row rows[] = {
    {"getFullYear", "timestamp.() -> int", full_year, false},
    {"getFullYear", "timestamp.(string) -> int", full_year_in, true},
    {"getMonth", "timestamp.() -> int", month, false},
    {"getMonth", "timestamp.(string) -> int", month_in, true},
    {"getDayOfMonth", "timestamp.() -> int", day_of_month, false},
    {"getDayOfMonth", "timestamp.(string) -> int", day_of_month_in, true},
    {"getDate", "timestamp.() -> int", date, false},
    {"getDate", "timestamp.(string) -> int", date_in, true},
    {"getDayOfYear", "timestamp.() -> int", day_of_year, false},
    {"getDayOfYear", "timestamp.(string) -> int", day_of_year_in, true},
    {"getDayOfWeek", "timestamp.() -> int", day_of_week, false},
    {"getDayOfWeek", "timestamp.(string) -> int", day_of_week_in, true},
    {"getHours", "timestamp.() -> int", hours, false},
    {"getHours", "timestamp.(string) -> int", hours_in, true},
    {"getHours", "duration.() -> int", duration_hours, false},
    {"getMinutes", "timestamp.() -> int", minutes, false},
    {"getMinutes", "timestamp.(string) -> int", minutes_in, true},
    {"getMinutes", "duration.() -> int", duration_minutes, false},
    {"getSeconds", "timestamp.() -> int", seconds, false},
    {"getSeconds", "timestamp.(string) -> int", seconds_in, true},
    {"getSeconds", "duration.() -> int", duration_seconds, false},
    {"getMilliseconds", "timestamp.() -> int", milliseconds, false},
    {"getMilliseconds", "timestamp.(string) -> int", milliseconds_in, true},
    {"getMilliseconds", "duration.() -> int", duration_milliseconds, false},
};

const struct cel_table cel_stdlib_time = {rows, COUNT_OF(rows)};
