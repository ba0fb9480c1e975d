/* SPDX-License-Identifier: Apache-2.0 */
#include "web/session.h"

#include "base/vec.h"
#include "web/secret.h"

#define ADDRESS_MAX 60

/* --- cookies -------------------------------------------------------------------------------- */

enum cookie { COOKIE_SESSION, COOKIE_OBSERVER };

static struct slice
cookie_name(const struct portal *p, enum cookie which)
{
    static const struct slice names[2][2] = {
        [COOKIE_SESSION] = {SL_INIT("comity"), SL_INIT("__Host-comity")},
        [COOKIE_OBSERVER] = {SL_INIT("comity-form"), SL_INIT("__Host-comity-form")},
    };
    return names[which][p->secure];
}

static struct slice
cookie_get(const struct portal *p, const struct http_request *r, enum cookie which)
{
    struct slice rest = r->headers[HTTP_COOKIE], pair, name;
    while (slice_cut(&rest, ';', &pair)) {
        pair = slice_trim(pair);
        bool first = slice_cut(&pair, '=', &name);
        if (first && slice_eq(name, cookie_name(p, which)))
            return pair;
    }
    return (struct slice){0};
}

static struct slice
cookie_set(struct arena *a, const struct portal *p, enum cookie which, struct slice value,
           const char *more)
{
    struct slice name = cookie_name(p, which);
    return arena_printf(a, "%.*s=%.*s; Path=/; HttpOnly; SameSite=Lax%s%s", SL_FMT(name),
                        SL_FMT(value), p->secure ? "; Secure" : "", more);
}

struct slice
session_cookie(const struct portal *p, const struct http_request *r)
{
    return cookie_get(p, r, COOKIE_SESSION);
}

struct slice
session_observer(const struct portal *p, const struct http_request *r)
{
    struct slice secret = cookie_get(p, r, COOKIE_OBSERVER);
    return secret_shaped(secret) ? secret : (struct slice){0};
}

struct slice
session_observe(struct slice *secret, struct arena *a, const struct portal *p)
{
    *secret = secret_draw(a, &p->machine);
    return cookie_set(a, p, COOKIE_OBSERVER, *secret, "");
}

struct slice
session_forget(struct arena *a, const struct portal *p)
{
    return cookie_set(a, p, COOKIE_SESSION, SL("-"), "; Max-Age=0");
}

struct slice
session_address(const struct portal *p, const struct http_request *r)
{
    struct slice chain = r->headers[HTTP_X_FORWARDED_FOR], address = r->peer, next;
    const char *proxy = p->options ? p->options->proxy : NULL;
    if (proxy && slice_eq_str(r->peer, proxy))
        while (slice_cut(&chain, ',', &next)) /* the last one: what our proxy itself saw */
            address = slice_trim(next);
    return slice_sub(address, 0, ADDRESS_MAX);
}

/* --- in the vault --------------------------------------------------------------------------- */

static struct slice
prefix_of(struct arena *a, struct slice account)
{
    return arena_printf(a, "session/%.*s/", SL_FMT(account));
}

static struct slice
key_of(struct arena *a, struct slice account, struct slice key)
{
    return arena_printf(a, "session/%.*s/%.*s", SL_FMT(account), SL_FMT(key));
}

static void
read(struct session *out, struct slice key, const struct json_node *n)
{
    *out = (struct session){key, vault_int(n, "made"), vault_int(n, "seen"),
                            json_text(json_get(n, "address"))};
}

static bool
put(const struct session *x, struct slice account, struct arena *a, struct store *s, struct err *e)
{
    struct json_node *n = json_new_object(a);
    json_put_text_if(a, n, "address", x->address);
    json_put_int(a, n, "made", x->made);
    json_put_int(a, n, "seen", x->seen);
    return vault_put(s, a, key_of(a, account, x->key), n, e);
}

/* A clock that was set back ends nothing. */
static bool
lasts(const struct session *x, int64_t now)
{
    return now < x->made + SESSION_ALL && now < x->seen + SESSION_IDLE;
}

/* "SECRET.NAME" */
static bool
parts_of(struct slice *secret, struct slice *name, struct arena *a, struct slice cookie)
{
    struct slice rest = cookie;
    return slice_cut(&rest, '.', secret) && secret_shaped(*secret) && account_name(name, a, rest) &&
           slice_eq(*name, rest);
}

