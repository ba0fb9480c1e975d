/* SPDX-License-Identifier: Apache-2.0 */
#include "committee/comment_form_header.h"

#define NORMAL_MAX 120    /* octets of a name that are looked at */
#define NAME_MAX_READ 300 /* octets: what is longer is no name of a column */

/* Names of columns, normal (see `normal`). The first that fits counts. */
static const struct name_rule {
    enum comment_form_column column;
    bool start; /* the name may go on behind it */
    struct slice name;
} name_rules[] = {
    {COMMENT_FORM_NUMBER, false, SL_INIT("no")},
    {COMMENT_FORM_NUMBER, false, SL_INIT("nr")},
    {COMMENT_FORM_NUMBER, false, SL_INIT("id")},
    {COMMENT_FORM_NUMBER, false, SL_INIT("number")},
    {COMMENT_FORM_NUMBER, false, SL_INIT("serialno")},
    {COMMENT_FORM_NUMBER, false, SL_INIT("commentid")},
    {COMMENT_FORM_NUMBER, false, SL_INIT("commentno")},
    {COMMENT_FORM_NUMBER, false, SL_INIT("commentnumber")},
    {COMMENT_FORM_NUMBER, true, SL_INIT("序号")},
    {COMMENT_FORM_NUMBER, false, SL_INIT("编号")},
    {COMMENT_FORM_ORGANISATION, true, SL_INIT("mbnc")},
    {COMMENT_FORM_ORGANISATION, false, SL_INIT("mb")},
    {COMMENT_FORM_ORGANISATION, false, SL_INIT("nc")},
    {COMMENT_FORM_ORGANISATION, true, SL_INIT("memberbody")},
    {COMMENT_FORM_ORGANISATION, true, SL_INIT("nationalbody")},
    {COMMENT_FORM_ORGANISATION, true, SL_INIT("organisation")},
    {COMMENT_FORM_ORGANISATION, true, SL_INIT("organization")},
    {COMMENT_FORM_ORGANISATION, true, SL_INIT("submittedby")},
    {COMMENT_FORM_ORGANISATION, true, SL_INIT("commenter")},
    {COMMENT_FORM_ORGANISATION, false, SL_INIT("commentby")},
    {COMMENT_FORM_ORGANISATION, true, SL_INIT("提出单位")},
    {COMMENT_FORM_ORGANISATION, true, SL_INIT("提出意见单位")},
    {COMMENT_FORM_ORGANISATION, true, SL_INIT("提意见单位")},
    {COMMENT_FORM_ORGANISATION, true, SL_INIT("意见提出单位")},
    {COMMENT_FORM_ORGANISATION, true, SL_INIT("意见来源")},
    {COMMENT_FORM_ORGANISATION, true, SL_INIT("反馈单位")},
    {COMMENT_FORM_ORGANISATION, true, SL_INIT("提出人")},
    {COMMENT_FORM_ORGANISATION, false, SL_INIT("单位")},
    {COMMENT_FORM_ORGANISATION, true, SL_INIT("单位名称")},
    {COMMENT_FORM_LINE, true, SL_INIT("line")},
    {COMMENT_FORM_LINE, true, SL_INIT("行号")},
    {COMMENT_FORM_CLAUSE, true, SL_INIT("clause")},
    {COMMENT_FORM_CLAUSE, true, SL_INIT("subclause")},
    {COMMENT_FORM_CLAUSE, true, SL_INIT("section")},
    {COMMENT_FORM_CLAUSE, true, SL_INIT("标准章条")},
    {COMMENT_FORM_CLAUSE, true, SL_INIT("标准条款")},
    {COMMENT_FORM_CLAUSE, true, SL_INIT("章条")},
    {COMMENT_FORM_CLAUSE, true, SL_INIT("条款")},
    {COMMENT_FORM_CLAUSE, true, SL_INIT("章节")},
    {COMMENT_FORM_CLAUSE, true, SL_INIT("对应章条")},
    {COMMENT_FORM_CLAUSE, true, SL_INIT("对应条款")},
    {COMMENT_FORM_ELEMENT, true, SL_INIT("paragraph")},
    {COMMENT_FORM_ELEMENT, true, SL_INIT("figure")},
    {COMMENT_FORM_ELEMENT, true, SL_INIT("element")},
    {COMMENT_FORM_ELEMENT, true, SL_INIT("段落")},
    {COMMENT_FORM_ELEMENT, true, SL_INIT("段图表")},
    {COMMENT_FORM_ELEMENT, true, SL_INIT("图表")},
    {COMMENT_FORM_TYPE, true, SL_INIT("type")},
    {COMMENT_FORM_TYPE, true, SL_INIT("commenttype")},
    {COMMENT_FORM_TYPE, true, SL_INIT("意见类型")},
    {COMMENT_FORM_TYPE, true, SL_INIT("意见类别")},
    {COMMENT_FORM_TYPE, true, SL_INIT("类型")},
    {COMMENT_FORM_TYPE, true, SL_INIT("类别")},
    {COMMENT_FORM_OUTCOME, true, SL_INIT("observation")},
    {COMMENT_FORM_OUTCOME, true, SL_INIT("secretariatobservation")},
    {COMMENT_FORM_OUTCOME, true, SL_INIT("secretariatsobservation")},
    {COMMENT_FORM_OUTCOME, true, SL_INIT("commentresolution")},
    {COMMENT_FORM_OUTCOME, true, SL_INIT("disposition")},
    {COMMENT_FORM_OUTCOME, true, SL_INIT("resolution")},
    {COMMENT_FORM_OUTCOME, true, SL_INIT("处理")},
    {COMMENT_FORM_OUTCOME, true, SL_INIT("采纳")},
    {COMMENT_FORM_OUTCOME, true, SL_INIT("是否采纳")},
    {COMMENT_FORM_OUTCOME, true, SL_INIT("意见处理")},
    {COMMENT_FORM_PROPOSED, true, SL_INIT("proposed")},
    {COMMENT_FORM_PROPOSED, true, SL_INIT("proposal")},
    {COMMENT_FORM_PROPOSED, true, SL_INIT("suggested")},
    {COMMENT_FORM_PROPOSED, true, SL_INIT("修改建议")},
    {COMMENT_FORM_PROPOSED, true, SL_INIT("修改意见")},
    {COMMENT_FORM_PROPOSED, true, SL_INIT("建议修改")},
    {COMMENT_FORM_PROPOSED, true, SL_INIT("修改为")},
    {COMMENT_FORM_PROPOSED, true, SL_INIT("修改后")},
    {COMMENT_FORM_PROPOSED, true, SL_INIT("建议")},
    {COMMENT_FORM_TEXT, true, SL_INIT("comment")},
    {COMMENT_FORM_TEXT, true, SL_INIT("意见内容")},
    {COMMENT_FORM_TEXT, true, SL_INIT("意见和")},
    {COMMENT_FORM_TEXT, true, SL_INIT("意见及")},
    {COMMENT_FORM_TEXT, true, SL_INIT("意见或")},
    {COMMENT_FORM_TEXT, true, SL_INIT("反馈意见")},
    {COMMENT_FORM_TEXT, true, SL_INIT("具体意见")},
    {COMMENT_FORM_TEXT, false, SL_INIT("意见")},
    {COMMENT_FORM_TEXT, true, SL_INIT("修改理由")},
    {COMMENT_FORM_TEXT, false, SL_INIT("理由")},
    {COMMENT_FORM_NOTE, true, SL_INIT("备注")},
    {COMMENT_FORM_NOTE, true, SL_INIT("remark")},
    {COMMENT_FORM_NOTE, false, SL_INIT("note")},
    {COMMENT_FORM_NOTE, false, SL_INIT("notes")},
    {COMMENT_FORM_CONTRIBUTORS, true, SL_INIT("contributor")},
    {COMMENT_FORM_CONTRIBUTORS, true, SL_INIT("内部提出")},
    {COMMENT_FORM_DECISION, true, SL_INIT("decision")},
    {COMMENT_FORM_DECISION, true, SL_INIT("内部裁定")},
};

