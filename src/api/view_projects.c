/* SPDX-License-Identifier: Apache-2.0 */
/* All projects, by stage, from the projections alone. */
#include "api/filter.h"
#include "api/terms.h"
#include "api/view_project.h"

#include <inttypes.h>
#include <stdlib.h>

#define PROJECTS_MAX 500 /* on one page */
#define DAY ((int64_t)86400)

struct listing {
    const struct viewer *v;
    const struct projects_query *q;
    struct map numbers; /* of publications, by project: struct slice * */
    struct map running; /* the first deadline that runs, by project: struct json_node * */
};

/* ---- what runs -------------------------------------------------------------------------------*/

struct running {
    int64_t at;
    struct slice project, of;
    bool ballot, past;
};

static int
by_time(const void *x, const void *y)
{
    const struct running *a = x, *b = y;
    if (a->at != b->at)
        return a->at < b->at ? -1 : 1;
    int c = slice_cmp(a->project, b->project);
    return c ? c : slice_cmp(a->of, b->of);
}

static bool
collect(struct running **out, size_t *n, const struct viewer *v, struct err *e)
{
    const struct store_where open = {.column = "closed", .value = {.integer = 0}};
    struct rows periods = {0}, ballots = {0};
    *n = 0;
    if (!view_rows(&periods, v, ROWS_PERIOD, NULL, 0, e) ||
        !view_rows(&ballots, v, ROWS_BALLOT, &open, 1, e))
        return false;
    *out = NEW_ARRAY(v->arena, struct running, periods.n + ballots.n + 1);
    for (size_t i = 0; i < periods.n; i++) {
        const struct row *r = &periods.v[i];
        int64_t closes = view_number(r, "closes");
        if (view_number(r, "opens") <= v->now && v->now < closes)
            (*out)[(*n)++] = (struct running){closes, view_cell(r, "project"),
                                              view_cell(r, "draft"), false, false};
    }
    for (size_t i = 0; i < ballots.n; i++) {
        const struct row *r = &ballots.v[i];
        int64_t closes = view_number(r, "closes");
        (*out)[(*n)++] = (struct running){closes, view_cell(r, "project"), view_cell(r, "id"), true,
                                          closes <= v->now};
    }
    qsort(*out, *n, sizeof **out, by_time);
    return true;
}

static struct langs
running_says(struct arena *a, const struct running *r)
{
    if (r->ballot && r->past)
        return (struct langs){arena_printf(a, "ballot %.*s waits to be closed", SL_FMT(r->of)),
                              arena_printf(a, "投票%.*s待结束计票", SL_FMT(r->of))};
    if (r->ballot)
        return (struct langs){arena_printf(a, "ballot %.*s ends", SL_FMT(r->of)),
                              arena_printf(a, "投票%.*s截止", SL_FMT(r->of))};
    return (struct langs){arena_printf(a, "comments on draft %.*s end", SL_FMT(r->of)),
                          arena_printf(a, "草案%.*s征求意见截止", SL_FMT(r->of))};
}

static struct json_node *
running_node(const struct viewer *v, const struct running *r, struct langs title)
{
    struct arena *a = v->arena;
    enum deadline_kind kind = r->ballot ? DEADLINE_BALLOT : DEADLINE_COMMENTS;
    struct json_node *n = json_new_object(a);
    put_word(a, n, "kind", slice_str(deadline_name(kind)), term_deadline(kind));
    put_instant(a, n, "at", r->at);
    if (r->past)
        json_put_bool(a, n, "past", true);
    json_put_int(a, n, "days", (r->at - v->now) / DAY);
    put_langs(a, n, "says", running_says(a, r));
    json_put_text(a, n, "project", r->project);
    put_langs(a, n, "title", title);
    json_put_text(
        a, n, "about",
        arena_printf(a, r->ballot ? "/projects/%.*s/ballots/%.*s" : "/projects/%.*s/drafts/%.*s",
                     SL_FMT(r->project), SL_FMT(r->of)));
    return n;
}

static struct langs
title_of(const struct row *r)
{
    return (struct langs){view_cell(r, "title_en"), view_cell(r, "title_zh")};
}

