/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Conflicts as text for a terminal: which regimes go together in one line, the
 * matrix of pairs, the largest sets, and under it each conflict with its
 * clauses, what only looks like one, and what was left out.
 *
 * Short by default: of each set of regimes the first conflict, the others
 * counted. `all` in the style shows everything, with an example product per pair.
 */
#pragma once

#include "report/solve_words.h"
#include "report/terminal.h"

void conflicts_text(struct buf *out, const struct conflicts *c, const struct solve_about *about,
                    const struct terminal_style *style);
