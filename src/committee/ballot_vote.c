/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Votes: vote.cast in an open ballot; vote.sealed and vote.unsealed in one that
 * is sealed until it closes.
 *
 * A vote is a voter's of the roll. For an organisation its delegate acts, its
 * alternate where the delegate has not, or a proxy for this ballot; for a person
 * only that person or a proxy. Who stands further behind never replaces a vote
 * of who stands in front.
 */
#include "base/buf.h"
#include "committee/ballot.h"
#include "committee/kinds_project.h"
#include "committee/project_parts.h"
#include "crypto/crypto.h"
#include "text/json_build.h"

/* As enum mandate_kind, as far as it votes. */
static const char *const as_words[] = {"delegate", "alternate", "proxy", NULL};

/* ---- who votes -------------------------------------------------------------------------------*/

/* A vote that is being decided. */
struct voting {
    const struct deciding *d;
    const struct ballot *b;
    const struct mandate *m;
    size_t place; /* in the roll */
};

static bool
proxy_fits(const struct voting *v)
{
    static const struct refusal_text none = {REFUSED_RULE, "proxies",
                                             "The rule of ballot {1} knows no proxies.",
                                             "投票{1}的规则不允许委托投票。"};
    static const struct refusal_text other = {
        REFUSED_ROLE, "mandate.proxy", "Proxy {1} is not, or no longer, for {2} in ballot {3}.",
        "委托{1}不是{2}在投票{3}中的有效委托。"};
    const struct voter *voter = &v->b->roll.v[v->place];
    if (!v->b->rule.proxies)
        return deny_by(v->d, &none, &v->b->rule, v->b->id, NOTHING);
    return committee_proxy(v->d->w->committee, v->d->ev->project, v->b->id, voter->organisation) ==
               v->m ||
           deny(v->d, &other, v->m->id, voter->id, v->b->id);
}

static bool
acts_for_voter(const struct voting *v)
{
    static const struct refusal_text kind = {
        REFUSED_ROLE, "mandate.kind",
        "Delegates, alternates and proxies vote; mandate {1} is for "
        "something else.",
        "投票由代表、候补代表或受托人进行；授权{1}不含投票权。"};
    static const struct refusal_text body = {
        REFUSED_ROLE, "mandate.body", "Ballot {2} is of \"{3}\"; mandate {1} is for another body.",
        "投票{2}属于“{3}”；授权{1}属于其他机构。"};
    static const struct refusal_text other = {REFUSED_ROLE, "mandate.organisation",
                                              "Mandate {1} does not speak for {2}.",
                                              "授权{1}不能代表{2}。"};
    static const struct refusal_text person = {
        REFUSED_ROLE, "mandate.person",
        "Seat {2} is a person's: nobody votes in its place with {1}.",
        "{2}为个人席位，不能凭授权{1}代为投票。"};
    const struct voter *voter = &v->b->roll.v[v->place];
    const struct mandate *m = v->m;
    if (m->kind > MANDATE_PROXY || event_word(v->d->ev, "as", as_words) != m->kind)
        return deny(v->d, &kind, m->id, NOTHING, NOTHING);
    if (m->kind == MANDATE_PROXY)
        return proxy_fits(v);
    if (!slice_eq(m->body, v->b->body) && !slice_eq(m->body, SL(BODY_COMMITTEE)))
        return deny(v->d, &body, m->id, v->b->id, v->b->body);
    if (voter->person.n)
        return (m->kind == MANDATE_DELEGATE && slice_eq(voter->person, m->person)) ||
               deny(v->d, &person, m->id, voter->id, NOTHING);
    return slice_eq(voter->organisation, m->organisation) ||
           deny(v->d, &other, m->id, voter->id, NOTHING);
}

/* The nearer to the voter, the lower. */
static unsigned
distance(enum mandate_kind kind)
{
    return kind == MANDATE_DELEGATE ? 0 : kind == MANDATE_ALTERNATE ? 1 : 2;
}

