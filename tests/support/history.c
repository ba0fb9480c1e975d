/* SPDX-License-Identifier: Apache-2.0 */
#include "support/history.h"

#include "committee/ballot.h"
#include "support/random.h"
#include "text/json_build.h"

#include <assert.h>
#include <stdlib.h>

#define BEGIN ((int64_t)1795000000) /* 2026-11-18 */
#define HOUR 3600
#define DAY (24 * HOUR)

const char history_process[] =
    "id: TEST\n"
    "name: {en: Test, zh: 测试}\n"
    "body: B\n"
    "edition: '2026'\n"
    "source: s\n"
    "sources:\n"
    "  - {key: s, title: T, read: primary, as_of: '2026-01'}\n"
    "documents:\n"
    "  - {key: minutes, name: {en: minutes, zh: 会议纪要}}\n"
    "stages:\n"
    "  - id: work\n"
    "    name: {en: work, zh: 起草}\n"
    "    acts: [draft, comment, dispose, ballot]\n"
    "    comment: {min: 1, usual: 2}\n"
    "    public_comments: true\n"
    "    ballots: [vote, judged]\n"
    "    next:\n"
    "      - {to: ready, by: [secretary, chair], ballot: vote, draft: true, comments_disposed: "
    "true}\n"
    "      - {to: stopped, by: [secretary], reason: true}\n"
    "  - id: ready\n"
    "    name: {en: ready, zh: 报批}\n"
    "    acts: [publish]\n"
    "    next:\n"
    "      - {to: out, by: [secretary]}\n"
    "      - {to: work, by: [secretary], reason: true}\n"
    "  - id: out\n"
    "    name: {en: published, zh: 发布}\n"
    "    acts: [review]\n"
    "    review_days: 30\n"
    "    end: published\n"
    "    next:\n"
    "      - {to: work, by: [secretary], reason: true}\n"
    "  - {id: stopped, name: {en: stopped, zh: 终止}, end: withdrawn}\n"
    "rules:\n"
    "  - key: vote\n"
    "    name: {en: vote, zh: 表决}\n"
    "    electorate: {body: committee, members: organisations, name: {en: members, zh: 成员}}\n"
    "    period: {min: 1, usual: 2}\n"
    "    proxies: true\n"
    "    pass:\n"
    "      - {key: p, counts: ['yes'], num: 1, den: 3}\n"
    "  - key: judged\n"
    "    name: {en: judged, zh: 裁定}\n"
    "    electorate: {body: committee, members: organisations, name: {en: members, zh: 成员}}\n"
    "    period: {min: 1, usual: 2}\n"
    "    judged_by: chair\n"
    "    pass:\n"
    "      - {key: p, counts: ['yes'], num: 1, den: 3}\n";

/* ---- drawing ---------------------------------------------------------------------------------*/

static uint32_t
below(struct history *h, uint32_t n)
{
    return random_below(&h->seed, n);
}

static bool
percent(struct history *h, uint32_t p)
{
    return random_percent(&h->seed, p);
}

/* An id out of a map, at times one that does not exist. */
static struct slice
some_id(struct history *h, const struct map *m)
{
    if (m->n == 0 || percent(h, 2))
        return SL("nobody");
    return m->v[below(h, (uint32_t)m->n)].key;
}

static struct slice
digest(struct history *h)
{
    return arena_printf(&h->arena, "sha256:%064llx", (unsigned long long)random_next(&h->seed));
}

static const char *
one_of(struct history *h, const char *const *words, uint32_t n)
{
    return words[below(h, n)];
}

static void
put_word(struct history *h, struct json_node *o, const char *key, const char *const *words,
         uint32_t n)
{
    json_put_text(&h->arena, o, key, slice_str(one_of(h, words, n)));
}

static void
put_name(struct history *h, struct json_node *o, const char *key)
{
    struct json_node *n = json_new_object(&h->arena);
    unsigned long long x = random_next(&h->seed) % 1000;
    json_put_text(&h->arena, n, "en", arena_printf(&h->arena, "Name %llu", x));
    if (percent(h, 70))
        json_put_text(&h->arena, n, "zh", arena_printf(&h->arena, "名称%llu", x));
    json_put_node(&h->arena, o, key, n);
}

/* At times nothing, at times soon, at times later, at times in the past. */
static void
put_until(struct history *h, struct json_node *o)
{
    if (percent(h, 80))
        return;
    int64_t days = percent(h, 10) ? -1 : (int64_t)below(h, 30);
    json_put_text(&h->arena, o, "until", instant_text(&h->arena, h->now + days * DAY + 1));
}

