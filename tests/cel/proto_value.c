/* SPDX-License-Identifier: Apache-2.0 */
#include "cel/proto_value.h"

#include "cel/time.h"

#include <errno.h>
#include <stdlib.h>

#define DEPTH_MAX 100

static bool
needs(struct err *e, struct slice message)
{
    return err_set(e, ERR_UNSUPPORTED, "needs the protobuf message %.*s", SL_FMT(message));
}

static int64_t
word_int(struct arena *a, struct slice s)
{
    return strtoll(arena_str(a, s), NULL, 0);
}

static uint64_t
word_uint(struct arena *a, struct slice s)
{
    return strtoull(arena_str(a, s), NULL, 0);
}

static double
word_double(struct arena *a, struct slice s)
{
    return strtod(arena_str(a, s), NULL);
}

static const struct simple {
    const char *field;
    enum cel_kind kind;
} value_fields[] = {
    {"null_value", CEL_NULL},
    {"bool_value", CEL_BOOL},
    {"int64_value", CEL_INT},
    {"uint64_value", CEL_UINT},
    {"double_value", CEL_DOUBLE},
    {"string_value", CEL_STRING},
    {"bytes_value", CEL_BYTES},
    {"list_value", CEL_LIST},
    {"map_value", CEL_MAP},
    {"object_value", CEL_OBJECT},
    {"type_value", CEL_TYPE},
    /* google.protobuf.Value has names of its own. */
    {"number_value", CEL_DOUBLE},
    {"struct_value", CEL_OBJECT},
};

/* Wrappers: one field "value" of this kind. */
static const struct simple wrappers[] = {
    {"google.protobuf.BoolValue", CEL_BOOL},     {"google.protobuf.BytesValue", CEL_BYTES},
    {"google.protobuf.DoubleValue", CEL_DOUBLE}, {"google.protobuf.FloatValue", CEL_DOUBLE},
    {"google.protobuf.Int32Value", CEL_INT},     {"google.protobuf.Int64Value", CEL_INT},
    {"google.protobuf.StringValue", CEL_STRING}, {"google.protobuf.UInt32Value", CEL_UINT},
    {"google.protobuf.UInt64Value", CEL_UINT},
};

/* The types that type_value names. */
static const struct named_type {
    const char *name;
    const struct cel_type *type;
} named_types[] = {
    {"null_type", &cel_type_null},
    {"bool", &cel_type_bool},
    {"int", &cel_type_int},
    {"uint", &cel_type_uint},
    {"double", &cel_type_double},
    {"string", &cel_type_string},
    {"bytes", &cel_type_bytes},
    {"list", &cel_type_list_dyn},
    {"map", &cel_type_map_dyn},
    {"type", &cel_type_type},
    {"optional_type", &cel_type_optional_dyn},
    {"google.protobuf.Timestamp", &cel_type_timestamp},
    {"google.protobuf.Duration", &cel_type_duration},
};

static bool value_at(struct cel_value *out, struct arena *a, const struct textproto *m,
                     unsigned depth, struct err *e);

static bool
list_value(struct cel_value *out, struct arena *a, const struct textproto *m, unsigned depth,
           struct err *e)
{
    struct cel_value *v = NEW_ARRAY(a, struct cel_value, m->n + 1);
    for (size_t i = 0; i < m->n; i++)
        if (!value_at(&v[i], a, m->v[i].message, depth + 1, e))
            return false;
    *out = cel_list_of(a, v, m->n);
    return true;
}

/* `entries` of a MapValue, `fields` of a Struct; the latter's keys are plain strings. */
static bool
map_value(struct cel_value *out, struct arena *a, const struct textproto *m, unsigned depth,
          struct err *e)
{
    struct cel_value *keys = NEW_ARRAY(a, struct cel_value, m->n + 1);
    struct cel_value *values = NEW_ARRAY(a, struct cel_value, m->n + 1);
    for (size_t i = 0; i < m->n; i++) {
        const struct textproto *entry = m->v[i].message;
        const struct textproto *key = textproto_message(entry, "key");
        const struct textproto *value = textproto_message(entry, "value");
        if (!value)
            return err_set(e, ERR_INPUT, "line %zu: an entry without value", m->v[i].line);
        keys[i] = cel_string(textproto_text(entry, "key"));
        if ((key && !value_at(&keys[i], a, key, depth + 1, e)) ||
            !value_at(&values[i], a, value, depth + 1, e))
            return false;
    }
    return cel_map_new(out, a, keys, values, m->n, e);
}

