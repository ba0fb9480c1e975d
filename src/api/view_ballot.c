/* SPDX-License-Identifier: Apache-2.0 */
#include "api/view_ballot.h"

#include "api/view_ballot_parts.h"
#include "api/view_rule.h"

#define DAY ((int64_t)86400)

static const struct shape shapes[] = {
    {"ballot",
     "id:id, project:id, title:langs, question:langs, stage:word, body:word, draft?:id, "
     "opens:instant, closes:instant, closed_at?:instant, days?:int, state:word, open:bool, "
     "over:bool, closed:bool, sealed:bool, passed:bool, failed:bool, carries?:id, "
     "carried_text:bool, entry:int, "
     "closing_entry?:int, outcome?:word, rule:rule, turnout:ballot_turnout, roll:[ballot_voter], "
     "mine:[ballot_mine], count?:ballot_count, objections:[ballot_objection], "
     "judgment?:ballot_judgment, keeps:bool, may_close:bool, may_judge:bool, waits_for?:int, "
     "again:bool, changes:bool, conditional:bool, proxies:bool",
     "a ballot, its rule, its roll, and what it came to"},
    {"ballot_turnout", "voters:int, voted:int, waiting:int, recused:int, sealed:int, percent:int",
     "who has voted"},
    {"ballot_voter",
     "id:id, organisation:id, name:langs, person?:id, person_name?:langs, country?:text, "
     "category?:text, unit?:text, weight?:int, population?:int, state:word, voted:bool, "
     "recused:bool, hidden:bool, choice?:word, kind?:word, conditional:bool, carried:bool, "
     "as?:word, at?:instant, entry?:int, fate?:word, counted:bool",
     "a voter of the roll and what became of the vote"},
    {"ballot_mine",
     "ballot:id, voter:id, name:langs, person_name?:langs, mandate:id, as:word, recused:bool, "
     "voted:bool, "
     "choice?:word, hidden:bool, at?:instant, entry?:int, may:bool, changes:bool",
     "a vote that the viewer may give, or gave"},
    {"ballot_count",
     "outcome:word, final:bool, judged:bool, units:int, unit:word, voted:int, silent:int, "
     "uncounted:int, recused:int, positions:[ballot_position], steps:[ballot_step], "
     "verified:bool, weighed:bool",
     "the count and its arithmetic"},
    {"ballot_position", "position:word, counts:word, n:int, share:int",
     "how many took a position; `share` of those that took one, in percent"},
    {"ballot_step",
     "key:text, part:word, name:langs, of?:langs, sum:int, base?:int, num:int, den?:int, "
     "left?:int, right?:int, sign:text, needed:langs, verdict:langs, met:bool, good:bool, "
     "informs:bool, "
     "text:langs, cite:rule_cite",
     "one test: sum times den against base times num"},
    {"ballot_objection",
     "voter:id, organisation:id, name:langs, person_name?:langs, choice:word, entry:int, "
     "reason?:text, forgotten:bool, kept:bool, counted:bool, fate:word, comments:[id]",
     "a vote against, why, and the comments of the same organisation"},
    {"ballot_judgment", "outcome:word, reason?:text, at?:instant, entry:int, facts:any",
     "by whom the rule leaves it to"},
    {"ballots",
     "project:id, title:langs, stage:word, list:[ballot_row], rules:[rule], keeps:bool, "
     "may_open:bool",
     "the ballots of a project"},
    {"ballot_row",
     "id:id, question:langs, stage:word, opens:instant, closes:instant, state:word, open:bool, "
     "over:bool, closed:bool, sealed:bool, passed:bool, failed:bool, outcome?:word, draft?:id, "
     "voters:int, voted:int",
     "one ballot of a project"},
};
SHAPE_TABLE(ballot_shapes, shapes);

/* ---- state -----------------------------------------------------------------------------------*/

const char *
ballot_state(const struct ballot *b, int64_t now)
{
    return b->closed ? "closed" : now >= b->closes ? "over" : "open";
}

/* What is neither approved nor failed is still to be decided, by others or in another round. */
static bool
fails(enum outcome o)
{
    return o == OUTCOME_NOT_APPROVED || o == OUTCOME_NO_QUORUM || o == OUTCOME_BLOCKED;
}

