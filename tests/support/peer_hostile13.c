/* SPDX-License-Identifier: Apache-2.0 */
#include "support/peer_hostile13.h"

#include "support/peer_crypto.h"

#define LEGACY 0x0303
#define TLS13 0x0304
#define HELLO_MAX 65536

static const uint8_t retry_random[32] = {
    0xcf, 0x21, 0xad, 0x74, 0xe5, 0x9a, 0x61, 0x11, 0xbe, 0x1d, 0x8c, 0x02, 0x1e, 0x65, 0xb8, 0x91,
    0xc2, 0xa2, 0x11, 0x16, 0x7a, 0xbb, 0x8c, 0x5e, 0x07, 0x9e, 0x09, 0xe2, 0xc8, 0xa8, 0x33, 0x9c,
};

/* How a hello of ours is wrong; all zero is a right one. */
struct lie {
    uint16_t suite;    /* instead of 1301 */
    uint16_t version;  /* in supported_versions, instead of 0x0304 */
    uint16_t group;    /* instead of x25519 */
    bool retry;        /* a HelloRetryRequest */
    bool no_share;     /* without key_share */
    bool no_version;   /* without supported_versions: TLS 1.2 with the retry's random */
    bool session;      /* another session id than the client's */
    bool share_length; /* the share's length runs past the message */
    bool empty_share;
    bool noise;   /* endless records behind it */
    bool twice;   /* the same hello again behind it */
    bool trailer; /* octets behind the last extension */
    bool again;   /* and so for every hello on the connection */
};

static void
add_hello(struct buf *b, const struct lie *l, const struct msg_hello *h)
{
    uint8_t random[32], share[32];
    peer_crypto_random(random, sizeof random);
    peer_crypto_random(share, sizeof share);
    size_t at = msg_open(b, HS_SERVER_HELLO);
    buf_u16(b, LEGACY);
    buf_add(b, slice_of(l->retry ? retry_random : random, 32));
    buf_u8(b, l->session ? 32 : (uint32_t)h->session.n);
    buf_add(b, l->session ? slice_of(random, 32) : h->session);
    buf_u16(b, l->suite ? l->suite : 0x1301);
    buf_u8(b, 0);
    size_t ext = buf_open(b, 2);
    if (!l->no_version) {
        buf_u16(b, EXT_SUPPORTED_VERSIONS);
        buf_u16(b, 2);
        buf_u16(b, l->version ? l->version : TLS13);
    }
    if (!l->no_share) {
        buf_u16(b, EXT_KEY_SHARE);
        size_t body = buf_open(b, 2);
        buf_u16(b, l->group ? l->group : 29);
        if (!l->retry) {
            buf_u16(b, l->share_length ? 0xffff : l->empty_share ? 0 : 32);
            buf_add(b, slice_of(share, l->empty_share ? 0 : 32));
        }
        buf_close(b, body, 2);
    }
    buf_close(b, ext, 2);
    if (l->trailer)
        buf_u32(b, 0xdeadbeef);
    msg_close(b, at);
}

static bool
offers_13(const struct msg_hello *h)
{
    const struct msg_extension *v = msg_find(h, EXT_SUPPORTED_VERSIONS);
    return v && msg_lists(slice_sub(v->body, 1, v->body.n), TLS13);
}

static void
noise(struct peer_conn *c)
{
    uint8_t block[16000];
    peer_crypto_random(block, sizeof block);
    msg_record(c, RECORD_DATA, LEGACY, slice_of(block, sizeof block));
}

static void
drained(struct peer_conn *c)
{
    const struct lie *l = c->b->config;
    if (l->noise && c->state)
        noise(c);
}

static void
heard(struct peer_conn *c)
{
    const struct lie *l = c->b->config;
    struct msg_hello h;
    if (c->state && !l->again)
        return;
    enum msg_got got = msg_hello_take(c, &h);
    if (got == MSG_WAIT)
        return;
    if (got != MSG_HELLO || !offers_13(&h)) {
        if (got == MSG_HELLO)
            msg_alert(c, h.version < LEGACY ? h.version : LEGACY, 2, ALERT_PROTOCOL_VERSION);
        c->end = PEER_CLOSE;
        return;
    }
    c->state = c;
    struct buf b;
    buf_init(&b, &c->arena, HELLO_MAX);
    add_hello(&b, l, &h);
    for (size_t i = 0; i < (l->twice ? 2 : 1); i++)
        msg_record(c, RECORD_HANDSHAKE, LEGACY, buf_slice(&b));
    if (l->noise)
        noise(c);
}

static void
tickets_heard(struct peer_conn *c)
{
    peer_tls13_heard(c, &((const struct hostile_set *)c->b->ground)->tls13);
}

#define LIE(...)                                                          \
    {                                                                     \
        .heard = heard, .drained = drained, .config = &(const struct lie) \
        {                                                                 \
            __VA_ARGS__                                                   \
        }                                                                 \
    }
#define NOTHING           \
    {                     \
        .must_fail = true \
    }
/* It names version, suite and group in clear. */
#define NAMED .versions = {TLS13}, .suites = {0x1301}, .groups = {29}

static const struct hostile rows[] = {
    {"retry without end", LIE(.retry = true, .again = true), {NAMED}},
    {"retry for a group not offered", LIE(.retry = true, .again = true, .group = 0x01fc), NOTHING},
    {"retry that asks for nothing",
     LIE(.retry = true, .again = true, .no_share = true),
     {.versions = {TLS13}, .suites = {0x1301}}},
    {"retry with a suite not offered", LIE(.retry = true, .again = true, .suite = 0x13ff), NOTHING},
    {"retry that is TLS 1.2",
     LIE(.retry = true, .again = true, .no_version = true, .no_share = true), NOTHING},
    {"1.3 suite not offered", LIE(.suite = 0xfefe), NOTHING},
    {"1.3 suite of TLS 1.2", LIE(.suite = 0xc02f), NOTHING},
    {"1.3 version 0x0305", LIE(.version = 0x0305), NOTHING},
    {"1.3 version 0x0303 in the extension", LIE(.version = 0x0303), NOTHING},
    {"1.3 version of a draft", LIE(.version = 0x7f1c), NOTHING},
    {"1.3 without a share", LIE(.no_share = true), {.versions = {TLS13}, .suites = {0x1301}}},
    {"1.3 share of a group not offered",
     LIE(.group = 0x01fc),
     {.versions = {TLS13}, .suites = {0x1301}}},
    {"1.3 share past the message", LIE(.share_length = true), NOTHING},
    {"1.3 empty share", LIE(.empty_share = true), {NAMED}},
    {"1.3 another session", LIE(.session = true), {NAMED}},
    {"1.3 hello with a trailer", LIE(.trailer = true), NOTHING},
    {"1.3 hello twice", LIE(.twice = true), {NAMED}},
    {"1.3 endless noise behind the hello", LIE(.noise = true), {NAMED, .must_speak = true}},
    {"1.3 five thousand tickets",
     {.heard = tickets_heard},
     {.versions = {TLS13}, .suites = {0x1301}, .groups = {29, 23}, .must_speak = true}},
};

const struct hostile *
hostile13(size_t *n)
{
    *n = COUNT_OF(rows);
    return rows;
}
