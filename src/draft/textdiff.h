/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What changed between two texts: by words in English, by characters in Chinese
 * (runs of Latin letters and digits count as one). Myers' shortest edit script,
 * bounded: past TEXTDIFF_EDITS_MAX what lies between the common beginning and
 * end is shown as replaced.
 */
#pragma once

#include "draft/draft.h"

#define TEXTDIFF_EDITS_MAX 1000 /* tokens deleted and inserted */

enum textdiff_edit {
    TEXTDIFF_KEEP,
    TEXTDIFF_DELETE,
    TEXTDIFF_INSERT,
};

struct textdiff_run {
    enum textdiff_edit edit;
    struct slice text; /* KEEP, DELETE: in the old text; INSERT: in the new one; never empty */
};

/* Neighbours differ in `edit`; a deletion comes before the insertion at the same place. */
struct textdiff {
    struct textdiff_run *v;
    size_t n;
    bool coarse; /* the bound was reached */
};

/* Any octets; the runs point into `from` and `to`. */
void textdiff_make(struct textdiff *out, struct arena *a, enum draft_language l, struct slice from,
                   struct slice to);

/* Where octets [at, at + n) of the old text stand in the new one; false where not all are kept. */
MUST_USE bool textdiff_map(const struct textdiff *d, size_t at, size_t n, size_t *out);

/* The old text, [-deleted-] and {+inserted+} in it: for terminals and logs. */
struct slice textdiff_print(struct arena *a, const struct textdiff *d);
