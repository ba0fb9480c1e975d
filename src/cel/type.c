/* SPDX-License-Identifier: Apache-2.0 */
#include "cel/type.h"

#define SIMPLE(var, k, text) const struct cel_type var = {.kind = (k), .name = SL_INIT(text)}

SIMPLE(cel_type_null, CEL_NULL, "null_type");
SIMPLE(cel_type_bool, CEL_BOOL, "bool");
SIMPLE(cel_type_int, CEL_INT, "int");
SIMPLE(cel_type_uint, CEL_UINT, "uint");
SIMPLE(cel_type_double, CEL_DOUBLE, "double");
SIMPLE(cel_type_string, CEL_STRING, "string");
SIMPLE(cel_type_bytes, CEL_BYTES, "bytes");
SIMPLE(cel_type_timestamp, CEL_TIMESTAMP, "google.protobuf.Timestamp");
SIMPLE(cel_type_duration, CEL_DURATION, "google.protobuf.Duration");
SIMPLE(cel_type_type, CEL_TYPE, "type");
SIMPLE(cel_type_dyn, CEL_DYN, "dyn");
SIMPLE(cel_type_error, CEL_ERROR, "error");

static const struct cel_type *const two_dyn[] = {&cel_type_dyn, &cel_type_dyn};

const struct cel_type cel_type_list_dyn = {
    .kind = CEL_LIST, .name = SL_INIT("list"), .params = two_dyn, .nparams = 1};
const struct cel_type cel_type_map_dyn = {
    .kind = CEL_MAP, .name = SL_INIT("map"), .params = two_dyn, .nparams = 2};
const struct cel_type cel_type_optional_dyn = {
    .kind = CEL_OPTIONAL, .name = SL_INIT("optional_type"), .params = two_dyn, .nparams = 1};

uint32_t
cel_struct_field(const struct cel_struct *s, struct slice name)
{
    const struct cel_field *f = map_get(&s->by_name, name);
    return f ? (uint32_t)(f - s->fields) : CEL_FIELD_NONE;
}

static const struct cel_type *
with_params(struct arena *a, const struct cel_type *like, const struct cel_type *const *params,
            size_t n)
{
    struct cel_type *t = NEW(a, struct cel_type);
    const struct cel_type **copy = NEW_ARRAY(a, const struct cel_type *, n);
    for (size_t i = 0; i < n; i++)
        copy[i] = params[i];
    *t = (struct cel_type){.kind = like->kind, .name = like->name, .params = copy, .nparams = n};
    return t;
}

const struct cel_type *
cel_type_list(struct arena *a, const struct cel_type *element)
{
    return with_params(a, &cel_type_list_dyn, &element, 1);
}

const struct cel_type *
cel_type_map(struct arena *a, const struct cel_type *key, const struct cel_type *value)
{
    const struct cel_type *params[] = {key, value};
    return with_params(a, &cel_type_map_dyn, params, 2);
}

const struct cel_type *
cel_type_optional(struct arena *a, const struct cel_type *content)
{
    return with_params(a, &cel_type_optional_dyn, &content, 1);
}

const struct cel_type *
cel_type_of_type(struct arena *a, const struct cel_type *t)
{
    return with_params(a, &cel_type_type, &t, 1);
}

const struct cel_type *
cel_type_wrapper(struct arena *a, const struct cel_type *t)
{
    struct cel_type like = {.kind = CEL_WRAPPER, .name = SL("wrapper")};
    return with_params(a, &like, &t, 1);
}

const struct cel_type *
cel_type_param(struct arena *a, struct slice name)
{
    struct cel_type *t = NEW(a, struct cel_type);
    *t = (struct cel_type){.kind = CEL_PARAM, .name = name};
    return t;
}

const struct cel_type *
cel_type_opaque(struct arena *a, struct slice name, const struct cel_type *const *params, size_t n)
{
    struct cel_type like = {.kind = CEL_OPAQUE, .name = name};
    return with_params(a, &like, params, n);
}

/* Kind and, where it tells types apart, name. */
static bool
same_head(const struct cel_type *a, const struct cel_type *b)
{
    if (a->kind != b->kind)
        return false;
    bool named = a->kind == CEL_OBJECT || a->kind == CEL_OPAQUE || a->kind == CEL_PARAM;
    return !named || slice_eq(a->name, b->name);
}

/* Types are built bottom up from text of bounded depth, so that this ends soon. */
static bool
eq(const struct cel_type *a, const struct cel_type *b, unsigned depth)
{
    if (a == b)
        return true;
    if (depth == 0 || !same_head(a, b) || a->nparams != b->nparams)
        return false;
    for (size_t i = 0; i < a->nparams; i++)
        if (!eq(a->params[i], b->params[i], depth - 1))
            return false;
    return true;
}

#define DEPTH_MAX 1000

bool
cel_type_eq(const struct cel_type *a, const struct cel_type *b)
{
    return eq(a, b, DEPTH_MAX);
}

bool
cel_type_eq_erased(const struct cel_type *a, const struct cel_type *b)
{
    return a == b || same_head(a, b);
}

static void
print(struct buf *b, const struct cel_type *t, unsigned depth)
{
    buf_add(b, t->name);
    if (t->nparams == 0 || b->full)
        return;
    buf_str(b, "(");
    for (size_t i = 0; i < t->nparams; i++) {
        if (i > 0)
            buf_str(b, ", ");
        if (depth > 0)
            print(b, t->params[i], depth - 1);
        else
            buf_str(b, "...");
    }
    buf_str(b, ")");
}

void
cel_type_print(struct buf *b, const struct cel_type *t)
{
    print(b, t, DEPTH_MAX);
}

struct slice
cel_type_text(struct arena *a, const struct cel_type *t)
{
    struct buf b;
    buf_init(&b, a, (size_t)1 << 16);
    cel_type_print(&b, t);
    return b.full ? t->name : buf_slice(&b);
}
