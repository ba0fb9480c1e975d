/* SPDX-License-Identifier: Apache-2.0 */
#include "web/openapi.h"

#include "api/shape.h"
#include "web/form.h"
#include "web/route.h"

#define SCHEMA "#/components/schemas/"

/* --- schemas -------------------------------------------------------------------------------- */

static struct json_node *
typed(struct arena *a, const char *type)
{
    struct json_node *n = json_new_object(a);
    json_put_text(a, n, "type", slice_str(type));
    return n;
}

static struct json_node *
reference(struct arena *a, struct slice name)
{
    struct json_node *n = json_new_object(a);
    json_put_text(a, n, "$ref", arena_printf(a, SCHEMA "%.*s", SL_FMT(name)));
    return n;
}

static struct json_node *
text_of(struct arena *a, const char *format, const char *pattern)
{
    struct json_node *n = typed(a, "string");
    if (format)
        json_put_text(a, n, "format", slice_str(format));
    if (pattern)
        json_put_text(a, n, "pattern", slice_str(pattern));
    return n;
}

static struct json_node *
simple(struct arena *a, const struct shape_type *t)
{
    switch (t->kind) {
    case SHAPE_TEXT:
        return typed(a, "string");
    case SHAPE_INT:
        return typed(a, "integer");
    case SHAPE_BOOL:
        return typed(a, "boolean");
    case SHAPE_NUMBER:
        return typed(a, "number");
    case SHAPE_INSTANT:
        return text_of(a, "date-time", NULL);
    case SHAPE_DATE:
        return text_of(a, "date", NULL);
    case SHAPE_DIGEST:
        return text_of(a, NULL, "^sha256:[0-9a-f]{64}$");
    case SHAPE_ID:
        return text_of(a, NULL, "^\\S+$");
    case SHAPE_LANGS:
        return reference(a, SL("langs"));
    case SHAPE_WORD:
        return reference(a, SL("word"));
    case SHAPE_NAMED:
        return reference(a, t->name);
    case SHAPE_ANY:
    case SHAPE_LIST:
        break;
    }
    return json_new_object(a);
}

static struct json_node *
schema_of_type(struct arena *a, const struct shape_type *t)
{
    size_t lists = 0;
    for (; t->kind == SHAPE_LIST; t = t->item)
        lists++;
    struct json_node *n = simple(a, t);
    for (; lists > 0; lists--) {
        struct json_node *list = typed(a, "array");
        json_put_node(a, list, "items", n);
        n = list;
    }
    return n;
}

static struct json_node *
closed_object(struct arena *a, struct json_node *properties, struct json_node *required)
{
    struct json_node *n = typed(a, "object");
    json_put_node(a, n, "properties", properties);
    if (required->n)
        json_put_node(a, n, "required", required);
    json_put_bool(a, n, "additionalProperties", false);
    return n;
}

static bool
put_shape(struct json_node *schemas, struct arena *a, const struct shape *s, struct err *e)
{
    struct shape_tree tree;
    struct json_node *properties = json_new_object(a), *required = json_new_array(a);
    if (!shape_parse(&tree, a, s, e))
        return false;
    for (size_t i = 0; i < tree.n; i++) {
        json_put_at(a, properties, tree.v[i].name, schema_of_type(a, &tree.v[i].type));
        if (!tree.v[i].optional)
            json_push_text(a, required, tree.v[i].name);
    }
    struct json_node *n = closed_object(a, properties, required);
    if (s->about)
        json_put_text(a, n, "description", slice_str(s->about));
    json_put_node(a, schemas, s->name, n);
    return true;
}

/* What every answer is made of, beside the rooms' own shapes. */
static const struct shape base_shapes[] = {
    {"langs", "en:text, zh:text", "The same in English and Chinese; both are always there."},
    {"word", "id:text, en:text, zh:text", "A word of a closed list, and how it is shown."},
    {"fault", "name:text, text:langs", "What is wrong with a field; of all of it: no name."},
    {"refusal", "code:text, rule:text, text:langs", "The rule of the committee that says no."},
    {"problem",
     "type:text, status:int, title:text, detail?:text, refusal?:refusal, faults?:[fault]",
     "RFC 9457, with why the committee's rules refuse it, or what is wrong with the fields."},
};

