/* SPDX-License-Identifier: Apache-2.0 */
#include "api/feed.h"

#include "committee/event.h"

#define LINE_MAX_OCTETS 75

/* The host of an origin, as identifiers have it: letters, digits, '-' and '.'. */
static struct slice
authority(struct arena *a, struct slice origin)
{
    struct slice rest = origin, host;
    (void)slice_cut(&rest, '/', &host);
    uint8_t *out = arena_alloc(a, host.n + 1, 1);
    for (size_t i = 0; i < host.n; i++) {
        uint8_t c = host.p[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                     c == '-' || c == '.';
        out[i] = plain ? c : '-';
    }
    return slice_of(out, host.n);
}

static struct slice
says(const struct feed *f, const struct json_node *n, const char *key)
{
    struct langs l = langs_of(json_get(n, key));
    return langs_get(&l, f->zh);
}

/* ---- Atom ------------------------------------------------------------------------------------*/

/* Text of an element or attribute; what XML 1.0 cannot hold (section 2.2) is left out. */
static void
xml_text(struct buf *b, struct slice s)
{
    for (size_t i = 0; i < s.n; i++) {
        uint8_t c = s.p[i];
        if (c == '&')
            buf_str(b, "&amp;");
        else if (c == '<')
            buf_str(b, "&lt;");
        else if (c == '>')
            buf_str(b, "&gt;");
        else if (c == '"')
            buf_str(b, "&quot;");
        else if (c >= 0x20 || c == '\t' || c == '\n')
            buf_u8(b, c);
    }
}

static void
element(struct buf *b, const char *name, struct slice text)
{
    buf_printf(b, "<%s>", name);
    xml_text(b, text);
    buf_printf(b, "</%s>\n", name);
}

static void
tag(struct buf *b, struct arena *a, const struct feed *f, struct slice specific)
{
    struct slice host = authority(a, f->origin);
    struct slice year = slice_sub(instant_text(a, f->opened), 0, 4);
    buf_printf(b, "<id>tag:%.*s,%.*s:", SL_FMT(host), SL_FMT(year));
    xml_text(b, specific);
    buf_str(b, "</id>\n");
}

static void
link_to(struct buf *b, const struct feed *f, const char *rel, struct slice path)
{
    buf_printf(b, "<link rel=\"%s\" href=\"", rel);
    xml_text(b, f->url);
    xml_text(b, path);
    buf_str(b, "\"/>\n");
}

static void
atom_entry(struct buf *b, struct arena *a, const struct feed *f, const struct json_node *n)
{
    const struct json_node *index = json_get(n, "index"), *by = json_get(n, "by");
    struct slice at = json_text(json_get(n, "at"));
    long long number = index && index->type == JSON_INT ? (long long)index->i : 0;
    buf_str(b, "<entry>\n");
    tag(b, a, f, arena_printf(a, "%.*s/%lld", SL_FMT(f->origin), number));
    element(b, "title", says(f, n, "says"));
    element(b, "updated", at);
    element(b, "published", at);
    link_to(b, f, "alternate", arena_printf(a, "/record/entries/%lld", number));
    link_to(b, f, "related", json_text(json_get(n, "about")));
    buf_str(b, "<author>");
    element(b, "name", says(f, by, "name"));
    buf_str(b, "</author>\n</entry>\n");
}

bool
feed_atom(struct buf *out, struct arena *a, const struct feed *f, const struct json_node *entries,
          struct err *e)
{
    struct slice whole, updated = instant_text(a, f->opened);
    if (json_count(entries))
        updated = json_text(json_get(json_item(entries, 0), "at"));
    buf_str(out, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
    buf_printf(out, "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"%s\">\n",
               f->zh ? "zh-Hans" : "en");
    tag(out, a, f, f->path);
    element(out, "title", f->name);
    element(out, "updated", updated);
    link_to(out, f, "self", f->path);
    link_to(out, f, "alternate", SL("/"));
    for (size_t i = 0; i < json_count(entries); i++)
        atom_entry(out, a, f, json_item(entries, i));
    buf_str(out, "</feed>\n");
    return buf_done(out, &whole, e);
}

/* ---- iCalendar -------------------------------------------------------------------------------*/

/* RFC 5545, 3.3.11: a text value. */
static struct slice
ical_text(struct arena *a, struct slice s)
{
    struct buf b;
    buf_init(&b, a, FEED_MAX);
    for (size_t i = 0; i < s.n; i++) {
        uint8_t c = s.p[i];
        if (c == '\\' || c == ';' || c == ',')
            buf_printf(&b, "\\%c", c);
        else if (c == '\n')
            buf_str(&b, "\\n");
        else if (c >= 0x20 && c != 0x7F)
            buf_u8(&b, c);
    }
    return buf_slice(&b);
}

/* One content line, folded before the 76th octet and never inside a character (3.1). */
static void
line(struct buf *b, struct arena *a, const char *name, struct slice value)
{
    struct slice s = arena_printf(a, "%s:%.*s", name, SL_FMT(value));
    size_t room = LINE_MAX_OCTETS;
    while (s.n > room) {
        size_t n = room;
        while (n > 1 && (s.p[n] & 0xC0) == 0x80)
            n--;
        buf_add(b, slice_sub(s, 0, n));
        buf_str(b, "\r\n ");
        s = slice_sub(s, n, s.n);
        room = LINE_MAX_OCTETS - 1; /* the space counts */
    }
    buf_add(b, s);
    buf_str(b, "\r\n");
}

/* "20261213T080200Z". */
static struct slice
ical_time(struct arena *a, int64_t at)
{
    struct slice s = instant_text(a, at);
    uint8_t *out = arena_alloc(a, s.n, 1);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] != '-' && s.p[i] != ':')
            out[n++] = s.p[i];
    return slice_of(out, n);
}

