/* SPDX-License-Identifier: Apache-2.0 */
#include "collect/tls13.h"

#include "base/cleanup.h"

static const struct {
    uint16_t suite;
    enum crypto_hash hash;
    enum crypto_aead aead;
} suites[] = {
    {0x1301, CRYPTO_SHA256, CRYPTO_AES_128_GCM},
    {0x1302, CRYPTO_SHA384, CRYPTO_AES_256_GCM},
    {0x1303, CRYPTO_SHA256, CRYPTO_CHACHA20_POLY1305},
    {0x1304, CRYPTO_SHA256, CRYPTO_AES_128_CCM},
    {0x1305, CRYPTO_SHA256, CRYPTO_AES_128_CCM_8},
    {0x00c6, CRYPTO_SM3, CRYPTO_SM4_GCM},
    {0x00c7, CRYPTO_SM3, CRYPTO_SM4_CCM},
};

bool
tls13_suite_known(uint16_t suite)
{
    for (size_t i = 0; i < COUNT_OF(suites); i++)
        if (suites[i].suite == suite)
            return true;
    return false;
}

/* HKDF-Extract(salt, ikm); a null salt is as many zeros as the hash is long. */
static void
extract(uint8_t *out, enum crypto_hash h, struct slice salt, struct slice ikm)
{
    static const uint8_t zeros[CRYPTO_HASH_MAX];
    if (salt.n == 0)
        salt = slice_of(zeros, crypto_hash_size(h));
    crypto_hmac(out, h, salt, ikm);
}

/* HKDF-Expand-Label of at most one hash length: a single block is enough for all of TLS 1.3. */
static void
expand(uint8_t *out, size_t n, enum crypto_hash h, const uint8_t *secret, const char *label,
       struct slice context)
{
    uint8_t block[CRYPTO_HASH_MAX];
    AUTO_ARENA scratch = {0};
    struct buf info;
    buf_init(&info, &scratch, 512);
    buf_u16(&info, (uint32_t)n);
    size_t at = buf_open(&info, 1);
    buf_str(&info, "tls13 ");
    buf_str(&info, label);
    buf_close(&info, at, 1);
    at = buf_open(&info, 1);
    buf_add(&info, context);
    buf_close(&info, at, 1);
    buf_u8(&info, 1); /* the block's number */
    crypto_hmac(block, h, slice_of(secret, crypto_hash_size(h)), buf_slice(&info));
    memcpy(out, block, n);
}

/* Derive-Secret: the context is the transcript's hash. */
static void
derive(uint8_t *out, enum crypto_hash h, const uint8_t *secret, const char *label,
       struct slice transcript)
{
    uint8_t context[CRYPTO_HASH_MAX];
    size_t n = crypto_hash_size(h);
    crypto_hash(context, h, transcript);
    expand(out, n, h, secret, label, slice_of(context, n));
}

static void
set_keys(const struct tls13 *t, struct tls13_keys *k)
{
    struct slice none = {0};
    expand(k->key, crypto_aead_key_size(t->aead), t->hash, k->secret, "key", none);
    expand(k->iv, CRYPTO_NONCE, t->hash, k->secret, "iv", none);
    k->sequence = 0;
}

bool
tls13_start(struct tls13 *t, uint16_t suite, struct slice shared, struct slice transcript,
            struct err *e)
{
    *t = (struct tls13){0};
    size_t i = 0;
    while (i < COUNT_OF(suites) && suites[i].suite != suite)
        i++;
    if (i == COUNT_OF(suites))
        return err_set(e, ERR_UNSUPPORTED, "records of suite 0x%04x cannot be decrypted", suite);
    t->hash = suites[i].hash;
    t->aead = suites[i].aead;
    static const uint8_t zeros[CRYPTO_HASH_MAX];
    uint8_t early[CRYPTO_HASH_MAX], salt[CRYPTO_HASH_MAX];
    size_t n = crypto_hash_size(t->hash);
    struct slice none = {0};
    extract(early, t->hash, none, slice_of(zeros, n));
    derive(salt, t->hash, early, "derived", none);
    extract(t->handshake_secret, t->hash, slice_of(salt, n), shared);
    derive(t->client.secret, t->hash, t->handshake_secret, "c hs traffic", transcript);
    derive(t->server.secret, t->hash, t->handshake_secret, "s hs traffic", transcript);
    set_keys(t, &t->client);
    set_keys(t, &t->server);
    return true;
}

static void
next_nonce(struct tls13_keys *k, uint8_t nonce[CRYPTO_NONCE])
{
    memcpy(nonce, k->iv, CRYPTO_NONCE);
    for (size_t i = 0; i < 8; i++)
        nonce[CRYPTO_NONCE - 1 - i] ^= (uint8_t)(k->sequence >> 8 * i);
    k->sequence++;
}

