/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `comity restore`: a committee's folder from a backup, if the backup verifies.
 */
#include "cli/cli.h"
#include "office/office.h"

static enum cli_exit
run(struct cli *cli, const void *options UNUSED, const struct slices *args)
{
    struct err e = {0};
    if (args->n != 2)
        return cli_wrong(cli,
                         "restore: write 'comity restore FROM DIR': the backup and a new folder");
    const char *from = arena_str(&cli->arena, args->v[0]);
    const char *to = arena_str(&cli->arena, args->v[1]);
    if (!office_restore(from, to, &cli->env, &e))
        return cli_wrong_err(cli, &e);
    cli_say(cli->out,
            arena_printf(&cli->arena, "%s: restored from %s; its record verifies", to, from));
    return EXIT_OK;
}

const struct command cmd_restore = {
    .name = "restore",
    .synopsis = "FROM DIR",
    .summary = "make a committee's folder again from a backup that verifies",
    .run = run,
};
