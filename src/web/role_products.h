/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Products to look around with, in a rehearsal: evidence of invented products
 * (data/sample/products), kept by the organisations of two role accounts and shared with everybody,
 * so that the matrix and the page of whom a draft would shut out have something to say.
 */
#pragma once

#include "web/role_accounts.h"

/* Those that are not kept yet. `dir` holds sample/products. */
MUST_USE bool role_products_make(struct arena *a, const struct env *env, struct office *o,
                                 int64_t now, const struct role_accounts *accounts, const char *dir,
                                 struct err *e);
