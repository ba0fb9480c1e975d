/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The record, entry by entry: `log`, `receipt`, `object`, `key`; and `act`,
 * which does anything that the table of events knows.
 */
#include "cli/committee_act.h"
#include "cli/committee_draft.h"
#include "cli/committee_given.h"
#include "cli/committee_verbs.h"
#include "cli/json_tree.h"
#include "cli/output.h"
#include "text/nearest.h"

#include <inttypes.h>

struct log_command {
    struct seat_options seat;
    const char *project, *type;
    unsigned last;
};

static const struct option log_options[] = {
    {.name = "project",
     .letter = 'p',
     .type = OPTION_TEXT,
     .offset = offsetof(struct log_command, project),
     .arg = "ID",
     .help = "of this project alone"},
    {.name = "type",
     .letter = 't',
     .type = OPTION_TEXT,
     .offset = offsetof(struct log_command, type),
     .arg = "TYPE",
     .help = "of this type, or of all that begin so: vote.cast, ballot"},
    {.name = "last",
     .type = OPTION_NUMBER,
     .offset = offsetof(struct log_command, last),
     .arg = "N",
     .help = "only the last N entries",
     .min = 1,
     .max = UINT32_MAX},
    SEAT_READ_ROWS(struct log_command, seat),
};

/* ---- log -------------------------------------------------------------------------------------*/

struct logging {
    struct seat *s;
    const struct log_command *o;
    struct json_write *json; /* of --json, else null */
    bool counting;           /* --last: how many there are */
    uint64_t n, skip;
};

static void
log_line(struct logging *l, struct arena *a, const struct event *ev)
{
    struct seat *s = l->s;
    struct slice id = event_text(ev, "id");
    const struct organisation *o =
        committee_organisation(&s->office.committee, ev->by.organisation);
    struct slice name = o ? seat_word(s, o->name.en, o->name.zh) : ev->by.organisation;
    cli_say(s->cli->out,
            arena_printf(a, "%6" PRIu64 "  %.*s  %-22s %-7.*s %-8.*s by %.*s %.*s", ev->index,
                         SL_FMT(instant_text(a, ev->at)), ev->kind->name, SL_FMT(ev->project),
                         SL_FMT(id), SL_FMT(ev->by.mandate), SL_FMT(name)));
}

static bool
visit(void *ctx, const struct store_event *se, struct err *e)
{
    struct logging *l = ctx;
    AUTO_ARENA scratch = {0};
    struct event ev;
    if (!event_read(&ev, &scratch, se->octets, e))
        return false;
    if (l->o->type && !slice_has_prefix(slice_str(ev.kind->name), slice_str(l->o->type)))
        return true;
    if (l->n++ < l->skip || l->counting)
        return true;
    struct json_node n;
    if (!l->json)
        log_line(l, &scratch, &ev);
    else if (json_parse(&n, &scratch, SL("entry"), se->octets, e))
        json_tree_write(l->json, &n);
    else
        return false;
    return true;
}

static bool
walk(struct logging *l, struct err *e)
{
    struct store *store = l->s->office.store;
    struct slice project = slice_str(l->o->project);
    const struct slice *of = l->o->project ? &project : NULL;
    uint64_t size;
    if (!store->ops->begin_read(store, e))
        return false;
    bool ok = store->ops->size(store, &size, e);
    if (ok && l->o->last) {
        l->counting = true;
        ok = store->ops->each(store, 0, size, of, visit, l, e);
        l->skip = l->n > l->o->last ? l->n - l->o->last : 0;
        l->counting = false;
        l->n = 0;
    }
    ok = ok && store->ops->each(store, 0, size, of, visit, l, e);
    store->ops->rollback(store);
    return ok;
}

