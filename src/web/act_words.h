/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Acts in the words of their forms: what each is for, what stands beside a field and what to write
 * there. All are msgids.
 */
#pragma once

#include "api/act.h"

/* One sentence: what the act does. The event's own summary where there is none. */
const char *act_about(const struct event_kind *k);

struct act_label {
    const char *type, *name; /* of the act, or null: of any; of the field */
    const char *label;
    const char *hint; /* may be null */
};

/* Null where nobody wrote one: a test looks that none is. */
const struct act_label *act_label(const struct event_kind *k, const char *name);

/* The place of a field in a form: smaller ones first. */
size_t act_rank(const struct event_kind *k, const char *name);
