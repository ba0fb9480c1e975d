/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writes a JSON tree with text/json_write.h: members in their order.
 */
#pragma once

#include "text/json.h"
#include "text/json_write.h"

/* One value, perhaps with others around it. Deeper than JSON_WRITE_DEPTH_MAX it is null. */
void json_tree_write(struct json_write *w, const struct json_node *n);
