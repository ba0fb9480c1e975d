/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/committee_act.h"

#include "cli/committee_given.h"
#include "cli/json_tree.h"
#include "cli/output.h"
#include "office/object.h"
#include "text/json_build.h"

#define OBJECTS_MAX 8

/* ---- options ---------------------------------------------------------------------------------*/

static const struct act_special *
special(const struct act_form *f, const char *key)
{
    for (size_t i = 0; i < f->nspecials; i++)
        if (strcmp(f->specials[i].field, key) == 0)
            return &f->specials[i];
    return NULL;
}

static bool
is_place(const struct act_form *f, const char *key)
{
    for (const char *const *p = f->places; p && *p; p++)
        if (strcmp(*p, key) == 0)
            return true;
    return false;
}

/* What nobody writes by hand: the engine knows it better. */
static bool
is_derived(const struct event_field *f)
{
    return f->filled &&
           (f->type == FIELD_DIGEST || f->type == FIELD_OBJECT || f->type == FIELD_LIST);
}

static const char *
arg_of(const struct act_special *s)
{
    if (!s || s->way == ACT_GIVEN)
        return NULL;
    return s->way == ACT_FILE ? "FILE" : "TEXT";
}

struct command_options
act_command_options(const struct command *c, struct arena *a)
{
    const struct act_form *f = c->about;
    const struct event_kind *kind = event_kind_find(slice_str(f->type));
    struct given_rows rows;
    given_begin(&rows, a, sizeof(struct seat_options));
    for (size_t i = 0; kind && i < kind->nfields; i++) {
        const struct event_field *field = &kind->fields[i];
        const struct act_special *s = special(f, field->key);
        if (is_place(f, field->key) || (s ? s->way >= ACT_FIXED : is_derived(field)))
            continue;
        if (s && s->way == ACT_PERSON)
            given_person(&rows);
        else
            given_field(&rows, field, s ? s->name : NULL, s ? s->help : NULL, arg_of(s));
    }
    return given_end(&rows);
}

/* ---- data ------------------------------------------------------------------------------------*/

struct act_run {
    struct seat *s;
    const struct act_form *f;
    const struct command_options *co;
    const void *options;
    const struct slices *args;
    struct json_node *data;
    struct slice project;
    struct office_object objects[OBJECTS_MAX];
    size_t nobjects;
};

static bool
keep(struct act_run *r, const char *field, struct slice octets, bool open, struct err *e)
{
    if (r->nobjects == OBJECTS_MAX)
        return err_set(e, ERR_LIMIT, "more than %d texts in one act", OBJECTS_MAX);
    r->objects[r->nobjects++] = (struct office_object){octets, open};
    json_put_text(&r->s->cli->arena, r->data, field, object_digest(&r->s->cli->arena, octets));
    return true;
}

static bool
put_person(struct act_run *r, const char *field, struct err *e)
{
    struct arena *a = &r->s->cli->arena;
    struct langs name = {given_text(r->co, r->options, "name-en"),
                         given_text(r->co, r->options, "name-zh")};
    struct slice mail = given_text(r->co, r->options, "mail"), octets;
    if (!name.en.n && !name.zh.n)
        return err_set(e, ERR_INPUT, "a person needs a name: --name-en or --name-zh");
    return object_person(&octets, a, &r->s->env, &name, mail, e) &&
           keep(r, field, octets, false, e);
}

static bool
put_special(struct act_run *r, const struct event_field *field, const struct act_special *sp,
            struct slice place, struct err *e)
{
    struct arena *a = &r->s->cli->arena;
    struct slice given =
        place.n ? place
                : given_text(r->co, r->options, sp->name ? sp->name : given_name(a, field->key));
    struct slice octets;
    switch (sp->way) {
    case ACT_FILE:
        if (!given.n)
            return true;
        if (!given_file(&octets, r->s, given, e))
            return false;
        if (!octets.n)
            return err_set(e, ERR_INPUT, "%.*s: the file is empty", SL_FMT(given));
        return keep(r, field->key, octets, sp->open, e);
    case ACT_TEXT:
        return !given.n || (given_long(&octets, r->s, given, e) &&
                            object_text(&octets, a, &r->s->env, octets, e) &&
                            keep(r, field->key, octets, sp->open, e));
    case ACT_PERSON:
        return put_person(r, field->key, e);
    case ACT_FIXED:
        json_put_text(a, r->data, field->key, slice_str(sp->help));
        return true;
    case ACT_HIDDEN:
        return true;
    case ACT_GIVEN:
        return given_put(r->s, r->data, field, sp->name, r->co, r->options, place, e);
    }
    return true;
}

/* The argument that stands for the field; empty where it is none or was left out. */
static struct slice
place_of(const struct act_run *r, const char *key)
{
    for (size_t i = 0; r->f->places && r->f->places[i] && i < r->args->n; i++)
        if (strcmp(r->f->places[i], key) == 0)
            return r->args->v[i];
    return (struct slice){0};
}

