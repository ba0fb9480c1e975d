/* SPDX-License-Identifier: Apache-2.0 */
#include "committee/ballot_roll.h"

#include "text/json_build.h"

struct slice
ballot_body(const struct project *p, const struct rule *rule)
{
    return rule->electorate.body == ELECTORATE_GROUP ? p->group : SL(BODY_COMMITTEE);
}

/* Of a leaf; the rest is for rule, tally and envelope. */
#define ROLL_OCTETS_MAX 56000

/* ---- who is on it ----------------------------------------------------------------------------*/

static bool
has_standing(const struct electorate *el, struct slice standing)
{
    bool any = el->standings.n == 0;
    for (size_t i = 0; !any && i < el->standings.n; i++)
        any = slice_eq(el->standings.v[i], standing);
    return any;
}

/* Whether this membership gives a vote. */
static bool
may_vote(const struct electorate *el, const struct membership *m, struct slice body, int64_t at)
{
    bool person = el->members == ELECTORATE_PERSONS;
    return slice_eq(m->body, body) && membership_holds(m, at) &&
           (m->role == ROLE_MEMBER || el->observers) && has_standing(el, m->standing) &&
           (!person || m->person.n > 0);
}

static struct voter
voter_of(struct arena *a, const struct committee *c, const struct electorate *el,
         const struct membership *m)
{
    const struct organisation *o = committee_organisation(c, m->organisation);
    bool person = el->members == ELECTORATE_PERSONS;
    struct voter v = {.id = person ? m->person : m->organisation,
                      .organisation = m->organisation,
                      .person = person ? m->person : NOTHING};
    if (m->standing.n) {
        v.marks = (struct slices){NEW(a, struct slice), 1};
        v.marks.v[0] = m->standing;
    }
    if (o) {
        v.family = o->family;
        v.country = o->country;
        v.category = o->category;
        v.weight = o->weight;
        v.population = o->population;
    }
    return v;
}

static bool
ids_have(struct slices ids, struct slice id)
{
    for (size_t i = 0; i < ids.n; i++)
        if (slice_eq(ids.v[i], id))
            return true;
    return false;
}

/* Whose text it is: who leads the drafting, and who put drafts on the table. */
static bool
drafted(const struct act_world *w, struct slice organisation)
{
    const struct project *p = w->project;
    if (slice_eq(organisation, p->lead))
        return true;
    for (size_t i = 0; i < p->drafts.n; i++) {
        const struct mandate *m = committee_mandate(w->committee, p->drafts.v[i].mandate);
        if (m && m->kind != MANDATE_SECRETARY && slice_eq(organisation, m->organisation))
            return true;
    }
    return false;
}

/* Everybody that the rule lets vote, once, in the order of their memberships. */
static void
add_members(struct roll *out, const struct deciding *d, const struct rule *rule,
            const struct roll_wish *wish)
{
    const struct committee *c = d->w->committee;
    struct slice body = ballot_body(d->w->project, rule);
    bool list = rule->electorate.body == ELECTORATE_LIST;
    struct map seen = {0}, listed = {0};
    for (size_t i = 0; i < wish->voters.n; i++)
        map_put(d->a, &listed, wish->voters.v[i], &wish->voters.v[i]);
    out->v = NEW_ARRAY(d->a, struct voter, c->memberships.n);
    for (size_t i = 0; i < c->memberships.n; i++) {
        const struct membership *m = c->memberships.v[i].value;
        if (!may_vote(&rule->electorate, m, body, d->ev->at))
            continue;
        struct voter v = voter_of(d->a, c, &rule->electorate, m);
        if (map_get(&seen, v.id) || (list && !map_get(&listed, v.id)))
            continue;
        v.recused = rule->recusal == RECUSAL_DRAFTERS && drafted(d->w, v.organisation);
        out->v[out->n] = v;
        map_put(d->a, &seen, v.id, &out->v[out->n++]);
    }
}

/* ---- what the opening says besides -----------------------------------------------------------*/

