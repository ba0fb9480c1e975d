/* SPDX-License-Identifier: Apache-2.0 */
#include "web/shell.h"

#include "web/form_parts.h"
#include "web/note.h"

/* What stands in the navigation, in order. */
static const struct {
    const char *address, *label;
    bool inside; /* for those who are signed in */
    bool administrator;
} nav[] = {
    {"/projects", N_("Projects"), false, false},     {"/members", N_("Members"), false, false},
    {"/groups", N_("Working groups"), false, false}, {"/record", N_("Record"), false, false},
    {"/matrix", N_("Matrix"), false, false},         {"/regimes", N_("Regimes"), false, false},
    {"/products", N_("Products"), true, false},      {"/tasks", N_("My tasks"), true, false},
    {"/admin", N_("Administration"), true, true},
};

/* "zh" and "zh-Hans" alike. */
static bool
is_language(enum page_language *out, struct slice chosen)
{
    for (unsigned i = 0; i < PAGE_LANGUAGES; i++)
        if (chosen.n > 1 && slice_has_prefix(slice_str(page_language_tags[i]), chosen)) {
            *out = (enum page_language)i;
            return true;
        }
    return false;
}

/* "lang=zh" of a query: what is behind "=". */
static struct slice
of_query(struct slice query)
{
    struct slice one, name;
    while (slice_cut(&query, '&', &one))
        if (slice_cut(&one, '=', &name) && slice_eq_str(name, FORM_LANGUAGE))
            return one;
    return (struct slice){0};
}

enum page_language
shell_language(const struct http_request *r, struct slice account)
{
    enum page_language l;
    if (is_language(&l, of_query(r->query)) ||
        is_language(&l, http_cookie(r->headers[HTTP_COOKIE], LANGUAGE_COOKIE)) ||
        is_language(&l, account))
        return l;
    return pages_language(r->headers[HTTP_ACCEPT_LANGUAGE]);
}

static struct slice
theme_of(const struct call *c)
{
    struct slice theme = http_cookie(c->request->headers[HTTP_COOKIE], THEME_COOKIE);
    if (theme.n == 0)
        theme = c->visitor.theme;
    return slice_eq_str(theme, "dark") || slice_eq_str(theme, "light") ? theme : SL("auto");
}

static void
put_nav(struct call *c, struct json_node *page)
{
    struct json_node *list = json_new_array(c->arena);
    for (size_t i = 0; i < COUNT_OF(nav); i++) {
        if ((nav[i].inside && c->visitor.account.n == 0) ||
            (nav[i].administrator && !c->visitor.administrator))
            continue;
        struct json_node *one = json_new_object(c->arena);
        struct slice address = slice_str(nav[i].address);
        struct slice behind = slice_sub(c->request->path, address.n, 1);
        json_put_text(c->arena, one, "address", address);
        json_put_text(c->arena, one, "label", call_text(c, nav[i].label));
        if (slice_has_prefix(c->request->path, address) && (behind.n == 0 || behind.p[0] == '/'))
            json_put_bool(c->arena, one, "here", true);
        json_push_node(c->arena, list, one);
    }
    json_put_node(c->arena, page, "nav", list);
}

static void
put_visitor(struct call *c, struct json_node *page)
{
    struct arena *a = c->arena;
    const struct visitor *v = &c->visitor;
    struct json_node *n = json_new_object(a);
    if (v->account.n == 0)
        return;
    json_put_text(a, n, "account", v->account);
    json_put_text_if(a, n, "person", v->person);
    if (v->administrator)
        json_put_bool(a, n, "administrator", true);
    if (viewer_is_member(&c->viewer))
        json_put_bool(a, n, "member", true);
    if (viewer_keeps(&c->viewer))
        json_put_bool(a, n, "secretariat", true);
    json_put_node(a, page, "visitor", n);
}

