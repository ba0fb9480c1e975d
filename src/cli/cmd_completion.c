/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `comity completion bash`: the shell's completion, made from the tables.
 */
#include "cli/cli.h"

/* What is printed of one command; `path` is its words: "committee ballot open". */
typedef void (*print_command)(FILE *to, struct arena *a, const struct command *c, const char *path);

static void
each(FILE *to, struct arena *a, print_command print)
{
    const struct command *const *at[COMMAND_DEPTH_MAX] = {cli_commands};
    const char *paths[COMMAND_DEPTH_MAX] = {""};
    for (size_t depth = 1; depth > 0;) {
        const struct command *c = *at[depth - 1];
        if (!c) {
            depth--;
            continue;
        }
        at[depth - 1]++;
        const char *in = paths[depth - 1];
        const char *path = arena_str(a, arena_printf(a, "%s%s%s", in, *in ? " " : "", c->name));
        print(to, a, c, path);
        if (c->verbs && depth < COMMAND_DEPTH_MAX) {
            at[depth] = c->verbs;
            paths[depth++] = path;
        }
    }
}

static void
print_path(FILE *to, struct arena *a UNUSED, const struct command *c UNUSED, const char *path)
{
    fprintf(to, "'%s'|", path);
}

static void
print_verbs(FILE *to, struct arena *a UNUSED, const struct command *c, const char *path)
{
    if (!c->verbs)
        return;
    fprintf(to, "    '%s') words='", path);
    for (const struct command *const *v = c->verbs; *v; v++)
        fprintf(to, "%s%s", v == c->verbs ? "" : " ", (*v)->name);
    fputs("' ;;\n", to);
}

static void
print_words(FILE *to, struct arena *a, const struct command *c, const char *path)
{
    struct command_options own = command_options(c, a);
    fprintf(to, "        '%s') words='--data --color --help", path);
    for (size_t i = 0; i < own.n; i++)
        fprintf(to, " --%s", own.v[i].name);
    fputs("' ;;\n", to);
}

static void
print_choices(FILE *to, struct arena *a, const struct command *c, const char *path)
{
    struct command_options own = command_options(c, a);
    for (size_t i = 0; i < own.n; i++) {
        if (own.v[i].type != OPTION_CHOICE)
            continue;
        fprintf(to, "    '%s,--%s') words='", path, own.v[i].name);
        for (const char *const *w = own.v[i].choices; *w; w++)
            fprintf(to, "%s%s", w == own.v[i].choices ? "" : " ", *w);
        fputs("' ;;\n", to);
    }
}

/* What has to be asked from the program itself, or is no option's value. */
static const char asked[] =
    "    *',--color') words='auto always never' ;;\n"
    "    'plan,--markets') words=\"all $(comity regimes list --format ids 2>/dev/null)\" ;;\n"
    "    *',--regimes') words=\"all $(comity regimes list --format ids 2>/dev/null)\" ;;\n"
    "    'regimes,show') words=$(comity regimes list --format ids 2>/dev/null) ;;\n"
    "    'standards,show') words=$(comity standards list --format ids 2>/dev/null) ;;\n"
    "    'standards,standards') words='list show lint' ;;\n"
    "    'regimes,regimes') words='list show' ;;\n"
    "    'completion,completion') words=bash ;;\n";

static void
bash(FILE *to, struct arena *a)
{
    fputs("# bash completion for comity, written by 'comity completion bash'\n"
          "_comity()\n{\n"
          "    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} words=\n"
          "    local command= i\n"
          "    for ((i = 1; i < COMP_CWORD; i++)); do\n"
          "        case \"${command:+$command }${COMP_WORDS[i]}\" in\n        ",
          to);
    each(to, a, print_path);
    fputs("'') command=\"${command:+$command }${COMP_WORDS[i]}\" ;;\n"
          "        *) break ;;\n        esac\n    done\n"
          "    if ((COMP_CWORD == 1)); then\n        words='help",
          to);
    for (const struct command *const *c = cli_commands; *c; c++)
        fprintf(to, " %s", (*c)->name);
    fputs("'\n        COMPREPLY=($(compgen -W \"$words\" -- \"$cur\"))\n        return\n    fi\n"
          "    if ((i == COMP_CWORD)); then\n        case $command in\n",
          to);
    each(to, a, print_verbs);
    fputs("        esac\n    fi\n    case $command,$prev in\n", to);
    fputs(asked, to);
    each(to, a, print_choices);
    fputs("    esac\n    if [[ -z $words && $cur == -* ]]; then\n        case $command in\n", to);
    each(to, a, print_words);
    fputs("        esac\n    fi\n"
          "    if [[ -n $words ]]; then\n"
          "        COMPREPLY=($(compgen -W \"$words\" -- \"$cur\"))\n"
          "    else\n        COMPREPLY=($(compgen -f -- \"$cur\"))\n    fi\n"
          "}\ncomplete -o filenames -F _comity comity\n",
          to);
}

static enum cli_exit
run(struct cli *cli, const void *options UNUSED, const struct slices *args)
{
    if (args->n != 1 || !slice_eq_str(args->v[0], "bash"))
        return cli_wrong(cli, "completion: write 'comity completion bash'");
    bash(cli->out, &cli->arena);
    return EXIT_OK;
}

const struct command cmd_completion = {
    .name = "completion",
    .synopsis = "bash",
    .summary = "print the shell's completion, to be sourced",
    .run = run,
};
