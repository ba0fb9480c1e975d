/* SPDX-License-Identifier: Apache-2.0 */
#include "text/yaml_quick.h"

#include "text/utf8.h"

#define KEYS_MAX 64 /* of one mapping: they are compared one by one */

struct quick {
    struct slice text;
    size_t at;
    size_t line_at;   /* where the line begins that `at` is in */
    uint32_t line;    /* its number, from 1 */
    size_t column_at; /* the last place whose column was asked for, and that column */
    uint32_t column;
    struct arena *nodes;
    size_t count;
};

static bool read_block(struct quick *q, struct yaml_node *n, size_t indent, unsigned depth);
static bool read_flow(struct quick *q, struct yaml_node *n, unsigned depth);

/* ---- characters ----------------------------------------------------------------------------- */

/* Only line ends and what is printable; no character that means more to YAML than to us. */
static bool
is_plain_text(struct slice s)
{
    size_t i = 0;
    while (i < s.n) {
        uint8_t c = s.p[i];
        if (c < 0x80) {
            if ((c < 0x20 && c != '\n') || c == 0x7f)
                return false;
            i++;
            continue;
        }
        size_t n = utf8_next(slice_sub(s, i, s.n));
        bool control = c == 0xc2 && n && s.p[i + 1] < 0xa0;
        bool line_end = c == 0xe2 && n && s.p[i + 1] == 0x80 && (s.p[i + 2] & 0xfe) == 0xa8;
        /* U+FEFF, U+FFFE and U+FFFF */
        bool mark = c == 0xef && n &&
                    ((s.p[i + 1] == 0xbb && s.p[i + 2] == 0xbf) ||
                     (s.p[i + 1] == 0xbf && s.p[i + 2] >= 0xbe));
        if (n == 0 || control || line_end || mark)
            return false;
        i += n;
    }
    return true;
}

static uint8_t
peek_at(const struct quick *q, size_t ahead)
{
    return q->at + ahead < q->text.n ? q->text.p[q->at + ahead] : '\n';
}

static uint8_t
peek(const struct quick *q)
{
    return peek_at(q, 0);
}

static bool
at_end(const struct quick *q)
{
    return q->at >= q->text.n;
}

/* The column of `at`, from 1, in characters; it only goes forward within a line. */
static uint32_t
column_of(struct quick *q, size_t at)
{
    if (q->column_at < q->line_at || q->column_at > at) {
        q->column_at = q->line_at;
        q->column = 1;
    }
    for (; q->column_at < at; q->column_at++)
        q->column += (q->text.p[q->column_at] & 0xc0) != 0x80;
    /* Inside a character the count is one ahead; `at` never is. */
    return q->column;
}

static void
next_line(struct quick *q)
{
    q->at++;
    q->line_at = q->at;
    q->line++;
}

static void
skip_spaces(struct quick *q)
{
    while (!at_end(q) && peek(q) == ' ')
        q->at++;
}

/* Spaces and a comment up to the end of the line; false where something else stands there. */
static bool
skip_rest(struct quick *q)
{
    size_t from = q->at;
    skip_spaces(q);
    if (!at_end(q) && peek(q) == '#') {
        if (q->at == from && q->at > q->line_at)
            return false; /* no space before it: not a comment */
        while (!at_end(q) && peek(q) != '\n')
            q->at++;
    }
    return at_end(q) || peek(q) == '\n';
}

/* From the end of a line to the next line with content; gives its indentation. */
static bool
next_content(struct quick *q, size_t *indent)
{
    while (!at_end(q)) {
        if (!skip_rest(q)) {
            *indent = q->at - q->line_at;
            return true;
        }
        if (!at_end(q))
            next_line(q);
    }
    return false;
}

/* ---- nodes ---------------------------------------------------------------------------------- */

static bool
place(struct quick *q, struct yaml_node *n, enum yaml_type type)
{
    n->type = type;
    n->line = q->line;
    n->column = column_of(q, q->at);
    return q->count++ < YAML_NODES_MAX / 2; /* libyaml's count has the keys as well */
}

static struct yaml_node *
add_child(struct quick *q, struct yaml_node *parent, struct yaml_node **last)
{
    struct yaml_node *n = NEW(q->nodes, struct yaml_node);
    if (*last)
        (*last)->next = n;
    else
        parent->first = n;
    *last = n;
    parent->n++;
    return n;
}

