/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `comity verify`: a committee's record, checked and recounted from its static
 * files alone, in a folder or behind a URL.
 */
#include "cli/cli.h"
#include "cli/json_tree.h"
#include "cli/progress.h"
#include "office/verify.h"
#include "report/printer.h"

#include <inttypes.h>
#include <sys/stat.h>

#define TEXT_MAX ((size_t)16 << 20)
#define KEY_FILE_MAX 4096

struct verify_command {
    const char *key, *earlier;
    bool json, all;
};

static const struct option options[] = {
    {.name = "key",
     .letter = 'k',
     .type = OPTION_TEXT,
     .offset = offsetof(struct verify_command, key),
     .arg = "VKEY|FILE",
     .help = "the verifier key that you trust (record/log.vkey, as its owner gave it to you)"},
    {.name = "earlier",
     .letter = 'e',
     .type = OPTION_TEXT,
     .offset = offsetof(struct verify_command, earlier),
     .arg = "FILE",
     .help = "a checkpoint or receipt that you kept: the record must still contain it"},
    {.name = "json",
     .type = OPTION_FLAG,
     .offset = offsetof(struct verify_command, json),
     .help = "answer in JSON"},
    {.name = "all",
     .letter = 'a',
     .type = OPTION_FLAG,
     .offset = offsetof(struct verify_command, all),
     .help = "show the arithmetic of each ballot"},
};

/* ---- JSON ------------------------------------------------------------------------------------*/

static struct json_node *
ballot_json(struct arena *a, const struct verify_ballot *b)
{
    struct json_node *n = json_new_object(a), *steps = json_new_array(a);
    json_put_text(a, n, "project", b->project);
    json_put_text(a, n, "ballot", b->ballot);
    json_put_text(a, n, "outcome", slice_str(outcome_name(b->outcome)));
    json_put_int(a, n, "units", (int64_t)b->tally.units);
    json_put_int(a, n, "voted", (int64_t)b->tally.voted);
    json_put_int(a, n, "uncounted", (int64_t)b->tally.uncounted);
    json_put_int(a, n, "silent", (int64_t)b->tally.silent);
    for (size_t i = 0; i < b->tally.steps.n; i++)
        json_push_text(a, steps, b->tally.steps.v[i].text.en);
    json_put_node(a, n, "steps", steps);
    return n;
}

static enum cli_exit
print_json(struct cli *cli, const struct verified *v)
{
    struct arena *a = &cli->arena;
    struct json_node *n = json_new_object(a), *ballots = json_new_array(a);
    json_put_bool(a, n, "sound", v->sound);
    json_put_text_if(a, n, "kind", v->kind);
    json_put_text_if(a, n, "difference", v->difference);
    json_put_text(a, n, "origin", v->origin);
    json_put_text(a, n, "root", v->root);
    json_put_int(a, n, "entries", (int64_t)v->leaves);
    json_put_int(a, n, "projects", (int64_t)v->projects);
    json_put_int(a, n, "comments", (int64_t)v->comments);
    json_put_int(a, n, "votes", (int64_t)v->votes);
    for (size_t i = 0; i < v->nballots; i++)
        json_push_node(a, ballots, ballot_json(a, &v->ballots[i]));
    json_put_node(a, n, "ballots", ballots);
    json_put_texts(a, n, "limits", &v->limits);
    return json_tree_print(cli, n);
}

/* ---- text ------------------------------------------------------------------------------------*/

static void
ballot_text(struct printer *p, const struct verify_ballot *b, bool all)
{
    const struct tally *t = &b->tally;
    struct slice line =
        arena_printf(p->a, "%.*s %.*s: %s; %zu of %zu voted", SL_FMT(b->project), SL_FMT(b->ballot),
                     outcome_name(b->outcome), t->voted, t->units);
    buf_str(p->out, "  ");
    printer_wrapped(p, 2, 4, line);
    for (size_t i = 0; all && i < t->steps.n; i++) {
        buf_str(p->out, "    ");
        printer_wrapped(p, 4, 6, t->steps.v[i].text.en);
    }
}

