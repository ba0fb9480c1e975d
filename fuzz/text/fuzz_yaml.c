/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Any octets as YAML: the tree is well formed, and every offset has a place.
 */
#include "text/yaml.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void
walk(const struct yaml_doc *d, const struct yaml_node *n, unsigned depth)
{
    uint32_t line, column, children = 0;
    if (depth > YAML_DEPTH_MAX)
        abort();
    yaml_place(d, n, n->text.n / 2, &line, &column);
    yaml_place(d, n, n->text.n, &line, &column);
    for (const struct yaml_node *c = n->first; c; c = c->next, children++) {
        if (n->type == YAML_MAPPING && yaml_get(n, c->key) != c)
            abort(); /* a duplicate key went through */
        walk(d, c, depth + 1);
    }
    if (children != n->n)
        abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct arena a = {0};
    struct yaml_doc d;
    struct err e = {0};
    if (n > 4096)
        return 0; /* places are found by reading from the start each time */
    if (yaml_parse(&d, &a, SL("f"), slice_of(data, n), &e))
        walk(&d, d.root, 0);
    else if (e.code == ERR_NONE || e.msg[0] == '\0')
        abort();
    arena_free(&a);
    return 0;
}