static struct cel_value
scalar(enum cel_kind kind, struct arena *a, struct slice text)
{
    if (kind == CEL_BOOL)
        return cel_bool(slice_eq_str(text, "true"));
    if (kind == CEL_INT)
        return cel_int(word_int(a, text));
    if (kind == CEL_UINT)
        return cel_uint(word_uint(a, text));
    if (kind == CEL_DOUBLE)
        return cel_double(word_double(a, text));
    if (kind == CEL_STRING)
        return cel_string(text);
    if (kind == CEL_BYTES)
        return cel_bytes(text);
    return cel_null();
}

/* Of google.protobuf.Any: one field, named by the type's URL. */
static bool
object_value(struct cel_value *out, struct arena *a, const struct textproto *any, unsigned depth,
             struct err *e)
{
    if (any->n != 1 || any->v[0].kind != TEXTPROTO_MESSAGE)
        return needs(e, SL("google.protobuf.Any"));
    const struct textproto *m = any->v[0].message;
    struct slice name = any->v[0].name;
    size_t slash = slice_find(name, SL("/"));
    if (slash != SIZE_MAX)
        name = slice_sub(name, slash + 1, name.n);
    for (size_t i = 0; i < COUNT_OF(wrappers); i++)
        if (slice_eq_str(name, wrappers[i].field)) {
            *out = scalar(wrappers[i].kind, a, textproto_text(m, "value"));
            return true;
        }
    int64_t sec = word_int(a, textproto_text(m, "seconds")), ns;
    int32_t nsec = (int32_t)word_int(a, textproto_text(m, "nanos"));
    if (slice_eq_str(name, "google.protobuf.Timestamp")) {
        *out = cel_timestamp(sec, nsec);
        return true;
    }
    if (slice_eq_str(name, "google.protobuf.Duration")) {
        if (!cel_duration_from_parts(&ns, sec, nsec, e))
            return false;
        *out = cel_duration(ns);
        return true;
    }
    if (slice_eq_str(name, "google.protobuf.Struct"))
        return map_value(out, a, m, depth, e);
    if (slice_eq_str(name, "google.protobuf.ListValue"))
        return list_value(out, a, m, depth, e);
    if (slice_eq_str(name, "google.protobuf.Value"))
        return value_at(out, a, m, depth + 1, e);
    return needs(e, name);
}

static bool
type_value(struct cel_value *out, struct slice name, struct err *e)
{
    for (size_t i = 0; i < COUNT_OF(named_types); i++)
        if (slice_eq_str(name, named_types[i].name)) {
            *out = cel_type_value(named_types[i].type);
            return true;
        }
    return needs(e, name);
}

static bool
value_at(struct cel_value *out, struct arena *a, const struct textproto *m, unsigned depth,
         struct err *e)
{
    if (depth > DEPTH_MAX)
        return err_set(e, ERR_LIMIT, "value nested too deeply");
    if (!m || m->n != 1)
        return err_set(e, ERR_INPUT, "a value without its field");
    const struct textproto_field *f = &m->v[0];
    size_t i = 0;
    while (i < COUNT_OF(value_fields) && !slice_eq_str(f->name, value_fields[i].field))
        i++;
    if (i == COUNT_OF(value_fields))
        return needs(e, f->name);
    enum cel_kind kind = value_fields[i].kind;
    if (kind == CEL_LIST)
        return list_value(out, a, f->message, depth, e);
    if (kind == CEL_MAP || slice_eq_str(f->name, "struct_value"))
        return map_value(out, a, f->message, depth, e);
    if (kind == CEL_OBJECT)
        return object_value(out, a, f->message, depth, e);
    if (kind == CEL_TYPE)
        return type_value(out, f->text, e);
    *out = scalar(kind, a, f->text);
    return true;
}

bool
proto_value(struct cel_value *out, struct arena *a, const struct textproto *m, struct err *e)
{
    return value_at(out, a, m, 0, e);
}

static const struct named_type primitives[] = {
    {"BOOL", &cel_type_bool},         {"INT64", &cel_type_int},
    {"UINT64", &cel_type_uint},       {"DOUBLE", &cel_type_double},
    {"STRING", &cel_type_string},     {"BYTES", &cel_type_bytes},
    {"ANY", &cel_type_dyn},           {"TIMESTAMP", &cel_type_timestamp},
    {"DURATION", &cel_type_duration},
};

