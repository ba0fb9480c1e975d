/* SPDX-License-Identifier: Apache-2.0 */
#include "text/yaml.h"

#include "base/map.h"
#include "text/nearest.h"
#include "text/utf8.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <yaml.h>

#define PLACE_MAX 300 /* octets of "file:line:column"; a longer file name is cut at its front */

static bool
fail_at(struct slice file, uint32_t line, uint32_t column, struct err *e, const char *what)
{
    struct slice name = file.n > PLACE_MAX ? slice_sub(file, file.n - PLACE_MAX, PLACE_MAX) : file;
    return err_set(e, ERR_INPUT, "%.*s:%u:%u: %s", SL_FMT(name), line, column, what);
}

bool
yaml_fail(const struct yaml_doc *d, const struct yaml_node *n, struct err *e, const char *fmt, ...)
{
    char what[ERR_MSG_MAX];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(what, sizeof what, fmt, ap);
    va_end(ap);
    return fail_at(d->file, n->line, n->column, e, what);
}

bool
yaml_fail_key(const struct yaml_doc *d, const struct yaml_node *n, struct err *e, const char *fmt,
              ...)
{
    char what[ERR_MSG_MAX];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(what, sizeof what, fmt, ap);
    va_end(ap);
    return fail_at(d->file, n->key_line, n->key_column, e, what);
}

/* ---- building the tree ---------------------------------------------------------------------- */

struct open_node {
    struct yaml_node *node;
    struct yaml_node *last; /* its newest child */
    bool has_key;           /* mapping: a key was read, its value comes next */
    struct slice key;
    uint32_t key_line, key_column;
    struct map keys; /* in use once the mapping has more than FEW_KEYS */
};

#define FEW_KEYS 32

struct builder {
    struct arena *a; /* for text that does not stand in the file as it reads */
    struct arena *tree;
    size_t at_char, at; /* the last place asked for, in characters and octets */
    struct yaml_doc *doc;
    struct open_node stack[YAML_DEPTH_MAX];
    size_t depth;
    size_t nodes;
    size_t documents;
};

static bool
fail_event(const struct builder *b, const yaml_event_t *ev, struct err *e, const char *what)
{
    return fail_at(b->doc->file, (uint32_t)ev->start_mark.line + 1,
                   (uint32_t)ev->start_mark.column + 1, e, what);
}

/* The octet of the file at which libyaml's count of characters stands; marks only go forward. */
static size_t
octet_at(struct builder *b, size_t chars)
{
    struct slice text = b->doc->text;
    while (b->at_char < chars && b->at < text.n) {
        uint64_t eight;
        if (chars - b->at_char >= 8 && text.n - b->at >= 8) {
            memcpy(&eight, text.p + b->at, 8);
            if ((eight & 0x8080808080808080) == 0) {
                b->at += 8;
                b->at_char += 8;
                continue;
            }
        }
        size_t n = utf8_next(slice_sub(text, b->at, text.n));
        b->at += n ? n : 1;
        b->at_char++;
    }
    return b->at;
}

/* What a scalar says: where it stands in the file, or a copy where it is written otherwise. */
static struct slice
scalar_text(struct builder *b, const yaml_event_t *ev, size_t from)
{
    struct slice value = slice_of(ev->data.scalar.value, ev->data.scalar.length);
    bool quoted = ev->data.scalar.style == YAML_SINGLE_QUOTED_SCALAR_STYLE ||
                  ev->data.scalar.style == YAML_DOUBLE_QUOTED_SCALAR_STYLE;
    struct slice raw = slice_sub(b->doc->text, from + quoted, value.n);
    return slice_eq(raw, value) ? raw : arena_dup(b->a, value);
}

static bool
key_is_new(struct builder *b, struct open_node *top, struct slice key)
{
    const struct yaml_node *map = top->node;
    if (map->n < FEW_KEYS)
        return !yaml_get(map, key);
    if (top->keys.n == 0)
        for (struct yaml_node *c = map->first; c; c = c->next)
            map_put(b->tree, &top->keys, c->key, c);
    return !map_get(&top->keys, key);
}

static bool
take_key(struct builder *b, struct open_node *top, const yaml_event_t *ev, struct err *e)
{
    if (ev->type != YAML_SCALAR_EVENT)
        return fail_event(b, ev, e, "a key must be a single word or text, not a list or mapping");
    struct slice key = scalar_text(b, ev, octet_at(b, ev->start_mark.index));
    if (!key_is_new(b, top, key)) {
        char what[ERR_MSG_MAX];
        snprintf(what, sizeof what, "key '%.*s' stands here twice, remove one",
                 SL_FMT(slice_sub(key, 0, 80)));
        return fail_event(b, ev, e, what);
    }
    top->has_key = true;
    top->key = key;
    top->key_line = (uint32_t)ev->start_mark.line + 1;
    top->key_column = (uint32_t)ev->start_mark.column + 1;
    return true;
}

