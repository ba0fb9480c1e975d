/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The parts of a workbook without the archive around them: up to the first NUL
 * a worksheet, then its strings, then its styles.
 */
#include "sheet_check.h"
#include "text/xlsx_sheet.h"
#include "text/xlsx_strings.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct arena a = {0};
    struct slice rest = slice_of(data, n), sheet, strings, styles;
    struct xlsx_book book = {.from_1904 = n % 2};
    struct sheet s = {0};
    struct err e = {0};
    slice_cut(&rest, '\0', &sheet);
    slice_cut(&rest, '\0', &strings);
    slice_cut(&rest, '\0', &styles);
    sheet_check_must(xlsx_strings_read(&book.strings, &a, strings, &e) || e.msg[0]);
    e.msg[0] = '\0';
    sheet_check_must(xlsx_styles_read(&book.styles, &a, styles, &e) || e.msg[0]);
    xlsx_sheet_read(&s, &a, sheet, &book);
    sheet_check(&s);
    arena_free(&a);
    return 0;
}
