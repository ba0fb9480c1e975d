/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/committee_comment.h"

#include "cli/committee_act.h"
#include "cli/committee_given.h"
#include "cli/committee_list.h"
#include "cli/committee_verbs.h"
#include "cli/json_tree.h"

#define PLACES(...) ((const char *const[]){__VA_ARGS__, NULL})
#define COLUMNS(...) ((const char *const[]){__VA_ARGS__, NULL})

/* ---- what others use, too --------------------------------------------------------------------*/

bool
comment_drafts_begin(struct comment_drafts *d, struct seat *s, const struct project *p,
                     struct err *e)
{
    *d = (struct comment_drafts){.s = s, .project = p};
    return draft_view_begin(&d->view, s->cli, s->o->json, s->zh, e);
}

const struct draft *
comment_draft(struct comment_drafts *d, struct slice id, struct err *e)
{
    struct draft *known = map_get(&d->by_id, id);
    const struct draft_posted *posted;
    if (known)
        return known;
    known = NEW(&d->s->cli->arena, struct draft);
    if (!seat_draft(known, &posted, d->s, &d->view, d->project, id, e))
        return NULL;
    map_put(&d->s->cli->arena, &d->by_id, arena_dup(&d->s->cli->arena, id), known);
    return known;
}

bool
comment_object_of(struct comment_object *out, struct seat *s, const struct comment *c)
{
    struct slice octets;
    bool there;
    *out = (struct comment_object){0};
    return office_object(&octets, &there, &s->cli->arena, &s->office, c->object, NULL) && there &&
           comment_object_read(out, &s->cli->arena, octets);
}

struct slice
comment_reason(struct seat *s, struct slice digest)
{
    struct json_node n;
    struct slice octets;
    bool there;
    if (!digest.n || !office_object(&octets, &there, &s->cli->arena, &s->office, digest, NULL) ||
        !there)
        return (struct slice){0};
    if (!object_read(&n, &s->cli->arena, octets))
        return octets;
    return json_text(json_get(&n, "text"));
}

struct slice
comment_clause_number(struct comment_drafts *d, const struct comment *c)
{
    const struct draft *draft = c->clause.n ? comment_draft(d, c->draft, NULL) : NULL;
    const struct clause *clause = draft ? draft_clause(draft, c->clause) : NULL;
    return clause && clause->number.n ? clause->number : c->clause;
}

/* ---- from what is given to the act -----------------------------------------------------------*/

static bool
no_clause(const struct draft *d, struct slice id, struct slice clause, struct err *e)
{
    return err_set(e, ERR_INPUT,
                   "draft %.*s has no clause '%.*s', neither by number nor by identifier (of %zu); "
                   "'comity committee draft show PROJECT' shows them",
                   SL_FMT(id), SL_FMT(clause), d->n);
}

enum draft_language
comment_language(const struct comment_given *g)
{
    enum comment_row_lang l = g->lang ? g->lang : comment_row_guess(g->text, g->proposed);
    return l == COMMENT_ROW_ZH ? DRAFT_ZH : DRAFT_EN;
}

/* The clause with the quoted words replaced. */
static struct slice
replaced(struct arena *a, struct slice text, const struct anchor *an, struct slice by)
{
    struct slice head = slice_sub(text, 0, an->start);
    struct slice tail = slice_sub(text, an->start + an->quote.n, text.n);
    return arena_printf(a, "%.*s%.*s%.*s", SL_FMT(head), SL_FMT(by), SL_FMT(tail));
}

static bool
anchor(struct comment_object *c, struct arena *a, const struct draft *d, const struct clause *at,
       const struct comment_given *g, struct err *e)
{
    enum draft_language l = comment_language(g);
    struct slice text = at->text[l].s;
    if (g->quote.n ? !anchor_quote(&c->anchor, d, at->id, l, g->element, g->quote, e)
                   : !anchor_make(&c->anchor, d, at->id, l, g->element, 0, 0, e))
        return false;
    c->anchored = true;
    if (!g->replace.n)
        return true;
    if (!g->quote.n)
        return err_set(e, ERR_INPUT, "--replace says what stands there instead: of what? --quote");
    c->proposes = true;
    return proposal_make(&c->proposal, a, d, at->id, l, replaced(a, text, &c->anchor, g->replace),
                         e);
}

/* The draft that is out for comment, or the last one. */
static struct slice
draft_of(const struct comment_drafts *d, const struct comment_given *g)
{
    const struct comment_period *period = project_open_period(d->project, seat_now(d->s));
    if (g->draft.n)
        return g->draft;
    if (period)
        return period->draft;
    return d->project->drafts.n ? d->project->drafts.v[d->project->drafts.n - 1].id : SL("");
}

