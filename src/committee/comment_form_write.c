/* SPDX-License-Identifier: Apache-2.0 */
#include "base/vec.h"
#include "committee/comment_form_header.h"
#include "text/csv_write.h"
#include "text/utf8.h"
#include "text/xlsx_write.h"

#include <stdlib.h>

#define OUT_MAX ((size_t)256 << 20) /* octets of a CSV file */
#define FIRST_NUMBER 1

/* The columns of a form, and how wide they are in a workbook, in characters. */
static const struct layout {
    size_t n;
    struct {
        enum comment_form_column column;
        uint16_t width;
    } columns[8];
    size_t label, value; /* columns of the block above */
    struct slice title, sheet;
} layouts[] = {
    [COMMENT_FORM_ISO] = {8,
                          {{COMMENT_FORM_ORGANISATION, 10},
                           {COMMENT_FORM_LINE, 8},
                           {COMMENT_FORM_CLAUSE, 14},
                           {COMMENT_FORM_ELEMENT, 16},
                           {COMMENT_FORM_TYPE, 10},
                           {COMMENT_FORM_TEXT, 50},
                           {COMMENT_FORM_PROPOSED, 50},
                           {COMMENT_FORM_OUTCOME, 30}},
                          2,
                          3,
                          SL_INIT("Template for comments and secretariat observations"),
                          SL_INIT("Comments")},
    [COMMENT_FORM_GB] = {7,
                         {{COMMENT_FORM_NUMBER, 6},
                          {COMMENT_FORM_CLAUSE, 14},
                          {COMMENT_FORM_TEXT, 50},
                          {COMMENT_FORM_PROPOSED, 50},
                          {COMMENT_FORM_ORGANISATION, 20},
                          {COMMENT_FORM_OUTCOME, 30},
                          {COMMENT_FORM_NOTE, 16}},
                         1,
                         2,
                         SL_INIT("意见汇总处理表"),
                         SL_INIT("意见汇总处理表")},
};

/* Columns that may stand behind the official ones, in this order. */
static const struct extra_column {
    enum comment_form_column column;
    uint16_t width;
} extra_columns[] = {
    {COMMENT_FORM_NUMBER, 6},    {COMMENT_FORM_TYPE, 10}, {COMMENT_FORM_LINE, 8},
    {COMMENT_FORM_ELEMENT, 16},  {COMMENT_FORM_NOTE, 16}, {COMMENT_FORM_CONTRIBUTORS, 24},
    {COMMENT_FORM_DECISION, 40},
};

/* What of the block a form has. */
static const struct head_line {
    enum comment_form_kind kind;
    enum comment_form_label label;
} head_lines[] = {
    {COMMENT_FORM_ISO, COMMENT_FORM_LABEL_DATE},    {COMMENT_FORM_ISO, COMMENT_FORM_LABEL_DOCUMENT},
    {COMMENT_FORM_ISO, COMMENT_FORM_LABEL_PROJECT}, {COMMENT_FORM_GB, COMMENT_FORM_LABEL_DOCUMENT},
    {COMMENT_FORM_GB, COMMENT_FORM_LABEL_PROJECT},  {COMMENT_FORM_GB, COMMENT_FORM_LABEL_LEAD},
    {COMMENT_FORM_GB, COMMENT_FORM_LABEL_HANDLER},  {COMMENT_FORM_GB, COMMENT_FORM_LABEL_PHONE},
    {COMMENT_FORM_GB, COMMENT_FORM_LABEL_DATE},
};

struct writer {
    struct arena *a;
    const struct comment_form *f;
    enum comment_form_kind kind;
    bool zh;
    enum comment_form_column columns[COMMENT_FORM_COLUMNS];
    uint16_t widths[COMMENT_FORM_COLUMNS];
    size_t n;
    VEC(struct xlsx_line) lines;
    size_t frozen;
};

/* "Accepted: reason". A text that would be read as something else gets its outcome in front. */
static struct slice
outcome_text(const struct writer *w, const struct comment_row *c)
{
    enum comment_row_lang lang = w->zh ? COMMENT_ROW_ZH : COMMENT_ROW_EN;
    struct slice name = comment_row_outcome_text(c->outcome, lang);
    if (c->outcome == COMMENT_ROW_OPEN) {
        enum comment_row_outcome read;
        struct slice rest;
        comment_row_outcome_read(&read, &rest, c->reason);
        if (read == COMMENT_ROW_OPEN && slice_eq(rest, c->reason))
            return c->reason;
    }
    if (c->reason.n == 0)
        return name;
    return arena_printf(w->a, w->zh ? "%.*s：%.*s" : "%.*s: %.*s", SL_FMT(name), SL_FMT(c->reason));
}

static struct slice
cell_text(const struct writer *w, const struct comment_row *c, enum comment_form_column column)
{
    switch (column) {
    case COMMENT_FORM_NUMBER:
        return c->number;
    case COMMENT_FORM_ORGANISATION:
        return c->organisation;
    case COMMENT_FORM_LINE:
        return c->line;
    case COMMENT_FORM_CLAUSE:
        return c->clause;
    case COMMENT_FORM_ELEMENT:
        return c->element;
    case COMMENT_FORM_TYPE:
        return comment_row_type_text(c->type);
    case COMMENT_FORM_TEXT:
        return c->text;
    case COMMENT_FORM_PROPOSED:
        return c->proposed;
    case COMMENT_FORM_OUTCOME:
        return outcome_text(w, c);
    case COMMENT_FORM_NOTE:
        return c->note;
    case COMMENT_FORM_CONTRIBUTORS:
        return c->contributors;
    case COMMENT_FORM_DECISION:
        return c->decision;
    case COMMENT_FORM_NO_COLUMN:
        break;
    }
    return SL("");
}

