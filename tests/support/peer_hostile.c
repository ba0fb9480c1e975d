/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Hostile servers. What they have in common is in `ground`: the honest server
 * that some of them are up to a point. The 1.3 ones are in peer_hostile13.c.
 */
#include "support/peer_hostile.h"

#include "support/peer_crypto.h"
#include "support/peer_hostile13.h"

#include <assert.h>

#define FLIGHT_MAX 32768
#define TLS12 0x0303
#define STREAM_BLOCK 65536 /* octets queued at a time by endless streams */

/* ServerHello of the honest server: places after the header of four octets, session of 32. */
#define AT_VERSION 4
#define AT_SESSION 38
#define AT_SUITE 71
#define AT_COMPRESSION 73

/* What the honest server of the ground offers, and what may be learnt of it. */
#define HONEST_SUITES 0xc02f, 0x002f
#define HONEST_TRUTH .versions = {TLS12}, .suites = {HONEST_SUITES}, .groups = {23}

static const struct peer_tls12 *
honest(const struct peer_conn *c)
{
    return &((const struct hostile_set *)c->b->ground)->tls12;
}

/* ---- bytes that are no TLS, or broken records ---- */

struct fixed {
    const char *name;
    struct slice says;
    bool at_once; /* on accept; else when the hello has come */
    enum peer_end end;
};

static const struct fixed fixed[] = {
    {"http at once", SL_INIT("HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n"), true,
     PEER_CLOSE},
    {"http",
     SL_INIT("HTTP/1.1 400 Bad Request\r\nServer: nginx\r\nContent-Type: text/html\r\n\r\n"
             "<html><body>The plain HTTP request</body></html>"),
     false, PEER_CLOSE},
    {"ssh", SL_INIT("SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3\r\n"), true, PEER_HOLD},
    {"smtp", SL_INIT("220 mail.example.org ESMTP Postfix\r\n"), true, PEER_HOLD},
    {"ssl2 bytes",
     SL_INIT("\x80\x23\x04\x00\x01\x00\x02\x00\x00\x00\x06\x00\x10\x01\x00\x80\x07"
             "\x00\xc0"
             "ABCDEFGHIJKLMNOP"),
     false, PEER_HOLD},
    {"ssl2 error", SL_INIT("\x80\x03\x00\x00\x01"), false, PEER_CLOSE},
    {"ssl2 lengths contradict", SL_INIT("\x80\x0b\x04\x00\x01\x00\x02\xff\xff\xff\xff\xff\xff"),
     false, PEER_HOLD},
    {"zeros", SL_INIT("\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"), false, PEER_HOLD},
    {"one octet", SL_INIT("\x16"), false, PEER_CLOSE},
    {"half a record head", SL_INIT("\x16\x03\x03"), false, PEER_CLOSE},
    {"record of 65535", SL_INIT("\x16\x03\x03\xff\xff\x02\x00\xff\xfb\x03\x03"), false, PEER_HOLD},
    {"record longer than what comes", SL_INIT("\x16\x03\x03\x00\x40\x02\x00\x00\x3c\x03\x03"),
     false, PEER_CLOSE},
    {"empty hello", SL_INIT("\x16\x03\x03\x00\x04\x02\x00\x00\x00"), false, PEER_HOLD},
    {"hello of two octets", SL_INIT("\x16\x03\x03\x00\x06\x02\x00\x00\x02\x03\x03"), false,
     PEER_HOLD},
    {"empty alert", SL_INIT("\x15\x03\x03\x00\x00"), false, PEER_HOLD},
    {"alert of one octet", SL_INIT("\x15\x03\x03\x00\x01\x02"), false, PEER_CLOSE},
    {"alert of level 9", SL_INIT("\x15\x03\x03\x00\x02\x09\xee"), false, PEER_HOLD},
    {"record type 99", SL_INIT("\x63\x03\x03\x00\x02\x02\x28"), false, PEER_HOLD},
    {"record version 9999", SL_INIT("\x16\x99\x99\x00\x04\x0e\x00\x00\x00"), false, PEER_HOLD},
    {"unknown handshake message", SL_INIT("\x16\x03\x03\x00\x04\x77\x00\x00\x00"), false,
     PEER_HOLD},
    {"data at once", SL_INIT("\x17\x03\x03\x00\x05hello"), false, PEER_CLOSE},
    {"close at once", SL_INIT(""), true, PEER_CLOSE},
    {"reset at once", SL_INIT(""), true, PEER_RESET},
    {"close after the hello", SL_INIT(""), false, PEER_CLOSE},
    {"reset after the hello", SL_INIT(""), false, PEER_RESET},
    {"silence after the hello", SL_INIT(""), false, PEER_HOLD},
};

