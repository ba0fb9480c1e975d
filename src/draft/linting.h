/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the parts of the lint share (private to draft/lint*.c).
 */
#pragma once

#include "base/buf.h"
#include "base/vec.h"
#include "draft/lint.h"
#include "draft/words.h"

/* The rules, by their place in lint_rules[]. */
enum lint_rule_at {
    RULE_ZH_FORBIDDEN,
    RULE_ZH_EQUIVALENT,
    RULE_ZH_VAGUE,
    RULE_ZH_WEAKENED,
    RULE_ZH_INFORMATIVE,
    RULE_EN_FORBIDDEN,
    RULE_EN_EQUIVALENT,
    RULE_EN_VAGUE,
    RULE_EN_INFORMATIVE,
    RULE_TWO_IN_ONE,
    RULE_ELEMENT_MISSING,
    RULE_ELEMENT_PLACE,
    RULE_EMPTY_CLAUSE,
    RULE_NUMBER,
    RULE_ORPHAN,
    RULE_ANNEX_LETTER,
    RULE_UNDATED,
    RULE_UNDATED_PART,
    RULE_UNLISTED,
    RULE_UNUSED,
    RULE_LANGUAGE_MISSING,
    RULE_KEYWORDS_DIFFER,
    RULE_POLARITY_DIFFERS,
    RULE_NUMBERS_DIFFER,
    RULE_NAMES_DIFFER,
    RULE_NO_REQUIREMENT,
    RULE_KEYWORD_OF,
    RULE_INFORMATIVE_OF,
    RULE_CASE,
};
#define LINT_RULES (RULE_CASE + 1)

/* A document that a text names: "GB/T 22239-2019" has the number "GB/T 22239" and a date. */
struct lint_reference {
    struct slice number;
    bool dated;
    bool part; /* a clause, table or figure of it is named */
    size_t offset, n;
    bool used;
};

struct linting {
    struct arena *a, *scratch;
    const struct draft *d;
    const struct catalog *c;
    struct lint_result *out;
    VEC(struct lint_finding) v;

    VEC(struct lint_reference) listed; /* in the normative references */

    /* Of the clause at hand, by language. */
    const struct clause *clause;
    struct words words[DRAFT_LANGUAGES];
};

/* A finding about the clause at hand, or (null) the draft. Its texts are filled in by the caller.
 */
struct lint_finding *lint_add(struct linting *l, enum lint_rule_at rule);

/* The same, at octets of the text of the clause at hand. */
struct lint_finding *lint_add_at(struct linting *l, enum lint_rule_at rule, enum draft_language la,
                                 size_t offset, size_t n);

/* The two sentences of a finding; each a printf format with its arguments. */
#define LINT_SAY(l, f, ...) ((f)->en = arena_printf((l)->a, __VA_ARGS__))
#define LINT_SAY_ZH(l, f, ...) ((f)->zh = arena_printf((l)->a, __VA_ARGS__))

/* The clause at hand is one where nothing may be required, recommended or permitted. */
bool lint_is_plain(const struct clause *c);

/* The parts, in this order: the draft as a whole, then clause by clause. */
void lint_structure(struct linting *l);
void lint_references(struct linting *l);
void lint_clause_structure(struct linting *l);
void lint_words(struct linting *l);
void lint_align(struct linting *l);
void lint_clause_references(struct linting *l);
MUST_USE bool lint_requirements(struct linting *l, struct err *e);
