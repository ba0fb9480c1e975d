/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The roll of a ballot: whom its rule lets vote, of those who are members at
 * the moment it opens. Private to the kinds of ballots.
 */
#pragma once

#include "committee/project_parts.h"

/* What the opening says besides. */
struct roll_wish {
    struct slices voters;  /* ids: of a list; else none */
    struct slices recused; /* ids: who of the roll may not vote */
    int64_t active;
    struct slice carries; /* an earlier round: its roll stands */
};

/* False, refused, where the wish does not fit or nobody could vote. */
MUST_USE bool ballot_roll(struct roll *out, const struct deciding *d, const struct rule *rule,
                          const struct roll_wish *wish);

/* The body whose mandates vote by that rule. */
struct slice ballot_body(const struct project *p, const struct rule *rule);

/* The first voter that stands otherwise in the two, as a refusal of `given`. False always. */
bool roll_differs(const struct deciding *d, const struct roll *derived, const struct roll *given);