static void
fixed_say(struct peer_conn *c)
{
    const struct fixed *f = c->b->config;
    c->state = c;
    peer_send(c, f->says);
    c->end = f->end;
}

static void
fixed_opened(struct peer_conn *c)
{
    const struct fixed *f = c->b->config;
    if (f->at_once)
        fixed_say(c);
}

static void
fixed_heard(struct peer_conn *c)
{
    if (!c->state)
        fixed_say(c);
}

static void
echo_heard(struct peer_conn *c)
{
    struct slice fresh = slice_sub(buf_slice(&c->in), c->used, c->in.n);
    c->used += fresh.n;
    peer_send(c, fresh);
}

/* ---- endless streams ---- */

struct stream {
    const char *name;
    struct slice first, again;
};

static const struct stream streams[] = {
    {"endless warnings", SL_INIT(""), SL_INIT("\x15\x03\x03\x00\x02\x01\x5a")},
    {"endless empty records", SL_INIT(""), SL_INIT("\x16\x03\x03\x00\x00")},
    {"endless change cipher spec", SL_INIT(""), SL_INIT("\x14\x03\x03\x00\x01\x01")},
    {"endless data", SL_INIT(""), SL_INIT("\x17\x03\x03\x00\x08zzzzzzzz")},
    {"endless hello requests", SL_INIT(""), SL_INIT("\x16\x03\x03\x00\x04\x00\x00\x00\x00")},
    {"endless hello fragments", SL_INIT("\x16\x03\x03\x00\x04\x02\xff\xff\xff"),
     SL_INIT("\x16\x03\x03\x00\x01\x03")},
    {"endless hello in full records",
     SL_INIT("\x16\x03\x03\x00\x04\x02\xff\xff\xff\x16\x03\x03\x40"), SL_INIT("\x00")},
    {"endless noise", SL_INIT(""), SL_INIT("\xde\xad\xbe\xef\x01\x02\x03")},
};

static void
stream_drained(struct peer_conn *c)
{
    const struct stream *s = c->b->config;
    if (!c->state)
        return;
    for (size_t n = 0; n < STREAM_BLOCK; n += s->again.n)
        peer_send(c, s->again);
}

static void
stream_heard(struct peer_conn *c)
{
    const struct stream *s = c->b->config;
    if (c->state)
        return;
    c->state = c;
    peer_send(c, s->first);
    stream_drained(c);
}

/* ---- an honest TLS 1.2 flight, spoilt ---- */

enum {
    MSG_HELLO_,
    MSG_CERTIFICATE_,
    MSG_KEY_EXCHANGE_,
    MSG_DONE_,
    MESSAGES,
};

struct flight {
    struct buf m[MESSAGES];
    struct arena *a;
    enum peer_end end;
    size_t n;      /* messages that are sent */
    uint8_t alert; /* behind them; 0: none */
};

static void
put16(struct buf *b, size_t at, uint16_t v)
{
    if (at + 2 > b->n)
        return;
    b->p[at] = (uint8_t)(v >> 8);
    b->p[at + 1] = (uint8_t)v;
}

static void
put24(struct buf *b, size_t at, uint32_t v)
{
    if (at + 3 > b->n)
        return;
    b->p[at] = (uint8_t)(v >> 16);
    put16(b, at + 1, (uint16_t)v);
}

static void
suite_not_offered(struct flight *f)
{
    put16(&f->m[MSG_HELLO_], AT_SUITE, 0xfefd);
}

static void
suite_null(struct flight *f)
{
    put16(&f->m[MSG_HELLO_], AT_SUITE, 0);
}

static void
suite_scsv(struct flight *f)
{
    put16(&f->m[MSG_HELLO_], AT_SUITE, 0x00ff);
}

static void
suite_of_tls13(struct flight *f)
{
    put16(&f->m[MSG_HELLO_], AT_SUITE, 0x1301);
}

static void
version_above(struct flight *f)
{
    put16(&f->m[MSG_HELLO_], AT_VERSION, 0x0305);
}

static void
version_ssl2(struct flight *f)
{
    put16(&f->m[MSG_HELLO_], AT_VERSION, 0x0002);
}

static void
version_13_in_clear(struct flight *f)
{
    put16(&f->m[MSG_HELLO_], AT_VERSION, 0x0304); /* RFC 8446: never so */
}

