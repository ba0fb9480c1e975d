/* SPDX-License-Identifier: Apache-2.0 */
#include "committee/comment_form.h"

#include "base/buf.h"
#include "support/book.h"
#include "support/cases.h"

#define C(ref, text) "<c r=\"" ref "\" t=\"inlineStr\"><is><t>" text "</t></is></c>"
#define ROW(n, cells) "<row r=\"" #n "\">" cells "</row>"
#define GB_HEADER                                                                          \
    ROW(1, C("A1", "序号") C("B1", "标准章条编号") C("C1", "意见内容") C("D1", "修改建议") \
               C("E1", "提出单位") C("F1", "处理意见") C("G1", "备注"))
#define ISO_CSV                                                                           \
    "MB/NC,Line number,Clause/Subclause,Paragraph/Figure/Table,Type of comment,Comments," \
    "Proposed change,Observations of the secretariat\r\n"
#define GB_CSV "序号,标准章条编号,意见内容,修改建议,提出单位,处理意见,备注\r\n"

/* "2=5.2|text|proposed; …" of the rows, then the notices that say a row is refused: "!4/Comments".
 */
static struct slice
told(const struct comment_form *f)
{
    struct buf b;
    buf_init(&b, &case_arena, 100000);
    for (size_t i = 0; i < f->n; i++)
        buf_printf(&b, "%s%u=%.*s|%.*s|%.*s", i ? "; " : "", f->rows[i].row,
                   SL_FMT(f->rows[i].clause), SL_FMT(f->rows[i].text), SL_FMT(f->rows[i].proposed));
    for (size_t i = 0; i < f->nnotices; i++)
        if (f->notices[i].refused)
            buf_printf(&b, "%s!%u/%d", b.n ? " " : "", f->notices[i].row, (int)f->notices[i].why);
    return buf_slice(&b);
}

static bool
has_notice(const struct comment_form *f, enum comment_form_why why, uint32_t row,
           enum comment_form_column column)
{
    for (size_t i = 0; i < f->nnotices; i++)
        if (f->notices[i].why == why && f->notices[i].row == row && f->notices[i].column == column)
            return true;
    return false;
}

static void
assert_told(const struct comment_form *f, const char *want)
{
    struct slice got = told(f);
    if (!slice_eq_str(got, want))
        fail_msg("got  %.*s\n    want %s", SL_FMT(got), want);
}

static struct comment_form
must_read(struct slice octets)
{
    struct comment_form f;
    struct err e = {0};
    if (!comment_form_read(&f, &case_arena, SL("f"), octets, &e))
        fail_msg("%s", e.msg);
    return f;
}

