/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The parts that conflicts and plans share in JSON. docs/schema/solve.schema.json
 * describes them.
 */
#pragma once

#include "report/solve_words.h"
#include "text/json_write.h"

/* Members of the open object: format, version, made, on, kind, server, from. */
void solve_json_head(struct json_write *w, struct arena *a, const char *format,
                     const struct solve_about *about, date_t on);

/* {"regime", "title", "market"}, left open. */
void solve_json_regime(struct json_write *w, const struct regime *r);

/* ["CN-SM", "US-FED"]; here and below `key` is null inside an array, or where it is written. */
void solve_json_ids(struct json_write *w, const char *key, const struct regime *const *regimes,
                    const size_t *v, size_t n);

/* {"standard", "requirement", "clause"}, … */
void solve_json_refs(struct json_write *w, const char *key, const struct requirement *const *rules,
                     size_t n);

/* An object, left open. */
void solve_json_conflict(struct json_write *w, struct arena *a, const struct regime *const *regimes,
                         const struct conflict *c);

/* What a product is: {"target", "assets": [{"id", "kind", "name", "facts": {…}}]}. */
void solve_json_configuration(struct json_write *w, struct arena *a, const struct evidence *ev);

void solve_json_unanalysed(struct json_write *w, const struct unanalysed *v, size_t n);
