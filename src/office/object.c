/* SPDX-License-Identifier: Apache-2.0 */
#include "office/object.h"

#include "crypto/crypto.h"
#include "text/json_canonical.h"

#define SALT_OCTETS 16
#define OBJECT_MAX ((size_t)1 << 20)

bool
object_salted(struct slice *out, struct arena *a, const struct env *env, struct json_node *n,
              struct err *e)
{
    uint8_t salt[SALT_OCTETS];
    env->random(env->ctx, salt, sizeof salt);
    json_put_text(a, n, "salt", crypto_hex(a, slice_of(salt, sizeof salt)));
    return json_canonical(out, a, n, OBJECT_MAX, e) ? true : err_in(e, "the text");
}

bool
object_text(struct slice *out, struct arena *a, const struct env *env, struct slice text,
            struct err *e)
{
    if (text.n > OBJECT_TEXT_MAX)
        return err_set(e, ERR_LIMIT, "a text of %zu octets: at most %zu are taken", text.n,
                       OBJECT_TEXT_MAX);
    struct json_node *n = json_new_object(a);
    json_put_text(a, n, "text", text);
    return object_salted(out, a, env, n, e);
}

bool
object_person(struct slice *out, struct arena *a, const struct env *env, const struct langs *name,
              struct slice mail, struct err *e)
{
    struct json_node *n = json_new_object(a), *names = json_new_object(a);
    json_put_text_if(a, names, "en", name->en);
    json_put_text_if(a, names, "zh", name->zh);
    json_put_node(a, n, "name", names);
    json_put_text_if(a, n, "mail", mail);
    return object_salted(out, a, env, n, e);
}

struct slice
object_digest(struct arena *a, struct slice octets)
{
    uint8_t digest[32];
    crypto_hash(digest, CRYPTO_SHA256, octets);
    return arena_printf(a, "sha256:%.*s", SL_FMT(crypto_hex(a, slice_of(digest, sizeof digest))));
}

bool
object_read(struct json_node *out, struct arena *a, struct slice octets)
{
    return octets.n <= OBJECT_MAX && json_parse(out, a, SL("object"), octets, NULL) &&
           out->type == JSON_OBJECT;
}

struct langs
object_langs(const struct json_node *n, const char *key)
{
    const struct json_node *l = json_get(n, key);
    return (struct langs){json_text(json_get(l, "en")), json_text(json_get(l, "zh"))};
}
