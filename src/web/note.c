/* SPDX-License-Identifier: Apache-2.0 */
#include "web/note.h"

#include "crypto/crypto.h"

#define MAC 32 /* octets; twice as many digits */
#define NOTE_COOKIE "note"

static struct slice
mac_of(const struct call *c, struct slice text)
{
    uint8_t mac[MAC];
    crypto_hmac(mac, CRYPTO_SHA256, slice_of(c->portal->secret, sizeof c->portal->secret), text);
    return crypto_hex(c->arena, slice_of(mac, sizeof mac));
}

static const char *
secure(const struct call *c)
{
    return c->portal->secure ? "; Secure" : "";
}

struct slice
note_put(const struct call *c, struct slice msgid)
{
    struct slice mac = mac_of(c, msgid), text = http_encode(c->arena, msgid);
    return arena_printf(c->arena,
                        NOTE_COOKIE "=%.*s.%.*s; Path=/; Max-Age=60; HttpOnly; SameSite=Lax%s",
                        SL_FMT(mac), SL_FMT(text), secure(c));
}

struct slice
note_get(const struct call *c)
{
    struct slice rest = http_cookie(c->request->headers[HTTP_COOKIE], NOTE_COOKIE), mac;
    if (!slice_cut(&rest, '.', &mac) || mac.n != (size_t)2 * MAC)
        return (struct slice){0};
    struct slice text = http_decode(c->arena, rest, false), right = mac_of(c, text);
    unsigned differ = 0;
    for (size_t i = 0; i < mac.n; i++)
        differ |= (unsigned)(mac.p[i] ^ right.p[i]);
    return differ ? (struct slice){0} : text;
}

struct slice
note_clear(const struct call *c)
{
    return arena_printf(c->arena, NOTE_COOKIE "=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax%s",
                        secure(c));
}
