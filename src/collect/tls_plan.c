/* SPDX-License-Identifier: Apache-2.0 */
#include "collect/tls_plan.h"

#include "collect/tls_plan_ask.h"
#include "collect/tls_share.h"

#include <assert.h>

/* --- lanes --- */

static struct tls_lane *
open_lane(struct tls_plan *p, enum tls_lane_kind kind, enum tls_v v, int part,
          struct tls_codes codes)
{
    assert(p->nlanes < TLS_LANES_MAX);
    struct tls_lane *lane = &p->lanes[p->nlanes++];
    *lane = (struct tls_lane){.kind = kind, .v = v, .part = part, .want = -1};
    tls_dimension_init(&lane->main, p->a, codes);
    tls_exclusion_init(&lane->x, &lane->main);
    return lane;
}

static void
open_suites(struct tls_plan *p, enum tls_v v, int class)
{
    open_lane(p, TLS_LANE_SUITES, v, class, tls_space_suites(p->space, p->a, v, class));
}

/* A lane with one question: a dimension of one code that is settled by whatever comes. */
static void
open_once(struct tls_plan *p, enum tls_once once, enum tls_v v)
{
    static const uint16_t token[] = {1};
    struct tls_lane *lane =
        open_lane(p, TLS_LANE_ONCE, v, -1, (struct tls_codes){token, COUNT_OF(token)});
    lane->once = once;
    p->once[once] = (struct tls_plan_once){.opened = true};
}

#define SUITES_MAX 176 /* in one hello: old servers choke on long lists */

/*
 * An old version's suites in parts: first, in one hello, those that the
 * version's own documents allow; later the others.
 */
static void
open_older(struct tls_plan *p, enum tls_v v, bool own)
{
    const struct tls_space *s = p->space;
    uint16_t *codes = NEW_ARRAY(p->a, uint16_t, s->nsuites);
    size_t n = 0;
    for (size_t i = 0; i < s->nsuites; i++)
        if (tls_space_carries(s->suites[i].versions, v) &&
            (s->suites[i].versions >> v & 1) == (own ? 1 : 0))
            codes[n++] = s->suites[i].code;
    for (size_t at = 0; at < n; at += SUITES_MAX) {
        size_t part = n - at < SUITES_MAX ? n - at : SUITES_MAX;
        struct tls_lane *lane =
            open_lane(p, TLS_LANE_SUITES, v, -1, (struct tls_codes){codes + at, part});
        lane->bulk = own;
    }
    p->older_rest[v] = p->older_rest[v] || !own;
}

static void
open_schemes_13(struct tls_plan *p, unsigned signers)
{
    open_lane(p, TLS_LANE_SCHEMES_13, TLS_V_13, (int)signers,
              tls_space_schemes(p->space, p->a, TLS_V_13, signers));
}

static void
open_groups_13(struct tls_plan *p, enum tls_family family)
{
    struct tls_lane *lane = open_lane(p, TLS_LANE_GROUPS_13, TLS_V_13, (int)family,
                                      tls_space_groups(p->space, p->a, TLS_V_13, (int)family));
    lane->grease = p->grease_works && !p->empty_works;
}

static bool
lane_open(const struct tls_lane *lane)
{
    return lane->busy || lane->x.round != TLS_ROUND_DONE;
}

static bool
is_post_quantum(const struct tls_plan *p, uint16_t group)
{
    const struct tls_group *g = tls_space_group(p->space, group);
    return g && g->family == TLS_FAMILY_PQ;
}

/* A classical group will do with a smaller hello and less work: wait until there is none. */
static bool
share_group_stands(const struct tls_plan *p)
{
    if (p->share_group == 0)
        return false;
    size_t ended = 0;
    for (size_t i = 0; i < p->nlanes; i++) {
        const struct tls_lane *lane = &p->lanes[i];
        if (lane->kind == TLS_LANE_GROUPS_13 && lane->part != TLS_FAMILY_PQ && !lane_open(lane))
            ended++;
    }
    return !is_post_quantum(p, p->share_group) || ended == TLS_FAMILIES - 1;
}

