/* SPDX-License-Identifier: Apache-2.0 */
#include "web/reply.h"

#include "text/json_tree.h"
#include "web/dispatch.h"
#include "web/log.h"
#include "web/note.h"
#include "web/shell.h"

#define JSON_MAX ((size_t)16 << 20)
#define RETRY_SECONDS 5
#define HTML "text/html; charset=utf-8"

/* No script but ours, nothing from elsewhere, in nobody's frame. */
const struct http_fixed http_fixed[] = {
    {"Content-Security-Policy",
     "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
     "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Permissions-Policy", "camera=(), geolocation=(), microphone=()"},
    {"Referrer-Policy", "same-origin"},
    {"X-Content-Type-Options", "nosniff"},
    {"X-Frame-Options", "DENY"},
};
const size_t nhttp_fixed = COUNT_OF(http_fixed);

/* --- JSON ----------------------------------------------------------------------------------- */

static void
put_json(struct http_reply *out, struct call *c, const struct json_node *n, const char *type)
{
    struct json_write w;
    struct buf b;
    struct err e = {0};
    buf_init(&b, c->arena, JSON_MAX);
    json_write_init(&w, json_sink_buf, &b);
    json_tree_write(&w, n);
    if (!json_write_done(&w, &e) || !buf_done(&b, &out->body, &e)) {
        log_fault("%s: %s", c->route ? c->route->name : "-", e.msg);
        out->status = 500;
        out->body = SL("{\"status\": 500, \"title\": \"Internal Server Error\"}\n");
        type = "application/problem+json";
    }
    out->type = slice_str(type);
}

static void
put_text_of(const struct call *c, struct json_node *n, const char *key, struct slice msgid)
{
    if (msgid.n)
        json_put_text(c->arena, n, key, pages_text(&c->portal->pages, c->lang, msgid));
}

/* RFC 9457, with our members `refusal` and `faults`. */
static void
put_problem(struct http_reply *out, struct call *c, const struct answer *x)
{
    struct arena *a = c->arena;
    struct json_node *n = json_new_object(a);
    json_put_text(a, n, "type", SL("about:blank"));
    json_put_int(a, n, "status", out->status);
    json_put_text(a, n, "title", slice_str(http_status_name(out->status)));
    put_text_of(c, n, "detail", x->problem);
    if (x->refusal) {
        struct json_node *r = json_new_object(a);
        json_put_text(a, r, "code", slice_str(refusal_name(x->refusal->code)));
        json_put_text(a, r, "rule", x->refusal->rule);
        put_langs(a, r, "text", (struct langs){x->refusal->en, x->refusal->zh});
        json_put_node(a, n, "refusal", r);
    }
    if (x->faults && x->faults->n) {
        struct json_node *list = json_new_array(a);
        for (size_t i = 0; i < x->faults->n; i++) {
            struct json_node *one = json_new_object(a);
            json_put_text(a, one, "name", x->faults->v[i].name);
            put_langs(a, one, "text", x->faults->v[i].text);
            json_push_node(a, list, one);
        }
        json_put_node(a, n, "faults", list);
    }
    put_json(out, c, n, "application/problem+json");
}

/* --- pages ---------------------------------------------------------------------------------- */

/* Where not even a page can be made. */
static void
put_plain(struct http_reply *out, struct call *c, const char *text)
{
    out->type = SL(HTML);
    out->body =
        arena_printf(c->arena,
                     "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>%u %s</title>"
                     "<h1>%u %s</h1><p>%s</p><p><a href=\"/\">/</a></p></html>\n",
                     out->status, http_status_name(out->status), out->status,
                     http_status_name(out->status), text);
}

static void
put_page(struct http_reply *out, struct call *c, const struct answer *x, const char *name,
         const struct json_node *view)
{
    struct buf b;
    struct err e = {0};
    buf_init(&b, c->arena, PAGE_MAX);
    out->type = SL(HTML);
    const struct page_content content = {view, shell_of(c, x), x->form};
    if (pages_render(&b, c->arena, &c->portal->pages, c->lang, name, &content, &e) &&
        buf_done(&b, &out->body, &e))
        return;
    log_fault("%s: %s", name, e.msg);
    out->status = 500;
    put_plain(out, c, "The page could not be made. The server's log says why.");
}

static void
put_problem_page(struct http_reply *out, struct call *c, const struct answer *x)
{
    struct arena *a = c->arena;
    struct json_node *view = json_new_object(a), *kind = json_new_object(a);
    const char *name = http_status_name(out->status);
    struct answer shown = *x;
    json_put_int(a, view, "status", out->status);
    json_put_text(a, view, "name", slice_str(name));
    json_put_bool(a, kind, arena_str(a, arena_printf(a, "s%u", out->status)), true);
    json_put_node(a, view, "kind", kind); /* {{#kind.s404}} */
    put_text_of(c, view, "text", x->problem);
    if (c->request->method == HTTP_GET)
        json_put_text(a, view, "to", http_encode(a, c->request->path));
    if (shown.title.n == 0)
        shown.title = pages_text(&c->portal->pages, c->lang, slice_str(name));
    put_page(out, c, &shown, "problem", view);
}