/* Labels of the block, small letters. The longer of two that end alike stands first. */
static const struct label_rule {
    enum comment_form_label label;
    struct slice text;
} label_rules[] = {
    {COMMENT_FORM_LABEL_DATE, SL_INIT("date")},
    {COMMENT_FORM_LABEL_DATE, SL_INIT("填写日期")},
    {COMMENT_FORM_LABEL_DATE, SL_INIT("填表日期")},
    {COMMENT_FORM_LABEL_DATE, SL_INIT("日期")},
    {COMMENT_FORM_LABEL_DOCUMENT, SL_INIT("document")},
    {COMMENT_FORM_LABEL_DOCUMENT, SL_INIT("标准项目名称")},
    {COMMENT_FORM_LABEL_DOCUMENT, SL_INIT("标准名称")},
    {COMMENT_FORM_LABEL_DOCUMENT, SL_INIT("项目名称")},
    {COMMENT_FORM_LABEL_PROJECT, SL_INIT("project")},
    {COMMENT_FORM_LABEL_PROJECT, SL_INIT("计划编号")},
    {COMMENT_FORM_LABEL_PROJECT, SL_INIT("计划号")},
    {COMMENT_FORM_LABEL_PROJECT, SL_INIT("项目编号")},
    {COMMENT_FORM_LABEL_LEAD, SL_INIT("标准主要起草单位")},
    {COMMENT_FORM_LABEL_LEAD, SL_INIT("标准负责起草单位")},
    {COMMENT_FORM_LABEL_LEAD, SL_INIT("负责起草单位")},
    {COMMENT_FORM_LABEL_LEAD, SL_INIT("主要起草单位")},
    {COMMENT_FORM_LABEL_LEAD, SL_INIT("牵头起草单位")},
    {COMMENT_FORM_LABEL_LEAD, SL_INIT("起草单位")},
    {COMMENT_FORM_LABEL_LEAD, SL_INIT("牵头单位")},
    {COMMENT_FORM_LABEL_LEAD, SL_INIT("lead unit")},
    {COMMENT_FORM_LABEL_HANDLER, SL_INIT("承办人")},
    {COMMENT_FORM_LABEL_HANDLER, SL_INIT("handler")},
    {COMMENT_FORM_LABEL_PHONE, SL_INIT("联系电话")},
    {COMMENT_FORM_LABEL_PHONE, SL_INIT("电话")},
    {COMMENT_FORM_LABEL_PHONE, SL_INIT("phone")},
};

