/* SPDX-License-Identifier: Apache-2.0 */
#include "committee/act.h"

#include "text/json_build.h"

#include <string.h>

/* ---- envelope --------------------------------------------------------------------------------*/

static bool
clock_fits(struct arena *a, const struct act_world *w, const struct event *ev, struct refusal *r)
{
    static const struct refusal_text back = {
        REFUSED_CLOCK, "record.clock",
        "The act is of {1}, but the record already holds one of {2}: time does not go back.",
        "该操作的时间为{1}，而记录中已有{2}的条目：时间不得倒退。"};
    int64_t last = w->last_at;
    if (last < w->committee->last_at)
        last = w->committee->last_at;
    if (w->project && last < w->project->last_at)
        last = w->project->last_at;
    return ev->at >= last ||
           refuse_as(r, a, &back, SLICES(instant_text(a, ev->at), instant_text(a, last)));
}

static bool
stream_fits(struct arena *a, const struct act_world *w, const struct event *ev, struct refusal *r)
{
    static const struct refusal_text first = {REFUSED_STAGE, "committee.opened",
                                              "Nothing can happen before the committee is opened.",
                                              "委员会成立之前，不得进行其他操作。"};
    static const struct refusal_text stray = {
        REFUSED_SHAPE, "event.project", "{1} does not fit the project it names, or names none.",
        "{1}与其所指项目不符，或未指明项目。"};
    static const struct refusal_text unknown = {REFUSED_UNKNOWN, "project.unknown",
                                                "There is no project {1}.", "没有项目{1}。"};
    static const struct refusal_text taken = {REFUSED_TAKEN, "project.taken",
                                              "There is a project {1} already.", "项目{1}已存在。"};
    bool there = w->project && w->project->events > 0;
    if (w->committee->events == 0 && strcmp(ev->kind->name, "committee.opened") != 0)
        return refuse_as(r, a, &first, NO_SLICES);
    if (ev->kind->of_project != (ev->project.n > 0))
        return refuse_as(r, a, &stray, SLICES(slice_str(ev->kind->name)));
    if (!ev->kind->of_project)
        return true;
    if (ev->kind->opens)
        return !there || refuse_as(r, a, &taken, SLICES(ev->project));
    return (there && slice_eq(w->project->id, ev->project)) ||
           refuse_as(r, a, &unknown, SLICES(ev->project));
}

const struct mandate *
act_mandate(const struct act_world *w, const struct event *ev)
{
    return committee_mandate(w->committee, ev->by.mandate);
}

static bool
mandate_dates_fit(struct arena *a, const struct mandate *m, int64_t at, struct refusal *r)
{
    static const struct refusal_text early = {REFUSED_MANDATE, "mandate.dates",
                                              "Mandate {1} begins on {2} only.",
                                              "授权{1}自{2}起方才有效。"};
    static const struct refusal_text expired = {
        REFUSED_MANDATE, "mandate.dates", "Mandate {1} expired on {2}.", "授权{1}已于{2}到期。"};
    static const struct refusal_text ended = {
        REFUSED_MANDATE, "mandate.ended", "Mandate {1} was ended on {2}.", "授权{1}已于{2}终止。"};
    if (mandate_holds(m, at))
        return true;
    if (at < m->from)
        return refuse_as(r, a, &early, SLICES(m->id, instant_text(a, m->from)));
    if (m->ended)
        return refuse_as(r, a, &ended, SLICES(m->id, instant_text(a, m->ended_at)));
    return refuse_as(r, a, &expired, SLICES(m->id, instant_text(a, m->until)));
}

static bool
actor_fits(struct arena *a, const struct act_world *w, const struct event *ev, struct refusal *r)
{
    static const struct refusal_text none = {REFUSED_MANDATE, "mandate.unknown",
                                             "There is no mandate {1}.", "没有授权{1}。"};
    static const struct refusal_text others = {
        REFUSED_MANDATE, "mandate.holder",
        "Mandate {1} was given to {2} for {3}, not to {4} for {5}.",
        "授权{1}系授予{3}的{2}，而非{5}的{4}。"};
    const struct mandate *m = act_mandate(w, ev);
    if (!m)
        return refuse_as(r, a, &none, SLICES(ev->by.mandate));
    if (!slice_eq(m->person, ev->by.person) || !slice_eq(m->organisation, ev->by.organisation))
        return refuse_as(
            r, a, &others,
            SLICES(m->id, m->person, m->organisation, ev->by.person, ev->by.organisation));
    return mandate_dates_fit(a, m, ev->at, r);
}

