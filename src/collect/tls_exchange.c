/* SPDX-License-Identifier: Apache-2.0 */
#include "collect/tls_exchange.h"

#include "wire/tls_sslv2.h"

static void
stop(struct tls_exchange *x)
{
    x->done = true;
}

/* What came cannot be used: before a hello it is the outcome, behind one it is a note. */
static void
spoilt(struct tls_exchange *x, enum tls_outcome outcome, const struct err *e)
{
    if (x->answer.outcome != TLS_ANSWERED)
        x->answer.outcome = outcome;
    x->answer.note = arena_dup(x->a, slice_str(e->msg));
    stop(x);
}

/* --- the hello --- */

static uint16_t
record_version(uint16_t version)
{
    if (version == TLS_SSL3 || version == TLS_TLCP)
        return version;
    return TLS_10; /* RFC 8446 section 5.1: for servers that dislike anything newer here */
}

static struct tls_codes
suites_to_send(struct tls_exchange *x)
{
    const struct tls_ask *ask = x->ask;
    uint16_t *v = NEW_ARRAY(x->a, uint16_t, ask->suites.n + 2);
    size_t n = ask->suites.n;
    if (n)
        memcpy(v, ask->suites.v, n * sizeof *v);
    /* Without extensions the signalling suite stands for renegotiation_info (RFC 5746). */
    if (ask->version == TLS_SSL3)
        v[n++] = TLS_SCSV_RENEGOTIATION;
    if (ask->fallback)
        v[n++] = TLS_SCSV_FALLBACK;
    return (struct tls_codes){v, n};
}

#define GREASE_GROUP 0x5a5a /* RFC 8701: no server may know it */

/* A share only goes with a group that is offered (RFC 8446 section 4.2.8), in the same order. */
static void
add_grease(struct tls_exchange *x, struct tls_client_hello *h, struct tls_share *share)
{
    uint16_t *groups = NEW_ARRAY(x->a, uint16_t, h->groups.n + 1);
    groups[0] = GREASE_GROUP;
    if (h->groups.n > 0)
        memcpy(groups + 1, h->groups.v, h->groups.n * sizeof *groups);
    h->groups = (struct tls_codes){groups, h->groups.n + 1};
    *share = (struct tls_share){GREASE_GROUP, SL("\0")};
}

static bool
add_shares(struct tls_exchange *x, struct tls_client_hello *h, struct err *e)
{
    const struct tls_codes want = x->ask->shares;
    struct tls_share *v = NEW_ARRAY(x->a, struct tls_share, want.n + 1);
    if (x->ask->retry && x->ask->grease)
        add_grease(x, h, &v[h->nshares++]);
    for (size_t i = 0; i < want.n && !x->ask->retry; i++) {
        if (!tls_shares_get(x->shares, want.v[i], &v[h->nshares], e))
            return false;
        h->nshares++;
    }
    h->shares = v;
    h->key_share = true;
    return true;
}

static const uint16_t versions_13[] = {TLS_13, TLS_12};

static bool
write_hello(struct tls_exchange *x, const uint8_t *random, struct err *e)
{
    const struct tls_ask *ask = x->ask;
    bool is_13 = ask->version == TLS_13;
    bool bare = ask->version == TLS_SSL3 || ask->version == TLS_TLCP;
    const unsigned flags_12 = TLS_HELLO_EXTENDED_MASTER_SECRET | TLS_HELLO_ENCRYPT_THEN_MAC |
                              TLS_HELLO_RENEGOTIATION_INFO | TLS_HELLO_SESSION_TICKET |
                              TLS_HELLO_STATUS_REQUEST | TLS_HELLO_POINT_FORMATS;
    struct tls_client_hello h = {
        .version = is_13 ? TLS_12 : ask->version,
        .record_version = record_version(ask->version),
        .random = random,
        .suites = suites_to_send(x),
        .compression = is_13 || bare ? SL("\0") : SL("\1\0"),
        .no_extensions = bare,
        .server_name = ask->sni,
        .groups = ask->groups,
        .alpn = ask->alpn,
        .nalpn = ask->nalpn,
        .flags = flags_12,
    };
    if (ask->version >= TLS_12) {
        h.schemes = ask->schemes;
        h.cert_schemes = ask->cert_schemes;
    }
    if (is_13) {
        h.session_id = slice_of(random + 32, 32); /* RFC 8446 appendix D.4 */
        h.versions = (struct tls_codes){versions_13, ask->older ? 2 : 1};
        h.flags = (ask->older ? flags_12 : TLS_HELLO_STATUS_REQUEST) | TLS_HELLO_PSK_MODES;
        if (!add_shares(x, &h, e))
            return false;
    }
    tls_client_hello_write(&x->out, &h);
    return true;
}

