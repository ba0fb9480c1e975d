/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lists of what there is to do: every act with what it is for, who usually does it, where its form
 * is, and why not now.
 */
#pragma once

#include "api/act.h"
#include "web/call.h"

#define ACT_ADOPTS "process.adopted" /* has a form here, but fields of its own */

/* Acts with a page of their own. */
struct act_elsewhere {
    const char *type;
    enum act_group group;
    unsigned who;
    struct langs title;
    const char *address; /* behind /projects/P; null: /acts/TYPE */
};
const struct act_elsewhere *act_elsewhere_find(struct slice type);

/* All that stand in lists, in their order. */
extern const char *const act_listed[];
extern const size_t nact_listed;

struct act_card {
    const struct event_kind *kind;
    enum act_group group;
    unsigned who;
    struct langs title;
    struct slice address;
};
/* Of an act that is listed. `project` empty: of the committee. */
struct act_card act_card_of(const struct call *c, const char *type, struct slice project);
/* The members of the shape "act". `body`: of the project, or empty. */
void act_card_put(struct call *c, struct json_node *n, const struct act_card *k, struct slice body);

/* Of its form. */
struct slice act_address(const struct call *c, const char *type, struct slice project);

/* What a list is of; copies, for asking the office makes a project's state anew. */
struct act_listing {
    struct slice project, body; /* empty: of the committee */
    bool usual;                 /* those that the viewer usually does, or all others */
};
/* Puts [act_group] as member `key`. */
MUST_USE bool act_groups_put(struct call *c, const char *key, const struct act_listing *l,
                             struct json_node *view, struct err *e);