static bool
put_schemas(struct json_node *components, struct arena *a, struct err *e)
{
    struct json_node *schemas = json_new_object(a);
    for (size_t i = 0; i < COUNT_OF(base_shapes); i++)
        if (!put_shape(schemas, a, &base_shapes[i], e))
            return false;
    for (const struct shape_table *const *t = shape_tables; *t; t++)
        for (size_t i = 0; i < (*t)->n; i++)
            if (!put_shape(schemas, a, &(*t)->v[i], e))
                return false;
    json_put_node(a, components, "schemas", schemas);
    return true;
}

/* --- fields --------------------------------------------------------------------------------- */

static struct json_node *
choices_of(struct arena *a, const struct web_field *f)
{
    struct json_node *n = typed(a, "string"), *words = json_new_array(a);
    for (const struct web_choice *c = f->choices; c && c->word; c++)
        json_push_text(a, words, slice_str(c->word));
    if (words->n)
        json_put_node(a, n, "enum", words);
    return n;
}

static struct json_node *
schema_of_field(struct arena *a, const struct web_field *f)
{
    struct json_node *n = NULL, *list;
    switch (f->kind) {
    case WEB_INTEGER:
        n = typed(a, "integer");
        break;
    case WEB_DATE:
        n = text_of(a, "date", NULL);
        break;
    case WEB_CHOICE:
        n = choices_of(a, f);
        break;
    case WEB_CHOICES:
        list = typed(a, "array");
        json_put_node(a, list, "items", choices_of(a, f));
        n = list;
        break;
    case WEB_FLAG:
        n = typed(a, "boolean");
        break;
    case WEB_PASSWORD:
        n = text_of(a, "password", NULL);
        break;
    case WEB_TEXT:
    case WEB_LONG:
    case WEB_ID:
    case WEB_INSTANT:
    case WEB_FILE:
    case WEB_HIDDEN:
        n = typed(a, "string");
        break;
    }
    const char *about = f->hint ? f->hint : f->label;
    if (about)
        json_put_text(a, n, "description", slice_str(about));
    if (f->max)
        json_put_int(a, n, "x-octets-max", (int64_t)f->max);
    return n;
}

static void
put_hidden(struct arena *a, struct json_node *properties, const char *name, const char *about)
{
    struct json_node *n = typed(a, "string");
    json_put_text(a, n, "description", slice_str(about));
    json_put_node(a, properties, name, n);
}

static struct json_node *
schema_of_form(struct arena *a, const struct route *r)
{
    struct json_node *properties = json_new_object(a), *required = json_new_array(a);
    for (size_t i = 0; i < r->nfields; i++) {
        json_put_node(a, properties, r->fields[i].name, schema_of_field(a, &r->fields[i]));
        if (r->fields[i].needed)
            json_push_text(a, required, slice_str(r->fields[i].name));
    }
    put_hidden(a, properties, FORM_TOKEN, "With the cookie of a session: the form's token.");
    put_hidden(a, properties, FORM_ONCE,
               "A key of your own: what was done under it is not done again.");
    if (r->guard == GUARD_PROVE) {
        put_hidden(a, properties, FORM_PROOF, "The password again.");
        json_push_text(a, required, SL(FORM_PROOF));
    }
    struct json_node *n = closed_object(a, properties, required);
    if (r->fields_of) { /* they follow from the address: the form on its page says which */
        for (uint32_t i = 0; i < n->n; i++)
            if (slice_eq_str(n->members[i].key, "additionalProperties"))
                n->members[i].value = json_of_bool(true);
    }
    return n;
}

/* --- operations ----------------------------------------------------------------------------- */

static struct json_node *
content(struct arena *a, const char *type, const struct json_node *schema)
{
    struct json_node *n = json_new_object(a), *media = json_new_object(a);
    if (schema)
        json_put_node(a, media, "schema", schema);
    json_put_node(a, n, type, media);
    return n;
}

/* Of a file in one of several formats: "text/csv, application/zip". */
static struct json_node *
contents(struct arena *a, const char *types)
{
    struct json_node *n = json_new_object(a);
    struct slice rest = slice_str(types), one;
    while (slice_cut(&rest, ',', &one))
        json_put_node(a, n, arena_str(a, slice_trim(one)), json_new_object(a));
    return n;
}

static void
put_parameter(struct arena *a, struct json_node *list, struct slice name, const char *in,
              bool needed, const struct json_node *schema)
{
    struct json_node *n = json_new_object(a);
    json_put_text(a, n, "name", name);
    json_put_text(a, n, "in", slice_str(in));
    json_put_bool(a, n, "required", needed);
    json_put_node(a, n, "schema", schema);
    json_push_node(a, list, n);
}

