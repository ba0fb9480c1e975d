/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Help, made from the commands' tables.
 */
#pragma once

#include "cli/cli.h"

void help_program(FILE *to);

/* `path` is the command's words, "committee ballot open"; `common` every command's options. */
void help_command(FILE *to, struct arena *a, const struct command *c, const char *path,
                  const struct option *common, size_t n);
