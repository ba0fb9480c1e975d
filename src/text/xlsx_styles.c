/* SPDX-License-Identifier: Apache-2.0 */
#include "text/xlsx_styles.h"

#include "base/vec.h"
#include "text/xlsx_text.h"
#include "text/xml_path.h"

#define DAY 86400
#define DAYS_MAX 2958466 /* 10000-01-01 */

enum { SHEET = XML_PATH_OTHER + 1, FORMATS, FORMAT, XFS, XF };

static const struct xml_path_rule rules[] = {
    {SHEET, XML_PATH_ROOT, SL_INIT("styleSheet")},
    {FORMATS, SHEET, SL_INIT("numFmts")},
    {FORMAT, FORMATS, SL_INIT("numFmt")},
    {XFS, SHEET, SL_INIT("cellXfs")},
    {XF, XFS, SL_INIT("xf")},
};

/* Formats that every program knows by number; 27 to 36 and 50 to 58 are those of East Asia. */
static const struct known {
    uint8_t from, to, shows;
} known[] = {
    {14, 17, XLSX_SHOWS_DATE},
    {18, 21, XLSX_SHOWS_TIME},
    {22, 22, XLSX_SHOWS_DATE | XLSX_SHOWS_TIME},
    {27, 31, XLSX_SHOWS_DATE},
    {32, 35, XLSX_SHOWS_TIME},
    {36, 36, XLSX_SHOWS_DATE},
    {45, 47, XLSX_SHOWS_TIME},
    {50, 58, XLSX_SHOWS_DATE},
};

struct format {
    uint64_t id;
    unsigned shows;
};

struct reader {
    struct arena *a;
    struct xml_path path;
    VEC(struct format) formats;
    VEC(uint8_t) shows;
};

/* [h], [mm], [ss]: time that has passed. */
static bool
is_elapsed(struct slice bracket)
{
    for (size_t i = 1; i + 1 < bracket.n; i++) {
        uint8_t c = bracket.p[i] | 0x20;
        if (c != 'h' && c != 'm' && c != 's')
            return false;
    }
    return bracket.n > 2;
}

/* Takes quoted text, an escaped character, a colour or condition; false: none of them is there. */
static bool
skip_literal(struct slice *s)
{
    uint8_t c = s->p[0];
    size_t n = 0;
    if (c == '\\' || c == '_' || c == '*')
        n = 2;
    else if (c == '"' || c == '[') {
        const uint8_t *end = s->n > 1 ? memchr(s->p + 1, c == '"' ? '"' : ']', s->n - 1) : NULL;
        n = end ? (size_t)(end - s->p) + 1 : s->n;
        if (c == '[' && is_elapsed(slice_sub(*s, 0, n)))
            n = 1; /* the letters count, and [s] is no other thing than s */
    }
    *s = slice_sub(*s, n, s->n);
    return n != 0;
}

unsigned
xlsx_styles_shows(struct slice code)
{
    bool month = false; /* or minute, beside hours or seconds */
    unsigned shows = XLSX_SHOWS_NUMBER;
    while (code.n && code.p[0] != ';') {
        if (skip_literal(&code))
            continue;
        uint8_t c = code.p[0] | 0x20;
        if (c == 'y' || c == 'd')
            shows |= XLSX_SHOWS_DATE;
        if (c == 'h' || c == 's')
            shows |= XLSX_SHOWS_TIME;
        month = month || c == 'm';
        code = slice_sub(code, 1, code.n);
    }
    return month && shows == XLSX_SHOWS_NUMBER ? XLSX_SHOWS_DATE : shows;
}

static unsigned
shows_of(const struct reader *r, uint64_t id)
{
    for (size_t i = 0; i < r->formats.n; i++)
        if (r->formats.v[i].id == id)
            return r->formats.v[i].shows;
    for (size_t i = 0; i < COUNT_OF(known); i++)
        if (id >= known[i].from && id <= known[i].to)
            return known[i].shows;
    return XLSX_SHOWS_NUMBER;
}

