/* SPDX-License-Identifier: Apache-2.0 */
#include "model_server.h"

#include "base/cleanup.h"

static uint32_t
next(uint32_t *random)
{
    *random = *random * 1664525 + 1013904223;
    return *random >> 8;
}

static bool
chance(uint32_t *random, unsigned percent)
{
    return next(random) % 100 < percent;
}

bool
model_list_has(const struct model_list *l, uint16_t code)
{
    for (size_t i = 0; i < l->n; i++)
        if (l->v[i] == code)
            return true;
    return false;
}

static bool
offered(struct tls_codes c, uint16_t code)
{
    for (size_t i = 0; i < c.n; i++)
        if (c.v[i] == code)
            return true;
    return false;
}

static void
shuffle(struct model_list *l, uint32_t *random)
{
    for (size_t i = l->n; i > 1; i--) {
        size_t k = next(random) % i;
        uint16_t t = l->v[i - 1];
        l->v[i - 1] = l->v[k];
        l->v[k] = t;
    }
}

static void
pick(struct model_list *l, struct tls_codes from, unsigned percent, uint32_t *random)
{
    for (size_t i = 0; i < from.n && l->n < MODEL_LIST; i++)
        if (chance(random, percent))
            l->v[l->n++] = from.v[i];
    shuffle(l, random);
}

/* A suite that this server's keys can serve. */
static bool
can_serve(const struct model_server *m, const struct tls_suite *s)
{
    switch (s->auth) {
    case TLS_AUTH_RSA:
        return m->rsa;
    case TLS_AUTH_ECDSA:
        return m->ecdsa && s->key_exchange;
    case TLS_AUTH_ANON:
    case TLS_AUTH_PSK:
        return !s->form.psk || s->key_exchange;
    case TLS_AUTH_ANY:
        return true;
    case TLS_AUTH_OTHER:
    case TLS_AUTH_DSA:
    case TLS_AUTH_GOST:
    case TLS_AUTH_SM2:
        return false;
    }
    return false;
}

static void
pick_suites(struct model_server *m, enum tls_v v, unsigned percent, uint32_t *random)
{
    struct model_list *l = &m->suites[v];
    for (size_t i = 0; i < m->space->nsuites && l->n < MODEL_LIST; i++) {
        const struct tls_suite *s = &m->space->suites[i];
        if (s->versions >> v & 1 && can_serve(m, s) && chance(random, percent))
            l->v[l->n++] = s->code;
    }
    shuffle(l, random);
    m->version[v] = l->n > 0;
}

static void
pick_schemes(struct model_server *m, uint32_t *random)
{
    AUTO_ARENA a = {0};
    unsigned signers = (m->rsa ? 1u << TLS_SIGNER_RSA : 0) | (m->ecdsa ? 1u << TLS_SIGNER_EC : 0);
    pick(&m->schemes_12, tls_space_schemes(m->space, &a, TLS_V_12, signers), 40, random);
    pick(&m->schemes_13, tls_space_schemes(m->space, &a, TLS_V_13, signers), 40, random);
    pick(&m->groups_12, tls_space_groups(m->space, &a, TLS_V_12, TLS_FAMILY_EC), 30, random);
    pick(&m->groups_13, tls_space_groups(m->space, &a, TLS_V_13, -1), 25, random);
    if (chance(random, 40))
        pick(&m->ffdhe, tls_space_groups(m->space, &a, TLS_V_12, TLS_FAMILY_FFDHE), 50, random);
}

