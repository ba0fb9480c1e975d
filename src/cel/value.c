/* SPDX-License-Identifier: Apache-2.0 */
/* Making and printing values; equality and order are in compare.c, maps in map.c. */
#include "cel/value.h"

#include "base/vec.h"

#include "cel/cel.h"
#include "cel/number.h"
#include "cel/time.h"

#include <assert.h>
#include <stdlib.h>

struct cel_value
cel_list_of(struct arena *a, const struct cel_value *v, size_t n)
{
    static const struct cel_value nothing;
    struct cel_list *l = NEW(a, struct cel_list);
    *l = (struct cel_list){.n = n, .v = v ? v : &nothing};
    return cel_list(l);
}

struct cel_value
cel_list_unsure(const struct cel_list *l, struct cel_cx *cx)
{
    struct cel_value sum = cel_none();
    if (!l->unsure)
        return sum;
    for (size_t i = 0; i < l->n; i++) {
        struct cel_value u = l->unsure(l, i, cx);
        if (u.kind == CEL_UNKNOWN)
            sum = cel_unknown_join(cx, sum, u);
    }
    return sum;
}

const struct cel_type *
cel_type_of(struct cel_value v)
{
    static const struct cel_type *const simple[] = {
        [CEL_NONE] = &cel_type_error,          [CEL_NULL] = &cel_type_null,
        [CEL_BOOL] = &cel_type_bool,           [CEL_INT] = &cel_type_int,
        [CEL_UINT] = &cel_type_uint,           [CEL_DOUBLE] = &cel_type_double,
        [CEL_STRING] = &cel_type_string,       [CEL_BYTES] = &cel_type_bytes,
        [CEL_TIMESTAMP] = &cel_type_timestamp, [CEL_DURATION] = &cel_type_duration,
        [CEL_LIST] = &cel_type_list_dyn,       [CEL_MAP] = &cel_type_map_dyn,
        [CEL_TYPE] = &cel_type_type,           [CEL_OPTIONAL] = &cel_type_optional_dyn,
        [CEL_ERROR] = &cel_type_error,         [CEL_UNKNOWN] = &cel_type_error,
    };
    if (v.kind == CEL_OBJECT || v.kind == CEL_OPAQUE)
        return v.object->cls->type;
    assert(v.kind <= CEL_UNKNOWN);
    return simple[v.kind];
}

static int
by_trail(const void *a, const void *b)
{
    const struct cel_unknown *const *x = a, *const *y = b;
    return slice_cmp((*x)->trail, (*y)->trail);
}

void
cel_unknown_leaves(struct arena *a, const struct cel_unknown *u,
                   const struct cel_unknown *const **out, size_t *n)
{
    VEC(const struct cel_unknown *) todo = {0}, leaves = {0};
    vec_push(a, &todo, u);
    while (todo.n > 0) {
        for (u = todo.v[--todo.n]; u->left; u = u->left)
            vec_push(a, &todo, u->right);
        vec_push(a, &leaves, u);
    }
    qsort(leaves.v, leaves.n, sizeof(struct cel_unknown *), by_trail);
    size_t kept = 0;
    for (size_t i = 0; i < leaves.n; i++)
        if (kept == 0 || !slice_eq(leaves.v[kept - 1]->trail, leaves.v[i]->trail))
            leaves.v[kept++] = leaves.v[i];
    *out = leaves.v;
    *n = kept;
}

static struct cel_value
join(struct cel_cx *cx, const struct cel_unknown *a, const struct cel_unknown *b)
{
    struct cel_unknown *u = cel_alloc(cx, 1, sizeof *u);
    if (!u)
        return cel_fail_limit(cx);
    uint32_t ad = a->left ? a->distinct : 1, bd = b->left ? b->distinct : 1;
    *u = (struct cel_unknown){
        .left = a,
        .right = b,
        .visits = (a->left ? a->visits : 1) + (b->left ? b->visits : 1),
        .distinct = ad > bd ? ad : bd,
    };
    return cel_unknown(u);
}

#define VISITS_MIN 64 /* smaller sets are never made anew */

/*
 * A union shares its parts, so that x joined again and again with what holds x
 * already could take exponential time to walk. Where the walk has become
 * several times longer than the set was at the last look, it is made anew.
 */
static struct cel_value
make_anew(struct cel_cx *cx, const struct cel_unknown *u)
{
    const struct cel_unknown *const *v;
    size_t n;
    if (!cel_charge(cx, u->visits))
        return cel_fail_limit(cx);
    cel_unknown_leaves(cx->arena, u, &v, &n);
    struct cel_value sum = cel_unknown(v[0]);
    for (size_t i = 1; i < n && sum.kind == CEL_UNKNOWN; i++)
        sum = join(cx, sum.unknown, v[i]);
    if (sum.kind != CEL_UNKNOWN || n == 1)
        return sum;
    struct cel_unknown *top = cel_alloc(cx, 1, sizeof *top);
    if (!top)
        return cel_fail_limit(cx);
    *top = *sum.unknown;
    top->visits = top->distinct = (uint32_t)n;
    return cel_unknown(top);
}

struct cel_value
cel_unknown_join(struct cel_cx *cx, struct cel_value a, struct cel_value b)
{
    if (a.kind != CEL_UNKNOWN || (b.kind == CEL_UNKNOWN && b.unknown == a.unknown))
        return b;
    if (b.kind != CEL_UNKNOWN)
        return a;
    struct cel_value sum = join(cx, a.unknown, b.unknown);
    if (sum.kind != CEL_UNKNOWN || sum.unknown->visits < VISITS_MIN ||
        sum.unknown->visits / 4 < sum.unknown->distinct)
        return sum;
    return make_anew(cx, sum.unknown);
}
