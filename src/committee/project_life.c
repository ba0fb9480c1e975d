/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How a project begins, waits and stops, which version of its process it
 * follows, and the papers that are put on its table.
 */
#include "committee/kinds_project.h"
#include "committee/project_parts.h"
#include "text/json_build.h"

/* ---- project.proposed ------------------------------------------------------------------------*/

static const struct event_field proposed_fields[] = {
    {.key = "group",
     .type = FIELD_ID,
     .optional = true,
     .help = "the working group that drafts it; without one the committee itself does"},
    {.key = "lead", .type = FIELD_ID, .help = "the organisation that leads the drafting"},
    {.key = "process", .type = FIELD_ID, .help = "an adopted process"},
    {.key = "process_digest",
     .type = FIELD_DIGEST,
     .filled = true,
     .help = "the newest adopted version of it; the project keeps to it"},
    {.key = "stage", .type = FIELD_ID, .filled = true, .help = "the first of the process"},
    {.key = "title", .type = FIELD_LANGS, .help = "what the text is to be called"},
};

static bool
proposed_process(const struct deciding *d, struct slice id, const struct adopted **out)
{
    static const struct refusal_text unknown = {REFUSED_UNKNOWN, "process.adopted",
                                                "The committee has not adopted a process \"{1}\".",
                                                "委员会未采用工作程序“{1}”。"};
    *out = committee_process(d->w->committee, id, NOTHING);
    return *out || deny(d, &unknown, id, NOTHING, NOTHING);
}

static bool
proposed_complete(struct json_node *data, struct arena *a, const struct act_world *w,
                  const struct event *ev, struct refusal *r)
{
    const struct deciding d = {a, w, ev, r};
    const struct adopted *version;
    if (!proposed_process(&d, json_text(json_get(data, "process")), &version))
        return false;
    fill_text(data, a, "process_digest", version->digest);
    fill_text(data, a, "stage", version->process->stages.v[0].id);
    return true;
}

/* The group exists, and the lead may sit in it. */
static bool
proposed_body(const struct deciding *d)
{
    static const struct refusal_text no_group = {
        REFUSED_UNKNOWN, "group", "There is no working group {1}.", "没有工作组{1}。"};
    static const struct refusal_text ended = {
        REFUSED_STAGE, "group.closed", "Working group {1} was closed down.", "工作组{1}已撤销。"};
    static const struct refusal_text no_lead = {REFUSED_UNKNOWN, "organisation",
                                                "There is no organisation {1}.", "没有单位{1}。"};
    static const struct refusal_text outside = {
        REFUSED_GROUP, "project.lead",
        "Organisation {1} is not a member of {2}, which drafts the text: it cannot lead.",
        "单位{1}不是起草机构{2}的成员，不能牵头起草。"};
    const struct committee *c = d->w->committee;
    struct slice id = event_text(d->ev, "group"), lead = event_text(d->ev, "lead");
    struct slice body = id.n ? id : SL(BODY_COMMITTEE);
    const struct group *g = id.n ? committee_group(c, id) : NULL;
    if (id.n && !g)
        return deny(d, &no_group, id, NOTHING, NOTHING);
    if (g && g->closed)
        return deny(d, &ended, id, NOTHING, NOTHING);
    if (!committee_organisation(c, lead))
        return deny(d, &no_lead, lead, NOTHING, NOTHING);
    const struct membership *m = committee_member(c, body, lead, d->ev->at);
    if (m && m->role == ROLE_MEMBER)
        return true;
    return deny(d, &outside, lead, body, NOTHING);
}

