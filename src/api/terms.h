/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Closed lists in words, for people, in both languages: what the record has as "partly" or
 * "goes-on". The lists themselves are in committee/.
 */
#pragma once

#include "committee/act.h"
#include "committee/deadlines.h"
#include "committee/desk.h"
#include "committee/project.h"

struct langs term_status(enum project_status s);
struct langs term_role(enum membership_role r);
struct langs term_access(enum access a);
struct langs term_comment_type(enum comment_type t);
struct langs term_decision(enum decision d); /* DECISION_NONE: "open" */
struct langs term_review(enum review_decision d);
struct langs term_stage_act(enum stage_act a);
struct langs term_stage_end(enum stage_end e);
struct langs term_process_role(enum process_role r);
struct langs term_desk_state(enum desk_state s);
struct langs term_deadline(enum deadline_kind k); /* what kind it is: "comments end" */
struct langs term_shut_out(enum shut_out_why w);
struct langs term_fate(struct slice fate); /* of a vote: vote_fate_name, "not-cast", … */
struct langs term_language(struct slice tag);

/* Of any word of the record that stands in one of its closed lists; both the word itself where it
 * is in none. */
struct langs term_any(struct slice word);

/* What kind of entry it is: "vote.cast": "a vote was cast". */
struct langs term_event(const struct event_kind *k);

/* The same as something to do: "cast a vote". */
struct langs term_offer(const struct event_kind *k);