/* Mostly one that goes on. */
static struct project *
some_project(struct history *h)
{
    struct project *p = NULL;
    for (unsigned tries = 0; tries < 8 && h->nprojects; tries++) {
        p = &h->projects[below(h, (uint32_t)h->nprojects)]->state;
        if (p->status == PROJECT_ACTIVE || percent(h, 10))
            break;
    }
    return p;
}

/* ---- who acts --------------------------------------------------------------------------------*/

static struct actor
actor_of(const struct mandate *m)
{
    return m ? (struct actor){m->organisation, m->person, m->id}
             : (struct actor){SL("o-1"), SL("p-1"), SL("m-1")};
}

/* A mandate of one of the kinds that holds, at times any other. */
static struct actor
actor_as(struct history *h, unsigned kinds)
{
    const struct map *m = &h->committee.mandates;
    if (m->n == 0)
        return actor_of(NULL);
    bool any = percent(h, 6);
    for (unsigned tries = 0; tries < 60; tries++) {
        const struct mandate *x = m->v[below(h, (uint32_t)m->n)].value;
        if (any || ((kinds >> x->kind & 1) && mandate_holds(x, h->now)))
            return actor_of(x);
    }
    return actor_of(m->v[0].value);
}

/* One who speaks for that organisation, at times another. */
static struct actor
actor_for(struct history *h, struct slice organisation)
{
    const struct organisation *o = committee_organisation(&h->committee, organisation);
    for (size_t i = 0; o && i < o->mandates.n; i++)
        if (mandate_holds(o->mandates.v[i], h->now) && MAY_SPEAK >> o->mandates.v[i]->kind & 1)
            return actor_of(o->mandates.v[i]);
    return actor_as(h, MAY_SPEAK);
}

/* ---- what they do ----------------------------------------------------------------------------*/

/* The data of an act, and who does it, of which project. Null: not now. */
typedef struct json_node *(*maker)(struct history *h, struct event *ev);

static struct json_node *
new_data(struct history *h)
{
    return json_new_object(&h->arena);
}

static struct json_node *
make_opened(struct history *h, struct event *ev)
{
    static const char *const languages[] = {"en", "zh"};
    struct json_node *o = new_data(h), *organisation = new_data(h), *person = new_data(h);
    struct json_node *list = json_new_array(&h->arena);
    ev->by = actor_of(NULL);
    put_name(h, organisation, "name");
    json_put_text(&h->arena, organisation, "origin", SL("domestic"));
    json_put_text(&h->arena, person, "profile", digest(h));
    for (size_t i = 0; i < COUNT_OF(languages); i++)
        json_push_text(&h->arena, list, slice_str(languages[i]));
    json_put_text(&h->arena, o, "id", SL("tc-1"));
    json_put_text(&h->arena, o, "key", SL("comity.example/tc-1+0a1b2c3d+AQ=="));
    json_put_node(&h->arena, o, "languages", list);
    put_name(h, o, "name");
    json_put_node(&h->arena, o, "organisation", organisation);
    json_put_node(&h->arena, o, "person", person);
    json_put_text(&h->arena, o, "record", SL("comity.example/tc-1"));
    return o;
}

static struct json_node *
make_rotated(struct history *h, struct event *ev)
{
    struct json_node *o = new_data(h);
    ev->by = actor_as(h, MAY_KEEP);
    const struct committee *c = &h->committee;
    json_put_text(&h->arena, o, "accepted", SL("AQ=="));
    json_put_text(&h->arena, o, "new",
                  arena_printf(&h->arena, "comity.example/tc-1+%08x+AQ==", below(h, 40)));
    json_put_text(&h->arena, o, "old", c->keys.n ? c->keys.v[c->keys.n - 1] : SL("none"));
    json_put_text(&h->arena, o, "signature", SL("AQ=="));
    return o;
}

static struct json_node *
make_process(struct history *h, struct event *ev)
{
    struct process p;
    struct err e = {0};
    struct json_node *o = new_data(h), process = {0};
    bool read = process_from_yaml(&p, &h->arena, SL("TEST.yaml"), slice_str(history_process), &e);
    assert(read);
    (void)read;
    if (h->committee.processes.n > 0) /* another edition of it */
        p.edition = arena_printf(&h->arena, "2026-%u", below(h, 5));
    process_to_json(&process, &h->arena, &p);
    json_put_node(&h->arena, o, "process", &process);
    ev->by = actor_as(h, MAY_LEAD);
    return o;
}

