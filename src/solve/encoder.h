/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Conditions of the compiled form as clauses over the variables of a space
 * (private to solve/; others make a problem). Tseitin's definitions, only in the
 * direction in which a node is used (Plaisted and Greenbaum); constants fold away.
 */
#pragma once

#include "solve/space.h"

#define ENCODER_DEPTH_MAX 2048 /* conjunctions within each other */

/* What a node has become in one slot. */
struct encoded {
    int lit;       /* 0: not encoded yet */
    bool simple;   /* needs no clauses of its own: the literal of the one part that matters */
    bool exact;    /* needs none at all: a constant, or a literal that was there before */
    bool up, down; /* clauses are written for: lit implies the node; the node implies lit */
};

struct encoder {
    struct arena *a;
    struct instance *in;
    const struct space *space;
    const struct judge *judge;
    struct encoded **nodes; /* by slot, then node of its unit's form; null until used */
    bool deep; /* some condition was nested past ENCODER_DEPTH_MAX; the clauses are of no use */
};

void encoder_init(struct encoder *en, struct arena *a, struct instance *in, const struct space *s,
                  const struct judge *j);

/*
 * A literal that can stand for `r` in the slot: with `up` it may hold only where
 * r does, with `down` it must where r does. LIT_TRUE and LIT_FALSE where that is known.
 */
int encoder_lit(struct encoder *en, size_t slot, ref_t r, bool up, bool down);

/* A clause; literals that cannot hold are dropped, one that must makes it vanish. */
void encoder_clause(struct encoder *en, const int *lits, size_t n);
#define ENCODER_CLAUSE(en, ...) \
    encoder_clause(en, (int[]){__VA_ARGS__}, sizeof((int[]){__VA_ARGS__}) / sizeof(int))

/* Where the literals of `unless` are all false, r holds in the slot. */
void encoder_require(struct encoder *en, size_t slot, ref_t r, const int *unless, size_t n);

/* A literal that holds exactly where at least k of the literals do. */
int encoder_at_least(struct encoder *en, const int *lits, size_t n, int64_t k);

/* A literal that holds where one does (up) and only there (down). */
int encoder_any(struct encoder *en, const int *lits, size_t n, bool up, bool down);
