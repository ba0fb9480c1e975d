/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Mandates: who speaks for whom, in which body, from when to when, and who
 * said so.
 *
 *   delegate   by the organisation's own delegate; the first one by the secretary
 *   alternate, expert   by the organisation's own delegate
 *   proxy      for one ballot, by a delegate or alternate of the organisation
 *              that gives its vote away
 *   convenor, secretary, chair   by the committee's secretary or chair
 *
 * The secretary ends a mandate that an organisation gave only with the paper in
 * which the organisation asks for it.
 */
#include "committee/fold.h"
#include "committee/kinds_committee.h"

#define PROXIES_HELD_MAX 3 /* for one ballot, by one organisation: our limit */

/* What each kind of mandate is like. */
struct shape {
    bool of_committee; /* its body is the committee */
    bool of_group;     /* its body may be a group */
    bool by_office;    /* granted by secretary or chair */
};
static const struct shape shapes[] = {
    [MANDATE_DELEGATE] = {true, true, false}, [MANDATE_ALTERNATE] = {true, true, false},
    [MANDATE_PROXY] = {true, true, false},    [MANDATE_EXPERT] = {true, true, false},
    [MANDATE_CONVENOR] = {false, true, true}, [MANDATE_SECRETARY] = {true, false, true},
    [MANDATE_CHAIR] = {true, false, true},
};

/* ---- mandate.granted -------------------------------------------------------------------------*/

static const struct event_field granted_fields[] = {
    {.key = "ballot", .type = FIELD_ID, .optional = true, .help = "of a proxy: which one"},
    {.key = "body", .type = FIELD_ID, .filled = true, .help = "\"committee\" or a group"},
    {.key = "document",
     .type = FIELD_DIGEST,
     .optional = true,
     .help = "object with the paper behind it"},
    {.key = "for_organisation",
     .type = FIELD_ID,
     .optional = true,
     .help = "of a proxy: that gives its vote away"},
    {.key = "from", .type = FIELD_INSTANT, .filled = true, .help = "when it begins"},
    {.key = "id", .type = FIELD_ID, .filled = true, .help = "of the mandate"},
    {.key = "kind", .type = FIELD_WORD, .words = mandate_words, .help = "of mandate"},
    {.key = "organisation", .type = FIELD_ID, .filled = true, .help = "that the person works for"},
    {.key = "person", .type = FIELD_ID, .help = "who gets it"},
    {.key = "project", .type = FIELD_ID, .optional = true, .help = "of a proxy: of the ballot"},
    {.key = "until", .type = FIELD_INSTANT, .optional = true, .help = "when it ends"},
};

static bool
granted_complete(struct json_node *data, struct arena *a, const struct act_world *w,
                 const struct event *ev, struct refusal *r)
{
    struct slice person = json_text(json_get(data, "person"));
    const struct person *p = committee_person(w->committee, person);
    act_fill_text(data, a, "body", SL(BODY_COMMITTEE));
    act_fill_instant(data, a, "from", ev->at);
    act_fill_id(data, a, w, ID_MANDATE);
    if (p)
        act_fill_text(data, a, "organisation", p->organisation);
    /* Of nobody: that, and not that the organisation is missing. */
    return p || person.n == 0 || act_known_person(a, w, person, person, r);
}

static bool
body_fits(struct arena *a, const struct act_world *w, const struct event *ev,
          enum mandate_kind kind, struct refusal *r)
{
    static const struct refusal_text unknown = {REFUSED_UNKNOWN, "group.unknown",
                                                "There is no working group {1} at work.",
                                                "没有正在工作的工作组{1}。"};
    static const struct refusal_text misfit = {REFUSED_SHAPE, "mandate.shape",
                                               "There is no {1} of {3}.", "{3}不设{2}。"};
    struct slice body = event_text(ev, "body");
    bool committee = slice_eq(body, SL(BODY_COMMITTEE));
    if (!committee_body(w->committee, body))
        return refuse_as(r, a, &unknown, SLICES(body));
    const struct langs *name = mandate_kind_name(kind);
    return (committee ? shapes[kind].of_committee : shapes[kind].of_group) ||
           refuse_as(r, a, &misfit, SLICES(name->en, name->zh, body));
}