static bool
fill(struct act_run *r, const struct event_kind *kind, struct err *e)
{
    r->project = place_of(r, "project");
    for (size_t i = 0; i < kind->nfields; i++) {
        const struct event_field *field = &kind->fields[i];
        const struct act_special *sp = special(r->f, field->key);
        struct slice place = place_of(r, field->key);
        bool ok = sp ? put_special(r, field, sp, place, e)
                     : given_put(r->s, r->data, field, NULL, r->co, r->options, place, e);
        if (!ok)
            return false;
    }
    return true;
}

enum cli_exit
act_command_run(struct cli *cli, const void *options, const struct slices *args)
{
    static const char *const none[] = {NULL};
    const struct act_form *f = cli->command->about;
    const struct event_kind *kind = event_kind_find(slice_str(f->type));
    struct command_options co = command_options(cli->command, &cli->arena);
    struct err e = {0};
    AUTO_SEAT s = {0};
    seat_begin(&s, cli, options);
    if (!seat_args(&s, args, f->places ? f->places : none, f->need, &e) ||
        !seat_open(&s, cli, options, &e))
        return cli_wrong_err(cli, &e);
    struct act_run run = {.s = &s, .f = f, .co = &co, .options = options, .args = args};
    run.data = json_new_object(&cli->arena);
    if (!fill(&run, kind, &e))
        return cli_wrong(cli, "%s: %s", cli->path, e.msg);
    struct office_request r = {.type = slice_str(f->type),
                               .project = run.project,
                               .data = run.data,
                               .objects = run.objects,
                               .nobjects = run.nobjects};
    return act_do(&s, &r);
}

/* ---- the act and its answer ------------------------------------------------------------------*/

enum cli_exit
act_do(struct seat *s, struct office_request *r)
{
    struct office_done done = {0};
    struct err e = {0};
    if (!seat_actor(&r->by, s, &e))
        return cli_wrong_err(s->cli, &e);
    r->once = slice_str(s->o->once);
    r->dry = s->o->dry_run;
    if (!office_act(&done, &s->cli->arena, &s->office, r, &e))
        return cli_wrong_err(s->cli, &e);
    return act_answer(s, &done);
}

static bool
write_receipt(struct seat *s, const struct office_done *done, struct err *e)
{
    CLEANUP(output_abandon) struct output out = {0};
    return output_open(&out, &s->cli->arena, s->o->receipt, e) &&
           output_write(&out, done->receipt, e) && output_commit(&out, e);
}

static enum cli_exit
answer_json(struct seat *s, const struct office_done *done)
{
    static const char *const answers[] = {"done", "repeated", "refused"};
    struct arena *a = &s->cli->arena;
    struct json_node *n = json_new_object(a), event;
    bool asked = s->o->dry_run && done->answer == OFFICE_DONE;
    json_put_text(a, n, "answer", slice_str(asked ? "allowed" : answers[done->answer]));
    if (done->answer == OFFICE_REFUSED) {
        struct json_node *r = json_new_object(a);
        json_put_text(a, r, "code", slice_str(refusal_name(done->refusal.code)));
        json_put_text(a, r, "rule", done->refusal.rule);
        json_put_text_if(a, r, "en", done->refusal.en);
        json_put_text_if(a, r, "zh", done->refusal.zh);
        json_put_node(a, n, "refusal", r);
    } else if (json_parse(&event, a, SL("event"), done->leaf, NULL)) {
        json_put_node(a, n, "event", &event);
    }
    json_put_text_if(a, n, "receipt", done->receipt);
    json_put_text_if(a, n, "warning", done->warning);
    enum cli_exit status = json_tree_print(s->cli, n);
    return done->answer == OFFICE_REFUSED && status == EXIT_OK ? EXIT_FAILS : status;
}

static void
answer_text(struct seat *s, const struct office_done *done)
{
    struct arena *a = &s->cli->arena;
    const struct event *ev = &done->event;
    struct slice id = event_text(ev, "id"), project = ev->project;
    const struct organisation *o =
        committee_organisation(&s->office.committee, ev->by.organisation);
    struct slice name = o ? seat_word(s, o->name.en, o->name.zh) : ev->by.organisation;
    if (s->o->dry_run) {
        cli_say(s->cli->out, arena_printf(a, "allowed: %s", ev->kind->name));
        return;
    }
    cli_say(s->cli->out,
            arena_printf(a, "%s: %s%s%.*s%s%.*s, entry %llu, by %.*s for %.*s",
                         done->answer == OFFICE_REPEATED ? "done before" : "done", ev->kind->name,
                         id.n ? " " : "", SL_FMT(id), project.n ? " in " : "", SL_FMT(project),
                         (unsigned long long)ev->index, SL_FMT(ev->by.mandate), SL_FMT(name)));
}

enum cli_exit
act_answer(struct seat *s, const struct office_done *done)
{
    struct err e = {0};
    if (done->warning.n)
        cli_say(s->cli->err, arena_printf(&s->cli->arena, "comity: %.*s", SL_FMT(done->warning)));
    if (s->o->receipt && done->receipt.n && !write_receipt(s, done, &e))
        return cli_wrong_err(s->cli, &e);
    if (s->o->json)
        return answer_json(s, done);
    if (done->answer == OFFICE_REFUSED) {
        act_refusal_say(s, &done->refusal);
        return EXIT_FAILS;
    }
    answer_text(s, done);
    return EXIT_OK;
}

