/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `comity rebuild`: every table and every file of the record again, from the events.
 */
#include "cli/committee_seat.h"
#include "cli/json_tree.h"
#include "cli/progress.h"

struct rebuild_command {
    bool json;
};

static const struct option options[] = {
    {.name = "json",
     .type = OPTION_FLAG,
     .offset = offsetof(struct rebuild_command, json),
     .help = "answer in JSON"},
};

static enum cli_exit
run(struct cli *cli, const void *given, const struct slices *args)
{
    const struct rebuild_command *o = given;
    struct progress progress = {.cli = cli, .what = "entries replayed"};
    struct seat_options so = {0};
    struct err e = {0};
    AUTO_SEAT s = {0};
    if (args->n != 1)
        return cli_wrong(cli, "rebuild: write 'comity rebuild DIR', the committee's folder");
    so.dir = arena_str(&cli->arena, args->v[0]);
    bool ok = seat_open(&s, cli, &so, &e) && office_rebuild(&s.office, progress_at, &progress, &e);
    progress_end(&progress);
    if (!ok)
        return cli_wrong_err(cli, &e);
    if (o->json) {
        struct json_node *n = json_new_object(&cli->arena);
        json_put_int(&cli->arena, n, "entries", (int64_t)s.office.seen);
        return json_tree_print(cli, n);
    }
    cli_say(cli->out, arena_printf(&cli->arena, "rebuilt from %llu entries",
                                   (unsigned long long)s.office.seen));
    return EXIT_OK;
}

const struct command cmd_rebuild = {
    .name = "rebuild",
    .synopsis = "DIR [--json]",
    .summary = "make a committee's tables again from its events",
    .help = "Needed only where a start says so; nothing is lost by it. The events themselves are\n"
            "never changed: 'comity verify' checks them.",
    .options = options,
    .noptions = COUNT_OF(options),
    .size = sizeof(struct rebuild_command),
    .run = run,
};
