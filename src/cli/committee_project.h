/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where a project stands: committee_status.c.
 */
#pragma once

#include "cli/cli.h"

extern const struct command project_status_verb;