/* That a session is in use is no reason to fail: the disk may be full. */
static void
note_seen(const struct session *x, struct slice account, int64_t now, struct arena *a,
          struct store *s)
{
    struct session seen = *x;
    struct json_node n;
    struct err none;
    bool there;
    if (now - x->seen < SESSION_SEEN || !vault_begin(s, &none))
        return;
    seen.seen = now;
    bool ok = vault_get(&n, &there, a, s, key_of(a, account, x->key), &none) && there &&
              put(&seen, account, a, s, &none);
    (void)(vault_end(s, ok, &none) && ok);
}

bool
session_find(struct session *out, struct account *account, bool *there, struct arena *a,
             const struct portal *p, struct store *s, struct slice cookie, struct err *e)
{
    struct slice secret, name;
    struct json_node n;
    int64_t now = env_seconds(&p->machine);
    *there = false;
    if (!parts_of(&secret, &name, a, cookie))
        return true;
    struct slice key = secret_digest(a, secret);
    if (!vault_get(&n, there, a, s, key_of(a, name, key), e))
        return false;
    if (!*there)
        return true;
    read(out, key, &n);
    if (!account_find(account, there, a, s, name, e))
        return false;
    *there = *there && !account->disabled && lasts(out, now);
    if (*there)
        note_seen(out, name, now, a, s);
    return true;
}

static bool
end_cookie(struct arena *a, struct store *s, struct slice cookie, struct err *e)
{
    struct slice secret, name;
    return !parts_of(&secret, &name, a, cookie) ||
           vault_forget(s, key_of(a, name, secret_digest(a, secret)), e);
}

/* Those that are over, and the oldest of too many. */
static bool
tidy(struct arena *a, struct store *s, struct slice account, int64_t now, struct err *e)
{
    struct vault_items items;
    struct session x;
    size_t kept = 0, oldest = SIZE_MAX;
    int64_t least = INT64_MAX;
    if (!vault_list(&items, a, s, prefix_of(a, account), e))
        return false;
    for (size_t i = 0; i < items.n; i++) {
        read(&x, items.v[i].name, &items.v[i].value);
        if (!lasts(&x, now)) {
            if (!vault_forget(s, key_of(a, account, x.key), e))
                return false;
            continue;
        }
        kept++;
        if (x.seen < least) {
            least = x.seen;
            oldest = i;
        }
    }
    return kept < SESSIONS_MAX || vault_forget(s, key_of(a, account, items.v[oldest].name), e);
}

bool
session_begin(struct session_begun *out, struct arena *a, const struct portal *p, struct store *s,
              const struct account *account, struct slice old, struct slice address, struct err *e)
{
    struct slice secret = secret_draw(a, &p->machine);
    int64_t now = env_seconds(&p->machine);
    struct session x = {secret_digest(a, secret), now, now, address};
    *out = (struct session_begun){
        .cookie =
            cookie_set(a, p, COOKIE_SESSION,
                       arena_printf(a, "%.*s.%.*s", SL_FMT(secret), SL_FMT(account->name)), ""),
        .form_token = secret_form_token(a, secret),
        .key = x.key,
    };
    return end_cookie(a, s, old, e) && tidy(a, s, account->name, now, e) &&
           put(&x, account->name, a, s, e);
}

bool
sessions_list(struct sessions *out, struct arena *a, const struct portal *p, struct store *s,
              struct slice account, struct err *e)
{
    struct vault_items items;
    int64_t now = env_seconds(&p->machine);
    *out = (struct sessions){0};
    if (!vault_list(&items, a, s, prefix_of(a, account), e))
        return false;
    for (size_t i = 0; i < items.n; i++) {
        struct session x;
        read(&x, items.v[i].name, &items.v[i].value);
        if (!lasts(&x, now))
            continue;
        vec_push(a, out, x);
        for (size_t k = out->n - 1; k > 0 && out->v[k - 1].made < x.made; k--) {
            out->v[k] = out->v[k - 1];
            out->v[k - 1] = x;
        }
    }
    return true;
}

bool
session_end(struct arena *a, struct store *s, struct slice account, struct slice key, struct err *e)
{
    return vault_forget(s, key_of(a, account, key), e);
}

bool
sessions_end(size_t *n, struct arena *a, struct store *s, struct slice account, struct slice keep,
             struct err *e)
{
    return vault_clear(n, a, s, prefix_of(a, account), keep, e);
}
