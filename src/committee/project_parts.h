/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the kinds of a project's stream have in common: the pinned process, who
 * may do what, refusals that name a rule of the process. Private to project_*.c
 * and ballot_*.c.
 */
#pragma once

#include "committee/act.h"
#include "committee/refusal.h"

#define DAY ((int64_t)86400)
#define NOTHING ((struct slice){0})

/* What every check gets; `r` takes the refusal. */
struct deciding {
    struct arena *a;
    const struct act_world *w;
    const struct event *ev;
    struct refusal *r;
};

/* For deny and its kin, which are false in plain sight of every reader of the code. */
void denied(const struct deciding *d, const struct refusal_text *t, struct slices names);
void denied_by(const struct deciding *d, const struct refusal_text *t, struct slice process,
               struct slice key, struct slices names);

/* refuse_as with up to three names; unused ones are empty. Always false. */
static inline bool
deny(const struct deciding *d, const struct refusal_text *t, struct slice one, struct slice two,
     struct slice three)
{
    denied(d, t, SLICES(one, two, three));
    return false;
}

/* The same, but named by the rule: "SAC-GBT:draft-for-review.positions". */
static inline bool
deny_by(const struct deciding *d, const struct refusal_text *t, const struct rule *by,
        struct slice one, struct slice two)
{
    denied_by(d, t, by->process, by->key, SLICES(one, two));
    return false;
}

/* The same, by a stage of the project's process: "SAC-GBT:comment.acts". */
static inline bool
deny_at(const struct deciding *d, const struct refusal_text *t, const struct stage *at,
        struct slice one, struct slice two)
{
    denied_by(d, t, d->w->project->process, at->id, SLICES(one, two));
    return false;
}

/* The version that the project is pinned to; it was adopted when the project took it. */
const struct process *project_process(const struct act_world *w);
const struct stage *project_stage(const struct act_world *w);
/* The leaf with which the project entered its stage. */
uint64_t project_stage_index(const struct project *p);

/* Not suspended, withdrawn or abolished. */
MUST_USE bool project_moves(const struct deciding *d);
/* The project moves, and its stage allows `act`. */
MUST_USE bool project_allows(const struct deciding *d, enum stage_act act);
/* No ballot is open. */
MUST_USE bool project_without_ballot(const struct deciding *d);

/* Whether the actor has one of the roles (a mask of 1u << enum process_role). */
bool actor_is(const struct act_world *w, const struct event *ev, unsigned roles);
MUST_USE bool needs_role(const struct deciding *d, unsigned roles);
/* "the secretary or the convenor of the group" */
struct langs roles_words(struct arena *a, unsigned roles);
#define OFFICERS (1u << BY_SECRETARY | 1u << BY_CHAIR)
#define DRAFTERS (1u << BY_SECRETARY | 1u << BY_CONVENOR | 1u << BY_LEAD)

/* As instant_text, of any number: what lies past the year 9999 is its last second. */
struct slice instant_words(struct arena *a, int64_t at);
struct slice number_text(struct arena *a, int64_t n);

/* Puts a member where the person left it out; gives what stands there then. */
struct slice fill_text(struct json_node *data, struct arena *a, const char *key,
                       struct slice value);

/* Ids of a project's series count up: the event's `id` is the next one. */
MUST_USE bool next_id(const struct deciding *d, const char *prefix, size_t taken);

/* An array of texts: as slices that point into it, and copied. */
struct slices texts_of(struct arena *a, const struct json_node *array);
struct slices texts_keep(struct arena *a, const struct json_node *array);

/* Whether two values are the same in canonical form. */
bool json_same(struct arena *a, const struct json_node *x, const struct json_node *y);

/* Applies: the project stands at `stage` from this event on. */
void project_enter(struct project *p, const struct event *ev, struct slice stage);

/* When a period that begins at `at` ends if nobody says otherwise; 0: the process does not say. */
int64_t period_end(const struct period *p, int64_t at);
/* Null where it may end at `closes`; else why not, {1} the days and {2} the limit. */
const struct refusal_text *period_fault(const struct period *p, int64_t at, int64_t closes,
                                        int64_t *days, int64_t *limit);
