/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The committee as it is today: what it is, who its members are, one organisation, its groups and
 * who is shut out of them.
 *
 * Builders give an object of their shape, or null where there is no such thing; false with *e for
 * a fault.
 */
#pragma once

#include "api/view.h"

extern const struct shape_table committee_shapes;

/* committee_head: name, record, counts. */
struct json_node *view_committee_head(const struct viewer *v);

/* How the list of members is narrowed; empty: not. */
struct members_query {
    struct slice origin, category, state, body, sort; /* state: "claimed", "confirmed" */
};
MUST_USE bool view_members(struct json_node **out, const struct viewer *v,
                           const struct members_query *q, struct err *e);

MUST_USE bool view_organisation_page(struct json_node **out, const struct viewer *v,
                                     struct slice id, struct err *e);

MUST_USE bool view_groups(struct json_node **out, const struct viewer *v, struct err *e);
MUST_USE bool view_group(struct json_node **out, const struct viewer *v, struct slice id,
                         struct err *e);

/* membership: one place of an organisation in a body; appended. */
MUST_USE bool view_membership(const struct viewer *v, struct json_node *array,
                              const struct membership *m, struct err *e);
