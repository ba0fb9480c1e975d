/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The proleptic Gregorian calendar: days since 1970-01-01 to dates and back,
 * exact for every year from -1000000 to 1000000.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#define CIVIL_DAY 86400 /* seconds */

struct civil_date {
    int64_t year;
    int month; /* 1 .. 12 */
    int day;   /* 1 .. 31 */
};

bool civil_is_leap(int64_t year);
int civil_month_days(int64_t year, int month);

/* The day of the month may lie outside the month; it is counted on. */
int64_t civil_to_days(int64_t year, int month, int day);
struct civil_date civil_from_days(int64_t days);

/* 0 is Sunday. */
int civil_weekday(int64_t days);

/* Division that rounds down, so that times before 1970 fall into the right day. */
static inline int64_t
civil_floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}
