/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A plan as one self-contained HTML page: which variant serves which market,
 * each variant with its configuration, its changes from today and the files of
 * its server, and why there is not one for all.
 */
#pragma once

#include "report/solve_words.h"
#include "solve/plan.h"

void plan_html(struct buf *out, const struct plan *p, const struct solve_about *about);
