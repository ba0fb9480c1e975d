/* SPDX-License-Identifier: Apache-2.0 */
#include "cel/time.h"

#include "cel/civil.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>

static bool
time_range(struct cel_time *out, int64_t sec, int32_t nsec, struct err *e)
{
    if (sec < CEL_TIME_MIN || sec > CEL_TIME_MAX)
        return err_set(e, ERR_INPUT, "timestamp out of range: years 1 to 9999 only");
    *out = (struct cel_time){sec, nsec};
    return true;
}

bool
cel_time_from_unix(struct cel_time *out, int64_t sec, struct err *e)
{
    return time_range(out, sec, 0, e);
}

static bool
take_char(struct slice *s, const char *any)
{
    if (s->n == 0 || s->p[0] == '\0' || !strchr(any, s->p[0]))
        return false;
    *s = slice_sub(*s, 1, s->n);
    return true;
}

/* Exactly `width` digits. */
static bool
take_fixed(struct slice *s, int width, int *out)
{
    int v = 0;
    if (s->n < (size_t)width)
        return false;
    for (int i = 0; i < width; i++) {
        if (s->p[i] < '0' || s->p[i] > '9')
            return false;
        v = v * 10 + (s->p[i] - '0');
    }
    *s = slice_sub(*s, (size_t)width, s->n);
    *out = v;
    return true;
}

static size_t
digits_at_front(struct slice s)
{
    size_t n = 0;
    while (n < s.n && s.p[n] >= '0' && s.p[n] <= '9')
        n++;
    return n;
}

/* One or more digits as billionths; those past the ninth are dropped. */
static bool
take_fraction(struct slice *s, int32_t *nsec)
{
    size_t n = digits_at_front(*s);
    int32_t v = 0;
    if (n == 0)
        return false;
    for (size_t i = 0; i < 9; i++)
        v = v * 10 + (i < n ? s->p[i] - '0' : 0);
    *s = slice_sub(*s, n, s->n);
    *nsec = v;
    return true;
}

struct date_time {
    int year, month, day, hour, minute, second;
    int32_t nsec;
    int offset; /* seconds east */
};

static bool
take_date(struct slice *s, struct date_time *d)
{
    return take_fixed(s, 4, &d->year) && take_char(s, "-") && take_fixed(s, 2, &d->month) &&
           take_char(s, "-") && take_fixed(s, 2, &d->day);
}

static bool
take_clock(struct slice *s, struct date_time *d)
{
    bool ok = take_fixed(s, 2, &d->hour) && take_char(s, ":") && take_fixed(s, 2, &d->minute) &&
              take_char(s, ":") && take_fixed(s, 2, &d->second);
    return ok && (!take_char(s, ".") || take_fraction(s, &d->nsec));
}

static bool
take_offset(struct slice *s, struct date_time *d)
{
    if (take_char(s, "Zz"))
        return true;
    bool west = s->n > 0 && s->p[0] == '-';
    int hour, minute;
    if (!take_char(s, "+-") || !take_fixed(s, 2, &hour) || !take_char(s, ":") ||
        !take_fixed(s, 2, &minute) || hour > 23 || minute > 59)
        return false;
    d->offset = (hour * 60 + minute) * (west ? -60 : 60);
    return true;
}

static bool
fields_exist(const struct date_time *d)
{
    return d->month >= 1 && d->month <= 12 && d->day >= 1 &&
           d->day <= civil_month_days(d->year, d->month) && d->hour <= 23 && d->minute <= 59 &&
           d->second <= 59;
}

bool
cel_time_parse(struct cel_time *out, struct slice s, struct err *e)
{
    struct slice rest = s;
    struct date_time d = {0};
    if (digits_at_front(s) > 4)
        return err_set(e, ERR_INPUT, "timestamp '%.*s' out of range: years 1 to 9999 only",
                       SL_FMT(slice_sub(s, 0, 40)));
    if (!take_date(&rest, &d) || !take_char(&rest, "Tt") || !take_clock(&rest, &d) ||
        !take_offset(&rest, &d) || rest.n != 0)
        return err_set(e, ERR_INPUT,
                       "timestamp '%.*s': octet %zu: not as RFC 3339, 2006-01-02T15:04:05Z",
                       SL_FMT(slice_sub(s, 0, 40)), s.n - rest.n);
    if (!fields_exist(&d))
        return err_set(e, ERR_INPUT, "timestamp '%.*s': no such date or time of day",
                       SL_FMT(slice_sub(s, 0, 40)));
    int64_t days = civil_to_days(d.year, d.month, d.day);
    int clock = d.hour * 3600 + d.minute * 60 + d.second;
    int64_t sec = days * CIVIL_DAY + clock - d.offset;
    return time_range(out, sec, d.nsec, e);
}