static const struct named_type messages[] = {
    {"google.protobuf.Timestamp", &cel_type_timestamp},
    {"google.protobuf.Duration", &cel_type_duration},
    {"google.protobuf.Any", &cel_type_dyn},
    {"google.protobuf.Value", &cel_type_dyn},
    {"google.protobuf.ListValue", &cel_type_list_dyn},
};

static const struct cel_type *
find_type(const struct named_type *table, size_t n, struct slice name)
{
    for (size_t i = 0; i < n; i++)
        if (slice_eq_str(name, table[i].name))
            return table[i].type;
    return NULL;
}

static bool
message_type(const struct cel_type **out, struct arena *a, struct slice name, struct err *e)
{
    static const struct cel_type *const of_kind[] = {
        [CEL_BOOL] = &cel_type_bool,     [CEL_INT] = &cel_type_int,
        [CEL_UINT] = &cel_type_uint,     [CEL_DOUBLE] = &cel_type_double,
        [CEL_STRING] = &cel_type_string, [CEL_BYTES] = &cel_type_bytes,
    };
    *out = find_type(messages, COUNT_OF(messages), name);
    if (slice_eq_str(name, "google.protobuf.Struct"))
        *out = cel_type_map(a, &cel_type_string, &cel_type_dyn);
    for (size_t i = 0; i < COUNT_OF(wrappers) && !*out; i++)
        if (slice_eq_str(name, wrappers[i].field))
            *out = cel_type_wrapper(a, of_kind[wrappers[i].kind]);
    return *out || needs(e, name);
}

static bool type_at(const struct cel_type **out, struct arena *a, const struct textproto *m,
                    unsigned depth, struct err *e);

static bool
abstract_type(const struct cel_type **out, struct arena *a, const struct textproto *m,
              unsigned depth, struct err *e)
{
    const struct cel_type *params[CEL_TYPE_PARAMS_MAX];
    size_t n = 0;
    for (size_t i = 0; i < m->n; i++) {
        if (!slice_eq_str(m->v[i].name, "parameter_types"))
            continue;
        if (n == COUNT_OF(params))
            return err_set(e, ERR_LIMIT, "too many type parameters");
        if (!type_at(&params[n++], a, m->v[i].message, depth + 1, e))
            return false;
    }
    struct slice name = textproto_text(m, "name");
    *out = slice_eq_str(name, "optional_type") && n == 1 ? cel_type_optional(a, params[0])
                                                         : cel_type_opaque(a, name, params, n);
    return true;
}

/* Of the forms that hold further types. */
static bool
compound_type(const struct cel_type **out, struct arena *a, const struct textproto_field *f,
              unsigned depth, struct err *e)
{
    const struct cel_type *first = &cel_type_dyn, *second = &cel_type_dyn;
    const struct textproto *m = f->message;
    if (slice_eq_str(f->name, "abstract_type"))
        return abstract_type(out, a, m, depth, e);
    if (slice_eq_str(f->name, "type")) {
        *out = &cel_type_type;
        if (m->n == 0)
            return true;
        if (!type_at(&first, a, m, depth + 1, e))
            return false;
        *out = cel_type_of_type(a, first);
        return true;
    }
    bool map = slice_eq_str(f->name, "map_type");
    if (!map && !slice_eq_str(f->name, "list_type"))
        return needs(e, f->name);
    const struct textproto *p = textproto_message(m, map ? "key_type" : "elem_type");
    const struct textproto *q = textproto_message(m, "value_type");
    if ((p && !type_at(&first, a, p, depth + 1, e)) || (q && !type_at(&second, a, q, depth + 1, e)))
        return false;
    *out = map ? cel_type_map(a, first, second) : cel_type_list(a, first);
    return true;
}

static bool
type_at(const struct cel_type **out, struct arena *a, const struct textproto *m, unsigned depth,
        struct err *e)
{
    if (depth > DEPTH_MAX)
        return err_set(e, ERR_LIMIT, "type nested too deeply");
    if (!m || m->n != 1)
        return err_set(e, ERR_INPUT, "a type without its field");
    const struct textproto_field *f = &m->v[0];
    *out = NULL;
    if (slice_eq_str(f->name, "dyn"))
        *out = &cel_type_dyn;
    else if (slice_eq_str(f->name, "null"))
        *out = &cel_type_null;
    else if (slice_eq_str(f->name, "primitive") || slice_eq_str(f->name, "well_known"))
        *out = find_type(primitives, COUNT_OF(primitives), f->text);
    else if (slice_eq_str(f->name, "wrapper"))
        *out = cel_type_wrapper(a, find_type(primitives, COUNT_OF(primitives), f->text));
    else if (slice_eq_str(f->name, "type_param"))
        *out = cel_type_param(a, f->text);
    if (*out)
        return true;
    if (slice_eq_str(f->name, "message_type"))
        return message_type(out, a, f->text, e);
    if (f->kind != TEXTPROTO_MESSAGE)
        return needs(e, f->text);
    return compound_type(out, a, f, depth, e);
}