static enum cli_exit
run_log(struct cli *cli, const void *given, const struct slices *args)
{
    static const char *const none[] = {NULL};
    const struct log_command *o = given;
    const struct project *p;
    struct err e = {0};
    AUTO_SEAT s = {0};
    seat_begin(&s, cli, &o->seat);
    struct logging l = {.s = &s, .o = o};
    struct json_write json;
    l.json = o->seat.json ? &json : NULL;
    if (!seat_args(&s, args, none, 0, &e) || !seat_open(&s, cli, &o->seat, &e) ||
        (o->project && !seat_project(&p, &s, slice_str(o->project), &e)))
        return cli_wrong_err(cli, &e);
    if (l.json) {
        json_write_init(&json, json_tree_sink, cli->out);
        json_write_array(&json);
    }
    bool ok = walk(&l, &e);
    if (ok && l.json) {
        json_write_end(&json);
        ok = json_write_done(&json, &e);
    }
    return ok ? EXIT_OK : cli_wrong_err(cli, &e);
}

const struct command committee_log_verb = {
    .name = "log",
    .synopsis = "[--project ID] [--type TYPE] [--last N]",
    .summary = "the record, entry by entry; --json gives the entries as they stand",
    .options = log_options,
    .noptions = COUNT_OF(log_options),
    .size = sizeof(struct log_command),
    .run = run_log,
};

/* ---- receipt, object -------------------------------------------------------------------------*/

struct take_command {
    struct seat_options seat;
    const char *output;
};

static const struct option take_options[] = {
    {.name = "output",
     .letter = 'o',
     .type = OPTION_TEXT,
     .offset = offsetof(struct take_command, output),
     .arg = "FILE",
     .help = "write there, not to standard output"},
    SEAT_READ_ROWS(struct take_command, seat),
};

static enum cli_exit
write_out(struct cli *cli, const char *path, struct slice octets)
{
    CLEANUP(output_abandon) struct output out = {0};
    struct err e = {0};
    if (!output_open(&out, &cli->arena, path, &e) || !output_write(&out, octets, &e) ||
        !output_commit(&out, &e))
        return cli_wrong_err(cli, &e);
    return EXIT_OK;
}

static bool
entry_number(uint64_t *out, struct slice text, struct err *e)
{
    return slice_to_u64(text, out) ||
           err_set(e, ERR_INPUT, "'%.*s' is no entry's number; 'comity committee log' shows them",
                   SL_FMT(text));
}

static enum cli_exit
run_receipt(struct cli *cli, const void *given, const struct slices *args)
{
    static const char *const places[] = {"ENTRY", NULL};
    const struct take_command *o = given;
    uint64_t index;
    struct slice octets;
    struct err e = {0};
    AUTO_SEAT s = {0};
    seat_begin(&s, cli, &o->seat);
    if (!seat_args(&s, args, places, 1, &e) || !entry_number(&index, args->v[0], &e) ||
        !seat_open(&s, cli, &o->seat, &e) ||
        !office_receipt(&octets, &cli->arena, &s.office, index, &e))
        return cli_wrong_err(cli, &e);
    return write_out(cli, o->output, octets);
}

static enum cli_exit
run_object(struct cli *cli, const void *given, const struct slices *args)
{
    static const char *const places[] = {"DIGEST", NULL};
    const struct take_command *o = given;
    struct slice octets;
    struct err e = {0};
    AUTO_SEAT s = {0};
    seat_begin(&s, cli, &o->seat);
    if (!seat_args(&s, args, places, 1, &e) || !seat_open(&s, cli, &o->seat, &e) ||
        !seat_object(&octets, &s, args->v[0], &e))
        return cli_wrong_err(cli, &e);
    return write_out(cli, o->output, octets);
}

const struct command committee_receipt_verb = {
    .name = "receipt",
    .synopsis = "ENTRY [-o FILE]",
    .summary = "the signed receipt of an entry: what its author keeps (C2SP tlog-proof)",
    .options = take_options,
    .noptions = COUNT_OF(take_options),
    .size = sizeof(struct take_command),
    .run = run_receipt,
};

