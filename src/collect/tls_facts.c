/* SPDX-License-Identifier: Apache-2.0 */
#include "collect/tls_facts.h"

struct work {
    struct asset *as;
    struct arena *a;
    const struct tls_plan *p;
    struct slice stopped;
};

/* Yes or no where it was asked, else unknown: for `why`, or because the scan was stopped. */
static void
set_tri(const struct work *w, const char *path, struct tls_tri t, const char *why)
{
    if (t.asked)
        asset_bool(w->as, path, t.yes);
    else
        asset_unknown(w->as, path, w->stopped.n ? w->stopped : slice_str(why));
}

static struct fact *
set_of(const struct work *w, const char *path)
{
    return asset_fact(w->as, slice_str(path));
}

static void
settle(const struct work *w, struct fact *f, const struct registry *r, struct slice why)
{
    if (!f)
        return;
    fact_settle(f, r->n);
    if (!f->known)
        f->reason = why.n ? why : w->stopped.n ? w->stopped : SL("not asked");
}

static void
refuse_all(struct fact *f, const struct registry *r)
{
    for (size_t i = 0; f && i < r->n; i++)
        fact_element(f, i, false);
}

static bool
element_is(const struct fact *f, size_t i, bool offered)
{
    return f && bits_has(f->known_bits, i) && bits_has(f->truth_bits, i) == offered;
}

/* --- versions --- */

enum state {
    STATE_UNKNOWN,
    STATE_YES,
    STATE_NO,
};

static bool
enumerates(const struct tls_lane *lane, enum tls_v v)
{
    if (lane->v != v)
        return false;
    return lane->kind == (v == TLS_V_13 ? TLS_LANE_GROUPS_13 : TLS_LANE_SUITES);
}

static enum state
version_state(const struct tls_plan *p, enum tls_v v)
{
    if (p->seen.version[v])
        return STATE_YES;
    if (v == TLS_V_SSL2)
        return p->once[TLS_ONCE_SSL2].refused ? STATE_NO : STATE_UNKNOWN;
    if (p->refused[v])
        return STATE_NO;
    /* Other lanes put TLS 1.3 in a way of their own; only an ordinary hello is beyond doubt. */
    if (v == TLS_V_13 && p->once[TLS_ONCE_ORDINARY].failed.n > 0)
        return STATE_UNKNOWN;
    size_t lanes = 0;
    for (size_t i = 0; i < p->nlanes; i++) {
        if (!enumerates(&p->lanes[i], v))
            continue;
        lanes++;
        if (p->lanes[i].busy || !p->lanes[i].main.settled)
            return STATE_UNKNOWN;
    }
    bool halves = v >= TLS_V_SSL3 && v <= TLS_V_11;
    return lanes > 0 && (!halves || p->older_rest[v]) ? STATE_NO : STATE_UNKNOWN;
}

static struct slice
version_failure(const struct work *w, enum tls_v v)
{
    if (v == TLS_V_SSL2)
        return w->p->once[TLS_ONCE_SSL2].failed;
    if (v == TLS_V_13 && w->p->once[TLS_ONCE_ORDINARY].failed.n > 0)
        return w->p->once[TLS_ONCE_ORDINARY].failed;
    return w->p->failed[v];
}

static void
put_versions(const struct work *w)
{
    const struct registry *r = w->p->space->rversions;
    struct fact *f = set_of(w, "versions");
    struct slice why = {0};
    for (size_t i = 0; f && i < r->n; i++) {
        enum tls_v v;
        if (!tls_v_of((uint16_t)r->elements[i].code, &v))
            continue;
        enum state state = version_state(w->p, v);
        if (state != STATE_UNKNOWN)
            fact_element(f, i, state == STATE_YES);
        else if (version_failure(w, v).n > 0)
            why = arena_printf(w->a, "%s: %.*s", tls_v_name(v), SL_FMT(version_failure(w, v)));
    }
    settle(w, f, r, why);
}

/* --- suites --- */

