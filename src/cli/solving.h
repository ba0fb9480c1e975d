/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What `conflicts` and `plan` share: the options, what they name, progress on a
 * terminal, Ctrl-C, and one report to a file or to standard output.
 */
#pragma once

#include "cli/cli.h"
#include "report/solve_words.h"
#include "report/terminal.h"

struct solving_options {
    const char *on, *server, *from, *output;
    unsigned budget;
    bool all;
};

/* NOLINTBEGIN(bugprone-macro-parentheses): T and m stand for a type and a member */
/* Rows for a command's table; `m` is the member of T that is a struct solving_options. */
#define SOLVING_OPTION_ROWS(T, m, from_help)                                                   \
    {.name = "on",                                                                             \
     .type = OPTION_TEXT,                                                                      \
     .offset = offsetof(T, m.on),                                                              \
     .arg = "DATE",                                                                            \
     .help = "as of this day, YYYY-MM-DD (default today)"},                                    \
        {.name = "server",                                                                     \
         .type = OPTION_TEXT,                                                                  \
         .offset = offsetof(T, m.server),                                                      \
         .arg = "NAME",                                                                        \
         .help = "only what nginx, apache, haproxy or openssl can do"},                        \
        {.name = "from",                                                                       \
         .type = OPTION_TEXT,                                                                  \
         .offset = offsetof(T, m.from),                                                        \
         .arg = "FILE",                                                                        \
         .help = from_help},                                                                   \
        {.name = "budget",                                                                     \
         .type = OPTION_NUMBER,                                                                \
         .offset = offsetof(T, m.budget),                                                      \
         .arg = "N",                                                                           \
         .help = "give up after N conflicts inside the solver, and say so",                    \
         .min = 1,                                                                             \
         .max = 4000000000U},                                                                  \
        {.name = "all",                                                                        \
         .letter = 'a',                                                                        \
         .type = OPTION_FLAG,                                                                  \
         .offset = offsetof(T, m.all),                                                         \
         .help = "in text, show everything"},                                                  \
    {                                                                                          \
        .name = "output", .letter = 'o', .type = OPTION_TEXT, .offset = offsetof(T, m.output), \
        .arg = "FILE", .help = "write there, not to standard output"                           \
    }
/* NOLINTEND(bugprone-macro-parentheses) */

/* The question, from the options; `options` is complete but for what is the command's own. */
struct solving {
    struct catalog catalog;
    struct conflicts_options options;
    struct solve_about about;
    struct cli *cli;
    bool shown; /* a line of progress stands on the terminal */
};

/*
 * The catalog, the date, the server, the product. `s` stays where it is: progress
 * points to it. Regimes and the kind are the caller's to fill in.
 */
MUST_USE bool solving_start(struct solving *s, struct cli *cli, const struct solving_options *o,
                            struct err *e);

/* Watches for Ctrl-C and shows progress, from here to solving_end. */
void solving_begin(struct solving *s);
void solving_end(struct solving *s);

struct solving_report {
    /* Into `b`; `style` is what the output can show. Fails as the format does. */
    bool (*print)(struct buf *b, const void *what, const struct terminal_style *style,
                  struct err *e);
    const void *what;
};
MUST_USE bool solving_write(const struct solving *s, const struct solving_options *o,
                            const struct solving_report *r, struct err *e);

/* The kind of thing that `--kind` names; the error suggests the nearest. */
MUST_USE bool solving_kind(struct slice *out, const struct solving *s, const char *name,
                           struct err *e);
