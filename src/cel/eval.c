/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The interpreter: leaves, selections, literals. One function per kind of node;
 * errors and unknowns are values that each of them passes on as the language says.
 */
#include "cel/program.h"

#include <assert.h>
#include <math.h>

struct cel_value
cel_eval(const struct cel_program *p, struct cel_value *slots, struct cel_cx *cx)
{
    if (cx->steps_max == 0)
        cx->steps_max = CEL_STEPS_DEFAULT;
    if (cx->memory_max == 0)
        cx->memory_max = CEL_MEMORY_DEFAULT;
    cx->exhausted = false;
    cx->base = cx->arena->used - cx->memory;
    struct cel_value v = cel_null();
    if (cel_charge(cx, p->root->weight))
        v = run(p->root, slots, cx);
    cx->memory = cx->arena->used - cx->base;
    return cx->exhausted ? cel_fail_limit(cx) : v;
}

struct cel_value
cel_not_values(struct cel_cx *cx, const struct cel_value *v, size_t n)
{
    struct cel_value sum = cel_none();
    for (size_t i = 0; i < n; i++) {
        if (v[i].kind == CEL_ERROR)
            return v[i];
        if (v[i].kind == CEL_UNKNOWN)
            sum = cel_unknown_join(cx, sum, v[i]);
    }
    return sum;
}

struct cel_value
run_constant(const struct cel_node *n, struct cel_value *slots UNUSED, struct cel_cx *cx UNUSED)
{
    return n->value;
}

static struct cel_value
unset(const struct cel_node *n, struct cel_cx *cx)
{
    cx->at = n->at;
    return cel_fail(cx, CEL_E_UNDECLARED, "undeclared reference to '%.*s': it has no value",
                    SL_FMT(n->ident.name));
}

struct cel_value
run_ident(const struct cel_node *n, struct cel_value *slots, struct cel_cx *cx)
{
    struct cel_value v = slots[n->ident.slot];
    return v.kind != CEL_NONE ? v : unset(n, cx);
}

struct cel_value
run_undeclared(const struct cel_node *n, struct cel_value *slots UNUSED, struct cel_cx *cx)
{
    cx->at = n->at;
    return cel_fail(cx, CEL_E_UNDECLARED, "undeclared reference to '%.*s'", SL_FMT(n->ident.name));
}

/* --- selections --- */

struct cel_value
cel_some(struct cel_cx *cx, struct cel_value v)
{
    if (v.kind == CEL_OPTIONAL || !cel_is_value(v))
        return v;
    struct cel_value *content = cel_alloc(cx, 1, sizeof *content);
    if (!content)
        return cel_fail_limit(cx);
    *content = v;
    return cel_optional(content);
}

/* The field of an object, CEL_NONE where it is not set, an error where it does not exist. */
static struct cel_value
object_field(const struct node_select *s, struct cel_value v, struct cel_cx *cx)
{
    const struct cel_class *cls = v.object->cls;
    uint32_t index = s->index;
    if (cls->type->object != s->object || !s->object) {
        const struct cel_struct *object = cls->type->object;
        index = object ? cel_struct_field(object, s->field) : CEL_FIELD_NONE;
    }
    if (index == CEL_FIELD_NONE)
        return cel_fail(cx, CEL_E_NO_SUCH_FIELD, "no such field '%.*s' in %.*s", SL_FMT(s->field),
                        SL_FMT(cls->type->name));
    return cls->get(v.object, v.n, index, cx);
}

/* The part of a value under a field's name: CEL_NONE where it is absent. */
static struct cel_value
part(const struct cel_node *n, struct cel_value v, struct cel_cx *cx)
{
    const struct node_select *s = &n->select;
    cx->at = n->at;
    if (v.kind == CEL_OBJECT)
        return object_field(s, v, cx);
    if (v.kind == CEL_MAP)
        return cel_map_find(v.map, cel_string(s->field), cx);
    if (v.kind == CEL_NONE || !cel_is_value(v))
        return v;
    return cel_fail(cx, CEL_E_NO_SUCH_OVERLOAD,
                    "no such overload: a value of type %.*s has no fields",
                    SL_FMT(cel_type_of(v)->name));
}

static struct cel_value
absent(const struct cel_node *n, struct cel_value v, struct cel_cx *cx)
{
    if (v.kind == CEL_MAP)
        return cel_fail(cx, CEL_E_NO_SUCH_KEY, "no such key: %.*s", SL_FMT(n->select.field));
    return cel_fail(cx, CEL_E_NO_SUCH_FIELD, "no such field: '%.*s' is not set",
                    SL_FMT(n->select.field));
}

