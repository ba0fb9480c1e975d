/* SPDX-License-Identifier: Apache-2.0 */
#include "text/json_build.h"
#include "web/http.h"
#include "web/pages_parts.h"

static struct json_node *
text_node(struct arena *a, struct slice s)
{
    struct json_node *n = NEW(a, struct json_node);
    *n = (struct json_node){.type = JSON_STRING, .n = (uint32_t)s.n, .s = s.p};
    return n;
}

static struct json_node *
int_node(struct arena *a, int64_t i)
{
    struct json_node *n = NEW(a, struct json_node);
    *n = (struct json_node){.type = JSON_INT, .i = i};
    return n;
}

/* "2026-11-24T01:02:03Z", and shorter: a date has no time. */
static bool
is_stamp(struct slice s)
{
    return s.n >= 10 && s.p[4] == '-' && s.p[7] == '-' && (s.n == 10 || s.p[10] == 'T');
}

static const struct json_node *
show_date(struct arena *a, const struct json_node *of)
{
    struct slice s = json_text(of);
    if (of->type != JSON_STRING)
        return NULL; /* {{kind.date}} is a member, or nothing */
    return is_stamp(s) ? text_node(a, slice_sub(s, 0, 10)) : of;
}

static const struct json_node *
show_time(struct arena *a, const struct json_node *of)
{
    struct slice s = json_text(of);
    if (!is_stamp(s) || s.n < 16)
        return show_date(a, of);
    return text_node(a, arena_printf(a, "%.*s %.*s UTC", SL_FMT(slice_sub(s, 0, 10)),
                                     SL_FMT(slice_sub(s, 11, 5))));
}

static const struct json_node *
show_url(struct arena *a, const struct json_node *of)
{
    struct slice s =
        of->type == JSON_INT ? arena_printf(a, "%lld", (long long)of->i) : json_text(of);
    return text_node(a, http_encode(a, s));
}

static const struct json_node *
show_grouped(struct arena *a, const struct json_node *of)
{
    if (of->type != JSON_INT)
        return of;
    uint64_t v = of->i < 0 ? 0 - (uint64_t)of->i : (uint64_t)of->i;
    char text[32];
    size_t at = sizeof text, digits = 0;
    do {
        if (digits && digits % 3 == 0)
            text[--at] = ',';
        text[--at] = (char)('0' + v % 10);
        v /= 10;
        digits++;
    } while (v);
    if (of->i < 0)
        text[--at] = '-';
    return text_node(a, arena_dup(a, slice_of(text + at, sizeof text - at)));
}

static const struct json_node *
show_any(struct arena *a, const struct json_node *of)
{
    struct json_node *n = NEW(a, struct json_node);
    *n = json_of_bool(of->type == JSON_ARRAY && of->n > 0);
    return n;
}

static const struct json_node *
show_count(struct arena *a, const struct json_node *of)
{
    return of->type == JSON_ARRAY ? int_node(a, of->n) : NULL;
}

/* Enough of a digest to know it by; the whole of it stands elsewhere. */
static const struct json_node *
show_short(struct arena *a, const struct json_node *of)
{
    struct slice s = json_text(of);
    return s.n <= 16 ? of : text_node(a, arena_printf(a, "%.*s…", SL_FMT(slice_sub(s, 0, 12))));
}

/* Of texts, numbers and lists: an object has its own members, and no others. */
const struct json_node *
pages_show(void *ctx UNUSED, struct arena *scratch, const struct json_node *of, struct slice part)
{
    static const struct {
        const char *name;
        const struct json_node *(*show)(struct arena *a, const struct json_node *of);
    } ways[] = {
        {"date", show_date},       {"time", show_time}, {"url", show_url},
        {"grouped", show_grouped}, {"any", show_any},   {"count", show_count},
        {"short", show_short},
    };
    for (size_t i = 0; i < COUNT_OF(ways); i++)
        if (slice_eq_str(part, ways[i].name) && of->type != JSON_OBJECT)
            return ways[i].show(scratch, of);
    return NULL;
}
