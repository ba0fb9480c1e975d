/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Character classes of regular expressions: sets of code points, built from
 * ranges, then sorted once and asked often.
 */
#pragma once

#include "base/arena.h"
#include "base/vec.h"

#include "cel/regex_tables.h"

#define REGEX_RUNE_MAX 0x10FFFFu
#define REGEX_RANGES_MAX 200000 /* added for all classes of one pattern together */

/* Ready for use: ranges ascending, apart. */
struct regex_class {
    const struct regex_range *v;
    size_t n;
    uint64_t ascii[2]; /* a bit for each of the first 128 */
};

/* Under construction. */
struct regex_set {
    struct arena *a;
    VEC(struct regex_range) ranges;
    size_t *budget; /* ranges that may still be added; never below 0: `over` is set instead */
    bool over;      /* more than REGEX_RANGES_MAX: the set is not to be used */
};

void regex_set_init(struct regex_set *s, struct arena *a, size_t *budget);

void regex_set_range(struct regex_set *s, uint32_t lo, uint32_t hi);
void regex_set_ranges(struct regex_set *s, const struct regex_range *v, size_t n);
/* All that `v` does not hold; its ranges ascending, apart. */
void regex_set_inverse(struct regex_set *s, const struct regex_range *v, size_t n);

/* Sorts and merges. */
void regex_set_normal(struct regex_set *s);
/* Adds whatever differs from a member by case only. Leaves it normal. */
void regex_set_fold(struct regex_set *s);
/* Turns it into its inverse. Leaves it normal. */
void regex_set_negate(struct regex_set *s);

/* Of a normal set. */
const struct regex_class *regex_set_done(const struct regex_set *s);

bool regex_class_has(const struct regex_class *c, uint32_t rune);

/* By name, or null. */
const struct regex_group *regex_group_find(struct slice name);
