/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `--regimes a,b` and `--on DATE`: from words to the things they name.
 */
#pragma once

#include "model/catalog.h"

/*
 * The regimes that `list` names, in its order, each once; all of them but the
 * variants of others, by id, where it is null or "all". Fails with ERR_INPUT, suggesting the
 * nearest name.
 */
MUST_USE bool regime_list_parse(const struct regime ***out, size_t *n, struct arena *a,
                                const struct catalog *c, const char *list, struct err *e);

/*
 * The same for `--markets`: a name may be a market's code ("US", "EU"), too, which
 * stands for all its regimes but the variants of others.
 */
MUST_USE bool market_list_parse(const struct regime ***out, size_t *n, struct arena *a,
                                const struct catalog *c, const char *list, struct err *e);

/* YYYY-MM-DD, or today by env's clock (UTC) where `text` is null. */
MUST_USE bool on_date_parse(date_t *out, const struct env *env, const char *text, struct err *e);