static void
compression_not_offered(struct flight *f)
{
    f->m[MSG_HELLO_].p[AT_COMPRESSION] = 0x40;
}

static void
session_of_255(struct flight *f)
{
    f->m[MSG_HELLO_].p[AT_SESSION] = 255;
}

static void
hello_too_long(struct flight *f)
{
    f->m[MSG_HELLO_].p[3] = 0xff;
    f->n = 1;
    f->end = PEER_CLOSE;
}

static void
hello_too_short(struct flight *f)
{
    put24(&f->m[MSG_HELLO_], 1, 20);
}

/* Other extensions, behind their length. */
static void
hello_extensions(struct flight *f, struct slice octets)
{
    struct buf *b = &f->m[MSG_HELLO_];
    b->n = AT_COMPRESSION + 1;
    buf_add(b, octets);
    put24(b, 1, (uint32_t)b->n - 4);
}

static void
extensions_too_long(struct flight *f)
{
    hello_extensions(f, SL("\xff\xff\xff\x01\xff\xff"));
}

static void
extension_twice(struct flight *f)
{
    hello_extensions(f, SL("\x00\x08\x00\x17\x00\x00\x00\x17\x00\x00"));
}

static void
extension_not_offered(struct flight *f)
{
    hello_extensions(f, SL("\x00\x05\x77\x77\x00\x01\x01"));
}

static void
hello_twice(struct flight *f)
{
    f->m[MSG_CERTIFICATE_] = f->m[MSG_HELLO_];
}

static void
certificate_first(struct flight *f)
{
    struct buf hello = f->m[MSG_HELLO_];
    f->m[MSG_HELLO_] = f->m[MSG_CERTIFICATE_];
    f->m[MSG_CERTIFICATE_] = hello;
}

static void
certificate_list_too_long(struct flight *f)
{
    put24(&f->m[MSG_CERTIFICATE_], 4, 0xffffff);
}

static void
certificate_too_long(struct flight *f)
{
    put24(&f->m[MSG_CERTIFICATE_], 7, 0xffffff);
}

static void
certificate_of_nothing(struct flight *f)
{
    put24(&f->m[MSG_CERTIFICATE_], 7, 0);
}

static void
certificate_list_empty(struct flight *f)
{
    struct buf *b = &f->m[MSG_CERTIFICATE_];
    b->n = 7;
    put24(b, 1, 3);
    put24(b, 4, 0);
}

static void
certificate_garbage(struct flight *f)
{
    struct buf *b = &f->m[MSG_CERTIFICATE_];
    peer_crypto_random(b->p + 10, b->n - 10);
}

/* A DER header that announces 4 GB, many levels deep. */
static void
certificate_deep(struct flight *f)
{
    struct buf *b = &f->m[MSG_CERTIFICATE_];
    for (size_t i = 10; i + 2 <= b->n; i += 2)
        put16(b, i, 0x3080);
}

static void
certificates_many(struct flight *f)
{
    struct buf *b = &f->m[MSG_CERTIFICATE_];
    b->n = 7;
    for (size_t i = 0; i < 5000; i++) {
        buf_u24(b, 3);
        buf_u24(b, 0x300101);
    }
    put24(b, 1, (uint32_t)b->n - 4);
    put24(b, 4, (uint32_t)b->n - 7);
}

static void
point_too_long(struct flight *f)
{
    if (f->m[MSG_KEY_EXCHANGE_].n)
        f->m[MSG_KEY_EXCHANGE_].p[7] = 255;
}

static void
group_not_offered(struct flight *f)
{
    if (f->m[MSG_KEY_EXCHANGE_].n)
        put16(&f->m[MSG_KEY_EXCHANGE_], 5, 0x01fc);
}

static void
curve_explicit(struct flight *f)
{
    if (f->m[MSG_KEY_EXCHANGE_].n)
        f->m[MSG_KEY_EXCHANGE_].p[4] = 1;
}

static void
key_exchange_empty(struct flight *f)
{
    f->m[MSG_KEY_EXCHANGE_].n = f->m[MSG_KEY_EXCHANGE_].n ? 4 : 0;
    put24(&f->m[MSG_KEY_EXCHANGE_], 1, 0);
}

static void
signature_too_long(struct flight *f)
{
    put16(&f->m[MSG_KEY_EXCHANGE_], 8 + 65 + 2, 0xffff);
}

static void
scheme_not_offered(struct flight *f)
{
    put16(&f->m[MSG_KEY_EXCHANGE_], 8 + 65, 0xfefe);
}

