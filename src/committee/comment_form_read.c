/* SPDX-License-Identifier: Apache-2.0 */
#include "base/vec.h"
#include "committee/comment_form_header.h"
#include "text/csv_loose.h"
#include "text/xlsx_read.h"

#include <stdlib.h>

#define VALUE_MAX 80   /* octets of what stood there, in a notice */
#define WHAT_MAX 400   /* octets of what the reader of the file says */
#define UNKNOWN_MAX 20 /* unknown columns that are told */

struct reader {
    struct arena *a;
    const struct sheet *sheet;
    struct comment_form_header header;
    struct comment_form *out;
    VEC(struct comment_row) rows;
    VEC(struct comment_form_notice) notices;
    size_t total; /* octets of the rows taken */
    bool refused; /* the row at hand */
};

/* The cells of a row by column of the form, null where there is no text for it. */
struct cells {
    const struct sheet_cell *at[COMMENT_FORM_COLUMNS];
};

/* What each form has a column for; the first is the ISO one. */
static const bool official[2][COMMENT_FORM_COLUMNS] = {
    {[COMMENT_FORM_ORGANISATION] = true,
     [COMMENT_FORM_LINE] = true,
     [COMMENT_FORM_CLAUSE] = true,
     [COMMENT_FORM_ELEMENT] = true,
     [COMMENT_FORM_TYPE] = true,
     [COMMENT_FORM_TEXT] = true,
     [COMMENT_FORM_PROPOSED] = true,
     [COMMENT_FORM_OUTCOME] = true},
    {[COMMENT_FORM_NUMBER] = true,
     [COMMENT_FORM_ORGANISATION] = true,
     [COMMENT_FORM_CLAUSE] = true,
     [COMMENT_FORM_TEXT] = true,
     [COMMENT_FORM_PROPOSED] = true,
     [COMMENT_FORM_OUTCOME] = true,
     [COMMENT_FORM_NOTE] = true},
};

/* Names for the whole document where a clause is asked for. */
static const struct slice general_clauses[] = {
    SL_INIT("general"), SL_INIT("General"), SL_INIT("全文"), SL_INIT("总体"), SL_INIT("整体"),
};

/* At most n octets, not within a character. */
static struct slice
cut(struct slice s, size_t n)
{
    if (s.n <= n)
        return s;
    while (n && (s.p[n] & 0xc0) == 0x80)
        n--;
    return slice_sub(s, 0, n);
}

static void
notice(struct reader *r, enum comment_form_why why, uint32_t row, enum comment_form_column column,
       struct slice value)
{
    bool refused = row && why <= COMMENT_FORM_TOO_MANY_ROWS;
    size_t max =
        why == COMMENT_FORM_BROKEN_TEXT || why == COMMENT_FORM_DAMAGED ? WHAT_MAX : VALUE_MAX;
    struct slice told = arena_dup(r->a, cut(comment_row_trim(value), max));
    vec_push(r->a, &r->notices, (struct comment_form_notice){why, refused, row, column, told});
    r->refused = r->refused || refused;
}

/* The column of the form that stands in a column of the sheet. */
static enum comment_form_column
column_at(const struct reader *r, uint32_t column)
{
    for (int c = 0; c < COMMENT_FORM_COLUMNS; c++)
        if (column != SHEET_NO_COLUMN && r->header.at[c] == column)
            return (enum comment_form_column)c;
    return COMMENT_FORM_NO_COLUMN;
}

/* Texts in a row that the row itself holds. */
static bool
has_own(const struct sheet_row *row)
{
    for (size_t i = 0; i < row->n; i++)
        if ((row->cells[i].from_row == 0 || row->cells[i].from_row == row->number) &&
            comment_row_trim(row->cells[i].text).n)
            return true;
    return false;
}

static bool
same_range(const struct sheet_cell *x, const struct sheet_cell *y)
{
    bool x_first = x->from_row == 0, y_first = y->from_row == 0;
    if (x_first && y_first)
        return false;
    uint32_t column = x_first ? x->column : x->from_column;
    uint32_t other = y_first ? y->column : y->from_column;
    return column == other && (x_first || y_first || x->from_row == y->from_row);
}

/* The first column of a range that is merged across columns has its text, the others have none. */
static void
part_ranges(struct reader *r, const struct sheet_row *row, struct cells *cells)
{
    for (int c = 0; c < COMMENT_FORM_COLUMNS; c++) {
        const struct sheet_cell *cell = cells->at[c];
        if (!cell || cell->from_row == 0 || cell->from_column == cell->column)
            continue;
        for (int k = 0; k < COMMENT_FORM_COLUMNS; k++) {
            const struct sheet_cell *other = cells->at[k];
            if (!other || k == c || other->column > cell->column || !same_range(cell, other))
                continue;
            bool spanned = c == COMMENT_FORM_TEXT && k == COMMENT_FORM_CLAUSE;
            notice(r, spanned ? COMMENT_FORM_SPANNED : COMMENT_FORM_MERGED_ACROSS, row->number,
                   (enum comment_form_column)c, cell->text);
            cells->at[c] = NULL;
            break;
        }
    }
}