/* Hangs a new node under the innermost open one, or makes it the root. */
static void
attach(struct builder *b, struct yaml_node *n)
{
    if (b->depth == 0) {
        b->doc->root = n;
        return;
    }
    struct open_node *top = &b->stack[b->depth - 1];
    if (top->node->type == YAML_MAPPING) {
        n->key = top->key;
        n->key_line = top->key_line;
        n->key_column = top->key_column;
        top->has_key = false;
        if (top->keys.n > 0)
            map_put(b->tree, &top->keys, n->key, n);
    }
    if (top->last)
        top->last->next = n;
    else
        top->node->first = n;
    top->last = n;
    top->node->n++;
}

static bool
has_anchor_or_tag(const yaml_event_t *ev)
{
    if (ev->type == YAML_SCALAR_EVENT)
        return ev->data.scalar.anchor || ev->data.scalar.tag;
    if (ev->type == YAML_SEQUENCE_START_EVENT)
        return ev->data.sequence_start.anchor || ev->data.sequence_start.tag;
    return ev->data.mapping_start.anchor || ev->data.mapping_start.tag;
}

static enum yaml_style
style_of(yaml_scalar_style_t s)
{
    if (s == YAML_SINGLE_QUOTED_SCALAR_STYLE)
        return YAML_SINGLE;
    if (s == YAML_DOUBLE_QUOTED_SCALAR_STYLE)
        return YAML_DOUBLE;
    if (s == YAML_LITERAL_SCALAR_STYLE || s == YAML_FOLDED_SCALAR_STYLE)
        return YAML_BLOCK;
    return YAML_PLAIN;
}

/* Blanks and line ends behind a block are not of it. */
static uint32_t
end_of(const struct builder *b, size_t from, size_t to)
{
    while (to > from && b->doc->text.p[to - 1] && strchr(" \t\r\n", b->doc->text.p[to - 1]))
        to--;
    return (uint32_t)to;
}

/* A sequence or mapping ends. In block style its event stands at what comes next. */
static void
close_node(struct builder *b, const yaml_event_t *ev)
{
    const struct open_node *top = &b->stack[--b->depth];
    if (ev->end_mark.index > ev->start_mark.index)
        top->node->to = (uint32_t)octet_at(b, ev->end_mark.index);
    else if (top->last)
        top->node->to = top->last->to;
}

/* A scalar, or the start of a sequence or mapping. */
static bool
take_node(struct builder *b, const yaml_event_t *ev, struct err *e)
{
    if (has_anchor_or_tag(ev))
        return fail_event(b, ev, e, "anchors (&) and tags (!) are not used here, remove it");
    if (b->nodes++ == YAML_NODES_MAX)
        return fail_event(b, ev, e, "more nodes than we accept, split the file");
    struct open_node *top = b->depth ? &b->stack[b->depth - 1] : NULL;
    assert(!top || top->node);
    if (top && top->node->type == YAML_MAPPING && !top->has_key)
        return take_key(b, top, ev, e);

    struct yaml_node *n = NEW(b->tree, struct yaml_node);
    n->line = (uint32_t)ev->start_mark.line + 1;
    n->column = (uint32_t)ev->start_mark.column + 1;
    n->from = n->to = (uint32_t)octet_at(b, ev->start_mark.index);
    attach(b, n);
    if (ev->type == YAML_SCALAR_EVENT) {
        n->style = style_of(ev->data.scalar.style);
        n->text = scalar_text(b, ev, n->from);
        n->to = end_of(b, n->from, octet_at(b, ev->end_mark.index));
        return true;
    }
    n->type = ev->type == YAML_MAPPING_START_EVENT ? YAML_MAPPING : YAML_SEQUENCE;
    if (b->depth == YAML_DEPTH_MAX)
        return fail_event(b, ev, e, "nested deeper than we accept, flatten it");
    b->stack[b->depth++] = (struct open_node){.node = n};
    return true;
}

static bool
take_event(struct builder *b, const yaml_event_t *ev, struct err *e)
{
    switch (ev->type) {
    case YAML_ALIAS_EVENT:
        return fail_event(b, ev, e, "aliases (*) are not used here, write the value out");
    case YAML_SCALAR_EVENT:
    case YAML_SEQUENCE_START_EVENT:
    case YAML_MAPPING_START_EVENT:
        return take_node(b, ev, e);
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
        close_node(b, ev);
        return true;
    case YAML_DOCUMENT_START_EVENT:
        if (b->documents++ > 0)
            return fail_event(b, ev, e, "a second document starts, one file holds one");
        return true;
    case YAML_NO_EVENT:
    case YAML_STREAM_START_EVENT:
    case YAML_STREAM_END_EVENT:
    case YAML_DOCUMENT_END_EVENT:
        return true;
    }
    return true;
}