/* ".5", ".000000001", or nothing. */
static void
print_fraction(struct buf *b, uint32_t nsec)
{
    char digits[12];
    if (nsec == 0)
        return;
    int n = snprintf(digits, sizeof digits, ".%09" PRIu32, nsec % CEL_SECOND);
    while (digits[n - 1] == '0')
        n--;
    buf_add(b, slice_of(digits, (size_t)n));
}

void
cel_time_print(struct buf *b, struct cel_time t)
{
    int64_t days = civil_floor_div(t.sec, CIVIL_DAY);
    int clock = (int)(t.sec - days * CIVIL_DAY);
    struct civil_date d = civil_from_days(days);
    buf_printf(b, "%04" PRId64 "-%02d-%02dT%02d:%02d:%02d", d.year, d.month, d.day, clock / 3600,
               clock / 60 % 60, clock % 60);
    print_fraction(b, (uint32_t)t.nsec);
    buf_u8(b, 'Z');
}

int
cel_time_cmp(struct cel_time a, struct cel_time b)
{
    if (a.sec != b.sec)
        return a.sec < b.sec ? -1 : 1;
    return (a.nsec > b.nsec) - (a.nsec < b.nsec);
}

/* Seconds and nanoseconds that stay far from the ends of their types. */
static bool
add_parts(struct cel_time *out, struct cel_time t, int64_t sec, int64_t nsec, struct err *e)
{
    nsec += t.nsec;
    int64_t carry = civil_floor_div(nsec, CEL_SECOND);
    return time_range(out, t.sec + sec + carry, (int32_t)(nsec - carry * CEL_SECOND), e);
}

bool
cel_time_add(struct cel_time *out, struct cel_time t, int64_t ns, struct err *e)
{
    return add_parts(out, t, ns / CEL_SECOND, ns % CEL_SECOND, e);
}

bool
cel_time_sub(struct cel_time *out, struct cel_time t, int64_t ns, struct err *e)
{
    return add_parts(out, t, -(ns / CEL_SECOND), -(ns % CEL_SECOND), e);
}

static bool
duration_range(struct err *e)
{
    return err_set(e, ERR_INPUT, "duration out of range: 292 years at most");
}

static bool
from_parts(int64_t *out_ns, int64_t sec, int64_t nsec, struct err *e)
{
    /* Give both the same sign, so that only the result can overflow, not a step on the way. */
    if (sec < 0 && nsec > 0) {
        sec++;
        nsec -= CEL_SECOND;
    } else if (sec > 0 && nsec < 0) {
        sec--;
        nsec += CEL_SECOND;
    }
    int64_t ns;
    if (__builtin_mul_overflow(sec, CEL_SECOND, &ns) || __builtin_add_overflow(ns, nsec, &ns))
        return duration_range(e);
    *out_ns = ns;
    return true;
}

bool
cel_time_diff(int64_t *out_ns, struct cel_time a, struct cel_time b, struct err *e)
{
    return from_parts(out_ns, a.sec - b.sec, a.nsec - b.nsec, e);
}

bool
cel_duration_from_parts(int64_t *out_ns, int64_t sec, int32_t nsec, struct err *e)
{
    if (nsec <= -CEL_SECOND || nsec >= CEL_SECOND || (sec < 0 && nsec > 0) || (sec > 0 && nsec < 0))
        return err_set(e, ERR_INPUT, "duration of %" PRId64 " s and %" PRId32 " ns is not normal",
                       sec, nsec);
    return from_parts(out_ns, sec, nsec, e);
}

static const struct unit {
    struct slice name;
    int64_t ns;
} units[] = {
    {SL_INIT("ns"), 1},
    {SL_INIT("us"), 1000},
    {SL_INIT("\xc2\xb5s"), 1000}, /* U+00B5, micro sign */
    {SL_INIT("\xce\xbcs"), 1000}, /* U+03BC, mu */
    {SL_INIT("ms"), 1000000},
    {SL_INIT("s"), CEL_SECOND},
    {SL_INIT("m"), 60 * (int64_t)CEL_SECOND},
    {SL_INIT("h"), 3600 * (int64_t)CEL_SECOND},
};

/* What stands before the next digit or point. */
static const struct unit *
take_unit(struct slice *s)
{
    size_t n = 0;
    while (n < s->n && s->p[n] != '.' && (s->p[n] < '0' || s->p[n] > '9'))
        n++;
    struct slice name = slice_sub(*s, 0, n);
    *s = slice_sub(*s, n, s->n);
    for (size_t i = 0; i < COUNT_OF(units); i++)
        if (slice_eq(units[i].name, name))
            return &units[i];
    return NULL;
}

/* Digits as a count that sticks at the largest value. */
static uint64_t
take_count(struct slice *s, size_t n)
{
    uint64_t v = 0;
    for (size_t i = 0; i < n; i++)
        if (__builtin_mul_overflow(v, 10, &v) ||
            __builtin_add_overflow(v, (unsigned)(s->p[i] - '0'), &v))
            v = UINT64_MAX;
    *s = slice_sub(*s, n, s->n);
    return v;
}

__extension__ typedef unsigned __int128 wide;