static void
failure_after_hello(struct flight *f)
{
    f->n = 1;
    f->alert = ALERT_HANDSHAKE_FAILURE;
    f->end = PEER_CLOSE;
}

static void
trouble_after_hello(struct flight *f)
{
    f->n = 1;
    f->alert = ALERT_INTERNAL_ERROR;
    f->end = PEER_CLOSE;
}

static void
end_after_hello(struct flight *f)
{
    f->n = 1;
    f->end = PEER_CLOSE;
}

static void
reset_after_hello(struct flight *f)
{
    f->n = 1;
    f->end = PEER_RESET;
}

static void
reset_after_certificate(struct flight *f)
{
    f->n = 2;
    f->end = PEER_RESET;
}

static void
reset_in_a_record(struct flight *f)
{
    f->m[MSG_CERTIFICATE_].n = 100; /* its length stays */
    f->n = 2;
    f->end = PEER_RESET;
}

struct spoilt {
    const char *name;
    void (*spoil)(struct flight *f);
    struct hostile_truth truth;
};

/* The hello is good: what it says may be learnt, and has to be. */
#define SPOKE                            \
    {                                    \
        HONEST_TRUTH, .must_speak = true \
    }
#define NOT_DENIED                                          \
    {                                                       \
        HONEST_TRUTH, .must_speak = true, .no_denial = true \
    }
#define NOTHING           \
    {                     \
        .must_fail = true \
    }

#define SPOKE_ALL                                     \
    {                                                 \
        HONEST_TRUTH, .must_speak = true, .all = true \
    }

static const struct spoilt spoilts[] = {
    {"suite not offered", suite_not_offered, NOTHING},
    {"suite NULL_WITH_NULL_NULL", suite_null, {.suites = {0x0000}}},
    {"suite is the SCSV", suite_scsv, NOTHING},
    {"suite of TLS 1.3 in TLS 1.2", suite_of_tls13, NOTHING},
    {"version 0x0305", version_above, NOTHING},
    {"version 0x0002", version_ssl2, NOTHING},
    {"version 0x0304 in clear", version_13_in_clear, NOTHING},
    {"compression not offered", compression_not_offered, {HONEST_TRUTH}},
    {"session id of 255", session_of_255, NOTHING},
    {"hello longer than what comes", hello_too_long, NOTHING},
    {"hello shorter than its fields", hello_too_short, NOTHING},
    {"extensions past the hello", extensions_too_long, NOTHING},
    {"extension twice", extension_twice, {HONEST_TRUTH}},
    {"extension not offered", extension_not_offered, {HONEST_TRUTH}},
    {"hello twice", hello_twice, {HONEST_TRUTH}},
    {"certificate before the hello", certificate_first, NOTHING},
    {"certificate list too long", certificate_list_too_long, SPOKE},
    {"certificate too long", certificate_too_long, SPOKE},
    {"certificate of no octets", certificate_of_nothing, SPOKE},
    {"certificate list empty", certificate_list_empty, SPOKE},
    {"certificate of noise", certificate_garbage, SPOKE},
    {"certificate of nested headers", certificate_deep, SPOKE},
    {"5000 certificates", certificates_many, SPOKE},
    {"point too long", point_too_long, SPOKE},
    {"group not offered", group_not_offered, SPOKE},
    {"explicit curve", curve_explicit, SPOKE},
    {"empty key exchange", key_exchange_empty, SPOKE},
    {"signature too long", signature_too_long, SPOKE},
    {"scheme not offered", scheme_not_offered, SPOKE},
    {"handshake_failure after the server hello", failure_after_hello, {HONEST_TRUTH}},
    {"internal_error after the server hello", trouble_after_hello, NOT_DENIED},
    {"close after the server hello", end_after_hello, SPOKE},
    {"reset after the server hello", reset_after_hello, {HONEST_TRUTH}},
    {"reset after the certificate", reset_after_certificate, {HONEST_TRUTH}},
    {"reset in a record", reset_in_a_record, {HONEST_TRUTH}},
};

static void
send_flight(struct peer_conn *c, struct flight *f)
{
    for (size_t i = 0; i < f->n; i++)
        if (f->m[i].n > 0)
            msg_record(c, RECORD_HANDSHAKE, TLS12, buf_slice(&f->m[i]));
    if (f->alert)
        msg_alert(c, TLS12, 2, f->alert);
    c->end = f->end;
}

