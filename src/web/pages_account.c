/* SPDX-License-Identifier: Apache-2.0 */
/* A person's own account: password, sessions, API tokens, language, seats to confirm. */
#include "api/view.h"
#include "web/form.h"
#include "web/guard.h"
#include "web/password.h"
#include "web/secret.h"
#include "web/shell.h"
#include "web/sign_in.h"
#include "web/tokens.h"

#define DAY ((int64_t)86400)

static struct store *
store_of(const struct call *c)
{
    return c->office->store;
}

static struct audit
noted(const struct call *c, enum audit_what what, struct slice about)
{
    return (struct audit){.what = what,
                          .account = c->visitor.account,
                          .about = about,
                          .address = session_address(c->portal, c->request)};
}

static bool
own_account(struct account *x, struct call *c, struct err *e)
{
    bool there;
    return account_find(x, &there, c->arena, store_of(c), c->visitor.account, e) &&
           (there || err_set(e, ERR_SYSTEM, "an account went while it was in use"));
}

/* --- the page ------------------------------------------------------------------------------- */

static bool
put_sessions(struct json_node *view, struct call *c, struct err *e)
{
    struct arena *a = c->arena;
    struct json_node *list = json_new_array(a);
    struct sessions all;
    if (!sessions_list(&all, a, c->portal, store_of(c), c->visitor.account, e))
        return false;
    for (size_t i = 0; i < all.n; i++) {
        const struct session *x = &all.v[i];
        struct json_node *n = json_new_object(a);
        json_put_text(a, n, "key", x->key);
        json_put_text_if(a, n, "address", x->address);
        put_instant(a, n, "made", x->made);
        put_instant(a, n, "seen", x->seen);
        json_put_bool(a, n, "current", slice_eq(x->key, c->visitor.session));
        json_push_node(a, list, n);
    }
    json_put_node(a, view, "sessions", list);
    return true;
}

static const struct langs scope_names[] = {
    [SCOPE_READ] = {SL_INIT("may read"), SL_INIT("仅可读取")},
    [SCOPE_ACT] = {SL_INIT("may read and act, but not vote"), SL_INIT("可读取、可办理，不可投票")},
};

static bool
put_tokens(struct json_node *view, struct call *c, struct err *e)
{
    struct arena *a = c->arena;
    struct json_node *list = json_new_array(a);
    struct tokens all;
    int64_t now = env_seconds(&c->portal->machine);
    if (!tokens_list(&all, a, store_of(c), c->visitor.account, e))
        return false;
    for (size_t i = 0; i < all.n; i++) {
        const struct token *t = &all.v[i];
        struct json_node *n = json_new_object(a);
        json_put_text(a, n, "key", t->key);
        json_put_text(a, n, "label", t->label);
        put_word(a, n, "scope", t->scope == SCOPE_ACT ? SL("act") : SL("read"),
                 scope_names[t->scope == SCOPE_ACT ? SCOPE_ACT : SCOPE_READ]);
        put_instant(a, n, "made", t->made);
        put_instant(a, n, "until", t->until);
        put_instant(a, n, "used", t->used);
        json_put_bool(a, n, "over", t->until && t->until <= now);
        json_push_node(a, list, n);
    }
    json_put_node(a, view, "tokens", list);
    return true;
}

/* Seats that the committee says this person has, and the person has not said so. */
static void
put_claims(struct json_node *view, struct call *c)
{
    struct arena *a = c->arena;
    struct json_node *list = json_new_array(a);
    const struct committee *k = &c->office->committee;
    const struct person *p = committee_person(k, c->visitor.person);
    for (size_t i = 0; p && i < k->memberships.n; i++) {
        const struct membership *m = k->memberships.v[i].value;
        bool own = m->person.n ? slice_eq(m->person, p->id)
                               : slice_eq(m->organisation, p->organisation) &&
                                     viewer_holds(&c->viewer, 1u << MANDATE_DELEGATE, m->body);
        if (!own || m->confirmed || !membership_holds(m, c->now))
            continue;
        struct json_node *n = json_new_object(a);
        json_put_text(a, n, "membership", m->id);
        view_body(&c->viewer, n, "body", m->body);
        view_organisation(&c->viewer, n, "organisation", m->organisation);
        put_instant(a, n, "from", m->from);
        json_push_node(a, list, n);
    }
    json_put_node(a, view, "claims", list);
}

static bool
put_mandates(struct json_node *view, struct call *c, struct err *e)
{
    struct json_node *list = json_new_array(c->arena);
    for (size_t i = 0; i < c->viewer.nmandates; i++)
        if (!view_mandate(&c->viewer, list, c->viewer.mandates[i], e))
            return false;
    json_put_node(c->arena, view, "mandates", list);
    return true;
}

