/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A person's name and address, deleted: they are kept beside the record so that this can be done.
 * It is no act, the record does not say it: the trail of the portal does. By the secretariat, with
 * the password once more.
 */
#include "api/view.h"
#include "web/audit.h"
#include "web/form.h"
#include "web/session.h"

/* *p is null where an answer was given. */
static bool
person_asked(const struct person **p, struct answer *out, struct call *c)
{
    *p = NULL;
    if (!viewer_keeps(&c->viewer))
        return answer_forbidden(out, N_("Names are deleted by the secretariat."));
    *p = committee_person(&c->office->committee, c->params[0]);
    return *p ? true : answer_missing(out, N_("There is no such person."));
}

static bool
show(struct answer *out, struct call *c, struct err *e)
{
    const struct person *p;
    if (!person_asked(&p, out, c))
        return false;
    if (!p)
        return true;
    out->view = json_new_object(c->arena);
    if (!view_person(&c->viewer, out->view, "person", p->id, e))
        return false;
    const struct json_node *forgotten = json_get(json_get(out->view, "person"), "forgotten");
    return forgotten || form_named(&out->form, c, "person.forget", NULL, e);
}

/* The trail says whose it was, by whom. */
static bool
note(struct call *c, struct slice person, struct err *e)
{
    struct store *s = c->office->store;
    const struct audit x = {.what = AUDIT_FORGOTTEN,
                            .account = c->visitor.account,
                            .by = c->visitor.account,
                            .address = session_address(c->portal, c->request),
                            .about = person};
    if (!s->ops->begin_write(s, e))
        return false;
    if (audit_put(c->arena, s, &c->portal->machine, &x, e) && s->ops->commit(s, e))
        return true;
    s->ops->rollback(s);
    return false;
}

static bool
forget(struct answer *out, struct call *c, struct err *e)
{
    const struct person *p;
    if (!person_asked(&p, out, c))
        return false;
    if (!p)
        return true;
    struct slice organisation = arena_dup(c->arena, p->organisation);
    struct slice id = arena_dup(c->arena, p->id), profile = arena_dup(c->arena, p->profile);
    if (!office_forget(c->office, profile, e) || !note(c, id, e))
        return false;
    out->view = json_new_object(c->arena);
    return view_person(&c->viewer, out->view, "person", id, e) &&
           answer_done(
               out, arena_printf(c->arena, "/organisations/%.*s", SL_FMT(organisation)),
               N_("Name and address are deleted; the record has their digest alone. Older backups "
                  "still hold them."));
}

static const struct route rows[] = {
    {
        .method = HTTP_GET,
        .path = "/persons/{person}/forget",
        .name = "person.forgetting",
        .summary = N_("Delete a person's name"),
        .access = ROUTE_SIGNED_IN,
        .scope = SCOPE_READ,
        .shape = "person_forgotten",
        .page = "person-forget",
        .run = show,
    },
    {
        .method = HTTP_POST,
        .path = "/persons/{person}/forget",
        .name = "person.forget",
        .summary = N_("Delete name and address"),
        .access = ROUTE_SIGNED_IN,
        .scope = SCOPE_SESSION,
        .guard = GUARD_PROVE,
        .shape = "person_forgotten",
        .run = forget,
    },
};
ROUTE_TABLE(forget_routes, rows);

static const struct shape shapes[] = {
    {"person_forgotten", "person:person_ref", "A person whose name can be, or was, deleted."},
};
SHAPE_TABLE(forget_shapes, shapes);
