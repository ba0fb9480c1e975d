/* SPDX-License-Identifier: Apache-2.0 */
#include "text/po.h"

#include "base/buf.h"
#include "text/utf8.h"

enum part { NOTHING, CONTEXT, ID, TEXT };

struct reader {
    struct arena *a;
    struct po *out;
    struct slice file;
    size_t line;
    enum part part; /* what the next piece of text belongs to */
    struct buf v[TEXT + 1];
    size_t entry_line;
    bool fuzzy;
};

static bool
fault(const struct reader *r, const char *what, struct err *e)
{
    return err_set(e, ERR_INPUT, "%.*s:%zu: %s", SL_FMT(r->file), r->line, what);
}

static void
start_entry(struct reader *r)
{
    for (size_t i = 0; i < COUNT_OF(r->v); i++)
        buf_init(&r->v[i], r->a, PO_FILE_MAX);
    r->part = NOTHING;
    r->fuzzy = false;
    r->entry_line = 0;
}

/* The first entry, of the empty msgid: it says what the others are written in. */
static bool
check_header(const struct reader *r, struct err *e)
{
    struct slice head = buf_slice(&r->v[TEXT]);
    size_t at = slice_find(head, SL("charset="));
    struct slice set = at == SIZE_MAX ? (struct slice){0} : slice_sub(head, at + 8, 5);
    if (at != SIZE_MAX && !slice_eq(set, SL("UTF-8")) && !slice_eq(set, SL("utf-8")))
        return fault(r, "the charset of a catalogue is UTF-8", e);
    return true;
}

static struct slice
key_of(struct arena *a, struct slice context, struct slice id)
{
    return context.n ? arena_printf(a, "%.*s\x04%.*s", SL_FMT(context), SL_FMT(id)) : id;
}

static bool
end_entry(struct reader *r, struct err *e)
{
    if (r->entry_line == 0) {
        start_entry(r);
        return true;
    }
    if (r->part != TEXT)
        return fault(r, "an entry ends without its msgstr", e);
    struct slice context = buf_slice(&r->v[CONTEXT]), id = buf_slice(&r->v[ID]);
    struct slice text = buf_slice(&r->v[TEXT]);
    if (id.n == 0 && context.n == 0 && !check_header(r, e))
        return false;
    if (id.n && text.n && !r->fuzzy) {
        struct slice *there = map_get(&r->out->by_id, key_of(r->a, context, id));
        if (there && !slice_eq(*there, text))
            return err_set(e, ERR_INPUT, "%.*s:%zu: translated differently before: %.*s",
                           SL_FMT(r->file), r->entry_line, SL_FMT(slice_sub(id, 0, 80)));
        if (!there && r->out->n == PO_ENTRIES_MAX)
            return err_set(e, ERR_LIMIT, "%.*s:%zu: more than %d entries", SL_FMT(r->file),
                           r->entry_line, PO_ENTRIES_MAX);
        if (!there) {
            struct slice *value = NEW(r->a, struct slice);
            *value = text;
            map_put(r->a, &r->out->by_id, key_of(r->a, context, id), value);
            r->out->n++;
        }
    }
    start_entry(r);
    return true;
}

/* A piece of text in quotes; nothing may stand behind it. */
static bool
take_quoted(struct reader *r, struct slice s, struct err *e)
{
    static const char from[] = "nt\"\\", to[] = "\n\t\"\\";
    size_t i = 1;
    if (r->part == NOTHING)
        return fault(r, "a text without a keyword in front of it", e);
    if (s.n == 0 || s.p[0] != '"')
        return fault(r, "a text in quotes belongs here", e);
    for (; i < s.n && s.p[i] != '"'; i++) {
        if (s.p[i] != '\\') {
            buf_u8(&r->v[r->part], s.p[i]);
            continue;
        }
        i++;
        const char *which = i < s.n ? memchr(from, s.p[i], sizeof from - 1) : NULL;
        if (!which)
            return fault(r, "of escapes there are \\n, \\t, \\\" and \\\\", e);
        buf_u8(&r->v[r->part], (uint8_t)to[which - from]);
    }
    if (i + 1 != s.n)
        return fault(r, i < s.n ? "something stands behind the text" : "this text is not closed",
                     e);
    return true;
}

