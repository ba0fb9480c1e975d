/* SPDX-License-Identifier: Apache-2.0 */
#include "collect/tls_plan_ask.h"

#include "collect/tls13.h"
#include "collect/tls_share.h"

#define ALL_SIGNERS ((1u << TLS_SIGNERS) - 1)

static struct tls_codes
copy(struct tls_plan *p, struct tls_codes codes)
{
    uint16_t *v = NEW_ARRAY(p->a, uint16_t, codes.n + 1);
    if (codes.n)
        memcpy(v, codes.v, codes.n * sizeof *v);
    return (struct tls_codes){v, codes.n};
}

static struct tls_codes
one(struct tls_plan *p, uint16_t code)
{
    return copy(p, (struct tls_codes){&code, 1});
}

/* Accepted suites of a version, in all lanes. */
static struct tls_codes
accepted_suites(struct tls_plan *p, enum tls_v v)
{
    uint16_t *codes = NEW_ARRAY(p->a, uint16_t, p->space->nsuites + 1);
    size_t n = 0;
    for (size_t i = 0; i < p->nlanes; i++) {
        const struct tls_lane *lane = &p->lanes[i];
        if (lane->kind != TLS_LANE_SUITES || lane->v != v)
            continue;
        for (size_t j = 0; j < lane->main.nnamed && n < p->space->nsuites; j++)
            codes[n++] = lane->main.named[j];
    }
    return (struct tls_codes){codes, n};
}

/* TLS 1.3 suites that we can decrypt: the accepted ones, or all while none is known. */
static struct tls_codes
readable_suites(struct tls_plan *p)
{
    const struct tls_dimension *d = &p->wants[TLS_WANT_SUITES_13].d;
    bool known = d->nnamed > 0 && d->settled;
    struct tls_codes from = known ? (struct tls_codes){d->named, d->nnamed} : d->all;
    uint16_t *codes = NEW_ARRAY(p->a, uint16_t, from.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < from.n; i++)
        if (tls13_suite_known(from.v[i]))
            codes[n++] = from.v[i];
    return (struct tls_codes){codes, n};
}

/* Those of an ordinary client: TLS 1.3, and what is in common use below. */
static struct tls_codes
scout_suites(struct tls_plan *p)
{
    const struct tls_space *s = p->space;
    uint16_t *codes = NEW_ARRAY(p->a, uint16_t, s->nsuites);
    size_t n = 0;
    for (int round = 0; round < 2; round++) {
        for (size_t i = 0; i < s->nsuites; i++) {
            const struct tls_suite *x = &s->suites[i];
            bool is_13 = x->versions >> TLS_V_13 & 1;
            bool common = x->class <= TLS_CLASS_RSA && x->versions >> TLS_V_12 & 1;
            /* First what we can decrypt: a server that follows our order then takes it. */
            if (round == 0 ? is_13 && tls13_suite_known(x->code)
                           : (is_13 && !tls13_suite_known(x->code)) || (common && n < 64))
                codes[n++] = x->code;
        }
    }
    return (struct tls_codes){codes, n};
}

/* Groups of TLS 1.2 that have no place in TLS 1.3 stand behind those that do. */
static struct tls_codes
all_groups(struct tls_plan *p)
{
    const struct tls_space *s = p->space;
    uint16_t *codes = NEW_ARRAY(p->a, uint16_t, s->ngroups);
    size_t n = 0;
    for (int is_13 = 1; is_13 >= 0; is_13--)
        for (size_t i = 0; i < s->ngroups; i++)
            if ((s->groups[i].versions >> TLS_V_13 & 1) == is_13)
                codes[n++] = s->groups[i].code;
    return (struct tls_codes){codes, n};
}

/* What every hello of a version carries unless a lane shortens it. */
static struct tls_ask *
plain(struct tls_plan *p, enum tls_v v)
{
    struct tls_ask *ask = NEW(p->a, struct tls_ask);
    ask->version = tls_v_code(v);
    ask->sni = p->sni;
    ask->groups = tls_space_groups(p->space, p->a, v, v == TLS_V_13 ? -1 : TLS_FAMILY_EC);
    ask->schemes = tls_space_schemes(p->space, p->a, v, ALL_SIGNERS);
    return ask;
}

/* Every scheme there is: how its certificates are signed must not keep a server from answering. */
static struct tls_codes
any_scheme(struct tls_plan *p)
{
    uint16_t *codes = NEW_ARRAY(p->a, uint16_t, p->space->nschemes + 1);
    for (size_t i = 0; i < p->space->nschemes; i++)
        codes[i] = p->space->schemes[i].code;
    return (struct tls_codes){codes, p->space->nschemes};
}

