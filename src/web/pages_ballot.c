/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Ballots: all of a project, one of them with its vote form and its count, and the
 * secretariat's: open, close, judge.
 */
#include "api/act_vote.h"
#include "api/view_ballot.h"
#include "web/call.h"
#include "web/form.h"

#define MARKS_MAX 8

/* ---- which one -------------------------------------------------------------------------------*/

/* *p is null where an answer was given. */
static bool
project_asked(const struct project **p, struct answer *out, struct call *c, struct err *e)
{
    if (!office_project(p, c->office, c->params[0], e))
        return false;
    return *p ? true : answer_missing(out, N_("There is no such project."));
}

/* *b is null where an answer was given. */
static bool
ballot_asked(const struct project **p, const struct ballot **b, struct answer *out, struct call *c,
             struct err *e)
{
    *b = NULL;
    if (!project_asked(p, out, c, e))
        return false;
    if (*p)
        *b = project_ballot(*p, c->params[1]);
    return !*p || *b ? true : answer_missing(out, N_("There is no such ballot."));
}

static struct slice
ballot_address(const struct call *c, struct slice ballot)
{
    return arena_printf(c->arena, "/projects/%.*s/ballots/%.*s", SL_FMT(c->params[0]),
                        SL_FMT(ballot));
}

/* ---- acts ------------------------------------------------------------------------------------*/

/* An answer of the office: refused on the page, or on to `location`. *done is for who goes on. */
static bool
run_act(struct office_done *done, bool *ok, struct answer *out, struct call *c, const struct act *x,
        struct err *e)
{
    const struct act_how how = {.once = c->once};
    *ok = false;
    if (!act_run(done, &c->viewer, x, &how, e))
        return false;
    *ok = done->answer != OFFICE_REFUSED;
    return *ok || answer_refused(out, c, &done->refusal);
}

/* The whole way of an act whose fields are those of its event. */
static bool
give_act(struct office_done *done, bool *ok, struct answer *out, struct call *c, const char *type,
         const struct given *given, struct err *e)
{
    const struct event_kind *kind = event_kind_find(slice_str(type));
    struct given_faults *faults = NEW(c->arena, struct given_faults);
    struct act x = {0};
    *faults = (struct given_faults){0};
    *ok = false;
    if (!act_take(&x, &c->viewer, kind, c->params[0], given, NULL, faults))
        return answer_faulty(out, c, faults);
    return run_act(done, ok, out, c, &x, e);
}

/* The office's states have moved on: for JSON the ballot as it stands now. */
static bool
done_with(struct answer *out, struct call *c, struct slice ballot, const char *note, struct err *e)
{
    const struct project *p;
    if (!office_project(&p, c->office, c->params[0], e))
        return false;
    const struct ballot *b = p ? project_ballot(p, ballot) : NULL;
    if (b && c->json && !view_ballot(&out->view, &c->viewer, p, b, e))
        return false;
    return answer_done(out, ballot_address(c, ballot), note);
}

/* ---- the vote --------------------------------------------------------------------------------*/

static struct slice
label_of(const struct call *c, struct langs l)
{
    return langs_get(&l, c->lang == PAGE_ZH);
}

static struct web_choice *
choices_of_rule(struct call *c, const struct rule *r)
{
    const struct position *v;
    size_t n;
    rule_positions(r, &v, &n);
    struct web_choice *list = NEW_ARRAY(c->arena, struct web_choice, n + 1);
    for (size_t i = 0; i < n; i++)
        list[i] = (struct web_choice){arena_str(c->arena, v[i].key),
                                      arena_str(c->arena, label_of(c, v[i].name))};
    list[n] = (struct web_choice){0};
    return list;
}

/* "Example Corp (delegate)". */
static struct slice
seat_label(struct call *c, const struct voter *voter, const struct mandate *m)
{
    const struct organisation *o =
        committee_organisation(&c->office->committee, voter->organisation);
    struct slice name = o ? label_of(c, o->name) : voter->organisation;
    struct slice as = label_of(c, *mandate_kind_name(m->kind));
    return arena_printf(c->arena, c->lang == PAGE_ZH ? "%.*s（%.*s，%.*s）" : "%.*s (%.*s, %.*s)",
                        SL_FMT(name), SL_FMT(voter->id), SL_FMT(as));
}