static void
find_cells(struct reader *r, const struct sheet_row *row, struct cells *cells)
{
    for (size_t c = 0; c < COMMENT_FORM_COLUMNS; c++) {
        const struct sheet_cell *cell =
            r->header.at[c] == SHEET_NO_COLUMN ? NULL : sheet_cell(row, r->header.at[c]);
        cells->at[c] = cell && comment_row_trim(cell->text).n ? cell : NULL;
    }
    part_ranges(r, row, cells);
    for (size_t i = row->n; i && row->cells[i - 1].column > r->header.last; i--) {
        const struct sheet_cell *cell = &row->cells[i - 1];
        if (cell->from_row || comment_row_trim(cell->text).n == 0)
            continue;
        /* In CSV every field behind it may have moved; in a workbook someone wrote beside the
         * table. */
        notice(r, r->sheet->encoding ? COMMENT_FORM_TOO_MANY_FIELDS : COMMENT_FORM_UNKNOWN_COLUMN,
               row->number, COMMENT_FORM_NO_COLUMN, cell->text);
        break;
    }
}

static size_t
characters(struct slice s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        n += (s.p[i] & 0xc0) != 0x80;
    return n;
}

/* The text of a column, empty where there is none. */
static struct slice
text_of(struct reader *r, const struct cells *cells, uint32_t row, enum comment_form_column c)
{
    const struct sheet_cell *cell = cells->at[c];
    if (!cell)
        return SL("");
    struct slice text = comment_row_trim(cell->text);
    if (text.n > COMMENT_FORM_TEXT_MAX && characters(text) > COMMENT_FORM_TEXT_MAX)
        notice(r, COMMENT_FORM_TOO_LONG, row, c, text);
    if (cell->formula)
        notice(r, COMMENT_FORM_FORMULA, row, c, text);
    return text;
}

static bool
is_general(struct slice clause)
{
    for (size_t i = 0; i < COUNT_OF(general_clauses); i++)
        if (slice_eq(clause, general_clauses[i]))
            return true;
    return false;
}

/* What a comment has to have, and what is worth a look. */
static void
check(struct reader *r, struct comment_row *c, const struct cells *cells, struct slice type)
{
    const struct sheet_cell *clause = cells->at[COMMENT_FORM_CLAUSE];
    bool numeric = clause && (clause->kind == SHEET_NUMBER || clause->kind == SHEET_DATE);
    if (!comment_row_type_read(&c->type, type))
        notice(r, COMMENT_FORM_UNKNOWN_TYPE, c->row, COMMENT_FORM_TYPE, type);
    else if (c->type == COMMENT_ROW_UNTYPED && r->out->kind == COMMENT_FORM_ISO &&
             r->header.at[COMMENT_FORM_TYPE] != SHEET_NO_COLUMN)
        notice(r, COMMENT_FORM_NO_TYPE, c->row, COMMENT_FORM_TYPE, SL(""));
    if (c->clause.n == 0 && c->type != COMMENT_ROW_GE)
        notice(r, COMMENT_FORM_NO_CLAUSE, c->row, COMMENT_FORM_CLAUSE, SL(""));
    if (c->text.n == 0)
        notice(r, COMMENT_FORM_NO_TEXT, c->row, COMMENT_FORM_TEXT, SL(""));
    if (numeric && !is_general(c->clause))
        notice(r, COMMENT_FORM_NUMERIC_CLAUSE, c->row, COMMENT_FORM_CLAUSE, c->clause);
    if (c->reason.n == 0 &&
        (c->outcome == COMMENT_ROW_PARTLY || c->outcome == COMMENT_ROW_REJECTED))
        notice(r, COMMENT_FORM_NO_REASON, c->row, COMMENT_FORM_OUTCOME, SL(""));
}

/* What the reader of the file says of a row. */
static void
tell_faults(struct reader *r, const struct sheet_row *row)
{
    size_t before = r->notices.n;
    for (size_t i = 0; i < r->sheet->nfaults; i++)
        if (r->sheet->faults[i].row == row->number)
            notice(r, COMMENT_FORM_BROKEN_TEXT, row->number,
                   column_at(r, r->sheet->faults[i].column), r->sheet->faults[i].what);
    if (r->notices.n == before) /* more faults than are told */
        notice(r, COMMENT_FORM_BROKEN_TEXT, row->number, COMMENT_FORM_NO_COLUMN, SL(""));
}

