/* SPDX-License-Identifier: Apache-2.0 */
/*
 * All ways through the automaton are followed at once, one code point at a
 * time (Thompson 1968): a set of states, at most all of them, per place.
 */
#include "cel/regex.h"

#include "cel/regex_prog.h"
#include "cel/utf8.h"

#define NO_RUNE UINT32_MAX /* before the start, behind the end, or not UTF-8 */

bool
cel_regex_compile(const struct cel_regex **out, struct arena *a, struct slice pattern,
                  struct err *e)
{
    struct regex_node *tree;
    struct cel_regex *re;
    if (!regex_parse(&tree, a, pattern, e) || !regex_prog_new(&re, a, tree, e))
        return false;
    *out = re;
    return true;
}

/* Numbers below `n` in order of arrival; empty by n = 0, no clearing (Briggs, Torczon 1993). */
struct sparse {
    uint32_t *place, *v, n;
};

static bool
sparse_add(struct sparse *s, uint32_t x)
{
    uint32_t at = s->place[x];
    if (at < s->n && s->v[at] == x)
        return false;
    s->place[x] = s->n;
    s->v[s->n++] = x;
    return true;
}

struct run {
    const struct cel_regex *re;
    struct sparse now, next; /* states reached, those included that only lead on */
    uint32_t *stack;
    bool matched;
};

static struct sparse
new_sparse(struct arena *a, uint32_t n)
{
    return (struct sparse){.place = NEW_ARRAY(a, uint32_t, n), .v = NEW_ARRAY(a, uint32_t, n)};
}

/* Adds a state and all that it leads to without a code point; `holds` is of the place. */
static void
reach(struct run *r, struct sparse *set, uint32_t start, uint32_t holds)
{
    uint32_t top = 0;
    if (sparse_add(set, start))
        r->stack[top++] = start;
    while (top > 0) {
        uint32_t pc = r->stack[--top];
        const struct regex_inst *in = &r->re->v[pc];
        if (in->op == REGEX_OP_MATCH)
            r->matched = true;
        if ((in->op == REGEX_OP_JUMP || in->op == REGEX_OP_SPLIT) && sparse_add(set, in->x))
            r->stack[top++] = in->x;
        if ((in->op == REGEX_OP_SPLIT || (in->op == REGEX_OP_ASSERT && (in->x & holds))) &&
            sparse_add(set, pc + 1))
            r->stack[top++] = pc + 1;
    }
}

static bool
is_word(uint32_t rune)
{
    return (rune >= 'a' && rune <= 'z') || (rune >= 'A' && rune <= 'Z') ||
           (rune >= '0' && rune <= '9') || rune == '_';
}

/* What holds at octet `at` of the text. */
static uint32_t
assertions_at(struct slice text, size_t at)
{
    uint32_t before = at > 0 ? text.p[at - 1] : NO_RUNE;
    uint32_t behind = at < text.n ? text.p[at] : NO_RUNE;
    uint32_t holds = is_word(before) != is_word(behind) ? REGEX_WORD_EDGE : REGEX_NO_WORD_EDGE;
    if (at == 0)
        holds |= REGEX_TEXT_START | REGEX_LINE_START;
    if (before == '\n')
        holds |= REGEX_LINE_START;
    if (at == text.n)
        holds |= REGEX_TEXT_END | REGEX_LINE_END;
    if (behind == '\n')
        holds |= REGEX_LINE_END;
    return holds;
}

static bool
takes(const struct regex_inst *in, uint32_t rune)
{
    return in->op == REGEX_OP_RUNE ? in->x == rune
                                   : in->op == REGEX_OP_CLASS && regex_class_has(in->class, rune);
}

static void
step(struct run *r, uint32_t rune, uint32_t holds)
{
    r->next.n = 0;
    for (uint32_t i = 0; i < r->now.n; i++) {
        uint32_t pc = r->now.v[i];
        if (takes(&r->re->v[pc], rune))
            reach(r, &r->next, pc + 1, holds);
    }
    struct sparse old = r->now;
    r->now = r->next;
    r->next = old;
}

static bool
search(struct run *r, struct slice text)
{
    const struct cel_regex *re = r->re;
    for (size_t at = 0;;) {
        if (r->now.n == 0 && re->skips && !re->from_start)
            while (at < text.n && !re->first[text.p[at]])
                at++;
        if (at == 0 || !re->from_start)
            reach(r, &r->now, 0, assertions_at(text, at));
        if (r->matched)
            return true;
        if (at == text.n || r->now.n == 0)
            return false;
        uint32_t rune;
        size_t n = cel_utf8_decode(slice_sub(text, at, 4), &rune);
        at += n ? n : 1;
        step(r, n ? rune : NO_RUNE, assertions_at(text, at));
        if (r->matched)
            return true;
    }
}

bool
cel_regex_match(const struct cel_regex *re, struct slice text, struct arena *scratch)
{
    struct arena_mark m = arena_mark(scratch);
    struct run r = {
        .re = re,
        .now = new_sparse(scratch, re->n),
        .next = new_sparse(scratch, re->n),
        .stack = NEW_ARRAY(scratch, uint32_t, re->n),
    };
    bool matched = search(&r, text);
    arena_reset(scratch, m);
    return matched;
}