void
model_server_init(struct model_server *m, const struct tls_space *space, uint32_t seed)
{
    uint32_t random = seed * 2654435761u + 7;
    *m = (struct model_server){.space = space};
    m->rsa = chance(&random, 80);
    m->ecdsa = !m->rsa || chance(&random, 40);
    m->curve = chance(&random, 70) ? 23 : 24;
    m->own_order = chance(&random, 50);
    m->dh_bits = chance(&random, 50) ? 1024 : 2048;
    m->alpn_alert = chance(&random, 50);
    m->fallback = chance(&random, 50);
    m->needs_share = chance(&random, 10);
    m->refusal = (enum model_refusal)(next(&random) % 3);
    unsigned percent = 5 + next(&random) % 30;
    if (chance(&random, 85))
        pick_suites(m, TLS_V_12, percent, &random);
    if (chance(&random, 30))
        pick_suites(m, TLS_V_11, percent, &random);
    if (chance(&random, 30))
        pick_suites(m, TLS_V_10, percent, &random);
    if (chance(&random, 15))
        pick_suites(m, TLS_V_SSL3, percent, &random);
    if (chance(&random, 15))
        pick_suites(m, TLS_V_TLCP, 40, &random);
    if (chance(&random, 70))
        pick_suites(m, TLS_V_13, 40, &random);
    pick_schemes(m, &random);
    if (m->groups_13.n == 0 || m->schemes_13.n == 0)
        m->version[TLS_V_13] = false;
    uint16_t places[32];
    for (size_t i = 0; i < space->nalpn; i++)
        places[i] = (uint16_t)(i + 1);
    if (chance(&random, 50))
        pick(&m->alpn, (struct tls_codes){places, space->nalpn}, 20, &random);
}

/* --- answers --- */

static void
refuse(const struct model_server *m, uint8_t alert, struct tls_answer *out)
{
    *out = (struct tls_answer){.outcome = m->refusal == MODEL_CLOSES ? TLS_CLOSED : TLS_ALERTED,
                               .alert = m->refusal == MODEL_FAILS ? 40 : alert};
}

/* The first that both have, by the order that decides; 0 for none. */
static uint16_t
common(const struct model_server *m, struct tls_codes theirs, const struct model_list *ours)
{
    struct tls_codes own = {ours->v, ours->n};
    struct tls_codes first = m->own_order ? own : theirs;
    for (size_t i = 0; i < first.n; i++)
        if (offered(theirs, first.v[i]) && model_list_has(ours, first.v[i]))
            return first.v[i];
    return 0;
}

static struct model_list
schemes_of(const struct model_server *m, const struct model_list *from, enum tls_signer signer)
{
    struct model_list l = {.n = 0};
    for (size_t i = 0; i < from->n; i++)
        if (tls_space_scheme(m->space, from->v[i])->signer == signer)
            l.v[l.n++] = from->v[i];
    return l;
}

static void
certificate(struct arena *a, struct tls_answer *out, enum x509_algorithm algorithm, uint16_t group)
{
    out->chain.n = 1;
    out->chain.v[0] = arena_printf(a, "certificate %d %u", (int)algorithm, group);
    out->leaf.algorithm = algorithm;
    out->leaf.group = group;
    out->flags |= TLS_SAW_FLIGHT;
}

/* Parameters and certificate of one suite below TLS 1.3; false where it cannot be. */
static bool
serve_12(const struct model_server *m, struct arena *a, const struct tls_ask *ask,
         const struct tls_suite *s, struct tls_answer *out)
{
    bool ecdsa = s->auth == TLS_AUTH_ECDSA, rsa = s->auth == TLS_AUTH_RSA;
    struct model_list schemes =
        schemes_of(m, &m->schemes_12, ecdsa ? TLS_SIGNER_EC : TLS_SIGNER_RSA);
    *out = (struct tls_answer){.suite = s->code};
    if (s->key_exchange && s->form.ec)
        out->group = common(m, ask->groups, &m->groups_12);
    if (s->key_exchange && s->form.ec && out->group == 0)
        return false;
    if (ecdsa && !offered(ask->groups, m->curve))
        return false;
    if (s->key_exchange && !s->form.ec) {
        out->group = common(m, ask->groups, &m->ffdhe);
        out->dh_bits = out->group ? 2048 : m->dh_bits;
    }
    if (ask->version == TLS_12 && s->key_exchange && s->form.signs) {
        out->scheme = common(m, ask->schemes, &schemes);
        if (out->scheme == 0)
            return false;
    }
    if (ecdsa)
        certificate(a, out, X509_EC, m->curve);
    else if (rsa)
        certificate(a, out, X509_RSA, 0);
    else
        out->flags |= TLS_SAW_FLIGHT;
    return true;
}

