/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The parts that conflicts and plans share as text for a terminal.
 */
#pragma once

#include "report/printer.h"
#include "report/solve_words.h"

/* "Conflicts", in bold, on a line of its own. */
void solve_text_heading(struct printer *p, const char *title);

/* "  • text", wrapped. */
void solve_text_item(struct printer *p, struct slice text);

/* The regimes and the class, each member with its clauses and what breaks it, what it rests on. */
void solve_text_conflict(struct printer *p, const struct regime *const *regimes,
                         const struct conflict *c);

/* Rules that were left out, the first few where not everything is shown. */
void solve_text_unanalysed(struct printer *p, const struct unanalysed *v, size_t n);

/* A product, thing by thing; `all`: every fact of it. */
void solve_text_configuration(struct printer *p, size_t indent, const struct evidence *ev,
                              bool all);
