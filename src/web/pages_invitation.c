/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Invitations: made by the secretariat for persons of the committee who have no account, by
 * administrators for anybody; used by whoever has the link.
 */
#include "api/view.h"
#include "web/form.h"
#include "web/guard.h"
#include "web/invitations.h"
#include "web/password.h"
#include "web/secret.h"
#include "web/sign_in.h"

#define GONE                                                                              \
    N_("This invitation is good no more: it was used, it is over seven days old, or its " \
       "address was not copied whole. Ask for another one.")

static struct store *
store_of(const struct call *c)
{
    return c->office->store;
}

static bool
fault(struct given_faults *f, const struct call *c, const char *name, const char *msgid)
{
    struct langs text = call_langs(c, msgid);
    return given_fault(f, c->arena, name, text.en, text.zh);
}

bool
password_chosen(struct given_faults *f, const struct call *c, const char *name, const char *again,
                struct slice account)
{
    struct slice password = given_get(&c->given, name);
    const char *wrong = password_fault(password, account);
    if (wrong)
        return fault(f, c, name, wrong);
    if (!secret_eq(password, given_get(&c->given, again)))
        return fault(f, c, again, N_("The two are not the same."));
    return true;
}

/* --- used ----------------------------------------------------------------------------------- */

static bool
page_run(struct answer *out, struct call *c, struct err *e)
{
    struct invitation x;
    bool there;
    struct json_node *view = json_new_object(c->arena);
    if (!invitation_find(&x, &there, c->arena, &c->portal->machine, store_of(c), c->params[0], e))
        return false;
    if (!there)
        return answer_missing(out, GONE);
    json_put_text_if(c->arena, view, "account", x.account);
    json_put_text_if(c->arena, view, "person", x.person);
    if (x.administrator)
        json_put_bool(c->arena, view, "administrator", true);
    put_instant(c->arena, view, "until", x.until);
    out->view = view;
    if (x.account.n)
        out->title = call_text(c, N_("A new password"));
    return form_named(&out->form, c, "invitation.use", NULL, e);
}

/* Name and password as typed, checked before anything is hashed. */
static bool
choose(struct account *chosen, struct given_faults *f, struct call *c, const struct invitation *x)
{
    *chosen = (struct account){.name = x->account};
    if (!x->account.n && !account_name(&chosen->name, c->arena, given_get(&c->given, "name")))
        (void)fault(f, c, "name",
                    N_("2 to 60 characters: letters a to z, digits, and . - _ @ in between."));
    (void)password_chosen(f, c, "new", "again", chosen->name);
    return f->n == 0;
}

static bool
use(struct invitation_used *used, struct answer *out, struct call *c, const struct account *chosen,
    struct err *e)
{
    struct store *s = store_of(c);
    if (!invitation_use(used, c->arena, &c->portal->machine, s, c->params[0], chosen, e))
        return false;
    return !used->there || used->taken ||
           sign_in_as(out, c, &used->account, used->renewed ? AUDIT_RESET : AUDIT_JOINED,
                      used->account.person, e);
}

static bool
use_run(struct answer *out, struct call *c, struct err *e)
{
    struct invitation x;
    struct account chosen;
    struct given_faults faults = {0};
    struct invitation_used used = {0};
    bool there, go;
    if (!invitation_find(&x, &there, c->arena, &c->portal->machine, store_of(c), c->params[0], e))
        return false;
    if (!there)
        return answer_missing(out, GONE);
    if (!choose(&chosen, &faults, c, &x))
        return answer_faulty(out, c, &faults);
    if (!password_hash_at_pace(&chosen.hash, &go, out, c, given_get(&c->given, "new"), e))
        return false;
    if (!go)
        return true;
    if (!vault_begin(store_of(c), e))
        return false;
    bool ok = use(&used, out, c, &chosen, e);
    if (!vault_end(store_of(c), ok, e) || !ok)
        return false;
    if (!used.there)
        return answer_missing(out, GONE);
    if (used.taken) {
        (void)fault(&faults, c, "name", N_("Somebody has this name already. Choose another one."));
        return answer_faulty(out, c, &faults);
    }
    return answer_done(out, SL("/account"),
                       used.renewed ? N_("Your new password is set. All other sessions and all "
                                         "API tokens were ended.")
                                    : N_("Welcome. You are signed in; this is your account."));
}

/* --- made ----------------------------------------------------------------------------------- */

static bool
may_invite(const struct call *c)
{
    return c->visitor.administrator || viewer_keeps(&c->viewer);
}

