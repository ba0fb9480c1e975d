/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One worksheet of a workbook (xl/worksheets/sheetN.xml; ECMA-376, part 1,
 * section 18.3) as a struct sheet.
 */
#pragma once

#include "base/err.h"
#include "text/sheet_build.h"
#include "text/xlsx_styles.h"

#define XLSX_MERGED_MAX 65536 /* ranges of one sheet */
#define XLSX_COLUMNS 16384    /* A to XFD: what the format has */
#define XLSX_ROWS 1048576

/* What cells refer to. All zero: a workbook without shared strings and formats. */
struct xlsx_book {
    struct slices strings;
    struct xlsx_styles styles;
    bool from_1904; /* how days are counted */
};

/*
 * Fills in rows and faults. Whatever is wrong with the XML ends the reading there: what stands in
 * front of it is kept, and a fault says where it ended.
 */
void xlsx_sheet_read(struct sheet *out, struct arena *a, struct slice xml,
                     const struct xlsx_book *book);

/* "B5" or "B5:C7". */
MUST_USE bool xlsx_sheet_range(struct sheet_range *out, struct slice ref);
