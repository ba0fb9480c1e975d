/* SPDX-License-Identifier: Apache-2.0 */
#include "model/condition.h"

#include "base/vec.h"
#include "model/condition_shape.h"
#include "text/nearest.h"
#include "text/utf8.h"

/* The libraries of CEL that conditions may use. */
#define LIBRARIES (CEL_LIB_STRINGS | CEL_LIB_MATH | CEL_LIB_LISTS | CEL_LIB_SETS | CEL_LIB_BINDINGS)

const struct kind_shape *
conditions_kind(const struct conditions *c, const struct kind *k)
{
    for (size_t i = 0; i < c->nkinds; i++)
        if (c->kinds[i].kind == k)
            return &c->kinds[i];
    return NULL;
}

const struct registry_shape *
conditions_registry(const struct conditions *c, const struct registry *r)
{
    for (size_t i = 0; i < c->nregistries; i++)
        if (c->registries[i].registry == r)
            return &c->registries[i];
    return NULL;
}

/* ---- declaring ------------------------------------------------------------------------------ */

/* "comity.tls_suites": the name with what CEL allows in names. */
static struct slice
type_name(struct arena *a, struct slice name)
{
    char *text = arena_str(a, arena_printf(a, "comity.%.*s", SL_FMT(name)));
    for (char *p = text; *p; p++)
        if (*p == '-')
            *p = '_';
    return slice_str(text);
}

static const struct cel_type *
attribute_type(struct arena *a, enum attribute_type t)
{
    switch (t) {
    case ATTRIBUTE_BOOL:
        return &cel_type_bool;
    case ATTRIBUTE_INT:
        return &cel_type_int;
    case ATTRIBUTE_STRING:
        return &cel_type_string;
    case ATTRIBUTE_STRINGS:
        return cel_type_list(a, &cel_type_string);
    }
    return NULL;
}

static bool
declare_registry(struct registry_shape *out, struct arena *a, struct cel_env *env,
                 const struct registry *r, struct err *e)
{
    if (!cel_env_struct(env, type_name(a, r->name), &out->type, e))
        return false;
    for (size_t i = 0; i < r->nattributes; i++)
        if (!cel_env_field(env, out->type, r->attributes[i].name,
                           attribute_type(a, r->attributes[i].type), e))
            return false;
    out->registry = r;
    out->list = cel_type_list(a, &out->type->type);
    out->cls = (struct cel_class){.type = &out->type->type, .get = condition_element_get};
    out->foreign = (struct cel_class){
        .type = &out->type->type, .get = condition_foreign_get, .equal = condition_foreign_equal};
    out->object = (struct registry_object){{&out->cls}, out};
    return true;
}

static const struct cel_type *
field_type(const struct conditions *c, struct arena *a, const struct field *f)
{
    switch (f->type) {
    case FIELD_BOOL:
        return &cel_type_bool;
    case FIELD_INT:
        return &cel_type_int;
    case FIELD_STRING:
        return &cel_type_string;
    case FIELD_STRINGS:
        return cel_type_list(a, &cel_type_string);
    case FIELD_TIME:
        return &cel_type_timestamp;
    case FIELD_SET:
        return conditions_registry(c, f->registry)->list;
    }
    return NULL;
}

/* The nested struct of that path; made, with those around it, where it is not there yet. */
static bool
node_of(struct kind_shape *s, struct arena *a, struct cel_env *env, struct slice path, size_t *out,
        struct err *e)
{
    size_t parent = 0;
    for (size_t end = 0; end <= path.n && path.n > 0; end++) {
        if (end < path.n && path.p[end] != '.')
            continue;
        struct slice part = slice_sub(path, 0, end);
        size_t i = 0;
        while (i < s->n && !slice_eq(s->nodes[i].path, part))
            i++;
        if (i == s->n) {
            struct shape_node *up = &s->nodes[parent], *made = &s->nodes[s->n++];
            size_t skip = up->path.n ? up->path.n + 1 : 0;
            made->path = part;
            made->members = NEW_ARRAY(a, struct shape_member, s->kind->n);
            struct slice name = arena_printf(a, "%.*s.%.*s", SL_FMT(s->kind->name), SL_FMT(part));
            if (!cel_env_struct(env, type_name(a, name), &made->type, e) ||
                !cel_env_field(env, up->type, slice_sub(part, skip, part.n), &made->type->type, e))
                return false;
            up->members[up->n++] = (struct shape_member){SIZE_MAX, i};
        }
        parent = i;
    }
    *out = parent;
    return true;
}

