/* SPDX-License-Identifier: Apache-2.0 */
/* For those who run the portal: accounts, the audit trail, settings that are weak. */
#include "api/view.h"
#include "web/admin_check.h"
#include "web/audit.h"
#include "web/form.h"
#include "web/invitations.h"
#include "web/sign_in.h"
#include "web/tokens.h"

#define IDLE ((int64_t)180 * 86400) /* seconds without a sign-in */
#define TRAIL_PAGE 200
#define TRAIL_ONE 50

static struct store *
store_of(const struct call *c)
{
    return c->office->store;
}

static bool
has_mandate(const struct call *c, struct slice person)
{
    const struct committee *k = &c->office->committee;
    for (size_t i = 0; i < k->mandates.n; i++) {
        const struct mandate *m = k->mandates.v[i].value;
        if (slice_eq(m->person, person) && mandate_lives(m, c->now))
            return true;
    }
    return false;
}

/* --- accounts ------------------------------------------------------------------------------- */

static bool
put_account(struct json_node *list, struct call *c, const struct account *x, struct err *e)
{
    struct arena *a = c->arena;
    struct json_node *n = json_new_object(a);
    int64_t last = x->entered ? x->entered : x->made;
    json_put_text(a, n, "account", x->name);
    if (x->person.n && !view_person(&c->viewer, n, "person", x->person, e))
        return false;
    json_put_bool(a, n, "administrator", x->administrator);
    json_put_bool(a, n, "disabled", x->disabled);
    put_instant(a, n, "made", x->made);
    put_instant(a, n, "entered", x->entered);
    json_put_bool(a, n, "idle", !x->disabled && env_seconds(&c->portal->machine) - last > IDLE);
    json_put_bool(a, n, "without_mandate",
                  x->person.n && !x->disabled && !has_mandate(c, x->person));
    json_push_node(a, list, n);
    return true;
}

static void
put_settings(struct json_node *view, struct call *c, const struct accounts *all)
{
    struct arena *a = c->arena;
    struct json_node *list = json_new_array(a);
    struct admin_checks checks;
    int64_t weak = 0;
    admin_check(&checks, c, all);
    for (size_t i = 0; i < checks.n; i++) {
        const struct admin_finding *f = &checks.v[i];
        struct json_node *n = json_new_object(a);
        json_put_text(a, n, "id", slice_str(f->id));
        json_put_bool(a, n, "weak", f->weak);
        put_langs(a, n, "text", call_langs(c, f->weak ? f->weak_text : f->good_text));
        put_langs(a, n, "advice", call_langs(c, f->advice));
        json_push_node(a, list, n);
        weak += f->weak;
    }
    json_put_node(a, view, "settings", list);
    json_put_int(a, view, "weak", weak);
}

static bool
page_run(struct answer *out, struct call *c, struct err *e)
{
    struct json_node *view = json_new_object(c->arena), *list = json_new_array(c->arena);
    struct accounts all;
    struct invitations pending;
    if (!accounts_list(&all, c->arena, store_of(c), e) ||
        !invitations_list(&pending, c->arena, &c->portal->machine, store_of(c), e))
        return false;
    for (size_t i = 0; i < all.n; i++)
        if (!put_account(list, c, &all.v[i], e))
            return false;
    json_put_node(c->arena, view, "accounts", list);
    put_settings(view, c, &all);
    json_put_int(c->arena, view, "pending", (int64_t)pending.n);
    out->view = view;
    return true;
}

/* --- the audit trail ------------------------------------------------------------------------ */

static void
put_entry(struct json_node *list, struct call *c, const struct audit *x)
{
    struct arena *a = c->arena;
    struct json_node *n = json_new_object(a);
    json_put_int(a, n, "n", (int64_t)x->n);
    put_instant(a, n, "at", x->at);
    put_word(a, n, "what", slice_str(audit_words[x->what]), audit_names[x->what]);
    json_put_text_if(a, n, "account", x->account);
    json_put_text_if(a, n, "by", x->by);
    json_put_text_if(a, n, "address", x->address);
    json_put_text_if(a, n, "about", x->about);
    json_push_node(a, list, n);
}

static bool
put_trail(struct json_node *view, const char *key, struct call *c, bool failures, struct err *e)
{
    struct json_node *list = json_new_array(c->arena);
    struct audits all;
    if (!audit_list(&all, c->arena, store_of(c), failures, TRAIL_PAGE, e))
        return false;
    for (size_t i = 0; i < all.n; i++)
        put_entry(list, c, &all.v[i]);
    json_put_node(c->arena, view, key, list);
    return true;
}

static bool
audit_run(struct answer *out, struct call *c, struct err *e)
{
    out->view = json_new_object(c->arena);
    return put_trail(out->view, "entries", c, false, e) &&
           put_trail(out->view, "failures", c, true, e);
}

/* --- one account ---------------------------------------------------------------------------- */

static bool
put_own_trail(struct json_node *view, struct call *c, struct slice name, struct err *e)
{
    struct json_node *list = json_new_array(c->arena);
    struct audits all[2];
    size_t at[2] = {0, 0}, shown = 0;
    if (!audit_list(&all[0], c->arena, store_of(c), false, SIZE_MAX, e) ||
        !audit_list(&all[1], c->arena, store_of(c), true, SIZE_MAX, e))
        return false;
    while (shown < TRAIL_ONE && (at[0] < all[0].n || at[1] < all[1].n)) {
        bool second =
            at[0] >= all[0].n || (at[1] < all[1].n && all[1].v[at[1]].at > all[0].v[at[0]].at);
        const struct audit *x = &all[second].v[at[second]++];
        if (!slice_eq(x->account, name) && !slice_eq(x->by, name))
            continue;
        put_entry(list, c, x);
        shown++;
    }
    json_put_node(c->arena, view, "trail", list);
    return true;
}

