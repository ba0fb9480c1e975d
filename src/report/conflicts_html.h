/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Conflicts as one self-contained HTML page: the matrix of regimes, each cell
 * one click from its pair, where the colliding clauses stand side by side or the
 * differences with the value that settles them.
 */
#pragma once

#include "report/solve_words.h"

void conflicts_html(struct buf *out, const struct conflicts *c, const struct solve_about *about);
