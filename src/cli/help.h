/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Help, made from the commands' tables.
 */
#pragma once

#include "cli/cli.h"

void help_program(FILE *to);
void help_command(FILE *to, const struct command *c, const struct option *common, size_t n);
