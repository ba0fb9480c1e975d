/* SPDX-License-Identifier: Apache-2.0 */
#include "text/xlsx_read.h"

#include "base/buf.h"
#include "support/book.h"
#include "support/cases.h"
#include "text/xlsx_sheet.h"
#include "text/xlsx_strings.h"
#include "text/xlsx_text.h"
#include "text/xlsx_write.h"

#include <math.h>

static const struct code_case {
    const char *name, *code;
    unsigned shows;
} codes[] = {
    {"format: General", "General", 0},
    {"format: number", "#,##0.00;[Red]-#,##0.00", 0},
    {"format: date", "yyyy-mm-dd", XLSX_SHOWS_DATE},
    {"format: Chinese date", "yyyy\"年\"m\"月\"d\"日\"", XLSX_SHOWS_DATE},
    {"format: month", "mmm", XLSX_SHOWS_DATE},
    {"format: time", "hh:mm:ss", XLSX_SHOWS_TIME},
    {"format: elapsed", "[h]:mm", XLSX_SHOWS_TIME},
    {"format: elapsed, two letters", "[hh]:mm", XLSX_SHOWS_TIME},
    {"format: both", "yyyy/m/d h:mm", XLSX_SHOWS_DATE | XLSX_SHOWS_TIME},
    {"format: letters in quotes", "0\"days\"", 0},
    {"format: escaped letters", "0\\d\\y", 0},
    {"format: colour", "[Red]0", 0},
    {"format: first part counts", "0;yyyy", 0},
    {"format: quote left open", "0\"days", 0},
    {"format: bracket left open", "[h", XLSX_SHOWS_NUMBER},
    {"format: backslash at the end", "0\\", 0},
    {"format: nothing", "", 0},
};

static void
format_shows(void **state)
{
    const struct code_case *c = *state;
    assert_int_equal(xlsx_styles_shows(slice_str(c->code)), c->shows);
}

static const struct date_case {
    const char *name;
    double days;
    bool from_1904;
    unsigned shows;
    const char *text;
} dates[] = {
    {"date: first", 1, false, XLSX_SHOWS_DATE, "1900-01-01"},
    {"date: day 59", 59, false, XLSX_SHOWS_DATE, "1900-02-28"},
    {"date: the day that never was", 60, false, XLSX_SHOWS_DATE, "1900-02-29"},
    {"date: day 61", 61, false, XLSX_SHOWS_DATE, "1900-03-01"},
    {"date: 2026", 46350, false, XLSX_SHOWS_DATE, "2026-11-24"},
    {"date: 1904", 46350 - 1462, true, XLSX_SHOWS_DATE, "2026-11-24"},
    {"date: leap day", 45351, false, XLSX_SHOWS_DATE, "2024-02-29"},
    {"date: last", 2958465, false, XLSX_SHOWS_DATE, "9999-12-31"},
    {"date: past the last", 2958466, false, XLSX_SHOWS_DATE, ""},
    {"date: negative", -1, false, XLSX_SHOWS_DATE, ""},
    {"date: no number", NAN, false, XLSX_SHOWS_DATE, ""},
    {"date: time", 0.5, false, XLSX_SHOWS_TIME, "12:00:00"},
    {"date: with time", 46350.5, false, XLSX_SHOWS_DATE, "2026-11-24T12:00:00"},
    {"date: rounded up", 46349.9999999, false, XLSX_SHOWS_DATE, "2026-11-24"},
};

static void
date_text(void **state)
{
    const struct date_case *c = *state;
    struct slice s = xlsx_styles_date(&case_arena, c->days, c->from_1904, c->shows);
    if (!slice_eq_str(s, c->text))
        fail_msg("got '%.*s'", SL_FMT(s));
}

