/* SPDX-License-Identifier: Apache-2.0 */
#include "support/book.h"

#include <stdio.h>
#include <stdlib.h>
#include <zip.h>

#define NS "http://schemas.openxmlformats.org/"
#define MAIN NS "spreadsheetml/2006/main"
#define XML "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>"
#define OFFICE "application/vnd.openxmlformats-officedocument.spreadsheetml."

const struct book_part book_parts[BOOK_PARTS] = {
    {"[Content_Types].xml",
     SL_INIT(XML "<Types xmlns=\"" NS "package/2006/content-types\">"
                 "<Default Extension=\"rels\" "
                 "ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
                 "<Override PartName=\"/xl/workbook.xml\" ContentType=\"" OFFICE
                 "sheet.main+xml\"/>"
                 "</Types>")},
    {"_rels/.rels",
     SL_INIT(XML "<Relationships xmlns=\"" NS "package/2006/relationships\">"
                 "<Relationship Id=\"rId1\" Type=\"" NS
                 "officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/>"
                 "</Relationships>")},
    {"xl/workbook.xml",
     SL_INIT(XML
             "<workbook xmlns=\"" MAIN "\" xmlns:r=\"" NS "officeDocument/2006/relationships\">"
             "<sheets><sheet name=\"Sheet1\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>")},
    {"xl/_rels/workbook.xml.rels",
     SL_INIT(XML "<Relationships xmlns=\"" NS "package/2006/relationships\">"
                 "<Relationship Id=\"rId1\" Type=\"" NS
                 "officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/>"
                 "<Relationship Id=\"rId2\" Type=\"" NS
                 "officeDocument/2006/relationships/sharedStrings\" Target=\"sharedStrings.xml\"/>"
                 "</Relationships>")},
};

static void
must(bool ok, const char *what)
{
    if (ok)
        return;
    fprintf(stderr, "book: %s failed\n", what);
    abort();
}

struct slice
book_zip(struct arena *a, const struct book_part *parts, size_t n, const char *password)
{
    zip_error_t ze;
    zip_error_init(&ze);
    zip_source_t *to = zip_source_buffer_create(NULL, 0, 0, &ze);
    must(to, "zip_source_buffer_create");
    zip_t *z = zip_open_from_source(to, ZIP_TRUNCATE, &ze);
    must(z, "zip_open_from_source");
    zip_source_keep(to);
    for (size_t i = 0; i < n; i++) {
        zip_source_t *part = zip_source_buffer(z, parts[i].text.p, parts[i].text.n, 0);
        zip_int64_t at = zip_file_add(z, parts[i].name, part, ZIP_FL_ENC_UTF_8);
        must(part && at >= 0, "zip_file_add");
        zip_file_set_mtime(z, (zip_uint64_t)at, 315532800, 0);
        if (password)
            must(zip_file_set_encryption(z, (zip_uint64_t)at, ZIP_EM_AES_256, password) == 0,
                 "zip_file_set_encryption");
    }
    must(zip_close(z) == 0, "zip_close");
    must(zip_source_open(to) == 0 && zip_source_seek(to, 0, SEEK_END) == 0, "zip_source_seek");
    zip_int64_t size = zip_source_tell(to);
    must(size > 0 && zip_source_seek(to, 0, SEEK_SET) == 0, "zip_source_tell");
    uint8_t *room = NEW_ARRAY(a, uint8_t, (size_t)size);
    must(zip_source_read(to, room, (zip_uint64_t)size) == size, "zip_source_read");
    zip_source_close(to);
    zip_source_free(to);
    return slice_of(room, (size_t)size);
}

struct slice
book_sheet(struct arena *a, const char *rows, const char *behind)
{
    return arena_printf(a,
                        XML "<worksheet xmlns=\"" MAIN "\"><sheetData>%s</sheetData>%s</worksheet>",
                        rows, behind ? behind : "");
}

struct slice
book_strings(struct arena *a, const char *strings)
{
    return arena_printf(a, XML "<sst xmlns=\"" MAIN "\">%s</sst>", strings ? strings : "");
}

struct slice
book_make(struct arena *a, const char *rows, const char *behind, const char *strings)
{
    struct book_part parts[BOOK_PARTS + 2];
    memcpy(parts, book_parts, sizeof book_parts);
    parts[BOOK_PARTS] = (struct book_part){"xl/worksheets/sheet1.xml", book_sheet(a, rows, behind)};
    parts[BOOK_PARTS + 1] = (struct book_part){"xl/sharedStrings.xml", book_strings(a, strings)};
    return book_zip(a, parts, BOOK_PARTS + 2, NULL);
}
