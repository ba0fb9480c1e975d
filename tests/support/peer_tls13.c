/* SPDX-License-Identifier: Apache-2.0 */
/*
 * TLS 1.3 as a server: RFC 8446, with RFC 8998, RFC 9367 and the ML-KEM
 * groups. Where libcrypto 3.0 cannot form the secret (ML-KEM, GOST), what
 * stands behind the ServerHello is random octets in the shape of an encrypted
 * flight: nobody without the secret can tell.
 */
#include "support/peer_crypto.h"
#include "support/peer_msg.h"
#include "support/peer_tls.h"

#include <string.h>

#define LEGACY 0x0303
#define TLS13 0x0304
#define FLIGHT_MAX 65536
#define COOKIE "comity test cookie"
#define SM2_ID_8998 "TLSv1.3+GM+Cipher+Suite" /* RFC 8998, section 3.2.1 */
#define SCHEME_SM2 0x0708
#define GROUP_SM2 41
#define IV 12

/* SHA-256 of "HelloRetryRequest": RFC 8446, section 4.1.3. */
static const uint8_t retry_random[32] = {
    0xcf, 0x21, 0xad, 0x74, 0xe5, 0x9a, 0x61, 0x11, 0xbe, 0x1d, 0x8c, 0x02, 0x1e, 0x65, 0xb8, 0x91,
    0xc2, 0xa2, 0x11, 0x16, 0x7a, 0xbb, 0x8c, 0x5e, 0x07, 0x9e, 0x09, 0xe2, 0xc8, 0xa8, 0x33, 0x9c,
};

struct keys {
    struct slice secret, key, iv;
    uint64_t seq;
};

enum phase {
    PHASE_FIRST,  /* waiting for a ClientHello */
    PHASE_SECOND, /* and for the one that answers our HelloRetryRequest */
    PHASE_FINISH, /* and for the client's Finished */
    PHASE_DONE,   /* the handshake is complete: what comes is data, or a close_notify */
    PHASE_OVER,
};

struct tls13 {
    enum phase phase;
    uint16_t suite, group; /* chosen; the group that a HelloRetryRequest asked for */
    const struct peer_crypto_suite *s;
    struct buf transcript;
    struct slice handshake_secret, master_secret;
    struct keys server, client;
    struct slice first; /* the first hello, to compare the second with */
};

static const struct {
    const char *key, *hash, *id; /* id: SM2's identity */
    uint16_t scheme;
    bool pss;
} signers[] = {
    {"p256", "SHA256", NULL, 0x0403, false},   {"p384", "SHA384", NULL, 0x0503, false},
    {"p521", "SHA512", NULL, 0x0603, false},   {"rsa2048", "SHA256", NULL, 0x0804, true},
    {"rsa2048", "SHA384", NULL, 0x0805, true}, {"rsa2048", "SHA512", NULL, 0x0806, true},
    {"ed25519", NULL, NULL, 0x0807, false},    {"ed448", NULL, NULL, 0x0808, false},
    {"bp256", "SHA256", NULL, 0x081a, false},  {"sm2", "SM3", SM2_ID_8998, SCHEME_SM2, false},
};

static void
refuse(struct peer_conn *c, uint8_t why)
{
    struct tls13 *t = c->state;
    msg_alert(c, LEGACY, 2, why);
    t->phase = PHASE_OVER;
    c->end = PEER_CLOSE;
}

/* A list inside an extension, behind its length of `width` octets; empty where it was not sent. */
static struct slice
offered(const struct msg_hello *h, uint16_t type, size_t width)
{
    const struct msg_extension *x = msg_find(h, type);
    return x ? slice_sub(x->body, width, x->body.n) : (struct slice){0};
}

static struct slice
share_of(const struct msg_hello *h, uint16_t group)
{
    struct slice list = offered(h, EXT_KEY_SHARE, 2);
    uint16_t g;
    for (struct slice share; slice_u16(&list, &g) && slice_vec16(&list, &share);)
        if (g == group)
            return share;
    return (struct slice){0};
}

