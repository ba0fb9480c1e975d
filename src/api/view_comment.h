/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Comments for readers: one with its place, the change that it asks for and what was decided; the
 * table of a project's comments, sorted and filtered; and the desk at which they are answered.
 */
#pragma once

#include "api/act_comment.h"
#include "api/view.h"

extern const struct shape_table comment_shapes; /* "comment", "comments", "disposition_desk", … */

/* What many comments of a project are shown with. */
struct comment_look {
    const struct viewer *v;
    const struct project *project;
    struct slice body; /* whose texts they are */
    struct drafts drafts;
};
void comment_look_begin(struct comment_look *l, const struct viewer *v, const struct project *p);

/*
 * The draft of a comment, or null: there is none, it was forgotten, is kept from this viewer, or
 * cannot be read.
 */
const struct draft *comment_look_draft(struct comment_look *l, struct slice id);

/* A comment and its object, as far as the viewer may see it. */
struct comment_seen {
    const struct comment *c;
    enum viewer_text shown;
    struct comment_object object; /* of VIEWER_TEXT, else empty */
};
MUST_USE bool comment_see(struct comment_seen *out, struct comment_look *l, const struct comment *c,
                          struct err *e);

/* "comment": all of it, into a new object. */
MUST_USE bool view_comment(struct json_node **out, struct comment_look *l, const struct comment *c,
                           struct err *e);
MUST_USE bool view_comment_seen(struct json_node **out, struct comment_look *l,
                                const struct comment_seen *s, struct err *e);

/* "withdrawn", "open", "accepted", … */
const char *comment_state(const struct comment *c);
struct langs comment_state_words(const struct comment *c);

/* What of the table is asked for; empty: all. Ids and words as they came: unknown ones find none.
 */
struct comments_query {
    struct slice draft, clause, type, organisation, state, language;
    struct slice sort; /* "number" (default), "clause", "type", "organisation", "state" */
    size_t page;       /* from 1 */
};
#define COMMENTS_PAGE 100

/* Those that fit, in that order, not cut into pages. */
void comments_find(const struct comment ***out, size_t *n, struct comment_look *l,
                   const struct comments_query *q);

/* "comments". */
MUST_USE bool view_comments(struct json_node **out, struct comment_look *l,
                            const struct comments_query *q, struct err *e);

/* "comment_page": a comment, its clause, what may be done about it. */
MUST_USE bool view_comment_page(struct json_node **out, struct comment_look *l,
                                const struct comment *c, struct err *e);

/*
 * "disposition_desk": progress, the comments without a disposition, and one of them with its
 * clause: `at`, else the first behind comment `after`, else the first of all.
 */
MUST_USE bool view_disposition_desk(struct json_node **out, struct comment_look *l, struct slice at,
                                    struct slice after, struct err *e);
