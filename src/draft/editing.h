/* SPDX-License-Identifier: Apache-2.0 */
/* What edit.c and edit_write.c share. Nobody else includes this. */
#pragma once

#include "draft/edit.h"

/* Where a text stands in the file, or would stand. */
struct edit_spot {
    const struct yaml_node *entry; /* the clause or requirement: a mapping */
    const struct yaml_node *texts; /* of a clause: what stands under title or text; null: nothing */
    const struct yaml_node *node;  /* the text; null: to be added */
    bool flow;                     /* within brackets: lines have no meaning there */
};
bool edit_spot(struct edit_spot *out, const struct edit_file *f, const struct edit_at *at);

/* Octets [from, to) of the file are replaced by `by`. */
struct edit_change {
    size_t from, to;
    struct slice by;
};

enum edit_way {
    EDIT_AS_BEFORE, /* in the style of the text that it replaces, or the plainest */
    EDIT_QUOTED,    /* in double quotes: holds anything */
};

/* False where that way does not fit. An empty WHEN takes the entry out. */
bool edit_change(struct edit_change *out, struct arena *a, const struct edit_file *f,
                 const struct edit_spot *spot, const struct edit_at *at, struct slice text,
                 enum edit_way way);
