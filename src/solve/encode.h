/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From compiled regimes to an instance for the engine: the conditions of the
 * shall rules in force on a day, over the facts of a product (solve/space.h),
 * under the laws of what is physically possible.
 *
 * Every condition is one selector: while it holds, each thing of its kind that
 * is there satisfies it. Rules that ask the same, in whichever standard, are one
 * condition. Laws hold always; a product does something: it speaks at least one
 * version with one suite and can prove who it is, or is anonymous. Conditions on
 * certificates want one to be there, as the judge does.
 *
 * The encoding is exact: of a configuration in which all is known the judge says
 * what the encoding says, except for what is listed as not analysed. Parts that
 * stay CEL (ATOM_OPAQUE) are left open, as if they could always be met: what is
 * found contradictory is so whatever they say; of a model the judge decides.
 */
#pragma once

#include "solve/space.h"

/* A rule in force that the solver does not take into account, wholly or in part. */
struct unanalysed {
    const struct requirement *requirement;
    struct slice why;
    bool partly; /* the rest of its condition counts */
};

/* A rule that stands in a group. */
struct problem_rule {
    const struct requirement *requirement;
    size_t group; /* of the instance */
};

/* By condition of the instance. */
struct problem_condition {
    const struct kind *kind;
    size_t unit; /* of the judge */
    ref_t holds; /* in the unit's form: !when || must; REF_TRUE where it is a product's limit */
    bool partly; /* something in it stays open: see struct unanalysed */
    int broken;  /* may hold only where a thing that is there breaks it; LIT_FALSE unless asked for
                  */
    VEC(struct problem_rule) rules; /* at least one, unless it is a product's limit */

    /* Of today's product: what it offers of this field it cannot extend. Else slot is SLOT_NONE. */
    size_t slot, field;
};

/* Why a clause holds always. */
struct problem_law {
    struct slice id;     /* "L7" */
    struct slice clause; /* "RFC 8446 §4.2.7" */
    struct slice text;
    const struct requirement *requirement; /* null for a law that is code (solve/law.c) */
    int selector;                          /* to be assumed; LIT_TRUE unless laws are named */
};

struct problem_options {
    const struct catalog *catalog;
    const struct regime *const *regimes;
    size_t n;
    date_t on;
    const int64_t *weights;         /* of the regimes; null: all 1 */
    struct slice kind;              /* only rules about this kind of thing; empty: all */
    const struct standard *server;  /* what a server program can do (catalog_server), or null */
    const struct evidence *product; /* what a product offers and cannot extend, or null */
    bool should;                    /* encode should rules, too: problem.advice */
    bool name_laws;                 /* laws get selectors, so that a core can name them */
    bool broken;                    /* conditions get their negation: problem_condition.broken */
};

/* A should rule: in no group, unless a shall rule asks the same. */
struct problem_advice {
    const struct requirement *requirement;
    size_t regime;
    uint32_t condition;
};

struct problem {
    struct instance instance; /* checked */
    struct space space;
    struct judge *judge; /* the regimes asked for, then the pseudo-regimes: server, laws */
    date_t on;
    struct slice kind; /* only rules about this kind of thing were asked for; empty: all */
    VEC(struct problem_condition) conditions;
    size_t nregimes;      /* groups 0 … nregimes - 1 are the regimes, in the order asked for */
    size_t server_group;  /* SIZE_MAX where there is none */
    size_t product_group; /* the same */
    VEC(struct problem_advice) advice; /* where asked for; by regime, then in its order */
    VEC(struct problem_law) laws;
    VEC(struct unanalysed) unanalysed; /* shall rules only; each once */
};

/* Fails with ERR_LIMIT, or with what judge_compile says. Everything comes from `a`. */
MUST_USE bool problem_make(struct problem **out, struct arena *a, const struct problem_options *o,
                           struct err *e);

/* The rules of one condition that belong to a group, into out[], at most n; gives how many. */
size_t problem_rules_of(const struct problem *p, uint32_t condition, size_t group,
                        const struct requirement **out, size_t n);
