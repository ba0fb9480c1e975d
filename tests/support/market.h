/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A synthetic world of regimes for tests and measurements of the solver.
 *
 * 16 sets of options, 600 in all (200 suites, 48 groups, 40 signature schemes,
 * 80 sites, …), 20 numbers in order encoding with some 250 thresholds, some 750
 * clauses of what goes with what, and regimes of 30 to 80 requirements each:
 * 35 % "only within", 20 % "at least one", 20 % "none of", 15 % bounds, 10 %
 * implications. Planted between them: national algorithms, places where data has
 * to stay, retention at least and at most, and contradictions that take three.
 * Requirements that say the same share one condition.
 */
#pragma once

#include "solve/instance.h"

struct market {
    size_t requirements; /* before they share conditions */
};

/* The same seed gives the same world. 40 regimes have about 2,270 requirements. */
void market_make(struct market *out, struct instance *in, struct arena *a, uint64_t seed,
                 size_t regimes);
