/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Memberships in the committee and its groups. What the secretary enters is
 * *claimed*; it is *confirmed* by an act of the member's own, which nobody can do
 * for it. Who joins an open group by an act of its own needs no confirmation.
 */
#include "committee/fold.h"
#include "committee/kinds_committee.h"

static const struct refusal_text no_membership = {
    REFUSED_UNKNOWN, "membership.unknown", "There is no membership {1}.", "没有成员资格{1}。"};
static const struct refusal_text over = {REFUSED_LATE, "membership.ended",
                                         "Membership {1} is over.", "成员资格{1}已经终止。"};

/* The membership that the event names, where it is not over. */
static const struct membership *
named(struct arena *a, const struct act_world *w, const struct event *ev, struct refusal *r)
{
    struct slice id = event_text(ev, "membership");
    const struct membership *m = committee_membership(w->committee, id);
    bool lives = m && membership_lives(m, ev->at);
    if (!m)
        refuse_as(r, a, &no_membership, SLICES(id));
    else if (!lives)
        refuse_as(r, a, &over, SLICES(id));
    return lives ? m : NULL;
}

/* ---- membership.granted ----------------------------------------------------------------------*/

static const struct event_field granted_fields[] = {
    {.key = "body", .type = FIELD_ID, .filled = true, .help = "\"committee\" or a group"},
    {.key = "from", .type = FIELD_INSTANT, .filled = true, .help = "when it begins"},
    {.key = "id", .type = FIELD_ID, .filled = true, .help = "of the membership"},
    {.key = "organisation", .type = FIELD_ID, .help = "that is the member, or whose person is"},
    {.key = "person",
     .type = FIELD_ID,
     .optional = true,
     .help = "the member, where members are persons"},
    {.key = "role", .type = FIELD_WORD, .filled = true, .words = role_words, .help = "in the body"},
    {.key = "standing",
     .type = FIELD_ID,
     .optional = true,
     .help = "by the words of the process: P, O, full"},
    {.key = "until", .type = FIELD_INSTANT, .optional = true, .help = "when it ends"},
};

static bool
granted_complete(struct json_node *data, struct arena *a, const struct act_world *w,
                 const struct event *ev, struct refusal *r)
{
    (void)r;
    act_fill_text(data, a, "body", SL(BODY_COMMITTEE));
    act_fill_instant(data, a, "from", ev->at);
    act_fill_id(data, a, w, ID_MEMBERSHIP);
    act_fill_text(data, a, "role", slice_str(role_words[ROLE_MEMBER]));
    return true;
}

/* May that organisation enter the group? */
static bool
group_admits(struct arena *a, const struct group *g, const struct organisation *o,
             struct refusal *r)
{
    static const struct refusal_text origin = {
        REFUSED_GROUP, "group.access",
        "Working group {1} is closed to organisations of origin {2}.",
        "工作组{1}不接纳资本来源为“{3}”的单位。"};
    static const struct refusal_text invitation = {
        REFUSED_GROUP, "group.invitation",
        "Working group {1} is closed, and {2} was not invited to it.",
        "工作组{1}为封闭工作组，{2}未受邀请。"};
    if (!g->admits[o->origin])
        return refuse_as(r, a, &origin,
                         SLICES(g->id, origin_name(o->origin)->en, origin_name(o->origin)->zh));
    return g->access == ACCESS_OPEN || map_get(&g->invited, o->id) ||
           refuse_as(r, a, &invitation, SLICES(g->id, o->id));
}

static bool
body_admits(struct arena *a, const struct act_world *w, struct slice body,
            const struct organisation *o, struct refusal *r)
{
    static const struct refusal_text no_body = {REFUSED_UNKNOWN, "group.unknown",
                                                "There is no working group {1} at work.",
                                                "没有正在工作的工作组{1}。"};
    if (slice_eq(body, SL(BODY_COMMITTEE)))
        return true;
    const struct group *g = committee_group(w->committee, body);
    if (!g || g->closed)
        return refuse_as(r, a, &no_body, SLICES(body));
    return group_admits(a, g, o, r);
}

/* Whether the act is the organisation's own way into an open group. */
static bool
joins(const struct act_world *w, const struct event *ev)
{
    const struct mandate *m = act_mandate(w, ev);
    struct slice body = event_text(ev, "body");
    return m->kind == MANDATE_DELEGATE && !slice_eq(body, SL(BODY_COMMITTEE)) &&
           slice_eq(m->organisation, event_text(ev, "organisation")) &&
           (slice_eq(m->body, body) || slice_eq(m->body, SL(BODY_COMMITTEE)));
}

/* Not a member of that body yet, as that organisation or person; and not too many. */
static bool
is_new(struct arena *a, const struct organisation *o, const struct event *ev, struct refusal *r)
{
    static const struct refusal_text twice = {REFUSED_REPEATED, "membership.once",
                                              "{1} is a member of {2} already: {3}.",
                                              "{1}已是{2}的成员：{3}。"};
    static const struct refusal_text many = {
        REFUSED_RULE, "membership.limit",
        "{1} has as many memberships as one organisation may have.", "{1}的成员资格数量已达上限。"};
    size_t living = 0;
    for (size_t i = 0; i < o->memberships.n; i++) {
        const struct membership *m = o->memberships.v[i];
        if (!membership_lives(m, ev->at))
            continue;
        living++;
        if (slice_eq(m->body, event_text(ev, "body")) &&
            slice_eq(m->person, event_text(ev, "person")))
            return refuse_as(r, a, &twice, SLICES(o->id, m->body, m->id));
    }
    return living < ORGANISATION_MEMBERSHIPS_MAX || refuse_as(r, a, &many, SLICES(o->id));
}

