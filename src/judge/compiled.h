/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Compiled regimes, laid open for the solver and the timeline; others see
 * struct judge closed (judge/judge.h).
 *
 * All rules about one kind share one form. Rules whose `when` and `must` are the
 * same refs are the same condition, whichever standards they stand in.
 */
#pragma once

#include "judge/judge.h"
#include "judge/opaque.h"

#include "judge/ground.h"

/* One kind. */
struct unit {
    const struct kind *kind;
    struct form form;
    VEC(struct rule) rules; /* each requirement once */
    struct program program; /* of all their conditions */
    struct opaque opaque;
};

/* Where a requirement's rule stands. */
struct rule_at {
    const struct requirement *requirement;
    size_t unit, rule;
};

struct compiled_regime {
    const struct regime *regime;
    VEC(struct rule_at) rules; /* in the order of its standards; those of its levels only */
};

struct judge {
    const struct catalog *catalog;
    struct unit *units;
    size_t nunits;
    struct compiled_regime *regimes;
    size_t nregimes;
};