/* What is due is told a day ahead. */
static void
alarm_before(struct buf *b, struct arena *a, struct slice summary)
{
    line(b, a, "BEGIN", SL("VALARM"));
    line(b, a, "ACTION", SL("DISPLAY"));
    line(b, a, "DESCRIPTION", summary);
    line(b, a, "TRIGGER", SL("-P1D"));
    line(b, a, "END", SL("VALARM"));
}

static void
calendar_event(struct buf *b, struct arena *a, const struct feed *f, const struct json_node *n)
{
    struct slice about = json_text(json_get(n, "about"));
    struct slice kind = json_text(json_get(json_get(n, "kind"), "id")), host;
    struct slice summary = ical_text(
        a, arena_printf(a, "%.*s: %.*s", SL_FMT(says(f, n, "says")), SL_FMT(says(f, n, "title"))));
    int64_t at;
    if (!instant_read(&at, json_text(json_get(n, "at"))))
        return;
    host = authority(a, f->origin);
    line(b, a, "BEGIN", SL("VEVENT"));
    line(b, a, "UID",
         arena_printf(a, "%.*s%.*s@%.*s", SL_FMT(kind), SL_FMT(ical_text(a, about)), SL_FMT(host)));
    line(b, a, "DTSTAMP", ical_time(a, f->now));
    /* A deadline only ever moves to later: so its minute counts its changes. */
    line(b, a, "SEQUENCE", arena_printf(a, "%lld", (long long)(at / 60)));
    line(b, a, "DTSTART", ical_time(a, at));
    line(b, a, "SUMMARY", summary);
    line(b, a, "URL", arena_printf(a, "%.*s%.*s", SL_FMT(f->url), SL_FMT(about)));
    line(b, a, "TRANSP", SL("TRANSPARENT"));
    if (at > f->now)
        alarm_before(b, a, summary);
    line(b, a, "END", SL("VEVENT"));
}

bool
feed_calendar(struct buf *out, struct arena *a, const struct feed *f, const struct json_node *due,
              struct err *e)
{
    struct slice whole, name = ical_text(a, f->name);
    line(out, a, "BEGIN", SL("VCALENDAR"));
    line(out, a, "VERSION", SL("2.0"));
    line(out, a, "PRODID", SL("-//Comity//portal//EN"));
    line(out, a, "METHOD", SL("PUBLISH"));
    line(out, a, "NAME", name);
    line(out, a, "X-WR-CALNAME", name);
    line(out, a, "REFRESH-INTERVAL;VALUE=DURATION", SL("PT6H"));
    for (size_t i = 0; i < json_count(due); i++)
        calendar_event(out, a, f, json_item(due, i));
    line(out, a, "END", SL("VCALENDAR"));
    return buf_done(out, &whole, e);
}
