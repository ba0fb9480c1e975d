/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rules in words, English and Chinese: what a test asks for, and where a value comes from.
 */
#pragma once

#include "base/buf.h"
#include "committee/rule.h"

/* "yes: more than 1/4 of the votes cast, P-members"; "yes (with expert): at least 4". */
struct langs rule_test_words(struct arena *a, const struct rule *r, const struct rule_test *t);

/*
 * What a cite itself says: "ISO/IEC Directives, Part 1 … (2020), 2.6.3", of one that relies on the
 * rule's source "2.6.3 b"; with "; unverified" (未核实) where the value was not read at its source.
 * May be empty. The rule's own is &r->cite.
 */
struct langs rule_cite_words(struct arena *a, const struct rule *r, const struct cite *own);

/* Parts of the above, for the words of a tally: "population of yes", "for or against". */
void rule_kinds_words(struct buf *b, const struct rule_test *t, bool zh);
struct slice rule_over_words(enum over over, bool zh);
