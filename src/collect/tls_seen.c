/* SPDX-License-Identifier: Apache-2.0 */
#include "collect/tls_seen.h"

static void
tri(struct tls_tri *t, bool yes)
{
    t->asked = true;
    t->yes = t->yes || yes;
}

static void
tri_all(struct tls_tri *t, bool yes)
{
    t->yes = yes && (t->yes || !t->asked);
    t->asked = true;
}

static bool
same_chain(const struct tls_chain *x, const struct tls_chain *y)
{
    if (x->n != y->n)
        return false;
    for (size_t i = 0; i < x->n; i++)
        if (!slice_eq(x->v[i], y->v[i]))
            return false;
    return true;
}

static void
keep_chain(struct tls_seen *s, struct arena *a, const struct tls_answer *answer, enum tls_v v)
{
    const struct tls_chain *chain = &answer->chain;
    size_t octets = s->chain_octets;
    for (size_t i = 0; i < s->nchains; i++)
        if (same_chain(&s->chains[i].chain, chain))
            return;
    for (size_t i = 0; i < chain->n; i++)
        octets += chain->v[i].n;
    if (s->nchains == TLS_CHAINS_MAX || octets > TLS_CHAIN_OCTETS_MAX) {
        s->more_chains = true;
        return;
    }
    s->chain_octets = octets;
    struct tls_seen_chain *kept = &s->chains[s->nchains++];
    *kept = (struct tls_seen_chain){.chain = *chain, .leaf = answer->leaf, .v = v};
    for (size_t i = 0; i < chain->n; i++)
        kept->chain.v[i] = arena_dup(a, chain->v[i]);
    kept->leaf.key = kept->leaf.signature_oid = (struct slice){0}; /* pointed into the answer */
}

/* The suites of this kind are only to be had with a certificate of the server's. */
static bool
needs_certificate(enum tls_auth auth)
{
    switch (auth) {
    case TLS_AUTH_RSA:
    case TLS_AUTH_ECDSA:
    case TLS_AUTH_DSA:
    case TLS_AUTH_GOST:
    case TLS_AUTH_SM2:
    case TLS_AUTH_ANY:
        return true;
    case TLS_AUTH_OTHER:
    case TLS_AUTH_PSK:
    case TLS_AUTH_ANON:
        break;
    }
    return false;
}

static void
note_certificate(struct tls_seen *s, const struct tls_suite *suite, const struct tls_ask *ask,
                 const struct tls_answer *answer)
{
    if (!suite || answer->retry || !needs_certificate(suite->auth))
        return;
    if (answer->chain.n > 0)
        s->shown |= 1u << suite->auth;
    else if (ask->depth != TLS_DEPTH_HELLO)
        s->hidden |= 1u << suite->auth;
}

bool
tls_seen_lacks_certificates(const struct tls_seen *s)
{
    bool lacks = s->more_chains || (s->hidden & ~s->shown);
    for (size_t i = 0; i < s->nchains; i++)
        lacks = lacks || s->chains[i].chain.more;
    return lacks;
}

/* SSL 3.0 to TLS 1.2. */
static void
take_older(struct tls_seen *s, const struct tls_ask *ask, const struct tls_answer *answer,
           const struct tls_suite *suite)
{
    unsigned f = answer->flags;
    if (ask->version != TLS_13)
        tri(&s->compression, answer->compression != 0);
    if (ask->version == TLS_13 && !ask->older)
        return; /* such a hello offers none of what follows */
    tri_all(&s->renegotiation, f & TLS_SAW_RENEGOTIATION_INFO);
    if (answer->version == TLS_SSL3)
        return; /* sent no extensions */
    tri_all(&s->extended_master_secret, f & TLS_SAW_EXTENDED_MASTER_SECRET);
    tri(&s->tickets_12, f & TLS_SAW_SESSION_TICKET);
    if (suite && suite->cbc)
        tri_all(&s->encrypt_then_mac, f & TLS_SAW_ENCRYPT_THEN_MAC);
    /* Without the extension the uncompressed format is what remains (RFC 8422 section 5.1.2). */
    if (suite && suite->form.ec && suite->key_exchange)
        tri(&s->uncompressed, (f & TLS_SAW_UNCOMPRESSED) || !(f & TLS_SAW_POINT_FORMATS));
}

static void
take_13(struct tls_seen *s, const struct tls_answer *answer)
{
    s->read_13 = s->read_13 || answer->flags & TLS_SAW_FLIGHT;
    s->finished_13 = s->finished_13 || answer->flags & TLS_SAW_FINISHED;
    if (answer->flags & TLS_SAW_TICKETS_END || answer->tickets > 0) {
        tri(&s->tickets_13, answer->tickets > 0);
        tri(&s->early_data, answer->flags & TLS_SAW_EARLY_DATA);
    }
    if (answer->ticket_lifetime > s->ticket_lifetime)
        s->ticket_lifetime = answer->ticket_lifetime;
}

static void
keep_group(struct tls_seen *s, const struct tls_space *space, uint16_t code, enum tls_v v)
{
    const struct tls_group *g = code ? tls_space_group(space, code) : NULL;
    if (g)
        bits_set(v == TLS_V_13 ? s->groups_13 : s->groups_12, g->index);
}

void
tls_seen_take(struct tls_seen *s, struct arena *a, const struct tls_space *space,
              const struct tls_ask *ask, const struct tls_answer *answer)
{
    enum tls_v v;
    if (!tls_v_of(answer->version, &v))
        return;
    const struct tls_suite *suite = tls_space_suite(space, answer->suite);
    s->version[v] = true;
    if (answer->note.n > 0)
        s->trouble = arena_dup(a, answer->note);
    if (v == TLS_V_13)
        take_13(s, answer);
    else if (v >= TLS_V_SSL3 && v <= TLS_V_12)
        take_older(s, ask, answer, suite);
    else if (v == TLS_V_TLCP)
        tri(&s->compression, answer->compression != 0);
    bool flight = answer->flags & TLS_SAW_FLIGHT;
    if (flight && v != TLS_V_SSL2)
        tri(&s->client_auth, answer->flags & TLS_SAW_CLIENT_AUTH);
    if (flight && v > TLS_V_SSL3 && v != TLS_V_TLCP && answer->chain.n > 0)
        tri(&s->staple, answer->flags & TLS_SAW_STAPLE);
    /* In TLS 1.3 the acknowledgement stands in the encrypted extensions. */
    if (ask->sni.n > 0 && v > TLS_V_SSL3 && v != TLS_V_TLCP && (v != TLS_V_13 || flight))
        tri(&s->server_name, answer->flags & TLS_SAW_SERVER_NAME);
    if (v != TLS_V_TLCP)
        keep_group(s, space, answer->group, v);
    if (answer->dh_bits && (s->dh_bits == 0 || answer->dh_bits < s->dh_bits))
        s->dh_bits = answer->dh_bits;
    note_certificate(s, suite, ask, answer);
    if (answer->chain.n > 0)
        keep_chain(s, a, answer, v);
}
