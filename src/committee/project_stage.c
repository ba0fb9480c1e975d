/* SPDX-License-Identifier: Apache-2.0 */
/*
 * stage.entered: a project goes on to the next stage, where its process has a
 * way there and all that the way asks for is done.
 */
#include "committee/kinds_project.h"
#include "committee/project_parts.h"

/* As enum stage_end. */
static const char *const end_words[] = {"goes-on", "published", "withdrawn", "abolished", NULL};

static const struct event_field stage_fields[] = {
    {.key = "end",
     .type = FIELD_WORD,
     .filled = true,
     .words = end_words,
     .help = "what the stage means for the project"},
    {.key = "from", .type = FIELD_ID, .filled = true, .help = "the stage it leaves"},
    {.key = "reason", .type = FIELD_TEXT, .optional = true, .help = "where the way asks for one"},
    {.key = "shown_by",
     .type = FIELD_DIGEST,
     .optional = true,
     .help = "the decision of the authority above, where it decides"},
    {.key = "to", .type = FIELD_ID, .help = "the stage it enters"},
};

static bool
stage_complete(struct json_node *data, struct arena *a, const struct act_world *w,
               const struct event *ev, struct refusal *r)
{
    (void)ev, (void)r;
    const struct stage *to = process_stage(project_process(w), json_text(json_get(data, "to")));
    fill_text(data, a, "from", w->project->stage);
    fill_text(data, a, "end", slice_str(end_words[to ? to->end : STAGE_GOES_ON]));
    return true;
}

/* ---- what a way asks for ---------------------------------------------------------------------*/

/* Way and stage that are being tried. */
struct trying {
    const struct deciding *d;
    const struct stage *from;
    const struct stage *to;
    const struct transition *way;
    uint64_t since; /* leaf with which the stage began */
};

/* deny_at: the stage is {1}, what is missing {2}; in the Chinese sentence {3} and {4}. */
static bool
deny_way(const struct trying *t, const struct refusal_text *text, struct slice what,
         struct slice zh)
{
    denied_by(t->d, text, t->d->w->project->process, t->from->id,
              SLICES(t->from->id, what, langs_get(&t->from->name, true), zh));
    return false;
}

static bool
way_role(const struct trying *t)
{
    static const struct refusal_text shown = {
        REFUSED_RULE, "shown_by",
        "Here the authority above decides: give the document that shows its decision (shown_by).",
        "此步骤由上级主管机构决定，须提交其决定文件（shown_by）。"};
    unsigned by = t->way->by ? t->way->by : OFFICERS;
    unsigned own = by & ~(1u << BY_AUTHORITY);
    if (own && actor_is(t->d->w, t->d->ev, own))
        return true;
    if (!needs_role(t->d, by))
        return false;
    return event_text(t->d->ev, "shown_by").n || deny_at(t->d, &shown, t->from, NOTHING, NOTHING);
}

static bool
way_reason(const struct trying *t)
{
    static const struct refusal_text text = {REFUSED_RULE, "reason",
                                             "The way from \"{1}\" to \"{2}\" asks for a reason.",
                                             "从“{3}”到“{4}”须说明理由。"};
    return !t->way->reason || event_text(t->d->ev, "reason").n ||
           deny_way(t, &text, t->way->to, langs_get(&t->to->name, true));
}

static bool
way_days(const struct trying *t)
{
    static const struct refusal_text text = {REFUSED_EARLY, "min_days",
                                             "The project has to stay at \"{1}\" until {2}.",
                                             "项目须在“{3}”阶段停留至{2}。"};
    int64_t from = t->d->w->project->stage_since + t->way->min_days * DAY;
    return t->d->ev->at >= from || deny_way(t, &text, instant_words(t->d->a, from), NOTHING);
}

static bool
way_draft(const struct trying *t)
{
    static const struct refusal_text text = {REFUSED_OPEN, "draft",
                                             "No draft was posted at stage \"{1}\" yet.",
                                             "“{3}”阶段尚未提交草案。"};
    const struct project *p = t->d->w->project;
    return !t->way->draft || (p->drafts.n && p->drafts.v[p->drafts.n - 1].index > t->since) ||
           deny_way(t, &text, NOTHING, NOTHING);
}

