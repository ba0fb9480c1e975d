/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `comity plan`: the fewest variants of a product that serve the markets wanted,
 * and the configuration of each.
 */
#include "cli/emitting.h"
#include "cli/regime_list.h"
#include "cli/solving.h"
#include "cli/weights.h"
#include "report/plan_html.h"
#include "report/plan_json.h"
#include "report/plan_text.h"

struct plan_command {
    const char *markets, *weights, *format, *emit, *emit_dir;
    unsigned max_variants;
    struct solving_options solving;
};

static const char *const formats[] = {"text", "json", "html", NULL};
static const char *const servers[] = {"nginx", "apache", "haproxy", "openssl", NULL};

static const struct option options[] = {
    {.name = "markets",
     .letter = 'm',
     .type = OPTION_TEXT,
     .offset = offsetof(struct plan_command, markets),
     .arg = "A,B|all",
     .help = "these markets (US, EU, …) or regimes (default all)"},
    {.name = "weights",
     .type = OPTION_TEXT,
     .offset = offsetof(struct plan_command, weights),
     .arg = "FILE",
     .help = "what each is worth: YAML such as CN-SM: 40 (default 1)"},
    {.name = "max-variants",
     .type = OPTION_NUMBER,
     .offset = offsetof(struct plan_command, max_variants),
     .arg = "N",
     .help = "at most so many variants (default: as many as it takes)",
     .min = 1,
     .max = 256},
    {.name = "format",
     .letter = 'f',
     .type = OPTION_CHOICE,
     .offset = offsetof(struct plan_command, format),
     .arg = "FORMAT",
     .help = "text (default), json or html",
     .choices = formats},
    {.name = "emit",
     .type = OPTION_CHOICE,
     .offset = offsetof(struct plan_command, emit),
     .arg = "SERVER",
     .help = "also the configuration of nginx, apache, haproxy or openssl",
     .choices = servers},
    {.name = "emit-dir",
     .type = OPTION_TEXT,
     .offset = offsetof(struct plan_command, emit_dir),
     .arg = "DIR",
     .help = "write that into DIR/variant-1, … and not into the report"},
    SOLVING_OPTION_ROWS(struct plan_command, solving,
                        "the evidence of what is deployed today: say the smallest change"),
};

struct subject {
    const struct plan *plan;
    const struct solve_about *about;
};

static bool
print_text(struct buf *b, const void *what, const struct terminal_style *style,
           struct err *e UNUSED)
{
    const struct subject *s = what;
    plan_text(b, s->plan, s->about, style);
    return true;
}

static bool
print_json(struct buf *b, const void *what, const struct terminal_style *style UNUSED,
           struct err *e)
{
    const struct subject *s = what;
    struct json_write w;
    json_write_init(&w, json_sink_buf, b);
    plan_json_write(&w, s->plan, s->about);
    return json_write_done(&w, e);
}

static bool
print_html(struct buf *b, const void *what, const struct terminal_style *style UNUSED,
           struct err *e UNUSED)
{
    const struct subject *s = what;
    plan_html(b, s->plan, s->about);
    return true;
}

static enum cli_exit
exit_of(const struct plan *p)
{
    if (!p->complete)
        return EXIT_UNKNOWN;
    return p->nunserved ? EXIT_FAILS : EXIT_OK;
}

static bool
write_report(struct solving *s, const struct plan_command *o, const struct plan *p, struct err *e)
{
    struct subject subject = {p, &s->about};
    struct solving_report r = {print_text, &subject};
    if (o->format && strcmp(o->format, "json") == 0)
        r.print = print_json;
    if (o->format && strcmp(o->format, "html") == 0)
        r.print = print_html;
    return solving_write(s, &o->solving, &r, e);
}

static enum cli_exit
make(struct solving *s, const struct plan_command *o, const int64_t *weights)
{
    struct plan p;
    struct err e = {0};
    solving_begin(s);
    struct plan_options po = {.common = s->options, .weights = weights};
    po.max_variants = o->max_variants;
    if (o->emit && !po.common.server) {
        po.common.server = emitting_profile(s, o->emit);
        po.server_wanted = true;
    }
    bool ok = plan_make(&p, &s->cli->arena, &po, &e);
    solving_end(s);
    if (!ok || (o->emit && !emitting_plan(s, &p, o->emit, &e)) ||
        (o->emit_dir && !emitting_write(s, &p, o->emit_dir, &e)))
        return cli_wrong_err(s->cli, &e);
    return write_report(s, o, &p, &e) ? exit_of(&p) : cli_wrong_err(s->cli, &e);
}

static enum cli_exit
run(struct cli *cli, const void *given, const struct slices *args)
{
    const struct plan_command *o = given;
    if (args->n)
        return cli_wrong(cli, "plan: what is '%.*s'? Markets go with --markets",
                         SL_FMT(args->v[0]));
    if (o->emit_dir && !o->emit)
        return cli_wrong(cli, "plan: --emit-dir needs --emit SERVER");
    struct solving s;
    struct err e = {0};
    const struct regime **regimes;
    const int64_t *weights = NULL;
    if (!solving_start(&s, cli, &o->solving, &e) ||
        !market_list_parse(&regimes, &s.options.n, &cli->arena, &s.catalog, o->markets, &e) ||
        (o->weights &&
         !weights_load(&weights, &cli->arena, &cli->env, o->weights, regimes, s.options.n, &e)))
        return cli_wrong_err(cli, &e);
    s.options.regimes = regimes;
    return make(&s, o, weights);
}

const struct command cmd_plan = {
    .name = "plan",
    .synopsis = "[--markets A,B|all] [--from EVIDENCE.cdx.json] [--emit SERVER]",
    .summary = "the fewest product variants that serve the markets, and how to configure each",
    .help = "Exit status: 0 every market is served, 1 some cannot be, 3 the search was cut\n"
            "short, 2 wrong usage or input. Ctrl-C prints what was found.",
    .options = options,
    .noptions = COUNT_OF(options),
    .size = sizeof(struct plan_command),
    .run = run,
};
