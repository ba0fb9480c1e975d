/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `committee status`: what there is and what runs; `project status`: where one
 * stands, what is due, and what keeps it from going on.
 */
#include "api/view_project.h"
#include "api/ways.h"
#include "cli/committee_draft.h"
#include "cli/committee_list.h"
#include "cli/committee_project.h"
#include "cli/committee_verbs.h"
#include "cli/json_tree.h"
#include "cli/table.h"
#include "committee/deadlines.h"

#include <inttypes.h>
#include <stdlib.h>

#define PLACES(...) ((const char *const[]){__VA_ARGS__, NULL})
#define DAY ((int64_t)86400)
#define LABEL 10 /* columns */

struct status_command {
    struct seat_options seat;
};

static const struct option options[] = {SEAT_READ_ROWS(struct status_command, seat)};
static const struct option project_options[] = {
    {.name = "as",
     .type = OPTION_TEXT,
     .offset = offsetof(struct status_command, seat.as),
     .arg = "MANDATE",
     .help = "ask what this mandate could do (default $COMITY_AS, else a secretary's)"},
    SEAT_READ_ROWS(struct status_command, seat),
};

/* "2026-12-01 (in 12 days)". */
static struct slice
due(struct arena *a, int64_t at, int64_t now, bool zh)
{
    struct slice day = slice_sub(instant_text(a, at), 0, sizeof "2026-12-01" - 1);
    int64_t days = (at - now) / DAY;
    if (at < now)
        return arena_printf(a, zh ? "%.*s（已过）" : "%.*s (over)", SL_FMT(day));
    if (days == 0)
        return arena_printf(a, zh ? "%.*s（今日）" : "%.*s (today)", SL_FMT(instant_text(a, at)));
    if (zh)
        return arena_printf(a, "%.*s（还有%" PRId64 "日）", SL_FMT(day), days);
    return arena_printf(a, "%.*s (in %" PRId64 " day%s)", SL_FMT(day), days, days == 1 ? "" : "s");
}

static const char *
status_word(const struct seat *s, enum project_status status)
{
    static const char *const zh[] = {"进行中", "暂停", "终止", "已发布", "已废止"};
    return s->zh ? zh[status] : project_status_name(status);
}

static const struct stage *
stage_of(const struct seat *s, const struct project *p)
{
    const struct adopted *v =
        committee_process(&s->office.committee, p->process, p->process_digest);
    return v ? process_stage(v->process, p->stage) : NULL;
}

/* ---- committee status ------------------------------------------------------------------------*/

struct counts {
    size_t members, foreign, groups, secretaries;
};

static struct counts
count(const struct committee *c, int64_t now)
{
    struct counts out = {0};
    for (size_t i = 0; i < c->memberships.n; i++) {
        const struct membership *m = c->memberships.v[i].value;
        const struct organisation *o = committee_organisation(c, m->organisation);
        if (!membership_holds(m, now) || m->role != ROLE_MEMBER ||
            !slice_eq_str(m->body, BODY_COMMITTEE))
            continue;
        out.members++;
        out.foreign += o && o->origin != ORIGIN_DOMESTIC;
    }
    for (size_t i = 0; i < c->groups.n; i++)
        out.groups += ((const struct group *)c->groups.v[i].value)->closed == 0;
    return out;
}

static enum cli_exit
status_json(struct seat *s, const struct rows *projects, const struct rows *ballots)
{
    const struct committee *c = &s->office.committee;
    struct arena *a = &s->cli->arena;
    struct counts n = count(c, seat_now(s));
    struct json_node *o = json_new_object(a), *list = json_new_array(a), *open = json_new_array(a);
    json_put_text(a, o, "id", c->id);
    json_put_text_if(a, o, "name_en", c->name.en);
    json_put_text_if(a, o, "name_zh", c->name.zh);
    json_put_text(a, o, "record", c->record);
    json_put_bool(a, o, "rehearsal", c->rehearsal);
    json_put_text(a, o, "now", instant_text(a, seat_now(s)));
    json_put_int(a, o, "entries", (int64_t)s->office.seen);
    json_put_int(a, o, "organisations", (int64_t)c->organisations.n);
    json_put_int(a, o, "members", (int64_t)n.members);
    json_put_int(a, o, "members_not_domestic", (int64_t)n.foreign);
    json_put_int(a, o, "groups", (int64_t)n.groups);
    for (size_t i = 0; i < projects->n; i++)
        json_push_node(a, list, list_json(a, &projects->v[i]));
    for (size_t i = 0; i < ballots->n; i++)
        json_push_node(a, open, list_json(a, &ballots->v[i]));
    json_put_node(a, o, "projects", list);
    json_put_node(a, o, "open_ballots", open);
    return json_tree_print(s->cli, o);
}