/* Held to its end: opened at this stage, and over. */
static bool
way_period(const struct trying *t)
{
    static const struct refusal_text none = {REFUSED_OPEN, "comment_period",
                                             "No comment period was held at stage \"{1}\" yet.",
                                             "“{3}”阶段尚未征求意见。"};
    static const struct refusal_text running = {REFUSED_OPEN, "comment_period",
                                                "The comment period runs until {2}.",
                                                "征求意见期至{2}截止，尚未结束。"};
    const struct project *p = t->d->w->project;
    const struct comment_period *open = project_open_period(p, t->d->ev->at);
    if (open)
        return deny_at(t->d, &running, t->from, t->from->id, instant_words(t->d->a, open->closes));
    return !t->way->comment_period ||
           (p->periods.n && p->periods.v[p->periods.n - 1].index > t->since) ||
           deny_way(t, &none, NOTHING, NOTHING);
}

static bool
way_comments(const struct trying *t)
{
    static const struct refusal_text text = {
        REFUSED_OPEN, "comments_disposed",
        "Comments without a disposition: {2}. Each needs one before the project goes on.",
        "尚有{2}条意见未处理，全部处理后方可进入下一阶段。"};
    size_t open = t->way->comments_disposed ? project_open_comments(t->d->w->project) : 0;
    return open == 0 ||
           deny_at(t->d, &text, t->from, t->from->id, number_text(t->d->a, (int64_t)open));
}

/* The last ballot by that rule since the stage began. */
static const struct ballot *
stage_ballot(const struct trying *t)
{
    const struct project *p = t->d->w->project;
    for (size_t i = p->ballots.n; i-- > 0 && p->ballots.v[i]->index > t->since;)
        if (slice_eq(p->ballots.v[i]->rule.key, t->way->ballot))
            return p->ballots.v[i];
    return NULL;
}

static bool
way_held(const struct trying *t)
{
    static const struct refusal_text none = {
        REFUSED_OPEN, "ballot", "The ballot \"{2}\" was not held at stage \"{1}\" yet.",
        "“{3}”阶段尚未进行投票：{4}（{2}）。"};
    if (t->way->ballot.n == 0 || stage_ballot(t))
        return true;
    const struct rule *rule = process_rule(project_process(t->d->w), t->way->ballot);
    return deny_way(t, &none, t->way->ballot, rule ? langs_get(&rule->name, true) : t->way->ballot);
}

static bool
way_outcome(const struct trying *t)
{
    static const struct refusal_text judge = {REFUSED_OPEN, "ballot.judged",
                                              "Ballot {2} is closed, but not judged yet.",
                                              "投票{2}已结束，但尚未裁定。"};
    static const struct refusal_text outcome = {
        REFUSED_RULE, "ballot", "Ballot {1} came out as: {2}. That does not open this way.",
        "投票{1}的结果为“{3}”，不能进入该阶段。"};
    const struct ballot *b = t->way->ballot.n ? stage_ballot(t) : NULL;
    unsigned wanted = t->way->outcomes ? t->way->outcomes : 1u << OUTCOME_APPROVED;
    if (!b || (wanted & 1u << ballot_outcome(b)))
        return true;
    if (ballot_outcome(b) == OUTCOME_JUDGED)
        return deny_at(t->d, &judge, t->from, t->from->id, b->id);
    struct langs came = outcome_words(ballot_outcome(b));
    denied_by(t->d, &outcome, t->d->w->project->process, t->from->id,
              SLICES(b->id, came.en, came.zh));
    return false;
}

static bool
way_documents(const struct trying *t)
{
    static const struct refusal_text text = {REFUSED_OPEN, "documents",
                                             "The document \"{2}\" has to be filed first.",
                                             "须先提交文件“{4}”（{2}）。"};
    const struct project *p = t->d->w->project;
    for (size_t i = 0; i < t->way->documents.n; i++) {
        size_t j = 0;
        while (j < p->documents.n && !slice_eq(p->documents.v[j].key, t->way->documents.v[i]))
            j++;
        if (j == p->documents.n) {
            struct slice key = t->way->documents.v[i];
            const struct process_document *paper = process_document(project_process(t->d->w), key);
            return deny_way(t, &text, key, paper ? langs_get(&paper->name, true) : key);
        }
    }
    return true;
}

/* Nobody is told that a text is in force that was not published. */
static bool
way_end(const struct trying *t)
{
    static const struct refusal_text text = {REFUSED_OPEN, "published",
                                             "The text was not published yet (text.published).",
                                             "文本尚未发布（text.published）。"};
    const struct project *p = t->d->w->project;
    bool fresh = p->publications.n && (p->publications.v[p->publications.n - 1].index > t->since ||
                                       !(t->from->acts & 1u << STAGE_PUBLISH));
    return t->to->end != STAGE_PUBLISHED || (t->to->acts & 1u << STAGE_PUBLISH) || fresh ||
           deny_at(t->d, &text, t->from, t->from->id, NOTHING);
}

