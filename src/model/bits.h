/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sets over the elements of one registry, as words of 64 bits: element i is
 * bit i % 64 of word i / 64. Bits past the last element are always clear.
 */
#pragma once

#include "base/arena.h"

#define BITS_WORDS(n) (((size_t)(n) + 63) / 64)

static inline uint64_t *
bits_new(struct arena *a, size_t n)
{
    return NEW_ARRAY(a, uint64_t, BITS_WORDS(n));
}

static inline void
bits_set(uint64_t *w, size_t i)
{
    w[i / 64] |= (uint64_t)1 << i % 64;
}

static inline void
bits_clear(uint64_t *w, size_t i)
{
    w[i / 64] &= ~((uint64_t)1 << i % 64);
}

static inline bool
bits_has(const uint64_t *w, size_t i)
{
    return w[i / 64] >> i % 64 & 1;
}

static inline size_t
bits_count(const uint64_t *w, size_t n)
{
    size_t sum = 0;
    for (size_t i = 0; i < BITS_WORDS(n); i++)
        sum += (size_t)__builtin_popcountll(w[i]);
    return sum;
}

/* All n bits on, and none behind them. */
static inline void
bits_fill(uint64_t *w, size_t n)
{
    for (size_t i = 0; i < BITS_WORDS(n); i++)
        w[i] = ~(uint64_t)0;
    if (n % 64)
        w[n / 64] = ((uint64_t)1 << n % 64) - 1;
}
