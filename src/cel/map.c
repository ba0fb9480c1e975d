/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Maps of CEL: two arrays, and past a few entries the positions sorted by key.
 * Sorting rather than hashing: nothing to attack, and equal keys are neighbours.
 */
#include "cel/compare.h"

#include <stdlib.h>

#define SMALL 8 /* entries up to which looking at each is as fast */

/* Bools, then numbers, then strings. */
static int
rank(struct cel_value k)
{
    return k.kind == CEL_BOOL ? 0 : cel_is_number(k) ? 1 : 2;
}

/* Total over keys; a NaN that is looked up comes before all numbers and equals none. */
static int
key_order(struct cel_value a, struct cel_value b)
{
    int ra = rank(a), rb = rank(b);
    if (ra != rb)
        return ra < rb ? -1 : 1;
    if (ra == 0)
        return (int)a.b - (int)b.b;
    if (ra == 2)
        return slice_cmp(cel_octets(a), cel_octets(b));
    int c = cel_number_order(a, b);
    return c == CEL_UNORDERED ? -1 : c;
}

static bool
is_key(struct cel_value k)
{
    return k.kind == CEL_BOOL || k.kind == CEL_INT || k.kind == CEL_UINT || k.kind == CEL_STRING;
}

struct sorting {
    const struct cel_value *keys;
};

static int
by_key(const void *a, const void *b, void *ctx)
{
    const uint32_t *x = a, *y = b;
    const struct sorting *s = ctx;
    return key_order(s->keys[*x], s->keys[*y]);
}

static bool
same(struct cel_value a, struct cel_value b)
{
    return key_order(a, b) == 0;
}

static bool
duplicate(struct err *e, struct arena *a, struct cel_value key)
{
    struct buf b;
    buf_init(&b, a, 100);
    cel_value_print(&b, key);
    return err_set(e, ERR_INPUT, "the key %.*s stands twice in the map",
                   SL_FMT(b.full ? SL("...") : buf_slice(&b)));
}

bool
cel_map_new(struct cel_value *out, struct arena *a, const struct cel_value *keys,
            const struct cel_value *values, size_t n, struct err *e)
{
    for (size_t i = 0; i < n; i++)
        if (!is_key(keys[i]))
            return err_set(e, ERR_INPUT, "a map's key is of type %.*s: use bool, int, uint, string",
                           SL_FMT(cel_type_of(keys[i])->name));
    struct cel_map *m = NEW(a, struct cel_map);
    *m = (struct cel_map){.n = n, .keys = keys, .values = values};
    *out = cel_map(m);
    if (n <= SMALL) {
        for (size_t i = 1; i < n; i++)
            for (size_t j = 0; j < i; j++)
                if (same(keys[i], keys[j]))
                    return duplicate(e, a, keys[i]);
        return true;
    }
    uint32_t *order = NEW_ARRAY(a, uint32_t, n);
    for (size_t i = 0; i < n; i++)
        order[i] = (uint32_t)i;
    struct sorting ctx = {keys};
    qsort_r(order, n, sizeof *order, by_key, &ctx);
    for (size_t i = 1; i < n; i++)
        if (same(keys[order[i]], keys[order[i - 1]]))
            return duplicate(e, a, keys[order[i]]);
    m->order = order;
    return true;
}

struct cel_value
cel_map_find(const struct cel_map *m, struct cel_value key, struct cel_cx *cx)
{
    if (m->find)
        return m->find(m, key, cx);
    if (!is_key(key) && key.kind != CEL_DOUBLE)
        return cel_none();
    if (!m->order) {
        for (size_t i = 0; i < m->n; i++)
            if (same(key, m->keys[i]))
                return m->values[i];
        return cel_none();
    }
    size_t lo = 0, hi = m->n;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        int c = key_order(key, m->keys[m->order[mid]]);
        if (c == 0)
            return m->values[m->order[mid]];
        if (c < 0)
            hi = mid;
        else
            lo = mid + 1;
    }
    return cel_none();
}