static struct json_node *
make_organisation(struct history *h, struct event *ev)
{
    static const char *const countries[] = {"CN", "DE", "US", "JP", "xx"};
    struct json_node *o = new_data(h);
    ev->by = actor_as(h, MAY_KEEP);
    put_name(h, o, "name");
    put_word(h, o, "origin", origin_words, 3);
    if (percent(h, 50))
        put_word(h, o, "country", countries, 5);
    if (percent(h, 10))
        json_put_text(&h->arena, o, "id", arena_printf(&h->arena, "X%u", below(h, 9)));
    return o;
}

static struct json_node *
make_organisation_changed(struct history *h, struct event *ev)
{
    struct json_node *o = new_data(h);
    ev->by = actor_as(h, MAY_KEEP);
    json_put_text(&h->arena, o, "organisation", some_id(h, &h->committee.organisations));
    if (percent(h, 60))
        put_name(h, o, "name");
    if (percent(h, 30))
        put_word(h, o, "origin", origin_words, 3);
    if (percent(h, 30))
        json_put_int(&h->arena, o, "weight", below(h, 30));
    return o;
}

static struct json_node *
make_person(struct history *h, struct event *ev)
{
    struct json_node *o = new_data(h);
    struct slice organisation = some_id(h, &h->committee.organisations);
    ev->by = percent(h, 70) ? actor_as(h, MAY_KEEP) : actor_for(h, organisation);
    json_put_text(&h->arena, o, "organisation", organisation);
    json_put_text(&h->arena, o, "profile", digest(h));
    return o;
}

static struct json_node *
make_delegate(struct history *h, struct event *ev)
{
    struct json_node *o = new_data(h);
    ev->by = actor_as(h, MAY_KEEP);
    json_put_text(&h->arena, o, "kind", SL("delegate"));
    json_put_text(&h->arena, o, "person", some_id(h, &h->committee.persons));
    put_until(h, o);
    return o;
}

static struct json_node *
make_mandate(struct history *h, struct event *ev)
{
    struct json_node *o = new_data(h);
    struct slice person = some_id(h, &h->committee.persons);
    const struct person *p = committee_person(&h->committee, person);
    unsigned kind = below(h, MANDATE_CHAIR + 1);
    bool office = kind >= MANDATE_CONVENOR;
    ev->by = office || !p ? actor_as(h, MAY_LEAD) : actor_for(h, p->organisation);
    json_put_text(&h->arena, o, "kind", slice_str(mandate_words[kind]));
    json_put_text(&h->arena, o, "person", person);
    if (kind == MANDATE_CONVENOR || percent(h, 10))
        json_put_text(&h->arena, o, "body", some_id(h, &h->committee.groups));
    if (kind == MANDATE_PROXY) {
        struct slice giver = some_id(h, &h->committee.organisations);
        ev->by = actor_for(h, giver);
        json_put_text(&h->arena, o, "for_organisation", giver);
        struct project *project = some_project(h);
        json_put_text(&h->arena, o, "project", project ? project->id : SL("P-1"));
        json_put_text(&h->arena, o, "ballot", SL("b-1"));
    }
    put_until(h, o);
    return o;
}

static struct json_node *
make_mandate_ended(struct history *h, struct event *ev)
{
    struct json_node *o = new_data(h);
    struct slice id = some_id(h, &h->committee.mandates);
    const struct mandate *m = committee_mandate(&h->committee, id);
    ev->by = m && percent(h, 60) ? actor_for(h, m->organisation) : actor_as(h, MAY_LEAD);
    json_put_text(&h->arena, o, "mandate", id);
    if (percent(h, 50))
        json_put_text(&h->arena, o, "document", digest(h));
    return o;
}

static struct json_node *
make_membership(struct history *h, struct event *ev)
{
    struct json_node *o = new_data(h);
    struct slice organisation = some_id(h, &h->committee.organisations);
    bool group = h->committee.groups.n > 0 && percent(h, 50);
    ev->by = group && percent(h, 50) ? actor_for(h, organisation) : actor_as(h, MAY_KEEP);
    json_put_text(&h->arena, o, "organisation", organisation);
    if (group)
        json_put_text(&h->arena, o, "body", some_id(h, &h->committee.groups));
    if (percent(h, 10))
        json_put_text(&h->arena, o, "person", some_id(h, &h->committee.persons));
    if (percent(h, 20))
        json_put_text(&h->arena, o, "role", SL("observer"));
    put_until(h, o);
    return o;
}

