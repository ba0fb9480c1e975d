/* SPDX-License-Identifier: Apache-2.0 */
#include "text/xlsx_write.h"

#include "base/cleanup.h"
#include "text/sheet.h"
#include "text/utf8.h"
#include "text/xlsx_text.h"

#include <assert.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <xlsxwriter.h>

#define MADE_ON 315532800 /* 1980-01-01T00:00:00Z, the first day that a ZIP archive knows */
#define LOOKS 4
#define PAPER_A4 9
#define CELL_OCTETS_MAX ((size_t)XLSX_WRITE_CELL_MAX * 21 + 1) /* three octets as three escapes */

struct writer {
    struct arena *a;
    lxw_workbook *book;
    lxw_worksheet *sheet;
    lxw_format *looks[LOOKS];
    struct err *e;
};

static void
make_looks(struct writer *w)
{
    for (size_t i = 0; i < LOOKS; i++) {
        w->looks[i] = workbook_add_format(w->book);
        if (!w->looks[i])
            abort(); /* out of memory, as in base/arena.c */
        format_set_align(w->looks[i], LXW_ALIGN_VERTICAL_TOP);
    }
    format_set_text_wrap(w->looks[XLSX_TEXT]);
    format_set_border(w->looks[XLSX_TEXT], LXW_BORDER_THIN);
    format_set_text_wrap(w->looks[XLSX_HEADING]);
    format_set_border(w->looks[XLSX_HEADING], LXW_BORDER_THIN);
    format_set_bold(w->looks[XLSX_HEADING]);
    format_set_align(w->looks[XLSX_HEADING], LXW_ALIGN_CENTER);
    format_set_bg_color(w->looks[XLSX_HEADING], 0xD9D9D9);
    format_set_bold(w->looks[XLSX_TITLE]);
    format_set_font_size(w->looks[XLSX_TITLE], 14);
}

static bool
fail_cell(const struct writer *w, size_t row, size_t column, enum err_code code, const char *what)
{
    char room[8];
    return err_set(w->e, code, "row %zu, column %.*s: %s", row + 1,
                   SL_FMT(sheet_column_name((uint32_t)column, room)), what);
}

/* In UTF-16, which is how Excel counts. */
static size_t
units(struct slice s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        n += (size_t)((s.p[i] & 0xc0) != 0x80) + (s.p[i] >= 0xf0);
    return n;
}

static bool
write_cell(struct writer *w, size_t row, size_t column, struct slice text, enum xlsx_look look)
{
    if (text.n > SHEET_TEXT_MAX || units(text) > XLSX_WRITE_CELL_MAX)
        return fail_cell(w, row, column, ERR_LIMIT,
                         "the text is longer than a cell of a workbook holds: write CSV instead");
    if (utf8_valid(text) != text.n || (text.n && memchr(text.p, 0, text.n)))
        return fail_cell(w, row, column, ERR_INPUT, "the text is not UTF-8, or holds NUL");
    struct arena_mark mark = arena_mark(w->a);
    struct buf b;
    buf_init(&b, w->a, CELL_OCTETS_MAX);
    xlsx_text_encode(&b, text);
    buf_u8(&b, '\0');
    assert(!b.full);
    lxw_error code =
        text.n ? worksheet_write_string(w->sheet, (lxw_row_t)row, (lxw_col_t)column,
                                        (const char *)b.p, w->looks[look])
               : worksheet_write_blank(w->sheet, (lxw_row_t)row, (lxw_col_t)column, w->looks[look]);
    arena_reset(w->a, mark);
    if (code == LXW_ERROR_MAX_STRING_LENGTH_EXCEEDED) /* by its escapes */
        return fail_cell(
            w, row, column, ERR_LIMIT,
            "the text with its escapes is longer than a cell holds: write CSV instead");
    if (code != LXW_NO_ERROR)
        return fail_cell(w, row, column, ERR_SYSTEM, lxw_strerror(code));
    return true;
}

static bool
write_lines(struct writer *w, const struct xlsx_table *t)
{
    for (size_t i = 0; i < t->ncolumns; i++)
        worksheet_set_column(w->sheet, (lxw_col_t)i, (lxw_col_t)i, t->widths[i], NULL);
    if (t->frozen)
        worksheet_freeze_panes(w->sheet, (lxw_row_t)t->frozen, 0);
    worksheet_set_landscape(w->sheet);
    worksheet_set_paper(w->sheet, PAPER_A4);
    worksheet_fit_to_pages(w->sheet, 1, 0); /* as wide as a page, as long as it takes */
    if (t->frozen)
        worksheet_repeat_rows(w->sheet, (lxw_row_t)t->frozen - 1, (lxw_row_t)t->frozen - 1);
    for (size_t row = 0; row < t->n; row++)
        for (size_t c = 0; c < t->lines[row].n; c++)
            if (!write_cell(w, row, c, t->lines[row].cells[c], t->lines[row].look))
                return false;
    return true;
}

/* Into the file that is already open under that name. */
static bool
write_book(struct writer *w, const char *path, const struct xlsx_table *t)
{
    lxw_doc_properties properties = {.created = MADE_ON};
    w->book = workbook_new(path);
    if (!w->book)
        abort();
    workbook_set_properties(w->book, &properties);
    w->sheet = workbook_add_worksheet(w->book, arena_str(w->a, t->name));
    assert(w->sheet); /* the name is the caller's own */
    make_looks(w);
    bool ok = write_lines(w, t);
    lxw_error code = workbook_close(w->book);
    if (ok && code != LXW_NO_ERROR)
        return err_set(w->e, ERR_SYSTEM, "cannot write the workbook: %s", lxw_strerror(code));
    return ok;
}

bool
xlsx_write(struct slice *out, struct arena *a, const struct xlsx_table *table, struct err *e)
{
    assert(table->ncolumns <= XLSX_WRITE_COLUMNS_MAX);
    if (table->n > XLSX_WRITE_ROWS_MAX)
        return err_set(e, ERR_LIMIT, "%zu rows, a workbook holds %d", table->n,
                       XLSX_WRITE_ROWS_MAX);
    char path[32];
    struct stat st;
    AUTO_FD fd = memfd_create("workbook", MFD_CLOEXEC);
    if (fd < 0)
        return err_sys(e, "cannot make a file in memory");
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    struct writer w = {.a = a, .e = e};
    if (!write_book(&w, path, table))
        return false;
    if (fstat(fd, &st) != 0)
        return err_sys(e, "cannot read the workbook back");
    uint8_t *room = NEW_ARRAY(a, uint8_t, (size_t)st.st_size);
    for (off_t at = 0; at < st.st_size;) {
        ssize_t n = pread(fd, room + at, (size_t)(st.st_size - at), at);
        if (n <= 0)
            return err_sys(e, "cannot read the workbook back");
        at += n;
    }
    *out = slice_of(room, (size_t)st.st_size);
    return true;
}
