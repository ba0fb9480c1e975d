/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Commands that act. What an act takes stands in the table of its fields (api/act.h); options
 * follow from there: a field in-force is --in-force, a text in two languages `name` is --name-en
 * and --name-zh. A form of the command line says which of them come as arguments.
 */
#pragma once

#include "api/act.h"
#include "cli/committee_seat.h"

struct act_arguments {
    const char *type;          /* "ballot.opened" */
    const char *const *places; /* fields that come as arguments, "project" too; ends with null */
    size_t need;               /* of them at least */
};

/* Of a struct command whose `about` is such a form. */
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

/* Asks for the act, or does it, and prints the answer. */
enum cli_exit act_give(struct seat *s, const struct act *x);
/* The same of a bare request, with type, project, data and objects. */
enum cli_exit act_do(struct seat *s, struct office_request *r);

/* The answer as JSON or text; refusals go to standard error as text. Gives the exit status. */
enum cli_exit act_answer(struct seat *s, const struct office_done *done);

/* For people: "refused (late, SAC-GBT:ballot.period): …", and what to do next. */
void act_refusal_say(struct seat *s, const struct refusal *r);
