/* SPDX-License-Identifier: Apache-2.0 */
#include "api/view_project.h"

#include "api/terms.h"
#include "api/view_ballot.h"
#include "api/view_project_parts.h"

#define DAY ((int64_t)86400)

static const struct shape shapes[] = {
    {"projects",
     "now:instant, q:text, filters:[filter], all:int, found:int, stages:[projects_stage]",
     "projects, by stage"},
    {"projects_stage",
     "process:id, process_name:langs, stage:word, count:int, more:bool, projects:[project_line]",
     "the projects at one stage"},
    {"project_line",
     "id:id, title:langs, stage:word, status:word, lead:organisation_ref, group?:body_ref, "
     "process:id, since:instant, opened:instant, number?:text, due?:due",
     "a project in a list"},
    {"due",
     "kind:word, at:instant, past?:bool, days:int, says:langs, project:id, title:langs, "
     "about:text",
     "something that is due"},
    {"project",
     "id:id, project:id, title:langs, status:word, active:bool, stage:word, since:instant, "
     "opened:instant, "
     "now:instant, withdrawn_at?:instant, process:project_process, group?:body_ref, "
     "lead:organisation_ref, track:[track_stage], due:[due], drafts:[project_draft], "
     "comments:project_comments, ballots:[project_ballot], documents:[project_document], "
     "publications:[publication], reviews:[project_review], corrections:[project_correction], "
     "ways:[project_way], ways_mine:bool, acts:[project_act], history:[entry_ref], "
     "history_total:int, entries:int, texts_shown:bool",
     "one project"},
    {"project_process", "id:id, name:langs, digest:digest, newest:bool, verified:bool",
     "the version of the process that it is pinned to"},
    {"track_stage", "stage:word, code?:text, passed:bool, here:bool, entered?:instant, entry?:int",
     "a stage on its way"},
    {"project_draft",
     "id:id, file:digest, clauses:int, stage:word, at:instant, entry:int, "
     "newest:bool",
     "a draft that was posted"},
    {"project_comments", "total:int, open:int, period?:project_period, periods:[project_period]",
     "its comments, counted, and when they could be filed"},
    {"project_period", "draft:id, stage:word, opens:instant, closes:instant, runs:bool, entry:int",
     "when comments could be filed on a draft"},
    {"project_ballot",
     "id:id, question:langs, stage:word, draft?:id, state:word, open:bool, over:bool, closed:bool, "
     "passed:bool, failed:bool, sealed?:bool, opens:instant, closes:instant, voters:int, "
     "voted:int, outcome?:word, entry:int",
     "a ballot of it"},
    {"project_document",
     "key:id, name:langs, file:digest, shown:bool, stage:word, at:instant, "
     "entry:int",
     "a paper that was filed"},
    {"publication",
     "number:text, draft:id, file:digest, languages:[word], at:instant, "
     "in_force:date, entry:int",
     "what was published"},
    {"project_review", "decision:word, at:instant, entry:int", "a periodic review"},
    {"project_correction", "of:int, entry:int, text?:text_ref, at:instant",
     "an entry that was corrected, and by which"},
    {"project_way",
     "to:word, name?:langs, by:[word], needs:[langs], open:bool, refusal?:way_refusal",
     "a way on: what it asks for, and what stands in it"},
    {"way_refusal", "code:text, rule:text, says:langs", "why something is not allowed"},
    {"project_act", "type:word, address:text", "something that the viewer may try to do here"},
};
SHAPE_TABLE(project_shapes, shapes);

/* ---- stages ----------------------------------------------------------------------------------*/

static const struct stage_entry *
last_entry(const struct project *p, struct slice stage)
{
    for (size_t i = p->stages.n; i-- > 0;)
        if (slice_eq(p->stages.v[i].stage, stage))
            return &p->stages.v[i];
    return NULL;
}

