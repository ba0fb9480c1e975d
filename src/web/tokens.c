/* SPDX-License-Identifier: Apache-2.0 */
#include "web/tokens.h"

#include "base/vec.h"
#include "web/secret.h"

#define MARK "comity_"

static struct slice
prefix_of(struct arena *a, struct slice account)
{
    return arena_printf(a, "token/%.*s/", SL_FMT(account));
}

static struct slice
key_of(struct arena *a, struct slice account, struct slice key)
{
    return arena_printf(a, "token/%.*s/%.*s", SL_FMT(account), SL_FMT(key));
}

static void
read(struct token *out, struct slice key, const struct json_node *n)
{
    *out = (struct token){
        .key = key,
        .label = json_text(json_get(n, "label")),
        .scope = slice_eq_str(json_text(json_get(n, "scope")), "act") ? SCOPE_ACT : SCOPE_READ,
        .made = vault_int(n, "made"),
        .until = vault_int(n, "until"),
        .used = vault_int(n, "used"),
    };
}

static bool
put(const struct token *t, struct slice account, struct arena *a, struct store *s, struct err *e)
{
    struct json_node *n = json_new_object(a);
    json_put_text(a, n, "label", t->label);
    json_put_text(a, n, "scope", t->scope == SCOPE_ACT ? SL("act") : SL("read"));
    json_put_int(a, n, "made", t->made);
    json_put_int(a, n, "until", t->until);
    json_put_int(a, n, "used", t->used);
    return vault_put(s, a, key_of(a, account, t->key), n, e);
}

bool
token_make(struct slice *secret, const struct token *about, struct arena *a, const struct env *env,
           struct store *s, struct slice account, struct err *e)
{
    struct slice bits = secret_draw(a, env);
    struct token t = *about;
    struct vault_items there;
    t.made = env_seconds(env);
    t.used = 0;
    t.key = secret_digest(a, bits);
    if (!vault_list(&there, a, s, prefix_of(a, account), e))
        return false;
    if (there.n >= TOKENS_MAX)
        return err_set(e, ERR_LIMIT, "an account has at most %d tokens", TOKENS_MAX);
    *secret = arena_printf(a, MARK "%.*s_%.*s", SL_FMT(bits), SL_FMT(account));
    return put(&t, account, a, s, e);
}

static bool
parts_of(struct slice *bits, struct slice *name, struct arena *a, struct slice secret)
{
    if (!slice_has_prefix(secret, SL(MARK)))
        return false;
    *bits = slice_sub(secret, sizeof MARK - 1, SECRET_TEXT);
    struct slice rest = slice_sub(secret, sizeof MARK - 1 + SECRET_TEXT, secret.n);
    return secret_shaped(*bits) && rest.n > 1 && rest.p[0] == '_' &&
           account_name(name, a, slice_sub(rest, 1, rest.n)) && name->n == rest.n - 1;
}

static void
note_used(const struct token *t, struct slice account, int64_t now, struct arena *a,
          struct store *s)
{
    struct token used = *t;
    struct json_node n;
    struct err none;
    bool there;
    if (now - t->used < TOKEN_SEEN || !vault_begin(s, &none))
        return;
    used.used = now;
    bool ok = vault_get(&n, &there, a, s, key_of(a, account, t->key), &none) && there &&
              put(&used, account, a, s, &none);
    (void)(vault_end(s, ok, &none) && ok);
}

bool
token_find(struct token *out, struct account *account, bool *there, struct arena *a,
           const struct env *env, struct store *s, struct slice secret, struct err *e)
{
    struct slice bits, name;
    struct json_node n;
    int64_t now = env_seconds(env);
    *there = false;
    if (!parts_of(&bits, &name, a, secret))
        return true;
    struct slice key = secret_digest(a, bits);
    if (!vault_get(&n, there, a, s, key_of(a, name, key), e))
        return false;
    if (!*there)
        return true;
    read(out, key, &n);
    if (!account_find(account, there, a, s, name, e))
        return false;
    *there = *there && !account->disabled && (!out->until || now < out->until);
    if (*there)
        note_used(out, name, now, a, s);
    return true;
}

bool
tokens_list(struct tokens *out, struct arena *a, struct store *s, struct slice account,
            struct err *e)
{
    struct vault_items items;
    *out = (struct tokens){0};
    if (!vault_list(&items, a, s, prefix_of(a, account), e))
        return false;
    for (size_t i = 0; i < items.n; i++)
        read(vec_add(a, out), items.v[i].name, &items.v[i].value);
    return true;
}

bool
token_end(struct arena *a, struct store *s, struct slice account, struct slice key, struct err *e)
{
    return vault_forget(s, key_of(a, account, key), e);
}

bool
tokens_end(size_t *n, struct arena *a, struct store *s, struct slice account, struct err *e)
{
    return vault_clear(n, a, s, prefix_of(a, account), (struct slice){0}, e);
}