static struct web_choice *
choices_of_seats(struct call *c, const struct ballot *b, const struct ballot_seats *s)
{
    struct web_choice *list = NEW_ARRAY(c->arena, struct web_choice, s->n + 1);
    for (size_t i = 0; i < s->n; i++) {
        const struct voter *voter = &b->roll.v[s->v[i].place];
        list[i] = (struct web_choice){arena_str(c->arena, voter->id),
                                      arena_str(c->arena, seat_label(c, voter, s->v[i].mandate))};
    }
    list[s->n] = (struct web_choice){0};
    return list;
}

static bool
adds_mark(struct slices *marks, struct slice mark)
{
    for (size_t i = 0; i < marks->n; i++)
        if (slice_eq(marks->v[i], mark))
            return false;
    if (mark.n == 0 || marks->n == MARKS_MAX)
        return false;
    marks->v[marks->n++] = mark;
    return true;
}

/* What a vote may offer besides, as far as a test of the rule asks for it. */
static struct web_choice *
choices_of_marks(struct call *c, const struct rule *r)
{
    static const struct web_choice expert = {"expert", N_("We name an expert for this work.")};
    const struct rule_tests *tests[] = {&r->quorum, &r->pass, &r->block};
    struct slice found[MARKS_MAX];
    struct slices marks = {found, 0};
    for (size_t i = 0; i < COUNT_OF(tests); i++)
        for (size_t k = 0; k < tests[i]->n; k++)
            (void)adds_mark(&marks, tests[i]->v[k].with);
    struct web_choice *list = NEW_ARRAY(c->arena, struct web_choice, marks.n + 1);
    for (size_t i = 0; i < marks.n; i++) {
        const char *word = arena_str(c->arena, marks.v[i]);
        list[i] = slice_eq_str(marks.v[i], expert.word) ? expert : (struct web_choice){word, word};
    }
    list[marks.n] = (struct web_choice){0};
    return marks.n ? list : NULL;
}

#define VOTE_FIELDS 5

static bool
vote_fields(const struct web_field **out, size_t *n, struct call *c, struct err *e)
{
    const struct project *p;
    struct ballot_seats seats;
    struct web_field *v = NEW_ARRAY(c->arena, struct web_field, VOTE_FIELDS);
    *out = v;
    *n = 0;
    if (!office_project(&p, c->office, c->params[0], e))
        return false;
    const struct ballot *b = p ? project_ballot(p, c->params[1]) : NULL;
    if (!b)
        return true;
    ballot_seats(&seats, &c->viewer, p, b);
    v[(*n)++] = (struct web_field){.name = "voter",
                                   .kind = seats.n > 1 ? WEB_CHOICE : WEB_HIDDEN,
                                   .choices = seats.n > 1 ? choices_of_seats(c, b, &seats) : NULL,
                                   .label = N_("Vote for")};
    v[(*n)++] = (struct web_field){.name = "choice",
                                   .kind = WEB_CHOICE,
                                   .needed = true,
                                   .choices = choices_of_rule(c, &b->rule),
                                   .label = N_("Your vote")};
    v[(*n)++] = (struct web_field){
        .name = "reason",
        .kind = WEB_LONG,
        .label = N_("Reason"),
        .hint = N_("Some rules do not count a vote against without one. It stands in the public "
                   "record; in a sealed ballot from the close on.")};
    if (b->rule.conditional)
        v[(*n)++] = (struct web_field){
            .name = "conditional",
            .kind = WEB_FLAG,
            .label = N_("Yes only if what the reason says is done"),
        };
    if (choices_of_marks(c, &b->rule))
        v[(*n)++] = (struct web_field){.name = "marks",
                                       .kind = WEB_CHOICES,
                                       .choices = choices_of_marks(c, &b->rule),
                                       .label = N_("With this vote")};
    return true;
}

