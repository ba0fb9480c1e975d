/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Timestamps and durations of CEL: reading, printing, arithmetic and the
 * getters, in UTC, at a fixed offset, or in a zone of the IANA database.
 *
 * A timestamp lies in 0001-01-01T00:00:00Z .. 9999-12-31T23:59:59.999999999Z.
 * A duration is a count of nanoseconds in 64 bits (292 years either way): the
 * conformance suite wants the two ends of time to be too far apart.
 * Every overflow is an error whose message has the word "range".
 *
 * Not here: the clock (the caller's), leap seconds (POSIX time has none).
 * Spec: RFC 3339; CEL langdef, "Abstract types" and "Timezones".
 */
#pragma once

#include "base/buf.h"

#include "cel/zone.h"

#define CEL_TIME_MIN (-62135596800) /* 0001-01-01T00:00:00Z */
#define CEL_TIME_MAX 253402300799   /* 9999-12-31T23:59:59Z */
#define CEL_SECOND 1000000000       /* nanoseconds */

struct cel_time {
    int64_t sec;  /* since 1970-01-01T00:00:00Z; CEL_TIME_MIN .. CEL_TIME_MAX */
    int32_t nsec; /* 0 .. 999999999, counted forward from sec */
};

/* int(timestamp) is t.sec; this is timestamp(int). */
bool cel_time_from_unix(struct cel_time *out, int64_t sec, struct err *e) MUST_USE;

/*
 * RFC 3339 date-time: "2009-02-13T23:31:30.5+01:00". T and Z may be lower
 * case; digits past the ninth of a fraction are dropped; second 60 is refused.
 */
bool cel_time_parse(struct cel_time *out, struct slice s, struct err *e) MUST_USE;

/* RFC 3339 in UTC, with as many digits of the second as are needed. */
void cel_time_print(struct buf *b, struct cel_time t);

/* Negative, zero, positive. */
int cel_time_cmp(struct cel_time a, struct cel_time b);

bool cel_time_add(struct cel_time *out, struct cel_time t, int64_t ns, struct err *e) MUST_USE;
bool cel_time_sub(struct cel_time *out, struct cel_time t, int64_t ns, struct err *e) MUST_USE;
bool cel_time_diff(int64_t *out_ns, struct cel_time a, struct cel_time b, struct err *e) MUST_USE;

/*
 * Go's syntax: [+-] then numbers with a unit, "1h2m3.5s"; units h m s ms us
 * µs ns; "0" needs none.
 */
bool cel_duration_parse(int64_t *out_ns, struct slice s, struct err *e) MUST_USE;

/* From a protobuf Duration's pair, the signs of which must agree. */
bool cel_duration_from_parts(int64_t *out_ns, int64_t sec, int32_t nsec, struct err *e) MUST_USE;

/* Decimal seconds and "s": "-1.5s", "3600s". */
void cel_duration_print(struct buf *b, int64_t ns);

bool cel_duration_add(int64_t *out_ns, int64_t a, int64_t b, struct err *e) MUST_USE;
bool cel_duration_sub(int64_t *out_ns, int64_t a, int64_t b, struct err *e) MUST_USE;
bool cel_duration_neg(int64_t *out_ns, int64_t a, struct err *e) MUST_USE;

/* The getters; the comment says what CEL's method of that name gives. */
enum cel_time_field {
    CEL_TIME_FULL_YEAR,    /* 1 .. 9999 in UTC */
    CEL_TIME_MONTH,        /* 0 is January */
    CEL_TIME_DAY_OF_MONTH, /* 0-based: getDayOfMonth */
    CEL_TIME_DATE,         /* 1-based: getDate */
    CEL_TIME_DAY_OF_YEAR,  /* 0-based */
    CEL_TIME_DAY_OF_WEEK,  /* 0 is Sunday */
    CEL_TIME_HOURS,
    CEL_TIME_MINUTES,
    CEL_TIME_SECONDS,
    CEL_TIME_MILLISECONDS,
};

/* `offset` in seconds, east positive: what cel_zone_offset gives, or 0 for UTC. */
int64_t cel_time_get(struct cel_time t, enum cel_time_field field, int32_t offset);

/*
 * getHours and so on of a duration: hours, minutes and seconds are the whole
 * duration in that unit, milliseconds only those past the second. Any other
 * field is our own mistake (asserted).
 */
int64_t cel_duration_get(int64_t ns, enum cel_time_field field);