static const char *const suite_fields[TLS_VS] = {
    [TLS_V_SSL3] = "ssl3_suites", [TLS_V_10] = "tls10_suites", [TLS_V_11] = "tls11_suites",
    [TLS_V_12] = "tls12_suites",  [TLS_V_13] = "tls13_suites", [TLS_V_TLCP] = "tlcp_suites",
};

/*
 * A version that was refused by name, so that its other questions were never put, and then
 * accepted after all: what it refuses is not known.
 */
static bool
contradicts(const struct tls_plan *p, enum tls_v v)
{
    return p->refused[v] && p->seen.version[v];
}

#define CONTRADICTION SL("the server refused the version by name, and accepted it elsewhere")

/*
 * What a dimension settled, as elements; with `refusals` also what is left of it. `index` finds
 * a code's place in the registry.
 */
static void
put_dimension(struct fact *f, const struct tls_dimension *d, const struct tls_space *s,
              size_t (*index)(const struct tls_space *s, uint16_t code), bool refusals)
{
    for (size_t i = 0; refusals && d->settled && i < d->nleft; i++)
        if (!bits_has(f->truth_bits, index(s, d->left[i])))
            fact_element(f, index(s, d->left[i]), false);
    for (size_t i = 0; i < d->nnamed; i++)
        fact_element(f, index(s, d->named[i]), true);
}

static size_t
suite_index(const struct tls_space *s, uint16_t code)
{
    return tls_space_suite(s, code)->index;
}

static size_t
group_index(const struct tls_space *s, uint16_t code)
{
    return tls_space_group(s, code)->index;
}

static size_t
scheme_index(const struct tls_space *s, uint16_t code)
{
    return tls_space_scheme(s, code)->index;
}

static void
put_suites(const struct work *w, enum tls_v v)
{
    const struct tls_plan *p = w->p;
    struct fact *f = set_of(w, suite_fields[v]);
    if (!f)
        return;
    if (version_state(p, v) == STATE_NO) {
        refuse_all(f, p->space->rsuites);
        f->known = true;
        return;
    }
    bool refusals = !contradicts(p, v);
    struct slice why = refusals ? p->failed[v] : CONTRADICTION;
    for (size_t i = 0; i < p->space->nsuites; i++)
        if (!tls_space_carries(p->space->suites[i].versions, v))
            fact_element(f, i, false);
    for (size_t i = 0; i < p->nlanes; i++) {
        const struct tls_lane *lane = &p->lanes[i];
        if (lane->kind != TLS_LANE_SUITES || lane->v != v)
            continue;
        put_dimension(f, &lane->main, p->space, suite_index, refusals);
        if (lane->main.stuck.n > 0)
            why = lane->main.stuck;
    }
    if (v == TLS_V_13) {
        put_dimension(f, &p->wants[TLS_WANT_SUITES_13].d, p->space, suite_index, refusals);
        if (p->wants[TLS_WANT_SUITES_13].d.stuck.n > 0)
            why = p->wants[TLS_WANT_SUITES_13].d.stuck;
    }
    settle(w, f, p->space->rsuites, why);
}

/* In any of them; not at all where it is in none of them. */
static void
put_union(const struct work *w, const char *path, const struct registry *r,
          const char *const *parts, size_t n)
{
    struct fact *f = set_of(w, path);
    const struct fact **in = NEW_ARRAY(w->a, const struct fact *, n);
    struct slice why = {0};
    for (size_t j = 0; j < n; j++) {
        in[j] = set_of(w, parts[j]);
        if (in[j] && in[j]->reason.n > 0)
            why = in[j]->reason;
    }
    for (size_t i = 0; f && i < r->n; i++) {
        size_t no = 0;
        bool yes = false;
        for (size_t j = 0; j < n; j++) {
            yes = yes || element_is(in[j], i, true);
            no += element_is(in[j], i, false);
        }
        if (yes || no == n)
            fact_element(f, i, yes);
    }
    settle(w, f, r, why);
}

/* --- groups and schemes --- */

