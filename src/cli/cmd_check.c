/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `comity check`: scan or read, judge, report.
 */
#include "base/cleanup.h"
#include "cli/bom_output.h"
#include "cli/output.h"
#include "cli/regime_list.h"
#include "cli/reporting.h"
#include "cli/scanning.h"
#include "judge/judge.h"
#include "model/bom.h"

#include <sys/stat.h>

struct check_options {
    const char *regimes, *on, *format, *output, *spec;
    struct slices reports;
    bool all;
    struct scan_options scan;
};

static const char *const formats[] = {"text", "json", "html", "cyclonedx", NULL};

static const struct option options[] = {
    {.name = "regimes",
     .letter = 'r',
     .type = OPTION_TEXT,
     .offset = offsetof(struct check_options, regimes),
     .arg = "A,B|all",
     .help = "judge by these regimes (default all)"},
    {.name = "on",
     .type = OPTION_TEXT,
     .offset = offsetof(struct check_options, on),
     .arg = "DATE",
     .help = "as of this day, YYYY-MM-DD (default today)"},
    {.name = "format",
     .letter = 'f',
     .type = OPTION_CHOICE,
     .offset = offsetof(struct check_options, format),
     .arg = "FORMAT",
     .help = "text (default), json, html or cyclonedx",
     .choices = formats},
    {.name = "output",
     .letter = 'o',
     .type = OPTION_TEXT,
     .offset = offsetof(struct check_options, output),
     .arg = "FILE",
     .help = "write there, not to standard output"},
    {.name = "report",
     .type = OPTION_TEXTS,
     .offset = offsetof(struct check_options, reports),
     .arg = "FILE",
     .help = "also write FILE: .html, .cdx.json, .json or .txt"},
    {.name = "all",
     .letter = 'a',
     .type = OPTION_FLAG,
     .offset = offsetof(struct check_options, all),
     .help = "in text, show also what is met or does not apply"},
    BOM_OUTPUT_SPEC_ROW(struct check_options, spec),
    SCAN_OPTION_ROWS(struct check_options, scan),
};

/* A file where one of that name exists or where it looks like one; else a target. */
static bool
is_file(struct arena *a, struct slice arg)
{
    struct stat st;
    if (slice_has_suffix(arg, SL(".json")))
        return true;
    return stat(arena_str(a, arg), &st) == 0;
}

/* Everything to judge, in the order of the arguments. */
struct gathered {
    struct evidence *v;
    size_t n, cap;
    size_t failed; /* targets and files that could not be had, already reported */
};

static void
add_evidence(struct cli *cli, struct gathered *g, const struct evidence *v, size_t n)
{
    if (g->n + n > g->cap) {
        g->cap = (g->n + n) * 2;
        struct evidence *more = NEW_ARRAY(&cli->arena, struct evidence, g->cap);
        if (g->n)
            memcpy(more, g->v, g->n * sizeof *more);
        g->v = more;
    }
    if (n)
        memcpy(g->v + g->n, v, n * sizeof *v);
    g->n += n;
}

static void
add_file(struct cli *cli, const struct catalog *c, struct gathered *g, struct slice path)
{
    struct bom bom;
    struct err e = {0};
    struct arena_mark mark = arena_mark(&cli->arena);
    if (!bom_load(&bom, &cli->arena, &cli->env, c, arena_str(&cli->arena, path), &e)) {
        arena_reset(&cli->arena, mark); /* a file of many may be large and of no use */
        cli_wrong_err(cli, &e);
        g->failed++;
        return;
    }
    add_evidence(cli, g, bom.targets, bom.n);
}

