/* SPDX-License-Identifier: Apache-2.0 */
#include "base/vec.h"
#include "text/mustache_parts.h"
#include "text/utf8.h"

struct open_section {
    size_t token, at; /* where it stands in the tokens, and in the text */
};

struct compiler {
    struct mustache_set *set;
    struct slice name, text;
    size_t at; /* everything before it is compiled */
    struct slice open, close;
    VEC(struct mustache_token) tokens;
    struct open_section sections[MUSTACHE_DEPTH_MAX];
    size_t nsections;
};

/* One tag as it stands in the text. */
struct tag {
    size_t from, to; /* with its delimiters */
    uint8_t sigil;   /* '#', '^', '/', '>', '&', '{', '!', '='; 0: a variable */
    struct slice content;
    struct slice indent; /* in front of it, where it stands alone on its line */
    bool alone;
};

/* Line and column, in characters, of an octet. */
static bool
fault(const struct compiler *c, size_t at, enum err_code code, const char *what, struct slice name,
      struct err *e)
{
    size_t line = 1, column = 1;
    for (size_t i = 0; i < at && i < c->text.n; i++) {
        if (c->text.p[i] == '\n') {
            line++;
            column = 1;
        } else if ((c->text.p[i] & 0xc0) != 0x80) {
            column++;
        }
    }
    return err_set(e, code, "%.*s:%zu:%zu: %s%s%.*s", SL_FMT(c->name), line, column, what,
                   name.n ? ": " : "", SL_FMT(slice_sub(name, 0, 80)));
}

static bool
is_blank(uint8_t ch)
{
    return ch == ' ' || ch == '\t';
}

static size_t
find_from(struct slice s, size_t from, struct slice what)
{
    size_t at = slice_find(slice_sub(s, from, s.n), what);
    return at == SIZE_MAX ? SIZE_MAX : from + at;
}

static bool
starts_line(const struct compiler *c, size_t at)
{
    return at == 0 || c->text.p[at - 1] == '\n';
}

/* Whether nothing but blanks stands beside the tag on its line; then the line goes with it. */
static void
stand_alone(const struct compiler *c, struct tag *t)
{
    static const char alone[] = "#^/>!=";
    if (!t->sigil || !memchr(alone, t->sigil, sizeof alone - 1))
        return;
    size_t from = t->from, to = t->to;
    while (from > c->at && is_blank(c->text.p[from - 1]))
        from--;
    while (to < c->text.n && is_blank(c->text.p[to]))
        to++;
    if (!starts_line(c, from))
        return;
    if (to < c->text.n) {
        if (c->text.p[to] == '\r' && to + 1 < c->text.n && c->text.p[to + 1] == '\n')
            to++;
        if (c->text.p[to] != '\n')
            return;
        to++;
    }
    t->alone = true;
    t->indent = slice_sub(c->text, from, t->from - from);
    t->from = from;
    t->to = to;
}

/* Reads the tag whose opening delimiter stands at `from`. */
static bool
read_tag(const struct compiler *c, struct tag *t, size_t from, struct err *e)
{
    static const char sigils[] = "#^/>&{!=";
    size_t at = from + c->open.n, end;
    while (at < c->text.n && is_blank(c->text.p[at]))
        at++;
    *t = (struct tag){.from = from};
    if (at < c->text.n && memchr(sigils, c->text.p[at], sizeof sigils - 1))
        t->sigil = c->text.p[at++];
    if (t->sigil == '{' || t->sigil == '=') { /* closed by }}} and =}} */
        uint8_t last = t->sigil == '{' ? '}' : '=';
        for (end = at; end < c->text.n; end++)
            if (c->text.p[end] == last &&
                slice_has_prefix(slice_sub(c->text, end + 1, c->text.n), c->close))
                break;
        end = end < c->text.n ? end : SIZE_MAX;
        t->to = end + 1 + c->close.n;
    } else {
        end = find_from(c->text, at, c->close);
        t->to = end + c->close.n;
    }
    if (end == SIZE_MAX)
        return fault(c, from, ERR_INPUT, "this tag is not closed", slice_sub(c->text, from, 20), e);
    t->content = slice_trim(slice_sub(c->text, at, end - at));
    return true;
}

static bool
set_delimiters(struct compiler *c, const struct tag *t, struct err *e)
{
    struct slice rest = t->content, open;
    size_t n = 0;
    while (n < rest.n && rest.p[n] > ' ')
        n++;
    open = slice_sub(rest, 0, n);
    struct slice close = slice_trim(slice_sub(rest, n, rest.n));
    bool good = open.n && close.n && slice_find(rest, SL("=")) == SIZE_MAX;
    for (size_t i = 0; i < close.n; i++)
        good = good && close.p[i] > ' ';
    if (!good)
        return fault(c, t->from, ERR_INPUT, "delimiters are two words without '='", t->content, e);
    c->open = open;
    c->close = close;
    return true;
}

