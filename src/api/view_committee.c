/* SPDX-License-Identifier: Apache-2.0 */
#include "api/view_committee.h"

#include "api/filter.h"
#include "api/terms.h"
#include "base/vec.h"

#include <stdlib.h>

static const struct shape shapes[] = {
    {"committee_head",
     "id:id, name:langs, now:instant, opened:instant, rehearsal?:bool, record:text, entries:int, "
     "seats:int, observers:int, not_domestic:int, claimed:int, organisations:int, groups:int, "
     "closed_groups:int",
     "what the committee is"},
    {"members",
     "now:instant, filters:[filter], members:[member], all:int, claimed:int, confirmed:int",
     "the members of the committee, by organisation"},
    {"member",
     "organisation:organisation_ref, country?:text, category?:word, role:word, standing?:text, "
     "seats:int, claimed:int, confirmed?:bool, since:instant, until?:instant, groups:[body_ref], "
     "delegates:[mandate_ref]",
     "an organisation that is a member or observer"},
    {"membership",
     "id:id, organisation:organisation_ref, body:body_ref, role:word, standing?:text, "
     "person?:person_ref, confirmed?:bool, from:instant, until?:instant, ended_at?:instant, "
     "holds:bool, mine?:bool, entry:int, ended_entry?:int",
     "a place in a body; claimed until the member itself confirms it"},
    {"organisation",
     "organisation:organisation_ref, country?:text, category?:word, family?:text, "
     "population?:int, weight?:int, entry:int, memberships:[membership], "
     "mandates:[mandate_ref], leads:[project_ref], votes:[organisation_vote], votes_total:int, "
     "comments:[organisation_comment], comments_total:int",
     "one organisation: its places, who acts for it, what it said"},
    {"organisation_vote",
     "project:id, ballot:id, choice?:word, sealed?:bool, at:instant, entry:int", "a vote of it"},
    {"organisation_comment",
     "project:id, comment:id, draft:id, clause?:id, type:word, decision:word, withdrawn?:bool, "
     "at:instant, entry:int",
     "a comment of it"},
    {"groups", "groups:[group_line]", "the working groups"},
    {"group_line",
     "id:id, name:langs, access:word, closed?:bool, ended?:bool, admits:[word], reason?:text, "
     "members:int, shut_out:int",
     "a working group"},
    {"group",
     "id:id, name:langs, access:word, closed?:bool, ended?:bool, admits:[word], reason?:text, "
     "entry:int, ended_entry?:int, texts_shown:bool, memberships:[membership], "
     "mandates:[mandate_ref], invited:[organisation_ref], shut_outs:[shut_out], "
     "projects:[project_ref]",
     "one working group: who is in it, and who is shut out"},
    {"shut_out", "organisation:organisation_ref, why:word",
     "a member of the committee that cannot join the group"},
};
SHAPE_TABLE(committee_shapes, shapes);

/* ---- the committee ---------------------------------------------------------------------------*/

struct json_node *
view_committee_head(const struct viewer *v)
{
    const struct committee *c = &v->office->committee;
    struct arena *a = v->arena;
    struct json_node *n = json_new_object(a);
    int64_t seats = 0, observers = 0, foreign = 0, claimed = 0, groups = 0, closed = 0;
    for (size_t i = 0; i < c->memberships.n; i++) {
        const struct membership *m = c->memberships.v[i].value;
        const struct organisation *o = committee_organisation(c, m->organisation);
        if (!membership_holds(m, v->now) || !slice_eq_str(m->body, BODY_COMMITTEE))
            continue;
        *(m->role == ROLE_MEMBER ? &seats : &observers) += 1;
        foreign += o && o->origin != ORIGIN_DOMESTIC;
        claimed += !m->confirmed;
    }
    for (size_t i = 0; i < c->groups.n; i++) {
        const struct group *g = c->groups.v[i].value;
        groups += g->closed == 0;
        closed += g->closed == 0 && g->access == ACCESS_CLOSED;
    }
    json_put_text(a, n, "id", c->id);
    put_langs(a, n, "name", c->name);
    put_instant(a, n, "now", v->now);
    put_instant(a, n, "opened", c->opened);
    if (c->rehearsal)
        json_put_bool(a, n, "rehearsal", true);
    json_put_text(a, n, "record", c->record);
    json_put_int(a, n, "entries", (int64_t)v->office->seen);
    json_put_int(a, n, "seats", seats);
    json_put_int(a, n, "observers", observers);
    json_put_int(a, n, "not_domestic", foreign);
    json_put_int(a, n, "claimed", claimed);
    json_put_int(a, n, "organisations", (int64_t)c->organisations.n);
    json_put_int(a, n, "groups", groups);
    json_put_int(a, n, "closed_groups", closed);
    return n;
}

