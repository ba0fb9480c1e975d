/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tables of comments (committee/comment_form.h) on their way in and out of a project: a row as a
 * comment that somebody gives, and comments as rows.
 */
#pragma once

#include "api/act_comment.h"
#include "committee/comment_form.h"

/* A row as a comment to be filed or prepared. `type` is that of rows that state none; `of_public`:
 * of people outside, entered by the secretary. */
void table_given(struct comment_given *g, const struct comment_row *row, enum comment_row_type type,
                 bool of_public);

/* A row of a table that was exported: its number and text are those of a comment of the project. */
bool table_is_filed(const struct drafts *d, const struct comment_row *row);

/* A comment with what is known of it: `object` null where it was forgotten or is not to be seen;
 * `draft` null where that one is not. */
struct table_comment {
    const struct comment *comment;
    const struct comment_object *object;
    const struct draft *draft;
    struct slice reason; /* of its answer */
};
struct comment_row table_row(const struct viewer *v, const struct table_comment *t, bool zh);

/* The head of a project's table. */
void table_head(struct comment_form_head *out, const struct viewer *v, const struct project *p,
                bool zh);
