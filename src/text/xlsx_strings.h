/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The shared strings of a workbook (xl/sharedStrings.xml; ECMA-376, part 1,
 * section 18.4). Runs with formats are joined, readings (rPh) are left out.
 */
#pragma once

#include "base/arena.h"
#include "base/err.h"

#define XLSX_STRINGS_MAX 1000000

/* Where it fails, *out holds those in front of the fault. A string longer than
 * SHEET_TEXT_MAX fails. */
MUST_USE bool xlsx_strings_read(struct slices *out, struct arena *a, struct slice xml,
                                struct err *e);
