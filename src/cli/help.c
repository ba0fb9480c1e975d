/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/help.h"

#define OPTION_WIDTH 28

void
help_program(FILE *to)
{
    fputs("usage: comity COMMAND [options] [arguments]\n\n"
          "Judges a product against national cybersecurity regimes.\n\n",
          to);
    for (const struct command *const *c = cli_commands; *c; c++)
        fprintf(to, "  %-12s %s\n", (*c)->name, (*c)->summary);
    fputs("  help         this, or the help of a command\n\n"
          "comity COMMAND --help shows a command's options; comity(1) says more.\n\n"
          "  comity check example.org                    judge a server against every regime\n"
          "  comity check example.org --report r.html    and write a page to read\n"
          "  comity scan example.org -o e.cdx.json       keep what was seen, to judge it later\n"
          "  comity conflicts                            which regimes can share a product\n"
          "  comity plan --from e.cdx.json --emit nginx  the least to change, for all markets\n",
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

void
help_command(FILE *to, const struct command *c, const struct option *common, size_t n)
{
    fprintf(to, "usage: comity %s %s\n\n%s\n", c->name, c->synopsis, c->summary);
    if (c->help)
        fprintf(to, "\n%s\n", c->help);
    fputc('\n', to);
    for (size_t i = 0; i < c->noptions; i++)
        option_line(to, &c->options[i]);
    for (size_t i = 0; i < n; i++)
        option_line(to, &common[i]);
}
