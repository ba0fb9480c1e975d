/* SPDX-License-Identifier: Apache-2.0 */
/* Sorting values by keys: merge sort, so that equal keys keep their order. */
#include "cel/compare.h"

struct pairs {
    struct cel_value *keys, *values;
};

/* One kind throughout, and one that has an order. NaNs have none. */
static struct cel_value
check_keys(struct cel_cx *cx, const struct cel_value *keys, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (keys[i].kind != keys[0].kind)
            return cel_fail(cx, CEL_E_NO_SUCH_OVERLOAD,
                            "no such overload: values of different types do not sort");
        struct cel_value c = cel_compare(cx, keys[i], keys[i]);
        if (c.kind != CEL_INT)
            return c;
        if (c.i == CEL_UNORDERED)
            return cel_fail(cx, CEL_E_VALUE, "NaN does not sort");
    }
    return cel_none();
}

/* Runs of `width` from `from` into `to`, two by two. */
static void
merge_pass(struct cel_cx *cx, struct pairs from, struct pairs to, size_t n, size_t width)
{
    for (size_t lo = 0; lo < n; lo += 2 * width) {
        size_t mid = lo + width < n ? lo + width : n;
        size_t hi = mid + width < n ? mid + width : n;
        size_t i = lo, j = mid;
        for (size_t k = lo; k < hi; k++) {
            bool left = j == hi || (i < mid && cel_compare(cx, from.keys[i], from.keys[j]).i <= 0);
            size_t at = left ? i++ : j++;
            to.keys[k] = from.keys[at];
            to.values[k] = from.values[at];
        }
    }
}

struct cel_value
cel_sorted(struct cel_cx *cx, struct cel_value *keys, struct cel_value *values, size_t n)
{
    struct cel_value bad = check_keys(cx, keys, n);
    if (bad.kind != CEL_NONE)
        return bad;
    struct pairs a = {keys, values}, b = {cel_alloc(cx, n, sizeof *keys), NULL};
    b.values = values == keys ? b.keys : cel_alloc(cx, n, sizeof *values);
    if (!b.keys || !b.values)
        return cel_fail_limit(cx);
    for (size_t width = 1; width < n; width *= 2) {
        if (!cel_charge(cx, n))
            return cel_fail_limit(cx);
        merge_pass(cx, a, b, n, width);
        struct pairs swap = a;
        a = b;
        b = swap;
    }
    if (cx->exhausted) /* a comparison inside gave up */
        return cel_fail_limit(cx);
    return cel_list_of(cx->arena, a.values, n);
}
