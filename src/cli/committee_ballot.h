/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Votes: committee_vote.c. In a sealed ballot the office keeps what opens a vote and opens
 * all of them when the ballot is closed; or the voter keeps it in a file.
 */
#pragma once

#include "cli/committee_draft.h"

extern const struct command vote_cast_verb, vote_open_verb;

/* The ballot, with what there is where there is none of that id. */
MUST_USE bool seat_ballot(const struct ballot **out, const struct project **p, struct seat *s,
                          struct slice project, struct slice id, struct err *e);
