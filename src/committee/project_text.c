/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What becomes of a text: text.published, review.decided, text.withdrawn. And
 * correction.made, which says beside an entry what was wrong in it; the entry stays.
 */
#include "committee/kinds_project.h"
#include "committee/project_parts.h"

/* ---- text.published --------------------------------------------------------------------------*/

static const char *const languages[] = {"zh", "en", NULL};

static const struct event_field published_fields[] = {
    {.key = "draft", .type = FIELD_ID, .filled = true, .help = "the newest draft"},
    {.key = "file", .type = FIELD_DIGEST, .filled = true, .help = "digest of that draft"},
    {.key = "in_force", .type = FIELD_DATE, .help = "the day from which it holds"},
    {.key = "languages", .type = FIELD_WORDS, .words = languages, .help = "that it is in"},
    {.key = "number", .type = FIELD_TEXT, .help = "\"GB/T 12345-2026\""},
    {.key = "reason",
     .type = FIELD_TEXT,
     .optional = true,
     .help = "why the text differs from the one that was approved, where it does"},
};

static bool
any_draft(const struct deciding *d)
{
    static const struct refusal_text text = {
        REFUSED_OPEN, "draft", "Project {1} has no draft to publish.", "项目{1}尚无可发布的草案。"};
    const struct project *p = d->w->project;
    return p->drafts.n > 0 || deny(d, &text, p->id, NOTHING, NOTHING);
}

static bool
published_complete(struct json_node *data, struct arena *a, const struct act_world *w,
                   const struct event *ev, struct refusal *r)
{
    const struct deciding d = {a, w, ev, r};
    const struct project *p = w->project;
    if (!any_draft(&d))
        return false;
    fill_text(data, a, "draft", p->drafts.v[p->drafts.n - 1].id);
    fill_text(data, a, "file", p->drafts.v[p->drafts.n - 1].file);
    return true;
}

static bool
newest_draft(const struct deciding *d)
{
    static const struct refusal_text other = {
        REFUSED_RULE, "publish.draft",
        "What is published is the newest draft, {1}, as it was posted.",
        "发布的文本须为最新草案{1}的原文。"};
    const struct project *p = d->w->project;
    if (!any_draft(d))
        return false;
    const struct draft_posted *newest = &p->drafts.v[p->drafts.n - 1];
    return (slice_eq(newest->id, event_text(d->ev, "draft")) &&
            slice_eq(newest->file, event_text(d->ev, "file"))) ||
           deny(d, &other, newest->id, NOTHING, NOTHING);
}

/* The last ballot approved it; a text changed since then says why. */
static bool
approved_text(const struct deciding *d)
{
    static const struct refusal_text none = {REFUSED_OPEN, "publish.ballot",
                                             "No ballot has approved the text of project {1} yet.",
                                             "项目{1}的文本尚未经投票通过。"};
    static const struct refusal_text outcome = {REFUSED_RULE, "publish.ballot",
                                                "The last ballot, {1}, came out as: {2}.",
                                                "最近一次投票{1}的结果为“{3}”。"};
    static const struct refusal_text changed = {
        REFUSED_RULE, "publish.reason",
        "Ballot {1} approved draft {2}; what is published differs: say why (reason).",
        "投票{1}通过的是草案{2}；发布文本有改动，须说明理由（reason）。"};
    const struct project *p = d->w->project;
    if (project_process(d->w)->rules.n == 0)
        return true;
    if (p->ballots.n == 0)
        return deny(d, &none, p->id, NOTHING, NOTHING);
    const struct ballot *b = p->ballots.v[p->ballots.n - 1];
    enum outcome o = ballot_outcome(b); /* pending: settled by who moved the project on */
    if (o != OUTCOME_APPROVED && o != OUTCOME_PENDING) {
        struct langs came = outcome_words(ballot_outcome(b));
        return deny(d, &outcome, b->id, came.en, came.zh);
    }
    return slice_eq(b->draft, event_text(d->ev, "draft")) || event_text(d->ev, "reason").n ||
           deny(d, &changed, b->id, b->draft, NOTHING);
}

