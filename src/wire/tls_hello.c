/* SPDX-License-Identifier: Apache-2.0 */
#include "wire/tls_hello.h"

/* SHA-256 of "HelloRetryRequest": the random that marks one (RFC 8446 section 4.1.3). */
static const uint8_t retry_random[32] = {
    0xcf, 0x21, 0xad, 0x74, 0xe5, 0x9a, 0x61, 0x11, 0xbe, 0x1d, 0x8c, 0x02, 0x1e, 0x65, 0xb8, 0x91,
    0xc2, 0xa2, 0x11, 0x16, 0x7a, 0xbb, 0x8c, 0x5e, 0x07, 0x9e, 0x09, 0xe2, 0xc8, 0xa8, 0x33, 0x9c,
};

static void
put_codes(struct buf *b, struct tls_codes codes)
{
    size_t at = buf_open(b, 2);
    for (size_t i = 0; i < codes.n; i++)
        buf_u16(b, codes.v[i]);
    buf_close(b, at, 2);
}

static void
put_extension(struct buf *b, uint16_t type, struct slice body)
{
    buf_u16(b, type);
    size_t at = buf_open(b, 2);
    buf_add(b, body);
    buf_close(b, at, 2);
}

/* supported_groups, signature_algorithms: a list with its own length inside. */
static void
put_code_extension(struct buf *b, uint16_t type, struct tls_codes codes)
{
    if (codes.n == 0)
        return;
    buf_u16(b, type);
    size_t at = buf_open(b, 2);
    put_codes(b, codes);
    buf_close(b, at, 2);
}

/* RFC 6066 section 3: one entry of type host_name. */
static void
put_server_name(struct buf *b, struct slice name)
{
    if (name.n == 0)
        return;
    buf_u16(b, TLS_EXT_SERVER_NAME);
    size_t ext = buf_open(b, 2);
    size_t list = buf_open(b, 2);
    buf_u8(b, 0);
    size_t at = buf_open(b, 2);
    buf_add(b, name);
    buf_close(b, at, 2);
    buf_close(b, list, 2);
    buf_close(b, ext, 2);
}

static void
put_alpn(struct buf *b, const struct slice *names, size_t n)
{
    if (n == 0)
        return;
    buf_u16(b, TLS_EXT_ALPN);
    size_t ext = buf_open(b, 2);
    size_t list = buf_open(b, 2);
    for (size_t i = 0; i < n; i++) {
        size_t at = buf_open(b, 1);
        buf_add(b, names[i]);
        buf_close(b, at, 1);
    }
    buf_close(b, list, 2);
    buf_close(b, ext, 2);
}

static void
put_versions(struct buf *b, struct tls_codes versions)
{
    if (versions.n == 0)
        return;
    buf_u16(b, TLS_EXT_SUPPORTED_VERSIONS);
    size_t ext = buf_open(b, 2);
    size_t list = buf_open(b, 1);
    for (size_t i = 0; i < versions.n; i++)
        buf_u16(b, versions.v[i]);
    buf_close(b, list, 1);
    buf_close(b, ext, 2);
}

static void
put_shares(struct buf *b, const struct tls_client_hello *h)
{
    if (!h->key_share)
        return;
    buf_u16(b, TLS_EXT_KEY_SHARE);
    size_t ext = buf_open(b, 2);
    size_t list = buf_open(b, 2);
    for (size_t i = 0; i < h->nshares; i++) {
        buf_u16(b, h->shares[i].group);
        size_t at = buf_open(b, 2);
        buf_add(b, h->shares[i].key);
        buf_close(b, at, 2);
    }
    buf_close(b, list, 2);
    buf_close(b, ext, 2);
}

