/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Random conditions and random assets over a real vocabulary, from a seed.
 */
#pragma once

#include "base/buf.h"
#include "model/evidence.h"

struct grammar {
    struct arena *a;
    const struct kind *kind;
    uint64_t seed;
    unsigned variables; /* names given out so far */
};

/* A number below n. */
uint64_t grammar_draw(struct grammar *g, uint64_t n);

/* A condition that type-checks and compares with names and values that exist. */
struct slice grammar_condition(struct grammar *g);

enum completeness {
    COMPLETE, /* every fact known, nothing that the registries lack */
    PARTIAL,
    STRANGE, /* partial, with names that the registries lack */
};
void grammar_asset(struct grammar *g, struct asset *out, enum completeness c);

/* A complete asset that agrees with all that `partial` knows. */
void grammar_complete(struct grammar *g, struct asset *out, const struct asset *partial);
