/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ballot.opened: question, draft, rule, roll and deadline go into the record, and
 * nothing changes them afterwards. What follows from process and members is derived
 * again by everyone who checks the record, so that a voter who was left out or a
 * threshold that was moved is found.
 */
#include "committee/ballot_roll.h"
#include "committee/kinds_project.h"
#include "text/json_build.h"
#include "text/json_canonical.h"

static const struct event_field opened_fields[] = {
    {.key = "active",
     .type = FIELD_INTEGER,
     .optional = true,
     .help = "how many of the roll are active members, where the rule counts them"},
    {.key = "carries",
     .type = FIELD_ID,
     .optional = true,
     .help = "the earlier round whose votes stand on unless they are changed"},
    {.key = "closes",
     .type = FIELD_INSTANT,
     .filled = true,
     .help = "when it ends; left out, after the usual days of the rule"},
    {.key = "draft",
     .type = FIELD_ID,
     .optional = true,
     .filled = true,
     .help = "the newest draft, where there is one"},
    {.key = "id", .type = FIELD_ID, .filled = true, .help = "\"b-1\", \"b-2\", …"},
    {.key = "question",
     .type = FIELD_LANGS,
     .optional = true,
     .filled = true,
     .help = "what is asked; left out, as the rule words it"},
    {.key = "recused",
     .type = FIELD_IDS,
     .optional = true,
     .help = "voters who drafted or have an interest, where the rule recuses: they may not vote"},
    {.key = "roll", .type = FIELD_OBJECT, .filled = true, .help = "who may vote, frozen"},
    {.key = "rule", .type = FIELD_OBJECT, .filled = true, .help = "the rule, frozen"},
    {.key = "rule_digest", .type = FIELD_DIGEST, .filled = true, .help = "of its canonical JSON"},
    {.key = "rule_key",
     .type = FIELD_ID,
     .filled = true,
     .help = "which rule of the process; left out, the only one of the stage"},
    {.key = "sealed",
     .type = FIELD_FLAG,
     .optional = true,
     .help = "votes are commitments until the ballot closes"},
    {.key = "voters",
     .type = FIELD_IDS,
     .optional = true,
     .help = "who votes, where the rule takes a list"},
};

/* ---- the rule --------------------------------------------------------------------------------*/

static bool
stage_lists(const struct stage *s, struct slice key)
{
    for (size_t i = 0; i < s->ballots.n; i++)
        if (slice_eq(s->ballots.v[i], key))
            return true;
    return false;
}

static bool
find_rule(const struct deciding *d, struct slice key, const struct rule **out)
{
    static const struct refusal_text unknown = {REFUSED_UNKNOWN, "process.rules",
                                                "Process {2} has no rule \"{1}\".",
                                                "工作程序{2}中没有表决规则“{1}”。"};
    static const struct refusal_text elsewhere = {REFUSED_STAGE, "ballots",
                                                  "Stage \"{1}\" holds no ballot by rule \"{2}\".",
                                                  "“{1}”阶段不按规则“{2}”进行投票。"};
    const struct stage *s = project_stage(d->w);
    *out = process_rule(project_process(d->w), key);
    if (!*out)
        return deny(d, &unknown, key, d->w->project->process, NOTHING);
    return stage_lists(s, key) || deny_at(d, &elsewhere, s, s->id, key);
}

static struct slice
rule_octets(struct arena *a, const struct rule *rule)
{
    struct json_node n;
    struct slice out = {0};
    rule_to_json(&n, a, rule);
    return json_canonical(&out, a, &n, JSON_CANONICAL_MAX, NULL) ? out : NOTHING;
}

/* ---- complete --------------------------------------------------------------------------------*/

static struct roll_wish
wish_of(struct arena *a, const struct json_node *data)
{
    const struct json_node *active = json_get(data, "active");
    return (struct roll_wish){.voters = texts_of(a, json_get(data, "voters")),
                              .recused = texts_of(a, json_get(data, "recused")),
                              .active = active && active->type == JSON_INT ? active->i : 0,
                              .carries = json_text(json_get(data, "carries"))};
}