static bool
fail_syntax(const struct yaml_doc *d, const yaml_parser_t *p, struct err *e)
{
    if (p->error == YAML_MEMORY_ERROR)
        return err_set(e, ERR_SYSTEM, "%.*s: out of memory", SL_FMT(d->file));
    char what[ERR_MSG_MAX];
    const char *problem = p->problem ? p->problem : "cannot be read";
    if (p->error == YAML_READER_ERROR) {
        snprintf(what, sizeof what, "%.*s: octet %zu: not YAML: %s, save the file as UTF-8",
                 SL_FMT(slice_sub(d->file, 0, PLACE_MAX)), p->problem_offset, problem);
        return err_set(e, ERR_INPUT, "%s", what);
    }
    snprintf(what, sizeof what, "not YAML: %s%s%s, correct it", problem, p->context ? " " : "",
             p->context ? p->context : "");
    return fail_at(d->file, (uint32_t)p->problem_mark.line + 1,
                   (uint32_t)p->problem_mark.column + 1, e, what);
}

static bool
run(struct builder *b, yaml_parser_t *p, struct err *e)
{
    for (bool more = true; more;) {
        yaml_event_t ev;
        if (!yaml_parser_parse(p, &ev))
            return fail_syntax(b->doc, p, e);
        more = ev.type != YAML_STREAM_END_EVENT;
        bool ok = take_event(b, &ev, e);
        yaml_event_delete(&ev);
        if (!ok)
            return false;
    }
    if (!b->doc->root)
        return fail_at(b->doc->file, 1, 1, e, "the file is empty");
    return true;
}

bool
yaml_parse(struct yaml_doc *out, struct arena *a, struct slice file, struct slice text,
           struct err *e)
{
    return yaml_parse_in(out, a, a, file, text, e);
}

bool
yaml_parse_in(struct yaml_doc *out, struct arena *a, struct arena *nodes, struct slice file,
              struct slice text, struct err *e)
{
    *out = (struct yaml_doc){.file = file, .text = text};
    yaml_parser_t p;
    if (!yaml_parser_initialize(&p))
        return err_set(e, ERR_SYSTEM, "%.*s: out of memory", SL_FMT(file));
    yaml_parser_set_encoding(&p, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&p, text.n ? text.p : (const uint8_t *)"", text.n);
    struct builder b = {.a = a, .tree = nodes, .doc = out};
    bool ok = run(&b, &p, e);
    yaml_parser_delete(&p);
    return ok;
}

/* ---- reading values ------------------------------------------------------------------------- */

const struct yaml_node *
yaml_get(const struct yaml_node *map, struct slice key)
{
    for (const struct yaml_node *c = map->first; c; c = c->next)
        if (slice_eq(c->key, key))
            return c;
    return NULL;
}

bool
yaml_is(const struct yaml_doc *d, const struct yaml_node *n, enum yaml_type type, struct err *e)
{
    static const char *const names[] = {
        [YAML_SCALAR] = "a single value",
        [YAML_SEQUENCE] = "a list",
        [YAML_MAPPING] = "a mapping",
    };
    if (n->type == type)
        return true;
    if (n->key.n)
        return yaml_fail(d, n, e, "'%.*s' must be %s, this is %s", SL_FMT(n->key), names[type],
                         names[n->type]);
    return yaml_fail(d, n, e, "here must stand %s, this is %s", names[type], names[n->type]);
}

bool
yaml_text(const struct yaml_doc *d, const struct yaml_node *n, struct slice *out, struct err *e)
{
    if (!yaml_is(d, n, YAML_SCALAR, e))
        return false;
    if (n->style == YAML_PLAIN && n->text.n == 0)
        return yaml_fail(d, n, e, "'%.*s' has no value, give one or write \"\"", SL_FMT(n->key));
    *out = n->text;
    return true;
}

bool
yaml_bool(const struct yaml_doc *d, const struct yaml_node *n, bool *out, struct err *e)
{
    bool yes = slice_eq(n->text, SL("true")), no = slice_eq(n->text, SL("false"));
    if (n->type != YAML_SCALAR || n->style != YAML_PLAIN || (!yes && !no))
        return yaml_fail(d, n, e, "'%.*s' must be true or false, without quotes", SL_FMT(n->key));
    *out = yes;
    return true;
}