bool
tls_exchange_start(struct tls_exchange *x, struct arena *a, const struct tls_space *space,
                   struct tls_shares *shares, const struct tls_ask *ask, const uint8_t *random,
                   struct err *e)
{
    *x = (struct tls_exchange){.a = a, .space = space, .ask = ask, .shares = shares};
    x->answer.outcome = TLS_SILENT;
    buf_init(&x->out, a, TLS_CLIENT_HELLO_MAX + 1024);
    buf_init(&x->in, a, TLS_EXCHANGE_IN_MAX);
    buf_init(&x->said, a, TLS_EXCHANGE_IN_MAX + TLS_CLIENT_HELLO_MAX);
    if (ask->version == TLS_SSL2)
        tls_sslv2_hello_write(&x->out, random);
    else if (!write_hello(x, random, e))
        return false;
    struct slice hello;
    if (!buf_done(&x->out, &hello, e))
        return err_in(e, "ClientHello");
    if (ask->version != TLS_SSL2)
        buf_add(&x->said, slice_sub(hello, 5, hello.n)); /* the transcript has no record headers */
    x->said_used = x->said.n;
    return true;
}

/* --- the server's messages --- */

/* The certificates are good as they are; what the leaf's key is, is read at once. */
static void
keep_chain(struct tls_exchange *x, struct tls_chain chain)
{
    struct err e = {0};
    x->answer.chain = chain;
    if (chain.stapled)
        x->answer.flags |= TLS_SAW_STAPLE;
    if (chain.n > 0 && !x509_key_read(&x->answer.leaf, chain.v[0], &e))
        x->answer.note = arena_dup(x->a, slice_str(e.msg));
}

static void
take_chain(struct tls_exchange *x, struct slice body, bool is_13)
{
    struct err e = {0};
    struct tls_chain chain;
    body = arena_dup(x->a, body); /* the buffer of messages moves as it grows */
    if (is_13 ? tls13_certificate_parse(&chain, body, &e) : tls_certificate_parse(&chain, body, &e))
        keep_chain(x, chain);
    else
        x->answer.note = arena_dup(x->a, slice_str(e.msg));
}

static void
take_key_exchange(struct tls_exchange *x, struct slice body)
{
    struct err e = {0};
    struct tls_kx kx;
    if (!x->suite || !x->suite->key_exchange)
        return;
    struct tls_kx_form form = x->suite->form;
    form.scheme = x->answer.version == TLS_12;
    if (!tls_kx_parse(&kx, body, form, &e)) {
        x->answer.note = arena_dup(x->a, slice_str(e.msg));
        return;
    }
    x->answer.scheme = kx.scheme;
    if (form.ec) {
        x->answer.group = kx.group;
        x->answer.explicit_curve = kx.curve_type != 3;
        if (kx.point.n > 0 && kx.point.p[0] == 4 && kx.point.n % 2 == 1 && kx.point.n > 33)
            x->answer.flags |= TLS_SAW_UNCOMPRESSED;
        return;
    }
    x->answer.dh_bits = (unsigned)tls_bits(kx.p);
    unsigned named = crypto_ffdhe_bits(kx.p);
    static const unsigned bits[] = {2048, 3072, 4096, 6144, 8192};
    for (size_t i = 0; i < COUNT_OF(bits); i++)
        if (bits[i] == named)
            x->answer.group = (uint16_t)(TLS_GROUP_FFDHE2048 + i);
}