static bool
on_open(void *ctx, const struct xml_element *el, struct err *e)
{
    struct reader *r = ctx;
    uint64_t id = 0;
    uint8_t at = xml_path_open(&r->path, el->ns, el->name);
    if (at != FORMAT && at != XF)
        return true;
    if (!slice_to_u64(xml_attribute(el, SL("numFmtId")), &id))
        id = 0;
    if (at == FORMAT) {
        if (r->formats.n == XLSX_FORMATS_MAX)
            return err_set(e, ERR_LIMIT, "more than %d formats of numbers", XLSX_FORMATS_MAX);
        vec_push(r->a, &r->formats,
                 (struct format){id, xlsx_styles_shows(xml_attribute(el, SL("formatCode")))});
        return true;
    }
    if (r->shows.n == XLSX_STYLES_MAX)
        return err_set(e, ERR_LIMIT, "more than %d cell formats", XLSX_STYLES_MAX);
    vec_push(r->a, &r->shows, (uint8_t)shows_of(r, id));
    return true;
}

static bool
on_close(void *ctx, struct slice ns UNUSED, struct slice name UNUSED, struct err *e UNUSED)
{
    struct reader *r = ctx;
    xml_path_close(&r->path);
    return true;
}

bool
xlsx_styles_read(struct xlsx_styles *out, struct arena *a, struct slice xml, struct err *e)
{
    struct reader r = {
        .a = a,
        .path = {.rules = rules,
                 .nrules = COUNT_OF(rules),
                 .namespaces = xlsx_namespaces,
                 .nnamespaces = XLSX_NAMESPACES},
    };
    struct xml_handler h = {&r, on_open, on_close, NULL};
    *out = (struct xlsx_styles){0};
    if (!xml_read(xml, &h, e))
        return false;
    *out = (struct xlsx_styles){r.shows.v, r.shows.n};
    return true;
}

/* The civil date of a day counted from 1899-12-31, in the calendar that has 1900-02-29 out. */
static void
civil(int64_t days, int *y, unsigned *m, unsigned *d)
{
    int64_t z = days + 693900; /* from 0000-03-01, where a leap day ends the year; 1899-12-31 */
    int64_t era = z / 146097;
    unsigned doe = (unsigned)(z - era * 146097);
    unsigned yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    unsigned doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    unsigned mp = (5 * doy + 2) / 153;
    *d = doy - (153 * mp + 2) / 5 + 1;
    *m = mp < 10 ? mp + 3 : mp - 9;
    *y = (int)(yoe + (unsigned)(era * 400) + (*m <= 2));
}

struct slice
xlsx_styles_date(struct arena *a, double days, bool from_1904, unsigned shows)
{
    if (!(days >= 0 && days < DAYS_MAX - (from_1904 ? 1462 : 0)))
        return slice_of(NULL, 0);
    int64_t seconds = (int64_t)(days * DAY + 0.5);
    int64_t day = seconds / DAY + (from_1904 ? 1462 : 0), in_day = seconds % DAY;
    struct slice time = SL("");
    if ((shows & XLSX_SHOWS_TIME) || in_day)
        time = arena_printf(a, "%02lld:%02lld:%02lld", (long long)in_day / 3600,
                            (long long)in_day / 60 % 60, (long long)in_day % 60);
    if (!(shows & XLSX_SHOWS_DATE) && day == 0)
        return time;
    int y = 1900;
    unsigned m = 2, d = 29; /* day 60, which never was */
    if (day != 60)
        civil(day < 60 ? day : day - 1, &y, &m, &d);
    struct slice date = arena_printf(a, "%04d-%02u-%02u", y, m, d);
    return time.n ? arena_printf(a, "%.*sT%.*s", SL_FMT(date), SL_FMT(time)) : date;
}
