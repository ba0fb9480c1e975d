/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Verdicts for readers: from what the judge says as JSON (`comity check --format json`), which a
 * worker read from evidence of outside and which is believed no more than that, to cells of a
 * matrix and to the clauses behind a cell. Words and clauses come from the catalog where it
 * knows them.
 */
#pragma once

#include "api/products.h"
#include "api/view_rules.h"

extern const struct shape_table judge_shapes;

/* product_line: {"id","name","organisation","shared","at",…}. */
struct json_node *view_product(const struct viewer *v, const struct product *p);

/* matrix_cell of one of a target's regimes; `address` empty: none. */
struct json_node *view_cell_of(struct arena *a, const struct json_node *regime,
                               struct slice address);

/* The member of `target` about that regime, or null. */
const struct json_node *judged_regime(const struct json_node *target, struct slice regime);

/* judged_target: one target under one regime, finding by finding; worst first. */
struct json_node *view_judged(struct arena *a, const struct catalog *c,
                              const struct json_node *target, const struct json_node *regime);
