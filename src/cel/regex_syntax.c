/* SPDX-License-Identifier: Apache-2.0 */
#include "cel/regex_syntax.h"

#include "cel/regex.h"
#include "cel/regex_parse.h"
#include "cel/utf8.h"

bool
regex_fail(const struct regex_parser *p, const char *what)
{
    return err_set(p->e, ERR_INPUT, "regular expression: octet %zu: %s", p->at, what);
}

bool
regex_fail_limit(const struct regex_parser *p, const char *what)
{
    return err_set(p->e, ERR_LIMIT, "regular expression: octet %zu: %s", p->at, what);
}

uint8_t
regex_peek(const struct regex_parser *p, size_t ahead)
{
    return ahead < p->text.n - p->at ? p->text.p[p->at + ahead] : 0;
}

static struct slice
rest_of(const struct regex_parser *p)
{
    return slice_sub(p->text, p->at, p->text.n);
}

bool
regex_take_str(struct regex_parser *p, const char *s)
{
    if (!slice_has_prefix(rest_of(p), slice_str(s)))
        return false;
    p->at += strlen(s);
    return true;
}

bool
regex_next_rune(struct regex_parser *p, uint32_t *out)
{
    size_t n = cel_utf8_decode(rest_of(p), out);
    if (n == 0)
        return regex_fail(p, p->at < p->text.n ? "not UTF-8" : "it ends here");
    p->at += n;
    return true;
}

static bool
is_digit(uint8_t c)
{
    return c >= '0' && c <= '9';
}

static bool
is_word(uint8_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '_';
}