void
put_ballot_state(struct arena *a, struct json_node *n, const struct ballot *b, int64_t now)
{
    static const struct langs open = {SL_INIT("open"), SL_INIT("正在投票")};
    static const struct langs over = {SL_INIT("time is up, not counted yet"),
                                      SL_INIT("已截止，待计票")};
    static const struct langs closed = {SL_INIT("closed"), SL_INIT("已结束")};
    const char *state = ballot_state(b, now);
    bool is_open = !b->closed && now < b->closes;
    put_word(a, n, "state", slice_str(state), b->closed ? closed : is_open ? open : over);
    json_put_bool(a, n, "open", is_open);
    json_put_bool(a, n, "over", !b->closed && !is_open);
    json_put_bool(a, n, "closed", b->closed);
    json_put_bool(a, n, "sealed", b->sealed);
    json_put_bool(a, n, "passed", b->closed && ballot_outcome(b) == OUTCOME_APPROVED);
    json_put_bool(a, n, "failed", b->closed && fails(ballot_outcome(b)));
    if (b->closed)
        put_word(a, n, "outcome", slice_str(outcome_name(ballot_outcome(b))),
                 outcome_words(ballot_outcome(b)));
}

static const struct stage *
stage_of(const struct viewer *v, const struct project *p, struct slice id)
{
    const struct adopted *one =
        committee_process(&v->office->committee, p->process, p->process_digest);
    return one ? process_stage(one->process, id) : NULL;
}

static void
put_stage(const struct viewer *v, struct json_node *n, const struct project *p, struct slice id)
{
    const struct stage *s = stage_of(v, p, id);
    put_word(v->arena, n, "stage", id, s ? s->name : (struct langs){id, id});
}

static void
put_body(const struct viewer *v, struct json_node *n, struct slice body)
{
    static const struct langs list = {SL_INIT("a balloting group"), SL_INIT("投票组")};
    const struct group *g = committee_group(&v->office->committee, body);
    if (g)
        put_word(v->arena, n, "body", body, g->name);
    else if (body.n)
        put_word(v->arena, n, "body", body, v->office->committee.name);
    else
        put_word(v->arena, n, "body", SL("list"), list);
}

static struct langs
question_of(const struct ballot *b)
{
    if (b->question.en.n || b->question.zh.n)
        return b->question;
    return b->rule.question.en.n || b->rule.question.zh.n ? b->rule.question : b->rule.name;
}

/* ---- who has voted ---------------------------------------------------------------------------*/

struct ballot_sums
ballot_sums(const struct ballot *b)
{
    struct ballot_sums s = {0};
    for (size_t i = 0; i < b->roll.n; i++) {
        s.voted += b->votes[i].cast;
        s.recused += b->roll.v[i].recused;
        s.sealed += b->votes[i].cast && b->votes[i].sealed && !b->votes[i].opened;
        s.waiting += !b->votes[i].cast && !b->roll.v[i].recused;
    }
    return s;
}

static struct json_node *
turnout_view(struct arena *a, const struct ballot *b)
{
    struct json_node *n = json_new_object(a);
    struct ballot_sums s = ballot_sums(b);
    json_put_int(a, n, "voters", (int64_t)b->roll.n);
    json_put_int(a, n, "voted", (int64_t)s.voted);
    json_put_int(a, n, "waiting", (int64_t)s.waiting);
    json_put_int(a, n, "recused", (int64_t)s.recused);
    json_put_int(a, n, "sealed", (int64_t)s.sealed);
    json_put_int(a, n, "percent", b->roll.n ? (int64_t)(s.voted * 100 / b->roll.n) : INT64_C(0));
    return n;
}

/* ---- the viewer's own ------------------------------------------------------------------------*/

/* The nearer to the voter, the lower. */
static unsigned
distance(const struct mandate *m)
{
    return m->kind == MANDATE_DELEGATE ? 0 : m->kind == MANDATE_ALTERNATE ? 1 : 2;
}

static bool
speaks_for(const struct mandate *m, const struct project *p, const struct ballot *b,
           const struct voter *voter)
{
    if (m->kind == MANDATE_PROXY)
        return b->rule.proxies && slice_eq(m->project, p->id) && slice_eq(m->ballot, b->id) &&
               slice_eq(m->for_organisation, voter->organisation);
    if (m->kind > MANDATE_PROXY ||
        (!slice_eq(m->body, b->body) && !slice_eq_str(m->body, BODY_COMMITTEE)))
        return false;
    if (voter->person.n)
        return m->kind == MANDATE_DELEGATE && slice_eq(m->person, voter->person);
    return slice_eq(m->organisation, voter->organisation);
}