static void
put_fixed(struct buf *b, unsigned flags)
{
    static const struct {
        unsigned flag;
        uint16_t type;
        struct slice body;
    } fixed[] = {
        {TLS_HELLO_EXTENDED_MASTER_SECRET, TLS_EXT_EXTENDED_MASTER_SECRET, SL_INIT("")},
        {TLS_HELLO_ENCRYPT_THEN_MAC, TLS_EXT_ENCRYPT_THEN_MAC, SL_INIT("")},
        {TLS_HELLO_RENEGOTIATION_INFO, TLS_EXT_RENEGOTIATION_INFO, SL_INIT("\0")},
        {TLS_HELLO_SESSION_TICKET, TLS_EXT_SESSION_TICKET, SL_INIT("")},
        /* OCSP, no responder ids, no request extensions (RFC 6066 section 8) */
        {TLS_HELLO_STATUS_REQUEST, TLS_EXT_STATUS_REQUEST, SL_INIT("\1\0\0\0\0")},
        {TLS_HELLO_POINT_FORMATS, TLS_EXT_POINT_FORMATS, SL_INIT("\1\0")},
        /* psk_dhe_ke: without it no TLS 1.3 server issues a ticket (RFC 8446 section 4.2.9) */
        {TLS_HELLO_PSK_MODES, TLS_EXT_PSK_KEY_EXCHANGE_MODES, SL_INIT("\1\1")},
    };
    for (size_t i = 0; i < COUNT_OF(fixed); i++)
        if (flags & fixed[i].flag)
            put_extension(b, fixed[i].type, fixed[i].body);
}

/* From the start of the handshake message, `used` octets are written so far. */
static void
put_padding(struct buf *b, size_t used)
{
    static const uint8_t zeros[256];
    if (used < 256 || used >= 512)
        return;
    size_t want = 512 - used;
    size_t header = 4;
    put_extension(b, TLS_EXT_PADDING, slice_of(zeros, want > header ? want - header : 0));
}

static void
put_extensions(struct buf *b, const struct tls_client_hello *h, size_t message)
{
    size_t at = buf_open(b, 2);
    put_server_name(b, h->server_name);
    put_fixed(b, h->flags);
    put_code_extension(b, TLS_EXT_SUPPORTED_GROUPS, h->groups);
    put_code_extension(b, TLS_EXT_SIGNATURE_ALGORITHMS, h->schemes);
    put_code_extension(b, TLS_EXT_SIGNATURE_ALGORITHMS_CERT, h->cert_schemes);
    put_alpn(b, h->alpn, h->nalpn);
    put_versions(b, h->versions);
    put_shares(b, h);
    put_padding(b, b->n - message);
    buf_close(b, at, 2);
}

void
tls_client_hello_write(struct buf *b, const struct tls_client_hello *h)
{
    buf_u8(b, TLS_RECORD_HANDSHAKE);
    buf_u16(b, h->record_version);
    size_t record = buf_open(b, 2);
    size_t message = b->n;
    buf_u8(b, TLS_HS_CLIENT_HELLO);
    size_t body = buf_open(b, 3);
    buf_u16(b, h->version);
    buf_add(b, slice_of(h->random, 32));
    size_t at = buf_open(b, 1);
    buf_add(b, h->session_id);
    buf_close(b, at, 1);
    put_codes(b, h->suites);
    at = buf_open(b, 1);
    buf_add(b, h->compression);
    buf_close(b, at, 1);
    if (!h->no_extensions)
        put_extensions(b, h, message);
    buf_close(b, body, 3);
    buf_close(b, record, 2);
    if (b->n - message > TLS_CLIENT_HELLO_MAX)
        b->full = true;
}

bool
tls_extensions_parse(struct tls_extensions *out, struct slice list, struct err *e)
{
    out->n = 0;
    while (list.n > 0) {
        struct tls_extension x;
        if (!slice_u16(&list, &x.type) || !slice_vec16(&list, &x.body))
            return err_set(e, ERR_INPUT, "extensions: truncated");
        if (tls_extensions_get(out, x.type))
            return err_set(e, ERR_INPUT, "extensions: %u stands there twice", x.type);
        if (out->n == TLS_EXTENSIONS_MAX)
            return err_set(e, ERR_LIMIT, "extensions: more than %d", TLS_EXTENSIONS_MAX);
        out->v[out->n++] = x;
    }
    return true;
}

