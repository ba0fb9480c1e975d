/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One text of a draft's file, changed in place: edit_write.c says how a text is written as YAML,
 * this file where it goes, and that nothing else changed by it.
 */
#include "draft/editing.h"
#include "text/utf8.h"

const char *const edit_part_names[EDIT_PARTS] = {
    [EDIT_TITLE] = "title", [EDIT_TEXT] = "text", [EDIT_WHEN] = "when", [EDIT_MUST] = "must"};

#define BYTE_ORDER_MARK "\xEF\xBB\xBF"

bool
edit_open(struct edit_file *out, struct arena *a, struct slice file, struct slice octets,
          struct err *e)
{
    *out = (struct edit_file){0};
    if (octets.n > DRAFT_FILE_MAX)
        return err_set(e, ERR_LIMIT, "%.*s: a draft has at most %zu octets", SL_FMT(file),
                       DRAFT_FILE_MAX);
    out->marked = slice_has_prefix(octets, SL(BYTE_ORDER_MARK));
    return yaml_parse(&out->doc, a, file,
                      slice_sub(octets, out->marked ? sizeof BYTE_ORDER_MARK - 1 : 0, octets.n), e);
}

/* ---- where it stands -------------------------------------------------------------------------*/

static bool
is_flow(const struct edit_file *f, const struct yaml_node *n)
{
    uint8_t c = n->from < f->doc.text.n ? f->doc.text.p[n->from] : 0;
    return n->type != YAML_SCALAR && (c == '{' || c == '[');
}

/* The child of a mapping, or null. */
static const struct yaml_node *
child(const struct yaml_node *map, const char *key, enum yaml_type type)
{
    const struct yaml_node *n =
        map && map->type == YAML_MAPPING ? yaml_get(map, slice_str(key)) : NULL;
    return n && n->type == type ? n : NULL;
}

static const struct yaml_node *
by_id(const struct yaml_node *list, struct slice id)
{
    for (const struct yaml_node *n = list ? list->first : NULL; n; n = n->next) {
        const struct yaml_node *named = child(n, "id", YAML_SCALAR);
        if (named && slice_eq(named->text, id))
            return n;
    }
    return NULL;
}

bool
edit_spot(struct edit_spot *out, const struct edit_file *f, const struct edit_at *at)
{
    bool of_clause = at->part == EDIT_TITLE || at->part == EDIT_TEXT;
    const char *part = edit_part_names[at->part];
    const struct yaml_node *root = f->doc.root;
    const struct yaml_node *list =
        child(root, of_clause ? "clauses" : "requirements", YAML_SEQUENCE);
    const struct yaml_node *entry = by_id(list, at->id);
    if (!entry)
        return false;
    *out = (struct edit_spot){.entry = entry,
                              .flow = is_flow(f, root) || is_flow(f, list) || is_flow(f, entry)};
    if (!of_clause) {
        out->node = yaml_get(entry, slice_str(part));
        return true;
    }
    out->texts = yaml_get(entry, slice_str(part));
    if (out->texts && out->texts->type == YAML_MAPPING) {
        out->flow = out->flow || is_flow(f, out->texts);
        out->node = yaml_get(out->texts, slice_str(draft_language_names[at->language]));
    }
    return true;
}

bool
edit_find(struct slice *out, const struct edit_file *f, const struct edit_at *at)
{
    struct edit_spot s;
    *out = (struct slice){0};
    if (!edit_spot(&s, f, at))
        return false;
    if (s.node && s.node->type == YAML_SCALAR)
        *out = slice_trim(s.node->text);
    return true;
}

/* ---- the text --------------------------------------------------------------------------------*/

bool
edit_text(struct slice *out, struct arena *a, struct slice text, struct err *e)
{
    uint8_t *p = NEW_ARRAY(a, uint8_t, text.n + 1);
    size_t n = 0, valid = utf8_valid(text);
    if (valid < text.n)
        return err_set(e, ERR_INPUT, "octet %zu is no UTF-8, correct it", valid);
    for (size_t i = 0; i < text.n; i++) {
        uint8_t c = text.p[i];
        if (c == '\r')
            i += i + 1 < text.n && text.p[i + 1] == '\n';
        else if ((c < 0x20 && c != '\n' && c != '\t') || c == 0x7f)
            return err_set(e, ERR_INPUT, "a control character stands in this text, remove it");
        p[n++] = c == '\r' ? '\n' : c;
    }
    *out = slice_trim(slice_of(p, n));
    if (out->n > DRAFT_TEXT_MAX)
        return err_set(e, ERR_LIMIT,
                       "this text has %zu octets, at most %zu are allowed: split the clause",
                       out->n, DRAFT_TEXT_MAX);
    return true;
}

/* ---- nothing else changed --------------------------------------------------------------------*/

static bool same(const struct yaml_node *was, const struct yaml_node *is,
                 const struct yaml_node *but, unsigned depth);