static void
read_row(struct reader *r, const struct sheet_row *row)
{
    struct cells cells;
    r->refused = false;
    if (row->broken)
        tell_faults(r, row);
    find_cells(r, row, &cells);
    bool formula = false;
    struct slice v[COMMENT_FORM_COLUMNS];
    size_t total = r->total;
    for (int c = 0; c < COMMENT_FORM_COLUMNS; c++) {
        v[c] = text_of(r, &cells, row->number, (enum comment_form_column)c);
        total += v[c].n;
        formula = formula || (cells.at[c] && cells.at[c]->formula);
    }
    struct comment_row c = {
        .row = row->number,
        .number = v[COMMENT_FORM_NUMBER],
        .organisation = v[COMMENT_FORM_ORGANISATION],
        .line = v[COMMENT_FORM_LINE],
        .clause = v[COMMENT_FORM_CLAUSE],
        .element = v[COMMENT_FORM_ELEMENT],
        .text = v[COMMENT_FORM_TEXT],
        .proposed = v[COMMENT_FORM_PROPOSED],
        .note = v[COMMENT_FORM_NOTE],
        .lang = comment_row_guess(v[COMMENT_FORM_TEXT], v[COMMENT_FORM_PROPOSED]),
        .formula = formula,
        .contributors = v[COMMENT_FORM_CONTRIBUTORS],
        .decision = v[COMMENT_FORM_DECISION],
    };
    comment_row_outcome_read(&c.outcome, &c.reason, v[COMMENT_FORM_OUTCOME]);
    check(r, &c, &cells, v[COMMENT_FORM_TYPE]);
    if (!r->refused && (r->rows.n == COMMENT_FORM_ROWS_MAX || total > COMMENT_FORM_TOTAL_MAX))
        notice(r, COMMENT_FORM_TOO_MANY_ROWS, row->number, COMMENT_FORM_NO_COLUMN, SL(""));
    if (r->refused) {
        r->out->refused++;
        return;
    }
    r->total = total;
    vec_push(r->a, &r->rows, c);
}

/* White space only, or in no column that we know and none behind them. */
static bool
is_blank(const struct reader *r, const struct sheet_row *row)
{
    for (size_t i = 0; i < row->n; i++)
        if ((column_at(r, row->cells[i].column) != COMMENT_FORM_NO_COLUMN ||
             row->cells[i].column > r->header.last) &&
            comment_row_trim(row->cells[i].text).n)
            return false;
    return true;
}

/* The rows below the header; those above are its block. */
static void
read_rows(struct reader *r)
{
    uint32_t last = 0;
    for (size_t i = 0; i < r->sheet->n; i++) {
        const struct sheet_row *row = &r->sheet->rows[i];
        if (row->number < r->header.row) {
            comment_form_header_block(&r->out->head, r->a, row);
            continue;
        }
        if (row->number > r->header.row && last) /* rows without any cell */
            r->out->blank += row->number - last - 1;
        last = row->number;
        if (row->number == r->header.row ||
            (row->number == r->header.row + 1 && comment_form_header_numbers(row)) ||
            (!row->broken && comment_form_header_again(&r->header, row)) ||
            comment_form_header_counts(&r->out->head, row))
            continue;
        if (!row->broken && (is_blank(r, row) || !has_own(row)))
            r->out->blank++;
        else
            read_row(r, row);
    }
}

static void
tell_columns(struct reader *r)
{
    size_t unknown = 0;
    for (int c = 0; c < COMMENT_FORM_COLUMNS; c++) {
        bool required = c == COMMENT_FORM_CLAUSE || c == COMMENT_FORM_TEXT;
        if (official[r->out->kind][c] && r->header.at[c] == SHEET_NO_COLUMN)
            notice(r, required ? COMMENT_FORM_MISSING_REQUIRED : COMMENT_FORM_MISSING_COLUMN, 0,
                   (enum comment_form_column)c, SL(""));
    }
    for (size_t i = 0; i < r->sheet->n; i++) {
        const struct sheet_row *row = &r->sheet->rows[i];
        for (size_t k = 0; row->number == r->header.row && k < row->n; k++) {
            bool spread =
                row->cells[k].from_row && row->cells[k].from_column != row->cells[k].column;
            if (!spread && column_at(r, row->cells[k].column) == COMMENT_FORM_NO_COLUMN &&
                unknown++ < UNKNOWN_MAX)
                notice(r, COMMENT_FORM_UNKNOWN_COLUMN, 0, COMMENT_FORM_NO_COLUMN,
                       row->cells[k].text);
        }
    }
}

/* True where the row is there, and what is wrong with it is told with it. */
static bool
tells_itself(const struct sheet *s, uint32_t number)
{
    size_t from = 0, to = s->n;
    while (from < to) {
        size_t mid = from + (to - from) / 2;
        if (s->rows[mid].number < number)
            from = mid + 1;
        else
            to = mid;
    }
    return from < s->n && s->rows[from].number == number && s->rows[from].broken;
}

