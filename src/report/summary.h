/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What every report says in the same words: the order in which findings are
 * shown, the one-line sum of a regime's result, how a rule was read.
 */
#pragma once

#include "model/verdict.h"

/* Findings of one group, in the order they are shown. */
enum finding_group {
    GROUP_FAILED,       /* a shall that fails */
    GROUP_UNKNOWN,      /* a shall that could not be judged, or that no machine can check */
    GROUP_ADVICE,       /* a should, may or can that is not met or not known */
    GROUP_MET,          /* passed */
    GROUP_OUT_OF_SCOPE, /* not applicable */
    GROUP_COUNT,
};

enum finding_group finding_group(const struct finding *f);

/* "Fails", "Cannot be decided yet", …: the heading of a group. */
const char *finding_group_title(enum finding_group g);

/* How many findings of a result are in the group. */
size_t finding_group_count(const struct regime_result *r, enum finding_group g);

/* "3 of 14 binding clauses not met, 2 unknown; 4 of 6 recommended clauses met": the sum in one
 * line. */
struct slice regime_summary(struct arena *a, const struct regime_result *r);

/* "read in a rendering of the text, not in the original"; null for a primary reading. */
const char *reading_caveat(enum reading r);

/* "US-SP800-52r2 §3.3.1" */
struct slice finding_clause(struct arena *a, const struct finding *f);
struct slice requirement_clause(struct arena *a, const struct requirement *r);

/* A slice list as "a, b, c and 4 more" with at most `most` names. */
struct slice names_text(struct arena *a, const struct slices *names, size_t most);