static bool
new_number(const struct deciding *d)
{
    static const struct refusal_text text = {REFUSED_TAKEN, "publish.number",
                                             "{1} was published already.", "{1}已发布。"};
    const struct project *p = d->w->project;
    struct slice number = event_text(d->ev, "number");
    for (size_t i = 0; i < p->publications.n; i++)
        if (slice_eq(p->publications.v[i].number, number))
            return deny(d, &text, number, NOTHING, NOTHING);
    return true;
}

static bool
published_decide(struct arena *a, const struct act_world *w, const struct event *ev,
                 struct refusal *r)
{
    const struct deciding d = {a, w, ev, r};
    return project_allows(&d, STAGE_PUBLISH) && needs_role(&d, OFFICERS | 1u << BY_AUTHORITY) &&
           project_without_ballot(&d) && newest_draft(&d) && approved_text(&d) && new_number(&d);
}

static void
published_apply(struct project *p, const struct event *ev)
{
    struct arena *a = p->arena;
    vec_push(a, &p->publications,
             (struct publication){.number = arena_dup(a, event_text(ev, "number")),
                                  .draft = arena_dup(a, event_text(ev, "draft")),
                                  .file = arena_dup(a, event_text(ev, "file")),
                                  .languages = texts_keep(a, event_node(ev, "languages")),
                                  .at = ev->at,
                                  .in_force = arena_dup(a, event_text(ev, "in_force")),
                                  .index = ev->index});
    p->status = PROJECT_PUBLISHED;
}

const struct event_kind kind_text_published = {
    .name = "text.published",
    .of_project = true,
    .fields = published_fields,
    .nfields = COUNT_OF(published_fields),
    .summary = "the approved text gets its number and comes into force",
    .complete = published_complete,
    .decide = published_decide,
    .apply_project = published_apply,
};

/* ---- review.decided --------------------------------------------------------------------------*/

/* As enum review_decision. */
static const char *const decisions[] = {"keep", "revise", "withdraw", NULL};

static const struct event_field review_fields[] = {
    {.key = "decision", .type = FIELD_WORD, .words = decisions, .help = "keep, revise, withdraw"},
    {.key = "reason", .type = FIELD_TEXT, .help = "why"},
};

/* Where the stage lists ballots, the decision follows one. */
static bool
review_ballot(const struct deciding *d)
{
    static const struct refusal_text text = {
        REFUSED_OPEN, "review", "The review at stage \"{1}\" needs a ballot that is closed.",
        "“{1}”阶段的复审须先进行投票并结束。"};
    const struct project *p = d->w->project;
    const struct stage *s = project_stage(d->w);
    bool held = p->ballots.n && p->ballots.v[p->ballots.n - 1]->closed &&
                p->ballots.v[p->ballots.n - 1]->index > project_stage_index(p);
    return s->ballots.n == 0 || held || deny_at(d, &text, s, s->id, NOTHING);
}

static bool
review_once(const struct deciding *d)
{
    static const struct refusal_text text = {
        REFUSED_REPEATED, "review", "The review of project {1} was decided at this stage already.",
        "项目{1}在本阶段已作出复审结论。"};
    const struct project *p = d->w->project;
    bool again = p->reviews.n && p->reviews.v[p->reviews.n - 1].index > project_stage_index(p) &&
                 project_stage(d->w)->end != STAGE_PUBLISHED; /* in force: it comes round again */
    return !again || deny(d, &text, p->id, NOTHING, NOTHING);
}

static bool
published_once(const struct deciding *d)
{
    static const struct refusal_text text = {REFUSED_STAGE, "review",
                                             "Project {1} has published nothing to review.",
                                             "项目{1}没有已发布的文本。"};
    const struct project *p = d->w->project;
    return p->publications.n > 0 || deny(d, &text, p->id, NOTHING, NOTHING);
}

static bool
review_decide(struct arena *a, const struct act_world *w, const struct event *ev, struct refusal *r)
{
    const struct deciding d = {a, w, ev, r};
    return project_allows(&d, STAGE_REVIEW) && needs_role(&d, OFFICERS) && published_once(&d) &&
           project_without_ballot(&d) && review_ballot(&d) && review_once(&d);
}

