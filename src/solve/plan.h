/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The least that must be built: the fewest variants of a product that together
 * serve all markets wanted, the most that one variant can serve, and the
 * smallest change from what is deployed today.
 *
 * Among equal answers the one closest to today's, then the one with the strongest
 * security margin, then a fixed order: the same input gives the same answer on
 * every machine. Every configuration is evidence in which all is known, and is
 * re-judged: it passes every shall of the regimes it serves that a machine can
 * check, or the plan fails and says which rule the solver misread.
 */
#pragma once

#include "solve/because.h"
#include "solve/conflicts.h"

enum change_kind {
    CHANGE_ON,      /* offer the element, present the certificate */
    CHANGE_OFF,     /* no longer */
    CHANGE_REPLACE, /* another value: `from` to `to` */
};

/* One difference between what is deployed and what is to be. */
struct change {
    enum change_kind kind;
    struct slice asset;               /* "endpoint", "RSA certificate" */
    const struct kind *of;            /* the kind of thing */
    const struct field *field;        /* null: the certificate as a whole */
    struct slice from, to;            /* element for ON and OFF (in `to`); values for REPLACE */
    const struct requirement **rules; /* of the regimes served: those that ask for it; may be none:
                                         it goes along with another change */
    size_t nrules;
};

struct variant {
    const size_t *regimes; /* it is built for these; ascending */
    size_t nregimes;
    const size_t *also; /* it happens to pass these, too */
    size_t nalso;
    struct evidence configuration; /* of nothing where the budget ended before one was known */
    struct change *changes;        /* from today's product; empty where none was given */
    size_t nchanges;
    int64_t weight;       /* of the regimes that it is built for */
    int64_t cost;         /* from today's product: what is switched on, off or replaced */
    struct slices duties; /* what no configuration can do: "a module validated under FIPS 140-3" */
    bool proven; /* no smaller change serves its regimes, no equal one has a stronger margin */
};

struct plan {
    date_t on;
    const struct regime *const *regimes;
    size_t nregimes;
    const int64_t *weights; /* by regime */

    struct variant *variants; /* the fewest, most valuable first */
    size_t n;
    bool minimum;           /* proven: no fewer variants serve as many */
    const size_t *unserved; /* regimes that no variant serves: contradict themselves, the server
                               cannot, or max_variants was reached; where not `minimum`, perhaps
                               only not found out */
    size_t nunserved;

    struct variant best; /* the most valuable set of regimes that one variant can serve */
    bool best_proven;

    /* With today's product, by regime: the smallest change for it alone; nregimes is 0 where none
       serves it (proven), or where that was not found out. Without: none. */
    struct variant *each;
    size_t neach;

    struct conflict *why; /* for every two variants, and every regime that is not served: one
                             minimal conflict that keeps them apart */
    size_t nwhy;
    struct unanalysed *unanalysed;
    size_t nunanalysed;
    bool complete; /* nothing was cut short by the budget or an interrupt */
};

struct plan_options {
    struct conflicts_options common; /* catalog, regimes, date, server, budget, stop, progress;
                                        `from` here is what is deployed today, and may be changed */
    const int64_t *weights;          /* by regime, 1 or more; null: all 1 */
    size_t max_variants;             /* 0: as many as it takes */
    bool server_wanted;              /* what common.server can do is kept to where a variant can
                                        be so, and no market is given up for it */
};

MUST_USE bool plan_make(struct plan *out, struct arena *a, const struct plan_options *o,
                        struct err *e);
