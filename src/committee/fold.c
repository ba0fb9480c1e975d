/* SPDX-License-Identifier: Apache-2.0 */
#include "committee/fold.h"

static void
count_id(struct committee *c, struct slice id, enum id_series series)
{
    uint64_t n = id_number(id, id_prefixes[series]);
    if (n > c->used[series])
        c->used[series] = n;
}

static void
set_text(struct slice *out, struct arena *a, const struct json_node *n)
{
    if (n)
        *out = arena_dup(a, json_text(n));
}

static void
set_whole(int64_t *out, const struct json_node *n)
{
    if (n && n->type == JSON_INT)
        *out = n->i;
}

void
fold_organisation_change(struct organisation *o, struct arena *a, const struct json_node *data)
{
    const struct json_node *name = json_get(data, "name");
    const struct json_node *origin = json_get(data, "origin");
    if (name)
        o->name = langs_keep(a, langs_of(name));
    if (origin)
        o->origin = (enum org_origin)word_of(origin, origin_words);
    set_text(&o->country, a, json_get(data, "country"));
    set_text(&o->category, a, json_get(data, "category"));
    set_text(&o->family, a, json_get(data, "family"));
    set_whole(&o->population, json_get(data, "population"));
    set_whole(&o->weight, json_get(data, "weight"));
}

void
fold_organisation(struct committee *c, const struct event *ev, struct slice id,
                  const struct json_node *data)
{
    struct organisation *o = NEW(c->arena, struct organisation);
    o->id = arena_dup(c->arena, id);
    o->since = ev->index;
    fold_organisation_change(o, c->arena, data);
    map_put(c->arena, &c->organisations, o->id, o);
    count_id(c, o->id, ID_ORGANISATION);
}

void
fold_person(struct committee *c, const struct event *ev, struct slice id, struct slice organisation,
            struct slice profile)
{
    struct person *p = NEW(c->arena, struct person);
    *p = (struct person){.id = arena_dup(c->arena, id),
                         .organisation = arena_dup(c->arena, organisation),
                         .profile = arena_dup(c->arena, profile),
                         .since = ev->index};
    map_put(c->arena, &c->persons, p->id, p);
    count_id(c, p->id, ID_PERSON);
}

static void
drop_past_mandates(struct organisation *o, int64_t at)
{
    size_t kept = 0;
    for (size_t i = 0; i < o->mandates.n; i++)
        if (mandate_lives(o->mandates.v[i], at))
            o->mandates.v[kept++] = o->mandates.v[i];
    o->mandates.n = kept;
}

static void
drop_past_memberships(struct organisation *o, int64_t at)
{
    size_t kept = 0;
    for (size_t i = 0; i < o->memberships.n; i++)
        if (membership_lives(o->memberships.v[i], at))
            o->memberships.v[kept++] = o->memberships.v[i];
    o->memberships.n = kept;
}

void
fold_mandate(struct committee *c, const struct mandate *from, int64_t at)
{
    struct arena *a = c->arena;
    struct organisation *o = map_get(&c->organisations, from->organisation);
    if (!o)
        return;
    struct mandate *m = NEW(a, struct mandate);
    *m = *from;
    m->id = arena_dup(a, from->id);
    m->person = arena_dup(a, from->person);
    m->organisation = arena_dup(a, from->organisation);
    m->body = arena_dup(a, from->body);
    m->project = arena_dup(a, from->project);
    m->ballot = arena_dup(a, from->ballot);
    m->for_organisation = arena_dup(a, from->for_organisation);
    map_put(a, &c->mandates, m->id, m);
    count_id(c, m->id, ID_MANDATE);
    m->keeps = m->kind == MANDATE_SECRETARY && m->until == 0 && m->from <= at;
    c->secretaries += m->keeps;
    if (m->kind == MANDATE_PROXY) {
        uint8_t room[PROXY_KEY_MAX];
        struct slice key = proxy_key(room, m->project, m->ballot, m->for_organisation);
        map_put(a, &c->proxies, arena_dup(a, key), m);
    }
    drop_past_mandates(o, at);
    vec_push(a, &o->mandates, m);
}

void
fold_membership(struct committee *c, const struct membership *from, int64_t at)
{
    struct arena *a = c->arena;
    struct organisation *o = map_get(&c->organisations, from->organisation);
    if (!o)
        return;
    struct membership *m = NEW(a, struct membership);
    *m = *from;
    m->id = arena_dup(a, from->id);
    m->organisation = arena_dup(a, from->organisation);
    m->person = arena_dup(a, from->person);
    m->body = arena_dup(a, from->body);
    m->standing = arena_dup(a, from->standing);
    map_put(a, &c->memberships, m->id, m);
    count_id(c, m->id, ID_MEMBERSHIP);
    drop_past_memberships(o, at);
    vec_push(a, &o->memberships, m);
}

void
fold_group(struct committee *c, struct group *g)
{
    map_put(c->arena, &c->groups, g->id, g);
    count_id(c, g->id, ID_GROUP);
}

void
fold_key(struct committee *c, struct slice key)
{
    struct slice *kept = NEW(c->arena, struct slice);
    *kept = arena_dup(c->arena, key);
    vec_push(c->arena, &c->keys, *kept);
    map_put(c->arena, &c->keys_seen, *kept, kept);
}

struct slices
fold_texts(struct arena *a, const struct json_node *array)
{
    size_t n = json_count(array);
    struct slices out = {NEW_ARRAY(a, struct slice, n), n};
    for (size_t i = 0; i < n; i++)
        out.v[i] = arena_dup(a, json_text(json_item(array, i)));
    return out;
}
