/* SPDX-License-Identifier: Apache-2.0 */
/* From a request to a reply. How an answer is written out: reply.c. */
#include "web/dispatch.h"

#include "web/accept.h"
#include "web/form_parts.h"
#include "web/guard.h"
#include "web/reply.h"
#include "web/shell.h"

#define NS ((int64_t)1000000000)

struct slice
call_text(const struct call *c, const char *msgid)
{
    return pages_text(&c->portal->pages, c->lang, slice_str(msgid));
}

struct langs
call_langs(const struct call *c, const char *msgid)
{
    return (struct langs){pages_text(&c->portal->pages, PAGE_EN, slice_str(msgid)),
                          pages_text(&c->portal->pages, PAGE_ZH, slice_str(msgid))};
}

/* --- what was sent -------------------------------------------------------------------------- */

static bool
is_type(struct slice header, const char *wanted)
{
    struct slice rest = header, type;
    (void)slice_cut(&rest, ';', &type);
    type = slice_trim(type);
    size_t n = strlen(wanted);
    bool same = type.n == n;
    for (size_t i = 0; same && i < n; i++)
        same = (type.p[i] | 0x20) == (wanted[i] | 0x20);
    return same;
}

static bool
read_body(struct http_files *files, struct call *c, struct err *e)
{
    const struct http_request *r = c->request;
    struct slice type = r->headers[HTTP_CONTENT_TYPE];
    if (r->method == HTTP_GET)
        return form_urlencoded(&c->sent, c->arena, r->query, e);
    if (is_type(type, "application/json"))
        return form_json(&c->sent, c->arena, r->body, e);
    if (is_type(type, "multipart/form-data"))
        return form_multipart(&c->sent, files, c->arena, type, r->body, e);
    if (r->body.n == 0 || is_type(type, "application/x-www-form-urlencoded"))
        return form_urlencoded(&c->sent, c->arena, r->body, e);
    return err_set(e, ERR_UNSUPPORTED, "a form or JSON belongs here");
}

/* The hidden fields that dispatch itself reads. */
static void
take_hidden(struct call *c)
{
    for (size_t i = 0; i < c->sent.n && c->request->method == HTTP_POST; i++) {
        const struct http_pair *p = &c->sent.v[i];
        if (slice_eq_str(p->name, FORM_ONCE) && form_once_valid(p->value))
            c->once = arena_printf(c->arena, "web:%.*s:%.*s", SL_FMT(c->visitor.account),
                                   SL_FMT(p->value));
        if (slice_eq_str(p->name, FORM_PROOF) && c->route->guard == GUARD_PROVE)
            c->proof = p->value;
    }
}

static bool
bad_body(struct answer *out, const struct err *why)
{
    unsigned status = why->code == ERR_LIMIT ? 413 : why->code == ERR_UNSUPPORTED ? 415 : 400;
    *out = (struct answer){
        .status = status,
        .problem = slice_str(status == 413 ? N_("That is more than this page takes.")
                             : status == 415
                                 ? N_("A form or JSON belongs here.")
                                 : N_("What was sent cannot be read: it is broken or incomplete.")),
        .cookies = out->cookies};
    return true;
}

static size_t
body_max(const struct route *r)
{
    return r->body_max ? r->body_max : HTTP_FORM_MAX;
}

/* Into c->given; *go false where it is an answer already. */
static bool
take(bool *go, struct answer *out, struct call *c, struct err *e)
{
    struct given_faults faults = {0};
    struct http_files files = {0};
    struct err why = {0};
    *go = false;
    if (c->request->body.n > body_max(c->route))
        return bad_body(out, &(struct err){.code = ERR_LIMIT});
    if (!read_body(&files, c, &why))
        return bad_body(out, &why);
    if (!form_route(&c->route, c, c->route, e))
        return false;
    take_hidden(c);
    (void)form_take(&c->given, &faults, c->arena, c->route, &c->sent, &files);
    if (!guard_form(go, out, c, e) || !*go)
        return e->code == ERR_NONE;
    *go = faults.n == 0;
    return *go || answer_faulty(out, c, &faults);
}

/* --- the page again ------------------------------------------------------------------------- */

/* The GET route of the same path, else of the path without its last parts. */
static bool
page_of(struct route_match *m, struct call *c)
{
    struct slice path = c->request->path;
    while (path.n > 0) {
        route_find(m, c->arena, HTTP_GET, path);
        if (m->route && m->route->page)
            return true;
        while (path.n > 0 && path.p[path.n - 1] != '/')
            path.n--;
        path.n -= path.n > 0;
    }
    return false;
}