/* Ours, as written. */
static const struct slice labels[COMMENT_FORM_LABELS][2] = {
    [COMMENT_FORM_LABEL_DATE] = {SL_INIT("Date"), SL_INIT("日期")},
    [COMMENT_FORM_LABEL_DOCUMENT] = {SL_INIT("Document"), SL_INIT("标准名称")},
    [COMMENT_FORM_LABEL_PROJECT] = {SL_INIT("Project"), SL_INIT("计划号")},
    [COMMENT_FORM_LABEL_LEAD] = {SL_INIT("Lead unit"), SL_INIT("牵头起草单位")},
    [COMMENT_FORM_LABEL_HANDLER] = {SL_INIT("Handler"), SL_INIT("承办人")},
    [COMMENT_FORM_LABEL_PHONE] = {SL_INIT("Phone"), SL_INIT("电话")},
    [COMMENT_FORM_LABEL_SENT] = {SL_INIT("Units it was sent to"),
                                 SL_INIT("发送征求意见稿的单位数")},
    [COMMENT_FORM_LABEL_REPLIED] = {SL_INIT("Units that replied"), SL_INIT("回函的单位数")},
    [COMMENT_FORM_LABEL_COMMENTED] = {SL_INIT("Units that replied with comments"),
                                      SL_INIT("回函并有意见的单位数")},
    [COMMENT_FORM_LABEL_SILENT] = {SL_INIT("Units that did not reply"),
                                   SL_INIT("没有回函的单位数")},
};

/* How a count is known: the first whose parts all stand in the text, in this order. */
static const struct count_rule {
    enum comment_form_label label;
    struct slice first, second;
} count_rules[] = {
    {COMMENT_FORM_LABEL_SILENT, SL_INIT("没有回函"), SL_INIT("单位数")},
    {COMMENT_FORM_LABEL_SILENT, SL_INIT("未回函"), SL_INIT("单位数")},
    {COMMENT_FORM_LABEL_COMMENTED, SL_INIT("回函并有"), SL_INIT("单位数")},
    {COMMENT_FORM_LABEL_REPLIED, SL_INIT("回函"), SL_INIT("单位数")},
    {COMMENT_FORM_LABEL_SENT, SL_INIT("发送"), SL_INIT("单位数")},
    {COMMENT_FORM_LABEL_COMMENTED, SL_INIT("Units that replied with comments"), SL_INIT(":")},
    {COMMENT_FORM_LABEL_REPLIED, SL_INIT("Units that replied"), SL_INIT(":")},
    {COMMENT_FORM_LABEL_SENT, SL_INIT("Units it was sent to"), SL_INIT(":")},
    {COMMENT_FORM_LABEL_SILENT, SL_INIT("Units that did not reply"), SL_INIT(":")},
};

