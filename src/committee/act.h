/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Acts: what may happen to a committee. An act goes three ways, each a column of
 * one table (event_kinds, act_kinds.c):
 *
 *   complete  fills in what follows from the state: new ids, the frozen rule and
 *             roll of a ballot, the tally of its closing. The person gives the rest.
 *   decide    allowed or refused, with the rule that refuses. It also re-derives what
 *             `complete` fills in and refuses where they differ: so a record that
 *             was written by somebody else's program is checked as strictly.
 *   apply     folds an accepted event into its own stream's state. Cannot fail.
 *
 * All pure. Live, all three run, in this order; a start runs only apply; verify
 * runs decide and apply over the whole record.
 */
#pragma once

#include "committee/project.h"
#include "committee/refusal.h"

/* What an act sees. `project` is null for acts of the committee itself. */
struct act_world {
    const struct committee *committee;
    const struct project *project;
    int64_t last_at; /* of the entry in front, of whatever stream: time does not go back */
};

struct event_kind {
    const char *name; /* "vote.cast" */
    bool of_project;
    bool opens; /* it makes the project: w->project is null or empty */
    const struct event_field *fields;
    size_t nfields;
    const char *summary; /* one line, for docs and help */
    /* Null: nothing to fill in. `data` is the object to add to; refuses as decide does. */
    bool (*complete)(struct json_node *data, struct arena *a, const struct act_world *w,
                     const struct event *ev, struct refusal *r);
    bool (*decide)(struct arena *a, const struct act_world *w, const struct event *ev,
                   struct refusal *r);
    void (*apply_committee)(struct committee *c, const struct event *ev);
    void (*apply_project)(struct project *p, const struct event *ev);
};

/*
 * Sorted by name; the only list of what can happen (act_kinds.c). Each kind stands as a constant
 * of its own beside its functions: kinds_project.h, ...
 */
extern const struct event_kind *const event_kinds[];
extern const size_t nevent_kinds;
const struct event_kind *event_kind_find(struct slice name);

/*
 * Completes ev->data in place of the caller's: *ev gets a new object in `a`. A project.proposed
 * without a project's id gets "P-<index>"; w->project is null or empty then.
 */
MUST_USE bool act_complete(struct event *ev, struct arena *a, const struct act_world *w,
                           struct refusal *r);

/*
 * Envelope first (mandate exists, holds at ev->at, is of that person and
 * organisation; the clock does not go back; the project exists), then the kind's
 * own rules. False with *r where it is refused.
 */
MUST_USE bool act_decide(struct arena *a, const struct act_world *w, const struct event *ev,
                         struct refusal *r);

/* `c` or `p` by the kind's stream; the other may be null. */
void act_apply(struct committee *c, struct project *p, const struct event *ev);

/*
 * The right to act, for the kinds' own rules: whether ev->by's mandate is of one of `kinds`
 * (a mask of 1u << enum mandate_kind) in `body` or, for secretary and chair, in the committee.
 */
MUST_USE bool act_role(struct arena *a, const struct act_world *w, const struct event *ev,
                       unsigned kinds, struct slice body, struct refusal *r);

/* A new id: of its series the next one, or free and of no series. */
MUST_USE bool act_new_id(struct arena *a, const struct act_world *w, struct slice id,
                         enum id_series series, struct refusal *r);
/* For `complete`: puts the next id of the series where `data` has none. */
void act_fill_id(struct json_node *data, struct arena *a, const struct act_world *w,
                 enum id_series series);
/* For `complete`: puts ev->at where `data` has no such member. */
void act_fill_instant(struct json_node *data, struct arena *a, const char *key, int64_t at);

/* The same with any text. */
void act_fill_text(struct json_node *data, struct arena *a, const char *key, struct slice text);

/* Null, and refused, where there is none. */
const struct organisation *act_known_organisation(struct arena *a, const struct act_world *w,
                                                  struct slice id, struct refusal *r);
/* That person exists and is of that organisation. */
MUST_USE bool act_known_person(struct arena *a, const struct act_world *w, struct slice id,
                               struct slice organisation, struct refusal *r);
/* `from` and `until` of the data: an end behind the beginning, and not over before it is given. */
MUST_USE bool act_dates_fit(struct arena *a, const struct event *ev, struct refusal *r);
/* The acting organisation is a member or observer of the committee or of that body. */
MUST_USE bool act_member(struct arena *a, const struct act_world *w, const struct event *ev,
                         struct slice body, struct refusal *r);

/* Masks for act_role. */
#define MAY_SPEAK (1u << MANDATE_DELEGATE | 1u << MANDATE_ALTERNATE)
#define MAY_KEEP (1u << MANDATE_SECRETARY)
#define MAY_LEAD (1u << MANDATE_SECRETARY | 1u << MANDATE_CHAIR)

/* The mandate of ev->by; not null once the envelope was checked. */
const struct mandate *act_mandate(const struct act_world *w, const struct event *ev);