static const struct escape_case {
    const char *name, *written, *meant;
} escapes[] = {
    {"escape: none", "a_b", "a_b"},
    {"escape: CR", "a_x000D_b", "a\rb"},
    {"escape: small letters", "_x000d_", "\r"},
    {"escape: underscore", "_x005F_x000D_", "_x000D_"},
    {"escape: Han", "_x4E2D_", "中"},
    {"escape: pair", "_xD83D__xDE00_", "\xf0\x9f\x98\x80"},
    {"escape: half of a pair", "_xD83D_x", "_xD83D_x"},
    {"escape: other half", "_xDE00_", "_xDE00_"},
    {"escape: NUL", "_x0000_", "_x0000_"},
    {"escape: no digits", "_x00GG_", "_x00GG_"},
    {"escape: cut", "_x000D", "_x000D"},
    {"escape: in a row", "_x_x000D_x000D_", "_x\rx000D_"},
};

static void
escape(void **state)
{
    const struct escape_case *c = *state;
    struct slice s = xlsx_text_decode(&case_arena, slice_str(c->written));
    if (!slice_eq_str(s, c->meant))
        fail_msg("got '%.*s'", SL_FMT(s));
    struct buf b;
    buf_init(&b, &case_arena, 1000);
    xlsx_text_encode(&b, s);
    assert_true(slice_eq(xlsx_text_decode(&case_arena, buf_slice(&b)), s));
}

static const struct range_case {
    const char *name, *ref;
    bool ok;
    struct sheet_range range;
} ranges[] = {
    {"range: cell", "B5", true, {5, 1, 5, 1}},
    {"range: cells", "A1:C3", true, {1, 0, 3, 2}},
    {"range: last", "XFD1048576", true, {1048576, 16383, 1048576, 16383}},
    {"range: past the last column", "XFE1", false, {0}},
    {"range: past the last row", "A1048577", false, {0}},
    {"range: very many letters", "AAAAAAAAAAAAAAAAAAAAAA1", false, {0}},
    {"range: very many digits", "A99999999999999999999", false, {0}},
    {"range: no row", "A", false, {0}},
    {"range: no column", "1", false, {0}},
    {"range: row 0", "A0", false, {0}},
    {"range: turned round", "C3:A1", false, {0}},
    {"range: more behind", "A1:B2:C3", false, {0}},
    {"range: small letters", "a1", false, {0}},
    {"range: dollars", "$A$1", false, {0}},
    {"range: nothing", "", false, {0}},
};

static void
range(void **state)
{
    const struct range_case *c = *state;
    struct sheet_range r = {0};
    assert_int_equal(xlsx_sheet_range(&r, slice_str(c->ref)), c->ok);
    assert_int_equal(r.row, c->range.row);
    assert_int_equal(r.column, c->range.column);
    assert_int_equal(r.last_row, c->range.last_row);
    assert_int_equal(r.last_column, c->range.last_column);
}

