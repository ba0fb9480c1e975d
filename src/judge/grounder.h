/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the files of grounding share (judge/ground.h is the door): the state of
 * compiling one condition. Each function says false where `x` cannot be followed
 * under the present variables; the caller then makes the whole, or a larger
 * part, opaque.
 */
#pragma once

#include "judge/closed.h"
#include "judge/ground.h"

struct grounder {
    struct arena *a; /* the form's scratch */
    struct form *form;
    const struct conditions *conditions;
    const void *scope;
    struct closed closed;
    uint64_t **unlisted; /* see struct rule; null: not wanted */
    size_t work;         /* items tried so far */
    int64_t opens;       /* open atoms given out */
};

/*
 * What a strange name (one that a registry lacks) makes of a predicate: an atom
 * of its own, neither true nor false. None is left in a finished condition.
 */
ref_t ground_open(struct grounder *g);
bool ground_is_open(const struct atom *at);

/* A condition or a part of one, type bool. */
bool ground_expr(struct grounder *g, const struct cel_expr *x, unsigned depth, ref_t *out);

/* ground_compare.c: == != < <= > >=, and `in`. */
bool ground_compare(struct grounder *g, const struct cel_expr *x, unsigned depth, ref_t *out);
bool ground_in(struct grounder *g, const struct cel_expr *x, unsigned depth, ref_t *out);

/* ground_time.c: comparisons of timestamps and durations. */
bool ground_time(struct grounder *g, enum cel_op op, const struct cel_expr *left,
                 const struct cel_expr *right, ref_t *out);

/* ground_macro.c: all, exists, exists_one. */
bool ground_macro(struct grounder *g, const struct cel_expr *x, unsigned depth, ref_t *out);

/* That some element of `range` equals `value`. */
bool ground_member(struct grounder *g, struct cel_value value, const struct cel_expr *range,
                   unsigned depth, ref_t *out);

/* An atom whose threshold is the size of `range`: *at is filled but for k. */
bool ground_size(struct grounder *g, const struct cel_expr *range, unsigned depth, struct atom *at);

/* `x op k` for a number x that *at describes but for k. */
ref_t ground_threshold(struct form *f, const struct atom *at, enum cel_op op, int64_t k);

/* The field that `x` names, as its index in the kind; ATOM_NO_FIELD where it names none. */
size_t ground_field(const struct grounder *g, const struct cel_expr *x);