const struct command committee_object_verb = {
    .name = "object",
    .synopsis = "sha256:… [-o FILE]",
    .summary = "a text that the record has the digest of: a draft, a comment, a reason",
    .options = take_options,
    .noptions = COUNT_OF(take_options),
    .size = sizeof(struct take_command),
    .run = run_object,
};

/* ---- act -------------------------------------------------------------------------------------*/

struct any_command {
    struct seat_options seat;
    const char *project, *data;
    struct slices objects, open;
};

static const struct option any_options[] = {
    {.name = "project",
     .letter = 'p',
     .type = OPTION_TEXT,
     .offset = offsetof(struct any_command, project),
     .arg = "ID",
     .help = "the project that it is an act of"},
    {.name = "data",
     .type = OPTION_TEXT,
     .offset = offsetof(struct any_command, data),
     .arg = "JSON|@FILE",
     .help = "what the entry is to say"},
    {.name = "object",
     .type = OPTION_TEXTS,
     .offset = offsetof(struct any_command, objects),
     .arg = "FILE",
     .help = "keep this file beside the record (its digest stands in the data)"},
    {.name = "open-object",
     .type = OPTION_TEXTS,
     .offset = offsetof(struct any_command, open),
     .arg = "FILE",
     .help = "the same, and in public"},
    SEAT_ACT_ROWS(struct any_command, seat),
};

static bool
no_type(struct slice type, struct err *e)
{
    struct slice names[128];
    size_t n = 0;
    for (; n < nevent_kinds && n < COUNT_OF(names); n++)
        names[n] = slice_str(event_kinds[n]->name);
    struct slice near = nearest_name(type, names, n);
    if (near.n)
        return err_set(e, ERR_INPUT, "no act '%.*s'; did you mean '%.*s'?", SL_FMT(type),
                       SL_FMT(near));
    return err_set(e, ERR_INPUT, "no act '%.*s'; 'comity committee act' without one lists them",
                   SL_FMT(type));
}

static enum cli_exit
list_types(struct cli *cli, bool json)
{
    struct json_node *list = json_new_array(&cli->arena);
    for (size_t i = 0; i < nevent_kinds; i++) {
        struct json_node *o = json_new_object(&cli->arena);
        json_put_text(&cli->arena, o, "type", slice_str(event_kinds[i]->name));
        json_put_text(&cli->arena, o, "summary", slice_str(event_kinds[i]->summary));
        json_push_node(&cli->arena, list, o);
    }
    if (json)
        return json_tree_print(cli, list);
    for (size_t i = 0; i < nevent_kinds; i++)
        cli_say(cli->out, arena_printf(&cli->arena, "%-22s %s", event_kinds[i]->name,
                                       event_kinds[i]->summary));
    return EXIT_OK;
}

static bool
take_objects(struct office_object *out, struct seat *s, const struct slices *files, bool open,
             struct err *e)
{
    for (size_t i = 0; i < files->n; i++) {
        out[i].open = open;
        if (!given_file(&out[i].octets, s, files->v[i], e))
            return false;
    }
    return true;
}

static enum cli_exit
run_any(struct cli *cli, const void *given, const struct slices *args)
{
    static const char *const places[] = {"TYPE", NULL};
    const struct any_command *o = given;
    size_t n = o->objects.n + o->open.n;
    struct office_object *objects = NEW_ARRAY(&cli->arena, struct office_object, n + 1);
    struct json_node data = *json_new_object(&cli->arena);
    struct slice text = {0};
    struct err e = {0};
    AUTO_SEAT s = {0};
    seat_begin(&s, cli, &o->seat);
    if (args->n == 0)
        return list_types(cli, o->seat.json);
    if (!seat_args(&s, args, places, 1, &e))
        return cli_wrong_err(cli, &e);
    if (!event_kind_find(args->v[0]) && !no_type(args->v[0], &e))
        return cli_wrong_err(cli, &e);
    if (!seat_open(&s, cli, &o->seat, &e) ||
        (o->data && !given_long(&text, &s, slice_str(o->data), &e)) ||
        (o->data && !json_parse(&data, &cli->arena, SL("--data"), text, &e)) ||
        !take_objects(objects, &s, &o->objects, false, &e) ||
        !take_objects(objects + o->objects.n, &s, &o->open, true, &e))
        return cli_wrong_err(cli, &e);
    struct office_request r = {.type = args->v[0],
                               .project = slice_str(o->project),
                               .data = &data,
                               .objects = objects,
                               .nobjects = n};
    return act_do(&s, &r);
}

