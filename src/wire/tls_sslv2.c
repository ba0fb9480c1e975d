/* SPDX-License-Identifier: Apache-2.0 */
#include "wire/tls_sslv2.h"

#include "wire/tls.h"

enum {
    SSLV2_ERROR = 0,
    SSLV2_CLIENT_HELLO = 1,
    SSLV2_SERVER_HELLO = 4,
};

void
tls_sslv2_hello_write(struct buf *b, const uint8_t *challenge)
{
    /* RC4 128 and export, RC2 128 and export, IDEA, DES, 3DES (section 2.5, CIPHER-KINDS). */
    static const uint8_t kinds[] = {
        0x01, 0x00, 0x80, 0x02, 0x00, 0x80, 0x03, 0x00, 0x80, 0x04, 0x00,
        0x80, 0x05, 0x00, 0x80, 0x06, 0x00, 0x40, 0x07, 0x00, 0xc0,
    };
    size_t body = 9 + sizeof kinds + 16;
    buf_u16(b, (uint32_t)(0x8000 | body)); /* two-octet header: no padding */
    buf_u8(b, SSLV2_CLIENT_HELLO);
    buf_u16(b, TLS_SSL2);
    buf_u16(b, sizeof kinds);
    buf_u16(b, 0); /* no session id */
    buf_u16(b, 16);
    buf_add(b, slice_of(kinds, sizeof kinds));
    buf_add(b, slice_of(challenge, 16));
}

/*
 * The body of one record in the clear. It has the header of two octets with the
 * high bit set: the longer header is for padding, which only ciphers need. That
 * tells it from a TLS alert, too.
 */
static enum tls_sslv2_read
take_record(struct slice in, struct slice *body)
{
    uint16_t head;
    if (in.n > 0 && !(in.p[0] & 0x80))
        return TLS_SSLV2_BAD;
    if (!slice_u16(&in, &head))
        return TLS_SSLV2_MORE;
    size_t length = head & 0x7fff;
    if (length == 0)
        return TLS_SSLV2_BAD;
    if (in.n > 0 && in.p[0] != SSLV2_SERVER_HELLO && in.p[0] != SSLV2_ERROR)
        return TLS_SSLV2_BAD;
    return slice_take(&in, length, body) ? TLS_SSLV2_OK : TLS_SSLV2_MORE;
}

enum tls_sslv2_read
tls_sslv2_hello_parse(struct tls_sslv2_hello *out, struct slice in)
{
    *out = (struct tls_sslv2_hello){0};
    struct slice body;
    enum tls_sslv2_read r = take_record(in, &body);
    if (r != TLS_SSLV2_OK)
        return r;
    uint8_t type, hit, kind;
    uint16_t version, ncert, nciphers, nconn;
    struct slice ciphers;
    if (!slice_u8(&body, &type))
        return TLS_SSLV2_BAD;
    if (type == SSLV2_ERROR)
        return body.n == 2 ? TLS_SSLV2_ERROR : TLS_SSLV2_BAD;
    if (!slice_u8(&body, &hit) || !slice_u8(&body, &kind) || !slice_u16(&body, &version) ||
        !slice_u16(&body, &ncert) || !slice_u16(&body, &nciphers) || !slice_u16(&body, &nconn) ||
        version != TLS_SSL2 || !slice_take(&body, ncert, &out->certificate) ||
        !slice_take(&body, nciphers, &ciphers))
        return TLS_SSLV2_BAD;
    out->ciphers = nciphers / 3;
    return TLS_SSLV2_OK;
}