static void
open_more_13(struct tls_plan *p)
{
    /* Without a first answer TLS 1.3 may hide behind groups that the first lane lacks. */
    bool maybe_13 = p->seen.version[TLS_V_13] || p->once[TLS_ONCE_ORDINARY].failed.n > 0;
    if (maybe_13 && !p->lanes_13) {
        p->lanes_13 = true;
        open_groups_13(p, TLS_FAMILY_FFDHE);
        open_groups_13(p, TLS_FAMILY_PQ);
    }
    if (!p->lanes_scheme && share_group_stands(p)) {
        p->lanes_scheme = true;
        open_once(p, TLS_ONCE_FULL_13, TLS_V_13);
        open_schemes_13(p, 1u << TLS_SIGNER_RSA);
        open_schemes_13(p, 1u << TLS_SIGNER_EC);
    }
}

static void
open_others(struct tls_plan *p)
{
    open_suites(p, TLS_V_TLCP, -1);
    open_once(p, TLS_ONCE_SSL2, TLS_V_SSL2);
}

/* Lanes in the order in which they get connections: the longest first. */
static void
open_lists(struct tls_plan *p)
{
    /* A server that says nothing to a TLS hello may be one of the others: hear that soon. */
    bool silent = p->once[TLS_ONCE_SCOUT].failed.n > 0;
    if (silent)
        open_others(p);
    if (!p->seen.version[TLS_V_13])
        open_once(p, TLS_ONCE_ORDINARY, TLS_V_13);
    open_suites(p, TLS_V_12, TLS_CLASS_ECDHE_RSA);
    open_groups_13(p, TLS_FAMILY_EC);
    open_suites(p, TLS_V_12, TLS_CLASS_ECDHE_ECDSA);
    open_suites(p, TLS_V_12, TLS_CLASS_RSA);
    open_more_13(p);
    open_suites(p, TLS_V_12, TLS_CLASS_DHE);
    open_suites(p, TLS_V_12, TLS_CLASS_OTHER);
    open_suites(p, TLS_V_12, TLS_CLASS_PSK);
    open_older(p, TLS_V_11, true);
    open_older(p, TLS_V_10, true);
    open_older(p, TLS_V_SSL3, true);
    if (!silent)
        open_others(p);
}

/* Something of an old version was accepted: go on with one lane for each class. */
static void
split(struct tls_plan *p, struct tls_lane *lane)
{
    const struct tls_dimension *d = &lane->main;
    lane->bulk = false;
    for (int class = 0; class < TLS_CLASSES; class ++) {
        uint16_t *codes = NEW_ARRAY(p->a, uint16_t, d->nleft + 1);
        size_t n = 0;
        for (size_t i = 0; i < d->nleft; i++)
            if (tls_space_suite(p->space, d->left[i])->class == (enum tls_class) class)
                codes[n++] = d->left[i];
        if (n > 0)
            open_lane(p, TLS_LANE_SUITES, lane->v, class, (struct tls_codes){codes, n});
    }
    lane->main.nleft = 0;
    tls_exclusion_refused(&lane->x); /* nothing is left here: settled */
    open_older(p, lane->v, false);
}

/* TLS 1.2 was asked for all over and is not there: older versions may stand in for it. */
static bool
without_12(const struct tls_plan *p)
{
    if (p->seen.version[TLS_V_12] || p->phase < TLS_PHASE_LISTS)
        return false;
    for (size_t i = 0; i < p->nlanes; i++)
        if (p->lanes[i].kind == TLS_LANE_SUITES && p->lanes[i].v == TLS_V_12 &&
            lane_open(&p->lanes[i]))
            return false;
    return true;
}