/* What stands in <sheetData> and behind it, as "row:column=text"; then faults "!row". */
static const struct sheet_case {
    const char *name, *rows, *behind, *want;
} sheets[] = {
    {"sheet: nothing", "", NULL, ""},
    {"sheet: number",
     "<row><c><v>1</v></c><c><v> 1.50 </v></c><c><v>1e3</v></c><c><v>-0</v></c>"
     "<c><v>12345678901234567</v></c></row>",
     NULL, "1:0=1 1:1=1.5 1:2=1000 1:3=0 1:4=1.23456789012346e+16"},
    {"sheet: no number",
     "<row><c><v>1x</v></c></row><row><c><v>0x10</v></c></row><row><c><v>inf</v></c></row>", NULL,
     "!1 !2 !3"},
    {"sheet: truth",
     "<row><c t='b'><v>1</v></c><c t='b'><v>false</v></c><c t='b'><v>2</v></c></row>", NULL,
     "1:0=TRUE 1:1=FALSE !1"},
    {"sheet: unknown type", "<row><c t='zz'><v>1</v></c></row>", NULL, "1:0=1 !1"},
    {"sheet: ISO date", "<row><c t='d'><v>2026-11-24</v></c></row>", NULL, "1:0=2026-11-24"},
    {"sheet: empty cells",
     "<row r='4'><c r='A4'/><c r='C4'><v></v></c><c r='D4'><v>1</v></c></row>", NULL, "4:3=1"},
    {"sheet: formula without a value", "<row><c><f>1+1</f></c></row>", NULL, "1:0==1+1"},
    {"sheet: inline runs",
     "<row><c t='inlineStr'><is><r><t>a</t></r><r><t> b</t></r><rPh><t>x</t></rPh></is></c></row>",
     NULL, "1:0=a b"},
    {"sheet: value of an inline cell is none", "<row><c t='inlineStr'><v>1</v></c></row>", NULL,
     ""},
    {"sheet: rows in rows", "<row><row><c><v>1</v></c></row><c><v>2</v></c></row>", NULL, "1:0=2"},
    {"sheet: cells in cells", "<row><c><c><v>1</v></c><v>2</v></c></row>", NULL, "1:0=2"},
    {"sheet: another namespace", "<row><c xmlns='other'><v>1</v></c><c><v>2</v></c></row>", NULL,
     "1:0=2"},
    {"sheet: a cell of another row", "<row r='2'><c r='B3'><v>1</v></c></row>", NULL, "2:0=1 !2"},
    {"sheet: cells out of order", "<row><c r='B1'><v>1</v></c><c r='A1'><v>2</v></c></row>", NULL,
     "1:1=1 !1"},
    {"sheet: row 0", "<row r='0'><c><v>1</v></c></row>", NULL, "1:0=1 !0"},
    {"sheet: row past the last", "<row r='1048577'><c><v>1</v></c></row>", NULL, "1:0=1 !0"},
    {"sheet: column past what we read", "<row><c r='IW1'><v>1</v></c></row>", NULL, "!1"},
    {"sheet: empty past what we read", "<row><c r='XFD1'/><c/></row>", NULL, ""},
    {"sheet: merged both ways",
     "<row r='1'><c r='A1'><v>1</v></c></row><row r='2'><c r='C2'><v>3</v></c></row>",
     "<mergeCells><mergeCell ref='A1:B2'/></mergeCells>", "1:0=1 1:1=1 2:0=1 2:1=1 2:2=3"},
    {"sheet: merged over a text", "<row r='1'><c r='A1'><v>1</v></c><c r='B1'><v>2</v></c></row>",
     "<mergeCells><mergeCell ref='A1:B1'/></mergeCells>", "1:0=1 1:1=1"},
    {"sheet: merged without a value", "<row r='1'><c r='B1'><v>2</v></c></row>",
     "<mergeCells><mergeCell ref='A1:B1'/></mergeCells>", "1:1=2"},
    {"sheet: merged twice", "<row r='1'><c r='A1'><v>1</v></c><c r='B1'><v>2</v></c></row>",
     "<mergeCells><mergeCell ref='A1:C1'/><mergeCell ref='B1:C1'/></mergeCells>",
     "1:0=1 1:1=1 1:2=1"},
    {"sheet: merged far", "<row r='1'><c r='A1'><v>1</v></c></row>",
     "<mergeCells><mergeCell ref='A1:A1048576'/></mergeCells>", "1:0=1"},
    {"sheet: merged nowhere", "<row r='1'><c r='A1'><v>1</v></c></row>",
     "<mergeCells><mergeCell ref='A1:'/><mergeCell/></mergeCells>", "1:0=1 !0 !0"},
    {"sheet: breaks off in a row", "<row r='1'><c><v>1</v></c></row><row r='2'><c><v>2</v></c><c",
     NULL, "1:0=1 2:0=2 !2"},
    {"sheet: breaks off behind", "<row r='1'><c><v>1</v></c></row></x>", NULL, "1:0=1 !0"},
};

