/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Days since 1970-01-01 (proleptic Gregorian calendar, years 1 to 9999).
 * An instant is seconds since 1970, UTC, without leap seconds.
 */
#pragma once

#include "base/arena.h"

typedef int32_t date_t;
#define DATE_MIN INT32_MIN /* since ever */
#define DATE_MAX INT32_MAX /* for ever */

/* YYYY-MM-DD; false for anything else, also 2023-02-30. */
MUST_USE bool date_parse(struct slice s, date_t *out);

/* The same form; empty for DATE_MIN and DATE_MAX. Years outside 1 to 9999 are our own mistake. */
struct slice date_print(struct arena *a, date_t d);

/* RFC 3339: "2026-11-23T09:30:00Z"; empty where date_covers is false. */
struct slice date_stamp(struct arena *a, int64_t seconds);
/* For people, to the minute: "2026-11-23 09:30 UTC"; the bare number where date_covers is false. */
struct slice date_clock(struct arena *a, int64_t seconds);

/* First second of the day, UTC, since 1970. */
static inline int64_t
date_seconds(date_t d)
{
    return (int64_t)d * 86400;
}

/* The day that a second since 1970 belongs to, UTC. */
static inline date_t
date_of_seconds(int64_t seconds)
{
    return (date_t)(seconds / 86400 - (seconds % 86400 < 0));
}

/* An instant of the years 1 to 9999. */
static inline bool
date_covers(int64_t seconds)
{
    return seconds >= date_seconds(-719162) && seconds < date_seconds(2932897);
}
