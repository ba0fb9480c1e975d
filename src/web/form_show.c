/* SPDX-License-Identifier: Apache-2.0 */
/* The form of a route as the page sees it. */
#include "api/act.h"
#include "web/form_parts.h"

static const char *const kind_names[] = {
    [WEB_TEXT] = "text",       [WEB_LONG] = "long",         [WEB_ID] = "id",
    [WEB_INTEGER] = "integer", [WEB_DATE] = "date",         [WEB_INSTANT] = "instant",
    [WEB_CHOICE] = "choice",   [WEB_CHOICES] = "choices",   [WEB_FLAG] = "flag",
    [WEB_FILE] = "file",       [WEB_PASSWORD] = "password", [WEB_HIDDEN] = "hidden",
};

struct showing {
    struct call *c;
    const struct route *r;
    const struct given *values;
    const struct given_faults *faults;
};

static bool
has_value(const struct showing *s, const char *name, const char *word)
{
    for (size_t i = 0; s->values && i < s->values->n; i++)
        if (slice_eq_str(s->values->v[i].name, name) && slice_eq_str(s->values->v[i].text, word))
            return true;
    return false;
}

static void
put_choices(const struct showing *s, struct json_node *field, const struct web_field *f)
{
    struct arena *a = s->c->arena;
    struct json_node *list = json_new_array(a);
    for (const struct web_choice *w = f->choices; w && w->word; w++) {
        struct json_node *one = json_new_object(a);
        json_put_text(a, one, "word", slice_str(w->word));
        json_put_text(a, one, "label", call_text(s->c, w->label ? w->label : w->word));
        if (has_value(s, f->name, w->word))
            json_put_bool(a, one, "chosen", true);
        json_push_node(a, list, one);
    }
    json_put_node(a, field, "choices", list);
}

static void
put_value(const struct showing *s, struct json_node *field, const struct web_field *f)
{
    struct arena *a = s->c->arena;
    switch (f->kind) {
    case WEB_PASSWORD:
    case WEB_FILE:
        return; /* never sent back */
    case WEB_CHOICE:
    case WEB_CHOICES:
        put_choices(s, field, f);
        return;
    case WEB_FLAG:
        if (has_value(s, f->name, "1"))
            json_put_bool(a, field, "chosen", true);
        return;
    case WEB_TEXT:
    case WEB_LONG:
    case WEB_ID:
    case WEB_INTEGER:
    case WEB_DATE:
    case WEB_INSTANT:
    case WEB_HIDDEN:
        if (s->values)
            json_put_text_if(a, field, "value", given_get(s->values, f->name));
        return;
    }
}

static struct slice
fault_text(const struct showing *s, const struct given_fault *f)
{
    return arena_dup(s->c->arena, langs_get(&f->text, s->c->lang == PAGE_ZH));
}

static struct json_node *
show_field(const struct showing *s, const struct web_field *f)
{
    struct arena *a = s->c->arena;
    struct json_node *n = json_new_object(a), *kind = json_new_object(a);
    json_put_text(a, n, "name", slice_str(f->name));
    json_put_text(a, n, "id", form_field_id(a, s->r, slice_str(f->name)));
    json_put_text(a, n, "label", call_text(s->c, f->label ? f->label : f->name));
    if (f->hint)
        json_put_text(a, n, "hint", call_text(s->c, f->hint));
    if (f->needed)
        json_put_bool(a, n, "needed", true);
    if (f->either)
        json_put_bool(a, n, "either", true);
    json_put_bool(a, kind, kind_names[f->kind], true);
    if (f->kind == WEB_PASSWORD && strcmp(f->name, FORM_PROOF) != 0)
        json_put_bool(a, n, "new", true); /* to be chosen: for password managers */
    json_put_node(a, n, "kind", kind);
    put_value(s, n, f);
    for (size_t i = 0; s->faults && i < s->faults->n; i++)
        if (slice_eq_str(s->faults->v[i].name, f->name)) {
            json_put_text(a, n, "error", fault_text(s, &s->faults->v[i]));
            break;
        }
    return n;
}

