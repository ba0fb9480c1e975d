/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The data folder, loaded for a command.
 */
#include "cli/cli.h"
#include "cli/data_dir.h"

bool
cli_catalog(struct cli *cli, struct catalog *out, struct err *e)
{
    const char *dir;
    return data_dir_find(&dir, &cli->arena, cli->common->data, e) &&
           catalog_load(out, &cli->arena, &cli->env, dir, e);
}

bool
cli_rules(struct cli *cli, struct catalog *out, struct err *e)
{
    const char *dir;
    return data_dir_find(&dir, &cli->arena, cli->common->data, e) &&
           catalog_load_rules(out, &cli->arena, &cli->env, dir, e);
}

bool
cli_words(struct cli *cli, struct catalog *out, struct err *e)
{
    const char *dir;
    return data_dir_find(&dir, &cli->arena, cli->common->data, e) &&
           catalog_load_words(out, &cli->arena, &cli->env, dir, e);
}
