/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Text into HTML, escaped for element content and for quoted attributes.
 * Octets that are not UTF-8, and control characters, become U+FFFD.
 */
#pragma once

#include "base/buf.h"

void html_text(struct buf *b, struct slice s);