static void
build_flight(struct flight *f, struct peer_conn *c, const struct msg_hello *h,
             const struct tls12_choice *x)
{
    *f = (struct flight){.a = &c->arena, .n = MESSAGES};
    for (size_t i = 0; i < MESSAGES; i++)
        buf_init(&f->m[i], &c->arena, FLIGHT_MAX);
    tls12_add_hello(&f->m[MSG_HELLO_], honest(c), h, x);
    tls12_add_certificate(&f->m[MSG_CERTIFICATE_], honest(c), x);
    tls12_add_key_exchange(&f->m[MSG_KEY_EXCHANGE_], &c->arena, honest(c), h, x);
    msg_close(&f->m[MSG_DONE_], msg_open(&f->m[MSG_DONE_], HS_SERVER_HELLO_DONE));
}

/*
 * To a hello that the honest server would accept. False: refused by `as`, 0 for the alert that it
 * should be, or to be waited for.
 */
static bool
honest_flight(struct flight *f, struct peer_conn *c, uint8_t as)
{
    struct msg_hello h;
    struct tls12_choice x;
    uint8_t alert = 0;
    if (c->state)
        return false;
    enum msg_got got = msg_hello_take(c, &h);
    if (got == MSG_WAIT)
        return false;
    c->state = c;
    if (got == MSG_HELLO && tls12_choose(&x, honest(c), &h, &alert)) {
        build_flight(f, c, &h, &x);
        return true;
    }
    if (got == MSG_HELLO)
        msg_alert(c, h.version < TLS12 ? h.version : TLS12, 2, as ? as : alert);
    c->end = PEER_CLOSE;
    return false;
}

static void
spoilt_heard(struct peer_conn *c)
{
    const struct spoilt *s = c->b->config;
    struct flight f;
    if (!honest_flight(&f, c, 0))
        return;
    s->spoil(&f);
    send_flight(c, &f);
}

/* ---- servers that change their mind, by the connection's number ---- */

static void
say_honestly(struct peer_conn *c)
{
    struct flight f;
    if (honest_flight(&f, c, 0))
        send_flight(c, &f);
}

static void
trouble_heard(struct peer_conn *c)
{
    if (c->state)
        return;
    c->state = c;
    msg_alert(c, TLS12, 2, ALERT_INTERNAL_ERROR);
    c->end = PEER_CLOSE;
}

/* Some stacks know no other alert for "nothing in common". */
static void
trouble_as_refusal_heard(struct peer_conn *c)
{
    struct flight f;
    if (honest_flight(&f, c, ALERT_INTERNAL_ERROR))
        send_flight(c, &f);
}

static void
trouble_at_times_heard(struct peer_conn *c)
{
    if (c->number % 5 == 2)
        trouble_heard(c);
    else
        say_honestly(c);
}

static void
trouble_later_heard(struct peer_conn *c)
{
    if (c->number >= 6)
        trouble_heard(c);
    else
        say_honestly(c);
}

static void
alerts_heard(struct peer_conn *c)
{
    if (c->state)
        return;
    c->state = c;
    msg_alert(c, TLS12, c->number % 2 ? 1 : 2, (uint8_t)c->number);
    c->end = c->number % 3 ? PEER_CLOSE : PEER_HOLD;
}

static void
alternating_heard(struct peer_conn *c)
{
    if (c->number % 2)
        say_honestly(c);
    else
        alerts_heard(c);
}

static void
few_opened(struct peer_conn *c)
{
    if (c->number >= 6)
        c->end = PEER_RESET;
}

static void
limit_opened(struct peer_conn *c)
{
    if (atomic_load(&c->stats->open) > 2)
        c->end = PEER_RESET;
}

static void
flaky_opened(struct peer_conn *c)
{
    if (c->number % 5 == 2)
        c->end = PEER_RESET;
}

static void
trickle_opened(struct peer_conn *c)
{
    c->burst = 1;
    c->pause_ms = 1000;
}

static void
slow_opened(struct peer_conn *c)
{
    c->burst = 700;
    c->pause_ms = 20;
}

static void
single_octets_opened(struct peer_conn *c)
{
    c->burst = 1; /* each in a segment of its own, but at once */
}

/* What is left of a certificate message of 16 MB less one octet, made as it is sent. */
struct huge {
    size_t left;
};

static void
huge_drained(struct peer_conn *c)
{
    static const uint8_t zeros[MSG_RECORD_MAX];
    struct huge *huge = c->state;
    if (!huge || huge->left == 0)
        return;
    size_t n = huge->left < sizeof zeros ? huge->left : sizeof zeros;
    huge->left -= n;
    msg_record(c, RECORD_HANDSHAKE, TLS12, slice_of(zeros, n));
}

