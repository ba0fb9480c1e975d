/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Before the vote: whom a draft would shut out. One product judged by the draft's own requirements,
 * as a worker says it, with the clauses behind it.
 */
#pragma once

#include "api/view_judge.h"
#include "draft/draft.h"
#include "model/verdict.h"

extern const struct shape_table impact_shapes;

/* Puts target, verdict, says and the findings that do not pass into `row`. Gives the verdict. */
enum verdict put_impact(struct arena *a, struct json_node *row, const struct draft *d,
                        const struct json_node *target);

/*
 * "clauses" of the shape, from the impact_row of each target: the binding requirements that shut
 * somebody out, in the order of the draft, and whom.
 */
void put_impact_clauses(struct arena *a, struct json_node *view, const struct draft *d,
                        const struct json_node *rows);