/* ---- members ---------------------------------------------------------------------------------*/

/* An organisation's places in the committee, summed up. */
struct places {
    const struct organisation *o;
    const struct membership *first; /* that holds; a member's before an observer's */
    int64_t seats, claimed, since;
};

static bool
in_committee(const struct membership *m, int64_t at)
{
    return membership_holds(m, at) && slice_eq_str(m->body, BODY_COMMITTEE);
}

static bool
place_of(struct places *p, const struct organisation *o, int64_t at)
{
    *p = (struct places){.o = o};
    for (size_t i = 0; i < o->memberships.n; i++) {
        const struct membership *m = o->memberships.v[i];
        if (!in_committee(m, at))
            continue;
        if (!p->first || m->role < p->first->role)
            p->first = m;
        if (p->since == 0 || m->from < p->since)
            p->since = m->from;
        p->seats++;
        p->claimed += !m->confirmed;
    }
    return p->first != NULL;
}

static bool
wanted(const struct viewer *v, const struct places *p, const struct members_query *q)
{
    const struct committee *c = &v->office->committee;
    if (q->origin.n && !slice_eq_str(q->origin, origin_words[p->o->origin]))
        return false;
    if (q->category.n && !slice_eq(q->category, p->o->category))
        return false;
    if (slice_eq_str(q->state, "claimed") && p->claimed == 0)
        return false;
    if (slice_eq_str(q->state, "confirmed") && p->claimed != 0)
        return false;
    return q->body.n == 0 || committee_member(c, q->body, p->o->id, v->now);
}

static int
by_name(const void *x, const void *y)
{
    const struct places *a = x, *b = y;
    int c = slice_cmp(langs_get(&a->o->name, false), langs_get(&b->o->name, false));
    return c ? c : slice_cmp(a->o->id, b->o->id);
}

static int
by_origin(const void *x, const void *y)
{
    const struct places *a = x, *b = y;
    return a->o->origin != b->o->origin ? (int)b->o->origin - (int)a->o->origin : by_name(x, y);
}

static int
by_since(const void *x, const void *y)
{
    const struct places *a = x, *b = y;
    if (a->since != b->since)
        return a->since > b->since ? -1 : 1;
    return by_name(x, y);
}

static int
by_seats(const void *x, const void *y)
{
    const struct places *a = x, *b = y;
    if (a->seats != b->seats)
        return a->seats > b->seats ? -1 : 1;
    return by_name(x, y);
}

static const struct {
    const char *word;
    int (*order)(const void *, const void *);
} orders[] = {{"name", by_name}, {"origin", by_origin}, {"since", by_since}, {"seats", by_seats}};

/* The groups that it is in, and who speaks for it in the committee. */
static bool
member_people(const struct viewer *v, struct json_node *n, const struct organisation *o,
              struct err *e)
{
    struct json_node *groups = json_new_array(v->arena), *delegates = json_new_array(v->arena);
    for (size_t i = 0; i < o->memberships.n; i++) {
        const struct membership *m = o->memberships.v[i];
        struct json_node body = {0};
        if (!membership_holds(m, v->now) || slice_eq_str(m->body, BODY_COMMITTEE))
            continue;
        struct json_node *holder = json_new_object(v->arena);
        view_body(v, holder, "body", m->body);
        body = *json_get(holder, "body");
        json_push_node(v->arena, groups, &body);
    }
    for (size_t i = 0; i < o->mandates.n; i++) {
        const struct mandate *m = o->mandates.v[i];
        bool speaks = MAY_SPEAK >> m->kind & 1 && slice_eq_str(m->body, BODY_COMMITTEE);
        if (speaks && mandate_holds(m, v->now) && !view_mandate(v, delegates, m, e))
            return false;
    }
    json_put_node(v->arena, n, "groups", groups);
    json_put_node(v->arena, n, "delegates", delegates);
    return true;
}