bool
view_running(struct json_node *array, const struct viewer *v, struct err *e)
{
    struct running *list;
    size_t n;
    if (!collect(&list, &n, v, e))
        return false;
    for (size_t i = 0; i < n; i++) {
        const struct store_where where = {.column = "id", .value = {.text = list[i].project}};
        struct rows row = {0};
        if (!view_rows(&row, v, ROWS_PROJECT, &where, 1, e))
            return false;
        if (row.n)
            json_push_node(v->arena, array, running_node(v, &list[i], title_of(&row.v[0])));
    }
    return true;
}

/* ---- which projects --------------------------------------------------------------------------*/

static uint8_t
lower(uint8_t c)
{
    return c >= 'A' && c <= 'Z' ? (uint8_t)(c + 32) : c;
}

/* ASCII letters in either case; other octets as they are. */
static bool
has_word(struct slice text, struct slice word)
{
    for (size_t at = 0; at + word.n <= text.n; at++) {
        size_t i = 0;
        while (i < word.n && lower(text.p[at + i]) == lower(word.p[i]))
            i++;
        if (i == word.n)
            return true;
    }
    return false;
}

static bool
text_fits(const struct listing *l, const struct row *r)
{
    const struct slice *number = map_get(&l->numbers, view_cell(r, "id"));
    struct slice rest = l->q->text, word;
    while (slice_cut(&rest, ' ', &word))
        if (word.n && !has_word(view_cell(r, "title_en"), word) &&
            !has_word(view_cell(r, "title_zh"), word) && !has_word(view_cell(r, "id"), word) &&
            !(number && has_word(*number, word)))
            return false;
    return true;
}

static bool
fits(const struct listing *l, const struct row *r)
{
    const struct {
        struct slice wanted;
        const char *column;
    } exact[] = {{l->q->process, "process"},
                 {l->q->stage, "stage"},
                 {l->q->status, "status"},
                 {l->q->group, "group"},
                 {l->q->lead, "lead"}};
    for (size_t i = 0; i < COUNT_OF(exact); i++)
        if (exact[i].wanted.n && !slice_eq(exact[i].wanted, view_cell(r, exact[i].column)))
            return false;
    return text_fits(l, r);
}

/* ---- the list --------------------------------------------------------------------------------*/

static struct json_node *
line(const struct listing *l, const struct row *r)
{
    const struct viewer *v = l->v;
    struct json_node *n = json_new_object(v->arena);
    struct slice id = view_cell(r, "id"), group = view_cell(r, "group");
    const struct slice *number = map_get(&l->numbers, id);
    const struct json_node *due = map_get(&l->running, id);
    view_project_row(v, n, r);
    view_organisation(v, n, "lead", view_cell(r, "lead"));
    if (group.n)
        view_body(v, n, "group", group);
    json_put_text(v->arena, n, "process", view_cell(r, "process"));
    put_instant(v->arena, n, "since", view_number(r, "stage_since"));
    put_instant(v->arena, n, "opened", view_number(r, "opened"));
    if (number)
        json_put_text(v->arena, n, "number", *number);
    if (due)
        json_put_node(v->arena, n, "due", due);
    return n;
}

/* All of one stage, under its name; nothing where there are none. */
static size_t
stage_group(const struct listing *l, struct json_node *groups, const struct process *p,
            const struct stage *s, const struct rows *rows)
{
    struct arena *a = l->v->arena;
    struct json_node *list = json_new_array(a), *n = json_new_object(a);
    size_t count = 0;
    for (size_t i = 0; i < rows->n; i++) {
        const struct row *r = &rows->v[i];
        if (!slice_eq(view_cell(r, "process"), p->id) || !slice_eq(view_cell(r, "stage"), s->id) ||
            !fits(l, r))
            continue;
        if (++count <= PROJECTS_MAX)
            json_push_node(a, list, line(l, r));
    }
    if (count == 0)
        return 0;
    json_put_text(a, n, "process", p->id);
    put_langs(a, n, "process_name", p->name);
    view_stage(a, n, "stage", p, s->id);
    json_put_int(a, n, "count", (int64_t)count);
    json_put_bool(a, n, "more", count > PROJECTS_MAX);
    json_put_node(a, n, "projects", list);
    json_push_node(a, groups, n);
    return count;
}

