/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Everything under data/, loaded and checked: registries, vocabulary,
 * standards, regimes. Immutable after loading.
 *
 * Loading stops at the first error (file:line:column: what is wrong, what to
 * do). catalog_lint goes on and collects all of them, and also runs every
 * requirement's cases; that is what `comity standards lint` shows.
 */
#pragma once

#include "model/standard.h"

struct cel_env; /* cel/env.h: the declarations that conditions are checked against */

struct catalog {
    struct arena *arena;
    struct registry *registries;
    size_t nregistries;
    struct kind *kinds;
    size_t nkinds;
    struct standard *standards; /* sorted by id */
    size_t nstandards;
    struct regime *regimes; /* sorted by id */
    size_t nregimes;
    struct slice dir;
};

/* `dir` holds registry/, vocabulary/, standards/, regimes/. */
MUST_USE bool catalog_load(struct catalog *out, struct arena *a, const struct env *env,
                           const char *dir, struct err *e);

const struct registry *catalog_registry(const struct catalog *c, struct slice name);
const struct kind *catalog_kind(const struct catalog *c, struct slice name);
const struct standard *catalog_standard(const struct catalog *c, struct slice id);
const struct regime *catalog_regime(const struct catalog *c, struct slice id);
