/* SPDX-License-Identifier: Apache-2.0 */
#include "support/textproto.h"

#include "base/buf.h"
#include "base/vec.h"

struct reader {
    struct arena *a;
    struct err *e;
    struct slice text;
    size_t at, line;
};

static bool
fail_at(const struct reader *r, const char *what)
{
    return err_set(r->e, ERR_INPUT, "line %zu: %s", r->line, what);
}

static uint8_t
peek(const struct reader *r)
{
    return r->at < r->text.n ? r->text.p[r->at] : 0;
}

static void
skip_space(struct reader *r)
{
    for (; r->at < r->text.n; r->at++) {
        uint8_t c = peek(r);
        if (c == '#')
            while (r->at < r->text.n && peek(r) != '\n')
                r->at++;
        if (peek(r) == '\n')
            r->line++;
        else if (c != ' ' && c != '\t' && c != '\r' && c != '#')
            return;
    }
}

/* White space, then `c` if it is there. */
static bool
take(struct reader *r, uint8_t c)
{
    skip_space(r);
    if (peek(r) != c || r->at == r->text.n)
        return false;
    r->at++;
    return true;
}

static bool
is_word(uint8_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '.' || c == '-' || c == '+';
}

static bool
take_word(struct reader *r, struct slice *out)
{
    size_t start = r->at;
    while (is_word(peek(r)))
        r->at++;
    *out = slice_sub(r->text, start, r->at - start);
    return out->n > 0 || fail_at(r, "a name or value is missing");
}

static int
digit_of(uint8_t c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    uint8_t lower = c | 0x20;
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : 99;
}

/* Up to `most` digits of a base. */
static bool
take_digits(struct reader *r, int base, int most, uint32_t *out)
{
    int n = 0;
    *out = 0;
    for (; n < most && digit_of(peek(r)) < base; n++, r->at++)
        *out = *out * (uint32_t)base + (uint32_t)digit_of(peek(r));
    return n > 0 || fail_at(r, "an escape without digits");
}

static void
put_utf8(struct buf *b, uint32_t cp)
{
    if (cp < 0x80) {
        buf_u8(b, cp);
        return;
    }
    int more = cp < 0x800 ? 1 : cp < 0x10000 ? 2 : 3;
    static const uint8_t heads[] = {0, 0xc0, 0xe0, 0xf0};
    buf_u8(b, heads[more] | cp >> 6 * more);
    while (more-- > 0)
        buf_u8(b, 0x80 | (cp >> 6 * more & 0x3f));
}

/* Behind the backslash. */
static bool
take_escape(struct reader *r, struct buf *b)
{
    static const char letters[] = "abfnrtv\\'\"?", meant[] = "\a\b\f\n\r\t\v\\'\"?";
    uint8_t c = peek(r);
    const char *known = c ? strchr(letters, c) : NULL;
    uint32_t v;
    if (c >= '0' && c <= '7') {
        if (!take_digits(r, 8, 3, &v) || v > 255)
            return fail_at(r, "an octal escape past 377");
        buf_u8(b, v);
        return true;
    }
    r->at++;
    if (known) {
        buf_u8(b, (uint8_t)meant[known - letters]);
        return true;
    }
    if (c == 'x' || c == 'X') {
        if (!take_digits(r, 16, 2, &v))
            return false;
        buf_u8(b, v);
        return true;
    }
    if (c == 'u' || c == 'U') {
        if (!take_digits(r, 16, c == 'u' ? 4 : 8, &v) || v > 0x10ffff)
            return fail_at(r, "an escape that is no code point");
        put_utf8(b, v);
        return true;
    }
    return fail_at(r, "an escape that means nothing");
}

static bool
take_quoted(struct reader *r, struct buf *b)
{
    uint8_t quote = peek(r);
    r->at++;
    while (peek(r) != quote) {
        if (r->at == r->text.n || peek(r) == '\n')
            return fail_at(r, "a string without end");
        if (peek(r) != '\\') {
            buf_u8(b, peek(r));
            r->at++;
            continue;
        }
        r->at++;
        if (!take_escape(r, b))
            return false;
    }
    r->at++;
    return true;
}

