/* SPDX-License-Identifier: Apache-2.0 */
#include "committee/fold.h"

#include <assert.h>

const char *const id_prefixes[ID_SERIES] = {
    [ID_ORGANISATION] = "o-", [ID_PERSON] = "p-", [ID_MEMBERSHIP] = "ms-",
    [ID_MANDATE] = "m-",      [ID_GROUP] = "g-",
};

const char *const origin_words[] = {
    [ORIGIN_DOMESTIC] = "domestic",
    [ORIGIN_FOREIGN_INVESTED] = "foreign-invested",
    [ORIGIN_FOREIGN] = "foreign",
    NULL,
};
const char *const role_words[] = {[ROLE_MEMBER] = "member", [ROLE_OBSERVER] = "observer", NULL};
const char *const mandate_words[] = {
    [MANDATE_DELEGATE] = "delegate", [MANDATE_ALTERNATE] = "alternate",
    [MANDATE_PROXY] = "proxy",       [MANDATE_EXPERT] = "expert",
    [MANDATE_CONVENOR] = "convenor", [MANDATE_SECRETARY] = "secretary",
    [MANDATE_CHAIR] = "chair",       NULL,
};
const char *const access_words[] = {[ACCESS_OPEN] = "open", [ACCESS_CLOSED] = "closed", NULL};
const char *const language_words[] = {"en", "zh", NULL};

const struct langs *
mandate_kind_name(enum mandate_kind k)
{
    static const struct langs names[] = {
        [MANDATE_DELEGATE] = {SL_INIT("delegate"), SL_INIT("代表")},
        [MANDATE_ALTERNATE] = {SL_INIT("alternate"), SL_INIT("候补代表")},
        [MANDATE_PROXY] = {SL_INIT("proxy"), SL_INIT("受托表决人")},
        [MANDATE_EXPERT] = {SL_INIT("expert"), SL_INIT("专家")},
        [MANDATE_CONVENOR] = {SL_INIT("convenor"), SL_INIT("工作组组长")},
        [MANDATE_SECRETARY] = {SL_INIT("secretary"), SL_INIT("秘书")},
        [MANDATE_CHAIR] = {SL_INIT("chair"), SL_INIT("主任委员")},
    };
    return &names[k];
}

const struct langs *
origin_name(enum org_origin o)
{
    static const struct langs names[] = {
        [ORIGIN_DOMESTIC] = {SL_INIT("domestic"), SL_INIT("内资")},
        [ORIGIN_FOREIGN_INVESTED] = {SL_INIT("foreign-invested"), SL_INIT("外商投资")},
        [ORIGIN_FOREIGN] = {SL_INIT("foreign"), SL_INIT("境外")},
    };
    return &names[o];
}

void
committee_init(struct committee *c, struct arena *a)
{
    *c = (struct committee){.arena = a};
}

/* ---- lookups ---------------------------------------------------------------------------------*/

const struct organisation *
committee_organisation(const struct committee *c, struct slice id)
{
    return map_get(&c->organisations, id);
}

const struct person *
committee_person(const struct committee *c, struct slice id)
{
    return map_get(&c->persons, id);
}

const struct membership *
committee_membership(const struct committee *c, struct slice id)
{
    return map_get(&c->memberships, id);
}

const struct mandate *
committee_mandate(const struct committee *c, struct slice id)
{
    return map_get(&c->mandates, id);
}

const struct group *
committee_group(const struct committee *c, struct slice id)
{
    return map_get(&c->groups, id);
}

const struct adopted *
committee_process(const struct committee *c, struct slice id, struct slice digest)
{
    const struct adopted *newest = map_get(&c->process_newest, id);
    if (digest.n == 0 || (newest && slice_eq(newest->digest, digest)))
        return newest;
    const struct adopted *p = map_get(&c->process_versions, digest);
    return p && slice_eq(p->id, id) ? p : NULL;
}

const struct membership *
committee_member(const struct committee *c, struct slice body, struct slice organisation,
                 int64_t at)
{
    const struct organisation *o = committee_organisation(c, organisation);
    for (size_t i = 0; o && i < o->memberships.n; i++) {
        const struct membership *m = o->memberships.v[i];
        if (slice_eq(m->body, body) && membership_holds(m, at))
            return m;
    }
    return NULL;
}

/* "P-7/b-1/o-3"; ids have no '/'. */
struct slice
proxy_key(uint8_t room[PROXY_KEY_MAX], struct slice project, struct slice ballot,
          struct slice giver)
{
    const struct slice parts[] = {project, ballot, giver};
    size_t n = 0;
    for (size_t i = 0; i < COUNT_OF(parts); i++) {
        assert(parts[i].n <= EVENT_ID_MAX);
        memcpy(room + n, parts[i].p, parts[i].n);
        n += parts[i].n;
        room[n++] = '/';
    }
    return slice_of(room, n - 1);
}

const struct mandate *
committee_proxy(const struct committee *c, struct slice project, struct slice ballot,
                struct slice giver)
{
    uint8_t room[PROXY_KEY_MAX];
    return map_get(&c->proxies, proxy_key(room, project, ballot, giver));
}

bool
committee_body(const struct committee *c, struct slice body)
{
    if (slice_eq(body, SL(BODY_COMMITTEE)))
        return true;
    const struct group *g = committee_group(c, body);
    return g && !g->closed;
}

bool
mandate_lives(const struct mandate *m, int64_t at)
{
    return m->ended == 0 && (m->until == 0 || at < m->until);
}

bool
mandate_holds(const struct mandate *m, int64_t at)
{
    return at >= m->from && (m->until == 0 || at < m->until) && (m->ended == 0 || at < m->ended_at);
}

bool
membership_lives(const struct membership *m, int64_t at)
{
    return m->ended == 0 && (m->until == 0 || at < m->until);
}

bool
membership_holds(const struct membership *m, int64_t at)
{
    return at >= m->from && (m->until == 0 || at < m->until) && (m->ended == 0 || at < m->ended_at);
}

/* ---- ids -------------------------------------------------------------------------------------*/

struct slice
id_numbered(struct arena *a, const char *prefix, uint64_t n)
{
    return arena_printf(a, "%s%llu", prefix, (unsigned long long)n);
}

uint64_t
id_number(struct slice id, const char *prefix)
{
    struct slice head = slice_str(prefix);
    if (!slice_has_prefix(id, head) || id.n == head.n || id.n > head.n + 18 || id.p[head.n] == '0')
        return 0;
    uint64_t n = 0;
    for (size_t i = head.n; i < id.n; i++) {
        if (id.p[i] < '0' || id.p[i] > '9')
            return 0;
        n = n * 10 + (uint64_t)(id.p[i] - '0');
    }
    return n;
}

/* ---- who stays outside -----------------------------------------------------------------------*/

void
group_shut_outs(struct shut_outs *out, struct arena *a, const struct committee *c,
                const struct group *g, int64_t at)
{
    *out = (struct shut_outs){NEW_ARRAY(a, struct shut_out, c->organisations.n), 0};
    for (size_t i = 0; g->access == ACCESS_CLOSED && i < c->organisations.n; i++) {
        const struct organisation *o = c->organisations.v[i].value;
        if (!committee_member(c, SL(BODY_COMMITTEE), o->id, at) ||
            committee_member(c, g->id, o->id, at))
            continue;
        if (!g->admits[o->origin])
            out->v[out->n++] = (struct shut_out){o, SHUT_OUT_ORIGIN};
        else if (!map_get(&g->invited, o->id))
            out->v[out->n++] = (struct shut_out){o, SHUT_OUT_NOT_INVITED};
    }
}