/* What is in the rows of files that people send; the first row is 1. */
static const struct csv_case {
    const char *name;
    struct slice text;
    const char *want;
} csv_cases[] = {
    {"csv: iso", SL_INIT(ISO_CSV "US,12,5.2,NOTE 1,te,Why?,Drop it.,\r\n"), "2=5.2|Why?|Drop it."},
    {"csv: gb", SL_INIT(GB_CSV "1,5.2,术语未定义,增加定义,甲公司,采纳,\r\n"),
     "2=5.2|术语未定义|增加定义"},
    {"csv: a block above",
     SL_INIT("Date: 2026-01-02,,\r\nDocument:,X,\r\n\r\nClause,Comments,Proposal\r\n5,a,b\r\n"),
     "5=5|a|b"},
    {"csv: numbering row",
     SL_INIT("MB,Clause No.,Type of comment,Comment\r\n1,2,3,(4)\r\nDE,5,ed,a\r\n"), "3=5|a|"},
    {"csv: names with marks",
     SL_INIT("MB¹,Clause No./ Subclause No./ Annex (e.g. 3.1),\"Type of com-\nment²\",Comment "
             "(justification for change) by the MB,Proposed change by the MB\r\nDE,5,ed,a,b\r\n"),
     "2=5|a|b"},
    {"csv: rows of white space", SL_INIT(GB_CSV ",,,,,,\r\n \t,　, ,,,,\r\n1,5,a,,,,\r\n"),
     "4=5|a|"},
    {"csv: short row", SL_INIT(GB_CSV "1,5.2,意见\r\n2\r\n"), "2=5.2|意见| !3/0 !3/1"},
    {"csv: long row", SL_INIT(GB_CSV "1,5,a,b,c,采纳,,more\r\n2,6,c,,,,\r\n"), "3=6|c| !2/3"},
    {"csv: long row, but empty", SL_INIT(GB_CSV "1,5,a,b,c,采纳,,,,,\r\n"), "2=5|a|b"},
    {"csv: no clause", SL_INIT(GB_CSV "1,,a,,,,\r\n2,6,c,,,,\r\n"), "3=6|c| !2/0"},
    {"csv: no clause, general", SL_INIT("Clause,Type,Comments\r\n,ge,a\r\n,te,b\r\n"),
     "2=|a| !3/0"},
    {"csv: no text", SL_INIT(GB_CSV "1,5,,b,,,\r\n2,6,c,,,,\r\n"), "3=6|c| !2/1"},
    {"csv: semicolons", SL_INIT("Clause;Comments;Proposed change\r\n5;a, b;c\r\n"), "2=5|a, b|c"},
    {"csv: sep line", SL_INIT("sep=;\r\nClause;Comments\r\n5;a,b\r\n"), "3=5|a,b|"},
    {"csv: tabs", SL_INIT("Clause\tComments\n5\ta, b; c\n"), "2=5|a, b; c|"},
    {"csv: lone carriage returns", SL_INIT("Clause,Comments\r5,a\r6,b\r"), "2=5|a|; 3=6|b|"},
    {"csv: guarded formula", SL_INIT("Clause,Comments\r\n5,'=1+1\r\n6,'don't\r\n"),
     "2=5|=1+1|; 3=6|'don't|"},
    {"csv: columns in another order", SL_INIT("Comments,Foo,Clause\r\na,x,5\r\n"), "2=5|a|"},
    {"csv: names again on the next page",
     SL_INIT("Clause,Comments\r\n5,a\r\nClause,Comments\r\n6,b\r\n"), "2=5|a|; 4=6|b|"},
    {"csv: no clause column", SL_INIT("Comments,Proposed change\r\na,b\r\n"), "!2/0"},
    {"csv: gbk",
     SL_INIT("\xd5\xc2\xcc\xf5\xb1\xe0\xba\xc5,\xd2\xe2\xbc\xfb\xc4\xda\xc8\xdd\r\n5.2,"
             "\xca\xf5\xd3\xef\r\n"),
     "2=5.2|术语|"},
    {"csv: gbk, one sequence broken",
     SL_INIT("\xd5\xc2\xcc\xf5\xb1\xe0\xba\xc5,\xd2\xe2\xbc\xfb\xc4\xda\xc8\xdd\r\n5.2,"
             "\xca\xf5\xd3\r\n5.3,\xca\xf5\xd3\xef\r\n"),
     "3=5.3|术语| !2/4"},
    {"csv: utf-8, one octet broken", SL_INIT(GB_CSV "1,5,a\xff,,,,\r\n2,6,b,,,,\r\n"),
     "3=6|b| !2/4"},
    {"csv: utf-16 little end first",
     SL_INIT("\xff\xfe"
             "C\0l\0a\0u\0s\0e\0\t\0C\0o\0m\0m\0e\0n\0t\0s\0\r\0\n\0\x35\0\t\0\x2f\x67\r\0\n\0"),
     "2=5|术|"},
    {"csv: utf-16 big end first",
     SL_INIT("\xfe\xff"
             "\0C\0l\0a\0u\0s\0e\0;\0C\0o\0m\0m\0e\0n\0t\0\r\0\n\0\x35\0;\x67\x2f\0\r\0\n"),
     "2=5|术|"},
    {"csv: a quote never closed",
     SL_INIT("Clause,Comments,Proposed change\r\n5,\"a,b\r\n6,\"c\",d\r\n7,e,f\r\n"),
     "3=6|c|d; 4=7|e|f !2/4"},
    {"csv: a quote never closed, nothing quoted behind",
     SL_INIT("Clause,Comments\r\n5,\"a\r\n6,c\r\n7,e\r\n"), "3=6|c|; 4=7|e| !2/4"},
    {"csv: lines within quotes", SL_INIT("Clause,Comments\r\n5,\"a\nb \"\"c\"\"\"\r\n6,d\r\n"),
     "2=5|a\nb \"c\"|; 3=6|d|"},
    {"csv: NUL", SL_INIT("Clause,Comments\r\n5,a\0b\r\n6,c\r\n"), "3=6|c| !2/4"},
};

