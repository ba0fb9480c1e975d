/* SPDX-License-Identifier: Apache-2.0 */
#include "support/peer_tls12.h"

#include "support/peer_crypto.h"

#define FLIGHT_MAX 32768
#define SSL3 0x0300
#define TLS12 0x0303
#define SCSV_RENEGOTIATION 0x00ff
#define SCSV_FALLBACK 0x5600
#define ALERT_INAPPROPRIATE_FALLBACK 86
#define HS_CERTIFICATE_STATUS 22

enum exchange {
    KX_RSA,
    KX_DHE,
    KX_ECDHE,
};

enum proof {
    BY_RSA,
    BY_ECDSA,
    BY_NOBODY,
};

static const struct suite {
    uint16_t code;
    enum exchange kx;
    enum proof by;
    bool cbc;
    uint16_t since; /* lowest version that can carry it */
} suites[] = {
    {0x0001, KX_RSA, BY_RSA, false, SSL3},       /* NULL_MD5 */
    {0x0003, KX_RSA, BY_RSA, false, SSL3},       /* export RC4_40 */
    {0x0004, KX_RSA, BY_RSA, false, SSL3},       /* RC4_128_MD5 */
    {0x0005, KX_RSA, BY_RSA, false, SSL3},       /* RC4_128_SHA */
    {0x0009, KX_RSA, BY_RSA, true, SSL3},        /* DES_CBC_SHA */
    {0x000a, KX_RSA, BY_RSA, true, SSL3},        /* 3DES_EDE_CBC_SHA */
    {0x0016, KX_DHE, BY_RSA, true, SSL3},        /* DHE_RSA 3DES */
    {0x0018, KX_DHE, BY_NOBODY, false, SSL3},    /* DH_anon RC4_128_MD5 */
    {0x002f, KX_RSA, BY_RSA, true, SSL3},        /* AES_128_CBC_SHA */
    {0x0033, KX_DHE, BY_RSA, true, SSL3},        /* DHE_RSA AES_128_CBC_SHA */
    {0x0034, KX_DHE, BY_NOBODY, true, SSL3},     /* DH_anon AES_128_CBC_SHA */
    {0x0035, KX_RSA, BY_RSA, true, SSL3},        /* AES_256_CBC_SHA */
    {0x009c, KX_RSA, BY_RSA, false, TLS12},      /* AES_128_GCM_SHA256 */
    {0x009e, KX_DHE, BY_RSA, false, TLS12},      /* DHE_RSA AES_128_GCM_SHA256 */
    {0xc009, KX_ECDHE, BY_ECDSA, true, 0x0301},  /* ECDHE_ECDSA AES_128_CBC_SHA */
    {0xc011, KX_ECDHE, BY_RSA, false, 0x0301},   /* ECDHE_RSA RC4_128_SHA */
    {0xc013, KX_ECDHE, BY_RSA, true, 0x0301},    /* ECDHE_RSA AES_128_CBC_SHA */
    {0xc018, KX_ECDHE, BY_NOBODY, true, 0x0301}, /* ECDH_anon AES_128_CBC_SHA */
    {0xc02b, KX_ECDHE, BY_ECDSA, false, TLS12},  /* ECDHE_ECDSA AES_128_GCM_SHA256 */
    {0xc02f, KX_ECDHE, BY_RSA, false, TLS12},    /* ECDHE_RSA AES_128_GCM_SHA256 */
};

static const struct {
    const char *hash; /* OpenSSL's */
    uint16_t code;
    bool pss;
    enum proof by;
} schemes[] = {
    {"SHA1", 0x0201, false, BY_RSA},   {"SHA1", 0x0203, false, BY_ECDSA},
    {"SHA224", 0x0301, false, BY_RSA}, {"SHA224", 0x0303, false, BY_ECDSA},
    {"SHA256", 0x0401, false, BY_RSA}, {"SHA256", 0x0403, false, BY_ECDSA},
    {"SHA384", 0x0501, false, BY_RSA}, {"SHA384", 0x0503, false, BY_ECDSA},
    {"SHA512", 0x0601, false, BY_RSA}, {"SHA512", 0x0603, false, BY_ECDSA},
    {"SHA256", 0x0804, true, BY_RSA},  {"SHA384", 0x0805, true, BY_RSA},
    {"SHA512", 0x0806, true, BY_RSA},
};

