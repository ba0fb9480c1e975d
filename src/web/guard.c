/* SPDX-License-Identifier: Apache-2.0 */
#include "web/guard.h"

#include "web/audit.h"
#include "web/form.h"
#include "web/pace.h"
#include "web/password.h"
#include "web/secret.h"
#include "web/tokens.h"

static struct store *
store_of(const struct call *c)
{
    return c->office->store;
}

/* Answers in the handler's place. */
static bool
stop(bool *go, struct answer *out, unsigned status, const char *problem)
{
    *go = false;
    out->status = status;
    out->problem = slice_str(problem);
    return true;
}

static void
note(struct call *c, enum audit_what what)
{
    const struct audit x = {
        .what = what,
        .account = c->visitor.account,
        .address = session_address(c->portal, c->request),
        .about = c->route ? slice_str(c->route->name) : (struct slice){0},
    };
    audit_failure(c->arena, c->portal, store_of(c), &x);
}

/* --- who ------------------------------------------------------------------------------------ */

static void
be(struct visitor *v, const struct account *x)
{
    v->account = x->name;
    v->person = x->person;
    v->administrator = x->administrator;
    v->lang = x->lang;
    v->theme = x->theme;
}

/* Scheme names are of any case (RFC 9110, 11.1). */
static bool
bearer(struct slice *out, struct slice field)
{
    static const char scheme[] = "bearer ";
    for (size_t i = 0; i < sizeof scheme - 1; i++)
        if (i >= field.n || (field.p[i] | 0x20) != (scheme[i] | 0x20))
            return false;
    *out = slice_trim(slice_sub(field, sizeof scheme - 1, field.n));
    return true;
}

static bool
by_token(bool *go, struct answer *out, struct call *c, struct slice field, struct err *e)
{
    struct slice secret;
    struct token token;
    struct account account;
    bool there = false;
    if (bearer(&secret, field) && !token_find(&token, &account, &there, c->arena,
                                              &c->portal->machine, store_of(c), secret, e))
        return false;
    if (!there)
        return stop(go, out, 401,
                    N_("This API token is not known here: it may have been revoked, or be over."));
    be(&c->visitor, &account);
    c->visitor.token = true;
    c->visitor.scope = token.scope;
    return true;
}

/* What is no page has no form on it: feeds and JSON go out without a cookie. */
static bool
has_forms(const struct call *c)
{
    return !c->json && !(c->route && c->route->type);
}

/* An observer's form token follows from a cookie of his own. */
static void
observe(struct answer *out, struct call *c)
{
    struct slice secret = session_observer(c->portal, c->request);
    if (!secret.n && !has_forms(c))
        return;
    if (!secret.n) {
        struct slice cookie = session_observe(&secret, c->arena, c->portal);
        guard_cookie(out, c->arena, cookie);
    }
    c->visitor.form_token = secret_form_token(c->arena, secret);
}

void
guard_cookie(struct answer *out, struct arena *a, struct slice cookie)
{
    struct slices all = {NEW_ARRAY(a, struct slice, out->cookies.n + 1), out->cookies.n + 1};
    if (out->cookies.n)
        memcpy(all.v, out->cookies.v, out->cookies.n * sizeof *all.v);
    all.v[all.n - 1] = cookie;
    out->cookies = all;
}

bool
guard_visitor(bool *go, struct answer *out, struct call *c, struct err *e)
{
    struct slice field = c->request->headers[HTTP_AUTHORIZATION];
    struct slice cookie = session_cookie(c->portal, c->request);
    struct session session;
    struct account account;
    bool there = false;
    *go = true;
    c->visitor = (struct visitor){.scope = SCOPE_READ};
    if (field.n)
        return by_token(go, out, c, field, e);
    if (cookie.n &&
        !session_find(&session, &account, &there, c->arena, c->portal, store_of(c), cookie, e))
        return false;
    if (!there) {
        observe(out, c);
        return true;
    }
    be(&c->visitor, &account);
    c->visitor.scope = SCOPE_SESSION;
    c->visitor.session = session.key;
    c->visitor.proved_at = session.made;
    c->visitor.form_token = secret_form_token(c->arena, slice_sub(cookie, 0, SECRET_TEXT));
    return true;
}

/* --- may they ask --------------------------------------------------------------------------- */

bool
guard_access(bool *go, struct answer *out, struct call *c, struct err *e UNUSED)
{
    const struct route *r = c->route;
    const struct visitor *v = &c->visitor;
    *go = true;
    if (r->access != ROUTE_PUBLIC && !v->account.n) {
        *go = false;
        return answer_sign_in(out, c);
    }
    if (r->access == ROUTE_ADMIN && !v->administrator) {
        note(c, AUDIT_REFUSED);
        return stop(go, out, 403, N_("This page is for those who run the portal."));
    }
    if (v->token && r->scope == SCOPE_SESSION)
        return stop(go, out, 403,
                    N_("An API token cannot do this: sign in with your password instead."));
    if (v->token && r->scope == SCOPE_ACT && v->scope != SCOPE_ACT)
        return stop(go, out, 403, N_("This API token may only read."));
    return true;
}

