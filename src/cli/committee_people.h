/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Listings of people that need more than a table: committee_names.c.
 */
#pragma once

#include "cli/cli.h"

extern const struct command person_list_verb; /* with the names, where they are kept */
extern const struct command person_forget_verb;
extern const struct command group_shut_verb; /* who of the committee cannot join a group */
