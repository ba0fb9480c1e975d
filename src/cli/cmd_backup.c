/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `comity backup`: one consistent copy of a committee's folder, while others work.
 */
#include "cli/committee_seat.h"
#include "cli/json_tree.h"

struct backup_command {
    bool keys, json;
};

static const struct option options[] = {
    {.name = "with-keys",
     .type = OPTION_FLAG,
     .offset = offsetof(struct backup_command, keys),
     .help = "copy the signing keys, too: who holds them can sign as the committee"},
    {.name = "json",
     .type = OPTION_FLAG,
     .offset = offsetof(struct backup_command, json),
     .help = "answer in JSON"},
};

static enum cli_exit
run(struct cli *cli, const void *given, const struct slices *args)
{
    const struct backup_command *o = given;
    struct seat_options so = {0};
    struct err e = {0};
    AUTO_SEAT s = {0};
    if (args->n != 2)
        return cli_wrong(cli, "backup: write 'comity backup DIR TO': the committee's folder and a "
                              "new one");
    so.dir = arena_str(&cli->arena, args->v[0]);
    const char *to = arena_str(&cli->arena, args->v[1]);
    if (!seat_open(&s, cli, &so, &e) || !office_backup(&s.office, to, o->keys, &e))
        return cli_wrong_err(cli, &e);
    if (o->json) {
        struct json_node *n = json_new_object(&cli->arena);
        json_put_text(&cli->arena, n, "dir", slice_str(to));
        json_put_int(&cli->arena, n, "entries", (int64_t)s.office.seen);
        json_put_bool(&cli->arena, n, "keys", o->keys);
        return json_tree_print(cli, n);
    }
    cli_say(cli->out,
            arena_printf(&cli->arena, "%s: %llu entries, %s", to, (unsigned long long)s.office.seen,
                         o->keys
                             ? "with the signing keys: keep it as safe as the committee's folder"
                             : "without the signing keys"));
    return EXIT_OK;
}

const struct command cmd_backup = {
    .name = "backup",
    .synopsis = "DIR TO [--with-keys] [--json]",
    .summary = "copy a committee's folder, consistently, while it is in use",
    .options = options,
    .noptions = COUNT_OF(options),
    .size = sizeof(struct backup_command),
    .run = run,
};
