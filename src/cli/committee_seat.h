/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the commands of `comity committee` share: the committee's folder, opened,
 * whoever sits at it, and how answers are printed.
 */
#pragma once

#include "api/viewer.h"
#include "base/cleanup.h"
#include "cli/cli.h"
#include "office/office.h"
#include "report/printer.h"
#include "text/json_build.h"

struct seat_options {
    const char *dir, *lang, *now; /* of every command */
    const char *as, *once;        /* of those that act */
    const char *receipt;          /* the same */
    bool json, dry_run;
};

/* NOLINTBEGIN(bugprone-macro-parentheses): T and M stand for a type and a member */
#define SEAT_READ_ROWS(T, M)                                                                \
    {.name = "dir",                                                                         \
     .letter = 'd',                                                                         \
     .type = OPTION_TEXT,                                                                   \
     .offset = offsetof(T, M.dir),                                                          \
     .arg = "DIR",                                                                          \
     .help = "the committee's folder (default $COMITY_COMMITTEE, else the current one)"},   \
        {.name = "json",                                                                    \
         .type = OPTION_FLAG,                                                               \
         .offset = offsetof(T, M.json),                                                     \
         .help = "answer in JSON"},                                                         \
        {.name = "lang",                                                                    \
         .type = OPTION_CHOICE,                                                             \
         .offset = offsetof(T, M.lang),                                                     \
         .arg = "LANG",                                                                     \
         .help = "en or zh: of refusals and names (default by $LANG)",                      \
         .choices = seat_languages},                                                        \
    {                                                                                       \
        .name = "now", .type = OPTION_TEXT, .offset = offsetof(T, M.now), .arg = "INSTANT", \
        .help = "of a rehearsal alone (init --rehearsal): the time, else $COMITY_NOW",      \
    }

#define SEAT_ACT_ROWS(T, M)                                                      \
    {.name = "as",                                                               \
     .type = OPTION_TEXT,                                                        \
     .offset = offsetof(T, M.as),                                                \
     .arg = "MANDATE",                                                           \
     .help = "act under this mandate (default $COMITY_AS)"},                     \
        {.name = "once",                                                         \
         .type = OPTION_TEXT,                                                    \
         .offset = offsetof(T, M.once),                                          \
         .arg = "KEY",                                                           \
         .help = "a key of your own: what was done under it is not done again"}, \
        {.name = "dry-run",                                                      \
         .letter = 'n',                                                          \
         .type = OPTION_FLAG,                                                    \
         .offset = offsetof(T, M.dry_run),                                       \
         .help = "only ask whether it would be allowed"},                        \
        {.name = "receipt",                                                      \
         .type = OPTION_TEXT,                                                    \
         .offset = offsetof(T, M.receipt),                                       \
         .arg = "FILE",                                                          \
         .help = "write the signed receipt there"},                              \
        SEAT_READ_ROWS(T, M)

/* NOLINTEND(bugprone-macro-parentheses) */

extern const char *const seat_languages[];

/* A folder in use. The office borrows `env`, which asks `clock` where the clock is given. */
struct seat {
    struct cli *cli;
    const struct seat_options *o;
    struct env env;
    int64_t given_ns; /* of a rehearsal; INT64_MIN: the machine's clock */
    const char *dir;
    struct office office;
    bool opened, zh;
    struct catalog catalog;
    struct viewer viewer;
};

/* Opens the folder; what a start noticed goes to standard error. Zeroed `s` may be closed. */
MUST_USE bool seat_open(struct seat *s, struct cli *cli, const struct seat_options *o,
                        struct err *e);
void seat_close(struct seat *s);
#define AUTO_SEAT CLEANUP(seat_close) struct seat

/* Only the folder's name and the language: for what needs no office. */
void seat_begin(struct seat *s, struct cli *cli, const struct seat_options *o);

/* The clock of a new rehearsal, before there is a committee. */
MUST_USE bool seat_clock(struct seat *s, bool rehearsal, struct err *e);

/*
 * Who sits at the folder, as the rooms above see it: nobody in particular, who may see all of it.
 * It has no catalog; seat_reader loads it, to read drafts with.
 */
const struct viewer *seat_viewer(struct seat *s);
MUST_USE bool seat_reader(const struct viewer **out, struct seat *s, struct err *e);
/* The same as a secretary sees it, for the views of the API: the folder is the secretariat's. */
MUST_USE bool seat_secretary(const struct viewer **out, struct seat *s, struct err *e);

/* Seconds since 1970, by the committee's clock. */
int64_t seat_now(const struct seat *s);

/*
 * Who acts: --as or COMITY_AS. A mandate's id; or all three of organisation, person and
 * mandate, "o-2/p-3/m-7", to be judged as they stand.
 */
MUST_USE bool seat_actor(struct actor *out, const struct seat *s, struct err *e);

/* A printer on standard output with a buffer of its own; seat_print ends it. */
void seat_printer(struct printer *p, struct buf *b, struct seat *s);
enum cli_exit seat_print(struct seat *s, const struct buf *b);

/* In the language of the caller, the other one where it is missing. */
struct slice seat_word(const struct seat *s, struct slice en, struct slice zh);

/* "2026-11-24T01:02:03Z" or "2026-11-24" (its first second), "+60" (days from now). */
MUST_USE bool seat_instant(int64_t *out, const struct seat *s, struct slice text, struct err *e);

/* Arguments by name: at most as many as `names` has (ends with null); `need` of them at least. */
MUST_USE bool seat_args(const struct seat *s, const struct slices *args, const char *const *names,
                        size_t need, struct err *e);
