/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Processes: those that come with the program, and those that a committee adopted.
 */
#pragma once

#include "cli/committee_seat.h"

#include "committee/process.h"

/* By its id, from the data folder, or a file: a name with a slash or ending in .yaml. */
MUST_USE bool process_named(const struct process **out, struct cli *cli, struct slice which,
                            struct err *e);

/* The act of adopting it, under the seat's mandate. */
enum cli_exit process_adopt(struct seat *s, const struct process *p, const char *reason);
