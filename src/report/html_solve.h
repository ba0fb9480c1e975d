/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The parts that the pages about conflicts and plans share.
 */
#pragma once

#include "report/solve_words.h"

/* The frame, with the style of these pages; title and heading are the same. */
void html_solve_open(struct buf *b, struct slice title);
void html_solve_close(struct buf *b);

/* When, by what version, narrowed to what. */
void html_solve_lead(struct buf *b, const struct solve_about *about, date_t on);

/* Regimes as chips: <span class="chips regimes">…; with each one's title on hover. */
void html_solve_regimes(struct buf *b, const struct regime *const *regimes, const size_t *v,
                        size_t n);

/* The clauses side by side, one column per regime, each with what breaks it and its source. */
void html_solve_conflict(struct buf *b, const struct regime *const *regimes,
                         const struct conflict *c);

/* A table per thing of a product. */
void html_solve_configuration(struct buf *b, const struct evidence *ev);

/* "standard clause" with the rule's text on hover; linked to the document where it has an address.
 */
void html_solve_clause(struct buf *b, const struct requirement *r);

/* The same of several, by standard: "US-SP800-52r2 §3.1, §3.3.1; NL-NCSC-TLS 3.3.1". */
void html_solve_clauses(struct buf *b, const struct requirement *const *v, size_t n);

void html_solve_unanalysed(struct buf *b, const struct unanalysed *v, size_t n);
