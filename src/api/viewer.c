/* SPDX-License-Identifier: Apache-2.0 */
#include "api/viewer.h"

#define ALL_KINDS                                                             \
    (1u << MANDATE_DELEGATE | 1u << MANDATE_ALTERNATE | 1u << MANDATE_PROXY | \
     1u << MANDATE_EXPERT | 1u << MANDATE_CONVENOR | MAY_LEAD)

void
viewer_of(struct viewer *v, struct slice person)
{
    const struct committee *c = &v->office->committee;
    const struct person *p = person.n ? committee_person(c, person) : NULL;
    const struct organisation *o = p ? committee_organisation(c, p->organisation) : NULL;
    v->person = p ? p->id : (struct slice){0};
    v->nmandates = 0;
    v->mandates = NULL;
    if (!o)
        return;
    v->mandates = NEW_ARRAY(v->arena, const struct mandate *, o->mandates.n + 1);
    for (size_t i = 0; i < o->mandates.n; i++) {
        const struct mandate *m = o->mandates.v[i];
        if (slice_eq(m->person, p->id) && mandate_holds(m, v->now))
            v->mandates[v->nmandates++] = m;
    }
}

static bool
in_body(const struct mandate *m, struct slice body)
{
    return body.n == 0 || slice_eq(m->body, body) || slice_eq_str(m->body, BODY_COMMITTEE);
}

bool
viewer_holds(const struct viewer *v, unsigned kinds, struct slice body)
{
    for (size_t i = 0; i < v->nmandates; i++)
        if ((kinds >> v->mandates[i]->kind & 1) && in_body(v->mandates[i], body))
            return true;
    return false;
}

bool
viewer_is_member(const struct viewer *v)
{
    return viewer_holds(v, ALL_KINDS, (struct slice){0});
}

bool
viewer_keeps(const struct viewer *v)
{
    return viewer_holds(v, MAY_KEEP, SL(BODY_COMMITTEE));
}

/* A mandate for that very group, or an organisation that is a member or observer of it. */
static bool
inside(const struct viewer *v, const struct mandate *m, struct slice group)
{
    return slice_eq(m->body, group) ||
           committee_member(&v->office->committee, group, m->organisation, v->now);
}

bool
viewer_sees(const struct viewer *v, struct slice body)
{
    const struct group *g = committee_group(&v->office->committee, body);
    if (!g || g->access == ACCESS_OPEN || viewer_keeps(v))
        return viewer_is_member(v);
    for (size_t i = 0; i < v->nmandates; i++)
        if (inside(v, v->mandates[i], body))
            return true;
    return false;
}

struct actor
viewer_actor(const struct mandate *m)
{
    return (struct actor){m->organisation, m->person, m->id};
}

bool
viewer_object(enum viewer_text *out, struct slice *octets, const struct viewer *v,
              struct slice digest, struct slice body, struct err *e)
{
    bool there = false, open = false;
    *octets = (struct slice){0};
    *out = VIEWER_HIDDEN;
    if (!viewer_sees(v, body) && !office_object_open(&open, v->office, digest, e))
        return false;
    if (!office_object(octets, &there, v->arena, v->office, digest, e))
        return false;
    if (!there)
        *out = VIEWER_FORGOTTEN;
    else if (open || viewer_sees(v, body))
        *out = VIEWER_TEXT;
    else
        *octets = (struct slice){0};
    return true;
}
