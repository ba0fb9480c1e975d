/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From conditions that contradict each other to a minimal such set: without any
 * one of them there is a model. By deletion, each answer's core taken over.
 */
#pragma once

#include "solve/engine.h"

/*
 * `v` are condition indices that are known to contradict each other, in the
 * order in which they are tried: what comes first is dropped first, so that the
 * last ones are blamed where there is a choice. On SAT_NO the first *n of v are
 * the minimal set, in the same order, confirmed by shrink_confirm. SAT_UNKNOWN:
 * the budget ended; the first *n still contradict each other, but may not be
 * minimal. SAT_YES: they never did.
 */
enum sat_answer shrink(struct engine *e, uint32_t *v, size_t *n, struct budget *b) MUST_USE;

/*
 * The check of a minimal set: the solver, asked anew, refutes all members
 * together, and there is a checked model without each. SAT_NO: both hold.
 * SAT_YES: they do not. SAT_UNKNOWN: the budget ended.
 */
enum sat_answer shrink_confirm(struct engine *e, const uint32_t *v, size_t n,
                               struct budget *b) MUST_USE;
