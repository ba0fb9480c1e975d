/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rules x evidence -> verdicts.
 *
 * judge_compile grounds the conditions of the wanted regimes over the
 * registries once; judge_run evaluates them in three-valued logic and explains
 * each verdict. The compiled form (judge/form.h, judge/compiled.h) is what the
 * solver reads as well. docs/internals/judge.md.
 */
#pragma once

#include "model/catalog.h"
#include "model/verdict.h"

struct judge; /* compiled regimes; immutable, may be shared */

MUST_USE bool judge_compile(struct judge **out, struct arena *a, const struct catalog *c,
                            const struct regime *const *regimes, size_t n, struct err *e);

/*
 * Judges `n` targets as of the date `on`. `now` inside conditions is the last
 * second of that day, UTC.
 *
 * A rule that is not in force on the day does not apply, nor does one whose
 * `when` is false. Where `when` is unknown a rule that is met passes, any other is
 * unknown. A rule about a kind of thing that the evidence does not hold gets one
 * finding without an asset: unknown where that thing belongs to another that is
 * there (a certificate to a TLS server), else not applicable.
 *
 * Explanations are what takes memory: some 1 KB per finding. Many targets are
 * judged in batches, each with an arena of its own. ERR_LIMIT where less than a
 * quarter of what `a` may hold would be left.
 */
MUST_USE bool judge_run(struct judgement *out, struct arena *a, const struct judge *j,
                        const struct evidence *targets, size_t n, date_t on, struct err *e);

/* One requirement on one asset, with its explanation: for cases and for lint. */
MUST_USE bool judge_one(struct finding *out, struct arena *a, const struct catalog *c,
                        const struct requirement *r, const struct asset *as, date_t on,
                        struct err *e);
