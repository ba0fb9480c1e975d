/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Any octets as YAML: the tree is well formed, every offset has a place, and
 * the quick reading accepts nothing that libyaml does not read in the same way.
 */
#include "text/yaml_quick.h"

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

static bool
same(const struct yaml_node *x, const struct yaml_node *y)
{
    if (x->type != y->type || x->style != y->style || x->line != y->line ||
        x->column != y->column || x->n != y->n || !slice_eq(x->text, y->text) ||
        !slice_eq(x->key, y->key) || x->key_line != y->key_line || x->key_column != y->key_column)
        return false;
    const struct yaml_node *b = y->first;
    for (const struct yaml_node *a = x->first; a; a = a->next, b = b->next)
        if (!b || !same(a, b))
            return false;
    return !b;
}

static void
compare(struct slice text)
{
    struct arena a = {0};
    struct yaml_doc quick, full;
    struct err e = {0};
    if (yaml_quick(&quick, &a, SL("f"), text) &&
        (!yaml_parse_fully(&full, &a, &a, SL("f"), text, &e) || !same(quick.root, full.root)))
        abort();
    arena_free(&a);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct arena a = {0};
    struct yaml_doc d;
    struct err e = {0};
    if (n > 4096)
        return 0; /* places are found by reading from the start each time */
    compare(slice_of(data, n));
    if (yaml_parse(&d, &a, SL("f"), slice_of(data, n), &e))
        walk(&d, d.root, 0);
    else if (e.code == ERR_NONE || e.msg[0] == '\0')
        abort();
    arena_free(&a);
    return 0;
}
