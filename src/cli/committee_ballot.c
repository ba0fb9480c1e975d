/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Ballots: open, close, judge; what they ask, who voted, how the result is counted.
 */
#include "cli/committee_ballot.h"

#include "api/view_ballot.h"
#include "cli/committee_act.h"
#include "cli/committee_list.h"
#include "cli/committee_verbs.h"
#include "cli/json_tree.h"
#include "cli/table.h"
#include "committee/ballot.h"

#define PLACES(...) ((const char *const[]){__VA_ARGS__, NULL})
#define COLUMNS(...) ((const char *const[]){__VA_ARGS__, NULL})

struct show_command {
    struct seat_options seat;
    bool all;
};

bool
seat_ballot(const struct ballot **out, const struct project **p, struct seat *s,
            struct slice project, struct slice id, struct err *e)
{
    if (!seat_project(p, s, project, e))
        return false;
    *out = project_ballot(*p, id);
    if (*out)
        return true;
    if ((*p)->ballots.n == 0)
        return err_set(e, ERR_INPUT,
                       "%.*s has no ballot yet: comity committee ballot open %.*s --rule-key RULE",
                       SL_FMT(project), SL_FMT(project));
    return err_set(e, ERR_INPUT, "%.*s has no ballot '%.*s'; its last one is '%.*s'",
                   SL_FMT(project), SL_FMT(id), SL_FMT((*p)->ballots.v[(*p)->ballots.n - 1]->id));
}

/* ---- show ------------------------------------------------------------------------------------*/

static const struct option show_options[] = {
    {.name = "all",
     .letter = 'a',
     .type = OPTION_FLAG,
     .offset = offsetof(struct show_command, all),
     .help = "also every voter, and what became of the vote"},
    SEAT_READ_ROWS(struct show_command, seat),
};

/* The same, for people. */
static struct slice
state_words(const struct ballot *b, bool zh)
{
    struct langs words = outcome_words(b->closed ? ballot_outcome(b) : OUTCOME_APPROVED);
    if (!b->closed)
        words = (struct langs){SL("open"), SL("正在进行")};
    return langs_get(&words, zh);
}

/* Nobody sees how others vote in a sealed ballot until it is closed. */
static bool
may_count(const struct ballot *b)
{
    return b->closed || !b->sealed;
}

/* As the API shows it. */
static enum cli_exit
show_json(struct seat *s, const struct project *p, const struct ballot *b)
{
    const struct viewer *v;
    struct json_node *n;
    struct err e = {0};
    if (!seat_secretary(&v, s, &e) || !view_ballot(&n, v, p, b, &e))
        return cli_wrong_err(s->cli, &e);
    return json_tree_print(s->cli, n);
}

static size_t
cast_votes(const struct ballot *b)
{
    size_t n = 0;
    for (size_t i = 0; i < b->roll.n; i++)
        n += b->votes[i].cast;
    return n;
}

static void
steps_text(struct printer *p, struct seat *s, const struct ballot *b, const struct tally *t)
{
    const struct position *positions;
    size_t n;
    rule_positions(&b->rule, &positions, &n);
    buf_str(p->out, "  ");
    for (size_t i = 0; i < n; i++) {
        printer_safe(p, langs_get(&positions[i].name, s->zh).n
                            ? langs_get(&positions[i].name, s->zh)
                            : positions[i].key);
        buf_printf(p->out, " %zu%s", t->by_position[i], i + 1 == n ? "" : s->zh ? "，" : ", ");
    }
    buf_printf(p->out, s->zh ? "；未投票 %zu\n" : "; %zu did not vote\n", t->silent);
    for (size_t i = 0; i < t->steps.n; i++) {
        const struct tally_step *step = &t->steps.v[i];
        buf_str(p->out, "  ");
        printer_ink(p, step->good ? INK_GOOD : INK_BAD);
        buf_str(p->out, p->utf8 ? (step->good ? "✓ " : "✗ ") : (step->good ? "+ " : "- "));
        printer_ink(p, INK_NONE);
        printer_wrapped(p, 4, 6, langs_get(&step->text, s->zh));
    }
    if (!t->verified)
        printer_wrapped(
            p, 0, 4,
            s->zh ? SL("  注：本规则的数值并非全部核对过原文（comity committee process show）")
                  : SL("  note: not every number of this rule was read at its source "
                       "(comity committee process show)"));
}

