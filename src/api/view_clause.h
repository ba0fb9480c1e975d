/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A clause of a draft for readers: both languages side by side, cut into runs of text so that
 * words that oblige and words that somebody quotes can be marked; its requirements with their
 * conditions; and changes as runs of what stays, goes and comes.
 */
#pragma once

#include "api/shape.h"
#include "draft/diff.h"
#include "draft/lint.h"
#include "draft/proposal.h"

extern const struct shape_table clause_shapes; /* "draft_clause", "text_run", … */

#define CLAUSE_QUOTES_MAX 200 /* marked in one text; further ones are not */

/* Words of a clause that a comment quotes. */
struct clause_quote {
    const struct anchor *anchor;
    struct slice comment; /* "c-12" */
};
struct clause_quotes {
    const struct clause_quote *v; /* of any clauses; those that fit this one are marked */
    size_t n;
};

/* "draft_clause"; members may be added. `quotes` may be null. */
struct json_node *view_clause(struct arena *a, const struct draft *d, const struct clause *c,
                              const struct clause_quotes *quotes);

/* "clause_finding". */
struct json_node *view_clause_finding(struct arena *a, const struct lint_finding *f);

/* [text_run]: what stays, goes and comes. `context`: of a long run that stays only so many
 * characters beside a change; 0: all. */
struct json_node *view_clause_runs(struct arena *a, const struct textdiff *d, size_t context);
/* The same of a proposal; `d` is the draft that it was made for, or null. */
struct json_node *view_clause_change(struct arena *a, const struct proposal *p,
                                     const struct draft *d);

/* "zh-Hans" or "en": for the attribute lang. */
struct slice view_clause_tag(struct slice language);
/* The beginning of a text in one line, with … where it goes on. */
struct slice view_clause_excerpt(struct arena *a, struct slice text, size_t octets);

struct langs view_clause_keyword(enum keyword k);
struct langs view_clause_kind(enum clause_kind k);
