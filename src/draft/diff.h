/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Two revisions of a draft, clause by clause. Clauses are matched by their
 * identifiers, never by number or likeness. What the change *means* is in
 * draft/meaning.h.
 */
#pragma once

#include "draft/textdiff.h"

/* What one language of a clause changed in. */
struct diff_text {
    bool title_changed, text_changed;
    struct textdiff title, text; /* empty where nothing changed */
    /* The strongest provision in the text, and whether it is a negative one. */
    bool has_keyword[2], negative[2]; /* before, after */
    enum keyword keyword[2];
    bool keyword_changed;
};

struct diff_clause {
    const struct clause *from, *to; /* null: added, removed */
    bool renumbered, kind_changed;
    bool moved; /* stands in another clause, or the order of those that stayed put is another */
    struct diff_text text[DRAFT_LANGUAGES];
    bool changed; /* anything of the above, or added, removed */
};

struct diff_requirement {
    const struct requirement *from, *to; /* null: added, removed; matched by id */
    bool clause_changed;                 /* points to another clause */
    bool keyword_changed, text_changed;
    bool condition_changed; /* `when`, `must`, `cannot_check`, the kind, days or levels, as written
                             */
    bool changed;
};

struct diff {
    struct diff_clause *clauses; /* in the order of the new draft; a removed one stands behind what
                                    stood before it */
    size_t nclauses;
    struct diff_requirement *requirements; /* in the order of the new draft, then those removed */
    size_t nrequirements;
    bool same; /* nothing changed */
};

void diff_make(struct diff *out, struct arena *a, const struct draft *from, const struct draft *to);
