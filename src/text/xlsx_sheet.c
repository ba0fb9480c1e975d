/* SPDX-License-Identifier: Apache-2.0 */
#include "text/xlsx_sheet.h"

#include "text/xlsx_text.h"
#include "text/xml_path.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define NUMBER_MAX 40    /* octets of a number as written */
#define EXACT_MAX 1e15   /* whole numbers below it are shown with all their digits */
#define FORMULA_MAX 8192 /* characters, what the format allows */

enum {
    WORKSHEET = XML_PATH_OTHER + 1,
    DATA,
    ROW,
    CELL,
    VALUE,
    FORMULA,
    INLINE,
    INLINE_RUN,
    INLINE_TEXT,
    MERGES,
    MERGE,
};

static const struct xml_path_rule rules[] = {
    {CELL, ROW, SL_INIT("c")},
    {VALUE, CELL, SL_INIT("v")},
    {ROW, DATA, SL_INIT("row")},
    {FORMULA, CELL, SL_INIT("f")},
    {INLINE, CELL, SL_INIT("is")},
    {INLINE_TEXT, INLINE, SL_INIT("t")},
    {INLINE_RUN, INLINE, SL_INIT("r")},
    {INLINE_TEXT, INLINE_RUN, SL_INIT("t")},
    {WORKSHEET, XML_PATH_ROOT, SL_INIT("worksheet")},
    {DATA, WORKSHEET, SL_INIT("sheetData")},
    {MERGES, WORKSHEET, SL_INIT("mergeCells")},
    {MERGE, MERGES, SL_INIT("mergeCell")},
};

/* What a cell's t says its value is. */
enum value {
    VALUE_NUMBER,
    VALUE_SHARED,
    VALUE_INLINE,
    VALUE_TEXT,
    VALUE_BOOL,
    VALUE_ERROR,
    VALUE_DATE
};

static const struct value_name {
    struct slice name;
    enum value value;
} value_names[] = {
    {SL_INIT("s"), VALUE_SHARED},         {SL_INIT("n"), VALUE_NUMBER},
    {SL_INIT("str"), VALUE_TEXT},         {SL_INIT("b"), VALUE_BOOL},
    {SL_INIT("inlineStr"), VALUE_INLINE}, {SL_INIT("e"), VALUE_ERROR},
    {SL_INIT("d"), VALUE_DATE},
};

struct reader {
    struct arena *a;
    const struct xlsx_book *book;
    struct sheet_builder b;
    struct xml_path path;
    uint32_t row, column; /* at hand */
    enum value value;
    uint64_t style;
    bool formula;
    struct buf text, code; /* of the cell: value and formula */
};

/* Letters and digits at the front of *s. */
static bool
take_place(struct slice *s, uint32_t *row, uint32_t *column)
{
    uint32_t letters = 0, digits = 0;
    size_t n = 0, letters_n;
    for (; n < s->n && s->p[n] >= 'A' && s->p[n] <= 'Z' && letters <= XLSX_COLUMNS; n++)
        letters = letters * 26 + (uint32_t)(s->p[n] - 'A') + 1;
    letters_n = n;
    for (; n < s->n && s->p[n] >= '0' && s->p[n] <= '9' && digits <= XLSX_ROWS; n++)
        digits = digits * 10 + (uint32_t)(s->p[n] - '0');
    if (letters_n == 0 || letters > XLSX_COLUMNS || digits == 0 || digits > XLSX_ROWS)
        return false;
    *s = slice_sub(*s, n, s->n);
    *row = digits;
    *column = letters - 1;
    return true;
}

bool
xlsx_sheet_range(struct sheet_range *out, struct slice ref)
{
    struct sheet_range r;
    if (!take_place(&ref, &r.row, &r.column))
        return false;
    r.last_row = r.row;
    r.last_column = r.column;
    if (slice_has_prefix(ref, SL(":"))) {
        ref = slice_sub(ref, 1, ref.n);
        if (!take_place(&ref, &r.last_row, &r.last_column))
            return false;
    }
    if (ref.n || r.last_row < r.row || r.last_column < r.column)
        return false;
    *out = r;
    return true;
}

static bool
is_true(struct slice s)
{
    return slice_eq(s, SL("1")) || slice_eq(s, SL("true"));
}

