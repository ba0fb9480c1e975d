/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What waits for the viewer, by the mandates that hold now: votes to give, drafts to comment on,
 * comments to answer, ballots to count, seats to confirm. A reminder: nothing here decides.
 */
#pragma once

#include "api/view.h"

extern const struct shape_table tasks_shapes;

/* "tasks". For a viewer without a mandate an empty list. */
MUST_USE bool view_tasks(struct json_node **out, const struct viewer *v, struct err *e);

/* "home": the committee for whoever comes in. */
MUST_USE bool view_home(struct json_node **out, const struct viewer *v, struct err *e);