static bool
is_word(uint8_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/* "key:" with a space or the end of the line behind; `at` is then behind the colon. */
static bool
read_key(struct quick *q, struct yaml_node *n)
{
    size_t from = q->at;
    bool quoted = peek(q) == '"';
    q->at += quoted;
    while (is_word(peek(q)) || ((peek(q) == '.' || peek(q) == '-') && q->at > from))
        q->at++;
    n->key = slice_sub(q->text, from + quoted, q->at - from - quoted);
    if (n->key.n == 0 || n->key.n > 100 || (quoted && peek(q) != '"'))
        return false;
    q->at += quoted;
    if (at_end(q) || peek(q) != ':' || (peek_at(q, 1) != ' ' && peek_at(q, 1) != '\n'))
        return false;
    n->key_line = q->line;
    n->key_column = column_of(q, from);
    q->at++;
    return true;
}

static bool
key_is_new(const struct yaml_node *map, const struct yaml_node *n)
{
    if (map->n > KEYS_MAX)
        return false;
    for (const struct yaml_node *c = map->first; c != n; c = c->next)
        if (slice_eq(c->key, n->key))
            return false;
    return true;
}

/* Single or double quotes around what needs no escape and ends on its line. */
static bool
read_quoted(struct quick *q, struct yaml_node *n)
{
    uint8_t quote = peek(q);
    if (!place(q, n, YAML_SCALAR))
        return false;
    n->style = quote == '"' ? YAML_DOUBLE : YAML_SINGLE;
    size_t from = ++q->at;
    while (!at_end(q) && peek(q) != quote && peek(q) != '\n' && (quote == '\'' || peek(q) != '\\'))
        q->at++;
    if (at_end(q) || peek(q) != quote || (quote == '\'' && peek_at(q, 1) == quote))
        return false;
    n->text = slice_sub(q->text, from, q->at - from);
    q->at++;
    return true;
}

/* Whether a plain scalar goes on over the character at hand; in brackets fewer are known to. */
static bool
goes_on(const struct quick *q, bool flow)
{
    uint8_t c = peek(q), next = peek_at(q, 1);
    if (at_end(q) || c == '\n')
        return false;
    if (flow)
        return is_word(c) || c >= 0x80 || (c && strchr(" -./()+=<>;~$^", c));
    if (c == ':')
        return next != ' ' && next != '\n';
    return c != '#' || q->text.p[q->at - 1] != ' ';
}

static bool
read_plain(struct quick *q, struct yaml_node *n, bool flow)
{
    size_t from = q->at;
    uint8_t first = peek(q);
    bool negative = first == '-' && is_word(peek_at(q, 1));
    if ((!is_word(first) && !negative) || !place(q, n, YAML_SCALAR))
        return false;
    n->style = YAML_PLAIN;
    while (goes_on(q, flow))
        q->at++;
    while (q->text.p[q->at - 1] == ' ')
        q->at--;
    n->text = slice_sub(q->text, from, q->at - from);
    return true;
}

/* ---- flow collections ----------------------------------------------------------------------- */

/* To the next token inside brackets, over line ends and comments. */
static bool
skip_in_flow(struct quick *q)
{
    struct quick ahead = *q;
    size_t indent;
    if (!skip_rest(&ahead)) {
        skip_spaces(q);
        return peek(q) != '#';
    }
    *q = ahead;
    /* A line inside brackets at the very left can be many things: not ours. */
    return next_content(q, &indent) && indent > 0;
}

static bool
read_flow_item(struct quick *q, struct yaml_node *n, unsigned depth)
{
    uint8_t c = peek(q);
    if (c == '[' || c == '{')
        return read_flow(q, n, depth);
    if (c == '"' || c == '\'')
        return read_quoted(q, n);
    if (!read_plain(q, n, true) || !skip_in_flow(q))
        return false;
    /* Only a comma or bracket may follow, be it on the next line: else it is more of the scalar. */
    return peek(q) == ',' || peek(q) == ']' || peek(q) == '}';
}

static bool
read_flow_member(struct quick *q, struct yaml_node *map, struct yaml_node *n, unsigned depth)
{
    if (!read_key(q, n) || !key_is_new(map, n) || !skip_in_flow(q))
        return false;
    return read_flow_item(q, n, depth);
}

/* [ … ] or { … }; the bracket is at hand. */
static bool
read_flow(struct quick *q, struct yaml_node *n, unsigned depth)
{
    bool map = peek(q) == '{';
    uint8_t close = map ? '}' : ']';
    struct yaml_node *last = NULL;
    if (depth == 0 || !place(q, n, map ? YAML_MAPPING : YAML_SEQUENCE))
        return false;
    q->at++;
    while (skip_in_flow(q)) {
        if (peek(q) == close) {
            q->at++;
            return true;
        }
        struct yaml_node *child = add_child(q, n, &last);
        bool ok =
            map ? read_flow_member(q, n, child, depth - 1) : read_flow_item(q, child, depth - 1);
        if (!ok || !skip_in_flow(q))
            return false;
        if (peek(q) == ',')
            q->at++;
        else if (peek(q) != close)
            return false;
    }
    return false;
}

/* ---- block collections ---------------------------------------------------------------------- */

static bool
at_dash(const struct quick *q)
{
    return peek(q) == '-' && peek_at(q, 1) == ' ';
}

/* A scalar or flow collection that takes the rest of the line. */
static bool
read_inline(struct quick *q, struct yaml_node *n, size_t indent, unsigned depth)
{
    uint8_t c = peek(q);
    bool ok = false;
    if (c == '[' || c == '{')
        ok = read_flow(q, n, depth);
    else if (c == '"' || c == '\'')
        ok = read_quoted(q, n);
    else
        ok = read_plain(q, n, false);
    if (!ok || !skip_rest(q))
        return false;
    /* A deeper line behind it would continue a plain scalar, or be a mistake. */
    struct quick ahead = *q;
    size_t next;
    return !next_content(&ahead, &next) || next <= indent;
}

/* Behind "key:": the value, on this line or below. */
static bool
read_value(struct quick *q, struct yaml_node *n, size_t indent, unsigned depth)
{
    struct quick ahead = *q;
    size_t deeper;
    if (!skip_rest(&ahead)) {
        skip_spaces(q);
        return read_inline(q, n, indent, depth);
    }
    if (!next_content(&ahead, &deeper))
        return false;
    *q = ahead;
    if (deeper > indent)
        return read_block(q, n, deeper, depth);
    /* A sequence may stand as far left as its key. */
    return deeper == indent && at_dash(q) && read_block(q, n, deeper, depth);
}

/* Entries "key: value" at column `indent`, the first of them at hand. */
static bool
read_mapping(struct quick *q, struct yaml_node *n, size_t indent, unsigned depth)
{
    struct yaml_node *last = NULL;
    if (depth == 0 || !place(q, n, YAML_MAPPING))
        return false;
    for (;;) {
        struct yaml_node *child = add_child(q, n, &last);
        if (!read_key(q, child) || !key_is_new(n, child) ||
            !read_value(q, child, indent, depth - 1))
            return false;
        struct quick ahead = *q;
        size_t next;
        if (!next_content(&ahead, &next) || next < indent)
            return true;
        if (next > indent)
            return false;
        *q = ahead;
        if (at_dash(q))
            return true; /* the entry of a sequence around it, or a mistake that is found there */
    }
}

static bool
is_key_ahead(const struct quick *q)
{
    struct quick ahead = *q;
    struct yaml_node n;
    return read_key(&ahead, &n);
}

/* Entries "- item" at column `indent`, the first of them at hand. */
static bool
read_sequence(struct quick *q, struct yaml_node *n, size_t indent, unsigned depth)
{
    struct yaml_node *last = NULL;
    if (depth == 0 || !place(q, n, YAML_SEQUENCE))
        return false;
    for (;;) {
        q->at++;
        skip_spaces(q);
        struct yaml_node *child = add_child(q, n, &last);
        bool ok = is_key_ahead(q) ? read_mapping(q, child, q->at - q->line_at, depth - 1)
                                  : read_inline(q, child, indent, depth - 1);
        if (!ok)
            return false;
        struct quick ahead = *q;
        size_t next;
        if (!next_content(&ahead, &next) || next < indent)
            return true;
        if (next > indent)
            return false;
        *q = ahead;
        if (!at_dash(q))
            return true; /* the next key of the mapping around it */
    }
}

/* A mapping or sequence whose first token is at hand, at column `indent`. */
static bool
read_block(struct quick *q, struct yaml_node *n, size_t indent, unsigned depth)
{
    if (at_dash(q))
        return read_sequence(q, n, indent, depth);
    return is_key_ahead(q) && read_mapping(q, n, indent, depth);
}

bool
yaml_quick(struct yaml_doc *out, struct arena *nodes, struct slice file, struct slice text)
{
    struct arena_mark mark = arena_mark(nodes);
    struct quick q = {.text = text, .line = 1, .column = 1, .nodes = nodes};
    struct yaml_node *root = NEW(nodes, struct yaml_node);
    size_t indent;
    /* With indentation 0 only: what stands left of the root ends it, which cannot be then. */
    if (is_plain_text(text) && next_content(&q, &indent) && indent == 0 &&
        read_block(&q, root, 0, YAML_DEPTH_MAX) && !next_content(&q, &indent)) {
        *out = (struct yaml_doc){.file = file, .text = text, .root = root};
        return true;
    }
    arena_reset(nodes, mark);
    return false;
}
