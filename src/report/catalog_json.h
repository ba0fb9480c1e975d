/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Standards and regimes as JSON.
 */
#pragma once

#include "model/catalog.h"
#include "text/json_write.h"

void standards_json(struct json_write *w, const struct catalog *c);
void standard_json(struct json_write *w, const struct standard *s, struct arena *a);
void regimes_json(struct json_write *w, const struct catalog *c);
void regime_json(struct json_write *w, const struct regime *r);
