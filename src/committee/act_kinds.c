/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Everything that can happen, in the order of the names; docs/internals/committee.md lists the
 * same, and a test holds the two together.
 */
#include "committee/kinds_committee.h"

/* One row a line: several people add to it. */
const struct event_kind *const event_kinds[] = {
    /* clang-format off */
    &kind_committee_opened,
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
