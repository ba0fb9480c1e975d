/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The end of a ballot: ballot.closed names every voter of the roll with the leaf
 * of its vote, or that there is none, and the count; who checks the record
 * counts again. consensus.judged gives the result where the rule leaves it to a role.
 */
#include "committee/ballot.h"
#include "committee/kinds_project.h"
#include "committee/project_parts.h"
#include "text/json_build.h"

static bool
named_ballot(const struct deciding *d, const struct ballot **out)
{
    static const struct refusal_text unknown = {
        REFUSED_UNKNOWN, "ballot", "Project {1} has no ballot {2}.", "项目{1}没有投票{2}。"};
    const struct json_node *id = json_get(d->ev->data, "ballot");
    *out = project_ballot(d->w->project, json_text(id));
    return *out || deny(d, &unknown, d->w->project->id, json_text(id), NOTHING);
}

/* ---- ballot.closed ---------------------------------------------------------------------------*/

static const struct event_field vote_fields[] = {
    {.key = "fate", .type = FIELD_ID, .help = "counted, not-cast, not-opened, or why it is void"},
    {.key = "leaf", .type = FIELD_INTEGER, .optional = true, .help = "of the vote that stands"},
    {.key = "voter", .type = FIELD_ID, .help = "on the roll"},
};

static const struct event_field closed_fields[] = {
    {.key = "ballot", .type = FIELD_ID, .help = "\"b-1\""},
    {.key = "tally", .type = FIELD_OBJECT, .filled = true, .help = "the count and its arithmetic"},
    {.key = "votes",
     .type = FIELD_LIST,
     .filled = true,
     .of = vote_fields,
     .nof = COUNT_OF(vote_fields),
     .help = "every voter of the roll, in its order"},
};

static bool
count_again(const struct deciding *d, const struct ballot *b, struct ballot_count *out)
{
    static const struct refusal_text text = {REFUSED_RULE, "ballot.tally",
                                             "Ballot {1} cannot be counted: {2}.",
                                             "投票{1}无法计票：{2}。"};
    struct err e = {0};
    return ballot_count(out, d->a, b, &e) || deny(d, &text, b->id, slice_str(e.msg), NOTHING);
}

static struct json_node *
votes_json(struct arena *a, const struct ballot *b, const struct ballot_count *count)
{
    struct json_node *list = json_new_array(a);
    for (size_t i = 0; i < b->roll.n; i++) {
        struct json_node *o = json_new_object(a);
        json_put_text(a, o, "fate", slice_str(count->fates[i].word));
        if (count->fates[i].leaf != UINT64_MAX)
            json_put_int(a, o, "leaf", (int64_t)count->fates[i].leaf);
        json_put_text(a, o, "voter", b->roll.v[i].id);
        json_push_node(a, list, o);
    }
    return list;
}

static bool
closed_complete(struct json_node *data, struct arena *a, const struct act_world *w,
                const struct event *ev, struct refusal *r)
{
    const struct deciding d = {a, w, ev, r};
    const struct ballot *b;
    struct ballot_count count;
    struct json_node tally;
    if (!named_ballot(&d, &b) || !count_again(&d, b, &count))
        return false;
    tally_to_json(&tally, a, &b->rule, &count.tally);
    if (!json_get(data, "tally"))
        json_put_node(a, data, "tally", &tally);
    if (!json_get(data, "votes"))
        json_put_node(a, data, "votes", votes_json(a, b, &count));
    return true;
}

static bool
closing_time(const struct deciding *d, const struct ballot *b)
{
    static const struct refusal_text again = {REFUSED_REPEATED, "ballot.closed",
                                              "Ballot {1} is closed already.", "投票{1}已结束。"};
    static const struct refusal_text early = {
        REFUSED_EARLY, "ballot.closes", "Ballot {1} runs until {2}; its rule knows no early end.",
        "投票{1}至{2}截止，规则不允许提前结束。"};
    static const struct refusal_text wait = {
        REFUSED_OPEN, "ballot.unsealed",
        "Sealed votes of ballot {1} that are not opened: {2}. Without them it is counted from {3} "
        "on.",
        "投票{1}尚有{2}张密封票未开启；如仍未开启，自{3}起方可计票。"};
    int64_t at = d->ev->at, patience = b->closes + BALLOT_UNSEAL_DAYS * DAY;
    if (b->closed)
        return deny(d, &again, b->id, NOTHING, NOTHING);
    if (at < b->closes)
        return deny(d, &early, b->id, instant_words(d->a, b->closes), NOTHING);
    return b->unopened == 0 || at >= patience ||
           deny(d, &wait, b->id, number_text(d->a, (int64_t)b->unopened),
                instant_words(d->a, patience));
}

