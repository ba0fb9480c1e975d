/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What several kinds of event put into the committee's state, and the fields
 * they share. Private to kinds_*.c: everything is copied into the state's arena.
 */
#pragma once

#include "committee/committee.h"

/* Of organisation.admitted but its id; of the founder's, too. */
#define ORGANISATION_FIELDS 7
extern const struct event_field organisation_fields[ORGANISATION_FIELDS];

void fold_organisation(struct committee *c, const struct event *ev, struct slice id,
                       const struct json_node *data);
void fold_person(struct committee *c, const struct event *ev, struct slice id,
                 struct slice organisation, struct slice profile);
/* Copies it. `at`: what is over by then is dropped from the organisation's list. */
void fold_mandate(struct committee *c, const struct mandate *m, int64_t at);
void fold_membership(struct committee *c, const struct membership *m, int64_t at);
void fold_key(struct committee *c, struct slice key);

/* A copy of an array of texts. */
struct slices fold_texts(struct arena *a, const struct json_node *array);
