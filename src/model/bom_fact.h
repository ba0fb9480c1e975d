/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One fact as text and back: the values of properties comity:fact:PATH[:PART].
 */
#pragma once

#include "model/evidence.h"

typedef void (*bom_emit)(void *ctx, struct slice name, struct slice value);

/* Gives each property of the fact to `emit`; names and values come from `a`. */
void bom_fact_write(struct arena *a, const struct field *f, const struct fact *fact, bom_emit emit,
                    void *ctx);

/*
 * Applies one property to an asset; `name` is what stands behind comity:fact:.
 * Strings point to `value`. After the last one bom_facts_done settles the sets.
 */
MUST_USE bool bom_fact_read(const struct asset *as, struct arena *a, struct slice name,
                            struct slice value, size_t norigins, struct err *e);
void bom_facts_done(const struct asset *as);

/* The element that a token names (1301 or =NAME), or null. */
const struct element *bom_element(const struct registry *r, struct slice token);