/* One string or several side by side. */
static bool
take_strings(struct reader *r, struct slice *out)
{
    struct buf b;
    buf_init(&b, r->a, TEXTPROTO_SIZE_MAX);
    do {
        if (!take_quoted(r, &b))
            return false;
        skip_space(r);
    } while (peek(r) == '"' || peek(r) == '\'');
    return buf_done(&b, out, r->e);
}

static bool
take_name(struct reader *r, struct slice *out)
{
    skip_space(r);
    if (peek(r) != '[')
        return take_word(r, out);
    size_t start = ++r->at;
    while (is_word(peek(r)) || peek(r) == '/')
        r->at++;
    *out = slice_sub(r->text, start, r->at - start);
    return take(r, ']') || fail_at(r, "missing ] behind a name");
}

static bool take_message(struct reader *r, struct textproto *out, uint8_t end, unsigned depth);

static bool
take_value(struct reader *r, struct textproto_field *f, unsigned depth)
{
    skip_space(r);
    uint8_t c = peek(r);
    if (c == '{' || c == '<') {
        struct textproto *m = NEW(r->a, struct textproto);
        r->at++;
        f->kind = TEXTPROTO_MESSAGE;
        f->message = m;
        return take_message(r, m, c == '{' ? '}' : '>', depth + 1);
    }
    f->kind = c == '"' || c == '\'' ? TEXTPROTO_STRING : TEXTPROTO_WORD;
    return f->kind == TEXTPROTO_STRING ? take_strings(r, &f->text) : take_word(r, &f->text);
}

/* Fields up to `end`, or to the end of the text where that is 0. */
static bool
take_message(struct reader *r, struct textproto *out, uint8_t end, unsigned depth)
{
    VEC(struct textproto_field) fields = {0};
    if (depth > TEXTPROTO_DEPTH_MAX)
        return err_set(r->e, ERR_LIMIT, "line %zu: nested too deeply", r->line);
    for (skip_space(r); end ? !take(r, end) : r->at < r->text.n; skip_space(r)) {
        struct textproto_field f = {.line = r->line};
        if (r->at == r->text.n)
            return fail_at(r, "a message without end");
        if (!take_name(r, &f.name))
            return false;
        bool colon = take(r, ':');
        skip_space(r);
        if (!colon && peek(r) != '{' && peek(r) != '<')
            return fail_at(r, "missing : behind a name");
        bool list = take(r, '[');
        if (list && take(r, ']'))
            continue;
        do {
            if (!take_value(r, &f, depth))
                return false;
            vec_push(r->a, &fields, f);
        } while (list && take(r, ','));
        if (list && !take(r, ']'))
            return fail_at(r, "missing ] behind a list");
        if (!take(r, ','))
            (void)take(r, ';');
    }
    *out = (struct textproto){fields.v, fields.n};
    return true;
}

bool
textproto_parse(struct textproto *out, struct arena *a, struct slice text, struct err *e)
{
    struct reader r = {.a = a, .e = e, .text = text, .line = 1};
    if (text.n > TEXTPROTO_SIZE_MAX)
        return err_set(e, ERR_LIMIT, "%zu octets, we accept %zu", text.n, TEXTPROTO_SIZE_MAX);
    return take_message(&r, out, 0, 0);
}

const struct textproto_field *
textproto_find(const struct textproto *m, const char *name)
{
    for (size_t i = 0; i < m->n; i++)
        if (slice_eq_str(m->v[i].name, name))
            return &m->v[i];
    return NULL;
}

const struct textproto *
textproto_message(const struct textproto *m, const char *name)
{
    const struct textproto_field *f = textproto_find(m, name);
    return f && f->kind == TEXTPROTO_MESSAGE ? f->message : NULL;
}

struct slice
textproto_text(const struct textproto *m, const char *name)
{
    const struct textproto_field *f = textproto_find(m, name);
    return f && f->kind != TEXTPROTO_MESSAGE ? f->text : (struct slice){0};
}