/* Our first group for which a share came; else our first that was offered at all. */
static uint16_t
choose_group(const struct peer_tls13 *p, const struct msg_hello *h, uint16_t suite)
{
    struct slice list = offered(h, EXT_SUPPORTED_GROUPS, 2);
    bool only_sm2 = p->strict_sm && (suite == 0x00c6 || suite == 0x00c7);
    uint16_t favourite = 0;
    for (size_t i = 0; i < p->groups.n; i++) {
        uint16_t g = p->groups.v[i];
        if (!msg_lists(list, g) || (only_sm2 && g != GROUP_SM2))
            continue;
        if (!favourite)
            favourite = g;
        if (!p->eager_retry && share_of(h, g).n > 0)
            return g;
    }
    return favourite;
}

static uint16_t
choose_scheme(const struct peer_tls13 *p, const struct msg_hello *h, uint16_t suite)
{
    struct slice list = offered(h, EXT_SIGNATURE_ALGORITHMS, 2);
    if (p->strict_sm && (suite == 0x00c6 || suite == 0x00c7))
        return msg_lists(list, SCHEME_SM2) ? SCHEME_SM2 : 0;
    return msg_choose(p->schemes.v, p->schemes.n, list, false);
}

static void
send_clear(struct peer_conn *c, const struct buf *b)
{
    msg_record(c, RECORD_HANDSHAKE, LEGACY, buf_slice(b));
}

/* ServerHello, or HelloRetryRequest where `share` is empty. */
static void
send_hello(struct peer_conn *c, const struct peer_tls13 *p, const struct msg_hello *h,
           struct slice share)
{
    struct tls13 *t = c->state;
    uint8_t random[32];
    peer_crypto_random(random, sizeof random);
    struct buf b;
    buf_init(&b, &c->arena, FLIGHT_MAX);
    size_t at = msg_open(&b, HS_SERVER_HELLO);
    buf_u16(&b, LEGACY);
    buf_add(&b, slice_of(share.n ? random : retry_random, 32));
    buf_u8(&b, (uint32_t)h->session.n);
    buf_add(&b, h->session);
    buf_u16(&b, t->suite);
    buf_u8(&b, 0);
    size_t ext = buf_open(&b, 2);
    buf_u16(&b, EXT_SUPPORTED_VERSIONS);
    buf_u16(&b, 2);
    buf_u16(&b, TLS13);
    buf_u16(&b, EXT_KEY_SHARE);
    size_t body = buf_open(&b, 2);
    buf_u16(&b, t->group);
    if (share.n) {
        buf_u16(&b, (uint32_t)share.n);
        buf_add(&b, share);
    }
    buf_close(&b, body, 2);
    if (!share.n && p->cookie) {
        buf_u16(&b, EXT_COOKIE);
        buf_u16(&b, sizeof COOKIE - 1 + 2);
        buf_u16(&b, sizeof COOKIE - 1);
        buf_str(&b, COOKIE);
    }
    buf_close(&b, ext, 2);
    msg_close(&b, at);
    send_clear(c, &b);
    buf_add(&t->transcript, buf_slice(&b));
}

/* RFC 8446, section 4.4.1: after a retry the first hello counts as its hash. */
static void
fold_first_hello(struct peer_conn *c)
{
    struct tls13 *t = c->state;
    const char *hash = t->s ? t->s->hash : "SHA256";
    struct slice digest = peer_crypto_hash(&c->arena, hash, buf_slice(&t->transcript));
    t->transcript.n = 0;
    buf_u8(&t->transcript, 254);
    buf_u24(&t->transcript, (uint32_t)digest.n);
    buf_add(&t->transcript, digest);
}

static struct slice
transcript_hash(struct peer_conn *c)
{
    struct tls13 *t = c->state;
    return peer_crypto_hash(&c->arena, t->s->hash, buf_slice(&t->transcript));
}

static void
set_keys(struct peer_conn *c, struct keys *k, struct slice secret)
{
    const struct tls13 *t = c->state;
    struct slice none = {0};
    k->secret = secret;
    k->key = peer_crypto_expand_label(&c->arena, t->s->hash, secret, "key", none, t->s->key);
    k->iv = peer_crypto_expand_label(&c->arena, t->s->hash, secret, "iv", none, IV);
    k->seq = 0;
}

static struct slice
derive_secret(struct peer_conn *c, struct slice secret, const char *label, struct slice hash)
{
    const struct tls13 *t = c->state;
    return peer_crypto_expand_label(&c->arena, t->s->hash, secret, label, hash, hash.n);
}