static const struct slice wide_marks[] = {
    SL_INIT("　"), SL_INIT("、"), SL_INIT("，"), SL_INIT("。"), SL_INIT("："),
    SL_INIT("；"), SL_INIT("／"), SL_INIT("《"), SL_INIT("》"), SL_INIT("\xc2\xa0"),
    SL_INIT("²"),  SL_INIT("¹"),  SL_INIT("³"),  SL_INIT("－"),
};
static const struct slice opening[] = {SL_INIT("("), SL_INIT("（"), SL_INIT("[")};
static const struct slice closing[] = {SL_INIT(")"), SL_INIT("）"), SL_INIT("]")};

/* Octets of whichever of `v` stands at the front, 0 for none. */
static size_t
front(struct slice s, const struct slice *v, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (slice_has_prefix(s, v[i]))
            return v[i].n;
    return 0;
}

static uint8_t
small(uint8_t c)
{
    return (uint8_t)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
}

static bool
is_letter(uint8_t c)
{
    return small(c) >= 'a' && small(c) <= 'z';
}

/* Octets in front of and with the bracket that closes, or 0 where none does. */
static size_t
bracketed(struct slice s)
{
    for (size_t i = 0; i < s.n; i++) {
        size_t n = front(slice_sub(s, i, s.n), closing, COUNT_OF(closing));
        if (n)
            return i + n;
    }
    return 0;
}

/* Small letters and characters past ASCII; no marks, digits, white space and what is in brackets.
 */
static struct slice
normal(struct slice s, uint8_t room[NORMAL_MAX])
{
    size_t n = 0;
    while (s.n && n < NORMAL_MAX) {
        size_t skip = front(s, opening, COUNT_OF(opening)) ? bracketed(s) : 0;
        if (skip == 0)
            skip = front(s, wide_marks, COUNT_OF(wide_marks));
        if (skip == 0) {
            if (is_letter(s.p[0]) || s.p[0] >= 0x80)
                room[n++] = small(s.p[0]);
            skip = 1;
        }
        s = slice_sub(s, skip, s.n);
    }
    return slice_of(room, n);
}

/* The rule for a name, or null. */
static const struct name_rule *
rule_of(struct slice name)
{
    uint8_t room[NORMAL_MAX];
    if (name.n > NAME_MAX_READ)
        return NULL;
    struct slice s = normal(name, room);
    for (size_t i = 0; i < COUNT_OF(name_rules); i++) {
        const struct name_rule *r = &name_rules[i];
        if (r->start ? slice_has_prefix(s, r->name) : slice_eq(s, r->name))
            return r;
    }
    return NULL;
}

enum comment_form_column
comment_form_header_column(struct slice name)
{
    const struct name_rule *r = rule_of(name);
    return r ? r->column : COMMENT_FORM_NO_COLUMN;
}

/* The columns that a row names. */
static void
match(struct comment_form_header *h, const struct sheet_row *row)
{
    size_t zh = 0;
    *h = (struct comment_form_header){.row = row->number};
    for (size_t c = 0; c < COMMENT_FORM_COLUMNS; c++)
        h->at[c] = SHEET_NO_COLUMN;
    for (size_t i = 0; i < row->n; i++) {
        const struct sheet_cell *cell = &row->cells[i];
        h->last = cell->column;
        if (cell->from_row && cell->from_column != cell->column)
            continue;
        const struct name_rule *r = rule_of(cell->text);
        if (!r || h->at[r->column] != SHEET_NO_COLUMN)
            continue;
        h->at[r->column] = cell->column;
        h->as[r->column] = cell->text;
        h->n++;
        zh += r->name.p[0] >= 0x80;
    }
    h->zh = zh * 2 > h->n;
}

static bool
has_both(const struct comment_form_header *h)
{
    return h->at[COMMENT_FORM_CLAUSE] != SHEET_NO_COLUMN &&
           h->at[COMMENT_FORM_TEXT] != SHEET_NO_COLUMN;
}

static bool
has_either(const struct comment_form_header *h)
{
    return h->n > 1 && (h->at[COMMENT_FORM_CLAUSE] != SHEET_NO_COLUMN ||
                        h->at[COMMENT_FORM_TEXT] != SHEET_NO_COLUMN);
}