/* Are all suites refused below TLS 1.3 (in TLS 1.2 alone) that would use such parameters? */
static bool
no_suite(const struct work *w, bool only_12, bool (*uses)(const struct tls_suite *s))
{
    const struct tls_space *s = w->p->space;
    for (int v = only_12 ? TLS_V_12 : TLS_V_SSL3; v <= TLS_V_12; v++) {
        const struct fact *f = set_of(w, suite_fields[v]);
        for (size_t i = 0; i < s->nsuites; i++)
            if (uses(&s->suites[i]) && !element_is(f, i, false))
                return false;
    }
    return true;
}

static bool
uses_ec(const struct tls_suite *s)
{
    return s->key_exchange && s->form.ec;
}

static bool
uses_ff(const struct tls_suite *s)
{
    return s->key_exchange && !s->form.ec;
}

static bool
signs_rsa(const struct tls_suite *s)
{
    return s->key_exchange && s->auth == TLS_AUTH_RSA;
}

static bool
signs_ec(const struct tls_suite *s)
{
    return s->key_exchange && s->auth == TLS_AUTH_ECDSA;
}

static bool
signs_dsa(const struct tls_suite *s)
{
    return s->key_exchange && s->auth == TLS_AUTH_DSA;
}

/* Each want of TLS 1.2: refused without asking where no suite could carry it. */
static const struct {
    const char *field;
    bool (*uses)(const struct tls_suite *s);
    const char *why;
    enum tls_want want;
    bool only_12;
} wants_12[] = {
    {"tls12_groups", uses_ec, "no ECDHE suite up to TLS 1.2 could be asked for groups",
     TLS_WANT_GROUPS_EC, false},
    {"tls12_groups", uses_ff, "no DHE suite up to TLS 1.2 could be asked for finite-field groups",
     TLS_WANT_GROUPS_FFDHE, false},
    {"tls12_signature_schemes", signs_rsa,
     "no suite of TLS 1.2 that an RSA key signs could be asked for schemes", TLS_WANT_SCHEMES_RSA,
     true},
    {"tls12_signature_schemes", signs_ec,
     "no suite of TLS 1.2 that an ECDSA key signs could be asked for schemes", TLS_WANT_SCHEMES_EC,
     true},
    {"tls12_signature_schemes", signs_dsa,
     "no suite of TLS 1.2 that a DSA key signs could be asked for schemes", TLS_WANT_SCHEMES_DSA,
     true},
};

static struct slice
put_want(const struct work *w, size_t row, struct fact *f)
{
    const struct tls_plan *p = w->p;
    enum tls_want want = wants_12[row].want;
    const struct tls_dimension *d = &p->wants[want].d;
    bool groups = want == TLS_WANT_GROUPS_EC || want == TLS_WANT_GROUPS_FFDHE;
    size_t (*index)(const struct tls_space *, uint16_t) = groups ? group_index : scheme_index;
    bool none = d->nnamed == 0 && no_suite(w, wants_12[row].only_12, wants_12[row].uses);
    for (size_t i = 0; none && i < d->all.n; i++)
        fact_element(f, index(p->space, d->all.v[i]), false);
    put_dimension(f, d, p->space, index, true);
    if (none || d->settled)
        return (struct slice){0};
    return d->stuck.n ? d->stuck : w->stopped.n ? w->stopped : slice_str(wants_12[row].why);
}

static void
put_12(const struct work *w, const char *path, const struct registry *r)
{
    struct fact *f = set_of(w, path);
    struct slice why = {0};
    if (!f)
        return;
    bool groups = r == w->p->space->rgroups;
    for (size_t i = 0; i < r->n; i++) {
        unsigned versions =
            groups ? w->p->space->groups[i].versions : w->p->space->schemes[i].versions;
        if (!tls_space_carries(versions, TLS_V_12))
            fact_element(f, i, false);
    }
    for (size_t row = 0; row < COUNT_OF(wants_12); row++) {
        if (strcmp(wants_12[row].field, path) != 0)
            continue;
        struct slice open = put_want(w, row, f);
        why = open.n ? open : why;
    }
    for (size_t i = 0; groups && i < r->n; i++)
        if (bits_has(w->p->seen.groups_12, i))
            fact_element(f, i, true);
    settle(w, f, r, why);
}

