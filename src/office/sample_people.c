/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The sample's organisations, persons, seats, mandates and working groups.
 */
#include "office/sample_parts.h"

#include <inttypes.h>

#define UNCONFIRMED 9 /* one seat in so many is claimed by the committee only */

static bool
add_organisation(struct sample *s, struct sample_organisation *o, struct err *e)
{
    struct arena *a = s->a;
    const struct csv_table *t = &s->organisations;
    struct json_node *n = json_new_object(a);
    struct event ev;
    json_put_text(a, n, "category", sample_field(t, o->row, "category"));
    json_put_text(a, n, "country", sample_field(t, o->row, "country"));
    json_put_node(
        a, n, "name",
        sample_langs(a, sample_field(t, o->row, "name_en"), sample_field(t, o->row, "name_zh")));
    json_put_text(a, n, "origin", sample_field(t, o->row, "origin"));
    struct sample_act act = {.type = "organisation.admitted", .data = n};
    if (!sample_do(&ev, s, &act, e))
        return false;
    o->id = arena_dup(a, event_text(&ev, "id"));
    return true;
}

static bool
add_person(struct slice *id, struct sample *s, const struct sample_organisation *o,
           const struct csv_row *row, struct err *e)
{
    struct arena *a = s->a;
    struct langs name = {sample_field(&s->persons, row, "name_en"),
                         sample_field(&s->persons, row, "name_zh")};
    struct slice mail = arena_printf(a, "person-%" PRIu32 "@sample.comity.invalid", row->line);
    struct sample_act act = {.type = "person.registered", .data = json_new_object(a)};
    struct event ev;
    if (!object_person(&act.object, a, &s->env, &name, mail, e))
        return false;
    json_put_text(a, act.data, "organisation", o->id);
    json_put_text(a, act.data, "profile", object_digest(a, act.object));
    if (!sample_do(&ev, s, &act, e))
        return false;
    *id = arena_dup(a, event_text(&ev, "id"));
    return true;
}

/* `by` empty: the secretary gives it. */
static bool
give_mandate(struct slice *id, struct sample *s, struct slice person, const char *kind,
             struct slice body, struct slice by, struct err *e)
{
    struct sample_act act = {
        .type = "mandate.granted", .mandate = by, .data = json_new_object(s->a)};
    struct event ev;
    json_put_text_if(s->a, act.data, "body", body);
    json_put_text(s->a, act.data, "kind", slice_str(kind));
    json_put_text(s->a, act.data, "person", person);
    if (!sample_do(&ev, s, &act, e))
        return false;
    *id = arena_dup(s->a, event_text(&ev, "id"));
    return true;
}

static bool
add_member(struct slice *id, struct sample *s, struct slice organisation, struct slice person,
           struct slice body, struct err *e)
{
    struct sample_act act = {.type = "membership.granted", .data = json_new_object(s->a)};
    struct event ev;
    json_put_text_if(s->a, act.data, "body", body);
    json_put_text(s->a, act.data, "organisation", organisation);
    json_put_text_if(s->a, act.data, "person", person);
    if (!sample_do(&ev, s, &act, e))
        return false;
    *id = arena_dup(s->a, event_text(&ev, "id"));
    return true;
}

static bool
confirm(struct sample *s, struct slice membership, struct slice mandate, struct err *e)
{
    struct sample_act act = {
        .type = "membership.confirmed", .mandate = mandate, .data = json_new_object(s->a)};
    struct event ev;
    json_put_text(s->a, act.data, "membership", membership);
    return sample_do(&ev, s, &act, e);
}

/* A person's seat in the committee, the mandate with it, and mostly the person's own word. */
static bool
seat(struct sample *s, struct sample_organisation *o, const struct csv_row *row, struct err *e)
{
    struct sample_place p = {.organisation = o->id};
    struct slice membership;
    if (!add_person(&p.person, s, o, row, e) ||
        !add_member(&membership, s, o->id, p.person, (struct slice){0}, e) ||
        !give_mandate(&p.mandate, s, p.person, "delegate", (struct slice){0}, o->mandate, e) ||
        (row->line % UNCONFIRMED && !confirm(s, membership, p.mandate, e)))
        return false;
    if (!o->mandate.n) {
        o->mandate = p.mandate;
        o->person = p.person;
    }
    vec_push(s->a, &s->seats, p);
    return true;
}

/* Persons beside the seats: alternates and experts. */
static bool
aide(struct sample *s, const struct sample_organisation *o, const struct csv_row *row,
     struct err *e)
{
    struct slice person, mandate;
    const char *kind = arena_str(s->a, sample_field(&s->persons, row, "kind"));
    return add_person(&person, s, o, row, e) &&
           give_mandate(&mandate, s, person, kind, (struct slice){0}, o->mandate, e);
}

