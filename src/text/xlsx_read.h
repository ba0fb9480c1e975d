/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Workbooks of Excel 2007 and later (.xlsx, .xlsm), from memory: every
 * worksheet in the order of its tabs. Macros, links, drawings and whatever else
 * is in there is not looked at.
 *
 * Spec: ECMA-376 (fifth edition), parts 1 and 2; limits: unzip.h, xml.h, sheet.h.
 */
#pragma once

#include "base/err.h"
#include "text/sheet.h"

/* The first octets are those of a ZIP archive, or of the older container of Office. */
bool xlsx_read_looks_so(struct slice octets);

/*
 * Fails where it is no workbook, with what it is instead: a document of Word, a workbook with a
 * password, the format of Excel 97. Texts come from `a`; `octets` may go.
 */
MUST_USE bool xlsx_read(struct sheets *out, struct arena *a, struct slice octets, struct err *e);