static bool
member(const struct viewer *v, struct json_node *array, const struct places *p, struct err *e)
{
    struct arena *a = v->arena;
    const struct membership *m = p->first;
    struct json_node *n = json_new_object(a);
    view_organisation(v, n, "organisation", p->o->id);
    json_put_text_if(a, n, "country", p->o->country);
    if (p->o->category.n)
        put_word(a, n, "category", p->o->category, term_any(p->o->category));
    put_word(a, n, "role", slice_str(role_words[m->role]), term_role(m->role));
    json_put_text_if(a, n, "standing", m->standing);
    json_put_int(a, n, "seats", p->seats);
    json_put_int(a, n, "claimed", p->claimed);
    if (p->claimed == 0)
        json_put_bool(a, n, "confirmed", true);
    put_instant(a, n, "since", p->since);
    put_instant(a, n, "until", m->until);
    if (!member_people(v, n, p->o, e))
        return false;
    json_push_node(a, array, n);
    return true;
}

static void
origin_filter(const struct filter *f, struct json_node *filters)
{
    static const struct langs label = {SL_INIT("Origin"), SL_INIT("资本来源")};
    struct filter_choice v[ORIGIN_FOREIGN + 2] = {{{0}, {SL_INIT("all"), SL_INIT("全部")}}};
    for (unsigned i = 0; i <= ORIGIN_FOREIGN; i++)
        v[i + 1] =
            (struct filter_choice){slice_str(origin_words[i]), *origin_name((enum org_origin)i)};
    filter_put(f, filters, "origin", label, v, COUNT_OF(v));
}

/* The categories that there are. */
static void
category_filter(const struct filter *f, struct json_node *filters, const struct places *v, size_t n)
{
    static const struct langs label = {SL_INIT("Category"), SL_INIT("类别")};
    VEC(struct filter_choice) choices = {0};
    struct map seen = {0};
    vec_push(f->arena, &choices, (struct filter_choice){{0}, {SL_INIT("all"), SL_INIT("全部")}});
    for (size_t i = 0; i < n; i++) {
        struct slice c = v[i].o->category;
        if (c.n && !map_put(f->arena, &seen, c, f->arena))
            vec_push(f->arena, &choices, (struct filter_choice){c, term_any(c)});
    }
    filter_put(f, filters, "category", label, choices.v, choices.n);
}

static void
body_filter(const struct filter *f, struct json_node *filters, const struct committee *c)
{
    static const struct langs label = {SL_INIT("Working group"), SL_INIT("工作组")};
    VEC(struct filter_choice) choices = {0};
    vec_push(f->arena, &choices, (struct filter_choice){{0}, {SL_INIT("all"), SL_INIT("全部")}});
    for (size_t i = 0; i < c->groups.n; i++) {
        const struct group *g = c->groups.v[i].value;
        if (g->closed == 0)
            vec_push(f->arena, &choices, (struct filter_choice){g->id, g->name});
    }
    filter_put(f, filters, "group", label, choices.v, choices.n);
}

