/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What there is to choose from in the form of an act: out of the committee's state, as it concerns
 * who looks. Display alone: what may be done the office says.
 */
#pragma once

#include "api/act.h"
#include "web/call.h"

#define ACT_CHOICES_MAX 400 /* of more than that nobody finds one in a list: it is typed */

struct act_asked {
    const struct event_kind *kind;
    const struct project *project; /* null: of the committee */
};

/* The list, with a null word at its end; null where the field is typed. */
MUST_USE bool act_choices(const struct web_choice **out, struct call *c, const struct act_asked *q,
                          const struct act_field *f, struct err *e);

/* The viewer's mandates; null where there are fewer than two. */
MUST_USE bool act_acting_choices(const struct web_choice **out, struct call *c, struct err *e);

/* The processes that come with the program. */
MUST_USE bool act_process_choices(const struct web_choice **out, struct call *c, struct err *e);
MUST_USE bool act_processes(struct processes *out, struct call *c, struct err *e);
