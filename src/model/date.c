/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Days of the proleptic Gregorian calendar as numbers: day 0 is 1970-01-01.
 */
#include "model/date.h"

#include <inttypes.h>

static bool
is_leap(int64_t y)
{
    return (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
}

static int64_t
month_days(int64_t y, int64_t m)
{
    static const int64_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return m == 2 && is_leap(y) ? 29 : days[m - 1];
}

/* Days from 0001-01-01 to the first of January of year y. */
static int64_t
days_before_year(int64_t y)
{
    return (y - 1) * 365 + (y - 1) / 4 - (y - 1) / 100 + (y - 1) / 400;
}

#define DAYS_TO_1970 719162 /* days_before_year(1970) */

static bool
digits(struct slice *s, size_t n, int64_t *out)
{
    struct slice d;
    if (!slice_take(s, n, &d))
        return false;
    *out = 0;
    for (size_t i = 0; i < n; i++) {
        if (d.p[i] < '0' || d.p[i] > '9')
            return false;
        *out = *out * 10 + (d.p[i] - '0');
    }
    return true;
}

static bool
dash(struct slice *s)
{
    uint8_t c;
    return slice_u8(s, &c) && c == '-';
}

bool
date_parse(struct slice s, date_t *out)
{
    int64_t y, m, d;
    if (!digits(&s, 4, &y) || !dash(&s) || !digits(&s, 2, &m) || !dash(&s) || !digits(&s, 2, &d) ||
        s.n > 0)
        return false;
    if (y < 1 || m < 1 || m > 12 || d < 1 || d > month_days(y, m))
        return false;
    int64_t days = days_before_year(y) - DAYS_TO_1970 + d - 1;
    for (int64_t i = 1; i < m; i++)
        days += month_days(y, i);
    *out = (date_t)days;
    return true;
}

struct slice
date_print(struct arena *a, date_t d)
{
    if (d == DATE_MIN || d == DATE_MAX)
        return (struct slice){0};
    int64_t left = (int64_t)d + DAYS_TO_1970;
    int64_t y = left / 366 + 1, m = 1; /* never too late, so the loop only goes forward */
    while (days_before_year(y + 1) <= left)
        y++;
    left -= days_before_year(y);
    for (; left >= month_days(y, m); m++)
        left -= month_days(y, m);
    return arena_printf(a, "%04d-%02d-%02d", (int)y, (int)m, (int)left + 1);
}

static int
second_of_day(int64_t seconds)
{
    return (int)(seconds - date_seconds(date_of_seconds(seconds)));
}

struct slice
date_stamp(struct arena *a, int64_t seconds)
{
    if (!date_covers(seconds))
        return (struct slice){0};
    int s = second_of_day(seconds);
    return arena_printf(a, "%.*sT%02d:%02d:%02dZ", SL_FMT(date_print(a, date_of_seconds(seconds))),
                        s / 3600, s / 60 % 60, s % 60);
}

struct slice
date_clock(struct arena *a, int64_t seconds)
{
    if (!date_covers(seconds))
        return arena_printf(a, "%" PRId64 " seconds after 1970", seconds);
    int s = second_of_day(seconds);
    return arena_printf(a, "%.*s %02d:%02d UTC", SL_FMT(date_print(a, date_of_seconds(seconds))),
                        s / 3600, s / 60 % 60);
}
