/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Comments on a draft, their withdrawal, and what was answered to them.
 *
 * A comment is filed while a comment period runs, on the draft that it is about.
 * It stays for good: it can be withdrawn by its own side, and its answer can be
 * replaced, but both are events of their own.
 */
#include "committee/kinds_committee.h"
#include "committee/project_parts.h"

#define CONSOLIDATED_MAX 10000 /* comments in one, inside a company */

const char *const comment_type_words[] = {
    [COMMENT_GENERAL] = "ge", [COMMENT_TECHNICAL] = "te", [COMMENT_EDITORIAL] = "ed", NULL};

/* ---- comment.filed ---------------------------------------------------------------------------*/

static const struct event_field filed_fields[] = {
    {.key = "clause",
     .type = FIELD_ID,
     .optional = true,
     .help = "of the draft; left out: on the whole of it"},
    {.key = "consolidated",
     .type = FIELD_INTEGER,
     .optional = true,
     .help = "out of how many it was made inside the organisation"},
    {.key = "draft", .type = FIELD_ID, .filled = true, .help = "the one that is out for comment"},
    {.key = "id", .type = FIELD_ID, .filled = true, .help = "of the comment"},
    {.key = "language", .type = FIELD_WORD, .words = language_words, .help = "of its text"},
    {.key = "object",
     .type = FIELD_DIGEST,
     .help = "object with the text, the proposed change and the place"},
    {.key = "public",
     .type = FIELD_FLAG,
     .optional = true,
     .help = "of somebody outside, entered by the secretary"},
    {.key = "type",
     .type = FIELD_WORD,
     .words = comment_type_words,
     .help = "general, technical or editorial"},
};

static bool
period_runs(const struct deciding *d)
{
    static const struct refusal_text none = {REFUSED_STAGE, "comment.period",
                                             "Project {1} is not out for comment.",
                                             "项目{1}目前不在征求意见期内。"};
    static const struct refusal_text late = {REFUSED_LATE, "comment.period",
                                             "The comment period of project {1} ended on {2}.",
                                             "项目{1}的征求意见期已于{2}截止。"};
    const struct project *p = d->w->project;
    if (project_open_period(p, d->ev->at))
        return true;
    if (p->periods.n == 0)
        return deny(d, &none, p->id, NOTHING, NOTHING);
    int64_t closed = p->periods.v[p->periods.n - 1].closes;
    return deny(d, &late, p->id, instant_text(d->a, closed), NOTHING);
}

/* A period runs, and it is about that draft. */
static bool
period_fits(const struct deciding *d)
{
    static const struct refusal_text other = {REFUSED_STAGE, "comment.draft",
                                              "Draft {2} is out for comment, not {1}.",
                                              "正在征求意见的是草案{2}，而非{1}。"};
    struct slice draft = event_text(d->ev, "draft");
    if (!period_runs(d))
        return false;
    const struct comment_period *period = project_open_period(d->w->project, d->ev->at);
    return slice_eq(period->draft, draft) || deny(d, &other, draft, period->draft, NOTHING);
}

static bool
filed_complete(struct json_node *data, struct arena *a, const struct act_world *w,
               const struct event *ev, struct refusal *r)
{
    const struct deciding d = {a, w, ev, r};
    const struct comment_period *period = project_open_period(w->project, ev->at);
    if (!json_get(data, "draft")) {
        if (!period)
            return project_allows(&d, STAGE_COMMENT) && period_runs(&d);
        act_fill_text(data, a, "draft", period->draft);
    }
    act_fill_text(data, a, "id", id_numbered(a, COMMENT_PREFIX, w->project->comments.n + 1));
    return true;
}

/* The draft is there: a period that runs is about it. */
static bool
clause_fits(const struct deciding *d)
{
    static const struct refusal_text none = {
        REFUSED_UNKNOWN, "clause.unknown", "Draft {2} has no clause {1}.", "草案{2}没有条款{1}。"};
    struct slice draft = event_text(d->ev, "draft"), clause = event_text(d->ev, "clause");
    const struct draft_posted *posted = project_draft(d->w->project, draft);
    return clause.n == 0 || (posted && map_get(&posted->by_clause, clause)) ||
           deny(d, &none, clause, draft, NOTHING);
}

