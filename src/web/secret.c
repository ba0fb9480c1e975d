/* SPDX-License-Identifier: Apache-2.0 */
#include "web/secret.h"

#include "crypto/crypto.h"

struct slice
secret_draw(struct arena *a, const struct env *env)
{
    uint8_t bits[SECRET_TEXT / 2];
    env->random(env->ctx, bits, sizeof bits);
    struct slice text = crypto_hex(a, slice_of(bits, sizeof bits));
    crypto_wipe(bits, sizeof bits);
    return text;
}

bool
secret_shaped(struct slice text)
{
    if (text.n != SECRET_TEXT)
        return false;
    for (size_t i = 0; i < text.n; i++)
        if (!(text.p[i] >= '0' && text.p[i] <= '9') && !(text.p[i] >= 'a' && text.p[i] <= 'f'))
            return false;
    return true;
}

struct slice
secret_digest(struct arena *a, struct slice secret)
{
    uint8_t digest[32];
    crypto_hash(digest, CRYPTO_SHA256, secret);
    return crypto_hex(a, slice_of(digest, sizeof digest));
}

struct slice
secret_form_token(struct arena *a, struct slice secret)
{
    uint8_t mac[32];
    crypto_hmac(mac, CRYPTO_SHA256, secret, SL("comity form token"));
    return crypto_hex(a, slice_of(mac, sizeof mac));
}

bool
secret_eq(struct slice a, struct slice b)
{
    uint8_t differ = 0;
    if (a.n != b.n)
        return false;
    for (size_t i = 0; i < a.n; i++)
        differ |= (uint8_t)(a.p[i] ^ b.p[i]);
    return differ == 0;
}