static bool
first_of_unit(const struct voting *v)
{
    static const struct refusal_text repeated = {
        REFUSED_REPEATED, "revote",
        "{1} has voted in ballot {2}; by its rule the first vote counts.",
        "{1}已在投票{2}中表决；按规则以首次投票为准。"};
    static const struct refusal_text unit = {REFUSED_REPEATED, "unit",
                                             "{2} has voted; the rule counts it and {1} as one.",
                                             "{2}已投票；按规则其与{1}合计一票。"};
    static const struct refusal_text before = {
        REFUSED_REPEATED, "mandate.alternate",
        "{1} has voted itself in ballot {2}: neither alternate nor proxy changes that.",
        "{1}已在投票{2}中自行表决，候补代表或受托人不得更改。"};
    const struct ballot *b = v->b;
    const struct ballot_vote *mine = &b->votes[v->place];
    size_t other = b->units.voted[b->units.of[v->place]];
    struct slice id = b->roll.v[v->place].id;
    if (other && other - 1 != v->place)
        return deny_by(v->d, &unit, &b->rule, id, b->roll.v[other - 1].id);
    if (!mine->cast || mine->carried)
        return true;
    if (b->rule.revote == REVOTE_NEVER)
        return deny_by(v->d, &repeated, &b->rule, id, b->id);
    return distance(v->m->kind) <= distance(mine->acted) || deny(v->d, &before, id, b->id, NOTHING);
}

/* The ballot takes votes of that kind now, and the actor may give this voter's. */
static bool
may_vote(struct voting *v, const struct deciding *d, bool sealed)
{
    static const struct refusal_text unknown = {
        REFUSED_UNKNOWN, "ballot", "Project {1} has no ballot {2}.", "项目{1}没有投票{2}。"};
    static const struct refusal_text late = {REFUSED_LATE, "ballot.closes",
                                             "Ballot {1} closed at {2}.", "投票{1}已于{2}截止。"};
    static const struct refusal_text is_open = {
        REFUSED_RULE, "ballot.sealed", "Ballot {1} is open: cast the vote, do not seal it.",
        "投票{1}为公开投票，应直接投票（vote.cast）。"};
    static const struct refusal_text is_sealed = {
        REFUSED_RULE, "ballot.sealed", "Ballot {1} is sealed until it closes: seal the vote.",
        "投票{1}截止前保密，应提交密封票（vote.sealed）。"};
    static const struct refusal_text stranger = {REFUSED_ROLE, "ballot.roll",
                                                 "{1} is not on the roll of ballot {2}.",
                                                 "{1}不在投票{2}的表决名册上。"};
    const struct event *ev = d->ev;
    struct slice id = event_text(ev, "ballot"), voter = event_text(ev, "voter");
    const struct ballot *b = project_ballot(d->w->project, id);
    if (!project_moves(d))
        return false;
    if (!b)
        return deny(d, &unknown, d->w->project->id, id, NOTHING);
    if (b->closed || ev->at >= b->closes)
        return deny(d, &late, b->id, instant_words(d->a, b->closes), NOTHING);
    if (b->sealed != sealed)
        return deny(d, b->sealed ? &is_sealed : &is_open, b->id, NOTHING, NOTHING);
    *v = (struct voting){d, b, committee_mandate(d->w->committee, ev->by.mandate),
                         ballot_place(b, voter)};
    if (v->place == b->roll.n || !v->m)
        return deny(d, &stranger, voter, b->id, NOTHING);
    return acts_for_voter(v) && first_of_unit(v);
}

/* ---- what is voted ---------------------------------------------------------------------------*/

static struct vote
vote_of(const struct voting *v, const struct event *ev)
{
    return (struct vote){.voter = v->place,
                         .position = event_text(ev, "choice"),
                         .index = ev->index,
                         .at = ev->at,
                         .reasoned = event_text(ev, "reason").n > 0,
                         .conditional = event_flag(ev, "conditional")};
}

#define CHOICES_SAID 400 /* octets */

/* "yes, no, abstain"; in Chinese "yes（赞成）、no（反对）". */
static struct slice
choices(const struct voting *v, bool zh)
{
    const struct position *positions;
    struct buf b;
    size_t n;
    rule_positions(&v->b->rule, &positions, &n);
    buf_init(&b, v->d->a, CHOICES_SAID);
    for (size_t i = 0; i < n; i++) {
        buf_str(&b, !i ? "" : zh ? "、" : ", ");
        buf_add(&b, positions[i].key);
        if (zh)
            buf_printf(&b, "（%.*s）", SL_FMT(langs_get(&positions[i].name, true)));
    }
    return buf_slice(&b);
}