static bool
put_person(struct json_node *list, struct call *c, struct slice id, struct err *e)
{
    struct json_node *n = json_new_object(c->arena);
    struct account x;
    bool there;
    if (!account_of_person(&x, &there, c->arena, store_of(c), id, e) ||
        !view_person(&c->viewer, n, "person", id, e))
        return false;
    if (there && c->visitor.administrator)
        json_put_text(c->arena, n, "account", x.name);
    json_put_bool(c->arena, n, "has_account", there);
    json_push_node(c->arena, list, n);
    return true;
}

static bool
put_pending(struct json_node *view, struct call *c, struct err *e)
{
    struct json_node *list = json_new_array(c->arena);
    struct invitations all;
    if (!invitations_list(&all, c->arena, &c->portal->machine, store_of(c), e))
        return false;
    for (size_t i = 0; i < all.n; i++) {
        const struct invitation *x = &all.v[i];
        struct json_node *n = json_new_object(c->arena);
        if (!c->visitor.administrator && !x->person.n)
            continue;
        json_put_text(c->arena, n, "key", x->key);
        if (x->person.n && !view_person(&c->viewer, n, "person", x->person, e))
            return false;
        json_put_text_if(c->arena, n, "account", x->account);
        if (x->administrator)
            json_put_bool(c->arena, n, "administrator", true);
        json_put_text_if(c->arena, n, "by", x->by);
        put_instant(c->arena, n, "made", x->made);
        put_instant(c->arena, n, "until", x->until);
        json_push_node(c->arena, list, n);
    }
    json_put_node(c->arena, view, "pending", list);
    return true;
}

static bool
list_run(struct answer *out, struct call *c, struct err *e)
{
    struct json_node *view = json_new_object(c->arena), *list = json_new_array(c->arena);
    const struct committee *committee = &c->office->committee;
    if (!may_invite(c))
        return answer_forbidden(out, N_("Invitations are made by the secretariat and by those who "
                                        "run the portal."));
    for (size_t i = 0; i < committee->persons.n; i++)
        if (!put_person(list, c, committee->persons.v[i].key, e))
            return false;
    json_put_node(c->arena, view, "persons", list);
    if (c->visitor.administrator)
        json_put_bool(c->arena, view, "administrator", true);
    out->view = view;
    return put_pending(view, c, e) && form_named(&out->form, c, "invitation.make", &c->given, e);
}

/* What may not be asked for: null, or why not. */
static const char *
unfit(struct call *c, const struct invitation *x, bool has_account)
{
    if (!x->person.n && !x->administrator)
        return N_("Say for whom: a person of the committee.");
    if (x->person.n && !committee_person(&c->office->committee, x->person))
        return N_("There is no such person.");
    if (x->administrator && !c->visitor.administrator)
        return N_("Only who runs the portal may invite others to run it.");
    if (has_account && !c->visitor.administrator)
        return N_("This person has an account. A new password is given by those who run the "
                  "portal.");
    return NULL;
}

static bool
show_link(struct answer *out, struct call *c, const struct invitation *x, struct slice secret,
          struct err *e)
{
    struct json_node *view = json_new_object(c->arena);
    json_put_text(
        c->arena, view, "link",
        arena_printf(c->arena, "%.*s/invitations/%.*s", SL_FMT(c->portal->url), SL_FMT(secret)));
    put_instant(c->arena, view, "until", x->until);
    json_put_text_if(c->arena, view, "account", x->account);
    if (x->administrator)
        json_put_bool(c->arena, view, "administrator", true);
    out->view = view;
    out->page = "invited";
    return !x->person.n || view_person(&c->viewer, view, "person", x->person, e);
}

bool
invitation_issue(struct answer *out, struct call *c, struct invitation *x, struct err *e)
{
    struct store *s = store_of(c);
    struct slice secret;
    struct audit note = {.what = AUDIT_INVITED,
                         .by = c->visitor.account,
                         .about = x->person,
                         .address = session_address(c->portal, c->request)};
    x->by = c->visitor.account;
    if (!vault_begin(s, e))
        return false;
    bool ok = invitation_make(&secret, x, c->arena, &c->portal->machine, s, e);
    note.account = x->account;
    ok = ok && audit_put(c->arena, s, &c->portal->machine, &note, e);
    return vault_end(s, ok, e) && ok && show_link(out, c, x, secret, e);
}