static struct cel_value
selected(const struct cel_node *n, struct cel_value v, struct cel_cx *cx)
{
    bool optional = n->select.optional || v.kind == CEL_OPTIONAL;
    if (v.kind == CEL_OPTIONAL)
        v = v.content ? *v.content : cel_none();
    struct cel_value p = part(n, v, cx);
    if (n->select.test)
        return cel_is_value(p) ? cel_bool(p.kind != CEL_NONE) : p;
    if (optional)
        return p.kind == CEL_NONE ? cel_optional(NULL) : cel_some(cx, p);
    return p.kind == CEL_NONE ? absent(n, v, cx) : p;
}

struct cel_value
run_select(const struct cel_node *n, struct cel_value *slots, struct cel_cx *cx)
{
    return selected(n, run(n->select.operand, slots, cx), cx);
}

/* The common case of run_select: a declared field of an object of the declared type. */
struct cel_value
run_field(const struct cel_node *n, struct cel_value *slots, struct cel_cx *cx)
{
    struct cel_value v = run(n->select.operand, slots, cx);
    if (v.kind == CEL_OBJECT && v.object->cls->type->object == n->select.object) {
        struct cel_value p = v.object->cls->get(v.object, v.n, n->select.index, cx);
        if (p.kind != CEL_NONE)
            return p;
    }
    return selected(n, v, cx);
}

/* --- indexing --- */

/* A list's position from an index of any number type. */
static bool
position(struct cel_value i, size_t n, size_t *out)
{
    if (i.kind == CEL_DOUBLE && i.d >= 0 && i.d < (double)n && floor(i.d) == i.d) {
        *out = (size_t)i.d;
        return true;
    }
    if (i.kind != CEL_INT && i.kind != CEL_UINT)
        return false;
    *out = (size_t)i.u;
    return (i.kind == CEL_UINT || i.i >= 0) && i.u < n;
}

static struct cel_value
list_element(const struct cel_list *l, struct cel_value i, struct cel_cx *cx)
{
    if (i.kind != CEL_INT && i.kind != CEL_UINT && i.kind != CEL_DOUBLE)
        return cel_fail(cx, CEL_E_NO_SUCH_OVERLOAD, "no such overload: a list's index is an int");
    struct cel_value unsure = cel_list_unsure(l, cx);
    size_t at;
    if (unsure.kind != CEL_NONE)
        return unsure;
    return position(i, l->n, &at) ? cel_list_at(l, at, cx) : cel_none();
}

/* CEL_NONE where there is nothing at that index or key. */
static struct cel_value
element(struct cel_value v, struct cel_value i, struct cel_cx *cx)
{
    if (v.kind == CEL_LIST)
        return list_element(v.list, i, cx);
    if (v.kind == CEL_MAP)
        return cel_map_find(v.map, i, cx);
    return cel_fail(cx, CEL_E_NO_SUCH_OVERLOAD,
                    "no such overload: a value of type %.*s has no index",
                    SL_FMT(cel_type_of(v)->name));
}

/* A key for a message: a long one is not printed. */
static struct slice
short_text(struct arena *a, struct cel_value v)
{
    struct buf b;
    buf_init(&b, a, 100);
    cel_value_print(&b, v);
    return b.full ? SL("...") : buf_slice(&b);
}

static struct cel_value
not_there(struct cel_value v, struct cel_value i, struct cel_cx *cx)
{
    struct slice text = short_text(cx->arena, i);
    if (v.kind == CEL_MAP)
        return cel_fail(cx, CEL_E_NO_SUCH_KEY, "no such key: %.*s", SL_FMT(text));
    return cel_fail(cx, CEL_E_INDEX, "index out of bounds: %.*s in a list of %zu", SL_FMT(text),
                    v.list->n);
}

static struct cel_value
index_of(const struct cel_node *n, struct cel_value *slots, struct cel_cx *cx, bool optional)
{
    struct cel_value v[] = {run(n->call.args[0], slots, cx), run(n->call.args[1], slots, cx)};
    struct cel_value bad = cel_not_values(cx, v, 2);
    cx->at = n->at;
    if (bad.kind != CEL_NONE)
        return bad;
    optional |= v[0].kind == CEL_OPTIONAL;
    if (v[0].kind == CEL_OPTIONAL) {
        if (!v[0].content)
            return v[0];
        v[0] = *v[0].content;
    }
    struct cel_value e = element(v[0], v[1], cx);
    if (optional)
        return e.kind == CEL_NONE ? cel_optional(NULL) : cel_some(cx, e);
    return e.kind == CEL_NONE ? not_there(v[0], v[1], cx) : e;
}

struct cel_value
run_index(const struct cel_node *n, struct cel_value *slots, struct cel_cx *cx)
{
    return index_of(n, slots, cx, false);
}

struct cel_value
run_opt_index(const struct cel_node *n, struct cel_value *slots, struct cel_cx *cx)
{
    return index_of(n, slots, cx, true);
}