const struct tls_extension *
tls_extensions_get(const struct tls_extensions *x, uint16_t type)
{
    for (size_t i = 0; i < x->n; i++)
        if (x->v[i].type == type)
            return &x->v[i];
    return NULL;
}

struct slice
tls_extensions_alpn(const struct tls_extensions *x)
{
    const struct tls_extension *alpn = tls_extensions_get(x, TLS_EXT_ALPN);
    struct slice body = alpn ? alpn->body : (struct slice){0}, list, name;
    if (!slice_vec16(&body, &list) || !slice_vec8(&list, &name) || list.n != 0)
        return (struct slice){0};
    return name;
}

bool
tls_extensions_uncompressed(const struct tls_extensions *x)
{
    const struct tls_extension *formats = tls_extensions_get(x, TLS_EXT_POINT_FORMATS);
    struct slice body = formats ? formats->body : (struct slice){0}, list;
    return slice_vec8(&body, &list) && list.n > 0 && memchr(list.p, 0, list.n) != NULL;
}

/*
 * The field says at most TLS 1.2; anything newer is agreed in supported_versions, and nothing
 * older (RFC 8446 section 4.2.1).
 */
static bool
read_version(struct tls_server_hello *out, struct err *e)
{
    const struct tls_extension *x =
        tls_extensions_get(&out->extensions, TLS_EXT_SUPPORTED_VERSIONS);
    out->version = out->legacy_version;
    if (out->version > TLS_12)
        return err_set(e, ERR_INPUT, "ServerHello: version 0x%04x in the old field", out->version);
    if (!x)
        return true;
    struct slice body = x->body;
    if (!slice_u16(&body, &out->version) || body.n != 0 || out->version <= TLS_12)
        return err_set(e, ERR_INPUT, "ServerHello: malformed supported_versions");
    return true;
}

/* key_share: group and key, or the group alone in a HelloRetryRequest (section 4.2.8). */
static bool
read_share(struct tls_server_hello *out, struct err *e)
{
    const struct tls_extension *x = tls_extensions_get(&out->extensions, TLS_EXT_KEY_SHARE);
    if (!x)
        return true;
    struct slice body = x->body;
    bool ok = slice_u16(&body, &out->group);
    if (ok && !out->retry)
        ok = slice_vec16(&body, &out->share_key);
    if (!ok || body.n != 0)
        return err_set(e, ERR_INPUT, "ServerHello: malformed key_share");
    return true;
}

bool
tls_server_hello_parse(struct tls_server_hello *out, struct slice body, struct err *e)
{
    *out = (struct tls_server_hello){0};
    struct slice random, list = {0};
    if (!slice_u16(&body, &out->legacy_version) || !slice_take(&body, 32, &random) ||
        !slice_vec8(&body, &out->session_id) || !slice_u16(&body, &out->suite) ||
        !slice_u8(&body, &out->compression))
        return err_set(e, ERR_INPUT, "ServerHello: truncated");
    if (out->session_id.n > 32)
        return err_set(e, ERR_INPUT, "ServerHello: session id of %zu octets", out->session_id.n);
    out->random = random.p;
    if (body.n > 0 && (!slice_vec16(&body, &list) || body.n != 0))
        return err_set(e, ERR_INPUT, "ServerHello: its extensions do not fill the message");
    if (!tls_extensions_parse(&out->extensions, list, e))
        return err_in(e, "ServerHello");
    if (!read_version(out, e))
        return false;
    out->retry = memcmp(out->random, retry_random, sizeof retry_random) == 0;
    if (out->retry && out->version < TLS_13)
        return err_set(e, ERR_INPUT, "HelloRetryRequest below TLS 1.3");
    return read_share(out, e);
}
