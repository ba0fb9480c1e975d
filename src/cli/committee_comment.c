/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/committee_comment.h"

#include "api/view_comment.h"
#include "cli/committee_act.h"
#include "cli/committee_given.h"
#include "cli/committee_list.h"
#include "cli/committee_verbs.h"
#include "cli/json_tree.h"

#define PLACES(...) ((const char *const[]){__VA_ARGS__, NULL})
#define COLUMNS(...) ((const char *const[]){__VA_ARGS__, NULL})

/* ---- what others use, too --------------------------------------------------------------------*/

bool
comment_drafts(struct drafts *d, struct seat *s, const struct project *p, struct err *e)
{
    const struct viewer *v;
    if (!seat_reader(&v, s, e))
        return false;
    drafts_begin(d, v, p);
    return true;
}

/* ---- file ------------------------------------------------------------------------------------*/

struct file_command {
    struct seat_options seat;
    const char *text, *proposed, *quote, *replace, *line, *element, *from, *type, *language, *draft;
    bool of_public;
};

static const char *const types[] = {"ge", "te", "ed", NULL};

/* NOLINTBEGIN(bugprone-macro-parentheses) */
#define TEXT_ROW(name_, member_, arg_, help_)                                                 \
    {                                                                                         \
        .name = name_, .type = OPTION_TEXT, .offset = offsetof(struct file_command, member_), \
        .arg = arg_, .help = help_                                                            \
    }

/* NOLINTEND(bugprone-macro-parentheses) */

static const struct option file_options[] = {
    TEXT_ROW("text", text, "TEXT|@FILE", "what you have to say"),
    {.name = "type",
     .letter = 't',
     .type = OPTION_CHOICE,
     .offset = offsetof(struct file_command, type),
     .arg = "TYPE",
     .help = "ge general, te technical, ed editorial",
     .choices = types},
    TEXT_ROW("proposed", proposed, "TEXT|@FILE", "the change that you propose, in words"),
    TEXT_ROW("quote", quote, "TEXT", "words of the clause that it is about"),
    TEXT_ROW("replace", replace, "TEXT", "what should stand in place of the quoted words"),
    {.name = "language",
     .type = OPTION_CHOICE,
     .offset = offsetof(struct file_command, language),
     .arg = "LANG",
     .help = "of the comment: zh or en (default by its script)",
     .choices = seat_languages},
    TEXT_ROW("element", element, "TEXT", "paragraph, figure or table"),
    TEXT_ROW("line", line, "TEXT", "line number, as the ISO table has it"),
    TEXT_ROW("draft", draft, "DRAFT", "which draft (default the one that is out)"),
    {.name = "public",
     .type = OPTION_FLAG,
     .offset = offsetof(struct file_command, of_public),
     .help = "of somebody outside; the secretary enters it"},
    TEXT_ROW("from", from, "TEXT", "of --public: who says so"),
    SEAT_ACT_ROWS(struct file_command, seat),
};

/* What the options and arguments say, by the names of its fields. */
static bool
take_given(struct given *g, struct seat *s, const struct file_command *o, const struct slices *args,
           struct err *e)
{
    const struct {
        const char *name;
        struct slice text;
    } fields[] = {
        {"clause", args->n > 1 ? args->v[1] : SL("")},
        {"quote", slice_str(o->quote)},
        {"replace", slice_str(o->replace)},
        {"line", slice_str(o->line)},
        {"element", slice_str(o->element)},
        {"from", slice_str(o->from)},
        {"draft", slice_str(o->draft)},
        {"type", slice_str(o->type)},
        {"language", slice_str(o->language)},
        {"public", o->of_public ? SL("1") : SL("")},
    };
    struct slice text, proposed;
    if (!given_long(&text, s, slice_str(o->text), e) ||
        !given_long(&proposed, s, slice_str(o->proposed), e))
        return false;
    for (size_t i = 0; i < COUNT_OF(fields); i++)
        given_add(g, &s->cli->arena, slice_str(fields[i].name), fields[i].text);
    given_add(g, &s->cli->arena, SL("text"), text);
    given_add(g, &s->cli->arena, SL("proposed"), proposed);
    return true;
}

