/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rules x evidence -> verdicts.
 *
 * judge_compile grounds the conditions of the wanted regimes over the
 * registries once; judge_run evaluates them in three-valued logic and explains
 * what did not pass. The compiled form (judge/ground.h) is what the solver
 * will read as well.
 */
#pragma once

#include "model/catalog.h"
#include "model/verdict.h"

struct judge; /* compiled regimes; immutable, may be shared */

MUST_USE bool judge_compile(struct judge **out, struct arena *a, const struct catalog *c,
                            const struct regime *const *regimes, size_t n, struct err *e);

/* Judges `n` targets as of the date `on`. `now` inside conditions is the end of that day, UTC. */
MUST_USE bool judge_run(struct judgement *out, struct arena *a, const struct judge *j,
                        const struct evidence *targets, size_t n, date_t on, struct err *e);

/* One requirement on one asset, with its explanation: for cases and for lint. */
MUST_USE bool judge_one(struct finding *out, struct arena *a, const struct catalog *c,
                        const struct requirement *r, const struct asset *as, date_t on,
                        struct err *e);