static bool
admit(struct sample *s, struct sample_organisation *o, struct err *e)
{
    struct slice name = sample_field(&s->organisations, o->row, "name_en");
    if (!add_organisation(s, o, e))
        return false;
    for (size_t i = 0; i < s->persons.n; i++) {
        const struct csv_row *row = &s->persons.rows[i];
        if (!slice_eq(sample_field(&s->persons, row, "organisation"), name))
            continue;
        bool sits = slice_eq_str(sample_field(&s->persons, row, "kind"), "seat");
        if (!(sits ? seat(s, o, row, e) : aide(s, o, row, e)))
            return false;
    }
    return true;
}

/* ---- working groups --------------------------------------------------------------------------*/

static bool
open_group(struct sample *s, const struct csv_row *row, struct err *e)
{
    struct arena *a = s->a;
    const struct csv_table *t = &s->groups;
    struct sample_act act = {.type = "group.opened", .data = json_new_object(a)};
    struct json_node *admits = json_new_array(a);
    struct slice words = sample_field(t, row, "admits"), word;
    struct event ev;
    while (slice_cut(&words, ' ', &word))
        json_push_text(a, admits, word);
    json_put_text(a, act.data, "access", sample_field(t, row, "access"));
    if (admits->n)
        json_put_node(a, act.data, "admits", admits);
    json_put_text(a, act.data, "id", sample_field(t, row, "id"));
    json_put_node(
        a, act.data, "name",
        sample_langs(a, sample_field(t, row, "name_en"), sample_field(t, row, "name_zh")));
    json_put_text_if(a, act.data, "reason", sample_field(t, row, "reason"));
    struct sample_group *g = vec_add(a, &s->wgs);
    g->id = sample_field(t, row, "id");
    return slice_to_i64(sample_field(t, row, "every"), &g->every) &&
           slice_to_i64(sample_field(t, row, "foreign"), &g->foreign) && sample_do(&ev, s, &act, e);
}

static bool
join(struct sample *s, struct sample_group *g, const struct sample_organisation *o, struct err *e)
{
    struct arena *a = s->a;
    struct slice membership;
    struct sample_place p = {o->id, o->person, {0}};
    const struct group *group = committee_group(&s->office.committee, g->id);
    if (group->access == ACCESS_CLOSED) {
        struct sample_act act = {.type = "group.invited", .data = json_new_object(a)};
        struct event ev;
        json_put_text(a, act.data, "group", g->id);
        json_put_text(a, act.data, "organisation", o->id);
        if (!sample_do(&ev, s, &act, e))
            return false;
    }
    if (!add_member(&membership, s, o->id, (struct slice){0}, g->id, e) ||
        !give_mandate(&p.mandate, s, o->person, "delegate", g->id, o->mandate, e) ||
        (g->places.n == 0 &&
         !give_mandate(&g->convenor, s, o->person, "convenor", g->id, (struct slice){0}, e)))
        return false;
    vec_push(a, &g->places, p);
    return true;
}

static bool
fill_group(struct sample *s, struct sample_group *g, size_t shift, struct err *e)
{
    size_t domestic = 0;
    for (size_t i = 0; i < s->who.n; i++) {
        const struct sample_organisation *o = &s->who.v[i];
        if (o->domestic && domestic++ % (size_t)g->every == shift % (size_t)g->every &&
            !join(s, g, o, e))
            return false;
    }
    return true;
}

/* ---- all of them -----------------------------------------------------------------------------*/

bool
sample_people(struct sample *s, struct err *e)
{
    for (size_t i = 0; i < s->organisations.n; i++) {
        const struct csv_row *row = &s->organisations.rows[i];
        struct sample_organisation *o = vec_add(s->a, &s->who);
        o->row = row;
        o->domestic = slice_eq_str(sample_field(&s->organisations, row, "origin"), "domestic");
        if (o->domestic && !admit(s, o, e))
            return false;
    }
    if (!give_mandate(&s->chair, s, s->who.v[0].person, "chair", (struct slice){0},
                      (struct slice){0}, e))
        return false;
    for (size_t i = 0; i < s->groups.n; i++)
        if (!open_group(s, &s->groups.rows[i], e) || !fill_group(s, &s->wgs.v[i], i, e))
            return false;
    return true;
}

bool
sample_foreign(struct sample *s, struct err *e)
{
    int64_t nth = 0;
    for (size_t i = 0; i < s->who.n; i++) {
        struct sample_organisation *o = &s->who.v[i];
        if (o->domestic)
            continue;
        if (!admit(s, o, e))
            return false;
        nth++;
        for (size_t k = 0; k < s->wgs.n; k++)
            if (nth <= s->wgs.v[k].foreign && !join(s, &s->wgs.v[k], o, e))
                return false;
    }
    return true;
}
