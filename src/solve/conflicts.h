/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which regimes one product can satisfy together, and where they collide.
 *
 * A *conflict* is a minimal set of conditions, out of the shall rules of a
 * minimal set of regimes, that no product satisfies together: without any one of
 * them there is a product, and it is shown. A *difference* is a field on which
 * two regimes ask for different things that one value satisfies.
 *
 * Everything here is found on the encoding (solve/encode.h) and then confirmed:
 * each example is re-judged by the judge, each conflict is solved again without
 * each of its members. The order is fixed and the same on every machine.
 */
#pragma once

#include "model/verdict.h"
#include "solve/encode.h"
#include "solve/sat.h"

#define CONFLICTS_BUDGET 2000000 /* conflicts and questions of the solver, by default */

/* How demands that differ come together (compliance literature: "strictest wins" first). */
enum reconciling {
    RECONCILE_STRICTER, /* one value, the stricter one, satisfies all */
    RECONCILE_SUBSET,   /* what both allow is not empty, and enough */
    RECONCILE_NOT,      /* exclusive: no product at all */
    RECONCILE_NOT_HERE, /* exclusive on this product or server only; another could */
};

/* "stricter", "subset", "exclusive", "product": as in JSON; and the same in words. */
extern const char *const reconciling_names[RECONCILE_NOT_HERE + 1];

/* One condition of a conflict. Texts that say the same share it. */
struct clash_member {
    const struct requirement **rules; /* of the regimes of the conflict, or of the server */
    size_t nrules;
    size_t condition;   /* in the problem */
    struct slice limit; /* no rules: what today's product offers of one field and cannot extend */

    /*
     * Of a product that meets all other members and offers little else, how it breaks this one: the
     * judge's finding. Null for a limit, and in conflicts that are like another.
     */
    const struct finding *without;
};

struct conflict {
    const size_t *regimes; /* as indices, ascending; at least one */
    size_t nregimes;
    struct clash_member *members;
    size_t n;
    enum reconciling class;
    bool weak_reading; /* one of its members rests only on secondary texts or on memory */
    bool disputed;     /* … on a rule whose sources conflict */
    size_t like;       /* the first in the list with the same regimes over the same fields; its own
                          index where it is that one: a short report shows only those */
};

/* A field on which two compatible regimes ask for different things. */
struct difference {
    const struct kind *kind;
    const struct field *field;
    enum reconciling class;              /* STRICTER or SUBSET */
    const struct requirement **rules[2]; /* of the one, of the other */
    size_t nrules[2];
    struct slice settled; /* what satisfies both: ">= 3072 bits", "TLS_AES_256_GCM_SHA384, …" */
};

enum together {
    TOGETHER_YES,
    TOGETHER_NO,
    TOGETHER_UNKNOWN, /* the budget ran out, or interrupted */
};

struct pair {
    size_t a, b; /* a < b */
    enum together together;
    const size_t *conflicts; /* indices into conflicts.list: those within {a, b} */
    size_t nconflicts;
    const struct evidence *example; /* where together: a product that satisfies both, and as many
                                       of the others as can be: one of those of `largest`; where the
                                       budget ended before those, any */
    struct difference *differences; /* where together */
    size_t ndifferences;
};

struct largest {
    const size_t *regimes; /* ascending */
    size_t n;
    const struct evidence *example; /* a product that satisfies all of them */
};

struct conflicts {
    date_t on;
    const struct regime *const *regimes;
    size_t nregimes;
    bool *alone;        /* by regime: satisfiable by itself; where not complete: not refuted */
    struct pair *pairs; /* nregimes * (nregimes - 1) / 2, in the order (0,1), (0,2), …, (1,2), … */
    size_t npairs;
    struct conflict *list; /* fewest regimes first, then fewest members, then by regime */
    size_t n;
    struct largest *largest; /* maximal sets of regimes that one product satisfies together */
    size_t nlargest;
    struct unanalysed *unanalysed;
    size_t nunanalysed;
    bool complete;   /* all conflicts between regimes, and in each all minimal sets of clauses */
    uint64_t solves; /* calls of the solver, for the curious */
};

struct conflicts_options {
    const struct catalog *catalog;
    const struct regime *const *regimes;
    size_t n;
    date_t on;
    struct slice kind;                 /* only rules of this kind of thing; empty: all */
    const struct standard *server;     /* what a server can do (data/servers), or null */
    const struct evidence *from;       /* what a product offers today and cannot extend, or null */
    int64_t budget;                    /* of the solver in all; 0: the default */
    const volatile sig_atomic_t *stop; /* becomes nonzero: end with what is found; may be null */
    void (*progress)(void *ctx, const char *phase, size_t done, size_t of); /* may be null */
    void *ctx;
};

/* What the options allow the solver to spend. */
static inline struct budget
conflicts_budget(const struct conflicts_options *o)
{
    return (struct budget){.left = o->budget ? o->budget : CONFLICTS_BUDGET, .stop = o->stop};
}

MUST_USE bool conflicts_find(struct conflicts *out, struct arena *a,
                             const struct conflicts_options *o, struct err *e);
