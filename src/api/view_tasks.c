/* SPDX-License-Identifier: Apache-2.0 */
#include "api/view_tasks.h"

#include "api/may.h"
#include "api/view_ballot.h"
#include "api/view_committee.h"
#include "api/view_project.h"

#include <stdlib.h>

#define DAY ((int64_t)86400)
#define PROJECTS_MAX 200 /* looked at for one viewer */
#define NEWEST 8         /* entries on the first page */

static const struct shape shapes[] = {
    {"tasks", "now:instant, member:bool, tasks:[task]", "what waits for the viewer"},
    {"task",
     "kind:word, says:langs, address:text, project?:id, title?:langs, at?:instant, days?:int, "
     "past?:bool",
     "something that waits for the viewer"},
    {"home",
     "now:instant, committee:committee_head, member:bool, tasks:[task], due:[due], "
     "stages:[home_stage], projects:int, newest:[entry_ref]",
     "the committee, for whoever comes in"},
    {"home_stage", "stage:word, count:int, address:text", "how many projects are at a stage"},
};
SHAPE_TABLE(tasks_shapes, shapes);

/* ---- tasks -----------------------------------------------------------------------------------*/

enum task { TASK_VOTE, TASK_COMMENT, TASK_ANSWER, TASK_CLOSE, TASK_CONFIRM };
static const struct {
    const char *id;
    struct langs name;
} kinds[] = {
    [TASK_VOTE] = {"vote", {SL_INIT("Vote"), SL_INIT("投票")}},
    [TASK_COMMENT] = {"comment", {SL_INIT("Comment"), SL_INIT("提意见")}},
    [TASK_ANSWER] = {"answer", {SL_INIT("Answer comments"), SL_INIT("处理意见")}},
    [TASK_CLOSE] = {"close", {SL_INIT("Count"), SL_INIT("计票")}},
    [TASK_CONFIRM] = {"confirm", {SL_INIT("Confirm a seat"), SL_INIT("确认席位")}},
};

struct tasks {
    const struct viewer *v;
    struct json_node *list;
};

static void
add(const struct tasks *t, enum task kind, struct langs says, struct slice address,
    const struct project *p, int64_t at)
{
    struct arena *a = t->v->arena;
    struct json_node *n = json_new_object(a);
    put_word(a, n, "kind", slice_str(kinds[kind].id), kinds[kind].name);
    put_langs(a, n, "says", says);
    json_put_text(a, n, "address", address);
    if (p) {
        json_put_text(a, n, "project", p->id);
        put_langs(a, n, "title", p->title);
    }
    put_instant(a, n, "at", at);
    if (at)
        json_put_int(a, n, "days", (at - t->v->now) / DAY);
    if (at && at <= t->v->now)
        json_put_bool(a, n, "past", true);
    json_push_node(a, t->list, n);
}

static struct slice
below(const struct tasks *t, const struct project *p, const char *part, struct slice id)
{
    return arena_printf(t->v->arena, "/projects/%.*s/%s%.*s", SL_FMT(p->id), part, SL_FMT(id));
}

static void
ballot_tasks(const struct tasks *t, const struct project *p, const struct ballot *b)
{
    static const struct langs vote = {SL_INIT("Your vote is not in yet"),
                                      SL_INIT("您的单位尚未投票")};
    static const struct langs count = {SL_INIT("The time to vote is over: close and count"),
                                       SL_INIT("投票期限已到：请结束并计票")};
    struct ballot_seats seats;
    struct slice address = below(t, p, "ballots/", b->id);
    if (b->closes <= t->v->now) {
        if (viewer_keeps(t->v))
            add(t, TASK_CLOSE, count, address, p, b->closes);
        return;
    }
    ballot_seats(&seats, t->v, p, b);
    for (size_t i = 0; i < seats.n; i++)
        if (!b->votes[seats.v[i].place].cast) {
            add(t, TASK_VOTE, vote, address, p, b->closes);
            return;
        }
}

static void
project_tasks(const struct tasks *t, const struct project *p)
{
    static const struct langs comment = {SL_INIT("Comments are taken on the draft"),
                                         SL_INIT("草案正在征求意见")};
    struct arena *a = t->v->arena;
    const struct ballot *b = project_open_ballot(p);
    const struct comment_period *period = project_open_period(p, t->v->now);
    size_t open = project_open_comments(p);
    if (b)
        ballot_tasks(t, p, b);
    if (period && may_comment(t->v, p))
        add(t, TASK_COMMENT, comment, below(t, p, "drafts/", period->draft), p, period->closes);
    if (open && may_dispose(t->v, p, NULL))
        add(t, TASK_ANSWER,
            (struct langs){arena_printf(a, "Comments without an answer: %zu", open),
                           arena_printf(a, "未处理的意见：%zu", open)},
            below(t, p, "", SL("dispositions")), p, 0);
}

/* Seats of the viewer's organisations that nobody of theirs has confirmed. */
static void
seat_tasks(const struct tasks *t)
{
    const struct viewer *v = t->v;
    const struct committee *c = &v->office->committee;
    for (size_t i = 0; i < c->memberships.n; i++) {
        const struct membership *m = c->memberships.v[i].value;
        bool mine = false;
        for (size_t k = 0; k < v->nmandates; k++)
            mine = mine || (slice_eq(v->mandates[k]->organisation, m->organisation) &&
                            MAY_SPEAK >> v->mandates[k]->kind & 1);
        if (!mine || m->confirmed || !membership_holds(m, v->now))
            continue;
        struct langs body = view_body_name(c, m->body);
        add(t, TASK_CONFIRM,
            (struct langs){
                arena_printf(v->arena, "Is this seat yours? %.*s", SL_FMT(langs_get(&body, false))),
                arena_printf(v->arena, "该席位属于贵单位吗？%.*s", SL_FMT(langs_get(&body, true)))},
            arena_printf(v->arena, "/acts/membership.confirmed?membership=%.*s", SL_FMT(m->id)),
            NULL, 0);
    }
}