static void
sheet(void **state)
{
    const struct sheet_case *c = *state;
    const struct xlsx_book book = {0};
    struct sheet s = {0};
    struct buf b;
    xlsx_sheet_read(&s, &case_arena, book_sheet(&case_arena, c->rows, c->behind), &book);
    buf_init(&b, &case_arena, 10000);
    for (size_t i = 0; i < s.n; i++)
        for (size_t k = 0; k < s.rows[i].n; k++)
            buf_printf(&b, "%s%u:%u=%.*s", b.n ? " " : "", s.rows[i].number,
                       s.rows[i].cells[k].column, SL_FMT(s.rows[i].cells[k].text));
    for (size_t i = 0; i < s.nfaults; i++)
        buf_printf(&b, "%s!%u", b.n ? " " : "", s.faults[i].row);
    if (!slice_eq_str(buf_slice(&b), c->want))
        fail_msg("got  %.*s\n    want %s", SL_FMT(buf_slice(&b)), c->want);
}

static void
merged_cells_have_a_limit(void **state)
{
    (void)state;
    struct buf b;
    const struct xlsx_book book = {0};
    struct sheet s = {0};
    buf_init(&b, &case_arena, 1 << 24);
    for (size_t i = 1; i <= 3000; i++)
        buf_printf(&b, "<row r='%zu'><c><v>1</v></c></row>", i);
    buf_u8(&b, 0);
    xlsx_sheet_read(&s, &case_arena,
                    book_sheet(&case_arena, (const char *)b.p,
                               "<mergeCells><mergeCell ref='A1:XFD1048576'/></mergeCells>"),
                    &book);
    assert_int_equal(s.n, 3000);
    assert_int_equal(s.nfaults, 1);
    assert_int_equal(s.faults[0].row, 0);
}

/* The parts of a workbook with two sheets, formats, in the strict namespaces and with prefixes. */
static void
a_strict_book_with_two_sheets(void **state)
{
    (void)state;
    const struct book_part parts[] = {
        {"[Content_Types].xml",
         SL("<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'><Override "
            "PartName='/b.xml' ContentType='application/vnd.openxmlformats-officedocument."
            "spreadsheetml.sheet.main+xml'/></Types>")},
        {"_rels/.rels",
         SL("<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"
            "<Relationship Id='x' Type='http://purl.oclc.org/ooxml/officeDocument/relationships/"
            "officeDocument' Target='/dir/B.xml'/></Relationships>")},
        {"dir/b.xml",
         SL("<x:workbook xmlns:x='http://purl.oclc.org/ooxml/spreadsheetml/main' "
            "xmlns:r='http://purl.oclc.org/ooxml/officeDocument/relationships'><x:workbookPr "
            "date1904='1'/><x:sheets><x:sheet name='一' r:id='1'/><x:sheet name='two' "
            "state='hidden' "
            "r:id='2'/><x:sheet name='gone' r:id='9'/></x:sheets></x:workbook>")},
        {"dir/_rels/b.xml.rels",
         SL("<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"
            "<Relationship Id='1' Type='x/worksheet' Target='s/one.xml'/><Relationship Id='2' "
            "Type='x/worksheet' Target='../two.xml'/><Relationship Id='9' TargetMode='External' "
            "Type='x/worksheet' Target='http://x/'/><Relationship Id='3' Type='x/styles' "
            "Target='./st.xml'/></Relationships>")},
        {"dir/s/one.xml",
         SL("<x:worksheet "
            "xmlns:x='http://purl.oclc.org/ooxml/spreadsheetml/main'><x:sheetData><x:row>"
            "<x:c s='1'><x:v>0</x:v></x:c><x:c s='2'><x:v>0.25</x:v></x:c><x:c "
            "s='7'><x:v>3</x:v></x:c>"
            "</x:row></x:sheetData></x:worksheet>")},
        {"two.xml",
         SL("<worksheet xmlns='http://purl.oclc.org/ooxml/spreadsheetml/main'><sheetData><row>"
            "<c><v>2</v></c></row></sheetData></worksheet>")},
        {"dir/st.xml",
         SL("<styleSheet xmlns='http://purl.oclc.org/ooxml/spreadsheetml/main'><numFmts><numFmt "
            "numFmtId='170' formatCode='yyyy\"年\"m\"月\"'/></numFmts><cellXfs><xf "
            "numFmtId='0'/><xf "
            "numFmtId='170'/><xf numFmtId='20'/></cellXfs></styleSheet>")},
    };
    struct sheets s;
    struct err e = {0};
    struct slice zip = book_zip(&case_arena, parts, COUNT_OF(parts), NULL);
    if (!xlsx_read(&s, &case_arena, zip, &e))
        fail_msg("%s", e.msg);
    assert_int_equal(s.n, 3);
    assert_true(slice_eq_str(s.v[0].name, "一"));
    assert_true(slice_eq_str(s.v[0].rows[0].cells[0].text, "1904-01-01"));
    assert_int_equal(s.v[0].rows[0].cells[0].kind, SHEET_DATE);
    assert_true(slice_eq_str(s.v[0].rows[0].cells[1].text, "1904-01-01T06:00:00"));
    assert_true(slice_eq_str(s.v[0].rows[0].cells[2].text, "3"));
    assert_true(!s.v[0].hidden && s.v[1].hidden);
    assert_true(slice_eq_str(s.v[1].rows[0].cells[0].text, "2"));
    assert_int_equal(s.v[2].n, 0);
    assert_int_equal(s.v[2].nfaults, 1);
}

