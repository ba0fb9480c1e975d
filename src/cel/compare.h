/* SPDX-License-Identifier: Apache-2.0 */
/* Inside cel/ only: numbers of any type against each other. */
#pragma once

#include "cel/cel.h"

static inline bool
cel_is_number(struct cel_value v)
{
    return v.kind == CEL_INT || v.kind == CEL_UINT || v.kind == CEL_DOUBLE;
}

/* -1, 0, 1, or CEL_UNORDERED; both are numbers. */
int cel_number_order(struct cel_value a, struct cel_value b);

/*
 * `values` in the order of `keys`, which are all of one kind that has an order (else an error);
 * equal keys keep their order. Both arrays may be rearranged. May be the same array.
 */
struct cel_value cel_sorted(struct cel_cx *cx, struct cel_value *keys, struct cel_value *values,
                            size_t n);

/* Any order on strings, cheap: what run_in_set's table is sorted by. */
int cel_set_order(struct slice a, struct slice b);
