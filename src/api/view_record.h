/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The record for readers: how large it is and who signs it, its entries in words, newest first,
 * and one entry with its leaf and the proof that it stands there.
 */
#pragma once

#include "api/view.h"

extern const struct shape_table record_shapes;

struct record_query {
    struct slice type; /* a type, or what some begin with: "vote" */
    struct slice project, organisation;
    uint64_t before; /* entries below this index; UINT64_MAX: from the newest */
};

/*
 * At most VIEW_PAGE entries. A search that finds little stops after a while and says where to go
 * on: `older` is the address of the rest.
 */
MUST_USE bool view_record(struct json_node **out, const struct viewer *v,
                          const struct record_query *q, struct err *e);

/* Null: the record has no such entry. */
MUST_USE bool view_record_entry(struct json_node **out, const struct viewer *v, uint64_t index,
                                struct err *e);