static bool
fill_rule_key(const struct deciding *d, struct json_node *data, struct slice *key)
{
    static const struct refusal_text which = {
        REFUSED_SHAPE, "ballots", "Stage \"{1}\" holds {2} kinds of ballots: say which (rule_key).",
        "“{1}”阶段有{2}种投票，须指明规则（rule_key）。"};
    const struct stage *s = project_stage(d->w);
    if (!json_get(data, "rule_key") && s->ballots.n != 1)
        return deny_at(d, &which, s, s->id, number_text(d->a, (int64_t)s->ballots.n));
    *key = fill_text(data, d->a, "rule_key", s->ballots.n ? s->ballots.v[0] : NOTHING);
    return true;
}

static bool
fill_close(const struct deciding *d, struct json_node *data, const struct rule *rule)
{
    static const struct refusal_text when = {
        REFUSED_SHAPE, "period", "The rule sets no usual length: say when the ballot closes.",
        "规则未规定投票期限，须指明截止时间。"};
    int64_t closes = period_end(&rule->period, d->ev->at);
    if (!closes && !json_get(data, "closes"))
        return deny_by(d, &when, rule, NOTHING, NOTHING);
    fill_text(data, d->a, "closes", instant_words(d->a, closes));
    return true;
}

static void
fill_question(struct json_node *data, struct arena *a, const struct rule *rule)
{
    struct json_node *q = json_new_object(a);
    if (json_get(data, "question") || (!rule->question.en.n && !rule->question.zh.n))
        return;
    json_put_text_if(a, q, "en", rule->question.en);
    json_put_text_if(a, q, "zh", rule->question.zh);
    json_put_node(a, data, "question", q);
}

static void
fill_frozen(struct json_node *data, struct arena *a, const struct rule *rule,
            const struct roll *roll)
{
    struct json_node frozen, voters;
    rule_to_json(&frozen, a, rule);
    roll_to_json(&voters, a, roll);
    if (!json_get(data, "rule"))
        json_put_node(a, data, "rule", &frozen);
    if (!json_get(data, "roll"))
        json_put_node(a, data, "roll", &voters);
    fill_text(data, a, "rule_digest", digest_of(a, rule_octets(a, rule)));
}

static bool
opened_complete(struct json_node *data, struct arena *a, const struct act_world *w,
                const struct event *ev, struct refusal *r)
{
    const struct deciding d = {a, w, ev, r};
    const struct project *p = w->project;
    const struct roll_wish wish = wish_of(a, data);
    const struct rule *rule;
    struct slice key = {0};
    struct roll roll;
    if (!project_allows(&d, STAGE_BALLOT) || !fill_rule_key(&d, data, &key) ||
        !find_rule(&d, key, &rule) || !ballot_roll(&roll, &d, rule, &wish) ||
        !fill_close(&d, data, rule))
        return false;
    fill_text(data, a, "id", id_numbered(a, "b-", p->ballots.n + 1));
    if (p->drafts.n)
        fill_text(data, a, "draft", p->drafts.v[p->drafts.n - 1].id);
    fill_question(data, a, rule);
    fill_frozen(data, a, rule, &roll);
    return true;
}

/* ---- decide ----------------------------------------------------------------------------------*/

static bool
right_draft(const struct deciding *d)
{
    static const struct refusal_text text = {
        REFUSED_RULE, "ballot.draft", "The ballot is on the newest draft, {1}, not on \"{2}\".",
        "应就最新草案{1}投票，而非“{2}”。"};
    const struct project *p = d->w->project;
    struct slice newest = p->drafts.n ? p->drafts.v[p->drafts.n - 1].id : NOTHING;
    struct slice got = event_text(d->ev, "draft");
    return slice_eq(newest, got) || deny(d, &text, newest, got, NOTHING);
}

static bool
right_time(const struct deciding *d, const struct rule *rule)
{
    int64_t days, limit, closes = event_instant(d->ev, "closes");
    const struct refusal_text *fault =
        period_fault(&rule->period, d->ev->at, closes, &days, &limit);
    return !fault || deny_by(d, fault, rule, number_text(d->a, days), instant_words(d->a, limit));
}

