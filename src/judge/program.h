/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The flat form of some conditions of one kind, for judge/eval.h to run: the
 * atoms that matter with the words of their masks that matter, then the
 * conjunctions, each part once.
 *
 * Facts become columns. A set takes a column per word of 64 elements. A string
 * or a list of strings takes columns as well, a bit per value that some
 * condition names and one for any other value, so that `f in [...]` is the same
 * operation as "at least one of". Numbers and times are columns of intervals.
 */
#pragma once

#include "judge/form.h"

enum step_op {
    STEP_TRUE,
    STEP_ANY,    /* something lies in the mask: words `first`, `n` */
    STEP_COUNT,  /* at least k lie in it */
    STEP_FLAG,   /* flag column */
    STEP_GE,     /* number column >= k */
    STEP_NOW,    /* now >= k */
    STEP_OPAQUE, /* opaque column: judge/opaque.h fills it */
    STEP_AND,    /* refs `first`, `n` */
};

struct step {
    enum step_op op;
    bool minus_now, any_name;
    uint32_t column;   /* FLAG, GE, OPAQUE; ANY, COUNT: of names that the registry lacks, or none */
    uint32_t first, n; /* into `words` or `refs` */
    int64_t k;
};

#define NO_COLUMN UINT32_MAX

/* One word of a mask, and the column of 64-bit words that it is laid over. */
struct step_word {
    uint32_t column;
    uint64_t mask;
};

/* Where a column of words comes from. */
struct word_source {
    size_t field;
    size_t word; /* of the set's bitmap, or of the bitmap over the field's `values` */
};

struct program {
    const struct form *form;
    uint32_t *step_of; /* by node of the form; UINT32_MAX where it is not needed */
    struct step *steps;
    size_t nsteps;
    struct step_word *words;
    ref_t *refs; /* twice the index of a step, plus one where negated */

    struct word_source *word_sources;
    size_t nwords;
    struct slices *values;          /* by field; STRING, STRINGS: bit i is value i, the next
                                       bit any other value */
    size_t *flags, *numbers, *sets; /* fields: the flag, number and set columns */
    size_t nflags, nnumbers, nsets;
    uint32_t *opaque; /* atoms: the opaque columns */
    size_t nopaque;
};

/* The conditions `roots` of a finished form. `f` must outlive the program. */
void program_build(struct program *out, struct arena *a, const struct form *f, const ref_t *roots,
                   size_t n);

/* The bit of `value` in the columns of a string field: values->n for any other. */
size_t program_value_bit(const struct slices *values, struct slice value);