/* What depends on how other lanes went. */
static void
open_followers(struct tls_plan *p)
{
    if (p->phase != TLS_PHASE_LISTS)
        return;
    open_more_13(p);
    size_t n = p->nlanes;
    for (size_t i = 0; i < n; i++) {
        const struct tls_lane *lane = &p->lanes[i];
        bool ended = !lane_open(lane);
        if (lane->kind == TLS_LANE_GROUPS_13 && lane->part == TLS_FAMILY_EC && ended &&
            p->lanes_scheme && !p->lanes_scheme_other) {
            /* Only now: they may need a share on curveSM2, which is dear to make. */
            p->lanes_scheme_other = true;
            open_schemes_13(p, 1u << TLS_SIGNER_OTHER | 1u << TLS_SIGNER_DSA);
        }
        if (lane->kind == TLS_LANE_SUITES && lane->bulk && ended && !p->refused[lane->v] &&
            !p->older_rest[lane->v])
            open_older(p, lane->v, false);
    }
}

/* --- wants --- */

static bool
named_with(const struct tls_plan *p, const struct tls_lane *lane, enum tls_auth auth)
{
    for (size_t i = 0; i < lane->main.nnamed; i++) {
        const struct tls_suite *s = tls_space_suite(p->space, lane->main.named[i]);
        if (s && s->auth == auth)
            return true;
    }
    return false;
}

/* Is there, or may there be, a lane of this class in TLS 1.2? */
static bool
alive_12(const struct tls_plan *p, enum tls_class class)
{
    for (size_t i = 0; i < p->nlanes; i++) {
        const struct tls_lane *lane = &p->lanes[i];
        if (lane->kind == TLS_LANE_SUITES && lane->v == TLS_V_12 && lane->part == (int)class)
            return lane->accepted > 0 || lane_open(lane);
    }
    return false;
}

/* Suites without a certificate's signature may show groups where no others are left to. */
static bool
last_resort(const struct tls_plan *p, const struct tls_lane *lane, bool ec)
{
    if (lane->part != TLS_CLASS_OTHER && lane->part != TLS_CLASS_PSK)
        return false;
    if (tls_dimension_open(&lane->main))
        return false;
    if (ec ? alive_12(p, TLS_CLASS_ECDHE_RSA) || alive_12(p, TLS_CLASS_ECDHE_ECDSA)
           : alive_12(p, TLS_CLASS_DHE))
        return false;
    for (size_t i = 0; i < lane->main.nnamed; i++) {
        const struct tls_suite *s = tls_space_suite(p->space, lane->main.named[i]);
        if (s && s->key_exchange && s->form.ec == ec)
            return true;
    }
    return false;
}

static bool
may_take_suites(const struct tls_plan *p, const struct tls_lane *lane, enum tls_want want)
{
    bool accepted = lane->accepted > 0;
    bool is_12 = lane->v == TLS_V_12;
    bool old_enough = is_12 || (lane->v >= TLS_V_10 && lane->v < TLS_V_12 && without_12(p));
    if (!old_enough)
        return false;
    switch (want) {
    case TLS_WANT_SCHEMES_RSA:
        if (lane->part == TLS_CLASS_DHE)
            return is_12 && named_with(p, lane, TLS_AUTH_RSA) && !alive_12(p, TLS_CLASS_ECDHE_RSA);
        return is_12 && lane->part == TLS_CLASS_ECDHE_RSA;
    case TLS_WANT_SCHEMES_EC:
        return is_12 && lane->part == TLS_CLASS_ECDHE_ECDSA;
    case TLS_WANT_SCHEMES_DSA:
        return is_12 && lane->part == TLS_CLASS_DHE && named_with(p, lane, TLS_AUTH_DSA);
    case TLS_WANT_GROUPS_EC:
        if (lane->part == TLS_CLASS_ECDHE_ECDSA)
            return accepted && !p->wants[want].not_ecdsa;
        return (accepted && lane->part == TLS_CLASS_ECDHE_RSA) || last_resort(p, lane, true);
    case TLS_WANT_GROUPS_FFDHE:
        return (accepted && lane->part == TLS_CLASS_DHE) || last_resort(p, lane, false);
    case TLS_WANT_ALPN:
        return accepted || lane->part == TLS_CLASS_RSA;
    case TLS_WANT_SUITES_13:
    case TLS_WANTS:
        break;
    }
    return false;
}