void
ballot_seats(struct ballot_seats *out, const struct viewer *v, const struct project *p,
             const struct ballot *b)
{
    *out = (struct ballot_seats){0};
    if (v->nmandates == 0)
        return;
    out->v = NEW_ARRAY(v->arena, struct ballot_seat, b->roll.n + 1);
    for (size_t i = 0; i < b->roll.n; i++) {
        const struct mandate *best = NULL;
        for (size_t k = 0; k < v->nmandates; k++) {
            const struct mandate *m = v->mandates[k];
            if (speaks_for(m, p, b, &b->roll.v[i]) && (!best || distance(m) < distance(best)))
                best = m;
        }
        if (best)
            out->v[out->n++] = (struct ballot_seat){i, best};
    }
}

void
put_choice(struct arena *a, struct json_node *n, const struct ballot *b, struct slice choice)
{
    const struct position *at = rule_position(&b->rule, choice);
    put_word(a, n, "choice", choice, at ? at->name : (struct langs){choice, choice});
}

void
put_as(struct arena *a, struct json_node *n, enum mandate_kind kind)
{
    put_word(a, n, "as", slice_str(mandate_words[kind]), *mandate_kind_name(kind));
}

/* Another vote may follow: the rule lets it, and nobody nearer has voted. */
static bool
may_change(const struct ballot *b, const struct ballot_vote *vote, const struct mandate *m)
{
    if (!vote->cast || vote->carried)
        return true;
    struct mandate was = {.kind = vote->acted};
    return b->rule.revote != REVOTE_NEVER && distance(m) <= distance(&was);
}

static bool
mine_view(struct json_node *list, const struct viewer *v, const struct ballot *b,
          const struct ballot_seat *seat, struct err *e)
{
    struct arena *a = v->arena;
    const struct voter *voter = &b->roll.v[seat->place];
    const struct ballot_vote *vote = &b->votes[seat->place];
    struct json_node *n = json_new_object(a);
    bool may =
        !b->closed && v->now < b->closes && !voter->recused && may_change(b, vote, seat->mandate);
    json_put_text(a, n, "ballot", b->id);
    json_put_text(a, n, "voter", voter->id);
    if (!put_voter_name(n, v, voter, e))
        return false;
    json_put_text(a, n, "mandate", seat->mandate->id);
    put_as(a, n, seat->mandate->kind);
    json_put_bool(a, n, "recused", voter->recused);
    json_put_bool(a, n, "voted", vote->cast);
    json_put_bool(a, n, "hidden", vote->cast && vote->choice.n == 0);
    if (vote->choice.n)
        put_choice(a, n, b, vote->choice);
    if (vote->cast) {
        put_instant(a, n, "at", vote->at);
        json_put_int(a, n, "entry", (int64_t)vote->index);
    }
    json_put_bool(a, n, "may", may);
    json_put_bool(a, n, "changes", may && vote->cast);
    json_push_node(a, list, n);
    return true;
}

/* A vote that was cast may be cast again. */
static bool
is_again(const struct json_node *list)
{
    for (size_t i = 0; i < json_count(list); i++) {
        const struct json_node *changes = json_get(json_item(list, i), "changes");
        if (changes && changes->b)
            return true;
    }
    return false;
}

static bool
all_mine(struct json_node *n, const struct viewer *v, const struct project *p,
         const struct ballot *b, struct err *e)
{
    struct json_node *list = json_new_array(v->arena);
    struct ballot_seats seats;
    ballot_seats(&seats, v, p, b);
    for (size_t i = 0; i < seats.n; i++)
        if (!mine_view(list, v, b, &seats.v[i], e))
            return false;
    json_put_node(v->arena, n, "mine", list);
    json_put_bool(v->arena, n, "again", is_again(list));
    return true;
}

/* ---- the secretariat's -----------------------------------------------------------------------*/

static bool
leads(const struct viewer *v, const struct ballot *b)
{
    return viewer_holds(v, MAY_LEAD, SL(BODY_COMMITTEE)) ||
           (committee_group(&v->office->committee, b->body) &&
            viewer_holds(v, 1u << MANDATE_CONVENOR, b->body));
}

static void
put_duties(const struct viewer *v, struct json_node *n, const struct ballot *b)
{
    struct arena *a = v->arena;
    bool keeps = leads(v, b), judges = b->closed && b->outcome == OUTCOME_JUDGED && !b->judged;
    json_put_bool(a, n, "keeps", keeps);
    json_put_bool(a, n, "may_close", keeps && !b->closed && v->now >= b->closes);
    json_put_bool(a, n, "may_judge", judges && viewer_is_member(v));
    if (!b->closed && v->now >= b->closes && b->unopened)
        json_put_int(a, n, "waits_for", (int64_t)b->unopened);
}

