/* SPDX-License-Identifier: Apache-2.0 */
#include "committee/comment_form.h"

#include "base/buf.h"

#define NOTICE_MAX 2048 /* octets of a notice for people */

/* In English as the ISO template has them, in Chinese as 意见汇总处理表 does; the rest is ours. */
static const struct slice columns[COMMENT_FORM_NO_COLUMN + 1][2] = {
    [COMMENT_FORM_NUMBER] = {SL_INIT("No."), SL_INIT("序号")},
    [COMMENT_FORM_ORGANISATION] = {SL_INIT("MB/NC"), SL_INIT("提出单位")},
    [COMMENT_FORM_LINE] = {SL_INIT("Line number"), SL_INIT("行号")},
    [COMMENT_FORM_CLAUSE] = {SL_INIT("Clause/Subclause"), SL_INIT("标准章条编号")},
    [COMMENT_FORM_ELEMENT] = {SL_INIT("Paragraph/Figure/Table"), SL_INIT("段落/图/表")},
    [COMMENT_FORM_TYPE] = {SL_INIT("Type of comment"), SL_INIT("意见类型")},
    [COMMENT_FORM_TEXT] = {SL_INIT("Comments"), SL_INIT("意见内容")},
    [COMMENT_FORM_PROPOSED] = {SL_INIT("Proposed change"), SL_INIT("修改建议")},
    [COMMENT_FORM_OUTCOME] = {SL_INIT("Observations of the secretariat"), SL_INIT("处理意见")},
    [COMMENT_FORM_NOTE] = {SL_INIT("Remarks"), SL_INIT("备注")},
    [COMMENT_FORM_CONTRIBUTORS] = {SL_INIT("Contributors (internal)"), SL_INIT("内部提出人")},
    [COMMENT_FORM_DECISION] = {SL_INIT("Decision needed (internal)"), SL_INIT("内部裁定")},
    [COMMENT_FORM_NO_COLUMN] = {SL_INIT(""), SL_INIT("")},
};

static const struct slice whys[COMMENT_FORM_WHYS][2] = {
    [COMMENT_FORM_NO_CLAUSE] = {SL_INIT("no clause is given: name it, or make it a general comment "
                                        "(type ge, or 全文)"),
                                SL_INIT("未写章条编号：请写明，针对全文的意见请写“全文”")},
    [COMMENT_FORM_NO_TEXT] = {SL_INIT("no comment is written"), SL_INIT("未写意见内容")},
    [COMMENT_FORM_TOO_LONG] = {SL_INIT("longer than 32,767 characters: split the comment"),
                               SL_INIT("超过32767字：请拆分")},
    [COMMENT_FORM_TOO_MANY_FIELDS] = {SL_INIT("text stands behind the last column: a separator in "
                                              "a field without quotes around it?"),
                                      SL_INIT("末列之后还有文字：字段中的分隔符是否未加引号？")},
    [COMMENT_FORM_BROKEN_TEXT] = {SL_INIT("the row cannot be read"), SL_INIT("该行无法读取")},
    [COMMENT_FORM_SPANNED] = {SL_INIT("one merged cell covers clause and comment: a heading is no "
                                      "comment"),
                              SL_INIT("章条编号与意见内容合并为一格：标题行不是意见")},
    [COMMENT_FORM_TOO_MANY_ROWS] = {SL_INIT("more comments than a table may have: split it"),
                                    SL_INIT("意见条数超过上限：请拆分表格")},
    [COMMENT_FORM_NO_TYPE] = {SL_INIT("no type is given (ge, te, ed): it stays empty"),
                              SL_INIT("未写意见类型（ge、te、ed）：留空")},
    [COMMENT_FORM_UNKNOWN_TYPE] = {SL_INIT("the type is none of ge, te, ed: it stays empty"),
                                   SL_INIT("意见类型不是ge、te、ed之一：留空")},
    [COMMENT_FORM_NUMERIC_CLAUSE] = {SL_INIT("the clause is a number or date to the spreadsheet, "
                                             "which turns 5.10 into 5.1: check it"),
                                     SL_INIT(
                                         "章条编号在表格中是数字或日期，5.10会变成5.1：请核对")},
    [COMMENT_FORM_NO_REASON] = {SL_INIT("not or only partly accepted, and no reason is given"),
                                SL_INIT("不采纳或部分采纳，但未写理由")},
    [COMMENT_FORM_FORMULA] = {SL_INIT("the cell holds a formula: what it showed is taken as text"),
                              SL_INIT("单元格为公式：按其显示值作为文字")},
    [COMMENT_FORM_MERGED_ACROSS] = {SL_INIT("a merged cell covers this column and one in front of "
                                            "it, which has the text"),
                                    SL_INIT("本列与前列合并：文字归前列")},
    [COMMENT_FORM_MISSING_REQUIRED] = {SL_INIT("the table lacks this column, which every comment "
                                               "needs"),
                                       SL_INIT("表中缺少此必需列")},
    [COMMENT_FORM_MISSING_COLUMN] = {SL_INIT("the table lacks this column: it stays empty"),
                                     SL_INIT("表中缺少此列：留空")},
    [COMMENT_FORM_UNKNOWN_COLUMN] = {SL_INIT("an unknown column is not read"),
                                     SL_INIT("未知的列，不读取")},
    [COMMENT_FORM_DAMAGED] = {SL_INIT("part of the file cannot be read"),
                              SL_INIT("文件部分内容无法读取")},
};

void
comment_form_head_init(struct comment_form_head *h)
{
    *h = (struct comment_form_head){.sent = -1, .replied = -1, .commented = -1, .silent = -1};
}

struct slice
comment_form_column_name(enum comment_form_column c, enum comment_row_lang lang)
{
    return columns[c][lang == COMMENT_ROW_ZH];
}

struct slice
comment_form_why_text(enum comment_form_why why, enum comment_row_lang lang)
{
    return whys[why][lang == COMMENT_ROW_ZH];
}

struct slice
comment_form_notice_text(struct arena *a, const struct comment_form_notice *n,
                         enum comment_row_lang lang)
{
    bool zh = lang == COMMENT_ROW_ZH;
    struct buf b;
    buf_init(&b, a, NOTICE_MAX);
    if (n->row)
        buf_printf(&b, zh ? "第%u行" : "row %u", n->row);
    struct slice column = comment_form_column_name(n->column, lang);
    if (column.n) {
        if (n->row)
            buf_str(&b, zh ? "，" : ", ");
        buf_add(&b, column);
    }
    if (b.n)
        buf_str(&b, zh ? "：" : ": ");
    buf_add(&b, comment_form_why_text(n->why, lang));
    if (n->value.n)
        buf_printf(&b, zh ? "（%.*s）" : " (%.*s)", SL_FMT(n->value));
    return buf_slice(&b);
}
