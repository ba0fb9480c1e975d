/* SPDX-License-Identifier: Apache-2.0 */
/*
 * TLCP, the server's first flight: GB/T 38636-2020, section 6.4.5. Each
 * message stands in a record of its own, as Tongsuo sends them.
 */
#include "support/peer_crypto.h"
#include "support/peer_msg.h"
#include "support/peer_tls.h"

#define TLCP 0x0101
#define SM2_ID "1234567812345678"
#define CURVE_SM2 41
#define NAMED_CURVE 3
#define TYPE_RSA_SIGN 1
#define TYPE_ECDSA_SIGN 64
#define FLIGHT_MAX 8192

enum exchange {
    EXCHANGE_ECC,
    EXCHANGE_ECDHE,
    EXCHANGE_OTHER,
};

static enum exchange
exchange_of(uint16_t suite)
{
    if (suite == 0xe013 || suite == 0xe053)
        return EXCHANGE_ECC;
    return suite == 0xe011 || suite == 0xe051 ? EXCHANGE_ECDHE : EXCHANGE_OTHER;
}

static void
send_message(struct peer_conn *c, const struct buf *b)
{
    msg_record(c, RECORD_HANDSHAKE, TLCP, buf_slice(b));
}

static void
send_hello(struct peer_conn *c, uint16_t suite, const uint8_t random[32])
{
    uint8_t session[32];
    peer_crypto_random(session, sizeof session);
    struct buf b;
    buf_init(&b, &c->arena, FLIGHT_MAX);
    size_t at = msg_open(&b, HS_SERVER_HELLO);
    buf_u16(&b, TLCP);
    buf_add(&b, slice_of(random, 32));
    buf_u8(&b, sizeof session);
    buf_add(&b, slice_of(session, sizeof session));
    buf_u16(&b, suite);
    buf_u8(&b, 0);
    msg_close(&b, at);
    send_message(c, &b);
}

static void
add_certificate(struct buf *b, const struct cert *cert)
{
    buf_u24(b, (uint32_t)cert->der.n);
    buf_add(b, cert->der);
}

/* The signing certificate first, then the encryption certificate, then who issued them. */
static void
send_certificates(struct peer_conn *c, const struct peer_tlcp *t)
{
    const struct cert *sign = certs_get(t->certs, t->sign);
    struct buf b;
    buf_init(&b, &c->arena, FLIGHT_MAX);
    size_t at = msg_open(&b, HS_CERTIFICATE);
    size_t list = buf_open(&b, 3);
    add_certificate(&b, sign);
    if (t->enc)
        add_certificate(&b, certs_get(t->certs, t->enc));
    if (sign->spec->issuer)
        add_certificate(&b, certs_get(t->certs, sign->spec->issuer));
    buf_close(&b, list, 3);
    msg_close(&b, at);
    send_message(c, &b);
}

/*
 * ECDHE: the curve parameters, signed with both randoms. ECC: the parameters
 * are the encryption certificate, which is signed but not sent again.
 */
static void
send_key_exchange(struct peer_conn *c, const struct peer_tlcp *t, enum exchange kx,
                  const struct msg_hello *h, const uint8_t random[32])
{
    struct buf params, tbs, b;
    buf_init(&params, &c->arena, FLIGHT_MAX);
    buf_init(&tbs, &c->arena, FLIGHT_MAX);
    buf_init(&b, &c->arena, FLIGHT_MAX);
    if (kx == EXCHANGE_ECDHE) {
        buf_u8(&params, NAMED_CURVE);
        buf_u16(&params, CURVE_SM2);
        struct slice point = peer_crypto_point(&c->arena, CURVE_SM2);
        buf_u8(&params, (uint32_t)point.n);
        buf_add(&params, point);
    } else {
        add_certificate(&params, certs_get(t->certs, t->enc ? t->enc : t->sign));
    }
    buf_add(&tbs, h->random);
    buf_add(&tbs, slice_of(random, 32));
    buf_add(&tbs, buf_slice(&params));
    void *key = certs_get(t->certs, t->sign)->key;
    struct slice sig = peer_crypto_sign(&c->arena, key, "SM3", SM2_ID, false, buf_slice(&tbs));
    size_t at = msg_open(&b, HS_SERVER_KEY_EXCHANGE);
    if (kx == EXCHANGE_ECDHE)
        buf_add(&b, buf_slice(&params));
    buf_u16(&b, (uint32_t)sig.n);
    buf_add(&b, sig);
    msg_close(&b, at);
    send_message(c, &b);
}

static void
send_certificate_request(struct peer_conn *c)
{
    struct buf b;
    buf_init(&b, &c->arena, FLIGHT_MAX);
    size_t at = msg_open(&b, HS_CERTIFICATE_REQUEST);
    size_t types = buf_open(&b, 1);
    buf_u8(&b, TYPE_RSA_SIGN);
    buf_u8(&b, TYPE_ECDSA_SIGN);
    buf_close(&b, types, 1);
    buf_u16(&b, 0); /* any authority */
    msg_close(&b, at);
    send_message(c, &b);
}

static void
refuse(struct peer_conn *c, uint16_t version, uint8_t why)
{
    msg_alert(c, version, 2, why);
    c->end = PEER_CLOSE;
}

void
peer_tlcp_answer(struct peer_conn *c, const struct peer_tlcp *t, const struct msg_hello *h)
{
    if (h->version != TLCP) {
        refuse(c, h->version, ALERT_HANDSHAKE_FAILURE);
        return;
    }
    if (h->record_version != TLCP)
        peer_complain(c, "TLCP hello in a record of version %04x", h->record_version);
    uint16_t suite = msg_choose(t->suites.v, t->suites.n, h->suites, t->client_order);
    if (suite == 0) {
        refuse(c, TLCP, ALERT_HANDSHAKE_FAILURE);
        return;
    }
    uint8_t random[32];
    peer_crypto_random(random, sizeof random);
    enum exchange kx = exchange_of(suite);
    send_hello(c, suite, random);
    send_certificates(c, t);
    if (kx != EXCHANGE_OTHER)
        send_key_exchange(c, t, kx, h, random);
    if (kx == EXCHANGE_ECDHE)
        send_certificate_request(c);
    struct buf b;
    buf_init(&b, &c->arena, FLIGHT_MAX);
    msg_close(&b, msg_open(&b, HS_SERVER_HELLO_DONE));
    send_message(c, &b);
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
        peer_tlcp_answer(c, c->b->config, &h);
    else if (got == MSG_SSL2)
        c->end = PEER_CLOSE;
    else
        refuse(c, TLCP, ALERT_DECODE_ERROR);
}

const struct peer_behaviour peer_tlcp = {.name = "tlcp", .heard = heard};
