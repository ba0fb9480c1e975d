/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The processes that the committee adopted: stages, what each way on asks for, ballot rules; every
 * value in words, and those marked that were not read at their source.
 */
#pragma once

#include "api/view.h"

extern const struct shape_table process_shapes;

void view_processes(struct json_node **out, const struct viewer *v);

/* Of the version with that digest, or the newest; null: never adopted. */
void view_process_page(struct json_node **out, const struct viewer *v, struct slice id,
                       struct slice digest);

/* What a way on asks for, one sentence each, appended. */
void view_needs(struct arena *a, struct json_node *array, const struct process *p,
                const struct stage *s, const struct transition *t);
