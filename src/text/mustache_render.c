/* SPDX-License-Identifier: Apache-2.0 */
#include "text/mustache_parts.h"
#include "text/visible.h"

#include <stdio.h>
#include <stdlib.h>

/* A value that is open: of the view's stack, or of a section. */
struct frame {
    const struct json_node *value;
    const struct frame *outer;
    bool of_view; /* of the view's stack: these are one place, as far as ".name" goes */
};

struct render {
    struct buf *out;
    struct arena *scratch;
    const struct mustache_set *set;
    const struct mustache_view *view;
    size_t steps;
    struct err *e;
};

/* Where in the output we are: within which values, partials and indentation. */
struct place {
    const struct frame *frame;
    struct slice indent;
    unsigned depth;
};

static bool render_tokens(struct render *r, const struct mustache *m, size_t from, size_t to,
                          struct place at);

static const struct json_node *
member(const struct json_node *n, struct slice key)
{
    if (!n || n->type != JSON_OBJECT)
        return NULL;
    for (size_t i = 0; i < n->n; i++)
        if (slice_eq(n->members[i].key, key))
            return &n->members[i].value;
    return NULL;
}

/* The value of a name: its first part in the innermost value that has it, the rest inside that. */
static const struct json_node *
look_up(const struct render *r, const struct mustache_token *k, const struct frame *f)
{
    const struct json_node *v = NULL;
    size_t i = 0;
    if (k->here && !(f && f->of_view && k->nparts > 0)) {
        v = f ? f->value : NULL;
    } else {
        for (; f && !v; f = f->outer)
            v = member(f->value, k->parts[0]);
        i = 1;
    }
    for (; v && i < k->nparts; i++) {
        const struct json_node *inner = member(v, k->parts[i]);
        if (!inner && i + 1 == k->nparts && r->view->missing)
            inner = r->view->missing(r->view->ctx, r->scratch, v, k->parts[i]);
        v = inner;
    }
    return v;
}

static bool
is_true(const struct json_node *v)
{
    if (!v)
        return false;
    switch (v->type) {
    case JSON_NULL:
        return false;
    case JSON_BOOL:
        return v->b;
    case JSON_INT:
        return v->i != 0;
    case JSON_STRING:
    case JSON_ARRAY:
        return v->n != 0;
    case JSON_DOUBLE:
    case JSON_OBJECT:
        return true;
    }
    return false;
}

static const char *
entity_of(uint8_t c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return NULL;
    }
}

/* Characters that steer the display instead of standing in it come out as escapes (text/visible.h):
 * a name must not turn the direction of what is printed behind it. */
static void
write_escaped(struct buf *out, struct slice s)
{
    size_t from = 0;
    for (size_t i = 0, n; i < s.n; i += n) {
        uint8_t c = s.p[i];
        char room[VISIBLE_ROOM];
        const char *entity = entity_of(c);
        struct slice rest = slice_sub(s, i, s.n), shown = slice_str(entity);
        n = 1;
        if (!entity) {
            if ((c >= ' ' && c < 0x7F) || c == '\n' || c == '\t' || c == '\r')
                continue;
            shown = visible_next(&rest, room);
            n = (s.n - i) - rest.n;
            if (shown.p == s.p + i)
                continue;
        }
        buf_add(out, slice_sub(s, from, i - from));
        buf_add(out, shown);
        from = i + n;
    }
    buf_add(out, slice_sub(s, from, s.n));
}

static void
write_double(struct buf *out, double d)
{
    char text[40];
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(text, sizeof text, "%.*g", digits, d);
        if (strtod(text, NULL) == d)
            break;
    }
    buf_str(out, text);
}

static void
write_value(struct buf *out, const struct json_node *v, bool raw)
{
    if (!v)
        return;
    switch (v->type) {
    case JSON_BOOL:
        buf_str(out, v->b ? "true" : "false");
        break;
    case JSON_INT:
        buf_printf(out, "%lld", (long long)v->i);
        break;
    case JSON_DOUBLE:
        write_double(out, v->d);
        break;
    case JSON_STRING:
        if (raw)
            buf_add(out, slice_of(v->s, v->n));
        else
            write_escaped(out, slice_of(v->s, v->n));
        break;
    case JSON_NULL:
    case JSON_ARRAY:
    case JSON_OBJECT:
        break;
    }
}

