/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/committee_draft.h"

#include "cli/committee_act.h"
#include "cli/committee_given.h"
#include "cli/committee_list.h"
#include "cli/committee_verbs.h"
#include "cli/regime_list.h"
#include "text/nearest.h"

#define NAMES_MAX 64

struct draft_options {
    struct seat_options seat;
    const char *on;
    bool with_errors;
};

static const struct option read_options[] = {SEAT_READ_ROWS(struct draft_options, seat)};
static const struct option post_options[] = {
    {.name = "with-errors",
     .type = OPTION_FLAG,
     .offset = offsetof(struct draft_options, with_errors),
     .help = "a working draft: post it although it breaks rules of drafting"},
    SEAT_ACT_ROWS(struct draft_options, seat),
};
static const struct option diff_options[] = {
    {.name = "on",
     .type = OPTION_TEXT,
     .offset = offsetof(struct draft_options, on),
     .arg = "DATE",
     .help = "the day for which the meaning is asked (default today)"},
    SEAT_READ_ROWS(struct draft_options, seat),
};

/* ---- what others use, too --------------------------------------------------------------------*/

static bool
no_project(struct seat *s, struct slice id, struct err *e)
{
    struct rows rows = {0};
    struct slice names[NAMES_MAX];
    size_t n = 0;
    if (!list_rows(&rows, s, ROWS_PROJECT, NULL, 0, e))
        return false;
    for (; n < rows.n && n < NAMES_MAX; n++)
        names[n] = list_text(&rows.v[n], "id");
    struct slice near = nearest_name(id, names, n);
    if (near.n)
        return err_set(e, ERR_INPUT, "no project '%.*s'; did you mean '%.*s'?", SL_FMT(id),
                       SL_FMT(near));
    return err_set(e, ERR_INPUT, "no project '%.*s'; 'comity committee project list' lists them",
                   SL_FMT(id));
}

bool
seat_project(const struct project **out, struct seat *s, struct slice id, struct err *e)
{
    if (!office_project(out, &s->office, id, e))
        return false;
    return *out ? true : no_project(s, id, e);
}

bool
seat_object(struct slice *out, struct seat *s, struct slice digest, struct err *e)
{
    bool there;
    if (!office_object(out, &there, &s->cli->arena, &s->office, digest, e))
        return false;
    if (!there)
        return err_set(e, ERR_INPUT, "%.*s: forgotten: the record has its digest alone",
                       SL_FMT(digest));
    return true;
}

bool
seat_draft(const struct draft **out, struct drafts *d, struct slice id, struct err *e)
{
    const struct project *p = d->project;
    if (p->drafts.n == 0)
        return err_set(e, ERR_INPUT, "%.*s has no draft yet: comity committee draft post %.*s FILE",
                       SL_FMT(p->id), SL_FMT(p->id));
    *out = drafts_get(d, id, e);
    return *out != NULL;
}

/* ---- post ------------------------------------------------------------------------------------*/

/* Says its findings; refuses a draft with errors, in the shape of the engine's own refusals. */
static enum cli_exit
broken(struct seat *s, struct draft_view *v, const struct draft_checked *c)
{
    struct arena *a = &v->cli->arena;
    struct office_done done = {.answer = OFFICE_REFUSED};
    refuse(&done.refusal, a, REFUSED_RULE, "draft.lint",
           arena_printf(a,
                        "The draft breaks rules of drafting %zu times, see above; correct it, or "
                        "post it as a working draft: --with-errors.",
                        c->lint.errors),
           arena_printf(
               a, "草案有%zu处不符合起草规则（见上）；请更正，或以工作草案提交：--with-errors。",
               c->lint.errors));
    return act_answer(s, &done);
}

/* Every fault of a file that cannot be read. */
static enum cli_exit
unread(struct seat *s, struct slice name, const struct draft_checked *c)
{
    for (size_t i = 0; i < c->problems.n; i++)
        cli_say(s->cli->err, c->problems.v[i]);
    return cli_wrong(s->cli, "%.*s: %zu %s; the draft cannot be used", SL_FMT(name), c->problems.n,
                     c->problems.n == 1 ? "fault" : "faults");
}

static enum cli_exit
run_post(struct cli *cli, const void *given, const struct slices *args)
{
    static const char *const places[] = {"PROJECT", "FILE", NULL};
    const struct draft_options *o = given;
    const struct viewer *viewer;
    struct draft_view v;
    struct draft_checked c;
    struct given_faults faults = {0};
    struct act x;
    struct slice octets;
    struct err e = {0};
    AUTO_SEAT s = {0};
    seat_begin(&s, cli, &o->seat);
    if (!seat_args(&s, args, places, 2, &e) || !seat_open(&s, cli, &o->seat, &e) ||
        !seat_reader(&viewer, &s, &e) || !given_file(&octets, &s, args->v[1], &e) ||
        !draft_check(&c, viewer, args->v[1], octets, &e))
        return cli_wrong_err(cli, &e);
    if (!c.draft)
        return unread(&s, args->v[1], &c);
    draft_view_with(&v, cli, viewer->catalog, o->seat.json, s.zh);
    draft_view_findings(&v, cli->err, &c.lint, o->seat.json);
    if (!draft_request(&x, viewer, args->v[0], octets, &c, o->with_errors, &faults))
        return broken(&s, &v, &c);
    return act_give(&s, &x);
}

