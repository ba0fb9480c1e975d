/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where two regimes that go together ask for different things: what looks like
 * a contradiction and is none.
 */
#pragma once

#include "solve/conflicts.h"

/*
 * The differences between two groups of the problem, in the order of the kinds' fields. Sets over
 * one registry are one field: the first of them. What settles a difference is read off the example.
 */
void differences_find(struct difference **out, size_t *n, struct arena *a, const struct problem *p,
                      size_t x, size_t y, const struct evidence *example);
