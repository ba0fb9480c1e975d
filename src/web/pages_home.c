/* SPDX-License-Identifier: Apache-2.0 */
/* Settings of a visitor who need not be known: language and looks. */
#include "web/call.h"
#include "web/openapi.h"
#include "web/shell.h"

#define YEAR 31536000

static const struct web_choice languages[] = {
    {"en", N_("English")}, {"zh-Hans", N_("Chinese")}, {NULL, NULL}};
static const struct web_choice themes[] = {{"auto", N_("As the system has it")},
                                           {"light", N_("Light")},
                                           {"dark", N_("Dark")},
                                           {NULL, NULL}};

static const struct web_field language_fields[] = {
    {.name = "language", .kind = WEB_CHOICE, .choices = languages, .label = N_("Language")},
    {.name = "theme", .kind = WEB_CHOICE, .choices = themes, .label = N_("Colours")},
    {.name = "to", .kind = WEB_HIDDEN, .label = N_("Back to")},
};

static struct slice
setting(const struct call *c, const char *name, struct slice value)
{
    return arena_printf(c->arena, "%s=%.*s; Path=/; Max-Age=%d; HttpOnly; SameSite=Lax%s", name,
                        SL_FMT(value), YEAR, c->portal->secure ? "; Secure" : "");
}

/* A path of ours, or the first page. */
static struct slice
back_to(const struct call *c)
{
    struct slice to = given_get(&c->given, "to");
    return answer_path_ours(to) ? to : SL("/");
}

static bool
language_run(struct answer *out, struct call *c, struct err *e UNUSED)
{
    struct slice language = given_get(&c->given, "language");
    struct slice theme = given_get(&c->given, "theme");
    struct slice *cookies = NEW_ARRAY(c->arena, struct slice, 3 + out->cookies.n);
    size_t n = out->cookies.n;
    if (n)
        memcpy(cookies, out->cookies.v, n * sizeof *cookies);
    if (language.n)
        cookies[n++] = setting(c, LANGUAGE_COOKIE, language);
    if (theme.n)
        cookies[n++] = setting(c, THEME_COOKIE, theme);
    out->cookies = (struct slices){cookies, n};
    return answer_done(out, back_to(c), "");
}

static bool
openapi_run(struct answer *out, struct call *c, struct err *e)
{
    return openapi_make(&out->view, c->arena, c->portal->url, e);
}

static const struct route rows[] = {
    {
        .path = "/api/openapi.json",
        .name = "api.openapi",
        .summary = N_("This portal, described for programs"),
        .scope = SCOPE_READ,
        .shape = "openapi",
        .run = openapi_run,
    },
    {
        .method = HTTP_POST,
        .path = "/language",
        .name = "language.set",
        .summary = N_("Language and colours"),
        .scope = SCOPE_READ,
        .guard = GUARD_FORM,
        .fields = language_fields,
        .nfields = COUNT_OF(language_fields),
        .run = language_run,
    },
};
ROUTE_TABLE(home_routes, rows);

static const struct shape shapes[] = {
    {"openapi", "openapi:text, info:any, servers:[any], paths:any, components:any",
     "A document of OpenAPI 3.1."},
    {"done", "location:text, note?:langs", "An act is done; the page about it is at `location`."},
};
SHAPE_TABLE(web_shapes, shapes);