const struct command committee_act_verb = {
    .name = "act",
    .synopsis = "[TYPE] [--project ID] [--data JSON|@FILE] [--object FILE]",
    .summary = "any act by its type, for programs; without a type: all of them",
    .options = any_options,
    .noptions = COUNT_OF(any_options),
    .size = sizeof(struct any_command),
    .run = run_any,
};

/* ---- key -------------------------------------------------------------------------------------*/

struct key_command {
    struct seat_options seat;
};

static const struct option key_list_options[] = {SEAT_READ_ROWS(struct key_command, seat)};
static const struct option key_rotate_options[] = {SEAT_ACT_ROWS(struct key_command, seat)};

static enum cli_exit
run_key_list(struct cli *cli, const void *given, const struct slices *args)
{
    static const char *const none[] = {NULL};
    const struct key_command *o = given;
    struct err e = {0};
    AUTO_SEAT s = {0};
    seat_begin(&s, cli, &o->seat);
    if (!seat_args(&s, args, none, 0, &e) || !seat_open(&s, cli, &o->seat, &e))
        return cli_wrong_err(cli, &e);
    struct json_node *list = json_new_array(&cli->arena);
    size_t n = s.office.committee.keys.n;
    for (size_t i = 0; i < n; i++) {
        struct slice key = s.office.committee.keys.v[i];
        json_push_text(&cli->arena, list, key);
        if (!o->seat.json)
            cli_say(cli->out, arena_printf(&cli->arena, "%.*s%s", SL_FMT(key),
                                           i + 1 == n ? "  (signs now)" : ""));
    }
    return o->seat.json ? json_tree_print(cli, list) : EXIT_OK;
}

static enum cli_exit
run_key_rotate(struct cli *cli, const void *given, const struct slices *args)
{
    static const char *const none[] = {NULL};
    const struct key_command *o = given;
    struct office_done done = {0};
    struct actor by;
    struct err e = {0};
    AUTO_SEAT s = {0};
    seat_begin(&s, cli, &o->seat);
    if (o->seat.dry_run)
        return cli_wrong(cli, "%s: --dry-run is not possible here: the new key would exist",
                         cli->path);
    if (!seat_args(&s, args, none, 0, &e) || !seat_open(&s, cli, &o->seat, &e) ||
        !seat_actor(&by, &s, &e) || !office_rotate_key(&done, &cli->arena, &s.office, &by, &e))
        return cli_wrong_err(cli, &e);
    return act_answer(&s, &done);
}

static const struct command key_list = {
    .name = "list",
    .synopsis = "",
    .summary = "the verifier keys of the record, the oldest first",
    .options = key_list_options,
    .noptions = COUNT_OF(key_list_options),
    .size = sizeof(struct key_command),
    .run = run_key_list,
};

static const struct command key_rotate = {
    .name = "rotate",
    .synopsis = "",
    .summary = "a new key signs from here on; the old one signs that it is so",
    .options = key_rotate_options,
    .noptions = COUNT_OF(key_rotate_options),
    .size = sizeof(struct key_command),
    .run = run_key_rotate,
};

static const struct command *const key_verbs[] = {&key_list, &key_rotate, NULL};

const struct command committee_key_group = {
    .name = "key",
    .synopsis = "COMMAND",
    .summary = "the keys that sign the record",
    .verbs = key_verbs,
};
