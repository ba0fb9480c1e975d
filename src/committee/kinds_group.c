/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Working groups and who may join them. Access is per group, not per committee:
 * a member of the committee may be closed out of a group, and that is visible
 * (group_shut_outs in committee.h).
 */
#include "committee/fold.h"
#include "committee/kinds_committee.h"

static const struct refusal_text no_group = {REFUSED_UNKNOWN, "group.unknown",
                                             "There is no working group {1}.", "没有工作组{1}。"};
static const struct refusal_text group_over = {REFUSED_GROUP, "group.closed",
                                               "Working group {1} has ended its work.",
                                               "工作组{1}已结束工作。"};

/* The group that the event names, where it works. */
static const struct group *
working(struct arena *a, const struct act_world *w, const struct event *ev, struct refusal *r)
{
    struct slice id = event_text(ev, "group");
    const struct group *g = committee_group(w->committee, id);
    if (!g)
        refuse_as(r, a, &no_group, SLICES(id));
    else if (g->closed)
        refuse_as(r, a, &group_over, SLICES(id));
    return g && !g->closed ? g : NULL;
}

/* `admits` has to be there where the group is closed, and only there. */
static bool
admits_fits(struct arena *a, const struct event *ev, struct refusal *r)
{
    static const struct refusal_text missing = {
        REFUSED_SHAPE, "group.admits", "A closed group has to say which origins it admits.",
        "封闭的工作组须说明接纳哪些资本来源的单位。"};
    static const struct refusal_text idle = {
        REFUSED_SHAPE, "group.admits", "An open group admits every origin: leave `admits` out.",
        "开放的工作组接纳所有资本来源的单位：请勿填写“admits”。"};
    const struct json_node *admits = event_node(ev, "admits");
    if (event_word(ev, "access", access_words) == ACCESS_OPEN)
        return !admits || refuse_as(r, a, &idle, NO_SLICES);
    return json_count(admits) > 0 || refuse_as(r, a, &missing, NO_SLICES);
}

static void
access_fold(struct group *g, struct arena *a, const struct event *ev)
{
    const struct json_node *admits = event_node(ev, "admits");
    g->access = (enum access)event_word(ev, "access", access_words);
    for (size_t i = 0; i < COUNT_OF(g->admits); i++)
        g->admits[i] = g->access == ACCESS_OPEN;
    for (size_t i = 0; i < json_count(admits); i++)
        g->admits[word_of(json_item(admits, i), origin_words)] = true;
    g->reason = arena_dup(a, event_text(ev, "reason"));
}

/* ---- group.opened ----------------------------------------------------------------------------*/

#define FIELD_ACCESS                                                                \
    {                                                                               \
        .key = "access", .type = FIELD_WORD, .words = access_words, .help = "to it" \
    }
#define FIELD_ADMITS                                                                   \
    {                                                                                  \
        .key = "admits", .type = FIELD_WORDS, .optional = true, .words = origin_words, \
        .help = "origins that may be invited, where it is closed"                      \
    }
#define FIELD_WHY_CLOSED                                                                  \
    {                                                                                     \
        .key = "reason", .type = FIELD_TEXT, .optional = true, .help = "why it is closed" \
    }

static const struct event_field opened_fields[] = {
    FIELD_ACCESS,
    FIELD_ADMITS,
    {.key = "id", .type = FIELD_ID, .filled = true, .help = "of the group: WG3"},
    {.key = "name", .type = FIELD_LANGS, .help = "of the group"},
    FIELD_WHY_CLOSED,
};

static bool
opened_complete(struct json_node *data, struct arena *a, const struct act_world *w,
                const struct event *ev, struct refusal *r)
{
    (void)ev;
    (void)r;
    act_fill_id(data, a, w, ID_GROUP);
    return true;
}

static bool
opened_decide(struct arena *a, const struct act_world *w, const struct event *ev, struct refusal *r)
{
    return act_role(a, w, ev, MAY_LEAD, SL(BODY_COMMITTEE), r) &&
           act_new_id(a, w, event_text(ev, "id"), ID_GROUP, r) && admits_fits(a, ev, r);
}

static void
opened_apply(struct committee *c, const struct event *ev)
{
    struct group *g = NEW(c->arena, struct group);
    g->id = arena_dup(c->arena, event_text(ev, "id"));
    g->name = langs_keep(c->arena, event_langs(ev, "name"));
    g->since = ev->index;
    access_fold(g, c->arena, ev);
    fold_group(c, g);
}

