/* SPDX-License-Identifier: Apache-2.0 */
#include "text/csv.h"

#include "base/vec.h"
#include "text/utf8.h"

#include <csv.h>
#include <stdarg.h>
#include <stdio.h>

#define PLACE_MAX 300   /* octets of the file's name; a longer one is cut at its front */
#define FIELD_ROOM 1024 /* octets by which libcsv's buffer for one field grows */

static bool
fail_at(struct slice file, uint32_t line, struct err *e, const char *what)
{
    struct slice name = file.n > PLACE_MAX ? slice_sub(file, file.n - PLACE_MAX, PLACE_MAX) : file;
    return err_set(e, ERR_INPUT, "%.*s:%u: %s", SL_FMT(name), line, what);
}

bool
csv_fail(const struct csv_table *t, const struct csv_row *row, struct err *e, const char *fmt, ...)
{
    char what[ERR_MSG_MAX];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(what, sizeof what, fmt, ap);
    va_end(ap);
    return fail_at(t->file, row ? row->line : 1, e, what);
}

bool
csv_fail_field(const struct csv_table *t, const struct csv_row *row, size_t column, struct err *e,
               const char *fmt, ...)
{
    char what[ERR_MSG_MAX];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(what, sizeof what, fmt, ap);
    va_end(ap);
    return csv_fail(t, row, e, "column '%.*s': %s", SL_FMT(slice_sub(t->columns[column], 0, 80)),
                    what);
}

size_t
csv_column(const struct csv_table *t, struct slice name)
{
    for (size_t i = 0; i < t->ncolumns; i++)
        if (slice_eq(t->columns[i], name))
            return i;
    return SIZE_MAX;
}

/*
 * libcsv tells no places. So it gets the text line by line, and what it calls
 * back about belongs to the line at hand.
 */
struct reader {
    struct slice file;
    uint8_t *room; /* for the texts of all fields: as many octets as the file has */
    struct arena *rows_from;
    VEC(struct csv_row) rows;             /* the names are the first */
    size_t columns;                       /* in that row */
    struct slice fields[CSV_COLUMNS_MAX]; /* of the row at hand */
    size_t n;
    uint32_t line, start; /* the line at hand, and the one in which its row starts */
    bool open;            /* the row at hand goes on: it has a line end within quotes */
    bool failed;
    struct err *e;
};

static void
fail_row(struct reader *r, const char *what)
{
    r->failed = true;
    fail_at(r->file, r->start, r->e, what);
}

static void
take_field(void *text, size_t n, void *ctx)
{
    struct reader *r = ctx;
    if (r->failed)
        return;
    if (n > CSV_FIELD_MAX) {
        fail_row(r, "a field is longer than we accept, shorten it or close its quote");
        return;
    }
    if (r->n == CSV_COLUMNS_MAX) {
        fail_row(r, "more fields than we accept columns, split the table");
        return;
    }
    if (n)
        memcpy(r->room, text, n);
    r->fields[r->n++] = slice_of(r->room, n);
    r->room += n;
}

static void
take_row(int end UNUSED, void *ctx)
{
    struct reader *r = ctx;
    r->open = false;
    if (r->failed)
        return;
    if (r->rows.n == 0)
        r->columns = r->n;
    if (r->n != r->columns) {
        char what[ERR_MSG_MAX];
        snprintf(what, sizeof what, "%zu fields, where the first row names %zu columns", r->n,
                 r->columns);
        fail_row(r, what);
        return;
    }
    if (r->rows.n > CSV_ROWS_MAX) {
        fail_row(r, "more rows than we accept, split the table");
        return;
    }
    struct slice *text = NEW_ARRAY(r->rows_from, struct slice, r->n);
    memcpy(text, r->fields, r->n * sizeof *text);
    vec_push(r->rows_from, &r->rows, (struct csv_row){r->start, text});
    r->n = 0;
}