static bool
take_keyword(struct reader *r, struct slice s, struct err *e)
{
    static const struct {
        const char *word;
        enum part part;
    } words[] = {{"msgctxt", CONTEXT}, {"msgid", ID}, {"msgstr", TEXT}};
    size_t n = 0;
    while (n < s.n && s.p[n] != ' ' && s.p[n] != '\t' && s.p[n] != '"')
        n++;
    struct slice word = slice_sub(s, 0, n);
    for (size_t i = 0; i < COUNT_OF(words); i++) {
        if (!slice_eq_str(word, words[i].word))
            continue;
        if (r->part == TEXT && words[i].part != TEXT && !end_entry(r, e))
            return false;
        if (words[i].part <= r->part || (words[i].part == TEXT && r->part != ID))
            return fault(r, "msgctxt, msgid and msgstr stand in this order, each once", e);
        r->part = words[i].part;
        r->entry_line = r->entry_line ? r->entry_line : r->line;
        return take_quoted(r, slice_trim(slice_sub(s, n, s.n)), e);
    }
    if (slice_has_prefix(word, SL("msgid_plural")) || slice_has_prefix(word, SL("msgstr[")))
        return fault(r, "plural entries are no part of our catalogues", e);
    return fault(r, "this is no line of a catalogue", e);
}

static bool
take_line(struct reader *r, struct slice s, struct err *e)
{
    if (s.n && s.p[0] == '#') {
        if (r->part == TEXT && !end_entry(r, e))
            return false;
        if (slice_has_prefix(s, SL("#,")) && slice_find(s, SL("fuzzy")) != SIZE_MAX)
            r->fuzzy = true;
        return true;
    }
    if (s.n == 0)
        return r->part == NOTHING || end_entry(r, e);
    return s.p[0] == '"' ? take_quoted(r, s, e) : take_keyword(r, s, e);
}

bool
po_read(struct po *out, struct arena *a, struct slice file, struct slice text, struct err *e)
{
    struct reader r = {.a = a, .out = out, .file = file};
    struct slice line;
    if (text.n > PO_FILE_MAX)
        return err_set(e, ERR_LIMIT, "%.*s: a catalogue has at most %zu octets", SL_FMT(file),
                       PO_FILE_MAX);
    size_t good = utf8_valid(text);
    start_entry(&r);
    for (size_t at = 0; at < text.n; at += line.n + 1) {
        struct slice rest = slice_sub(text, at, text.n);
        size_t end = slice_find(rest, SL("\n"));
        line = slice_sub(rest, 0, end == SIZE_MAX ? rest.n : end);
        r.line++;
        if (good < at + line.n)
            return fault(&r, "this is not UTF-8", e);
        if (!take_line(&r, slice_trim(line), e))
            return false;
    }
    return end_entry(&r, e);
}

static const struct slice *
find(const struct po *p, struct slice context, struct slice id)
{
    if (context.n == 0)
        return map_get(&p->by_id, id);
    for (size_t i = 0; i < p->by_id.n; i++) { /* there are few with a context */
        struct slice key = p->by_id.v[i].key;
        if (key.n == context.n + 1 + id.n && slice_has_prefix(key, context) &&
            key.p[context.n] == 4 && slice_has_suffix(key, id))
            return p->by_id.v[i].value;
    }
    return NULL;
}

struct slice
po_get(const struct po *p, struct slice context, struct slice id)
{
    const struct slice *s = find(p, context, id);
    return s ? *s : id;
}

bool
po_has(const struct po *p, struct slice context, struct slice id)
{
    return find(p, context, id) != NULL;
}