/* How many proxies for that ballot the organisation holds. */
static size_t
proxies_held(const struct organisation *o, const struct event *ev)
{
    size_t held = 0;
    for (size_t i = 0; i < o->mandates.n; i++) {
        const struct mandate *m = o->mandates.v[i];
        held += m->kind == MANDATE_PROXY && mandate_lives(m, ev->at) &&
                slice_eq(m->project, event_text(ev, "project")) &&
                slice_eq(m->ballot, event_text(ev, "ballot"));
    }
    return held;
}

static bool
proxy_fits(struct arena *a, const struct act_world *w, const struct event *ev,
           const struct organisation *holder, struct refusal *r)
{
    static const struct refusal_text lacks = {REFUSED_SHAPE, "proxy.shape",
                                              "A proxy has to name the project, the ballot and the "
                                              "organisation that gives its vote away.",
                                              "委托表决须写明项目、投票以及委托单位。"};
    static const struct refusal_text self = {REFUSED_SHAPE, "proxy.shape",
                                             "{1} cannot be its own proxy.", "{1}不得委托本单位。"};
    static const struct refusal_text given = {REFUSED_REPEATED, "proxy.once",
                                              "{1} has given its vote on {2} away already: {3}.",
                                              "{1}已就投票{2}作出委托：{3}。"};
    static const struct refusal_text many = {
        REFUSED_RULE, "proxy.limit", "{1} holds as many proxies for {2} as one may hold: 3.",
        "{1}就投票{2}受托数量已达上限（3个）。"};
    struct slice giver = event_text(ev, "for_organisation"), ballot = event_text(ev, "ballot");
    struct slice project = event_text(ev, "project");
    if (giver.n == 0 || ballot.n == 0 || project.n == 0)
        return refuse_as(r, a, &lacks, NO_SLICES);
    if (slice_eq(giver, holder->id))
        return refuse_as(r, a, &self, SLICES(giver));
    if (!act_known_organisation(a, w, giver, r))
        return false;
    const struct mandate *there = committee_proxy(w->committee, project, ballot, giver);
    if (there && mandate_lives(there, ev->at))
        return refuse_as(r, a, &given, SLICES(giver, ballot, there->id));
    return proxies_held(holder, ev) < PROXIES_HELD_MAX ||
           refuse_as(r, a, &many, SLICES(holder->id, ballot));
}

static bool
kind_fits(struct arena *a, const struct act_world *w, const struct event *ev,
          const struct organisation *o, enum mandate_kind kind, struct refusal *r)
{
    static const struct refusal_text idle = {REFUSED_SHAPE, "mandate.shape",
                                             "Only a proxy names a ballot and for whom it votes.",
                                             "只有委托表决授权才可写明投票和委托单位。"};
    if (kind == MANDATE_PROXY)
        return proxy_fits(a, w, ev, o, r);
    bool names = event_text(ev, "for_organisation").n || event_text(ev, "ballot").n ||
                 event_text(ev, "project").n;
    return !names || refuse_as(r, a, &idle, NO_SLICES);
}

/* The organisation's delegate in that body or the committee, now or later; or null. */
static const struct mandate *
delegate_of(const struct organisation *o, struct slice body, int64_t at)
{
    for (size_t i = 0; i < o->mandates.n; i++) {
        const struct mandate *m = o->mandates.v[i];
        if (m->kind == MANDATE_DELEGATE && mandate_lives(m, at) &&
            (slice_eq(m->body, body) || slice_eq(m->body, SL(BODY_COMMITTEE))))
            return m;
    }
    return NULL;
}

