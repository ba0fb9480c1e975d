/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `comity standards lint`: every problem of the data, the cases included.
 */
#pragma once

#include "cli/cli.h"

/*
 * Checks everything under the data folder, or only `files` (in it or outside).
 * EXIT_FAILS where there are problems; they go to standard output.
 */
enum cli_exit lint_run(struct cli *cli, const struct slices *files);
