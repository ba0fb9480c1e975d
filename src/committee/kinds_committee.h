/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The kinds of event of the committee's own stream, and comments: for the table in act_kinds.c.
 */
#pragma once

#include "committee/act.h"

/* kinds_committee.c: the committee itself, its record's keys, its processes */
extern const struct event_kind kind_committee_opened;
extern const struct event_kind kind_key_rotated;
extern const struct event_kind kind_process_adopted;

/* kinds_roster.c: organisations and persons */
extern const struct event_kind kind_organisation_admitted;
extern const struct event_kind kind_organisation_changed;
extern const struct event_kind kind_person_registered;

/* kinds_membership.c */
extern const struct event_kind kind_membership_confirmed;
extern const struct event_kind kind_membership_ended;
extern const struct event_kind kind_membership_granted;

/* kinds_mandate.c */
extern const struct event_kind kind_mandate_ended;
extern const struct event_kind kind_mandate_granted;

/* kinds_group.c */
extern const struct event_kind kind_group_changed;
extern const struct event_kind kind_group_closed;
extern const struct event_kind kind_group_invited;
extern const struct event_kind kind_group_opened;

/* kinds_comment.c, of a project's stream */
extern const struct event_kind kind_comment_filed;
extern const struct event_kind kind_comment_withdrawn;
extern const struct event_kind kind_disposition_set;