/* Who may give that mandate. */
static bool
granter_fits(struct arena *a, const struct act_world *w, const struct event *ev,
             const struct organisation *o, enum mandate_kind kind, struct refusal *r)
{
    static const struct refusal_text not_first = {
        REFUSED_ROLE, "mandate.granter",
        "{1} has a delegate ({2}): that delegate gives its further mandates, not the secretary.",
        "{1}已有代表（{2}）：其余授权由该代表作出，秘书不得代为授权。"};
    static const struct refusal_text others = {
        REFUSED_ROLE, "mandate.granter",
        "A mandate for {1} is given by a delegate of {1}, not of {2}.",
        "{1}的授权应由{1}的代表作出，而非{2}的代表。"};
    struct slice body = event_text(ev, "body");
    if (shapes[kind].by_office)
        return act_role(a, w, ev, MAY_LEAD, SL(BODY_COMMITTEE), r);
    bool proxy = kind == MANDATE_PROXY;
    struct slice giver = proxy ? event_text(ev, "for_organisation") : o->id;
    const struct mandate *by = act_mandate(w, ev);
    if (kind == MANDATE_DELEGATE && by->kind == MANDATE_SECRETARY) {
        const struct mandate *there = delegate_of(o, body, ev->at);
        return !there || refuse_as(r, a, &not_first, SLICES(o->id, there->id));
    }
    if (!act_role(a, w, ev, proxy ? MAY_SPEAK : 1u << MANDATE_DELEGATE, body, r))
        return false;
    return slice_eq(by->organisation, giver) ||
           refuse_as(r, a, &others, SLICES(giver, by->organisation));
}

/* The person has no such mandate yet; and not too many of them. */
static bool
is_new(struct arena *a, const struct organisation *o, const struct event *ev,
       enum mandate_kind kind, struct refusal *r)
{
    static const struct refusal_text twice = {REFUSED_REPEATED, "mandate.once",
                                              "{1} has this mandate already: {2}.",
                                              "{1}已持有该授权：{2}。"};
    static const struct refusal_text many = {
        REFUSED_RULE, "mandate.limit", "{1} has as many mandates as one organisation may have.",
        "{1}的授权数量已达上限。"};
    size_t living = 0;
    for (size_t i = 0; i < o->mandates.n; i++) {
        const struct mandate *m = o->mandates.v[i];
        if (!mandate_lives(m, ev->at))
            continue;
        living++;
        if (m->kind == kind && kind != MANDATE_PROXY &&
            slice_eq(m->person, event_text(ev, "person")) &&
            slice_eq(m->body, event_text(ev, "body")))
            return refuse_as(r, a, &twice, SLICES(m->person, m->id));
    }
    return living < ORGANISATION_MANDATES_MAX || refuse_as(r, a, &many, SLICES(o->id));
}

static bool
granted_decide(struct arena *a, const struct act_world *w, const struct event *ev,
               struct refusal *r)
{
    enum mandate_kind kind = (enum mandate_kind)event_word(ev, "kind", mandate_words);
    const struct organisation *o = act_known_organisation(a, w, event_text(ev, "organisation"), r);
    return o && act_known_person(a, w, event_text(ev, "person"), o->id, r) &&
           body_fits(a, w, ev, kind, r) && kind_fits(a, w, ev, o, kind, r) &&
           granter_fits(a, w, ev, o, kind, r) &&
           act_new_id(a, w, event_text(ev, "id"), ID_MANDATE, r) && act_dates_fit(a, ev, r) &&
           is_new(a, o, ev, kind, r);
}

static void
granted_apply(struct committee *c, const struct event *ev)
{
    fold_mandate(c,
                 &(struct mandate){
                     .id = event_text(ev, "id"),
                     .person = event_text(ev, "person"),
                     .organisation = event_text(ev, "organisation"),
                     .body = event_text(ev, "body"),
                     .kind = (enum mandate_kind)event_word(ev, "kind", mandate_words),
                     .project = event_text(ev, "project"),
                     .ballot = event_text(ev, "ballot"),
                     .for_organisation = event_text(ev, "for_organisation"),
                     .from = event_instant(ev, "from"),
                     .until = event_instant(ev, "until"),
                     .since = ev->index,
                 },
                 ev->at);
}

