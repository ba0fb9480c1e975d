/* SPDX-License-Identifier: Apache-2.0 */
/* An organisation's own desk for readers: what its people prepare before it files. */
#pragma once

#include "api/act_desk.h"
#include "api/view_comment.h"

extern const struct shape_table desk_shapes; /* "desk", "desk_entry_page" */

/* "desk"; the sitting is open or was left: its desk is read. */
MUST_USE bool view_desk(struct json_node **out, struct comment_look *l,
                        const struct desk_sitting *s, struct err *e);

/* "desk_entry_page": one entry, its clause beside it. */
MUST_USE bool view_desk_entry(struct json_node **out, struct comment_look *l,
                              const struct desk_sitting *s, const struct desk_entry *x,
                              struct err *e);