/* One lane of TLS 1.3; gives why it does not settle its list, empty where it does. */
static struct slice
put_lane_13(const struct work *w, struct fact *f, const struct tls_lane *lane)
{
    const struct tls_plan *p = w->p;
    bool groups = lane->kind == TLS_LANE_GROUPS_13;
    if (groups && !tls_plan_groups_tell(p, lane))
        return SL("the server answers no hello without a key share that it can use");
    if (!groups && !p->seen.read_13)
        return SL("no handshake of TLS 1.3 could be decrypted");
    put_dimension(f, &lane->main, p->space, groups ? group_index : scheme_index,
                  !contradicts(p, TLS_V_13));
    return lane->main.stuck;
}

static void
put_13(const struct work *w, const char *path, const struct registry *r, enum tls_lane_kind kind)
{
    const struct tls_plan *p = w->p;
    struct fact *f = set_of(w, path);
    bool groups = kind == TLS_LANE_GROUPS_13;
    struct slice why = {0};
    if (!f)
        return;
    if (version_state(p, TLS_V_13) == STATE_NO) {
        refuse_all(f, r);
        f->known = true;
        return;
    }
    for (size_t i = 0; i < r->n; i++) {
        unsigned versions = groups ? p->space->groups[i].versions : p->space->schemes[i].versions;
        if (!tls_space_carries(versions, TLS_V_13))
            fact_element(f, i, false);
    }
    for (size_t i = 0; i < p->nlanes; i++) {
        if (p->lanes[i].kind != kind)
            continue;
        struct slice open = put_lane_13(w, f, &p->lanes[i]);
        why = open.n ? open : why;
    }
    for (size_t i = 0; groups && i < r->n; i++)
        if (bits_has(p->seen.groups_13, i))
            fact_element(f, i, true);
    if (contradicts(p, TLS_V_13))
        why = CONTRADICTION;
    if (!groups && !p->lanes_scheme && why.n == 0)
        why = SL("the server takes no group in which this scanner can complete a handshake");
    settle(w, f, r, why);
}

/* --- authentication --- */

static const char *
authentication_of(const struct tls_seen_chain *c)
{
    switch (c->leaf.algorithm) {
    case X509_RSA:
        return "RSA";
    case X509_RSA_PSS:
        return "RSA-PSS";
    case X509_EC:
        return "ECDSA";
    case X509_SM2:
        return c->v == TLS_V_TLCP && c->chain.n > 1 ? "SM2-double" : "SM2";
    case X509_ED25519:
    case X509_ED448:
        return "EdDSA";
    case X509_DSA:
        return "DSA";
    case X509_GOST_2001:
        return "GOST-2001";
    case X509_GOST_2012_256:
        return "GOST-2012-256";
    case X509_GOST_2012_512:
        return "GOST-2012-512";
    case X509_ML_DSA_44:
    case X509_ML_DSA_65:
    case X509_ML_DSA_87:
        return "ML-DSA";
    case X509_OTHER:
        break;
    }
    return NULL;
}

/* A certificate that did not come, or whose key is of no kind that we know. */
static bool
certificate_unknown(const struct tls_seen *s)
{
    bool unknown = tls_seen_lacks_certificates(s);
    for (size_t i = 0; i < s->nchains; i++)
        unknown = unknown || !authentication_of(&s->chains[i]);
    return unknown;
}

static void
authenticates(const struct work *w, struct fact *f, const char *name)
{
    const struct registry *r = w->p->space->rauth;
    const struct element *el = name ? registry_by_name(r, slice_str(name)) : NULL;
    if (el)
        fact_element(f, registry_index(r, el), true);
}

