/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The shape of an event's data, checked by the tables of its kind: what is
 * there, what is missing, what is too much. Private to event.c.
 */
#pragma once

#include "committee/event.h"

/* slice_eq_str for short words, most of which differ in their first octet. */
static inline bool
is_key(struct slice s, const char *word)
{
    return s.n > 0 && s.p[0] == (uint8_t)word[0] && slice_eq_str(s, word);
}

/* YYYY-MM-DD of the years 1970 to 9999, as days since 1970-01-01. */
MUST_USE bool full_date_read(int64_t *days, struct slice text);

/* "an id", "a digest (sha256:…)", …: what a field of that type holds, for people. */
const char *field_type_words(enum event_field_type t);