/* ---- which projects --------------------------------------------------------------------------*/

static void
note(struct map *seen, struct slices *ids, struct arena *a, struct slice id)
{
    if (ids->n == PROJECTS_MAX || map_get(seen, id))
        return;
    map_put(a, seen, id, seen);
    ids->v[ids->n++] = id;
}

/* Projects where a ballot or a comment period runs, or a comment has no answer. */
static bool
busy(struct slices *ids, const struct viewer *v, const struct json_node *due, struct err *e)
{
    const struct store_where open[] = {{.column = "decision", .value = {.text = SL("none")}},
                                       {.column = "withdrawn", .value = {.integer = 0}}};
    struct rows rows = {0};
    struct map seen = {0};
    *ids = (struct slices){NEW_ARRAY(v->arena, struct slice, PROJECTS_MAX), 0};
    for (size_t i = 0; i < json_count(due); i++)
        note(&seen, ids, v->arena, json_text(json_get(json_item(due, i), "project")));
    if (!view_rows(&rows, v, ROWS_COMMENT, open, COUNT_OF(open), e))
        return false;
    for (size_t i = 0; i < rows.n; i++)
        note(&seen, ids, v->arena, view_cell(&rows.v[i], "project"));
    return true;
}

static bool
collect(struct json_node *list, const struct viewer *v, const struct json_node *due, struct err *e)
{
    const struct tasks t = {v, list};
    struct slices ids;
    if (v->nmandates == 0)
        return true;
    if (!busy(&ids, v, due, e))
        return false;
    seat_tasks(&t);
    for (size_t i = 0; i < ids.n; i++) {
        const struct project *p;
        if (!office_project(&p, v->office, ids.v[i], e))
            return false;
        if (p)
            project_tasks(&t, p);
    }
    return true;
}

bool
view_tasks(struct json_node **out, const struct viewer *v, struct err *e)
{
    struct arena *a = v->arena;
    struct json_node *n = json_new_object(a), *list = json_new_array(a), *due = json_new_array(a);
    if (!view_running(due, v, e) || !collect(list, v, due, e))
        return false;
    put_instant(a, n, "now", v->now);
    json_put_bool(a, n, "member", viewer_is_member(v));
    json_put_node(a, n, "tasks", list);
    *out = n;
    return true;
}

/* ---- the first page --------------------------------------------------------------------------*/

static void
put_stages(const struct viewer *v, struct json_node *n, const struct rows *rows)
{
    const struct committee *c = &v->office->committee;
    struct arena *a = v->arena;
    struct json_node *list = json_new_array(a);
    for (size_t i = 0; i < c->processes.n; i++) {
        const struct adopted *x = c->processes.v[i];
        if (committee_process(c, x->id, (struct slice){0}) != x)
            continue;
        for (size_t k = 0; k < x->process->stages.n; k++) {
            const struct stage *s = &x->process->stages.v[k];
            struct json_node *o = json_new_object(a);
            int64_t count = 0;
            for (size_t r = 0; r < rows->n; r++)
                count += slice_eq(view_cell(&rows->v[r], "process"), x->id) &&
                         slice_eq(view_cell(&rows->v[r], "stage"), s->id);
            if (count == 0)
                continue;
            view_stage(a, o, "stage", x->process, s->id);
            json_put_int(a, o, "count", count);
            json_put_text(
                a, o, "address",
                arena_printf(a, "/projects?process=%.*s&stage=%.*s", SL_FMT(x->id), SL_FMT(s->id)));
            json_push_node(a, list, o);
        }
    }
    json_put_node(a, n, "stages", list);
}

static bool
put_newest(const struct viewer *v, struct json_node *n, struct err *e)
{
    struct store *s = v->office->store;
    struct json_node *list = json_new_array(v->arena);
    uint64_t size;
    if (!s->ops->size(s, &size, e))
        return false;
    for (uint64_t i = size; i > 0 && size - i < NEWEST; i--)
        if (!view_entry(v, list, i - 1, e))
            return false;
    json_put_node(v->arena, n, "newest", list);
    return true;
}

bool
view_home(struct json_node **out, const struct viewer *v, struct err *e)
{
    struct arena *a = v->arena;
    struct json_node *n = json_new_object(a), *list = json_new_array(a), *due = json_new_array(a);
    struct rows projects = {0};
    if (!view_running(due, v, e) || !collect(list, v, due, e) ||
        !view_rows(&projects, v, ROWS_PROJECT, NULL, 0, e))
        return false;
    put_instant(a, n, "now", v->now);
    json_put_node(a, n, "committee", view_committee_head(v));
    json_put_bool(a, n, "member", viewer_is_member(v));
    json_put_node(a, n, "tasks", list);
    json_put_node(a, n, "due", due);
    put_stages(v, n, &projects);
    json_put_int(a, n, "projects", (int64_t)projects.n);
    if (!put_newest(v, n, e))
        return false;
    *out = n;
    return true;
}
