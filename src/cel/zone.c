/* SPDX-License-Identifier: Apache-2.0 */
#include "cel/zone.h"

#include "cel/civil.h"

#define HEADER_SIZE 44
#define TYPE_SIZE 6
#define OFFSET_MIN (-89999) /* RFC 9636, section 3.2: more than -25 h, less than 26 h */
#define OFFSET_MAX 93599

/* Counts of a TZif header, in the order of the file. */
struct counts {
    uint32_t isut, isstd, leap, time, type, chars;
};

static bool
broken(struct err *e, const char *what)
{
    return err_set(e, ERR_INPUT, "not a sound TZif file: %s", what);
}

static bool
take_header(struct slice *file, struct counts *c, uint8_t *version, struct err *e)
{
    struct slice h, magic, rest;
    if (!slice_take(file, HEADER_SIZE, &h) || !slice_take(&h, 4, &magic) ||
        !slice_eq_str(magic, "TZif"))
        return broken(e, "no header");
    if (!slice_u8(&h, version) || !slice_take(&h, 15, &rest) || !slice_u32(&h, &c->isut) ||
        !slice_u32(&h, &c->isstd) || !slice_u32(&h, &c->leap) || !slice_u32(&h, &c->time) ||
        !slice_u32(&h, &c->type) || !slice_u32(&h, &c->chars))
        return broken(e, "header cut off");
    if (c->type == 0 || c->type > 256)
        return broken(e, "no types, or more than 256");
    if ((c->isut != 0 && c->isut != c->type) || (c->isstd != 0 && c->isstd != c->type))
        return broken(e, "indicators do not go with the types");
    return true;
}

static bool
take_block(struct slice *file, struct cel_zone *z, const struct counts *c, size_t width)
{
    struct slice skipped;
    z->width = width;
    return slice_take(file, c->time * width, &z->times) && slice_take(file, c->time, &z->indices) &&
           slice_take(file, (size_t)c->type * TYPE_SIZE, &z->types) &&
           slice_take(file, c->chars, &skipped) &&
           slice_take(file, c->leap * (width + 4), &skipped) &&
           slice_take(file, c->isstd, &skipped) && slice_take(file, c->isut, &skipped);
}

static int64_t
big_endian(const uint8_t *p, size_t width)
{
    uint64_t v = p[0] & 0x80 ? UINT64_MAX : 0;
    for (size_t i = 0; i < width; i++)
        v = v << 8 | p[i];
    return (int64_t)v;
}

static size_t
transitions(const struct cel_zone *z)
{
    return z->indices.n;
}

static int64_t
transition(const struct cel_zone *z, size_t i)
{
    return big_endian(z->times.p + i * z->width, z->width);
}

static int32_t
type_offset(const struct cel_zone *z, size_t type)
{
    return (int32_t)big_endian(z->types.p + type * TYPE_SIZE, 4);
}

static bool
check_block(const struct cel_zone *z, struct err *e)
{
    size_t types = z->types.n / TYPE_SIZE;
    for (size_t i = 0; i < types; i++)
        if (type_offset(z, i) < OFFSET_MIN || type_offset(z, i) > OFFSET_MAX)
            return broken(e, "an offset is out of range");
    for (size_t i = 0; i < transitions(z); i++) {
        if (z->indices.p[i] >= types)
            return broken(e, "a transition to no type");
        if (i > 0 && transition(z, i) <= transition(z, i - 1))
            return broken(e, "transitions are out of order");
    }
    return true;
}

static bool
take_char(struct slice *s, char c)
{
    if (s->n == 0 || s->p[0] != (uint8_t)c)
        return false;
    *s = slice_sub(*s, 1, s->n);
    return true;
}

/* One to three digits, at most `max`. */
static bool
take_int(struct slice *s, int max, int *out)
{
    int v = 0;
    size_t n = 0;
    while (n < s->n && n < 3 && s->p[n] >= '0' && s->p[n] <= '9')
        v = v * 10 + (s->p[n++] - '0');
    *s = slice_sub(*s, n, s->n);
    *out = v;
    return n > 0 && v <= max;
}