static void
csv_rows(void **state)
{
    const struct csv_case *c = *state;
    struct comment_form f = must_read(c->text);
    assert_told(&f, c->want);
}

static const struct xlsx_case {
    const char *name, *rows, *behind, *strings, *want;
} xlsx_cases[] = {
    {"xlsx: gb", GB_HEADER ROW(2, C("B2", "5.2") C("C2", "甲 &amp; 乙") C("D2", "改")), NULL, NULL,
     "2=5.2|甲 & 乙|改"},
    {"xlsx: cells without places",
     "<row><c t=\"inlineStr\"><is><t>Clause</t></is></c><c t=\"inlineStr\"><is><t>Comments</t></is>"
     "</c></row><row><c><v>5</v></c><c t=\"str\"><v>a</v></c></row>",
     NULL, NULL, "2=5|a|"},
    {"xlsx: shared strings, runs, readings",
     "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c></row>"
     "<row r=\"7\"><c r=\"A7\" t=\"s\"><v>2</v></c><c r=\"B7\" t=\"s\"><v>3</v></c></row>",
     NULL,
     "<si><t>Clause</t></si><si><r><rPr><b/></rPr><t>Comm</t></r><r><t>ents</t></r></si>"
     "<si><t>5.10</t></si><si><t xml:space=\"preserve\">密_x000D_\n码</t>"
     "<rPh sb=\"0\" eb=\"1\"><t>mima</t></rPh></si>",
     "7=5.10|密\r\n码|"},
    {"xlsx: formulas stay text",
     GB_HEADER ROW(2, C("B2", "5") C("C2", "=1+1") "<c r=\"D2\"><f>SUM(1,2)</f><v>3</v></c>")
         ROW(3, C("B3", "6") "<c r=\"C3\" t=\"str\"><f>A1&amp;\"x\"</f></c>"),
     NULL, NULL, "2=5|=1+1|3; 3=6|=A1&\"x\"|"},
    {"xlsx: merged down",
     GB_HEADER ROW(2, C("B2", "5") C("C2", "a") C("D2", "b")) ROW(3, C("C3", "c"))
         ROW(4, C("C4", "d")),
     "<mergeCells><mergeCell ref=\"B2:B4\"/><mergeCell ref=\"D2:D3\"/></mergeCells>", NULL,
     "2=5|a|b; 3=5|c|b; 4=5|d|"},
    {"xlsx: merged across comment and proposal", GB_HEADER ROW(2, C("B2", "5") C("C2", "a")),
     "<mergeCells><mergeCell ref=\"C2:D2\"/></mergeCells>", NULL, "2=5|a|"},
    {"xlsx: a heading within", GB_HEADER ROW(2, C("A2", "第5章")) ROW(3, C("B3", "5") C("C3", "a")),
     "<mergeCells><mergeCell ref=\"A2:G2\"/></mergeCells>", NULL, "3=5|a| !2/0 !2/1"},
    {"xlsx: a heading from the clause on",
     GB_HEADER ROW(2, C("B2", "第5章")) ROW(3, C("B3", "5") C("C3", "a")),
     "<mergeCells><mergeCell ref=\"B2:G2\"/></mergeCells>", NULL, "3=5|a| !2/5 !2/1"},
    {"xlsx: two rows merged into one comment",
     GB_HEADER ROW(2, C("B2", "5") C("C2", "a")) ROW(3, C("B3", " ")),
     "<mergeCells><mergeCell ref=\"B2:B3\"/><mergeCell ref=\"C2:C3\"/></mergeCells>", NULL,
     "2=5|a|"},
    {"xlsx: header of two merged rows",
     ROW(1, C("A1", "Clause") C("B1", "Comments")) ROW(2, C("C2", "x"))
         ROW(3, C("A3", "5") C("B3", "a")),
     "<mergeCells><mergeCell ref=\"A1:A2\"/><mergeCell ref=\"B1:B2\"/></mergeCells>", NULL,
     "3=5|a|"},
    {"xlsx: numbers, dates, truth",
     GB_HEADER ROW(2, "<c r=\"B2\"><v>5.0999999999999996</v></c><c r=\"C2\" t=\"b\"><v>1</v></c>"
                      "<c r=\"D2\" t=\"e\"><v>#N/A</v></c>"),
     NULL, NULL, "2=5.1|TRUE|#N/A"},
    {"xlsx: a shared string that is not there",
     GB_HEADER ROW(2, C("B2", "5") "<c r=\"C2\" t=\"s\"><v>9</v></c>")
         ROW(3, C("B3", "6") C("C3", "a")),
     NULL, NULL, "3=6|a| !2/4 !2/1"},
    {"xlsx: no number",
     GB_HEADER ROW(2, C("C2", "a") "<c r=\"B2\"><v>5</v></c>")
         ROW(3, C("B3", "6") C("C3", "a") "<c r=\"D3\"><v>1e999</v></c>")
             ROW(4, C("B4", "6") C("C4", "a")),
     NULL, NULL, "4=6|a| !2/4 !2/0 !3/4"},
    {"xlsx: rows twice",
     GB_HEADER ROW(2, C("B2", "5") C("C2", "a")) ROW(2, C("B2", "6") C("C2", "b"))
         ROW(3, C("B3", "6") C("C3", "c")),
     NULL, NULL, "2=5|a|; 3=6|c| !2/4"},
    {"xlsx: a cell past the last column of the format",
     GB_HEADER ROW(2, C("B2", "5") C("C2", "a") C("AAAA2", "x")) ROW(3, C("B3", "6") C("C3", "b")),
     NULL, NULL, "3=6|b| !2/4"},
    {"xlsx: a note beside the table", GB_HEADER ROW(2, C("B2", "5") C("C2", "a") C("K2", "mine")),
     NULL, NULL, "2=5|a|"},
    {"xlsx: hidden rows count",
     GB_HEADER "<row r=\"2\" hidden=\"1\">" C("B2", "5") C("C2", "a") "</row>", NULL, NULL,
     "2=5|a|"},
    {"xlsx: the sheet breaks off",
     GB_HEADER ROW(
         2, C("B2", "5")
                C("C2",
                  "a")) "<row r=\"3\"><c r=\"B3\" t=\"inlineStr\"><is><t>6</t></is></c><c></row>",
     NULL, NULL, "2=5|a| !3/4 !3/1"},
};

