/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Any octets as JSON: what is read can be written and reads back the same; the
 * plain reading of json_blame agrees with simdjson on what is JSON.
 */
#include "text/json.h"
#include "text/json_blame.h"
#include "text/json_write.h"

#include <math.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void
write_node(struct json_write *w, const struct json_node *n)
{
    switch (n->type) {
    case JSON_NULL:
        json_write_null(w);
        return;
    case JSON_BOOL:
        json_write_bool(w, n->b);
        return;
    case JSON_INT:
        json_write_int(w, n->i);
        return;
    case JSON_DOUBLE:
        json_write_double(w, n->d);
        return;
    case JSON_STRING:
        json_write_text(w, json_text(n));
        return;
    case JSON_ARRAY:
        json_write_array(w);
        for (uint32_t i = 0; i < n->n; i++)
            write_node(w, &n->items[i]);
        json_write_end(w);
        return;
    case JSON_OBJECT:
        json_write_object(w);
        for (uint32_t i = 0; i < n->n; i++) {
            json_write_key_slice(w, n->members[i].key);
            write_node(w, &n->members[i].value);
        }
        json_write_end(w);
        return;
    }
}

static bool
same(const struct json_node *a, const struct json_node *b)
{
    if ((a->type == JSON_DOUBLE || a->type == JSON_INT) && a->type != b->type)
        return (a->type == JSON_INT ? (double)a->i : a->d) ==
               (b->type == JSON_INT ? (double)b->i : b->d);
    if (a->type != b->type)
        return false;
    bool equal = true;
    switch (a->type) {
    case JSON_NULL:
        return true;
    case JSON_BOOL:
        return a->b == b->b;
    case JSON_INT:
        return a->i == b->i;
    case JSON_DOUBLE:
        return a->d == b->d;
    case JSON_STRING:
        return slice_eq(json_text(a), json_text(b));
    case JSON_ARRAY:
        equal = a->n == b->n;
        for (uint32_t i = 0; equal && i < a->n; i++)
            equal = same(&a->items[i], &b->items[i]);
        return equal;
    case JSON_OBJECT:
        equal = a->n == b->n;
        for (uint32_t i = 0; equal && i < a->n; i++)
            equal = slice_eq(a->members[i].key, b->members[i].key) &&
                    same(&a->members[i].value, &b->members[i].value);
        return equal;
    }
    return false;
}

static void
round_trip(struct arena *a, const struct json_node *root)
{
    struct buf b;
    struct json_write w;
    struct err e = {0};
    struct slice text;
    struct json_node again;
    buf_init(&b, a, (size_t)1 << 24);
    json_write_init(&w, json_sink_buf, &b);
    write_node(&w, root);
    if (!json_write_done(&w, &e) || !buf_done(&b, &text, &e) ||
        !json_parse(&again, a, SL("again"), text, &e) || !same(root, &again))
        abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct arena a = {0};
    struct json_node root;
    struct err e = {0};
    bool ok = json_parse(&root, &a, SL("f"), slice_of(data, n), &e);
    if (ok)
        round_trip(&a, &root);
    else if (e.code == ERR_NONE || e.msg[0] == '\0')
        abort();
    /* What we refuse but the plain reading accepts: doubles keys, and numbers that do not fit. */
    if (ok && json_blame(slice_of(data, n)).offset != SIZE_MAX)
        abort();
    arena_free(&a);
    return 0;
}