/* --- all of it ------------------------------------------------------------------------------ */

static void
put_done(struct http_reply *out, struct call *c, const struct answer *x)
{
    struct json_node *n = json_new_object(c->arena);
    json_put_text(c->arena, n, "location", x->location);
    if (x->note.n)
        put_langs(c->arena, n, "note",
                  (struct langs){pages_text(&c->portal->pages, PAGE_EN, x->note),
                                 pages_text(&c->portal->pages, PAGE_ZH, x->note)});
    put_json(out, c, x->view ? x->view : n, "application/json");
}

static void
put_redirect(struct http_reply *out, struct call *c, const struct answer *x, struct slices *cookies)
{
    if (!answer_path_ours(x->location)) {
        log_fault("a redirect that is no path of ours: %.*s", SL_FMT(x->location));
        out->status = 500;
        put_plain(out, c, "");
        return;
    }
    out->status = 303;
    out->location = x->location;
    out->type = SL(HTML);
    if (x->note.n) {
        struct slice *v = NEW_ARRAY(c->arena, struct slice, cookies->n + 1);
        if (cookies->n)
            memcpy(v, cookies->v, cookies->n * sizeof *v);
        v[cookies->n] = note_put(c, x->note);
        *cookies = (struct slices){v, cookies->n + 1};
    }
}

static void
put_body(struct http_reply *out, struct call *c, const struct answer *x)
{
    const char *page = x->page ? x->page : c->route ? c->route->page : NULL;
    if (x->location.n && c->json)
        put_done(out, c, x);
    else if (x->location.n)
        put_redirect(out, c, x, &out->cookies);
    else if (x->body.n || x->type.n) {
        out->type = x->type;
        out->body = x->body;
        out->attachment = x->attachment;
    } else if (out->status >= 400 && (c->json || (c->route && !page && !c->route->type)))
        put_problem(out, c, x);
    else if (out->status >= 400 && !x->view)
        put_problem_page(out, c, x);
    else if (!x->view) {
        log_fault("%s: the handler gave no view", c->route ? c->route->name : "-");
        out->status = 500;
        put_plain(out, c, "");
    } else if (c->json || !page)
        put_json(out, c, x->view, "application/json");
    else
        put_page(out, c, x, page, x->view);
}

void
reply_make(struct http_reply *out, struct call *c, const struct answer *x)
{
    *out = (struct http_reply){.status = x->status ? x->status : 200,
                               .etag = x->etag,
                               .cache = x->cache,
                               .retry_after = x->retry_after,
                               .cookies = x->cookies};
    if (out->status == 200 && http_etag_known(c->request->headers[HTTP_IF_NONE_MATCH], x->etag)) {
        out->status = 304;
        return;
    }
    put_body(out, c, x);
    if (out->status == 503 || out->status == 429)
        out->retry_after = out->retry_after ? out->retry_after : RETRY_SECONDS;
    /* A note was shown: it does not come again. */
    if (out->status != 303 && !c->json && note_get(c).n) {
        struct slice *v = NEW_ARRAY(c->arena, struct slice, out->cookies.n + 1);
        if (out->cookies.n)
            memcpy(v, out->cookies.v, out->cookies.n * sizeof *v);
        v[out->cookies.n] = note_clear(c);
        out->cookies = (struct slices){v, out->cookies.n + 1};
    }
}

void
reply_fault(struct http_reply *out, struct call *c, const struct err *why)
{
    bool full = slice_find(slice_str(why->msg), SL("no room left")) != SIZE_MAX;
    struct answer x = {.status = why->code != ERR_SYSTEM ? 500 : full ? 507 : 503};
    viewer_of(&c->viewer, c->visitor.person); /* an act that failed has the states folded anew */
    log_fault("%s: %s", c->route ? c->route->name : "-", why->msg);
    if (full)
        x.problem =
            slice_str(N_("The server's disk is full. Nothing was recorded: what you sent is not "
                         "half done. Whoever runs the server has to make room."));
    else if (x.status == 503)
        x.problem =
            slice_str(N_("The committee's database cannot be used at the moment. Nothing was "
                         "recorded: what you sent is not half done. Try again in a moment."));
    else
        x.problem = slice_str(N_("Something went wrong here, not with what you sent. Nothing was "
                                 "recorded. The server's log says what it was."));
    reply_make(out, c, &x);
}
