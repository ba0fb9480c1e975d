/* SPDX-License-Identifier: Apache-2.0 */
/*
 * "Did you mean …": the known name nearest to a misspelt one.
 */
#pragma once

#include "base/slice.h"

#define NEAREST_MAX 96 /* octets; longer names are never suggested */

/*
 * The candidate with the fewest insertions, deletions, replacements and swaps
 * of neighbours, where letter case counts half; the first one on a tie. The
 * empty slice where none is near: more than a third of the name would change.
 */
struct slice nearest_name(struct slice name, const struct slice *candidates, size_t n);
