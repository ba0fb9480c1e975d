/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The roll of a ballot, the votes against it with their reasons, and the judgment of who decides.
 */
#include "api/view_ballot_parts.h"

#include "api/terms.h"
#include "office/object.h"

#define COMMENTS_SHOWN 20 /* of one organisation */

/* ---- names -----------------------------------------------------------------------------------*/

/* Of the person in a seat; empty where the viewer does not see it or it was forgotten. */
static bool
person_name(struct langs *out, const struct viewer *v, struct slice person, struct err *e)
{
    const struct person *p = committee_person(&v->office->committee, person);
    enum viewer_text what;
    struct slice octets;
    struct json_node n;
    *out = (struct langs){0};
    if (!p)
        return true;
    if (!viewer_object(&what, &octets, v, p->profile, SL(BODY_COMMITTEE), e))
        return false;
    if (what == VIEWER_TEXT && object_read(&n, v->arena, octets))
        *out = object_langs(&n, "name");
    return true;
}

bool
put_voter_name(struct json_node *n, const struct viewer *v, const struct voter *voter,
               struct err *e)
{
    const struct organisation *o =
        committee_organisation(&v->office->committee, voter->organisation);
    struct langs name;
    put_langs(v->arena, n, "name",
              o ? o->name : (struct langs){voter->organisation, voter->organisation});
    if (voter->person.n == 0)
        return true;
    if (!person_name(&name, v, voter->person, e))
        return false;
    if (name.en.n || name.zh.n)
        put_langs(v->arena, n, "person_name", name);
    return true;
}

/* ---- the roll --------------------------------------------------------------------------------*/

static void
put_fate(struct arena *a, struct json_node *n, const char *word)
{
    put_word(a, n, "fate", slice_str(word), term_fate(slice_str(word)));
}

static void
put_voter_state(struct arena *a, struct json_node *n, const struct voter *voter,
                const struct ballot_vote *vote)
{
    static const struct langs words[] = {
        {SL_INIT("not voted"), SL_INIT("未投票")},
        {SL_INIT("voted"), SL_INIT("已投票")},
        {SL_INIT("recused"), SL_INIT("回避")},
    };
    static const char *const ids[] = {"waiting", "voted", "recused"};
    size_t i = voter->recused ? 2 : vote->cast;
    put_word(a, n, "state", slice_str(ids[i]), words[i]);
    json_put_bool(a, n, "voted", vote->cast);
    json_put_bool(a, n, "recused", voter->recused);
    json_put_bool(a, n, "hidden", vote->cast && vote->choice.n == 0);
}

static void
put_standing(struct arena *a, struct json_node *n, const struct ballot *b,
             const struct voter *voter)
{
    json_put_text_if(a, n, "country", voter->country);
    json_put_text_if(a, n, "category", voter->category);
    if (b->rule.unit != UNIT_VOTER)
        json_put_text(a, n, "unit", tally_unit(&b->rule, voter));
    if (voter->weight)
        json_put_int(a, n, "weight", voter->weight);
    if (voter->population)
        json_put_int(a, n, "population", voter->population);
}

static void
put_vote(struct arena *a, struct json_node *n, const struct ballot *b,
         const struct ballot_vote *vote)
{
    const struct position *at = rule_position(&b->rule, vote->choice);
    if (vote->choice.n) {
        put_choice(a, n, b, vote->choice);
        if (at)
            put_word(a, n, "kind", slice_str(vote_kind_names[at->counts]), at->name);
    }
    json_put_bool(a, n, "conditional", vote->conditional);
    json_put_bool(a, n, "carried", vote->carried);
    if (!vote->cast)
        return;
    put_as(a, n, vote->acted);
    put_instant(a, n, "at", vote->at);
    json_put_int(a, n, "entry", (int64_t)vote->index);
}

bool
put_roll(struct json_node *n, const struct viewer *v, const struct ballot *b,
         const struct ballot_count *c, struct err *e)
{
    struct arena *a = v->arena;
    struct json_node *list = json_new_array(a);
    for (size_t i = 0; i < b->roll.n; i++) {
        const struct voter *voter = &b->roll.v[i];
        struct json_node *o = json_new_object(a);
        json_put_text(a, o, "id", voter->id);
        json_put_text(a, o, "organisation", voter->organisation);
        if (!put_voter_name(o, v, voter, e))
            return false;
        json_put_text_if(a, o, "person", voter->person);
        put_standing(a, o, b, voter);
        put_voter_state(a, o, voter, &b->votes[i]);
        put_vote(a, o, b, &b->votes[i]);
        if (c && b->closed)
            put_fate(a, o, c->fates[i].word);
        json_put_bool(a, o, "counted", c && strcmp(c->fates[i].word, "counted") == 0);
        json_push_node(a, list, o);
    }
    json_put_node(a, n, "roll", list);
    return true;
}