/* RFC 8446, section 7.1, down to the handshake keys and the master secret. */
static void
schedule(struct peer_conn *c, struct slice shared)
{
    struct tls13 *t = c->state;
    const char *hash = t->s->hash;
    struct slice empty = peer_crypto_hash(&c->arena, hash, (struct slice){0});
    struct slice zeros = slice_of(NEW_ARRAY(&c->arena, uint8_t, empty.n), empty.n);
    struct slice early = peer_crypto_hmac(&c->arena, hash, zeros, zeros);
    struct slice salt = derive_secret(c, early, "derived", empty);
    t->handshake_secret = peer_crypto_hmac(&c->arena, hash, salt, shared);
    struct slice th = transcript_hash(c);
    set_keys(c, &t->server, derive_secret(c, t->handshake_secret, "s hs traffic", th));
    set_keys(c, &t->client, derive_secret(c, t->handshake_secret, "c hs traffic", th));
    salt = derive_secret(c, t->handshake_secret, "derived", empty);
    t->master_secret = peer_crypto_hmac(&c->arena, hash, salt, zeros);
}

static struct slice
nonce_of(struct arena *a, struct keys *k)
{
    uint8_t *n = NEW_ARRAY(a, uint8_t, IV);
    memcpy(n, k->iv.p, IV);
    for (size_t i = 0; i < 8; i++)
        n[IV - 1 - i] ^= (uint8_t)(k->seq >> 8 * i);
    k->seq++;
    return slice_of(n, IV);
}

static struct slice
record_head(struct arena *a, size_t n)
{
    struct buf b;
    buf_init(&b, a, 5);
    buf_u8(&b, RECORD_DATA);
    buf_u16(&b, LEGACY);
    buf_u16(&b, (uint32_t)n);
    return buf_slice(&b);
}

static void
send_sealed(struct peer_conn *c, uint8_t type, struct slice body)
{
    struct tls13 *t = c->state;
    struct buf inner;
    buf_init(&inner, &c->arena, FLIGHT_MAX);
    buf_add(&inner, body);
    buf_u8(&inner, type);
    struct slice head = record_head(&c->arena, inner.n + t->s->tag);
    struct slice nonce = nonce_of(&c->arena, &t->server);
    struct slice sealed =
        peer_crypto_seal(&c->arena, t->s, t->server.key, nonce, head, buf_slice(&inner));
    peer_send(c, head);
    peer_send(c, sealed);
}

static void
add_encrypted_extensions(struct buf *b, const struct peer_tls13 *p, const struct msg_hello *h)
{
    size_t at = msg_open(b, HS_ENCRYPTED_EXTENSIONS);
    size_t ext = buf_open(b, 2);
    if (p->alpn && msg_find(h, EXT_ALPN)) {
        buf_u16(b, EXT_ALPN);
        size_t body = buf_open(b, 2);
        size_t list = buf_open(b, 2);
        size_t name = buf_open(b, 1);
        buf_str(b, p->alpn);
        buf_close(b, name, 1);
        buf_close(b, list, 2);
        buf_close(b, body, 2);
    }
    buf_close(b, ext, 2);
    msg_close(b, at);
}

static void
add_certificate(struct buf *b, const struct peer_tls13 *p)
{
    size_t at = msg_open(b, HS_CERTIFICATE);
    buf_u8(b, 0); /* no request context */
    size_t list = buf_open(b, 3);
    const char *next = p->cert;
    while (next) {
        const struct cert *cert = certs_get(p->certs, next);
        buf_u24(b, (uint32_t)cert->der.n);
        buf_add(b, cert->der);
        buf_u16(b, 0); /* no extensions */
        next = cert->spec->issuer;
    }
    buf_close(b, list, 3);
    msg_close(b, at);
}

