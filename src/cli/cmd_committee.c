/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `comity committee`: a committee's folder, from its founding to the standards
 * that it publishes. Its commands stand in committee_*.c.
 */
#include "cli/committee_verbs.h"

static const struct command *const verbs[] = {
    &committee_init_verb,      &committee_sample_verb,
    &committee_status_verb,    &committee_organisation_group,
    &committee_person_group,   &committee_member_group,
    &committee_mandate_group,  &committee_working_group,
    &committee_process_group,  &committee_project_group,
    &committee_document_group, &committee_draft_group,
    &committee_comment_group,  &committee_desk_group,
    &committee_ballot_group,   &committee_vote_group,
    &committee_publish_verb,   &committee_review_group,
    &committee_correct_verb,   &committee_log_verb,
    &committee_receipt_verb,   &committee_object_verb,
    &committee_key_group,      &committee_account_group,
    &committee_act_verb,       NULL,
};

const struct command cmd_committee = {
    .name = "committee",
    .synopsis = "COMMAND --dir DIR --as MANDATE",
    .summary = "run a committee: draft, comment, ballot, publish, on a record anyone can verify",
    .help = "Every act is a person's under a mandate (--as, or COMITY_AS) and becomes an entry of "
            "the\ncommittee's record; what a rule does not allow is refused with the rule's name.\n"
            "The folder is named by --dir or COMITY_COMMITTEE.\n\n"
            "Exit status: 0 done, 1 refused (or findings, differences), 2 wrong usage or a fault.",
    .verbs = verbs,
};