static bool
may_take(const struct tls_plan *p, const struct tls_lane *lane, enum tls_want want)
{
    switch (lane->kind) {
    case TLS_LANE_ONCE:
        return false;
    case TLS_LANE_SUITES:
        return !lane->bulk && may_take_suites(p, lane, want);
    case TLS_LANE_GROUPS_13:
        return want == TLS_WANT_SUITES_13 && (lane->part == TLS_FAMILY_EC || lane->accepted > 0);
    case TLS_LANE_SCHEMES_13:
        return want == TLS_WANT_ALPN && lane->accepted > 0 && without_12(p);
    }
    return false;
}

/* A want that a lane is done with goes back where it is still open. */
static void
release(struct tls_plan *p, struct tls_lane *lane)
{
    if (lane->want < 0)
        return;
    struct tls_plan_want *want = &p->wants[lane->want];
    bool open = tls_dimension_open(&want->d);
    if (open && lane->x.round != TLS_ROUND_DONE)
        return;
    /* An ECDSA certificate hides groups that only an RSA one would show. */
    bool ecdsa = lane->want == TLS_WANT_GROUPS_EC && lane->part == TLS_CLASS_ECDHE_ECDSA;
    if (ecdsa && !want->not_ecdsa && want->d.nleft > 0 && alive_12(p, TLS_CLASS_ECDHE_RSA)) {
        want->not_ecdsa = true;
        want->d.settled = false;
    }
    want->claimed = false;
    lane->want = -1;
    lane->x.second = NULL;
}

static void
claim(struct tls_plan *p, struct tls_lane *lane)
{
    release(p, lane);
    for (int i = 0; i < TLS_WANTS && lane->want < 0; i++) {
        struct tls_plan_want *want = &p->wants[i];
        if (want->claimed || !tls_dimension_open(&want->d) || !may_take(p, lane, (enum tls_want)i))
            continue;
        /* Without anything accepted there is no telling which list was refused. */
        if (!tls_dimension_open(&lane->main) && lane->main.nnamed == 0)
            continue;
        if (i == TLS_WANT_GROUPS_EC && lane->part == TLS_CLASS_ECDHE_ECDSA && lane->leaf.group)
            tls_dimension_pin(&want->d, lane->leaf.group);
        want->claimed = true;
        lane->want = i;
        tls_exclusion_attach(&lane->x, &want->d);
    }
}

/* --- phases --- */

static bool
any_busy(const struct tls_plan *p)
{
    for (size_t i = 0; i < p->nlanes; i++)
        if (p->lanes[i].busy)
            return true;
    return false;
}

