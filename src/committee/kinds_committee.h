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