static bool
admitted(const struct voting *v, enum vote_fate fate)
{
    static const struct refusal_text texts[] = {
        [FATE_RECUSED] = {REFUSED_RULE, "recused",
                          "{1} is recused from ballot {2} and does not vote in it.",
                          "{1}在投票{2}中须回避，不参加表决。"},
        [FATE_EARLY] = {REFUSED_EARLY, "period", "Ballot {2} has not opened for {1} yet.",
                        "投票{2}尚未对{1}开放。"},
        [FATE_LATE] = {REFUSED_LATE, "period", "The vote of {1} in ballot {2} came too late.",
                       "{1}在投票{2}中的票已逾期。"},
        [FATE_NO_POSITION] = {REFUSED_RULE, "positions",
                              "Ballot {2} takes no such vote; it takes: {3}.",
                              "投票{2}没有该选项；可选：{4}。"},
        [FATE_NO_REASON] = {REFUSED_RULE, "reason",
                            "In ballot {2} such a vote needs a reason; {1} gave none.",
                            "投票{2}要求此类票说明理由；{1}未说明。"},
        [FATE_CONDITIONAL] =
            {REFUSED_RULE, "conditional",
             "The rule of ballot {2} knows no conditional vote; {1} votes no with "
             "reasons, or yes.",
             "投票{2}的规则不接受附条件的票；{1}可投反对票并说明理由，或投赞成票。"},
    };
    const struct ballot *b = v->b;
    struct slice voter = b->roll.v[v->place].id;
    if (fate == FATE_COUNTED)
        return true;
    if (fate == FATE_NO_POSITION)
        denied_by(v->d, &texts[fate], b->rule.process, b->rule.key,
                  SLICES(voter, b->id, choices(v, false), choices(v, true)));
    else if (fate < COUNT_OF(texts))
        denied_by(v->d, &texts[fate], b->rule.process, b->rule.key, SLICES(voter, b->id));
    return false;
}

static bool
vote_fits(const struct voting *v)
{
    const struct ballot_box box = {.opens = v->b->opens, .closes = v->b->closes};
    const struct vote vote = vote_of(v, v->d->ev);
    return admitted(v, vote_admissible(&v->b->rule, &v->b->roll, &box, &vote));
}

/* ---- filling in the voter --------------------------------------------------------------------*/

/* Whose vote it is where the person does not say: the actor's own, or that of the proxy. */
static bool
vote_complete(struct json_node *data, struct arena *a, const struct act_world *w,
              const struct event *ev, struct refusal *r)
{
    (void)r;
    const struct ballot *b = project_ballot(w->project, json_text(json_get(data, "ballot")));
    const struct mandate *m = committee_mandate(w->committee, ev->by.mandate);
    struct slice voter = ev->by.organisation;
    if (m && m->kind == MANDATE_PROXY)
        voter = m->for_organisation;
    if (b && b->rule.electorate.members == ELECTORATE_PERSONS) {
        uintptr_t place = (uintptr_t)map_get(&b->first, voter);
        bool proxy = m && m->kind == MANDATE_PROXY;
        voter = proxy && place ? b->roll.v[place - 1].id : ev->by.person;
    }
    fill_text(data, a, "voter", voter);
    fill_text(data, a, "as",
              slice_str(as_words[m && m->kind <= MANDATE_PROXY ? m->kind : MANDATE_DELEGATE]));
    return true;
}

/* ---- vote.cast -------------------------------------------------------------------------------*/

#define AS_FIELD                                                            \
    {                                                                       \
        .key = "as", .type = FIELD_WORD, .filled = true, .words = as_words, \
        .help = "in what right: the kind of the mandate"                    \
    }

static const struct event_field cast_fields[] = {
    AS_FIELD,
    {.key = "ballot", .type = FIELD_ID, .help = "\"b-1\""},
    {.key = "choice", .type = FIELD_ID, .help = "a position of the rule: yes, no, abstain, …"},
    {.key = "conditional",
     .type = FIELD_FLAG,
     .optional = true,
     .help = "yes, if what the reason says is done; where the rule takes it"},
    {.key = "marks",
     .type = FIELD_IDS,
     .optional = true,
     .help = "what the voter offers besides: \"expert\""},
    {.key = "reason", .type = FIELD_DIGEST, .optional = true, .help = "digest of the reason"},
    {.key = "voter", .type = FIELD_ID, .filled = true, .help = "on the roll"},
};

static bool
cast_decide(struct arena *a, const struct act_world *w, const struct event *ev, struct refusal *r)
{
    const struct deciding d = {a, w, ev, r};
    struct voting v = {0};
    return may_vote(&v, &d, false) && vote_fits(&v);
}

/* The ballot and the voter's place in it, for apply. Null: not of this project. */
static struct ballot_vote *
vote_place(struct project *p, const struct event *ev, struct ballot **b)
{
    struct slice id = event_text(ev, "ballot");
    for (size_t i = p->ballots.n; i-- > 0;) {
        *b = p->ballots.v[i];
        if (!slice_eq((*b)->id, id))
            continue;
        size_t place = ballot_place(*b, event_text(ev, "voter"));
        return place < (*b)->roll.n ? &(*b)->votes[place] : NULL;
    }
    return NULL;
}