static const struct suite *
suite_of(uint16_t code)
{
    for (size_t i = 0; i < COUNT_OF(suites); i++)
        if (suites[i].code == code)
            return &suites[i];
    return NULL;
}

static struct slice
offered(const struct msg_hello *h, uint16_t type)
{
    const struct msg_extension *x = msg_find(h, type);
    return x ? slice_sub(x->body, 2, x->body.n) : (struct slice){0};
}

/* Our first scheme of the right kind that the client takes; RFC 5246, section 7.4.1.4.1 for
 * silence. */
static uint16_t
choose_scheme(const struct peer_tls12 *p, const struct msg_hello *h, enum proof by)
{
    struct slice list = offered(h, EXT_SIGNATURE_ALGORITHMS);
    if (list.n == 0)
        return by == BY_RSA ? 0x0201 : 0x0203;
    for (size_t i = 0; i < p->schemes.n; i++)
        for (size_t j = 0; j < COUNT_OF(schemes); j++)
            if (schemes[j].code == p->schemes.v[i] && schemes[j].by == by &&
                msg_lists(list, p->schemes.v[i]))
                return p->schemes.v[i];
    return 0;
}

/* Could this suite be used with this hello? Fills in what goes with it. */
static bool
fits(struct tls12_choice *x, const struct peer_tls12 *p, const struct msg_hello *h, uint16_t code)
{
    const struct suite *s = suite_of(code);
    if (!s || x->version < s->since)
        return false;
    x->suite = code;
    x->group = x->scheme = 0;
    x->cert = NULL;
    const char *name = s->by == BY_RSA ? p->rsa : p->ecdsa;
    if (s->by != BY_NOBODY) {
        if (!name)
            return false;
        x->cert = certs_get(p->certs, name);
    }
    if (s->kx == KX_ECDHE) {
        struct slice list = offered(h, EXT_SUPPORTED_GROUPS);
        /* RFC 8422, section 4: without the extension the server may choose any */
        x->group = list.n ? msg_choose(p->groups.v, p->groups.n, list, false)
                          : (p->groups.n ? p->groups.v[0] : 0);
        if (!x->group)
            return false;
    }
    if (s->kx != KX_RSA && s->by != BY_NOBODY && x->version == TLS12) {
        x->scheme = choose_scheme(p, h, s->by);
        return x->scheme != 0;
    }
    return true;
}

static bool
choose_suite(struct tls12_choice *x, const struct peer_tls12 *p, const struct msg_hello *h)
{
    struct slice list = h->suites;
    uint16_t code;
    for (size_t i = 0; !p->client_order && i < p->suites.n; i++)
        if (msg_lists(list, p->suites.v[i]) && fits(x, p, h, p->suites.v[i]))
            return true;
    while (p->client_order && slice_u16(&list, &code))
        for (size_t i = 0; i < p->suites.n; i++)
            if (p->suites.v[i] == code && fits(x, p, h, code))
                return true;
    return false;
}

bool
tls12_choose(struct tls12_choice *out, const struct peer_tls12 *p, const struct msg_hello *h,
             uint8_t *alert)
{
    *out = (struct tls12_choice){.version = h->version < p->max ? h->version : p->max};
    peer_crypto_random(out->random, sizeof out->random);
    *alert = ALERT_PROTOCOL_VERSION;
    if (out->version < p->min)
        return false;
    *alert = ALERT_INAPPROPRIATE_FALLBACK;
    if (p->fallback_scsv && h->version < p->max && msg_lists(h->suites, SCSV_FALLBACK))
        return false;
    *alert = ALERT_HANDSHAKE_FAILURE;
    if (p->deflate && memchr(h->compressions.p, 1, h->compressions.n))
        out->compression = 1;
    return choose_suite(out, p, h);
}

