/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What came of an act, as JSON: the command line's --json and the API's answer.
 */
#pragma once

#include "api/shape.h"
#include "office/office.h"

extern const struct shape_table view_act_shapes;

/* act_done: {"answer":"done"|"repeated"|"allowed"|"refused","event","refusal","receipt",
 * "warning"}. `dry`: it was only asked. */
struct json_node *view_act_done(struct arena *a, const struct office_done *done, bool dry);
