/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `comity draft`: a draft file by itself, outside of any committee.
 */
#include "cli/draft_view.h"
#include "cli/regime_list.h"

struct draft_command {
    const char *on, *lang;
    bool json;
};

static const char *const languages[] = {"en", "zh", NULL};

#define READ_ROWS                                                                              \
    {.name = "json",                                                                           \
     .type = OPTION_FLAG,                                                                      \
     .offset = offsetof(struct draft_command, json),                                           \
     .help = "answer in JSON"},                                                                \
    {                                                                                          \
        .name = "lang", .type = OPTION_CHOICE, .offset = offsetof(struct draft_command, lang), \
        .arg = "LANG", .help = "en (default) or zh: of findings and headings",                 \
        .choices = languages                                                                   \
    }

static const struct option read_options[] = {READ_ROWS};

static const struct option diff_options[] = {
    {.name = "on",
     .type = OPTION_TEXT,
     .offset = offsetof(struct draft_command, on),
     .arg = "DATE",
     .help = "the day for which the meaning is asked (default today)"},
    READ_ROWS,
};

static bool
begin(struct draft_view *v, struct cli *cli, const struct draft_command *o, struct err *e)
{
    return draft_view_begin(v, cli, o->json, o->lang && strcmp(o->lang, "zh") == 0, e);
}

static enum cli_exit
one(struct cli *cli, const void *given, const struct slices *args,
    enum cli_exit (*view)(struct draft_view *v, const struct draft *d))
{
    struct draft_view v;
    struct draft d;
    struct err e = {0};
    if (args->n != 1)
        return cli_wrong(cli, "%s: write 'comity %s FILE'", cli->path, cli->path);
    if (!begin(&v, cli, given, &e) || !draft_view_load(&d, &v, args->v[0], &e))
        return cli_wrong_err(cli, &e);
    return view(&v, &d);
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
    const struct draft_command *o = given;
    struct draft_view v;
    struct draft from, to;
    date_t on;
    struct err e = {0};
    if (args->n != 2)
        return cli_wrong(cli, "%s: write 'comity %s OLD NEW'", cli->path, cli->path);
    if (!on_date_parse(&on, &cli->env, o->on, &e) || !begin(&v, cli, o, &e) ||
        !draft_view_load(&from, &v, args->v[0], &e) || !draft_view_load(&to, &v, args->v[1], &e))
        return cli_wrong_err(cli, &e);
    return draft_view_diff(&v, &from, &to, on);
}

static const struct command show = {
    .name = "show",
    .synopsis = "FILE",
    .summary = "the draft's text, Chinese and English side by side, and its conditions",
    .options = read_options,
    .noptions = COUNT_OF(read_options),
    .size = sizeof(struct draft_command),
    .run = run_show,
};

static const struct command lint = {
    .name = "lint",
    .synopsis = "FILE",
    .summary = "what is wrong with it, by GB/T 1.1, ISO/IEC Directives Part 2, and its own cases",
    .help = "Exit status: 0 no errors (there may be warnings), 1 errors, 2 no draft.",
    .options = read_options,
    .noptions = COUNT_OF(read_options),
    .size = sizeof(struct draft_command),
    .run = run_lint,
};

static const struct command diff = {
    .name = "diff",
    .synopsis = "OLD NEW [--on DATE]",
    .summary = "what changed between two drafts, and which products it makes legal or illegal",
    .help = "Exit status: 0 the same, 1 different, 2 wrong usage or no draft.",
    .options = diff_options,
    .noptions = COUNT_OF(diff_options),
    .size = sizeof(struct draft_command),
    .run = run_diff,
};

static const struct command *const verbs[] = {&show, &lint, &diff, NULL};

const struct command cmd_draft = {
    .name = "draft",
    .synopsis = "COMMAND",
    .summary = "show, check and compare drafts of standards, as files",
    .verbs = verbs,
};