static bool
status_projects(struct seat *s, struct printer *p, const struct rows *projects, struct err *e)
{
    static const char *const en[] = {"project", "stage", "status", "comments", "due", "title"};
    static const char *const zh[] = {"项目", "阶段", "状态", "意见", "期限", "名称"};
    struct table t;
    int64_t now = seat_now(s);
    table_init(&t, &s->cli->arena, s->zh ? zh : en, COUNT_OF(en));
    for (size_t i = 0; i < projects->n; i++) {
        const struct project *one;
        if (!office_project(&one, &s->office, list_text(&projects->v[i], "id"), e))
            return false;
        const struct comment_period *period = project_open_period(one, now);
        const struct ballot *ballot = project_open_ballot(one);
        const struct stage *stage = stage_of(s, one);
        table_cell(&t, one->id);
        table_cell(&t, stage ? langs_get(&stage->name, s->zh) : one->stage);
        table_cell(&t, slice_str(status_word(s, one->status)));
        table_cell(&t, arena_printf(t.a, s->zh ? "%zu条，%zu条未处理" : "%zu, %zu open",
                                    one->comments.n, project_open_comments(one)));
        if (ballot)
            table_cell(&t, arena_printf(t.a, s->zh ? "投票 %.*s" : "vote %.*s",
                                        SL_FMT(due(t.a, ballot->closes, now, s->zh))));
        else if (period)
            table_cell(&t, arena_printf(t.a, s->zh ? "征求意见 %.*s" : "comment %.*s",
                                        SL_FMT(due(t.a, period->closes, now, s->zh))));
        else
            table_cell(&t, SL("-"));
        table_cell(&t, langs_get(&one->title, s->zh));
    }
    buf_str(p->out, "\n");
    table_print(p, &t);
    return true;
}

static const char *
plural(size_t n)
{
    return n == 1 ? "" : "s";
}

static void
head_lines(struct seat *s, struct buf *b, struct counts n)
{
    const struct committee *c = &s->office.committee;
    if (s->zh) {
        buf_printf(b, "\n  委员%zu名，其中非内资%zu名；单位%zu个，工作组%zu个\n", n.members,
                   n.foreign, c->organisations.n, n.groups);
        buf_printf(b, "  记录 %.*s，共%" PRIu64 "条%s\n", SL_FMT(c->record), s->office.seen,
                   c->rehearsal ? "；演练：时间为人工给定" : "");
        return;
    }
    buf_printf(
        b, "\n  %zu seat%s, %zu of them not domestic; %zu organisation%s, %zu working group%s\n",
        n.members, plural(n.members), n.foreign, c->organisations.n, plural(c->organisations.n),
        n.groups, plural(n.groups));
    buf_printf(b, "  record %.*s, %" PRIu64 " entries%s\n", SL_FMT(c->record), s->office.seen,
               c->rehearsal ? "; a rehearsal: its times were given" : "");
}

static enum cli_exit
status_text(struct seat *s, const struct rows *projects, struct err *e)
{
    const struct committee *c = &s->office.committee;
    struct counts n = count(c, seat_now(s));
    struct printer p;
    struct buf b;
    seat_printer(&p, &b, s);
    printer_ink(&p, INK_BOLD);
    printer_safe(&p, c->id);
    buf_str(&b, "  ");
    printer_safe(&p, langs_get(&c->name, s->zh));
    printer_ink(&p, INK_NONE);
    head_lines(s, &b, n);
    if (projects->n == 0)
        buf_printf(&b,
                   "  %s: comity committee project propose PROCESS --title-en TEXT "
                   "--lead ORGANISATION\n",
                   s->zh ? "尚无项目" : "no projects yet");
    else if (!status_projects(s, &p, projects, e))
        return cli_wrong_err(s->cli, e);
    return seat_print(s, &b);
}