static void
open_last(struct tls_plan *p)
{
    enum tls_v best = TLS_V_SSL2;
    size_t accepted = 0;
    for (int v = TLS_V_SSL3; v <= TLS_V_13; v++) {
        if (p->seen.version[v]) {
            best = (enum tls_v)v;
            accepted++;
        }
    }
    /* A server that only answers what it likes may have closed on the first contact. */
    bool seen = accepted > 0 || p->seen.version[TLS_V_TLCP] || p->seen.version[TLS_V_SSL2];
    if (seen && p->once[TLS_ONCE_ORDINARY].failed.n > 0)
        open_once(p, TLS_ONCE_ORDINARY, TLS_V_13);
    if (accepted >= 2 && tls_plan_has_suites(p, tls_plan_below(p, best)))
        open_once(p, TLS_ONCE_FALLBACK, tls_plan_below(p, best));
    enum tls_v mixed;
    if (tls_plan_preference_lane(p)) {
        open_once(p, TLS_ONCE_PREFERENCE, tls_plan_preference_lane(p)->v);
    } else if (tls_plan_preference_version(p, &mixed)) {
        open_once(p, TLS_ONCE_PREFERENCE, mixed);
        open_once(p, TLS_ONCE_FORWARD, mixed);
    }
    if (best >= TLS_V_SSL3 && best <= TLS_V_12 && tls_plan_has_suites(p, best))
        open_once(p, TLS_ONCE_PREFERRED, best);
    else if (best == TLS_V_SSL2 && p->seen.version[TLS_V_TLCP])
        open_once(p, TLS_ONCE_PREFERRED, TLS_V_TLCP);
    if (p->sni.n > 0 && !p->seen.server_name.yes && tls_plan_certificate_lane(p))
        open_once(p, TLS_ONCE_NO_SNI, tls_plan_certificate_lane(p)->v);
}

bool
tls_plan_server_decides(const struct tls_plan *p, bool *decides)
{
    const struct tls_plan_once *reverse = &p->once[TLS_ONCE_PREFERENCE];
    const struct tls_plan_once *forward = &p->once[TLS_ONCE_FORWARD];
    if (!reverse->answered || (forward->opened && !forward->answered))
        return false;
    *decides =
        forward->opened ? reverse->suite == forward->suite : reverse->suite != reverse->first_suite;
    return true;
}

/* Where the server's order decides: the lanes' orders are merged, in one version. */
static void
open_order(struct tls_plan *p)
{
    bool decides;
    if (!tls_plan_server_decides(p, &decides) || !decides ||
        !tls_v_of(p->once[TLS_ONCE_PREFERENCE].version, &p->order_v) || p->order_v == TLS_V_13)
        return;
    for (size_t i = 0; i < p->nlanes; i++) {
        const struct tls_lane *lane = &p->lanes[i];
        if (lane->kind == TLS_LANE_SUITES && lane->v == p->order_v)
            tls_order_add(&p->order, (struct tls_codes){lane->main.named, lane->main.nnamed});
    }
    if (tls_order_open(&p->order))
        open_once(p, TLS_ONCE_ORDER, p->order_v);
}

static void
next_phase(struct tls_plan *p)
{
    switch (p->phase) {
    case TLS_PHASE_SCOUT:
        p->phase = TLS_PHASE_LISTS;
        open_lists(p);
        break;
    case TLS_PHASE_LISTS:
        p->phase = TLS_PHASE_LAST;
        open_last(p);
        break;
    case TLS_PHASE_LAST:
        p->phase = TLS_PHASE_ORDER;
        open_order(p);
        break;
    case TLS_PHASE_ORDER:
    case TLS_PHASE_DONE:
        p->phase = TLS_PHASE_DONE;
        break;
    }
}

static struct tls_lane *
ready_lane(struct tls_plan *p)
{
    for (size_t i = 0; i < p->nlanes; i++) {
        struct tls_lane *lane = &p->lanes[i];
        if (lane->busy)
            continue;
        claim(p, lane);
        if (lane->x.round != TLS_ROUND_DONE)
            return lane;
    }
    return NULL;
}