static bool
has_column(const struct writer *w, enum comment_form_column column)
{
    for (size_t i = 0; i < w->n; i++)
        if (w->columns[i] == column)
            return true;
    return false;
}

static bool
any_has(const struct writer *w, enum comment_form_column column)
{
    for (size_t i = 0; i < w->f->n; i++)
        if (cell_text(w, &w->f->rows[i], column).n)
            return true;
    return false;
}

static void
choose_columns(struct writer *w, bool extra)
{
    const struct layout *l = &layouts[w->kind];
    for (size_t i = 0; i < l->n; i++) {
        w->widths[w->n] = l->columns[i].width;
        w->columns[w->n++] = l->columns[i].column;
    }
    for (size_t i = 0; extra && i < COUNT_OF(extra_columns); i++) {
        if (has_column(w, extra_columns[i].column) || !any_has(w, extra_columns[i].column))
            continue;
        w->widths[w->n] = extra_columns[i].width;
        w->columns[w->n++] = extra_columns[i].column;
    }
}

/* A line of as many cells as there are columns, all empty. */
static struct slice *
add_line(struct writer *w, enum xlsx_look look)
{
    struct slice *cells = NEW_ARRAY(w->a, struct slice, w->n);
    vec_push(w->a, &w->lines, (struct xlsx_line){cells, w->n, look});
    return cells;
}

static struct slice
head_value(const struct comment_form_head *h, enum comment_form_label label)
{
    const struct slice fields[] = {h->date, h->document, h->project, h->lead, h->handler, h->phone};
    return fields[label];
}

static void
add_head(struct writer *w)
{
    const struct layout *l = &layouts[w->kind];
    add_line(w, XLSX_TITLE)[l->label] = l->title;
    for (size_t i = 0; i < COUNT_OF(head_lines); i++) {
        if (head_lines[i].kind != w->kind)
            continue;
        struct slice *cells = add_line(w, XLSX_PLAIN);
        struct slice label = comment_form_header_label(head_lines[i].label, w->zh);
        cells[l->label] = arena_printf(w->a, w->zh ? "%.*s：" : "%.*s:", SL_FMT(label));
        cells[l->value] = comment_row_trim(head_value(&w->f->head, head_lines[i].label));
    }
    struct slice *names = add_line(w, XLSX_HEADING);
    for (size_t i = 0; i < w->n; i++)
        names[i] = comment_form_column_name(w->columns[i], w->zh ? COMMENT_ROW_ZH : COMMENT_ROW_EN);
    w->frozen = w->lines.n;
}

static void
add_rows(struct writer *w)
{
    for (size_t i = 0; i < w->f->n; i++) {
        const struct comment_row *c = &w->f->rows[i];
        struct slice *cells = add_line(w, XLSX_TEXT);
        for (size_t k = 0; k < w->n; k++)
            cells[k] = cell_text(w, c, w->columns[k]);
        if (w->kind == COMMENT_FORM_GB && c->number.n == 0) /* the form numbers its rows */
            cells[0] = arena_printf(w->a, "%zu", i + FIRST_NUMBER);
    }
}

static void
add_counts(struct writer *w)
{
    const struct comment_form_head *h = &w->f->head;
    const int64_t counts[] = {h->sent, h->replied, h->commented, h->silent};
    for (int i = 0; i < COMMENT_FORM_LABELS - COMMENT_FORM_LABEL_TEXTS; i++) {
        if (counts[i] < 0)
            continue;
        struct slice label = comment_form_header_label(
            (enum comment_form_label)(COMMENT_FORM_LABEL_SENT + i), w->zh);
        struct slice line = arena_printf(w->a, w->zh ? "%.*s：%lld" : "%.*s: %lld", SL_FMT(label),
                                         (long long)counts[i]);
        add_line(w, XLSX_PLAIN)[layouts[w->kind].label] = line;
    }
}

static bool
is_text(struct slice s)
{
    return utf8_valid(s) == s.n && (s.n == 0 || !memchr(s.p, 0, s.n));
}

static bool
write_csv(const struct writer *w, struct slice *out, struct err *e)
{
    struct buf b;
    buf_init(&b, w->a, OUT_MAX);
    csv_write_start(&b);
    for (size_t i = 0; i < w->lines.n; i++) {
        for (size_t k = 0; k < w->n; k++)
            if (!is_text(w->lines.v[i].cells[k]))
                return err_set(e, ERR_INPUT, "row %zu: a text is not UTF-8, or holds NUL", i + 1);
        csv_write_row(&b, w->lines.v[i].cells, w->lines.v[i].n);
    }
    return buf_done(&b, out, e);
}

bool
comment_form_write(struct slice *out, struct arena *a, const struct comment_form *f,
                   const struct comment_form_style *style, struct err *e)
{
    struct writer w = {.a = a, .f = f, .kind = style->kind, .zh = style->kind == COMMENT_FORM_GB};
    choose_columns(&w, style->extra);
    add_head(&w);
    add_rows(&w);
    add_counts(&w);
    if (style->format == COMMENT_FORM_CSV)
        return write_csv(&w, out, e);
    struct xlsx_table table = {
        layouts[w.kind].sheet, w.widths, w.n, w.frozen, w.lines.v, w.lines.n};
    return xlsx_write(out, a, &table, e);
}