static void
voters_text(struct printer *p, struct seat *s, const struct ballot *b, const struct ballot_count *c)
{
    static const char *const en[] = {"voter", "vote", "counted", "entry", "organisation"};
    static const char *const zh[] = {"表决人", "投票", "计票", "条目", "单位"};
    struct table t;
    table_init(&t, &s->cli->arena, s->zh ? zh : en, COUNT_OF(en));
    for (size_t i = 0; i < b->roll.n; i++) {
        const struct ballot_vote *v = &b->votes[i];
        const struct organisation *o =
            committee_organisation(&s->office.committee, b->roll.v[i].organisation);
        table_cell(&t, b->roll.v[i].id);
        table_cell(&t, v->cast ? (v->choice.n ? v->choice : SL("sealed")) : SL("-"));
        table_cell(&t, c ? slice_str(c->fates[i].word) : SL("-"));
        table_cell(&t, v->cast ? arena_printf(t.a, "%llu", (unsigned long long)v->index) : SL("-"));
        table_cell(&t, o ? seat_word(s, o->name.en, o->name.zh) : b->roll.v[i].organisation);
    }
    buf_str(p->out, "\n");
    table_print(p, &t);
}

/* Rule, time and turnout. */
static void
frame_text(struct buf *out, struct seat *s, const struct ballot *b)
{
    struct slice from = instant_text(&s->cli->arena, b->opens);
    struct slice to = instant_text(&s->cli->arena, b->closes);
    bool sealed = b->sealed && !b->closed;
    buf_printf(out,
               s->zh ? "  规则 %.*s（%.*s），以投票开始时为准（%.*s）\n"
                     : "  rule %.*s of %.*s, as it stood when the ballot opened (%.*s)\n",
               SL_FMT(b->rule.key), SL_FMT(b->rule.process), SL_FMT(b->rule_digest));
    if (s->zh)
        buf_printf(out, "  %.*s 至 %.*s；名册 %zu，已投票 %zu%s\n", SL_FMT(from), SL_FMT(to),
                   b->roll.n, cast_votes(b), sealed ? "，截止前保密" : "");
    else
        buf_printf(out, "  from %.*s to %.*s; %zu of %zu voted%s\n", SL_FMT(from), SL_FMT(to),
                   cast_votes(b), b->roll.n, sealed ? ", sealed until it closes" : "");
}

static enum cli_exit
show_text(struct seat *s, const struct project *pr, const struct ballot *b,
          const struct ballot_count *c, bool all)
{
    struct printer p;
    struct buf out;
    seat_printer(&p, &out, s);
    printer_ink(&p, INK_BOLD);
    buf_printf(&out, s->zh ? "%.*s %.*s：%.*s" : "%.*s %.*s: %.*s", SL_FMT(pr->id), SL_FMT(b->id),
               SL_FMT(state_words(b, s->zh)));
    printer_ink(&p, INK_NONE);
    buf_str(&out, "\n");
    struct slice question = langs_get(&b->question, s->zh);
    if (question.n) {
        buf_str(&out, "  ");
        printer_wrapped(&p, 2, 2, question);
    }
    frame_text(&out, s, b);
    if (c) {
        if (!b->closed)
            buf_str(&out, s->zh ? "  目前：\n" : "  so far:\n");
        steps_text(&p, s, b, &c->tally);
    }
    if (all)
        voters_text(&p, s, b, c);
    return seat_print(s, &out);
}