/* What libcsv lets through: a CR is one of its line ends. */
static bool
check_octets(const struct reader *r, struct slice line)
{
    if (line.n && memchr(line.p, 0, line.n))
        return fail_at(r->file, r->line, r->e, "a NUL octet, save the file as UTF-8");
    if (line.n && memchr(line.p, '\r', line.n))
        return fail_at(r->file, r->line, r->e,
                       "a carriage return without a line feed, save the file with LF or CRLF");
    if (utf8_valid(line) != line.n)
        return fail_at(r->file, r->line, r->e, "not UTF-8, save the file as UTF-8");
    return true;
}

static bool
fail_syntax(const struct reader *r, int status)
{
    if (status != CSV_EPARSE)
        return err_set(r->e, ERR_SYSTEM, "%.*s: out of memory", SL_FMT(r->file));
    return fail_at(r->file, r->line, r->e,
                   "a quote out of place, put the whole field in quotes and double those in it");
}

/* A line without its end, and whether it has one. */
static bool
read_line(struct reader *r, struct csv_parser *p, struct slice line, bool ended)
{
    if (!check_octets(r, line))
        return false;
    if (!r->open && line.n == 0)
        return fail_at(r->file, r->line, r->e, "an empty line, remove it");
    if (!r->open)
        r->start = r->line;
    r->open = true;
    if (csv_parse(p, line.p, line.n, take_field, take_row, r) != line.n ||
        csv_parse(p, "\n", ended, take_field, take_row, r) != ended)
        return fail_syntax(r, csv_error(p));
    return !r->failed;
}

static bool
read_lines(struct reader *r, struct csv_parser *p, struct slice text)
{
    for (r->line = 1; text.n; r->line++) {
        const uint8_t *lf = memchr(text.p, '\n', text.n);
        struct slice line = slice_sub(text, 0, lf ? (size_t)(lf - text.p) : text.n);
        text = slice_sub(text, line.n + (lf != NULL), text.n);
        if (lf && slice_has_suffix(line, SL("\r")))
            line.n--;
        if (!read_line(r, p, line, lf != NULL))
            return false;
    }
    if (csv_fini(p, take_field, take_row, r) != 0)
        return fail_at(r->file, r->start, r->e, "a quote is opened in this row and never closed");
    return !r->failed;
}

/* Spaces count (RFC 4180, section 2.4). */
static int
no_space(unsigned char octet UNUSED)
{
    return 0;
}

static bool
check_columns(const struct csv_table *t, struct err *e)
{
    for (size_t i = 0; i < t->ncolumns; i++) {
        struct slice name = t->columns[i];
        if (name.n == 0)
            return csv_fail(t, NULL, e, "column %zu has no name, give one", i + 1);
        if (csv_column(t, name) != i)
            return csv_fail_field(t, NULL, i, e, "the name stands here twice, rename one");
    }
    return true;
}

bool
csv_read(struct csv_table *out, struct arena *a, struct arena *rows, struct slice file,
         struct slice text, struct err *e)
{
    struct csv_parser p;
    if (text.n > CSV_TEXT_MAX)
        return err_set(e, ERR_LIMIT, "%.*s: %zu octets, we accept %zu", SL_FMT(file), text.n,
                       CSV_TEXT_MAX);
    if (csv_init(&p, CSV_STRICT | CSV_STRICT_FINI) != 0)
        return err_set(e, ERR_SYSTEM, "%.*s: out of memory", SL_FMT(file));
    csv_set_space_func(&p, no_space);
    csv_set_blk_size(&p, FIELD_ROOM);
    if (slice_has_prefix(text, SL("\xef\xbb\xbf")))
        text = slice_sub(text, 3, text.n);
    struct reader r = {.file = file, .rows_from = rows, .e = e};
    r.room = NEW_ARRAY(a, uint8_t, text.n);
    bool ok = read_lines(&r, &p, text);
    csv_free(&p);
    if (!ok)
        return false;
    if (r.rows.n == 0)
        return fail_at(file, 1, e, "the file is empty, its first row must name the columns");
    *out = (struct csv_table){file, r.rows.v[0].text, r.columns, r.rows.v + 1, r.rows.n - 1};
    return check_columns(out, e);
}