bool
yaml_int(const struct yaml_doc *d, const struct yaml_node *n, int64_t *out, struct err *e)
{
    if (n->type != YAML_SCALAR || n->style != YAML_PLAIN || !slice_to_i64(n->text, out))
        return yaml_fail(d, n, e, "'%.*s' must be a whole number (decimal or 0x…), without quotes",
                         SL_FMT(n->key));
    return true;
}

bool
yaml_texts(const struct yaml_doc *d, const struct yaml_node *n, struct arena *a, struct slices *out,
           struct err *e)
{
    if (!yaml_is(d, n, YAML_SEQUENCE, e))
        return false;
    struct slices list = {NEW_ARRAY(a, struct slice, n->n), 0};
    for (const struct yaml_node *c = n->first; c; c = c->next)
        if (!yaml_text(d, c, &list.v[list.n++], e))
            return false;
    *out = list;
    return true;
}

static void
list_names(char says[ERR_MSG_MAX], size_t at, const struct slice *known, size_t count)
{
    for (size_t i = 0; i < count && at < ERR_MSG_MAX - 1; i++) {
        int w = snprintf(says + at, ERR_MSG_MAX - at, "%s %.*s", i ? "," : "known are",
                         SL_FMT(known[i]));
        at += w > 0 ? (size_t)w : 0;
    }
}

/* "unknown key 'x', did you mean 'y'?" or, where nothing is near, the whole list. */
static bool
fail_name(const struct yaml_doc *d, const struct yaml_node *n, bool at_key, const char *what,
          const struct slice *known, size_t count, struct err *e)
{
    struct slice name = at_key ? n->key : n->text;
    struct slice near = nearest_name(name, known, count);
    char says[ERR_MSG_MAX];
    int at = snprintf(says, sizeof says, "%s '%.*s', ", what, SL_FMT(slice_sub(name, 0, 80)));
    if (near.n)
        snprintf(says + at, sizeof says - (size_t)at, "did you mean '%.*s'?", SL_FMT(near));
    else
        list_names(says, (size_t)at, known, count);
    return fail_at(d->file, at_key ? n->key_line : n->line, at_key ? n->key_column : n->column, e,
                   says);
}

bool
yaml_choice(const struct yaml_doc *d, const struct yaml_node *n, const char *const *names,
            size_t count, size_t *out, struct err *e)
{
    struct slice known[YAML_MEMBERS_MAX];
    if (!yaml_is(d, n, YAML_SCALAR, e))
        return false;
    for (size_t i = 0; i < count; i++) {
        known[i] = slice_str(names[i]);
        if (slice_eq(n->text, known[i])) {
            *out = i;
            return true;
        }
    }
    return fail_name(d, n, false, "unknown value", known, count, e);
}

static bool
read_member(const struct yaml_doc *d, const struct yaml_node *n, const struct yaml_member *m,
            struct arena *a, void *out, struct err *e)
{
    switch (m->as) {
    case YAML_AS_TEXT:
        return yaml_text(d, n, out, e);
    case YAML_AS_BOOL:
        return yaml_bool(d, n, out, e);
    case YAML_AS_INT:
        return yaml_int(d, n, out, e);
    case YAML_AS_TEXTS:
        return yaml_texts(d, n, a, out, e);
    case YAML_AS_MAP:
        *(const struct yaml_node **)out = n;
        return yaml_is(d, n, YAML_MAPPING, e);
    case YAML_AS_LIST:
        *(const struct yaml_node **)out = n;
        return yaml_is(d, n, YAML_SEQUENCE, e);
    case YAML_AS_NODE:
        *(const struct yaml_node **)out = n;
        return true;
    }
    return false;
}

bool
yaml_read(const struct yaml_doc *d, const struct yaml_node *map, const struct yaml_member *members,
          size_t n, struct arena *a, void *out, struct err *e)
{
    struct slice known[YAML_MEMBERS_MAX];
    bool seen[YAML_MEMBERS_MAX] = {false};
    if (!yaml_is(d, map, YAML_MAPPING, e))
        return false;
    for (size_t i = 0; i < n; i++)
        known[i] = slice_str(members[i].key);
    for (const struct yaml_node *c = map->first; c; c = c->next) {
        size_t i = 0;
        while (i < n && !slice_eq(c->key, known[i]))
            i++;
        if (i == n)
            return fail_name(d, c, true, "unknown key", known, n, e);
        seen[i] = true;
        if (!read_member(d, c, &members[i], a, (char *)out + members[i].offset, e))
            return false;
    }
    for (size_t i = 0; i < n; i++)
        if (members[i].required && !seen[i])
            return yaml_fail(d, map, e, "key '%s' is missing here, add it", members[i].key);
    return true;
}