static void
broken_strings_are_told_in_each_sheet(void **state)
{
    (void)state;
    struct book_part parts[BOOK_PARTS + 2];
    memcpy(parts, book_parts, sizeof book_parts);
    parts[BOOK_PARTS] = (struct book_part){
        "xl/worksheets/sheet1.xml",
        book_sheet(&case_arena, "<row><c t='s'><v>0</v></c></row><row><c t='s'><v>1</v></c></row>",
                   NULL)};
    parts[BOOK_PARTS + 1] = (struct book_part){
        "xl/SharedStrings.xml",
        SL("<sst xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'>"
           "<si><t>a</t></si><si><t>b</si></sst>")};
    struct sheets s;
    struct err e = {0};
    struct slice zip = book_zip(&case_arena, parts, COUNT_OF(parts), NULL);
    assert_true(xlsx_read(&s, &case_arena, zip, &e));
    assert_int_equal(s.v[0].n, 2);
    assert_true(slice_eq_str(s.v[0].rows[0].cells[0].text, "a"));
    assert_true(s.v[0].rows[1].broken);
    assert_int_equal(s.v[0].nfaults, 2);
    assert_int_equal(s.v[0].faults[0].row, 0);
}

/* Every octet of a small workbook changed in turn, and every cut of it: no fault of ours. */
static void
damage_never_hurts(void **state)
{
    (void)state;
    struct slice good =
        book_make(&case_arena, "<row><c t='s'><v>0</v></c></row>", NULL, "<si><t>a</t></si>");
    uint8_t *room = NEW_ARRAY(&case_arena, uint8_t, good.n);
    size_t read = 0;
    for (size_t i = 0; i < good.n * 2; i++) {
        struct arena a = {0};
        struct sheets s;
        struct err e = {0};
        memcpy(room, good.p, good.n);
        if (i < good.n)
            room[i] ^= 0x55;
        bool ok = xlsx_read(&s, &a, slice_of(room, i < good.n ? good.n : i - good.n), &e);
        assert_true(ok || e.msg[0]);
        read += ok;
        arena_free(&a);
    }
    assert_true(read < good.n);
}

static const struct write_case {
    const char *name;
    struct slice text;
    enum err_code code; /* 0: it comes back as it was */
} writes[] = {
    {"write: text", SL_INIT("中文 text"), ERR_NONE},
    {"write: formula", SL_INIT("=1+1"), ERR_NONE},
    {"write: number", SL_INIT("007"), ERR_NONE},
    {"write: link", SL_INIT("https://example.org/"), ERR_NONE},
    {"write: markup", SL_INIT("<a b=\"c\">&amp;'"), ERR_NONE},
    {"write: escapes", SL_INIT("_x000D_ _x005F_"), ERR_NONE},
    {"write: controls", SL_INIT("\x01\x02\x0b\x1f\x7f"), ERR_NONE},
    {"write: line ends", SL_INIT("\r\n a\rb\n"), ERR_NONE},
    {"write: spaces", SL_INIT("  a  "), ERR_NONE},
    {"write: tabs alone", SL_INIT("\t\t"), ERR_NONE},
    {"write: no characters of XML", SL_INIT("\xef\xbf\xbe\xef\xbf\xbf\xef\xbf\xbd"), ERR_NONE},
    {"write: past the first plane", SL_INIT("\xf0\x9f\x98\x80"), ERR_NONE},
    {"write: NUL", SL_INIT("a\0b"), ERR_INPUT},
    {"write: not UTF-8", SL_INIT("a\xff"), ERR_INPUT},
    {"write: half of a pair", SL_INIT("\xed\xa0\x80"), ERR_INPUT},
};