static struct json_node *
make_confirmed(struct history *h, struct event *ev)
{
    struct json_node *o = new_data(h);
    struct slice id = some_id(h, &h->committee.memberships);
    const struct membership *m = committee_membership(&h->committee, id);
    ev->by = m && percent(h, 80) ? actor_for(h, m->organisation) : actor_as(h, MAY_KEEP);
    json_put_text(&h->arena, o, "membership", id);
    return o;
}

static struct json_node *
make_membership_ended(struct history *h, struct event *ev)
{
    struct json_node *o = make_confirmed(h, ev);
    if (percent(h, 60))
        json_put_text(&h->arena, o, "reason", SL("Left"));
    return o;
}

static void
put_access(struct history *h, struct json_node *o)
{
    bool closed = percent(h, 50);
    json_put_text(&h->arena, o, "access", closed ? SL("closed") : SL("open"));
    if (closed || percent(h, 5)) {
        struct json_node *list = json_new_array(&h->arena);
        for (unsigned i = 0; i <= ORIGIN_FOREIGN; i++)
            if (percent(h, 60))
                json_push_text(&h->arena, list, slice_str(origin_words[i]));
        json_put_node(&h->arena, o, "admits", list);
    }
}

static struct json_node *
make_group(struct history *h, struct event *ev)
{
    struct json_node *o = new_data(h);
    ev->by = actor_as(h, MAY_LEAD);
    put_name(h, o, "name");
    put_access(h, o);
    return o;
}

static struct json_node *
make_group_changed(struct history *h, struct event *ev)
{
    struct json_node *o = new_data(h);
    ev->by = actor_as(h, MAY_LEAD);
    json_put_text(&h->arena, o, "group", some_id(h, &h->committee.groups));
    put_access(h, o);
    return o;
}

static struct json_node *
make_invited(struct history *h, struct event *ev)
{
    struct json_node *o = new_data(h);
    ev->by = actor_as(h, MAY_LEAD | 1u << MANDATE_CONVENOR);
    json_put_text(&h->arena, o, "group", some_id(h, &h->committee.groups));
    json_put_text(&h->arena, o, "organisation", some_id(h, &h->committee.organisations));
    return o;
}

static struct json_node *
make_group_closed(struct history *h, struct event *ev)
{
    struct json_node *o = new_data(h);
    ev->by = actor_as(h, MAY_LEAD);
    json_put_text(&h->arena, o, "group", some_id(h, &h->committee.groups));
    return o;
}

/* ---- in projects -----------------------------------------------------------------------------*/

static struct json_node *
make_proposed(struct history *h, struct event *ev)
{
    struct json_node *o = new_data(h);
    if (h->nprojects == HISTORY_PROJECTS_MAX)
        return NULL;
    ev->by = actor_as(h, MAY_LEAD | MAY_SPEAK);
    json_put_text(&h->arena, o, "lead", some_id(h, &h->committee.organisations));
    json_put_text(&h->arena, o, "process", SL("TEST"));
    put_name(h, o, "title");
    return o;
}

/* An act in a project that exists. */
static struct json_node *
in_project(struct history *h, struct event *ev, unsigned kinds)
{
    struct project *p = some_project(h);
    if (!p)
        return NULL;
    ev->project = p->id;
    ev->by = actor_as(h, kinds);
    h->project = p;
    return new_data(h);
}

static struct json_node *
make_draft(struct history *h, struct event *ev)
{
    struct json_node *o = in_project(h, ev, MAY_KEEP), *list = json_new_array(&h->arena);
    if (!o)
        return NULL;
    for (unsigned i = 0, n = below(h, 40); i < n; i++)
        json_push_text(&h->arena, list, arena_printf(&h->arena, "cl-%u", i));
    json_put_node(&h->arena, o, "clauses", list);
    json_put_text(&h->arena, o, "file", digest(h));
    return o;
}

static struct json_node *
make_document(struct history *h, struct event *ev)
{
    struct json_node *o = in_project(h, ev, MAY_KEEP);
    if (!o)
        return NULL;
    json_put_text(&h->arena, o, "document", percent(h, 80) ? SL("minutes") : SL("poem"));
    json_put_text(&h->arena, o, "file", digest(h));
    return o;
}

