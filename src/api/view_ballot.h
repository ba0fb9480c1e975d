/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A ballot for readers: what is asked, by which frozen rule, who may vote and who has; the
 * viewer's own votes; and, once it is closed or where votes are open, the count with every step of
 * its arithmetic.
 *
 * Of a sealed ballot that is not closed only is shown that a vote was cast, not to the
 * secretariat either.
 */
#pragma once

#include "api/shape.h"
#include "api/viewer.h"
#include "committee/ballot.h"

extern const struct shape_table ballot_shapes; /* "ballot", "ballots", … */

/* A voter whose vote the viewer may give, and the mandate to do it under: the nearest one. */
struct ballot_seat {
    size_t place; /* in the roll */
    const struct mandate *mandate;
};
struct ballot_seats {
    struct ballot_seat *v;
    size_t n;
};
/* In the order of the roll. Of a ballot that is over, too. */
void ballot_seats(struct ballot_seats *out, const struct viewer *v, const struct project *p,
                  const struct ballot *b);

/* "ballot". */
MUST_USE bool view_ballot(struct json_node **out, const struct viewer *v, const struct project *p,
                          const struct ballot *b, struct err *e);

/* "ballots": all of a project, and the rules by which one may be opened at its stage. */
MUST_USE bool view_ballots(struct json_node **out, const struct viewer *v, const struct project *p,
                           struct err *e);

/* "open", "over" (its time has passed, it is not counted yet) or "closed"; for people. */
const char *ballot_state(const struct ballot *b, int64_t now);
void put_ballot_state(struct arena *a, struct json_node *n, const struct ballot *b, int64_t now);
