/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Processes: those that come with the program, and those that a committee adopted.
 */
#pragma once

#include "cli/committee_seat.h"

/* By its id, from the data folder, or a file: a name with a slash or ending in .yaml. */
enum cli_exit process_adopt(struct seat *s, struct slice which, const char *reason);