static struct json_node *
make_period(struct history *h, struct event *ev)
{
    struct json_node *o = in_project(h, ev, MAY_LEAD);
    if (o && percent(h, 20))
        json_put_text(&h->arena, o, "closes",
                      instant_text(&h->arena, h->now + (int64_t)below(h, 4 * DAY)));
    return o;
}

static struct json_node *
make_extended(struct history *h, struct event *ev)
{
    struct json_node *o = in_project(h, ev, MAY_LEAD);
    if (o)
        json_put_text(&h->arena, o, "closes",
                      instant_text(&h->arena, h->now + (int64_t)below(h, 9 * DAY)));
    return o;
}

static struct json_node *
make_comment(struct history *h, struct event *ev)
{
    bool of_public = percent(h, 10);
    struct json_node *o = in_project(h, ev, of_public ? MAY_KEEP : MAY_SPEAK);
    if (!o || (!project_open_period(h->project, h->now) && percent(h, 90)))
        return NULL;
    if (percent(h, 80))
        json_put_text(&h->arena, o, "clause", arena_printf(&h->arena, "cl-%u", below(h, 30)));
    if (percent(h, 5))
        json_put_text(&h->arena, o, "draft", SL("d-1"));
    if (percent(h, 10))
        json_put_int(&h->arena, o, "consolidated", below(h, 9));
    put_word(h, o, "language", language_words, 2);
    json_put_text(&h->arena, o, "object", digest(h));
    if (of_public)
        json_put_bool(&h->arena, o, "public", true);
    put_word(h, o, "type", comment_type_words, 3);
    return o;
}

static struct slice
some_comment(struct history *h)
{
    size_t n = h->project->comments.n;
    return n && percent(h, 97) ? h->project->comments.v[below(h, (uint32_t)n)].id : SL("c-999999");
}

static struct json_node *
make_comment_withdrawn(struct history *h, struct event *ev)
{
    struct json_node *o = in_project(h, ev, MAY_SPEAK);
    if (!o)
        return NULL;
    struct slice id = some_comment(h);
    const struct comment *c = project_comment(h->project, id);
    if (c && percent(h, 80))
        ev->by = c->organisation.n ? actor_for(h, c->organisation) : actor_as(h, MAY_KEEP);
    json_put_text(&h->arena, o, "comment", id);
    return o;
}

static struct json_node *
make_disposition(struct history *h, struct event *ev)
{
    struct json_node *o = in_project(h, ev, MAY_KEEP);
    if (!o)
        return NULL;
    unsigned decision = 1 + below(h, 4);
    json_put_text(&h->arena, o, "comment", some_comment(h));
    json_put_text(&h->arena, o, "decision", slice_str(decision_words[decision]));
    if (percent(h, 80))
        json_put_text(&h->arena, o, "reason", digest(h));
    if (percent(h, 20))
        json_put_text(&h->arena, o, "applied_in", arena_printf(&h->arena, "d-%u", below(h, 4)));
    return o;
}

/* The first that nobody has answered. */
static struct json_node *
make_answer(struct history *h, struct event *ev)
{
    struct json_node *o = in_project(h, ev, MAY_KEEP);
    for (size_t i = 0; o && i < h->project->comments.n; i++) {
        const struct comment *c = &h->project->comments.v[i];
        if (c->withdrawn || c->decision != DECISION_NONE)
            continue;
        json_put_text(&h->arena, o, "comment", c->id);
        json_put_text(&h->arena, o, "decision", SL("accepted"));
        return o;
    }
    return NULL;
}

static struct json_node *
make_ballot(struct history *h, struct event *ev)
{
    struct json_node *o = in_project(h, ev, MAY_KEEP);
    if (!o)
        return NULL;
    if (percent(h, 30))
        json_put_bool(&h->arena, o, "sealed", true);
    json_put_text(&h->arena, o, "rule_key", percent(h, 80) ? SL("vote") : SL("judged"));
    return o;
}

static struct json_node *
make_vote(struct history *h, struct event *ev)
{
    static const char *const choices[] = {"yes", "yes", "yes", "no", "abstain", "perhaps"};
    struct json_node *o = in_project(h, ev, MAY_SPEAK | 1u << MANDATE_PROXY);
    const struct ballot *b = o ? project_open_ballot(h->project) : NULL;
    if (!b || b->roll.n == 0)
        return NULL;
    const struct voter *v = &b->roll.v[below(h, (uint32_t)b->roll.n)];
    if (percent(h, 85))
        ev->by = actor_for(h, v->organisation);
    json_put_text(&h->arena, o, "ballot", b->id);
    put_word(h, o, "choice", choices, percent(h, 95) ? 5 : 6);
    if (percent(h, 80))
        json_put_text(&h->arena, o, "voter", v->id);
    if (percent(h, 30))
        json_put_text(&h->arena, o, "reason", digest(h));
    return o;
}