void
tls_plan_init(struct tls_plan *p, struct arena *a, const struct tls_space *space, struct slice sni)
{
    *p = (struct tls_plan){.a = a, .space = space, .sni = sni};
    struct tls_plan_want *w = p->wants;
    const unsigned ec = 1u << TLS_SIGNER_EC | 1u << TLS_SIGNER_OTHER;
    tls_dimension_init(&w[TLS_WANT_SCHEMES_RSA].d, a,
                       tls_space_schemes(space, a, TLS_V_12, 1u << TLS_SIGNER_RSA));
    tls_dimension_init(&w[TLS_WANT_SCHEMES_EC].d, a, tls_space_schemes(space, a, TLS_V_12, ec));
    tls_dimension_init(&w[TLS_WANT_SCHEMES_DSA].d, a,
                       tls_space_schemes(space, a, TLS_V_12, 1u << TLS_SIGNER_DSA));
    tls_dimension_init(&w[TLS_WANT_GROUPS_EC].d, a,
                       tls_space_groups(space, a, TLS_V_12, TLS_FAMILY_EC));
    tls_dimension_init(&w[TLS_WANT_GROUPS_FFDHE].d, a,
                       tls_space_groups(space, a, TLS_V_12, TLS_FAMILY_FFDHE));
    w[TLS_WANT_GROUPS_FFDHE].d.optional = true;
    tls_dimension_init(&w[TLS_WANT_SUITES_13].d, a, tls_space_suites(space, a, TLS_V_13, -1));
    uint16_t *alpn = NEW_ARRAY(a, uint16_t, space->nalpn);
    for (size_t i = 0; i < space->nalpn; i++)
        alpn[i] = (uint16_t)(i + 1);
    tls_dimension_init(&w[TLS_WANT_ALPN].d, a, (struct tls_codes){alpn, space->nalpn});
    w[TLS_WANT_ALPN].d.optional = true;
    open_once(p, TLS_ONCE_SCOUT, TLS_V_13);
}

const struct tls_ask *
tls_plan_next(struct tls_plan *p)
{
    for (;;) {
        struct tls_lane *lane = ready_lane(p);
        if (lane) {
            lane->busy = true;
            return tls_plan_ask(p, lane);
        }
        if (any_busy(p) || p->phase == TLS_PHASE_DONE)
            return NULL;
        next_phase(p);
    }
}

bool
tls_plan_done(const struct tls_plan *p)
{
    return p->phase == TLS_PHASE_DONE && !any_busy(p);
}

/* --- answers --- */

/* The code that the answer names in a want's dimension, 0 for none. */
static uint16_t
second_code(const struct tls_plan *p, int want, const struct tls_answer *answer)
{
    switch ((enum tls_want)want) {
    case TLS_WANT_SCHEMES_RSA:
    case TLS_WANT_SCHEMES_EC:
    case TLS_WANT_SCHEMES_DSA:
        return answer->scheme;
    case TLS_WANT_GROUPS_EC:
    case TLS_WANT_GROUPS_FFDHE:
        return answer->group;
    case TLS_WANT_SUITES_13:
        return answer->suite;
    case TLS_WANT_ALPN:
        for (size_t i = 0; i < p->space->nalpn; i++)
            if (slice_eq(p->space->alpn[i], answer->alpn))
                return (uint16_t)(i + 1);
        return 0;
    case TLS_WANTS:
        break;
    }
    return 0;
}

static void
fail_lane(struct tls_plan *p, struct tls_lane *lane, struct slice why)
{
    if (lane->kind == TLS_LANE_ONCE)
        p->once[lane->once].failed = why;
    else if (p->failed[lane->v].n == 0)
        p->failed[lane->v] = why;
    tls_exclusion_failed(&lane->x, why);
}

/* The version was refused by name: no need to ask its other lanes. */
static void
refuse_version(struct tls_plan *p, enum tls_v v)
{
    p->refused[v] = true;
    for (size_t i = 0; i < p->nlanes; i++) {
        struct tls_lane *lane = &p->lanes[i];
        if (lane->v != v || lane->kind == TLS_LANE_ONCE)
            continue;
        while (lane->x.round != TLS_ROUND_DONE)
            tls_exclusion_refused(&lane->x);
        release(p, lane);
    }
}