static void
open_row(struct reader *r, const struct xml_element *el)
{
    struct slice number = xml_attribute(el, SL("r"));
    uint64_t n = (uint64_t)r->row + 1;
    if (number.p && (!slice_to_u64(number, &n) || n == 0 || n > XLSX_ROWS)) {
        sheet_build_fault(&r->b, 0, SHEET_NO_COLUMN, "a row behind row %u has no number but '%.*s'",
                          r->row, SL_FMT(slice_sub(number, 0, 20)));
        n = (uint64_t)r->row + 1;
    }
    r->row = (uint32_t)n;
    r->column = UINT32_MAX; /* the next one is the first */
    sheet_build_row(&r->b, r->row);
    r->b.row.hidden = is_true(xml_attribute(el, SL("hidden")));
}

static void
open_cell(struct reader *r, const struct xml_element *el)
{
    struct slice place = xml_attribute(el, SL("r")), type = xml_attribute(el, SL("t"));
    struct slice style = xml_attribute(el, SL("s"));
    struct sheet_range at;
    r->column++;
    if (place.p && (!xlsx_sheet_range(&at, place) || at.row != at.last_row ||
                    at.column != at.last_column || at.row != r->row))
        sheet_build_fault(&r->b, r->row, SHEET_NO_COLUMN, "a cell of the row says it is '%.*s'",
                          SL_FMT(slice_sub(place, 0, 20)));
    else if (place.p)
        r->column = at.column;
    r->value = VALUE_NUMBER;
    bool known = type.p == NULL;
    for (size_t i = 0; type.p && i < COUNT_OF(value_names); i++)
        if (slice_eq(type, value_names[i].name)) {
            r->value = value_names[i].value;
            known = true;
        }
    if (!known)
        sheet_build_fault(&r->b, r->row, r->column, "a cell of the unknown type '%.*s'",
                          SL_FMT(slice_sub(type, 0, 20)));
    if (!style.p || !slice_to_u64(style, &r->style))
        r->style = 0;
    r->formula = false;
    r->text.n = r->code.n = 0;
    r->text.full = r->code.full = false;
}

static void
add_merged(struct reader *r, const struct xml_element *el)
{
    struct slice ref = xml_attribute(el, SL("ref"));
    struct sheet_range range;
    if (!xlsx_sheet_range(&range, ref))
        sheet_build_fault(&r->b, 0, SHEET_NO_COLUMN,
                          "cells are merged at '%.*s', which is no place",
                          SL_FMT(slice_sub(ref, 0, 20)));
    else if (r->b.merged.n == XLSX_MERGED_MAX)
        sheet_build_fault(&r->b, 0, SHEET_NO_COLUMN, "more merged cells than we accept");
    else
        sheet_build_merged(&r->b, &range);
}

static bool
on_open(void *ctx, const struct xml_element *el, struct err *e UNUSED)
{
    struct reader *r = ctx;
    switch (xml_path_open(&r->path, el->ns, el->name)) {
    case ROW:
        open_row(r, el);
        break;
    case CELL:
        open_cell(r, el);
        break;
    case FORMULA:
        r->formula = true;
        break;
    case MERGE:
        add_merged(r, el);
        break;
    }
    return true;
}

static bool
on_text(void *ctx, struct slice text, struct err *e UNUSED)
{
    struct reader *r = ctx;
    uint8_t here = xml_path_here(&r->path);
    if ((here == VALUE && r->value != VALUE_INLINE) ||
        (here == INLINE_TEXT && r->value == VALUE_INLINE))
        buf_add(&r->text, text);
    else if (here == FORMULA)
        buf_add(&r->code, text);
    return true;
}