const struct event_kind kind_mandate_granted = {
    .name = "mandate.granted",
    .fields = granted_fields,
    .nfields = COUNT_OF(granted_fields),
    .summary = "a person may act for an organisation, from a date on",
    .complete = granted_complete,
    .decide = granted_decide,
    .apply_committee = granted_apply,
};

/* ---- mandate.ended ---------------------------------------------------------------------------*/

static const struct event_field ended_fields[] = {
    {.key = "document",
     .type = FIELD_DIGEST,
     .optional = true,
     .help = "object with the organisation's paper, where the secretary ends its mandate"},
    {.key = "mandate", .type = FIELD_ID, .help = "which one"},
    {.key = "reason", .type = FIELD_TEXT, .optional = true, .help = "why"},
};

/* Who may end that mandate: its holder, who gave it, the secretary with a paper. */
static bool
ender_fits(struct arena *a, const struct act_world *w, const struct event *ev,
           const struct mandate *m, struct refusal *r)
{
    static const struct refusal_text paper = {
        REFUSED_ROLE, "mandate.document",
        "The secretary ends a mandate of {1} only with the paper in which {1} asks for it.",
        "秘书终止{1}的授权，须附{1}提出申请的文件。"};
    static const struct refusal_text others = {
        REFUSED_ROLE, "mandate.ender", "Mandate {1} is ended by who holds or gave it, not by {2}.",
        "授权{1}应由持有人或授权方终止，而非{2}。"};
    const struct mandate *by = act_mandate(w, ev);
    bool office = MAY_LEAD >> by->kind & 1;
    struct slice giver = m->kind == MANDATE_PROXY ? m->for_organisation : m->organisation;
    if (slice_eq(m->person, ev->by.person))
        return true;
    if (shapes[m->kind].by_office)
        return act_role(a, w, ev, MAY_LEAD, SL(BODY_COMMITTEE), r);
    if (by->kind == MANDATE_DELEGATE && slice_eq(by->organisation, giver))
        return true;
    if (office)
        return event_text(ev, "document").n > 0 || refuse_as(r, a, &paper, SLICES(giver));
    return refuse_as(r, a, &others, SLICES(m->id, ev->by.organisation));
}

static bool
ended_decide(struct arena *a, const struct act_world *w, const struct event *ev, struct refusal *r)
{
    static const struct refusal_text unknown = {REFUSED_UNKNOWN, "mandate.unknown",
                                                "There is no mandate {1}.", "没有授权{1}。"};
    static const struct refusal_text over = {REFUSED_REPEATED, "mandate.ended",
                                             "Mandate {1} is over already.", "授权{1}已经终止。"};
    static const struct refusal_text last = {
        REFUSED_OPEN, "committee.secretary",
        "Mandate {1} is the last secretary's without an end: give another one first, or nobody "
        "could keep the record.",
        "授权{1}是最后一个无期限的秘书授权：须先授予另一人，否则无人保管记录。"};
    struct slice id = event_text(ev, "mandate");
    const struct mandate *m = committee_mandate(w->committee, id);
    if (!m)
        return refuse_as(r, a, &unknown, SLICES(id));
    if (!mandate_lives(m, ev->at))
        return refuse_as(r, a, &over, SLICES(id));
    if (!ender_fits(a, w, ev, m, r))
        return false;
    return !m->keeps || w->committee->secretaries > 1 || refuse_as(r, a, &last, SLICES(id));
}

static void
ended_apply(struct committee *c, const struct event *ev)
{
    struct mandate *m = map_get(&c->mandates, event_text(ev, "mandate"));
    if (!m)
        return;
    m->ended = ev->index;
    m->ended_at = ev->at;
    c->secretaries -= m->keeps;
}

const struct event_kind kind_mandate_ended = {
    .name = "mandate.ended",
    .fields = ended_fields,
    .nfields = COUNT_OF(ended_fields),
    .summary = "a mandate ends early",
    .decide = ended_decide,
    .apply_committee = ended_apply,
};
