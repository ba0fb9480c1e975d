/* SPDX-License-Identifier: Apache-2.0 */
#include "web/vault.h"

#include "base/vec.h"
#include "text/json_canonical.h"

#define OWNER SL("portal")
#define VALUE_MAX ((size_t)64 << 10)

bool
vault_put(struct store *s, struct arena *a, struct slice name, const struct json_node *value,
          struct err *e)
{
    struct slice octets;
    return json_canonical(&octets, a, value, VALUE_MAX, e) &&
           s->ops->private_put(s, OWNER, name, octets, e);
}

static bool
parse(struct json_node *out, struct arena *a, struct slice name, struct slice octets, struct err *e)
{
    /* No name in the message: it may be the digest of a secret. */
    struct slice room = slice_sub(name, 0, slice_find(name, SL("/")));
    return json_parse(out, a, SL("a value of the portal"), octets, e) ||
           err_in(e, "%.*s", SL_FMT(room));
}

bool
vault_get(struct json_node *out, bool *there, struct arena *a, struct store *s, struct slice name,
          struct err *e)
{
    struct slice octets;
    *out = (struct json_node){0};
    return s->ops->private_get(s, OWNER, name, &octets, there, a, e) &&
           (!*there || parse(out, a, name, octets, e));
}

bool
vault_forget(struct store *s, struct slice name, struct err *e)
{
    return s->ops->private_forget(s, OWNER, name, e);
}

struct listing {
    struct vault_items *out;
    struct arena *a;
    size_t prefix;
};

static bool
list_visit(void *ctx, struct slice name, struct slice value, struct err *e)
{
    struct listing *l = ctx;
    struct vault_item *item = vec_add(l->a, l->out);
    item->name = arena_dup(l->a, slice_sub(name, l->prefix, name.n - l->prefix));
    return parse(&item->value, l->a, name, value, e);
}

bool
vault_list(struct vault_items *out, struct arena *a, struct store *s, struct slice prefix,
           struct err *e)
{
    *out = (struct vault_items){0};
    struct listing l = {out, a, prefix.n};
    return s->ops->private_each(s, OWNER, prefix, list_visit, &l, e);
}

struct names {
    VEC(struct slice) v;
    struct arena *a;
};

static bool
name_visit(void *ctx, struct slice name, struct slice value UNUSED, struct err *e UNUSED)
{
    struct names *n = ctx;
    vec_push(n->a, &n->v, arena_dup(n->a, name));
    return true;
}

bool
vault_clear(size_t *n, struct arena *a, struct store *s, struct slice prefix, struct slice keep,
            struct err *e)
{
    struct names names = {.a = a};
    *n = 0;
    if (!s->ops->private_each(s, OWNER, prefix, name_visit, &names, e))
        return false;
    for (size_t i = 0; i < names.v.n; i++) {
        struct slice name = names.v.v[i];
        if (keep.n && slice_eq(slice_sub(name, prefix.n, name.n), keep))
            continue;
        if (!vault_forget(s, name, e))
            return false;
        *n += 1;
    }
    return true;
}

bool
vault_begin(struct store *s, struct err *e)
{
    return s->ops->begin_write(s, e);
}

bool
vault_end(struct store *s, bool ok, struct err *e)
{
    if (ok && s->ops->commit(s, e))
        return true;
    s->ops->rollback(s);
    return false;
}

int64_t
vault_int(const struct json_node *n, const char *key)
{
    const struct json_node *m = json_get(n, key);
    return m && m->type == JSON_INT ? m->i : 0;
}

bool
vault_flag(const struct json_node *n, const char *key)
{
    const struct json_node *m = json_get(n, key);
    return m && m->type == JSON_BOOL && m->b;
}
