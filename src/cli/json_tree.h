/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Prints a JSON tree on standard output, for `--json`: two spaces a level,
 * members in their order.
 */
#pragma once

#include "cli/cli.h"
#include "text/json_build.h"
#include "text/json_tree.h"

/* A sink on standard output, passed its FILE as ctx. */
bool json_tree_sink(void *ctx, struct slice s);

/* EXIT_OK, or EXIT_WRONG with a message where the stream failed. */
enum cli_exit json_tree_print(struct cli *cli, const struct json_node *n);