const struct event_kind kind_group_opened = {
    .name = "group.opened",
    .fields = opened_fields,
    .nfields = COUNT_OF(opened_fields),
    .summary = "a working group begins, open or closed to some",
    .complete = opened_complete,
    .decide = opened_decide,
    .apply_committee = opened_apply,
};

/* ---- group.changed --------------------------------------------------------------------*/

static const struct event_field access_fields[] = {
    FIELD_ACCESS,
    FIELD_ADMITS,
    {.key = "group", .type = FIELD_ID, .help = "which one"},
    FIELD_WHY_CLOSED,
};

static bool
access_decide(struct arena *a, const struct act_world *w, const struct event *ev, struct refusal *r)
{
    return act_role(a, w, ev, MAY_LEAD, SL(BODY_COMMITTEE), r) && working(a, w, ev, r) &&
           admits_fits(a, ev, r);
}

static void
access_apply(struct committee *c, const struct event *ev)
{
    struct group *g = map_get(&c->groups, event_text(ev, "group"));
    if (g)
        access_fold(g, c->arena, ev);
}

const struct event_kind kind_group_changed = {
    .name = "group.changed",
    .fields = access_fields,
    .nfields = COUNT_OF(access_fields),
    .summary = "who may join a group from here on; its members stay",
    .decide = access_decide,
    .apply_committee = access_apply,
};

/* ---- group.invited ---------------------------------------------------------------------------*/

static const struct event_field invited_fields[] = {
    {.key = "group", .type = FIELD_ID, .help = "which one"},
    {.key = "organisation", .type = FIELD_ID, .help = "that may join"},
};

static bool
invited_decide(struct arena *a, const struct act_world *w, const struct event *ev,
               struct refusal *r)
{
    static const struct refusal_text origin = {
        REFUSED_GROUP, "group.access",
        "Working group {1} is closed to organisations of origin {2}.",
        "工作组{1}不接纳资本来源为“{3}”的单位。"};
    static const struct refusal_text again = {REFUSED_REPEATED, "group.invited",
                                              "{1} was invited to {2} before.",
                                              "{1}此前已受邀加入{2}。"};
    struct slice id = event_text(ev, "organisation");
    if (!act_role(a, w, ev, MAY_LEAD | 1u << MANDATE_CONVENOR, event_text(ev, "group"), r))
        return false;
    const struct group *g = working(a, w, ev, r);
    const struct organisation *o = g ? act_known_organisation(a, w, id, r) : NULL;
    if (!o)
        return false;
    if (!g->admits[o->origin])
        return refuse_as(r, a, &origin,
                         SLICES(g->id, origin_name(o->origin)->en, origin_name(o->origin)->zh));
    return !map_get(&g->invited, id) || refuse_as(r, a, &again, SLICES(id, g->id));
}

static void
invited_apply(struct committee *c, const struct event *ev)
{
    struct group *g = map_get(&c->groups, event_text(ev, "group"));
    struct organisation *o = map_get(&c->organisations, event_text(ev, "organisation"));
    if (g && o)
        map_put(c->arena, &g->invited, o->id, o);
}

const struct event_kind kind_group_invited = {
    .name = "group.invited",
    .fields = invited_fields,
    .nfields = COUNT_OF(invited_fields),
    .summary = "an organisation may join a closed group",
    .decide = invited_decide,
    .apply_committee = invited_apply,
};

/* ---- group.closed ----------------------------------------------------------------------------*/

static const struct event_field closed_fields[] = {
    {.key = "group", .type = FIELD_ID, .help = "which one"},
    {.key = "reason", .type = FIELD_TEXT, .optional = true, .help = "why it ends"},
};

static bool
closed_decide(struct arena *a, const struct act_world *w, const struct event *ev, struct refusal *r)
{
    return act_role(a, w, ev, MAY_LEAD, SL(BODY_COMMITTEE), r) && working(a, w, ev, r);
}

static void
closed_apply(struct committee *c, const struct event *ev)
{
    struct group *g = map_get(&c->groups, event_text(ev, "group"));
    if (g)
        g->closed = ev->index;
}

const struct event_kind kind_group_closed = {
    .name = "group.closed",
    .fields = closed_fields,
    .nfields = COUNT_OF(closed_fields),
    .summary = "a working group ends its work",
    .decide = closed_decide,
    .apply_committee = closed_apply,
};
