/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From a model back to a product: evidence in which every fact of every thing
 * that is there is known, as the judge, reports and emitters read it.
 *
 * Where the model leaves freedom the choice is canonical: a number gets the
 * value of `like` where the model allows it, else a customary one (RSA keys of
 * 2048, 3072 or 4096 bits), else the least; a text that is none of those named
 * gets that of `like`, or one that no condition names; certificates are valid
 * from the day asked for.
 */
#pragma once

#include "solve/encode.h"
#include "solve/mapping.h"

/* `values`: bits by variable, as engine_model and optimise_model have them. `like` may be null. */
void decode(struct evidence *out, struct arena *a, const struct problem *p, const uint64_t *values,
            const struct mapping *like);

static inline bool
decode_holds(const uint64_t *values, int lit)
{
    bool v = values[(lit < 0 ? -lit : lit) / 64] >> (lit < 0 ? -lit : lit) % 64 & 1;
    return lit < 0 ? !v : v;
}
