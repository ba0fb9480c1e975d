/* SPDX-License-Identifier: Apache-2.0 */
#include "text/json_build.h"

#include <assert.h>

#define ROOM_FIRST 8 /* members or items */

/*
 * A node has no field for its capacity: it is ROOM_FIRST, doubled as often as it takes. So there is
 * no room for the next one where n is nothing, or ROOM_FIRST times a power of two.
 */
static bool
is_full(uint32_t n)
{
    return n == 0 || (n >= ROOM_FIRST && (n & (n - 1)) == 0);
}

static void *
grown(struct arena *a, const void *old, uint32_t n, size_t size)
{
    assert(n < UINT32_MAX / 2);
    void *fresh = arena_alloc(a, n == 0 ? ROOM_FIRST : (size_t)n * 2, size);
    if (n > 0)
        memcpy(fresh, old, n * size);
    return fresh;
}

struct json_node *
json_new_object(struct arena *a)
{
    struct json_node *n = NEW(a, struct json_node);
    n->type = JSON_OBJECT;
    return n;
}

struct json_node *
json_new_array(struct arena *a)
{
    struct json_node *n = NEW(a, struct json_node);
    n->type = JSON_ARRAY;
    return n;
}

struct json_node
json_of_text(struct slice s)
{
    assert(s.n <= UINT32_MAX);
    return (struct json_node){.type = JSON_STRING, .n = (uint32_t)s.n, .s = s.p};
}

struct json_node
json_of_int(int64_t i)
{
    return (struct json_node){.type = JSON_INT, .i = i};
}

struct json_node
json_of_bool(bool b)
{
    return (struct json_node){.type = JSON_BOOL, .b = b};
}

void
json_put_at(struct arena *a, struct json_node *object, struct slice key,
            const struct json_node *value)
{
    assert(object->type == JSON_OBJECT);
    if (is_full(object->n))
        object->members = grown(a, object->members, object->n, sizeof *object->members);
    object->members[object->n++] = (struct json_member){key, *value};
}

void
json_put_node(struct arena *a, struct json_node *object, const char *key,
              const struct json_node *value)
{
    json_put_at(a, object, slice_str(key), value);
}

void
json_put_text(struct arena *a, struct json_node *object, const char *key, struct slice s)
{
    struct json_node value = json_of_text(s);
    json_put_node(a, object, key, &value);
}

void
json_put_text_if(struct arena *a, struct json_node *object, const char *key, struct slice s)
{
    if (s.n > 0)
        json_put_text(a, object, key, s);
}

void
json_put_int(struct arena *a, struct json_node *object, const char *key, int64_t i)
{
    struct json_node value = json_of_int(i);
    json_put_node(a, object, key, &value);
}

void
json_put_bool(struct arena *a, struct json_node *object, const char *key, bool b)
{
    struct json_node value = json_of_bool(b);
    json_put_node(a, object, key, &value);
}

void
json_put_texts(struct arena *a, struct json_node *object, const char *key,
               const struct slices *list)
{
    struct json_node *array = json_new_array(a);
    for (size_t i = 0; i < list->n; i++)
        json_push_text(a, array, list->v[i]);
    json_put_node(a, object, key, array);
}

void
json_push_node(struct arena *a, struct json_node *array, const struct json_node *value)
{
    assert(array->type == JSON_ARRAY);
    if (is_full(array->n))
        array->items = grown(a, array->items, array->n, sizeof *array->items);
    array->items[array->n++] = *value;
}

void
json_push_text(struct arena *a, struct json_node *array, struct slice s)
{
    struct json_node value = json_of_text(s);
    json_push_node(a, array, &value);
}

void
json_push_int(struct arena *a, struct json_node *array, int64_t i)
{
    struct json_node value = json_of_int(i);
    json_push_node(a, array, &value);
}

static struct json_node
copy(struct arena *a, const struct json_node *n, unsigned depth)
{
    assert(depth > 0);
    struct json_node out = *n;
    if (n->type == JSON_STRING)
        return json_of_text(arena_dup(a, json_text(n)));
    if (n->type == JSON_ARRAY)
        out.n = 0;
    for (uint32_t i = 0; n->type == JSON_ARRAY && i < n->n; i++) {
        struct json_node item = copy(a, &n->items[i], depth - 1);
        json_push_node(a, &out, &item);
    }
    if (n->type == JSON_OBJECT)
        out.n = 0;
    for (uint32_t i = 0; n->type == JSON_OBJECT && i < n->n; i++) {
        struct json_node value = copy(a, &n->members[i].value, depth - 1);
        json_put_at(a, &out, arena_dup(a, n->members[i].key), &value);
    }
    return out;
}

struct json_node *
json_copy(struct arena *a, const struct json_node *n)
{
    struct json_node *out = NEW(a, struct json_node);
    *out = copy(a, n, JSON_DEPTH_MAX + 1);
    return out;
}
