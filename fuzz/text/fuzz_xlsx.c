/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Workbooks. What starts with "PK" is the archive itself. Anything else is cut at its NULs into
 * the parts of a workbook, which are packed here, so that what changes is what is
 * read and not the archive's checksums.
 */
#include "sheet_check.h"
#include "support/book.h"
#include "text/xlsx_read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static struct slice
pack(struct arena *a, struct slice rest)
{
    static const char *const names[] = {
        "xl/worksheets/sheet1.xml",
        "xl/sharedStrings.xml",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "[Content_Types].xml",
        "_rels/.rels",
        "xl/styles.xml",
    };
    struct book_part parts[COUNT_OF(names) + BOOK_PARTS];
    struct slice text;
    size_t n = 0;
    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (slice_cut(&rest, '\0', &text) && text.n)
            parts[n++] = (struct book_part){names[i], text};
    for (size_t i = 0, given = n; i < BOOK_PARTS; i++) {
        bool have = false;
        for (size_t k = 0; k < given; k++)
            have = have || strcmp(parts[k].name, book_parts[i].name) == 0;
        if (!have)
            parts[n++] = book_parts[i];
    }
    return book_zip(a, parts, n, NULL);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct arena a = {0};
    struct slice octets = slice_of(data, n);
    struct sheets s;
    struct err e = {0};
    if (!slice_has_prefix(octets, SL("PK")))
        octets = pack(&a, octets);
    if (xlsx_read(&s, &a, octets, &e))
        for (size_t i = 0; i < s.n; i++)
            sheet_check(&s.v[i]);
    else
        sheet_check_must(e.code != ERR_NONE && e.msg[0]);
    arena_free(&a);
    return 0;
}
