/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `comity restore`: a committee's folder from a backup, if the backup verifies.
 */
#include "cli/cli.h"
#include "cli/json_tree.h"
#include "office/office.h"
#include "text/json_build.h"

#include <inttypes.h>

struct restore_command {
    const char *earlier;
    bool json;
};

static const struct option options[] = {
    {.name = "earlier",
     .letter = 'e',
     .type = OPTION_TEXT,
     .offset = offsetof(struct restore_command, earlier),
     .arg = "FILE",
     .help = "the newest checkpoint or receipt at hand: the backup must not be older"},
    {.name = "json",
     .type = OPTION_FLAG,
     .offset = offsetof(struct restore_command, json),
     .help = "answer in JSON"},
};

static enum cli_exit
run(struct cli *cli, const void *given, const struct slices *args)
{
    const struct restore_command *o = given;
    struct err e = {0};
    uint64_t entries = 0;
    if (args->n != 2)
        return cli_wrong(cli,
                         "restore: write 'comity restore FROM DIR': the backup and a new folder");
    const char *from = arena_str(&cli->arena, args->v[0]);
    const char *to = arena_str(&cli->arena, args->v[1]);
    if (!office_restore(&entries, from, to, o->earlier, &cli->env, &e))
        return cli_wrong_err(cli, &e);
    if (o->json) {
        struct json_node *n = json_new_object(&cli->arena);
        json_put_text(&cli->arena, n, "dir", slice_str(to));
        json_put_int(&cli->arena, n, "entries", (int64_t)entries);
        return json_tree_print(cli, n);
    }
    cli_say(cli->out, arena_printf(&cli->arena,
                                   "%s: restored from %s; its record verifies, %" PRIu64 " entries",
                                   to, from, entries));
    if (!o->earlier)
        cli_say(cli->out,
                SL("note: what was signed after this backup is not in it, and would be signed "
                   "otherwise from here on. --earlier FILE, with the newest checkpoint or receipt "
                   "that anybody kept, refuses a backup that is older."));
    return EXIT_OK;
}

const struct command cmd_restore = {
    .name = "restore",
    .synopsis = "FROM DIR [--earlier FILE] [--json]",
    .summary = "make a committee's folder again from a backup that verifies",
    .options = options,
    .noptions = COUNT_OF(options),
    .size = sizeof(struct restore_command),
    .run = run,
};