/* In the order in which people would see to them. */
static bool (*const checks[])(const struct trying *t) = {
    way_role,    way_period,    way_comments, way_draft,  way_held,
    way_outcome, way_documents, way_days,     way_reason, way_end,
};

/* How many of the checks hold before one does not. */
static size_t
way_open(const struct trying *t)
{
    size_t n = 0;
    while (n < COUNT_OF(checks) && checks[n](t))
        n++;
    return n;
}

/* ---- stage.entered ---------------------------------------------------------------------------*/

/* One way is enough; where none is open, the refusal is of the one that is nearest to it. */
static bool
some_way(const struct deciding *d, const struct stage *from, const struct stage *to)
{
    static const struct refusal_text no_way = {REFUSED_STAGE, "next",
                                               "The process has no way from \"{1}\" to \"{2}\".",
                                               "工作程序未规定从“{3}”到“{4}”。"};
    struct refusal why = {0}, first = {0};
    const struct deciding trial = {d->a, d->w, d->ev, &why};
    struct trying t = {&trial, from, to, NULL, project_stage_index(d->w->project)};
    size_t nearest = 0;
    bool tried = false;
    for (size_t i = 0; i < from->next.n; i++) {
        t.way = &from->next.v[i];
        if (!slice_eq(t.way->to, to->id))
            continue;
        size_t passed = way_open(&t);
        if (passed == COUNT_OF(checks))
            return true;
        if (!tried || passed > nearest) {
            nearest = passed;
            first = why;
        }
        tried = true;
    }
    if (!tried)
        return deny_way(&(struct trying){.d = d, .from = from}, &no_way, to->id,
                        langs_get(&to->name, true));
    if (d->r)
        *d->r = first;
    return false;
}

static bool
stage_decide(struct arena *a, const struct act_world *w, const struct event *ev, struct refusal *r)
{
    static const struct refusal_text elsewhere = {REFUSED_STAGE, "project.stage",
                                                  "Project {1} stands at \"{2}\", not at \"{3}\".",
                                                  "项目{1}处于“{2}”阶段，不在“{3}”阶段。"};
    static const struct refusal_text unknown = {REFUSED_UNKNOWN, "process.stage",
                                                "Process {2} has no stage \"{1}\".",
                                                "工作程序{2}中没有“{1}”阶段。"};
    static const struct refusal_text end = {REFUSED_SHAPE, "process.stage",
                                            "Stage \"{1}\" does not end the project as \"{2}\".",
                                            "“{1}”阶段的结束状态不是“{2}”。"};
    const struct deciding d = {a, w, ev, r};
    const struct project *p = w->project;
    struct slice id = event_text(ev, "to"), left = event_text(ev, "from");
    const struct stage *from = project_stage(w), *to = process_stage(project_process(w), id);
    if (!project_moves(&d))
        return false;
    if (!from || !slice_eq(left, p->stage))
        return deny(&d, &elsewhere, p->id, p->stage, left);
    if (!to)
        return deny(&d, &unknown, id, p->process, NOTHING);
    if (event_word(ev, "end", end_words) != to->end)
        return deny(&d, &end, id, event_text(ev, "end"), NOTHING);
    return project_without_ballot(&d) && some_way(&d, from, to);
}

static void
stage_apply(struct project *p, const struct event *ev)
{
    project_enter(p, ev, event_text(ev, "to"));
    switch ((enum stage_end)event_word(ev, "end", end_words)) {
    case STAGE_GOES_ON:
        break;
    case STAGE_PUBLISHED:
        p->status = PROJECT_PUBLISHED;
        break;
    case STAGE_WITHDRAWN: /* a revision that stops leaves what was published in force */
        p->status = p->publications.n ? PROJECT_PUBLISHED : PROJECT_WITHDRAWN;
        p->withdrawn_at = p->publications.n ? 0 : ev->at;
        break;
    case STAGE_ABOLISHED:
        p->status = PROJECT_ABOLISHED;
        p->withdrawn_at = ev->at;
        break;
    }
}

const struct event_kind kind_stage_entered = {
    .name = "stage.entered",
    .of_project = true,
    .fields = stage_fields,
    .nfields = COUNT_OF(stage_fields),
    .summary = "the project goes on to another stage of its process",
    .complete = stage_complete,
    .decide = stage_decide,
    .apply_project = stage_apply,
};
