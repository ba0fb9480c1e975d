/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/committee_act.h"

#include "api/view_act.h"
#include "cli/committee_given.h"
#include "cli/json_tree.h"
#include "cli/output.h"
#include "text/json_build.h"

/* ---- options ---------------------------------------------------------------------------------*/

/* The place of the field among the arguments, or SIZE_MAX. */
static size_t
place_of(const struct act_arguments *f, const char *name)
{
    for (size_t i = 0; f->places && f->places[i]; i++)
        if (strcmp(f->places[i], name) == 0)
            return i;
    return SIZE_MAX;
}

struct command_options
act_command_options(const struct command *c, struct arena *a)
{
    const struct act_arguments *f = c->about;
    struct act_field *fields;
    size_t n;
    struct given_rows rows;
    given_begin(&rows, a, sizeof(struct seat_options));
    act_fields(&fields, &n, a, event_kind_find(slice_str(f->type)));
    for (size_t i = 0; i < n; i++)
        if (place_of(f, fields[i].name) == SIZE_MAX)
            given_row(&rows, &fields[i]);
    return given_end(&rows);
}

/* ---- from what is written to the act ---------------------------------------------------------*/

static struct slice
argument(const struct act_arguments *f, const struct slices *args, const char *name)
{
    size_t at = place_of(f, name);
    return at < args->n ? args->v[at] : (struct slice){0};
}

/* What is lacking is for the act's own rules to refuse; what is written wrongly is an error. */
static enum cli_exit
faulty(struct seat *s, const struct given_faults *f, const struct given_written *w)
{
    struct arena *a = &s->cli->arena;
    struct office_done done = {.answer = OFFICE_REFUSED};
    struct langs all = {{0}, {0}};
    struct err e = {0};
    for (size_t i = 0; i < f->n; i++) {
        const struct given_fault *one = &f->v[i];
        if (!one->missing) {
            struct given_faults alone = {&f->v[i], 1, 1};
            (void)given_wrong(&alone, w, s, &e);
            return cli_wrong(s->cli, "%s: %s", s->cli->path, e.msg);
        }
        all.en = arena_printf(a, "%.*s%s--%.*s", SL_FMT(all.en), i ? ", " : "", SL_FMT(one->name));
        all.zh = arena_printf(a, "%.*s%s--%.*s", SL_FMT(all.zh), i ? "、" : "", SL_FMT(one->name));
    }
    (void)refuse(&done.refusal, a, REFUSED_SHAPE, "event.shape",
                 arena_printf(a, "The act is not complete: it lacks %.*s.", SL_FMT(all.en)),
                 arena_printf(a, "该操作的内容不完整：缺少%.*s。", SL_FMT(all.zh)));
    return act_answer(s, &done);
}

enum cli_exit
act_command_run(struct cli *cli, const void *options, const struct slices *args)
{
    static const char *const none[] = {NULL};
    const struct act_arguments *f = cli->command->about;
    const struct event_kind *kind = event_kind_find(slice_str(f->type));
    struct command_options co = command_options(cli->command, &cli->arena);
    struct act_field *fields;
    size_t n;
    struct given g = {0};
    struct given_faults faults = {0};
    struct act x;
    struct err e = {0};
    AUTO_SEAT s = {0};
    seat_begin(&s, cli, options);
    if (!seat_args(&s, args, f->places ? f->places : none, f->need, &e) ||
        !seat_open(&s, cli, options, &e))
        return cli_wrong_err(cli, &e);
    act_fields(&fields, &n, &cli->arena, kind);
    for (size_t i = 0; i < n; i++)
        if (!given_read(&g, &s, &fields[i], &co, options, argument(f, args, fields[i].name), &e))
            return cli_wrong(cli, "%s: %s", cli->path, e.msg);
    struct slice project =
        kind->of_project && !kind->opens ? argument(f, args, "project") : (struct slice){0};
    if (!act_take(&x, seat_viewer(&s), kind, project, &g, NULL, &faults))
        return faulty(&s, &faults, &(struct given_written){&g, f->places});
    return act_give(&s, &x);
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

enum cli_exit
act_give(struct seat *s, const struct act *x)
{
    struct office_request r = {
        .type = slice_str(x->kind->name),
        .project = x->project,
        .data = x->data,
        .objects = x->objects,
        .nobjects = x->nobjects,
    };
    return act_do(s, &r);
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
    enum cli_exit status =
        json_tree_print(s->cli, view_act_done(&s->cli->arena, done, s->o->dry_run));
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
