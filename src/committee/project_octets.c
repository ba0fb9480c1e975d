/* SPDX-License-Identifier: Apache-2.0 */
/*
 * All of a project's state as canonical JSON, for the comparison of states: whatever
 * a later decision could depend on has to be in here.
 */
#include "committee/project.h"
#include "crypto/crypto.h"
#include "text/json_build.h"
#include "text/json_canonical.h"

#include <assert.h>

#define OCTETS_MAX ((size_t)1 << 30)

static void
put_langs(struct arena *a, struct json_node *o, const char *key, const struct langs *l)
{
    struct json_node *n = json_new_object(a);
    json_put_text_if(a, n, "en", l->en);
    json_put_text_if(a, n, "zh", l->zh);
    json_put_node(a, o, key, n);
}

static void
put_leaf(struct arena *a, struct json_node *o, const char *key, uint64_t index)
{
    json_put_int(a, o, key, (int64_t)index);
}

static struct json_node *
draft_json(struct arena *a, const struct draft_posted *d)
{
    struct json_node *o = json_new_object(a);
    json_put_int(a, o, "at", d->at);
    json_put_texts(a, o, "clauses", &d->clauses);
    json_put_text(a, o, "file", d->file);
    json_put_text(a, o, "id", d->id);
    put_leaf(a, o, "index", d->index);
    json_put_text(a, o, "mandate", d->mandate);
    json_put_text(a, o, "stage", d->stage);
    return o;
}

static struct json_node *
document_json(struct arena *a, const struct document_filed *d)
{
    struct json_node *o = json_new_object(a);
    json_put_int(a, o, "at", d->at);
    json_put_text(a, o, "file", d->file);
    put_leaf(a, o, "index", d->index);
    json_put_text(a, o, "key", d->key);
    json_put_text(a, o, "stage", d->stage);
    return o;
}

static struct json_node *
comment_json(struct arena *a, const struct comment *c)
{
    struct json_node *o = json_new_object(a);
    json_put_text(a, o, "applied_in", c->applied_in);
    json_put_int(a, o, "at", c->at);
    json_put_text(a, o, "clause", c->clause);
    json_put_int(a, o, "decision", c->decision);
    put_leaf(a, o, "disposed", c->disposed);
    json_put_text(a, o, "draft", c->draft);
    json_put_text(a, o, "id", c->id);
    put_leaf(a, o, "index", c->index);
    json_put_text(a, o, "language", c->language);
    json_put_text(a, o, "object", c->object);
    json_put_text(a, o, "organisation", c->organisation);
    json_put_text(a, o, "reason", c->reason);
    json_put_int(a, o, "type", c->type);
    json_put_bool(a, o, "withdrawn", c->withdrawn);
    return o;
}

static struct json_node *
period_json(struct arena *a, const struct comment_period *p)
{
    struct json_node *o = json_new_object(a);
    json_put_int(a, o, "closes", p->closes);
    json_put_text(a, o, "draft", p->draft);
    put_leaf(a, o, "index", p->index);
    json_put_int(a, o, "opens", p->opens);
    json_put_text(a, o, "stage", p->stage);
    return o;
}

static struct json_node *
vote_json(struct arena *a, const struct ballot_vote *v)
{
    struct json_node *o = json_new_object(a);
    json_put_int(a, o, "acted", v->acted);
    json_put_int(a, o, "at", v->at);
    json_put_bool(a, o, "carried", v->carried);
    json_put_bool(a, o, "cast", v->cast);
    json_put_text(a, o, "choice", v->choice);
    if (v->sealed)
        json_put_text(a, o, "commitment", crypto_hex(a, slice_of(v->commitment, 32)));
    json_put_bool(a, o, "conditional", v->conditional);
    put_leaf(a, o, "index", v->index);
    json_put_text(a, o, "mandate", v->mandate);
    json_put_texts(a, o, "marks", &v->marks);
    json_put_bool(a, o, "opened", v->opened);
    put_leaf(a, o, "opening", v->opening);
    json_put_text(a, o, "reason", v->reason);
    json_put_bool(a, o, "sealed", v->sealed);
    return o;
}

static void
put_rules(struct arena *a, struct json_node *o, const struct ballot *b)
{
    struct json_node rule, roll;
    rule_to_json(&rule, a, &b->rule);
    roll_to_json(&roll, a, &b->roll);
    json_put_node(a, o, "rule", &rule);
    json_put_text(a, o, "rule_digest", b->rule_digest);
    json_put_node(a, o, "roll", &roll);
}

static void
put_votes(struct arena *a, struct json_node *o, const struct ballot *b)
{
    struct json_node *votes = json_new_array(a), *units = json_new_array(a);
    for (size_t i = 0; i < b->roll.n; i++) {
        json_push_node(a, votes, vote_json(a, &b->votes[i]));
        json_push_int(a, units, b->units.voted[i]);
    }
    json_put_node(a, o, "votes", votes);
    json_put_node(a, o, "units", units);
}