static bool
proposed_decide(struct arena *a, const struct act_world *w, const struct event *ev,
                struct refusal *r)
{
    static const struct refusal_text old = {
        REFUSED_FROZEN, "project.process",
        "A new project follows the newest adopted version of {1}, from its first stage.",
        "新项目须采用工作程序{1}的最新版本，并从第一阶段开始。"};
    static const struct refusal_text kind = {
        REFUSED_ROLE, "mandate.kind", "Members propose projects; mandate {1} is not a member's.",
        "项目由成员提出；授权{1}不是成员的授权。"};
    const struct deciding d = {a, w, ev, r};
    const struct mandate *m = committee_mandate(w->committee, ev->by.mandate);
    const struct adopted *version;
    if (!m || m->kind == MANDATE_PROXY || m->kind == MANDATE_EXPERT)
        return deny(&d, &kind, ev->by.mandate, NOTHING, NOTHING);
    if (!proposed_process(&d, event_text(ev, "process"), &version))
        return false;
    if (!slice_eq(event_text(ev, "process_digest"), version->digest) ||
        !slice_eq(event_text(ev, "stage"), version->process->stages.v[0].id))
        return deny(&d, &old, version->id, NOTHING, NOTHING);
    return proposed_body(&d);
}

static void
proposed_apply(struct project *p, const struct event *ev)
{
    p->id = arena_dup(p->arena, ev->project);
    p->title = langs_keep(p->arena, event_langs(ev, "title"));
    p->process = arena_dup(p->arena, event_text(ev, "process"));
    p->process_digest = arena_dup(p->arena, event_text(ev, "process_digest"));
    p->group = arena_dup(p->arena, event_text(ev, "group"));
    p->lead = arena_dup(p->arena, event_text(ev, "lead"));
    p->opened = ev->at;
    p->status = PROJECT_ACTIVE;
    project_enter(p, ev, event_text(ev, "stage"));
}

const struct event_kind kind_project_proposed = {
    .name = "project.proposed",
    .of_project = true,
    .opens = true,
    .fields = proposed_fields,
    .nfields = COUNT_OF(proposed_fields),
    .summary = "a project begins, under the newest adopted version of a process",
    .complete = proposed_complete,
    .decide = proposed_decide,
    .apply_project = proposed_apply,
};

/* ---- project.ruled ---------------------------------------------------------------------------*/

static const struct event_field ruled_fields[] = {
    {.key = "process_digest",
     .type = FIELD_DIGEST,
     .filled = true,
     .help = "a newer adopted version of the project's process"},
    {.key = "reason", .type = FIELD_TEXT, .help = "why the rules change under way"},
};

static bool
ruled_complete(struct json_node *data, struct arena *a, const struct act_world *w,
               const struct event *ev, struct refusal *r)
{
    (void)ev, (void)r;
    const struct adopted *newest = committee_process(w->committee, w->project->process, NOTHING);
    fill_text(data, a, "process_digest", newest->digest);
    return true;
}

static bool
ruled_version(const struct deciding *d)
{
    static const struct refusal_text unknown = {
        REFUSED_UNKNOWN, "process.adopted",
        "The committee has not adopted version {2} of process {1}.",
        "委员会未采用工作程序{1}的版本{2}。"};
    static const struct refusal_text old = {
        REFUSED_RULE, "project.process",
        "Project {1} follows this version of {2} already, or a newer one.",
        "项目{1}已采用工作程序{2}的这一版本或更新版本。"};
    static const struct refusal_text stage = {
        REFUSED_STAGE, "project.process",
        "The new version of {2} has no stage \"{1}\", where the project stands.",
        "工作程序{2}的新版本没有项目目前所处的“{1}”阶段。"};
    const struct project *p = d->w->project;
    struct slice digest = event_text(d->ev, "process_digest");
    const struct adopted *now = committee_process(d->w->committee, p->process, p->process_digest);
    const struct adopted *then = committee_process(d->w->committee, p->process, digest);
    if (!then)
        return deny(d, &unknown, p->process, digest, NOTHING);
    if (now && then->since <= now->since)
        return deny(d, &old, p->id, p->process, NOTHING);
    if (!process_stage(then->process, p->stage))
        return deny(d, &stage, p->stage, p->process, NOTHING);
    return true;
}

