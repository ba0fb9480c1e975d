/* SPDX-License-Identifier: Apache-2.0 */
#include "cel/civil.h"

#define ERA 400          /* years after which the calendar repeats */
#define ERA_DAYS 146097  /* in 400 years */
#define ERA_START 719468 /* days from 0000-03-01 to 1970-01-01 */

bool
civil_is_leap(int64_t year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int
civil_month_days(int64_t year, int month)
{
    static const uint8_t days[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return days[month - 1] + (month == 2 && civil_is_leap(year));
}

/*
 * Both ways count years from the first of March, so that the leap day is the
 * last of its year; the months then begin on day (153 m + 2) / 5.
 */
int64_t
civil_to_days(int64_t year, int month, int day)
{
    int64_t y = month > 2 ? year : year - 1;
    int64_t era = civil_floor_div(y, ERA);
    int64_t year_of_era = y - era * ERA;
    int m = month > 2 ? month - 3 : month + 9;
    int64_t day_of_year = (153 * m + 2) / 5 + day - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * ERA_DAYS + day_of_era - ERA_START;
}

struct civil_date
civil_from_days(int64_t days)
{
    int64_t z = days + ERA_START;
    int64_t era = civil_floor_div(z, ERA_DAYS);
    int64_t day_of_era = z - era * ERA_DAYS;
    /* Take the leap days out: one in 1460 days, none in 36524, one in 146096. */
    int64_t leapless = day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096;
    int64_t year_of_era = leapless / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int m = (int)((5 * day_of_year + 2) / 153);
    struct civil_date d = {
        .year = year_of_era + era * ERA,
        .month = m < 10 ? m + 3 : m - 9,
        .day = (int)(day_of_year - (153 * m + 2) / 5 + 1),
    };
    d.year += d.month <= 2;
    return d;
}

int
civil_weekday(int64_t days)
{
    int64_t w = (days + 4) % 7; /* 1970-01-01 was a Thursday */
    return (int)(w < 0 ? w + 7 : w);
}
