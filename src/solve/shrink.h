/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From conditions that contradict each other to a minimal such set: without any
 * one of them there is a model. By deletion, each answer's core taken over.
 */
#pragma once

#include "solve/engine.h"

/*
 * `v` are condition indices that are known to contradict each other, in the
 * order in which they are to go: what is first is dropped first where that is
 * possible, so that the last ones are blamed. On SAT_NO the first *n of v are the
 * minimal set, in the same order, each member confirmed by a model without it.
 * SAT_UNKNOWN: the budget ended; the first *n still contradict each other, but
 * may not be minimal. SAT_YES: they did not contradict each other.
 */
enum sat_answer shrink(struct engine *e, uint32_t *v, size_t *n, struct budget *b) MUST_USE;

/* Solves again: contradictory with all members, satisfiable without each. */
enum sat_answer shrink_confirm(struct engine *e, const uint32_t *v, size_t n,
                               struct budget *b) MUST_USE;