static struct json_node *
ballot_json(struct arena *a, const struct ballot *b)
{
    struct json_node *o = json_new_object(a);
    json_put_text(a, o, "body", b->body);
    json_put_text(a, o, "carries", b->carries);
    json_put_bool(a, o, "closed", b->closed);
    json_put_int(a, o, "closed_at", b->closed_at);
    put_leaf(a, o, "closed_index", b->closed_index);
    json_put_int(a, o, "closes", b->closes);
    json_put_text(a, o, "draft", b->draft);
    json_put_text(a, o, "id", b->id);
    put_leaf(a, o, "index", b->index);
    json_put_bool(a, o, "judged", b->judged);
    put_leaf(a, o, "judged_index", b->judged_index);
    json_put_int(a, o, "judgment", b->judgment);
    json_put_int(a, o, "opens", b->opens);
    json_put_int(a, o, "outcome", b->outcome);
    put_langs(a, o, "question", &b->question);
    put_rules(a, o, b);
    json_put_bool(a, o, "sealed", b->sealed);
    json_put_text(a, o, "stage", b->stage);
    json_put_bool(a, o, "text_changed", b->text_changed);
    json_put_int(a, o, "unopened", (int64_t)b->unopened);
    put_votes(a, o, b);
    return o;
}

static struct json_node *
publication_json(struct arena *a, const struct publication *p)
{
    struct json_node *o = json_new_object(a);
    json_put_int(a, o, "at", p->at);
    json_put_text(a, o, "draft", p->draft);
    json_put_text(a, o, "file", p->file);
    json_put_text(a, o, "in_force", p->in_force);
    put_leaf(a, o, "index", p->index);
    json_put_texts(a, o, "languages", &p->languages);
    json_put_text(a, o, "number", p->number);
    return o;
}

static struct json_node *
correction_json(struct arena *a, const struct correction *c)
{
    struct json_node *o = json_new_object(a);
    json_put_int(a, o, "at", c->at);
    put_leaf(a, o, "index", c->index);
    put_leaf(a, o, "of", c->of);
    json_put_text(a, o, "text", c->text);
    return o;
}

static struct json_node *
entry_json(struct arena *a, const struct stage_entry *s)
{
    struct json_node *o = json_new_object(a);
    json_put_int(a, o, "at", s->at);
    put_leaf(a, o, "index", s->index);
    json_put_text(a, o, "stage", s->stage);
    return o;
}

static struct json_node *
review_json(struct arena *a, const struct review *r)
{
    struct json_node *o = json_new_object(a);
    json_put_int(a, o, "at", r->at);
    json_put_int(a, o, "decision", r->decision);
    put_leaf(a, o, "index", r->index);
    return o;
}

/* A list of the state as an array of `o`. */
#define PUT_LIST(a, o, key, list, write)                          \
    do {                                                          \
        struct json_node *array_ = json_new_array(a);             \
        for (size_t i_ = 0; i_ < (list).n; i_++)                  \
            json_push_node((a), array_, write(a, &(list).v[i_])); \
        json_put_node((a), (o), (key), array_);                   \
    } while (0)

static void
put_lists(struct arena *a, struct json_node *o, const struct project *p)
{
    struct json_node *ballots = json_new_array(a), *leaves = json_new_array(a),
                     *milestones = json_new_array(a);
    for (size_t i = 0; i < p->ballots.n; i++)
        json_push_node(a, ballots, ballot_json(a, p->ballots.v[i]));
    for (size_t i = 0; i < p->leaves.n; i++)
        json_push_int(a, leaves, (int64_t)p->leaves.v[i]);
    json_put_node(a, o, "ballots", ballots);
    json_put_node(a, o, "leaves", leaves);
    for (size_t i = 0; i < p->milestones.n; i++)
        json_push_int(a, milestones, (int64_t)p->milestones.v[i]);
    json_put_node(a, o, "milestones", milestones);
    PUT_LIST(a, o, "comments", p->comments, comment_json);
    PUT_LIST(a, o, "corrections", p->corrections, correction_json);
    PUT_LIST(a, o, "documents", p->documents, document_json);
    PUT_LIST(a, o, "drafts", p->drafts, draft_json);
    PUT_LIST(a, o, "periods", p->periods, period_json);
    PUT_LIST(a, o, "publications", p->publications, publication_json);
    PUT_LIST(a, o, "reviews", p->reviews, review_json);
    PUT_LIST(a, o, "stages", p->stages, entry_json);
}

struct slice
project_octets(struct arena *a, const struct project *p)
{
    struct json_node *o = json_new_object(a);
    json_put_int(a, o, "events", (int64_t)p->events);
    json_put_text(a, o, "group", p->group);
    json_put_text(a, o, "id", p->id);
    json_put_int(a, o, "last_at", p->last_at);
    json_put_text(a, o, "lead", p->lead);
    json_put_int(a, o, "opened", p->opened);
    json_put_text(a, o, "process", p->process);
    json_put_text(a, o, "process_digest", p->process_digest);
    json_put_text(a, o, "stage", p->stage);
    json_put_int(a, o, "stage_since", p->stage_since);
    json_put_int(a, o, "status", p->status);
    put_langs(a, o, "title", &p->title);
    json_put_int(a, o, "withdrawn_at", p->withdrawn_at);
    put_lists(a, o, p);

    struct slice out = {0};
    struct err e = {0};
    bool written = json_canonical(&out, a, o, OCTETS_MAX, &e);
    assert(written); /* texts and numbers were canonical in their events */
    return written ? out : (struct slice){0};
}
