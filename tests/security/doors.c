/* SPDX-License-Identifier: Apache-2.0 */
#include "doors.h"

#include "crypto/crypto.h"
#include "web/form.h"
#include "web/secret.h"
#include "web/session.h"
#include "web/tokens.h"

#include <stdio.h>
#include <stdlib.h>

const char *const knock_names[KNOCKS] = {
    "observer",  "delegate", "foreign delegate", "alternate",    "convenor",
    "secretary", "admin",    "token to read",    "token to act", "administrator's token",
};

static void
must(bool ok, const struct err *e)
{
    if (ok)
        return;
    fprintf(stderr, "doors: %s\n", e->msg);
    abort();
}

/* The first project that has them, and its first ballot, draft and comment. */
static void
find_things(struct doors *d)
{
    struct store *s = d->p.office.store;
    struct rows rows;
    struct err e = {0};
    must(s->ops->begin_read(s, &e), &e);
    must(s->ops->rows_get(s, ROWS_BALLOT, NULL, 0, &rows, &d->p.arena, &e), &e);
    for (size_t i = 0; i < rows.n && !d->project.n; i++) {
        d->project = rows.v[i].values[0].text;
        d->ballot = rows.v[i].values[1].text;
    }
    const struct store_where where = {"project", {.text = d->project}};
    must(s->ops->rows_get(s, ROWS_DRAFT, &where, 1, &rows, &d->p.arena, &e), &e);
    if (rows.n)
        d->draft = rows.v[0].values[1].text;
    must(s->ops->rows_get(s, ROWS_COMMENT, &where, 1, &rows, &d->p.arena, &e), &e);
    if (rows.n)
        d->comment = rows.v[0].values[1].text;
    s->ops->rollback(s);
}

void
doors_make(struct doors *d)
{
    struct err e = {0};
    *d = (struct doors){0};
    portal_case_make(&d->p);
    must(role_accounts_make(&d->accounts, &d->p.arena, &d->p.portal.machine, &d->p.office, d->p.now,
                            SL(DOOR_PASSWORD), &e),
         &e);
    find_things(d);
}

void
doors_done(struct doors *d)
{
    portal_case_done(&d->p);
}

bool
knock_is_token(enum knock who)
{
    return who == KNOCK_TOKEN_READ || who == KNOCK_TOKEN_ACT || who == KNOCK_TOKEN_ADMIN;
}

static const char *
account_name_of(enum knock who)
{
    static const char *const names[KNOCKS] = {
        NULL,        "delegate", "foreign",   "alternate", "convenor",
        "secretary", "admin",    "secretary", "secretary", "admin",
    };
    return names[who];
}

static void
by_session(struct doors *d, const struct account *x)
{
    struct store *s = d->p.office.store;
    struct session_begun begun;
    struct err e = {0};
    must(vault_begin(s, &e), &e);
    bool ok = session_begin(&begun, &d->p.arena, &d->p.portal, s, x, (struct slice){0},
                            SL("127.0.0.1"), &e);
    must(vault_end(s, ok, &e) && ok, &e);
    struct slice pair;
    (void)slice_cut(&begun.cookie, ';', &pair);
    d->p.cookie = pair;
    d->p.form_token = begun.form_token;
}

/* Kept as the "cookie" until the request is made. */
static void
by_token(struct doors *d, const struct account *x, enum route_scope scope)
{
    struct token about = {.label = SL("test"), .scope = scope};
    struct err e = {0};
    size_t n;
    must(tokens_end(&n, &d->p.arena, d->p.office.store, x->name, &e), &e);
    must(token_make(&d->p.cookie, &about, &d->p.arena, &d->p.portal.machine, d->p.office.store,
                    x->name, &e),
         &e);
    d->p.form_token = (struct slice){0};
}

/* An observer's own cookie and the token that follows from it. */
static void
by_nothing(struct doors *d)
{
    struct slice secret, pair;
    struct slice set = session_observe(&secret, &d->p.arena, &d->p.portal);
    (void)slice_cut(&set, ';', &pair);
    d->p.cookie = pair;
    d->p.form_token = secret_form_token(&d->p.arena, secret);
}

void
doors_as(struct doors *d, enum knock who)
{
    const char *name = account_name_of(who);
    struct account x;
    struct err e = {0};
    bool there;
    if (!name) {
        by_nothing(d);
        return;
    }
    must(account_find(&x, &there, &d->p.arena, d->p.office.store, slice_str(name), &e), &e);
    must(there, &(struct err){.msg = "a role has no account"});
    x.disabled = false; /* an earlier request may have done that */
    must(account_put(&x, &d->p.arena, d->p.office.store, &e), &e);
    if (knock_is_token(who))
        by_token(d, &x, who == KNOCK_TOKEN_READ ? SCOPE_READ : SCOPE_ACT);
    else
        by_session(d, &x);
}

/* --- addresses ------------------------------------------------------------------------------ */

