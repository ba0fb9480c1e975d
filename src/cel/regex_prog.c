/* SPDX-License-Identifier: Apache-2.0 */
#include "cel/regex_prog.h"

#include "base/vec.h"

#include "cel/regex.h"
#include "cel/utf8.h"

struct writer {
    struct arena *a;
    VEC(struct regex_inst) code;
    VEC(uint32_t) patches; /* splits and jumps whose target is still to come: a stack */
    bool full;
};

static uint32_t
here(const struct writer *w)
{
    return (uint32_t)w->code.n;
}

static uint32_t
put(struct writer *w, enum regex_op op, uint32_t x)
{
    if (w->code.n >= CEL_REGEX_PROGRAM_MAX) {
        w->full = true;
        return 0;
    }
    vec_push(w->a, &w->code, (struct regex_inst){.op = op, .x = x});
    return here(w) - 1;
}

/* A split or jump to a place behind; land() gives it. */
static void
put_ahead(struct writer *w, enum regex_op op)
{
    vec_push(w->a, &w->patches, put(w, op, 0));
}

static void
land(struct writer *w, size_t patches_before)
{
    while (w->patches.n > patches_before)
        w->code.v[w->patches.v[--w->patches.n]].x = here(w);
}

/* A group is at most a choice of sequences of repetitions. */
#define NODE_DEPTH_MAX (3 * (CEL_REGEX_DEPTH_MAX + 2))

static void emit(struct writer *w, const struct regex_node *n, unsigned depth);

static void
emit_class(struct writer *w, const struct regex_class *c)
{
    if (c->n == 1 && c->v[0].lo == c->v[0].hi) {
        put(w, REGEX_OP_RUNE, c->v[0].lo);
        return;
    }
    uint32_t at = put(w, REGEX_OP_CLASS, 0);
    if (!w->full)
        w->code.v[at].class = c;
}

static void
emit_choice(struct writer *w, const struct regex_node *n, unsigned depth)
{
    size_t ends = w->patches.n;
    for (const struct regex_node *c = n->first; c && !w->full; c = c->next) {
        if (!c->next) {
            emit(w, c, depth);
            break;
        }
        uint32_t split = put(w, REGEX_OP_SPLIT, 0);
        emit(w, c, depth);
        put_ahead(w, REGEX_OP_JUMP);
        w->code.v[split].x = here(w);
    }
    land(w, ends);
}

static void
emit_repeat(struct writer *w, const struct regex_node *n, unsigned depth)
{
    uint32_t last = here(w);
    for (uint32_t i = 0; i < n->min && !w->full; i++) {
        last = here(w);
        emit(w, n->first, depth);
        if (here(w) == last)
            return; /* empty: as often as you like */
    }
    if (n->max == REGEX_UNBOUNDED && n->min > 0) {
        /* Go on, or back to the last copy: an x+ at its end. */
        uint32_t on = put(w, REGEX_OP_SPLIT, 0);
        put(w, REGEX_OP_JUMP, last);
        if (!w->full)
            w->code.v[on].x = here(w);
        return;
    }
    size_t ends = w->patches.n;
    if (n->max == REGEX_UNBOUNDED) {
        put_ahead(w, REGEX_OP_SPLIT);
        emit(w, n->first, depth);
        put(w, REGEX_OP_JUMP, last);
    }
    for (uint32_t i = n->min; n->max != REGEX_UNBOUNDED && i < n->max && !w->full; i++) {
        uint32_t before = here(w);
        put_ahead(w, REGEX_OP_SPLIT);
        emit(w, n->first, depth);
        if (here(w) == before + 1)
            break; /* empty */
    }
    land(w, ends);
}

static void
emit(struct writer *w, const struct regex_node *n, unsigned depth)
{
    if (w->full || depth > NODE_DEPTH_MAX) {
        w->full = true;
        return;
    }
    switch (n->kind) {
    case REGEX_EMPTY:
        break;
    case REGEX_CLASS:
        emit_class(w, n->class);
        break;
    case REGEX_ASSERT:
        put(w, REGEX_OP_ASSERT, n->assertion);
        break;
    case REGEX_SEQUENCE:
        for (const struct regex_node *c = n->first; c && !w->full; c = c->next)
            emit(w, c, depth + 1);
        break;
    case REGEX_CHOICE:
        emit_choice(w, n, depth + 1);
        break;
    case REGEX_REPEAT:
        emit_repeat(w, n, depth + 1);
        break;
    }
}

static void
first_of_rune(struct cel_regex *re, uint32_t lo, uint32_t hi)
{
    uint8_t from[4] = {0}, to[4] = {0};
    /* Surrogates have no UTF-8; their neighbours begin with the same octet or the next one. */
    if (cel_utf8_encode(from, lo) == 0)
        from[0] = 0xed;
    if (cel_utf8_encode(to, hi) == 0)
        to[0] = 0xed;
    for (unsigned c = from[0]; c <= to[0]; c++)
        re->first[c] = c < 0x80 || c > 0xbf; /* nothing begins with a continuation */
}

/*
 * Which octets a match can begin with. Assertions are taken to hold; where the
 * end can be reached without any code point, every place must be tried.
 */
static void
find_first(struct cel_regex *re, struct arena *a)
{
    struct arena_mark m = arena_mark(a);
    uint32_t *stack = NEW_ARRAY(a, uint32_t, re->n + 1), top = 0;
    bool *seen = NEW_ARRAY(a, bool, re->n);
    re->skips = true;
    stack[top++] = 0;
    while (top > 0) {
        uint32_t pc = stack[--top];
        const struct regex_inst *in = &re->v[pc];
        if (seen[pc])
            continue;
        seen[pc] = true;
        switch (in->op) {
        case REGEX_OP_RUNE:
            first_of_rune(re, in->x, in->x);
            break;
        case REGEX_OP_CLASS:
            for (size_t i = 0; i < in->class->n; i++)
                first_of_rune(re, in->class->v[i].lo, in->class->v[i].hi);
            break;
        case REGEX_OP_ASSERT:
            stack[top++] = pc + 1;
            break;
        case REGEX_OP_JUMP:
            stack[top++] = in->x;
            break;
        case REGEX_OP_SPLIT:
            stack[top++] = in->x;
            stack[top++] = pc + 1;
            break;
        case REGEX_OP_MATCH:
            re->skips = false;
            break;
        }
    }
    arena_reset(a, m);
}

bool
regex_prog_new(struct cel_regex **out, struct arena *a, const struct regex_node *tree,
               struct err *e)
{
    struct writer w = {.a = a};
    emit(&w, tree, 0);
    put(&w, REGEX_OP_MATCH, 0);
    if (w.full)
        return err_set(e, ERR_LIMIT,
                       "regular expression too large: more than %d steps when written out",
                       CEL_REGEX_PROGRAM_MAX);
    struct cel_regex *re = NEW(a, struct cel_regex);
    re->v = w.code.v;
    re->n = here(&w);
    re->from_start = re->v[0].op == REGEX_OP_ASSERT && re->v[0].x == REGEX_TEXT_START;
    find_first(re, a);
    *out = re;
    return true;
}