static void
huge_heard(struct peer_conn *c)
{
    struct flight f;
    if (!honest_flight(&f, c, 0))
        return;
    f.n = 1;
    send_flight(c, &f);
    struct huge *huge = NEW(&c->arena, struct huge);
    huge->left = 0xffffff - 6;
    c->state = huge;
    struct buf head;
    buf_init(&head, &c->arena, 16);
    buf_u8(&head, HS_CERTIFICATE);
    buf_u24(&head, 0xffffff);
    buf_u24(&head, 0xffffff - 3); /* the list */
    buf_u24(&head, 0xffffff - 6); /* its one certificate */
    msg_record(c, RECORD_HANDSHAKE, TLS12, buf_slice(&head));
}

static const struct hostile changing[] = {
    {"a fresh alert each time", {.heard = alerts_heard}, {.must_fail = false}},
    {"alternating answers", {.heard = alternating_heard}, {HONEST_TRUTH}},
    {"internal_error each time", {.heard = trouble_heard}, NOTHING},
    {"internal_error for what it lacks", {.heard = trouble_as_refusal_heard}, SPOKE_ALL},
    {"internal_error every fifth time", {.heard = trouble_at_times_heard}, SPOKE_ALL},
    {"internal_error after six connections", {.heard = trouble_later_heard}, NOT_DENIED},
    {"resets after six connections", {.opened = few_opened, .heard = say_honestly}, {HONEST_TRUTH}},
    {"resets more than two at a time", {.opened = limit_opened, .heard = say_honestly}, SPOKE_ALL},
    {"resets every fifth", {.opened = flaky_opened, .heard = say_honestly}, SPOKE_ALL},
    {"one octet a second", {.opened = trickle_opened, .heard = say_honestly}, {HONEST_TRUTH}},
    {"slow but honest", {.opened = slow_opened, .heard = say_honestly}, SPOKE_ALL},
    {"single octets", {.opened = single_octets_opened, .heard = say_honestly}, SPOKE_ALL},
    {"certificate message of 16 MB", {.heard = huge_heard, .drained = huge_drained}, SPOKE},
    {"silence", {.heard = NULL}, NOTHING},
    {"echo", {.heard = echo_heard}, NOTHING},
    {"accept queue full", {.never_accept = true}, NOTHING},
};

static void
add(struct hostile_set *s, struct hostile h, const void *config)
{
    assert(s->n < HOSTILE_MAX);
    h.b.name = h.name;
    h.b.ground = s;
    if (config)
        h.b.config = config;
    s->v[s->n++] = h;
}

static const struct peer_tls12 ground12 = {.min = TLS12,
                                           .max = TLS12,
                                           .suites = PEER_LIST(HONEST_SUITES),
                                           .groups = PEER_LIST(23),
                                           .schemes = PEER_LIST(0x0804, 0x0401),
                                           .rsa = "rsa"};

static const struct peer_tls13 ground13 = {.suites = PEER_LIST(0x1301),
                                           .groups = PEER_LIST(29, 23),
                                           .schemes = PEER_LIST(0x0403),
                                           .cert = "p256",
                                           .tickets = 5000,
                                           .ticket_lifetime = 604800};

void
hostile_init(struct hostile_set *s, const struct certs *certs)
{
    *s = (struct hostile_set){0};
    s->tls12 = ground12;
    s->tls12.certs = certs;
    s->tls13 = ground13;
    s->tls13.certs = certs;
    for (size_t i = 0; i < COUNT_OF(fixed); i++)
        add(s,
            (struct hostile){
                fixed[i].name, {.opened = fixed_opened, .heard = fixed_heard}, {.must_fail = true}},
            &fixed[i]);
    for (size_t i = 0; i < COUNT_OF(streams); i++)
        add(s,
            (struct hostile){streams[i].name,
                             {.heard = stream_heard, .drained = stream_drained},
                             {.must_fail = true}},
            &streams[i]);
    for (size_t i = 0; i < COUNT_OF(spoilts); i++)
        add(s, (struct hostile){spoilts[i].name, {.heard = spoilt_heard}, spoilts[i].truth},
            &spoilts[i]);
    for (size_t i = 0; i < COUNT_OF(changing); i++)
        add(s, changing[i], NULL);
    size_t n;
    const struct hostile *more = hostile13(&n);
    for (size_t i = 0; i < n; i++)
        add(s, more[i], NULL);
}