static void
review_apply(struct project *p, const struct event *ev)
{
    enum review_decision decision = (enum review_decision)event_word(ev, "decision", decisions);
    vec_push(p->arena, &p->reviews, (struct review){decision, ev->at, ev->index});
}

const struct event_kind kind_review_decided = {
    .name = "review.decided",
    .of_project = true,
    .fields = review_fields,
    .nfields = COUNT_OF(review_fields),
    .summary = "the periodic review of a published text: keep, revise or withdraw",
    .decide = review_decide,
    .apply_project = review_apply,
};

/* ---- text.withdrawn --------------------------------------------------------------------------*/

static const struct event_field withdrawn_fields[] = {
    {.key = "reason", .type = FIELD_TEXT, .help = "why"},
    {.key = "shown_by",
     .type = FIELD_DIGEST,
     .optional = true,
     .help = "the decision of the authority above, where no review decided it"},
};

static bool
withdrawn_decide(struct arena *a, const struct act_world *w, const struct event *ev,
                 struct refusal *r)
{
    static const struct refusal_text text = {
        REFUSED_OPEN, "review.withdraw",
        "No review decided to withdraw it; otherwise the authority's decision is needed "
        "(shown_by).",
        "复审未作出废止结论；否则须提交上级主管机构的决定（shown_by）。"};
    const struct deciding d = {a, w, ev, r};
    const struct project *p = w->project;
    if (!project_moves(&d) || !needs_role(&d, OFFICERS) || !published_once(&d) ||
        !project_without_ballot(&d))
        return false;
    bool decided =
        p->reviews.n && p->reviews.v[p->reviews.n - 1].decision == REVIEW_WITHDRAW &&
        p->reviews.v[p->reviews.n - 1].index > p->publications.v[p->publications.n - 1].index;
    return decided || event_text(ev, "shown_by").n || deny(&d, &text, p->id, NOTHING, NOTHING);
}

static void
withdrawn_apply(struct project *p, const struct event *ev)
{
    p->status = PROJECT_ABOLISHED;
    p->withdrawn_at = ev->at;
}

const struct event_kind kind_text_withdrawn = {
    .name = "text.withdrawn",
    .of_project = true,
    .fields = withdrawn_fields,
    .nfields = COUNT_OF(withdrawn_fields),
    .summary = "a published text is in force no longer",
    .decide = withdrawn_decide,
    .apply_project = withdrawn_apply,
};

/* ---- correction.made -------------------------------------------------------------------------*/

static const struct event_field correction_fields[] = {
    {.key = "of", .type = FIELD_INTEGER, .help = "leaf of the entry that is corrected"},
    {.key = "text", .type = FIELD_DIGEST, .help = "digest of what is right"},
};

static bool
has_leaf(const struct project *p, uint64_t index)
{
    size_t lo = 0, hi = p->leaves.n;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (p->leaves.v[mid] == index)
            return true;
        if (p->leaves.v[mid] < index)
            lo = mid + 1;
        else
            hi = mid;
    }
    return false;
}

static bool
correction_decide(struct arena *a, const struct act_world *w, const struct event *ev,
                  struct refusal *r)
{
    static const struct refusal_text text = {REFUSED_UNKNOWN, "correction.of",
                                             "Project {1} has no entry {2}.",
                                             "项目{1}没有第{2}号条目。"};
    const struct deciding d = {a, w, ev, r};
    int64_t of = event_integer(ev, "of");
    return needs_role(&d, OFFICERS | 1u << BY_CONVENOR) &&
           (has_leaf(w->project, (uint64_t)of) ||
            deny(&d, &text, w->project->id, number_text(a, of), NOTHING));
}

static void
correction_apply(struct project *p, const struct event *ev)
{
    vec_push(p->arena, &p->corrections,
             (struct correction){.of = (uint64_t)event_integer(ev, "of"),
                                 .index = ev->index,
                                 .text = arena_dup(p->arena, event_text(ev, "text")),
                                 .at = ev->at});
}

const struct event_kind kind_correction_made = {
    .name = "correction.made",
    .of_project = true,
    .fields = correction_fields,
    .nfields = COUNT_OF(correction_fields),
    .summary = "says beside an entry what was wrong in it; the entry stays as it is",
    .decide = correction_decide,
    .apply_project = correction_apply,
};