/* --- literals --- */

/* How one part of a literal came out. */
struct parts {
    struct cel_value *keys, *values;
    size_t n;
    struct cel_value error, unknown; /* CEL_NONE, or the first error and all unknowns */
};

static void
note(struct parts *p, struct cel_value v, struct cel_cx *cx)
{
    if (v.kind == CEL_ERROR && p->error.kind == CEL_NONE)
        p->error = v;
    if (v.kind == CEL_UNKNOWN)
        p->unknown = cel_unknown_join(cx, p->unknown, v);
}

/* A part marked with `?`: true where there is something to add. */
static bool
unwrap(struct cel_value *v, struct cel_cx *cx)
{
    if (v->kind != CEL_OPTIONAL) {
        if (cel_is_value(*v))
            *v = cel_fail(cx, CEL_E_NO_SUCH_OVERLOAD,
                          "no such overload: '?' wants an optional value");
        return true;
    }
    if (!v->content)
        return false;
    *v = *v->content;
    return true;
}

static bool
eval_parts(const struct cel_node *n, struct cel_value *slots, struct cel_cx *cx, struct parts *out)
{
    const struct node_parts *p = &n->parts;
    *out = (struct parts){0};
    out->values = cel_alloc(cx, p->n, sizeof *out->values);
    if (p->keys)
        out->keys = cel_alloc(cx, p->n, sizeof *out->keys);
    if (cx->exhausted)
        return false;
    for (size_t i = 0; i < p->n; i++) {
        struct cel_value key = p->keys ? run(p->keys[i], slots, cx) : cel_none();
        struct cel_value v = run(p->values[i], slots, cx);
        cx->at = n->at;
        if (p->optional && p->optional[i] && !unwrap(&v, cx))
            continue;
        note(out, key, cx);
        note(out, v, cx);
        if (p->keys)
            out->keys[out->n] = key;
        out->values[out->n++] = v;
    }
    return true;
}

struct cel_value
run_list(const struct cel_node *n, struct cel_value *slots, struct cel_cx *cx)
{
    struct parts p;
    if (!eval_parts(n, slots, cx, &p))
        return cel_fail_limit(cx);
    if (p.error.kind != CEL_NONE)
        return p.error;
    return p.unknown.kind != CEL_NONE ? p.unknown : cel_list_of(cx->arena, p.values, p.n);
}

struct cel_value
cel_map_make(struct cel_cx *cx, const struct cel_value *keys, const struct cel_value *values,
             size_t n)
{
    struct err e = {0};
    struct cel_value v;
    if (!cel_charge(cx, n))
        return cel_fail_limit(cx);
    if (cel_map_new(&v, cx->arena, keys, values, n, &e))
        return v;
    bool twice = strstr(e.msg, "twice") != NULL;
    return cel_fail(cx, twice ? CEL_E_DUPLICATE_KEY : CEL_E_NO_SUCH_OVERLOAD, "%s", e.msg);
}

struct cel_value
run_map(const struct cel_node *n, struct cel_value *slots, struct cel_cx *cx)
{
    struct parts p;
    if (!eval_parts(n, slots, cx, &p))
        return cel_fail_limit(cx);
    if (p.error.kind != CEL_NONE)
        return p.error;
    return p.unknown.kind != CEL_NONE ? p.unknown : cel_map_make(cx, p.keys, p.values, p.n);
}

/* A struct that an expression made. */
struct record {
    struct cel_object object;
    struct cel_class cls;
    struct cel_value *fields;
};

static struct cel_value
record_get(const struct cel_object *o, uint32_t n UNUSED, uint32_t field, struct cel_cx *cx UNUSED)
{
    return ((const struct record *)o)->fields[field];
}

struct cel_value
run_struct(const struct cel_node *n, struct cel_value *slots, struct cel_cx *cx)
{
    struct parts p;
    const struct cel_struct *s = n->parts.object;
    struct record *r = cel_alloc(cx, 1, sizeof *r);
    struct cel_value *fields = cel_alloc(cx, s->n, sizeof *fields);
    if (!r || !fields || !eval_parts(n, slots, cx, &p))
        return cel_fail_limit(cx);
    if (p.error.kind != CEL_NONE || p.unknown.kind != CEL_NONE)
        return p.error.kind != CEL_NONE ? p.error : p.unknown;
    assert(p.keys || p.n == 0);
    for (size_t i = 0; i < p.n; i++) /* the key is the field's index */
        fields[p.keys[i].u] = p.values[i];
    *r = (struct record){.cls = {.type = &s->type, .get = record_get, .by_fields = true},
                         .fields = fields};
    r->object.cls = &r->cls;
    return cel_object(&r->object, 0);
}