static void
note_extensions(struct tls_exchange *x, const struct tls_extensions *list)
{
    static const struct {
        uint16_t type;
        unsigned flag;
    } rows[] = {
        {TLS_EXT_EXTENDED_MASTER_SECRET, TLS_SAW_EXTENDED_MASTER_SECRET},
        {TLS_EXT_ENCRYPT_THEN_MAC, TLS_SAW_ENCRYPT_THEN_MAC},
        {TLS_EXT_RENEGOTIATION_INFO, TLS_SAW_RENEGOTIATION_INFO},
        {TLS_EXT_SESSION_TICKET, TLS_SAW_SESSION_TICKET},
        {TLS_EXT_SERVER_NAME, TLS_SAW_SERVER_NAME},
        {TLS_EXT_POINT_FORMATS, TLS_SAW_POINT_FORMATS},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        if (tls_extensions_get(list, rows[i].type))
            x->answer.flags |= rows[i].flag;
    if (tls_extensions_uncompressed(list))
        x->answer.flags |= TLS_SAW_UNCOMPRESSED;
    struct slice alpn = tls_extensions_alpn(list);
    if (alpn.n > 0)
        x->answer.alpn = arena_dup(x->a, alpn);
}

/* Keys for the encrypted rest; where we have none the answer ends with the hello. */
static void
start_keys(struct tls_exchange *x, const struct tls_server_hello *h)
{
    struct err e = {0};
    struct slice shared;
    struct slice transcript = slice_of(x->said.p, x->said_used);
    x->encrypted = tls_shares_agree(&shared, x->a, x->shares, h->group, h->share_key, &e) &&
                   tls13_start(&x->keys, h->suite, shared, transcript, &e);
    if (x->encrypted)
        return;
    x->answer.note = arena_dup(x->a, slice_str(e.msg));
    stop(x);
}

static bool
has_code(struct tls_codes list, uint16_t code)
{
    for (size_t i = 0; i < list.n; i++)
        if (list.v[i] == code)
            return true;
    return false;
}

/* May the server answer our hello with this? Older than asked for is allowed, in SSL and TLS. */
static bool
answers_ours(const struct tls_exchange *x, const struct tls_server_hello *h, struct err *e)
{
    const struct tls_ask *ask = x->ask;
    bool tls = ask->version >= TLS_SSL3;
    bool version =
        tls ? h->version >= TLS_SSL3 && h->version <= ask->version : h->version == ask->version;
    if (!version)
        return err_set(e, ERR_INPUT, "the server answers with version 0x%04x, never offered",
                       h->version);
    enum tls_v v;
    const struct tls_suite *suite = tls_space_suite(x->space, h->suite);
    if (!has_code(ask->suites, h->suite) || !suite || !tls_v_of(h->version, &v) ||
        !tls_space_carries(suite->versions, v))
        return err_set(e, ERR_INPUT, "the server answers with suite 0x%04x, never offered for %s",
                       h->suite, tls_v_of(h->version, &v) ? tls_v_name(v) : "its version");
    if (h->version == TLS_13 && h->group && !has_code(ask->groups, h->group))
        return err_set(e, ERR_INPUT, "the server answers with group 0x%04x, never offered",
                       h->group);
    return true;
}

static void
take_hello(struct tls_exchange *x, struct slice body)
{
    struct err e = {0};
    struct tls_server_hello h;
    if (!tls_server_hello_parse(&h, body, &e) || !answers_ours(x, &h, &e)) {
        spoilt(x, TLS_MALFORMED, &e);
        return;
    }
    struct tls_answer *answer = &x->answer;
    answer->outcome = TLS_ANSWERED;
    answer->version = h.version;
    answer->suite = h.suite;
    answer->compression = h.compression;
    answer->retry = h.retry;
    x->suite = tls_space_suite(x->space, h.suite);
    if (h.version == TLS_13)
        answer->group = h.group;
    note_extensions(x, &h.extensions);
    if (h.retry || x->ask->depth == TLS_DEPTH_HELLO)
        stop(x);
    else if (h.version == TLS_13)
        start_keys(x, &h);
}

/* The flight is read as far as the ask wants it. */
static void
flight_read(struct tls_exchange *x)
{
    x->answer.flags |= TLS_SAW_FLIGHT;
    stop(x);
}

/* SSL 3.0 to TLS 1.2, TLCP. */
static void
take_message_12(struct tls_exchange *x, const struct tls_message *m)
{
    switch (m->type) {
    case TLS_HS_CERTIFICATE:
        take_chain(x, m->body, false);
        break;
    case TLS_HS_CERTIFICATE_STATUS:
        if (tls_status_present(m->body))
            x->answer.flags |= TLS_SAW_STAPLE;
        break;
    case TLS_HS_SERVER_KEY_EXCHANGE:
        take_key_exchange(x, m->body);
        flight_read(x);
        break;
    case TLS_HS_CERTIFICATE_REQUEST:
        x->answer.flags |= TLS_SAW_CLIENT_AUTH;
        flight_read(x);
        break;
    case TLS_HS_SERVER_HELLO_DONE:
        flight_read(x);
        break;
    default:
        break; /* a message that we need not understand */
    }
}

/* The server's Finished: everything before it is authentic as far as the key exchange goes. */
static void
take_finished(struct tls_exchange *x, const struct tls_message *m)
{
    struct err e = {0};
    struct slice before = slice_of(x->said.p, x->said_used - m->header.n - m->body.n);
    if (!tls13_finished_fits(&x->keys, before, m->body)) {
        err_set(&e, ERR_INPUT, "the server's Finished does not fit its messages");
        spoilt(x, TLS_MALFORMED, &e);
        return;
    }
    const struct slice *context = x->asked_for_certificate ? &x->certificate_context : NULL;
    if (!tls13_finish(&x->keys, &x->out, slice_of(x->said.p, x->said_used), context, &e)) {
        spoilt(x, TLS_MALFORMED, &e);
        return;
    }
    x->finished = true;
    x->answer.flags |= TLS_SAW_FINISHED;
}

static void
take_ticket(struct tls_exchange *x, struct slice body)
{
    struct err e = {0};
    struct tls_ticket ticket;
    if (!tls13_ticket_parse(&ticket, body, &e)) {
        x->answer.note = arena_dup(x->a, slice_str(e.msg));
        return;
    }
    x->answer.tickets++;
    if (ticket.lifetime > x->answer.ticket_lifetime)
        x->answer.ticket_lifetime = ticket.lifetime;
    if (ticket.early_data)
        x->answer.flags |= TLS_SAW_EARLY_DATA;
}

static void
take_verify(struct tls_exchange *x, struct slice body)
{
    struct err e = {0};
    if (!tls13_verify_parse(&x->answer.scheme, body, &e)) {
        spoilt(x, TLS_MALFORMED, &e);
        return;
    }
    x->answer.flags |= TLS_SAW_FLIGHT;
    if (x->ask->depth != TLS_DEPTH_TICKETS)
        stop(x);
}

static void
take_encrypted_extensions(struct tls_exchange *x, struct slice body)
{
    struct err e = {0};
    struct tls_extensions list;
    if (tls13_encrypted_extensions_parse(&list, body, &e))
        note_extensions(x, &list);
    else
        spoilt(x, TLS_MALFORMED, &e);
}

/* TLS 1.3, decrypted. */
static void
take_message_13(struct tls_exchange *x, const struct tls_message *m)
{
    struct slice body = m->body;
    switch (m->type) {
    case TLS_HS_ENCRYPTED_EXTENSIONS:
        take_encrypted_extensions(x, m->body);
        break;
    case TLS_HS_CERTIFICATE_REQUEST:
        x->answer.flags |= TLS_SAW_CLIENT_AUTH;
        x->asked_for_certificate = slice_vec8(&body, &x->certificate_context);
        x->certificate_context = arena_dup(x->a, x->certificate_context);
        break;
    case TLS_HS_CERTIFICATE:
        take_chain(x, m->body, true);
        break;
    case TLS_HS_CERTIFICATE_VERIFY:
        take_verify(x, m->body);
        break;
    case TLS_HS_FINISHED:
        if (!x->finished)
            take_finished(x, m);
        break;
    case TLS_HS_NEW_SESSION_TICKET:
        if (x->finished)
            take_ticket(x, m->body);
        break;
    default:
        break;
    }
}

static void
take_messages(struct tls_exchange *x)
{
    while (!x->done) {
        struct err e = {0};
        struct tls_message m;
        struct slice rest = slice_sub(buf_slice(&x->said), x->said_used, x->said.n);
        enum tls_read r = tls_message_take(&rest, TLS_EXCHANGE_MESSAGE_MAX, &m, &e);
        if (r == TLS_READ_MORE)
            return;
        if (r == TLS_READ_BAD) {
            spoilt(x, TLS_MALFORMED, &e);
            return;
        }
        x->said_used += m.header.n + m.body.n;
        if (x->answer.outcome != TLS_ANSWERED) {
            if (m.type == TLS_HS_SERVER_HELLO)
                take_hello(x, m.body);
            else if (m.type != 0) { /* a HelloRequest is harmless */
                err_set(&e, ERR_INPUT, "handshake message %u instead of a ServerHello", m.type);
                spoilt(x, TLS_MALFORMED, &e);
            }
        } else if (x->answer.version == TLS_13) {
            take_message_13(x, &m);
        } else {
            take_message_12(x, &m);
        }
    }
}

/* --- records --- */

static void
take_alert(struct tls_exchange *x, struct slice payload)
{
    struct err e = {0};
    struct tls_alert alert;
    if (!tls_alert_parse(&alert, payload, &e)) {
        spoilt(x, TLS_MALFORMED, &e);
        return;
    }
    bool over = x->finished; /* close_notify behind the tickets, as we asked for */
    bool warns = alert.level == 1 && alert.description != TLS_ALERT_CLOSE_NOTIFY;
    if (warns && !x->encrypted) {
        x->warning = (uint8_t)(alert.description + 1);
        return;
    }
    if (over && alert.description == TLS_ALERT_CLOSE_NOTIFY) {
        x->answer.flags |= TLS_SAW_TICKETS_END;
        stop(x);
        return;
    }
    x->answer.alert = alert.description;
    struct slice name = tls_answer_alert(x->a, &x->answer);
    err_set(&e, ERR_INPUT, "alert %.*s", SL_FMT(name));
    spoilt(x, alert.description == TLS_ALERT_CLOSE_NOTIFY ? TLS_CLOSED : TLS_ALERTED, &e);
}

static void
add_messages(struct tls_exchange *x, struct slice octets)
{
    buf_add(&x->said, octets);
    if (x->said.full) {
        struct err e = {0};
        err_set(&e, ERR_LIMIT, "more than %zu octets of handshake", x->said.max);
        spoilt(x, TLS_MALFORMED, &e);
        return;
    }
    take_messages(x);
}

static void
take_encrypted(struct tls_exchange *x, const struct tls_record *r)
{
    struct err e = {0};
    uint8_t type = 0;
    size_t n = 0;
    uint8_t *plain = NEW_ARRAY(x->a, uint8_t, r->payload.n + 1);
    if (!tls13_open(&x->keys, r, plain, &n, &type, &e)) {
        spoilt(x, TLS_MALFORMED, &e);
        return;
    }
    if (type == TLS_RECORD_HANDSHAKE)
        add_messages(x, slice_of(plain, n));
    else if (type == TLS_RECORD_ALERT)
        take_alert(x, slice_of(plain, n));
    /* Application data of a server that speaks first is not ours to read. */
}

static void
take_record(struct tls_exchange *x, const struct tls_record *r)
{
    struct err e = {0};
    switch (r->type) {
    case TLS_RECORD_ALERT:
        take_alert(x, r->payload);
        return;
    case TLS_RECORD_HANDSHAKE:
        if (!x->encrypted) {
            add_messages(x, r->payload);
            return;
        }
        break;
    case TLS_RECORD_CCS:
        if (x->answer.outcome == TLS_ANSWERED)
            return; /* middlebox compatibility, RFC 8446 appendix D.4 */
        break;
    case TLS_RECORD_DATA:
        if (x->encrypted) {
            take_encrypted(x, r);
            return;
        }
        break;
    default:
        break;
    }
    err_set(&e, ERR_INPUT, "unexpected record of type %u", r->type);
    spoilt(x, TLS_MALFORMED, &e);
}

static void
take_records(struct tls_exchange *x)
{
    while (!x->done) {
        struct err e = {0};
        struct tls_record r;
        struct slice rest = slice_sub(buf_slice(&x->in), x->in_used, x->in.n);
        enum tls_read got = tls_record_take(&rest, &r, &e);
        if (got == TLS_READ_MORE)
            return;
        if (got == TLS_READ_BAD) {
            x->answer.beginning = slice_sub(buf_slice(&x->in), 0, 64);
            spoilt(x, x->records > 0 ? TLS_MALFORMED : TLS_FOREIGN, &e);
            return;
        }
        x->in_used += r.header.n + r.payload.n;
        x->records++;
        take_record(x, &r);
    }
}

/* True where the octets are an SSL 2.0 answer, or may become one. */
static bool
take_sslv2(struct tls_exchange *x)
{
    struct tls_sslv2_hello h;
    switch (tls_sslv2_hello_parse(&h, buf_slice(&x->in))) {
    case TLS_SSLV2_MORE:
        return true;
    case TLS_SSLV2_OK:
        x->answer.outcome = TLS_ANSWERED;
        x->answer.version = TLS_SSL2;
        if (h.certificate.n > 0)
            keep_chain(x, (struct tls_chain){.v = {h.certificate}, .n = 1});
        flight_read(x);
        return true;
    case TLS_SSLV2_ERROR:
        x->answer.outcome = TLS_ALERTED;
        x->answer.alert = TLS_ALERT_HANDSHAKE_FAILURE;
        stop(x);
        return true;
    case TLS_SSLV2_BAD:
        return false;
    }
    return false;
}

void
tls_exchange_feed(struct tls_exchange *x, struct slice octets)
{
    buf_add(&x->in, octets);
    if (x->in.full) {
        struct err e = {0};
        err_set(&e, ERR_LIMIT, "more than %zu octets in one answer", x->in.max);
        spoilt(x, TLS_MALFORMED, &e);
        return;
    }
    if (x->ask->version == TLS_SSL2 && x->records == 0 && take_sslv2(x))
        return;
    take_records(x);
}

void
tls_exchange_end(struct tls_exchange *x, enum tls_end end)
{
    static const enum tls_outcome outcomes[] = {
        [TLS_END_CLOSED] = TLS_CLOSED,
        [TLS_END_RESET] = TLS_RESET,
        [TLS_END_SILENT] = TLS_SILENT,
    };
    static const char *const notes[] = {
        [TLS_END_CLOSED] = "the server closed the connection in the middle of its flight",
        [TLS_END_RESET] = "the server reset the connection in the middle of its flight",
        [TLS_END_SILENT] = "the server fell silent in the middle of its flight",
    };
    if (x->done)
        return;
    stop(x);
    struct tls_answer *answer = &x->answer;
    if (x->finished) {
        /* A server that neither closes nor sends a ticket may still have one in mind. */
        if (end != TLS_END_SILENT)
            answer->flags |= TLS_SAW_TICKETS_END;
        return;
    }
    if (answer->outcome == TLS_ANSWERED) {
        answer->note = slice_str(notes[end]);
        return;
    }
    answer->outcome = outcomes[end];
    if (x->warning && end != TLS_END_SILENT) {
        answer->outcome = TLS_ALERTED;
        answer->alert = (uint8_t)(x->warning - 1);
    }
}

struct slice
tls_answer_alert(struct arena *a, const struct tls_answer *answer)
{
    const char *name = tls_alert_name(answer->alert);
    return name ? slice_str(name) : arena_printf(a, "%u", answer->alert);
}