static bool
alpn(const struct model_server *m, const struct tls_ask *ask, struct tls_answer *out)
{
    if (ask->nalpn == 0 || m->alpn.n == 0)
        return true;
    for (size_t i = 0; i < m->alpn.n; i++)
        for (size_t k = 0; k < ask->nalpn; k++)
            if (slice_eq(ask->alpn[k], m->space->alpn[m->alpn.v[i] - 1]) && out->alpn.n == 0)
                out->alpn = ask->alpn[k];
    return out->alpn.n > 0 || !m->alpn_alert;
}

static void
answer_older(const struct model_server *m, struct arena *a, const struct tls_ask *ask, enum tls_v v,
             struct tls_answer *out)
{
    const struct model_list *l = &m->suites[v];
    struct tls_codes own = {l->v, l->n}, first = m->own_order ? own : ask->suites;
    struct tls_ask as_agreed = *ask;
    as_agreed.version = tls_v_code(v);
    for (size_t i = 0; i < first.n; i++) {
        if (!offered(ask->suites, first.v[i]) || !model_list_has(l, first.v[i]) ||
            !serve_12(m, a, &as_agreed, tls_space_suite(m->space, first.v[i]), out))
            continue;
        out->outcome = TLS_ANSWERED;
        out->version = tls_v_code(v);
        if (!alpn(m, ask, out))
            refuse(m, m->refusal == MODEL_ALERTS ? 120 : 40, out);
        return;
    }
    refuse(m, 40, out);
}

static void
answer_13(const struct model_server *m, struct arena *a, const struct tls_ask *ask,
          struct tls_answer *out)
{
    uint16_t suite = common(m, ask->suites, &m->suites[TLS_V_13]);
    uint16_t group = common(m, ask->groups, &m->groups_13);
    uint16_t scheme = common(m, ask->schemes, &m->schemes_13);
    refuse(m, 40, out);
    if (!suite || !group || (m->needs_share && ask->retry && !ask->grease))
        return;
    bool have_share = !ask->retry && offered(ask->shares, group);
    if (!have_share) {
        *out = (struct tls_answer){TLS_ANSWERED, .version = TLS_13, .suite = suite, .group = group,
                                   .retry = true};
        return;
    }
    if (!scheme)
        return;
    *out = (struct tls_answer){TLS_ANSWERED, .version = TLS_13, .suite = suite, .group = group};
    if (ask->depth == TLS_DEPTH_HELLO)
        return;
    bool rsa = tls_space_scheme(m->space, scheme)->signer == TLS_SIGNER_RSA;
    out->scheme = scheme;
    certificate(a, out, rsa ? X509_RSA : X509_EC, rsa ? 0 : m->curve);
    if (ask->depth == TLS_DEPTH_TICKETS)
        out->flags |= TLS_SAW_FINISHED | TLS_SAW_TICKETS_END;
    if (!alpn(m, ask, out))
        refuse(m, 120, out);
}

void
model_server_answer(const struct model_server *m, struct arena *a, const struct tls_ask *ask,
                    struct tls_answer *out)
{
    enum tls_v v;
    refuse(m, 70, out);
    if (m->wants_name && ask->sni.n > 0) {
        *out = (struct tls_answer){.outcome = TLS_ALERTED, .alert = 112};
        return;
    }
    if (!tls_v_of(ask->version, &v) || v == TLS_V_SSL2)
        return;
    if (v == TLS_V_TLCP) {
        if (m->version[v])
            answer_older(m, a, ask, v, out);
        return;
    }
    if (v == TLS_V_13 && m->version[v]) {
        answer_13(m, a, ask, out);
        return;
    }
    if (v == TLS_V_13)
        v = TLS_V_12; /* what the old field of the hello says */
    int highest = TLS_V_13;
    while (highest > TLS_V_SSL3 && !m->version[highest])
        highest--;
    int best = (int)v;
    while (best >= TLS_V_SSL3 && !m->version[best])
        best--;
    if (best < TLS_V_SSL3)
        return;
    if (ask->fallback && m->fallback && highest > (int)v)
        refuse(m, 86, out);
    else
        answer_older(m, a, ask, (enum tls_v)best, out);
}
