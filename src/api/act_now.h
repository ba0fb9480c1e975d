/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whether an act has its time: the office is asked, with values that are made up, and of what it
 * answers only that counts which does not hang on them: the stage, what is open, what is too early
 * or too late. For lists of what there is to do; the act itself is judged when it is done.
 */
#pragma once

#include "api/act.h"

/* *out gets code REFUSED_NOT where nothing stands against it now, as far as can be told. */
MUST_USE bool act_now(struct refusal *out, const struct viewer *v, const struct event_kind *k,
                      struct slice project, struct err *e);