/* The rule's own word where it knows it, so that a million votes share it. */
static struct slice
choice_keep(struct arena *a, const struct ballot *b, struct slice choice)
{
    const struct position *p = rule_position(&b->rule, choice);
    return p ? p->key : arena_dup(a, choice);
}

/* A new vote of that voter in place of what was there. */
static struct ballot_vote *
vote_put(struct project *p, struct ballot *b, struct ballot_vote *v, const struct event *ev)
{
    uint32_t place = (uint32_t)(v - b->votes);
    b->unopened -= v->sealed && !v->opened;
    *v = (struct ballot_vote){.cast = true,
                              .mandate = arena_dup(p->arena, ev->by.mandate),
                              .acted = (enum mandate_kind)event_word(ev, "as", as_words),
                              .at = ev->at,
                              .index = ev->index};
    b->units.voted[b->units.of[place]] = place + 1;
    return v;
}

/* What is said: in a vote that is cast, and in the opening of a sealed one. */
static void
vote_say(struct project *p, const struct ballot *b, struct ballot_vote *v, const struct event *ev)
{
    v->choice = choice_keep(p->arena, b, event_text(ev, "choice"));
    v->conditional = event_flag(ev, "conditional");
    v->reason = arena_dup(p->arena, event_text(ev, "reason"));
    const struct json_node *marks = event_node(ev, "marks");
    v->marks = marks ? texts_keep(p->arena, marks) : (struct slices){0};
}

static void
cast_apply(struct project *p, const struct event *ev)
{
    struct ballot *b;
    struct ballot_vote *v = vote_place(p, ev, &b);
    if (v)
        vote_say(p, b, vote_put(p, b, v, ev), ev);
}

const struct event_kind kind_vote_cast = {
    .name = "vote.cast",
    .of_project = true,
    .fields = cast_fields,
    .nfields = COUNT_OF(cast_fields),
    .summary = "a vote in an open ballot",
    .complete = vote_complete,
    .decide = cast_decide,
    .apply_project = cast_apply,
};

/* ---- vote.sealed -----------------------------------------------------------------------------*/

static const struct event_field sealed_fields[] = {
    AS_FIELD,
    {.key = "ballot", .type = FIELD_ID, .help = "\"b-1\""},
    {.key = "commitment",
     .type = FIELD_DIGEST,
     .help = "SHA-256 of a salt of 32 octets and the vote as canonical JSON"},
    {.key = "voter", .type = FIELD_ID, .filled = true, .help = "on the roll"},
};

static bool
sealed_decide(struct arena *a, const struct act_world *w, const struct event *ev, struct refusal *r)
{
    const struct deciding d = {a, w, ev, r};
    struct voting v = {0};
    if (!may_vote(&v, &d, true))
        return false;
    bool recused = v.b->roll.v[v.place].recused;
    return admitted(&v, recused ? FATE_RECUSED : FATE_COUNTED);
}

/* Of digits that were checked. */
static void
read_hex(uint8_t out[32], struct slice digits)
{
    for (size_t i = 0; i < 32 && digits.n == 64; i++) {
        uint8_t hi = digits.p[2 * i], lo = digits.p[2 * i + 1];
        hi = (uint8_t)(hi <= '9' ? hi - '0' : hi - 'a' + 10);
        lo = (uint8_t)(lo <= '9' ? lo - '0' : lo - 'a' + 10);
        out[i] = (uint8_t)(hi << 4 | lo);
    }
}

static struct slice
digest_digits(struct slice digest)
{
    return slice_sub(digest, sizeof("sha256:") - 1, 64);
}

static void
sealed_apply(struct project *p, const struct event *ev)
{
    struct ballot *b;
    struct ballot_vote *v = vote_place(p, ev, &b);
    if (!v)
        return;
    vote_put(p, b, v, ev)->sealed = true;
    read_hex(v->commitment, digest_digits(event_text(ev, "commitment")));
    b->unopened++;
}

const struct event_kind kind_vote_sealed = {
    .name = "vote.sealed",
    .of_project = true,
    .fields = sealed_fields,
    .nfields = COUNT_OF(sealed_fields),
    .summary = "a vote in a sealed ballot: its commitment",
    .complete = vote_complete,
    .decide = sealed_decide,
    .apply_project = sealed_apply,
};

/* ---- vote.unsealed ---------------------------------------------------------------------------*/