static void
put_authentication(const struct work *w)
{
    const struct tls_plan *p = w->p;
    struct fact *f = set_of(w, "authentication");
    const struct fact *suites = set_of(w, "suites");
    const struct fact *schemes = set_of(w, "tls13_signature_schemes");
    const struct fact *versions = set_of(w, "versions");
    if (!f || !suites || !schemes || !versions)
        return;
    /* Whatever is not seen is refused only where every way to show it was asked for. */
    bool unread = certificate_unknown(&p->seen);
    if (!unread && suites->known && schemes->known && versions->known)
        refuse_all(f, p->space->rauth);
    for (size_t i = 0; i < p->seen.nchains; i++)
        authenticates(w, f, authentication_of(&p->seen.chains[i]));
    for (size_t i = 0; i < p->space->nsuites; i++) {
        if (!element_is(suites, i, true))
            continue;
        if (p->space->suites[i].auth == TLS_AUTH_ANON)
            authenticates(w, f, "anonymous");
        if (p->space->suites[i].auth == TLS_AUTH_PSK)
            authenticates(w, f, "PSK");
    }
    struct slice why = suites->reason.n ? suites->reason : schemes->reason;
    settle(w, f, p->space->rauth, unread ? SL("not every certificate could be read") : why);
}

/* --- single facts --- */

static void
put_preference(const struct work *w)
{
    const struct tls_plan *p = w->p;
    const struct tls_plan_once *o = &p->once[TLS_ONCE_PREFERENCE];
    const struct tls_plan_once *forward = &p->once[TLS_ONCE_FORWARD];
    bool decides;
    if (tls_plan_server_decides(p, &decides))
        asset_bool(w->as, "server_preference", decides);
    else if (!o->opened)
        asset_unknown(w->as, "server_preference",
                      w->stopped.n ? w->stopped
                                   : SL("no version accepts two suites to choose from"));
    else
        asset_unknown(w->as, "server_preference",
                      o->failed.n         ? o->failed
                      : forward->failed.n ? forward->failed
                                          : SL("accepted suites, offered together, are refused"));
    const struct tls_plan_once *best = &p->once[TLS_ONCE_PREFERRED];
    if (!best->answered)
        best = &p->once[TLS_ONCE_SCOUT];
    if (!best->answered)
        best = &p->once[TLS_ONCE_ORDINARY];
    bool is_13 = version_state(p, TLS_V_13) == STATE_YES;
    const struct tls_suite *suite = best->answered && (!is_13 || best->version == TLS_13)
                                        ? tls_space_suite(p->space, best->suite)
                                        : NULL;
    if (suite)
        asset_string(w->as, "preferred_suite", p->space->rsuites->elements[suite->index].name);
    else
        asset_unknown(w->as, "preferred_suite",
                      w->stopped.n ? w->stopped : SL("no hello with all suites was answered"));
}

/* TLS 1.3: the order of naming is the server's where it differs from ours. */
static bool
own_order_13(const struct tls_plan *p)
{
    const struct tls_dimension *d = &p->wants[TLS_WANT_SUITES_13].d;
    size_t at = 0;
    for (size_t i = 0; i < d->nnamed; i++) {
        size_t place = 0;
        while (place < d->all.n && d->all.v[place] != d->named[i])
            place++;
        if (place < at)
            return d->settled;
        at = place;
    }
    return false;
}

static void
add_order(const struct work *w, const char *path, const uint16_t *codes, size_t n)
{
    struct fact *f = set_of(w, path);
    if (!f)
        return;
    uint16_t *order = NEW_ARRAY(w->a, uint16_t, f->norder + n + 1);
    if (f->norder)
        memcpy(order, f->order, f->norder * sizeof *order);
    for (size_t i = 0; i < n; i++)
        order[f->norder + i] = (uint16_t)suite_index(w->p->space, codes[i]);
    f->order = order;
    f->norder += n;
}

/* In all versions together: newest first, where it is known for all that have suites. */
static void
put_order(const struct work *w)
{
    const struct tls_plan *p = w->p;
    const struct tls_dimension *d = &p->wants[TLS_WANT_SUITES_13].d;
    bool known_13 = own_order_13(p), known_12 = tls_order_known(&p->order);
    bool any_12 = false;
    for (int v = TLS_V_SSL3; v <= TLS_V_12; v++)
        any_12 = any_12 || p->seen.version[v];
    if (known_13)
        add_order(w, suite_fields[TLS_V_13], d->named, d->nnamed);
    if (known_12)
        add_order(w, suite_fields[p->order_v], p->order.merged, p->order.n);
    if (known_13 && (known_12 || !any_12))
        add_order(w, "suites", d->named, d->nnamed);
    if (known_12 && (known_13 || !p->seen.version[TLS_V_13]))
        add_order(w, "suites", p->order.merged, p->order.n);
}