static void
add_empty(struct buf *b, uint16_t type)
{
    buf_u16(b, type);
    buf_u16(b, 0);
}

static void
add_extensions(struct buf *b, const struct peer_tls12 *p, const struct msg_hello *h,
               const struct tls12_choice *x)
{
    static const struct {
        unsigned flag;
        uint16_t type;
    } plain[] = {{PEER_SNI, EXT_SERVER_NAME}, {PEER_STAPLE, 5}, {PEER_EMS, 23}, {PEER_TICKET, 35}};
    for (size_t i = 0; i < COUNT_OF(plain); i++)
        if (p->extensions & plain[i].flag && msg_find(h, plain[i].type))
            add_empty(b, plain[i].type);
    const struct suite *s = suite_of(x->suite);
    if (p->extensions & PEER_ETM && msg_find(h, 22) && s->cbc)
        add_empty(b, 22);
    if (p->extensions & PEER_POINTS && msg_find(h, 11) && s->kx == KX_ECDHE) {
        buf_u16(b, 11);
        buf_u16(b, 2);
        buf_u16(b, 0x0100); /* one format: uncompressed */
    }
    if (p->extensions & PEER_RENEGOTIATE &&
        (msg_find(h, 0xff01) || msg_lists(h->suites, SCSV_RENEGOTIATION))) {
        buf_u16(b, 0xff01);
        buf_u16(b, 1);
        buf_u8(b, 0);
    }
}

void
tls12_add_hello(struct buf *b, const struct peer_tls12 *p, const struct msg_hello *h,
                const struct tls12_choice *x)
{
    uint8_t session[32];
    peer_crypto_random(session, sizeof session);
    size_t at = msg_open(b, HS_SERVER_HELLO);
    buf_u16(b, x->version);
    buf_add(b, slice_of(x->random, 32));
    buf_u8(b, sizeof session);
    buf_add(b, slice_of(session, sizeof session));
    buf_u16(b, x->suite);
    buf_u8(b, x->compression);
    size_t ext = buf_open(b, 2);
    if (suite_of(x->suite))
        add_extensions(b, p, h, x);
    if (b->n == ext + 2)
        b->n = ext; /* none: the block is left out, as before RFC 3546 */
    else
        buf_close(b, ext, 2);
    msg_close(b, at);
}

void
tls12_add_certificate(struct buf *b, const struct peer_tls12 *p, const struct tls12_choice *x)
{
    if (!x->cert)
        return;
    size_t at = msg_open(b, HS_CERTIFICATE);
    size_t list = buf_open(b, 3);
    for (const struct cert *c = x->cert; c;
         c = c->spec->issuer ? certs_get(p->certs, c->spec->issuer) : NULL) {
        buf_u24(b, (uint32_t)c->der.n);
        buf_add(b, c->der);
    }
    buf_close(b, list, 3);
    msg_close(b, at);
}

static void
add_params(struct buf *b, struct arena *a, const struct peer_tls12 *p, const struct tls12_choice *x)
{
    if (suite_of(x->suite)->kx == KX_ECDHE) {
        buf_u8(b, 3); /* named_curve */
        buf_u16(b, x->group);
        struct slice point = peer_crypto_point(a, x->group);
        buf_u8(b, (uint32_t)point.n);
        buf_add(b, point);
        return;
    }
    struct slice prime = peer_crypto_dh_prime(a, p->dh_bits);
    buf_u16(b, (uint32_t)prime.n);
    buf_add(b, prime);
    buf_u16(b, 1);
    buf_u8(b, 2);
    buf_u16(b, (uint32_t)prime.n);
    buf_add(b, peer_crypto_dh_public(a, prime));
}

