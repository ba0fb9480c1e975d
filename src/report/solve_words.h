/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What every report on conflicts and plans says in the same words: the regimes
 * of a conflict, its class, what one of its members demands and another
 * refuses, and what it rests on.
 */
#pragma once

#include "model/catalog.h"
#include "report/summary.h"
#include "solve/conflicts.h"
#include "solve/emit.h"

/* Of one run: said at the head of each report. */
struct solve_about {
    struct slice version;            /* of this program */
    int64_t made;                    /* seconds since 1970 */
    struct slice kind, server, from; /* what the question was narrowed to; empty: nothing */

    /* Of a plan: the files of a server program for each variant, or null; and where they lie,
       empty where they are to be shown. */
    const char *emit;
    const struct emitted *emitted;
    struct slice emit_dir;
};

/* "exclusive: no product can do both": the class of a conflict, for a person. */
struct slice solve_words_class(struct arena *a, const struct conflict *c);

/* Whether the rule is one of the regime's: of its standards, at its levels. */
bool solve_words_in_regime(const struct regime *r, const struct requirement *q);

/* "CN-SM × US-FED"; with `sign` between the names. */
struct slice solve_words_regimes(struct arena *a, const struct regime *const *regimes,
                                 const size_t *v, size_t n, const char *sign);

/* "US-SP800-52r2/3.3.1-suites": what identifies a rule everywhere. */
struct slice solve_words_rule_id(struct arena *a, const struct requirement *r);

/*
 * The rules that make a conflict shaky, each once: those of members that rest on
 * secondary texts or on memory alone, and disputed ones.
 */
struct solve_words_rules {
    const struct requirement **v;
    size_t n;
};
struct solve_words_rules solve_words_rests_on(struct arena *a, const struct conflict *c);

/* "RU-SKZI §2 (read on a secondary page only; disputed)" */
struct slice solve_words_rests_text(struct arena *a, const struct requirement *r);

/*
 * What stands between the members: names that one of them needs and another
 * refuses. Empty where their findings share none.
 */
struct slices solve_words_witness(struct arena *a, const struct conflict *c);
