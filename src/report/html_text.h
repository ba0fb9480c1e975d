/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Text into HTML, escaped for element content and for quoted attributes. What
 * would steer its display is shown as an escape (text/visible.h), but for line
 * feeds and tabs.
 */
#pragma once

#include "base/buf.h"

void html_text(struct buf *b, struct slice s);

/*
 * Element content that is not ours, scanned or read from a file of others: the
 * direction in which it is written ends with it.
 */
void html_foreign(struct buf *b, struct slice s);
