/* SPDX-License-Identifier: Apache-2.0 */
/* The joined TLCP and TLS 1.3 server, and SSL 2.0. */
#include "support/peer_tls.h"

#include "support/peer_crypto.h"

#define TLCP 0x0101
#define SSL2 0x0002
#define SSL2_CLIENT_HELLO 1
#define SSL2_SERVER_HELLO 4
#define SSL2_X509 1
#define SSL2_CONNECTION_ID 16

static void
dual_heard(struct peer_conn *c)
{
    const struct peer_dual *d = c->b->config;
    if (c->state) {
        peer_tls13_heard(c, d->tls13);
        return;
    }
    if (c->used > 0)
        return; /* TLCP: the flight is sent */
    struct msg_hello h;
    enum msg_got got = msg_hello_take(c, &h);
    if (got == MSG_HELLO && h.version == TLCP)
        peer_tlcp_answer(c, d->tlcp, &h);
    else if (got == MSG_HELLO)
        peer_tls13_answer(c, d->tls13, &h);
    else if (got != MSG_WAIT)
        c->end = PEER_CLOSE;
}

const struct peer_behaviour peer_dual = {.name = "tlcp and tls13", .heard = dual_heard};

/* Does a CLIENT-HELLO offer SSL 2.0? False also where it is malformed. */
static bool
offers_ssl2(struct peer_conn *c, struct slice s, bool *whole)
{
    uint16_t size, version, ciphers, session, challenge;
    uint8_t type;
    *whole = false;
    if (!slice_u16(&s, &size) || s.n < (size & 0x7fffU))
        return false;
    *whole = true;
    s = slice_sub(s, 0, size & 0x7fffU);
    if (!slice_u8(&s, &type) || type != SSL2_CLIENT_HELLO || !slice_u16(&s, &version) ||
        !slice_u16(&s, &ciphers) || !slice_u16(&s, &session) || !slice_u16(&s, &challenge)) {
        peer_complain(c, "SSL 2.0 hello is truncated");
        return false;
    }
    if (s.n != (size_t)ciphers + session + challenge || ciphers % 3 || challenge < 16 ||
        challenge > 32)
        peer_complain(c, "SSL 2.0 hello: lengths do not add up");
    return version == SSL2;
}

static void
ssl2_heard(struct peer_conn *c)
{
    const struct peer_ssl2 *p = c->b->config;
    struct slice in = buf_slice(&c->in);
    if (in.n == 0 || c->used > 0)
        return;
    bool whole;
    if (!(in.p[0] & 0x80)) {
        c->end = PEER_CLOSE; /* an SSL 3.0 record: not understood */
        return;
    }
    bool ours = offers_ssl2(c, in, &whole);
    if (!whole)
        return;
    c->used = in.n;
    if (!ours) {
        c->end = PEER_CLOSE;
        return;
    }
    atomic_fetch_add(&c->stats->hellos, 1);
    const struct cert *cert = certs_get(p->certs, p->cert);
    uint8_t id[SSL2_CONNECTION_ID];
    peer_crypto_random(id, sizeof id);
    struct buf b;
    buf_init(&b, &c->arena, 32767);
    size_t at = buf_open(&b, 2);
    buf_u8(&b, SSL2_SERVER_HELLO);
    buf_u8(&b, 0); /* no session found */
    buf_u8(&b, SSL2_X509);
    buf_u16(&b, SSL2);
    buf_u16(&b, (uint32_t)cert->der.n);
    buf_u16(&b, (uint32_t)p->ciphers.n);
    buf_u16(&b, sizeof id);
    buf_add(&b, cert->der);
    buf_add(&b, p->ciphers);
    buf_add(&b, slice_of(id, sizeof id));
    buf_close(&b, at, 2);
    b.p[at] |= 0x80; /* a record header of two octets: no padding */
    peer_send(c, buf_slice(&b));
}

const struct peer_behaviour peer_ssl2 = {.name = "ssl2", .heard = ssl2_heard};