static void
take_once(struct tls_plan *p, struct tls_lane *lane, const struct tls_ask *ask,
          const struct tls_answer *answer)
{
    struct tls_plan_once *once = &p->once[lane->once];
    once->answered = answer->outcome == TLS_ANSWERED;
    once->refused = !once->answered;
    once->alert = answer->alert;
    once->version = answer->version;
    once->suite = answer->suite;
    once->first_suite = ask->suites.n > 0 ? ask->suites.v[0] : 0;
    if (answer->chain.n > 0)
        once->leaf_der = arena_dup(p->a, answer->chain.v[0]);
    if (lane->once == TLS_ONCE_ORDER) {
        tls_order_named(&p->order, once->answered ? answer->suite : 0);
        if (tls_order_open(&p->order))
            return; /* and once more */
    }
    tls_exclusion_refused(&lane->x);
}

static void
learn_group_13(struct tls_plan *p, const struct tls_answer *answer)
{
    if (answer->version != TLS_13 || !tls_shares_possible(answer->group))
        return;
    if (p->share_group == 0 || (is_post_quantum(p, p->share_group) && !p->lanes_scheme))
        p->share_group = answer->group;
}

/* Behind a hello that took a suite: is it over the list of what to use it with? */
static bool
refuses_list(uint8_t alert)
{
    return alert == TLS_ALERT_HANDSHAKE_FAILURE || alert == TLS_ALERT_ILLEGAL_PARAMETER ||
           alert == TLS_ALERT_INSUFFICIENT_SECURITY || alert == TLS_ALERT_MISSING_EXTENSION;
}

/* What a hello that was accepted says of the lane's lists; `main` is its code in the first. */
static void
take_lists(struct tls_plan *p, struct tls_lane *lane, const struct tls_answer *answer,
           uint16_t main)
{
    bool wanted = lane->kind == TLS_LANE_SUITES && tls_exclusion_wants_second(&lane->x);
    bool broken = wanted && answer->alert != 0 && !(answer->flags & TLS_SAW_FLIGHT);
    if (broken && refuses_list(answer->alert) && tls_exclusion_second_is_short(&lane->x)) {
        tls_exclusion_refused(&lane->x);
        return;
    }
    /* Protocols stand in the hello itself; of what stands behind it nothing is known. */
    if (broken && lane->want != TLS_WANT_ALPN)
        p->wants[lane->want].d.stuck =
            arena_printf(p->a, "the server broke off behind its hello: %.*s", SL_FMT(answer->note));
    /* No named group is an answer, too, but only where the parameters were read. */
    else if (lane->want == TLS_WANT_GROUPS_FFDHE && answer->dh_bits == 0)
        p->wants[lane->want].d.stuck = SL("the server's parameters could not be read");
    tls_exclusion_named(&lane->x, main, lane->want < 0 ? 0 : second_code(p, lane->want, answer));
}

static void
take_accepted(struct tls_plan *p, struct tls_lane *lane, const struct tls_ask *ask,
              const struct tls_answer *answer)
{
    uint16_t main = 0;
    lane->accepted++;
    if (lane->leaf_der.n == 0 && answer->chain.n > 0) {
        lane->leaf = answer->leaf;
        lane->leaf.key = lane->leaf.signature_oid = (struct slice){0};
        lane->leaf_der = arena_dup(p->a, answer->chain.v[0]);
    }
    switch (lane->kind) {
    case TLS_LANE_ONCE:
        p->empty_works = p->empty_works || (ask->retry && answer->retry);
        take_once(p, lane, ask, answer);
        return;
    case TLS_LANE_SUITES:
        main = answer->suite;
        break;
    case TLS_LANE_GROUPS_13:
        main = answer->group;
        p->grease_works = p->grease_works || ask->grease;
        p->empty_works = p->empty_works || !ask->grease;
        break;
    case TLS_LANE_SCHEMES_13:
        main = answer->scheme;
        break;
    }
    if (main == 0 && lane->kind != TLS_LANE_SUITES) {
        fail_lane(p, lane,
                  answer->note.n ? arena_dup(p->a, answer->note) : SL("its answer does not tell"));
        return;
    }
    take_lists(p, lane, answer, main);
    if (lane->bulk)
        split(p, lane);
}