/* The salt follows from who votes, so that the opening can be made again. */
static void
sealing(uint8_t salt[32], const struct ballot *b, struct slice voter)
{
    memset(salt, 0, 32);
    memcpy(salt, voter.p, voter.n < 24 ? voter.n : 24);
    memcpy(salt + 24, b->id.p, b->id.n < 8 ? b->id.n : 8);
}

static struct slice
hex_digest(struct history *h, const uint8_t octets[32])
{
    struct slice s = {0};
    for (size_t i = 0; i < 32; i++)
        s = arena_printf(&h->arena, "%.*s%02x", SL_FMT(s), octets[i]);
    return arena_printf(&h->arena, "sha256:%.*s", SL_FMT(s));
}

static struct json_node *
make_sealed(struct history *h, struct event *ev)
{
    struct json_node *o = in_project(h, ev, MAY_SPEAK);
    const struct ballot *b = o ? project_open_ballot(h->project) : NULL;
    if (!b || b->roll.n == 0)
        return NULL;
    const struct voter *v = &b->roll.v[below(h, (uint32_t)b->roll.n)];
    uint8_t salt[32], commitment[32];
    sealing(salt, b, v->id);
    const struct sealed_vote vote = {
        .project = ev->project, .ballot = b->id, .voter = v->id, .choice = SL("yes")};
    vote_commitment(commitment, &h->arena, &vote, salt);
    ev->by = actor_for(h, v->organisation);
    json_put_text(&h->arena, o, "ballot", b->id);
    json_put_text(&h->arena, o, "voter", v->id);
    json_put_text(&h->arena, o, "commitment", hex_digest(h, commitment));
    return o;
}

static struct json_node *
make_unsealed(struct history *h, struct event *ev)
{
    struct json_node *o = in_project(h, ev, MAY_KEEP);
    const struct ballot *b = o ? project_open_ballot(h->project) : NULL;
    for (size_t i = 0; b && i < b->roll.n; i++) {
        if (!b->votes[i].sealed || b->votes[i].opened)
            continue;
        uint8_t salt[32];
        sealing(salt, b, b->roll.v[i].id);
        json_put_text(&h->arena, o, "ballot", b->id);
        json_put_text(&h->arena, o, "voter", b->roll.v[i].id);
        json_put_text(&h->arena, o, "choice", percent(h, 90) ? SL("yes") : SL("no"));
        json_put_text(&h->arena, o, "salt", hex_digest(h, salt));
        return o;
    }
    return NULL;
}

static struct json_node *
make_ballot_closed(struct history *h, struct event *ev)
{
    struct json_node *o = in_project(h, ev, MAY_KEEP);
    const struct ballot *b = o ? project_open_ballot(h->project) : NULL;
    if (b && b->closes <= h->now + DAY && percent(h, 70))
        h->now = ev->at = b->closes > h->now ? b->closes : h->now; /* it was waited for */
    if (b)
        json_put_text(&h->arena, o, "ballot", b->id);
    return b ? o : NULL;
}

static struct json_node *
make_stage(struct history *h, struct event *ev)
{
    static const char *const stages[] = {"ready", "ready", "ready",  "out",
                                         "out",   "work",  "stopped"};
    struct json_node *o = in_project(h, ev, MAY_LEAD);
    if (!o)
        return NULL;
    put_word(h, o, "to", stages, percent(h, 97) ? 6 : 7);
    if (percent(h, 70))
        json_put_text(&h->arena, o, "reason", SL("It is time"));
    return o;
}

static struct json_node *
make_published(struct history *h, struct event *ev)
{
    struct json_node *o = in_project(h, ev, MAY_KEEP), *list = json_new_array(&h->arena);
    if (!o)
        return NULL;
    json_push_text(&h->arena, list, SL("zh"));
    json_put_text(&h->arena, o, "in_force", SL("2027-06-01"));
    json_put_node(&h->arena, o, "languages", list);
    if (percent(h, 50))
        json_put_text(&h->arena, o, "reason", SL("Editorial changes"));
    json_put_text(&h->arena, o, "number", arena_printf(&h->arena, "T/TEST %u-2026", below(h, 99)));
    return o;
}

