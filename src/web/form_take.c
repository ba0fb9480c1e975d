/* SPDX-License-Identifier: Apache-2.0 */
/* The fields of a route, checked: presence, number, length, shape. */
#include "committee/event.h"
#include "model/date.h"
#include "web/form_parts.h"

#define TEXT_MAX 1000
#define LONG_MAX_OCTETS 20000
#define DAYS_MAX 36600 /* of "+60" */

struct taking {
    struct given *out;
    struct given_faults *faults;
    struct arena *a;
    const struct http_pairs *pairs;
    const struct http_files *files;
};

static bool
fault(struct taking *t, const char *name, struct langs l)
{
    return given_fault(t->faults, t->a, name, l.en, l.zh);
}

static size_t
most(const struct web_field *f)
{
    if (f->max)
        return f->max;
    if (f->kind == WEB_FILE)
        return HTTP_UPLOAD_MAX;
    return f->kind == WEB_LONG ? LONG_MAX_OCTETS : TEXT_MAX;
}

/* --- cleaning ------------------------------------------------------------------------------- */

/* As HTML sends them, lines end in CR LF: here in LF. */
static struct slice
lines(struct arena *a, struct slice s)
{
    if (s.n == 0 || !memchr(s.p, '\r', s.n))
        return s;
    uint8_t *out = arena_alloc(a, s.n, 1);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] != '\r')
            out[n++] = s.p[i];
        else if (i + 1 >= s.n || s.p[i + 1] != '\n')
            out[n++] = '\n';
    return slice_of(out, n);
}

static bool
has_control(struct slice s, bool long_text)
{
    for (size_t i = 0; i < s.n; i++)
        if ((s.p[i] < 0x20 && !(long_text && (s.p[i] == '\n' || s.p[i] == '\t'))) || s.p[i] == 0x7F)
            return true;
    return false;
}

static struct slice
cleaned(struct arena *a, const struct web_field *f, struct slice s)
{
    if (f->kind == WEB_PASSWORD || f->kind == WEB_FILE)
        return s;
    return slice_trim(f->kind == WEB_LONG ? lines(a, s) : s);
}

/* --- shapes --------------------------------------------------------------------------------- */

static bool
is_instant(struct slice s)
{
    int64_t at;
    date_t day;
    uint64_t days;
    if (s.n > 1 && s.p[0] == '+')
        return slice_to_u64(slice_sub(s, 1, s.n), &days) && days <= DAYS_MAX;
    return date_parse(s, &day) || instant_read(&at, s);
}

static bool
is_choice(const struct web_field *f, struct slice s)
{
    for (const struct web_choice *c = f->choices; c && c->word; c++)
        if (slice_eq_str(s, c->word))
            return true;
    return false;
}

static bool
is_flag(struct slice s)
{
    return slice_eq_str(s, "1") || slice_eq_str(s, "on") || slice_eq_str(s, "true");
}

static bool
is_id(struct slice s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] <= ' ' || s.p[i] > '~')
            return false;
    return true;
}

static const struct langs wrong[] = {
    [WEB_TEXT] = {SL_INIT("One line of text belongs here."), SL_INIT("此处应填写单行文字。")},
    [WEB_LONG] = {SL_INIT("There are characters in it that cannot be shown."),
                  SL_INIT("其中含有无法显示的字符。")},
    [WEB_ID] = {SL_INIT("An identifier belongs here: no spaces, no other characters than ASCII."),
                SL_INIT("此处应填写标识符：不含空格及非ASCII字符。")},
    [WEB_INTEGER] = {SL_INIT("A whole number belongs here."), SL_INIT("此处应填写整数。")},
    [WEB_DATE] = {SL_INIT("A date belongs here, as 2026-11-24."),
                  SL_INIT("此处应填写日期，格式如2026-11-24。")},
    [WEB_INSTANT] = {SL_INIT("A time belongs here: 2026-11-24, 2026-11-24T01:02:03Z, or +60 for 60 "
                             "days from now."),
                     SL_INIT("此处应填写时间：2026-11-24、2026-11-24T01:02:03Z，或以+60表示自今日起"
                             "60天。")},
    [WEB_CHOICE] = {SL_INIT("Choose one of the entries."), SL_INIT("请从列出的选项中选择一项。")},
    [WEB_CHOICES] = {SL_INIT("Choose among the entries."), SL_INIT("请从列出的选项中选择。")},
    [WEB_FLAG] = {SL_INIT("Yes or no: 1, or leave it out."), SL_INIT("是或否：填1，或留空。")},
    [WEB_FILE] = {SL_INIT("A file belongs here."), SL_INIT("此处应选择文件。")},
    [WEB_PASSWORD] = {SL_INIT("There are characters in it that cannot be typed."),
                      SL_INIT("其中含有无法键入的字符。")},
    [WEB_HIDDEN] = {SL_INIT("What the page put there was changed: load the page again."),
                    SL_INIT("页面中的隐藏内容已被更改：请重新载入页面。")},
};

