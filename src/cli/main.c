/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The program: finds the command, parses its options, runs it.
 */
#include "base/cleanup.h"
#include "cli/cli.h"
#include "cli/cmd_worker.h"
#include "cli/help.h"
#include "report/printer.h"
#include "text/nearest.h"
#include "text/visible.h"

#include <langinfo.h>
#include <locale.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define COMMANDS_MAX 32
#define COLUMNS_DEFAULT 100

extern const struct command cmd_backup, cmd_check, cmd_committee, cmd_completion, cmd_conflicts,
    cmd_draft, cmd_plan, cmd_rebuild, cmd_regimes, cmd_restore, cmd_scan, cmd_serve, cmd_standards,
    cmd_verify;

const struct command *const cli_commands[] = {
    &cmd_check,     &cmd_scan,      &cmd_conflicts, &cmd_plan,       &cmd_regimes,
    &cmd_standards, &cmd_committee, &cmd_serve,     &cmd_draft,      &cmd_verify,
    &cmd_rebuild,   &cmd_backup,    &cmd_restore,   &cmd_completion, NULL,
};

static const char *const colours[] = {"auto", "always", "never", NULL};

static const struct option common[] = {
    {.name = "data",
     .type = OPTION_TEXT,
     .offset = offsetof(struct common_options, data),
     .arg = "DIR",
     .help = "the folder of registries, standards and regimes"},
    {.name = "color",
     .type = OPTION_CHOICE,
     .offset = offsetof(struct common_options, color),
     .arg = "WHEN",
     .help = "auto (default), always or never",
     .choices = colours},
    {.name = "help",
     .letter = 'h',
     .type = OPTION_FLAG,
     .offset = offsetof(struct common_options, help),
     .help = "this help"},
    {.name = "version",
     .type = OPTION_FLAG,
     .offset = offsetof(struct common_options, version),
     .help = "the version"},
};

void
cli_say(FILE *to, struct slice text)
{
    AUTO_ARENA scratch = {0};
    struct buf b;
    struct printer p;
    buf_init(&b, &scratch, (text.n + 1) * VISIBLE_ROOM);
    printer_init(&p, &b, 0, false, false);
    printer_safe(&p, text);
    fprintf(to, "%.*s\n", SL_FMT(buf_slice(&b)));
}

enum cli_exit
cli_wrong(struct cli *cli, const char *fmt, ...)
{
    char text[4 * ERR_MSG_MAX];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    fflush(cli->out);
    fputs("comity: ", cli->err);
    cli_say(cli->err, slice_str(text));
    return EXIT_WRONG;
}

enum cli_exit
cli_wrong_err(struct cli *cli, const struct err *e)
{
    return cli_wrong(cli, "%s", e->msg);
}

bool
cli_colour(const struct cli *cli, FILE *to)
{
    const char *when = cli->common->color;
    if (when && strcmp(when, "auto") != 0)
        return strcmp(when, "always") == 0;
    const char *no = getenv("NO_COLOR"), *term = getenv("TERM");
    bool dumb = !term || strcmp(term, "dumb") == 0;
    return isatty(fileno(to)) && !dumb && !(no && *no);
}

unsigned
cli_columns(FILE *to)
{
    struct winsize ws;
    if (ioctl(fileno(to), TIOCGWINSZ, &ws) == 0 && ws.ws_col > 0)
        return ws.ws_col;
    const char *text = getenv("COLUMNS");
    uint64_t n;
    if (text && slice_to_u64(slice_str(text), &n) && n > 0 && n < 10000)
        return (unsigned)n;
    return COLUMNS_DEFAULT;
}

