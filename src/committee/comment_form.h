/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The two tables in which comments on a draft travel, as CSV and as XLSX, in
 * and out: the ISO/CEN commenting template (version 2012-03), and the Chinese
 * table of comments and how they were handled, 意见汇总处理表.
 *
 * Reading takes row by row what can be taken. A row that cannot is refused with
 * its number, its column and the reason, and the rest is kept; a column that
 * is missing is named. Only a file that holds no such table at all is an error.
 * docs/internals/comment-tables.md says what is tolerated.
 *
 * Pure: octets in, rows out, and back. The same table gives the same octets.
 */
#pragma once

#include "base/arena.h"
#include "base/err.h"
#include "committee/comment_row.h"
#include "text/sheet.h"

#define COMMENT_FORM_FILE_MAX ((size_t)16 << 20) /* octets of a file */
#define COMMENT_FORM_ROWS_MAX 100000             /* comments of a table; the rest is refused */
/* Octets of all comments of a table, likewise. */
#define COMMENT_FORM_TOTAL_MAX ((size_t)32 << 20)
#define COMMENT_FORM_TEXT_MAX 32767 /* characters of a cell: what a spreadsheet can hold */

enum comment_form_kind {
    COMMENT_FORM_ISO = 0,
    COMMENT_FORM_GB,
};

/* The fields of a row that a table has columns for. */
enum comment_form_column {
    COMMENT_FORM_NUMBER = 0, /* 序号 */
    COMMENT_FORM_ORGANISATION,
    COMMENT_FORM_LINE,
    COMMENT_FORM_CLAUSE, /* required */
    COMMENT_FORM_ELEMENT,
    COMMENT_FORM_TYPE,
    COMMENT_FORM_TEXT, /* required */
    COMMENT_FORM_PROPOSED,
    COMMENT_FORM_OUTCOME, /* observations of the secretariat, 处理意见 */
    COMMENT_FORM_NOTE,
    COMMENT_FORM_CONTRIBUTORS, /* outside of both forms: see comment_merge.h */
    COMMENT_FORM_DECISION,     /* likewise */
    COMMENT_FORM_NO_COLUMN,    /* the row as a whole, or the file */
};
#define COMMENT_FORM_COLUMNS 12

/* The block above the table and, for 意见汇总处理表, the counts below. Empty: not given. */
struct comment_form_head {
    struct slice date;     /* as written */
    struct slice document; /* "ISO/IEC CD 12345"; 标准名称 */
    struct slice project;  /* project or plan number */
    struct slice lead;     /* 牵头起草单位, 主要起草单位 */
    struct slice handler;  /* 承办人 */
    struct slice phone;    /* 电话 */
    /* Units; -1 where not given. */
    int64_t sent, replied, commented, silent;
};

enum comment_form_why {
    /* The row is not taken. */
    COMMENT_FORM_NO_CLAUSE = 0, /* and it is no general comment */
    COMMENT_FORM_NO_TEXT,
    COMMENT_FORM_TOO_LONG,
    COMMENT_FORM_TOO_MANY_FIELDS, /* text in columns that the table does not have */
    COMMENT_FORM_BROKEN_TEXT, /* octets that are no text in the file's encoding, a broken cell */
    COMMENT_FORM_SPANNED,     /* one merged cell covers clause and comment: a heading, no comment */
    COMMENT_FORM_TOO_MANY_ROWS,
    /* The row is taken; worth a look. */
    COMMENT_FORM_NO_TYPE,        /* ISO only: the type is left out */
    COMMENT_FORM_UNKNOWN_TYPE,   /* left empty */
    COMMENT_FORM_NUMERIC_CLAUSE, /* the spreadsheet holds a number or date: 5.10 may have become 5.1
                                  */
    COMMENT_FORM_NO_REASON,      /* not or partly accepted, and no reason beside it */
    COMMENT_FORM_FORMULA,        /* the value that was shown stands for the formula */
    COMMENT_FORM_MERGED_ACROSS,  /* the text of a cell merged across columns went to the first of
                                    them */
    /* The file. */
    COMMENT_FORM_MISSING_REQUIRED, /* a column without which no row can be taken */
    COMMENT_FORM_MISSING_COLUMN,
    COMMENT_FORM_UNKNOWN_COLUMN, /* it is not read */
    COMMENT_FORM_DAMAGED,        /* the reader of the file says what */
};
#define COMMENT_FORM_WHYS 17

struct comment_form_notice {
    enum comment_form_why why;
    bool refused; /* the row is not taken */
    uint32_t row; /* as the reader sees it, from 1; 0: the file */
    enum comment_form_column column;
    struct slice value; /* what stood there, cut to 80 octets, or what the reader says */
};

struct comment_form {
    enum comment_form_kind kind;
    struct slice sheet;  /* its name, empty for CSV */
    uint32_t header_row; /* where the columns are named */
    struct comment_form_head head;
    const struct comment_row *rows;
    size_t n;
    const struct comment_form_notice *notices; /* in order of rows, those of the file first */
    size_t nnotices;
    size_t refused; /* rows not taken */
    size_t blank;   /* rows of white space, skipped */
};

/* Nothing given in it. */
void comment_form_head_init(struct comment_form_head *h);

/*
 * XLSX or CSV, told apart by the octets. `name` is for messages. ERR_INPUT or
 * ERR_LIMIT where no table can be found in it; the message says what it is instead.
 * Texts come from `a`; `octets` may go.
 */
MUST_USE bool comment_form_read(struct comment_form *out, struct arena *a, struct slice name,
                                struct slice octets, struct err *e);

/* The same for what has been read already: the first of the sheets that has such a table. Texts
 * stay where the sheets have them. */
MUST_USE bool comment_form_take(struct comment_form *out, struct arena *a,
                                const struct sheets *sheets, struct err *e);

enum comment_form_format {
    COMMENT_FORM_CSV = 0, /* UTF-8 with byte order mark, CRLF */
    COMMENT_FORM_XLSX,
};

struct comment_form_style {
    enum comment_form_kind kind;
    enum comment_form_format format;
    /*
     * Columns behind the official ones for what the form has none for and at
     * least one row has: type, line and element in the Chinese form, number and note in the
     * ISO form, contributors and decision in both. Without it that is left out.
     */
    bool extra;
};

/*
 * Of `f`: head and rows. ERR_INPUT where a text is not UTF-8 or holds NUL; ERR_LIMIT where a text
 * is longer than a cell of a spreadsheet holds (XLSX), naming row and column.
 */
MUST_USE bool comment_form_write(struct slice *out, struct arena *a, const struct comment_form *f,
                                 const struct comment_form_style *style, struct err *e);

/* A column's name in a form's language, and the sentence for a notice. */
struct slice comment_form_column_name(enum comment_form_column c, enum comment_row_lang lang);
struct slice comment_form_why_text(enum comment_form_why why, enum comment_row_lang lang);

/* "row 12, Clause/Subclause: no clause is given, … ('value')", for a log or a terminal. */
struct slice comment_form_notice_text(struct arena *a, const struct comment_form_notice *n,
                                      enum comment_row_lang lang);
