/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Organisations and persons: who is known to the committee. Names of persons
 * stand in objects beside the record, never in an event.
 */
#include "committee/fold.h"
#include "committee/kinds_committee.h"

/* ISO 3166-1 alpha-2: two capital letters. */
bool
country_fits(struct arena *a, struct slice country, struct refusal *r)
{
    static const struct refusal_text shape = {
        REFUSED_SHAPE, "organisation.country",
        "{1} is no country code: two capital letters, as DE (ISO 3166-1).",
        "{1}不是国家代码：应为两个大写字母，例如DE（ISO 3166-1）。"};
    bool fits = country.n == 2 && country.p[0] >= 'A' && country.p[0] <= 'Z' &&
                country.p[1] >= 'A' && country.p[1] <= 'Z';
    return country.n == 0 || fits || refuse_as(r, a, &shape, SLICES(country));
}

/* ---- organisation.admitted -------------------------------------------------------------------*/

static const struct event_field admitted_fields[] = {
    ORGANISATION_FIELD_CATEGORY,
    ORGANISATION_FIELD_COUNTRY,
    ORGANISATION_FIELD_FAMILY,
    {.key = "id", .type = FIELD_ID, .filled = true, .help = "of the organisation"},
    ORGANISATION_FIELD_NAME(false),
    ORGANISATION_FIELD_ORIGIN(false),
    ORGANISATION_FIELD_POPULATION,
    ORGANISATION_FIELD_WEIGHT,
};

static bool
admitted_complete(struct json_node *data, struct arena *a, const struct act_world *w,
                  const struct event *ev, struct refusal *r)
{
    (void)ev;
    (void)r;
    act_fill_id(data, a, w, ID_ORGANISATION);
    return true;
}

static bool
admitted_decide(struct arena *a, const struct act_world *w, const struct event *ev,
                struct refusal *r)
{
    return act_role(a, w, ev, MAY_KEEP, SL(BODY_COMMITTEE), r) &&
           act_new_id(a, w, event_text(ev, "id"), ID_ORGANISATION, r) &&
           country_fits(a, event_text(ev, "country"), r);
}

static void
admitted_apply(struct committee *c, const struct event *ev)
{
    fold_organisation(c, ev, event_text(ev, "id"), ev->data);
}

const struct event_kind kind_organisation_admitted = {
    .name = "organisation.admitted",
    .fields = admitted_fields,
    .nfields = COUNT_OF(admitted_fields),
    .summary = "an organisation is entered; membership and mandates follow",
    .complete = admitted_complete,
    .decide = admitted_decide,
    .apply_committee = admitted_apply,
};

/* ---- organisation.changed --------------------------------------------------------------------*/

static const struct event_field changed_fields[] = {
    ORGANISATION_FIELD_CATEGORY,
    ORGANISATION_FIELD_COUNTRY,
    ORGANISATION_FIELD_FAMILY,
    ORGANISATION_FIELD_NAME(true),
    {.key = "organisation", .type = FIELD_ID, .help = "which one"},
    ORGANISATION_FIELD_ORIGIN(true),
    ORGANISATION_FIELD_POPULATION,
    ORGANISATION_FIELD_WEIGHT,
};

static bool
changed_decide(struct arena *a, const struct act_world *w, const struct event *ev,
               struct refusal *r)
{
    static const struct refusal_text nothing = {REFUSED_SHAPE, "organisation.change",
                                                "The act does not say what changes about {1}.",
                                                "该操作未说明{1}的哪些信息有变更。"};
    struct slice id = event_text(ev, "organisation");
    if (!act_role(a, w, ev, MAY_KEEP, SL(BODY_COMMITTEE), r))
        return false;
    if (!act_known_organisation(a, w, id, r))
        return false;
    if (ev->data->n < 2)
        return refuse_as(r, a, &nothing, SLICES(id));
    return country_fits(a, event_text(ev, "country"), r);
}

static void
changed_apply(struct committee *c, const struct event *ev)
{
    struct organisation *o = map_get(&c->organisations, event_text(ev, "organisation"));
    if (o)
        fold_organisation_change(o, c->arena, ev->data);
}

const struct event_kind kind_organisation_changed = {
    .name = "organisation.changed",
    .fields = changed_fields,
    .nfields = COUNT_OF(changed_fields),
    .summary = "what is known of an organisation changes from here on",
    .decide = changed_decide,
    .apply_committee = changed_apply,
};

/* ---- person.registered -----------------------------------------------------------------------*/

static const struct event_field registered_fields[] = {
    {.key = "id", .type = FIELD_ID, .filled = true, .help = "of the person"},
    {.key = "organisation", .type = FIELD_ID, .help = "that the person works for"},
    {.key = "profile",
     .type = FIELD_DIGEST,
     .help = "object with the name and how to reach the person"},
};

static bool
registered_complete(struct json_node *data, struct arena *a, const struct act_world *w,
                    const struct event *ev, struct refusal *r)
{
    (void)ev;
    (void)r;
    act_fill_id(data, a, w, ID_PERSON);
    return true;
}

static bool
registered_decide(struct arena *a, const struct act_world *w, const struct event *ev,
                  struct refusal *r)
{
    static const struct refusal_text others = {REFUSED_ROLE, "person.organisation",
                                               "{1} registers persons of its own only, not of {2}.",
                                               "{1}只能登记本单位人员，不能登记{2}的人员。"};
    struct slice organisation = event_text(ev, "organisation");
    if (!act_role(a, w, ev, MAY_KEEP | 1u << MANDATE_DELEGATE, SL(BODY_COMMITTEE), r))
        return false;
    if (!act_known_organisation(a, w, organisation, r))
        return false;
    if (act_mandate(w, ev)->kind == MANDATE_DELEGATE &&
        !slice_eq(organisation, ev->by.organisation))
        return refuse_as(r, a, &others, SLICES(ev->by.organisation, organisation));
    return act_new_id(a, w, event_text(ev, "id"), ID_PERSON, r);
}

static void
registered_apply(struct committee *c, const struct event *ev)
{
    fold_person(c, ev, event_text(ev, "id"), event_text(ev, "organisation"),
                event_text(ev, "profile"));
}

const struct event_kind kind_person_registered = {
    .name = "person.registered",
    .fields = registered_fields,
    .nfields = COUNT_OF(registered_fields),
    .summary = "a person is entered, by the organisation or the secretary",
    .complete = registered_complete,
    .decide = registered_decide,
    .apply_committee = registered_apply,
};
