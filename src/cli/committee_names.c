/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `person list`, with the names that are kept beside the record, and `group shut-out`.
 */
#include "cli/committee_list.h"
#include "cli/committee_people.h"
#include "cli/json_tree.h"
#include "cli/table.h"
#include "office/object.h"

static const struct option read_options[] = {SEAT_READ_ROWS(struct list_options, seat)};

/* ---- person list -----------------------------------------------------------------------------*/

/* The person's object; false where it was forgotten. */
static bool
profile(struct json_node *out, struct seat *s, const struct person *p)
{
    struct slice octets;
    bool there;
    return office_object(&octets, &there, &s->cli->arena, &s->office, p->profile, NULL) && there &&
           object_read(out, &s->cli->arena, octets);
}

static enum cli_exit
persons_json(struct seat *s, const struct map *persons)
{
    struct arena *a = &s->cli->arena;
    struct json_node *list = json_new_array(a);
    for (size_t i = 0; i < persons->n; i++) {
        const struct person *p = persons->v[i].value;
        struct json_node *o = json_new_object(a), known;
        json_put_text(a, o, "id", p->id);
        json_put_text(a, o, "organisation", p->organisation);
        bool there = profile(&known, s, p);
        json_put_bool(a, o, "forgotten", !there);
        if (there) {
            struct langs name = object_langs(&known, "name");
            json_put_text_if(a, o, "name_en", name.en);
            json_put_text_if(a, o, "name_zh", name.zh);
            json_put_text_if(a, o, "mail", json_text(json_get(&known, "mail")));
        }
        json_push_node(a, list, o);
    }
    return json_tree_print(s->cli, list);
}

static enum cli_exit
persons_text(struct seat *s, const struct map *persons)
{
    static const char *const heads[] = {"id", "name", "organisation"};
    struct printer p;
    struct buf b;
    struct table t;
    seat_printer(&p, &b, s);
    table_init(&t, &s->cli->arena, heads, COUNT_OF(heads));
    for (size_t i = 0; i < persons->n; i++) {
        const struct person *one = persons->v[i].value;
        const struct organisation *o =
            committee_organisation(&s->office.committee, one->organisation);
        struct json_node known;
        struct langs name = {SL("(forgotten)"), SL("（已删除）")};
        if (profile(&known, s, one))
            name = object_langs(&known, "name");
        table_cell(&t, one->id);
        table_cell(&t, langs_get(&name, s->zh));
        table_cell(&t, o ? arena_printf(t.a, "%.*s %.*s", SL_FMT(o->id),
                                        SL_FMT(seat_word(s, o->name.en, o->name.zh)))
                         : one->organisation);
    }
    table_print(&p, &t);
    return seat_print(s, &b);
}

static enum cli_exit
run_persons(struct cli *cli, const void *given, const struct slices *args)
{
    static const char *const none[] = {NULL};
    const struct list_options *o = given;
    struct err e = {0};
    AUTO_SEAT s = {0};
    seat_begin(&s, cli, &o->seat);
    if (!seat_args(&s, args, none, 0, &e) || !seat_open(&s, cli, &o->seat, &e))
        return cli_wrong_err(cli, &e);
    const struct map *persons = &s.office.committee.persons;
    return o->seat.json ? persons_json(&s, persons) : persons_text(&s, persons);
}

const struct command person_list_verb = {
    .name = "list",
    .synopsis = "",
    .summary = "people, with their names where these are kept",
    .options = read_options,
    .noptions = COUNT_OF(read_options),
    .size = sizeof(struct list_options),
    .run = run_persons,
};

/* ---- person forget
 * -----------------------------------------------------------------------------*/