static bool
declare_field(struct kind_shape *s, const struct conditions *c, struct arena *a,
              struct cel_env *env, const struct field *f, struct err *e)
{
    size_t dot = f->path.n, at;
    while (dot > 0 && f->path.p[dot - 1] != '.')
        dot--;
    if (!node_of(s, a, env, slice_sub(f->path, 0, dot ? dot - 1 : 0), &at, e))
        return false;
    struct shape_node *node = &s->nodes[at];
    size_t index = kind_index(s->kind, f);
    s->leaves[index] = (struct fact_leaf){{.trail = f->path}, f, SIZE_MAX, {0}};
    node->members[node->n++] = (struct shape_member){index, 0};
    return cel_env_field(env, node->type, slice_sub(f->path, dot, f->path.n), field_type(c, a, f),
                         e);
}

static bool
declare_kind(struct kind_shape *out, const struct conditions *c, struct arena *a,
             struct cel_env *env, const struct kind *k, struct err *e)
{
    *out = (struct kind_shape){.kind = k};
    /* Every field brings at most as many nested structs as it has dots. */
    size_t most = 1;
    for (size_t i = 0; i < k->n; i++)
        for (size_t p = 0; p < k->fields[i].path.n; p++)
            most += k->fields[i].path.p[p] == '.';
    out->nodes = NEW_ARRAY(a, struct shape_node, most);
    out->leaves = NEW_ARRAY(a, struct fact_leaf, k->n);
    struct shape_node *root = &out->nodes[out->n++];
    root->members = NEW_ARRAY(a, struct shape_member, k->n);
    if (!cel_env_struct(env, type_name(a, k->name), &root->type, e))
        return false;
    for (size_t i = 0; i < k->n; i++)
        if (!declare_field(out, c, a, env, &k->fields[i], e))
            return err_in(e, "kind %.*s, field %.*s", SL_FMT(k->name), SL_FMT(k->fields[i].path));
    for (size_t i = 0; i < out->n; i++)
        out->nodes[i].cls =
            (struct cel_class){.type = &out->nodes[i].type->type, .get = condition_part_get};
    return true;
}

bool
conditions_new(struct conditions **out, struct arena *a, const struct registry *registries,
               size_t nregistries, const struct kind *kinds, size_t nkinds, struct err *e)
{
    struct conditions *c = *out = NEW(a, struct conditions);
    struct cel_env *env = cel_env_new(a, LIBRARIES);
    c->registries = NEW_ARRAY(a, struct registry_shape, nregistries);
    c->kinds = NEW_ARRAY(a, struct kind_shape, nkinds);
    if (!cel_env_variable(env, SL("now"), &cel_type_timestamp, &c->now, e))
        return false;
    for (; c->nregistries < nregistries; c->nregistries++) {
        const struct registry *r = &registries[c->nregistries];
        if (!declare_registry(&c->registries[c->nregistries], a, env, r, e))
            return err_in(e, "registry %.*s", SL_FMT(r->name));
    }
    for (; c->nkinds < nkinds; c->nkinds++)
        if (!declare_kind(&c->kinds[c->nkinds], c, a, env, &kinds[c->nkinds], e))
            return false;
    /* The parent is complete: a child for each kind sees that kind's variable only. */
    for (size_t i = 0; i < nkinds; i++) {
        struct kind_shape *s = &c->kinds[i];
        s->env = cel_env_child(a, env);
        if (!cel_env_variable(s->env, s->kind->name, &s->nodes[0].type->type, &s->slot, e))
            return err_in(e, "kind %.*s", SL_FMT(s->kind->name));
    }
    return true;
}

