/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A growing array in an arena: VEC(int) xs = {0}; vec_push(a, &xs, 7).
 * The fields may be read directly; the old array stays in the arena on growth.
 */
#pragma once

#include "base/arena.h"

#define VEC(T)         \
    struct {           \
        T *v;          \
        size_t n, cap; \
    }

/* Room for one more. The element size is taken from the vector itself. */
#define vec_reserve(a, vec) \
    ((vec)->n < (vec)->cap  \
         ? (void)0          \
         : (void)((vec)->v = vec_grow((a), (vec)->v, (vec)->n, &(vec)->cap, sizeof *(vec)->v)))

#define vec_push(a, vec, ...) (vec_reserve(a, vec), (vec)->v[(vec)->n++] = (__VA_ARGS__))

/* A zeroed new last element; gives its address. */
#define vec_add(a, vec) \
    (vec_reserve(a, vec), memset(&(vec)->v[(vec)->n], 0, sizeof *(vec)->v), &(vec)->v[(vec)->n++])

/* For the macros above: a copy of twice the capacity. */
static inline void *
vec_grow(struct arena *a, const void *old, size_t n, size_t *cap, size_t size)
{
    *cap = *cap ? *cap * 2 : 8;
    void *fresh = arena_alloc(a, *cap, size);
    if (n)
        memcpy(fresh, old, n * size);
    return fresh;
}
