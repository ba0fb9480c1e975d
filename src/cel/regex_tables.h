/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Unicode as regular expressions need it. The tables are made at build time by
 * tools/unicode-tables from Debian's unicode-data.
 */
#pragma once

#include "base/slice.h"

struct regex_range {
    uint32_t lo, hi; /* both included */
};

/* A general category ("Lu", "L") or a script ("Greek"); ranges ascending, apart. */
struct regex_group {
    struct slice name;
    const struct regex_range *v;
    size_t n;
};

/* Sorted by name. */
extern const struct regex_group regex_groups[];
extern const size_t regex_groups_n;

/* Code points that simple case folding makes equal form a ring: from each to the next. */
struct regex_fold {
    uint32_t from, to;
};

/* Sorted by `from`. */
extern const struct regex_fold regex_folds[];
extern const size_t regex_folds_n;

extern const char regex_unicode_version[];
