/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Numbers that look random and are the same on every machine: splitmix64
 * (Steele, Lea, Flood, OOPSLA 2014). The state is the seed.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

static inline uint64_t
random_next(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

/* From 0 to n - 1; n is 1 or more. */
static inline uint32_t
random_below(uint64_t *state, uint32_t n)
{
    return (uint32_t)((random_next(state) >> 32) * n >> 32);
}

static inline bool
random_percent(uint64_t *state, uint32_t percent)
{
    return random_below(state, 100) < percent;
}
