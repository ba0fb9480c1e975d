/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The parts of a ballot's view; private to view_ballot*.c. Each puts its member into `n`.
 */
#pragma once

#include "api/view_ballot.h"

struct ballot_sums {
    size_t voted, recused, sealed, waiting;
};
struct ballot_sums ballot_sums(const struct ballot *b);

/* "name" and, where the seat is a person's and its name is to be seen, "person_name". */
MUST_USE bool put_voter_name(struct json_node *n, const struct viewer *v, const struct voter *voter,
                             struct err *e);
void put_choice(struct arena *a, struct json_node *n, const struct ballot *b, struct slice choice);
void put_as(struct arena *a, struct json_node *n, enum mandate_kind kind);

/* `c` is null where nothing is shown of the votes yet. */
MUST_USE bool put_roll(struct json_node *n, const struct viewer *v, const struct ballot *b,
                       const struct ballot_count *c, struct err *e);
bool put_count(struct json_node *n, const struct viewer *v, const struct ballot *b,
               const struct ballot_count *c);
MUST_USE bool put_objections(struct json_node *n, const struct viewer *v, const struct project *p,
                             const struct ballot *b, const struct ballot_count *c, struct err *e);
MUST_USE bool put_judgment(struct json_node *n, const struct viewer *v, const struct ballot *b,
                           struct err *e);