static enum cli_exit
run_status(struct cli *cli, const void *given, const struct slices *args)
{
    static const char *const none[] = {NULL};
    const struct status_command *o = given;
    struct store_where open = {.column = "closed", .value = {.integer = 0}};
    struct rows projects = {0}, ballots = {0};
    struct err e = {0};
    AUTO_SEAT s = {0};
    seat_begin(&s, cli, &o->seat);
    if (!seat_args(&s, args, none, 0, &e) || !seat_open(&s, cli, &o->seat, &e) ||
        !list_rows(&projects, &s, ROWS_PROJECT, NULL, 0, &e) ||
        !list_rows(&ballots, &s, ROWS_BALLOT, &open, 1, &e))
        return cli_wrong_err(cli, &e);
    return o->seat.json ? status_json(&s, &projects, &ballots) : status_text(&s, &projects, &e);
}

const struct command committee_status_verb = {
    .name = "status",
    .synopsis = "",
    .summary = "what there is, what runs, what is due",
    .options = options,
    .noptions = COUNT_OF(options),
    .size = sizeof(struct status_command),
    .run = run_status,
};

/* ---- project status --------------------------------------------------------------------------*/

/* Under whose mandate the ways on are tried: as said, else a secretary's. */
static bool
asker(struct actor *out, struct seat *s, struct err *e)
{
    const struct committee *c = &s->office.committee;
    if (s->o->as || getenv("COMITY_AS"))
        return seat_actor(out, s, e);
    for (size_t i = 0; i < c->mandates.n; i++) {
        const struct mandate *m = c->mandates.v[i].value;
        if (m->kind != MANDATE_SECRETARY || !mandate_holds(m, seat_now(s)))
            continue;
        *out = (struct actor){m->organisation, m->person, m->id};
        return true;
    }
    return err_set(e, ERR_INPUT, "no secretary's mandate holds: give --as MANDATE");
}

/* As the API shows it to that mandate, and to none besides. */
static enum cli_exit
project_json(struct seat *s, const struct project *p, const struct actor *by)
{
    const struct mandate *m = committee_mandate(&s->office.committee, by->mandate);
    const struct viewer *reader;
    struct json_node *n;
    struct err e = {0};
    if (!seat_reader(&reader, s, &e))
        return cli_wrong_err(s->cli, &e);
    struct viewer v = *reader;
    v.person = by->person;
    v.mandates = &m;
    v.nmandates = m ? 1 : 0;
    return view_project(&n, &v, arena_dup(v.arena, p->id), &e) ? json_tree_print(s->cli, n)
                                                               : cli_wrong_err(s->cli, &e);
}

static void
line(struct printer *p, const char *label, struct slice text)
{
    size_t width = table_width(slice_str(label));
    if (!text.n)
        return;
    buf_printf(p->out, "  %s%*s", label, width < LABEL ? (int)(LABEL - width) : 0, "");
    printer_wrapped(p, LABEL + 2, LABEL + 2, text);
}

static void
deadline_lines(struct printer *p, struct seat *s, const struct project *pr)
{
    const struct adopted *v =
        committee_process(&s->office.committee, pr->process, pr->process_digest);
    struct deadlines d = {0};
    int64_t now = seat_now(s);
    if (v)
        deadlines_of(&d, p->a, pr, v->process, now);
    for (size_t i = 0; i < d.n; i++)
        line(p,
             i       ? ""
             : s->zh ? "期限"
                     : "due",
             arena_printf(p->a, "%.*s  %.*s", SL_FMT(due(p->a, d.v[i].at, now, s->zh)),
                          SL_FMT(langs_get(&d.v[i].text, s->zh))));
}