static void
xlsx_rows(void **state)
{
    const struct xlsx_case *c = *state;
    struct comment_form f = must_read(book_make(&case_arena, c->rows, c->behind, c->strings));
    assert_told(&f, c->want);
}

static void
sort_of_order_is_by_row(void **state)
{
    (void)state;
    struct comment_form f = must_read(SL("Comments,Proposed change\r\na,b\r\nc,d\r\n"));
    assert_int_equal(f.n, 0);
    assert_int_equal(f.refused, 2);
    assert_true(has_notice(&f, COMMENT_FORM_MISSING_REQUIRED, 0, COMMENT_FORM_CLAUSE));
    assert_true(has_notice(&f, COMMENT_FORM_MISSING_COLUMN, 0, COMMENT_FORM_TYPE));
    for (size_t i = 1; i < f.nnotices; i++)
        assert_true(f.notices[i - 1].row <= f.notices[i].row);
}

static void
warnings_keep_the_row(void **state)
{
    (void)state;
    struct comment_form f = must_read(book_make(
        &case_arena,
        ROW(1,
            C("A1", "Clause") C("B1", "Type") C("C1", "Comments") C("D1", "Observations") C(
                "E1",
                "Shoe size")) "<row r=\"2\"><c r=\"A2\"><v>5.1</v></c>" C("B2",
                                                                          "te/ed") "<c "
                                                                                   "r=\"C2\"><f>1+"
                                                                                   "1</f><v>2</v></"
                                                                                   "c>" C(
                                                                                       "D2",
                                                                                       "Not "
                                                                                       "accepte"
                                                                                       "d") "</"
                                                                                            "row"
                                                                                            ">" ROW(
                                                                                                3,
                                                                                                C("A3",
                                                                                                  "5")
                                                                                                    C("C3",
                                                                                                      "x")),
        NULL, NULL));
    assert_int_equal(f.n, 2);
    assert_true(f.rows[0].formula && !f.rows[1].formula);
    assert_true(has_notice(&f, COMMENT_FORM_NUMERIC_CLAUSE, 2, COMMENT_FORM_CLAUSE));
    assert_true(has_notice(&f, COMMENT_FORM_UNKNOWN_TYPE, 2, COMMENT_FORM_TYPE));
    assert_true(has_notice(&f, COMMENT_FORM_FORMULA, 2, COMMENT_FORM_TEXT));
    assert_true(has_notice(&f, COMMENT_FORM_NO_REASON, 2, COMMENT_FORM_OUTCOME));
    assert_true(has_notice(&f, COMMENT_FORM_NO_TYPE, 3, COMMENT_FORM_TYPE));
    assert_true(has_notice(&f, COMMENT_FORM_UNKNOWN_COLUMN, 0, COMMENT_FORM_NO_COLUMN));
    struct slice s =
        comment_form_notice_text(&case_arena, &f.notices[f.nnotices - 1], COMMENT_ROW_EN);
    assert_true(slice_eq_str(s, "row 3, Type of comment: no type is given (ge, te, ed): it stays "
                                "empty"));
}