/* Fields that come several times, as one: "expert,blue". */
static struct given
joined_marks(struct call *c)
{
    struct given out = {0};
    struct slice marks = {0};
    for (size_t i = 0; i < c->given.n; i++) {
        const struct given_field *f = &c->given.v[i];
        if (!slice_eq_str(f->name, "marks"))
            given_add(&out, c->arena, f->name, f->text);
        else
            marks = marks.n ? arena_printf(c->arena, "%.*s,%.*s", SL_FMT(marks), SL_FMT(f->text))
                            : f->text;
    }
    if (marks.n)
        given_add(&out, c->arena, SL("marks"), marks);
    return out;
}

static bool
post_vote(struct answer *out, struct call *c, struct err *e)
{
    const struct project *p;
    const struct ballot *b;
    struct given given = joined_marks(c);
    struct given_faults *faults = NEW(c->arena, struct given_faults);
    struct vote_given vote;
    struct act x = {0};
    struct office_done *done = NEW(c->arena, struct office_done);
    bool ok = false;
    *faults = (struct given_faults){0};
    if (!ballot_asked(&p, &b, out, c, e))
        return false;
    if (!b)
        return true;
    struct slice id = arena_dup(c->arena, b->id);
    if (!vote_take(&vote, c->arena, id, &given, faults) ||
        !vote_request(&x, &c->viewer, p, &vote, faults))
        return answer_faulty(out, c, faults);
    if (!run_act(done, &ok, out, c, &x, e))
        return false;
    if (!ok)
        return true;
    const char *note = done->answer == OFFICE_REPEATED
                           ? N_("This vote had been recorded already; it counts once.")
                           : N_("Your vote is recorded. Keep the receipt.");
    return done_with(out, c, id, note, e);
}

/* ---- one ballot ------------------------------------------------------------------------------*/

static bool
is_true(const struct json_node *n, const char *key)
{
    const struct json_node *v = json_get(n, key);
    return v && v->type == JSON_BOOL && v->b;
}

/* The first voter whose vote may be given now; empty: none. */
static struct slice
voter_to_offer(const struct json_node *view)
{
    const struct json_node *mine = json_get(view, "mine");
    for (size_t i = 0; i < json_count(mine); i++)
        if (is_true(json_item(mine, i), "may"))
            return json_text(json_get(json_item(mine, i), "voter"));
    return (struct slice){0};
}

static bool
ballot_forms(struct answer *out, struct call *c, struct err *e)
{
    struct given values = {0};
    struct slice voter = voter_to_offer(out->view);
    given_add(&values, c->arena, SL("voter"), voter);
    if (voter.n && !form_among(out, c, "ballot.vote", &values, e))
        return false;
    if (is_true(out->view, "may_close") && !form_among(out, c, "ballot.close", NULL, e))
        return false;
    return !is_true(out->view, "may_judge") || form_among(out, c, "ballot.judge", NULL, e);
}

static bool
get_ballot(struct answer *out, struct call *c, struct err *e)
{
    const struct project *p;
    const struct ballot *b;
    if (!ballot_asked(&p, &b, out, c, e))
        return false;
    if (!b)
        return true;
    if (!view_ballot(&out->view, &c->viewer, p, b, e))
        return false;
    const struct json_node *question = json_get(out->view, "question");
    out->title = json_text(json_get(question, c->lang == PAGE_ZH ? "zh" : "en"));
    return c->json || ballot_forms(out, c, e);
}

/* The receipt of the vote that stands for a voter: whoever kept it can show that it was taken. */
static bool
get_receipt(struct answer *out, struct call *c, struct err *e)
{
    const struct project *p;
    const struct ballot *b;
    if (!ballot_asked(&p, &b, out, c, e))
        return false;
    if (!b)
        return true;
    size_t place = ballot_place(b, c->params[2]);
    if (place == b->roll.n || !b->votes[place].cast)
        return answer_missing(out, N_("There is no vote of that voter."));
    uint64_t index = b->votes[place].index;
    out->type = SL("text/plain; charset=utf-8");
    out->attachment = arena_printf(c->arena, "%.*s-%.*s-%.*s.tlog-proof", SL_FMT(c->params[0]),
                                   SL_FMT(c->params[1]), SL_FMT(c->params[2]));
    return office_receipt(&out->body, c->arena, c->office, index, e);
}

