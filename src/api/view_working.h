/* SPDX-License-Identifier: Apache-2.0 */
/* The working copy of a draft for those who change it: all of it, one clause, one requirement. */
#pragma once

#include "api/view_comment.h"
#include "api/working.h"

extern const struct shape_table working_shapes; /* "working", "working_clause", … */

/* The working copy, read as a draft; both null where it cannot be read, then `problems`. */
struct working_read {
    const struct working *w;
    struct draft_checked checked;
};
MUST_USE bool working_read(struct working_read *out, const struct working *w, struct err *e);

/* "working". */
MUST_USE bool view_working(struct json_node **out, struct comment_look *l,
                           const struct working_read *r, struct err *e);

/* "working_clause"; `done` may be null: its conflicts are shown. */
MUST_USE bool view_working_clause(struct json_node **out, struct comment_look *l,
                                  const struct working_read *r, const struct clause *c,
                                  const struct working_done *done, struct err *e);

/* "working_requirement". */
MUST_USE bool view_working_requirement(struct json_node **out, struct comment_look *l,
                                       const struct working_read *r, const struct requirement *q,
                                       const struct working_done *done, struct err *e);