/* The server has no such name: go on without one. */
static bool
drop_name(struct tls_plan *p, const struct tls_ask *ask, const struct tls_answer *answer)
{
    if (answer->alert != TLS_ALERT_UNRECOGNIZED_NAME || ask->sni.n == 0)
        return false;
    for (size_t v = 0; v < TLS_VS; v++)
        if (p->seen.version[v] && !p->sni_refused)
            return false;
    p->sni = (struct slice){0};
    p->sni_refused = true;
    return true;
}

/*
 * TLS 1.3 is there, but no hello without a usable key share was answered so
 * far: it may be the empty list that the server dislikes. True where the lane
 * asks again, with a share of a group that nobody has.
 */
static bool
dislikes_empty(struct tls_plan *p, struct tls_lane *lane)
{
    const struct tls_plan_once *o = &p->once[TLS_ONCE_ORDINARY];
    bool undecided = o->opened && !o->answered && !o->refused && o->failed.n == 0;
    if (lane->accepted > 0 || lane->grease || p->empty_works)
        return false;
    if (!p->seen.version[TLS_V_13] && !undecided)
        return false;
    lane->grease = true;
    return true;
}

bool
tls_plan_groups_tell(const struct tls_plan *p, const struct tls_lane *lane)
{
    return lane->accepted > 0 || !p->seen.version[TLS_V_13] || p->empty_works ||
           (lane->grease && p->grease_works);
}

static void
take_refused(struct tls_plan *p, struct tls_lane *lane, const struct tls_ask *ask,
             const struct tls_answer *answer)
{
    bool alerted = answer->outcome == TLS_ALERTED;
    if (alerted) {
        p->seen.alert = arena_dup(p->a, tls_answer_alert(p->a, answer));
        if (drop_name(p, ask, answer))
            return; /* the lane asks again */
    }
    if (lane->kind == TLS_LANE_ONCE) {
        take_once(p, lane, ask, answer);
        return;
    }
    if (lane->kind == TLS_LANE_GROUPS_13 && dislikes_empty(p, lane))
        return;
    if (alerted && answer->alert == TLS_ALERT_PROTOCOL_VERSION && !p->seen.version[lane->v]) {
        refuse_version(p, lane->v);
        return;
    }
    if (alerted && answer->alert == TLS_ALERT_UNKNOWN_PSK_IDENTITY) {
        fail_lane(p, lane, SL("the server wants an identity that it knows"));
        return;
    }
    if (alerted && answer->alert == TLS_ALERT_NO_APPLICATION_PROTOCOL &&
        lane->want == TLS_WANT_ALPN) {
        tls_exclusion_refused_second(&lane->x);
        return;
    }
    tls_exclusion_refused(&lane->x);
}

void
tls_plan_take(struct tls_plan *p, const struct tls_ask *ask, const struct tls_answer *answer)
{
    struct tls_lane *lane = &p->lanes[ask->tag];
    lane->busy = false;
    bool accepted = answer->outcome == TLS_ANSWERED;
    if (accepted) {
        tls_seen_take(&p->seen, p->a, p->space, ask, answer);
        learn_group_13(p, answer);
        /* An older version than the one asked for is a refusal of that one. */
        accepted = answer->version == ask->version || (ask->older && answer->version == TLS_12);
    }
    if (accepted)
        take_accepted(p, lane, ask, answer);
    else
        take_refused(p, lane, ask, answer);
    release(p, lane);
    open_followers(p);
}

void
tls_plan_fail(struct tls_plan *p, const struct tls_ask *ask, struct slice why)
{
    struct tls_lane *lane = &p->lanes[ask->tag];
    lane->busy = false;
    fail_lane(p, lane, arena_dup(p->a, why));
    release(p, lane);
    open_followers(p);
}
