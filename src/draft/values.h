/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How single values fare between two drafts (private to draft/; see
 * struct meaning_value): suites, versions, numbers, texts that became forbidden,
 * allowed, required or optional, when all else may be as it likes.
 */
#pragma once

#include "draft/meaning.h"
#include "solve/engine.h"
#include "solve/space.h"

struct problem;

/*
 * Fills in out->values. `allowed` are the conditions of both drafts; only fields that stand in a
 * condition of one draft alone are asked for.
 */
void values_find(struct meaning *out, struct arena *a, const struct problem *p, struct engine *e,
                 uint64_t *const allowed[2], struct budget *b);
