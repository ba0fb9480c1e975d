/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A hash map from slices to pointers, in an arena; keys are borrowed, not
 * copied. SipHash-1-3 with a key drawn once per map keeps hostile keys from
 * colliding on purpose. Entries keep the order in which they were added, so
 * that everything printed from a map is the same on every run.
 */
#pragma once

#include "base/arena.h"

struct map_entry {
    struct slice key;
    void *value;
};

/* All zero is an empty map. */
struct map {
    struct map_entry *v; /* in order of insertion */
    size_t n, cap;
    uint32_t *slots; /* index + 1 into v, 0 is free; a power of two of them */
    size_t nslots;
    uint64_t k0, k1;
};

/* Adds or replaces. Gives the value that was there before, or null. */
void *map_put(struct arena *a, struct map *m, struct slice key, void *value);

/* The value, or null where the key is absent. */
void *map_get(const struct map *m, struct slice key);