#define NONE_SUCH N_("There is no such account.")

static bool
one_run(struct answer *out, struct call *c, struct err *e)
{
    struct arena *a = c->arena;
    struct json_node *view = json_new_object(a);
    struct account x;
    struct sessions sessions;
    struct tokens tokens;
    bool there;
    if (!account_find(&x, &there, a, store_of(c), c->params[0], e))
        return false;
    if (!there)
        return answer_missing(out, NONE_SUCH);
    if (!sessions_list(&sessions, a, c->portal, store_of(c), x.name, e) ||
        !tokens_list(&tokens, a, store_of(c), x.name, e))
        return false;
    json_put_text(a, view, "account", x.name);
    if (x.person.n && !view_person(&c->viewer, view, "person", x.person, e))
        return false;
    json_put_bool(a, view, "administrator", x.administrator);
    json_put_bool(a, view, "disabled", x.disabled);
    json_put_bool(a, view, "self", slice_eq(x.name, c->visitor.account));
    put_instant(a, view, "made", x.made);
    put_instant(a, view, "changed", x.changed);
    put_instant(a, view, "entered", x.entered);
    json_put_int(a, view, "sessions", (int64_t)sessions.n);
    json_put_int(a, view, "tokens", (int64_t)tokens.n);
    out->view = view;
    out->title = x.name;
    return put_own_trail(view, c, x.name, e) && form_among(out, c, "admin.reset", NULL, e);
}

static bool
set(struct call *c, struct account *x, bool disabled, struct err *e)
{
    struct store *s = store_of(c);
    size_t n;
    const struct audit note = {.what = disabled ? AUDIT_DISABLED : AUDIT_ENABLED,
                               .account = x->name,
                               .by = c->visitor.account,
                               .address = session_address(c->portal, c->request)};
    x->disabled = disabled;
    return account_put(x, c->arena, s, e) &&
           audit_put(c->arena, s, &c->portal->machine, &note, e) &&
           (!disabled || (sessions_end(&n, c->arena, s, x->name, (struct slice){0}, e) &&
                          tokens_end(&n, c->arena, s, x->name, e)));
}

static bool
switch_run(struct answer *out, struct call *c, struct err *e)
{
    bool disabled = c->route->about != NULL, there;
    struct store *s = store_of(c);
    struct account x;
    if (disabled && slice_eq(c->params[0], c->visitor.account))
        return answer_forbidden(out, N_("You would lock yourself out. Ask another administrator."));
    if (!vault_begin(s, e))
        return false;
    bool ok = account_find(&x, &there, c->arena, s, c->params[0], e) &&
              (!there || set(c, &x, disabled, e));
    if (!vault_end(s, ok, e) || !ok)
        return false;
    if (!there)
        return answer_missing(out, NONE_SUCH);
    return answer_done(out, arena_printf(c->arena, "/admin/accounts/%.*s", SL_FMT(x.name)),
                       disabled ? N_("The account is disabled; its sessions and tokens are ended.")
                                : N_("The account is enabled."));
}

static bool
reset_run(struct answer *out, struct call *c, struct err *e)
{
    struct account x;
    bool there;
    if (!account_find(&x, &there, c->arena, store_of(c), c->params[0], e))
        return false;
    if (!there)
        return answer_missing(out, NONE_SUCH);
    struct invitation invitation = {.account = x.name, .person = x.person};
    return invitation_issue(out, c, &invitation, e);
}

/* --- rows ----------------------------------------------------------------------------------- */

#define ADMIN .access = ROUTE_ADMIN, .scope = SCOPE_SESSION

static const struct route rows[] = {
    {
        ADMIN,
        .method = HTTP_GET,
        .path = "/admin",
        .name = "admin.page",
        .summary = N_("Administration"),
        .shape = "admin",
        .page = "admin",
        .run = page_run,
    },
    {
        ADMIN,
        .method = HTTP_GET,
        .path = "/admin/audit",
        .name = "admin.audit",
        .summary = N_("Audit trail"),
        .shape = "audit",
        .page = "audit",
        .run = audit_run,
    },
    {
        ADMIN,
        .method = HTTP_GET,
        .path = "/admin/accounts/{account}",
        .name = "admin.account",
        .summary = N_("Account"),
        .shape = "admin_one",
        .page = "admin-account",
        .run = one_run,
    },
    {
        ADMIN,
        .method = HTTP_POST,
        .path = "/admin/accounts/{account}/disable",
        .name = "admin.disable",
        .summary = N_("Disable the account"),
        .guard = GUARD_FORM,
        .shape = "done",
        .run = switch_run,
        .about = "disable",
    },
    {
        ADMIN,
        .method = HTTP_POST,
        .path = "/admin/accounts/{account}/enable",
        .name = "admin.enable",
        .summary = N_("Enable the account"),
        .guard = GUARD_FORM,
        .shape = "done",
        .run = switch_run,
    },
    {
        ADMIN,
        .method = HTTP_POST,
        .path = "/admin/accounts/{account}/reset",
        .name = "admin.reset",
        .summary = N_("Let them choose a new password"),
        .guard = GUARD_PROVE,
        .shape = "invited",
        .page = "invited",
        .run = reset_run,
    },
};
ROUTE_TABLE(admin_routes, rows);
