/* SPDX-License-Identifier: Apache-2.0 */
/*
 * All minimal conflicts and all maximal compatible sets, of groups or of single
 * conditions. MARCO (Liffiton et al., Constraints 2016): a second solver, the
 * map, holds the sets not yet decided and proposes one; it is made as large as
 * what is known allows; the engine then says that it is compatible, and so
 * maximal, or it is shrunk to a minimal conflict.
 *
 * Each result is told as soon as it is found, in an order that is the same on
 * every machine. There may be exponentially many: the budget decides, and the
 * result says whether it was enough.
 */
#pragma once

#include "solve/engine.h"

struct found {
    bool conflict;     /* minimal contradictory set; else maximal compatible set */
    const uint32_t *v; /* groups, or conditions: indices in the instance, ascending */
    size_t n;

    /* Of a compatible set: a model of it. */
    const struct engine_model *model;
};

/* What is handed over lives until it returns. False: that is enough. */
typedef bool (*enumerate_fn)(void *ctx, const struct found *found);

struct enumerated {
    size_t conflicts, compatible;
    bool complete; /* there are no others */
};

/*
 * Over these groups (or these conditions), given as indices, each once. A group
 * that contradicts itself is a conflict of one. `scratch` is used up; mark and
 * reset it around the call.
 */
struct enumerated enumerate_groups(struct engine *e, struct arena *scratch, const uint32_t *v,
                                   size_t n, enumerate_fn found, void *ctx, struct budget *b);
struct enumerated enumerate_conditions(struct engine *e, struct arena *scratch, const uint32_t *v,
                                       size_t n, enumerate_fn found, void *ctx, struct budget *b);
