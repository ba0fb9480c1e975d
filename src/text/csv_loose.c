/* SPDX-License-Identifier: Apache-2.0 */
#include "text/csv_loose.h"

#include "text/csv_write.h"
#include "text/encoding.h"
#include "text/sheet_build.h"

#define GUESS_OCTETS 65536 /* at the front, by which the separator is found */
#define GUESS_ROWS 200     /* likewise */
#define RESCAN_MAX 8 /* times the file that may be read anew behind quotes that do not close */
#define RESCAN_FREE 65536

static const char separators[] = {',', ';', '\t'};

struct parser {
    struct slice text;
    size_t at;
    char separator;
    size_t rescans; /* octets that may still be read in vain */
};

struct field {
    struct slice raw; /* between the quotes, or as it stands */
    bool quoted;      /* it has quotes around it */
    bool doubled;     /* quotes in it are doubled */
    bool lone;        /* one in it neither is nor ends the field */
    bool unclosed;    /* a quote opened it and nothing closes it */
    bool ran_out;     /* up to the end of the text */
};

static bool
ends_row(const struct parser *p, size_t at)
{
    return at >= p->text.n || p->text.p[at] == '\n' || p->text.p[at] == '\r';
}

static bool
ends_field(const struct parser *p, size_t at)
{
    return ends_row(p, at) || p->text.p[at] == (uint8_t)p->separator;
}

static size_t
skip_spaces(const struct parser *p, size_t at)
{
    while (at < p->text.n && p->text.p[at] == ' ')
        at++;
    return at;
}

/*
 * A field whose opening quote stands in front of `from`. A quote that neither is
 * doubled nor ends the field is text, but behind a line end it shows that
 * the opening one was never closed and this is another row's.
 */
static bool
take_quoted(struct parser *p, size_t from, struct field *f)
{
    size_t at = from, end;
    bool lines = false;
    f->doubled = false;
    for (; at < p->text.n && at - from <= SHEET_TEXT_MAX; at++) {
        uint8_t c = p->text.p[at];
        lines = lines || c == '\n' || c == '\r';
        if (c != '"')
            continue;
        if (at + 1 < p->text.n && p->text.p[at + 1] == '"') {
            f->doubled = true;
            at++;
            continue;
        }
        end = skip_spaces(p, at + 1);
        if (ends_field(p, end)) {
            f->raw = slice_sub(p->text, from, at - from);
            f->quoted = true;
            p->at = end;
            return true;
        }
        f->lone = true;
        if (lines)
            break;
    }
    f->ran_out = at >= p->text.n;
    p->rescans -= at - from < p->rescans ? at - from : p->rescans;
    return false;
}

/* The field at hand; p->at is then at what ends it. */
static void
take_field(struct parser *p, struct field *f)
{
    size_t start = skip_spaces(p, p->at);
    *f = (struct field){0};
    if (start < p->text.n && p->text.p[start] == '"') {
        if (p->rescans && take_quoted(p, start + 1, f))
            return;
        f->unclosed = true;
        f->doubled = false;
    }
    start = p->at;
    while (!ends_field(p, p->at))
        p->at++;
    f->raw = slice_sub(p->text, start, p->at - start);
}

/* Takes what ends the field: false where the row ends with it. */
static bool
goes_on(struct parser *p)
{
    if (!ends_row(p, p->at)) {
        p->at++;
        return true;
    }
    if (p->at + 1 < p->text.n && p->text.p[p->at] == '\r' && p->text.p[p->at + 1] == '\n')
        p->at++;
    p->at += p->at < p->text.n;
    return false;
}

static struct parser
parser_of(struct slice text, char separator)
{
    return (struct parser){
        .text = text, .separator = separator, .rescans = text.n * RESCAN_MAX + RESCAN_FREE};
}

/*
 * How well a separator fits. The wrong one cuts quoted fields in two, which
 * leaves quotes astray; so one that leaves none goes before any that does.
 */
struct fit {
    bool clean;
    size_t rows, width; /* rows of the most frequent width past one */
};

static struct fit
measure(struct slice text, char separator)
{
    size_t count[SHEET_COLUMNS_MAX + 1] = {0};
    struct parser p = parser_of(slice_sub(text, 0, GUESS_OCTETS), separator);
    struct field f;
    struct fit fit = {.clean = true};
    for (size_t i = 0; i < GUESS_ROWS && p.at < p.text.n; i++) {
        size_t n = 0;
        do {
            take_field(&p, &f);
            if (f.ran_out && p.text.n < text.n)
                break; /* it goes on behind what is looked at */
            fit.clean =
                fit.clean && !f.lone && (f.quoted || slice_find(f.raw, SL("\"")) == SIZE_MAX);
            n++;
        } while (goes_on(&p));
        if (f.ran_out && p.text.n < text.n)
            break;
        if (n > 1 && n <= SHEET_COLUMNS_MAX)
            count[n]++;
    }
    for (size_t n = 2; n <= SHEET_COLUMNS_MAX; n++)
        if (count[n] && count[n] >= fit.rows) {
            fit.rows = count[n];
            fit.width = n;
        }
    return fit;
}