static enum cli_exit
run_file(struct cli *cli, const void *options, const struct slices *args)
{
    const struct file_command *o = options;
    const struct project *p;
    struct drafts drafts;
    struct given given = {0};
    struct comment_given g;
    struct given_faults faults = {0};
    struct act x;
    struct err e = {0};
    AUTO_SEAT s = {0};
    seat_begin(&s, cli, &o->seat);
    if (!seat_args(&s, args, PLACES("PROJECT", "CLAUSE"), 1, &e) ||
        !seat_open(&s, cli, &o->seat, &e) || !seat_project(&p, &s, args->v[0], &e) ||
        !take_given(&given, &s, o, args, &e) || !comment_drafts(&drafts, &s, p, &e))
        return cli_wrong_err(cli, &e);
    if (!comment_take(&g, &cli->arena, &given, &faults) ||
        !comment_request(&x, &drafts, &g, &faults, &e)) {
        if (faults.n)
            (void)given_wrong(&faults, &(struct given_written){&given, PLACES("clause")}, &s, &e);
        return cli_wrong_err(cli, &e);
    }
    return act_give(&s, &x);
}

/* ---- show ------------------------------------------------------------------------------------*/

static const struct option read_options[] = {SEAT_READ_ROWS(struct list_options, seat)};
static const char *const type_names[] = {
    [COMMENT_GENERAL] = "ge", [COMMENT_TECHNICAL] = "te", [COMMENT_EDITORIAL] = "ed"};
static const char *const decision_names[] = {
    [DECISION_NONE] = "open",     [DECISION_ACCEPTED] = "accepted",
    [DECISION_PARTLY] = "partly", [DECISION_NOT_ACCEPTED] = "not-accepted",
    [DECISION_NOTED] = "noted",
};

/* As the API shows it. */
static enum cli_exit
show_json(struct seat *s, const struct project *p, const struct comment *c)
{
    const struct viewer *v;
    struct comment_look look;
    struct json_node *n;
    struct err e = {0};
    if (!seat_secretary(&v, s, &e))
        return cli_wrong_err(s->cli, &e);
    comment_look_begin(&look, v, p);
    return view_comment(&n, &look, c, &e) ? json_tree_print(s->cli, n) : cli_wrong_err(s->cli, &e);
}

static const char *const decisions_zh[] = {
    [DECISION_NONE] = "未处理",     [DECISION_ACCEPTED] = "采纳",
    [DECISION_PARTLY] = "部分采纳", [DECISION_NOT_ACCEPTED] = "不采纳",
    [DECISION_NOTED] = "已知悉",
};

static enum cli_exit
show_text(struct seat *s, struct drafts *d, const struct comment *c)
{
    static const char *const labels[2][7] = {
        {"quoted:", "says:", "proposes:", "change:", "decision:", "reason:", "applied in:"},
        {"原文：", "意见：", "建议：", "修改：", "处理：", "理由：", "落实于："}};
    struct printer p;
    struct buf b;
    struct comment_object object;
    struct slice number = comment_clause_number(d, c);
    const struct organisation *o = committee_organisation(&s->office.committee, c->organisation);
    bool there = comment_object_of(&object, seat_viewer(s), c);
    seat_printer(&p, &b, s);
    printer_ink(&p, INK_BOLD);
    printer_safe(&p, arena_printf(p.a, "%.*s %.*s", SL_FMT(d->project->id), SL_FMT(c->id)));
    printer_ink(&p, INK_NONE);
    struct slice who = o               ? seat_word(s, o->name.en, o->name.zh)
                       : object.from.n ? object.from
                       : s->zh         ? SL("公众")
                                       : SL("the public");
    struct slice place = number.n ? number : s->zh ? SL("全文") : SL("whole");
    if (s->zh)
        printer_safe(&p, arena_printf(p.a, " 针对%.*s的%.*s，%s，%.*s", SL_FMT(c->draft),
                                      SL_FMT(place), type_names[c->type], SL_FMT(who)));
    else
        printer_safe(&p, arena_printf(p.a, " on %s%.*s of %.*s, %s, by %.*s",
                                      number.n ? "clause " : "the ", SL_FMT(place),
                                      SL_FMT(c->draft), type_names[c->type], SL_FMT(who)));
    buf_printf(&b, s->zh ? "，%.*s%s\n" : ", %.*s%s\n", SL_FMT(instant_text(p.a, c->at)),
               !c->withdrawn ? ""
               : s->zh       ? "，已撤回"
                             : ", withdrawn");
    if (!there)
        buf_str(&b, s->zh ? "      内容已删除，记录中仅存摘要值\n"
                          : "      its text was forgotten; the record has its digest\n");
    const char *const *label = labels[s->zh];
    if (object.anchored)
        printer_detail(&p, INK_DIM, label[0], object.anchor.quote);
    printer_detail(&p, INK_NONE, label[1], object.text);
    printer_detail(&p, INK_NONE, label[2], object.proposed);
    if (object.proposes)
        printer_detail(&p, INK_NONE, label[3],
                       proposal_print(p.a, &object.proposal, drafts_get(d, c->draft, NULL), 20));
    printer_detail(&p, INK_NONE, label[4],
                   slice_str((s->zh ? decisions_zh : decision_names)[c->decision]));
    printer_detail(&p, INK_NONE, label[5], comment_reason(seat_viewer(s), c->reason));
    printer_detail(&p, INK_NONE, label[6], c->applied_in);
    return seat_print(s, &b);
}