bool
tls13_open(struct tls13 *t, const struct tls_record *r, uint8_t *out, size_t *n, uint8_t *type,
           struct err *e)
{
    uint8_t nonce[CRYPTO_NONCE];
    next_nonce(&t->server, nonce);
    if (!crypto_open(out, n, t->aead, t->server.key, nonce, r->header, r->payload))
        return err_set(e, ERR_INPUT, "a record cannot be decrypted");
    while (*n > 0 && out[*n - 1] == 0)
        --*n;
    if (*n == 0)
        return err_set(e, ERR_INPUT, "a decrypted record has no type");
    *type = out[--*n];
    return true;
}

static void
finished(uint8_t *out, const struct tls13 *t, const uint8_t *secret, struct slice transcript)
{
    uint8_t key[CRYPTO_HASH_MAX], context[CRYPTO_HASH_MAX];
    size_t n = crypto_hash_size(t->hash);
    expand(key, n, t->hash, secret, "finished", (struct slice){0});
    crypto_hash(context, t->hash, transcript);
    crypto_hmac(out, t->hash, slice_of(key, n), slice_of(context, n));
}

bool
tls13_finished_fits(const struct tls13 *t, struct slice transcript, struct slice body)
{
    uint8_t want[CRYPTO_HASH_MAX];
    finished(want, t, t->server.secret, transcript);
    return slice_eq(slice_of(want, crypto_hash_size(t->hash)), body);
}

static bool
seal(struct tls13 *t, struct buf *out, uint8_t type, struct slice content, struct err *e)
{
    uint8_t plain[512], sealed[sizeof plain + 16], nonce[CRYPTO_NONCE], header[5];
    size_t n = 0, want = content.n + 1 + 16;
    if (content.n >= sizeof plain)
        return err_set(e, ERR_LIMIT, "client flight of %zu octets", content.n);
    memcpy(plain, content.p, content.n);
    plain[content.n] = type;
    if (t->aead == CRYPTO_AES_128_CCM_8)
        want -= 8;
    const uint8_t front[] = {TLS_RECORD_DATA, 3, 3, (uint8_t)(want >> 8), (uint8_t)want};
    memcpy(header, front, sizeof header);
    next_nonce(&t->client, nonce);
    if (!crypto_seal(sealed, &n, t->aead, t->client.key, nonce, slice_of(header, 5),
                     slice_of(plain, content.n + 1)))
        return err_set(e, ERR_UNSUPPORTED, "a record cannot be encrypted");
    buf_add(out, slice_of(header, 5));
    buf_add(out, slice_of(sealed, n));
    return true;
}

static void
application_keys(struct tls13 *t, struct slice transcript)
{
    static const uint8_t zeros[CRYPTO_HASH_MAX];
    uint8_t salt[CRYPTO_HASH_MAX], master[CRYPTO_HASH_MAX];
    size_t n = crypto_hash_size(t->hash);
    derive(salt, t->hash, t->handshake_secret, "derived", (struct slice){0});
    extract(master, t->hash, slice_of(salt, n), slice_of(zeros, n));
    derive(t->client.secret, t->hash, master, "c ap traffic", transcript);
    derive(t->server.secret, t->hash, master, "s ap traffic", transcript);
    set_keys(t, &t->client);
    set_keys(t, &t->server);
}

bool
tls13_finish(struct tls13 *t, struct buf *out, struct slice transcript, const struct slice *context,
             struct err *e)
{
    AUTO_ARENA scratch = {0};
    struct buf said, flight;
    buf_init(&said, &scratch, transcript.n + 512);
    buf_init(&flight, &scratch, 512);
    buf_add(&said, transcript);
    if (context) {
        buf_u8(&flight, TLS_HS_CERTIFICATE);
        size_t at = buf_open(&flight, 3);
        size_t c = buf_open(&flight, 1);
        buf_add(&flight, *context);
        buf_close(&flight, c, 1);
        buf_u24(&flight, 0);
        buf_close(&flight, at, 3);
        buf_add(&said, buf_slice(&flight));
    }
    uint8_t mac[CRYPTO_HASH_MAX];
    finished(mac, t, t->client.secret, buf_slice(&said));
    buf_u8(&flight, TLS_HS_FINISHED);
    buf_u24(&flight, (uint32_t)crypto_hash_size(t->hash));
    buf_add(&flight, slice_of(mac, crypto_hash_size(t->hash)));
    struct slice hello;
    if (!buf_done(&flight, &hello, e) || !seal(t, out, TLS_RECORD_HANDSHAKE, hello, e))
        return false;
    application_keys(t, transcript);
    return seal(t, out, TLS_RECORD_ALERT, SL("\1\0"), e);
}
