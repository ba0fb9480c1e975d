/* SPDX-License-Identifier: Apache-2.0 */
/*
 * RE2's grammar. Where its documentation is silent we do as the library does:
 * "{" that begins no count is itself, flags last to the end of their group,
 * a repetition of a repetition needs a group between them.
 */
#include "cel/regex_parse.h"

#include "cel/regex.h"
#include "cel/regex_syntax.h"

/* A list of children under construction. */
struct children {
    struct regex_node *first, *last;
    struct regex_node *before_last; /* to put a repetition in the place of the last */
    uint32_t copies;
};

static struct regex_node *
new_node(struct regex_parser *p, enum regex_node_kind kind)
{
    struct regex_node *n = NEW(p->a, struct regex_node);
    n->kind = kind;
    n->copies = 1;
    return n;
}

static void
append(struct children *c, struct regex_node *n)
{
    c->before_last = c->last;
    if (c->last)
        c->last->next = n;
    else
        c->first = n;
    c->last = n;
    if (n->copies > c->copies)
        c->copies = n->copies;
}

/* The children as one node. */
static struct regex_node *
bundle(struct regex_parser *p, const struct children *c, enum regex_node_kind kind)
{
    if (!c->first)
        return new_node(p, REGEX_EMPTY);
    if (c->first == c->last)
        return c->first;
    struct regex_node *n = new_node(p, kind);
    n->first = c->first;
    n->copies = c->copies;
    return n;
}

static bool
add_class(struct regex_parser *p, struct children *c, struct regex_set *s)
{
    regex_set_normal(s);
    if (s->over)
        return regex_fail_limit(p, "too many ranges in its classes");
    struct regex_node *n = new_node(p, REGEX_CLASS);
    n->class = regex_set_done(s);
    append(c, n);
    return true;
}

static bool
add_rune(struct regex_parser *p, struct children *c, uint32_t rune)
{
    struct regex_set s;
    regex_set_init(&s, p->a, &p->budget);
    regex_set_range(&s, rune, rune);
    if (p->flags & REGEX_FLAG_I)
        regex_set_fold(&s);
    return add_class(p, c, &s);
}

static bool
add_dot(struct regex_parser *p, struct children *c)
{
    struct regex_set s;
    regex_set_init(&s, p->a, &p->budget);
    if (p->flags & REGEX_FLAG_S) {
        regex_set_range(&s, 0, REGEX_RUNE_MAX);
    } else {
        regex_set_range(&s, 0, '\n' - 1);
        regex_set_range(&s, '\n' + 1, REGEX_RUNE_MAX);
    }
    return add_class(p, c, &s);
}

static void
add_assert(struct regex_parser *p, struct children *c, enum regex_assert what)
{
    struct regex_node *n = new_node(p, REGEX_ASSERT);
    n->assertion = what;
    append(c, n);
}

/* Behind \Q: literals up to \E or the end. */
static bool
add_quoted(struct regex_parser *p, struct children *c)
{
    while (p->at < p->text.n && !regex_take_str(p, "\\E")) {
        uint32_t rune;
        if (!regex_next_rune(p, &rune) || !add_rune(p, c, rune))
            return false;
    }
    return true;
}

static const struct edge {
    uint8_t letter;
    enum regex_assert what;
} edges[] = {
    {'A', REGEX_TEXT_START},
    {'z', REGEX_TEXT_END},
    {'b', REGEX_WORD_EDGE},
    {'B', REGEX_NO_WORD_EDGE},
};

/* What a backslash begins, outside of brackets. */
static bool
add_escape(struct regex_parser *p, struct children *c)
{
    if (regex_take_str(p, "\\Q"))
        return add_quoted(p, c);
    for (size_t i = 0; i < COUNT_OF(edges); i++)
        if (regex_peek(p, 1) == edges[i].letter) {
            p->at += 2;
            add_assert(p, c, edges[i].what);
            return true;
        }
    struct regex_set s;
    bool found;
    regex_set_init(&s, p->a, &p->budget);
    if (!regex_escaped_class(p, &s, &found))
        return false;
    if (found)
        return add_class(p, c, &s);
    uint32_t rune;
    return regex_escaped_rune(p, &rune) && add_rune(p, c, rune);
}

/* Puts a repetition around the last child. */
static bool
repeat_last(struct regex_parser *p, struct children *c, uint32_t min, uint32_t max)
{
    struct regex_node *n = new_node(p, REGEX_REPEAT);
    struct regex_node *body = c->last;
    n->first = body;
    n->min = min;
    n->max = max;
    uint32_t count = max == REGEX_UNBOUNDED ? min : max;
    n->copies = body->copies * (count ? count : 1);
    if (n->copies > CEL_REGEX_REPEAT_MAX && (min >= 2 || (max >= 2 && max != REGEX_UNBOUNDED)))
        return regex_fail(p, "repetitions nested to more than 1000");
    if (n->copies > CEL_REGEX_REPEAT_MAX)
        n->copies = CEL_REGEX_REPEAT_MAX + 1; /* stays too large, cannot overflow */
    if (c->before_last)
        c->before_last->next = n;
    else
        c->first = n;
    c->last = n;
    if (n->copies > c->copies)
        c->copies = n->copies;
    return true;
}

