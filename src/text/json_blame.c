/* SPDX-License-Identifier: Apache-2.0 */
#include "text/json_blame.h"

#include "text/json.h"
#include "text/utf8.h"

struct scan {
    struct slice text;
    size_t at;
    const char *what; /* set once something is wrong */
};

static int
peek(const struct scan *s)
{
    return s->at < s->text.n ? s->text.p[s->at] : -1;
}

static bool
wrong(struct scan *s, const char *what)
{
    s->what = what;
    return false;
}

static void
skip_blanks(struct scan *s)
{
    while (peek(s) == ' ' || peek(s) == '\t' || peek(s) == '\n' || peek(s) == '\r')
        s->at++;
}

static bool
scan_escape(struct scan *s)
{
    s->at++;
    int c = peek(s);
    if (c < 0 || !strchr("\"\\/bfnrtu", c))
        return wrong(s, "this escape does not exist");
    s->at++;
    for (int i = 0; c == 'u' && i < 4; i++, s->at++)
        if (peek(s) < 0 || !strchr("0123456789abcdefABCDEF", peek(s)))
            return wrong(s, "\\u wants four hexadecimal digits");
    return true;
}

static bool
scan_string(struct scan *s)
{
    s->at++;
    while (peek(s) != '"') {
        if (peek(s) < 0)
            return wrong(s, "a string is not closed");
        if (peek(s) < 0x20)
            return wrong(s, "a control character in a string must be escaped");
        if (peek(s) == '\\') {
            if (!scan_escape(s))
                return false;
            continue;
        }
        size_t n = utf8_next(slice_sub(s->text, s->at, s->text.n));
        if (n == 0)
            return wrong(s, "this is not UTF-8");
        s->at += n;
    }
    s->at++;
    return true;
}

static bool
scan_digits(struct scan *s)
{
    size_t from = s->at;
    while (peek(s) >= '0' && peek(s) <= '9')
        s->at++;
    return s->at > from || wrong(s, "a digit is missing");
}

static bool
scan_number(struct scan *s)
{
    s->at += peek(s) == '-';
    if (peek(s) == '0')
        s->at++;
    else if (!scan_digits(s))
        return false;
    if (peek(s) == '.') {
        s->at++;
        if (!scan_digits(s))
            return false;
    }
    if (peek(s) == 'e' || peek(s) == 'E') {
        s->at++;
        s->at += peek(s) == '+' || peek(s) == '-';
        if (!scan_digits(s))
            return false;
    }
    return true;
}

static bool
scan_scalar(struct scan *s)
{
    static const struct slice words[] = {SL_INIT("true"), SL_INIT("false"), SL_INIT("null")};
    if (peek(s) == '"')
        return scan_string(s);
    if (peek(s) == '-' || (peek(s) >= '0' && peek(s) <= '9'))
        return scan_number(s);
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (slice_has_prefix(slice_sub(s->text, s->at, s->text.n), words[i])) {
            s->at += words[i].n;
            return true;
        }
    return wrong(s, "a value is missing here");
}

static bool
scan_key(struct scan *s)
{
    skip_blanks(s);
    if (peek(s) != '"')
        return wrong(s, "a key in double quotes is missing here");
    if (!scan_string(s))
        return false;
    skip_blanks(s);
    if (peek(s) != ':')
        return wrong(s, "a colon is missing here");
    s->at++;
    return true;
}

/* Behind a value: closes what ends here. True when another value follows. */
static bool
scan_after(struct scan *s, const char *stack, size_t *depth)
{
    for (; *depth > 0; --*depth, s->at++) {
        skip_blanks(s);
        bool object = stack[*depth - 1] == '{';
        if (peek(s) == ',') {
            s->at++;
            return !object || scan_key(s);
        }
        if (peek(s) != (object ? '}' : ']'))
            return wrong(s,
                         object ? "a comma or } is missing here" : "a comma or ] is missing here");
    }
    skip_blanks(s);
    if (s->at < s->text.n)
        return wrong(s, "something stands behind the end");
    return false;
}

/* One value or opening bracket. `*opened`: it was not closed at once. */
static bool
scan_value(struct scan *s, char *stack, size_t *depth, bool *opened)
{
    skip_blanks(s);
    *opened = peek(s) == '{' || peek(s) == '[';
    if (!*opened)
        return scan_scalar(s);
    if (*depth == JSON_DEPTH_MAX)
        return wrong(s, "nested deeper than we accept");
    char bracket = (char)peek(s);
    s->at++;
    skip_blanks(s);
    if (peek(s) == (bracket == '{' ? '}' : ']')) {
        s->at++;
        *opened = false;
        return true;
    }
    stack[(*depth)++] = bracket;
    return bracket == '[' || scan_key(s);
}

struct json_blame
json_blame(struct slice text)
{
    char stack[JSON_DEPTH_MAX];
    size_t depth = 0;
    struct scan s = {.text = text};
    bool opened;
    while (scan_value(&s, stack, &depth, &opened))
        if (!opened && !scan_after(&s, stack, &depth))
            break;
    if (!s.what)
        return (struct json_blame){.offset = SIZE_MAX};
    struct json_blame b = {.offset = s.at, .line = 1, .column = 1, .what = s.what};
    for (size_t i = 0; i < s.at; i++) {
        b.column = text.p[i] == '\n' ? 1 : b.column + 1;
        b.line += text.p[i] == '\n';
    }
    return b;
}
