/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Everything that can happen, in the order of the names; docs/internals/committee.md lists the
 * same, and a test holds the two together.
 */
#include "committee/kinds_committee.h"
#include "committee/kinds_project.h"

/* One row a line: several people add to it. */
const struct event_kind *const event_kinds[] = {
    /* clang-format off */
    &kind_ballot_closed,
    &kind_ballot_opened,
    &kind_comment_filed,
    &kind_comment_withdrawn,
    &kind_comments_extended,
    &kind_comments_opened,
    &kind_committee_opened,
    &kind_consensus_judged,
    &kind_correction_made,
    &kind_disposition_set,
    &kind_document_filed,
    &kind_draft_posted,
    &kind_group_changed,
    &kind_group_closed,
    &kind_group_invited,
    &kind_group_opened,
    &kind_key_rotated,
    &kind_mandate_ended,
    &kind_mandate_granted,
    &kind_membership_confirmed,
    &kind_membership_ended,
    &kind_membership_granted,
    &kind_organisation_admitted,
    &kind_organisation_changed,
    &kind_person_registered,
    &kind_process_adopted,
    &kind_project_proposed,
    &kind_project_resumed,
    &kind_project_ruled,
    &kind_project_suspended,
    &kind_project_withdrawn,
    &kind_review_decided,
    &kind_stage_entered,
    &kind_text_published,
    &kind_text_withdrawn,
    &kind_vote_cast,
    &kind_vote_sealed,
    &kind_vote_unsealed,
    /* clang-format on */
};
const size_t nevent_kinds = COUNT_OF(event_kinds);

const struct event_kind *
event_kind_find(struct slice name)
{
    size_t from = 0, to = nevent_kinds;
    while (from < to) {
        size_t middle = (from + to) / 2;
        int order = slice_cmp(name, slice_str(event_kinds[middle]->name));
        if (order == 0)
            return event_kinds[middle];
        if (order < 0)
            to = middle;
        else
            from = middle + 1;
    }
    return NULL;
}