/* Every voter once, with the leaf and the fate that a recount finds. */
static bool
right_votes(const struct deciding *d, const struct ballot *b, const struct ballot_count *count)
{
    static const struct refusal_text number = {
        REFUSED_RULE, "ballot.votes", "The closing names {2} voters; the roll of {1} has {3}.",
        "投票{1}的结束记录列出{2}名表决人，而名册为{3}名。"};
    static const struct refusal_text differs = {
        REFUSED_RULE, "ballot.votes",
        "The closing says of {1}: \"{2}\"; the record says \"{3}\", or another leaf.",
        "结束记录中{1}为“{2}”，而记录为“{3}”或其他条目。"};
    const struct json_node *list = event_node(d->ev, "votes");
    struct slice n = number_text(d->a, (int64_t)json_count(list));
    if (json_count(list) != b->roll.n)
        return deny(d, &number, b->id, n, number_text(d->a, (int64_t)b->roll.n));
    for (size_t i = 0; i < b->roll.n; i++) {
        const struct json_node *item = json_item(list, i), *leaf = json_get(item, "leaf");
        const struct ballot_fate *fate = &count->fates[i];
        struct slice word = json_text(json_get(item, "fate"));
        uint64_t index = leaf ? (uint64_t)leaf->i : UINT64_MAX;
        if (!slice_eq(json_text(json_get(item, "voter")), b->roll.v[i].id) ||
            !slice_eq_str(word, fate->word) || index != fate->leaf)
            return deny(d, &differs, b->roll.v[i].id, word, slice_str(fate->word));
    }
    return true;
}

static bool
right_tally(const struct deciding *d, const struct ballot *b, const struct ballot_count *count)
{
    static const struct refusal_text outcome = {
        REFUSED_RULE, "ballot.tally", "Ballot {1} was declared \"{2}\"; the recount says \"{3}\".",
        "投票{1}宣布结果为“{2}”，复核结果为“{3}”。"};
    static const struct refusal_text numbers = {
        REFUSED_RULE, "ballot.tally", "The numbers of the tally of {1} are not those of a recount.",
        "投票{1}的计票数字与复核不一致。"};
    const struct json_node *given = event_node(d->ev, "tally");
    struct slice said = json_text(json_get(given, "outcome"));
    struct json_node tally;
    tally_to_json(&tally, d->a, &b->rule, &count->tally);
    if (!slice_eq_str(said, outcome_name(count->tally.outcome)))
        return deny(d, &outcome, b->id, said, slice_str(outcome_name(count->tally.outcome)));
    return json_same(d->a, &tally, given) || deny(d, &numbers, b->id, NOTHING, NOTHING);
}

static bool
closed_decide(struct arena *a, const struct act_world *w, const struct event *ev, struct refusal *r)
{
    const struct deciding d = {a, w, ev, r};
    const struct ballot *b;
    struct ballot_count count;
    if (!named_ballot(&d, &b))
        return false;
    bool group = b->rule.electorate.body == ELECTORATE_GROUP;
    return needs_role(&d, OFFICERS | (group ? 1u << BY_CONVENOR : 0)) && closing_time(&d, b) &&
           count_again(&d, b, &count) && right_votes(&d, b, &count) && right_tally(&d, b, &count);
}

static struct ballot *
ballot_of(struct project *p, const struct event *ev)
{
    struct slice id = event_text(ev, "ballot");
    for (size_t i = p->ballots.n; i-- > 0;)
        if (slice_eq(p->ballots.v[i]->id, id))
            return p->ballots.v[i];
    return NULL;
}

static void
closed_apply(struct project *p, const struct event *ev)
{
    struct ballot *b = ballot_of(p, ev);
    struct slice outcome = json_text(json_get(event_node(ev, "tally"), "outcome"));
    if (!b)
        return;
    b->closed = true;
    b->closed_at = ev->at;
    b->closed_index = ev->index;
    if (!outcome_from_name(outcome, &b->outcome))
        b->outcome = OUTCOME_NOT_APPROVED;
}

const struct event_kind kind_ballot_closed = {
    .name = "ballot.closed",
    .of_project = true,
    .fields = closed_fields,
    .nfields = COUNT_OF(closed_fields),
    .summary = "a ballot ends: what became of each vote, and the count",
    .complete = closed_complete,
    .decide = closed_decide,
    .apply_project = closed_apply,
};

/* ---- consensus.judged ------------------------------------------------------------------------*/

static const char *const judgments[] = {"approved", "not-approved", NULL};

static const struct event_field fact_fields[] = {
    {.key = "comments", .type = FIELD_INTEGER, .help = "of the project, not withdrawn"},
    {.key = "not_accepted", .type = FIELD_INTEGER, .help = "of these: answered with no"},
    {.key = "objections", .type = FIELD_INTEGER, .help = "votes that count as no or block"},
    {.key = "open", .type = FIELD_INTEGER, .help = "comments without a disposition"},
    {.key = "voted", .type = FIELD_INTEGER, .help = "units that took a position"},
};