static void
project_lines(struct printer *p, struct seat *s, const struct project *pr)
{
    struct arena *a = p->a;
    const struct stage *stage = stage_of(s, pr);
    const struct organisation *lead = committee_organisation(&s->office.committee, pr->lead);
    struct slice since = slice_sub(instant_text(a, pr->stage_since), 0, 10);
    line(p, s->zh ? "工作程序" : "process", pr->process);
    line(p, s->zh ? "阶段" : "stage",
         arena_printf(a, s->zh ? "%.*s（%.*s），自%.*s起；%s" : "%.*s (%.*s), since %.*s; %s",
                      SL_FMT(pr->stage), SL_FMT(stage ? langs_get(&stage->name, s->zh) : pr->stage),
                      SL_FMT(since), status_word(s, pr->status)));
    line(p, s->zh ? "工作组" : "group", pr->group);
    line(p, s->zh ? "牵头单位" : "lead",
         lead ? seat_word(s, lead->name.en, lead->name.zh) : pr->lead);
    if (pr->drafts.n)
        line(p, s->zh ? "草案" : "draft",
             arena_printf(a, s->zh ? "%.*s，共%zu个条款" : "%.*s, of %zu clauses",
                          SL_FMT(pr->drafts.v[pr->drafts.n - 1].id),
                          pr->drafts.v[pr->drafts.n - 1].clauses.n));
    line(p, s->zh ? "意见" : "comments",
         arena_printf(a,
                      s->zh ? "%zu条，其中未处理%zu条" : "%zu, of which %zu without a disposition",
                      pr->comments.n, project_open_comments(pr)));
    deadline_lines(p, s, pr);
    for (size_t i = 0; i < pr->publications.n; i++)
        line(p, s->zh ? "已发布" : "published",
             arena_printf(a, s->zh ? "%.*s，自%.*s起实施" : "%.*s, in force from %.*s",
                          SL_FMT(pr->publications.v[i].number),
                          SL_FMT(pr->publications.v[i].in_force)));
    for (size_t i = 0; i < pr->corrections.n; i++)
        line(p, s->zh ? "更正" : "corrected",
             arena_printf(a,
                          s->zh ? "第%" PRIu64 "条，由第%" PRIu64 "条更正"
                                : "entry %" PRIu64 " by entry %" PRIu64,
                          pr->corrections.v[i].of, pr->corrections.v[i].index));
}

static void
way_line(struct printer *p, const struct seat *s, const struct way *w)
{
    bool can = w->refusal.code == REFUSED_NOT;
    struct slice name = langs_get(&w->name, s->zh), head = w->to;
    buf_str(p->out, "  ");
    printer_ink(p, can ? INK_GOOD : INK_UNSURE);
    buf_str(p->out, p->utf8 ? (can ? "✓ " : "· ") : (can ? "+ " : "- "));
    printer_ink(p, INK_NONE);
    if (name.n)
        head =
            arena_printf(p->a, s->zh ? "%.*s（%.*s）" : "%.*s (%.*s)", SL_FMT(w->to), SL_FMT(name));
    struct slice why = can ? slice_str(s->zh ? "现在即可进入" : "can be entered now")
                           : seat_word(s, w->refusal.en, w->refusal.zh);
    printer_wrapped(
        p, 4, 6,
        arena_printf(p->a, s->zh ? "%.*s：%.*s" : "%.*s: %.*s", SL_FMT(head), SL_FMT(why)));
}

static void
way_lines(struct printer *p, const struct seat *s, const struct ways *ways)
{
    buf_str(p->out, !ways->n ? "" : s->zh ? "后续步骤\n" : "ways on\n");
    for (size_t i = 0; i < ways->n; i++)
        way_line(p, s, &ways->v[i]);
}

static enum cli_exit
run_project(struct cli *cli, const void *given, const struct slices *args)
{
    const struct status_command *o = given;
    const struct project *p;
    struct ways ways;
    struct actor by;
    struct printer out;
    struct buf b;
    struct err e = {0};
    AUTO_SEAT s = {0};
    seat_begin(&s, cli, &o->seat);
    if (!seat_args(&s, args, PLACES("PROJECT"), 1, &e) || !seat_open(&s, cli, &o->seat, &e) ||
        !seat_project(&p, &s, args->v[0], &e) || !asker(&by, &s, &e))
        return cli_wrong_err(cli, &e);
    if (o->seat.json)
        return project_json(&s, p, &by);
    if (!ways_on(&ways, seat_viewer(&s), p, &by, &e) || !seat_project(&p, &s, args->v[0], &e))
        return cli_wrong_err(cli, &e);
    seat_printer(&out, &b, &s);
    printer_ink(&out, INK_BOLD);
    printer_safe(&out, p->id);
    buf_str(&b, "  ");
    printer_safe(&out, langs_get(&p->title, s.zh));
    printer_ink(&out, INK_NONE);
    buf_str(&b, "\n");
    project_lines(&out, &s, p);
    way_lines(&out, &s, &ways);
    return seat_print(&s, &b);
}

const struct command project_status_verb = {
    .name = "status",
    .synopsis = "PROJECT [--as MANDATE]",
    .summary = "where it stands, what is due, and what keeps it from going on",
    .options = project_options,
    .noptions = COUNT_OF(project_options),
    .size = sizeof(struct status_command),
    .run = run_project,
};
