/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A project's drafts as they are kept beside the record.
 */
#pragma once

#include "api/act_draft.h"
#include "cli/committee_seat.h"
#include "cli/draft_view.h"

/* The project, with a suggestion where there is none of that id. */
MUST_USE bool seat_project(const struct project **out, struct seat *s, struct slice id,
                           struct err *e);

/* The octets of an object; ERR_INPUT where they were forgotten. */
MUST_USE bool seat_object(struct slice *out, struct seat *s, struct slice digest, struct err *e);

/* Draft `id` of the project; the last one where `id` is empty. */
MUST_USE bool seat_draft(const struct draft **out, struct drafts *d, struct slice id,
                         struct err *e);