/* A comment of the public: where the stage is open to it, by the secretary. */
static bool
public_fits(const struct deciding *d)
{
    static const struct refusal_text closed = {
        REFUSED_STAGE, "public_comments", "Stage \"{1}\" does not take comments of the public.",
        "“{1}”阶段不接受公众意见。"};
    const struct stage *s = project_stage(d->w);
    if (!act_role(d->a, d->w, d->ev, MAY_KEEP, SL(BODY_COMMITTEE), d->r))
        return false;
    return s->public_comments || deny_at(d, &closed, s, s->id, NOTHING);
}

/* What a closed group discusses among itself is not for members of the committee outside of it. */
static bool
inside_fits(const struct deciding *d, struct slice body)
{
    static const struct refusal_text outside = {
        REFUSED_GROUP, "group.closed",
        "{1} is closed to {2}, and at stage \"{3}\" only its members comment.",
        "{1}不对{2}开放，在“{3}”阶段仅其成员可提出意见。"};
    const struct committee *c = d->w->committee;
    const struct stage *s = project_stage(d->w);
    const struct group *g = committee_group(c, body);
    return !g || g->access == ACCESS_OPEN || s->public_comments ||
           committee_member(c, body, d->ev->by.organisation, d->ev->at) ||
           deny(d, &outside, body, d->ev->by.organisation, s->id);
}

static bool
filer_fits(const struct deciding *d)
{
    if (event_flag(d->ev, "public"))
        return public_fits(d);
    struct slice body = project_body(d->w->project);
    return act_role(d->a, d->w, d->ev, MAY_SPEAK, body, d->r) &&
           act_member(d->a, d->w, d->ev, body, d->r) && inside_fits(d, body);
}

static bool
number_fits(const struct deciding *d)
{
    static const struct refusal_text order = {REFUSED_SHAPE, "id.series",
                                              "The next comment of the project is {2}, not {1}.",
                                              "该项目的下一条意见编号应为{2}，而非{1}。"};
    static const struct refusal_text many = {REFUSED_SHAPE, "comment.consolidated",
                                             "A comment is made out of 1 to 10000, not of {1}.",
                                             "一条意见可由1至10000条合并而成，而非{1}条。"};
    struct slice id = event_text(d->ev, "id");
    size_t next = d->w->project->comments.n + 1;
    if (id_number(id, COMMENT_PREFIX) != next)
        return deny(d, &order, id, id_numbered(d->a, COMMENT_PREFIX, next), NOTHING);
    int64_t of = event_integer(d->ev, "consolidated");
    bool fits = of <= CONSOLIDATED_MAX && (of > 0 || !event_node(d->ev, "consolidated"));
    return fits || deny(d, &many, number_text(d->a, of), NOTHING, NOTHING);
}

static bool
filed_decide(struct arena *a, const struct act_world *w, const struct event *ev, struct refusal *r)
{
    const struct deciding d = {a, w, ev, r};
    return project_allows(&d, STAGE_COMMENT) && filer_fits(&d) && period_fits(&d) &&
           clause_fits(&d) && number_fits(&d);
}

/* As the draft has it, so that a million comments share it. */
static struct slice
draft_id(struct project *p, struct slice id)
{
    const struct draft_posted *d = project_draft(p, id);
    return d ? d->id : arena_dup(p->arena, id);
}

static void
filed_apply(struct project *p, const struct event *ev)
{
    struct arena *a = p->arena;
    bool of_public = event_flag(ev, "public");
    struct comment *c = vec_add(a, &p->comments);
    c->id = arena_dup(a, event_text(ev, "id"));
    c->draft = draft_id(p, event_text(ev, "draft"));
    c->clause = arena_dup(a, event_text(ev, "clause"));
    c->type = (enum comment_type)event_word(ev, "type", comment_type_words);
    c->language = event_word(ev, "language", language_words) ? SL("zh") : SL("en");
    c->organisation = of_public ? (struct slice){0} : arena_dup(a, ev->by.organisation);
    c->object = arena_dup(a, event_text(ev, "object"));
    c->at = ev->at;
    c->index = ev->index;
    p->undisposed++;
}

