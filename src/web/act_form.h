/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Fields of acts as fields of a form: what can be said of them without a committee. Choices out of
 * its state: act_choices.h.
 */
#pragma once

#include "web/act_words.h"
#include "web/route.h"

struct web_field act_field_plain(const struct event_kind *k, const struct act_field *f);

/* act_fields, in the order in which people think of them. */
void act_fields_sorted(struct act_field **out, size_t *n, struct arena *a,
                       const struct event_kind *k);

/* Of every act: "acting" first, hidden; then "dry". */
extern const struct web_field act_fields_beside[];
extern const size_t nact_fields_beside;
/* Of process.adopted: "process" first, a file of one's own, "reason". */
extern const struct web_field act_fields_adopting[];
extern const size_t nact_fields_adopting;

/* All of them, as the row's fields. */
void act_form_plain(struct route *out, struct arena *a, const struct event_kind *k);