/* ---- votes against ---------------------------------------------------------------------------*/

static struct json_node *
comments_of(struct arena *a, const struct project *p, struct slice organisation)
{
    struct json_node *list = json_new_array(a);
    for (size_t i = 0; i < p->comments.n && json_count(list) < COMMENTS_SHOWN; i++) {
        const struct comment *c = &p->comments.v[i];
        if (!c->withdrawn && c->organisation.n && slice_eq(c->organisation, organisation))
            json_push_text(a, list, c->id);
    }
    return list;
}

static bool
put_reason(struct json_node *n, const struct viewer *v, const struct ballot *b, struct slice digest,
           struct err *e)
{
    enum viewer_text what = VIEWER_TEXT;
    struct slice octets = {0};
    struct json_node text;
    if (digest.n && !viewer_object(&what, &octets, v, digest, b->body, e))
        return false;
    if (octets.n && object_read(&text, v->arena, octets))
        json_put_text_if(v->arena, n, "reason", json_text(json_get(&text, "text")));
    json_put_bool(v->arena, n, "forgotten", what == VIEWER_FORGOTTEN);
    json_put_bool(v->arena, n, "kept", what == VIEWER_HIDDEN);
    return true;
}

static bool
objects(const struct ballot *b, const struct ballot_vote *vote)
{
    const struct position *at = vote->choice.n ? rule_position(&b->rule, vote->choice) : NULL;
    return at && (at->counts == VOTE_NO || at->counts == VOTE_BLOCK);
}

bool
put_objections(struct json_node *n, const struct viewer *v, const struct project *p,
               const struct ballot *b, const struct ballot_count *c, struct err *e)
{
    struct arena *a = v->arena;
    struct json_node *list = json_new_array(a);
    for (size_t i = 0; c && i < b->roll.n; i++) {
        const struct voter *voter = &b->roll.v[i];
        const struct ballot_vote *vote = &b->votes[i];
        struct json_node *o = json_new_object(a);
        if (!objects(b, vote))
            continue;
        json_put_text(a, o, "voter", voter->id);
        json_put_text(a, o, "organisation", voter->organisation);
        if (!put_voter_name(o, v, voter, e) || !put_reason(o, v, b, vote->reason, e))
            return false;
        put_choice(a, o, b, vote->choice);
        json_put_int(a, o, "entry", (int64_t)vote->index);
        json_put_bool(a, o, "counted", strcmp(c->fates[i].word, "counted") == 0);
        put_fate(a, o, c->fates[i].word);
        json_put_node(a, o, "comments", comments_of(a, p, voter->organisation));
        json_push_node(a, list, o);
    }
    json_put_node(a, n, "objections", list);
    return true;
}

/* ---- the judgment ----------------------------------------------------------------------------*/

static bool
entry(struct event *out, const struct viewer *v, uint64_t index, struct err *e)
{
    struct store *s = v->office->store;
    struct store_event kept;
    if (!s->ops->begin_read(s, e))
        return false;
    bool ok = s->ops->event(s, index, &kept, v->arena, e);
    s->ops->rollback(s);
    return ok && event_read(out, v->arena, kept.octets, e);
}

bool
put_judgment(struct json_node *n, const struct viewer *v, const struct ballot *b, struct err *e)
{
    struct arena *a = v->arena;
    struct event ev;
    if (!b->judged)
        return true;
    if (!entry(&ev, v, b->judged_index, e))
        return false;
    struct json_node *o = json_new_object(a);
    const struct json_node *facts = event_node(&ev, "facts");
    put_word(a, o, "outcome", slice_str(outcome_name(b->judgment)), outcome_words(b->judgment));
    json_put_text_if(a, o, "reason", event_text(&ev, "reason"));
    put_instant(a, o, "at", ev.at);
    json_put_int(a, o, "entry", (int64_t)b->judged_index);
    json_put_node(a, o, "facts", facts ? facts : json_new_object(a));
    json_put_node(a, n, "judgment", o);
    return true;
}
