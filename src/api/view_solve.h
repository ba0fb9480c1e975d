/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Conflicts and plans for readers: from what the solver says as JSON (`comity conflicts`,
 * `comity plan`, as a worker gives it, and believed no more than that).
 */
#pragma once

#include "api/view_judge.h"

extern const struct shape_table solve_shapes;

#define VIEW_CONFLICTS 60 /* of one page; the rest is counted */

/* Puts complete, pairs, conflicts, total, largest into the object. */
void put_conflicts(struct arena *a, struct json_node *object, const struct catalog *c,
                   const struct json_node *result);
/* Puts complete, minimum, variants, unserved. */
void put_plan(struct arena *a, struct json_node *object, const struct json_node *result);

/* The text of a file that a variant needs; empty where there is none. */
struct slice plan_file(const struct json_node *result, size_t variant, struct slice name);