static bool
every_one_found(const struct deciding *d, const struct rule *rule, const struct roll *roll,
                struct slices ids, const struct refusal_text *missing)
{
    struct map on_roll = {0};
    for (size_t i = 0; ids.n && i < roll->n; i++)
        map_put(d->a, &on_roll, roll->v[i].id, &roll->v[i]);
    for (size_t i = 0; i < ids.n; i++)
        if (!map_get(&on_roll, ids.v[i]))
            return deny_by(d, missing, rule, ids.v[i], NOTHING);
    return true;
}

static bool
apply_wish(struct roll *roll, const struct deciding *d, const struct rule *rule,
           const struct roll_wish *wish)
{
    static const struct refusal_text stranger = {REFUSED_RULE, "electorate",
                                                 "{1} is no member that may vote by this rule.",
                                                 "{1}不是按该规则有表决权的成员。"};
    static const struct refusal_text recused = {
        REFUSED_RULE, "electorate", "{1} is not on the roll and cannot be recused from it.",
        "{1}不在表决名册上，无须回避。"};
    static const struct refusal_text stays = {REFUSED_RULE, "recusal",
                                              "The rule recuses nobody: {1} keeps its vote.",
                                              "该规则不设回避，{1}的表决权不得取消。"};
    static const struct refusal_text active = {REFUSED_RULE, "active",
                                               "The roll has {1} voters: no more can be active.",
                                               "表决名册共{1}名，活跃成员数不得多于此数。"};
    if (!every_one_found(d, rule, roll, wish->voters, &stranger) ||
        !every_one_found(d, rule, roll, wish->recused, &recused))
        return false;
    if (wish->recused.n && rule->recusal == RECUSAL_NONE)
        return deny_by(d, &stays, rule, wish->recused.v[0], NOTHING);
    for (size_t i = 0; wish->recused.n && i < roll->n; i++)
        roll->v[i].recused = roll->v[i].recused || ids_have(wish->recused, roll->v[i].id);
    if (wish->active > (int64_t)roll->n)
        return deny_by(d, &active, rule, number_text(d->a, (int64_t)roll->n), NOTHING);
    roll->active = wish->active ? wish->active : roll->active;
    return true;
}

/* What a member of that value adds: signs and key around it; nothing where it is empty. */
static size_t
member_octets(const char *key, size_t value)
{
    return value ? sizeof("\"\":\"\",") - 1 + strlen(key) + value : 0;
}

/* On the roll, or in the count where that is more; ten digits a number. */
static size_t
voter_octets(const struct voter *v)
{
    size_t marks = 0;
    for (size_t i = 0; i < v->marks.n; i++)
        marks += v->marks.v[i].n + 3;
    size_t roll =
        3 + member_octets("id", v->id.n) + member_octets("organisation", v->organisation.n) +
        member_octets("person", v->person.n) + member_octets("family", v->family.n) +
        member_octets("country", v->country.n) + member_octets("category", v->category.n) +
        member_octets("marks", marks) + member_octets("weight", v->weight ? 10 : 0) +
        member_octets("population", v->population ? 10 : 0) + member_octets("recused", 4);
    size_t count = 3 + member_octets("fate", sizeof("conditional") - 1) +
                   member_octets("leaf", 16) + member_octets("voter", v->id.n);
    return roll > count ? roll : count;
}

/* Its opening and its closing have to fit into one entry of the record each. */
static bool
size_fits(const struct deciding *d, const struct rule *rule, const struct roll *roll)
{
    static const struct refusal_text text = {
        REFUSED_RULE, "roll", "A roll of {1} voters does not fit into an entry of the record.",
        "表决名册有{1}名表决人，超出一条记录的容量。"};
    size_t octets = 0;
    for (size_t i = 0; i < roll->n; i++)
        octets += voter_octets(&roll->v[i]);
    return octets <= ROLL_OCTETS_MAX ||
           deny_by(d, &text, rule, number_text(d->a, (int64_t)roll->n), NOTHING);
}

