/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A draft for readers: its clauses side by side with the comments on them; two revisions against
 * each other, in text and in meaning; and what becomes of the comments' places.
 */
#pragma once

#include "api/view_comment.h"

extern const struct shape_table draft_shapes; /* "draft", "draft_diff", "drafts", … */

#define DRAFT_PAGE 400  /* clauses of one page */
#define DRAFT_FORMS 150 /* more clauses than that: a link to the form instead of one at each */

/* "draft": `d` is the draft `posted`, which the viewer may see; its clauses page by page, from 1.
 */
MUST_USE bool view_draft(struct json_node **out, struct comment_look *l,
                         const struct draft_posted *posted, const struct draft *d, size_t page,
                         struct err *e);

/* "drafts": all of a project, the newest first. */
MUST_USE bool view_drafts(struct json_node **out, struct comment_look *l, struct err *e);

/* "draft_diff": from one to the other. `on`: the day for which the meaning is asked. */
MUST_USE bool view_draft_diff(struct json_node **out, struct comment_look *l,
                              const struct draft_posted *from, const struct draft_posted *to,
                              date_t on, struct err *e);

/* "comment_place": where a new comment is written; `at` null: on the whole. */
MUST_USE bool view_comment_place(struct json_node **out, struct comment_look *l,
                                 const struct draft_posted *posted, const struct draft *d,
                                 const struct clause *at, struct err *e);

/* Members that every page of a draft begins with: project, title, draft, standard, name, … */
void view_draft_head(struct json_node *n, struct comment_look *l, const struct draft_posted *posted,
                     const struct draft *d);
