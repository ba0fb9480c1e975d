/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The judge against the encoding: configurations out of octets, decoded, judged,
 * and compared condition by condition.
 *
 * The octets choose literals of facts and conditions; those that cannot hold
 * together under the laws are dropped until a product remains. Of that product
 * the judge says which rules it meets. The encoding says it by unit propagation of
 * our own over the instance's clauses, without the solver that found the product.
 */
#pragma once

#include "solve/encode.h"

struct differ;

/* All regimes of the catalog, on a day. Null with *e where they cannot be encoded. */
struct differ *differ_new(struct arena *a, const struct catalog *c, date_t on, struct err *e);
void differ_free(struct differ *d);

/* What one configuration was made of, for a test that wants to have seen much. */
struct differ_seen {
    size_t met, unmet; /* conditions */
};

/* False where the two differ, or a law is broken; *e says where. */
MUST_USE bool differ_try(struct differ *d, struct differ_seen *seen, const uint8_t *p, size_t n,
                         struct err *e);

const struct problem *differ_problem(const struct differ *d);
