/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `comity committee init`: a new committee, its folder, its keys, its first secretary.
 */
#include "cli/committee_process.h"
#include "cli/committee_verbs.h"
#include "cli/json_tree.h"
#include "office/object.h"

struct init_command {
    struct seat_options seat;
    const char *id, *name_en, *name_zh, *record, *languages, *process;
    const char *org_en, *org_zh, *origin, *country, *category, *person_en, *person_zh, *mail;
    bool rehearsal;
};

static const char *const origins[] = {"domestic", "foreign-invested", "foreign", NULL};

/* NOLINTBEGIN(bugprone-macro-parentheses) */
#define TEXT_ROW(name_, member_, arg_, help_)                                                 \
    {                                                                                         \
        .name = name_, .type = OPTION_TEXT, .offset = offsetof(struct init_command, member_), \
        .arg = arg_, .help = help_                                                            \
    }

/* NOLINTEND(bugprone-macro-parentheses) */

static const struct option options[] = {
    TEXT_ROW("id", id, "ID", "the committee's id: TC-1 (default: the folder's name)"),
    TEXT_ROW("name-en", name_en, "TEXT", "its name, in English"),
    TEXT_ROW("name-zh", name_zh, "TEXT", "its name, in Chinese"),
    TEXT_ROW("record", record, "NAME",
             "what the record is called in signatures: tc1.example.org/record"),
    TEXT_ROW("languages", languages, "en,zh", "the languages that it works in (default both)"),
    TEXT_ROW("organisation-en", org_en, "TEXT", "the organisation that keeps the secretariat"),
    TEXT_ROW("organisation-zh", org_zh, "TEXT", "the same, in Chinese"),
    {.name = "origin",
     .type = OPTION_CHOICE,
     .offset = offsetof(struct init_command, origin),
     .arg = "WORD",
     .help = "of that organisation: domestic (default), foreign-invested, foreign",
     .choices = origins},
    TEXT_ROW("country", country, "CC", "of that organisation, ISO 3166"),
    TEXT_ROW("category", category, "WORD", "of interest: government, research, user, …"),
    TEXT_ROW("secretary-en", person_en, "NAME", "the first secretary, a person"),
    TEXT_ROW("secretary-zh", person_zh, "NAME", "the same, in Chinese"),
    TEXT_ROW("mail", mail, "ADDRESS", "the secretary's; kept beside the record"),
    TEXT_ROW("process", process, "ID", "adopt this process at once: SAC-GBT"),
    {.name = "rehearsal",
     .type = OPTION_FLAG,
     .offset = offsetof(struct init_command, rehearsal),
     .help = "times may be given (--now): for courses and tests; the record says so for ever"},
    SEAT_READ_ROWS(struct init_command, seat),
};

static struct json_node *
langs_json(struct arena *a, const char *en, const char *zh)
{
    struct json_node *n = json_new_object(a);
    json_put_text_if(a, n, "en", slice_str(en));
    json_put_text_if(a, n, "zh", slice_str(zh));
    return n;
}

/* The folder's own name, as far as it makes an id. */
static struct slice
folder_name(struct arena *a, const char *dir)
{
    struct slice rest = slice_str(dir), part, last = SL("committee");
    while (slice_cut(&rest, '/', &part))
        if (part.n && id_valid(part))
            last = part;
    return arena_dup(a, last);
}

static bool
complete(const struct init_command *o, struct err *e)
{
    if (!o->name_en && !o->name_zh)
        return err_set(e, ERR_INPUT, "what is the committee called? --name-en or --name-zh");
    if (!o->record)
        return err_set(e, ERR_INPUT,
                       "what is its record called in signatures? "
                       "--record tc1.example.org/record, a name that is yours");
    if (!o->org_en && !o->org_zh)
        return err_set(e, ERR_INPUT,
                       "which organisation keeps the secretariat? --organisation-en "
                       "or --organisation-zh");
    if (!o->person_en && !o->person_zh)
        return err_set(e, ERR_INPUT, "who is the secretary? --secretary-en or --secretary-zh");
    return true;
}