static bool
forms(struct answer *out, struct call *c, const struct account *x, struct err *e)
{
    struct given chosen = {0};
    given_add(&chosen, c->arena, SL("language"), slice_str(page_language_tags[c->lang]));
    given_add(&chosen, c->arena, SL("theme"), x->theme.n ? x->theme : SL("auto"));
    return form_among(out, c, "account.password", NULL, e) &&
           form_among(out, c, "account.settings", &chosen, e) &&
           form_among(out, c, "account.token", NULL, e);
}

static bool
page_run(struct answer *out, struct call *c, struct err *e)
{
    struct arena *a = c->arena;
    struct json_node *view = json_new_object(a);
    struct account x;
    if (!own_account(&x, c, e))
        return false;
    json_put_text(a, view, "account", x.name);
    if (x.person.n && !view_person(&c->viewer, view, "person", x.person, e))
        return false;
    json_put_bool(a, view, "administrator", x.administrator);
    put_instant(a, view, "changed", x.changed);
    put_instant(a, view, "entered", x.entered);
    put_claims(view, c);
    out->view = view;
    return put_mandates(view, c, e) && put_sessions(view, c, e) && put_tokens(view, c, e) &&
           forms(out, c, &x, e);
}

/* --- password ------------------------------------------------------------------------------- */

/* The old sessions end, this one too: it goes on under a new secret. Tokens stay. */
static bool
password_run(struct answer *out, struct call *c, struct err *e)
{
    struct store *s = store_of(c);
    struct given_faults faults = {0};
    struct account x;
    bool go;
    size_t n;
    if (!password_chosen(&faults, c, "new", "again", c->visitor.account))
        return answer_faulty(out, c, &faults);
    struct slice hash;
    if (!password_hash_at_pace(&hash, &go, out, c, given_get(&c->given, "new"), e))
        return false;
    if (!go)
        return true;
    if (!vault_begin(s, e))
        return false;
    bool ok = own_account(&x, c, e);
    x.hash = hash;
    x.changed = env_seconds(&c->portal->machine);
    ok = ok && sessions_end(&n, c->arena, s, x.name, (struct slice){0}, e) &&
         sign_in_as(out, c, &x, AUDIT_PASSWORD, (struct slice){0}, e);
    return vault_end(s, ok, e) && ok &&
           answer_done(out, SL("/account"),
                       N_("The password is changed. All other sessions were ended."));
}

/* --- settings ------------------------------------------------------------------------------- */

static struct slice
setting(const struct call *c, const char *name, struct slice value)
{
    return arena_printf(c->arena, "%s=%.*s; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax%s",
                        name, SL_FMT(value), c->portal->secure ? "; Secure" : "");
}

static bool
settings_run(struct answer *out, struct call *c, struct err *e)
{
    struct store *s = store_of(c);
    struct slice lang = given_get(&c->given, "language"), theme = given_get(&c->given, "theme");
    struct account x;
    if (!vault_begin(s, e))
        return false;
    bool ok = own_account(&x, c, e);
    x.lang = lang;
    x.theme = theme;
    ok = ok && account_put(&x, c->arena, s, e);
    if (!vault_end(s, ok, e) || !ok)
        return false;
    guard_cookie(out, c->arena, setting(c, LANGUAGE_COOKIE, lang));
    guard_cookie(out, c->arena, setting(c, THEME_COOKIE, theme));
    return answer_done(out, SL("/account"), N_("Your choice is kept."));
}

/* --- sessions ------------------------------------------------------------------------------- */

static bool
session_end_run(struct answer *out, struct call *c, struct err *e)
{
    struct store *s = store_of(c);
    struct slice key = c->params[0];
    const struct audit note = noted(c, AUDIT_SESSIONS, SL("1"));
    if (!secret_shaped(key))
        return answer_missing(out, N_("There is no such session."));
    if (!vault_begin(s, e))
        return false;
    bool ok = session_end(c->arena, s, c->visitor.account, key, e) &&
              audit_put(c->arena, s, &c->portal->machine, &note, e);
    if (!vault_end(s, ok, e) || !ok)
        return false;
    bool own = slice_eq(key, c->visitor.session);
    if (own)
        guard_cookie(out, c->arena, session_forget(c->arena, c->portal));
    return answer_done(out, own ? SL("/") : SL("/account"), N_("The session is ended."));
}

static bool
sessions_end_run(struct answer *out, struct call *c, struct err *e)
{
    struct store *s = store_of(c);
    size_t n = 0;
    if (!vault_begin(s, e))
        return false;
    bool ok = sessions_end(&n, c->arena, s, c->visitor.account, (struct slice){0}, e);
    const struct audit note = noted(c, AUDIT_SESSIONS, arena_printf(c->arena, "%zu", n));
    ok = ok && audit_put(c->arena, s, &c->portal->machine, &note, e);
    if (!vault_end(s, ok, e) || !ok)
        return false;
    guard_cookie(out, c->arena, session_forget(c->arena, c->portal));
    return answer_done(out, SL("/"), N_("You are signed out everywhere."));
}