const struct event_kind kind_comment_filed = {
    .name = "comment.filed",
    .of_project = true,
    .fields = filed_fields,
    .nfields = COUNT_OF(filed_fields),
    .summary = "a comment on the draft that is out, on one clause or the whole",
    .complete = filed_complete,
    .decide = filed_decide,
    .apply_project = filed_apply,
};

/* ---- comment.withdrawn -----------------------------------------------------------------------*/

static const struct event_field withdrawn_fields[] = {
    {.key = "comment", .type = FIELD_ID, .help = "which one"},
    {.key = "reason", .type = FIELD_TEXT, .optional = true, .help = "why"},
};

/* The comment that the event names, where it stands. */
static const struct comment *
standing(const struct deciding *d)
{
    static const struct refusal_text unknown = {REFUSED_UNKNOWN, "comment.unknown",
                                                "Project {2} has no comment {1}.",
                                                "项目{2}没有意见{1}。"};
    static const struct refusal_text gone = {REFUSED_LATE, "comment.withdrawn",
                                             "Comment {1} was withdrawn.", "意见{1}已撤回。"};
    struct slice id = event_text(d->ev, "comment");
    const struct comment *c = project_comment(d->w->project, id);
    if (!c)
        deny(d, &unknown, id, d->w->project->id, NOTHING);
    else if (c->withdrawn)
        deny(d, &gone, id, NOTHING, NOTHING);
    return c && !c->withdrawn ? c : NULL;
}

static bool
withdrawn_decide(struct arena *a, const struct act_world *w, const struct event *ev,
                 struct refusal *r)
{
    static const struct refusal_text others = {
        REFUSED_ROLE, "comment.own", "Comment {1} is not of {2}: only its own side withdraws it.",
        "意见{1}不是{2}提出的：只能由提出方撤回。"};
    const struct deciding d = {a, w, ev, r};
    const struct comment *c = project_moves(&d) ? standing(&d) : NULL;
    if (!c)
        return false;
    /* What the public asked for is withdrawn by who entered it. */
    unsigned kinds = c->organisation.n ? MAY_SPEAK : MAY_KEEP;
    if (!act_role(a, w, ev, kinds, project_body(w->project), r))
        return false;
    return c->organisation.n == 0 || slice_eq(c->organisation, ev->by.organisation) ||
           deny(&d, &others, c->id, ev->by.organisation, NOTHING);
}

/* The comment that an event names, to be changed; null only where it was never decided. */
static struct comment *
named(struct project *p, const struct event *ev)
{
    uint64_t n = id_number(event_text(ev, "comment"), COMMENT_PREFIX);
    return n > 0 && n <= p->comments.n ? &p->comments.v[n - 1] : NULL;
}

static void
withdrawn_apply(struct project *p, const struct event *ev)
{
    struct comment *c = named(p, ev);
    if (!c || c->withdrawn)
        return;
    c->withdrawn = true;
    p->undisposed -= c->decision == DECISION_NONE;
}

const struct event_kind kind_comment_withdrawn = {
    .name = "comment.withdrawn",
    .of_project = true,
    .fields = withdrawn_fields,
    .nfields = COUNT_OF(withdrawn_fields),
    .summary = "its own side takes a comment back; it stays on the record",
    .decide = withdrawn_decide,
    .apply_project = withdrawn_apply,
};

/* ---- disposition.set -------------------------------------------------------------------------*/

const char *const decision_words[] = {
    [DECISION_NONE] = "none",     [DECISION_ACCEPTED] = "accepted",
    [DECISION_PARTLY] = "partly", [DECISION_NOT_ACCEPTED] = "not-accepted",
    [DECISION_NOTED] = "noted",   NULL,
};

/* In the same order, without "none": nobody decides that. */
#define DECIDED (decision_words + 1)