static struct slice
parameter(struct doors *d, const struct route *r, struct slice name)
{
    static const struct {
        const char *name, *value;
    } fixed[] = {
        {"account", "claimed"}, {"organisation", "o-1"},    {"person", "p-3"}, {"n", "0"},
        {"process", "SAC-GBT"}, {"standard", "GB-T-39786"}, {"row", "1"},      {"entry", "1"},
        {"index", "1"},         {"voter", "o-2"},           {"rest...", "x"},
    };
    static const char hex[] = "00000000000000000000000000000000000000000000000000000000000000aa";
    const struct {
        const char *name;
        struct slice value;
    } found[] = {{"project", d->project},
                 {"ballot", d->ballot},
                 {"draft", d->draft},
                 {"from", d->draft},
                 {"comment", d->comment}};
    for (size_t i = 0; i < COUNT_OF(found); i++)
        if (slice_eq_str(name, found[i].name) && found[i].value.n)
            return found[i].value;
    for (size_t i = 0; i < COUNT_OF(fixed); i++)
        if (slice_eq_str(name, fixed[i].name))
            return slice_str(fixed[i].value);
    if (slice_eq_str(name, "group") && d->p.office.committee.groups.n)
        return d->p.office.committee.groups.v[0].key;
    if (slice_eq_str(name, "type"))
        return slice_has_prefix(slice_str(r->path), SL("/projects")) ? SL("stage.changed")
                                                                     : SL("person.registered");
    return slice_str(hex); /* a token, a key, a digest, or nothing that there is */
}

const char *
doors_path(struct doors *d, const struct route *r)
{
    struct slice rest = slice_sub(slice_str(r->path), 1, SIZE_MAX), part, out = {0};
    while (slice_cut(&rest, '/', &part)) {
        if (part.n > 2 && part.p[0] == '{')
            part = parameter(d, r, slice_sub(part, 1, part.n - 2));
        out = arena_printf(&d->p.arena, "%.*s/%.*s", SL_FMT(out), SL_FMT(part));
    }
    return out.n ? arena_str(&d->p.arena, out) : "/";
}

void
doors_request(struct http_request *out, struct doors *d, const struct route *r, bool json)
{
    *out = (struct http_request){
        .method = r->method, .path = slice_str(doors_path(d, r)), .peer = SL("127.0.0.1")};
    out->headers[HTTP_HOST] = SL("portal.test");
    out->headers[HTTP_ACCEPT] = json ? SL("application/json") : SL("text/html");
    out->headers[HTTP_ACCEPT_LANGUAGE] = SL("en");
    if (slice_has_prefix(d->p.cookie, SL("comity_")))
        out->headers[HTTP_AUTHORIZATION] =
            arena_printf(&d->p.arena, "Bearer %.*s", SL_FMT(d->p.cookie));
    else
        out->headers[HTTP_COOKIE] = d->p.cookie;
    if (r->method != HTTP_POST)
        return;
    out->headers[HTTP_ORIGIN] = SL("http://portal.test");
    out->headers[HTTP_SEC_FETCH_SITE] = SL("same-origin");
    out->headers[HTTP_CONTENT_TYPE] = SL("application/x-www-form-urlencoded");
    doors_body(out, d, d->p.form_token,
               r->guard == GUARD_PROVE ? "password=horse+battery+staple" : "");
}

void
doors_body(struct http_request *out, struct doors *d, struct slice form_token, const char *more)
{
    out->body = arena_printf(&d->p.arena, FORM_TOKEN "=%.*s%s%s", SL_FMT(form_token),
                             *more ? "&" : "", more);
}

/* --- all that is kept ----------------------------------------------------------------------- */

struct summing {
    struct crypto_digest *digest;
};

static void
add(struct summing *s, struct slice x)
{
    uint64_t n = x.n;
    crypto_digest_add(s->digest, slice_of(&n, sizeof n));
    crypto_digest_add(s->digest, x);
}

static bool
object_visit(void *ctx, const struct store_object *o, struct err *e UNUSED)
{
    add(ctx, o->octets);
    return true;
}

/* What the door notes by itself: failures, that a session or token is in use. */
static bool
private_visit(void *ctx, struct slice name, struct slice value, struct err *e UNUSED)
{
    static const char *const own[] = {"failure/", "next/failure", "session/", "token/"};
    for (size_t i = 0; i < COUNT_OF(own); i++)
        if (slice_has_prefix(name, slice_str(own[i]))) {
            if (i >= 2)
                add(ctx, name); /* that it is there counts */
            return true;
        }
    add(ctx, name);
    add(ctx, value);
    return true;
}

uint64_t
doors_state(struct doors *d)
{
    struct store *s = d->p.office.store;
    struct summing sum = {crypto_digest_new()};
    uint8_t digest[32];
    uint64_t size, out;
    struct err e = {0};
    static const char *const owners[] = {"portal", "committee"};
    must(s->ops->size(s, &size, &e), &e);
    add(&sum, slice_of(&size, sizeof size));
    must(s->ops->object_each(s, 0, object_visit, &sum, &e), &e);
    for (size_t i = 0; i < COUNT_OF(owners); i++)
        must(s->ops->private_each(s, slice_str(owners[i]), (struct slice){0}, private_visit, &sum,
                                  &e),
             &e);
    for (size_t i = 0; i < d->p.office.committee.organisations.n; i++)
        must(s->ops->private_each(s, d->p.office.committee.organisations.v[i].key,
                                  (struct slice){0}, private_visit, &sum, &e),
             &e);
    crypto_digest_end(sum.digest, digest);
    memcpy(&out, digest, sizeof out);
    return out;
}

void
doors_each(route_visit visit, void *ctx)
{
    for (const struct route_table *const *t = route_tables; *t; t++)
        for (size_t i = 0; i < (*t)->n; i++)
            visit(ctx, &(*t)->v[i]);
}