static void
put_fallback(const struct work *w)
{
    const struct tls_plan_once *o = &w->p->once[TLS_ONCE_FALLBACK];
    bool named = o->refused && o->alert == TLS_ALERT_INAPPROPRIATE_FALLBACK;
    if (o->answered || named)
        asset_bool(w->as, "fallback_scsv", named);
    else if (o->refused)
        asset_unknown(w->as, "fallback_scsv",
                      SL("the downgrade was refused, but not for being one"));
    else if (o->failed.n > 0)
        asset_unknown(w->as, "fallback_scsv", o->failed);
    else
        asset_unknown(w->as, "fallback_scsv",
                      w->stopped.n
                          ? w->stopped
                          : SL("fewer than two versions: there is nothing to fall back to"));
}

static void
put_sni(const struct work *w)
{
    const struct tls_plan *p = w->p;
    const struct tls_plan_once *o = &p->once[TLS_ONCE_NO_SNI];
    if (p->seen.server_name.yes || p->sni_refused)
        asset_bool(w->as, "sni", true);
    else if (o->refused || (o->answered && o->leaf_der.n > 0))
        asset_bool(w->as, "sni", o->refused || !slice_eq(o->leaf_der, o->want_der));
    else if (p->sni.n == 0)
        asset_unknown(w->as, "sni", SL("there was no name to send"));
    else
        asset_unknown(w->as, "sni",
                      o->failed.n    ? o->failed
                      : w->stopped.n ? w->stopped
                                     : SL("no certificate to compare"));
}

static void
put_alpn(const struct work *w)
{
    const struct tls_plan *p = w->p;
    const struct tls_dimension *d = &p->wants[TLS_WANT_ALPN].d;
    struct fact *f = set_of(w, "alpn");
    if (!f)
        return;
    f->list = (struct slices){NEW_ARRAY(w->a, struct slice, d->nnamed + 1), d->nnamed};
    for (size_t i = 0; i < d->nnamed; i++)
        f->list.v[i] = p->space->alpn[d->named[i] - 1];
    f->known = d->settled;
    if (!f->known)
        f->reason = d->stuck.n     ? d->stuck
                    : w->stopped.n ? w->stopped
                                   : SL("no hello with application protocols was answered");
}

/* TLS 1.0 to 1.2: is one of them there, or not known not to be? */
static bool
may_be_older(const struct tls_plan *p)
{
    for (int v = TLS_V_10; v <= TLS_V_12; v++)
        if (version_state(p, (enum tls_v)v) != STATE_NO)
            return true;
    return false;
}

static void
put_tickets(const struct work *w)
{
    const struct tls_seen *s = &w->p->seen;
    bool is_13 = version_state(w->p, TLS_V_13) != STATE_NO;
    const char *why = "TLS 1.3 sends tickets behind a finished handshake, and none was finished";
    bool asked_13 = !is_13 || s->tickets_13.asked;
    bool asked_12 = !may_be_older(w->p) || s->tickets_12.asked;
    if (s->client_auth.yes)
        why = "the server wants its client's certificate before it sends tickets";
    else if (s->finished_13 && !s->tickets_13.asked)
        why = "the server sent no ticket in TLS 1.3, but kept the connection open";
    else if (!is_13)
        why = "no version that has session tickets was accepted";
    else if (asked_13 && !asked_12)
        why = "whether a version below TLS 1.3 issues tickets could not be asked";
    struct tls_tri any = {false, s->tickets_13.yes || s->tickets_12.yes};
    any.asked = any.yes || (asked_13 && asked_12 && (s->tickets_13.asked || s->tickets_12.asked));
    set_tri(w, "session_tickets", any, why);
    if (s->tickets_13.yes)
        asset_int(w->as, "ticket_lifetime", s->ticket_lifetime);
    else
        asset_unknown(w->as, "ticket_lifetime",
                      any.asked && !any.yes ? SL("no tickets are issued")
                                            : SL("only tickets of TLS 1.3 are read"));
    if (version_state(w->p, TLS_V_13) == STATE_NO)
        asset_bool(w->as, "early_data", false); /* it belongs to TLS 1.3 */
    else
        set_tri(w, "early_data", s->early_data, why);
}