/* RFC 8446, section 4.4.3. False where our certificate's key cannot sign so. */
static bool
add_verify(struct peer_conn *c, struct buf *b, const struct peer_tls13 *p, uint16_t scheme)
{
    const struct cert *cert = certs_get(p->certs, p->cert);
    size_t i = 0;
    while (i < COUNT_OF(signers) &&
           (signers[i].scheme != scheme || strcmp(signers[i].key, cert->spec->key) != 0))
        i++;
    if (i == COUNT_OF(signers))
        return false;
    struct buf tbs;
    buf_init(&tbs, &c->arena, 512);
    for (size_t j = 0; j < 64; j++)
        buf_u8(&tbs, ' ');
    buf_str(&tbs, "TLS 1.3, server CertificateVerify");
    buf_u8(&tbs, 0);
    buf_add(&tbs, transcript_hash(c));
    struct slice sig = peer_crypto_sign(&c->arena, cert->key, signers[i].hash, signers[i].id,
                                        signers[i].pss, buf_slice(&tbs));
    size_t at = msg_open(b, HS_CERTIFICATE_VERIFY);
    buf_u16(b, scheme);
    buf_u16(b, (uint32_t)sig.n);
    buf_add(b, sig);
    msg_close(b, at);
    return true;
}

static struct slice
finished_of(struct peer_conn *c, const struct keys *k)
{
    const struct tls13 *t = c->state;
    struct slice th = transcript_hash(c);
    struct slice key = peer_crypto_expand_label(&c->arena, t->s->hash, k->secret, "finished",
                                                (struct slice){0}, th.n);
    return peer_crypto_hmac(&c->arena, t->s->hash, key, th);
}

/* Each message in a record of its own, and into the transcript. */
static void
send_message(struct peer_conn *c, struct buf *b)
{
    struct tls13 *t = c->state;
    buf_add(&t->transcript, buf_slice(b));
    send_sealed(c, RECORD_HANDSHAKE, buf_slice(b));
    b->n = 0;
}

static void
send_flight(struct peer_conn *c, const struct peer_tls13 *p, const struct msg_hello *h,
            uint16_t scheme)
{
    struct tls13 *t = c->state;
    struct buf b;
    buf_init(&b, &c->arena, FLIGHT_MAX);
    add_encrypted_extensions(&b, p, h);
    send_message(c, &b);
    add_certificate(&b, p);
    send_message(c, &b);
    if (!add_verify(c, &b, p, scheme)) {
        const uint8_t alert[] = {2, ALERT_HANDSHAKE_FAILURE};
        send_sealed(c, RECORD_ALERT, slice_of(alert, sizeof alert));
        t->phase = PHASE_OVER;
        c->end = PEER_CLOSE;
        return;
    }
    send_message(c, &b);
    size_t at = msg_open(&b, HS_FINISHED);
    buf_add(&b, finished_of(c, &t->server));
    msg_close(&b, at);
    send_message(c, &b);
    /* From here on the server writes with its application keys. */
    struct slice secret = derive_secret(c, t->master_secret, "s ap traffic", transcript_hash(c));
    set_keys(c, &t->server, secret);
    t->phase = PHASE_FINISH;
}

static void
send_noise(struct peer_conn *c)
{
    uint8_t noise[900];
    peer_crypto_random(noise, sizeof noise);
    msg_record(c, RECORD_DATA, LEGACY, slice_of(noise, sizeof noise));
}

/* RFC 8446, section 4.1.2: what may differ in the second hello. */
static void
check_second(struct peer_conn *c, const struct peer_tls13 *p, const struct msg_hello *h)
{
    struct tls13 *t = c->state;
    struct slice list = offered(h, EXT_KEY_SHARE, 2), share;
    uint16_t g = 0;
    if (!slice_u16(&list, &g) || !slice_vec16(&list, &share) || list.n > 0 || g != t->group)
        peer_complain(c, "the second hello does not carry just the share asked for");
    const struct msg_extension *cookie = msg_find(h, EXT_COOKIE);
    if (p->cookie && (!cookie || !slice_eq(slice_sub(cookie->body, 2, cookie->body.n), SL(COOKIE))))
        peer_complain(c, "the second hello does not return the cookie");
    if (msg_find(h, EXT_EARLY_DATA))
        peer_complain(c, "the second hello carries early_data");
    /* version, random, session and suites stand in front of the extensions */
    struct slice first = slice_sub(t->first, 4, 2 + 32 + 1);
    if (!slice_eq(first, slice_sub(h->raw, 4, first.n)))
        peer_complain(c, "the second hello has another random or session");
}

