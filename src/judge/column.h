/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a predicate comes to for every element of a registry at once. What it
 * asks of an element by itself, `s.kx == "DHE"`, `s.name in approved`, is read
 * off the registry; the rest is evaluated by CEL, element by element.
 */
#pragma once

#include "judge/grounder.h"
#include "model/bits.h"

#define COLUMN_WORDS BITS_WORDS(REGISTRY_ELEMENTS_MAX)

enum column_says {
    COLUMN_ASK, /* evaluate it */
    COLUMN_YES,
    COLUMN_NO,
    COLUMN_OPEN, /* neither is certain */
};

/* By element. Where the predicate is no true or false (an error), neither bit is set. */
struct column {
    uint64_t yes[COLUMN_WORDS], no[COLUMN_WORDS];
    uint64_t unlisted[COLUMN_WORDS]; /* false because a list of names does not hold the element */
    enum column_says strange;        /* for a name that the registry lacks */
};

/*
 * `x` must be closed while the macro variable `slot` is an element of `r`, as it
 * is when this is called; the slot is then left on another element. False where
 * the grounder's work is used up.
 */
MUST_USE bool column_of(struct column *out, struct grounder *g, const struct registry *r,
                        const struct cel_expr *x, uint32_t slot, unsigned depth);

/* Whether the macro variable `slot` stands in `x`. */
bool column_needed(const struct cel_expr *x, uint32_t slot);
