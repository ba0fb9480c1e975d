/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The commands of `comity committee`, file by file; cmd_committee.c puts them together.
 */
#pragma once

#include "cli/cli.h"

extern const struct command committee_init_verb, committee_sample_verb; /* committee_init.c, … */
extern const struct command committee_status_verb;                      /* committee_status.c */
extern const struct command committee_log_verb, committee_receipt_verb, /* committee_log.c */
    committee_object_verb, committee_act_verb, committee_key_group;
extern const struct command committee_organisation_group, committee_person_group, /* …_people.c */
    committee_member_group, committee_mandate_group, committee_working_group;
extern const struct command committee_process_group; /* committee_process.c */
extern const struct command committee_project_group, committee_document_group, /* …_project.c */
    committee_publish_verb, committee_review_group, committee_correct_verb;
extern const struct command committee_draft_group;                        /* committee_draft.c */
extern const struct command committee_comment_group;                      /* committee_comment.c */
extern const struct command committee_desk_group;                         /* committee_desk.c */
extern const struct command committee_ballot_group, committee_vote_group; /* committee_ballot.c */
extern const struct command committee_account_group;                      /* committee_account.c */
