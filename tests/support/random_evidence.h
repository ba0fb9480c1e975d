/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Evidence of every shape, for round trips: each type of fact known and
 * unknown, sets settled in part, awkward texts and names, ids that clash
 * between targets. The same seed gives the same evidence.
 */
#pragma once

#include "model/catalog.h"

struct evidence *random_evidence(struct arena *a, const struct catalog *c, uint64_t seed,
                                 size_t ntargets);

/* True where both say the same; otherwise *where names the first difference. */
bool evidence_same(const struct evidence *x, const struct evidence *y, struct arena *a,
                   struct slice *where);
