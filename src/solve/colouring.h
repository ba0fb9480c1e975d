/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Groups into k variants, as clauses: no variant holds all conditions of a core
 * that the engine knows. For solve/cover.c.
 */
#pragma once

#include "solve/cardinality.h"
#include "solve/engine.h"

struct colouring {
    /* Set by the caller, and outlive it. */
    const struct engine *e;
    const uint32_t *order; /* the groups */
    size_t n;              /* of them */
    size_t k;              /* variants */
    struct sink to;

    int group_in;      /* variable: the first group is in the first variant; see colouring_in */
    int served;        /* variable: the first group is in some variant; 0 where all must be */
    int *condition_in; /* by condition: variable for the first variant, or 0 */
    int *room;         /* for the clause of a core */
    size_t learned;    /* so many of the engine's cores are written */
};

/*
 * Variants are told apart by the order of the groups: the i-th is in one of the
 * first i + 1. The first `clique` groups all clash with each other. With `all`
 * every group is in some variant.
 */
void colouring_init(struct colouring *c, struct arena *a, size_t clique, bool all);

/* Write the engine's cores that are not yet there. */
void colouring_learn(struct colouring *c);

/* The i-th of the groups is in this variant. */
static inline int
colouring_in(const struct colouring *c, size_t i, size_t variant)
{
    return c->group_in + (int)(i * c->k + variant);
}

/* Each served group into the first variant that has it; `model` are bits by variable. */
void colouring_classes(const struct colouring *c, const uint64_t *model, uint64_t **classes);