/* The process's stages in order; ends that were not reached are left out, but for publication. */
static struct json_node *
track(struct arena *a, const struct project *p, const struct process *process)
{
    struct json_node *list = json_new_array(a);
    for (size_t i = 0; process && i < process->stages.n; i++) {
        const struct stage *s = &process->stages.v[i];
        const struct stage_entry *entry = last_entry(p, s->id);
        bool here = slice_eq(s->id, p->stage);
        struct json_node *n = json_new_object(a);
        if (!entry && (s->end == STAGE_WITHDRAWN || s->end == STAGE_ABOLISHED))
            continue;
        view_stage(a, n, "stage", process, s->id);
        json_put_text_if(a, n, "code", s->code);
        json_put_bool(a, n, "passed", entry && !here);
        json_put_bool(a, n, "here", here);
        if (entry) {
            put_instant(a, n, "entered", entry->at);
            json_put_int(a, n, "entry", (int64_t)entry->index);
        }
        json_push_node(a, list, n);
    }
    return list;
}

static void
put_process(const struct viewer *v, struct json_node *n, const struct project *p,
            const struct process *process)
{
    struct arena *a = v->arena;
    const struct adopted *newest =
        committee_process(&v->office->committee, p->process, (struct slice){0});
    struct json_node *o = json_new_object(a);
    json_put_text(a, o, "id", p->process);
    put_langs(a, o, "name", process ? process->name : (struct langs){p->process, p->process});
    json_put_text(a, o, "digest", p->process_digest);
    json_put_bool(a, o, "newest", newest && slice_eq(newest->digest, p->process_digest));
    json_put_bool(a, o, "verified", process && process_verified(process));
    json_put_node(a, n, "process", o);
}

/* ---- what is due -----------------------------------------------------------------------------*/

struct slice
view_due_about(struct arena *a, const struct project *p, const struct deadline *d)
{
    switch (d->kind) {
    case DEADLINE_COMMENTS:
        return arena_printf(a, "/projects/%.*s/drafts/%.*s", SL_FMT(p->id), SL_FMT(d->of));
    case DEADLINE_BALLOT:
    case DEADLINE_UNSEALED:
    case DEADLINE_APPEAL:
        return arena_printf(a, "/projects/%.*s/ballots/%.*s", SL_FMT(p->id), SL_FMT(d->of));
    case DEADLINE_EARLIEST:
    case DEADLINE_LATEST:
    case DEADLINE_REVIEW:
        break;
    }
    return arena_printf(a, "/projects/%.*s", SL_FMT(p->id));
}

/* The same words with the name of the stage for its id. */
static struct langs
due_says(const struct viewer *v, const struct project *p, const struct deadline *d)
{
    const struct process *process = view_process(&v->office->committee, p);
    const struct stage *s = process ? process_stage(process, d->of) : NULL;
    if (d->kind == DEADLINE_EARLIEST && s)
        return (struct langs){
            arena_printf(v->arena, "the project may leave stage \"%.*s\"",
                         SL_FMT(langs_get(&s->name, false))),
            arena_printf(v->arena, "项目可离开“%.*s”阶段", SL_FMT(langs_get(&s->name, true)))};
    if (d->kind == DEADLINE_LATEST && s)
        return (struct langs){
            arena_printf(v->arena, "the project should leave stage \"%.*s\"",
                         SL_FMT(langs_get(&s->name, false))),
            arena_printf(v->arena, "项目应离开“%.*s”阶段", SL_FMT(langs_get(&s->name, true)))};
    return d->text;
}

void
view_due(const struct viewer *v, struct json_node *array, const struct project *p,
         const struct deadline *d)
{
    struct arena *a = v->arena;
    struct json_node *n = json_new_object(a);
    put_word(a, n, "kind", slice_str(deadline_name(d->kind)), term_deadline(d->kind));
    put_instant(a, n, "at", d->at);
    if (d->past)
        json_put_bool(a, n, "past", true);
    json_put_int(a, n, "days", (d->at - v->now) / DAY);
    put_langs(a, n, "says", due_says(v, p, d));
    json_put_text(a, n, "project", p->id);
    put_langs(a, n, "title", p->title);
    json_put_text(a, n, "about", view_due_about(a, p, d));
    json_push_node(a, array, n);
}

