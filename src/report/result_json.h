/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A judgement as JSON, for scripts. The shape is described by
 * docs/schema/result.schema.json; it changes only with `format`.
 */
#pragma once

#include "model/verdict.h"
#include "text/json_write.h"

#define RESULT_JSON_FORMAT "comity-result/1"

struct result_json_options {
    struct slice version; /* of this program */
    int64_t made;         /* seconds since 1970 */
};

/* Writes the whole document; the caller calls json_write_done. */
void result_json_write(struct json_write *w, const struct judgement *j,
                       const struct result_json_options *o);