/* The frozen rule is the process's, to the octet. */
static bool
right_rule(const struct deciding *d, const struct rule *rule)
{
    static const struct refusal_text changed = {
        REFUSED_FROZEN, "ballot.rule",
        "The rule in the event is not rule \"{2}\" of the adopted version of {1}.",
        "所载规则与已采用的工作程序{1}中的规则“{2}”不一致。"};
    static const struct refusal_text digest = {REFUSED_FROZEN, "ballot.rule",
                                               "The digest is not that of the rule \"{2}\" of {1}.",
                                               "摘要与工作程序{1}的规则“{2}”不符。"};
    struct slice want = rule_octets(d->a, rule), got = {0};
    if (!json_canonical(&got, d->a, event_node(d->ev, "rule"), JSON_CANONICAL_MAX, NULL) ||
        !slice_eq(want, got))
        return deny(d, &changed, d->w->project->process, rule->key, NOTHING);
    return slice_eq(event_text(d->ev, "rule_digest"), digest_of(d->a, want)) ||
           deny(d, &digest, d->w->project->process, rule->key, NOTHING);
}

/* The frozen roll is whom the rule lets vote now, and it can be counted by the rule. */
static bool
right_roll(const struct deciding *d, const struct rule *rule)
{
    static const struct refusal_text shape = {
        REFUSED_SHAPE, "ballot.roll", "The roll cannot be read: {1}.", "表决名册无法读取：{1}。"};
    static const struct refusal_text counts = {REFUSED_RULE, "roll",
                                               "By this rule the roll cannot be counted: {1}.",
                                               "按该规则无法统计该名册：{1}。"};
    const struct roll_wish wish = wish_of(d->a, d->ev->data);
    const struct ballot_box empty = {0};
    struct roll want, got;
    struct tally tally;
    struct json_node octets;
    struct err e = {0};
    if (!ballot_roll(&want, d, rule, &wish))
        return false;
    if (!roll_from_json(&got, d->a, event_node(d->ev, "roll"), &e))
        return deny(d, &shape, slice_str(e.msg), NOTHING, NOTHING);
    roll_to_json(&octets, d->a, &want);
    if (!json_same(d->a, &octets, event_node(d->ev, "roll")))
        return roll_differs(d, &want, &got);
    if (!tally_count(&tally, d->a, rule, &got, &empty, &e))
        return deny_by(d, &counts, rule, slice_str(e.msg), NOTHING);
    return true;
}

/*
 * The round before: the last ballot whose rule knows further ones. Votes of an older one would come
 * back in place of those that were changed since; so would the roll of another body.
 */
static bool
last_round(const struct project *p, const struct rule *rule, const struct ballot *earlier)
{
    const struct electorate *e = &earlier->rule.electorate;
    const struct ballot *last = NULL;
    for (size_t i = p->ballots.n; i-- > 0 && !last;)
        if (p->ballots.v[i]->rule.recirculate != RECIRCULATE_NEVER)
            last = p->ballots.v[i];
    return earlier == last && e->body == rule->electorate.body &&
           e->members == rule->electorate.members;
}

/* A further round, where the rule knows such. The earlier one is closed: no other is open. */
static bool
right_round(const struct deciding *d, const struct rule *rule)
{
    static const struct refusal_text never = {
        REFUSED_RULE, "recirculate",
        "The rule knows no further round: votes of {1} do not stand on.",
        "该规则没有再次投票，不能沿用{1}的票。"};
    static const struct refusal_text sealed = {
        REFUSED_RULE, "recirculate", "A round that carries votes of {1} cannot be sealed.",
        "沿用{1}各票的投票不能密封。"};
    static const struct refusal_text other = {
        REFUSED_RULE, "recirculate",
        "{1} is not the round before this one: only its roll and its votes stand on.",
        "{1}不是本轮的上一轮投票，其名册和票不能沿用。"};
    struct slice earlier = event_text(d->ev, "carries");
    const struct ballot *b = project_ballot(d->w->project, earlier);
    if (earlier.n == 0)
        return true;
    if (rule->recirculate == RECIRCULATE_NEVER)
        return deny_by(d, &never, rule, earlier, NOTHING);
    if (event_flag(d->ev, "sealed"))
        return deny_by(d, &sealed, rule, earlier, NOTHING);
    return !b || last_round(d->w->project, rule, b) || deny_by(d, &other, rule, earlier, NOTHING);
}

