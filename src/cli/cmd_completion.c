/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `comity completion bash`: the shell's completion, made from the tables.
 */
#include "cli/cli.h"

static void
words_of(FILE *to, const struct command *c)
{
    fputs("--data --color --help", to);
    for (size_t i = 0; i < c->noptions; i++)
        fprintf(to, " --%s", c->options[i].name);
}

static void
choices_of(FILE *to, const struct command *c)
{
    for (size_t i = 0; i < c->noptions; i++) {
        const struct option *o = &c->options[i];
        if (o->type != OPTION_CHOICE)
            continue;
        fprintf(to, "    %s,--%s) words='", c->name, o->name);
        for (const char *const *w = o->choices; *w; w++)
            fprintf(to, "%s%s", w == o->choices ? "" : " ", *w);
        fputs("' ;;\n", to);
    }
}

static void
bash(FILE *to)
{
    fputs("# bash completion for comity, written by 'comity completion bash'\n"
          "_comity()\n{\n"
          "    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} words=\n"
          "    local command=${COMP_WORDS[1]}\n"
          "    if ((COMP_CWORD == 1)); then\n        words='help",
          to);
    for (const struct command *const *c = cli_commands; *c; c++)
        fprintf(to, " %s", (*c)->name);
    fputs("'\n        COMPREPLY=($(compgen -W \"$words\" -- \"$cur\"))\n        return\n    fi\n"
          "    case $command,$prev in\n"
          "    *,--color) words='auto always never' ;;\n"
          "    plan,--markets) words=\"all $(comity regimes list --format ids 2>/dev/null)\" ;;\n"
          "    *,--regimes) words=\"all $(comity regimes list --format ids 2>/dev/null)\" ;;\n"
          "    regimes,show) words=$(comity regimes list --format ids 2>/dev/null) ;;\n"
          "    standards,show) words=$(comity standards list --format ids 2>/dev/null) ;;\n"
          "    standards,standards) words='list show lint' ;;\n"
          "    regimes,regimes) words='list show' ;;\n"
          "    completion,completion) words=bash ;;\n",
          to);
    for (const struct command *const *c = cli_commands; *c; c++)
        choices_of(to, *c);
    fputs("    esac\n    if [[ -z $words && $cur == -* ]]; then\n        case $command in\n", to);
    for (const struct command *const *c = cli_commands; *c; c++) {
        fprintf(to, "        %s) words='", (*c)->name);
        words_of(to, *c);
        fputs("' ;;\n", to);
    }
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
    bash(cli->out);
    return EXIT_OK;
}

const struct command cmd_completion = {
    .name = "completion",
    .synopsis = "bash",
    .summary = "print the shell's completion, to be sourced",
    .run = run,
};
