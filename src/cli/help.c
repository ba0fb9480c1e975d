/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/help.h"

#define OPTION_WIDTH 28

void
help_program(FILE *to)
{
    fputs("usage: comity COMMAND [options] [arguments]\n\n"
          "Judges a product against national cybersecurity regimes, and runs the committees that "
          "write them.\n\n",
          to);
    for (const struct command *const *c = cli_commands; *c; c++)
        fprintf(to, "  %-12s %s\n", (*c)->name, (*c)->summary);
    fputs(
        "  help         this, or the help of a command\n\n"
        "comity COMMAND --help shows a command's options; comity(1) says more.\n\n"
        "  comity check example.org                    judge a server against every regime\n"
        "  comity check example.org --report r.html    and write a page to read\n"
        "  comity scan example.org -o e.cdx.json       keep what was seen, to judge it later\n"
        "  comity conflicts                            which regimes can share a product\n"
        "  comity plan --from e.cdx.json --emit nginx  the least to change, for all markets\n"
        "  comity committee sample tc                  a made-up committee, to look around in\n"
        "  comity verify tc/record                     recount its ballots from its record alone\n",
        to);
}

static void
option_line(FILE *to, const struct option *o)
{
    char left[64];
    int n = snprintf(left, sizeof left, "%c%c%s--%s%s%s", o->letter ? '-' : ' ',
                     o->letter ? o->letter : ' ', o->letter ? ", " : "  ", o->name,
                     o->arg ? " " : "", o->arg ? o->arg : "");
    fprintf(to, "  %-*s", OPTION_WIDTH, left);
    if (n > OPTION_WIDTH - 2)
        fprintf(to, "\n  %-*s", OPTION_WIDTH, "");
    fprintf(to, "%s\n", o->help);
}

/* Its commands; of those that consist of others, the words. */
static void
list_verbs(FILE *to, const struct command *c)
{
    for (const struct command *const *v = c->verbs; *v; v++) {
        fprintf(to, "  %-14s %s\n", (*v)->name, (*v)->summary);
        for (const struct command *const *w = (*v)->verbs; w && *w; w++)
            fprintf(to, "%s%s%s", w == (*v)->verbs ? "                   " : ", ", (*w)->name,
                    w[1] ? "" : "\n");
    }
}

void
help_command(FILE *to, struct arena *a, const struct command *c, const char *path,
             const struct option *common, size_t n)
{
    struct command_options own = command_options(c, a);
    fprintf(to, "usage: comity %s %s\n\n%s\n", path, c->synopsis, c->summary);
    if (c->help)
        fprintf(to, "\n%s\n", c->help);
    fputc('\n', to);
    if (c->verbs) {
        list_verbs(to, c);
        fprintf(to, "\n'comity help %s COMMAND' shows a command's options.\n", path);
        return;
    }
    for (size_t i = 0; i < own.n; i++)
        option_line(to, &own.v[i]);
    for (size_t i = 0; i < n; i++)
        option_line(to, &common[i]);
}