/* `but` stands in `is` alone or in another form: passed over, with the old one of its key. */
static bool
same_children(const struct yaml_node *was, const struct yaml_node *is, const struct yaml_node *but,
              unsigned depth)
{
    const struct yaml_node *o = was->first, *n = is->first;
    while (o || n) {
        if (n && n == but) {
            o = o && slice_eq(o->key, n->key) ? o->next : o;
            n = n->next;
            continue;
        }
        if (!o || !n || !same(o, n, but, depth + 1))
            return false;
        o = o->next;
        n = n->next;
    }
    return true;
}

static bool
same(const struct yaml_node *was, const struct yaml_node *is, const struct yaml_node *but,
     unsigned depth)
{
    if (depth > YAML_DEPTH_MAX || was->type != is->type || !slice_eq(was->key, is->key))
        return false;
    if (was->type == YAML_SCALAR)
        return was->style == is->style && slice_eq(was->text, is->text);
    return same_children(was, is, but, depth);
}

/* WHEN was taken out: what is left is the rest. */
static bool
same_without(const struct yaml_node *was, const struct yaml_node *is, const struct yaml_node *gone,
             unsigned depth)
{
    return same(is, was, gone, depth);
}

/* Read again: the text is there, and all else is as before. */
static bool
holds(struct arena *a, const struct edit_file *f, const struct edit_spot *spot,
      const struct edit_at *at, struct slice octets, struct slice text)
{
    struct edit_file again;
    struct edit_spot now;
    struct slice found;
    if (!edit_open(&again, a, f->doc.file, octets, NULL) || again.marked ||
        !edit_find(&found, &again, at) || !slice_eq(found, text) || !edit_spot(&now, &again, at))
        return false;
    if (!now.node)
        return spot->node && same_without(f->doc.root, again.doc.root, spot->node, 0);
    return same(f->doc.root, again.doc.root, spot->texts || !now.texts ? now.node : now.texts, 0);
}

/* ---- the change ------------------------------------------------------------------------------*/

static bool
no_place(const struct edit_file *f, const struct edit_at *at, struct err *e)
{
    bool of_clause = at->part == EDIT_TITLE || at->part == EDIT_TEXT;
    return err_set(e, ERR_INPUT, "%.*s: there is no %s '%.*s' in it", SL_FMT(f->doc.file),
                   of_clause ? "clause" : "requirement", SL_FMT(slice_sub(at->id, 0, 80)));
}

static struct slice
with(struct arena *a, const struct edit_file *f, const struct edit_change *c)
{
    struct slice text = f->doc.text;
    struct slice head = slice_sub(text, 0, c->from), tail = slice_sub(text, c->to, text.n);
    uint8_t *p = NEW_ARRAY(a, uint8_t, head.n + c->by.n + tail.n + 1);
    memcpy(p, head.p, head.n);
    if (c->by.n)
        memcpy(p + head.n, c->by.p, c->by.n);
    if (tail.n)
        memcpy(p + head.n + c->by.n, tail.p, tail.n);
    return slice_of(p, head.n + c->by.n + tail.n);
}

static struct slice
marked(struct arena *a, const struct edit_file *f, struct slice octets)
{
    if (!f->marked)
        return octets;
    uint8_t *p = NEW_ARRAY(a, uint8_t, octets.n + sizeof BYTE_ORDER_MARK);
    memcpy(p, BYTE_ORDER_MARK, sizeof BYTE_ORDER_MARK - 1);
    if (octets.n)
        memcpy(p + sizeof BYTE_ORDER_MARK - 1, octets.p, octets.n);
    return slice_of(p, octets.n + sizeof BYTE_ORDER_MARK - 1);
}

/* The ways to write it, the plainest first; the first that reads back as meant is taken. */
static bool
try_ways(struct slice *out, struct arena *a, const struct edit_file *f,
         const struct edit_spot *spot, const struct edit_at *at, struct slice text)
{
    for (enum edit_way w = EDIT_AS_BEFORE; w <= EDIT_QUOTED; w++) {
        struct edit_change c;
        if (!edit_change(&c, a, f, spot, at, text, w))
            continue;
        *out = with(a, f, &c);
        if (out->n <= DRAFT_FILE_MAX && holds(a, f, spot, at, *out, text))
            return true;
    }
    return false;
}

bool
edit_apply(struct slice *out, struct arena *a, const struct edit_file *f, const struct edit_at *at,
           struct slice text, struct err *e)
{
    struct edit_spot spot;
    struct slice is;
    if (!edit_spot(&spot, f, at) || !edit_find(&is, f, at))
        return no_place(f, at, e);
    *out = marked(a, f, f->doc.text);
    if (slice_eq(is, text) && (text.n || at->part != EDIT_WHEN || !spot.node))
        return true;
    if (at->part == EDIT_MUST && text.n == 0)
        return err_set(e, ERR_INPUT,
                       "a requirement is checked by something: its condition cannot "
                       "be empty");
    if (!try_ways(out, a, f, &spot, at, text))
        return err_set(e, ERR_INPUT,
                       "%.*s:%u:%u: this place cannot be changed without changing others: change "
                       "the file itself and upload it",
                       SL_FMT(f->doc.file), spot.entry->line, spot.entry->column);
    *out = marked(a, f, *out);
    return true;
}