/* --- tokens --------------------------------------------------------------------------------- */

static bool
show_token(struct answer *out, struct call *c, const struct token *t, struct slice secret)
{
    struct json_node *view = json_new_object(c->arena);
    json_put_text(c->arena, view, "token", secret);
    json_put_text(c->arena, view, "label", t->label);
    put_word(c->arena, view, "scope", t->scope == SCOPE_ACT ? SL("act") : SL("read"),
             scope_names[t->scope]);
    put_instant(c->arena, view, "until", t->until);
    out->view = view;
    return true;
}

static bool
token_run(struct answer *out, struct call *c, struct err *e)
{
    struct store *s = store_of(c);
    struct tokens all;
    struct slice secret;
    int64_t days = 0;
    struct token t = {.label = given_get(&c->given, "label"), .scope = SCOPE_READ};
    if (slice_eq_str(given_get(&c->given, "scope"), "act"))
        t.scope = SCOPE_ACT;
    if (slice_to_i64(given_get(&c->given, "days"), &days) && days > 0)
        t.until = env_seconds(&c->portal->machine) + days * DAY;
    const struct audit note = noted(c, AUDIT_TOKEN_MADE, t.label);
    if (!vault_begin(s, e))
        return false;
    bool ok = tokens_list(&all, c->arena, s, c->visitor.account, e);
    if (ok && all.n >= TOKENS_MAX) {
        struct given_faults faults = {0};
        struct langs text =
            call_langs(c, N_("An account has at most 50 tokens: revoke one first."));
        (void)given_fault(&faults, c->arena, "label", text.en, text.zh);
        return vault_end(s, true, e) && answer_faulty(out, c, &faults);
    }
    ok = ok && token_make(&secret, &t, c->arena, &c->portal->machine, s, c->visitor.account, e) &&
         audit_put(c->arena, s, &c->portal->machine, &note, e);
    return vault_end(s, ok, e) && ok && show_token(out, c, &t, secret);
}

static bool
token_end_run(struct answer *out, struct call *c, struct err *e)
{
    struct store *s = store_of(c);
    const struct audit note = noted(c, AUDIT_TOKEN_REVOKED, (struct slice){0});
    if (!secret_shaped(c->params[0]))
        return answer_missing(out, N_("There is no such token."));
    if (!vault_begin(s, e))
        return false;
    bool ok = token_end(c->arena, s, c->visitor.account, c->params[0], e) &&
              audit_put(c->arena, s, &c->portal->machine, &note, e);
    return vault_end(s, ok, e) && ok &&
           answer_done(out, SL("/account"), N_("The token is revoked."));
}

/* --- rows ----------------------------------------------------------------------------------- */

static const struct web_choice languages[] = {
    {"en", N_("English")}, {"zh-Hans", N_("Chinese")}, {NULL, NULL}};
static const struct web_choice themes[] = {{"auto", N_("As the system has it")},
                                           {"light", N_("Light")},
                                           {"dark", N_("Dark")},
                                           {NULL, NULL}};
static const struct web_choice scopes[] = {
    {"read", N_("May read")}, {"act", N_("May read and act, but not vote")}, {NULL, NULL}};
static const struct web_choice lives[] = {{"30", N_("30 days")},
                                          {"90", N_("90 days")},
                                          {"365", N_("a year")},
                                          {"0", N_("without an end")},
                                          {NULL, NULL}};

static const struct web_field password_fields[] = {
    {.name = "new",
     .kind = WEB_PASSWORD,
     .needed = true,
     .max = PASSWORD_MAX,
     .label = N_("New password"),
     .hint = N_("At least 12 characters, of any kind. Several words make a good one.")},
    {.name = "again",
     .kind = WEB_PASSWORD,
     .needed = true,
     .max = PASSWORD_MAX,
     .label = N_("The new password once more")},
};
static const struct web_field settings_fields[] = {
    {.name = "language",
     .kind = WEB_CHOICE,
     .needed = true,
     .choices = languages,
     .label = N_("Language")},
    {.name = "theme",
     .kind = WEB_CHOICE,
     .needed = true,
     .choices = themes,
     .label = N_("Colours")},
};
static const struct web_field token_fields[] = {
    {.name = "label",
     .kind = WEB_TEXT,
     .needed = true,
     .max = TOKEN_LABEL_MAX,
     .label = N_("What it is for"),
     .hint = N_("A word to know it by: nightly report")},
    {.name = "scope", .kind = WEB_CHOICE, .needed = true, .choices = scopes, .label = N_("Scope")},
    {.name = "days",
     .kind = WEB_CHOICE,
     .needed = true,
     .choices = lives,
     .label = N_("How long it is good")},
};

