/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The parts of a connective in the order in which an explanation tells them, and
 * which of several alternatives only say when the others matter.
 */
#pragma once

#include "judge/witness.h"

#define PARTS_DEPTH_MAX 32 /* of connectives within each other: deeper ones do not count */

/* The literal of a part that comes first, which decides where the part stands. */
struct lead {
    const struct atom *at; /* null: a constant, which comes last */
    bool negated;
    size_t words; /* of its mask */
};

/* A part and where it stands in an explanation. */
struct part {
    ref_t r;
    struct lead lead;
    bool aside;             /* an alternative that only says when the others matter */
    const struct atom *why; /* the fact that makes the others matter, or null */
};
struct parts {
    struct part *v;
    size_t n;
};

/* The atom of a literal; null for connectives and constants. */
const struct atom *parts_literal(const struct witness *w, ref_t r);

/* A part that by its form says when others matter: "not RSA", "offers no DHE". */
bool parts_guard(const struct witness *w, ref_t r);

/*
 * The parts of a conjunction, or the alternatives (of a negated conjunction).
 * The order is that of the vocabulary, the same whatever else was compiled.
 *
 * Aside is an alternative such as "key.algorithm is not RSA" beside "key.bits >=
 * 3000", and where there is a case for each of several algorithms, the cases that
 * are not ours. Not all of them are aside.
 */
struct parts parts_of(struct arena *a, const struct witness *w, ref_t r);
bool parts_any_aside(const struct parts *parts);

/* Whether a conjunction holds the other half of a number: x < 4 beside x >= 3. */
bool parts_exact(const struct witness *w, const struct parts *parts, ref_t r);
