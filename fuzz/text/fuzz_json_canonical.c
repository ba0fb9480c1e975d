/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Any octets as canonical JSON. The strict reader accepts exactly what json_parse
 * reads and the writer gives back unchanged; and whatever JSON can be written at
 * all is then read strictly.
 */
#include "text/json_build.h"
#include "text/json_canonical.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static bool
same(const struct json_node *x, const struct json_node *y)
{
    bool equal = x->type == y->type;
    if (!equal || x->type == JSON_BOOL)
        return equal && x->b == y->b;
    if (x->type == JSON_INT)
        return x->i == y->i;
    if (x->type == JSON_STRING)
        return slice_eq(json_text(x), json_text(y));
    equal = x->n == y->n;
    for (uint32_t i = 0; equal && i < x->n; i++)
        equal = x->type == JSON_ARRAY ? same(&x->items[i], &y->items[i])
                                      : slice_eq(x->members[i].key, y->members[i].key) &&
                                            same(&x->members[i].value, &y->members[i].value);
    return equal;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct arena a = {0};
    struct slice text = slice_of(data, n), out = {0}, again = {0};
    struct json_node strict, plain, back;
    struct err e = {0};
    bool canonical = json_canonical_read(&strict, &a, text, &e);
    bool written = json_parse(&plain, &a, SL("f"), text, NULL) &&
                   json_canonical(&out, &a, &plain, JSON_CANONICAL_MAX, NULL);
    if (canonical != (written && slice_eq(out, text)))
        abort();
    if (canonical && !same(&strict, &plain))
        abort();
    if (!canonical && (e.code == ERR_NONE || e.msg[0] == '\0'))
        abort();
    if (written) {
        if (!json_canonical_read(&back, &a, out, NULL) ||
            !json_canonical(&again, &a, json_copy(&a, &back), out.n, NULL) || !slice_eq(out, again))
            abort();
    }
    arena_free(&a);
    return 0;
}