bool
cli_utf8(void)
{
    return strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

struct command_options
command_options(const struct command *c, struct arena *a)
{
    if (c->make)
        return c->make(c, a);
    return (struct command_options){c->options, c->noptions, c->size};
}

static const struct command *
find_command(const struct command *const *list, const char *name)
{
    for (const struct command *const *c = list; *c; c++)
        if (strcmp((*c)->name, name) == 0)
            return *c;
    return NULL;
}

/* `path` is where `name` stands, "committee", or empty. */
static enum cli_exit
no_command(struct cli *cli, const char *path, const struct command *const *list, const char *name)
{
    struct slice names[COMMANDS_MAX];
    size_t n = 0;
    for (const struct command *const *c = list; *c && n < COMMANDS_MAX; c++)
        names[n++] = slice_str((*c)->name);
    struct slice near = nearest_name(slice_str(name), names, n);
    const char *space = *path ? " " : "";
    if (near.n)
        return cli_wrong(cli, "no command '%s%s%s'; did you mean '%s%s%.*s'?", path, space, name,
                         path, space, SL_FMT(near));
    return cli_wrong(cli, "no command '%s%s%s'; 'comity help%s%s' lists them", path, space, name,
                     space, path);
}

/* A command by its words, as far as they go. */
struct found {
    const struct command *command; /* null: not a word of it was given, or one is unknown */
    const char *path;
    int words;
    const char *unknown; /* the word that no command has */
    const struct command *const *among;
};

static bool
is_word(const char *s)
{
    return s[0] != '-' && s[0] != '\0';
}

static void
find_path(struct found *out, struct arena *a, int argc, char **argv)
{
    *out = (struct found){.path = "", .among = cli_commands};
    while (out->among && out->words < argc && is_word(argv[out->words])) {
        const char *word = argv[out->words];
        const struct command *next = find_command(out->among, word);
        if (!next) {
            out->unknown = word;
            return;
        }
        out->path = arena_str(a, arena_printf(a, "%s%s%s", out->path, *out->path ? " " : "", word));
        out->command = next;
        out->among = next->verbs;
        out->words++;
    }
}

/* "help", "--help", "--version" and nothing at all. Gives the exit status, or -1 to go on. */
static int
without_command(struct cli *cli, int argc, char **argv)
{
    if (argc < 2) {
        help_program(cli->err);
        return EXIT_WRONG;
    }
    if (strcmp(argv[1], "--version") == 0) {
        fprintf(cli->out, "comity %s\n", COMITY_VERSION);
        return EXIT_OK;
    }
    bool help = strcmp(argv[1], "help") == 0;
    if (help && argc > 2) {
        struct found f;
        find_path(&f, &cli->arena, argc - 2, argv + 2);
        if (!f.command || f.unknown)
            return (int)no_command(cli, f.path, f.among, argv[2 + f.words]);
        help_command(cli->out, &cli->arena, f.command, f.path, common, COUNT_OF(common));
        return EXIT_OK;
    }
    if (help || strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) {
        help_program(cli->out);
        return EXIT_OK;
    }
    return -1;
}

/* A command that consists of others, and none of them was named. */
static enum cli_exit
run_group(struct cli *cli, const struct found *f, int argc, char **argv)
{
    bool asked = argc > 0 && (strcmp(argv[0], "--help") == 0 || strcmp(argv[0], "-h") == 0);
    if (argc > 0 && !asked)
        return cli_wrong(cli, "%s: write the command in front of '%s'; 'comity help %s' lists them",
                         f->path, argv[0], f->path);
    help_command(asked ? cli->out : cli->err, &cli->arena, f->command, f->path, common,
                 COUNT_OF(common));
    return asked ? EXIT_OK : EXIT_WRONG;
}

static enum cli_exit
run_command(struct cli *cli, const struct found *f, int argc, char **argv)
{
    const struct command *c = f->command;
    struct common_options shared = {0};
    struct command_options co = command_options(c, &cli->arena);
    void *own = arena_alloc(&cli->arena, 1, co.size ? co.size : 1);
    struct option_table tables[] = {
        {co.v, co.n, own},
        {common, COUNT_OF(common), &shared},
    };
    struct slices args;
    struct err e = {0};
    cli->common = &shared;
    cli->command = c;
    cli->path = f->path;
    if (!options_parse(tables, COUNT_OF(tables), &args, &cli->arena, argc, argv, &e))
        return cli_wrong(cli, "%s: %s", f->path, e.msg);
    if (shared.version) {
        fprintf(cli->out, "comity %s\n", COMITY_VERSION);
        return EXIT_OK;
    }
    if (shared.help) {
        help_command(cli->out, &cli->arena, c, f->path, common, COUNT_OF(common));
        return EXIT_OK;
    }
    return c->run(cli, own, &args);
}

static enum cli_exit
dispatch(struct cli *cli, int argc, char **argv)
{
    struct found f;
    find_path(&f, &cli->arena, argc, argv);
    if (f.unknown || !f.command)
        return no_command(cli, f.path, f.among, argv[f.words]);
    argc -= f.words;
    argv += f.words;
    return f.command->verbs ? run_group(cli, &f, argc, argv) : run_command(cli, &f, argc, argv);
}

int
main(int argc, char **argv)
{
    setlocale(LC_CTYPE, "");
    signal(SIGPIPE, SIG_IGN); /* a closed pipe is a write error with a message */
    struct cli cli = {.out = stdout, .err = stderr};
    env_system(&cli.env);
    cmd_worker(&cli.env, argc, argv);
    int status = without_command(&cli, argc, argv);
    if (status < 0)
        status = (int)dispatch(&cli, argc - 1, argv + 1);
    arena_free(&cli.arena);
    if (fflush(stdout) != 0 && status != EXIT_WRONG) {
        fputs("comity: standard output: cannot be written\n", stderr);
        status = EXIT_WRONG;
    }
    return status;
}