bool
conditions_env(const struct cel_env **out, struct arena *a, const struct conditions *c,
               const struct kind *k, const struct element_set *sets, size_t nsets, struct err *e)
{
    struct cel_env *env = cel_env_child(a, conditions_kind(c, k)->env);
    const struct cel_type *names = cel_type_list(a, &cel_type_string);
    for (size_t i = 0; i < nsets; i++) {
        size_t n = sets[i].members.n;
        struct cel_value *v = NEW_ARRAY(a, struct cel_value, n);
        for (size_t m = 0; m < n; m++)
            v[m] = cel_string(sets[i].members.v[m]);
        if (!cel_env_constant(env, sets[i].name, names, cel_list_of(a, v, n), e))
            return err_in(e, "%.*s:%u:%u", SL_FMT(sets[i].at.file), sets[i].at.line,
                          sets[i].at.column);
    }
    *out = env;
    return true;
}

/* ---- reading -------------------------------------------------------------------------------- */

static bool
fail_at_offset(const struct yaml_doc *d, const struct yaml_node *n, size_t offset, struct err *e)
{
    uint32_t line, column;
    yaml_place(d, n, offset, &line, &column);
    return err_in(e, "%.*s:%u:%u", SL_FMT(d->file), line, column);
}

/* The octet at a place in the text. */
static size_t
offset_of(struct slice text, struct cel_place at)
{
    size_t i = 0;
    for (uint32_t line = 1; i < text.n && line < at.line; i++)
        line += text.p[i] == '\n';
    for (uint32_t column = 1; i < text.n && column < at.column; column++) {
        size_t step = utf8_next(slice_sub(text, i, text.n));
        i += step ? step : 1;
    }
    return i;
}

/* Types are called comity.tls for CEL, and tls for people. */
static void
drop_prefix(struct err *e)
{
    static const char prefix[] = "comity.";
    for (char *at = e ? strstr(e->msg, prefix) : NULL; at; at = strstr(at, prefix))
        memmove(at, at + sizeof prefix - 1, strlen(at + sizeof prefix - 1) + 1);
}

bool
condition_read(struct condition *out, struct arena *a, const struct yaml_doc *d,
               const struct condition_scope *scope, const struct yaml_node *n, struct err *e)
{
    struct cel_place at = {1, 1};
    uint32_t offset = 0;
    if (!yaml_text(d, n, &out->source, e))
        return false;
    out->at = (struct place){d->file, n->line, n->column};
    if (!cel_compile_condition(&out->ast, a, scope->env, n->text, &at, e)) {
        out->ast = NULL;
        drop_prefix(e);
        return fail_at_offset(d, n, offset_of(n->text, at), e);
    }
    if (!condition_lint(scope, a, out->ast, &offset, e)) {
        out->ast = NULL;
        return fail_at_offset(d, n, offset, e);
    }
    return true;
}

/* ---- walking -------------------------------------------------------------------------------- */

const struct field *
condition_field(const struct conditions *c, const struct kind *k, const struct cel_expr *x)
{
    if (x->kind != CEL_EXPR_SELECT || x->select.test || x->select.index == CEL_FIELD_NONE)
        return NULL;
    const struct kind_shape *s = conditions_kind(c, k);
    const struct cel_struct *type = x->select.operand->type->object;
    for (size_t i = 0; s && type && i < s->n; i++) {
        if (s->nodes[i].type != type)
            continue;
        size_t field = s->nodes[i].members[x->select.index].field;
        return field == SIZE_MAX ? NULL : &k->fields[field];
    }
    return NULL;
}

const struct registry *
condition_registry(const struct conditions *c, const struct cel_type *t)
{
    for (size_t i = 0; i < c->nregistries && t; i++)
        if (t->object == c->registries[i].type)
            return c->registries[i].registry;
    return NULL;
}