static bool
shape_holds(const struct web_field *f, struct slice s)
{
    int64_t number;
    date_t day;
    switch (f->kind) {
    case WEB_INTEGER:
        return slice_to_i64(s, &number);
    case WEB_DATE:
        return date_parse(s, &day);
    case WEB_INSTANT:
        return is_instant(s);
    case WEB_CHOICE:
    case WEB_CHOICES:
        return is_choice(f, s);
    case WEB_FLAG:
        return is_flag(s);
    case WEB_ID:
        return is_id(s);
    case WEB_LONG:
        return !has_control(s, true);
    case WEB_TEXT:
    case WEB_PASSWORD:
    case WEB_HIDDEN:
        return !has_control(s, false);
    case WEB_FILE:
        break;
    }
    return true;
}

/* --- taking --------------------------------------------------------------------------------- */

static bool
take_value(struct taking *t, const struct web_field *f, struct slice text, struct slice file)
{
    struct slice s = cleaned(t->a, f, text);
    if (f->kind == WEB_FLAG && (s.n == 0 || slice_eq_str(s, "0")))
        return true;
    if (s.n == 0)
        return true; /* as if it had not been sent */
    /* What is wrong is kept, too: the form shows it again. */
    vec_push(t->a, t->out,
             (struct given_field){slice_str(f->name), f->kind == WEB_FLAG ? SL("1") : s, file});
    if (s.n > most(f))
        return fault(
            t, f->name,
            (struct langs){
                arena_printf(t->a, "Too long: %zu octets, at most %zu are taken.", s.n, most(f)),
                arena_printf(t->a, "内容过长：%zu字节，最多%zu字节。", s.n, most(f))});
    return shape_holds(f, s) || fault(t, f->name, wrong[f->kind]);
}

static void
take_field(struct taking *t, const struct web_field *f)
{
    static const struct langs needed = {SL_INIT("This is needed."), SL_INIT("此项必填。")};
    static const struct langs twice = {SL_INIT("This was given more than once."),
                                       SL_INIT("此项重复填写。")};
    size_t before = t->out->n, seen = 0, faults = t->faults->n;
    for (size_t i = 0; i < t->pairs->n; i++)
        if (slice_eq_str(t->pairs->v[i].name, f->name)) {
            (void)take_value(t, f, t->pairs->v[i].value, (struct slice){0});
            seen++;
        }
    for (size_t i = 0; i < t->files->n; i++)
        if (slice_eq_str(t->files->v[i].field, f->name)) {
            (void)take_value(t, f, t->files->v[i].octets, t->files->v[i].name);
            seen++;
        }
    if (seen > 1 && f->kind != WEB_CHOICES)
        fault(t, f->name, twice);
    if (f->needed && t->out->n == before && t->faults->n == faults)
        fault(t, f->name, needed);
}

/* --- what nobody asked for ------------------------------------------------------------------ */

static const struct web_field *
field_of(const struct route *r, struct slice name)
{
    for (size_t i = 0; i < r->nfields; i++)
        if (slice_eq_str(name, r->fields[i].name))
            return &r->fields[i];
    return NULL;
}

bool
form_is_ours(const struct route *r, struct slice name)
{
    if (r->method == HTTP_GET) /* "?lang=zh" on any page: shell_language reads it */
        return slice_eq_str(name, FORM_LANGUAGE);
    return (slice_eq_str(name, FORM_TOKEN) || slice_eq_str(name, FORM_ONCE) ||
            (r->guard == GUARD_PROVE && slice_eq_str(name, FORM_PROOF)));
}

bool
form_once_valid(struct slice s)
{
    for (size_t i = 0; i < s.n; i++) {
        uint8_t low = s.p[i] | 0x20;
        if (!(low >= 'a' && low <= 'z') && !(s.p[i] >= '0' && s.p[i] <= '9') && s.p[i] != '-' &&
            s.p[i] != '_')
            return false;
    }
    return s.n > 0 && s.n <= FORM_ONCE_MAX;
}

static void
unknown(struct taking *t, struct slice name)
{
    struct slice shown = slice_sub(name, 0, 80);
    fault(t, "",
          (struct langs){arena_printf(t->a, "There is no field “%.*s” here.", SL_FMT(shown)),
                         arena_printf(t->a, "此处没有名为“%.*s”的字段。", SL_FMT(shown))});
}

bool
form_take(struct given *out, struct given_faults *faults, struct arena *a, const struct route *r,
          const struct http_pairs *pairs, const struct http_files *files)
{
    static const struct langs no_file = {SL_INIT("No file belongs here."),
                                         SL_INIT("此处不应提交文件。")};
    struct taking t = {out, faults, a, pairs, files};
    for (size_t i = 0; i < r->nfields; i++)
        take_field(&t, &r->fields[i]);
    for (size_t i = 0; i < pairs->n; i++)
        if (!field_of(r, pairs->v[i].name) && !form_is_ours(r, pairs->v[i].name))
            unknown(&t, pairs->v[i].name);
    for (size_t i = 0; i < files->n; i++) {
        const struct web_field *f = field_of(r, files->v[i].field);
        if (!f)
            unknown(&t, files->v[i].field);
        else if (f->kind != WEB_FILE)
            fault(&t, f->name, no_file);
    }
    return faults->n == 0;
}