/* "{p}" and "{rest...}": what stands between the brackets; empty for any other part. */
static struct slice
parameter_name(struct slice part)
{
    if (part.n < 2 || part.p[0] != '{')
        return (struct slice){0};
    struct slice name = slice_sub(part, 1, part.n - 2);
    return slice_has_suffix(name, SL("...")) ? slice_sub(name, 0, name.n - 3) : name;
}

static void
put_parameters(struct arena *a, struct json_node *op, const struct route *r)
{
    struct json_node *list = json_new_array(a);
    struct slice rest = slice_str(r->path), part;
    while (slice_cut(&rest, '/', &part)) {
        struct slice name = parameter_name(part);
        if (name.n)
            put_parameter(a, list, name, "path", true, typed(a, "string"));
    }
    for (size_t i = 0; i < r->nfields && r->method == HTTP_GET; i++)
        put_parameter(a, list, slice_str(r->fields[i].name), "query", r->fields[i].needed,
                      schema_of_field(a, &r->fields[i]));
    if (list->n)
        json_put_node(a, op, "parameters", list);
}

static void
put_body(struct arena *a, struct json_node *op, const struct route *r)
{
    struct json_node *n = json_new_object(a), *types = json_new_object(a);
    struct json_node *media = json_new_object(a);
    bool files = false;
    for (size_t i = 0; i < r->nfields; i++)
        files = files || r->fields[i].kind == WEB_FILE;
    json_put_node(a, media, "schema", schema_of_form(a, r));
    json_put_node(a, types, "application/json", media);
    json_put_node(a, types, files ? "multipart/form-data" : "application/x-www-form-urlencoded",
                  media);
    json_put_node(a, n, "content", types);
    json_put_node(a, op, "requestBody", n);
}

static struct json_node *
schema_of_answer(struct arena *a, const struct route *r)
{
    struct json_node *done = reference(a, SL("done"));
    if (!r->shape)
        return done;
    struct json_node *shape = reference(a, slice_str(r->shape));
    if (r->method == HTTP_GET)
        return shape;
    struct json_node *any = json_new_object(a), *list = json_new_array(a);
    json_push_node(a, list, shape);
    json_push_node(a, list, done);
    json_put_node(a, any, "anyOf", list);
    return any;
}

static void
put_responses(struct arena *a, struct json_node *op, const struct route *r)
{
    struct json_node *all = json_new_object(a), *ok = json_new_object(a);
    struct json_node *bad = json_new_object(a);
    bool file = r->type && !r->shape;
    json_put_text(a, ok, "description", slice_str(r->summary));
    json_put_node(a, ok, "content",
                  file ? contents(a, r->type)
                       : content(a, "application/json", schema_of_answer(a, r)));
    json_put_node(a, all, "200", ok);
    json_put_text(a, bad, "description", SL("It was not done, or is not there: why."));
    json_put_node(a, bad, "content",
                  content(a, "application/problem+json", reference(a, SL("problem"))));
    json_put_node(a, all, "default", bad);
    json_put_node(a, op, "responses", all);
}

/* Alternatives: nobody, a session, a token. */
static void
put_security(struct arena *a, struct json_node *op, const struct route *r)
{
    static const char *const schemes[] = {"", "session", "token"};
    struct json_node *list = json_new_array(a);
    for (size_t i = 0; i < COUNT_OF(schemes); i++) {
        struct json_node *one = json_new_object(a);
        if ((i == 0 && r->access != ROUTE_PUBLIC) || (i == 2 && r->scope == SCOPE_SESSION))
            continue;
        if (i > 0)
            json_put_node(a, one, schemes[i], json_new_array(a));
        json_push_node(a, list, one);
    }
    json_put_node(a, op, "security", list);
}

static struct json_node *
operation(struct arena *a, const struct route *r)
{
    struct json_node *op = json_new_object(a);
    json_put_text(a, op, "operationId", slice_str(r->name));
    json_put_text(a, op, "summary", slice_str(r->summary));
    put_parameters(a, op, r);
    if (r->method == HTTP_POST)
        put_body(a, op, r);
    put_security(a, op, r);
    put_responses(a, op, r);
    return op;
}