static size_t
all_groups(const struct listing *l, struct json_node *groups, const struct rows *rows)
{
    const struct committee *c = &l->v->office->committee;
    size_t n = 0;
    for (size_t i = 0; i < c->processes.n; i++) {
        const struct adopted *x = c->processes.v[i];
        if (committee_process(c, x->id, (struct slice){0}) != x)
            continue;
        for (size_t k = 0; k < x->process->stages.n; k++)
            n += stage_group(l, groups, x->process, &x->process->stages.v[k], rows);
    }
    return n;
}

static bool
prepare(struct listing *l, struct err *e)
{
    struct arena *a = l->v->arena;
    struct rows published = {0};
    struct running *list;
    size_t n;
    if (!view_rows(&published, l->v, ROWS_PUBLICATION, NULL, 0, e) || !collect(&list, &n, l->v, e))
        return false;
    for (size_t i = 0; i < published.n; i++) {
        struct slice *number = NEW(a, struct slice);
        *number = view_cell(&published.v[i], "number");
        map_put(a, &l->numbers, view_cell(&published.v[i], "project"), number);
    }
    for (size_t i = n; i-- > 0;)
        map_put(a, &l->running, list[i].project,
                running_node(l->v, &list[i], (struct langs){list[i].project, list[i].project}));
    return true;
}

static void
status_filter(const struct filter *f, struct json_node *filters)
{
    static const struct langs label = {SL_INIT("Status"), SL_INIT("状态")};
    struct filter_choice v[PROJECT_ABOLISHED + 2] = {{{0}, {SL_INIT("all"), SL_INIT("全部")}}};
    for (unsigned s = 0; s <= PROJECT_ABOLISHED; s++)
        v[s + 1] = (struct filter_choice){slice_str(project_status_name((enum project_status)s)),
                                          term_status((enum project_status)s)};
    filter_put(f, filters, "status", label, v, COUNT_OF(v));
}

static void
group_filter(const struct filter *f, struct json_node *filters, const struct committee *c)
{
    static const struct langs label = {SL_INIT("Working group"), SL_INIT("工作组")};
    struct filter_choice *v = NEW_ARRAY(f->arena, struct filter_choice, c->groups.n + 1);
    v[0] = (struct filter_choice){{0}, {SL_INIT("all"), SL_INIT("全部")}};
    for (size_t i = 0; i < c->groups.n; i++) {
        const struct group *g = c->groups.v[i].value;
        v[i + 1] = (struct filter_choice){g->id, g->name};
    }
    filter_put(f, filters, "group", label, v, c->groups.n + 1);
}

static struct json_node *
filters(const struct listing *l)
{
    const struct projects_query *q = l->q;
    struct filter f = {.arena = l->v->arena, .path = "/projects"};
    struct json_node *list = json_new_array(l->v->arena);
    filter_add(&f, "q", q->text);
    filter_add(&f, "process", q->process);
    filter_add(&f, "stage", q->stage);
    filter_add(&f, "status", q->status);
    filter_add(&f, "group", q->group);
    filter_add(&f, "lead", q->lead);
    status_filter(&f, list);
    group_filter(&f, list, &l->v->office->committee);
    return list;
}

bool
view_projects(struct json_node **out, const struct viewer *v, const struct projects_query *q,
              struct err *e)
{
    struct arena *a = v->arena;
    struct listing l = {.v = v, .q = q};
    struct json_node *n = json_new_object(a), *groups = json_new_array(a);
    struct rows rows = {0};
    if (!view_rows(&rows, v, ROWS_PROJECT, NULL, 0, e) || !prepare(&l, e))
        return false;
    size_t found = all_groups(&l, groups, &rows);
    put_instant(a, n, "now", v->now);
    json_put_text(a, n, "q", q->text);
    json_put_node(a, n, "filters", filters(&l));
    json_put_int(a, n, "all", (int64_t)rows.n);
    json_put_int(a, n, "found", (int64_t)found);
    json_put_node(a, n, "stages", groups);
    *out = n;
    return true;
}