static struct json_node *
member_filters(const struct viewer *v, const struct members_query *q, const struct places *places,
               size_t n)
{
    static const struct langs state = {SL_INIT("Membership"), SL_INIT("委员资格")};
    static const struct filter_choice states[] = {
        {{0}, {SL_INIT("all"), SL_INIT("全部")}},
        {SL_INIT("confirmed"), {SL_INIT("confirmed"), SL_INIT("已确认")}},
        {SL_INIT("claimed"), {SL_INIT("claimed"), SL_INIT("待确认")}},
    };
    static const struct langs sort = {SL_INIT("Order"), SL_INIT("排序")};
    static const struct filter_choice sorts[] = {
        {{0}, {SL_INIT("name"), SL_INIT("名称")}},
        {SL_INIT("origin"), {SL_INIT("origin"), SL_INIT("资本来源")}},
        {SL_INIT("since"), {SL_INIT("newest first"), SL_INIT("最近加入")}},
        {SL_INIT("seats"), {SL_INIT("seats"), SL_INIT("席位数")}},
    };
    struct filter f = {.arena = v->arena, .path = "/members"};
    struct json_node *filters = json_new_array(v->arena);
    filter_add(&f, "origin", q->origin);
    filter_add(&f, "category", q->category);
    filter_add(&f, "state", q->state);
    filter_add(&f, "group", q->body);
    filter_add(&f, "sort", q->sort);
    origin_filter(&f, filters);
    category_filter(&f, filters, places, n);
    filter_put(&f, filters, "state", state, states, COUNT_OF(states));
    body_filter(&f, filters, &v->office->committee);
    filter_put(&f, filters, "sort", sort, sorts, COUNT_OF(sorts));
    return filters;
}

bool
view_members(struct json_node **out, const struct viewer *v, const struct members_query *q,
             struct err *e)
{
    const struct committee *c = &v->office->committee;
    struct arena *a = v->arena;
    struct json_node *list = json_new_array(a), *n = json_new_object(a);
    struct places *places = NEW_ARRAY(a, struct places, c->organisations.n + 1);
    size_t all = 0, order = 0;
    int64_t claimed = 0;
    for (size_t i = 0; i < c->organisations.n; i++)
        if (place_of(&places[all], c->organisations.v[i].value, v->now))
            claimed += places[all++].claimed > 0;
    for (size_t i = 0; i < COUNT_OF(orders); i++)
        if (slice_eq_str(q->sort, orders[i].word))
            order = i;
    qsort(places, all, sizeof *places, orders[order].order);
    for (size_t i = 0; i < all; i++)
        if (wanted(v, &places[i], q) && !member(v, list, &places[i], e))
            return false;
    put_instant(a, n, "now", v->now);
    json_put_node(a, n, "filters", member_filters(v, q, places, all));
    json_put_node(a, n, "members", list);
    json_put_int(a, n, "all", (int64_t)all);
    json_put_int(a, n, "claimed", claimed);
    json_put_int(a, n, "confirmed", (int64_t)all - claimed);
    *out = n;
    return true;
}

/* ---- memberships -----------------------------------------------------------------------------*/

bool
view_membership(const struct viewer *v, struct json_node *array, const struct membership *m,
                struct err *e)
{
    struct arena *a = v->arena;
    struct json_node *n = json_new_object(a);
    json_put_text(a, n, "id", m->id);
    view_organisation(v, n, "organisation", m->organisation);
    view_body(v, n, "body", m->body);
    put_word(a, n, "role", slice_str(role_words[m->role]), term_role(m->role));
    json_put_text_if(a, n, "standing", m->standing);
    if (m->person.n && !view_person(v, n, "person", m->person, e))
        return false;
    if (m->confirmed)
        json_put_bool(a, n, "confirmed", true);
    put_instant(a, n, "from", m->from);
    put_instant(a, n, "until", m->until);
    put_instant(a, n, "ended_at", m->ended_at);
    json_put_bool(a, n, "holds", membership_holds(m, v->now));
    for (size_t i = 0; i < v->nmandates; i++)
        if (slice_eq(v->mandates[i]->organisation, m->organisation)) {
            json_put_bool(a, n, "mine", true); /* its people may confirm it */
            break;
        }
    json_put_int(a, n, "entry", (int64_t)m->since);
    if (m->ended)
        json_put_int(a, n, "ended_entry", (int64_t)m->ended);
    json_push_node(a, array, n);
    return true;
}
