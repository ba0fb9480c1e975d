/* SPDX-License-Identifier: Apache-2.0 */
/* String and bytes literals: quotes off, escapes resolved. */
#include "cel/lex.h"
#include "cel/utf8.h"

/* What a literal is, and its reading position. */
struct literal {
    struct slice in; /* between the quotes */
    size_t at;
    bool bytes;
    uint8_t *out;
    size_t n;
};

static int
hex_value(uint8_t c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* `n` digits of a base from the reading position. */
static bool
code(struct literal *l, size_t n, int base, uint32_t *out)
{
    if (l->in.n - l->at < n)
        return false;
    uint32_t v = 0;
    for (size_t i = 0; i < n; i++) {
        int digit = hex_value(l->in.p[l->at + i]);
        if (digit < 0 || digit >= base)
            return false;
        v = v * (uint32_t)base + (uint32_t)digit;
    }
    l->at += n;
    *out = v;
    return true;
}

/* \x and octal name an octet in bytes and a code point in strings. */
static bool
emit(struct literal *l, uint32_t v, bool octet)
{
    if (octet && l->bytes) {
        l->out[l->n++] = (uint8_t)v;
        return v <= 0xFF;
    }
    size_t n = cel_utf8_encode(l->out + l->n, v);
    l->n += n;
    return n > 0;
}

static int
simple_escape(uint8_t c)
{
    static const char from[] = "abfnrtv\\?\"'`";
    static const char to[] = "\a\b\f\n\r\t\v\\?\"'`";
    const char *p = c ? strchr(from, c) : NULL;
    return p ? to[p - from] : -1;
}

/* Behind the backslash. */
static bool
escape(struct literal *l)
{
    if (l->at == l->in.n)
        return false;
    uint8_t c = l->in.p[l->at];
    int simple = simple_escape(c);
    uint32_t v;
    if (simple >= 0) {
        l->at++;
        return emit(l, (uint32_t)simple, true);
    }
    if (c >= '0' && c <= '3')
        return code(l, 3, 8, &v) && emit(l, v, true);
    l->at++;
    if (c == 'x' || c == 'X')
        return code(l, 2, 16, &v) && emit(l, v, true);
    /* Code points have no place in bytes: the language allows \u and \U in strings only. */
    if (c == 'u' && !l->bytes)
        return code(l, 4, 16, &v) && emit(l, v, false);
    if (c == 'U' && !l->bytes)
        return code(l, 8, 16, &v) && emit(l, v, false);
    return false;
}

/* Takes prefix and quotes off. */
static bool
open_literal(struct literal *l, struct slice token)
{
    bool raw = false;
    size_t from = 0;
    for (; token.p[from] != '"' && token.p[from] != '\''; from++) {
        l->bytes |= (token.p[from] | 0x20) == 'b';
        raw |= (token.p[from] | 0x20) == 'r';
    }
    size_t rest = token.n - from;
    uint8_t q = token.p[from];
    size_t quotes = rest >= 6 && token.p[from + 1] == q && token.p[from + 2] == q ? 3 : 1;
    l->in = slice_sub(token, from + quotes, rest - 2 * quotes);
    return raw;
}

bool
cel_literal_string(struct slice *out, struct arena *a, struct slice token, uint32_t *fault,
                   struct err *e)
{
    struct literal l = {0};
    bool raw = open_literal(&l, token);
    if (raw) {
        *out = l.in;
        return true;
    }
    l.out = NEW_ARRAY(a, uint8_t, l.in.n + 4); /* an escape is never shorter than its value */
    while (l.at < l.in.n) {
        size_t from = l.at;
        uint8_t c = l.in.p[l.at++];
        if (c != '\\') {
            l.out[l.n++] = c;
            continue;
        }
        if (!escape(&l)) {
            *fault = (uint32_t)((size_t)(l.in.p - token.p) + from);
            return err_set(e, ERR_INPUT, "this escape is not one of the language%s",
                           l.bytes ? " for bytes" : "");
        }
    }
    *out = slice_of(l.out, l.n);
    return true;
}