static bool
post_close(struct answer *out, struct call *c, struct err *e)
{
    struct office_done *done = NEW(c->arena, struct office_done);
    struct given given = {0};
    bool ok;
    given_add(&given, c->arena, SL("ballot"), c->params[1]);
    if (!give_act(done, &ok, out, c, "ballot.closed", &given, e))
        return false;
    return !ok || done_with(out, c, c->params[1], N_("The ballot is closed and counted."), e);
}

static const struct web_choice judgments[] = {
    {"approved", N_("there is consensus: approved")},
    {"not-approved", N_("there is no consensus: not approved")},
    {0},
};
static const struct web_field judge_fields[] = {
    {.name = "outcome",
     .kind = WEB_CHOICE,
     .needed = true,
     .choices = judgments,
     .label = N_("Judgment")},
    {.name = "reason",
     .kind = WEB_LONG,
     .needed = true,
     .max = EVENT_TEXT_MAX,
     .label = N_("Reason"),
     .hint = N_("Why, and how the objections were met. It stands in the record.")},
};

static bool
post_judge(struct answer *out, struct call *c, struct err *e)
{
    struct office_done *done = NEW(c->arena, struct office_done);
    struct given given = c->given;
    bool ok;
    given_add(&given, c->arena, SL("ballot"), c->params[1]);
    if (!give_act(done, &ok, out, c, "consensus.judged", &given, e))
        return false;
    return !ok || done_with(out, c, c->params[1], N_("The judgment is recorded."), e);
}

/* ---- all of a project ------------------------------------------------------------------------*/

static const struct rule *
stage_rules(const struct call *c, const struct project *p, const struct process **process,
            const struct stage **stage)
{
    const struct adopted *v =
        committee_process(&c->office->committee, p->process, p->process_digest);
    *process = v ? v->process : NULL;
    *stage = v ? process_stage(v->process, p->stage) : NULL;
    return *stage && (*stage)->ballots.n ? process_rule(v->process, (*stage)->ballots.v[0]) : NULL;
}

static bool
open_fields(const struct web_field **out, size_t *n, struct call *c, struct err *e)
{
    static const struct web_field rest[] = {
        {.name = "closes",
         .kind = WEB_INSTANT,
         .label = N_("Closes"),
         .hint = N_("A date, or +14 for so many days from now. Left empty: after the usual days "
                    "of the rule.")},
        {.name = "question-en", .kind = WEB_TEXT, .label = N_("Question, in English")},
        {.name = "question-zh",
         .kind = WEB_TEXT,
         .label = N_("Question, in Chinese"),
         .hint = N_("Left empty, as the rule words it.")},
        {.name = "sealed",
         .kind = WEB_FLAG,
         .label = N_("Sealed: nobody sees how others vote before it is closed")},
        {.name = "carries",
         .kind = WEB_ID,
         .label = N_("Carries on from ballot"),
         .hint = N_("The earlier round whose votes stand on, where the rule knows such: b-1.")},
    };
    const struct project *p;
    const struct process *process;
    const struct stage *stage;
    struct web_field *v = NEW_ARRAY(c->arena, struct web_field, COUNT_OF(rest) + 1);
    struct web_choice *choices = NULL;
    if (!office_project(&p, c->office, c->params[0], e))
        return false;
    if (p && stage_rules(c, p, &process, &stage)) {
        choices = NEW_ARRAY(c->arena, struct web_choice, stage->ballots.n + 1);
        for (size_t i = 0; i < stage->ballots.n; i++) {
            const struct rule *r = process_rule(process, stage->ballots.v[i]);
            choices[i] = (struct web_choice){arena_str(c->arena, stage->ballots.v[i]),
                                             r ? arena_str(c->arena, label_of(c, r->name)) : "?"};
        }
        choices[stage->ballots.n] = (struct web_choice){0};
    }
    v[0] = (struct web_field){.name = "rule-key",
                              .kind = choices ? WEB_CHOICE : WEB_ID,
                              .needed = true,
                              .choices = choices,
                              .label = N_("Rule")};
    memcpy(v + 1, rest, sizeof rest);
    *out = v;
    *n = COUNT_OF(rest) + 1;
    return true;
}