static struct json_node *
founding(struct arena *a, const struct init_command *o, const char *dir, struct slice profile)
{
    struct json_node *n = json_new_object(a), *org = json_new_object(a);
    struct json_node *person = json_new_object(a), *languages = json_new_array(a);
    struct slice rest = slice_str(o->languages ? o->languages : "en,zh"), one;
    while (slice_cut(&rest, ',', &one))
        json_push_text(a, languages, slice_trim(one));
    json_put_text_if(a, org, "category", slice_str(o->category));
    json_put_text_if(a, org, "country", slice_str(o->country));
    json_put_node(a, org, "name", langs_json(a, o->org_en, o->org_zh));
    json_put_text(a, org, "origin", slice_str(o->origin ? o->origin : "domestic"));
    json_put_text(a, person, "profile", profile);
    json_put_text(a, n, "id", o->id ? slice_str(o->id) : folder_name(a, dir));
    json_put_node(a, n, "languages", languages);
    json_put_node(a, n, "name", langs_json(a, o->name_en, o->name_zh));
    json_put_node(a, n, "organisation", org);
    json_put_node(a, n, "person", person);
    json_put_text(a, n, "record", slice_str(o->record));
    if (o->rehearsal)
        json_put_bool(a, n, "rehearsal", true);
    return n;
}

static bool
create(struct seat *s, const struct init_command *o, struct err *e)
{
    struct arena *a = &s->cli->arena;
    struct langs name = {slice_str(o->person_en), slice_str(o->person_zh)};
    struct slice octets;
    if (!complete(o, e) || !seat_clock(s, o->rehearsal, e) ||
        !object_person(&octets, a, &s->env, &name, slice_str(o->mail), e))
        return false;
    struct office_object object = {octets, false};
    return office_create(s->dir, &s->env, founding(a, o, s->dir, object_digest(a, octets)), &object,
                         1, e);
}

/* Adopts the process in the new folder, as its first secretary. */
static enum cli_exit
adopt(struct cli *cli, const struct init_command *o, const char *dir, const struct process *p)
{
    struct seat_options so = o->seat;
    struct err e = {0};
    AUTO_SEAT s = {0};
    so.dir = dir;
    if (!seat_open(&s, cli, &so, &e))
        return cli_wrong_err(cli, &e);
    so.as = arena_str(&cli->arena, s.office.committee.mandates.v[0].key);
    return process_adopt(&s, p, NULL);
}

static void
next_steps(struct seat *s, const struct init_command *o)
{
    struct arena *a = &s->cli->arena;
    cli_say(s->cli->out,
            arena_printf(a, "%s: a new committee%s; you are its secretary under the mandate m-1",
                         s->dir, o->rehearsal ? ", a rehearsal" : ""));
    cli_say(s->cli->out,
            arena_printf(a,
                         "  keys: %s/keys signs the record; keep a copy apart. Members trust "
                         "%s/record/log.vkey: give it to them by another way, too",
                         s->dir, s->dir));
    cli_say(s->cli->out,
            arena_printf(a, "  next: export COMITY_COMMITTEE=%s COMITY_AS=m-1; comity committee %s",
                         s->dir,
                         o->process ? "organisation add --name-en TEXT --origin domestic"
                                    : "process adopt SAC-GBT"));
}

static enum cli_exit
run(struct cli *cli, const void *given, const struct slices *args)
{
    const struct init_command *o = given;
    static const char *const places[] = {"DIR", NULL};
    struct err e = {0};
    struct seat s;
    seat_begin(&s, cli, &o->seat);
    if (!seat_args(&s, args, places, o->seat.dir ? 0 : 1, &e))
        return cli_wrong_err(cli, &e);
    if (args->n)
        s.dir = arena_str(&cli->arena, args->v[0]);
    const struct process *p = NULL;
    if ((o->process && !process_named(&p, cli, slice_str(o->process), &e)) || !create(&s, o, &e))
        return cli_wrong_err(cli, &e);
    enum cli_exit status = p ? adopt(cli, o, s.dir, p) : EXIT_OK;
    if (!o->seat.json)
        next_steps(&s, o);
    return status;
}

const struct command committee_init_verb = {
    .name = "init",
    .synopsis = "DIR --name-en TEXT --record NAME --organisation-en TEXT --secretary-en NAME",
    .summary = "a new committee in a new folder, with its keys and its first secretary",
    .options = options,
    .noptions = COUNT_OF(options),
    .size = sizeof(struct init_command),
    .run = run,
};