static enum cli_exit
run_forget(struct cli *cli, const void *given, const struct slices *args)
{
    static const char *const places[] = {"PERSON", NULL};
    const struct list_options *o = given;
    struct err e = {0};
    AUTO_SEAT s = {0};
    seat_begin(&s, cli, &o->seat);
    if (!seat_args(&s, args, places, 1, &e) || !seat_open(&s, cli, &o->seat, &e))
        return cli_wrong_err(cli, &e);
    const struct person *p = committee_person(&s.office.committee, args->v[0]);
    if (!p)
        return cli_wrong(cli, "no person '%.*s'; 'comity committee person list' lists them",
                         SL_FMT(args->v[0]));
    if (!office_forget(&s.office, p->profile, &e))
        return cli_wrong_err(cli, &e);
    cli_say(cli->out,
            arena_printf(&cli->arena,
                         "%.*s: name and address are deleted; the record has their digest alone. "
                         "Older backups still hold them",
                         SL_FMT(p->id)));
    return EXIT_OK;
}

const struct command person_forget_verb = {
    .name = "forget",
    .synopsis = "PERSON",
    .summary = "delete a person's name and address; what the person did stays in the record",
    .options = read_options,
    .noptions = COUNT_OF(read_options),
    .size = sizeof(struct list_options),
    .run = run_forget,
};

/* ---- group shut-out --------------------------------------------------------------------------*/

static const struct langs whys[] = {
    [SHUT_OUT_ORIGIN] = {SL_INIT("its origin is not admitted"),
                         SL_INIT("不在准入的资本来源范围内")},
    [SHUT_OUT_NOT_INVITED] = {SL_INIT("it was not invited"), SL_INIT("未受邀请")},
};

static enum cli_exit
shut_json(struct seat *s, const struct shut_outs *outs)
{
    static const char *const words[] = {"origin", "not-invited"};
    struct arena *a = &s->cli->arena;
    struct json_node *list = json_new_array(a);
    for (size_t i = 0; i < outs->n; i++) {
        struct json_node *o = json_new_object(a);
        json_put_text(a, o, "organisation", outs->v[i].organisation->id);
        json_put_text(a, o, "origin", slice_str(origin_words[outs->v[i].organisation->origin]));
        json_put_text(a, o, "why", slice_str(words[outs->v[i].why]));
        json_push_node(a, list, o);
    }
    return json_tree_print(s->cli, list);
}

static enum cli_exit
shut_text(struct seat *s, const struct shut_outs *outs)
{
    static const char *const heads[] = {"id", "origin", "why", "organisation"};
    struct printer p;
    struct buf b;
    struct table t;
    if (outs->n == 0) {
        cli_say(s->cli->out, SL("every member of the committee can join"));
        return EXIT_OK;
    }
    seat_printer(&p, &b, s);
    table_init(&t, &s->cli->arena, heads, COUNT_OF(heads));
    for (size_t i = 0; i < outs->n; i++) {
        const struct organisation *o = outs->v[i].organisation;
        table_cell(&t, o->id);
        table_cell(&t, slice_str(origin_words[o->origin]));
        table_cell(&t, langs_get(&whys[outs->v[i].why], s->zh));
        table_cell(&t, seat_word(s, o->name.en, o->name.zh));
    }
    table_print(&p, &t);
    return seat_print(s, &b);
}

static enum cli_exit
run_shut(struct cli *cli, const void *given, const struct slices *args)
{
    static const char *const places[] = {"GROUP", NULL};
    const struct list_options *o = given;
    struct shut_outs outs;
    struct err e = {0};
    AUTO_SEAT s = {0};
    seat_begin(&s, cli, &o->seat);
    if (!seat_args(&s, args, places, 1, &e) || !seat_open(&s, cli, &o->seat, &e))
        return cli_wrong_err(cli, &e);
    const struct group *g = committee_group(&s.office.committee, args->v[0]);
    if (!g)
        return cli_wrong(cli, "no group '%.*s'; 'comity committee group list' lists them",
                         SL_FMT(args->v[0]));
    group_shut_outs(&outs, &cli->arena, &s.office.committee, g, seat_now(&s));
    return o->seat.json ? shut_json(&s, &outs) : shut_text(&s, &outs);
}

const struct command group_shut_verb = {
    .name = "shut-out",
    .synopsis = "GROUP",
    .summary = "which members of the committee cannot join it, and why",
    .options = read_options,
    .noptions = COUNT_OF(read_options),
    .size = sizeof(struct list_options),
    .run = run_shut,
};
