/* SPDX-License-Identifier: Apache-2.0 */
#include "web/invitations.h"

#include "base/vec.h"
#include "web/secret.h"
#include "web/session.h"
#include "web/tokens.h"

#define PREFIX "invitation/"

static struct slice
key_of(struct arena *a, struct slice key)
{
    return arena_printf(a, PREFIX "%.*s", SL_FMT(key));
}

static void
read(struct invitation *out, struct slice key, const struct json_node *n)
{
    *out = (struct invitation){
        .key = key,
        .person = json_text(json_get(n, "person")),
        .account = json_text(json_get(n, "account")),
        .by = json_text(json_get(n, "by")),
        .administrator = vault_flag(n, "administrator"),
        .made = vault_int(n, "made"),
        .until = vault_int(n, "until"),
    };
}

static bool
put(const struct invitation *x, struct arena *a, struct store *s, struct err *e)
{
    struct json_node *n = json_new_object(a);
    json_put_text_if(a, n, "person", x->person);
    json_put_text_if(a, n, "account", x->account);
    json_put_text_if(a, n, "by", x->by);
    if (x->administrator)
        json_put_bool(a, n, "administrator", true);
    json_put_int(a, n, "made", x->made);
    json_put_int(a, n, "until", x->until);
    return vault_put(s, a, key_of(a, x->key), n, e);
}

/* Over, or for somebody who gets another one now. */
static bool
tidy(const struct invitation *fresh, struct arena *a, struct store *s, struct err *e)
{
    struct vault_items items;
    struct invitation x;
    if (!vault_list(&items, a, s, SL(PREFIX), e))
        return false;
    for (size_t i = 0; i < items.n; i++) {
        read(&x, items.v[i].name, &items.v[i].value);
        bool same = (x.person.n && slice_eq(x.person, fresh->person)) ||
                    (x.account.n && slice_eq(x.account, fresh->account));
        if ((same || x.until <= fresh->made) && !invitation_end(a, s, x.key, e))
            return false;
    }
    return true;
}

bool
invitation_make(struct slice *secret, struct invitation *x, struct arena *a, const struct env *env,
                struct store *s, struct err *e)
{
    struct account account;
    bool there;
    x->made = env_seconds(env);
    x->until = x->made + INVITATION_LASTS;
    if (x->person.n && !account_of_person(&account, &there, a, s, x->person, e))
        return false;
    if (x->person.n && there)
        x->account = account.name;
    *secret = secret_draw(a, env);
    x->key = secret_digest(a, *secret);
    return tidy(x, a, s, e) && put(x, a, s, e);
}

bool
invitation_find(struct invitation *out, bool *there, struct arena *a, const struct env *env,
                struct store *s, struct slice secret, struct err *e)
{
    struct json_node n;
    *there = false;
    if (!secret_shaped(secret))
        return true;
    struct slice key = secret_digest(a, secret);
    if (!vault_get(&n, there, a, s, key_of(a, key), e))
        return false;
    read(out, key, &n);
    *there = *there && env_seconds(env) < out->until;
    return true;
}

bool
invitations_list(struct invitations *out, struct arena *a, const struct env *env, struct store *s,
                 struct err *e)
{
    struct vault_items items;
    struct invitation x;
    *out = (struct invitations){0};
    if (!vault_list(&items, a, s, SL(PREFIX), e))
        return false;
    for (size_t i = 0; i < items.n; i++) {
        read(&x, items.v[i].name, &items.v[i].value);
        if (env_seconds(env) < x.until)
            vec_push(a, out, x);
    }
    return true;
}

bool
invitation_end(struct arena *a, struct store *s, struct slice key, struct err *e)
{
    return vault_forget(s, key_of(a, key), e);
}

/* --- used ----------------------------------------------------------------------------------- */

/* An account that is there: its old doors are closed. */
static bool
renew(struct account *out, bool *there, struct arena *a, const struct env *env, struct store *s,
      const struct invitation *x, struct slice hash, struct err *e)
{
    size_t n;
    if (!account_find(out, there, a, s, x->account, e))
        return false;
    if (!*there)
        return true;
    out->hash = hash;
    out->disabled = false;
    out->administrator = out->administrator || x->administrator;
    out->changed = env_seconds(env);
    return sessions_end(&n, a, s, out->name, (struct slice){0}, e) &&
           tokens_end(&n, a, s, out->name, e) && account_put(out, a, s, e);
}

/* Nobody gets two accounts; the one that came first stays. */
static bool
create(struct invitation_used *out, struct arena *a, const struct env *env, struct store *s,
       const struct invitation *x, const struct account *chosen, struct err *e)
{
    struct account other;
    bool has_one;
    if (!account_find(&other, &out->taken, a, s, chosen->name, e) ||
        !account_of_person(&other, &has_one, a, s, x->person, e))
        return false;
    out->there = !has_one;
    if (out->taken || has_one)
        return true;
    out->account = *chosen;
    out->account.person = x->person;
    out->account.administrator = x->administrator;
    out->account.made = out->account.changed = env_seconds(env);
    return account_put(&out->account, a, s, e);
}

bool
invitation_use(struct invitation_used *out, struct arena *a, const struct env *env, struct store *s,
               struct slice secret, const struct account *chosen, struct err *e)
{
    struct invitation x;
    *out = (struct invitation_used){0};
    if (!invitation_find(&x, &out->there, a, env, s, secret, e))
        return false;
    if (!out->there)
        return true;
    out->renewed = x.account.n > 0;
    if (!(out->renewed ? renew(&out->account, &out->there, a, env, s, &x, chosen->hash, e)
                       : create(out, a, env, s, &x, chosen, e)))
        return false;
    return out->taken || !out->there || invitation_end(a, s, x.key, e);
}
