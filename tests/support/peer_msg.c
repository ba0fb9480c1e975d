/* SPDX-License-Identifier: Apache-2.0 */
#include "support/peer_msg.h"

const struct msg_extension *
msg_find(const struct msg_hello *h, uint16_t type)
{
    for (size_t i = 0; i < h->next; i++)
        if (h->ext[i].type == type)
            return &h->ext[i];
    return NULL;
}

bool
msg_lists(struct slice list, uint16_t v)
{
    for (uint16_t x; slice_u16(&list, &x);)
        if (x == v)
            return true;
    return false;
}

uint16_t
msg_choose(const uint16_t *ours, size_t n, struct slice theirs, bool by_client)
{
    if (!by_client) {
        for (size_t i = 0; i < n; i++)
            if (msg_lists(theirs, ours[i]))
                return ours[i];
        return 0;
    }
    for (uint16_t x; slice_u16(&theirs, &x);)
        for (size_t i = 0; i < n; i++)
            if (ours[i] == x)
                return x;
    return 0;
}

bool
msg_record_take(struct peer_conn *c, uint8_t *type, uint16_t *version, struct slice *body)
{
    struct slice s = slice_sub(buf_slice(&c->in), c->used, c->in.n);
    size_t before = s.n;
    if (!slice_u8(&s, type) || !slice_u16(&s, version) || !slice_vec16(&s, body))
        return false;
    c->used += before - s.n;
    return true;
}

void
msg_record(struct peer_conn *c, uint8_t type, uint16_t version, struct slice body)
{
    do {
        struct slice part = slice_sub(body, 0, MSG_RECORD_MAX);
        const uint8_t head[] = {type, (uint8_t)(version >> 8), (uint8_t)version,
                                (uint8_t)(part.n >> 8), (uint8_t)part.n};
        peer_send(c, slice_of(head, sizeof head));
        peer_send(c, part);
        body = slice_sub(body, part.n, body.n);
    } while (body.n > 0);
}

void
msg_alert(struct peer_conn *c, uint16_t version, uint8_t level, uint8_t description)
{
    const uint8_t body[] = {level, description};
    msg_record(c, RECORD_ALERT, version, slice_of(body, sizeof body));
}

size_t
msg_open(struct buf *b, uint8_t type)
{
    buf_u8(b, type);
    return buf_open(b, 3);
}

void
msg_close(struct buf *b, size_t place)
{
    buf_close(b, place, 3);
}

/* Complains and gives MSG_BAD. */
static enum msg_got
bad(struct peer_conn *c, const char *why)
{
    peer_complain(c, "ClientHello %zu: %s", c->number, why);
    return MSG_BAD;
}

static const char *
read_extensions(struct msg_hello *h, struct slice all)
{
    while (all.n > 0) {
        struct msg_extension x;
        if (!slice_u16(&all, &x.type) || !slice_vec16(&all, &x.body))
            return "an extension runs past the block";
        if (msg_find(h, x.type))
            return "an extension stands there twice"; /* RFC 8446, section 4.2 */
        if (h->next == MSG_EXTENSIONS_MAX)
            return "too many extensions";
        h->ext[h->next++] = x;
    }
    return NULL;
}

static const char *
read_body(struct msg_hello *h, struct slice b)
{
    struct slice ext;
    if (!slice_u16(&b, &h->version) || !slice_take(&b, 32, &h->random) ||
        !slice_vec8(&b, &h->session) || !slice_vec16(&b, &h->suites) ||
        !slice_vec8(&b, &h->compressions))
        return "truncated";
    if (h->session.n > 32)
        return "session id of more than 32 octets";
    if (h->suites.n < 2 || h->suites.n % 2)
        return "no suites, or half a suite";
    if (h->compressions.n == 0 || !memchr(h->compressions.p, 0, h->compressions.n))
        return "does not offer null compression"; /* RFC 5246, section 7.4.1.2 */
    h->has_extensions = b.n > 0;
    if (!h->has_extensions)
        return NULL;
    if (!slice_vec16(&b, &ext) || b.n > 0)
        return "extension block does not fill the message";
    return read_extensions(h, ext);
}

/* A list with a length of `width` octets that fills the extension, of whole 16-bit values. */
static bool
whole_list(const struct msg_extension *x, size_t width)
{
    struct slice b = x->body, list;
    bool ok = width == 1 ? slice_vec8(&b, &list) : slice_vec16(&b, &list);
    if (!ok || b.n > 0 || list.n < 2 || list.n % 2)
        return false;
    for (uint16_t v; slice_u16(&list, &v);)
        if (msg_lists(list, v))
            return false; /* twice */
    return true;
}