/* Where one is, to come back to. */
static void
put_place(struct call *c, struct json_node *page)
{
    const struct http_request *r = c->request;
    json_put_text(c->arena, page, "path", r->path);
    json_put_text(c->arena, page, "here",
                  r->query.n
                      ? arena_printf(c->arena, "%.*s?%.*s", SL_FMT(r->path), SL_FMT(r->query))
                      : r->path);
    json_put_text(c->arena, page, "url", c->portal->url);
}

static void
put_looks(struct call *c, struct json_node *page)
{
    static const char *const files[][2] = {
        {"style", "portal.css"}, {"icon", "mark.svg"}, {"draft_script", "draft.js"}};
    struct slice theme = theme_of(c);
    json_put_text(c->arena, page, "lang", slice_str(page_language_tags[c->lang]));
    json_put_bool(c->arena, page, c->lang == PAGE_ZH ? "zh" : "en", true);
    json_put_bool(c->arena, page, arena_str(c->arena, theme), true);
    for (size_t i = 0; i < COUNT_OF(files); i++) {
        const struct page_file *f = pages_file(&c->portal->pages, slice_str(files[i][1]));
        if (f)
            json_put_text(c->arena, page, files[i][0], f->digest);
    }
}

static void
put_committee(struct call *c, struct json_node *page)
{
    const struct committee *k = &c->office->committee;
    put_instant(c->arena, page, "now", c->now);
    if (k->events)
        put_langs(c->arena, page, "committee", k->name);
    if (k->rehearsal)
        json_put_bool(c->arena, page, "rehearsal", true);
}

/* What stands beside the field of that name. */
static struct slice
label_of(const struct call *c, struct slice name)
{
    for (size_t i = 0; c->route && i < c->route->nfields; i++) {
        const struct web_field *f = &c->route->fields[i];
        if (slice_eq_str(name, f->name) && f->label && f->kind != WEB_HIDDEN)
            return call_text(c, f->label);
    }
    return (struct slice){0};
}

static void
put_faults(struct call *c, struct json_node *page, const struct given_faults *f)
{
    struct arena *a = c->arena;
    struct json_node *list = json_new_array(a);
    for (size_t i = 0; i < f->n; i++) {
        struct json_node *one = json_new_object(a);
        json_put_text(a, one, "name", f->v[i].name);
        json_put_text_if(a, one, "label", label_of(c, f->v[i].name));
        if (c->route && f->v[i].name.n)
            json_put_text(a, one, "id", form_field_id(a, c->route, f->v[i].name));
        json_put_text(a, one, "text", langs_get(&f->v[i].text, c->lang == PAGE_ZH));
        json_push_node(a, list, one);
    }
    json_put_node(a, page, "faults", list);
}

static void
put_what_happened(struct call *c, struct json_node *page, const struct answer *x)
{
    struct arena *a = c->arena;
    bool zh = c->lang == PAGE_ZH;
    struct slice note = note_get(c);
    if (note.n)
        json_put_text(a, page, "note", pages_text(&c->portal->pages, c->lang, note));
    if (x->problem.n)
        json_put_text(a, page, "problem", pages_text(&c->portal->pages, c->lang, x->problem));
    if (x->refusal) {
        struct json_node *n = json_new_object(a);
        struct langs l = {x->refusal->en, x->refusal->zh};
        json_put_text(a, n, "text", langs_get(&l, zh));
        json_put_text(a, n, "rule", x->refusal->rule);
        json_put_node(a, page, "refusal", n);
    }
    if (x->faults && x->faults->n)
        put_faults(c, page, x->faults);
}

struct json_node *
shell_of(struct call *c, const struct answer *x)
{
    struct arena *a = c->arena;
    struct json_node *page = json_new_object(a);
    struct slice title = x->title;
    if (title.n == 0 && c->route)
        title = call_text(c, c->route->summary);
    json_put_text(a, page, "title", title);
    put_looks(c, page);
    put_place(c, page);
    put_committee(c, page);
    json_put_text(a, page, "form_token", c->visitor.form_token);
    put_visitor(c, page);
    put_nav(c, page);
    put_what_happened(c, page, x);
    return page;
}