static void
print_verdict(struct printer *p, const struct verified *v)
{
    printer_ink(p, v->sound ? INK_GOOD : INK_BAD);
    buf_str(p->out, v->sound ? "sound" : "not sound");
    printer_ink(p, INK_NONE);
    if (v->sound)
        buf_printf(p->out,
                   ": %" PRIu64 " entries, each where the checkpoint says, each allowed by the "
                   "rules in force; %zu %s recounted\n",
                   v->leaves, v->nballots, v->nballots == 1 ? "ballot" : "ballots");
    else
        printer_wrapped(
            p, 9, 2, arena_printf(p->a, " (%.*s): %.*s", SL_FMT(v->kind), SL_FMT(v->difference)));
}

static const char *
plural(uint64_t n)
{
    return n == 1 ? "" : "s";
}

static enum cli_exit
print_text(struct cli *cli, const struct verified *v, bool all)
{
    struct buf b;
    struct printer p;
    struct slice text;
    struct err e = {0};
    buf_init(&b, &cli->arena, TEXT_MAX);
    printer_init(&p, &b, cli_columns(cli->out), cli_colour(cli, cli->out), cli_utf8());
    printer_safe(&p, v->origin);
    buf_printf(&b, "\n  %" PRIu64 " project%s, %" PRIu64 " comment%s, %" PRIu64 " vote%s; root ",
               v->projects, plural(v->projects), v->comments, plural(v->comments), v->votes,
               plural(v->votes));
    printer_safe(&p, v->root);
    buf_str(&b, "\n");
    for (size_t i = 0; i < v->nballots; i++)
        ballot_text(&p, &v->ballots[i], all);
    for (size_t i = 0; i < v->limits.n; i++)
        printer_wrapped(&p, 0, 2, arena_printf(p.a, "note: %.*s", SL_FMT(v->limits.v[i])));
    print_verdict(&p, v);
    if (!buf_done(&b, &text, &e))
        return cli_wrong_err(cli, &e);
    fwrite(text.p, 1, text.n, cli->out);
    return EXIT_OK;
}

/* ---- the command -----------------------------------------------------------------------------*/

/* A key as it stands, or the file that holds it. */
static bool
take_key(struct slice *out, struct cli *cli, const char *given, struct err *e)
{
    struct stat st;
    *out = slice_str(given);
    if (!given || stat(given, &st) != 0)
        return true;
    if (!cli->env.read_file(cli->env.ctx, out, &cli->arena, given, KEY_FILE_MAX, e))
        return false;
    *out = slice_trim(*out);
    return true;
}

/* A committee's folder stands for the record in it. */
static const char *
record_of(struct arena *a, const char *where)
{
    const char *inside = arena_str(a, arena_printf(a, "%s/record", where));
    const char *own = arena_str(a, arena_printf(a, "%s/checkpoint", where));
    struct stat st;
    bool folder = stat(own, &st) != 0 && stat(inside, &st) == 0 && S_ISDIR(st.st_mode);
    return folder ? inside : where;
}

static enum cli_exit
run(struct cli *cli, const void *given, const struct slices *args)
{
    const struct verify_command *o = given;
    struct progress progress = {.cli = cli, .what = "entries verified"};
    struct verified v = {0};
    struct err e = {0};
    if (args->n != 1)
        return cli_wrong(cli, "verify: write 'comity verify DIR' or 'comity verify URL'");
    struct verify_options vo = {.where = record_of(&cli->arena, arena_str(&cli->arena, args->v[0])),
                                .earlier = o->earlier,
                                .progress = progress_at,
                                .ctx = &progress};
    if (!take_key(&vo.vkey, cli, o->key, &e))
        return cli_wrong_err(cli, &e);
    bool ok = verify_record(&v, &cli->arena, &cli->env, &vo, &e);
    progress_end(&progress);
    if (!ok)
        return cli_wrong_err(cli, &e);
    enum cli_exit status = o->json ? print_json(cli, &v) : print_text(cli, &v, o->all);
    return status == EXIT_OK && !v.sound ? EXIT_FAILS : status;
}

const struct command cmd_verify = {
    .name = "verify",
    .synopsis = "DIR|URL [--key VKEY] [--earlier FILE]",
    .summary = "check a committee's record and recount its ballots from the record alone",
    .help = "Exit status: 0 the record is sound, 1 it is not (the first difference is named),\n"
            "2 wrong usage, or no record there.",
    .options = options,
    .noptions = COUNT_OF(options),
    .size = sizeof(struct verify_command),
    .run = run,
};
