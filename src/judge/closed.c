/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Closed parts of a condition: finding out which they are, and their values.
 */
#include "judge/closed.h"

#include "model/bits.h"

#define CLOSED_OWN_WORDS 16

struct seen {
    struct seen *next; /* another part that starts at the same place */
    const struct cel_expr *x;
    bool closed;
    struct cel_program *program;
};

struct walk {
    enum expr_visit (*visit)(void *ctx, const struct cel_expr *x);
    void *ctx;
};

static bool walk_expr(const struct walk *w, const struct cel_expr *x, unsigned depth);

static bool
walk_all(const struct walk *w, struct cel_expr *const *v, size_t n, unsigned depth)
{
    for (size_t i = 0; i < n; i++)
        if (!walk_expr(w, v[i], depth))
            return false;
    return true;
}

static bool
walk_entries(const struct walk *w, const struct cel_map_expr *m, unsigned depth)
{
    for (size_t i = 0; i < m->n; i++)
        if (!walk_expr(w, m->v[i].key, depth) || !walk_expr(w, m->v[i].value, depth))
            return false;
    return true;
}

/* An absent part (no target, no filter) is fine; one deeper than CEL allows cannot be. */
static bool
walk_expr(const struct walk *w, const struct cel_expr *x, unsigned depth)
{
    if (!x)
        return true;
    if (depth == 0)
        return false;
    enum expr_visit said = w->visit(w->ctx, x);
    if (said != EXPR_INTO)
        return said == EXPR_PAST;
    switch (x->kind) {
    case CEL_EXPR_CONST:
    case CEL_EXPR_IDENT:
        return true;
    case CEL_EXPR_SELECT:
        return walk_expr(w, x->select.operand, depth - 1);
    case CEL_EXPR_CALL:
        return walk_expr(w, x->call.target, depth - 1) &&
               walk_all(w, x->call.args, x->call.n, depth - 1);
    case CEL_EXPR_LIST:
        return walk_all(w, x->list.v, x->list.n, depth - 1);
    case CEL_EXPR_MAP:
    case CEL_EXPR_STRUCT:
        return walk_entries(w, &x->map, depth - 1);
    case CEL_EXPR_MACRO:
        return walk_expr(w, x->macro.range, depth - 1) && walk_expr(w, x->macro.where, depth - 1) &&
               walk_expr(w, x->macro.body, depth - 1);
    }
    return false;
}

bool
expr_walk(const struct cel_expr *x, enum expr_visit (*visit)(void *ctx, const struct cel_expr *x),
          void *ctx)
{
    return walk_expr(&(struct walk){visit, ctx}, x, CEL_DEPTH_MAX + 1);
}

void
closed_init(struct closed *c, struct arena *a, const struct cel_ast *ast)
{
    *c = (struct closed){.a = a,
                         .ast = ast,
                         .slots = NEW_ARRAY(a, struct cel_value, ast->nslots),
                         .work = NEW_ARRAY(a, struct cel_value, ast->nslots)};
}

struct closed_walk {
    const struct closed *c;
    uint64_t own[CLOSED_OWN_WORDS]; /* slots of macros inside the part */
};

/* Slots past the words are nobody's: what stands on them is not closed. */
static void
own_slot(struct closed_walk *w, uint32_t slot)
{
    if (slot < CLOSED_OWN_WORDS * 64)
        bits_set(w->own, slot);
}

static enum expr_visit
visit_closed(void *ctx, const struct cel_expr *x)
{
    struct closed_walk *w = ctx;
    if (x->kind == CEL_EXPR_MACRO) {
        own_slot(w, x->macro.slot);
        if (x->macro.var2.n)
            own_slot(w, x->macro.slot2);
        return EXPR_INTO;
    }
    if (x->kind != CEL_EXPR_IDENT)
        return EXPR_INTO;
    if (x->ident.decl)
        return x->ident.decl->is_constant ? EXPR_INTO : EXPR_STOP;
    uint32_t slot = x->ident.slot;
    bool own = slot < CLOSED_OWN_WORDS * 64 && bits_has(w->own, slot);
    bool given = slot < w->c->ast->nslots && w->c->slots[slot].kind != CEL_NONE;
    return own || given ? EXPR_INTO : EXPR_STOP;
}

bool
closed_now(const struct closed *c, const struct cel_expr *x)
{
    struct closed_walk w = {.c = c};
    return expr_walk(x, visit_closed, &w);
}

static struct seen *
look(struct closed *c, const struct cel_expr *x)
{
    struct seen **head = &c->seen[x->at % CLOSED_PLACES], *s = *head;
    while (s && s->x != x)
        s = s->next;
    if (s)
        return s;
    s = NEW(c->a, struct seen);
    *s = (struct seen){.next = *head, .x = x, .closed = closed_now(c, x)};
    *head = s;
    return s;
}

bool
closed_is(struct closed *c, const struct cel_expr *x)
{
    return look(c, x)->closed;
}

bool
closed_eval(struct closed *c, const struct cel_expr *x, struct cel_value *out)
{
    if (x->kind == CEL_EXPR_IDENT && x->ident.decl && x->ident.decl->is_constant) {
        *out = x->ident.decl->constant;
        return cel_is_value(*out);
    }
    struct seen *s = look(c, x);
    if (!s->closed)
        return false;
    if (!s->program)
        s->program = cel_program_of(c->a, c->ast, x);
    /* A copy: what the part's own macros leave behind must not look like a variable of ours. */
    if (c->ast->nslots)
        memcpy(c->work, c->slots, c->ast->nslots * sizeof *c->work);
    struct cel_cx cx = {.arena = c->a, .steps_max = CLOSED_STEPS_MAX};
    *out = cel_eval(s->program, c->work, &cx);
    return cel_is_value(*out);
}