/* The hello's own faults: the alert for it, or 0. */
static uint8_t
refusal(const struct msg_hello *h)
{
    if (!msg_lists(offered(h, EXT_SUPPORTED_VERSIONS, 1), TLS13))
        return ALERT_PROTOCOL_VERSION;
    /* RFC 8446, section 9.2; we resume nothing, so all three are mandatory. */
    if (!msg_find(h, EXT_SUPPORTED_GROUPS) || !msg_find(h, EXT_KEY_SHARE) ||
        !msg_find(h, EXT_SIGNATURE_ALGORITHMS))
        return ALERT_MISSING_EXTENSION;
    return 0;
}

static bool
alpn_refused(const struct peer_tls13 *p, const struct msg_hello *h)
{
    const struct msg_extension *x = msg_find(h, EXT_ALPN);
    if (!p->alpn || !x)
        return false;
    struct slice list = slice_sub(x->body, 2, x->body.n);
    for (struct slice name; slice_vec8(&list, &name);)
        if (slice_eq_str(name, p->alpn))
            return false;
    return true;
}

static void
answer_share(struct peer_conn *c, const struct peer_tls13 *p, const struct msg_hello *h,
             struct slice client)
{
    struct tls13 *t = c->state;
    struct slice share, secret;
    const char *why;
    const struct peer_crypto_group *g = peer_crypto_group(t->group);
    if (!peer_crypto_agree(&share, &secret, &c->arena, g, client, &why)) {
        peer_complain(c, "group %04x: %s", t->group, why);
        refuse(c, ALERT_ILLEGAL_PARAMETER);
        return;
    }
    uint16_t scheme = choose_scheme(p, h, t->suite);
    if (!scheme) {
        refuse(c, ALERT_HANDSHAKE_FAILURE);
        return;
    }
    if (alpn_refused(p, h)) {
        refuse(c, ALERT_NO_APPLICATION_PROTOCOL);
        return;
    }
    send_hello(c, p, h, share);
    const uint8_t one = 1;
    if (h->session.n > 0 && t->phase == PHASE_FIRST)
        msg_record(c, RECORD_CCS, LEGACY, slice_of(&one, 1)); /* appendix D.4 */
    t->phase = PHASE_OVER;
    if (!t->s || secret.n == 0) {
        send_noise(c);
        return;
    }
    schedule(c, secret);
    send_flight(c, p, h, scheme);
}

/* Answers a ClientHello; c->state is a struct tls13 or still null. */
void
peer_tls13_answer(struct peer_conn *c, const struct peer_tls13 *p, const struct msg_hello *h)
{
    if (!c->state) {
        c->state = NEW(&c->arena, struct tls13);
        buf_init(&((struct tls13 *)c->state)->transcript, &c->arena, FLIGHT_MAX);
    }
    struct tls13 *t = c->state;
    uint8_t no = refusal(h);
    uint16_t asked = t->group;
    if (!no) {
        t->suite = msg_choose(p->suites.v, p->suites.n, h->suites, p->client_order);
        t->group = t->suite ? choose_group(p, h, t->suite) : 0;
        no = t->suite && t->group ? 0 : ALERT_HANDSHAKE_FAILURE;
    }
    if (no) {
        refuse(c, no);
        return;
    }
    t->s = peer_crypto_suite(t->suite);
    if (t->phase == PHASE_SECOND) {
        t->group = asked;
        check_second(c, p, h);
    }
    struct slice share = share_of(h, t->group);
    if (share.n == 0 && t->phase == PHASE_SECOND) {
        refuse(c, ALERT_ILLEGAL_PARAMETER);
        return;
    }
    buf_add(&t->transcript, h->raw);
    if (share.n > 0) {
        answer_share(c, p, h, share);
        return;
    }
    fold_first_hello(c);
    t->first = h->raw;
    send_hello(c, p, h, (struct slice){0});
    const uint8_t one = 1;
    if (h->session.n > 0)
        msg_record(c, RECORD_CCS, LEGACY, slice_of(&one, 1));
    t->phase = PHASE_SECOND;
}