/* A repetition operator, if one stands here; *found says. */
static bool
take_repetition(struct regex_parser *p, uint32_t *min, uint32_t *max, bool *found)
{
    *found = true;
    *min = 0;
    *max = REGEX_UNBOUNDED;
    if (regex_take_str(p, "*"))
        return true;
    if (regex_take_str(p, "+")) {
        *min = 1;
        return true;
    }
    if (regex_take_str(p, "?")) {
        *max = 1;
        return true;
    }
    return regex_take_counts(p, min, max, found);
}

static bool
add_repetition(struct regex_parser *p, struct children *c, bool *found)
{
    uint32_t min, max;
    size_t start = p->at;
    if (!take_repetition(p, &min, &max, found) || !*found)
        return !*found;
    if (!c->last) {
        p->at = start;
        return regex_fail(p, "nothing to repeat");
    }
    if (start == p->after_repetition) {
        p->at = start;
        return regex_fail(p, "a repetition of a repetition");
    }
    (void)regex_take_str(p, "?"); /* lazy: of no matter to a yes or no */
    p->after_repetition = p->at;
    return repeat_last(p, c, min, max);
}

static bool parse_choice(struct regex_parser *p, struct regex_node **out, unsigned depth);

static bool
add_group(struct regex_parser *p, struct children *c, unsigned depth)
{
    unsigned outer = p->flags;
    size_t start = p->at;
    bool flags_only;
    if (!regex_open_group(p, &flags_only))
        return false;
    if (flags_only)
        return true;
    struct regex_node *inner;
    if (!parse_choice(p, &inner, depth + 1))
        return false;
    if (!regex_take_str(p, ")")) {
        p->at = start;
        return regex_fail(p, "missing )");
    }
    p->flags = outer;
    append(c, inner);
    return true;
}

static bool
add_bracket(struct regex_parser *p, struct children *c)
{
    struct regex_set s;
    regex_set_init(&s, p->a, &p->budget);
    return regex_bracket(p, &s) && add_class(p, c, &s);
}

/* One atom, no repetition. */
static bool
add_atom(struct regex_parser *p, struct children *c, unsigned depth)
{
    bool lines = p->flags & REGEX_FLAG_M;
    switch (regex_peek(p, 0)) {
    case '(':
        return add_group(p, c, depth);
    case '[':
        return add_bracket(p, c);
    case '\\':
        return add_escape(p, c);
    case '.':
        p->at++;
        return add_dot(p, c);
    case '^':
        p->at++;
        add_assert(p, c, lines ? REGEX_LINE_START : REGEX_TEXT_START);
        return true;
    case '$':
        p->at++;
        add_assert(p, c, lines ? REGEX_LINE_END : REGEX_TEXT_END);
        return true;
    default:
        break;
    }
    uint32_t rune;
    return regex_next_rune(p, &rune) && add_rune(p, c, rune);
}

static bool
parse_sequence(struct regex_parser *p, struct regex_node **out, unsigned depth)
{
    struct children c = {.copies = 1};
    while (p->at < p->text.n && regex_peek(p, 0) != '|' && regex_peek(p, 0) != ')') {
        bool repeated;
        if (!add_repetition(p, &c, &repeated))
            return false;
        if (!repeated && !add_atom(p, &c, depth))
            return false;
    }
    *out = bundle(p, &c, REGEX_SEQUENCE);
    return true;
}

static bool
parse_choice(struct regex_parser *p, struct regex_node **out, unsigned depth)
{
    struct children c = {.copies = 1};
    if (depth > CEL_REGEX_DEPTH_MAX)
        return regex_fail_limit(p, "groups nested too deeply");
    do {
        struct regex_node *n;
        if (!parse_sequence(p, &n, depth))
            return false;
        append(&c, n);
    } while (regex_take_str(p, "|"));
    *out = bundle(p, &c, REGEX_CHOICE);
    return true;
}

bool
regex_parse(struct regex_node **out, struct arena *a, struct slice pattern, struct err *e)
{
    struct regex_parser p = {
        .a = a, .e = e, .text = pattern, .budget = REGEX_RANGES_MAX, .after_repetition = SIZE_MAX};
    if (pattern.n > CEL_REGEX_PATTERN_MAX)
        return err_set(e, ERR_LIMIT, "regular expression of %zu octets, we accept %d", pattern.n,
                       CEL_REGEX_PATTERN_MAX);
    if (!parse_choice(&p, out, 0))
        return false;
    if (p.at < pattern.n)
        return regex_fail(&p, "a ) without its (");
    return true;
}
