/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The tables by which rules and what processes share with them are read and
 * written, and the checks that a table cannot say (private to committee/rule*
 * and committee/process*).
 */
#pragma once

#include "committee/rule.h"
#include "committee/rule_shape.h"

#define SHAPE_FIELD(T, m, k, kind, ...)                                        \
    {                                                                          \
        .key = (k), .as = (kind), .offset = offsetof(struct T, m), __VA_ARGS__ \
    }
#define SHAPE_OF(T, table)                       \
    {                                            \
        sizeof(struct T), table, COUNT_OF(table) \
    }
#define WORDS(list) .words = (list), .nwords = COUNT_OF(list)

extern const struct shape rule_shape;
extern const struct shape cite_shape;
extern const struct shape source_shape;
extern const struct shape period_shape;

extern const char *const outcome_names[];

/*
 * Everything that has to fit together in a rule: ranges against each other, keys that name sets,
 * positions and sources, tests that something can meet. `prefix` is the rule's place in the tree
 * ("rules[3]" or ""), `sources` those that its cites may name.
 */
MUST_USE bool rule_check(const struct rule *r, const struct sources *sources,
                         const struct shape_tree *t, const char *prefix, struct err *e);

/* A cite names a source that exists; `own` where it has to name one. */
MUST_USE bool cite_check(const struct cite *c, bool own, const struct sources *sources,
                         const struct shape_tree *t, const char *path, struct err *e);
MUST_USE bool period_check(const struct period *p, const struct shape_tree *t, const char *path,
                           struct err *e);
/* No two sources of one key, dates that are dates. */
MUST_USE bool sources_check(const struct sources *s, const struct shape_tree *t, const char *prefix,
                            struct err *e);
