/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A plan as text for a terminal: how many variants serve which markets, each
 * with its configuration, what has to change from today, and what no
 * configuration can do; why there is not one variant for all.
 *
 * `all` in the style shows every fact, clause and conflict.
 */
#pragma once

#include "report/solve_words.h"
#include "report/terminal.h"
#include "solve/plan.h"

void plan_text(struct buf *out, const struct plan *p, const struct solve_about *about,
               const struct terminal_style *style);
