/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The kinds of event of a project's stream, but for comments: for the table in act_kinds.c.
 */
#pragma once

#include "committee/act.h"

extern const struct event_kind kind_ballot_closed;
extern const struct event_kind kind_ballot_opened;
extern const struct event_kind kind_comments_extended;
extern const struct event_kind kind_comments_opened;
extern const struct event_kind kind_consensus_judged;
extern const struct event_kind kind_correction_made;
extern const struct event_kind kind_document_filed;
extern const struct event_kind kind_draft_posted;
extern const struct event_kind kind_project_proposed;
extern const struct event_kind kind_project_resumed;
extern const struct event_kind kind_project_ruled;
extern const struct event_kind kind_project_suspended;
extern const struct event_kind kind_project_withdrawn;
extern const struct event_kind kind_review_decided;
extern const struct event_kind kind_stage_entered;
extern const struct event_kind kind_text_published;
extern const struct event_kind kind_text_withdrawn;
extern const struct event_kind kind_vote_cast;
extern const struct event_kind kind_vote_sealed;
extern const struct event_kind kind_vote_unsealed;