static struct json_node *
make_review(struct history *h, struct event *ev)
{
    static const char *const decisions[] = {"keep", "revise", "withdraw"};
    struct json_node *o = in_project(h, ev, MAY_LEAD);
    if (!o)
        return NULL;
    put_word(h, o, "decision", decisions, 3);
    json_put_text(&h->arena, o, "reason", SL("Reviewed"));
    return o;
}

/* Those that take a reason and no more. */
static struct json_node *
make_reason(struct history *h, struct event *ev)
{
    struct json_node *o = in_project(h, ev, MAY_LEAD);
    if (o && percent(h, 90))
        json_put_text(&h->arena, o, "reason", SL("For a reason"));
    return o;
}

/* Of a text that is in force, mostly. */
static struct json_node *
make_text_withdrawn(struct history *h, struct event *ev)
{
    struct json_node *o = make_reason(h, ev);
    for (size_t i = 0; o && i < h->nprojects && percent(h, 90); i++)
        if (h->projects[i]->state.publications.n > 0) {
            h->project = &h->projects[i]->state;
            ev->project = h->project->id;
            break;
        }
    if (o && percent(h, 50))
        json_put_text(&h->arena, o, "shown_by", digest(h));
    return o;
}

/* Not too often: little can happen afterwards. */
static struct json_node *
make_stop(struct history *h, struct event *ev)
{
    return percent(h, 20) ? make_reason(h, ev) : NULL;
}

static struct json_node *
make_ruled(struct history *h, struct event *ev)
{
    struct json_node *o = make_reason(h, ev);
    const struct adopted *newest = committee_process(&h->committee, SL("TEST"), (struct slice){0});
    if (o && newest)
        json_put_text(&h->arena, o, "process_digest", newest->digest);
    return o;
}

static struct json_node *
make_judged(struct history *h, struct event *ev)
{
    struct json_node *o = make_reason(h, ev);
    if (!o)
        return NULL;
    ev->by = actor_as(h, 1u << MANDATE_CHAIR);
    json_put_text(&h->arena, o, "ballot", arena_printf(&h->arena, "b-%zu", h->project->ballots.n));
    json_put_text(&h->arena, o, "outcome", SL("approved"));
    return o;
}

static struct json_node *
make_correction(struct history *h, struct event *ev)
{
    struct json_node *o = in_project(h, ev, MAY_KEEP);
    if (!o)
        return NULL;
    const struct project *p = h->project;
    json_put_int(&h->arena, o, "of",
                 percent(h, 80) && p->leaves.n
                     ? (int64_t)p->leaves.v[below(h, (uint32_t)p->leaves.n)]
                     : (int64_t)below(h, 500));
    json_put_text(&h->arena, o, "text", digest(h));
    return o;
}

/* ---- the mixture -----------------------------------------------------------------------------*/

struct draw {
    const char *kind;
    maker make;
    uint32_t weight;
};

static const struct draw draws[] = {
    {"organisation.admitted", make_organisation, 8},
    {"organisation.changed", make_organisation_changed, 2},
    {"person.registered", make_person, 10},
    {"membership.granted", make_membership, 12},
    {"membership.confirmed", make_confirmed, 10},
    {"membership.ended", make_membership_ended, 1},
    {"mandate.granted", make_delegate, 12},
    {"mandate.granted", make_mandate, 12},
    {"mandate.ended", make_mandate_ended, 2},
    {"group.opened", make_group, 2},
    {"group.changed", make_group_changed, 1},
    {"group.invited", make_invited, 4},
    {"group.closed", make_group_closed, 1},
    {"key.rotated", make_rotated, 1},
    {"process.adopted", make_process, 1},
    {"committee.opened", make_opened, 1},
    {"project.proposed", make_proposed, 3},
    {"project.ruled", make_ruled, 1},
    {"project.suspended", make_reason, 1},
    {"project.resumed", make_reason, 3},
    {"project.withdrawn", make_stop, 1},
    {"draft.posted", make_draft, 8},
    {"document.filed", make_document, 2},
    {"comments.opened", make_period, 8},
    {"comments.extended", make_extended, 2},
    {"comment.filed", make_comment, 60},
    {"comment.withdrawn", make_comment_withdrawn, 5},
    {"disposition.set", make_disposition, 10},
    {"disposition.set", make_answer, 40},
    {"ballot.opened", make_ballot, 10},
    {"vote.cast", make_vote, 60},
    {"vote.sealed", make_sealed, 20},
    {"vote.unsealed", make_unsealed, 20},
    {"ballot.closed", make_ballot_closed, 20},
    {"consensus.judged", make_judged, 8},
    {"stage.entered", make_stage, 25},
    {"text.published", make_published, 8},
    {"review.decided", make_review, 3},
    {"text.withdrawn", make_text_withdrawn, 2},
    {"correction.made", make_correction, 3},
};