/* ---- the three ways --------------------------------------------------------------------------*/

static bool
shape_fits(struct arena *a, const struct event *ev, struct refusal *r)
{
    static const struct refusal_text shape = {REFUSED_SHAPE, "event.shape",
                                              "The act is not complete or not well-formed: {1}.",
                                              "该操作的内容不完整或格式有误：{1}。"};
    struct err e = {0};
    return event_shape(a, ev->kind, ev->data, &e) ||
           refuse_as(r, a, &shape, SLICES(slice_str(e.msg)));
}

bool
act_complete(struct event *ev, struct arena *a, const struct act_world *w, struct refusal *r)
{
    static const struct json_node empty = {.type = JSON_OBJECT};
    struct json_node *data = json_copy(a, ev->data ? ev->data : &empty);
    if (ev->kind->opens && ev->project.n == 0)
        ev->project = id_numbered(a, "P-", ev->index);
    ev->data = data;
    if (!stream_fits(a, w, ev, r)) /* what is filled in comes out of the project */
        return false;
    if (data->type == JSON_OBJECT && ev->kind->complete && !ev->kind->complete(data, a, w, ev, r))
        return false;
    return shape_fits(a, ev, r);
}

bool
act_decide(struct arena *a, const struct act_world *w, const struct event *ev, struct refusal *r)
{
    if (!stream_fits(a, w, ev, r) || !clock_fits(a, w, ev, r))
        return false;
    /* The first act brings its own mandate. */
    if (w->committee->events > 0 && !actor_fits(a, w, ev, r))
        return false;
    return ev->kind->decide(a, w, ev, r);
}

static void
committee_count(struct committee *c, const struct event *ev)
{
    c->events++;
    c->last_at = ev->at;
}

void
act_apply(struct committee *c, struct project *p, const struct event *ev)
{
    if (ev->kind->of_project) {
        project_count(p, ev);
        ev->kind->apply_project(p, ev);
    } else {
        committee_count(c, ev);
        ev->kind->apply_committee(c, ev);
    }
}

/* ---- for the kinds' own rules ----------------------------------------------------------------*/

/* "delegate, alternate" in both languages. */
static struct langs
kinds_listed(struct arena *a, unsigned kinds)
{
    struct langs all = {{0}, {0}};
    for (unsigned k = 0; mandate_words[k]; k++) {
        if (!(kinds >> k & 1))
            continue;
        const struct langs *name = mandate_kind_name((enum mandate_kind)k);
        all.en =
            all.en.n ? arena_printf(a, "%.*s, %.*s", SL_FMT(all.en), SL_FMT(name->en)) : name->en;
        all.zh =
            all.zh.n ? arena_printf(a, "%.*s、%.*s", SL_FMT(all.zh), SL_FMT(name->zh)) : name->zh;
    }
    return all;
}

static bool
in_body(const struct mandate *m, struct slice body)
{
    return slice_eq(m->body, body) || slice_eq(m->body, SL(BODY_COMMITTEE));
}

bool
act_role(struct arena *a, const struct act_world *w, const struct event *ev, unsigned kinds,
         struct slice body, struct refusal *r)
{
    const struct mandate *m = act_mandate(w, ev);
    if (m && (kinds >> m->kind & 1) && in_body(m, body))
        return true;
    struct langs wanted = kinds_listed(a, kinds);
    if (!m || !(kinds >> m->kind & 1)) {
        const struct langs *is = m ? mandate_kind_name(m->kind) : &wanted;
        return refuse(r, a, REFUSED_ROLE, "mandate.kind",
                      arena_printf(a, "This takes a mandate as %.*s; %.*s is one as %.*s.",
                                   SL_FMT(wanted.en), SL_FMT(ev->by.mandate), SL_FMT(is->en)),
                      arena_printf(a, "此行为须持“%.*s”授权；%.*s为“%.*s”授权。", SL_FMT(wanted.zh),
                                   SL_FMT(ev->by.mandate), SL_FMT(is->zh)));
    }
    static const struct refusal_text elsewhere = {REFUSED_ROLE, "mandate.body",
                                                  "Mandate {1} is for {2}, not for {3}.",
                                                  "授权{1}仅适用于{2}，不适用于{3}。"};
    return refuse_as(r, a, &elsewhere, SLICES(m->id, m->body, body));
}

