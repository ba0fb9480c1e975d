/* SPDX-License-Identifier: Apache-2.0 */
/*
 * All of the committee's state as canonical JSON, for the comparison of states:
 * whatever a later decision could depend on has to be in here.
 */
#include "committee/committee.h"

#include "text/json_build.h"
#include "text/json_canonical.h"

#include <assert.h>

#define OCTETS_MAX ((size_t)1 << 30)

static void
put_langs(struct arena *a, struct json_node *o, const char *key, struct langs l)
{
    struct json_node *n = json_new_object(a);
    json_put_text_if(a, n, "en", l.en);
    json_put_text_if(a, n, "zh", l.zh);
    json_put_node(a, o, key, n);
}

static struct json_node *
organisation_json(struct arena *a, const void *value)
{
    const struct organisation *x = value;
    struct json_node *o = json_new_object(a);
    json_put_text(a, o, "id", x->id);
    put_langs(a, o, "name", x->name);
    json_put_text(a, o, "origin", slice_str(origin_words[x->origin]));
    json_put_text_if(a, o, "country", x->country);
    json_put_text_if(a, o, "category", x->category);
    json_put_text_if(a, o, "family", x->family);
    json_put_int(a, o, "population", x->population);
    json_put_int(a, o, "weight", x->weight);
    json_put_int(a, o, "since", (int64_t)x->since);
    return o;
}

static struct json_node *
person_json(struct arena *a, const void *value)
{
    const struct person *x = value;
    struct json_node *o = json_new_object(a);
    json_put_text(a, o, "id", x->id);
    json_put_text(a, o, "organisation", x->organisation);
    json_put_text(a, o, "profile", x->profile);
    json_put_int(a, o, "since", (int64_t)x->since);
    return o;
}

static struct json_node *
membership_json(struct arena *a, const void *value)
{
    const struct membership *x = value;
    struct json_node *o = json_new_object(a);
    json_put_text(a, o, "id", x->id);
    json_put_text(a, o, "organisation", x->organisation);
    json_put_text_if(a, o, "person", x->person);
    json_put_text(a, o, "body", x->body);
    json_put_text(a, o, "role", slice_str(role_words[x->role]));
    json_put_text_if(a, o, "standing", x->standing);
    json_put_bool(a, o, "confirmed", x->confirmed);
    json_put_int(a, o, "from", x->from);
    json_put_int(a, o, "until", x->until);
    json_put_int(a, o, "ended_at", x->ended_at);
    json_put_int(a, o, "since", (int64_t)x->since);
    json_put_int(a, o, "ended", (int64_t)x->ended);
    return o;
}

static struct json_node *
mandate_json(struct arena *a, const void *value)
{
    const struct mandate *x = value;
    struct json_node *o = json_new_object(a);
    json_put_text(a, o, "id", x->id);
    json_put_text(a, o, "person", x->person);
    json_put_text(a, o, "organisation", x->organisation);
    json_put_text(a, o, "body", x->body);
    json_put_text(a, o, "kind", slice_str(mandate_words[x->kind]));
    json_put_text_if(a, o, "project", x->project);
    json_put_text_if(a, o, "ballot", x->ballot);
    json_put_text_if(a, o, "for_organisation", x->for_organisation);
    json_put_bool(a, o, "keeps", x->keeps);
    json_put_int(a, o, "from", x->from);
    json_put_int(a, o, "until", x->until);
    json_put_int(a, o, "ended_at", x->ended_at);
    json_put_int(a, o, "since", (int64_t)x->since);
    json_put_int(a, o, "ended", (int64_t)x->ended);
    return o;
}

static struct json_node *
group_json(struct arena *a, const void *value)
{
    const struct group *x = value;
    struct json_node *o = json_new_object(a);
    struct json_node *admits = json_new_array(a), *invited = json_new_array(a);
    for (size_t i = 0; i < COUNT_OF(x->admits); i++)
        if (x->admits[i])
            json_push_text(a, admits, slice_str(origin_words[i]));
    for (size_t i = 0; i < x->invited.n; i++)
        json_push_text(a, invited, x->invited.v[i].key);
    json_put_text(a, o, "id", x->id);
    put_langs(a, o, "name", x->name);
    json_put_text(a, o, "access", slice_str(access_words[x->access]));
    json_put_node(a, o, "admits", admits);
    json_put_node(a, o, "invited", invited);
    json_put_text_if(a, o, "reason", x->reason);
    json_put_int(a, o, "since", (int64_t)x->since);
    json_put_int(a, o, "closed", (int64_t)x->closed);
    return o;
}

/* The values of a map, in the order of their events. */
static void
put_all(struct arena *a, struct json_node *o, const char *key, const struct map *m,
        struct json_node *(*one)(struct arena *a, const void *value))
{
    struct json_node *list = json_new_array(a);
    for (size_t i = 0; i < m->n; i++)
        json_push_node(a, list, one(a, m->v[i].value));
    json_put_node(a, o, key, list);
}

static void
put_processes(struct arena *a, struct json_node *o, const struct committee *c)
{
    struct json_node *list = json_new_array(a);
    for (size_t i = 0; i < c->processes.n; i++) {
        const struct adopted *x = c->processes.v[i];
        struct json_node *one = json_new_object(a);
        json_put_text(a, one, "id", x->id);
        json_put_text(a, one, "digest", x->digest);
        json_put_int(a, one, "since", (int64_t)x->since);
        json_push_node(a, list, one);
    }
    json_put_node(a, o, "processes", list);
}

static void
put_numbers(struct arena *a, struct json_node *o, const struct committee *c)
{
    struct json_node *used = json_new_array(a);
    for (size_t i = 0; i < ID_SERIES; i++)
        json_push_int(a, used, (int64_t)c->used[i]);
    json_put_node(a, o, "used", used);
    json_put_int(a, o, "events", (int64_t)c->events);
    json_put_int(a, o, "last_at", c->last_at);
    json_put_int(a, o, "opened", c->opened);
    json_put_int(a, o, "secretaries", (int64_t)c->secretaries);
}

struct slice
committee_octets(struct arena *a, const struct committee *c)
{
    struct json_node *o = json_new_object(a);
    struct slices keys = {c->keys.v, c->keys.n};
    json_put_text(a, o, "id", c->id);
    put_langs(a, o, "name", c->name);
    json_put_text(a, o, "record", c->record);
    json_put_bool(a, o, "rehearsal", c->rehearsal);
    json_put_texts(a, o, "languages", &c->languages);
    json_put_texts(a, o, "keys", &keys);
    put_numbers(a, o, c);
    put_processes(a, o, c);
    put_all(a, o, "organisations", &c->organisations, organisation_json);
    put_all(a, o, "persons", &c->persons, person_json);
    put_all(a, o, "memberships", &c->memberships, membership_json);
    put_all(a, o, "mandates", &c->mandates, mandate_json);
    put_all(a, o, "groups", &c->groups, group_json);
    struct slice out = {0};
    bool written = json_canonical(&out, a, o, OCTETS_MAX, NULL);
    assert(written); /* every text in it came from an event, which is valid */
    return out;
}