/* What to do next. */
static const struct langs nexts[] = {
    [REFUSED_NOT] = {{0}, {0}},
    [REFUSED_SHAPE] = {SL_INIT("add or correct what it names; --help lists the options"),
                       SL_INIT("请补充或更正所指内容；--help 列出全部选项")},
    [REFUSED_UNKNOWN] = {SL_INIT("see what there is: comity committee status"),
                         SL_INIT("查看现有内容：comity committee status")},
    [REFUSED_TAKEN] = {SL_INIT("leave the id out: a new one is given"),
                       SL_INIT("不要指定编号，系统会分配新编号")},
    [REFUSED_MANDATE] = {SL_INIT(
                             "see who may act: comity committee mandate list; a secretary gives "
                             "mandates: comity committee mandate give"),
                         SL_INIT("查看授权：comity committee mandate list；秘书处可授权：comity "
                                 "committee mandate give")},
    [REFUSED_ROLE] = {SL_INIT(
                          "somebody with that role has to do it: comity committee mandate list"),
                      SL_INIT("须由具有该职责的人办理：comity committee mandate list")},
    [REFUSED_GROUP] = {SL_INIT("see whom the group admits: comity committee group list"),
                       SL_INIT("查看工作组的准入范围：comity committee group list")},
    [REFUSED_STAGE] =
        {SL_INIT("see the stage and the ways on: comity committee project status PROJECT"),
         SL_INIT("查看项目所处阶段：comity committee project status PROJECT")},
    [REFUSED_OPEN] =
        {SL_INIT("finish that first; comity committee project status PROJECT lists what is open"),
         SL_INIT("请先完成该事项；comity committee project status PROJECT 列出未完成事项")},
    [REFUSED_EARLY] =
        {SL_INIT("come back when its time has come: comity committee project status PROJECT"),
         SL_INIT("未到时间，请查看期限：comity committee project status PROJECT")},
    [REFUSED_LATE] = {SL_INIT("the time for it is over; see the dates: comity committee project "
                              "status PROJECT"),
                      SL_INIT("已过期限；期限见：comity committee project status PROJECT")},
    [REFUSED_REPEATED] = {SL_INIT("nothing: the first one counts"),
                          SL_INIT("无需再办：以首次为准")},
    [REFUSED_FROZEN] =
        {SL_INIT(
             "it was fixed when the ballot opened: comity committee ballot show PROJECT BALLOT"),
         SL_INIT("投票开始时已固定：comity committee ballot show PROJECT BALLOT")},
    [REFUSED_RULE] = {SL_INIT("see the rule: comity committee process show PROCESS"),
                      SL_INIT("查看规则：comity committee process show PROCESS")},
    [REFUSED_CLOCK] = {SL_INIT("check this machine's clock"), SL_INIT("请检查本机时钟")},
};

/* Of what is unknown: the list to look at. By what the rule's name begins with. */
static const struct {
    struct slice begin, list;
} lists[] = {
    {SL_INIT("organisation"), SL_INIT("organisation list")},
    {SL_INIT("person"), SL_INIT("person list")},
    {SL_INIT("membership"), SL_INIT("member list")},
    {SL_INIT("mandate"), SL_INIT("mandate list")},
    {SL_INIT("group"), SL_INIT("group list")},
    {SL_INIT("process"), SL_INIT("process list; comity committee process show PROCESS")},
    {SL_INIT("comment"), SL_INIT("comment list PROJECT")},
    {SL_INIT("draft"), SL_INIT("draft list PROJECT")},
    {SL_INIT("ballot"), SL_INIT("ballot list PROJECT")},
};

static struct slice
what_next(const struct seat *s, const struct refusal *r)
{
    if (slice_eq_str(r->rule, "act.once"))
        return s->zh ? SL("另用一个键值：--once") : SL("take another key: --once KEY");
    for (size_t i = 0; r->code == REFUSED_UNKNOWN && i < COUNT_OF(lists); i++)
        if (slice_has_prefix(r->rule, lists[i].begin))
            return arena_printf(&s->cli->arena, "%s%.*s",
                                s->zh ? "查看现有内容：comity committee "
                                      : "see what there is: comity committee ",
                                SL_FMT(lists[i].list));
    return langs_get(&nexts[r->code], s->zh);
}

void
act_refusal_say(struct seat *s, const struct refusal *r)
{
    struct arena *a = &s->cli->arena;
    struct slice why = seat_word(s, r->en, r->zh);
    fflush(s->cli->out);
    cli_say(s->cli->err,
            arena_printf(a, s->zh ? "comity: %s（%s，%.*s）：%.*s" : "comity: %s (%s, %.*s): %.*s",
                         s->zh ? "不予受理" : "refused", refusal_name(r->code), SL_FMT(r->rule),
                         SL_FMT(why)));
    struct slice next = what_next(s, r);
    if (next.n)
        cli_say(s->cli->err,
                arena_printf(a, "%s%.*s", s->zh ? "下一步：" : "next: ", SL_FMT(next)));
}