void
comment_form_header_find(struct comment_form_header *out, const struct sheet *s)
{
    *out = (struct comment_form_header){0};
    for (size_t i = 0; i < s->n && i < COMMENT_FORM_HEADER_ROWS; i++) {
        struct comment_form_header h;
        match(&h, &s->rows[i]);
        if (!has_either(&h))
            continue;
        bool better = out->row == 0 || has_both(&h) > has_both(out) ||
                      (has_both(&h) == has_both(out) && h.n > out->n);
        if (better)
            *out = h;
    }
}

bool
comment_form_header_again(const struct comment_form_header *h, const struct sheet_row *row)
{
    size_t same = 0;
    for (size_t c = 0; c < COMMENT_FORM_COLUMNS; c++) {
        const struct sheet_cell *cell =
            h->at[c] == SHEET_NO_COLUMN ? NULL : sheet_cell(row, h->at[c]);
        if (!cell)
            continue;
        if (!slice_eq(comment_row_trim(cell->text), comment_row_trim(h->as[c])))
            return false;
        same++;
    }
    return same > 1;
}

/* "3" or "(3)"; -1 for anything else. */
static int64_t
bracketed_number(struct slice s)
{
    int64_t n;
    s = comment_row_trim(s);
    if (slice_has_prefix(s, SL("(")) && slice_has_suffix(s, SL(")")))
        s = slice_sub(s, 1, s.n - 2);
    return slice_to_i64(s, &n) ? n : -1;
}

bool
comment_form_header_numbers(const struct sheet_row *row)
{
    for (size_t i = 0; i < row->n; i++)
        if (bracketed_number(row->cells[i].text) != (int64_t)i + 1)
            return false;
    return row->n > 2;
}

struct slice
comment_form_header_label(enum comment_form_label label, bool zh)
{
    return labels[label][zh];
}

/* The label that stands at the front, with its colon or at the very end; 0: none does. */
static size_t
label_at(struct slice s, bool starts_word, enum comment_form_label *label)
{
    static const struct slice colons[] = {SL_INIT(":"), SL_INIT("：")};
    for (size_t i = 0; i < COUNT_OF(label_rules); i++) {
        const struct slice *t = &label_rules[i].text;
        size_t n = 0;
        while (n < t->n && n < s.n && small(s.p[n]) == t->p[n])
            n++;
        if (n < t->n || (is_letter(t->p[0]) && !starts_word))
            continue;
        struct slice rest = comment_row_trim(slice_sub(s, n, s.n));
        size_t colon = front(rest, colons, COUNT_OF(colons));
        if (colon == 0 && rest.n)
            continue;
        *label = label_rules[i].label;
        return rest.n ? (size_t)(rest.p - s.p) + colon : s.n;
    }
    return 0;
}

static struct slice *
label_field(struct comment_form_head *h, enum comment_form_label label)
{
    struct slice *fields[] = {&h->date, &h->document, &h->project,
                              &h->lead, &h->handler,  &h->phone};
    return fields[label];
}

/* Up to the end of the line, the next label, or a gap of three spaces. */
static struct slice
value_at(struct slice s)
{
    enum comment_form_label next;
    bool starts_word = true;
    size_t n = 0;
    struct slice lead = comment_row_trim(s);
    s = lead.n ? slice_sub(s, (size_t)(lead.p - s.p), s.n) : lead;
    while (n < s.n && s.p[n] != '\n') {
        struct slice rest = slice_sub(s, n, s.n);
        if (slice_has_prefix(rest, SL("   ")) || slice_has_prefix(rest, SL("　　")))
            break;
        if (n && label_at(rest, starts_word, &next))
            break;
        starts_word = !is_letter(s.p[n]);
        n++;
    }
    return comment_row_trim(slice_sub(s, 0, n));
}

/* Labels with their values in one cell. *open is the label whose value is to come. */
static void
block_cell(struct comment_form_head *out, struct arena *a, struct slice s, struct slice **open)
{
    enum comment_form_label label;
    bool starts_word = true;
    *open = NULL;
    while (s.n) {
        size_t n = label_at(s, starts_word, &label);
        if (n == 0) {
            starts_word = !is_letter(s.p[0]);
            s = slice_sub(s, 1, s.n);
            continue;
        }
        s = slice_sub(s, n, s.n);
        struct slice value = value_at(s), *field = label_field(out, label);
        if (value.n && field->n == 0)
            *field = arena_dup(a, value);
        *open = value.n == 0 && field->n == 0 ? field : NULL;
        s = value.n ? slice_sub(s, (size_t)(value.p + value.n - s.p), s.n) : s;
        starts_word = true;
    }
}