static bool
make_run(struct answer *out, struct call *c, struct err *e)
{
    struct invitation x = {.person = given_get(&c->given, "person"),
                           .administrator = given_has(&c->given, "administrator")};
    struct given_faults faults = {0};
    struct account account;
    bool there;
    if (!may_invite(c))
        return answer_forbidden(out, N_("Invitations are made by the secretariat and by those who "
                                        "run the portal."));
    if (!account_of_person(&account, &there, c->arena, store_of(c), x.person, e))
        return false;
    const char *no = unfit(c, &x, there);
    if (no) {
        (void)fault(&faults, c, "person", no);
        return answer_faulty(out, c, &faults);
    }
    return invitation_issue(out, c, &x, e);
}

static bool
withdraw_run(struct answer *out, struct call *c, struct err *e)
{
    struct store *s = store_of(c);
    const struct audit note = {.what = AUDIT_UNINVITED,
                               .by = c->visitor.account,
                               .address = session_address(c->portal, c->request)};
    if (!may_invite(c))
        return answer_forbidden(out, N_("Invitations are made by the secretariat and by those who "
                                        "run the portal."));
    if (!secret_shaped(c->params[0]))
        return answer_missing(out, GONE);
    if (!vault_begin(s, e))
        return false;
    bool ok = invitation_end(c->arena, s, c->params[0], e) &&
              audit_put(c->arena, s, &c->portal->machine, &note, e);
    return vault_end(s, ok, e) && ok &&
           answer_done(out, SL("/invitations"), N_("The invitation is withdrawn."));
}

/* --- rows ----------------------------------------------------------------------------------- */

static const struct web_field use_fields[] = {
    {.name = "name",
     .kind = WEB_TEXT,
     .max = 200,
     .label = N_("Name to sign in with"),
     .hint = N_("Letters a to z, digits, and . - _ @; 2 to 60 of them.")},
    {.name = "new",
     .kind = WEB_PASSWORD,
     .needed = true,
     .max = PASSWORD_MAX,
     .label = N_("Password"),
     .hint = N_("At least 12 characters, of any kind. Several words make a good one.")},
    {.name = "again",
     .kind = WEB_PASSWORD,
     .needed = true,
     .max = PASSWORD_MAX,
     .label = N_("The password once more")},
};
static const struct web_field list_fields[] = {
    {.name = "person", .kind = WEB_ID, .max = 100, .label = N_("Person")},
};
static const struct web_field make_fields[] = {
    {.name = "person",
     .kind = WEB_ID,
     .max = 100,
     .label = N_("Person"),
     .hint = N_("The person's id, as in the list of members: p-3")},
    {.name = "administrator",
     .kind = WEB_FLAG,
     .label = N_("May run the portal"),
     .hint = N_("Sees accounts and the audit trail. Gives no right in the committee.")},
};

static const struct route rows[] = {
    {
        .method = HTTP_GET,
        .path = "/invitations",
        .name = "invitation.list",
        .summary = N_("Invitations"),
        .access = ROUTE_SIGNED_IN,
        .scope = SCOPE_SESSION,
        .fields = list_fields,
        .nfields = COUNT_OF(list_fields),
        .shape = "invitations",
        .page = "invitations",
        .run = list_run,
    },
    {
        .method = HTTP_POST,
        .path = "/invitations",
        .name = "invitation.make",
        .summary = N_("Invite"),
        .access = ROUTE_SIGNED_IN,
        .scope = SCOPE_SESSION,
        .guard = GUARD_PROVE,
        .fields = make_fields,
        .nfields = COUNT_OF(make_fields),
        .shape = "invited",
        .page = "invited",
        .run = make_run,
    },
    {
        .method = HTTP_POST,
        .path = "/invitations/{invitation}/withdraw",
        .name = "invitation.withdraw",
        .summary = N_("Withdraw the invitation"),
        .access = ROUTE_SIGNED_IN,
        .scope = SCOPE_SESSION,
        .guard = GUARD_FORM,
        .shape = "done",
        .run = withdraw_run,
    },
    {
        .method = HTTP_GET,
        .path = "/invitations/{token}",
        .name = "invitation.page",
        .summary = N_("Your invitation"),
        .shape = "invitation",
        .page = "invitation",
        .run = page_run,
    },
    {
        .method = HTTP_POST,
        .path = "/invitations/{token}",
        .name = "invitation.use",
        .summary = N_("Make the account"),
        .scope = SCOPE_SESSION,
        .guard = GUARD_FORM,
        .fields = use_fields,
        .nfields = COUNT_OF(use_fields),
        .shape = "done",
        .run = use_run,
    },
};
ROUTE_TABLE(invitation_routes, rows);