static enum cli_exit
run_show(struct cli *cli, const void *given, const struct slices *args)
{
    const struct list_options *o = given;
    const struct project *p;
    struct drafts drafts;
    struct err e = {0};
    AUTO_SEAT s = {0};
    seat_begin(&s, cli, &o->seat);
    if (!seat_args(&s, args, PLACES("PROJECT", "COMMENT"), 2, &e) ||
        !seat_open(&s, cli, &o->seat, &e) || !seat_project(&p, &s, args->v[0], &e) ||
        !comment_drafts(&drafts, &s, p, &e))
        return cli_wrong_err(cli, &e);
    const struct comment *c = project_comment(p, args->v[1]);
    if (!c)
        return cli_wrong(cli, "%.*s has no comment '%.*s'; 'comity committee comment list %.*s'",
                         SL_FMT(p->id), SL_FMT(args->v[1]), SL_FMT(p->id));
    return o->seat.json ? show_json(&s, p, c) : show_text(&s, &drafts, c);
}

/* ---- the group -------------------------------------------------------------------------------*/

static const struct act_arguments open_form = {
    .type = "comments.opened", .places = PLACES("project"), .need = 1};
static const struct act_arguments extend_form = {
    .type = "comments.extended", .places = PLACES("project", "closes"), .need = 2};
static const struct act_arguments dispose_form = {
    .type = "disposition.set", .places = PLACES("project", "comment", "decision"), .need = 3};
static const struct act_arguments withdraw_form = {
    .type = "comment.withdrawn", .places = PLACES("project", "comment"), .need = 2};
static const struct list_form comments = {
    .table = ROWS_COMMENT,
    .columns =
        COLUMNS("project", "id", "draft", "clause", "type", "language", "decision", "organisation"),
    .places = PLACES("project"),
    .none = "no comments",
};

static const struct command open_verb =
    ACT_COMMAND("open", "PROJECT [--closes TIME|+DAYS]",
                "begin a comment period on the newest draft (default: the usual days)", open_form);
static const struct command extend_verb =
    ACT_COMMAND("extend", "PROJECT TIME|+DAYS", "give the running period a later end", extend_form);
static const struct command file_verb = {
    .name = "file",
    .synopsis = "PROJECT [CLAUSE] --text TEXT --type ge|te|ed [--quote TEXT --replace TEXT]",
    .summary = "comment on a clause (by number or identifier) or on the whole",
    .options = file_options,
    .noptions = COUNT_OF(file_options),
    .size = sizeof(struct file_command),
    .run = run_file,
};
static const struct command list_verb = LIST_COMMAND("[PROJECT]", "comments", comments);
static const struct command show_verb = {
    .name = "show",
    .synopsis = "PROJECT COMMENT",
    .summary = "its text, the change it proposes, what was decided and why",
    .options = read_options,
    .noptions = COUNT_OF(read_options),
    .size = sizeof(struct list_options),
    .run = run_show,
};
static const struct command dispose_verb =
    ACT_COMMAND("dispose", "PROJECT COMMENT accepted|partly|not-accepted|noted [--reason TEXT]",
                "decide about a comment; partly and not-accepted need a reason", dispose_form);
static const struct command withdraw_verb =
    ACT_COMMAND("withdraw", "PROJECT COMMENT", "take a comment of your own back", withdraw_form);
static const struct command *const verbs[] = {&open_verb,
                                              &extend_verb,
                                              &file_verb,
                                              &list_verb,
                                              &show_verb,
                                              &dispose_verb,
                                              &withdraw_verb,
                                              &comment_import_verb,
                                              &comment_export_verb,
                                              &comment_answer_verb,
                                              &comment_merge_verb,
                                              &comment_anchors_verb,
                                              NULL};

const struct command committee_comment_group = {
    .name = "comment",
    .synopsis = "COMMAND",
    .summary = "comments: file, answer, carry over, as tables in and out",
    .verbs = verbs,
};