static void
set_alpn(struct tls_plan *p, struct tls_ask *ask, struct tls_codes codes)
{
    struct slice *names = NEW_ARRAY(p->a, struct slice, codes.n + 1);
    for (size_t i = 0; i < codes.n; i++)
        names[i] = p->space->alpn[codes.v[i] - 1];
    ask->alpn = names;
    ask->nalpn = codes.n;
}

static void
set_second(struct tls_plan *p, struct tls_ask *ask, const struct tls_lane *lane)
{
    if (lane->want < 0 || !lane->x.second)
        return;
    struct tls_codes codes = copy(p, tls_exclusion_second(&lane->x));
    switch ((enum tls_want)lane->want) {
    case TLS_WANT_SCHEMES_RSA:
    case TLS_WANT_SCHEMES_EC:
    case TLS_WANT_SCHEMES_DSA:
        ask->schemes = codes;
        break;
    case TLS_WANT_GROUPS_EC:
    case TLS_WANT_GROUPS_FFDHE:
        ask->groups = codes;
        break;
    case TLS_WANT_SUITES_13:
        ask->suites = codes;
        break;
    case TLS_WANT_ALPN:
        set_alpn(p, ask, codes);
        break;
    case TLS_WANTS:
        break;
    }
}

/* Read the whole flight where it says something new: wants, mixed certificates, the first one. */
static enum tls_depth
suites_depth(const struct tls_lane *lane)
{
    bool mixed = lane->part < 0 || lane->part >= TLS_CLASS_DHE;
    bool wants = lane->want >= 0 && lane->want != TLS_WANT_ALPN;
    return mixed || wants || lane->leaf_der.n == 0 ? TLS_DEPTH_FLIGHT : TLS_DEPTH_HELLO;
}

/* Groups are only told by suites that use them: of mixed lanes, offer no others. */
static void
keep_users(struct tls_plan *p, struct tls_ask *ask, bool ec)
{
    uint16_t *codes = NEW_ARRAY(p->a, uint16_t, ask->suites.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < ask->suites.n; i++) {
        const struct tls_suite *s = tls_space_suite(p->space, ask->suites.v[i]);
        if (s && s->key_exchange && s->form.ec == ec)
            codes[n++] = ask->suites.v[i];
    }
    ask->suites = (struct tls_codes){codes, n};
}

static struct tls_ask *
ask_suites(struct tls_plan *p, const struct tls_lane *lane)
{
    struct tls_ask *ask = plain(p, lane->v);
    ask->suites = copy(p, tls_exclusion_main(&lane->x));
    ask->depth = suites_depth(lane);
    set_second(p, ask, lane);
    if (lane->want == TLS_WANT_GROUPS_EC || lane->want == TLS_WANT_GROUPS_FFDHE)
        keep_users(p, ask, lane->want == TLS_WANT_GROUPS_EC);
    return ask;
}

static struct tls_ask *
ask_groups_13(struct tls_plan *p, const struct tls_lane *lane)
{
    struct tls_ask *ask = plain(p, TLS_V_13);
    ask->suites = p->wants[TLS_WANT_SUITES_13].d.all;
    ask->groups = copy(p, tls_exclusion_main(&lane->x));
    ask->retry = true;
    ask->grease = lane->grease;
    ask->depth = TLS_DEPTH_HELLO;
    set_second(p, ask, lane);
    return ask;
}

/* One group that the server takes; curveSM2 beside it where the signature may be tied to it. */
static struct tls_codes
share_groups(struct tls_plan *p, const struct tls_lane *lane)
{
    uint16_t codes[2] = {p->share_group};
    size_t n = 1;
    bool other = lane->part >> TLS_SIGNER_OTHER & 1;
    for (size_t i = 0; i < p->nlanes && other; i++) {
        const struct tls_lane *l = &p->lanes[i];
        for (size_t j = 0; l->kind == TLS_LANE_GROUPS_13 && j < l->main.nnamed; j++)
            if (l->main.named[j] == TLS_GROUP_CURVESM2 && p->share_group != TLS_GROUP_CURVESM2)
                codes[n++] = TLS_GROUP_CURVESM2;
    }
    return copy(p, (struct tls_codes){codes, n});
}

static struct tls_ask *
ask_full_13(struct tls_plan *p, struct tls_codes groups)
{
    struct tls_ask *ask = plain(p, TLS_V_13);
    ask->suites = readable_suites(p);
    ask->groups = ask->shares = groups;
    ask->cert_schemes = any_scheme(p);
    ask->depth = TLS_DEPTH_TICKETS;
    return ask;
}