static bool
carried_roll(struct roll *out, const struct deciding *d, struct slice earlier)
{
    const struct ballot *b = project_ballot(d->w->project, earlier);
    static const struct refusal_text unknown = {REFUSED_UNKNOWN, "ballot.carries",
                                                "There is no earlier ballot {1}.",
                                                "没有先前的投票{1}。"};
    if (!b)
        return deny(d, &unknown, earlier, NOTHING, NOTHING);
    out->n = b->roll.n;
    out->active = b->roll.active;
    out->v = NEW_ARRAY(d->a, struct voter, out->n);
    memcpy(out->v, b->roll.v, out->n * sizeof *out->v);
    return true;
}

bool
ballot_roll(struct roll *out, const struct deciding *d, const struct rule *rule,
            const struct roll_wish *wish)
{
    static const struct refusal_text group = {
        REFUSED_RULE, "electorate", "The rule lets a working group vote, and the project has none.",
        "该规则由工作组表决，而项目没有工作组。"};
    static const struct refusal_text list = {
        REFUSED_RULE, "electorate",
        "The rule lets those vote who are named, and only there: voters.",
        "仅当规则规定由指定名单表决时，须给出名单（voters）。"};
    static const struct refusal_text nobody = {REFUSED_RULE, "electorate",
                                               "Nobody could vote by this rule now.",
                                               "目前没有按该规则有表决权的成员。"};
    const struct electorate *el = &rule->electorate;
    *out = (struct roll){0};
    if (el->body == ELECTORATE_GROUP && d->w->project->group.n == 0)
        return deny_by(d, &group, rule, NOTHING, NOTHING);
    if (wish->carries.n) {
        if (!carried_roll(out, d, wish->carries))
            return false;
    } else {
        if ((el->body == ELECTORATE_LIST) != (wish->voters.n > 0))
            return deny_by(d, &list, rule, NOTHING, NOTHING);
        add_members(out, d, rule, wish);
    }
    if (out->n == 0)
        return deny_by(d, &nobody, rule, NOTHING, NOTHING);
    return size_fits(d, rule, out) && apply_wish(out, d, rule, wish);
}

/* ---- the one in the event --------------------------------------------------------------------*/

static struct json_node
one_voter(struct arena *a, const struct voter *v)
{
    struct voter one = *v;
    struct roll alone = {&one, 1, 0};
    struct json_node n;
    roll_to_json(&n, a, &alone);
    return n;
}

bool
roll_differs(const struct deciding *d, const struct roll *derived, const struct roll *given)
{
    static const struct refusal_text missing = {REFUSED_RULE, "ballot.roll",
                                                "{1} has a vote and is missing from the roll.",
                                                "{1}有表决权，但未列入表决名册。"};
    static const struct refusal_text stranger = {REFUSED_RULE, "ballot.roll",
                                                 "{1} stands on the roll and has no vote.",
                                                 "{1}无表决权，却列入了表决名册。"};
    static const struct refusal_text otherwise = {
        REFUSED_RULE, "ballot.roll",
        "{1} stands on the roll otherwise than among the members (class, weight, recusal).",
        "{1}在表决名册上的记载（类别、权数、回避）与成员名单不符。"};
    static const struct refusal_text order = {REFUSED_RULE, "ballot.roll",
                                              "The roll is not in the order of the memberships.",
                                              "表决名册未按成员资格登记次序排列。"};
    struct map in_given = {0}, in_derived = {0};
    for (size_t i = 0; i < given->n; i++)
        map_put(d->a, &in_given, given->v[i].id, &given->v[i]);
    for (size_t i = 0; i < derived->n; i++) {
        const struct voter *want = &derived->v[i], *got = map_get(&in_given, want->id);
        map_put(d->a, &in_derived, want->id, &derived->v[i]);
        if (!got)
            return deny(d, &missing, want->id, NOTHING, NOTHING);
        struct json_node x = one_voter(d->a, want), y = one_voter(d->a, got);
        if (!json_same(d->a, &x, &y))
            return deny(d, &otherwise, want->id, NOTHING, NOTHING);
    }
    for (size_t i = 0; i < given->n; i++)
        if (!map_get(&in_derived, given->v[i].id))
            return deny(d, &stranger, given->v[i].id, NOTHING, NOTHING);
    return deny(d, &order, NOTHING, NOTHING, NOTHING);
}
