/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The program: what its commands share. A command is one file (cmd_NAME.c)
 * with one struct command, and one row in main.c. Help, completion and the
 * parsing of options all come from its tables. A command may consist of
 * commands of its own ("committee ballot open"): it has `verbs` then and does
 * nothing itself.
 */
#pragma once

#include "cli/options.h"
#include "model/catalog.h"

#include <stdio.h>

enum cli_exit {
    EXIT_OK = 0,
    EXIT_FAILS = 1,   /* a verdict or a lint finding, not a fault */
    EXIT_WRONG = 2,   /* usage, input, or a target out of reach */
    EXIT_UNKNOWN = 3, /* nothing fails, but something could not be judged */
};

struct command;

/* One run of the program. */
struct cli {
    struct env env;
    struct arena arena;
    const struct common_options *common;
    const struct command *command; /* that runs */
    const char *path;              /* its words: "committee ballot open" */
    FILE *out, *err;
};

/* The options of a command, and the size of the struct that they are parsed into. */
struct command_options {
    const struct option *v;
    size_t n, size;
};

struct command {
    const char *name;
    const char *synopsis; /* what stands behind "comity NAME" */
    const char *summary;  /* one line */
    const char *help;     /* further lines, or null */
    const struct option *options;
    size_t noptions;
    size_t size; /* of the struct that the options are parsed into */
    enum cli_exit (*run)(struct cli *cli, const void *options, const struct slices *args);
    const struct command *const *verbs; /* its own commands, ends with null; no `run` then */
    /* Where the options follow from another table: makes them. `options` is null then. */
    struct command_options (*make)(const struct command *c, struct arena *a);
    const void *about; /* the command's own, for `make` and `run` */
};

#define COMMAND_DEPTH_MAX 3 /* words of a path */

/* The options of a command, made or as they stand. */
struct command_options command_options(const struct command *c, struct arena *a);

/* Options that every command takes. */
struct common_options {
    const char *data;
    const char *color;
    bool help, version;
};

/* One line. It quotes what it is about, a file's words or a server's: no control gets through. */
void cli_say(FILE *to, struct slice text);

/* "comity: …" on standard error; gives EXIT_WRONG. */
enum cli_exit cli_wrong(struct cli *cli, const char *fmt, ...) PRINTF_LIKE(2, 3);
enum cli_exit cli_wrong_err(struct cli *cli, const struct err *e);

/* Colour: --color, else a terminal without NO_COLOR (https://no-color.org) and TERM=dumb. */
bool cli_colour(const struct cli *cli, FILE *to);

/* Columns of the terminal behind `to`; COLUMNS or 100 where it is none. */
unsigned cli_columns(FILE *to);

/* Whether the locale's characters are UTF-8. */
bool cli_utf8(void);

/* Loads everything under the data folder, wherever it is; see data_dir.h. */
MUST_USE bool cli_catalog(struct cli *cli, struct catalog *out, struct err *e);
/* … without law/ and servers/, which only the solver asks. */
MUST_USE bool cli_rules(struct cli *cli, struct catalog *out, struct err *e);
/* … without standards and regimes, too. */
MUST_USE bool cli_words(struct cli *cli, struct catalog *out, struct err *e);

/* The commands, for help and completion; ends with a null name. */
extern const struct command *const cli_commands[];