static struct tls_ask *
ask_schemes_13(struct tls_plan *p, const struct tls_lane *lane)
{
    struct tls_ask *ask = ask_full_13(p, share_groups(p, lane));
    ask->schemes = copy(p, tls_exclusion_main(&lane->x));
    ask->depth = TLS_DEPTH_VERIFY;
    set_second(p, ask, lane);
    return ask;
}

static struct tls_ask *
ask_scout(struct tls_plan *p, enum tls_once once)
{
    static const uint16_t shares[] = {TLS_GROUP_X25519};
    struct tls_ask *ask = plain(p, TLS_V_13);
    ask->older = true;
    ask->suites = scout_suites(p);
    ask->groups = all_groups(p);
    ask->schemes = any_scheme(p);
    ask->shares = (struct tls_codes){shares, COUNT_OF(shares)};
    ask->retry = once == TLS_ONCE_SCOUT;
    ask->depth = TLS_DEPTH_HELLO; /* the lists wait for it */
    return ask;
}

static struct tls_codes
reversed(struct tls_plan *p, struct tls_codes codes)
{
    uint16_t *v = NEW_ARRAY(p->a, uint16_t, codes.n + 1);
    for (size_t i = 0; i < codes.n; i++)
        v[i] = codes.v[codes.n - 1 - i];
    return (struct tls_codes){v, codes.n};
}

/* All that a version accepts, in our order or in reverse. */
static struct tls_ask *
ask_accepted(struct tls_plan *p, enum tls_v v, bool reverse)
{
    struct tls_ask *ask = plain(p, v);
    ask->suites = accepted_suites(p, v);
    if (reverse)
        ask->suites = reversed(p, ask->suites);
    ask->depth = TLS_DEPTH_HELLO;
    return ask;
}

static struct tls_ask *
ask_preference(struct tls_plan *p, enum tls_v v)
{
    const struct tls_lane *lane = tls_plan_preference_lane(p);
    if (!lane)
        return ask_accepted(p, v, true);
    struct tls_ask *ask = plain(p, lane->v);
    const struct tls_dimension *d =
        lane->v == TLS_V_13 ? &p->wants[TLS_WANT_SUITES_13].d : &lane->main;
    ask->suites = reversed(p, (struct tls_codes){d->named, d->nnamed});
    ask->retry = lane->v == TLS_V_13;
    ask->grease = lane->grease;
    ask->depth = TLS_DEPTH_HELLO;
    return ask;
}

static struct tls_ask *
ask_no_sni(struct tls_plan *p)
{
    const struct tls_lane *lane = tls_plan_certificate_lane(p);
    struct tls_ask *ask;
    if (lane->kind == TLS_LANE_SCHEMES_13) {
        ask = ask_full_13(p, one(p, p->share_group));
        ask->schemes = one(p, lane->main.named[0]);
        ask->depth = TLS_DEPTH_VERIFY;
    } else {
        ask = plain(p, lane->v);
        ask->suites = one(p, lane->main.named[0]);
        ask->depth = TLS_DEPTH_FLIGHT;
    }
    ask->sni = (struct slice){0};
    p->once[TLS_ONCE_NO_SNI].want_der = lane->leaf_der;
    return ask;
}

static struct tls_ask *
ask_once(struct tls_plan *p, const struct tls_lane *lane)
{
    struct tls_ask *ask = NULL;
    switch (lane->once) {
    case TLS_ONCE_SCOUT:
    case TLS_ONCE_ORDINARY:
        return ask_scout(p, lane->once);
    case TLS_ONCE_FULL_13:
        return ask_full_13(p, one(p, p->share_group));
    case TLS_ONCE_SSL2:
        ask = plain(p, TLS_V_SSL2);
        ask->depth = TLS_DEPTH_FLIGHT;
        return ask;
    case TLS_ONCE_FALLBACK:
        ask = ask_accepted(p, lane->v, false);
        ask->fallback = true;
        return ask;
    case TLS_ONCE_PREFERENCE:
        return ask_preference(p, lane->v);
    case TLS_ONCE_FORWARD:
    case TLS_ONCE_PREFERRED:
        return ask_accepted(p, lane->v, false);
    case TLS_ONCE_NO_SNI:
        return ask_no_sni(p);
    case TLS_ONCE_ORDER:
        ask = plain(p, lane->v);
        ask->suites = copy(p, tls_order_offer(&p->order));
        ask->depth = TLS_DEPTH_HELLO;
        return ask;
    case TLS_ONCES:
        break;
    }
    return ask;
}