static void
send_tickets(struct peer_conn *c, const struct peer_tls13 *p)
{
    for (unsigned i = 0; i < p->tickets; i++) {
        uint8_t ticket[64];
        peer_crypto_random(ticket, sizeof ticket);
        struct buf b;
        buf_init(&b, &c->arena, FLIGHT_MAX);
        size_t at = msg_open(&b, HS_NEW_SESSION_TICKET);
        buf_u32(&b, p->ticket_lifetime);
        buf_u32(&b, 0x01020304); /* age_add */
        buf_u8(&b, 1);
        buf_u8(&b, i); /* nonce */
        buf_u16(&b, sizeof ticket);
        buf_add(&b, slice_of(ticket, sizeof ticket));
        size_t ext = buf_open(&b, 2);
        if (p->early_data) {
            buf_u16(&b, EXT_EARLY_DATA);
            buf_u16(&b, 4);
            buf_u32(&b, p->early_data);
        }
        buf_close(&b, ext, 2);
        msg_close(&b, at);
        send_sealed(c, RECORD_HANDSHAKE, buf_slice(&b));
    }
}

/* The client's Finished, in its first encrypted record. */
static void
take_finished(struct peer_conn *c, const struct peer_tls13 *p, struct slice sealed)
{
    struct tls13 *t = c->state;
    struct slice plain, head = record_head(&c->arena, sealed.n);
    t->phase = PHASE_OVER;
    if (!peer_crypto_open(&plain, &c->arena, t->s, t->client.key, nonce_of(&c->arena, &t->client),
                          head, sealed)) {
        peer_complain(c, "the client's first encrypted record does not open");
        return;
    }
    while (plain.n > 0 && plain.p[plain.n - 1] == 0)
        plain.n--; /* padding */
    if (plain.n == 0 || plain.p[plain.n - 1] != RECORD_HANDSHAKE)
        return; /* an alert: it does not want to go on */
    plain.n--;
    struct slice verify;
    uint8_t type;
    if (!slice_u8(&plain, &type) || type != HS_FINISHED || !slice_vec24(&plain, &verify) ||
        !slice_eq(verify, finished_of(c, &t->client))) {
        peer_complain(c, "the client's Finished is wrong");
        return;
    }
    atomic_fetch_add(&c->stats->finished, 1);
    send_tickets(c, p);
    struct slice secret = derive_secret(c, t->master_secret, "c ap traffic", transcript_hash(c));
    set_keys(c, &t->client, secret);
    t->phase = PHASE_DONE;
}

/* Application data is not answered; a close_notify is, with ours. */
static void
take_data(struct peer_conn *c, struct slice sealed)
{
    struct tls13 *t = c->state;
    struct slice plain, head = record_head(&c->arena, sealed.n);
    if (!peer_crypto_open(&plain, &c->arena, t->s, t->client.key, nonce_of(&c->arena, &t->client),
                          head, sealed)) {
        peer_complain(c, "a record of the client does not open");
        t->phase = PHASE_OVER;
        return;
    }
    if (plain.n == 0 || plain.p[plain.n - 1] != RECORD_ALERT)
        return;
    const uint8_t close_notify[] = {1, 0};
    send_sealed(c, RECORD_ALERT, slice_of(close_notify, sizeof close_notify));
    t->phase = PHASE_OVER;
    c->end = PEER_CLOSE;
}

static void
take_records(struct peer_conn *c, const struct peer_tls13 *p)
{
    struct tls13 *t = c->state;
    uint8_t type;
    uint16_t version;
    struct slice body;
    while ((t->phase == PHASE_FINISH || t->phase == PHASE_DONE) &&
           msg_record_take(c, &type, &version, &body))
        if (type == RECORD_DATA && t->phase == PHASE_DONE)
            take_data(c, body);
        else if (type == RECORD_DATA)
            take_finished(c, p, body);
        else if (type == RECORD_ALERT)
            t->phase = PHASE_OVER;
}

void
peer_tls13_heard(struct peer_conn *c, const struct peer_tls13 *p)
{
    struct tls13 *t = c->state;
    if (t && (t->phase == PHASE_FINISH || t->phase == PHASE_DONE))
        take_records(c, p);
    if (t && t->phase > PHASE_SECOND)
        return;
    struct msg_hello h;
    enum msg_got got = msg_hello_take(c, &h);
    if (got == MSG_HELLO)
        peer_tls13_answer(c, p, &h);
    else if (got != MSG_WAIT) {
        if (got == MSG_BAD)
            msg_alert(c, LEGACY, 2, ALERT_DECODE_ERROR);
        c->end = PEER_CLOSE;
    }
}

static void
heard(struct peer_conn *c)
{
    peer_tls13_heard(c, c->b->config);
}

const struct peer_behaviour peer_tls13 = {.name = "tls13", .heard = heard};