bool
comment_place(struct comment_place *out, struct comment_drafts *drafts,
              const struct comment_given *g, struct err *e)
{
    *out = (struct comment_place){.id = draft_of(drafts, g)};
    if (!g->clause.n)
        return true;
    out->draft = comment_draft(drafts, out->id, e);
    if (!out->draft)
        return false;
    out->clause = draft_clause(out->draft, g->clause);
    if (!out->clause)
        out->clause = draft_numbered(out->draft, g->clause);
    return out->clause ? true : no_clause(out->draft, out->id, g->clause, e);
}

bool
comment_request(struct office_request *r, struct office_object *object,
                struct comment_drafts *drafts, const struct comment_given *g, struct err *e)
{
    struct arena *a = &drafts->s->cli->arena;
    struct comment_place at;
    struct comment_object c = {.text = g->text,
                               .proposed = g->proposed,
                               .line = g->line,
                               .element = g->element,
                               .from = g->from};
    if (g->type == COMMENT_ROW_UNTYPED)
        return err_set(e, ERR_INPUT, "what type of comment? --type ge, te or ed");
    if (!g->clause.n && (g->quote.n || g->replace.n))
        return err_set(e, ERR_INPUT, "words are quoted from a clause: name it");
    if (!comment_place(&at, drafts, g, e) ||
        (at.clause && !anchor(&c, a, at.draft, at.clause, g, e)) ||
        !comment_object_write(&object->octets, a, &drafts->s->env, &c, e))
        return false;
    object->open = true;
    struct json_node *data = json_new_object(a);
    json_put_text_if(a, data, "clause", at.clause ? at.clause->id : SL(""));
    if (g->consolidated)
        json_put_int(a, data, "consolidated", g->consolidated);
    json_put_text_if(a, data, "draft", g->draft);
    json_put_text(a, data, "language", slice_str(draft_language_names[comment_language(g)]));
    json_put_text(a, data, "object", object_digest(a, object->octets));
    if (g->of_public)
        json_put_bool(a, data, "public", true);
    json_put_text(a, data, "type", comment_row_type_text(g->type));
    *r = (struct office_request){.type = SL("comment.filed"),
                                 .project = drafts->project->id,
                                 .data = data,
                                 .objects = object,
                                 .nobjects = 1};
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

static bool
take_given(struct comment_given *g, struct seat *s, const struct file_command *o,
           const struct slices *args, struct err *e)
{
    *g = (struct comment_given){
        .clause = args->n > 1 ? args->v[1] : SL(""),
        .quote = slice_str(o->quote),
        .replace = slice_str(o->replace),
        .line = slice_str(o->line),
        .element = slice_str(o->element),
        .from = slice_str(o->from),
        .draft = slice_str(o->draft),
        .of_public = o->of_public,
        .lang = !o->language                     ? COMMENT_ROW_LANG_UNKNOWN
                : strcmp(o->language, "zh") == 0 ? COMMENT_ROW_ZH
                                                 : COMMENT_ROW_EN,
    };
    if (!o->text)
        return err_set(e, ERR_INPUT, "%s: what is the comment? --text TEXT, @FILE or -",
                       s->cli->path);
    return comment_row_type_read(&g->type, slice_str(o->type)) &&
           given_long(&g->text, s, slice_str(o->text), e) &&
           (!o->proposed || given_long(&g->proposed, s, slice_str(o->proposed), e));
}

static enum cli_exit
run_file(struct cli *cli, const void *given, const struct slices *args)
{
    const struct file_command *o = given;
    const struct project *p;
    struct comment_drafts drafts;
    struct comment_given g;
    struct office_request r;
    struct office_object object;
    struct err e = {0};
    AUTO_SEAT s = {0};
    seat_begin(&s, cli, &o->seat);
    if (!seat_args(&s, args, PLACES("PROJECT", "CLAUSE"), 1, &e) ||
        !seat_open(&s, cli, &o->seat, &e) || !seat_project(&p, &s, args->v[0], &e) ||
        !take_given(&g, &s, o, args, &e) || !comment_drafts_begin(&drafts, &s, p, &e) ||
        !comment_request(&r, &object, &drafts, &g, &e))
        return cli_wrong_err(cli, &e);
    return act_do(&s, &r);
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

static enum cli_exit
show_json(struct seat *s, struct comment_drafts *d, const struct comment *c)
{
    struct arena *a = &s->cli->arena;
    struct json_node *n = json_new_object(a);
    struct comment_object object;
    bool there = comment_object_of(&object, s, c);
    json_put_text(a, n, "project", d->project->id);
    json_put_text(a, n, "id", c->id);
    json_put_text(a, n, "draft", c->draft);
    json_put_text_if(a, n, "clause", c->clause);
    json_put_text_if(a, n, "number", comment_clause_number(d, c));
    json_put_text(a, n, "type", slice_str(type_names[c->type]));
    json_put_text(a, n, "language", c->language);
    json_put_text_if(a, n, "organisation", c->organisation);
    json_put_text(a, n, "at", instant_text(a, c->at));
    json_put_int(a, n, "entry", (int64_t)c->index);
    json_put_bool(a, n, "withdrawn", c->withdrawn);
    json_put_bool(a, n, "forgotten", !there);
    json_put_text_if(a, n, "text", object.text);
    json_put_text_if(a, n, "proposed", object.proposed);
    json_put_text_if(a, n, "from", object.from);
    if (object.anchored)
        json_put_text_if(a, n, "quote", object.anchor.quote);
    if (object.proposes)
        json_put_text(a, n, "change",
                      proposal_print(a, &object.proposal, comment_draft(d, c->draft, NULL), 20));
    json_put_text(a, n, "decision", slice_str(decision_names[c->decision]));
    json_put_text_if(a, n, "reason", comment_reason(s, c->reason));
    json_put_text_if(a, n, "applied_in", c->applied_in);
    return json_tree_print(s->cli, n);
}

static const char *const decisions_zh[] = {
    [DECISION_NONE] = "未处理",     [DECISION_ACCEPTED] = "采纳",
    [DECISION_PARTLY] = "部分采纳", [DECISION_NOT_ACCEPTED] = "不采纳",
    [DECISION_NOTED] = "已知悉",
};

static enum cli_exit
show_text(struct seat *s, struct comment_drafts *d, const struct comment *c)
{
    static const char *const labels[2][7] = {
        {"quoted:", "says:", "proposes:", "change:", "decision:", "reason:", "applied in:"},
        {"原文：", "意见：", "建议：", "修改：", "处理：", "理由：", "落实于："}};
    struct printer p;
    struct buf b;
    struct comment_object object;
    struct slice number = comment_clause_number(d, c);
    const struct organisation *o = committee_organisation(&s->office.committee, c->organisation);
    bool there = comment_object_of(&object, s, c);
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
                       proposal_print(p.a, &object.proposal, comment_draft(d, c->draft, NULL), 20));
    printer_detail(&p, INK_NONE, label[4],
                   slice_str((s->zh ? decisions_zh : decision_names)[c->decision]));
    printer_detail(&p, INK_NONE, label[5], comment_reason(s, c->reason));
    printer_detail(&p, INK_NONE, label[6], c->applied_in);
    return seat_print(s, &b);
}

static enum cli_exit
run_show(struct cli *cli, const void *given, const struct slices *args)
{
    const struct list_options *o = given;
    const struct project *p;
    struct comment_drafts drafts;
    struct err e = {0};
    AUTO_SEAT s = {0};
    seat_begin(&s, cli, &o->seat);
    if (!seat_args(&s, args, PLACES("PROJECT", "COMMENT"), 2, &e) ||
        !seat_open(&s, cli, &o->seat, &e) || !seat_project(&p, &s, args->v[0], &e) ||
        !comment_drafts_begin(&drafts, &s, p, &e))
        return cli_wrong_err(cli, &e);
    const struct comment *c = project_comment(p, args->v[1]);
    if (!c)
        return cli_wrong(cli, "%.*s has no comment '%.*s'; 'comity committee comment list %.*s'",
                         SL_FMT(p->id), SL_FMT(args->v[1]), SL_FMT(p->id));
    return o->seat.json ? show_json(&s, &drafts, c) : show_text(&s, &drafts, c);
}

/* ---- the group -------------------------------------------------------------------------------*/

static const struct act_form open_form = {
    .type = "comments.opened", .places = PLACES("project"), .need = 1};
static const struct act_form extend_form = {
    .type = "comments.extended", .places = PLACES("project", "closes"), .need = 2};
static const struct act_special reasoned[] = {{.field = "reason", .way = ACT_TEXT, .open = true}};
static const struct act_form dispose_form = {.type = "disposition.set",
                                             .places = PLACES("project", "comment", "decision"),
                                             .need = 3,
                                             .specials = reasoned,
                                             .nspecials = COUNT_OF(reasoned)};
static const struct act_form withdraw_form = {
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