static void
write_cell(void **state)
{
    const struct write_case *c = *state;
    const struct slice cells[] = {SL("x"), c->text};
    const struct xlsx_line lines[] = {{cells, 2, XLSX_HEADING},
                                      {cells, 2, XLSX_TEXT},
                                      {cells, 2, XLSX_PLAIN},
                                      {cells, 2, XLSX_TITLE}};
    const uint16_t widths[] = {10, 50};
    const struct xlsx_table t = {SL("意见"), widths, 2, 1, lines, 4};
    struct slice octets, again;
    struct sheets s;
    struct err e = {0};
    bool ok = xlsx_write(&octets, &case_arena, &t, &e);
    assert_int_equal(e.code, c->code);
    assert_int_equal(ok, c->code == ERR_NONE);
    if (!ok)
        return;
    assert_true(xlsx_write(&again, &case_arena, &t, &e));
    assert_true(slice_eq(octets, again));
    assert_true(xlsx_read(&s, &case_arena, octets, &e));
    assert_true(slice_eq_str(s.v[0].name, "意见"));
    assert_int_equal(s.v[0].n, 4);
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(s.v[0].rows[i].n, 2);
        assert_int_equal(s.v[0].rows[i].cells[1].kind, SHEET_TEXT);
        assert_false(s.v[0].rows[i].cells[1].formula);
        if (!slice_eq(s.v[0].rows[i].cells[1].text, c->text))
            fail_msg("became '%.*s'", SL_FMT(s.v[0].rows[i].cells[1].text));
    }
}

/* The most that a cell takes, in characters that count twice. */
static void
longest_cell(void **state)
{
    (void)state;
    enum { PAIRS = XLSX_WRITE_CELL_MAX / 2 };
    uint8_t *room = NEW_ARRAY(&case_arena, uint8_t, (size_t)4 * (PAIRS + 1));
    for (size_t i = 0; i <= PAIRS; i++)
        memcpy(room + 4 * i, "\xf0\x9f\x98\x80", 4);
    struct slice cell = slice_of(room, (size_t)4 * PAIRS);
    const struct xlsx_line line = {&cell, 1, XLSX_TEXT};
    const struct xlsx_table t = {SL("x"), NULL, 0, 0, &line, 1};
    struct slice octets;
    struct sheets s;
    struct err e = {0};
    assert_true(xlsx_write(&octets, &case_arena, &t, &e));
    assert_true(xlsx_read(&s, &case_arena, octets, &e));
    assert_true(slice_eq(s.v[0].rows[0].cells[0].text, cell));
    cell.n += 4;
    assert_false(xlsx_write(&octets, &case_arena, &t, &e));
    assert_int_equal(e.code, ERR_LIMIT);
}

int
main(void)
{
    CASES_TABLE(codes, format_shows);
    CASES_TABLE(dates, date_text);
    CASES_TABLE(escapes, escape);
    CASES_TABLE(ranges, range);
    CASES_TABLE(sheets, sheet);
    CASES_TEST(merged_cells_have_a_limit);
    CASES_TEST(a_strict_book_with_two_sheets);
    CASES_TEST(broken_strings_are_told_in_each_sheet);
    CASES_TEST(damage_never_hurts);
    CASES_TABLE(writes, write_cell);
    CASES_TEST(longest_cell);
    return cases_run("xlsx");
}