/* False only where nothing at all can be done; that was reported. */
static bool
gather(struct cli *cli, const struct catalog *c, const struct check_options *o,
       const struct slices *args, struct gathered *g)
{
    struct slices targets = {NEW_ARRAY(&cli->arena, struct slice, args->n), 0};
    for (size_t i = 0; i < args->n; i++)
        if (!is_file(&cli->arena, args->v[i]))
            targets.v[targets.n++] = args->v[i];
    struct tls_result *results;
    if (!scan_targets(cli, c, &o->scan, &targets, &results, &g->failed))
        return false;
    size_t scanned = 0;
    for (size_t i = 0; i < args->n; i++) {
        if (is_file(&cli->arena, args->v[i])) {
            add_file(cli, c, g, args->v[i]);
            continue;
        }
        const struct tls_result *r = &results[scanned++];
        if (r->failed.code == ERR_NONE)
            add_evidence(cli, g, &r->evidence, 1);
    }
    return true;
}

static enum cli_exit
exit_of(const struct judgement *j)
{
    bool judged = false, unknown = false;
    for (size_t t = 0; t < j->n; t++)
        for (size_t r = 0; r < j->targets[t].n; r++) {
            const struct regime_result *one = &j->targets[t].regimes[r];
            if (one->verdict == VERDICT_FAIL)
                return EXIT_FAILS;
            unknown |= one->verdict == VERDICT_UNKNOWN || one->verdict == VERDICT_CANNOT_CHECK;
            judged |= one->verdict == VERDICT_PASS;
        }
    return judged && !unknown ? EXIT_OK : EXIT_UNKNOWN;
}

/* Every report asked for; false where one could not be written, already reported. */
static bool
write_reports(struct cli *cli, const struct check_options *o, const struct judgement *j)
{
    struct reporting how = {.judgement = j, .all = o->all, .spec = o->spec};
    struct err e = {0};
    bool ok = reporting_write(cli, &how, o->format ? o->format : "text", o->output, &e);
    for (size_t i = 0; ok && i < o->reports.n; i++) {
        const char *path = arena_str(&cli->arena, o->reports.v[i]);
        ok = reporting_write(cli, &how, reporting_format_of(o->reports.v[i]), path, &e);
    }
    if (!ok)
        cli_wrong_err(cli, &e);
    return ok;
}

static bool
reports_have_formats(struct cli *cli, const struct check_options *o)
{
    for (size_t i = 0; i < o->reports.n; i++)
        if (!reporting_format_of(o->reports.v[i])) {
            cli_wrong(cli, "--report %.*s: the ending must be .html, .cdx.json, .json or .txt",
                      SL_FMT(o->reports.v[i]));
            return false;
        }
    return true;
}

static enum cli_exit
run(struct cli *cli, const void *given, const struct slices *args)
{
    const struct check_options *o = given;
    if (args->n == 0)
        return cli_wrong(cli, "check: what? Give a target (host:port) or an evidence file");
    if (!reports_have_formats(cli, o))
        return EXIT_WRONG;
    struct catalog c;
    struct err e = {0};
    const struct regime **regimes;
    size_t n;
    date_t on;
    struct judge *judge;
    if (!on_date_parse(&on, &cli->env, o->on, &e) || !cli_rules(cli, &c, &e) ||
        !regime_list_parse(&regimes, &n, &cli->arena, &c, o->regimes, &e) ||
        !judge_compile(&judge, &cli->arena, &c, regimes, n, &e))
        return cli_wrong_err(cli, &e);
    struct gathered g = {0};
    if (!gather(cli, &c, o, args, &g) || g.n == 0)
        return EXIT_WRONG;
    struct judgement j;
    if (!judge_run(&j, &cli->arena, judge, g.v, g.n, on, &e))
        return cli_wrong_err(cli, &e);
    if (!write_reports(cli, o, &j))
        return EXIT_WRONG;
    return g.failed ? EXIT_WRONG : exit_of(&j);
}

const struct command cmd_check = {
    .name = "check",
    .synopsis = "[--regimes A,B|all] [--on DATE] TARGET|EVIDENCE.cdx.json ...",
    .summary = "judge endpoints or evidence files against regimes",
    .help = "Exit status: 0 everything binding is met, 1 something fails, 3 nothing fails but\n"
            "something is unknown, 2 wrong usage or input, or a target out of reach.",
    .options = options,
    .noptions = COUNT_OF(options),
    .size = sizeof(struct check_options),
    .run = run,
};