/* What concerns no row that we have: the file, or rows that are lost. */
static void
tell_damage(struct reader *r)
{
    const struct sheet *s = r->sheet;
    uint32_t last = 0;
    for (size_t i = 0; i < s->nfaults; i++) {
        uint32_t row = s->faults[i].row;
        if (row && (tells_itself(s, row) || row <= r->header.row))
            continue;
        notice(r, row ? COMMENT_FORM_BROKEN_TEXT : COMMENT_FORM_DAMAGED, row,
               column_at(r, s->faults[i].column), s->faults[i].what);
        r->out->refused += row && row != last;
        last = row;
    }
    if (s->all_faults > s->nfaults)
        notice(r, COMMENT_FORM_DAMAGED, 0, COMMENT_FORM_NO_COLUMN,
               arena_printf(r->a, "%zu more faults", s->all_faults - s->nfaults));
}

struct placed {
    struct comment_form_notice notice;
    size_t order;
};

static int
placed_cmp(const void *x, const void *y)
{
    const struct placed *p = x, *q = y;
    if (p->notice.row != q->notice.row)
        return p->notice.row < q->notice.row ? -1 : 1;
    return p->order < q->order ? -1 : p->order > q->order;
}

/* By row, and as they were met within it. */
static void
sort_notices(struct reader *r)
{
    if (r->notices.n == 0)
        return;
    struct arena_mark mark = arena_mark(r->a);
    struct placed *v = NEW_ARRAY(r->a, struct placed, r->notices.n);
    for (size_t i = 0; i < r->notices.n; i++)
        v[i] = (struct placed){r->notices.v[i], i};
    qsort(v, r->notices.n, sizeof *v, placed_cmp);
    for (size_t i = 0; i < r->notices.n; i++)
        r->notices.v[i] = v[i].notice;
    arena_reset(r->a, mark);
}

/* How much of a header it is: both required columns, one of them, none. */
static int
rank(const struct comment_form_header *h)
{
    if (h->row == 0)
        return 0;
    return 1 + (h->at[COMMENT_FORM_CLAUSE] != SHEET_NO_COLUMN &&
                h->at[COMMENT_FORM_TEXT] != SHEET_NO_COLUMN);
}

static bool
fail_no_table(const struct sheets *sheets, struct err *e)
{
    const char *ask =
        "no table of comments: no row names the columns Clause/Subclause and Comments, "
        "or 标准章条编号 and 意见内容";
    for (size_t i = 0; sheets->v && i < sheets->n; i++)
        if (sheets->v[i].nfaults)
            return err_set(e, ERR_INPUT, "%s (%.*s)", ask, SL_FMT(sheets->v[i].faults[0].what));
    return err_set(e, ERR_INPUT, "%s", ask);
}

bool
comment_form_take(struct comment_form *out, struct arena *a, const struct sheets *sheets,
                  struct err *e)
{
    struct reader r = {.a = a, .out = out};
    for (size_t i = 0; i < sheets->n && rank(&r.header) < 2; i++) {
        struct comment_form_header h;
        comment_form_header_find(&h, &sheets->v[i]);
        if (rank(&h) <= rank(&r.header))
            continue;
        r.header = h;
        r.sheet = &sheets->v[i];
    }
    if (!r.sheet)
        return fail_no_table(sheets, e);
    *out = (struct comment_form){.kind = r.header.zh ? COMMENT_FORM_GB : COMMENT_FORM_ISO,
                                 .sheet = r.sheet->name,
                                 .header_row = r.header.row};
    comment_form_head_init(&out->head);
    tell_columns(&r);
    tell_damage(&r);
    read_rows(&r);
    sort_notices(&r);
    out->rows = r.rows.v;
    out->n = r.rows.n;
    out->notices = r.notices.v;
    out->nnotices = r.notices.n;
    return true;
}

bool
comment_form_read(struct comment_form *out, struct arena *a, struct slice name, struct slice octets,
                  struct err *e)
{
    struct slice shown = cut(name, 200);
    struct sheet sheet;
    struct sheets sheets = {&sheet, 1};
    if (octets.n > COMMENT_FORM_FILE_MAX)
        return err_set(e, ERR_LIMIT, "%.*s: %zu octets, we accept %zu", SL_FMT(shown), octets.n,
                       COMMENT_FORM_FILE_MAX);
    bool ok = xlsx_read_looks_so(octets)
                  ? xlsx_read(&sheets, a, octets, e)
                  : csv_loose_read(&sheet, a, arena_dup(a, octets), e); /* it keeps to them */
    ok = ok && comment_form_take(out, a, &sheets, e);
    return ok || err_in(e, "%.*s", SL_FMT(shown));
}