static bool
opened_decide(struct arena *a, const struct act_world *w, const struct event *ev, struct refusal *r)
{
    const struct deciding d = {a, w, ev, r};
    const struct rule *rule;
    if (!project_allows(&d, STAGE_BALLOT) || !find_rule(&d, event_text(ev, "rule_key"), &rule))
        return false;
    bool group = rule->electorate.body == ELECTORATE_GROUP;
    return needs_role(&d, OFFICERS | (group ? 1u << BY_CONVENOR : 0)) &&
           project_without_ballot(&d) && next_id(&d, "b-", w->project->ballots.n) &&
           right_draft(&d) && right_time(&d, rule) && right_rule(&d, rule) &&
           right_round(&d, rule) && right_roll(&d, rule);
}

/* ---- apply -----------------------------------------------------------------------------------*/

static void *
place_value(size_t place)
{
    return (void *)(uintptr_t)(place + 1);
}

static void
index_roll(struct ballot *b, struct arena *a)
{
    struct map units = {0};
    size_t n = 0;
    b->votes = NEW_ARRAY(a, struct ballot_vote, b->roll.n);
    b->units.of = NEW_ARRAY(a, uint32_t, b->roll.n);
    b->units.voted = NEW_ARRAY(a, uint32_t, b->roll.n);
    for (size_t i = 0; i < b->roll.n; i++) {
        const struct voter *v = &b->roll.v[i];
        struct slice unit = tally_unit(&b->rule, v);
        map_put(a, &b->places, v->id, place_value(i));
        if (!map_get(&b->first, v->organisation))
            map_put(a, &b->first, v->organisation, place_value(i));
        uintptr_t number = (uintptr_t)map_get(&units, unit);
        if (!number) {
            number = ++n;
            map_put(a, &units, unit, place_value(n - 1));
        }
        b->units.of[i] = (uint32_t)(number - 1);
    }
}

/* What was said in the earlier round stands on, where it can be counted. */
static void
carry_votes(struct ballot *b, const struct ballot *earlier)
{
    for (size_t i = 0; i < b->roll.n; i++) {
        size_t place = ballot_place(earlier, b->roll.v[i].id);
        const struct ballot_vote *v = place < earlier->roll.n ? &earlier->votes[place] : NULL;
        if (!v || !v->cast || v->choice.n == 0)
            continue;
        b->votes[i] = *v;
        b->votes[i].carried = true;
        b->votes[i].sealed = b->votes[i].opened = false;
        b->units.voted[b->units.of[i]] = (uint32_t)i + 1;
    }
    b->text_changed = !slice_eq(b->draft, earlier->draft);
}

static void
opened_apply(struct project *p, const struct event *ev)
{
    struct arena *a = p->arena;
    struct ballot *b = NEW(a, struct ballot);
    const struct ballot *earlier = project_ballot(p, event_text(ev, "carries"));
    *b = (struct ballot){.id = arena_dup(a, event_text(ev, "id")),
                         .question = langs_keep(a, event_langs(ev, "question")),
                         .stage = p->stage,
                         .draft = arena_dup(a, event_text(ev, "draft")),
                         .carries = arena_dup(a, event_text(ev, "carries")),
                         .rule_digest = arena_dup(a, event_text(ev, "rule_digest")),
                         .sealed = event_flag(ev, "sealed"),
                         .opens = ev->at,
                         .closes = event_instant(ev, "closes"),
                         .index = ev->index};
    /* Both were read when it was decided. */
    if (!rule_from_json(&b->rule, a, event_node(ev, "rule"), NULL) ||
        !roll_from_json(&b->roll, a, event_node(ev, "roll"), NULL))
        b->roll = (struct roll){0};
    b->body = ballot_body(p, &b->rule);
    index_roll(b, a);
    if (earlier)
        carry_votes(b, earlier);
    vec_push(a, &p->ballots, b);
}

const struct event_kind kind_ballot_opened = {
    .name = "ballot.opened",
    .of_project = true,
    .fields = opened_fields,
    .nfields = COUNT_OF(opened_fields),
    .summary = "a ballot begins: question, draft, rule, roll and deadline are frozen",
    .complete = opened_complete,
    .decide = opened_decide,
    .apply_project = opened_apply,
};