static bool
ruled_decide(struct arena *a, const struct act_world *w, const struct event *ev, struct refusal *r)
{
    static const struct refusal_text frozen = {
        REFUSED_FROZEN, "ballot.rule",
        "Ballot {1} is open: the rules it opened under stay as they are until it closes.",
        "投票{1}正在进行：其规则在投票结束前不得变更。"};
    const struct deciding d = {a, w, ev, r};
    const struct ballot *open = project_open_ballot(w->project);
    if (!needs_role(&d, OFFICERS) || !project_moves(&d))
        return false;
    if (open)
        return deny(&d, &frozen, open->id, NOTHING, NOTHING);
    return ruled_version(&d);
}

static void
ruled_apply(struct project *p, const struct event *ev)
{
    p->process_digest = arena_dup(p->arena, event_text(ev, "process_digest"));
}

const struct event_kind kind_project_ruled = {
    .name = "project.ruled",
    .of_project = true,
    .fields = ruled_fields,
    .nfields = COUNT_OF(ruled_fields),
    .summary = "the project moves to a newer adopted version of its process",
    .complete = ruled_complete,
    .decide = ruled_decide,
    .apply_project = ruled_apply,
};

/* ---- project.suspended, .resumed, .withdrawn -------------------------------------------------*/

static const struct event_field reason_fields[] = {
    {.key = "reason", .type = FIELD_TEXT, .help = "why"},
};

static bool
stops_decide(struct arena *a, const struct act_world *w, const struct event *ev, struct refusal *r)
{
    const struct deciding d = {a, w, ev, r};
    return needs_role(&d, OFFICERS) && project_moves(&d) && project_without_ballot(&d);
}

static void
suspended_apply(struct project *p, const struct event *ev)
{
    (void)ev;
    p->status = PROJECT_SUSPENDED;
}

const struct event_kind kind_project_suspended = {
    .name = "project.suspended",
    .of_project = true,
    .fields = reason_fields,
    .nfields = COUNT_OF(reason_fields),
    .summary = "nothing happens in the project until it is resumed",
    .decide = stops_decide,
    .apply_project = suspended_apply,
};

static bool
resumed_decide(struct arena *a, const struct act_world *w, const struct event *ev,
               struct refusal *r)
{
    static const struct refusal_text text = {REFUSED_STAGE, "project.resumed",
                                             "Project {1} is not suspended.",
                                             "项目{1}未处于暂停状态。"};
    const struct deciding d = {a, w, ev, r};
    if (!needs_role(&d, OFFICERS))
        return false;
    return w->project->status == PROJECT_SUSPENDED ||
           deny(&d, &text, w->project->id, NOTHING, NOTHING);
}

static void
resumed_apply(struct project *p, const struct event *ev)
{
    (void)ev;
    p->status = p->publications.n ? PROJECT_PUBLISHED : PROJECT_ACTIVE;
}

const struct event_kind kind_project_resumed = {
    .name = "project.resumed",
    .of_project = true,
    .fields = reason_fields,
    .nfields = COUNT_OF(reason_fields),
    .summary = "a suspended project goes on",
    .decide = resumed_decide,
    .apply_project = resumed_apply,
};

static bool
withdrawn_decide(struct arena *a, const struct act_world *w, const struct event *ev,
                 struct refusal *r)
{
    static const struct refusal_text text = {
        REFUSED_STAGE, "project.published",
        "Project {1} has a published text: that is withdrawn with text.withdrawn.",
        "项目{1}已发布文本，应办理废止（text.withdrawn）。"};
    const struct deciding d = {a, w, ev, r};
    const struct project *p = w->project;
    bool stops = p->status == PROJECT_SUSPENDED || project_moves(&d);
    if (!needs_role(&d, OFFICERS) || !stops || !project_without_ballot(&d))
        return false;
    return !p->publications.n || deny(&d, &text, p->id, NOTHING, NOTHING);
}

static void
withdrawn_apply(struct project *p, const struct event *ev)
{
    p->status = PROJECT_WITHDRAWN;
    p->withdrawn_at = ev->at;
}