static bool
fits_better(const struct fit *x, const struct fit *y)
{
    if (x->clean != y->clean)
        return x->clean;
    return x->rows != y->rows ? x->rows > y->rows : x->width > y->width;
}

static char
guess_separator(struct slice text)
{
    char best = separators[0];
    struct fit best_fit = measure(text, best);
    for (size_t i = 1; i < sizeof separators; i++) {
        struct fit fit = measure(text, separators[i]);
        if (!fits_better(&fit, &best_fit))
            continue;
        best = separators[i];
        best_fit = fit;
    }
    return best;
}

/* "sep=;", as Excel takes and hides it. The line stays and counts; false without one. */
static bool
named_separator(struct slice text, char *separator)
{
    struct slice line = slice_sub(text, 0, 6);
    if (line.n < 5 || !slice_has_prefix(line, SL("sep=")))
        return false;
    if (text.n > 5 && text.p[5] != '\n' && text.p[5] != '\r')
        return false;
    *separator = (char)text.p[4];
    return *separator == ',' || *separator == ';' || *separator == '\t' || *separator == '|';
}

struct reader {
    struct arena *a;
    struct parser p;
    struct encoding text;
    size_t fault; /* the first of text.faults that no field had yet */
    struct sheet_builder b;
};

/* The text that is meant. */
static struct slice
meant(struct reader *r, const struct field *f)
{
    struct slice rest = f->raw, part;
    if (!f->doubled)
        return csv_write_unguard(rest);
    struct buf b;
    buf_init(&b, r->a, f->raw.n);
    for (size_t n; (n = slice_find(rest, SL("\"\""))) != SIZE_MAX;) {
        part = slice_sub(rest, 0, n + 1);
        buf_add(&b, part);
        rest = slice_sub(rest, n + 2, rest.n);
    }
    buf_add(&b, rest);
    return csv_write_unguard(buf_slice(&b));
}

/* Broken octets up to where the parser is. */
static bool
is_broken(struct reader *r, const struct field *f)
{
    bool broken = false;
    for (; r->fault < r->text.nfaults && r->text.faults[r->fault] < r->p.at; r->fault++)
        broken = true;
    if (r->fault == r->text.nfaults && r->text.all_faults > r->text.nfaults)
        broken = broken || slice_find(f->raw, SL("\xef\xbf\xbd")) != SIZE_MAX;
    return broken;
}

static void
add_field(struct reader *r, const struct field *f, uint32_t row, uint32_t column)
{
    if (f->unclosed)
        sheet_build_fault(&r->b, row, column,
                          "a quote opens the field and nothing closes it: put the whole field in "
                          "quotes and double those in it");
    if (is_broken(r, f))
        sheet_build_fault(&r->b, row, column,
                          "octets that are no text in %s: save the file as UTF-8", r->text.name);
    if (f->raw.n > SHEET_TEXT_MAX) {
        sheet_build_fault(&r->b, row, column, "the field is longer than we accept");
        return;
    }
    if (column >= SHEET_COLUMNS_MAX && f->raw.n == 0)
        return;
    struct sheet_cell cell = {.text = meant(r, f), .column = column};
    sheet_build_cell(&r->b, &cell);
}

static void
read_row(struct reader *r, uint32_t row)
{
    struct field f;
    uint32_t n = 0;
    sheet_build_row(&r->b, row);
    do {
        take_field(&r->p, &f);
        add_field(r, &f, row, n++);
    } while (goes_on(&r->p));
    sheet_build_row_done(&r->b);
}

bool
csv_loose_read(struct sheet *out, struct arena *a, struct slice octets, struct err *e)
{
    struct reader r = {.a = a};
    char separator;
    uint32_t row = 1;
    if (!encoding_read(&r.text, a, octets, e))
        return false;
    sheet_build_init(&r.b, a);
    bool named = named_separator(r.text.text, &separator);
    if (!named)
        separator = guess_separator(r.text.text);
    r.p = parser_of(r.text.text, separator);
    for (; r.p.at < r.p.text.n && !r.b.full; row++) {
        if (row == 1 && named)
            while (goes_on(&r.p))
                ;
        else
            read_row(&r, row);
    }
    *out = (struct sheet){.encoding = r.text.name, .separator = separator};
    sheet_build_done(&r.b, out);
    return true;
}
