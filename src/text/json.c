/* SPDX-License-Identifier: Apache-2.0 */
#include "text/json.h"

#include "base/map.h"
#include "text/json_blame.h"
#include "text/json_simdjson.h"

#define FEW_MEMBERS 16

/* The first key that stands in an object twice, or the empty slice. */
static struct slice
duplicate_key(struct arena *a, const struct json_node *object)
{
    const struct json_member *m = object->members;
    if (object->n <= FEW_MEMBERS) {
        for (uint32_t i = 1; i < object->n; i++)
            for (uint32_t j = 0; j < i; j++)
                if (m[i].key.n == m[j].key.n && slice_eq(m[i].key, m[j].key))
                    return m[i].key.n ? m[i].key : SL("\"\"");
        return (struct slice){0};
    }
    struct arena_mark mark = arena_mark(a);
    struct map seen = {0};
    struct slice twice = {0};
    for (uint32_t i = 0; i < object->n && !twice.n; i++)
        if (map_put(a, &seen, m[i].key, &object->members[i]))
            twice = m[i].key.n ? m[i].key : SL("\"\"");
    arena_reset(a, mark);
    return twice;
}

/* Depth-first over the tree; the path of the offending object is not kept. */
static bool
check_keys(struct arena *a, const struct json_node *n, unsigned depth, struct slice *twice)
{
    if (n->type == JSON_OBJECT) {
        *twice = duplicate_key(a, n);
        if (twice->n)
            return false;
    }
    if (depth == 0)
        return true;
    for (uint32_t i = 0; n->type == JSON_OBJECT && i < n->n; i++)
        if (n->members[i].value.type >= JSON_ARRAY &&
            !check_keys(a, &n->members[i].value, depth - 1, twice))
            return false;
    for (uint32_t i = 0; n->type == JSON_ARRAY && i < n->n; i++)
        if (n->items[i].type >= JSON_ARRAY && !check_keys(a, &n->items[i], depth - 1, twice))
            return false;
    return true;
}

static bool
fail_syntax(struct slice file, struct slice text, struct err *e)
{
    struct json_blame b = json_blame(text);
    if (b.offset == SIZE_MAX)
        return err_set(e, ERR_INPUT, "%.*s: not JSON, or a number in it does not fit",
                       SL_FMT(file));
    if (b.offset == text.n)
        return err_set(e, ERR_INPUT, "%.*s:%u:%u: not JSON: the file ends too early: %s",
                       SL_FMT(file), b.line, b.column, b.what);
    return err_set(e, ERR_INPUT, "%.*s:%u:%u: not JSON: %s", SL_FMT(file), b.line, b.column,
                   b.what);
}

bool
json_parse(struct json_node *out, struct arena *a, struct slice file, struct slice text,
           struct err *e)
{
    *out = (struct json_node){0};
    if (text.n > JSON_SIZE_MAX)
        return err_set(e, ERR_LIMIT, "%.*s: %zu octets, we accept %zu", SL_FMT(file), text.n,
                       JSON_SIZE_MAX);
    if (text.n == 0)
        return err_set(e, ERR_INPUT, "%.*s: the file is empty", SL_FMT(file));
    switch (json_simdjson_parse(out, a, text)) {
    case JSON_SIMDJSON_OK:
        break;
    case JSON_SIMDJSON_SYNTAX:
        return fail_syntax(file, text, e);
    case JSON_SIMDJSON_DEPTH:
        return err_set(e, ERR_LIMIT, "%.*s: nested deeper than the %d levels that we accept",
                       SL_FMT(file), JSON_DEPTH_MAX);
    case JSON_SIMDJSON_VALUES:
        return err_set(e, ERR_LIMIT, "%.*s: more than %zu values", SL_FMT(file), JSON_VALUES_MAX);
    case JSON_SIMDJSON_MEMORY:
        return err_set(e, ERR_SYSTEM, "%.*s: out of memory", SL_FMT(file));
    }
    struct slice twice = {0};
    if (!check_keys(a, out, JSON_DEPTH_MAX, &twice))
        return err_set(e, ERR_INPUT, "%.*s: an object has the key %.*s twice", SL_FMT(file),
                       SL_FMT(slice_sub(twice, 0, 80)));
    return true;
}

const struct json_node *
json_get(const struct json_node *n, const char *key)
{
    if (!n || n->type != JSON_OBJECT)
        return NULL;
    size_t size = strlen(key);
    for (uint32_t i = 0; i < n->n; i++) {
        struct slice k = n->members[i].key;
        if (k.n == size && memcmp(k.p, key, size) == 0)
            return &n->members[i].value;
    }
    return NULL;
}

struct slice
json_text(const struct json_node *n)
{
    return n && n->type == JSON_STRING ? slice_of(n->s, n->n) : (struct slice){0};
}

size_t
json_count(const struct json_node *n)
{
    return n && n->type == JSON_ARRAY ? n->n : 0;
}

const char *
json_type_name(enum json_type t)
{
    static const char *const names[] = {
        [JSON_NULL] = "null",        [JSON_BOOL] = "true or false", [JSON_INT] = "a number",
        [JSON_DOUBLE] = "a number",  [JSON_STRING] = "a string",    [JSON_ARRAY] = "an array",
        [JSON_OBJECT] = "an object",
    };
    return names[t];
}
