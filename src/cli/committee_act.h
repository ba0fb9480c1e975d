/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Commands that act. What an act takes stands in the table of events
 * (committee/act.h); its options follow from there: a field `min_days` is --min-days, a text in
 * two languages `name` is --name-en and --name-zh. A form says the rest:
 * which fields are arguments, which hold the digest of something that comes as
 * a file or a text, which the engine fills in alone.
 */
#pragma once

#include "cli/committee_seat.h"

/* What a field of the event stands for on the command line. */
enum act_way {
    ACT_FILE, /* a digest: --NAME FILE, whose octets are kept as the object */
    ACT_TEXT, /* a digest: --NAME TEXT, @FILE or - ; kept as {"salt":…,"text":…} */
    ACT_PERSON, /* a digest: --name-en, --name-zh, --mail; kept as {"mail":…,"name":…,"salt":…} */
    ACT_GIVEN,  /* its value, under another name */
    ACT_FIXED,  /* always `help` */
    ACT_HIDDEN, /* the engine fills it in alone */
};

struct act_special {
    const char *field;
    enum act_way way;
    const char *name; /* of the option; null: as the field */
    const char *help; /* null: as the field's */
    bool open;        /* the object goes into the public record */
};

struct act_form {
    const char *type;          /* "ballot.opened" */
    const char *const *places; /* fields that come as arguments, "project" too; ends with null */
    size_t need;               /* of them at least */
    const struct act_special *specials;
    size_t nspecials;
};

/* Of a struct command whose `about` is an act_form. */
struct command_options act_command_options(const struct command *c, struct arena *a);
enum cli_exit act_command_run(struct cli *cli, const void *options, const struct slices *args);

/* The command of a form, as an initializer. */
/* NOLINTBEGIN(bugprone-macro-parentheses) */
#define ACT_COMMAND(name_, synopsis_, summary_, form_)                                          \
    {                                                                                           \
        .name = name_, .synopsis = synopsis_, .summary = summary_, .make = act_command_options, \
        .run = act_command_run, .about = &(form_)                                               \
    }

/* NOLINTEND(bugprone-macro-parentheses) */

/* Asks for the act, or does it, and prints the answer. `r` needs type, data and objects. */
enum cli_exit act_do(struct seat *s, struct office_request *r);

/* The answer as JSON or text; refusals go to standard error as text. Gives the exit status. */
enum cli_exit act_answer(struct seat *s, const struct office_done *done);

/* For people: "refused (late, SAC-GBT:ballot.period): …", and what to do next. */
void act_refusal_say(struct seat *s, const struct refusal *r);
