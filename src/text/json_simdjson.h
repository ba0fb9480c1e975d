/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The seam between json.c and simdjson (C++). Private to text/.
 */
#pragma once

#include "text/json.h"

enum json_simdjson {
    JSON_SIMDJSON_OK,
    JSON_SIMDJSON_SYNTAX,
    JSON_SIMDJSON_DEPTH,
    JSON_SIMDJSON_MEMORY,
    JSON_SIMDJSON_VALUES, /* more than JSON_VALUES_MAX */
};

#ifdef __cplusplus
extern "C" {
#endif

enum json_simdjson json_simdjson_parse(struct json_node *out, struct arena *a, struct slice text);

#ifdef __cplusplus
}
#endif