enum part {
    PART_OK,
    PART_SYNTAX,
    PART_RANGE,
};

/* "1.5h": adds to *sum. A fraction below a nanosecond is cut off. */
static enum part
take_part(struct slice *s, uint64_t *sum)
{
    size_t whole = digits_at_front(*s);
    uint64_t v = take_count(s, whole);
    struct slice fraction = {0};
    if (take_char(s, ".")) {
        fraction = slice_sub(*s, 0, digits_at_front(*s));
        *s = slice_sub(*s, fraction.n, s->n);
    }
    if (whole == 0 && fraction.n == 0)
        return PART_SYNTAX;
    const struct unit *u = take_unit(s);
    if (!u)
        return PART_SYNTAX;
    /* No unit has more than 13 digits of nanoseconds: 18 digits and 128 bits are exact. */
    struct slice head = slice_sub(fraction, 0, 18);
    uint64_t scale = 1;
    for (size_t i = 0; i < head.n; i++)
        scale *= 10;
    uint64_t part = take_count(&head, head.n);
    uint64_t below = (uint64_t)((wide)part * (uint64_t)u->ns / scale);
    if (__builtin_mul_overflow(v, (uint64_t)u->ns, &v) || __builtin_add_overflow(v, below, &v) ||
        __builtin_add_overflow(*sum, v, sum))
        return PART_RANGE;
    return PART_OK;
}

bool
cel_duration_parse(int64_t *out_ns, struct slice s, struct err *e)
{
    struct slice rest = s;
    bool minus = s.n > 0 && s.p[0] == '-';
    uint64_t sum = 0;
    enum part r = PART_OK;
    (void)take_char(&rest, "+-");
    if (slice_eq_str(rest, "0")) {
        *out_ns = 0;
        return true;
    }
    if (rest.n == 0)
        r = PART_SYNTAX;
    while (rest.n > 0 && r == PART_OK)
        r = take_part(&rest, &sum);
    if (r == PART_SYNTAX)
        return err_set(e, ERR_INPUT,
                       "duration '%.*s': octet %zu: want numbers with units h m s ms us ns",
                       SL_FMT(slice_sub(s, 0, 40)), s.n - rest.n);
    if (r == PART_RANGE || sum > (uint64_t)INT64_MAX + minus)
        return duration_range(e);
    *out_ns = minus ? (int64_t)(0 - sum) : (int64_t)sum;
    return true;
}

void
cel_duration_print(struct buf *b, int64_t ns)
{
    uint64_t size = ns < 0 ? 0 - (uint64_t)ns : (uint64_t)ns;
    buf_printf(b, "%s%" PRIu64, ns < 0 ? "-" : "", size / CEL_SECOND);
    print_fraction(b, (uint32_t)(size % CEL_SECOND));
    buf_u8(b, 's');
}

bool
cel_duration_add(int64_t *out_ns, int64_t a, int64_t b, struct err *e)
{
    return !__builtin_add_overflow(a, b, out_ns) || duration_range(e);
}

bool
cel_duration_sub(int64_t *out_ns, int64_t a, int64_t b, struct err *e)
{
    return !__builtin_sub_overflow(a, b, out_ns) || duration_range(e);
}

bool
cel_duration_neg(int64_t *out_ns, int64_t a, struct err *e)
{
    return cel_duration_sub(out_ns, 0, a, e);
}

int64_t
cel_time_get(struct cel_time t, enum cel_time_field field, int32_t offset)
{
    int64_t local = t.sec + offset;
    int64_t days = civil_floor_div(local, CIVIL_DAY);
    int64_t clock = local - days * CIVIL_DAY;
    struct civil_date d = civil_from_days(days);
    switch (field) {
    case CEL_TIME_FULL_YEAR:
        return d.year;
    case CEL_TIME_MONTH:
        return d.month - 1;
    case CEL_TIME_DAY_OF_MONTH:
        return d.day - 1;
    case CEL_TIME_DATE:
        return d.day;
    case CEL_TIME_DAY_OF_YEAR:
        return days - civil_to_days(d.year, 1, 1);
    case CEL_TIME_DAY_OF_WEEK:
        return civil_weekday(days);
    case CEL_TIME_HOURS:
        return clock / 3600;
    case CEL_TIME_MINUTES:
        return clock / 60 % 60;
    case CEL_TIME_SECONDS:
        return clock % 60;
    case CEL_TIME_MILLISECONDS:
        return t.nsec / 1000000;
    }
    assert(false); /* no such field */
    return 0;
}

int64_t
cel_duration_get(int64_t ns, enum cel_time_field field)
{
    assert(field >= CEL_TIME_HOURS);
    if (field == CEL_TIME_MILLISECONDS)
        return ns % CEL_SECOND / 1000000;
    if (field == CEL_TIME_SECONDS)
        return ns / CEL_SECOND;
    return ns / CEL_SECOND / (field == CEL_TIME_MINUTES ? 60 : 3600);
}
