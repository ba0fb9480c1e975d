/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Why a verdict is what it is: the reason in one sentence, the elements that
 * offend or are missing, the facts to collect, the remedy in one line.
 *
 * What breaks a condition is read off the compiled form: of a conjunction the
 * parts that fail; of alternatives all of them, where one that only says when
 * the others matter ("key.algorithm is not RSA, or …") becomes the "as" clause.
 * The order is that of the condition and of the registry, the same on each run.
 */
#pragma once

#include "judge/witness.h"
#include "model/verdict.h"

/* The verdict of a rule that is in force and can be checked. */
enum verdict explain_verdict(const struct witness *w, const struct rule *r);

/*
 * Fills in all of *out but the verdict, requirement and asset, which are set and
 * say what is to be explained: pass, fail, unknown or not applicable because of `when`.
 */
void explain(struct finding *out, struct arena *a, const struct witness *w, const struct rule *r);