/* "{rest...}" is written "{rest}": OpenAPI has no word for slashes in a parameter. */
static struct slice
path_of(struct arena *a, const struct route *r)
{
    struct slice path = slice_str(r->path);
    size_t dots = slice_find(path, SL("...}"));
    if (dots == SIZE_MAX)
        return path;
    return arena_printf(a, "%.*s}", SL_FMT(slice_sub(path, 0, dots)));
}

static const char *const methods[] = {[HTTP_GET] = "get", [HTTP_POST] = "post"};

/* All rows of one path, under their methods; once, at the first of them. */
static struct json_node *
path_item(struct arena *a, const struct route *first)
{
    struct json_node *item = json_new_object(a);
    for (const struct route_table *const *t = route_tables; *t; t++)
        for (size_t i = 0; i < (*t)->n; i++) {
            const struct route *r = &(*t)->v[i];
            if (strcmp(r->path, first->path) != 0 || r->members)
                continue;
            if (item->n == 0 && r != first)
                return NULL; /* it stood there already */
            json_put_node(a, item, methods[r->method], operation(a, r));
        }
    return item;
}

/* The rows that this path stands for, each with all its methods: of one table. */
static void
put_members(struct arena *a, struct json_node *paths, const struct route_table *t,
            const struct route *first)
{
    const struct route *one;
    for (size_t m = 0; first->members && (one = first->members(first, a, m)); m++) {
        struct json_node *item = json_new_object(a);
        for (size_t i = 0; i < t->n; i++) {
            const struct route *r = &t->v[i];
            if (r->members && strcmp(r->path, first->path) == 0)
                json_put_node(a, item, methods[r->method], operation(a, r->members(r, a, m)));
        }
        json_put_node(a, paths, one->path, item);
    }
}

static void
put_table(struct arena *a, struct json_node *paths, const struct route_table *t)
{
    for (size_t i = 0; i < t->n; i++) {
        const struct route *r = &t->v[i];
        if (r->members && r->method == HTTP_GET)
            put_members(a, paths, t, r);
        const struct json_node *item = r->members ? NULL : path_item(a, r);
        if (item)
            json_put_at(a, paths, path_of(a, r), item);
    }
}

static void
put_paths(struct arena *a, struct json_node *root)
{
    struct json_node *paths = json_new_object(a);
    for (const struct route_table *const *t = route_tables; *t; t++)
        put_table(a, paths, *t);
    json_put_node(a, root, "paths", paths);
}

/* --- all of it ------------------------------------------------------------------------------ */

static void
put_schemes(struct arena *a, struct json_node *components, bool secure)
{
    struct json_node *n = json_new_object(a), *session = typed(a, "apiKey");
    struct json_node *token = typed(a, "http");
    json_put_text(a, session, "in", SL("cookie"));
    json_put_text(a, session, "name", secure ? SL("__Host-comity") : SL("comity"));
    json_put_text(a, session, "description",
                  SL("Of a browser that signed in. What changes something needs its form's token, "
                     "too."));
    json_put_text(a, token, "scheme", SL("bearer"));
    json_put_text(a, token, "description",
                  SL("An API token, from the account's page. It never votes and never changes "
                     "passwords."));
    json_put_node(a, n, "session", session);
    json_put_node(a, n, "token", token);
    json_put_node(a, components, "securitySchemes", n);
}

static void
put_info(struct arena *a, struct json_node *root, struct slice url)
{
    struct json_node *info = json_new_object(a), *servers = json_new_array(a);
    struct json_node *server = json_new_object(a);
    json_put_text(a, info, "title", SL("Comity: a committee's portal"));
    json_put_text(a, info, "version", SL(COMITY_VERSION));
    json_put_text(a, info, "description",
                  SL("Every page is an operation, and every operation a page: ask with Accept: "
                     "application/json. What a person may do follows from the committee's "
                     "state."));
    json_put_text(a, server, "url", url);
    json_push_node(a, servers, server);
    json_put_text(a, root, "openapi", SL("3.1.0"));
    json_put_node(a, root, "info", info);
    json_put_node(a, root, "servers", servers);
}

bool
openapi_make(struct json_node **out, struct arena *a, struct slice url, struct err *e)
{
    struct json_node *root = json_new_object(a), *components = json_new_object(a);
    put_info(a, root, url);
    put_paths(a, root);
    if (!put_schemas(components, a, e))
        return false;
    put_schemes(a, components, slice_has_prefix(url, SL("https://")));
    json_put_node(a, root, "components", components);
    *out = root;
    return true;
}
