/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `comity restore`: a committee's folder from a backup, if the backup verifies.
 */
#include "cli/cli.h"
#include "cli/json_tree.h"
#include "office/office.h"
#include "text/json_build.h"
#include "web/audit.h"

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

/* The audit trail says where the folder came from; *accounts: those that may sign in to it. */
static bool
note_restored(size_t *accounts, struct cli *cli, const char *dir, struct err *e)
{
    const struct audit note = {.what = AUDIT_RESTORED, .by = SL("comity")};
    struct office o;
    struct slices notes;
    struct accounts all;
    if (!office_open(&o, dir, &cli->env, &notes, e))
        return false;
    bool ok = accounts_list(&all, &cli->arena, o.store, e) && vault_begin(o.store, e) &&
              vault_end(o.store, audit_put(&cli->arena, o.store, &cli->env, &note, e), e);
    *accounts = ok ? all.n : 0;
    office_close(&o);
    return ok;
}

static enum cli_exit
run(struct cli *cli, const void *given, const struct slices *args)
{
    const struct restore_command *o = given;
    struct err e = {0};
    uint64_t entries = 0;
    size_t accounts = 0;
    if (args->n != 2)
        return cli_wrong(cli,
                         "restore: write 'comity restore FROM DIR': the backup and a new folder");
    const char *from = arena_str(&cli->arena, args->v[0]);
    const char *to = arena_str(&cli->arena, args->v[1]);
    if (!office_restore(&entries, from, to, o->earlier, &cli->env, &e) ||
        !note_restored(&accounts, cli, to, &e))
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
    if (accounts)
        cli_say(cli->out,
                arena_printf(&cli->arena,
                             "note: sessions, API tokens and invitations of the portal were left "
                             "out. Its %zu accounts are as they were when the backup was made: "
                             "look through them (comity committee account list) for those that "
                             "were disabled, or got a new password, since.",
                             accounts));
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