/* How a committee begins: enough of everything that the rest can happen. */
static const struct draw beginning[] = {
    {"committee.opened", make_opened, 0},
    {"process.adopted", make_process, 0},
    {"organisation.admitted", make_organisation, 0},
    {"organisation.admitted", make_organisation, 0},
    {"organisation.admitted", make_organisation, 0},
    {"organisation.admitted", make_organisation, 0},
    {"person.registered", make_person, 0},
    {"person.registered", make_person, 0},
    {"person.registered", make_person, 0},
    {"person.registered", make_person, 0},
    {"person.registered", make_person, 0},
    {"group.opened", make_group, 0},
    {"mandate.granted", make_delegate, 0},
    {"mandate.granted", make_delegate, 0},
    {"mandate.granted", make_delegate, 0},
    {"mandate.granted", make_delegate, 0},
    {"membership.granted", make_membership, 0},
    {"membership.granted", make_membership, 0},
    {"membership.granted", make_membership, 0},
    {"membership.granted", make_membership, 0},
    {"project.proposed", make_proposed, 0},
    {"draft.posted", make_draft, 0},
};

static const struct draw *
draw(struct history *h)
{
    uint32_t all = 0;
    for (size_t i = 0; i < COUNT_OF(draws); i++)
        all += draws[i].weight;
    uint32_t at = below(h, all);
    size_t i = 0;
    while (at >= draws[i].weight)
        at -= draws[i++].weight;
    return &draws[i];
}

void
history_begin(struct history *h, uint64_t seed)
{
    *h = (struct history){.seed = seed, .now = BEGIN};
    committee_init(&h->committee, &h->own);
}

void
history_end(struct history *h)
{
    for (size_t i = 0; i < h->nprojects; i++) {
        arena_free(&h->projects[i]->arena);
        free(h->projects[i]);
    }
    arena_free(&h->arena);
    arena_free(&h->own);
}

struct project *
history_project(const struct history *h, struct slice id)
{
    for (size_t i = 0; i < h->nprojects; i++)
        if (slice_eq(h->projects[i]->state.id, id))
            return &h->projects[i]->state;
    return NULL;
}

struct project *
history_open(struct history *h)
{
    assert(h->nprojects < HISTORY_PROJECTS_MAX);
    struct history_project *p = calloc(1, sizeof *p);
    assert(p);
    project_init(&p->state, &p->arena);
    h->projects[h->nprojects++] = p;
    return &p->state;
}

static void
accepted(struct history *h)
{
    struct err e = {0};
    bool written = event_write(&h->leaf, &h->arena, &h->event, &e);
    assert(written);
    (void)written;
    if (h->event.kind->opens)
        h->project = history_open(h);
    act_apply(&h->committee, h->project, &h->event);
    h->size++;
}

/* Mostly on, seldom a day, once in a while back. */
static int64_t
tick(struct history *h)
{
    h->now += percent(h, 3) ? (int64_t)below(h, 2 * DAY) : (int64_t)below(h, HOUR / 2);
    return percent(h, 1) ? h->now - DAY : h->now;
}

bool
history_try(struct history *h)
{
    struct act_world w = {&h->committee, h->project, 0};
    h->leaf = (struct slice){0};
    h->refusal = (struct refusal){0};
    h->accepted = act_complete(&h->event, &h->arena, &w, &h->refusal) &&
                  act_decide(&h->arena, &w, &h->event, &h->refusal);
    if (h->accepted)
        accepted(h);
    return h->accepted;
}

bool
history_step(struct history *h)
{
    arena_free(&h->arena);
    const struct draw *d;
    struct json_node *data = NULL;
    do {
        bool begins = h->step < COUNT_OF(beginning);
        d = begins ? &beginning[h->step] : draw(h);
        h->project = NULL;
        h->event = (struct event){.kind = event_kind_find(slice_str(d->kind)),
                                  .index = h->size,
                                  .at = begins ? h->now++ : tick(h)};
        assert(h->event.kind);
        data = d->make(h, &h->event);
        h->step += begins;
    } while (!data);
    h->event.data = data;
    return history_try(h);
}
