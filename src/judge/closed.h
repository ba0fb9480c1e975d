/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Parts of a condition that speak of no fact: literals, named sets, and macro
 * variables that grounding has given a value. They are evaluated by CEL while
 * the condition is compiled.
 */
#pragma once

#include "cel/cel.h"

#define CLOSED_STEPS_MAX ((uint64_t)1000 * 1000) /* of one evaluation */

#define CLOSED_PLACES 32 /* parts are remembered under their place in the text, modulo this */

struct seen;

struct closed {
    struct arena *a;
    const struct cel_ast *ast;
    struct cel_value *slots;          /* of the AST; CEL_NONE: not given a value */
    struct cel_value *work;           /* private */
    struct seen *seen[CLOSED_PLACES]; /* private: whether a part is closed, and its program */
};

void closed_init(struct closed *c, struct arena *a, const struct cel_ast *ast);

/*
 * Whether `x` is closed: every variable in it is a constant, has a value now or
 * is a macro's own. The answer is remembered: a part must be asked about under
 * the same variables each time.
 */
bool closed_is(struct closed *c, const struct cel_expr *x);

/*
 * The value of a closed part. False where `x` is not closed (*out is left alone), or comes to an
 * error or an unknown (*out is that).
 */
bool closed_eval(struct closed *c, const struct cel_expr *x, struct cel_value *out);

/* The same as closed_is, asked anew: for parts that have not all their variables yet. */
bool closed_now(const struct closed *c, const struct cel_expr *x);

/* What a visit says of the walk. */
enum expr_visit {
    EXPR_STOP, /* it is over */
    EXPR_PAST, /* on with the next, not into this one */
    EXPR_INTO, /* on with what is in it */
};

/* Visits x and what is in it, outermost first; false where a visit said stop. */
bool expr_walk(const struct cel_expr *x,
               enum expr_visit (*visit)(void *ctx, const struct cel_expr *x), void *ctx);
