/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A text as YAML, at its place in a file: plain, in quotes, or as a block of lines. What is written
 * is read again by edit.c, so nothing here has to be right about YAML for a file to stay sound;
 * it has to be right for a file to stay legible.
 */
#include "base/buf.h"
#include "draft/editing.h"
#include "text/utf8.h"

#define WRITTEN_MAX (DRAFT_TEXT_MAX * 8)
#define INDENT 2

/* ---- what a text needs -----------------------------------------------------------------------*/

static uint32_t
code_point(struct slice s)
{
    static const uint8_t lead[] = {0, 0x7f, 0x1f, 0x0f, 0x07};
    size_t n = utf8_next(s);
    uint32_t c = n ? s.p[0] & lead[n] : 0;
    for (size_t i = 1; i < n; i++)
        c = c << 6 | (s.p[i] & 0x3f);
    return c;
}

/* Must be written as an escape: YAML cannot hold it, or takes it for the end of a line. */
static bool
is_special(uint32_t c)
{
    if (c < 0x20)
        return c != '\n' && c != '\t';
    return (c >= 0x7f && c < 0xa0) || c == 0x2028 || c == 0x2029 || c == 0xfeff || c == 0xfffe ||
           c == 0xffff;
}

static bool
has_special(struct slice s)
{
    for (size_t n; s.n; s = slice_sub(s, n, s.n)) {
        n = utf8_next(s);
        if (!n || is_special(code_point(s)))
            return true;
    }
    return false;
}

static bool
has(struct slice s, const char *any)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] && strchr(any, s.p[i]))
            return true;
    return false;
}

/* Words of YAML 1.1 and 1.2 that other programs take for something else than text. */
static bool
is_taken(struct slice s)
{
    static const char *const words[] = {"true", "false", "null", "yes", "no", "on", "off",
                                        "True", "False", "Null", "Yes", "No", "On", "Off",
                                        "TRUE", "FALSE", "NULL", "YES", "NO", "ON", "OFF",
                                        "y",    "n",     "Y",    "N"};
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (slice_eq_str(s, words[i]))
            return true;
    return false;
}

/* Without quotes; strict: a text that could do without them may get some. */
static bool
fits_plain(struct slice s, bool flow)
{
    if (!s.n || has(s, "\n\t\"\\") || has(slice_sub(s, 0, 1), "-?:,[]{}#&*!|>'%@`=~<.+0123456789"))
        return false;
    return slice_find(s, SL(": ")) == SIZE_MAX && slice_find(s, SL(" #")) == SIZE_MAX &&
           s.p[s.n - 1] != ':' && !(flow && has(s, ",[]{}:")) && !is_taken(s) && !has_special(s);
}

static bool
fits_block(struct slice s)
{
    return s.n && !has_special(s) && slice_find(s, SL(" \n")) == SIZE_MAX;
}

/* ---- the styles ------------------------------------------------------------------------------*/

static void
put_double(struct buf *b, struct slice s)
{
    buf_str(b, "\"");
    for (size_t n; s.n; s = slice_sub(s, n, s.n)) {
        uint32_t c = code_point(s);
        n = utf8_next(s);
        n = n ? n : 1;
        if (c == '"' || c == '\\')
            buf_printf(b, "\\%c", (char)c);
        else if (c == '\n')
            buf_str(b, "\\n");
        else if (c == '\t')
            buf_str(b, "\\t");
        else if (is_special(c))
            buf_printf(b, "\\u%04X", c);
        else
            buf_add(b, slice_sub(s, 0, n));
    }
    buf_str(b, "\"");
}

static void
put_single(struct buf *b, struct slice s)
{
    buf_str(b, "'");
    for (size_t i = 0; i < s.n; i++) {
        buf_add(b, slice_sub(s, i, 1));
        if (s.p[i] == '\'')
            buf_str(b, "'");
    }
    buf_str(b, "'");
}

static void
put_spaces(struct buf *b, size_t n)
{
    while (n-- > 0)
        buf_str(b, " ");
}