static int
hex_value(uint8_t c)
{
    if (is_digit(c))
        return c - '0';
    uint8_t lower = c | 0x20;
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/* Behind \x: two digits, or any number in braces. */
static bool
hex_rune(struct regex_parser *p, uint32_t *out)
{
    bool braces = regex_take_str(p, "{");
    uint32_t v = 0;
    size_t digits = 0;
    while ((braces || digits < 2) && hex_value(regex_peek(p, 0)) >= 0 && v <= REGEX_RUNE_MAX) {
        v = v * 16 + (uint32_t)hex_value(regex_peek(p, 0));
        p->at++;
        digits++;
    }
    if (v > REGEX_RUNE_MAX)
        return regex_fail(p, "no code point: past 10FFFF");
    if (braces ? digits == 0 || !regex_take_str(p, "}") : digits != 2)
        return regex_fail(p, "\\x wants two hexadecimal digits, or some in braces");
    *out = v;
    return true;
}

/* Up to three octal digits. A single one other than 0 would be a back reference. */
static bool
octal_rune(struct regex_parser *p, uint32_t *out)
{
    uint32_t v = 0;
    size_t n = 0;
    while (n < 3 && regex_peek(p, n) >= '0' && regex_peek(p, n) <= '7')
        v = v * 8 + (uint32_t)(regex_peek(p, n++) - '0');
    if (n == 1 && v != 0)
        return regex_fail(p, "no back references");
    p->at += n;
    *out = v;
    return true;
}

bool
regex_escaped_rune(struct regex_parser *p, uint32_t *out)
{
    static const char letters[] = "afnrtv", meant[] = "\a\f\n\r\t\v";
    uint8_t c = regex_peek(p, 1);
    const char *known = c ? strchr(letters, c) : NULL;
    p->at++;
    if (c >= '0' && c <= '7')
        return octal_rune(p, out);
    if (regex_take_str(p, "x"))
        return hex_rune(p, out);
    if (known)
        *out = (uint8_t)meant[known - letters];
    else if (c < 0x80 && (!is_word(c) || c == '_') && p->at < p->text.n)
        *out = c;
    else
        return regex_fail(p, "an escape that means nothing");
    p->at++;
    return true;
}

struct named_class {
    const char *name;
    struct regex_range v[4];
    size_t n;
};

static const struct named_class perl_classes[] = {
    {"d", {{'0', '9'}}, 1},
    {"s", {{'\t', '\n'}, {'\f', '\r'}, {' ', ' '}}, 3},
    {"w", {{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}}, 4},
};

static const struct named_class posix_classes[] = {
    {"alnum", {{'0', '9'}, {'A', 'Z'}, {'a', 'z'}}, 3},
    {"alpha", {{'A', 'Z'}, {'a', 'z'}}, 2},
    {"ascii", {{0, 0x7f}}, 1},
    {"blank", {{'\t', '\t'}, {' ', ' '}}, 2},
    {"cntrl", {{0, 0x1f}, {0x7f, 0x7f}}, 2},
    {"digit", {{'0', '9'}}, 1},
    {"graph", {{'!', '~'}}, 1},
    {"lower", {{'a', 'z'}}, 1},
    {"print", {{' ', '~'}}, 1},
    {"punct", {{'!', '/'}, {':', '@'}, {'[', '`'}, {'{', '~'}}, 4},
    {"space", {{'\t', '\r'}, {' ', ' '}}, 2},
    {"upper", {{'A', 'Z'}}, 1},
    {"word", {{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}}, 4},
    {"xdigit", {{'0', '9'}, {'A', 'F'}, {'a', 'f'}}, 3},
};

static const struct named_class *
find_class(const struct named_class *table, size_t n, struct slice name)
{
    for (size_t i = 0; i < n; i++)
        if (slice_eq_str(name, table[i].name))
            return &table[i];
    return NULL;
}

/* With (?i) the class is widened first, then negated: that order is RE2's. */
static void
add_ranges(const struct regex_parser *p, struct regex_set *s, const struct regex_range *v, size_t n,
           bool negated)
{
    if (!(p->flags & REGEX_FLAG_I)) {
        if (negated)
            regex_set_inverse(s, v, n);
        else
            regex_set_ranges(s, v, n);
        return;
    }
    struct regex_set one;
    regex_set_init(&one, s->a, s->budget);
    regex_set_ranges(&one, v, n);
    regex_set_fold(&one);
    if (negated)
        regex_set_negate(&one);
    regex_set_ranges(s, one.ranges.v, one.ranges.n);
    s->over |= one.over;
}

/* Behind \p or \P: a letter, or a name in braces that ^ may negate. */
static bool
unicode_class(struct regex_parser *p, struct regex_set *s, bool negated)
{
    static const struct regex_range any = {0, REGEX_RUNE_MAX};
    size_t start = p->at;
    struct slice name;
    if (regex_take_str(p, "{")) {
        struct slice rest = rest_of(p);
        size_t end = slice_find(rest, SL("}"));
        if (end == SIZE_MAX)
            return regex_fail(p, "missing }");
        name = slice_sub(rest, 0, end);
        p->at += end + 1;
        if (name.n > 0 && name.p[0] == '^') {
            negated = !negated;
            name = slice_sub(name, 1, name.n);
        }
    } else {
        uint32_t rune;
        if (!regex_next_rune(p, &rune))
            return false;
        name = slice_sub(p->text, start, p->at - start);
    }
    if (slice_eq_str(name, "Any")) {
        add_ranges(p, s, &any, 1, negated);
        return true;
    }
    const struct regex_group *g = regex_group_find(name);
    if (!g) {
        p->at = start;
        return regex_fail(p, "no Unicode category or script of that name");
    }
    add_ranges(p, s, g->v, g->n, negated);
    return true;
}

bool
regex_escaped_class(struct regex_parser *p, struct regex_set *s, bool *found)
{
    uint8_t c = regex_peek(p, 1), lower = c | 0x20;
    *found = true;
    if (c == 'p' || c == 'P') {
        p->at += 2;
        return unicode_class(p, s, c == 'P');
    }
    const struct named_class *perl =
        find_class(perl_classes, COUNT_OF(perl_classes), slice_of(&lower, 1));
    *found = perl != NULL;
    if (perl) {
        p->at += 2;
        add_ranges(p, s, perl->v, perl->n, c != lower);
    }
    return true;
}

/* [:alpha:] or [:^alpha:], if one stands here. */
static bool
posix_class(struct regex_parser *p, struct regex_set *s, bool *found)
{
    struct slice rest = rest_of(p);
    size_t end = SIZE_MAX;
    if (slice_has_prefix(rest, SL("[:")) && !p->no_posix_end) {
        end = slice_find(rest, SL(":]"));
        p->no_posix_end = end == SIZE_MAX; /* not looked for again: brackets stay linear */
    }
    *found = end != SIZE_MAX && end >= 2;
    if (!*found)
        return true;
    struct slice name = slice_sub(rest, 2, end - 2);
    bool negated = name.n > 0 && name.p[0] == '^';
    if (negated)
        name = slice_sub(name, 1, name.n);
    const struct named_class *c = find_class(posix_classes, COUNT_OF(posix_classes), name);
    if (!c)
        return regex_fail(p, "no class of that name");
    p->at += end + 2;
    add_ranges(p, s, c->v, c->n, negated);
    return true;
}

static bool
bracket_rune(struct regex_parser *p, uint32_t *out)
{
    return regex_peek(p, 0) == '\\' ? regex_escaped_rune(p, out) : regex_next_rune(p, out);
}

/* A code point or a range of them. */
static bool
bracket_range(struct regex_parser *p, struct regex_set *s)
{
    struct regex_range r = {0};
    size_t start = p->at;
    if (!bracket_rune(p, &r.lo))
        return false;
    r.hi = r.lo;
    if (regex_peek(p, 0) == '-' && regex_peek(p, 1) != ']' && p->text.n - p->at > 1) {
        p->at++;
        if (!bracket_rune(p, &r.hi))
            return false;
    }
    if (r.hi < r.lo) {
        p->at = start;
        return regex_fail(p, "a range that ends before it begins");
    }
    add_ranges(p, s, &r, 1, false);
    return true;
}

static bool
bracket_item(struct regex_parser *p, struct regex_set *s)
{
    bool found;
    if (!posix_class(p, s, &found))
        return false;
    if (!found && regex_peek(p, 0) == '\\' && !regex_escaped_class(p, s, &found))
        return false;
    return found || bracket_range(p, s);
}

bool
regex_bracket(struct regex_parser *p, struct regex_set *s)
{
    size_t start = p->at;
    p->at++;
    bool negated = regex_take_str(p, "^");
    /* A ] that comes first is one of the members. */
    for (bool first = true; first || regex_peek(p, 0) != ']'; first = false) {
        if (p->at == p->text.n) {
            p->at = start;
            return regex_fail(p, "missing ]");
        }
        if (!bracket_item(p, s))
            return false;
        if (s->over)
            return regex_fail_limit(p, "too many ranges in its classes");
    }
    p->at++;
    if (negated)
        regex_set_negate(s);
    return true;
}

/* No leading zeros, as RE2. What is larger than any limit stays that. */
static bool
take_number(struct regex_parser *p, uint32_t *out)
{
    uint32_t v = 0;
    if (!is_digit(regex_peek(p, 0)) || (regex_peek(p, 0) == '0' && is_digit(regex_peek(p, 1))))
        return false;
    while (is_digit(regex_peek(p, 0))) {
        v = v > CEL_REGEX_REPEAT_MAX ? v : v * 10 + (uint32_t)(regex_peek(p, 0) - '0');
        p->at++;
    }
    *out = v;
    return true;
}

bool
regex_take_counts(struct regex_parser *p, uint32_t *min, uint32_t *max, bool *found)
{
    size_t start = p->at;
    *found = regex_take_str(p, "{") && take_number(p, min);
    if (*found) {
        *max = *min;
        if (regex_take_str(p, ",") && !take_number(p, max))
            *max = REGEX_UNBOUNDED;
        *found = regex_take_str(p, "}");
    }
    if (!*found) {
        p->at = start;
        return true;
    }
    if (*min <= CEL_REGEX_REPEAT_MAX &&
        (*max == REGEX_UNBOUNDED || (*max <= CEL_REGEX_REPEAT_MAX && *max >= *min)))
        return true;
    p->at = start;
    return regex_fail(p, *max < *min ? "counts in the wrong order" : "a count above 1000");
}

/* Behind "<": the name and its ">". */
static bool
group_name(struct regex_parser *p)
{
    size_t start = p->at;
    while (is_word(regex_peek(p, 0)))
        p->at++;
    struct slice name = slice_sub(p->text, start, p->at - start);
    if (name.n == 0 || !regex_take_str(p, ">"))
        return regex_fail(p, "a group's name is letters, digits and _, then >");
    return true; /* names may come twice, as in RE2: nobody asks for groups */
}

/* Behind "(?": flags such as i, s-m, and then ) or :. */
static bool
group_flags(struct regex_parser *p, bool *flags_only)
{
    static const char letters[] = "imsU";
    bool minus = false, any = false;
    for (;;) {
        uint8_t c = regex_peek(p, 0);
        const char *known = c ? strchr(letters, c) : NULL;
        if (known) {
            unsigned bit = 1u << (known - letters);
            p->flags = minus ? p->flags & ~bit : p->flags | bit;
            any = true;
        } else if (c == '-' && !minus) {
            minus = true;
            any = false;
        } else if ((c == ':' || c == ')') && (any || !minus)) {
            *flags_only = c == ')';
            p->at++;
            return true;
        } else {
            return regex_fail(p, "after (? only : P<name> <name> or flags of imsU");
        }
        p->at++;
    }
}

bool
regex_open_group(struct regex_parser *p, bool *flags_only)
{
    *flags_only = false;
    if (regex_take_str(p, "(?P<") || regex_take_str(p, "(?<"))
        return group_name(p);
    if (regex_take_str(p, "(?"))
        return group_flags(p, flags_only);
    p->at++;
    return true;
}
