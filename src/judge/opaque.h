/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The slow way: conditions that could not be grounded are evaluated by CEL over
 * each asset, with its missing facts as unknowns.
 */
#pragma once

#include "judge/eval.h"
#include "model/condition.h"

#define OPAQUE_STEPS_MAX ((uint64_t)1000 * 1000) /* of one evaluation; past it: unknown */

struct opaque {
    const struct program *program;
    const struct conditions *conditions;
    struct cel_program **v; /* by opaque column */
};

void opaque_init(struct opaque *out, struct arena *a, const struct program *p,
                 const struct conditions *c);

/* Fills the opaque columns of lanes that are loaded. What it needs on the way comes from `a`. */
void opaque_load(struct lanes *l, struct arena *a, const struct opaque *o, date_t on);

/* One of them on one asset: a bool, an unknown whose leaves are fact_leaf, or an error. */
struct cel_value opaque_eval(struct arena *a, const struct opaque *o, size_t column,
                             const struct asset *as, date_t on);