/* NOLINTBEGIN(bugprone-macro-parentheses) */
#define OWN(name_, path_, summary_, guard_, run_)                                        \
    .method = HTTP_POST, .path = path_, .name = name_, .summary = summary_,              \
    .access = ROUTE_SIGNED_IN, .scope = SCOPE_SESSION, .guard = guard_, .shape = "done", \
    .run = run_

/* NOLINTEND(bugprone-macro-parentheses) */

static const struct route rows[] = {
    {
        .method = HTTP_GET,
        .path = "/account",
        .name = "account.page",
        .summary = N_("Your account"),
        .access = ROUTE_SIGNED_IN,
        .scope = SCOPE_SESSION,
        .shape = "account",
        .page = "account",
        .run = page_run,
    },
    {
        OWN("account.password", "/account/password", N_("Change the password"), GUARD_PROVE,
            password_run),
        .fields = password_fields,
        .nfields = COUNT_OF(password_fields),
    },
    {
        OWN("account.settings", "/account/settings", N_("Keep this choice"), GUARD_FORM,
            settings_run),
        .fields = settings_fields,
        .nfields = COUNT_OF(settings_fields),
    },
    {OWN("account.sessions_end", "/account/sessions/end", N_("Sign out everywhere"), GUARD_FORM,
         sessions_end_run)},
    {OWN("account.session_end", "/account/sessions/{key}/end", N_("End the session"), GUARD_FORM,
         session_end_run)},
    {
        .method = HTTP_POST,
        .path = "/account/tokens",
        .name = "account.token",
        .summary = N_("Make an API token"),
        .access = ROUTE_SIGNED_IN,
        .scope = SCOPE_SESSION,
        .guard = GUARD_PROVE,
        .fields = token_fields,
        .nfields = COUNT_OF(token_fields),
        .shape = "token",
        .page = "token",
        .run = token_run,
    },
    {OWN("account.token_end", "/account/tokens/{key}/end", N_("Revoke the token"), GUARD_FORM,
         token_end_run)},
};
ROUTE_TABLE(account_routes, rows);

static const struct shape shapes[] = {
    {"sign_in", "to:text, account?:text", "Where a sign-in leads; who is signed in already."},
    {"invitation", "account?:text, person?:id, administrator?:bool, until:instant",
     "What an invitation is good for."},
    {"invitation_person", "person:person_ref, account?:text, has_account:bool",
     "A person of the committee, and whether there is an account."},
    {"invitation_pending",
     "key:text, person?:person_ref, account?:text, administrator?:bool, by?:text, made:instant, "
     "until:instant",
     "An invitation that was not used yet. Its link is not kept."},
    {"invitations",
     "persons:[invitation_person], pending:[invitation_pending], administrator?:bool",
     "Who can be invited, and who is."},
    {"invited", "link:text, until:instant, account?:text, administrator?:bool, person?:person_ref",
     "A link, shown this once."},
    {"account_session", "key:text, address?:text, made:instant, seen:instant, current:bool",
     "Where somebody is signed in."},
    {"account_token",
     "key:text, label:text, scope:word, made:instant, until?:instant, used?:instant, over:bool",
     "An API token; what it is itself was shown once."},
    {"account_claim", "membership:id, body:body_ref, organisation:organisation_ref, from:instant",
     "A seat that the committee says is this person's, to be confirmed."},
    {"account",
     "account:text, person?:person_ref, administrator:bool, changed?:instant, entered?:instant, "
     "claims:[account_claim], mandates:[mandate_ref], sessions:[account_session], "
     "tokens:[account_token]",
     "One's own account."},
    {"token", "token:text, label:text, scope:word, until?:instant",
     "An API token, shown this once."},
    {"admin_account",
     "account:text, person?:person_ref, administrator:bool, disabled:bool, made?:instant, "
     "entered?:instant, idle:bool, without_mandate:bool",
     "An account as administrators see it."},
    {"admin_setting", "id:text, weak:bool, text:langs, advice:langs",
     "A setting of the server, and whether it is weak."},
    {"admin", "accounts:[admin_account], settings:[admin_setting], weak:int, pending:int",
     "The accounts, and how the server is set up."},
    {"admin_one",
     "account:text, person?:person_ref, administrator:bool, disabled:bool, self:bool, "
     "made?:instant, changed?:instant, entered?:instant, sessions:int, tokens:int, "
     "trail:[audit_entry]",
     "One account."},
    {"audit_entry",
     "n:int, at:instant, what:word, account?:text, by?:text, address?:text, about?:text",
     "Something that happened at the door."},
    {"audit", "entries:[audit_entry], failures:[audit_entry]", "The audit trail, newest first."},
};
SHAPE_TABLE(account_shapes, shapes);