const struct tls_ask *
tls_plan_ask(struct tls_plan *p, const struct tls_lane *lane)
{
    struct tls_ask *ask = NULL;
    switch (lane->kind) {
    case TLS_LANE_ONCE:
        ask = ask_once(p, lane);
        break;
    case TLS_LANE_SUITES:
        ask = ask_suites(p, lane);
        break;
    case TLS_LANE_GROUPS_13:
        ask = ask_groups_13(p, lane);
        break;
    case TLS_LANE_SCHEMES_13:
        ask = ask_schemes_13(p, lane);
        break;
    }
    ask->tag = (unsigned)(lane - p->lanes);
    return ask;
}

bool
tls_plan_has_suites(const struct tls_plan *p, enum tls_v v)
{
    for (size_t i = 0; i < p->nlanes; i++)
        if (p->lanes[i].kind == TLS_LANE_SUITES && p->lanes[i].v == v &&
            p->lanes[i].main.nnamed > 0)
            return true;
    return false;
}

enum tls_v
tls_plan_below(const struct tls_plan *p, enum tls_v v)
{
    int below = (int)v - 1;
    while (below > TLS_V_SSL3 && !p->seen.version[below])
        below--;
    return (enum tls_v)below;
}

/* The newest version; in it key transport, which costs the server no signature. TLCP comes last. */
static bool
better(const struct tls_lane *lane, const struct tls_lane *best)
{
    if (!best || best->v == TLS_V_TLCP)
        return true;
    if (lane->v == TLS_V_TLCP)
        return false;
    return lane->v > best->v || (lane->v == best->v && lane->part == TLS_CLASS_RSA);
}

const struct tls_lane *
tls_plan_preference_lane(const struct tls_plan *p)
{
    const struct tls_lane *best = NULL;
    for (size_t i = 0; i < p->nlanes; i++) {
        const struct tls_lane *lane = &p->lanes[i];
        if (lane->kind == TLS_LANE_SUITES && lane->main.nnamed >= 2 && better(lane, best))
            best = lane;
    }
    if ((best && best->v != TLS_V_TLCP) || p->wants[TLS_WANT_SUITES_13].d.nnamed < 2)
        return best;
    for (size_t i = 0; i < p->nlanes; i++)
        if (p->lanes[i].kind == TLS_LANE_GROUPS_13 && p->lanes[i].accepted > 0)
            return &p->lanes[i];
    return best;
}

bool
tls_plan_preference_version(const struct tls_plan *p, enum tls_v *out)
{
    size_t accepted[TLS_VS] = {0};
    for (size_t i = 0; i < p->nlanes; i++)
        if (p->lanes[i].kind == TLS_LANE_SUITES)
            accepted[p->lanes[i].v] += p->lanes[i].main.nnamed;
    for (int v = TLS_V_12; v >= TLS_V_SSL3; v--) {
        if (accepted[v] >= 2) {
            *out = (enum tls_v)v;
            return true;
        }
    }
    return false;
}

const struct tls_lane *
tls_plan_certificate_lane(const struct tls_plan *p)
{
    for (size_t i = 0; i < p->nlanes; i++) {
        const struct tls_lane *lane = &p->lanes[i];
        bool kind =
            lane->kind == TLS_LANE_SCHEMES_13 ||
            (lane->kind == TLS_LANE_SUITES && lane->v != TLS_V_TLCP && lane->v != TLS_V_SSL3);
        if (kind && lane->leaf_der.n > 0 && lane->main.nnamed > 0)
            return lane;
    }
    return NULL;
}

struct slice
tls_plan_label(const struct tls_plan *p, struct arena *a, const struct tls_ask *ask)
{
    static const char *const classes[] = {"ECDHE-RSA", "ECDHE-ECDSA", "RSA", "DHE", "PSK", "other"};
    static const char *const families[] = {"elliptic", "finite-field", "post-quantum"};
    static const char *const onces[] = {
        "first contact",    "ordinary hello",  "full handshake",  "SSL 2.0",
        "marked downgrade", "reversed suites", "suites in order", "all accepted suites",
        "no server name",   "order of suites",
    };
    const struct tls_lane *lane = &p->lanes[ask->tag];
    const char *v = tls_v_name(lane->v);
    switch (lane->kind) {
    case TLS_LANE_ONCE:
        return arena_printf(a, "%s %s", v, onces[lane->once]);
    case TLS_LANE_SUITES:
        return arena_printf(a, "%s %s suites", v, lane->part < 0 ? "mixed" : classes[lane->part]);
    case TLS_LANE_GROUPS_13:
        return arena_printf(a, "%s %s groups", v, families[lane->part]);
    case TLS_LANE_SCHEMES_13:
        return arena_printf(a, "%s signature schemes", v);
    }
    return (struct slice){0};
}
