/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Conditions in CEL over the made-up world, compiled. Sets that they may name:
 * `approved` (groups A, B), `strong` (suites S01, S03, S69), `nothing` (no group).
 */
#pragma once

#include "judge/ground.h"
#include "world.h"

struct compiler {
    struct world *world;
    struct conditions *conditions;
    const struct cel_env *env;
};

/* A mistake in a test's condition aborts the test program. */
void compiler_init(struct compiler *c, struct arena *a, struct world *w);
struct cel_ast *compiler_ast(const struct compiler *c, struct arena *a, const char *text);

/* A requirement with the id "r"; `when` may be null. */
struct requirement *compiler_requirement(const struct compiler *c, struct arena *a,
                                         const char *when, const char *must);