static bool
get_ballots(struct answer *out, struct call *c, struct err *e)
{
    const struct project *p;
    const struct process *process;
    const struct stage *stage;
    struct given values = {0};
    if (!project_asked(&p, out, c, e))
        return false;
    if (!p)
        return true;
    if (!view_ballots(&out->view, &c->viewer, p, e))
        return false;
    const struct rule *first = stage_rules(c, p, &process, &stage);
    if (first)
        given_add(&values, c->arena, SL("rule-key"), first->key);
    return c->json || !is_true(out->view, "may_open") ||
           form_among(out, c, "ballots.open", &values, e);
}

static bool
post_open(struct answer *out, struct call *c, struct err *e)
{
    struct office_done *done = NEW(c->arena, struct office_done);
    bool ok;
    if (!give_act(done, &ok, out, c, "ballot.opened", &c->given, e))
        return false;
    if (!ok)
        return true;
    struct slice id = arena_dup(c->arena, event_text(&done->event, "id"));
    return done_with(out, c, id, N_("The ballot is open: rule, roll and deadline are fixed."), e);
}

/* ---- rows ------------------------------------------------------------------------------------*/

static const struct route rows[] = {
    {.method = HTTP_GET,
     .path = "/projects/{project}/ballots",
     .name = "project.ballots",
     .summary = N_("Ballots of a project"),
     .shape = "ballots",
     .page = "ballots",
     .run = get_ballots},
    {.method = HTTP_POST,
     .path = "/projects/{project}/ballots",
     .name = "ballots.open",
     .summary = N_("Open a ballot"),
     .access = ROUTE_SIGNED_IN,
     .scope = SCOPE_ACT,
     .guard = GUARD_FORM,
     .fields_of = open_fields,
     .shape = "ballot",
     .page = "ballots",
     .run = post_open},
    {.method = HTTP_GET,
     .path = "/projects/{project}/ballots/{ballot}",
     .name = "project.ballot",
     .summary = N_("A ballot, its rule, its roll and its count"),
     .shape = "ballot",
     .page = "ballot",
     .run = get_ballot},
    {.method = HTTP_POST,
     .path = "/projects/{project}/ballots/{ballot}/vote",
     .name = "ballot.vote",
     .summary = N_("Vote"),
     .access = ROUTE_SIGNED_IN,
     .scope = SCOPE_SESSION,
     .guard = GUARD_PROVE,
     .fields_of = vote_fields,
     .shape = "ballot",
     .page = "ballot",
     .run = post_vote},
    {.method = HTTP_POST,
     .path = "/projects/{project}/ballots/{ballot}/close",
     .name = "ballot.close",
     .summary = N_("Close and count a ballot"),
     .access = ROUTE_SIGNED_IN,
     .scope = SCOPE_ACT,
     .guard = GUARD_FORM,
     .shape = "ballot",
     .page = "ballot",
     .run = post_close},
    {.method = HTTP_POST,
     .path = "/projects/{project}/ballots/{ballot}/judge",
     .name = "ballot.judge",
     .summary = N_("Judge whether there is consensus"),
     .access = ROUTE_SIGNED_IN,
     .scope = SCOPE_ACT,
     .guard = GUARD_FORM,
     .fields = judge_fields,
     .nfields = COUNT_OF(judge_fields),
     .shape = "ballot",
     .page = "ballot",
     .run = post_judge},
    {.method = HTTP_GET,
     .path = "/projects/{project}/ballots/{ballot}/receipts/{voter}",
     .name = "ballot.receipt",
     .summary = N_("The receipt of a vote"),
     .type = "text/plain; charset=utf-8",
     .run = get_receipt},
};
ROUTE_TABLE(ballot_routes, rows);
