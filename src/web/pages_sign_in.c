/* SPDX-License-Identifier: Apache-2.0 */
/* Signing in and out. */
#include "web/audit.h"
#include "web/form.h"
#include "web/guard.h"
#include "web/pace.h"
#include "web/password.h"
#include "web/sign_in.h"

/* --- what comes of a password --------------------------------------------------------------- */

bool
sign_in_as(struct answer *out, struct call *c, struct account *x, enum audit_what what,
           struct slice about, struct err *e)
{
    struct arena *a = c->arena;
    struct store *s = c->office->store;
    struct session_begun begun;
    const struct audit note = {.what = what,
                               .account = x->name,
                               .address = session_address(c->portal, c->request),
                               .about = about};
    x->entered = env_seconds(&c->portal->machine);
    if (!account_put(x, a, s, e) ||
        !session_begin(&begun, a, c->portal, s, x, session_cookie(c->portal, c->request),
                       note.address, e) ||
        !audit_put(a, s, &c->portal->machine, &note, e))
        return false;
    guard_cookie(out, a, begun.cookie);
    return true;
}

bool
password_hash_at_pace(struct slice *hash, bool *go, struct answer *out, struct call *c,
                      struct slice password, struct err *e)
{
    *go = pace_enter(c->portal->pace);
    if (!*go) {
        (void)answer_busy(out, N_("Many people sign in at this moment. Try again; nothing was "
                                  "done."));
        return true;
    }
    bool ok = password_hash(hash, c->arena, password, e);
    pace_leave(c->portal->pace);
    return ok;
}

/* --- the page ------------------------------------------------------------------------------- */

static struct slice
way_on(const struct call *c)
{
    struct slice to = given_get(&c->given, "to");
    return answer_path_ours(to) ? to : SL("/");
}

static bool
new_run(struct answer *out, struct call *c, struct err *e)
{
    struct json_node *view = json_new_object(c->arena);
    json_put_text(c->arena, view, "to", way_on(c));
    json_put_text_if(c->arena, view, "account", c->visitor.account);
    out->view = view;
    return form_named(&out->form, c, "session.begin", &c->given, e);
}

static bool
slowed(struct answer *out, struct call *c, unsigned wait, struct slice name, struct slice address)
{
    const struct audit note = {.what = AUDIT_SLOWED, .account = name, .address = address};
    audit_failure(c->arena, c->portal, c->office->store, &note);
    out->status = 429;
    out->retry_after = wait;
    out->problem = slice_str(N_("Too many passwords that did not fit. Wait a little, then try "
                                "again."));
    out->form = form_show(c, c->route, &c->given, NULL);
    return true;
}

/* One sentence for a wrong name and a wrong password: a stranger learns no names here. */
static bool
unknown(struct answer *out, struct call *c, struct slice name, struct slice address)
{
    struct given_faults faults = {0};
    const struct audit note = {.what = AUDIT_FAILED, .account = name, .address = address};
    struct langs text = call_langs(c, N_("Name and password do not go together."));
    (void)pace_failed(c->portal->pace, name, address);
    audit_failure(c->arena, c->portal, c->office->store, &note);
    (void)given_fault(&faults, c->arena, "password", text.en, text.zh);
    return answer_faulty(out, c, &faults);
}

/* A hash of a cost that is no longer ours is made anew, now that the password is at hand. */
static bool
freshen(struct account *x, struct call *c, struct slice password, struct err *e)
{
    return !password_stale(x->hash) || password_hash(&x->hash, c->arena, password, e);
}

static bool
begin_run(struct answer *out, struct call *c, struct err *e)
{
    struct slice typed = given_get(&c->given, "name"), password = given_get(&c->given, "password");
    struct slice address = session_address(c->portal, c->request), name = {0};
    struct store *s = c->office->store;
    struct account x;
    bool there;
    (void)account_name(&name, c->arena, typed);
    unsigned wait = pace_wait(c->portal->pace, name, address);
    if (wait)
        return slowed(out, c, wait, name, address);
    if (!account_find(&x, &there, c->arena, s, name, e))
        return false;
    if (!pace_enter(c->portal->pace))
        return answer_busy(out, N_("Many people sign in at this moment. Try again."));
    bool fits = password_fits(there ? x.hash : (struct slice){0}, password) && !x.disabled;
    bool ok = !fits || freshen(&x, c, password, e);
    pace_leave(c->portal->pace);
    if (!ok)
        return false;
    if (!fits)
        return unknown(out, c, name, address);
    pace_passed(c->portal->pace, name, address);
    if (!vault_begin(s, e))
        return false;
    ok = sign_in_as(out, c, &x, AUDIT_SIGN_IN, (struct slice){0}, e);
    return vault_end(s, ok, e) && ok && answer_done(out, way_on(c), N_("You are signed in."));
}

static bool
end_run(struct answer *out, struct call *c, struct err *e)
{
    struct store *s = c->office->store;
    const struct audit note = {.what = AUDIT_SIGN_OUT,
                               .account = c->visitor.account,
                               .address = session_address(c->portal, c->request)};
    if (c->visitor.session.n) {
        if (!vault_begin(s, e))
            return false;
        bool ok = session_end(c->arena, s, c->visitor.account, c->visitor.session, e) &&
                  audit_put(c->arena, s, &c->portal->machine, &note, e);
        if (!vault_end(s, ok, e) || !ok)
            return false;
        guard_cookie(out, c->arena, session_forget(c->arena, c->portal));
    }
    return answer_done(out, SL("/"), N_("You are signed out."));
}

/* --- rows ----------------------------------------------------------------------------------- */

static const struct web_field new_fields[] = {
    {.name = "to", .kind = WEB_HIDDEN, .max = 2000, .label = N_("Back to")},
};
static const struct web_field begin_fields[] = {
    {.name = "name",
     .kind = WEB_TEXT,
     .needed = true,
     .max = 200,
     .label = N_("Name to sign in with")},
    {.name = "password",
     .kind = WEB_PASSWORD,
     .needed = true,
     .max = PASSWORD_MAX,
     .label = N_("Password")},
    {.name = "to", .kind = WEB_HIDDEN, .max = 2000, .label = N_("Back to")},
};

static const struct route rows[] = {
    {
        .method = HTTP_GET,
        .path = "/sign-in",
        .name = "session.new",
        .summary = N_("Sign in"),
        .fields = new_fields,
        .nfields = COUNT_OF(new_fields),
        .shape = "sign_in",
        .page = "sign-in",
        .run = new_run,
    },
    {
        .method = HTTP_POST,
        .path = "/sign-in",
        .name = "session.begin",
        .summary = N_("Sign in"),
        .scope = SCOPE_SESSION,
        .guard = GUARD_FORM,
        .fields = begin_fields,
        .nfields = COUNT_OF(begin_fields),
        .shape = "done",
        .run = begin_run,
    },
    {
        .method = HTTP_POST,
        .path = "/sign-out",
        .name = "session.end",
        .summary = N_("Sign out"),
        .scope = SCOPE_SESSION,
        .guard = GUARD_FORM,
        .shape = "done",
        .run = end_run,
    },
};
ROUTE_TABLE(sign_in_routes, rows);