static enum cli_exit
run_show(struct cli *cli, const void *given, const struct slices *args)
{
    const struct show_command *o = given;
    const struct project *p;
    const struct ballot *b;
    struct ballot_count count;
    struct err e = {0};
    AUTO_SEAT s = {0};
    seat_begin(&s, cli, &o->seat);
    if (!seat_args(&s, args, PLACES("PROJECT", "BALLOT"), 2, &e) ||
        !seat_open(&s, cli, &o->seat, &e) || !seat_ballot(&b, &p, &s, args->v[0], args->v[1], &e) ||
        (may_count(b) && !ballot_count(&count, &cli->arena, b, &e)))
        return cli_wrong_err(cli, &e);
    const struct ballot_count *c = may_count(b) ? &count : NULL;
    return o->seat.json ? show_json(&s, p, b) : show_text(&s, p, b, c, o->all);
}

/* ---- the groups ------------------------------------------------------------------------------*/

static const struct act_arguments open_form = {
    .type = "ballot.opened", .places = PLACES("project"), .need = 1};
static const struct act_arguments close_form = {
    .type = "ballot.closed", .places = PLACES("project", "ballot"), .need = 2};
static const struct act_arguments judge_form = {
    .type = "consensus.judged", .places = PLACES("project", "ballot", "outcome"), .need = 3};
static const struct list_form ballots = {
    .table = ROWS_BALLOT,
    .columns = COLUMNS("project", "id", "stage", "rule", "closes", "outcome"),
    .places = PLACES("project"),
    .none = "no ballots; comity committee ballot open PROJECT opens one",
};

static const struct command open_verb =
    ACT_COMMAND("open", "PROJECT [--rule-key RULE] [--closes TIME|+DAYS] [--sealed]",
                "open a ballot: rule and roll of voters are fixed in the record", open_form);
static const struct command close_verb = ACT_COMMAND(
    "close", "PROJECT BALLOT", "close it after its time; the result is computed", close_form);
static const struct command judge_verb =
    ACT_COMMAND("judge", "PROJECT BALLOT OUTCOME --reason TEXT",
                "where the rule leaves the result to a role: what it finds", judge_form);
static const struct command list_verb = LIST_COMMAND("[PROJECT]", "all ballots", ballots);
static const struct command show_verb = {
    .name = "show",
    .synopsis = "PROJECT BALLOT [--all]",
    .summary = "what it asks, the rule, who voted; the result with its arithmetic",
    .options = show_options,
    .noptions = COUNT_OF(show_options),
    .size = sizeof(struct show_command),
    .run = run_show,
};
static const struct command result_verb = {
    .name = "result",
    .synopsis = "PROJECT BALLOT [--all]",
    .summary = "the same as show",
    .options = show_options,
    .noptions = COUNT_OF(show_options),
    .size = sizeof(struct show_command),
    .run = run_show,
};
static const struct command *const ballot_verbs[] = {
    &open_verb, &close_verb, &judge_verb, &list_verb, &show_verb, &result_verb, NULL};

const struct command committee_ballot_group = {
    .name = "ballot",
    .synopsis = "COMMAND",
    .summary = "ballots: rule and roll are fixed when they open",
    .verbs = ballot_verbs,
};

static const struct list_form votes = {
    .table = ROWS_VOTE,
    .columns = COLUMNS("project", "ballot", "voter", "choice", "organisation"),
    .places = PLACES("project", "ballot"),
    .none = "no votes",
};
static const struct command votes_verb = LIST_COMMAND("[PROJECT [BALLOT]]", "votes", votes);
static const struct command *const vote_verbs[] = {&vote_cast_verb, &vote_open_verb, &votes_verb,
                                                   NULL};

const struct command committee_vote_group = {
    .name = "vote",
    .synopsis = "COMMAND",
    .summary = "vote, and open a sealed vote when the time has come",
    .verbs = vote_verbs,
};