static void
put_faults(const struct showing *s, struct json_node *form)
{
    struct arena *a = s->c->arena;
    if (!s->faults || s->faults->n == 0)
        return;
    struct json_node *list = json_new_array(a);
    for (size_t i = 0; i < s->faults->n; i++) {
        struct json_node *one = json_new_object(a);
        json_put_text(a, one, "name", s->faults->v[i].name);
        json_put_text(a, one, "text", fault_text(s, &s->faults->v[i]));
        json_push_node(a, list, one);
    }
    json_put_node(a, form, "faults", list);
}

/* The address that the form goes to: the route's, with the parameters of this request. */
struct slice
form_address(struct arena *a, const struct route *r, const struct slice *params)
{
    struct slice rest = slice_sub(slice_str(r->path), 1, SIZE_MAX), part, out = {0};
    size_t n = 0;
    while (slice_cut(&rest, '/', &part)) {
        bool takes = part.p[0] == '{';
        if (takes)
            part = http_encode(a, n < ROUTE_PARAMS_MAX ? params[n] : (struct slice){0});
        n += takes;
        out = arena_printf(a, "%.*s/%.*s", SL_FMT(out), SL_FMT(part));
    }
    return out.n ? out : SL("/");
}

/* The key of the act: what was sent with it, or a new one. */
static struct slice
once_of(const struct showing *s)
{
    for (size_t i = 0; i < s->c->sent.n; i++)
        if (s->faults && slice_eq_str(s->c->sent.v[i].name, FORM_ONCE) &&
            form_once_valid(s->c->sent.v[i].value))
            return s->c->sent.v[i].value;
    return act_once(&s->c->viewer);
}

struct json_node *
form_show(struct call *c, const struct route *r, const struct given *values,
          const struct given_faults *faults)
{
    struct showing s = {c, r, values, faults};
    struct arena *a = c->arena;
    struct json_node *form = json_new_object(a), *fields = json_new_object(a);
    struct json_node *list = json_new_array(a);
    bool files = false;
    for (size_t i = 0; i < r->nfields; i++) {
        struct json_node *one = show_field(&s, &r->fields[i]);
        files = files || r->fields[i].kind == WEB_FILE;
        json_put_node(a, fields, r->fields[i].name, one);
        json_push_node(a, list, one);
    }
    json_put_text(a, form, "name", slice_str(r->name));
    json_put_text(a, form, "action", form_address(a, r, c->params));
    json_put_text(a, form, "button", r->button ? r->button(c) : call_text(c, r->summary));
    json_put_text(a, form, "once", once_of(&s));
    if (r->guard == GUARD_PROVE)
        json_put_bool(a, form, "prove", true);
    if (files)
        json_put_bool(a, form, "files", true);
    put_faults(&s, form);
    json_put_node(a, form, "fields", fields);
    json_put_node(a, form, "list", list);
    return form;
}

bool
form_named(struct json_node **out, struct call *c, const char *route_name,
           const struct given *values, struct err *e)
{
    const struct route *r = route_named(route_name), *copy;
    if (!r)
        return err_set(e, ERR_INPUT, "there is no route %s", route_name);
    if (!form_route(&copy, c, r, e))
        return false;
    *out = form_show(c, copy, values, NULL);
    return true;
}

struct slice
form_field_id(struct arena *a, const struct route *r, struct slice field)
{
    return arena_printf(a, "%s-%.*s", form_short_name(r), SL_FMT(field));
}

const char *
form_short_name(const struct route *r)
{
    const char *dot = strrchr(r->name, '.');
    return dot ? dot + 1 : r->name;
}

bool
form_among(struct answer *out, struct call *c, const char *route_name, const struct given *values,
           struct err *e)
{
    struct json_node *one;
    const struct route *r = route_named(route_name);
    if (!form_named(&one, c, route_name, values, e))
        return false;
    if (!out->form)
        out->form = json_new_object(c->arena);
    json_put_node(c->arena, out->form, form_short_name(r), one);
    return true;
}

bool
form_route(const struct route **out, struct call *c, const struct route *r, struct err *e)
{
    *out = r;
    if (!r->fields_of)
        return true;
    struct route *copy = NEW(c->arena, struct route);
    *copy = *r;
    *out = copy;
    return r->fields_of(&copy->fields, &copy->nfields, c, e);
}
