/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Algebra on sets of small numbers (model/bits.h): the engine's groups,
 * conditions and variables. All sets of one call have the same size, in words
 * of 64 bits (BITS_WORDS).
 */
#pragma once

#include "model/bits.h"

static inline bool
sets_within(const uint64_t *part, const uint64_t *whole, size_t words)
{
    for (size_t i = 0; i < words; i++) {
        if (part[i] & ~whole[i])
            return false;
    }
    return true;
}

static inline bool
sets_empty(const uint64_t *w, size_t words)
{
    for (size_t i = 0; i < words; i++) {
        if (w[i])
            return false;
    }
    return true;
}

static inline void
sets_join(uint64_t *to, const uint64_t *more, size_t words)
{
    for (size_t i = 0; i < words; i++)
        to[i] |= more[i];
}

static inline void
sets_copy(uint64_t *to, const uint64_t *from, size_t words)
{
    if (words)
        memcpy(to, from, words * sizeof *to);
}

static inline void
sets_clear(uint64_t *w, size_t words)
{
    if (words)
        memset(w, 0, words * sizeof *w);
}

/* The least member that is `from` or more; n where there is none. Drives a loop. */
static inline size_t
sets_next(const uint64_t *w, size_t n, size_t from)
{
    for (size_t i = from / 64; from < n && i < BITS_WORDS(n); i++) {
        uint64_t rest = i == from / 64 ? w[i] >> from % 64 << from % 64 : w[i];
        if (rest)
            return i * 64 + (size_t)__builtin_ctzll(rest);
    }
    return n;
}

#define SETS_EACH(i, w, n) \
    for (size_t i = sets_next((w), (n), 0); (i) < (n); (i) = sets_next((w), (n), (i) + 1))