/* --- does the form come from us ------------------------------------------------------------- */

/* "https://host:port" of an address. */
static struct slice
origin_of(struct slice url)
{
    size_t scheme = slice_find(url, SL("://"));
    if (scheme == SIZE_MAX)
        return (struct slice){0};
    struct slice host, rest = slice_sub(url, scheme + 3, url.n);
    (void)slice_cut(&rest, '/', &host);
    return slice_sub(url, 0, scheme + 3 + host.n);
}

/* The portal's own; without a given address, for the loopback, as the visitor's browser calls it.
 */
static bool
is_ours(const struct call *c, struct slice origin)
{
    const struct portal *p = c->portal;
    struct slice host = c->request->headers[HTTP_HOST];
    if (!origin.n)
        return false;
    if (slice_eq(origin, origin_of(p->url)))
        return true;
    return !(p->options && p->options->url) && !p->secure && host.n &&
           slice_eq(origin, arena_printf(c->arena, "http://%.*s", SL_FMT(host)));
}

/*
 * Browsers say where a form comes from: in Origin, in Sec-Fetch-Site, at least in Referer. What is
 * said must fit; where nothing is said it was no browser, or one that hides it: refused.
 */
static bool
same_origin(const struct call *c)
{
    const struct slice *h = c->request->headers;
    struct slice site = h[HTTP_SEC_FETCH_SITE], origin = h[HTTP_ORIGIN], from = h[HTTP_REFERER];
    if (site.n && !slice_eq_str(site, "same-origin"))
        return false;
    if (origin.n)
        return is_ours(c, origin);
    if (from.n)
        return is_ours(c, origin_of(from));
    return site.n > 0;
}

static struct slice
sent(const struct call *c, const char *name)
{
    for (size_t i = 0; i < c->sent.n; i++)
        if (slice_eq_str(c->sent.v[i].name, name))
            return c->sent.v[i].value;
    return (struct slice){0};
}

static bool
no_proof(bool *go, struct answer *out, struct call *c, const char *why)
{
    struct given_faults *faults = NEW(c->arena, struct given_faults);
    struct langs text = call_langs(c, why);
    *go = false;
    (void)given_fault(faults, c->arena, FORM_PROOF, text.en, text.zh);
    return answer_faulty(out, c, faults);
}

bool
guard_prove(bool *go, struct answer *out, struct call *c, struct slice password, struct err *e)
{
    struct account account;
    bool there;
    struct slice address = session_address(c->portal, c->request);
    unsigned wait = pace_wait(c->portal->pace, c->visitor.account, address);
    *go = true;
    if (wait) {
        out->retry_after = wait;
        note(c, AUDIT_SLOWED);
        return stop(
            go, out, 429,
            N_("Too many passwords that did not fit. Wait a little, then try again; nothing "
               "was done."));
    }
    if (password.n == 0) /* nothing was guessed */
        return no_proof(go, out, c, N_("Give your password, to show that it is you."));
    if (!account_find(&account, &there, c->arena, store_of(c), c->visitor.account, e))
        return false;
    if (!pace_enter(c->portal->pace)) {
        *go = false;
        return answer_busy(out, N_("Many people sign in at this moment. Try again; nothing was "
                                   "done."));
    }
    bool fits = password_fits(there ? account.hash : (struct slice){0}, password);
    pace_leave(c->portal->pace);
    if (fits) {
        pace_passed(c->portal->pace, c->visitor.account, address);
        return true;
    }
    (void)pace_failed(c->portal->pace, c->visitor.account, address);
    note(c, AUDIT_FAILED);
    return no_proof(go, out, c, N_("This is not the password of your account."));
}

bool
guard_form(bool *go, struct answer *out, struct call *c, struct err *e)
{
    *go = true;
    if (c->route->guard == GUARD_NONE || c->visitor.token)
        return true;
    if (!same_origin(c)) {
        note(c, AUDIT_FORGED);
        return stop(go, out, 403,
                    N_("This form was not sent from a page of this portal; nothing was done."));
    }
    if (!c->visitor.form_token.n || !secret_eq(sent(c, FORM_TOKEN), c->visitor.form_token)) {
        note(c, AUDIT_FORGED);
        (void)stop(go, out, 403,
                   N_("This form is of an earlier visit. Nothing was done: look it over, and send "
                      "it again."));
        if (!c->json) /* it does come from a page of ours: what was typed is kept */
            out->form = form_show(c, c->route, &c->given, NULL);
        return true;
    }
    return c->route->guard != GUARD_PROVE || guard_prove(go, out, c, c->proof, e);
}
