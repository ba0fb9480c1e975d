/* SPDX-License-Identifier: Apache-2.0 */
#include "report/uuid.h"

#include "base/buf.h"
#include "base/cleanup.h"
#include "crypto/crypto.h"

const struct uuid uuid_space_url = {{0x6b, 0xa7, 0xb8, 0x11, 0x9d, 0xad, 0x11, 0xd1, 0x80, 0xb4,
                                     0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8}};

struct uuid
uuid_of_name(const struct uuid *space, struct slice name)
{
    AUTO_ARENA a = {0};
    struct buf b;
    buf_init(&b, &a, sizeof space->octets + name.n);
    buf_add(&b, slice_of(space->octets, sizeof space->octets));
    buf_add(&b, name);
    uint8_t digest[CRYPTO_HASH_MAX];
    crypto_hash(digest, CRYPTO_SHA1, buf_slice(&b));
    struct uuid u;
    memcpy(u.octets, digest, sizeof u.octets);
    u.octets[6] = (uint8_t)((u.octets[6] & 0x0f) | 0x50);
    u.octets[8] = (uint8_t)((u.octets[8] & 0x3f) | 0x80);
    return u;
}

struct slice
uuid_print(struct arena *a, const struct uuid *u)
{
    struct slice hex = crypto_hex(a, slice_of(u->octets, sizeof u->octets));
    return arena_printf(a, "%.*s-%.*s-%.*s-%.*s-%.*s", SL_FMT(slice_sub(hex, 0, 8)),
                        SL_FMT(slice_sub(hex, 8, 4)), SL_FMT(slice_sub(hex, 12, 4)),
                        SL_FMT(slice_sub(hex, 16, 4)), SL_FMT(slice_sub(hex, 20, 12)));
}
