/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The description of the portal for programs: OpenAPI 3.1, made from the tables of routes, fields
 * and shapes, so that it cannot lag behind them.
 *
 * Spec: OpenAPI 3.1.0; its schemas are JSON Schema 2020-12.
 */
#pragma once

#include "base/err.h"
#include "text/json_build.h"

/* `url`: of the portal. ERR_INPUT where a row names no shape, or a shape cannot be read: ours. */
MUST_USE bool openapi_make(struct json_node **out, struct arena *a, struct slice url,
                           struct err *e);