void
view_project_due(const struct viewer *v, struct json_node *array, const struct project *p)
{
    const struct process *process = view_process(&v->office->committee, p);
    struct deadlines d = {0};
    if (process)
        deadlines_of(&d, v->arena, p, process, v->now);
    for (size_t i = 0; i < d.n; i++)
        view_due(v, array, p, &d.v[i]);
}

/* ---- one project -----------------------------------------------------------------------------*/

void
view_project_ref(const struct viewer *v, struct json_node *object, const char *key,
                 const struct project *p)
{
    struct arena *a = v->arena;
    struct json_node *n = json_new_object(a);
    json_put_text(a, n, "id", p->id);
    put_langs(a, n, "title", p->title);
    view_stage(a, n, "stage", view_process(&v->office->committee, p), p->stage);
    put_word(a, n, "status", slice_str(project_status_name(p->status)), term_status(p->status));
    json_put_node(a, object, key, n);
}

static void
put_head(const struct viewer *v, struct json_node *n, const struct project *p,
         const struct process *process)
{
    struct arena *a = v->arena;
    json_put_text(a, n, "id", p->id);
    json_put_text(a, n, "project", p->id); /* lists inside have ids of their own */
    put_langs(a, n, "title", p->title);
    put_word(a, n, "status", slice_str(project_status_name(p->status)), term_status(p->status));
    json_put_bool(a, n, "active", p->status == PROJECT_ACTIVE || p->status == PROJECT_PUBLISHED);
    view_stage(a, n, "stage", process, p->stage);
    put_instant(a, n, "since", p->stage_since);
    put_instant(a, n, "opened", p->opened);
    put_instant(a, n, "now", v->now);
    put_instant(a, n, "withdrawn_at", p->withdrawn_at);
    put_process(v, n, p, process);
    if (p->group.n)
        view_body(v, n, "group", p->group);
    view_organisation(v, n, "lead", p->lead);
}

/* The newest of what is no vote and no comment; those stand in the record. */
static bool
put_history(const struct viewer *v, struct json_node *n, const struct project *p, struct err *e)
{
    struct json_node *list = json_new_array(v->arena);
    for (size_t i = p->milestones.n; i-- > 0 && p->milestones.n - i <= VIEW_PAGE;)
        if (!view_entry(v, list, p->milestones.v[i], e))
            return false;
    json_put_node(v->arena, n, "history", list);
    json_put_int(v->arena, n, "history_total", (int64_t)p->milestones.n);
    json_put_int(v->arena, n, "entries", (int64_t)p->leaves.n);
    return true;
}

bool
view_project(struct json_node **out, const struct viewer *v, struct slice id, struct err *e)
{
    const struct project *p;
    *out = NULL;
    if (!id_valid(id))
        return true;
    if (!office_project(&p, v->office, id, e))
        return false;
    if (!p)
        return true;
    const struct process *process = view_process(&v->office->committee, p);
    struct json_node *n = json_new_object(v->arena);
    put_head(v, n, p, process);
    json_put_node(v->arena, n, "track", track(v->arena, p, process));
    struct json_node *due = json_new_array(v->arena);
    view_project_due(v, due, p);
    json_put_node(v->arena, n, "due", due);
    project_put_parts(v, n, p, process);
    json_put_bool(v->arena, n, "texts_shown", viewer_sees(v, project_body(p)));
    project_put_acts(v, n, p, process);
    /* The ways last: asking for them makes the state stale. */
    if (!project_put_corrections(v, n, p, e) || !put_history(v, n, p, e) ||
        !project_put_ways(v, n, p, process, e))
        return false;
    *out = n;
    return true;
}