static void
head_and_counts_are_read(void **state)
{
    (void)state;
    struct comment_form f = must_read(SL(
        "意见汇总处理表\r\n"
        "标准项目名称：数据存储加密要求    承办人：李四    共 1 页 第 1 页\r\n"
        "标准项目主要起草单位：甲研究院　　电话：010-1　　填写日期：2026年1月2日\r\n" GB_CSV
        "1,5,a,,,,\r\n"
        "\"说明：①发送《征求意见稿》的单位数：81 个；②收到《征求意见稿》后，回函的单位数：40个；\n"
        "③收到《征求意见稿》后，回函并有建议或意见的单位数：12个；④没有回函的单位数：41个。\",,,,,,"
        "\r\n"));
    assert_int_equal(f.kind, COMMENT_FORM_GB);
    assert_true(slice_eq_str(f.head.document, "数据存储加密要求"));
    assert_true(slice_eq_str(f.head.handler, "李四"));
    assert_true(slice_eq_str(f.head.lead, "甲研究院"));
    assert_true(slice_eq_str(f.head.phone, "010-1"));
    assert_true(slice_eq_str(f.head.date, "2026年1月2日"));
    assert_int_equal(f.head.sent, 81);
    assert_int_equal(f.head.replied, 40);
    assert_int_equal(f.head.commented, 12);
    assert_int_equal(f.head.silent, 41);
    assert_told(&f, "5=5|a|");
}

/* Files in which nothing can be read: an error that says what they are. */
struct bad_case {
    const char *name;
    struct slice (*make)(void);
    const char *says;
};

static struct slice
empty(void)
{
    return SL("");
}

static struct slice
no_table(void)
{
    return SL("Dear secretary,\r\nplease find our comments: none.\r\n");
}

static struct slice
old_excel(void)
{
    return SL("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and more");
}

static struct slice
pdf(void)
{
    return SL("%PDF-1.7\n");
}

static struct slice
good_book(void)
{
    return book_make(&case_arena, GB_HEADER ROW(2, C("B2", "5") C("C2", "a")), NULL, NULL);
}

static struct slice
truncated(void)
{
    struct slice s = good_book();
    return slice_sub(s, 0, s.n - 200);
}

static struct slice
flipped(void)
{
    struct slice s = good_book();
    size_t at = slice_find(s, SL("xl/worksheets/sheet1.xml"));
    uint8_t *room = NEW_ARRAY(&case_arena, uint8_t, s.n);
    memcpy(room, s.p, s.n);
    room[at + 40] ^= 0xff;
    return slice_of(room, s.n);
}

/* A workbook whose sheet is `xml`. */
static struct slice
with_sheet(struct slice xml)
{
    struct book_part parts[BOOK_PARTS + 1];
    memcpy(parts, book_parts, sizeof book_parts);
    parts[BOOK_PARTS] = (struct book_part){"xl/worksheets/sheet1.xml", xml};
    return book_zip(&case_arena, parts, BOOK_PARTS + 1, NULL);
}

static struct slice
bomb(void)
{
    size_t n = (size_t)48 << 20;
    uint8_t *zeros = NEW_ARRAY(&case_arena, uint8_t, n);
    memset(zeros, ' ', n);
    return with_sheet(slice_of(zeros, n));
}

static struct slice
entities(void)
{
    return with_sheet(SL("<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b "
                         "\"&a;&a;&a;&a;&a;&a;&a;&a;\">]><worksheet>&b;</worksheet>"));
}

static struct slice
deep(void)
{
    struct buf b;
    buf_init(&b, &case_arena, 100000);
    for (size_t i = 0; i < 5000; i++)
        buf_str(&b, "<a>");
    return with_sheet(buf_slice(&b));
}

static struct slice
encrypted(void)
{
    return book_zip(&case_arena, book_parts, BOOK_PARTS, "secret");
}

