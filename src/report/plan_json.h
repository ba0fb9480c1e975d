/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A plan as JSON, for scripts. The shape is described by
 * docs/schema/plan.schema.json; it changes only with `format`.
 */
#pragma once

#include "report/solve_words.h"
#include "solve/plan.h"
#include "text/json_write.h"

#define PLAN_JSON_FORMAT "comity-plan/1"

/* Writes the whole document; the caller calls json_write_done. */
void plan_json_write(struct json_write *w, const struct plan *p, const struct solve_about *about);