/* Lines as the file has them. */
static const char *
line_end(const struct edit_file *f)
{
    size_t at = slice_find(f->doc.text, SL("\n"));
    return at != SIZE_MAX && at > 0 && f->doc.text.p[at - 1] == '\r' ? "\r\n" : "\n";
}

static void
put_block(struct buf *b, struct slice s, size_t indent, const char *end)
{
    struct slice line;
    while (slice_cut(&s, '\n', &line)) {
        buf_str(b, end);
        if (line.n)
            put_spaces(b, indent);
        buf_add(b, line);
    }
}

/* How a text is to be written. */
struct writing {
    struct slice text;
    enum yaml_style was;
    bool flow, block;    /* in brackets; a block of lines may stand here */
    size_t indent;       /* of a block's lines */
    const char *end;     /* of lines */
    struct slice remark; /* "# …" that stood in the header of a block; behind the text then */
};

static void
put(struct buf *b, const struct writing *w, enum edit_way way)
{
    bool lines = has(w->text, "\n") || w->was == YAML_BLOCK;
    bool block = way == EDIT_AS_BEFORE && lines && w->block && fits_block(w->text);
    bool plain = way == EDIT_AS_BEFORE && !lines && !has_special(w->text);
    if (block)
        buf_str(b, "|");
    else if (plain && w->was == YAML_SINGLE && !has(w->text, "\t"))
        put_single(b, w->text);
    else if (plain && w->was == YAML_PLAIN && fits_plain(w->text, w->flow))
        buf_add(b, w->text);
    else
        put_double(b, w->text);
    if (w->remark.n)
        buf_printf(b, " %.*s", SL_FMT(w->remark));
    if (block)
        put_block(b, w->text, w->indent, w->end);
}

/* ---- the place -------------------------------------------------------------------------------*/

/* Where the line of octet `at` ends, in front of its line end. */
static size_t
end_of_line(struct slice text, size_t at)
{
    while (at < text.n && text.p[at] != '\n')
        at++;
    return at > 0 && at < text.n && text.p[at - 1] == '\r' ? at - 1 : at;
}

static bool
only_blanks(struct slice text, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++)
        if (text.p[i] != ' ' && text.p[i] != '\t')
            return false;
    return true;
}

static struct slice
remark_of(struct slice text, const struct yaml_node *n)
{
    struct slice header = slice_sub(text, n->from, end_of_line(text, n->from) - n->from);
    size_t at = n->style == YAML_BLOCK ? slice_find(header, SL(" #")) : SIZE_MAX;
    return at == SIZE_MAX ? (struct slice){0} : slice_trim(slice_sub(header, at, header.n));
}

static bool
replace(struct edit_change *out, struct buf *b, const struct edit_file *f,
        const struct edit_spot *spot, struct slice text, enum edit_way way)
{
    const struct yaml_node *n = spot->node;
    struct slice all = f->doc.text;
    if (n->type != YAML_SCALAR || n->to < n->from || n->to > all.n)
        return false;
    struct writing w = {
        .text = text,
        .was = n->style,
        .flow = spot->flow,
        .block = !spot->flow && only_blanks(all, n->to, end_of_line(all, n->to)),
        .indent = n->key_column - 1 + INDENT,
        .end = line_end(f),
        .remark = remark_of(all, n),
    };
    *out = (struct edit_change){.from = n->from, .to = n->to};
    if (n->to == n->from) /* "en:" and nothing: the colon wants a blank */
        buf_str(b, " ");
    put(b, &w, way);
    return buf_done(b, &out->by, NULL);
}

/* Behind which of its neighbours a new entry is best put; those that are not there are passed over,
 * and the last one of all is taken where none is. */
static const struct yaml_node *
neighbour(const struct yaml_node *map, enum edit_part part)
{
    static const char *const before[EDIT_PARTS][3] = {[EDIT_TITLE] = {"kind"},
                                                      [EDIT_TEXT] = {"title", "kind"},
                                                      [EDIT_WHEN] = {"text", "kind"},
                                                      [EDIT_MUST] = {"when", "text", "kind"}};
    const struct yaml_node *last = map->first;
    for (size_t i = 0; i < COUNT_OF(before[part]) && before[part][i]; i++) {
        const struct yaml_node *n = yaml_get(map, slice_str(before[part][i]));
        if (n)
            return n;
    }
    while (last && last->next)
        last = last->next;
    return last;
}