static struct slice
wrong_type(void)
{
    struct book_part parts[BOOK_PARTS];
    memcpy(parts, book_parts, sizeof book_parts);
    parts[0].text =
        SL("<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
           "<Override PartName=\"/a\" ContentType=\"text/plain\"/></Types>");
    return book_zip(&case_arena, parts, BOOK_PARTS, NULL);
}

static struct slice
word(void)
{
    const struct book_part parts[] = {
        {"[Content_Types].xml",
         SL("<Types "
            "xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Override "
            "PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-"
            "officedocument.wordprocessingml.document.main+xml\"/></Types>")},
        {"word/document.xml", SL("<w/>")},
    };
    return book_zip(&case_arena, parts, 2, NULL);
}

static struct slice
leads_out(void)
{
    const struct book_part parts[] = {{"../../etc/passwd", SL("x")}};
    return book_zip(&case_arena, parts, 1, NULL);
}

static struct slice
sheet_missing(void)
{
    return book_zip(&case_arena, book_parts, BOOK_PARTS, NULL);
}

static const struct bad_case bad_cases[] = {
    {"bad: empty", empty, "f: no table of comments"},
    {"bad: a letter", no_table, "f: no table of comments"},
    {"bad: Excel 97", old_excel, "save it as .xlsx"},
    {"bad: PDF", pdf, "a PDF"},
    {"bad: truncated", truncated, "not a readable ZIP"},
    {"bad: flipped octet", flipped, "damaged"},
    {"bad: bomb", bomb, "made to fill memory"},
    {"bad: entities", entities, "a document type"},
    {"bad: deep", deep, "deeper"},
    {"bad: encrypted", encrypted, "encrypted"},
    {"bad: wrong type", wrong_type, "names no workbook"},
    {"bad: Word", word, "document of Word"},
    {"bad: path", leads_out, "leads out"},
    {"bad: no sheet", sheet_missing, "not in the file"},
};

static void
is_refused(void **state)
{
    const struct bad_case *c = *state;
    struct comment_form f;
    struct err e = {0};
    if (comment_form_read(&f, &case_arena, SL("f"), c->make(), &e))
        fail_msg("taken: %.*s", SL_FMT(told(&f)));
    if (!strstr(e.msg, c->says))
        fail_msg("says '%s', not '%s'", e.msg, c->says);
}

static void
wide_tables_keep_their_rows(void **state)
{
    (void)state;
    struct buf b; /* 100,000 columns in one row */
    buf_init(&b, &case_arena, 1 << 20);
    buf_str(&b, "Clause,Comments\r\n5,a\r\n6,b");
    for (size_t i = 0; i < 100000; i++)
        buf_str(&b, ",x");
    buf_str(&b, "\r\n7,c\r\n");
    struct comment_form f = must_read(buf_slice(&b));
    assert_told(&f, "2=5|a|; 4=7|c| !3/4 !3/3");
}

/* Texts that are hard on the way there and back. */
static const char *const hard[] = {
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "'=1",
    "''-2",
    "＝1",
    "a =1",
    "\"",
    "\"\"",
    "a\"b",
    "a,b;c\td",
    "a\nb",
    "a\r\nb",
    "中文，逗号",
    "_x000D_",
    "_x005F_x0041_",
    "<b>&amp;</b>",
    "007",
    "5.10",
    "1e5",
    "TRUE",
    "2026-11-24",
    "http://x.y/",
    "\xf0\x9f\x98\x80\xf0\xa0\x80\x80",
    "'",
    "'quoted'",
    "Accepted",
    "采纳",
    "a'=b",
    "- 见 5.2",
    "\x01\x1f",
    "Date: x",
    "说明",
    "\xc3\xa9t\xc3\xa9",
    "sep=;",
};

static struct comment_row
hard_row(size_t i)
{
    size_t n = COUNT_OF(hard);
    struct slice v[8];
    for (size_t k = 0; k < COUNT_OF(v); k++)
        v[k] = slice_str(hard[(i * 7 + k * 11) % n]);
    struct comment_row c = {
        .number = arena_printf(&case_arena, "%zu", i + 1),
        .organisation = v[0],
        .line = v[1],
        .clause = arena_printf(&case_arena, "5.%zu %.*s", i % 30, SL_FMT(v[2])),
        .element = v[3],
        .type = (enum comment_row_type)(i % COMMENT_ROW_TYPES),
        .text = v[4],
        .proposed = v[5],
        .outcome = (enum comment_row_outcome)(i % 3 ? i % COMMENT_ROW_OUTCOMES : 0),
        .reason = i % 5 ? v[6] : SL(""),
        .note = v[7],
        .contributors = i % 2 ? SL("Li; Smith") : SL(""),
        .decision = i % 7 ? SL("") : v[1],
    };
    return c;
}

