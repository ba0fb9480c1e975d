/* SPDX-License-Identifier: Apache-2.0 */
#include "text/json_tree.h"

/* NOLINTNEXTLINE(misc-no-recursion) at most JSON_WRITE_DEPTH_MAX deep */
static void
node(struct json_write *w, const struct json_node *n, size_t depth)
{
    if (depth >= JSON_WRITE_DEPTH_MAX) {
        json_write_null(w);
        return;
    }
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
        json_write_text(w, slice_of(n->s, n->n));
        return;
    case JSON_ARRAY:
        json_write_array(w);
        for (size_t i = 0; i < n->n; i++)
            node(w, &n->items[i], depth + 1);
        json_write_end(w);
        return;
    case JSON_OBJECT:
        json_write_object(w);
        for (size_t i = 0; i < n->n; i++) {
            json_write_key_slice(w, n->members[i].key);
            node(w, &n->members[i].value, depth + 1);
        }
        json_write_end(w);
        return;
    }
}

void
json_tree_write(struct json_write *w, const struct json_node *n)
{
    node(w, n, 0);
}