static void
write_text(struct buf *out, struct slice s, bool starts_line, struct slice indent)
{
    if (indent.n == 0) {
        buf_add(out, s);
        return;
    }
    while (s.n) {
        size_t end = slice_find(s, SL("\n"));
        size_t n = end == SIZE_MAX ? s.n : end + 1;
        if (starts_line)
            buf_add(out, indent);
        buf_add(out, slice_sub(s, 0, n));
        s = slice_sub(s, n, s.n);
        starts_line = true;
    }
}

static bool
render_partial(struct render *r, const struct mustache_token *k, struct place at)
{
    const struct mustache *m = mustache_find(r->set, k->text);
    if (!m)
        return true;
    if (k->indent.n)
        at.indent = at.indent.n
                        ? arena_printf(r->scratch, "%.*s%.*s", SL_FMT(at.indent), SL_FMT(k->indent))
                        : k->indent;
    return render_tokens(r, m, 0, m->n, at);
}

static bool
render_section(struct render *r, const struct mustache *m, size_t i, struct place at)
{
    const struct mustache_token *k = &m->v[i];
    const struct json_node *v = look_up(r, k, at.frame);
    if (is_true(v) != (k->tag == MUSTACHE_SECTION))
        return true;
    if (k->tag == MUSTACHE_INVERTED)
        return render_tokens(r, m, i + 1, k->end, at);
    if (v->type == JSON_BOOL) /* it has nothing inside: "." stays what it was */
        return render_tokens(r, m, i + 1, k->end, at);
    bool list = v->type == JSON_ARRAY;
    size_t n = list ? v->n : 1;
    const struct frame *outer = at.frame;
    for (size_t j = 0; j < n; j++) {
        struct frame f = {list ? &v->items[j] : v, outer, false};
        at.frame = &f;
        if (!render_tokens(r, m, i + 1, k->end, at))
            return false;
    }
    return true;
}

static bool
render_token(struct render *r, const struct mustache *m, size_t i, struct place at)
{
    const struct mustache_token *k = &m->v[i];
    if (k->starts_line && k->tag != MUSTACHE_TEXT)
        buf_add(r->out, at.indent);
    switch (k->tag) {
    case MUSTACHE_TEXT:
        write_text(r->out, k->text, k->starts_line, at.indent);
        return true;
    case MUSTACHE_VARIABLE:
    case MUSTACHE_RAW:
        write_value(r->out, look_up(r, k, at.frame), k->tag == MUSTACHE_RAW);
        return true;
    case MUSTACHE_SECTION:
    case MUSTACHE_INVERTED:
        return render_section(r, m, i, at);
    case MUSTACHE_PARTIAL:
        return render_partial(r, k, at);
    case MUSTACHE_END:
        return true;
    }
    return true;
}

static bool
render_tokens(struct render *r, const struct mustache *m, size_t from, size_t to, struct place at)
{
    if (++at.depth > MUSTACHE_DEPTH_MAX)
        return err_set(r->e, ERR_LIMIT, "%.*s: sections and partials nest more than %d deep",
                       SL_FMT(m->name), MUSTACHE_DEPTH_MAX);
    for (size_t i = from; i < to; i++) {
        if (++r->steps > MUSTACHE_STEPS_MAX)
            return err_set(r->e, ERR_LIMIT, "%.*s: rendering takes too long", SL_FMT(m->name));
        if (r->out->full)
            return err_set(r->e, ERR_LIMIT, "%.*s: what it gives is too long", SL_FMT(m->name));
        if (!render_token(r, m, i, at))
            return false;
        if (m->v[i].tag == MUSTACHE_SECTION || m->v[i].tag == MUSTACHE_INVERTED)
            i = m->v[i].end;
    }
    return true;
}

bool
mustache_render(struct buf *out, struct arena *scratch, const struct mustache_set *s,
                const struct mustache *m, const struct mustache_view *view, struct err *e)
{
    struct render r = {.out = out, .scratch = scratch, .set = s, .view = view, .e = e};
    struct frame *f = NEW_ARRAY(scratch, struct frame, view->n + 1);
    for (size_t i = 0; i < view->n; i++)
        f[i] = (struct frame){view->stack[i], i ? &f[i - 1] : NULL, true};
    struct place at = {.frame = view->n ? &f[view->n - 1] : NULL};
    if (!render_tokens(&r, m, 0, m->n, at))
        return false;
    if (out->full)
        return err_set(e, ERR_LIMIT, "%.*s: what it gives is too long", SL_FMT(m->name));
    return true;
}