static bool
only_13(const struct tls_plan *p)
{
    for (int v = TLS_V_SSL2; v < TLS_VS; v++)
        if (version_state(p, (enum tls_v)v) != (v == TLS_V_13 ? STATE_YES : STATE_NO))
            return false;
    return true;
}

/* A protection up to TLS 1.2: a version that may be there as well might lack it. */
static void
set_protection(const struct work *w, const char *path, struct tls_tri t, enum tls_v from,
               const char *why)
{
    for (int v = (int)from; v <= TLS_V_12 && t.yes; v++)
        if (version_state(w->p, (enum tls_v)v) == STATE_UNKNOWN) {
            t = (struct tls_tri){0};
            why = "whether every version up to TLS 1.2 has it could not be seen";
        }
    set_tri(w, path, t, why);
}

static void
put_single(const struct work *w)
{
    const struct tls_seen *s = &w->p->seen;
    const char *below = "nothing below TLS 1.3 that carries extensions was accepted";
    asset_string(w->as, "role", SL("server"));
    set_protection(w, "extended_master_secret", s->extended_master_secret, TLS_V_10, below);
    set_protection(w, "encrypt_then_mac", s->encrypt_then_mac, TLS_V_10,
                   "no CBC suite below TLS 1.3 was accepted");
    set_protection(w, "secure_renegotiation", s->renegotiation, TLS_V_SSL3,
                   "nothing below TLS 1.3 was accepted");
    struct tls_tri compression = s->compression;
    compression.asked = compression.asked || only_13(w->p); /* which has none */
    set_tri(w, "compression", compression, "nothing below TLS 1.3 was accepted");
    set_tri(w, "ocsp_stapling", s->staple, "no certificate was read in a way that carries one");
    set_tri(w, "point_format_uncompressed", s->uncompressed,
            "no ECDHE suite below TLS 1.3 was accepted");
    asset_unknown(w->as, "client_renegotiation", SL("a scan does not renegotiate"));
    asset_unknown(w->as, "validated_module", SL("cannot be seen on the wire"));
    if (s->dh_bits)
        asset_int(w->as, "dh_bits", s->dh_bits);
    else
        asset_unknown(w->as, "dh_bits",
                      w->stopped.n ? w->stopped : SL("no DHE suite was accepted"));
}

void
tls_facts(struct asset *out, struct arena *a, const struct tls_plan *p, struct slice stopped)
{
    const struct work w = {.as = out, .a = a, .p = p, .stopped = stopped};
    const struct tls_space *s = p->space;
    static const char *const groups[] = {"tls12_groups", "tls13_groups"};
    static const char *const schemes[] = {"tls12_signature_schemes", "tls13_signature_schemes"};
    put_versions(&w);
    for (int v = TLS_V_SSL3; v < TLS_VS; v++)
        put_suites(&w, (enum tls_v)v);
    put_union(&w, "suites", s->rsuites, suite_fields + TLS_V_SSL3, TLS_VS - TLS_V_SSL3);
    put_12(&w, "tls12_groups", s->rgroups);
    put_13(&w, "tls13_groups", s->rgroups, TLS_LANE_GROUPS_13);
    put_union(&w, "groups", s->rgroups, groups, COUNT_OF(groups));
    put_12(&w, "tls12_signature_schemes", s->rschemes);
    put_13(&w, "tls13_signature_schemes", s->rschemes, TLS_LANE_SCHEMES_13);
    put_union(&w, "signature_schemes", s->rschemes, schemes, COUNT_OF(schemes));
    put_authentication(&w);
    put_preference(&w);
    put_order(&w);
    put_fallback(&w);
    put_sni(&w);
    put_alpn(&w);
    put_tickets(&w);
    put_single(&w);
}
