/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Conflicts as JSON, for scripts. The shape is described by
 * docs/schema/conflicts.schema.json; it changes only with `format`.
 */
#pragma once

#include "report/solve_words.h"
#include "text/json_write.h"

#define CONFLICTS_JSON_FORMAT "comity-conflicts/1"

/* Writes the whole document; the caller calls json_write_done. */
void conflicts_json_write(struct json_write *w, const struct conflicts *c,
                          const struct solve_about *about);
