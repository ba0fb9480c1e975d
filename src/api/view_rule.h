/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A ballot rule for readers: who votes, for how long, every threshold in words, and where each
 * value was read. The same for a rule of a process and for one that a ballot froze.
 */
#pragma once

#include "api/shape.h"
#include "committee/rule.h"

extern const struct shape_table rule_shapes; /* "rule", "rule_position", … */

/* `digest` of the frozen one; may be empty. */
struct json_node *view_rule(struct arena *a, const struct rule *r, struct slice digest);

/* Of the shape "rule_cite"; `own` is that of the value, without its fallbacks. */
struct json_node *view_cite(struct arena *a, const struct rule *r, const struct cite *own);

/* What a share is taken of, and whether abstentions are in it. */
struct langs view_over(enum over over);
/* "yes", "abstention", …: a word of the list of vote kinds. */
void put_vote_kind(struct arena *a, struct json_node *n, const char *key, enum vote_kind k);

/* A record may have been written by anybody: only what a browser may follow is an address. */
bool view_web_address(struct slice url);
