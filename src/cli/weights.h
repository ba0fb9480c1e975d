/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `--weights FILE`: what each market is worth, as YAML:
 *
 *   US: 40          # every regime of that market in the plan
 *   US-CNSA2: 5     # this one; it outweighs the line of its market
 *
 * Whole numbers from 1 to WEIGHT_MAX. A regime that is not named is worth 1.
 */
#pragma once

#include "model/catalog.h"

#define WEIGHT_MAX 1000000
#define WEIGHTS_FILE_MAX ((size_t)1 << 20)

/*
 * By regime of the plan. Fails with ERR_INPUT, naming file, line and column, for
 * a name that is neither a regime nor a market of the plan, suggesting the
 * nearest, and for anything but such a number.
 */
MUST_USE bool weights_read(const int64_t **out, struct arena *a, struct slice file,
                           struct slice text, const struct regime *const *regimes, size_t n,
                           struct err *e);

MUST_USE bool weights_load(const int64_t **out, struct arena *a, const struct env *env,
                           const char *path, const struct regime *const *regimes, size_t n,
                           struct err *e);