static void
assert_same(const char *what, size_t i, struct slice x, struct slice y)
{
    if (!slice_eq(x, y))
        fail_msg("row %zu, %s: '%.*s' became '%.*s'", i, what, SL_FMT(x), SL_FMT(y));
}

static void
assert_same_row(size_t i, const struct comment_row *x, const struct comment_row *y)
{
    assert_same("number", i, x->number, y->number);
    assert_same("organisation", i, x->organisation, y->organisation);
    assert_same("line", i, x->line, y->line);
    assert_same("clause", i, x->clause, y->clause);
    assert_same("element", i, x->element, y->element);
    assert_same("text", i, x->text, y->text);
    assert_same("proposed", i, x->proposed, y->proposed);
    assert_same("reason", i, x->reason, y->reason);
    assert_same("note", i, x->note, y->note);
    assert_same("contributors", i, x->contributors, y->contributors);
    assert_same("decision", i, x->decision, y->decision);
    assert_int_equal(x->type, y->type);
    assert_int_equal(x->outcome, y->outcome);
    assert_false(y->formula);
}

static const struct trip {
    const char *name;
    struct comment_form_style style;
} trips[] = {
    {"round trip: iso csv", {COMMENT_FORM_ISO, COMMENT_FORM_CSV, true}},
    {"round trip: iso xlsx", {COMMENT_FORM_ISO, COMMENT_FORM_XLSX, true}},
    {"round trip: gb csv", {COMMENT_FORM_GB, COMMENT_FORM_CSV, true}},
    {"round trip: gb xlsx", {COMMENT_FORM_GB, COMMENT_FORM_XLSX, true}},
};

static struct comment_form
hard_form(size_t n)
{
    struct comment_row *rows = NEW_ARRAY(&case_arena, struct comment_row, n);
    for (size_t i = 0; i < n; i++)
        rows[i] = hard_row(i);
    struct comment_form f = {.rows = rows, .n = n};
    comment_form_head_init(&f.head);
    f.head.date = SL("2026-11-24");
    f.head.document = SL("=GB/T 1.1: 数据, \"存储\"");
    f.head.project = SL("20262810-T-907");
    return f;
}

static void
round_trip(void **state)
{
    const struct trip *t = *state;
    struct comment_form f = hard_form(200), back;
    struct slice octets, again;
    struct err e = {0};
    f.head.sent = 81;
    f.head.silent = 0;
    assert_true(comment_form_write(&octets, &case_arena, &f, &t->style, &e));
    assert_true(comment_form_write(&again, &case_arena, &f, &t->style, &e));
    assert_true(slice_eq(octets, again));
    back = must_read(octets);
    for (size_t i = 0; i < back.nnotices; i++)
        if (back.notices[i].refused)
            fail_msg("%.*s", SL_FMT(comment_form_notice_text(&case_arena, &back.notices[i],
                                                             COMMENT_ROW_EN)));
    assert_int_equal(back.kind, t->style.kind);
    assert_int_equal(back.n, f.n);
    assert_int_equal(back.head.sent, 81);
    assert_int_equal(back.head.silent, 0);
    assert_int_equal(back.head.replied, -1);
    assert_same("document", 0, f.head.document, back.head.document);
    assert_same("date", 0, f.head.date, back.head.date);
    assert_same("project", 0, f.head.project, back.head.project);
    for (size_t i = 0; i < f.n; i++)
        assert_same_row(i, &f.rows[i], &back.rows[i]);
}

/* bench/comments.c says how long it takes. */
static void
ten_thousand_rows(void **state)
{
    (void)state;
    enum { ROWS = 10000 };
    struct comment_form f = hard_form(ROWS), back;
    for (size_t i = 0; i < COUNT_OF(trips); i++) {
        struct slice octets;
        struct err e = {0};
        assert_true(comment_form_write(&octets, &case_arena, &f, &trips[i].style, &e));
        back = must_read(octets);
        assert_int_equal(back.n, ROWS);
        assert_int_equal(back.refused, 0);
        for (size_t k = 0; k < ROWS; k++)
            assert_same_row(k, &f.rows[k], &back.rows[k]);
    }
}