bool
proto_type(const struct cel_type **out, struct arena *a, const struct textproto *m, struct err *e)
{
    return type_at(out, a, m, 0, e);
}

static bool
declare_overload(struct cel_env *env, struct arena *a, struct slice name, const struct textproto *m,
                 struct err *e)
{
    const struct cel_type **args = NEW_ARRAY(a, const struct cel_type *, m->n + 1);
    struct cel_overload o = {.receiver =
                                 slice_eq_str(textproto_text(m, "is_instance_function"), "true")};
    for (size_t i = 0; i < m->n; i++)
        if (slice_eq_str(m->v[i].name, "params") &&
            !proto_type(&args[o.n++], a, m->v[i].message, e))
            return false;
    o.args = args;
    return proto_type(&o.result, a, textproto_message(m, "result_type"), e) &&
           cel_env_overload(env, name, &o, e);
}

bool
proto_declare(struct cel_env *env, struct arena *a, const struct textproto *m, struct err *e)
{
    struct slice name = textproto_text(m, "name");
    const struct textproto *ident = textproto_message(m, "ident");
    const struct textproto *function = textproto_message(m, "function");
    const struct cel_type *t;
    if (ident)
        return proto_type(&t, a, textproto_message(ident, "type"), e) &&
               cel_env_variable(env, name, t, NULL, e);
    for (size_t i = 0; function && i < function->n; i++)
        if (!declare_overload(env, a, name, function->v[i].message, e))
            return false;
    return function || err_set(e, ERR_INPUT, "a declaration of nothing");
}

static struct cel_value
element(const struct cel_list *l, size_t i, struct cel_cx *cx)
{
    return l->v ? l->v[i] : l->at(l, i, cx);
}

static bool
same_list(const struct cel_list *a, const struct cel_list *b, struct cel_cx *cx, unsigned depth)
{
    if (a->n != b->n)
        return false;
    for (size_t i = 0; i < a->n; i++)
        if (!proto_same(element(a, i, cx), element(b, i, cx), cx, depth))
            return false;
    return true;
}

static bool
same_map(const struct cel_map *a, const struct cel_map *b, struct cel_cx *cx, unsigned depth)
{
    if (a->n != b->n)
        return false;
    for (size_t i = 0; i < a->n; i++) {
        size_t j = 0;
        while (j < b->n && !proto_same(a->keys[i], b->keys[j], cx, depth))
            j++;
        if (j == b->n || !proto_same(a->values[i], b->values[j], cx, depth))
            return false;
    }
    return true;
}

static bool
same_optional(struct cel_value a, struct cel_value b, struct cel_cx *cx, unsigned depth)
{
    if (!a.content || !b.content)
        return a.content == b.content;
    return proto_same(*a.content, *b.content, cx, depth);
}

static bool
same_scalar(struct cel_value a, struct cel_value b)
{
    if (a.kind == CEL_NULL)
        return true;
    if (a.kind == CEL_BOOL)
        return a.b == b.b;
    if (a.kind == CEL_DOUBLE)
        return a.d == b.d || (a.d != a.d && b.d != b.d);
    if (a.kind == CEL_STRING || a.kind == CEL_BYTES)
        return slice_eq(cel_octets(a), cel_octets(b));
    bool number = a.kind == CEL_INT || a.kind == CEL_UINT || a.kind == CEL_DURATION ||
                  a.kind == CEL_TIMESTAMP;
    return number && a.i == b.i && a.n == b.n;
}

bool
proto_same(struct cel_value a, struct cel_value b, struct cel_cx *cx, unsigned depth)
{
    if (a.kind != b.kind || depth > DEPTH_MAX)
        return false;
    if (a.kind == CEL_LIST)
        return same_list(a.list, b.list, cx, depth + 1);
    if (a.kind == CEL_MAP)
        return same_map(a.map, b.map, cx, depth + 1);
    if (a.kind == CEL_OPTIONAL)
        return same_optional(a, b, cx, depth + 1);
    if (a.kind == CEL_TYPE)
        return cel_type_eq_erased(a.type, b.type);
    return same_scalar(a, b);
}