static void
add_signature(struct buf *b, struct arena *a, const struct tls12_choice *x, struct slice tbs)
{
    enum proof by = suite_of(x->suite)->by;
    const char *hash = by == BY_RSA ? "MD5-SHA1" : "SHA1"; /* RFC 4346, RFC 8422 section 5.4 */
    bool pss = false;
    for (size_t i = 0; x->version == TLS12 && i < COUNT_OF(schemes); i++)
        if (schemes[i].code == x->scheme) {
            hash = schemes[i].hash;
            pss = schemes[i].pss;
        }
    if (x->version == TLS12)
        buf_u16(b, x->scheme);
    struct slice sig = peer_crypto_sign(a, x->cert->key, hash, NULL, pss, tbs);
    buf_u16(b, (uint32_t)sig.n);
    buf_add(b, sig);
}

void
tls12_add_key_exchange(struct buf *b, struct arena *a, const struct peer_tls12 *p,
                       const struct msg_hello *h, const struct tls12_choice *x)
{
    if (suite_of(x->suite)->kx == KX_RSA)
        return;
    struct buf params, tbs;
    buf_init(&params, a, FLIGHT_MAX);
    buf_init(&tbs, a, FLIGHT_MAX);
    add_params(&params, a, p, x);
    buf_add(&tbs, h->random);
    buf_add(&tbs, slice_of(x->random, 32));
    buf_add(&tbs, buf_slice(&params));
    size_t at = msg_open(b, HS_SERVER_KEY_EXCHANGE);
    buf_add(b, buf_slice(&params));
    if (x->cert)
        add_signature(b, a, x, buf_slice(&tbs));
    msg_close(b, at);
}

static void
add_status(struct buf *b)
{
    static const uint8_t try_later[] = {0x30, 0x03, 0x0a, 0x01, 0x03}; /* RFC 6960, tryLater */
    size_t at = msg_open(b, HS_CERTIFICATE_STATUS);
    buf_u8(b, 1); /* ocsp */
    buf_u24(b, sizeof try_later);
    buf_add(b, slice_of(try_later, sizeof try_later));
    msg_close(b, at);
}

void
peer_tls12_answer(struct peer_conn *c, const struct peer_tls12 *p, const struct msg_hello *h)
{
    struct tls12_choice x;
    uint8_t alert;
    if (p->intolerant && h->version > p->max) {
        c->end = PEER_CLOSE;
        return;
    }
    if (!tls12_choose(&x, p, h, &alert)) {
        msg_alert(c, h->version < p->max ? h->version : p->max, 2, alert);
        c->end = PEER_CLOSE;
        return;
    }
    struct buf b;
    buf_init(&b, &c->arena, FLIGHT_MAX);
    tls12_add_hello(&b, p, h, &x);
    tls12_add_certificate(&b, p, &x);
    if (p->extensions & PEER_STAPLE && msg_find(h, 5) && x.cert)
        add_status(&b);
    tls12_add_key_exchange(&b, &c->arena, p, h, &x);
    msg_close(&b, msg_open(&b, HS_SERVER_HELLO_DONE));
    /* The whole flight in one record: allowed, and unlike what OpenSSL does. */
    msg_record(c, RECORD_HANDSHAKE, x.version, buf_slice(&b));
}

static void
heard(struct peer_conn *c)
{
    struct msg_hello h;
    if (c->state) {
        c->end = PEER_CLOSE; /* the client goes on with its key exchange: we do not */
        return;
    }
    enum msg_got got = msg_hello_take(c, &h);
    if (got == MSG_WAIT)
        return;
    c->state = c;
    if (got == MSG_HELLO)
        peer_tls12_answer(c, c->b->config, &h);
    else
        c->end = PEER_CLOSE;
}

const struct peer_behaviour peer_tls12 = {.name = "tls12", .heard = heard};