void
comment_form_header_block(struct comment_form_head *out, struct arena *a,
                          const struct sheet_row *row)
{
    struct slice *open = NULL;
    for (size_t i = 0; i < row->n; i++) {
        const struct sheet_cell *cell = &row->cells[i];
        struct slice text = comment_row_trim(cell->text);
        if (cell->from_row || text.n == 0)
            continue;
        if (open) {
            *open = arena_dup(a, text);
            open = NULL;
        } else {
            block_cell(out, a, text, &open);
        }
    }
}

static int64_t *
count_field(struct comment_form_head *h, enum comment_form_label label)
{
    int64_t *fields[] = {&h->sent, &h->replied, &h->commented, &h->silent};
    return fields[label - COMMENT_FORM_LABEL_SENT];
}

/* The first number in it; false for none, or one that no committee has. */
static bool
number_in(struct slice s, int64_t *out)
{
    size_t from = 0;
    while (from < s.n && (s.p[from] < '0' || s.p[from] > '9'))
        from++;
    size_t to = from;
    while (to < s.n && to - from < 9 && s.p[to] >= '0' && s.p[to] <= '9')
        to++;
    return to > from && slice_to_i64(slice_sub(s, from, to - from), out);
}

/* One of the counts from "… 单位数：81 个"; the number stands in `value` where that is given. */
static bool
count_in(struct comment_form_head *out, struct slice s, struct slice value)
{
    for (size_t i = 0; i < COUNT_OF(count_rules); i++) {
        const struct count_rule *r = &count_rules[i];
        size_t first = slice_find(s, r->first);
        struct slice rest = first == SIZE_MAX ? SL("") : slice_sub(s, first + r->first.n, s.n);
        size_t second = slice_find(rest, r->second);
        if (second == SIZE_MAX)
            continue;
        rest = slice_sub(rest, second + r->second.n, rest.n);
        int64_t n;
        if (number_in(value.n ? value : rest, &n))
            *count_field(out, r->label) = n;
        return true;
    }
    return false;
}

/* Behind "说明：", "注：", "①", "1)": a footer starts with one of the words of the counts. */
static bool
starts_footer(struct slice s)
{
    static const struct slice before[] = {
        SL_INIT("说明"), SL_INIT("注"), SL_INIT("："), SL_INIT(":"),  SL_INIT("①"),
        SL_INIT("②"),    SL_INIT("③"),  SL_INIT("④"),  SL_INIT("("),  SL_INIT("（"),
        SL_INIT(")"),    SL_INIT("）"), SL_INIT("."),  SL_INIT("、"), SL_INIT(" "),
        SL_INIT("\n"),   SL_INIT("1"),  SL_INIT("2"),  SL_INIT("3"),  SL_INIT("4"),
    };
    static const struct slice words[] = {
        SL_INIT("发送"), SL_INIT("收到"),         SL_INIT("没有回函"),   SL_INIT("未回函"),
        SL_INIT("回函"), SL_INIT("Units it was"), SL_INIT("Units that"),
    };
    for (size_t n; (n = front(s, before, COUNT_OF(before))) != 0;)
        s = slice_sub(s, n, s.n);
    return front(s, words, COUNT_OF(words)) != 0;
}

/* Octets up to the end of a line or part of a sentence; s.n where there is none. */
static size_t
part_end(struct slice s)
{
    static const struct slice ends[] = {SL_INIT("；"), SL_INIT(";"), SL_INIT("\n")};
    size_t n = s.n;
    for (size_t i = 0; i < COUNT_OF(ends); i++) {
        size_t at = slice_find(s, ends[i]);
        n = at < n ? at : n;
    }
    return n;
}

bool
comment_form_header_counts(struct comment_form_head *out, const struct sheet_row *row)
{
    struct slice own[2] = {{0}, {0}}; /* a label, and perhaps its number */
    size_t n = 0;
    for (size_t i = 0; i < row->n; i++) {
        struct slice text = comment_row_trim(row->cells[i].text);
        if (row->cells[i].from_row || text.n == 0)
            continue;
        if (n == 2)
            return false;
        own[n++] = text;
    }
    bool any = false;
    struct slice s = own[0];
    if (!starts_footer(s))
        return false;
    while (s.n) {
        size_t end = part_end(s);
        any = count_in(out, slice_sub(s, 0, end), own[1]) || any;
        s = slice_sub(s, end + 1, s.n);
    }
    return any;
}
