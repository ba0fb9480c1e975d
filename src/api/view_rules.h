/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Regimes and standards as the portal's catalog has them: what each market demands, clause by
 * clause, with the condition behind it, its source, and how that was read.
 */
#pragma once

#include "api/shape.h"
#include "model/catalog.h"

extern const struct shape_table rules_shapes;

/*
 * prose: {"en":…,"zh":…,"only"?}: a text of the data in the languages that it has; `only` is the
 * language of its words where one is missing and both are the same.
 */
void put_prose(struct arena *a, struct json_node *object, const char *key, const struct text *t);

void view_regimes(struct json_node **out, struct arena *a, const struct catalog *c);
/* Null in *out: no such regime, no such standard. */
void view_regime(struct json_node **out, struct arena *a, const struct catalog *c, struct slice id);
void view_standards(struct json_node **out, struct arena *a, const struct catalog *c);
void view_standard(struct json_node **out, struct arena *a, const struct catalog *c,
                   struct slice id);

/* regime_ref: {"id","title","market"}. */
void put_regime_ref(struct arena *a, struct json_node *object, const char *key,
                    const struct regime *r);
