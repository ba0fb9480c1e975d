/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The frame of every HTML report: one self-contained page, no script, nothing
 * loaded from elsewhere.
 */
#pragma once

#include "base/buf.h"

/* Up to and with <body>; `more` is style beside the common one, or empty. */
void html_page_open(struct buf *b, struct slice title, struct slice more);

void html_page_close(struct buf *b, const char *foot);