static bool
granted_decide(struct arena *a, const struct act_world *w, const struct event *ev,
               struct refusal *r)
{
    struct slice body = event_text(ev, "body");
    if (!joins(w, ev) && !act_role(a, w, ev, MAY_KEEP | 1u << MANDATE_CONVENOR, body, r))
        return false;
    const struct organisation *o = act_known_organisation(a, w, event_text(ev, "organisation"), r);
    struct slice person = event_text(ev, "person");
    return o && act_new_id(a, w, event_text(ev, "id"), ID_MEMBERSHIP, r) &&
           (person.n == 0 || act_known_person(a, w, person, o->id, r)) && act_dates_fit(a, ev, r) &&
           body_admits(a, w, body, o, r) && is_new(a, o, ev, r);
}

static void
granted_apply(struct committee *c, const struct event *ev)
{
    const struct mandate *by = committee_mandate(c, ev->by.mandate);
    bool own = by && by->kind == MANDATE_DELEGATE;
    fold_membership(c,
                    &(struct membership){
                        .id = event_text(ev, "id"),
                        .organisation = event_text(ev, "organisation"),
                        .person = event_text(ev, "person"),
                        .body = event_text(ev, "body"),
                        .role = (enum membership_role)event_word(ev, "role", role_words),
                        .standing = event_text(ev, "standing"),
                        .confirmed = own,
                        .from = event_instant(ev, "from"),
                        .until = event_instant(ev, "until"),
                        .since = ev->index,
                    },
                    ev->at);
}

const struct event_kind kind_membership_granted = {
    .name = "membership.granted",
    .fields = granted_fields,
    .nfields = COUNT_OF(granted_fields),
    .summary = "a membership in the committee or a group; claimed until the member confirms it",
    .complete = granted_complete,
    .decide = granted_decide,
    .apply_committee = granted_apply,
};

/* ---- membership.confirmed --------------------------------------------------------------------*/

static const struct event_field confirmed_fields[] = {
    {.key = "membership", .type = FIELD_ID, .help = "which one"},
};

static bool
confirmed_decide(struct arena *a, const struct act_world *w, const struct event *ev,
                 struct refusal *r)
{
    static const struct refusal_text others = {
        REFUSED_ROLE, "membership.own",
        "Only {2} itself can confirm membership {1}: by its delegate, its alternate or the person "
        "that is the member. The secretary cannot do it for the member.",
        "成员资格{1}只能由{2}本身确认：由其代表、候补代表或成员本人办理，秘书不得代为确认。"};
    static const struct refusal_text again = {REFUSED_REPEATED, "membership.confirmed",
                                              "Membership {1} was confirmed before.",
                                              "成员资格{1}此前已经确认。"};
    const struct membership *m = named(a, w, ev, r);
    if (!m)
        return false;
    enum mandate_kind kind = act_mandate(w, ev)->kind;
    bool speaks = MAY_SPEAK >> kind & 1;
    bool is_person = m->person.n > 0 && slice_eq(m->person, ev->by.person);
    if (!slice_eq(ev->by.organisation, m->organisation) || !(speaks || is_person))
        return refuse_as(r, a, &others, SLICES(m->id, m->organisation));
    if (!is_person && !act_role(a, w, ev, MAY_SPEAK, m->body, r))
        return false;
    return !m->confirmed || refuse_as(r, a, &again, SLICES(m->id));
}

static void
confirmed_apply(struct committee *c, const struct event *ev)
{
    struct membership *m = map_get(&c->memberships, event_text(ev, "membership"));
    if (m)
        m->confirmed = true;
}

const struct event_kind kind_membership_confirmed = {
    .name = "membership.confirmed",
    .fields = confirmed_fields,
    .nfields = COUNT_OF(confirmed_fields),
    .summary = "the member says that it is one",
    .decide = confirmed_decide,
    .apply_committee = confirmed_apply,
};

/* ---- membership.ended ------------------------------------------------------------------------*/

static const struct event_field ended_fields[] = {
    {.key = "membership", .type = FIELD_ID, .help = "which one"},
    {.key = "reason",
     .type = FIELD_TEXT,
     .optional = true,
     .help = "why; needed where the member does not end it itself"},
};

static bool
ended_decide(struct arena *a, const struct act_world *w, const struct event *ev, struct refusal *r)
{
    static const struct refusal_text reason = {
        REFUSED_SHAPE, "membership.reason",
        "Who ends the membership of another has to give the reason.",
        "终止他人的成员资格须说明理由。"};
    const struct membership *m = named(a, w, ev, r);
    if (!m)
        return false;
    const struct mandate *by = act_mandate(w, ev);
    if (by->kind == MANDATE_DELEGATE && slice_eq(by->organisation, m->organisation))
        return true;
    return act_role(a, w, ev, MAY_KEEP | 1u << MANDATE_CONVENOR, m->body, r) &&
           (event_text(ev, "reason").n > 0 || refuse_as(r, a, &reason, NO_SLICES));
}

static void
ended_apply(struct committee *c, const struct event *ev)
{
    struct membership *m = map_get(&c->memberships, event_text(ev, "membership"));
    if (m) {
        m->ended = ev->index;
        m->ended_at = ev->at;
    }
}

const struct event_kind kind_membership_ended = {
    .name = "membership.ended",
    .fields = ended_fields,
    .nfields = COUNT_OF(ended_fields),
    .summary = "the member leaves, or is put out for a reason",
    .decide = ended_decide,
    .apply_committee = ended_apply,
};