/* ---- show, lint, diff ------------------------------------------------------------------------*/

static enum cli_exit
one(struct cli *cli, const void *given, const struct slices *args,
    enum cli_exit (*view)(struct draft_view *v, const struct draft *d))
{
    static const char *const places[] = {"PROJECT", "DRAFT", NULL};
    const struct draft_options *o = given;
    const struct viewer *viewer;
    const struct project *p;
    const struct draft *d;
    struct drafts drafts;
    struct draft_view v;
    struct err e = {0};
    AUTO_SEAT s = {0};
    seat_begin(&s, cli, &o->seat);
    if (!seat_args(&s, args, places, 1, &e) || !seat_open(&s, cli, &o->seat, &e) ||
        !seat_reader(&viewer, &s, &e) || !seat_project(&p, &s, args->v[0], &e))
        return cli_wrong_err(cli, &e);
    drafts_begin(&drafts, viewer, p);
    draft_view_with(&v, cli, viewer->catalog, o->seat.json, s.zh);
    if (!seat_draft(&d, &drafts, args->n > 1 ? args->v[1] : SL(""), &e))
        return cli_wrong_err(cli, &e);
    return view(&v, d);
}

static enum cli_exit
run_show(struct cli *cli, const void *given, const struct slices *args)
{
    return one(cli, given, args, draft_view_show);
}

static enum cli_exit
run_lint(struct cli *cli, const void *given, const struct slices *args)
{
    return one(cli, given, args, draft_view_lint);
}

static enum cli_exit
run_diff(struct cli *cli, const void *given, const struct slices *args)
{
    static const char *const places[] = {"PROJECT", "OLD", "NEW", NULL};
    const struct draft_options *o = given;
    const struct viewer *viewer;
    const struct project *p;
    const struct draft *from, *to;
    struct drafts drafts;
    struct draft_view v;
    date_t on;
    struct err e = {0};
    AUTO_SEAT s = {0};
    seat_begin(&s, cli, &o->seat);
    if (!seat_args(&s, args, places, 2, &e) || !seat_open(&s, cli, &o->seat, &e) ||
        !on_date_parse(&on, &s.env, o->on, &e) || !seat_reader(&viewer, &s, &e) ||
        !seat_project(&p, &s, args->v[0], &e))
        return cli_wrong_err(cli, &e);
    drafts_begin(&drafts, viewer, p);
    draft_view_with(&v, cli, viewer->catalog, o->seat.json, s.zh);
    if (!seat_draft(&from, &drafts, args->v[1], &e) ||
        !seat_draft(&to, &drafts, args->n > 2 ? args->v[2] : SL(""), &e))
        return cli_wrong_err(cli, &e);
    return draft_view_diff(&v, from, to, on);
}

/* ---- the group -------------------------------------------------------------------------------*/

static const char *const list_columns[] = {"project", "id", "stage", "at", NULL};
static const char *const list_places[] = {"project", NULL};
static const struct list_form list_form = {
    .table = ROWS_DRAFT,
    .columns = list_columns,
    .places = list_places,
    .none = "no drafts; comity committee draft post PROJECT FILE puts one on the table",
};

static const struct command post_verb = {
    .name = "post",
    .synopsis = "PROJECT FILE",
    .summary = "put a draft, or a revision of it, on the table; errors refuse it",
    .options = post_options,
    .noptions = COUNT_OF(post_options),
    .size = sizeof(struct draft_options),
    .run = run_post,
};

static const struct command list_verb =
    LIST_COMMAND("[PROJECT]", "the drafts that were posted", list_form);

static const struct command show_verb = {
    .name = "show",
    .synopsis = "PROJECT [DRAFT]",
    .summary = "its text, Chinese and English side by side (default the last one)",
    .options = read_options,
    .noptions = COUNT_OF(read_options),
    .size = sizeof(struct draft_options),
    .run = run_show,
};

static const struct command lint_verb = {
    .name = "lint",
    .synopsis = "PROJECT [DRAFT]",
    .summary = "what is wrong with it by the rules of drafting",
    .options = read_options,
    .noptions = COUNT_OF(read_options),
    .size = sizeof(struct draft_options),
    .run = run_lint,
};

static const struct command diff_verb = {
    .name = "diff",
    .synopsis = "PROJECT OLD [NEW]",
    .summary = "what changed from one draft to another, in text and in meaning",
    .options = diff_options,
    .noptions = COUNT_OF(diff_options),
    .size = sizeof(struct draft_options),
    .run = run_diff,
};

static const struct command *const verbs[] = {&post_verb, &list_verb, &show_verb,
                                              &lint_verb, &diff_verb, NULL};

const struct command committee_draft_group = {
    .name = "draft",
    .synopsis = "COMMAND",
    .summary = "post, show and compare drafts",
    .verbs = verbs,
};