/* RFC 8446, section 4.2.8: shares only for offered groups, in their order, each once. */
static const char *
check_shares(const struct msg_hello *h)
{
    const struct msg_extension *shares = msg_find(h, EXT_KEY_SHARE);
    const struct msg_extension *groups = msg_find(h, EXT_SUPPORTED_GROUPS);
    if (!shares)
        return NULL;
    if (!groups)
        return "key_share without supported_groups";
    struct slice all = shares->body, list, order = slice_sub(groups->body, 2, groups->body.n);
    if (!slice_vec16(&all, &list) || all.n > 0)
        return "key_share list does not fill the extension";
    for (uint16_t group; slice_u16(&list, &group);) {
        struct slice share;
        if (!slice_vec16(&list, &share) || share.n == 0)
            return "key share without octets";
        uint16_t v = 0;
        while (v != group)
            if (!slice_u16(&order, &v))
                return "key share for a group not offered, twice, or out of order";
    }
    return NULL;
}

static const char *
check_extensions(const struct msg_hello *h)
{
    static const struct {
        uint16_t type;
        size_t width;
        const char *why;
    } lists[] = {
        {EXT_SUPPORTED_GROUPS, 2, "supported_groups is not a list of distinct groups"},
        {EXT_SIGNATURE_ALGORITHMS, 2, "signature_algorithms is not a list of distinct schemes"},
        {EXT_SUPPORTED_VERSIONS, 1, "supported_versions is not a list of distinct versions"},
    };
    for (size_t i = 0; i < COUNT_OF(lists); i++) {
        const struct msg_extension *x = msg_find(h, lists[i].type);
        if (x && !whole_list(x, lists[i].width))
            return lists[i].why;
    }
    const struct msg_extension *v = msg_find(h, EXT_SUPPORTED_VERSIONS);
    if (v && msg_lists(slice_sub(v->body, 1, v->body.n), 0x0304) && h->version != 0x0303)
        return "offers TLS 1.3 with a legacy_version other than 0x0303";
    for (size_t i = 0; i + 1 < h->next; i++)
        if (h->ext[i].type == 41)
            return "pre_shared_key is not the last extension"; /* RFC 8446, section 4.2.11 */
    return check_shares(h);
}

static const char *
check_suites(const struct msg_hello *h)
{
    struct slice rest = h->suites;
    for (uint16_t v; slice_u16(&rest, &v);)
        if (msg_lists(rest, v))
            return "a suite stands there twice";
    return NULL;
}

/* Joins the handshake records from c->used on, until one message is whole. */
static enum msg_got
join(struct peer_conn *c, struct msg_hello *h, struct buf *message)
{
    for (;;) {
        uint8_t type;
        uint16_t version;
        struct slice body;
        struct slice head = slice_sub(buf_slice(&c->in), c->used, 2);
        if (message->n == 0 && head.n == 2 && (head.p[0] & 0x80) != 0)
            return MSG_SSL2;
        if (!msg_record_take(c, &type, &version, &body))
            return MSG_WAIT;
        if (type == RECORD_CCS && message->n == 0)
            continue; /* RFC 8446, appendix D.4: may stand before the second hello */
        if (type != RECORD_HANDSHAKE)
            return bad(c, "not a handshake record");
        if (body.n == 0 || body.n > MSG_RECORD_MAX)
            return bad(c, "record of no or too many octets");
        if (message->n == 0)
            h->record_version = version;
        buf_add(message, body);
        struct slice m = buf_slice(message), inner;
        uint8_t hs;
        if (!slice_u8(&m, &hs) || hs != HS_CLIENT_HELLO)
            return bad(c, "another handshake message");
        if (slice_vec24(&m, &inner))
            return m.n == 0 ? MSG_HELLO : bad(c, "something behind it in its record");
    }
}

enum msg_got
msg_hello_take(struct peer_conn *c, struct msg_hello *h)
{
    *h = (struct msg_hello){0};
    struct buf message;
    buf_init(&message, &c->arena, PEER_IN_MAX);
    size_t before = c->used;
    enum msg_got got = join(c, h, &message);
    if (got == MSG_WAIT)
        c->used = before;
    if (got != MSG_HELLO)
        return got;
    h->raw = buf_slice(&message);
    const char *why = read_body(h, slice_sub(h->raw, 4, h->raw.n));
    why = why ? why : check_suites(h);
    why = why ? why : check_extensions(h);
    if (why)
        return bad(c, why);
    atomic_fetch_add(&c->stats->hellos, 1);
    return MSG_HELLO;
}
