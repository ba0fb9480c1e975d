/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Two texts side by side on a terminal, each wrapped in its half: English at
 * spaces, Chinese anywhere. One below the other where the terminal is narrow.
 */
#pragma once

#include "report/printer.h"

#define SIDE_COLUMNS_MIN 72

void side_print(struct printer *p, struct slice left, struct slice right);

/* The next line of at most `width` columns, cut from the front of *rest. False at the end. */
bool side_line(struct slice *rest, size_t width, struct slice *line);