/* "a.b.c" into its parts; "." has none, ".b" asks only the innermost value. */
static bool
read_name(const struct compiler *c, struct mustache_token *k, const struct tag *t, struct err *e)
{
    VEC(struct slice) parts = {0};
    struct slice rest = t->content, part;
    if (rest.n == 0)
        return fault(c, t->from, ERR_INPUT, "this tag has no name", rest, e);
    if (rest.n > MUSTACHE_NAME_MAX)
        return fault(c, t->from, ERR_LIMIT, "this name is too long", rest, e);
    for (size_t i = 0; i < rest.n; i++)
        if (rest.p[i] <= ' ' || rest.p[i] == '{' || rest.p[i] == '}')
            return fault(c, t->from, ERR_INPUT, "this is no name", rest, e);
    k->text = rest;
    k->here = rest.p[0] == '.';
    if (k->here)
        rest = slice_sub(rest, 1, rest.n);
    bool dot_at_end = rest.n && rest.p[rest.n - 1] == '.';
    while (slice_cut(&rest, '.', &part)) {
        if (part.n == 0)
            return fault(c, t->from, ERR_INPUT, "this is no name", t->content, e);
        vec_push(c->set->arena, &parts, part);
    }
    if (dot_at_end)
        return fault(c, t->from, ERR_INPUT, "this is no name", t->content, e);
    k->parts = parts.v;
    k->nparts = parts.n;
    return true;
}

static bool
open_section(struct compiler *c, const struct tag *t, struct err *e)
{
    if (c->nsections == MUSTACHE_DEPTH_MAX)
        return fault(c, t->from, ERR_LIMIT, "too many sections within each other", t->content, e);
    c->sections[c->nsections++] = (struct open_section){c->tokens.n, t->from};
    return true;
}

static bool
close_section(struct compiler *c, const struct tag *t, struct err *e)
{
    if (c->nsections == 0)
        return fault(c, t->from, ERR_INPUT, "this closes a section that is not open", t->content,
                     e);
    struct mustache_token *k = &c->tokens.v[c->sections[--c->nsections].token];
    if (!slice_eq(k->text, t->content))
        return fault(c, t->from, ERR_INPUT, "another section is open here", k->text, e);
    k->end = c->tokens.n;
    return true;
}

/* A tag that stands for something: one more token. */
static bool
add_tag(struct compiler *c, const struct tag *t, struct err *e)
{
    struct mustache_token k = {.tag = MUSTACHE_VARIABLE, .indent = t->indent};
    bool good = true;
    switch (t->sigil) {
    case '#':
        k.tag = MUSTACHE_SECTION;
        break;
    case '^':
        k.tag = MUSTACHE_INVERTED;
        break;
    case '/':
        k.tag = MUSTACHE_END;
        break;
    case '>':
        k.tag = MUSTACHE_PARTIAL;
        break;
    case '{':
    case '&':
        k.tag = MUSTACHE_RAW;
        if (c->set->escape_all)
            return fault(c, t->from, ERR_INPUT, "nothing goes out unescaped", t->content, e);
        break;
    default:
        break;
    }
    k.starts_line = !t->alone && starts_line(c, t->from);
    if (!read_name(c, &k, t, e))
        return false;
    if (k.tag == MUSTACHE_SECTION || k.tag == MUSTACHE_INVERTED)
        good = open_section(c, t, e);
    else if (k.tag == MUSTACHE_END)
        good = close_section(c, t, e);
    if (good)
        vec_push(c->set->arena, &c->tokens, k);
    return good;
}

static void
add_text(struct compiler *c, size_t to)
{
    if (to > c->at)
        vec_push(c->set->arena, &c->tokens,
                 (struct mustache_token){.tag = MUSTACHE_TEXT,
                                         .text = slice_sub(c->text, c->at, to - c->at),
                                         .starts_line = starts_line(c, c->at)});
}

static bool
compile(struct compiler *c, struct err *e)
{
    size_t from;
    while ((from = find_from(c->text, c->at, c->open)) != SIZE_MAX) {
        struct tag t;
        if (!read_tag(c, &t, from, e))
            return false;
        stand_alone(c, &t);
        add_text(c, t.from);
        if (t.sigil == '=' ? !set_delimiters(c, &t, e) : t.sigil != '!' && !add_tag(c, &t, e))
            return false;
        c->at = t.to;
    }
    add_text(c, c->text.n);
    if (c->nsections) {
        const struct open_section *s = &c->sections[c->nsections - 1];
        return fault(c, s->at, ERR_INPUT, "this section is not closed", c->tokens.v[s->token].text,
                     e);
    }
    return true;
}

void
mustache_set_init(struct mustache_set *s, struct arena *a)
{
    *s = (struct mustache_set){.arena = a};
}

bool
mustache_add(struct mustache_set *s, struct slice name, struct slice text, struct err *e)
{
    struct compiler c = {.set = s, .name = name, .text = text, .open = SL("{{"), .close = SL("}}")};
    if (text.n > MUSTACHE_TEMPLATE_MAX)
        return err_set(e, ERR_LIMIT, "%.*s: a template has at most %zu octets", SL_FMT(name),
                       MUSTACHE_TEMPLATE_MAX);
    size_t good = utf8_valid(text);
    if (good < text.n)
        return fault(&c, good, ERR_INPUT, "this is not UTF-8", (struct slice){0}, e);
    c.name = arena_dup(s->arena, name);
    c.text = arena_dup(s->arena, text);
    if (!compile(&c, e))
        return false;
    struct mustache *m = NEW(s->arena, struct mustache);
    *m = (struct mustache){.name = c.name, .v = c.tokens.v, .n = c.tokens.n};
    map_put(s->arena, &s->templates, c.name, m);
    return true;
}

const struct mustache *
mustache_find(const struct mustache_set *s, struct slice name)
{
    return map_get(&s->templates, name);
}

void
mustache_each(const struct mustache *m, mustache_visit visit, void *ctx)
{
    for (size_t i = 0; i < m->n; i++)
        visit(ctx, m->v[i].tag, m->v[i].text);
}
