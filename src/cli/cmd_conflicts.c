/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `comity conflicts`: which regimes one product can satisfy together, and where
 * they collide.
 */
#include "cli/regime_list.h"
#include "cli/solving.h"
#include "report/conflicts_html.h"
#include "report/conflicts_json.h"
#include "report/conflicts_text.h"
#include "report/oscal_mapping.h"
#include "solve/dump.h"
#include "solve/encode.h"

struct conflicts_command {
    const char *regimes, *kind, *format, *dump;
    struct solving_options solving;
};

static const char *const formats[] = {"text", "json", "html", "oscal", NULL};
static const char *const dumps[] = {"dimacs", "smt2", NULL};

static const struct option options[] = {
    {.name = "regimes",
     .letter = 'r',
     .type = OPTION_TEXT,
     .offset = offsetof(struct conflicts_command, regimes),
     .arg = "A,B|all",
     .help = "these regimes (default all)"},
    {.name = "kind",
     .type = OPTION_TEXT,
     .offset = offsetof(struct conflicts_command, kind),
     .arg = "KIND",
     .help = "only rules about this kind of thing, such as tls or cert"},
    {.name = "format",
     .letter = 'f',
     .type = OPTION_CHOICE,
     .offset = offsetof(struct conflicts_command, format),
     .arg = "FORMAT",
     .help = "text (default), json, html or oscal",
     .choices = formats},
    {.name = "dump",
     .type = OPTION_CHOICE,
     .offset = offsetof(struct conflicts_command, dump),
     .arg = "FORMAT",
     .help = "ask nothing, write the instance for another solver: dimacs or smt2",
     .choices = dumps},
    SOLVING_OPTION_ROWS(struct conflicts_command, solving,
                        "only what the product in this evidence file offers today"),
};

/* What is printed. */
struct subject {
    const struct conflicts *conflicts;
    const struct solve_about *about;
    const struct problem *problem;
    bool smt2;
};

static bool
print_text(struct buf *b, const void *what, const struct terminal_style *style,
           struct err *e UNUSED)
{
    const struct subject *s = what;
    conflicts_text(b, s->conflicts, s->about, style);
    return true;
}

static bool
print_json(struct buf *b, const void *what, const struct terminal_style *style UNUSED,
           struct err *e)
{
    const struct subject *s = what;
    struct json_write w;
    json_write_init(&w, json_sink_buf, b);
    conflicts_json_write(&w, s->conflicts, s->about);
    return json_write_done(&w, e);
}

static bool
print_html(struct buf *b, const void *what, const struct terminal_style *style UNUSED,
           struct err *e UNUSED)
{
    const struct subject *s = what;
    conflicts_html(b, s->conflicts, s->about);
    return true;
}

static bool
print_oscal(struct buf *b, const void *what, const struct terminal_style *style UNUSED,
            struct err *e)
{
    const struct subject *s = what;
    struct json_write w;
    json_write_init(&w, json_sink_buf, b);
    return oscal_mapping_write(&w, s->conflicts, s->about, e) && json_write_done(&w, e);
}

static bool
print_dump(struct buf *b, const void *what, const struct terminal_style *style UNUSED,
           struct err *e UNUSED)
{
    const struct subject *s = what;
    const struct instance *in = &s->problem->instance;
    uint64_t *groups = NEW_ARRAY(b->a, uint64_t, BITS_WORDS(in->groups.n));
    bits_fill(groups, in->groups.n);
    if (s->smt2)
        dump_smt2(b, in, groups);
    else
        dump_dimacs(b, in, groups);
    return true;
}

/* All regimes, the server and the product together, as they would be asked about. */
static enum cli_exit
dump(struct solving *s, const struct conflicts_command *o)
{
    struct problem_options po = {.catalog = &s->catalog,
                                 .regimes = s->options.regimes,
                                 .n = s->options.n,
                                 .on = s->options.on,
                                 .kind = s->options.kind,
                                 .server = s->options.server,
                                 .product = s->options.from};
    struct problem *p;
    struct err e = {0};
    if (!problem_make(&p, &s->cli->arena, &po, &e))
        return cli_wrong_err(s->cli, &e);
    struct subject subject = {.problem = p, .smt2 = strcmp(o->dump, "smt2") == 0};
    struct solving_report r = {print_dump, &subject};
    return solving_write(s, &o->solving, &r, &e) ? EXIT_OK : cli_wrong_err(s->cli, &e);
}

static enum cli_exit
exit_of(const struct conflicts *c)
{
    bool unknown = !c->complete;
    for (size_t i = 0; i < c->npairs; i++) {
        if (c->pairs[i].together == TOGETHER_NO)
            return EXIT_FAILS;
        unknown |= c->pairs[i].together == TOGETHER_UNKNOWN;
    }
    for (size_t i = 0; i < c->nregimes; i++)
        if (!c->alone[i])
            return EXIT_FAILS;
    if (c->n)
        return EXIT_FAILS;
    return unknown ? EXIT_UNKNOWN : EXIT_OK;
}

static enum cli_exit
find(struct solving *s, const struct conflicts_command *o)
{
    static const struct {
        const char *name;
        bool (*print)(struct buf *b, const void *what, const struct terminal_style *style,
                      struct err *e);
    } printers[] = {
        {"text", print_text}, {"json", print_json}, {"html", print_html}, {"oscal", print_oscal}};
    struct conflicts c;
    struct err e = {0};
    solving_begin(s);
    bool ok = conflicts_find(&c, &s->cli->arena, &s->options, &e);
    solving_end(s);
    if (!ok)
        return cli_wrong_err(s->cli, &e);
    struct subject subject = {.conflicts = &c, .about = &s->about};
    struct solving_report r = {print_text, &subject};
    for (size_t i = 0; o->format && i < COUNT_OF(printers); i++)
        if (strcmp(printers[i].name, o->format) == 0)
            r.print = printers[i].print;
    return solving_write(s, &o->solving, &r, &e) ? exit_of(&c) : cli_wrong_err(s->cli, &e);
}

static enum cli_exit
run(struct cli *cli, const void *given, const struct slices *args)
{
    const struct conflicts_command *o = given;
    if (args->n)
        return cli_wrong(cli, "conflicts: what is '%.*s'? Regimes go with --regimes",
                         SL_FMT(args->v[0]));
    struct solving s;
    struct err e = {0};
    const struct regime **regimes;
    if (!solving_start(&s, cli, &o->solving, &e) ||
        !regime_list_parse(&regimes, &s.options.n, &cli->arena, &s.catalog, o->regimes, &e) ||
        (o->kind && !solving_kind(&s.options.kind, &s, o->kind, &e)))
        return cli_wrong_err(cli, &e);
    s.options.regimes = regimes;
    s.about.kind = s.options.kind;
    return o->dump ? dump(&s, o) : find(&s, o);
}

const struct command cmd_conflicts = {
    .name = "conflicts",
    .synopsis = "[--regimes A,B|all] [--on DATE]",
    .summary = "which regimes one product can satisfy together, and where they collide",
    .help = "Exit status: 0 all go together, 1 some collide, 3 no conflict was found but the\n"
            "search was cut short, 2 wrong usage or input. Ctrl-C prints what was found.",
    .options = options,
    .noptions = COUNT_OF(options),
    .size = sizeof(struct conflicts_command),
    .run = run,
};
