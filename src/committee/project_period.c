/* SPDX-License-Identifier: Apache-2.0 */
/* Comment periods: comments.opened and comments.extended. */
#include "committee/kinds_project.h"
#include "committee/project_parts.h"

#define CALLERS (OFFICERS | 1u << BY_CONVENOR)

static bool
closes_fit(const struct deciding *d, const struct stage *s, int64_t opens, int64_t closes)
{
    int64_t days, limit;
    const struct refusal_text *fault = period_fault(&s->comment, opens, closes, &days, &limit);
    return !fault || deny_at(d, fault, s, number_text(d->a, days), instant_words(d->a, limit));
}

/* ---- comments.opened -------------------------------------------------------------------------*/

static const struct event_field opened_fields[] = {
    {.key = "closes",
     .type = FIELD_INSTANT,
     .filled = true,
     .help = "when it ends; left out, after the usual days of the stage"},
    {.key = "draft", .type = FIELD_ID, .filled = true, .help = "the newest draft"},
};

static bool
has_draft(const struct deciding *d)
{
    static const struct refusal_text text = {REFUSED_OPEN, "draft",
                                             "Project {1} has no draft to comment on yet.",
                                             "项目{1}尚无可供征求意见的草案。"};
    const struct project *p = d->w->project;
    return p->drafts.n > 0 || deny(d, &text, p->id, NOTHING, NOTHING);
}

static bool
opened_complete(struct json_node *data, struct arena *a, const struct act_world *w,
                const struct event *ev, struct refusal *r)
{
    static const struct refusal_text when = {
        REFUSED_SHAPE, "comment", "The process sets no usual length here: say when it closes.",
        "工作程序未规定此处的期限，须指明截止时间。"};
    const struct deciding d = {a, w, ev, r};
    const struct project *p = w->project;
    if (!project_allows(&d, STAGE_COMMENT) || !has_draft(&d))
        return false;
    const struct stage *s = project_stage(w);
    int64_t closes = period_end(&s->comment, ev->at);
    fill_text(data, a, "draft", p->drafts.v[p->drafts.n - 1].id);
    if (!closes && !json_get(data, "closes"))
        return deny_at(&d, &when, s, NOTHING, NOTHING);
    fill_text(data, a, "closes", instant_words(a, closes));
    return true;
}

static bool
opened_decide(struct arena *a, const struct act_world *w, const struct event *ev, struct refusal *r)
{
    static const struct refusal_text running = {REFUSED_OPEN, "comments.open",
                                                "A comment period runs until {1} already.",
                                                "已有征求意见期在进行，截止于{1}。"};
    static const struct refusal_text older = {
        REFUSED_RULE, "draft", "Comments are asked for on the newest draft, {1}, not on {2}.",
        "应就最新草案{1}征求意见，而非{2}。"};
    const struct deciding d = {a, w, ev, r};
    const struct project *p = w->project;
    if (!project_allows(&d, STAGE_COMMENT) || !needs_role(&d, CALLERS) || !has_draft(&d))
        return false;
    const struct comment_period *open = project_open_period(p, ev->at);
    struct slice newest = p->drafts.v[p->drafts.n - 1].id, draft = event_text(ev, "draft");
    if (open)
        return deny(&d, &running, instant_words(a, open->closes), NOTHING, NOTHING);
    if (!slice_eq(newest, draft))
        return deny(&d, &older, newest, draft, NOTHING);
    return closes_fit(&d, project_stage(w), ev->at, event_instant(ev, "closes"));
}

static void
opened_apply(struct project *p, const struct event *ev)
{
    vec_push(p->arena, &p->periods,
             (struct comment_period){.draft = arena_dup(p->arena, event_text(ev, "draft")),
                                     .stage = p->stage,
                                     .opens = ev->at,
                                     .closes = event_instant(ev, "closes"),
                                     .index = ev->index});
}

const struct event_kind kind_comments_opened = {
    .name = "comments.opened",
    .of_project = true,
    .fields = opened_fields,
    .nfields = COUNT_OF(opened_fields),
    .summary = "a comment period on the newest draft begins",
    .complete = opened_complete,
    .decide = opened_decide,
    .apply_project = opened_apply,
};

/* ---- comments.extended -----------------------------------------------------------------------*/

static const struct event_field extended_fields[] = {
    {.key = "closes", .type = FIELD_INSTANT, .help = "the new, later end"},
};

static bool
extended_decide(struct arena *a, const struct act_world *w, const struct event *ev,
                struct refusal *r)
{
    static const struct refusal_text over = {REFUSED_LATE, "comments.open",
                                             "No comment period of project {1} runs now.",
                                             "项目{1}目前没有进行中的征求意见期。"};
    static const struct refusal_text sooner = {REFUSED_RULE, "comments.extended",
                                               "A period is only made longer: it ends {1}.",
                                               "征求意见期只能延长：现截止于{1}。"};
    const struct deciding d = {a, w, ev, r};
    const struct comment_period *open = project_open_period(w->project, ev->at);
    if (!project_moves(&d) || !needs_role(&d, CALLERS))
        return false;
    if (!open)
        return deny(&d, &over, w->project->id, NOTHING, NOTHING);
    if (event_instant(ev, "closes") <= open->closes)
        return deny(&d, &sooner, instant_words(a, open->closes), NOTHING, NOTHING);
    return closes_fit(&d, project_stage(w), open->opens, event_instant(ev, "closes"));
}

static void
extended_apply(struct project *p, const struct event *ev)
{
    if (p->periods.n)
        p->periods.v[p->periods.n - 1].closes = event_instant(ev, "closes");
}

const struct event_kind kind_comments_extended = {
    .name = "comments.extended",
    .of_project = true,
    .fields = extended_fields,
    .nfields = COUNT_OF(extended_fields),
    .summary = "the comment period that runs ends later",
    .decide = extended_decide,
    .apply_project = extended_apply,
};
