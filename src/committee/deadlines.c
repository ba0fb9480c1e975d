/* SPDX-License-Identifier: Apache-2.0 */
#include "committee/deadlines.h"

#include "committee/ballot.h"
#include "committee/project_parts.h"

#include <stdlib.h>

struct list {
    struct arena *a;
    int64_t now;
    VEC(struct deadline) v;
};

const char *
deadline_name(enum deadline_kind k)
{
    static const char *const names[] = {"comments", "ballot", "unsealed", "appeal",
                                        "earliest", "latest", "review"};
    return names[k];
}

/* "{1}" is what it is of. */
static const struct langs words[] = {
    [DEADLINE_COMMENTS] = {SL_INIT("comments on draft {1} end"), SL_INIT("草案{1}征求意见截止")},
    [DEADLINE_BALLOT] = {SL_INIT("ballot {1} ends"), SL_INIT("投票{1}截止")},
    [DEADLINE_UNSEALED] = {SL_INIT("ballot {1} may be counted without votes that are still sealed"),
                           SL_INIT("投票{1}可不计未开启的密封票而计票")},
    [DEADLINE_APPEAL] = {SL_INIT("appeals against ballot {1} end"),
                         SL_INIT("对投票{1}的申诉期截止")},
    [DEADLINE_EARLIEST] = {SL_INIT("the project may leave stage {1}"),
                           SL_INIT("项目可离开“{1}”阶段")},
    [DEADLINE_LATEST] = {SL_INIT("the project should leave stage {1}"),
                         SL_INIT("项目应离开“{1}”阶段")},
    [DEADLINE_REVIEW] = {SL_INIT("the published text is due for review ({1})"),
                         SL_INIT("已发布文本应复审（{1}）")},
};

static struct slice
fill_in(struct arena *a, struct slice text, struct slice of)
{
    size_t place = slice_find(text, SL("{1}"));
    struct slice behind = slice_sub(text, place + 3, text.n);
    return arena_printf(a, "%.*s%.*s%.*s", SL_FMT(slice_sub(text, 0, place)), SL_FMT(of),
                        SL_FMT(behind));
}

static void
add(struct list *l, enum deadline_kind kind, struct slice of, int64_t at)
{
    struct langs text = {fill_in(l->a, words[kind].en, of), fill_in(l->a, words[kind].zh, of)};
    vec_push(l->a, &l->v, (struct deadline){kind, of, at, at < l->now, text});
}

static void
of_ballot(struct list *l, const struct ballot *b)
{
    if (!b->closed)
        add(l, DEADLINE_BALLOT, b->id, b->closes);
    if (!b->closed && b->unopened && b->closes < l->now)
        add(l, DEADLINE_UNSEALED, b->id, b->closes + BALLOT_UNSEAL_DAYS * DAY);
    int64_t appeal = b->closed_at + b->rule.appeal.days * DAY;
    if (b->closed && b->rule.appeal.days && appeal >= l->now)
        add(l, DEADLINE_APPEAL, b->id, appeal);
}

/* The first day on which some way on is open, and the last that all of them allow. */
static void
of_stage(struct list *l, const struct project *p, const struct stage *s)
{
    int64_t least = INT64_MAX, most = 0;
    for (size_t i = 0; i < s->next.n; i++) {
        const struct transition *t = &s->next.v[i];
        if (t->min_days && t->min_days < least)
            least = t->min_days;
        if (t->max_days > most)
            most = t->max_days;
    }
    if (least < INT64_MAX && p->stage_since + least * DAY >= l->now)
        add(l, DEADLINE_EARLIEST, s->id, p->stage_since + least * DAY);
    if (most)
        add(l, DEADLINE_LATEST, s->id, p->stage_since + most * DAY);
}

static void
of_text(struct list *l, const struct project *p, const struct stage *s)
{
    int64_t from = p->stage_since;
    if (p->publications.n == 0 || s->review_days == 0)
        return;
    if (p->reviews.n && p->reviews.v[p->reviews.n - 1].at > from)
        from = p->reviews.v[p->reviews.n - 1].at;
    add(l, DEADLINE_REVIEW, p->publications.v[p->publications.n - 1].number,
        from + s->review_days * DAY);
}

static int
by_time(const void *x, const void *y)
{
    const struct deadline *a = x, *b = y;
    if (a->at != b->at)
        return a->at < b->at ? -1 : 1;
    return a->kind != b->kind ? (int)a->kind - (int)b->kind : slice_cmp(a->of, b->of);
}

void
deadlines_of(struct deadlines *out, struct arena *a, const struct project *p,
             const struct process *process, int64_t now)
{
    struct list l = {.a = a, .now = now};
    const struct stage *s = process ? process_stage(process, p->stage) : NULL;
    const struct comment_period *open = project_open_period(p, now);
    bool runs = p->status == PROJECT_ACTIVE || p->status == PROJECT_PUBLISHED;
    if (runs && open)
        add(&l, DEADLINE_COMMENTS, open->draft, open->closes);
    for (size_t i = 0; runs && i < p->ballots.n; i++)
        of_ballot(&l, p->ballots.v[i]);
    if (runs && s) {
        of_stage(&l, p, s);
        of_text(&l, p, s);
    }
    *out = (struct deadlines){l.v.v, l.v.n};
    if (out->n)
        qsort(out->v, out->n, sizeof *out->v, by_time);
}