static bool
is_letter(uint8_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* "CET" or "<+0530>": at least three characters, the name itself is not kept. */
static bool
take_abbreviation(struct slice *s)
{
    size_t n = 0;
    bool quoted = take_char(s, '<');
    while (n < s->n && (is_letter(s->p[n]) || (quoted && (s->p[n] == '+' || s->p[n] == '-' ||
                                                          (s->p[n] >= '0' && s->p[n] <= '9')))))
        n++;
    *s = slice_sub(*s, n, s->n);
    return n >= 3 && (!quoted || take_char(s, '>'));
}

/* [+-]hh[:mm[:ss]] as seconds. */
static bool
take_clock(struct slice *s, int max_hours, int32_t *out)
{
    bool minus = take_char(s, '-');
    int h, m = 0, sec = 0;
    if (!minus)
        (void)take_char(s, '+');
    if (!take_int(s, max_hours, &h))
        return false;
    if (take_char(s, ':') &&
        (!take_int(s, 59, &m) || (take_char(s, ':') && !take_int(s, 59, &sec))))
        return false;
    *out = (h * 3600 + m * 60 + sec) * (minus ? -1 : 1);
    return true;
}

static bool
take_rule(struct slice *s, struct cel_zone_rule *r)
{
    bool ok;
    if (take_char(s, 'J')) {
        r->how = CEL_ZONE_JULIAN;
        ok = take_int(s, 365, &r->day) && r->day >= 1;
    } else if (take_char(s, 'M')) {
        r->how = CEL_ZONE_WEEKDAY;
        ok = take_int(s, 12, &r->month) && r->month >= 1 && take_char(s, '.') &&
             take_int(s, 5, &r->week) && r->week >= 1 && take_char(s, '.') &&
             take_int(s, 6, &r->day);
    } else {
        r->how = CEL_ZONE_ORDINAL;
        ok = take_int(s, 365, &r->day);
    }
    r->time = 2 * 3600;
    return ok && (!take_char(s, '/') || take_clock(s, 167, &r->time));
}

/* POSIX, "TZ": std offset [dst [offset] , start [/time] , end [/time]]; offsets count west. */
static bool
parse_tail(struct cel_zone_tail *out, struct slice s)
{
    struct cel_zone_tail t = {.present = true};
    int32_t west;
    if (!take_abbreviation(&s) || !take_clock(&s, 24, &west))
        return false;
    t.std_off = -west;
    if (s.n > 0) {
        t.saving = true;
        if (!take_abbreviation(&s))
            return false;
        t.dst_off = t.std_off + 3600;
        if (s.n > 0 && s.p[0] != ',') {
            if (!take_clock(&s, 24, &west))
                return false;
            t.dst_off = -west;
        }
        if (!take_char(&s, ',') || !take_rule(&s, &t.start) || !take_char(&s, ',') ||
            !take_rule(&s, &t.end) || s.n > 0)
            return false;
    }
    *out = t;
    return true;
}

static bool
take_footer(struct slice *file, struct cel_zone *z, struct err *e)
{
    struct slice line;
    if (!take_char(file, '\n') || slice_find(*file, SL("\n")) == SIZE_MAX ||
        !slice_cut(file, '\n', &line))
        return broken(e, "no footer");
    if (line.n > 0 && !parse_tail(&z->tail, line))
        return broken(e, "the footer is no TZ string with rules");
    return true;
}

bool
cel_zone_parse(struct cel_zone *out, struct slice file, struct err *e)
{
    struct counts c = {0};
    uint8_t version = 0;
    *out = (struct cel_zone){0};
    if (file.n > CEL_ZONE_FILE_MAX)
        return err_set(e, ERR_LIMIT, "TZif file of %zu octets, we accept %zu", file.n,
                       CEL_ZONE_FILE_MAX);
    if (!take_header(&file, &c, &version, e))
        return false;
    if (!take_block(&file, out, &c, 4))
        return broken(e, "cut off");
    if (version != 0) {
        /* From version 2 on the same follows once more with 64-bit times. */
        if (!take_header(&file, &c, &version, e))
            return false;
        if (!take_block(&file, out, &c, 8))
            return broken(e, "cut off");
        if (!take_footer(&file, out, e))
            return false;
    }
    if (c.leap != 0)
        return err_set(e, ERR_UNSUPPORTED, "counts leap seconds, which POSIX time does not");
    return check_block(out, e);
}

/* Days since 1970 of a rule in one year. */
static int64_t
rule_day(const struct cel_zone_rule *r, int64_t year)
{
    int64_t first = civil_to_days(year, r->how == CEL_ZONE_WEEKDAY ? r->month : 1, 1);
    if (r->how == CEL_ZONE_ORDINAL)
        return first + r->day;
    if (r->how == CEL_ZONE_JULIAN)
        return first + r->day - 1 + (civil_is_leap(year) && r->day >= 60);
    int ahead = (r->day - civil_weekday(first) + 7) % 7 + (r->week - 1) * 7;
    while (ahead >= civil_month_days(year, r->month))
        ahead -= 7;
    return first + ahead;
}

static int32_t
tail_offset(const struct cel_zone_tail *t, int64_t sec)
{
    if (!t->saving)
        return t->std_off;
    /* The last change before the moment; it may be of the year before or after. */
    int64_t year = civil_from_days(civil_floor_div(sec, CIVIL_DAY)).year;
    int64_t best = INT64_MIN;
    int32_t offset = t->std_off;
    for (int64_t y = year - 1; y <= year + 1; y++) {
        int64_t end = rule_day(&t->end, y) * CIVIL_DAY + t->end.time - t->dst_off;
        int64_t start = rule_day(&t->start, y) * CIVIL_DAY + t->start.time - t->std_off;
        if (end <= sec && end > best) {
            best = end;
            offset = t->std_off;
        }
        /* At the same moment the beginning wins: so is "all year" written (RFC 9636, 3.3.1). */
        if (start <= sec && start >= best) {
            best = start;
            offset = t->dst_off;
        }
    }
    return offset;
}

int32_t
cel_zone_at(const struct cel_zone *z, int64_t sec)
{
    size_t n = transitions(z);
    bool after = n == 0 || sec >= transition(z, n - 1);
    if (after && z->tail.present)
        return tail_offset(&z->tail, sec);
    if (n == 0 || sec < transition(z, 0))
        return type_offset(z, 0);
    size_t lo = 0, hi = n; /* transition lo is not after the moment, hi is */
    while (hi - lo > 1) {
        size_t mid = lo + (hi - lo) / 2;
        if (transition(z, mid) <= sec)
            lo = mid;
        else
            hi = mid;
    }
    return type_offset(z, z->indices.p[lo]);
}

/* [+-]hh:mm */
static bool
fixed_offset(int32_t *out, struct slice name)
{
    struct slice s = name;
    bool west = take_char(&s, '-');
    if (!west)
        (void)take_char(&s, '+');
    if (s.n != 5 || s.p[2] != ':')
        return false;
    struct slice hours = slice_sub(s, 0, 2), minutes = slice_sub(s, 3, 2);
    int h = 0, m = 0;
    if (!take_int(&hours, 23, &h) || hours.n > 0 || !take_int(&minutes, 59, &m) || minutes.n > 0)
        return false;
    *out = (h * 3600 + m * 60) * (west ? -1 : 1);
    return true;
}

/* Parts of letters, digits, - + _ between slashes: no dot, so no way out of the folder. */
static bool
name_is_safe(struct slice name)
{
    bool begins = true;
    if (name.n == 0 || name.n > CEL_ZONE_NAME_MAX)
        return false;
    for (size_t i = 0; i < name.n; i++) {
        uint8_t c = name.p[i];
        bool plain = is_letter(c) || (c >= '0' && c <= '9') || c == '-' || c == '+' || c == '_';
        if (!plain && (c != '/' || begins))
            return false;
        begins = c == '/';
    }
    return !begins;
}

static bool
load(struct cel_zone *z, struct cel_zones *zones, struct slice name, struct err *e)
{
    struct err why = {0};
    struct slice file;
    struct slice path = arena_printf(zones->a, CEL_ZONE_DIR "/%.*s", SL_FMT(name));
    if (!zones->read(zones->ctx, &file, zones->a, arena_str(zones->a, path), CEL_ZONE_FILE_MAX,
                     &why) ||
        !cel_zone_parse(z, file, &why))
        return err_set(e, ERR_INPUT, "time zone '%.*s': %s", SL_FMT(name), why.msg);
    return true;
}

/* Only zones that are kept leave anything in the arena. */
static bool
named_offset(int32_t *out, struct cel_zones *zones, struct slice name, int64_t sec, struct err *e)
{
    const struct cel_zone *known = map_get(&zones->cache, name);
    if (known) {
        *out = cel_zone_at(known, sec);
        return true;
    }
    struct arena_mark before = arena_mark(zones->a);
    struct cel_zone *z = NEW(zones->a, struct cel_zone);
    bool ok = load(z, zones, name, e);
    if (ok)
        *out = cel_zone_at(z, sec);
    if (ok && zones->cache.n < CEL_ZONE_CACHE_MAX)
        map_put(zones->a, &zones->cache, arena_dup(zones->a, name), z);
    else
        arena_reset(zones->a, before);
    return ok;
}

bool
cel_zone_offset(int32_t *out, struct cel_zones *zones, struct slice name, int64_t sec,
                struct err *e)
{
    *out = 0;
    if (slice_eq_str(name, "UTC") || fixed_offset(out, name))
        return true;
    if (!name_is_safe(name))
        return err_set(e, ERR_INPUT, "'%.*s' is no time zone: want UTC, +hh:mm or Area/City",
                       SL_FMT(slice_sub(name, 0, CEL_ZONE_NAME_MAX)));
    if (!zones)
        return err_set(e, ERR_UNSUPPORTED, "time zone '%.*s': no time zone data here",
                       SL_FMT(name));
    return named_offset(out, zones, name, sec, e);
}
