/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Facts that nothing decides stay as they are today.
 *
 * The solver has variables only for what conditions speak of, and knows numbers
 * and texts only by the bounds and values in conditions. So a decoded product
 * may differ from today's where it need not. Here each number, text, flag and list is
 * set back to what is deployed (also to *not known*), and stays so if the judge
 * says that all the regimes are met as before, and nothing breaks a law or asks
 * what the server cannot do.
 */
#pragma once

#include "solve/encode.h"

/* `groups`: bits, the regimes that `to` is built for. */
MUST_USE bool settle(struct evidence *to, const struct evidence *today, const struct problem *p,
                     const uint64_t *groups, struct err *e);
