/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the parts of a workbook have in common: namespaces, and how text is
 * written in them. A character that XML cannot hold is written _xHHHH_, its
 * UTF-16 code unit in hexadecimal, and so is the underscore in front of what
 * only looks like that (ECMA-376, part 1, section 22.9.2.19, ST_Xstring).
 */
#pragma once

#include "base/arena.h"
#include "base/buf.h"

/* Transitional and strict. */
#define XLSX_NAMESPACES 2
extern const struct slice xlsx_namespaces[XLSX_NAMESPACES];

/*
 * The text that is meant. An escape for NUL, or for half of a pair of surrogates, says nothing
 * and stays as it stands. Without an escape it is `s` itself.
 */
struct slice xlsx_text_decode(struct arena *a, struct slice s);

/* Adds `s` so that xlsx_text_decode gives it back. It is UTF-8 without NUL. */
void xlsx_text_encode(struct buf *b, struct slice s);
