/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A target's future: the days on which its verdicts change, all else staying as
 * it was seen. Rules come into force and go out of it, and times in the evidence
 * (a certificate's end) are passed.
 *
 * Conditions that stayed CEL and speak of `now` change on days that cannot be
 * read off them: those days are missed unless another one falls on them.
 */
#pragma once

#include "judge/judge.h"

#define TIMELINE_DAYS_MAX 1000 /* looked at for one target; the earliest are kept */

struct change {
    date_t on; /* the first day of the new verdict */
    const struct regime *regime;
    enum verdict before, after;
};

struct timeline {
    struct change *v; /* by day, then in the order of the regimes */
    size_t n;
    bool cut; /* there were more days to look at */
};

/* The days after `from` and up to `to` on which a verdict might change: sorted, distinct. */
struct days {
    date_t *v;
    size_t n;
};
void timeline_days(struct days *out, struct arena *a, const struct judge *j,
                   const struct evidence *target, date_t from, date_t to);

/* The changes of the regimes' verdicts after the day `from`, up to `to`. */
MUST_USE bool timeline_make(struct timeline *out, struct arena *a, const struct judge *j,
                            const struct evidence *target, date_t from, date_t to, struct err *e);
