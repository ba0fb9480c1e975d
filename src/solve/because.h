/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Why a configuration is as it is: the shall rules that would break if one of
 * its facts were otherwise.
 *
 * Each fact is changed by itself (an element of a set switched on or off, the
 * set emptied, a number moved past each threshold, a value replaced) and all is
 * judged again: a rule that held and holds no longer stands behind that fact.
 * Only rules that are met by the configuration count.
 */
#pragma once

#include "judge/judge.h"

/* One rule of one regime. */
struct because {
    const struct regime *regime;
    const struct requirement *requirement;
};

struct becauses {
    struct because *v;
    size_t n;
};

struct because_request {
    const struct judge *judge;
    const size_t *regimes; /* those of the judge that count, by index; null: all */
    size_t nregimes;
    date_t on;
};

#define BECAUSE_WHOLE SIZE_MAX /* the fact as a whole, not one element of it */

/*
 * The rules behind one fact of an asset: of a set behind one element, or behind
 * all of it. In the order of the regimes, then of their rules. A path that the
 * kind does not have gives none.
 */
void because_of(struct becauses *out, struct arena *a, const struct because_request *rq,
                const struct asset *as, struct slice path, size_t element);

/* Adds what *to does not hold yet. */
void because_join(struct becauses *to, struct arena *a, const struct becauses *more);

/*
 * For a person, one text per regime: "US-FED: US-SP800-52r2 §3.1 (3.1-no-ssl, 3.1-tls13), §3.3.1
 * (3.3.1-suites)".
 */
struct slices because_texts(struct arena *a, const struct becauses *b);
