/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What an entry of the record did, in a sentence, in both languages: for histories, feeds and the
 * browser of the record. Names are those of today; ids stand where a name cannot be shown.
 */
#pragma once

#include "api/viewer.h"

/* `process` is the one of the event's project, for names of stages and papers; may be null. */
struct langs says_event(const struct viewer *v, const struct event *ev,
                        const struct process *process);

/* The address of the thing that it concerns: "/projects/P-7/ballots/b-1", "/groups/WG3". */
struct slice says_about(struct arena *a, const struct committee *c, const struct event *ev);