const struct event_kind kind_project_withdrawn = {
    .name = "project.withdrawn",
    .of_project = true,
    .fields = reason_fields,
    .nfields = COUNT_OF(reason_fields),
    .summary = "the project stops before publication",
    .decide = withdrawn_decide,
    .apply_project = withdrawn_apply,
};

/* ---- draft.posted ----------------------------------------------------------------------------*/

static const struct event_field draft_fields[] = {
    {.key = "clauses",
     .type = FIELD_IDS,
     .help = "stable ids of its clauses, in order: what comments may point to"},
    {.key = "file", .type = FIELD_DIGEST, .help = "digest of the draft"},
    {.key = "id", .type = FIELD_ID, .filled = true, .help = "\"d-1\", \"d-2\", …"},
};

static bool
draft_complete(struct json_node *data, struct arena *a, const struct act_world *w,
               const struct event *ev, struct refusal *r)
{
    (void)ev, (void)r;
    fill_text(data, a, "id", id_numbered(a, "d-", w->project->drafts.n + 1));
    return true;
}

static bool
draft_decide(struct arena *a, const struct act_world *w, const struct event *ev, struct refusal *r)
{
    const struct deciding d = {a, w, ev, r};
    return project_allows(&d, STAGE_DRAFT) && needs_role(&d, DRAFTERS) &&
           next_id(&d, "d-", w->project->drafts.n);
}

static void
draft_apply(struct project *p, const struct event *ev)
{
    struct slices clauses = texts_keep(p->arena, event_node(ev, "clauses"));
    struct map by_clause = {0};
    for (size_t i = 0; i < clauses.n; i++)
        map_put(p->arena, &by_clause, clauses.v[i], &clauses.v[i]);
    vec_push(p->arena, &p->drafts,
             (struct draft_posted){.id = arena_dup(p->arena, event_text(ev, "id")),
                                   .file = arena_dup(p->arena, event_text(ev, "file")),
                                   .mandate = arena_dup(p->arena, ev->by.mandate),
                                   .clauses = clauses,
                                   .by_clause = by_clause,
                                   .stage = p->stage,
                                   .at = ev->at,
                                   .index = ev->index});
}

const struct event_kind kind_draft_posted = {
    .name = "draft.posted",
    .of_project = true,
    .fields = draft_fields,
    .nfields = COUNT_OF(draft_fields),
    .summary = "a new draft of the text",
    .complete = draft_complete,
    .decide = draft_decide,
    .apply_project = draft_apply,
};

/* ---- document.filed --------------------------------------------------------------------------*/

static const struct event_field document_fields[] = {
    {.key = "document", .type = FIELD_ID, .help = "its key in the process"},
    {.key = "file", .type = FIELD_DIGEST, .help = "digest of the paper"},
};

static bool
document_decide(struct arena *a, const struct act_world *w, const struct event *ev,
                struct refusal *r)
{
    static const struct refusal_text text = {REFUSED_UNKNOWN, "process.documents",
                                             "Process {2} knows no document \"{1}\".",
                                             "工作程序{2}中没有文件“{1}”。"};
    const struct deciding d = {a, w, ev, r};
    struct slice key = event_text(ev, "document");
    if (!project_moves(&d) || !needs_role(&d, DRAFTERS | 1u << BY_CHAIR))
        return false;
    return process_document(project_process(w), key) ||
           deny(&d, &text, key, w->project->process, NOTHING);
}

static void
document_apply(struct project *p, const struct event *ev)
{
    vec_push(p->arena, &p->documents,
             (struct document_filed){.key = arena_dup(p->arena, event_text(ev, "document")),
                                     .file = arena_dup(p->arena, event_text(ev, "file")),
                                     .stage = p->stage,
                                     .at = ev->at,
                                     .index = ev->index});
}

const struct event_kind kind_document_filed = {
    .name = "document.filed",
    .of_project = true,
    .fields = document_fields,
    .nfields = COUNT_OF(document_fields),
    .summary = "a paper that the process asks for: a drafting explanation, minutes, a decision",
    .decide = document_decide,
    .apply_project = document_apply,
};