static const struct event_field set_fields[] = {
    {.key = "applied_in",
     .type = FIELD_ID,
     .optional = true,
     .help = "draft in which the text was changed so"},
    {.key = "comment", .type = FIELD_ID, .help = "which one"},
    {.key = "decision", .type = FIELD_WORD, .words = DECIDED, .help = "about it"},
    {.key = "reason",
     .type = FIELD_DIGEST,
     .optional = true,
     .help = "why; needed for partly and not-accepted"},
};

static enum decision
decision_of(const struct event *ev)
{
    return (enum decision)(event_word(ev, "decision", DECIDED) + 1);
}

/* A draft that is younger than the comment's. */
static bool
applied_fits(const struct deciding *d, const struct comment *c, enum decision decision)
{
    static const struct refusal_text unknown = {
        REFUSED_UNKNOWN, "draft.unknown", "Project {2} has no draft {1}.", "项目{2}没有草案{1}。"};
    static const struct refusal_text older = {
        REFUSED_EARLY, "disposition.applied",
        "Draft {1} is not newer than {2}, which is commented.",
        "草案{1}并不晚于意见所针对的草案{2}。"};
    static const struct refusal_text nothing = {REFUSED_SHAPE, "disposition.applied",
                                                "What is not accepted is applied in no draft.",
                                                "未采纳的意见不能注明落实于某一草案。"};
    struct slice applied = event_text(d->ev, "applied_in");
    if (applied.n == 0)
        return true;
    if (decision == DECISION_NOT_ACCEPTED)
        return deny(d, &nothing, NOTHING, NOTHING, NOTHING);
    const struct draft_posted *in = project_draft(d->w->project, applied);
    const struct draft_posted *of = project_draft(d->w->project, c->draft);
    if (!in)
        return deny(d, &unknown, applied, d->w->project->id, NOTHING);
    return (of && in->index > of->index) || deny(d, &older, applied, c->draft, NOTHING);
}

static bool
set_decide(struct arena *a, const struct act_world *w, const struct event *ev, struct refusal *r)
{
    static const struct refusal_text reason = {
        REFUSED_SHAPE, "disposition.reason",
        "Comment {1}: what is accepted in part or not at all takes a reason.",
        "意见{1}：部分采纳或不采纳须说明理由。"};
    static const struct refusal_text same = {REFUSED_REPEATED, "disposition.same",
                                             "Comment {1} has this very disposition already.",
                                             "意见{1}的处理结果已是如此。"};
    const struct deciding d = {a, w, ev, r};
    enum decision decision = decision_of(ev);
    struct slice why = event_text(ev, "reason"), applied = event_text(ev, "applied_in");
    if (!project_allows(&d, STAGE_DISPOSE) || !needs_role(&d, DRAFTERS))
        return false;
    const struct comment *c = standing(&d);
    if (!c || !applied_fits(&d, c, decision))
        return false;
    if (why.n == 0 && (decision == DECISION_PARTLY || decision == DECISION_NOT_ACCEPTED))
        return deny(&d, &reason, c->id, NOTHING, NOTHING);
    return c->decision != decision || !slice_eq(c->reason, why) ||
           !slice_eq(c->applied_in, applied) || deny(&d, &same, c->id, NOTHING, NOTHING);
}

static void
set_apply(struct project *p, const struct event *ev)
{
    struct comment *c = named(p, ev);
    if (!c)
        return;
    p->undisposed -= c->decision == DECISION_NONE && !c->withdrawn;
    c->decision = decision_of(ev);
    c->reason = arena_dup(p->arena, event_text(ev, "reason"));
    c->applied_in = arena_dup(p->arena, event_text(ev, "applied_in"));
    c->disposed = ev->index;
}

const struct event_kind kind_disposition_set = {
    .name = "disposition.set",
    .of_project = true,
    .fields = set_fields,
    .nfields = COUNT_OF(set_fields),
    .summary =
        "what is decided about a comment; a later one takes its place, and both stay visible",
    .decide = set_decide,
    .apply_project = set_apply,
};