static const struct event_field unsealed_fields[] = {
    {.key = "ballot", .type = FIELD_ID, .help = "\"b-1\""},
    {.key = "choice", .type = FIELD_ID, .help = "as it was sealed"},
    {.key = "conditional", .type = FIELD_FLAG, .optional = true, .help = "as it was sealed"},
    {.key = "marks", .type = FIELD_IDS, .optional = true, .help = "as it was sealed"},
    {.key = "reason", .type = FIELD_DIGEST, .optional = true, .help = "as it was sealed"},
    {.key = "salt", .type = FIELD_DIGEST, .help = "the salt, written as a digest is"},
    {.key = "voter", .type = FIELD_ID, .help = "on the roll"},
};

static bool
unsealed_time(const struct deciding *d, const struct ballot *b)
{
    static const struct refusal_text early = {REFUSED_EARLY, "ballot.closes",
                                              "Votes of ballot {1} are opened from {2} on.",
                                              "投票{1}的密封票自{2}起方可开启。"};
    static const struct refusal_text late = {REFUSED_LATE, "ballot.closed",
                                             "Ballot {1} was counted; no vote is opened any more.",
                                             "投票{1}已计票，不能再开启密封票。"};
    if (b->closed)
        return deny(d, &late, b->id, NOTHING, NOTHING);
    return d->ev->at >= b->closes ||
           deny(d, &early, b->id, instant_words(d->a, b->closes), NOTHING);
}

static bool
opens_commitment(const struct deciding *d, const struct ballot *b, const struct ballot_vote *v)
{
    static const struct refusal_text text = {
        REFUSED_RULE, "ballot.commitment",
        "What was opened for {1} in ballot {2} is not what was sealed.",
        "为{1}在投票{2}中开启的内容与密封时的承诺值不符。"};
    const struct event *ev = d->ev;
    const struct sealed_vote opened = {.project = ev->project,
                                       .ballot = b->id,
                                       .voter = event_text(ev, "voter"),
                                       .choice = event_text(ev, "choice"),
                                       .reason = event_text(ev, "reason"),
                                       .conditional = event_flag(ev, "conditional"),
                                       .marks = texts_of(d->a, event_node(ev, "marks"))};
    uint8_t salt[32] = {0}, commitment[32];
    read_hex(salt, digest_digits(event_text(ev, "salt")));
    vote_commitment(commitment, d->a, &opened, salt);
    return memcmp(commitment, v->commitment, sizeof commitment) == 0 ||
           deny(d, &text, opened.voter, b->id, NOTHING);
}

/* Anybody who holds the opening may give it. */
static bool
unsealed_decide(struct arena *a, const struct act_world *w, const struct event *ev,
                struct refusal *r)
{
    static const struct refusal_text unknown = {
        REFUSED_UNKNOWN, "ballot", "Project {1} has no ballot {2}.", "项目{1}没有投票{2}。"};
    static const struct refusal_text none = {REFUSED_UNKNOWN, "ballot.vote",
                                             "There is no sealed vote of {1} in ballot {2}.",
                                             "投票{2}中没有{1}的密封票。"};
    static const struct refusal_text again = {REFUSED_REPEATED, "ballot.vote",
                                              "The vote of {1} in ballot {2} is open already.",
                                              "{1}在投票{2}中的密封票已开启。"};
    const struct deciding d = {a, w, ev, r};
    struct slice id = event_text(ev, "ballot"), voter = event_text(ev, "voter");
    const struct ballot *b = project_ballot(w->project, id);
    if (!b)
        return deny(&d, &unknown, w->project->id, id, NOTHING);
    size_t place = ballot_place(b, voter);
    const struct ballot_vote *v = place < b->roll.n ? &b->votes[place] : NULL;
    if (!v || !v->cast || !v->sealed)
        return deny(&d, &none, voter, b->id, NOTHING);
    if (v->opened)
        return deny(&d, &again, voter, b->id, NOTHING);
    return unsealed_time(&d, b) && opens_commitment(&d, b, v);
}

static void
unsealed_apply(struct project *p, const struct event *ev)
{
    struct ballot *b;
    struct ballot_vote *v = vote_place(p, ev, &b);
    if (!v || !v->sealed || v->opened)
        return;
    vote_say(p, b, v, ev);
    b->unopened--;
    v->opened = true;
    v->opening = ev->index;
}

const struct event_kind kind_vote_unsealed = {
    .name = "vote.unsealed",
    .of_project = true,
    .fields = unsealed_fields,
    .nfields = COUNT_OF(unsealed_fields),
    .summary = "a sealed vote is opened, after the ballot's closing time",
    .decide = unsealed_decide,
    .apply_project = unsealed_apply,
};