static void
official_columns_alone(void **state)
{
    (void)state;
    struct comment_form f = hard_form(3);
    const struct comment_form_style style = {COMMENT_FORM_GB, COMMENT_FORM_CSV, false};
    struct slice octets;
    struct err e = {0};
    assert_true(comment_form_write(&octets, &case_arena, &f, &style, &e));
    assert_true(
        slice_find(octets, SL("序号,标准章条编号,意见内容,修改建议,提出单位,处理意见,备注\r\n")) !=
        SIZE_MAX);
    assert_true(slice_find(octets, SL("Li; Smith")) == SIZE_MAX);
}

static void
too_long_for_a_cell(void **state)
{
    (void)state;
    struct comment_form f = hard_form(2);
    struct comment_row *rows = NEW_ARRAY(&case_arena, struct comment_row, 2);
    memcpy(rows, f.rows, 2 * sizeof *rows);
    f.rows = rows;
    uint8_t *text = NEW_ARRAY(&case_arena, uint8_t, 40000);
    memset(text, 'x', 40000);
    rows[1].text = slice_of(text, 40000);
    const struct comment_form_style style = {COMMENT_FORM_ISO, COMMENT_FORM_XLSX, false};
    struct slice octets;
    struct err e = {0};
    assert_false(comment_form_write(&octets, &case_arena, &f, &style, &e));
    assert_int_equal(e.code, ERR_LIMIT);
    assert_non_null(strstr(e.msg, "row 7, column F"));
}

/* A few octets of workbook that mean gigabytes of comments: no more than a table may have. */
static void
shared_strings_do_not_multiply(void **state)
{
    (void)state;
    struct buf rows, strings;
    buf_init(&rows, &case_arena, 1 << 24);
    buf_init(&strings, &case_arena, 1 << 20);
    buf_str(&rows, GB_HEADER);
    for (size_t i = 2; i < 20000; i++)
        buf_printf(&rows,
                   "<row r=\"%zu\"><c r=\"B%zu\"><v>5</v></c><c r=\"C%zu\" t=\"s\"><v>0</v></c>"
                   "<c r=\"D%zu\" t=\"s\"><v>0</v></c></row>",
                   i, i, i, i);
    buf_u8(&rows, 0);
    buf_str(&strings, "<si><t>");
    for (size_t i = 0; i < COMMENT_FORM_TEXT_MAX; i++)
        buf_u8(&strings, 'a' + (uint32_t)(i * i % 23)); /* not too easy to pack */
    buf_str(&strings, "</t></si>");
    buf_u8(&strings, 0);
    struct comment_form f =
        must_read(book_make(&case_arena, (const char *)rows.p, NULL, (const char *)strings.p));
    assert_in_range(f.n, 500, 520);
    assert_int_equal(f.n + f.refused, 19998);
    assert_true(case_arena.used < (size_t)64 << 20);
}

static void
no_text_is_not_written(void **state)
{
    (void)state;
    struct comment_row rows[] = {{.clause = SL("5"), .text = SL("a\0b")}};
    struct comment_form f = {.rows = rows, .n = 1};
    struct slice octets;
    comment_form_head_init(&f.head);
    for (size_t i = 0; i < COUNT_OF(trips); i++) {
        struct err e = {0};
        assert_false(comment_form_write(&octets, &case_arena, &f, &trips[i].style, &e));
        assert_int_equal(e.code, ERR_INPUT);
    }
}

int
main(void)
{
    CASES_TABLE(csv_cases, csv_rows);
    CASES_TABLE(xlsx_cases, xlsx_rows);
    CASES_TEST(sort_of_order_is_by_row);
    CASES_TEST(warnings_keep_the_row);
    CASES_TEST(head_and_counts_are_read);
    CASES_TABLE(bad_cases, is_refused);
    CASES_TEST(wide_tables_keep_their_rows);
    CASES_TABLE(trips, round_trip);
    CASES_TEST(ten_thousand_rows);
    CASES_TEST(official_columns_alone);
    CASES_TEST(too_long_for_a_cell);
    CASES_TEST(shared_strings_do_not_multiply);
    CASES_TEST(no_text_is_not_written);
    return cases_run("comment_form");
}