/* ---- the whole -------------------------------------------------------------------------------*/

static void
put_frame(struct json_node *n, const struct viewer *v, const struct project *p,
          const struct ballot *b)
{
    struct arena *a = v->arena;
    json_put_text(a, n, "id", b->id);
    json_put_text(a, n, "project", p->id);
    put_langs(a, n, "title", p->title);
    put_langs(a, n, "question", question_of(b));
    put_stage(v, n, p, b->stage);
    put_body(v, n, b->body);
    json_put_text_if(a, n, "draft", b->draft);
    put_instant(a, n, "opens", b->opens);
    put_instant(a, n, "closes", b->closes);
    put_instant(a, n, "closed_at", b->closed_at);
    if (!b->closed && v->now < b->closes)
        json_put_int(a, n, "days", (b->closes - v->now) / DAY);
    put_ballot_state(a, n, b, v->now);
    json_put_text_if(a, n, "carries", b->carries);
    json_put_bool(a, n, "carried_text", b->text_changed);
    json_put_int(a, n, "entry", (int64_t)b->index);
    if (b->closed)
        json_put_int(a, n, "closing_entry", (int64_t)b->closed_index);
    json_put_bool(a, n, "changes", b->rule.revote != REVOTE_NEVER);
    json_put_bool(a, n, "conditional", b->rule.conditional);
    json_put_bool(a, n, "proxies", b->rule.proxies);
    json_put_node(a, n, "rule", view_rule(a, &b->rule, b->rule_digest));
    json_put_node(a, n, "turnout", turnout_view(a, b));
    put_duties(v, n, b);
}

bool
view_ballot(struct json_node **out, const struct viewer *v, const struct project *p,
            const struct ballot *b, struct err *e)
{
    struct json_node *n = json_new_object(v->arena);
    struct ballot_count count;
    bool counted = b->closed || !b->sealed;
    *out = n;
    if (counted && !ballot_count(&count, v->arena, b, e))
        return false;
    put_frame(n, v, p, b);
    return put_roll(n, v, b, counted ? &count : NULL, e) && all_mine(n, v, p, b, e) &&
           (!counted || put_count(n, v, b, &count)) &&
           put_objections(n, v, p, b, counted ? &count : NULL, e) && put_judgment(n, v, b, e);
}

/* ---- the list --------------------------------------------------------------------------------*/

static struct json_node *
row_view(const struct viewer *v, const struct project *p, const struct ballot *b)
{
    struct arena *a = v->arena;
    struct json_node *n = json_new_object(a);
    json_put_text(a, n, "id", b->id);
    put_langs(a, n, "question", question_of(b));
    put_stage(v, n, p, b->stage);
    put_instant(a, n, "opens", b->opens);
    put_instant(a, n, "closes", b->closes);
    put_ballot_state(a, n, b, v->now);
    json_put_text_if(a, n, "draft", b->draft);
    json_put_int(a, n, "voters", (int64_t)b->roll.n);
    json_put_int(a, n, "voted", (int64_t)ballot_sums(b).voted);
    return n;
}

bool
view_ballots(struct json_node **out, const struct viewer *v, const struct project *p, struct err *e)
{
    (void)e;
    struct arena *a = v->arena;
    struct json_node *n = json_new_object(a), *list = json_new_array(a), *rules = json_new_array(a);
    const struct adopted *version =
        committee_process(&v->office->committee, p->process, p->process_digest);
    const struct stage *stage = version ? process_stage(version->process, p->stage) : NULL;
    bool keeps = viewer_holds(v, MAY_LEAD, SL(BODY_COMMITTEE)) ||
                 (p->group.n && viewer_holds(v, 1u << MANDATE_CONVENOR, p->group));
    *out = n;
    for (size_t i = p->ballots.n; i-- > 0;)
        json_push_node(a, list, row_view(v, p, p->ballots.v[i]));
    for (size_t i = 0; stage && i < stage->ballots.n; i++) {
        const struct rule *r = process_rule(version->process, stage->ballots.v[i]);
        if (r)
            json_push_node(a, rules, view_rule(a, r, (struct slice){0}));
    }
    json_put_text(a, n, "project", p->id);
    put_langs(a, n, "title", p->title);
    put_stage(v, n, p, p->stage);
    json_put_node(a, n, "list", list);
    json_put_node(a, n, "rules", rules);
    json_put_bool(a, n, "keeps", keeps);
    json_put_bool(a, n, "may_open",
                  keeps && json_count(rules) > 0 && !project_open_ballot(p) &&
                      p->status == PROJECT_ACTIVE);
    return true;
}
