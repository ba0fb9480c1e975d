/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Products as examples: of what satisfies a set of regimes, the one with the
 * strongest margin; of what breaks just one clause, the one that offers least.
 * Every example is put to the judge before anybody sees it.
 */
#pragma once

#include "solve/engine.h"
#include "solve/today.h"

/* A rule, and how the product breaks it: null where it does not. */
struct broken {
    const struct requirement *rule;
    const struct finding *finding;
};

/* A plain product that was found, the conditions (bits) that it meets, and what was judged of it.
 */
struct plain {
    uint64_t *conditions;
    struct evidence *product;
    VEC(struct broken) judged;
};

struct examples {
    struct arena *a; /* of the examples */
    const struct problem *problem;
    const struct catalog *catalog;
    struct engine *engine;
    struct budget *budget;
    struct wishes margin[MARGIN_GOALS];
    struct literals order;
    struct literals nothing;  /* no element offered, no certificate presented */
    VEC(struct plain) plains; /* private: found so far, since one serves many questions */
};

void examples_init(struct examples *x, struct arena *a, const struct problem *p,
                   const struct catalog *c, struct engine *e, struct budget *b);

/*
 * The values of a product that satisfies the groups (bits): the last resort where the budget ended,
 * for what the engine has met before costs nothing. Null where it knows none.
 */
const uint64_t *example_known(struct examples *x, const uint64_t *groups);

/*
 * A product that satisfies the groups (bits), which can be satisfied: the strongest one if the
 * budget lasts, else any. Null where not even one is known. Fails with ERR_UNSUPPORTED where the
 * judge does not agree, which is our own mistake.
 */
MUST_USE bool example_of(const struct evidence **out, struct examples *x, const uint64_t *groups,
                         struct err *e);

/* Whether the judge says that the product fails none of the groups' shall rules that the solver
 * took in. */
MUST_USE bool example_confirm(const struct examples *x, const struct evidence *ev,
                              const uint64_t *groups, struct err *e);

/*
 * How a product that meets the conditions but not the one `broken`, and offers little else, breaks
 * a rule of that one: the judge's finding, or null where it does not or the budget ended.
 */
MUST_USE bool example_breaks(const struct finding **out, struct examples *x,
                             const uint64_t *conditions, uint32_t broken,
                             const struct requirement *rule, struct err *e);

/*
 * A product in which the conditions (bits) and the literals hold, and which offers little else; as
 * far as the budget lasts. It is not put to the judge. SAT_NO: proven that there is none.
 */
enum sat_answer example_plain(const struct evidence **out, struct examples *x,
                              const uint64_t *conditions, const int *lits, size_t n) MUST_USE;