/* "zh: …" or, where there is no mapping for it yet, "text: {zh: …}". */
static void
put_entry(struct buf *b, const struct writing *w, const struct edit_at *at, bool inner,
          enum edit_way way)
{
    bool of_clause = at->part == EDIT_TITLE || at->part == EDIT_TEXT;
    const char *language = draft_language_names[at->language];
    struct writing deeper = *w;
    if (!of_clause)
        buf_printf(b, "%s: ", edit_part_names[at->part]);
    else if (inner)
        buf_printf(b, "%s: ", language);
    else if (w->flow || !has(w->text, "\n"))
        buf_printf(b, "%s: {%s: ", edit_part_names[at->part], language);
    else {
        buf_printf(b, "%s:%s", edit_part_names[at->part], w->end);
        put_spaces(b, w->indent);
        buf_printf(b, "%s: ", language);
        deeper.indent += INDENT;
        put(b, &deeper, way);
        return;
    }
    deeper.flow = w->flow || (of_clause && !inner);
    deeper.block = !deeper.flow;
    put(b, &deeper, way);
    if (of_clause && !inner)
        buf_str(b, "}");
}

static bool
insert(struct edit_change *out, struct buf *b, const struct edit_file *f,
       const struct edit_spot *spot, const struct edit_at *at, struct slice text, enum edit_way way)
{
    bool inner = spot->texts != NULL;
    const struct yaml_node *map = inner ? spot->texts : spot->entry;
    const struct yaml_node *last = NULL;
    if (map->type != YAML_MAPPING)
        return false;
    for (const struct yaml_node *n = inner ? map->first : neighbour(map, at->part); n;
         n = inner ? n->next : NULL)
        last = n;
    bool of_clause = at->part == EDIT_TITLE || at->part == EDIT_TEXT;
    size_t indent = last ? last->key_column - 1 : 0;
    struct writing w = {.text = text,
                        .was = of_clause ? YAML_PLAIN : YAML_SINGLE,
                        .flow = spot->flow,
                        .block = !spot->flow,
                        .indent = indent + INDENT,
                        .end = line_end(f)};
    if (!last && !spot->flow)
        return false;
    size_t where = last ? last->to : map->from + 1;
    if (!spot->flow)
        where = end_of_line(f->doc.text, where);
    *out = (struct edit_change){.from = where, .to = where};
    if (spot->flow)
        buf_str(b, last ? ", " : "");
    else {
        buf_str(b, w.end);
        put_spaces(b, indent);
    }
    put_entry(b, &w, at, inner, way);
    return buf_done(b, &out->by, NULL);
}

/* The lines of a WHEN, with the line end in front. */
static bool
take_out(struct edit_change *out, const struct edit_file *f, const struct yaml_node *n)
{
    struct slice text = f->doc.text;
    size_t to = end_of_line(text, n->to), from = n->from;
    while (from > 0 && text.p[from - 1] != '\n')
        from--;
    size_t key = from;
    while (key < n->from && text.p[key] == ' ')
        key++;
    if (!slice_has_prefix(slice_sub(text, key, text.n), SL("when:")) ||
        !only_blanks(text, n->to, to) || from == 0)
        return false;
    from--;
    from -= from > 0 && text.p[from - 1] == '\r';
    *out = (struct edit_change){.from = from, .to = to};
    return true;
}

bool
edit_change(struct edit_change *out, struct arena *a, const struct edit_file *f,
            const struct edit_spot *spot, const struct edit_at *at, struct slice text,
            enum edit_way way)
{
    struct buf b;
    buf_init(&b, a, WRITTEN_MAX);
    if (at->part == EDIT_WHEN && text.n == 0)
        return spot->node && !spot->flow && take_out(out, f, spot->node);
    if (spot->node)
        return replace(out, &b, f, spot, text, way);
    return insert(out, &b, f, spot, at, text, way);
}
