/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Three-valued evaluation of compiled conditions over facts, 64 assets at a
 * time: two bits per condition and asset, "certainly true" and "certainly
 * false"; neither is unknown (Kleene).
 *
 * Each set is seen from two sides: the elements certainly offered (known and
 * true) and those possibly offered (true, or not known). "None of M" holds where
 * nothing possible lies in M and fails where something certain does. A name that
 * our registry lacks may or may not have the property asked for: it never makes
 * `exists` true, and `all` is at best unknown.
 *
 * Kleene's logic judges each part by itself: where the same unknown fact stands
 * in two parts of a condition the answer may be unknown although every
 * completion gives the same. It never contradicts a completion. The solver can
 * decide those.
 */
#pragma once

#include "judge/program.h"
#include "model/evidence.h"

#define EVAL_LANES 64 /* assets evaluated together */

/* Bit i speaks of asset i of the lanes; bits past the last asset are clear. */
struct truth {
    uint64_t yes, no;
};

/* The facts of up to 64 assets of one kind, in columns. */
struct lanes {
    const struct asset *const *assets;
    size_t n;
    uint64_t *lower, *upper; /* [nwords][EVAL_LANES] */
    int64_t *least, *most;   /* [nnumbers][EVAL_LANES]: the interval that the number lies in */
    struct truth *flags;     /* [nflags] */
    uint64_t *strange;       /* [nsets]: assets that offer names which the registry lacks … */
    uint32_t *nstrange;      /* [nsets][EVAL_LANES]: … and how many */
    struct truth *opaque;    /* [nopaque]: unknown, until opaque_load */
};

/* Room for the facts of EVAL_LANES assets; to be loaded as often as wanted. */
void lanes_init(struct lanes *l, struct arena *a, const struct program *p);

/* All assets are of the form's kind; n <= EVAL_LANES. `assets` must outlive the run. */
void lanes_load(struct lanes *l, const struct program *p, const struct asset *const *assets,
                size_t n);

/* Fills `out`, p->nsteps of them. `now` in seconds since 1970. */
void eval_run(struct truth *out, const struct program *p, const struct lanes *l, int64_t now);

/* The same without vector instructions: what eval_run does on a machine without AVX2. */
void eval_run_portable(struct truth *out, const struct program *p, const struct lanes *l,
                       int64_t now);

/* The truth of one condition after eval_run; `r` must be one of the roots or stand in one. */
static inline struct truth
eval_truth(const struct truth *t, const struct program *p, ref_t r)
{
    struct truth x = t[p->step_of[r >> 1]];
    return ref_negated(r) ? (struct truth){x.no, x.yes} : x;
}