/* Puts the form that failed in the place of the empty one. */
static void
put_form(struct call *c, struct answer *page, struct json_node *form)
{
    const char *name = form_short_name(c->route);
    bool several = page->form && !json_get(page->form, "fields");
    if (!several) {
        if (!page->form) /* its page offers it no longer: there it may stand under its name */
            json_put_node(c->arena, form, name, json_copy(c->arena, form));
        page->form = form;
        return;
    }
    for (uint32_t i = 0; i < page->form->n; i++)
        if (slice_eq_str(page->form->members[i].key, name)) {
            page->form->members[i].value = *form;
            return;
        }
    json_put_node(c->arena, page->form, name, form);
}

/* What was refused or wrongly filled in, on the page that its form stands on. */
static bool
page_again(struct answer *out, struct call *c, struct err *e)
{
    struct route_match m;
    struct call again = *c;
    struct answer page = {.cookies = out->cookies};
    struct given_faults none = {0};
    bool go = true;
    if (!page_of(&m, c))
        return true;
    again.given = (struct given){0};
    again.params = m.params;
    again.route = m.route;
    if (!guard_access(&go, &page, &again, e))
        return false;
    if (!go || !form_route(&again.route, &again, m.route, e))
        return e->code == ERR_NONE;
    (void)form_take(&again.given, &none, c->arena, again.route, &(struct http_pairs){0},
                    &(struct http_files){0});
    if (!again.route->run(&page, &again, e))
        return false;
    if (!page.view || page.status >= 400 || page.location.n)
        return true; /* nothing to show it on: the page of problems has the form */
    put_form(c, &page, out->form);
    page.status = out->status;
    page.problem = out->problem;
    page.refusal = out->refusal;
    page.faults = out->faults;
    if (!page.page)
        page.page = again.route->page;
    if (page.title.n == 0)
        page.title = call_text(c, again.route->summary);
    *out = page;
    return true;
}

/* --- one request ---------------------------------------------------------------------------- */

static bool
handle(struct answer *out, struct call *c, struct err *e)
{
    bool go = true;
    if (!guard_access(&go, out, c, e))
        return false;
    if (go && !take(&go, out, c, e))
        return false;
    if (go && !c->route->run(out, c, e))
        return false;
    if (out->status >= 400 && !c->json && !out->view && out->form)
        return page_again(out, c, e);
    return true;
}

static bool
find(struct answer *out, struct call *c, struct route_match *m)
{
    route_find(m, c->arena, c->request->method, c->request->path);
    c->route = m->route;
    c->params = m->params;
    if (m->route)
        return true;
    if (m->other_method)
        *out = (struct answer){.status = 405,
                               .problem = slice_str(N_("This address does not take that method."))};
    else
        (void)answer_missing(out, N_("There is nothing at this address."));
    return false;
}

static void
begin(struct call *c, struct arena *a, const struct portal *p, struct office *o,
      const struct http_request *r)
{
    *c = (struct call){.portal = p, .office = o, .request = r, .arena = a};
    c->now = p->env.wall_ns(p->env.ctx) / NS;
    c->lang = shell_language(r, (struct slice){0});
    struct slice accept = slice_trim(r->headers[HTTP_ACCEPT]);
    bool anything = accept.n == 0 || slice_eq_str(accept, "*/*");
    c->json = accept_json(accept) || (r->method == HTTP_POST && anything &&
                                      is_type(r->headers[HTTP_CONTENT_TYPE], "application/json"));
    c->viewer = (struct viewer){.office = o, .catalog = &p->catalog, .arena = a, .now = c->now};
}

void
dispatch(struct http_reply *out, struct arena *a, const struct portal *p, struct office *o,
         const struct http_request *r)
{
    struct call c;
    struct route_match m = {0};
    struct answer x = {0};
    struct err e = {0};
    bool go = true;
    begin(&c, a, p, o, r);
    bool found = find(&x, &c, &m);
    /* Also where there is no such address: its page has the visitor's name and language. */
    bool ok = office_refresh(o, &e) && guard_visitor(&go, &x, &c, &e);
    if (ok) {
        viewer_of(&c.viewer, c.visitor.person);
        c.lang = shell_language(r, c.visitor.lang);
        ok = !found || !go || handle(&x, &c, &e);
    }
    if (ok)
        reply_make(out, &c, &x);
    else
        reply_fault(out, &c, &e);
    if (x.status == 405)
        out->allow = r->method == HTTP_GET ? SL("POST") : SL("GET, HEAD");
}