bool
act_new_id(struct arena *a, const struct act_world *w, struct slice id, enum id_series series,
           struct refusal *r)
{
    static const struct refusal_text taken = {REFUSED_TAKEN, "id.taken", "The id {1} is taken.",
                                              "编号{1}已被使用。"};
    static const struct refusal_text order = {REFUSED_SHAPE, "id.series",
                                              "The next id of this series is {2}, not {1}.",
                                              "该序列的下一个编号应为{2}，而非{1}。"};
    const struct committee *c = w->committee;
    const struct map *const maps[ID_SERIES] = {&c->organisations, &c->persons, &c->memberships,
                                               &c->mandates, &c->groups};
    if (map_get(maps[series], id) || slice_eq(id, SL(BODY_COMMITTEE)))
        return refuse_as(r, a, &taken, SLICES(id));
    uint64_t n = id_number(id, id_prefixes[series]);
    return n == 0 || n == c->used[series] + 1 ||
           refuse_as(r, a, &order,
                     SLICES(id, id_numbered(a, id_prefixes[series], c->used[series] + 1)));
}

void
act_fill_id(struct json_node *data, struct arena *a, const struct act_world *w,
            enum id_series series)
{
    if (!json_get(data, "id"))
        json_put_text(a, data, "id",
                      id_numbered(a, id_prefixes[series], w->committee->used[series] + 1));
}

void
act_fill_instant(struct json_node *data, struct arena *a, const char *key, int64_t at)
{
    if (!json_get(data, key))
        json_put_text(a, data, key, instant_text(a, at));
}

void
act_fill_text(struct json_node *data, struct arena *a, const char *key, struct slice text)
{
    if (!json_get(data, key))
        json_put_text(a, data, key, text);
}

const struct organisation *
act_known_organisation(struct arena *a, const struct act_world *w, struct slice id,
                       struct refusal *r)
{
    static const struct refusal_text unknown = {REFUSED_UNKNOWN, "organisation.unknown",
                                                "There is no organisation {1}.", "没有单位{1}。"};
    const struct organisation *o = committee_organisation(w->committee, id);
    if (!o)
        refuse_as(r, a, &unknown, SLICES(id));
    return o;
}

bool
act_known_person(struct arena *a, const struct act_world *w, struct slice id,
                 struct slice organisation, struct refusal *r)
{
    static const struct refusal_text unknown = {REFUSED_UNKNOWN, "person.unknown",
                                                "There is no person {1}.", "没有人员{1}。"};
    static const struct refusal_text others = {REFUSED_SHAPE, "person.organisation",
                                               "{1} is registered for {2}, not for {3}.",
                                               "{1}登记在{2}，而非{3}。"};
    const struct person *p = committee_person(w->committee, id);
    if (!p)
        return refuse_as(r, a, &unknown, SLICES(id));
    return slice_eq(p->organisation, organisation) ||
           refuse_as(r, a, &others, SLICES(id, p->organisation, organisation));
}

bool
act_dates_fit(struct arena *a, const struct event *ev, struct refusal *r)
{
    static const struct refusal_text order = {REFUSED_SHAPE, "dates.order",
                                              "It would end ({2}) before it begins ({1}).",
                                              "终止时间（{2}）早于起始时间（{1}）。"};
    static const struct refusal_text past = {REFUSED_LATE, "dates.past",
                                             "It would be over before it is given: {1}.",
                                             "授予之时即已到期：{1}。"};
    int64_t from = event_instant(ev, "from"), until = event_instant(ev, "until");
    if (until == 0)
        return true;
    if (until <= from)
        return refuse_as(r, a, &order, SLICES(instant_text(a, from), instant_text(a, until)));
    return until > ev->at || refuse_as(r, a, &past, SLICES(instant_text(a, until)));
}

bool
act_member(struct arena *a, const struct act_world *w, const struct event *ev, struct slice body,
           struct refusal *r)
{
    static const struct refusal_text outside = {
        REFUSED_ROLE, "membership.needed", "{1} is a member neither of the committee nor of {2}.",
        "{1}既不是委员会成员，也不是{2}的成员。"};
    const struct committee *c = w->committee;
    return committee_member(c, SL(BODY_COMMITTEE), ev->by.organisation, ev->at) ||
           committee_member(c, body, ev->by.organisation, ev->at) ||
           refuse_as(r, a, &outside, SLICES(ev->by.organisation, body));
}