/* As a spreadsheet shows it without a format: at most 15 digits. */
static bool
number_text(const struct reader *r, struct sheet_cell *cell, struct slice written)
{
    char room[NUMBER_MAX + 1];
    char *end;
    if (written.n == 0)
        return true;
    if (written.n > NUMBER_MAX)
        return false;
    memcpy(room, written.p, written.n);
    room[written.n] = '\0';
    if (strspn(room, "0123456789+-.eE") != written.n)
        return false;
    double v = strtod(room, &end);
    if (*end || !isfinite(v))
        return false;
    unsigned shows =
        r->style < r->book->styles.n ? r->book->styles.shows[r->style] : XLSX_SHOWS_NUMBER;
    cell->kind = SHEET_NUMBER;
    if (shows)
        cell->text = xlsx_styles_date(r->a, v, r->book->from_1904, shows);
    if (cell->text.n) {
        cell->kind = SHEET_DATE;
        return true;
    }
    bool whole = v == rint(v) && fabs(v) < EXACT_MAX;
    cell->text = arena_printf(r->a, whole ? "%.0f" : "%.15g", v == 0 ? 0.0 : v);
    return true;
}

static bool
shared_text(const struct reader *r, struct sheet_cell *cell, struct slice written)
{
    uint64_t i;
    if (!slice_to_u64(slice_trim(written), &i) || i >= r->book->strings.n)
        return false;
    cell->text = r->book->strings.v[i];
    return true;
}

/* False where the value is none of its type. */
static bool
value_text(const struct reader *r, struct sheet_cell *cell, struct slice written)
{
    switch (r->value) {
    case VALUE_NUMBER:
        return number_text(r, cell, slice_trim(written));
    case VALUE_SHARED:
        return written.n == 0 || shared_text(r, cell, written);
    case VALUE_INLINE:
    case VALUE_TEXT:
        cell->text = xlsx_text_decode(r->a, arena_dup(r->a, written));
        return true;
    case VALUE_BOOL:
        cell->kind = SHEET_BOOL;
        cell->text = written.n == 0 ? written : is_true(written) ? SL("TRUE") : SL("FALSE");
        return written.n == 0 || is_true(written) || slice_eq(written, SL("0")) ||
               slice_eq(written, SL("false"));
    case VALUE_ERROR:
        cell->kind = SHEET_ERROR;
        cell->text = arena_dup(r->a, written);
        return true;
    case VALUE_DATE:
        cell->kind = SHEET_DATE;
        cell->text = arena_dup(r->a, written);
        return true;
    }
    return false;
}

static void
close_cell(struct reader *r)
{
    struct sheet_cell cell = {.column = r->column, .formula = r->formula};
    struct slice written = buf_slice(&r->text);
    if (r->text.full || r->code.full) {
        sheet_build_fault(&r->b, r->row, r->column,
                          "the text of the cell is longer than we accept");
        return;
    }
    if (!value_text(r, &cell, written)) {
        sheet_build_fault(&r->b, r->row, r->column, "the cell refers to what is not there: '%.*s'",
                          SL_FMT(slice_sub(written, 0, 40)));
        return;
    }
    if (cell.text.n == 0 && r->code.n)
        cell.text = arena_printf(r->a, "=%.*s", SL_FMT(buf_slice(&r->code)));
    sheet_build_cell(&r->b, &cell);
}

static bool
on_close(void *ctx, struct slice ns UNUSED, struct slice name UNUSED, struct err *e UNUSED)
{
    struct reader *r = ctx;
    uint8_t id = xml_path_close(&r->path);
    if (id == CELL)
        close_cell(r);
    else if (id == ROW)
        sheet_build_row_done(&r->b);
    return true;
}

void
xlsx_sheet_read(struct sheet *out, struct arena *a, struct slice xml, const struct xlsx_book *book)
{
    struct reader r = {
        .a = a,
        .book = book,
        .path = {.rules = rules,
                 .nrules = COUNT_OF(rules),
                 .namespaces = xlsx_namespaces,
                 .nnamespaces = XLSX_NAMESPACES},
    };
    struct err e = {0};
    struct xml_handler h = {&r, on_open, on_close, on_text};
    sheet_build_init(&r.b, a);
    buf_init(&r.text, a, SHEET_TEXT_MAX);
    buf_init(&r.code, a, FORMULA_MAX);
    if (!xml_read(xml, &h, &e)) {
        uint32_t row = r.b.row.number;
        sheet_build_fault(&r.b, row, SHEET_NO_COLUMN,
                          "the sheet ends here, what follows is lost: %s", e.msg);
        sheet_build_row_done(&r.b);
    }
    sheet_build_done(&r.b, out);
}
