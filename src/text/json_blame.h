/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where a text that simdjson refused stops being JSON: a slow, plain reading
 * that is only done to say so.
 */
#pragma once

#include "base/slice.h"

struct json_blame {
    size_t offset;         /* SIZE_MAX: no fault found */
    uint32_t line, column; /* from 1; columns count octets */
    const char *what;      /* "a value is missing", … */
};

struct json_blame json_blame(struct slice text);