static const struct event_field judged_fields[] = {
    {.key = "ballot", .type = FIELD_ID, .help = "closed, by a rule that a role judges"},
    {.key = "facts",
     .type = FIELD_OBJECT,
     .filled = true,
     .of = fact_fields,
     .nof = COUNT_OF(fact_fields),
     .help = "what the judgment has before it, counted"},
    {.key = "outcome", .type = FIELD_WORD, .words = judgments, .help = "the judgment"},
    {.key = "reason", .type = FIELD_TEXT, .help = "why, and how objections were met"},
    {.key = "writeup", .type = FIELD_DIGEST, .optional = true, .help = "a longer text"},
};

static bool
judged_facts(const struct deciding *d, const struct ballot *b, struct json_node *out)
{
    const struct project *p = d->w->project;
    struct ballot_count count;
    int64_t comments = 0, refused = 0;
    if (!count_again(d, b, &count))
        return false;
    for (size_t i = 0; i < p->comments.n; i++) {
        comments += !p->comments.v[i].withdrawn;
        refused +=
            !p->comments.v[i].withdrawn && p->comments.v[i].decision == DECISION_NOT_ACCEPTED;
    }
    struct json_node *o = json_new_object(d->a);
    json_put_int(d->a, o, "comments", comments);
    json_put_int(d->a, o, "not_accepted", refused);
    json_put_int(d->a, o, "objections", (int64_t)count.tally.objectors.n);
    json_put_int(d->a, o, "open", (int64_t)project_open_comments(p));
    json_put_int(d->a, o, "voted", (int64_t)count.tally.voted);
    *out = *o;
    return true;
}

static bool
judged_complete(struct json_node *data, struct arena *a, const struct act_world *w,
                const struct event *ev, struct refusal *r)
{
    const struct deciding d = {a, w, ev, r};
    const struct ballot *b;
    struct json_node facts;
    if (!named_ballot(&d, &b) || !judged_facts(&d, b, &facts))
        return false;
    if (!json_get(data, "facts"))
        json_put_node(a, data, "facts", &facts);
    return true;
}

static bool
judge_role(const struct deciding *d, const struct rule *rule)
{
    for (unsigned i = 0; i < PROCESS_ROLES; i++)
        if (slice_eq_str(rule->judged_by, process_role_names[i]))
            return needs_role(d, 1u << i);
    return needs_role(d, OFFICERS); /* a body that is none of ours: the officers enter it */
}

static bool
judged_decide(struct arena *a, const struct act_world *w, const struct event *ev, struct refusal *r)
{
    static const struct refusal_text counted = {REFUSED_RULE, "judged_by",
                                                "Ballot {1} is not judged: its rule counts.",
                                                "投票{1}按规则计票，无须裁定。"};
    static const struct refusal_text runs = {
        REFUSED_OPEN, "ballot.closed", "Ballot {1} has to be closed first.", "投票{1}须先结束。"};
    static const struct refusal_text again = {REFUSED_REPEATED, "ballot.judged",
                                              "Ballot {1} was judged already.", "投票{1}已裁定。"};
    static const struct refusal_text facts = {
        REFUSED_RULE, "ballot.facts",
        "The facts of the judgment on {1} are not those of the record.",
        "对投票{1}裁定所依据的事实与记录不符。"};
    const struct deciding d = {a, w, ev, r};
    const struct ballot *b;
    struct json_node found;
    if (!project_moves(&d) || !named_ballot(&d, &b) || !judge_role(&d, &b->rule))
        return false;
    if (!b->closed)
        return deny(&d, &runs, b->id, NOTHING, NOTHING);
    if (b->outcome != OUTCOME_JUDGED)
        return deny_by(&d, &counted, &b->rule, b->id, NOTHING);
    if (b->judged)
        return deny(&d, &again, b->id, NOTHING, NOTHING);
    return judged_facts(&d, b, &found) && (json_same(a, &found, event_node(ev, "facts")) ||
                                           deny(&d, &facts, b->id, NOTHING, NOTHING));
}

static void
judged_apply(struct project *p, const struct event *ev)
{
    struct ballot *b = ballot_of(p, ev);
    if (!b)
        return;
    b->judged = true;
    b->judged_index = ev->index;
    b->judgment =
        event_word(ev, "outcome", judgments) == 0 ? OUTCOME_APPROVED : OUTCOME_NOT_APPROVED;
}

const struct event_kind kind_consensus_judged = {
    .name = "consensus.judged",
    .of_project = true,
    .fields = judged_fields,
    .nfields = COUNT_OF(judged_fields),
    .summary = "the role that the rule names says whether there is consensus, and why",
    .complete = judged_complete,
    .decide = judged_decide,
    .apply_project = judged_apply,
};
