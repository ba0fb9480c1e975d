/* SPDX-License-Identifier: Apache-2.0 */
#include "committee/project.h"

#include "committee/kinds_committee.h"
#include "committee/kinds_project.h"

void
project_init(struct project *p, struct arena *a)
{
    *p = (struct project){.arena = a};
}

/* Nearly all events are one of these. */
static bool
is_routine(const struct event_kind *k)
{
    return k == &kind_vote_cast || k == &kind_vote_sealed || k == &kind_vote_unsealed ||
           k == &kind_comment_filed || k == &kind_comment_withdrawn || k == &kind_disposition_set;
}

void
project_count(struct project *p, const struct event *ev)
{
    p->events++;
    p->last_at = ev->at;
    vec_push(p->arena, &p->leaves, ev->index);
    if (!is_routine(ev->kind))
        vec_push(p->arena, &p->milestones, ev->index);
}

const struct draft_posted *
project_draft(const struct project *p, struct slice id)
{
    for (size_t i = p->drafts.n; i-- > 0;)
        if (slice_eq(p->drafts.v[i].id, id))
            return &p->drafts.v[i];
    return NULL;
}

/* Comments are numbered as they come: the place follows from the id. */
const struct comment *
project_comment(const struct project *p, struct slice id)
{
    uint64_t n = id_number(id, COMMENT_PREFIX);
    return n > 0 && n <= p->comments.n ? &p->comments.v[n - 1] : NULL;
}

const struct ballot *
project_ballot(const struct project *p, struct slice id)
{
    for (size_t i = p->ballots.n; i-- > 0;)
        if (slice_eq(p->ballots.v[i]->id, id))
            return p->ballots.v[i];
    return NULL;
}

const struct ballot *
project_open_ballot(const struct project *p)
{
    for (size_t i = p->ballots.n; i-- > 0;)
        if (!p->ballots.v[i]->closed)
            return p->ballots.v[i];
    return NULL;
}

const struct comment_period *
project_open_period(const struct project *p, int64_t at)
{
    for (size_t i = p->periods.n; i-- > 0;)
        if (p->periods.v[i].opens <= at && at < p->periods.v[i].closes)
            return &p->periods.v[i];
    return NULL;
}

size_t
project_open_comments(const struct project *p)
{
    return p->undisposed;
}

struct slice
project_body(const struct project *p)
{
    return p->group.n ? p->group : SL(BODY_COMMITTEE);
}

const char *
project_status_name(enum project_status s)
{
    static const char *const names[] = {"active", "suspended", "withdrawn", "published",
                                        "abolished"};
    return names[s];
}

enum outcome
ballot_outcome(const struct ballot *b)
{
    return b->judged ? b->judgment : b->outcome;
}

size_t
ballot_place(const struct ballot *b, struct slice voter)
{
    uintptr_t place = (uintptr_t)map_get(&b->places, voter);
    return place ? place - 1 : b->roll.n;
}
