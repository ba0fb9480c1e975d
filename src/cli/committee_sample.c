/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `comity committee sample`: a made-up committee to look around in.
 */
#include "cli/committee_seat.h"
#include "cli/committee_verbs.h"
#include "cli/data_dir.h"
#include "cli/json_tree.h"
#include "office/sample.h"

struct sample_command {
    struct seat_options seat;
};

static const struct option options[] = {SEAT_READ_ROWS(struct sample_command, seat)};

static enum cli_exit
tell(struct seat *s, const struct sample_done *done)
{
    struct arena *a = &s->cli->arena;
    if (s->o->json) {
        struct json_node *n = json_new_object(a);
        json_put_text(a, n, "dir", slice_str(s->dir));
        json_put_int(a, n, "entries", (int64_t)done->entries);
        json_put_text(a, n, "secretary", done->secretary);
        json_put_text(a, n, "chair", done->chair);
        json_put_text(a, n, "foreign", done->foreign);
        return json_tree_print(s->cli, n);
    }
    fprintf(s->cli->out,
            "%s: a made-up committee, %llu entries; nobody in it is real\n"
            "  export COMITY_COMMITTEE=%s COMITY_AS=%.*s   its secretary; %.*s is the chair's "
            "mandate, %.*s a foreign member's\n"
            "  comity committee status\n"
            "  comity verify %s/record\n",
            s->dir, (unsigned long long)done->entries, s->dir, SL_FMT(done->secretary),
            SL_FMT(done->chair), SL_FMT(done->foreign), s->dir);
    return EXIT_OK;
}

static enum cli_exit
run(struct cli *cli, const void *given, const struct slices *args)
{
    static const char *const places[] = {"DIR", NULL};
    const struct sample_command *o = given;
    struct sample_done done;
    const char *data;
    struct seat s;
    struct err e = {0};
    seat_begin(&s, cli, &o->seat);
    if (!seat_args(&s, args, places, o->seat.dir ? 0 : 1, &e))
        return cli_wrong_err(cli, &e);
    if (args->n)
        s.dir = arena_str(&cli->arena, args->v[0]);
    if (!data_dir_find(&data, &cli->arena, cli->common->data, &e) || !seat_clock(&s, true, &e) ||
        !sample_create(&done, &cli->arena, s.dir, &s.env, data, &e))
        return cli_wrong_err(cli, &e);
    return tell(&s, &done);
}

const struct command committee_sample_verb = {
    .name = "sample",
    .synopsis = "DIR",
    .summary = "a made-up committee of 81 seats to look around in, with projects at every stage",
    .options = options,
    .noptions = COUNT_OF(options),
    .size = sizeof(struct sample_command),
    .run = run,
};
