/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Evidence of one product laid over the slots of a space: which asset is which
 * slot's, and the literals that say what is known of it.
 */
#pragma once

#include "solve/space.h"

struct mapping {
    const struct evidence *evidence;
    const struct asset **assets;   /* by slot; null: the product has no such thing */
    const struct asset **unmapped; /* without a slot: a second certificate of one type, a root, … */
    size_t nunmapped;
};

/*
 * Leaf certificates by type of key (and usage, of SM2), issuers by the name that
 * their leaf gives. A leaf that is its own issuer has none.
 */
void mapping_make(struct mapping *out, struct arena *a, const struct space *s,
                  const struct evidence *ev);

/*
 * Literals that hold of the product: presence, and every known fact that the space
 * has variables for. Names that the registry lacks are passed over. Assuming all of
 * them fixes the product as far as it is known.
 */
struct literals {
    int *v;
    size_t n;
};
struct literals mapping_literals(struct arena *a, const struct space *s, const struct mapping *m);

/* Whether the list has the item. */
bool mapping_has(const struct slices *list, struct slice item);
