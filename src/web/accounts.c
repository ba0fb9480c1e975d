/* SPDX-License-Identifier: Apache-2.0 */
#include "web/accounts.h"

#include "base/vec.h"

int64_t
env_seconds(const struct env *env)
{
    return env->wall_ns(env->ctx) / 1000000000;
}

static bool
name_octet(uint8_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_' ||
           c == '@';
}

bool
account_name(struct slice *out, struct arena *a, struct slice typed)
{
    typed = slice_trim(typed);
    if (typed.n < ACCOUNT_NAME_MIN || typed.n > ACCOUNT_NAME_MAX)
        return false;
    uint8_t *p = arena_alloc(a, typed.n, 1);
    for (size_t i = 0; i < typed.n; i++) {
        uint8_t c = typed.p[i];
        p[i] = c >= 'A' && c <= 'Z' ? (uint8_t)(c + 32) : c;
        if (!name_octet(p[i]))
            return false;
    }
    *out = slice_of(p, typed.n);
    return (p[0] >= 'a' && p[0] <= 'z') || (p[0] >= '0' && p[0] <= '9');
}

static struct slice
key_of(struct arena *a, struct slice name)
{
    return arena_printf(a, "account/%.*s", SL_FMT(name));
}

static struct slice
person_key(struct arena *a, struct slice person)
{
    return arena_printf(a, "person/%.*s", SL_FMT(person));
}

static void
read(struct account *out, struct slice name, const struct json_node *n)
{
    *out = (struct account){
        .name = name,
        .person = json_text(json_get(n, "person")),
        .hash = json_text(json_get(n, "password")),
        .administrator = vault_flag(n, "administrator"),
        .disabled = vault_flag(n, "disabled"),
        .made = vault_int(n, "made"),
        .changed = vault_int(n, "changed"),
        .entered = vault_int(n, "entered"),
        .lang = json_text(json_get(n, "lang")),
        .theme = json_text(json_get(n, "theme")),
    };
}

bool
account_find(struct account *out, bool *there, struct arena *a, struct store *s, struct slice name,
             struct err *e)
{
    struct json_node n;
    struct slice plain;
    *there = false;
    *out = (struct account){0};
    if (!account_name(&plain, a, name))
        return true;
    if (!vault_get(&n, there, a, s, key_of(a, plain), e))
        return false;
    if (*there)
        read(out, plain, &n);
    return true;
}

bool
account_of_person(struct account *out, bool *there, struct arena *a, struct store *s,
                  struct slice person, struct err *e)
{
    struct json_node n;
    *there = false;
    *out = (struct account){0};
    if (!person.n || person.n > STORE_KEY_MAX / 2)
        return true;
    return vault_get(&n, there, a, s, person_key(a, person), e) &&
           (!*there || account_find(out, there, a, s, json_text(json_get(&n, "account")), e));
}

static bool
put_person(const struct account *x, struct arena *a, struct store *s, struct err *e)
{
    struct json_node *n = json_new_object(a);
    json_put_text(a, n, "account", x->name);
    return !x->person.n || vault_put(s, a, person_key(a, x->person), n, e);
}

bool
account_put(const struct account *x, struct arena *a, struct store *s, struct err *e)
{
    struct json_node *n = json_new_object(a);
    json_put_text_if(a, n, "person", x->person);
    json_put_text_if(a, n, "password", x->hash);
    json_put_text_if(a, n, "lang", x->lang);
    json_put_text_if(a, n, "theme", x->theme);
    json_put_int(a, n, "made", x->made);
    json_put_int(a, n, "changed", x->changed);
    json_put_int(a, n, "entered", x->entered);
    if (x->administrator)
        json_put_bool(a, n, "administrator", true);
    if (x->disabled)
        json_put_bool(a, n, "disabled", true);
    return vault_put(s, a, key_of(a, x->name), n, e) && put_person(x, a, s, e);
}

bool
accounts_list(struct accounts *out, struct arena *a, struct store *s, struct err *e)
{
    struct vault_items items;
    *out = (struct accounts){0};
    if (!vault_list(&items, a, s, SL("account/"), e))
        return false;
    for (size_t i = 0; i < items.n; i++)
        read(vec_add(a, out), items.v[i].name, &items.v[i].value);
    return true;
}
